"""The text of a record of verification, as a reader meets it: what the tests compare with `tests/rapports/*.txt`.

`python -m tests.rapports` writes these files anew; read the difference before committing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from maia.choix import choix_locaux
from maia.forms.campagne import campagne
from maia.forms.pieces import catalogue
from maia.page import page
from maia.verification import verifier_fichiers
from tests.lancer import EXEMPLES

ATTENDUS = Path(__file__).parent / "rapports"
DOSSIERS = {
    "gatine": EXEMPLES / "dossiers" / "gatine.yaml",
    "isere": EXEMPLES / "dossiers" / "isere.yaml",
    "reseau-equip-age": EXEMPLES / "dossiers" / "reseau-equip-age.yaml",
    "statuts-absents": EXEMPLES / "refuses" / "statuts-absents.yaml",
    "latin-1": EXEMPLES / "illisibles" / "latin-1.yml",
}

_BLOCS = {
    *("html", "head", "title", "body", "header", "main", "footer", "section", "nav", "h1", "h2", "h3", "h4", "p"),
    *("dl", "div", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "br"),
}
_CASES = {"th", "td", "dd"}


def rediger(*fichiers: Path) -> bytes:
    """The page about these dossiers, with the national rules."""
    c = campagne()
    return page(verifier_fichiers(fichiers, c), c, catalogue(), choix_locaux(c, str(c.annee), catalogue()))


class _Texte(HTMLParser):
    """Gathers the text, a line a block, cells parted by « | »."""

    def __init__(self) -> None:
        super().__init__()
        self.lignes = [""]
        self._muet = False

    def handle_starttag(self, balise: str, attrs: list[tuple[str, str | None]]) -> None:
        self._muet = balise == "style"
        if balise in _BLOCS:
            self.lignes.append("")
        elif balise in _CASES and self.lignes[-1].strip():
            self.lignes[-1] += " | "
        if balise in ("h1", "h2", "h3", "h4"):
            self.lignes[-1] = "#" * int(balise[1]) + " "

    def handle_endtag(self, balise: str) -> None:
        self._muet = False
        if balise in _BLOCS:
            self.lignes.append("")

    def handle_data(self, donnees: str) -> None:
        if not self._muet:
            self.lignes[-1] += donnees.replace("\n", " ")


def texte(octets: bytes) -> str:
    """The page's text, plain spaces in the place of typographic ones."""
    lecteur = _Texte()
    lecteur.feed(octets.decode())
    lecteur.close()
    lignes = (re.sub("[ \u00a0\u202f]+", " ", ligne).strip() for ligne in lecteur.lignes)
    return "".join(f"{ligne}\n" for ligne in lignes if ligne.strip("# "))


def extrait(octets: bytes) -> str:
    """What the samples' pages are compared on: fingerprints masked, numbers and list of the checks left out."""
    lignes = _sans_les_controles(texte(octets).splitlines(keepends=True))
    masque = re.sub(r"\b[0-9a-f]{16}…", "…", "".join(lignes))
    return re.sub(r"\d[\d ]* contrôles?, (\d+ anomalies?).*", r"N contrôles, \1", masque)


def _sans_les_controles(lignes: list[str]) -> Iterator[str]:
    dedans = False
    for ligne in lignes:
        dedans = ligne == "### Contrôles\n" or (dedans and not ligne.startswith("## "))
        if not dedans:
            yield ligne


if __name__ == "__main__":
    ATTENDUS.mkdir(exist_ok=True)
    for nom, chemin in DOSSIERS.items():
        (ATTENDUS / f"{nom}.txt").write_text(extrait(rediger(chemin)), encoding="utf-8")
