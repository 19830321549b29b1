"""An edited template, checked against the document it is for and the official text: every fault at once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from maia.generators.erreurs import Faute, ModeleRefuse, extrait, nom_courant
from maia.generators.ooxml import Paquet, PaquetRefuse
from maia.generators.proprietes import Tampon, arbre
from maia.generators.relecture.arbre import Noeud
from maia.generators.relecture.ecarts import Importance
from maia.generators.relecture.passages import CORPS, W, parties_lues
from maia.generators.relecture.retour import comparer_au_modele
from maia.generators.relecture.traces import traces
from maia.generators.word import ModeleWord
from maia.generators.word.champs import champs_lus
from maia.generators.word.relecture import BALISES_MAXIMALES

__all__ = ["Anomalie", "Niveau", "verifier_classeur", "verifier_word"]

_ACCOLADE_SEULE: Final = re.compile(r"(?<![{_])\{\s*([a-z_][\w.]*)\s*\}(?![}_])")
_ACCOLADES_SEPAREES: Final = re.compile(r"\{\s+[{%]|[}%]\s+\}")


class Niveau(StrEnum):
    """What an anomaly means for the documents made from the template."""

    FAUTE = "faute"
    CLAUSE = "clause"
    REMARQUE = "remarque"


@dataclass(frozen=True, slots=True)
class Anomalie:
    """One thing to see in a template.

    ``rang`` is the rank of the paragraph among those of ``partie``, `None` when it has no place; ``officiel`` is the
    official wording, for a clause.
    """

    niveau: Niveau
    message: str
    partie: str = ""
    rang: int | None = None
    paragraphe: str = ""
    officiel: str = ""

    @property
    def situation(self) -> str:
        """The part, or the number of the paragraph of the body, then its words."""
        if self.partie == CORPS and self.rang is not None:
            lieu = f"paragraphe {self.rang + 1}"
        else:
            lieu = nom_courant(self.partie) if self.partie else ""
        return f"{lieu}, « {extrait(self.paragraphe)} »" if self.paragraphe else lieu


def verifier_word(octets: bytes, nom: str, officiel: bytes, connus: Noeud, *, texte_officiel: bool) -> list[Anomalie]:
    """Every anomaly of a Word template: faults first, then clauses, then remarks, each in reading order.

    ``connus`` are the fields of the document; ``texte_officiel`` says that its wording is the circulaire's.
    """
    try:
        paquet = Paquet.lire(octets)
        Tampon.preparer(octets)
        paragraphes = {partie: _textes(paquet, partie) for partie in parties_lues(paquet)}
    except PaquetRefuse as refus:
        return [Anomalie(Niveau.FAUTE, str(refus))]
    anomalies = list(_fautes_du_moteur(octets, nom, paragraphes))
    if any(texte.count("{{") + texte.count("{%") > BALISES_MAXIMALES for texte in map("".join, paragraphes.values())):
        return anomalies  # said there; nobody reads further
    for partie, textes in paragraphes.items():
        anomalies += _champs_inconnus(partie, textes, connus)
        anomalies += _accolades(partie, textes, connus)
    if texte_officiel:
        fautifs = {a.rang for a in anomalies if a.partie == CORPS}
        anomalies += _clauses(paquet, officiel, paragraphes[CORPS], fautifs)
    anomalies += [
        Anomalie(Niveau.REMARQUE, f"{trace} ; chaque document le porterait : réglez-le dans le modèle.")
        for trace in traces(paquet)
    ]
    ordre = {partie: rang for rang, partie in enumerate(paragraphes)}
    return sorted(
        dict.fromkeys(anomalies),
        key=lambda a: (list(Niveau).index(a.niveau), ordre.get(a.partie, -1), -1 if a.rang is None else a.rang),
    )


def _textes(paquet: Paquet, partie: str) -> list[str]:
    """The text of each paragraph as the engine reads it: typed, hidden or not, without text boxes."""
    racine = arbre(paquet, partie)
    textes = dict.fromkeys(racine.iter(f"{W}p"), "")
    for morceau in racine.iter(f"{W}t"):
        proprietaire = next(morceau.iterancestors(f"{W}p"), None)
        if proprietaire is not None:
            textes[proprietaire] += morceau.text or ""
    return list(textes.values())


def _fautes_du_moteur(octets: bytes, nom: str, paragraphes: Mapping[str, list[str]]) -> Iterator[Anomalie]:
    try:
        ModeleWord.compiler(octets, nom)
    except ModeleRefuse as refus:
        for faute in refus.fautes:
            yield _anomalie(faute, paragraphes)


def _anomalie(faute: Faute, paragraphes: Mapping[str, list[str]]) -> Anomalie:
    textes = paragraphes.get(faute.partie, [])
    rang = textes.index(faute.paragraphe) if faute.paragraphe in textes else None
    return Anomalie(Niveau.FAUTE, faute.message, faute.partie, rang, faute.paragraphe)


def _champs_inconnus(partie: str, textes: list[str], connus: Noeud) -> Iterator[Anomalie]:
    for lu in champs_lus(textes):
        if message := connus.faute(lu):
            yield Anomalie(Niveau.FAUTE, message, partie, lu.paragraphe, textes[lu.paragraphe])


def _accolades(partie: str, textes: list[str], connus: Noeud) -> Iterator[Anomalie]:
    """Braces that look like a tag and would be printed as they are."""
    for rang, texte in enumerate(textes):
        for seule in _ACCOLADE_SEULE.finditer(texte):
            if not isinstance(connus.suivre(seule[1].split(".")), tuple):
                message = f"« {seule[0]} » serait imprimé tel quel : écrivez {{{{ {seule[1]} }}}}"
                yield Anomalie(Niveau.FAUTE, message, partie, rang, texte)
        for separees in _ACCOLADES_SEPAREES.finditer(texte):
            message = f"« {separees[0]} » : pas d’espace entre les deux signes d’une balise"
            yield Anomalie(Niveau.FAUTE, message, partie, rang, texte)


_NIVEAUX: Final = {
    Importance.FOND: Niveau.CLAUSE,
    Importance.FORME: Niveau.REMARQUE,
    Importance.COMPLETE: Niveau.CLAUSE,
}


def _clauses(paquet: Paquet, officiel: bytes, textes: list[str], fautifs: Container[int | None]) -> Iterator[Anomalie]:
    """The official text, clause by clause; a text added to it is only remarked, a faulty tag is told once."""
    for ecart in comparer_au_modele(paquet, officiel):
        if ecart.balises and ecart.rang in fautifs:
            continue
        ajout = ecart.entier and not ecart.officiel
        paragraphe = textes[ecart.rang] if ecart.rang < len(textes) else ""
        yield Anomalie(
            Niveau.REMARQUE if ajout else _NIVEAUX[ecart.importance],
            str(ecart),
            ecart.partie,
            ecart.rang,
            "" if ecart.entier else paragraphe,
            "" if ecart.entier else ecart.officiel,
        )


def verifier_classeur(octets: bytes, nom: str, officiel: bytes) -> list[Anomalie]:
    """Every anomaly of an Excel template: what the engine refuses, names lost, blanks that no document fills."""
    from maia.generators.classeur import ModeleExcel  # noqa: PLC0415 - each engine only where it serves

    try:
        _, paquet = Tampon.preparer(octets)
        edite = ModeleExcel.compiler(octets, nom)
    except PaquetRefuse as refus:
        return [Anomalie(Niveau.FAUTE, str(refus))]
    except ModeleRefuse as refus:
        return [Anomalie(Niveau.FAUTE, faute.message, faute.partie, None, faute.paragraphe) for faute in refus.fautes]
    notre = ModeleExcel.compiler(officiel, nom)
    lus = edite.champs | edite.tables.keys() | {f"{t}.{c}" for t, colonnes in edite.tables.items() for c in colonnes}
    nos = notre.champs | notre.tables.keys() | {f"{t}.{c}" for t, colonnes in notre.tables.items() for c in colonnes}
    anomalies = [Anomalie(Niveau.FAUTE, _perdu(perdu, lus - nos)) for perdu in sorted(nos - lus)]
    ecrits = set(re.findall(r"\{\{\s*([\w.]+)\s*\}\}", b"".join(paquet.parties.values()).decode("utf-8", "replace")))
    for blanc in sorted((ecrits & lus) - nos):
        proche = get_close_matches(blanc, nos, n=1, cutoff=0.5)
        suite = f" ; le plus proche : « {proche[0]} »" if proche else ""
        anomalies.append(Anomalie(Niveau.FAUTE, f"le blanc « {blanc} » n’est pas un champ de ce document{suite}"))
    return anomalies


def _perdu(nom: str, nouveaux: Iterable[str]) -> str:
    proche = get_close_matches(nom, sorted(nouveaux), n=1, cutoff=0.6)
    suite = f" (renommé « {proche[0]} » ?)" if proche else ""
    return (
        f"le nom « {nom} » a disparu{suite} : rétablissez-le par Formules > Gestionnaire de noms, "
        "ou repartez de « maia modeles copier »"
    )
