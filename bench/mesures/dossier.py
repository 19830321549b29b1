"""A dossier read, typed and checked against every rule, in process; its PDF files examined beforehand."""

from __future__ import annotations

from typing import Any

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre
from bench.donnees import DOSSIER
from bench.mesures.lecture import repeter
from bench.tours import Etendue, tourner
from maia.forms.campagne import campagne
from maia.forms.examen import examiner
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir_texte
from maia.validators.rapport import verifier


def mesurer(cadre: Cadre) -> list[Ligne]:
    """The accepted sample: from bytes to report and verdict."""
    octets, c = DOSSIER.read_bytes(), campagne()
    lu = ouvrir_texte(octets, str(DOSSIER))
    assert not isinstance(lu, Illisible)
    chemins = {nom: DOSSIER.parent / nom for _, nom in lu.dossier.pieces.fichiers()}
    examens = examiner(chemins.values())
    connus = {nom: examens[chemin] for nom, chemin in chemins.items()}

    def rapport() -> Any:
        lu = ouvrir_texte(octets, str(DOSSIER))
        assert not isinstance(lu, Illisible)
        lu.dossier.joindre(connus)
        return verifier(lu.dossier, c, lu.lecture)

    fait = rapport()
    assert fait.verdict.recevable, fait.constats
    tours = tourner({"maia": repeter(rapport)}, tours=cadre.tours, secondes=cadre.secondes)
    e = Etendue.de(tours.medianes["maia"])
    note = f"{len(fait.appliquees)} règles ; tours de {e.minimum:.1f} à {e.maximum:.1f} ms".replace(".", ",")
    return [Ligne("Dossier lu, typé et vérifié", nous=e.mediane, cible=Cible(5, unite="ms"), note=note)]
