"""The page that says, for each passage of the texts, which rules check it or why none does."""

import re

import pytest

from docs import couverture
from maia.forms.francais import typographie
from maia.forms.passages import Passage, decomposer, passage, passages

PAGE = couverture.page()
PRECISIONS = couverture._precisions()


def du_nom(nom: str) -> Passage:
    trouve = passage(nom)
    assert trouve is not None
    return trouve


def ligne(nom: str) -> str:
    """The row of a passage in the tables by part of the texts."""
    return next(rangee for rangee in reversed(PAGE.splitlines()) if rangee.startswith(f"| {typographie(nom)} |"))


def test_la_page_est_a_jour() -> None:
    assert (couverture.ICI / couverture.PAGE).read_text(encoding="utf-8") == PAGE, "lancez make docs"


def test_chaque_passage_a_sa_ligne() -> None:
    assert [p.id for p in passages() if f"\n| {typographie(p.id)} |" not in PAGE] == []


def test_une_regle_verifie_le_passage_qu_elle_cite() -> None:
    # F03 cites a note of the form, B01 a whole section: couverture.yaml says which passages of it.
    assert couverture.regles_de(du_nom("CIRC annexe IV note (1)")) == ("F03",)
    assert "B01" in couverture.regles_de(du_nom("CIRC annexe IV §2, équilibre"))
    assert "B01" in ligne("CIRC annexe IV §2, équilibre")


def test_un_passage_repete_est_verifie_par_les_regles_de_l_autre() -> None:
    p = du_nom("CIRC §2.2 al. 8, minimum")
    assert p.comme == "CDC §3.3 al. 9, deux ETP"
    assert "E05" in couverture.regles_de(p)
    assert "comme CDC §3.3 al. 9, deux ETP" in ligne(p.id)


def test_ce_qu_aucun_dossier_ne_montre_dit_pourquoi() -> None:
    assert ligne("CIRC §2.3 al. 2").endswith(
        "| postérieur à la candidature : échéancier (D15) |".replace(" :", "\u00a0:")
    )
    assert couverture.regles_de(du_nom("CIRC §2.3 al. 2")) == ()


def test_ce_qui_reste_a_verifier_est_en_tete() -> None:
    debut = PAGE.partition("\n## Circulaire")[0]
    reste = couverture.sans_regle()
    assert all(f"\n| {typographie(p.id)} | " in debut for p in reste)
    assert all(p.verifiable and not couverture.regles_de(p) for p in reste)
    assert "CIRC §2.2 al. 2" not in [p.id for p in reste]


def test_les_comptes_tombent_juste() -> None:
    nombres = {nom: int(n) for nom, n in re.findall(r"^\| (.+?) \| (\d+) \|$", PAGE, re.MULTILINE)}
    assert nombres["en tout"] == len(passages())
    assert nombres["en tout"] == nombres["qu’un dossier peut montrer"] + nombres["qu’un dossier ne peut pas montrer"]
    assert nombres["– sans règle"] == len(couverture.sans_regle())
    verifies = [p for p in passages() if p.verifiable and couverture.regles_de(p)]
    assert nombres["– vérifiés par une règle au moins"] == len(verifies)
    assert nombres["qu’un dossier peut montrer"] == sum(
        nombres[f"– {nom}"]
        for nom in ("vérifiés par une règle au moins", "sans règle", "répétant un passage sans règle")
    )


def test_ce_que_montre_un_psi_a_ses_regles_ou_sa_raison() -> None:
    assert couverture.psi_sans_regle() == []
    assert "Z50, Z52" in ligne("CIRC annexe VIII-2 §5, deux causes")
    assert "n’est jamais demandé" in ligne("CIRC annexe VIII-2 §5, délai")


@pytest.mark.parametrize("regle", PRECISIONS)
def test_les_precisions_nomment_des_regles_et_des_passages(regle: str) -> None:
    assert regle in {r.id for r in couverture.toutes()}
    assert [nom for nom in decomposer(PRECISIONS[regle]) if passage(nom) is None] == []


def test_chaque_regle_dit_quel_passage_elle_verifie() -> None:
    # A rule that cites a section names its passages in docs/couverture.yaml.
    assert [f"{r.id} ({r.source})" for r in couverture.imprecises()] == []
