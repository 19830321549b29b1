"""Comparing a deed with the official wording: the passage as published, the slips put right, what fills each blank.

`annexe-….txt` is the wording that a template must bear, « … » for a blank; `annexe-…-brut.txt` is the same passage as it
was extracted from the official PDF.
"""

import re

from tests.conventions import normaliser
from tests.depot import lire

Corrections = tuple[tuple[str, str], ...]
Remplacements = tuple[tuple[str, str, int], ...]

# « de » agrees with the name that follows (« du … », « d'… »), and a civility is chosen: both belong to the blank.
ACCORDS: Remplacements = (
    ("M./Mme …", "…", 1),
    ("site MAIA de …", "site MAIA …", 1),
    ("projet de …", "projet …", 1),
    ("tribunal administratif de …", "tribunal administratif …", 1),
)

# The sums to be paid are written in words too; the words count as part of the blank.
EN_LETTRES: Remplacements = (
    ("à la somme de … €", "à la somme de …", 1),
    ("s'élève à … €", "s'élève à …", 1),
    ("versement d'un montant de … €", "versement d'un montant de …", 1),
)
A_LISTER: Remplacements = (
    (" (Insérer une carte identifiant les communes et les cantons concernés ou les lister.)", " …", 1),
)

# Where the civility says so, functions take the feminine: how many times each.
FEMININ_ARS: Remplacements = (
    ("par son directeur général", "par sa directrice générale", 1),
    ("décision du directeur général", "décision de la directrice générale", 1),
    ("Le directeur général", "La directrice générale", 2),
    ("courrier du directeur de l'ARS", "courrier de la directrice de l'ARS", 1),
)
FEMININ_PORTEUR: Remplacements = (
    ("par son président", "par sa présidente", 1),
    ("Le président,", "La présidente,", 1),
)


def corrige(annexe: str, corrections: Corrections) -> str:
    """The extraction of an annexe (`annexe-v-1`) without its marks, each of these slips, met once, put right."""
    brut = re.sub(r"\*|</?sup>|^#+ ", "", lire(f"tests/textes/{annexe}-brut.txt"), flags=re.MULTILINE)
    brut = "\n".join(" ".join(ligne.split()) for ligne in brut.splitlines() if ligne.strip()) + "\n"
    for avant, apres in corrections:
        assert brut.count(avant) == 1, avant
        brut = brut.replace(avant, apres)
    return brut.replace("...", "…")


def officiel(annexe: str, *remplacements: Remplacements) -> str:
    """The official wording on one line, with these replacements, each of which must occur as often as it says."""
    mots = normaliser(lire(f"tests/textes/{annexe}.txt"))
    for avant, apres, fois in (r for groupe in remplacements for r in groupe):
        assert mots.count(avant) == fois, avant
        mots = mots.replace(avant, apres)
    return mots


def remplis(produit: str, modele: str) -> list[str]:
    """What fills each blank of `modele` in `produit`; fails at the first words that aren't the form's."""
    premier, *suite = re.sub("…( …)+", "…", modele).split("…")  # a row of blank cells is one blank
    assert produit.startswith(premier)
    blancs, position = [], len(premier)
    for fixe in suite:
        fin = produit.find(fixe, position + 1)
        assert fin > 0, f"après « {produit[max(0, position - 60) : position + 60]} », il manque « {fixe} »"
        blancs.append(produit[position:fin])
        position = fin + len(fixe)
    assert position == len(produit)
    return blancs
