"""Letters for the tests: a dossier with a few changes, an ARS at some moment of its campaign, the letter's text.

`python -m tests.courriers` writes the texts of `tests/courriers/*.txt` anew; read the difference before committing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne, campagne
from maia.forms.dossier import Dossier
from maia.forms.instruction import Instruction
from maia.generators.courriers import suite
from maia.generators.documents import Champs
from maia.generators.production import catalogue, rendre
from maia.validators.rapport import verifier
from maia.verification import Verifie, verifier_fichiers
from tests.conventions import lire_docx
from tests.dossiers import changer, copie, lu, ouvrir_cas
from tests.lancer import EXEMPLES

ICI = Path(__file__).parent
EN_COURS = EXEMPLES / "ars" / "instruction" / "poitou-charentes.yaml"

Changements = Mapping[str, Any]

# What the ARS writes → the letter, for the dossier of Gâtine and for some rejected ones.
LETTRES: dict[str, tuple[str, str, Changements]] = {
    "accuse-de-reception": ("dossiers/gatine", "accuse-de-reception", {}),
    "demande-statuts-absents": ("refuses/statuts-absents", "demande-de-pieces", {}),
    "demande-trois-mi-temps": ("refuses/trois-gestionnaires-a-mi-temps", "demande-de-pieces", {}),
    "demande-deux-champs": ("refuses/deux-champs-de-partenaires-seulement", "demande-de-pieces", {}),
    "demande-centimes": ("refuses/centimes", "demande-de-pieces", {}),
    "demande-piece-introuvable": ("refuses/piece-introuvable", "demande-de-pieces", {}),
    "retenu": ("dossiers/gatine", "decision-retenu", {"suite": "retenu"}),
    "liste-complementaire": ("dossiers/gatine", "decision-liste-complementaire", {"suite": "liste complémentaire"}),
    "non-retenu": (
        "dossiers/gatine",
        "decision-non-retenu",
        {"suite": "non retenu", "motif": "Le territoire proposé est couvert par un autre projet, mieux classé."},
    ),
    "irrecevable-incomplet": ("refuses/note-de-31-pages", "decision-irrecevable", {}),
    "irrecevable-but-lucratif": ("refuses/porteur-a-but-lucratif", "decision-irrecevable", {}),
}


def ars(changements: Changements | None = None) -> Ars:
    """The ARS during the instruction, some values changed: `{"courriers.signataire": None}` takes one out."""
    arbre = copie(lu(EN_COURS))
    for chemin, valeur in (changements or {}).items():
        changer(arbre, chemin, copie(valeur))
    return Ars.model_validate(arbre)


def decide(decision: Changements) -> Ars:
    """The same ARS on the day of the decision, with what it decided for the porteur of Gâtine."""
    return ars({"decision_dg": "27/04/2012", "decisions": [{"siren": "000 792 010", **decision}]})


def instruit(changements: Changements | None = None, c: Campagne | None = None) -> tuple[Dossier, Instruction]:
    """The valid dossier with these changes, and what checking it gave."""
    cas = changements or {}
    ouvert = ouvrir_cas(cas)
    return ouvert.dossier, verifier(ouvert.dossier, c or campagne(), ouvert.lecture)


@cache
def echantillon(nom: str) -> tuple[Dossier, Instruction]:
    """A sample (`refuses/centimes`), and what checking it gave."""
    (verifie,) = verifier_fichiers([EXEMPLES / f"{nom}.yaml"], campagne())
    assert isinstance(verifie, Verifie)
    return verifie.lu.dossier, verifie.rapport


def appelees(dossier: tuple[Dossier, Instruction], a: Ars) -> tuple[str, ...]:
    """The documents that a dossier calls for."""
    return suite(dossier[0], a, campagne(), dossier[1])


def champs(nom: str, dossier: tuple[Dossier, Instruction], a: Ars) -> Champs:
    """The fields of a document."""
    return catalogue()[nom].remplir(dossier[0], a, campagne(), dossier[1])


def rediger(nom: str, dossier: tuple[Dossier, Instruction], a: Ars) -> bytes:
    """The document."""
    return rendre(catalogue()[nom], champs(nom, dossier, a))


def lettre(cle: str) -> bytes:
    """One of `LETTRES`."""
    fichier, nom, decision = LETTRES[cle]
    a = decide(decision) if nom.startswith("decision") else ars()
    return rediger(nom, echantillon(fichier), a)


def lignes(octets: bytes) -> list[str]:
    """The paragraphs, the first page's header first, tables in reading order; plain spaces for typographic ones."""
    document = lire_docx(octets)
    entete = document.sections[0].first_page_header
    paragraphes = [*entete._element.iter("{*}p"), *document.element.body.iter("{*}p")]
    textes = ("".join(_morceau(e) for e in p.iter("{*}t", "{*}br", "{*}tab")) for p in paragraphes)
    return [ligne for texte in textes if (ligne := " ".join(texte.split()))]


def _morceau(element: Any) -> str:
    return element.text or "" if element.tag.endswith("}t") else " "
