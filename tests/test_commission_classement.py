"""The ranking that LibreOffice makes of notes typed in is the one computed apart: means, ties, withdrawals, empty cells."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pytest
from openpyxl import Workbook, load_workbook

from tests.commissions import FICHIERS, MEMBRES, POIDS, PREMIERE, RECEVABLES, rediger, tableau, trois_membres
from tests.courriers import ars
from tests.juges.libreoffice import recalculer

Notes = Mapping[tuple[str, str, str], Decimal]  # (assessor, dossier, criterion) → note


def annoter(fait: bytes, notes: Notes) -> bytes:
    """The workbook with notes typed in, as openpyxl saves it."""
    livre = load_workbook(io.BytesIO(fait))
    for feuille in [f for f in livre.worksheets if f.title.startswith("Notes ")]:
        for ligne in range(PREMIERE, feuille.max_row + 1):
            cle = (feuille.title.removeprefix("Notes "), feuille.cell(ligne, 1).value, feuille.cell(ligne, 3).value)
            if cle in notes:
                feuille.cell(ligne, 5).value = float(notes[cle])  # type: ignore[index]
    tampon = io.BytesIO()
    livre.save(tampon)
    return tampon.getvalue()


def classer(notes: Notes, retraits: set[tuple[str, str]]) -> dict[str, tuple[Decimal | None, int | None]]:
    """Mean and rank of each admissible dossier, computed without the workbook."""
    moyennes: dict[str, Decimal] = {}
    for dossier in RECEVABLES:
        siennes = []
        for membre in (m["nom"] for m in MEMBRES):
            donnees = [(POIDS[c], n) for (qui, d, c), n in notes.items() if (qui, d) == (membre, dossier)]
            if donnees and (membre, dossier) not in retraits:
                siennes.append(sum((p * n for p, n in donnees), Decimal(0)) / sum(p for p, _ in donnees))
        if siennes:
            moyennes[dossier] = (sum(siennes, Decimal(0)) / len(siennes)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        d: (moyennes[d], 1 + sum(autre > moyennes[d] for autre in moyennes.values())) if d in moyennes else (None, None)
        for d in RECEVABLES
    }


RETRAITS = {("Annie Pelletier", "D02"), ("Paul Rambaud", "D04")}


def au_hasard(graine: int) -> Notes:
    """Notes by halves, one in four left out; those who withdraw note all the same."""
    hasard = random.Random(graine)  # noqa: S311 - notes of a test
    cles = [(m["nom"], d, c) for m in MEMBRES for d in RECEVABLES for c in POIDS]
    return {cle: Decimal(hasard.randint(0, 40)) / 2 for cle in cles if hasard.random() > 0.25}


def egales() -> Notes:
    """Two dossiers of the same mean by other ways, one better, one that nobody notes."""
    un, deux, trois, _ = POIDS
    return {
        ("Denis Marchais", "D01", un): Decimal(12),
        ("Paul Rambaud", "D02", deux): Decimal(10),
        ("Denis Marchais", "D02", deux): Decimal(14),
        ("Denis Marchais", "D04", trois): Decimal(15),
        ("Annie Pelletier", "D04", trois): Decimal(0),  # a zero is a note
        ("Denis Marchais", "D04", un): Decimal(20),
    }


@pytest.fixture(scope="module")
def recalcules() -> list[tuple[Notes, Workbook]]:
    vide = rediger(trois_membres(), *FICHIERS)
    jeux = [au_hasard(graine) for graine in range(3)] + [egales(), {}]
    return list(zip(jeux, recalculer([annoter(vide, notes) for notes in jeux]), strict=True))


def test_le_classement_recalcule_est_celui_d_un_calcul_a_part(recalcules: list[tuple[Notes, Workbook]]) -> None:
    for notes, livre in recalcules:
        attendu = classer(notes, RETRAITS)
        lu = {x["Dossier"]: (x["Moyenne sur 20"] or None, x["Rang"] or None) for x in tableau(livre["Moyennes"])}
        for dossier, (moyenne, rang) in attendu.items():
            assert lu[dossier][1] == rang, (dossier, notes)
            assert (lu[dossier][0] or None) == (pytest.approx(float(moyenne)) if moyenne else None), dossier


def test_le_classement_se_lit_dans_l_ordre_a_egalite_dans_celui_des_dossiers(
    recalcules: list[tuple[Notes, Workbook]],
) -> None:
    for notes, livre in recalcules:
        attendu = classer(notes, RETRAITS)
        ordre = sorted(RECEVABLES, key=lambda d: (attendu[d][1] or 99, d))
        assert [x["Dossier"] for x in tableau(livre["Classement"])] == ordre
        assert [x["Rang"] or None for x in tableau(livre["Classement"])] == [attendu[d][1] for d in ordre]

    rangs = [x["Rang"] or None for x in tableau(recalcules[3][1]["Classement"])]
    assert rangs == [1, 1, 3, None]


def test_un_evaluateur_peut_peser_plus_qu_un_autre() -> None:
    un = next(iter(POIDS))
    notes = {("Denis Marchais", "D01", un): Decimal(20), ("Paul Rambaud", "D01", un): Decimal(8)}
    for poids, attendue in ((None, 14), ("3", 11)):
        a = ars({"commission.evaluateurs": [MEMBRES[0], {**MEMBRES[2], "poids": poids}]})
        (livre,) = recalculer([annoter(rediger(a, *FICHIERS), notes)])
        premier = tableau(livre["Moyennes"])[0]
        assert (premier["Moyenne sur 20"], premier["Évaluateurs"]) == (attendue, 2)


def test_une_note_hors_du_bareme_ne_compte_pas() -> None:
    un = next(iter(POIDS))
    (livre,) = recalculer(
        [
            annoter(
                rediger(trois_membres(), *FICHIERS),
                {("Denis Marchais", "D01", un): Decimal(21), ("Paul Rambaud", "D01", un): Decimal(8)},
            )
        ]
    )
    premier = tableau(livre["Moyennes"])[0]
    assert (premier["Moyenne sur 20"], premier["Évaluateurs"]) == (8, 1)
