"""Memory: a process that makes documents all day doesn't grow."""

from __future__ import annotations

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import ecrire
from bench.ouvriers import Ouvrier
from bench.tours import Etendue

# task, documents to warm up, documents
CAS = {
    "conventions": ("bench.taches.convention:du_dossier", 100, 1000),
    "PSI": ("bench.taches.psi:du_plan", 100, 300),
}
CROISSANCE = 1.1  # what the allocator may still keep before its plateau


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Peak memory after all the documents, over the peak after the first ones."""
    donnees = ecrire(cadre.dossier, "rien", None)
    lignes: list[Ligne] = []
    for nom, (tache, chauffe, nombre) in CAS.items():
        mesure = f"Mémoire, {nombre} {nom} à la suite"
        with Ouvrier(nom, python(tache), donnees) as ouvrier:
            avant, apres = ouvrier.compter(chauffe), ouvrier.compter(nombre - chauffe)
        if avant is None or apres is None:
            lignes.append(Ligne(mesure, absent="ce système ne dit pas le pic de mémoire"))
            continue
        croissance = Etendue.de([apres / avant])
        note = "pic du processus ; rapport : à la fin / après la chauffe"
        pair = f"après {chauffe}"
        lignes.append(Ligne(mesure, pair, apres, avant, "Mio", croissance, Cible(CROISSANCE), note))
    return lignes
