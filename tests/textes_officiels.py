"""The two official texts as they were published (`tests/textes/`), and how a quotation is looked for in them."""

import re
from functools import cache

from tests.depot import lire

FICHIERS = {"CIRC": "circulaire.txt", "CDC": "cahier-des-charges.txt"}

# Slips of the printed forms and of their extraction: what stands in the text, what was meant.
COQUILLES = {
    "EIP": "ETP",
    "FIOCS": "FIQCS",
    "PURIANNUELLE": "PLURIANNUELLE",
    "Mandatitaire": "Mandataire",
    "Gériatologique": "Gérontologique",
    "La financement sollicité": "Le financement sollicité",
    "7/8 matin": "7/7 matin",
    "cofinanciers": "cofinanceurs",
}


def simple(texte: str) -> str:
    """Ordinary spaces, straight apostrophes, one character for three dots: two ways of printing the same words."""
    return " ".join(texte.replace("’", "'").replace("...", "…").split())


def lignes(sigle: str) -> list[str]:
    """The text line by line, as it was published."""
    return lire(f"tests/textes/{FICHIERS[sigle]}").splitlines()


@cache
def officiel(sigle: str) -> str:
    """The whole text (`CIRC` or `CDC`) on one line, slips put right, every list with the same dash."""
    brut = "\n".join(lignes(sigle))
    for coquille, juste in COQUILLES.items():
        brut = brut.replace(coquille, juste)
    return simple(re.sub(r"(?m)^–", "-", brut))


def morceaux(citation: str) -> list[str]:
    """A quotation cut at its `[…]`."""
    return [simple(morceau).strip(" ,") for morceau in citation.split("[…]")]


def cite(citation: str, texte: str) -> bool:
    """Whether every part of the quotation stands in the text, word for word and in this order."""
    reste = texte
    for morceau in morceaux(citation):
        _avant, trouve, reste = reste.partition(morceau)
        if not trouve:
            return False
    return True
