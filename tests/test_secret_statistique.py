"""Small cells: what is hidden can't be found again from what is shown. The attacker here enumerates every table."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.secret_statistique import TOTAL, Cellule, Tableau, proteger

SEUIL = 5


def une_ligne(*valeurs: int, total_connu: bool = False) -> list[int | None]:
    colonnes = [f"c{n}" for n in range(len(valeurs))]
    comptes = {("x", c): v for c, v in zip(colonnes, valeurs, strict=True)}
    t = proteger(["x"], colonnes, comptes, {}, SEUIL, total_connu=total_connu)
    return [*(t.valeur("x", c) for c in colonnes), t.valeur()]


@pytest.mark.parametrize(
    ("valeurs", "montre"),
    [
        ((5, 20, 9), [5, 20, 9, 34]),  # the threshold itself is shown
        ((4, 20, 9), [None, 20, None, 33]),  # one small cell takes the cheapest other with it
        ((0, 20, 9), [0, 20, 9, 29]),  # nobody is not somebody
        ((3, 4, 30), [None, None, 30, 37]),  # two small cells that hide each other
        ((1, 1, 30, 40), [None, None, None, 40, 72]),  # … but one and one would be known from their sum
        ((3, 0, 0), [None, 0, 0, None]),  # alone, it is the total
    ],
)
def test_une_petite_case_ne_se_retrouve_pas_par_soustraction(
    valeurs: tuple[int, ...], montre: list[int | None]
) -> None:
    assert une_ligne(*valeurs) == montre


def test_un_total_connu_par_ailleurs_ne_peut_pas_cacher_alors_rien_n_est_montre() -> None:
    assert une_ligne(2, 3, 0, total_connu=True) == [None, None, None, 5]
    assert une_ligne(4, 20, 9, total_connu=True) == [None, 20, None, 33]
    assert une_ligne(4, 0, total_connu=True) == [None, None, 4]


def test_une_case_que_peu_de_personnes_font_est_cachee_meme_grande() -> None:
    comptes = {("Santé", "Refus"): 12, ("Santé", "Attente"): 30, ("Aide", "Refus"): 30, ("Aide", "Attente"): 40}
    personnes = {**comptes, ("Santé", "Refus"): 2}
    t = proteger(["Santé", "Aide"], ["Refus", "Attente"], comptes, personnes, SEUIL)
    assert t.valeur("Santé", "Refus") is None
    assert sum(v is None for v in t.valeurs.values()) == 4
    assert t.valeur("Santé") == 42


def test_une_case_imposee_par_un_autre_tableau_est_protegee_comme_une_petite() -> None:
    t = proteger(
        ["x"], ["a", "b", "c"], {("x", "a"): 50, ("x", "b"): 60, ("x", "c"): 70}, {}, SEUIL, aussi=[("x", "a")]
    )
    assert [t.valeur("x", c) for c in "abc"] == [None, None, 70]


# The attacker -----------------------------------------------------------------------------------------------------------


def tables_possibles(t: Tableau, borne: int) -> Iterator[dict[Cellule, int]]:
    """Every table of whole numbers that agrees with what is shown; a hidden cell is at least one, when zeros are shown.

    Row by row first: most of what the attacker can imagine is refuted by one margin.
    """
    internes = [t.valeurs[ligne, colonne] for ligne in t.lignes for colonne in t.colonnes]
    cachee = range(0 if internes.count(None) == len(internes) else 1, borne + 1)

    def lignes_possibles(ligne: str) -> list[tuple[int, ...]]:
        choix = [cachee if (v := t.valeurs[ligne, c]) is None else [v] for c in t.colonnes]
        possibles = [essai for essai in product(*choix) if t.valeurs[ligne, TOTAL] in {None, sum(essai)}]
        random.Random(0).shuffle(possibles)  # noqa: S311 - so that different tables come early
        return possibles

    for essai in product(*map(lignes_possibles, t.lignes)):
        sommes = [sum(colonne) for colonne in zip(*essai, strict=True)]
        colonnes_justes = all(t.valeurs[TOTAL, c] in {None, s} for c, s in zip(t.colonnes, sommes, strict=True))
        if colonnes_justes and t.valeurs[TOTAL, TOTAL] in {None, sum(sommes)}:
            yield dict(zip(product(t.lignes, t.colonnes), chain(*essai), strict=True))


PETITS = st.sampled_from([0, 0, 1, 2, 3, 4, 6])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PETITS, min_size=2, max_size=2), min_size=2, max_size=3))
def test_l_attaquant_qui_essaie_toutes_les_tables_hesite_toujours(lignes: list[list[int]]) -> None:
    noms, colonnes = [f"l{n}" for n in range(len(lignes))], ["a", "b"]
    comptes = {(n, c): v for n, ligne in zip(noms, lignes, strict=True) for c, v in zip(colonnes, ligne, strict=True)}
    seuil = 3
    t = proteger(noms, colonnes, comptes, {}, seuil)
    sensibles = [cellule for cellule, valeur in comptes.items() if 0 < valeur < seuil]
    assert [c for c in sensibles if t.valeurs[c] is not None] == []
    vues: dict[Cellule, set[int]] = {cellule: set() for cellule in sensibles}
    for table in tables_possibles(t, 8):
        for cellule in sensibles:
            vues[cellule].add(table[cellule])
        if all(len(valeurs) >= seuil for valeurs in vues.values()):
            return  # he hesitates: the tables left could only make it worse for him
    assert sensibles == [], (t.valeurs, vues)


@given(st.lists(st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1, max_size=6))
def test_ce_qui_est_montre_est_juste(lignes: list[list[int]]) -> None:
    noms, colonnes = [f"l{n}" for n in range(len(lignes))], list("abcde")
    comptes = {(n, c): v for n, ligne in zip(noms, lignes, strict=True) for c, v in zip(colonnes, ligne, strict=True)}
    t = proteger(noms, colonnes, comptes, {}, SEUIL)
    for cellule, v in comptes.items():
        assert t.valeurs[cellule] in {None, v}
    if t.valeur() is not None:
        assert t.valeur() == sum(comptes.values())
    assert proteger(noms, colonnes, comptes, {}, SEUIL) == t
