"""A dossier read, typed and checked, in process."""

from __future__ import annotations

from bench.bilan import Cible, Ligne, calme
from bench.cadre import Cadre, python
from bench.donnees import DOSSIER, ecrire
from bench.ouvriers import Ouvrier
from bench.tours import Etendue


def mesurer(cadre: Cadre) -> list[Ligne]:
    """The accepted sample, against every rule."""
    with Ouvrier(
        "maia", python("bench.taches.dossier:verification"), ecrire(cadre.dossier, "dossier", str(DOSSIER))
    ) as o:
        e = Etendue.de(cadre.tourner({"maia": o}).medianes["maia"])
    note = f"pièces examinées d’avance ; {calme(e)}"
    return [Ligne("Dossier lu, typé et vérifié", nous=e.minimum, cible=Cible(5, unite="ms"), note=note)]
