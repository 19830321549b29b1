"""The corpus of formulations: what the rules of wording are worth, and thresholds under which they may not fall."""

from collections import Counter

import pytest

from docs.psi_corpus import PAGE, REGLES, Mesure, fausses_alertes, formulations, mesure
from maia.forms.constat import Gravite
from maia.forms.psi_mots import mots_du_psi, phrase
from maia.validators.registre import REGLES_DU_PSI
from tests.depot import RACINE
from tests.textes_officiels import officiel, simple


def test_le_corpus_est_assez_grand_et_partage_entre_bonnes_et_mauvaises() -> None:
    bonnes = sum(not f.attendues for f in formulations())
    assert len(formulations()) >= 500
    assert 0.4 <= bonnes / len(formulations()) <= 0.6
    assert [texte for texte, n in Counter(f.texte for f in formulations()).items() if n > 1] == []


@pytest.mark.parametrize("regle", REGLES)
def test_une_regle_de_langue_a_peu_de_fausses_alertes_et_trouve_l_essentiel(regle: str) -> None:
    m = mesure(regle)
    assert m.justes + m.manquees >= 10
    assert m.precision >= 0.95
    assert m.rappel >= 0.85


@pytest.mark.parametrize("partie", ["", "epreuve"])
def test_une_bonne_formulation_est_rarement_signalee(partie: str) -> None:
    fausses, bonnes = fausses_alertes(partie)
    assert fausses / bonnes <= 0.03


def test_l_epreuve_que_les_regles_n_ont_pas_vue_est_tenue() -> None:
    mesures = [mesure(regle, "epreuve") for regle in REGLES]
    trouvees, justes = sum(m.justes + m.fausses for m in mesures), sum(m.justes for m in mesures)
    assert justes / trouvees >= 0.95
    assert justes / sum(m.justes + m.manquees for m in mesures) >= 0.90


def test_les_exemples_du_texte_sont_juges_comme_le_texte_les_juge() -> None:
    juges = {f.texte: f.trouvees for f in formulations()}
    assert juges["Compenser l’incapacité partielle à la toilette"] == frozenset()
    assert juges["Appeler le SSIAD pour l’incapacité à la toilette"] == {"Z13"}
    assert juges["Prévoir l’achat d’un frigo"] == juges["Permettre la conservation des aliments"] == {"Z14"}
    assert (
        "Z12" in juges["Rééduquer la personne pour qu’elle soit capable dans quatre semaines de marcher 50 m sans aide"]
    )


def test_les_verbes_et_leurs_sens_sont_ceux_du_texte_mot_pour_mot() -> None:
    texte = officiel("CIRC").casefold()
    verbes = mots_du_psi().verbes.liste
    assert len(verbes) == 10  # eleven in the text, which gives « Appliquer » twice
    assert [v for v, verbe in verbes.items() if simple(f"{v} : {verbe.sens}").casefold() not in texte] == []


def test_la_langue_ne_bloque_jamais() -> None:
    assert {REGLES_DU_PSI[regle].gravite for regle in REGLES} == {Gravite.AVERTISSEMENT, Gravite.INFORMATION}


def test_une_mesure_compte_ce_qui_est_juste_faux_et_manque() -> None:
    assert (Mesure(3, 1, 2).precision, Mesure(3, 1, 2).rappel) == (0.75, 0.6)
    assert (Mesure(0, 0, 0).precision, Mesure(0, 0, 0).rappel) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("texte", "verbe"),
    [
        ("Compenser l’incapacité", "compenser"),
        ("ne plus SORTIR seul", "sortir"),
        ("S’alimenter", "alimenter"),
        ("3) prévenir les chutes", "prevenir"),
        ("Toilette : se laver", "laver"),
        ("En lien avec sa fille, préparer le départ", "preparer"),
        ("Dossier APA", ""),
        ("Lever difficile", ""),
        ("Lever la personne", "lever"),
        ("Boire", "boire"),
        ("Salaire", ""),
        ("", ""),
    ],
)
def test_l_infinitif_par_lequel_commence_une_problematique(texte: str, verbe: str) -> None:
    assert phrase(texte).verbe == verbe


def test_la_page_des_mesures_existe() -> None:
    assert (RACINE / "docs" / PAGE).is_file()
