"""`maia lot conventions`: one convention a dossier, for those whose convention may be signed."""

from __future__ import annotations

from maia.forms.courriers import RETENU
from maia.forms.ouverture import DossierLu
from maia.generators.documents import Document
from maia.lot.journal import Etat
from maia.lot.parametres import Parametres, bloquants, manquants
from maia.lot.recette import Fait
from maia.origine import origine
from maia.validators.rapport import Rapport


class Conventions:
    """The annual or the pluriannual convention, for a whole region."""

    lot = "lot conventions"
    d_ensemble = False

    def __init__(self, parametres: Parametres, document: Document) -> None:
        self._p = parametres
        self._document = document
        self.campagne = parametres.campagne
        self.pieces = parametres.pieces
        self.cle = parametres.cle(self.lot, document.nom)

    def fabriquer(self, lu: DossierLu, rapport: Rapport, nom: str) -> Fait:
        """The convention; none for a project that the ARS did not retain, one in dots only as a draft."""
        from maia.generators.production import rendre  # noqa: PLC0415 - an engine that nothing may need

        suite = self._p.ars.decision(lu.dossier.porteur).suite
        if suite not in (None, RETENU):
            return Fait(Etat.NON_PRODUIT, raison=f"Décision écrite dans le fichier de l’ARS : « {suite} ».")
        champs = self._document.remplir(lu.dossier, self._p.ars, self._p.campagne, rapport)
        empeche = " ".join(filter(None, (bloquants(rapport), manquants(champs.manquants))))
        if empeche and not self._p.brouillon:
            return Fait(Etat.NON_PRODUIT, raison=empeche)
        octets = rendre(self._document, champs, modeles=self._p.modeles, origine=origine(lu, self._p.nom_de_campagne))
        nom = f"{'brouillon-' if empeche else ''}{self._document.nom}-{nom}.{self._document.format}"
        raison = " ".join(filter(None, (empeche, self._p.autre_region(lu.dossier))))
        return Fait(Etat.BROUILLON if empeche else Etat.PRODUIT, {nom: octets}, raison)

    def retenir(self, resultat: object) -> None:
        """Nothing: there is no document about all of them."""

    def rassembler(self) -> dict[str, bytes]:
        """Nothing either."""
        return {}
