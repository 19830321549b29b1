"""Regions and départements of 2012."""

import pytest

from maia.forms.campagne import campagne
from maia.forms.territoires import departements, region_du_departement


@pytest.mark.parametrize(
    ("numero", "region"),
    [
        ("79", "Poitou-Charentes"),
        ("01", "Rhône-Alpes"),
        ("2A", "Corse"),
        ("974", "La Réunion"),
        ("75", "Île-de-France"),
    ],
)
def test_un_departement_est_dans_sa_region_de_2012(numero: str, region: str) -> None:
    assert region_du_departement(numero) == region


@pytest.mark.parametrize("numero", ["20", "1", "96", "", "975"])
def test_un_numero_qui_n_est_pas_un_departement_n_a_pas_de_region(numero: str) -> None:
    assert region_du_departement(numero) is None


def test_la_france_de_2012_compte_101_departements_et_27_regions() -> None:
    assert len(departements()) == 101
    assert len({d.region for d in departements().values()}) == 27


def test_les_regions_sont_celles_de_l_enveloppe_de_l_annexe_ii_et_mayotte() -> None:
    assert {d.region for d in departements().values()} == {*campagne("2012").enveloppe.regions, "Mayotte"}
