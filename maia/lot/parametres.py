"""What every batch of documents shares: the ARS, the campaign, the templates, and whether a document may be handed out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.constat import Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import pluriel, sans_accents
from maia.forms.pieces import Catalogue
from maia.forms.territoires import region_du_departement
from maia.generators.documents import Fichier, Manquant
from maia.lot.empreintes import programme, somme
from maia.validators.rapport import Rapport

_AUTRE_REGION = "À vérifier : le dossier n’est pas de la région de l’ARS."


@dataclass(frozen=True)
class Parametres:
    """What was given on the command line besides the dossiers; `nom_de_campagne` is the campaign as it was named."""

    ars: Ars
    campagne: Campagne
    pieces: Catalogue
    nom_de_campagne: str
    modeles: Mapping[str, bytes] = field(default_factory=dict)
    brouillon: bool = False

    def cle(self, lot: str, *documents: str) -> str:
        """The sum of all of it, with the program: what the documents depend on besides the dossiers."""
        return somme(
            programme(),
            lot,
            *documents,
            self.ars.model_dump_json(),
            self.campagne.model_dump_json(),
            *(f"{cle} {piece.model_dump_json()}" for cle, piece in self.pieces.pieces.items()),
            self.nom_de_campagne,
            *(x for nom in sorted(self.modeles) for x in (nom, self.modeles[nom])),
            str(self.brouillon),
        )

    def autre_region(self, d: Dossier) -> str:
        """A sentence when the dossier is of another region than the ARS; empty when it is not, or when nothing says."""
        region = region_du_departement(d.departement) if d.departement else None
        region = region or d.region
        if not region or not self.ars.nom or _lettres(region) == _lettres(self.ars.nom):
            return ""
        return _AUTRE_REGION


def _lettres(nom: str) -> str:
    return re.sub("[^a-z]", "", sans_accents(nom))


def bloquants(rapport: Rapport) -> str:
    """`2 anomalies bloquantes : B01, ligne 42 : … ; N03 : …`; empty when nothing blocks."""
    constats = rapport.de_gravite(Gravite.BLOQUANT)
    if not constats:
        return ""
    phrases = [f"{c.regle}{f', ligne {c.ligne}' if c.ligne else ''} : {c.message.rstrip('.')}" for c in constats]
    return f"{pluriel(len(constats), 'anomalie bloquante', 'anomalies bloquantes')} : {' ; '.join(phrases)}."


def manquants(faits: Sequence[Manquant]) -> str:
    """`Il manque, dans le fichier de l’ARS : Date d’effet (convention.prise_d_effet).`; empty when nothing does."""
    phrases = []
    for fichier, ou in ((Fichier.DOSSIER, "le dossier"), (Fichier.ARS, "le fichier de l’ARS")):
        if absents := [f"{m.libelle} ({m.chemin})" for m in dict.fromkeys(faits) if m.fichier is fichier]:
            phrases.append(f"Il manque, dans {ou} : {' ; '.join(absents)}.")
    return " ".join(phrases)
