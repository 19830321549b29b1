"""A batch carried out: dossiers one after the other, none kept; what is done stays done, whatever stops it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from maia.forms.examen import Examen, examiner
from maia.forms.francais import montrable, typographie
from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu, ouvrir, place_du_fichier
from maia.forms.systeme import motif
from maia.generators.erreurs import ModeleRefuse, RenduImpossible
from maia.lot.atelier import Atelier
from maia.lot.copies import Convertisseur, copier
from maia.lot.empreintes import somme
from maia.lot.journal import Etat, Genre, Journal, Ligne, Produit
from maia.lot.plan import Entree, EntreeIllisible, depuis, planifier
from maia.lot.recette import Fait, Recette
from maia.lot.suivi import Suivi
from maia.validators.rapport import Rapport, verifier

_ENSEMBLE = 32  # dossiers whose pieces are examined together: one start of the limited process for each set
_EXAMENS = 20_000  # contents of pieces remembered

_LAISSE = "« {} » n’est pas tel que maia l’a écrit (modifié à la main ?) : laissé en place ; --ecraser le remplace."
_REMPLI = (
    "« {} » a été rempli ou modifié : il n’est pas mis à jour. Pour en faire un nouveau, renommez-le et relancez la "
    "même commande."
)
_NON_ECRIT = "Un document n’a pas pu être écrit ({}) : est-il ouvert dans un autre programme ?"


@dataclass
class Bilan:
    """What a run did: the journal, and what is told of this run only."""

    journal: Journal
    faits: int = 0
    """Dossiers whose documents were made in this run; those of the others were up to date."""
    copies: int = 0
    retires: list[str] = field(default_factory=list)
    ailleurs: int = 0
    """Dossiers of earlier runs that this command does not name: their documents stay."""
    remarques: list[str] = field(default_factory=list)
    sans_copie: list[str] = field(default_factory=list)
    defaut: bool = False
    interrompu: bool = False
    restants: int = 0


class _Ensemble(NamedTuple):
    """The documents about all the dossiers that are in place, and the sum of what they come from."""

    produits: tuple[Produit, ...]
    cle: str


class Execution:
    """One run of a batch in the folder that `atelier` holds."""

    def __init__(self, recette: Recette, atelier: Atelier, suivi: Suivi, convertisseur: Convertisseur | None) -> None:
        self._recette = recette
        self._atelier = atelier
        self._suivi = suivi
        self._convertisseur = convertisseur
        self._examens: dict[str, Examen] = {}
        self._lignes: dict[str, Ligne] = {}
        self._bilan = Bilan(Journal(recette.lot))

    def executer(self, chemins: Sequence[Path]) -> Bilan:
        """Make what is to be made; an interruption ends it early, and the journal says what is left to do."""
        recette, atelier, bilan = self._recette, self._atelier, self._bilan
        nommes = {depuis(atelier.sortie, chemin) for chemin in chemins}
        gardees = [
            a for a in atelier.lignes.values() if a.fichier not in nommes and (atelier.sortie / a.fichier).exists()
        ]
        self._suivi.commencer("Lecture des dossiers", len(chemins))
        plan = planifier(
            chemins,
            atelier.sortie,
            recette.pieces,
            recette.cle,
            {a.nom for a in gardees if a.nom},
            self._suivi.avancer,
        )
        cle = somme(*(e.cle for e in plan)) if recette.d_ensemble else ""
        ensemble, laisses = (
            _Ensemble(atelier.anterieur.ensemble, atelier.anterieur.cle_d_ensemble),
            atelier.anterieur.laisses,
        )
        try:
            ensemble = self._tout(plan, cle)
            self._copier()
            laisses = self._retirer([*self._lignes.values(), *gardees], ensemble.produits)
        except KeyboardInterrupt:
            bilan.interrompu = True
        lignes = [
            self._lignes.get(e.fichier) or atelier.lignes.get(e.fichier) or Ligne(e.fichier, Etat.INTERROMPU)
            for e in plan
        ]
        bilan.restants = sum(e.fichier not in self._lignes for e in plan)
        bilan.ailleurs = len(gardees)
        annee, programme = str(recette.campagne.annee), version("maia")
        bilan.journal = Journal(recette.lot, annee, programme, (*lignes, *gardees), *ensemble, laisses)
        atelier.conclure(bilan.journal, fini=not bilan.interrompu)
        return bilan

    # --- Dossiers ---------------------------------------------------------------------------------------------------

    def _tout(self, plan: Sequence[Entree | EntreeIllisible], cle: str) -> _Ensemble:
        """Every dossier, then the documents about all of them, `cle` being what these depend on."""
        self._suivi.commencer("Documents", len(plan))
        ancien = self._atelier.anterieur
        # The documents about all of them need all of them, even when nothing else is to be done again.
        relire = self._recette.d_ensemble and not (
            ancien.cle_d_ensemble == cle and all(self._atelier.empreinte(p.nom) for p in ancien.ensemble)
        )
        suite = iter(plan)
        while morceau := list(islice(suite, _ENSEMBLE)):
            a_lire = [e for e in morceau if isinstance(e, Entree) and (relire or not self._a_jour(e))]
            self._examiner(a_lire)
            for e in morceau:
                if isinstance(e, EntreeIllisible):
                    self._illisible(e, retenir=relire)
                elif e in a_lire:
                    self._dossier(e, retenir=relire)
                else:
                    self._lignes[e.fichier] = self._atelier.lignes[e.fichier]
                self._suivi.avancer()
        return self._rassembler(cle) if relire else _Ensemble(ancien.ensemble, cle)

    def _a_jour(self, e: Entree) -> bool:
        ancienne = self._atelier.lignes.get(e.fichier)
        return (
            ancienne is not None
            and ancienne.cle == e.cle
            and all(self._atelier.intact(p) for p in ancienne.produits if p.genre is Genre.DOCUMENT)
        )

    def _illisible(self, e: EntreeIllisible, *, retenir: bool) -> None:
        ou = f"Ligne {e.refus.ligne}\u00a0: " if e.refus.ligne else ""
        self._inscrire(Ligne(e.fichier, Etat.ILLISIBLE, raison=ou + typographie(e.refus.message)))
        if retenir:
            self._recette.retenir(e.refus)

    def _dossier(self, e: Entree, *, retenir: bool) -> None:
        """One dossier: whatever goes wrong with it is written in its row, and is nobody else's business."""
        porteur, departement = montrable(e.identite.porteur), montrable(e.identite.departement)
        ligne = Ligne(e.fichier, Etat.NON_PRODUIT, porteur, departement, e.empreinte, nom=e.nom)
        verifie = self._verifier(e)
        if verifie is None:
            raison = "Le dossier ou une de ses pièces a changé pendant le travail\u00a0: relancez la commande."
            self._inscrire(replace(ligne, raison=raison))
            return
        lu, rapport = verifie
        if retenir:
            self._recette.retenir(verifie)
        if self._a_jour(e):
            self._lignes[e.fichier] = self._atelier.lignes[e.fichier]
            return
        ligne = replace(ligne, verdict=rapport.verdict)
        try:
            fait = self._recette.fabriquer(lu, rapport, e.nom)
        except Exception as defaut:
            self._inscrire(replace(ligne, raison=self._raison(defaut)))
            return
        self._inscrire(self._poser(e, fait, ligne))

    def _raison(self, defaut: Exception) -> str:
        """Why no document was made: a template's fault in its words, a defect by its kind only, as everywhere."""
        match defaut:
            case ModeleRefuse():
                return typographie(
                    f"Le modèle « {defaut.modele} » est à corriger : {' ; '.join(map(str, defaut.fautes))}"
                )
            case RenduImpossible():
                return typographie(str(defaut))
        self._bilan.defaut = True
        return f"Défaut du programme ({type(defaut).__name__})\u00a0: signalez-le."

    def _verifier(self, e: Entree) -> tuple[DossierLu, Rapport] | None:
        """The dossier and its report; `None` when something changed since the plan."""
        lu = ouvrir(e.chemin, self._recette.pieces)
        if isinstance(lu, Illisible) or hashlib.sha256(lu.lecture.octets).hexdigest() != e.empreinte:
            return None
        if not all(piece in self._examens for piece in e.pieces.values()):
            return None
        lu.dossier.joindre({nom: self._examens[piece] for nom, piece in e.pieces.items()})
        return lu, verifier(lu.dossier, self._recette.campagne, lu.lecture)

    def _examiner(self, entrees: Sequence[Entree]) -> None:
        """Open the pieces of these dossiers that were not seen yet, all in one limited process."""
        if len(self._examens) > _EXAMENS:
            self._examens.clear()
        a_ouvrir: dict[str, Path] = {}
        for e in entrees:
            for nom, piece in e.pieces.items():
                if piece not in self._examens:
                    a_ouvrir[piece] = place_du_fichier(e.chemin, nom)
        trouves = examiner(a_ouvrir.values()) if a_ouvrir else {}
        for piece, chemin in a_ouvrir.items():
            if trouves[chemin].empreinte in ("", piece):
                self._examens[piece] = trouves[chemin]

    def _poser(self, e: Entree, fait: Fait, ligne: Ligne) -> Ligne:
        """Put the documents in place, the row first; those that somebody edited stay."""
        produits = [Produit(nom, hashlib.sha256(octets).hexdigest()) for nom, octets in fait.documents.items()]
        pris = [p.nom for p in produits if not self._atelier.libre(p)]
        raison, etat = fait.raison, fait.etat
        if pris:
            etat, raison = Etat.LAISSE, " ".join([raison, *map(_LAISSE.format, pris)]).strip()
        ligne = replace(ligne, etat=etat, raison=typographie(raison), cle=e.cle).avec([*produits, *self._copies(e)])
        self._atelier.noter(ligne)
        try:
            for nom, octets in fait.documents.items():
                if nom not in pris:
                    self._atelier.poser(nom, octets)
        except OSError as erreur:
            return replace(ligne, etat=Etat.NON_PRODUIT, raison=typographie(_NON_ECRIT.format(motif(erreur))), cle="")
        self._bilan.faits += bool(fait.documents)
        return ligne

    def _copies(self, e: Entree) -> list[Produit]:
        """The PDF copies made earlier: whether they still say what their documents say is seen later."""
        ancienne = self._atelier.lignes.get(e.fichier)
        return [p for p in ancienne.produits if p.genre is Genre.PDF] if ancienne else []

    def _inscrire(self, ligne: Ligne) -> None:
        self._atelier.noter(ligne)
        self._lignes[ligne.fichier] = ligne

    # --- All of them, copies, leftovers -----------------------------------------------------------------------------

    def _rassembler(self, cle: str) -> _Ensemble:
        """The documents about all the dossiers; people fill them in, so that one edited stays, even with `--ecraser`."""
        ancien, remarques = self._atelier.anterieur, self._bilan.remarques
        ensemble = _Ensemble(ancien.ensemble, ancien.cle_d_ensemble)
        self._suivi.commencer("Documents d’ensemble", 1)
        try:
            documents = self._recette.rassembler()
        except Exception as defaut:
            remarques.append(self._raison(defaut))
            return ensemble
        produits = tuple(Produit(nom, hashlib.sha256(octets).hexdigest()) for nom, octets in documents.items())
        if pris := [p.nom for p in produits if not self._atelier.libre(p, ecraser=False)]:
            remarques += [typographie(_REMPLI.format(nom)) for nom in pris]
            return ensemble
        self._atelier.noter(Ligne("", Etat.PRODUIT, produits=produits))
        try:
            for nom, octets in documents.items():
                self._atelier.poser(nom, octets)
        except OSError as erreur:
            remarques.append(typographie(_NON_ECRIT.format(motif(erreur))))
            return ensemble
        return _Ensemble(produits, cle)

    def _copier(self) -> None:
        """PDF copies: those that still say what their documents say are kept, the others made if they are asked."""
        bilan = copier(self._lignes, self._atelier, self._convertisseur, self._inscrire, self._suivi)
        self._bilan.copies, self._bilan.sans_copie = bilan.faites, bilan.manquantes

    def _retirer(self, lignes: Iterable[Ligne], ensemble: Iterable[Produit]) -> tuple[Produit, ...]:
        """Remove the files of earlier runs that apply no more; returns those left, because somebody edited them."""
        actuels = {p.nom for ligne in lignes for p in ligne.produits} | {p.nom for p in ensemble}
        self._bilan.retires, laisses = self._atelier.retirer(actuels)
        return tuple(laisses)
