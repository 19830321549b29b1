"""Memory: a process that makes documents all day doesn't grow."""

from __future__ import annotations

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import ecrire
from bench.ouvriers import Ouvrier
from bench.tours import Etendue

# task, documents to warm up, documents
CONVENTIONS = ("bench.taches.convention:du_dossier", 100, 1000)
PSI = ("bench.taches.psi:tous_differents", 500, 3000)
PSI_RAPIDE = ("bench.taches.psi:tous_differents", 100, 300)
CROISSANCE = 1.1  # what the allocator may still keep before its plateau
CROISSANCE_PSI = 5.0  # MiB, from the 500th plan to the 3 000th
_TOURS_ENTIERS = 10


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Peak memory after all the documents, over the peak after the first ones."""
    psi = PSI if cadre.tours >= _TOURS_ENTIERS else PSI_RAPIDE
    return [_mesurer(cadre, "conventions", CONVENTIONS, None), _mesurer(cadre, "PSI", psi, CROISSANCE_PSI)]


def _mesurer(cadre: Cadre, nom: str, cas: tuple[str, int, int], croissance_max: float | None) -> Ligne:
    """One kind of document; `croissance_max`, in MiB, rather than a ratio."""
    tache, chauffe, nombre = cas
    mesure, pair = f"Mémoire, {nombre} {nom} à la suite", f"après {chauffe}"
    with Ouvrier(nom, python(tache), ecrire(cadre.dossier, "rien", None)) as ouvrier:
        avant, apres = ouvrier.compter(chauffe), ouvrier.compter(nombre - chauffe)
    if avant is None or apres is None:
        return Ligne(mesure, absent="ce système ne dit pas le pic de mémoire")
    note = "pic du processus ; rapport : à la fin / après la chauffe"
    if croissance_max is None:
        return Ligne(mesure, pair, apres, avant, "Mio", Etendue.de([apres / avant]), Cible(CROISSANCE), note)
    note = f"pic du processus : {avant:.1f} Mio après {chauffe} plans tous différents, {apres:.1f} Mio à la fin"
    mesure = f"Mémoire, croissance de {chauffe} à {nombre} {nom}"
    return Ligne(mesure, "", apres - avant, None, "Mio", None, Cible(croissance_max, unite="Mio"), note)
