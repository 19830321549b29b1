"""The weekly grid in the printed plan: who comes when, on a page of its own, readable aloud and without colour."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from maia.generators.psi import grille, psi
from tests.juges.verapdf import juger
from tests.psi_lus import EXEMPLES, balises, besoins, pages, plan, psi_de, serre

SERVICES = [
    {"numeros": "1", "service": "SSIAD", "nom": "Trois-Vallées", "frequence": "6 jours/7 matin"},
    {"numeros": "1, 2", "service": "fille", "frequence": "Dimanche midi"},
    {"numeros": "2", "service": "kinésithérapeute", "frequence": "Mardi 14 heures"},
    {"numeros": "2", "service": "infirmière", "frequence": "/15 jours jeudi matin"},
    {"numeros": "2", "service": "mandataire", "frequence": "/1 mois"},
]


def semaine(*services: dict[str, str]) -> bytes:
    return psi(psi_de(besoins=besoins(2), services_en_place=list(services)), b"", avec_semaine=True)


def test_la_grille_est_une_option() -> None:
    p = psi_de(besoins=besoins(2), services_en_place=SERVICES)
    assert not any("Semaine type" in page for page in pages(psi(p, b"")))
    assert [("Semaine type" in page) for page in pages(psi(p, b"", avec_semaine=True))] == [False, False, True]


def test_chacun_est_a_son_jour_et_a_son_moment() -> None:
    lignes = grille(psi_de(besoins=besoins(2), services_en_place=SERVICES))["lignes"]  # type: ignore[index, call-overload]
    presents = {
        ligne["moment"]: [[v["service"] for v in jour] for jour in ligne["jours"]]  # type: ignore[index, call-overload]
        for ligne in lignes  # type: ignore[union-attr]
    }

    assert presents["Matin"] == [["SSIAD"]] * 3 + [["SSIAD", "infirmière"]] + [["SSIAD"]] * 2 + [[]]
    assert presents["Midi"] == [[]] * 6 + [["fille"]]
    assert presents["Après-midi"] == [[], ["kinésithérapeute"], [], [], [], [], []]
    assert presents["Nuit"] == [[]] * 7


def test_ce_que_dit_une_case_se_lit_sans_couleur() -> None:
    *_, page = pages(semaine(*SERVICES))
    for dit in ("Lundi", "Dimanche", "Après-midi", "SSIAD", "Trois-Vallées", "14 heures", "/15 jours", "n° 1, 2"):
        assert serre(dit) in serre(page)


def test_un_service_sans_jour_fixe_est_sous_la_grille() -> None:
    *_, page = pages(semaine(*SERVICES))
    assert serre("Sans jour fixe : • mandataire (n° 2) : /1 mois") in serre(page)
    *_, sans = pages(semaine(*SERVICES[:3]))
    assert "Sans jour fixe" not in sans


def test_un_plan_sans_service_a_une_grille_vide() -> None:
    *_, page = pages(semaine())
    assert "Semaine type" in page
    assert "Nuit" in page


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_la_grille_est_conforme_et_en_largeur(chemin: Path) -> None:
    pdf = psi(plan(chemin.read_bytes()), b"", avec_semaine=True)

    assert juger(pdf) == []
    page = PdfReader(BytesIO(pdf)).pages[-1]
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (842, 595)


def test_la_grille_est_un_tableau_a_huit_intitules() -> None:
    racine = PdfReader(BytesIO(semaine(*SERVICES))).trailer["/Root"].get_object()
    *_, tableau = [b for b in balises(racine["/StructTreeRoot"].get_object()["/K"]) if b["/S"] == "/Table"]  # type: ignore[index]
    roles = [str(b["/S"]) for b in balises(tableau["/K"])]
    assert roles.count("/TH") == 1 + 8
    assert roles.count("/TR") == 2 + 5


def test_une_semaine_tres_chargee_passe_a_la_page_suivante_avec_ses_intitules() -> None:
    charges = [
        {"numeros": "1", "service": f"service n{rang}", "frequence": "7 jours/7 matin-midi-soir"} for rang in range(30)
    ]
    pdf = semaine(*charges)
    suites = [page for page in pages(pdf) if "Semaine type" in page]
    assert len(suites) > 1
    assert all("Dimanche" in page for page in suites)
    assert juger(pdf) == []


def test_un_mot_plus_large_que_sa_colonne_reste_dans_la_page() -> None:
    pdf = semaine(
        {"numeros": "1", "service": "x" * 90, "nom": "anticonstitutionnellement" * 3, "frequence": "Lundi matin"}
    )
    assert juger(pdf) == []
    assert serre("x" * 90) in serre("".join(pages(pdf))).replace("-", "")
