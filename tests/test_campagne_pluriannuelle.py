"""The dates of a pluriannual convention must agree with one another before any convention writes them."""

from pathlib import Path

import pytest

from maia.forms.campagne import campagne
from maia.forms.campagne_controle import contradictions, lire_campagne
from maia.forms.francais import date_longue
from maia.forms.saisie import Saisie
from maia.generators.convention_pluriannuelle import jour_et_mois
from tests.depot import lire

NATIONALE = lire("forms/campagnes/2012.yaml")


def reproches(tmp_path: Path, avant: str, apres: str) -> list[tuple[str, str]]:
    """What is said of the national campaign with one line changed: path, message."""
    assert NATIONALE.count(avant) == 1
    fichier = tmp_path / "campagne.yaml"
    fichier.write_text(NATIONALE.replace(avant, apres), encoding="utf-8")
    saisie = lire_campagne(fichier)
    assert isinstance(saisie, Saisie)
    return [(".".join(map(str, f.chemin)), f.message) for f in saisie.fautes]


def test_les_dates_de_2012_sont_celles_de_l_annexe_v_2() -> None:
    p = campagne("2012").convention.pluriannuelle
    passages = [
        f"s'achève le {date_longue(p.terme)}.",
        f"soit fin {p.validation_du_dispositif}, et",
        f"soit en {p.labellisation}.",
        f"le {jour_et_mois(p.budget)} au plus tard",
        f"au {jour_et_mois(p.premier_versement)} et le second",
        f"interviendra au {jour_et_mois(p.second_versement)}.",
        f"au plus tard le {jour_et_mois(p.compte_rendu)} de l'année qui suit",
        f"au plus tard le {jour_et_mois(p.validation)}.",
    ]
    texte = lire("tests/textes/annexe-v-2.txt")
    assert [passage for passage in passages if texte.count(passage) != 1] == []
    assert contradictions(campagne("2012")) == ()


@pytest.mark.parametrize(
    ("avant", "apres", "chemin", "message"),
    [
        ("budget: 15/10/2012", "budget: 15/10/2013", "budget", "le 15/10/2013 n’est pas en 2012"),
        (
            "premier_versement: 15/01/2013",
            "premier_versement: 15/01/2012",
            "premier_versement",
            "le 15/01/2012 n’est pas en 2013",
        ),
        ("validation: 30/06/2013", "validation: 30/03/2013", "validation", "le 30/03/2013 précède le 31/03/2013"),
        (
            "second_versement: 15/07/2013",
            "second_versement: 14/01/2013",
            "second_versement",
            "le 14/01/2013 précède le 15/01/2013",
        ),
        ("terme: 31/12/2015", "terme: 31/12/2013", "terme", "moins de 2 exercices après 2012"),
    ],
)
def test_une_date_qui_ne_va_pas_est_situee(tmp_path: Path, avant: str, apres: str, chemin: str, message: str) -> None:
    ((ou, dit),) = reproches(tmp_path, avant, apres)
    assert ou == f"convention.pluriannuelle.{chemin}"
    assert message in dit


def test_un_terme_deux_ans_apres_suffit(tmp_path: Path) -> None:
    assert reproches(tmp_path, "terme: 31/12/2015", "terme: 31/12/2014") == []
