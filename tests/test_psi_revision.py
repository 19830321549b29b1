"""A plan over time: its new version, and what changed from one to the next."""

from __future__ import annotations

import datetime
import io
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maia.forms.lecture import Lecture, analyser
from maia.forms.psi_comparaison import Comparaison, Etat, comparer, etat
from maia.forms.psi_comparaison_mots import sections
from maia.forms.psi_revision import prochaine_revision, revise
from maia.generators.psi_comparaison import psi_comparaison
from tests.juges.verapdf import juger, juger_structure
from tests.lancer import PSI, Maia
from tests.psi_lus import besoins, plan, psi_de

JUILLET = datetime.date(2013, 7, 15)


def lu(texte: str) -> Lecture:
    lecture = analyser(texte.encode(), "psi.yaml")
    assert isinstance(lecture, Lecture)
    return lecture


# The new version --------------------------------------------------------------------------------------------------------


def test_la_nouvelle_version_garde_tout_sauf_ses_dates(maia: Maia, tmp_path: Path) -> None:
    fait = maia("psi", "reviser", PSI, "--date", "15/07/2013", "-o", tmp_path / "juillet.yaml")
    assert fait.code == 0
    ancien = PSI.read_text(encoding="utf-8")
    attendu = ancien.replace("date: 14 janvier 2013\n", "date: 15/07/2013\nremplace: 14/01/2013\n", 1)
    assert (tmp_path / "juillet.yaml").read_text(encoding="utf-8") == attendu.replace(
        "revision: 15/07/2013", "revision: 13/01/2014"
    )
    assert stat.S_IMODE((tmp_path / "juillet.yaml").stat().st_mode) == 0o600
    assert "prochaine révision le 13 janvier 2014" in fait.sortie
    assert "services_ponctuels, ligne 1 : terminé le 29/01/2013" in fait.sortie
    assert "LEFÈVRE" not in fait.sortie


@pytest.mark.parametrize(("jour", "code"), [("14/01/2013", 1), ("13/01/2013", 1), ("15/01/2013", 0), ("demain", 2)])
def test_une_version_suit_la_precedente(jour: str, code: int, maia: Maia, tmp_path: Path) -> None:
    assert maia("psi", "reviser", PSI, "--date", jour, "-o", tmp_path / "v.yaml").code == code
    assert (tmp_path / "v.yaml").exists() is (code == 0)


def test_sans_dates_elles_sont_ajoutees_avant_la_personne() -> None:
    texte = "formulaire: psi\n# qui\npersonne:\n  nom: X\n"
    nouveau = revise(lu(texte), plan(texte.encode()), JUILLET, JUILLET.replace(year=2014))
    assert nouveau == "formulaire: psi\n# qui\ndate: 15/07/2013\nrevision: 15/07/2014\npersonne:\n  nom: X\n"


def test_une_revision_qu_on_ne_sait_pas_fixer_est_laissee_vide() -> None:
    texte = "date: 14/01/2013\nrevision: 10/01/2013   # trop tôt\n"
    p = plan(texte.encode())
    assert prochaine_revision(p, JUILLET) is None
    assert revise(lu(texte), p, JUILLET, None) == "date: 15/07/2013\nremplace: 14/01/2013\nrevision:   # trop tôt\n"


@given(st.dates(datetime.date(2012, 1, 1), datetime.date(2030, 1, 1)), st.integers(1, 400), st.integers(1, 900))
def test_l_intervalle_des_revisions_se_garde(depart: datetime.date, intervalle: int, ecart: int) -> None:
    p = psi_de(date=depart.isoformat(), revision=(depart + datetime.timedelta(intervalle)).isoformat())
    le = depart + datetime.timedelta(ecart)
    assert prochaine_revision(p, le) == le + datetime.timedelta(intervalle)


# What changed -----------------------------------------------------------------------------------------------------------


def deux(avant: dict[str, Any], apres: dict[str, Any]) -> Comparaison:
    return comparer(psi_de(**avant), psi_de(**{"date": "15/07/2013", **apres}))


def dit(c: Comparaison) -> dict[str, list[str]]:
    """The sentences by section, no-break spaces as plain ones: which are which is `typographie`'s business."""
    return {s.titre: [phrase.replace("\u00a0", " ") for phrase in s.phrases] for s in sections(c)}


UN = [{"numero": "1", "texte": "Compenser l’incapacité partielle à la toilette"}]
SSIAD = {"numeros": "1", "service": "SSIAD", "nom": "ADMR", "frequence": "6 jours/7 matin"}
REFUS = {"numeros": "1", "reponse": "SSIAD", "cause": "La personne refuse"}
ATTENTE = {"numeros": "1", "reponse": "SSIAD", "cause": "Liste d’attente"}


def test_un_plan_compare_a_lui_meme_n_a_pas_change() -> None:
    p = plan(PSI.read_bytes())
    assert comparer(p, p).vide
    assert sections(comparer(p, p)) == ()


@pytest.mark.parametrize(
    ("bloc", "attendu"),
    [
        ({}, Etat.SANS_REPONSE),
        ({"services_en_place": [SSIAD]}, Etat.COMBLE),
        ({"services_ponctuels": [{"numeros": "1", "service": "IDE"}]}, Etat.COMBLE),
        ({"besoins_non_combles": [REFUS]}, Etat.NON_COMBLE),
        ({"services_en_place": [SSIAD], "besoins_non_combles": [ATTENTE]}, Etat.EN_PARTIE),
    ],
)
def test_l_etat_d_un_besoin(bloc: dict[str, Any], attendu: Etat) -> None:
    p = psi_de(besoins=UN, **bloc)
    assert etat(p, p.besoins[0]) is attendu


def test_un_besoin_qui_trouve_sa_reponse() -> None:
    c = deux({"besoins": UN, "besoins_non_combles": [ATTENTE]}, {"besoins": UN, "services_en_place": [SSIAD]})
    assert dit(c) == {
        "Besoins désormais mieux couverts": [
            "n° 1 Compenser l’incapacité partielle à la toilette : non comblé → comblé"
        ],
        "Services qui commencent": ["SSIAD : ADMR (besoin 1), 6 jours/7 matin"],
    }


def test_un_besoin_qui_perd_sa_reponse_parce_que_la_personne_refuse() -> None:
    c = deux({"besoins": UN, "services_en_place": [SSIAD]}, {"besoins": UN, "besoins_non_combles": [REFUS]})
    assert dit(c)["Besoins moins bien couverts"] == [
        "n° 1 Compenser l’incapacité partielle à la toilette : comblé → non comblé"
    ]
    assert dit(c)["Refus nouveaux"] == ["n° 1 SSIAD : La personne refuse"]
    assert dit(c)["Services qui s’arrêtent"] == ["SSIAD : ADMR (besoin 1), 6 jours/7 matin"]


def test_un_refus_leve_et_une_cause_qui_change() -> None:
    c = deux({"besoins": UN, "besoins_non_combles": [REFUS]}, {"besoins": UN, "besoins_non_combles": [ATTENTE]})
    assert dit(c) == {"Refus levés": ["n° 1 SSIAD : La personne refuse"]}
    demarche = {**ATTENTE, "cause": "Attente suite à démarche"}
    c = deux({"besoins": UN, "besoins_non_combles": [demarche]}, {"besoins": UN, "besoins_non_combles": [ATTENTE]})
    assert dit(c) == {"Causes d’écart qui ont changé": ["n° 1 SSIAD : Attente suite à démarche → Liste d’attente"]}


def test_des_numeros_redistribues_ne_font_ni_clos_ni_nouveau() -> None:
    autre = {"numero": "1", "texte": "Prévenir l’épuisement de l’aidante"}
    c = deux({"besoins": UN}, {"besoins": [autre, {**UN[0], "numero": "2"}]})
    assert [s.besoin.texte for s in c.ouverts] == ["Prévenir l’épuisement de l’aidante"]
    assert c.clos == []


def test_une_problematique_reformulee_reste_la_meme() -> None:
    c = deux(
        {"besoins": UN},
        {"besoins": [{"numero": "1", "texte": "Compenser l’incapacité à la toilette et à l’habillage"}]},
    )
    assert list(dit(c)) == ["Besoins reformulés"]


def test_un_horaire_qui_change_et_une_priorite_nouvelle() -> None:
    c = deux(
        {"besoins": UN, "services_en_place": [SSIAD]},
        {
            "besoins": [{**UN[0], "prioritaire": "oui"}],
            "services_en_place": [{**SSIAD, "frequence": "7 jours/7 matin"}],
        },
    )
    assert dit(c) == {
        "Services modifiés": ["SSIAD : ADMR : 6 jours/7 matin → 7 jours/7 matin"],
        "Priorités": ["n° 1 Compenser l’incapacité partielle à la toilette : devient prioritaire"],
    }


@given(st.permutations(range(12)), st.integers(0, 12))
def test_l_ordre_ne_change_rien_et_tout_besoin_est_suivi_une_fois(ordre: list[int], gardes: int) -> None:
    avant = besoins(12, "Améliorer la mobilité et l’équilibre numéro")
    c = deux({"besoins": avant}, {"besoins": [avant[i] for i in ordre[:gardes]]})
    assert len(c.suivis) == 12
    assert len(c.clos) == 12 - gardes
    assert c.ouverts == []


# The page ---------------------------------------------------------------------------------------------------------------


def test_la_comparaison_tient_sur_une_page_meme_longue() -> None:
    avant = psi_de(besoins=besoins(20, "Améliorer la mobilité"))
    apres = psi_de(date="15/07/2013", besoins=besoins(20, "Prévenir la dénutrition et l’isolement"))
    pdf = psi_comparaison(avant, apres)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert psi_comparaison(avant, apres) == pdf


def test_la_page_dit_ce_que_dit_l_ecran_et_s_archive(maia: Maia, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        PSI.read_text(encoding="utf-8")
        .replace("date: 14 janvier 2013", "date: 15 juillet 2013")
        .replace("6 jours/7", "7 jours/7"),
        encoding="utf-8",
    )
    fait = maia("psi", "comparer", PSI, tmp_path / "b.yaml", "-o", tmp_path / "c.pdf")
    assert fait.code == 0
    assert "6 jours/7 matin → 7 jours/7 matin" in fait.sortie
    octets = (tmp_path / "c.pdf").read_bytes()
    texte = PdfReader(io.BytesIO(octets)).pages[0].extract_text()
    assert "Du plan du 14 janvier 2013 à celui du 15 juillet 2013" in texte
    assert "7 jours/7 matin" in texte.replace("\u00a0", " ")
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) == 0o600
    assert juger(octets) == []
    assert juger_structure(octets) == []
