"""Postal codes: the département and the commune that each may go with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.communes import (
    code_postal_possible,
    communes_du_code_postal,
    communes_du_departement,
    departements_du_code_postal,
)
from maia.forms.territoires import departements

TOUTES = [c for numero in departements() for c in communes_du_departement(numero)]


@pytest.mark.parametrize(
    ("code_postal", "attendus"),
    [
        ("79200", ["79"]),
        ("01000", ["01"]),
        ("20090", ["2A"]),
        ("20167", ["2A"]),
        ("20200", ["2B"]),
        ("20600", ["2B"]),
        ("20303", ["2A", "2B"]),
        ("97400", ["974"]),
        ("97133", ["971"]),
        ("49123", ["49", "44"]),
        ("98000", []),
        ("97500", []),
        ("00100", []),
        ("7920", []),
    ],
)
def test_departements_d_un_code_postal(code_postal: str, attendus: list[str]) -> None:
    assert list(departements_du_code_postal(code_postal)) == attendus


def test_chaque_commune_va_avec_ses_codes_postaux() -> None:
    refuses = [
        (c.nom, p)
        for c in TOUTES
        for p in c.codes_postaux
        if c.departement not in departements_du_code_postal(p) or not code_postal_possible(p, c.departement, c.nom)
    ]
    assert refuses == []


@pytest.mark.parametrize(
    ("code_postal", "departement", "nom", "possible"),
    [
        ("79200", "79", "Parthenay", True),
        ("79000", "79", "Parthenay", False),  # Niort's
        ("86200", "79", "Parthenay", False),
        ("79200", "86", None, False),
        ("79200", None, None, True),
        ("79205", "79", "Parthenay", True),  # a CEDEX code: no commune has it
        ("79000", "79", "Parthenay Cedex", True),
        ("86000", "79", "Parthenay Cedex", False),
        ("79205", None, "Lyon", False),
        ("49123", "44", "Le Fresne-sur-Loire", True),  # served by Maine-et-Loire
        ("20000", "2A", "Ajaccio", True),
        ("20000", "2B", "Bastia", False),
        ("20200", "2B", "Bastia", True),
        ("93200", None, "Saint-Denis", True),
        ("97400", None, "St Denis", True),
        ("97400", "93", "Saint-Denis", False),
        ("75013", "75", "Paris 13e", True),
        ("75014", "75", "Paris 13e", False),
        ("75116", "75", "Paris", True),
        ("59160", "59", "Lomme", True),
        ("79200", "79", "Lieu inconnu", True),  # another check's affair
        ("98000", None, "Monaco", False),
    ],
)
def test_code_postal_departement_et_commune(
    code_postal: str, departement: str | None, nom: str | None, possible: bool
) -> None:
    assert code_postal_possible(code_postal, departement, nom) is possible


def test_un_code_postal_donne_les_communes_qu_il_dessert() -> None:
    assert "Parthenay" in {c.nom for c in communes_du_code_postal("79200")}
    assert [c.nom for c in communes_du_code_postal("49123")] == [
        "Champtocé-sur-Loire",
        "Ingrandes",
        "Saint-Sigismond",
        "Le Fresne-sur-Loire",
    ]
    assert communes_du_code_postal("79205") == ()


@given(st.text(), st.text(), st.text())
def test_des_textes_quelconques_ne_font_rien_tomber(code_postal: str, departement: str, nom: str) -> None:
    assert not code_postal_possible(code_postal, departement, nom)
