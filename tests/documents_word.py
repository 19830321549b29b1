"""What the tests of reading back share: a produced convention, and small edits of it as a person makes them in Word."""

import re
from collections.abc import Callable
from functools import cache

from maia.generators.documents import Document
from maia.generators.ooxml import Assembleur, Paquet
from maia.generators.production import catalogue, modele_officiel, rendre
from maia.generators.proprietes import Origine
from maia.generators.relecture.embarque import lire_embarque
from maia.generators.relecture.retour import Retour, relire
from tests.conventions import DOSSIER, champs

ORIGINE = Origine("gatine.yaml", DOSSIER.encode(), "2012", "maia 0.1.0, règles abc")


@cache
def convention() -> bytes:
    """The annual convention of the complete dossier, as `maia produire` writes it."""
    return rendre(annuelle(), champs(), origine=ORIGINE)


def annuelle() -> Document:
    return catalogue()["convention-annuelle"]


def partie(octets: bytes, nom: str = "word/document.xml") -> str:
    return Paquet.lire(octets).parties[nom].decode()


def modifier(octets: bytes, changer: Callable[[str], str], nom: str = "word/document.xml") -> bytes:
    """The same file with one part rewritten."""
    avant = partie(octets, nom)
    apres = changer(avant)
    assert apres != avant, "la modification ne change rien"
    return Assembleur(Paquet.lire(octets).avec({nom: apres.encode()}), []).assembler({})


def remplacer(octets: bytes, avant: str, apres: str) -> bytes:
    """The file where the first `avant` of the body reads `apres`."""
    return modifier(octets, lambda xml: xml.replace(avant, apres, 1))


def sans_paragraphe(octets: bytes, mots: str) -> bytes:
    """The file without the paragraph that holds these words."""
    return modifier(octets, lambda xml: xml.replace(paragraphe(xml, mots), "", 1))


def paragraphe(xml: str, mots: str) -> str:
    """The paragraph of the body that holds these words."""
    paragraphes: list[str] = re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", xml, re.DOTALL)
    return next(p for p in paragraphes if mots in p)


def relire_seul(octets: bytes) -> Retour:
    """What the file alone tells of its changes."""
    paquet = Paquet.lire(octets)
    embarque = lire_embarque(paquet)
    assert embarque is not None
    assert embarque.champs is not None
    return relire(paquet, modele_officiel(catalogue()[embarque.document].modele), embarque.champs)


def dits(octets: bytes) -> list[str]:
    """The differences found in a file, as they are told, ordinary spaces only."""
    return [re.sub(r"\s", " ", str(ecart)) for ecart in relire_seul(octets).ecarts]
