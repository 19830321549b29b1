"""A dossier read, typed and checked against every rule; its PDF files examined beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.ouvrier import Rendre
from maia.forms.campagne import campagne
from maia.forms.examen import examiner
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir_texte
from maia.validators.rapport import verifier


def verification(chemin: str) -> Rendre:
    """From bytes to report and verdict."""
    octets, c = Path(chemin).read_bytes(), campagne()
    lu = ouvrir_texte(octets, chemin)
    assert not isinstance(lu, Illisible)
    fichiers = {nom: Path(chemin).parent / nom for _, nom in lu.dossier.pieces.fichiers()}
    examens = examiner(fichiers.values())
    connus = {nom: examens[fichier] for nom, fichier in fichiers.items()}

    def rapport(_: int) -> Any:
        lu = ouvrir_texte(octets, chemin)
        assert not isinstance(lu, Illisible)
        lu.dossier.joindre(connus)
        return verifier(lu.dossier, c, lu.lecture)

    fait = rapport(0)
    assert fait.verdict.recevable, fait.constats
    return rapport
