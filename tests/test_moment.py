"""Date and hour of receipt: how they are written, and what the clocks of a département show."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from maia.forms.moment import Moment, MomentSaisi
from maia.forms.territoires import METROPOLE, fuseau, fuseaux

LU: TypeAdapter[Moment] = TypeAdapter(MomentSaisi)
JOUR = datetime.date(2012, 3, 15)


def lire(ecrit: str) -> Moment:
    return LU.validate_python(ecrit)


def chez(ecrit: str, departement: str) -> str:
    """What the clocks of the département show at the moment written."""
    return str(lire(ecrit).chez(fuseau(departement)))


@pytest.mark.parametrize("ecrit", ["15/03/2012", "15 mars 2012", "2012-03-15"])
def test_une_date_seule(ecrit: str) -> None:
    assert lire(ecrit) == Moment(JOUR)


@pytest.mark.parametrize(
    "ecrit",
    [
        *("15/03/2012 23:59", "15/03/2012 23:59:30", "15/03/2012, 23h59", "15/03/2012 à 23 h 59"),
        *("15 mars 2012 à 23:59", "2012-03-15T23:59", "2012-03-15 23:59:30.5", "15/03/2012 23:59 heure locale"),
        "15/03/2012\u00a023\u202fh\u202f59",
    ],
)
def test_une_heure_sans_plus_est_celle_du_departement(ecrit: str) -> None:
    assert lire(ecrit) == Moment(JOUR, datetime.time(23, 59))
    assert chez(ecrit, "972") == "15 mars 2012 à 23 h 59"


@pytest.mark.parametrize("ecrit", ["15/03/2012 9 h", "15/03/2012 09:00", "15/03/2012 à 9h"])
def test_une_heure_sans_minutes(ecrit: str) -> None:
    assert str(lire(ecrit)) == "15 mars 2012 à 9 h 00"


@pytest.mark.parametrize(
    "ecrit",
    [
        *("16/03/2012 01:30 heure de Paris", "16/03/2012 01:30 HEURE DE PARIS", "2012-03-16T00:30Z"),
        *("2012-03-16T01:30+01:00", "2012-03-15T20:30:00-0400", "15/03/2012 20:30 heure de la Martinique"),
        *("16/03/2012 00:30 UTC", "16/03/2012 à 1 h 30 UTC+1", "15/03/2012 21 h 30 heure de la Guyane"),
    ],
)
def test_une_heure_d_ailleurs_se_lit_sur_les_horloges_du_departement(ecrit: str) -> None:
    assert chez(ecrit, "972") == "15 mars 2012 à 20 h 30"
    assert chez(ecrit, "79") == "16 mars 2012 à 1 h 30"
    assert chez(ecrit, "974") == "16 mars 2012 à 4 h 30"
    assert chez(ecrit, "976") == "16 mars 2012 à 3 h 30"


@pytest.mark.parametrize(
    ("ecrit", "genre"),
    [
        ("15/03/2012 24:00", "heure"),
        ("15/03/2012 12:60", "heure"),
        ("15/03/2012 12:00 heure de Londres", "heure"),
        ("15/03/2012 12:00 +15:00", "heure"),
        ("15/03/2012 12:00 demain", "heure"),
        ("30/02/2012 12:00", "date_impossible"),
        ("mars 12:00", "date"),
        ("midi", "date"),
        ("15/03/2012 " + "0" * 200, "date"),
    ],
)
def test_ce_qui_n_est_pas_un_moment_est_refuse(ecrit: str, genre: str) -> None:
    with pytest.raises(ValidationError) as erreur:
        lire(ecrit)
    assert [detail["type"] for detail in erreur.value.errors()] == [genre]


# --- Clocks ---------------------------------------------------------------------------------------------------------

PARIS = fuseaux()[METROPOLE]


def instant(*parties: int) -> datetime.datetime:
    return datetime.datetime(*parties)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("utc", "paris"),
    [
        (instant(2012, 3, 25, 0, 59), instant(2012, 3, 25, 1, 59)),
        (instant(2012, 3, 25, 1, 0), instant(2012, 3, 25, 3, 0)),
        (instant(2012, 10, 28, 0, 59), instant(2012, 10, 28, 2, 59)),
        (instant(2012, 10, 28, 1, 0), instant(2012, 10, 28, 2, 0)),
        (instant(2013, 3, 31, 1, 0), instant(2013, 3, 31, 3, 0)),
    ],
)
def test_l_heure_de_paris_change_aux_derniers_dimanches_de_mars_et_d_octobre(
    utc: datetime.datetime, paris: datetime.datetime
) -> None:
    assert PARIS.local(utc) == paris


@given(
    st.sampled_from(list(fuseaux().values())),
    st.datetimes(min_value=instant(1990, 1, 1), max_value=instant(2090, 1, 1)),
)
def test_l_heure_locale_ramene_a_l_instant(horloge: object, utc: datetime.datetime) -> None:
    assert isinstance(horloge, type(PARIS))
    local = horloge.local(utc)
    # The hour that an October night shows twice is taken for the first.
    assert utc - horloge.universel(local) in (datetime.timedelta(0), datetime.timedelta(hours=1))
    assert horloge.local(horloge.universel(local)) == local


@pytest.mark.parametrize(
    ("departement", "region", "nom"),
    [
        ("79", None, "heure de Paris"),
        ("2A", None, "heure de Paris"),
        ("972", None, "heure de la Martinique"),
        (None, "La Réunion", "heure de La Réunion"),
        (None, "la réunion", "heure de La Réunion"),
        (None, "Bretagne", "heure de Paris"),
        (None, None, "heure de Paris"),
        (None, "Océanie", "heure de Paris"),
    ],
)
def test_les_horloges_d_un_departement_ou_a_defaut_de_sa_region(
    departement: str | None, region: str | None, nom: str
) -> None:
    assert fuseau(departement, region).nom == nom
