"""Each rule on its cases: what it accepts, boundary included, and what it refuses, with which words and where."""

import pytest

from maia.forms.constat import Constat
from maia.forms.dossier import Dossier
from tests.dossiers import MOTS, Cas, cas, juger
from tests.regles_jugees import constats_du_cas, exiger_des_phrases, exiger_ou_et_quoi

ACCEPTES = [c for c in cas() if c.accepte]
REJETES = [c for c in cas() if not c.accepte]


def constats(c: Cas) -> tuple[list[Constat], set[str]]:
    return constats_du_cas(c, juger(c.changements).constats)


def test_le_dossier_de_base_ne_souleve_rien() -> None:
    rapport = juger()
    assert rapport.constats == ()
    assert rapport.empechees == ()
    assert rapport.verdict.recevable


@pytest.mark.parametrize("c", ACCEPTES, ids=str)
def test_un_cas_accepte_ne_souleve_pas_la_regle(c: Cas) -> None:
    siens, autres = constats(c)
    assert siens == []
    assert autres == c.aussi


@pytest.mark.parametrize("c", REJETES, ids=str)
def test_un_cas_rejete_souleve_la_regle_et_elle_seule(c: Cas) -> None:
    siens, autres = constats(c)
    assert siens != []
    assert autres == c.aussi


@pytest.mark.parametrize("c", [c for c in REJETES if "attendu" in c.changements], ids=str)
def test_un_cas_rejete_dit_ou_et_quoi(c: Cas) -> None:
    siens, _ = constats(c)
    exiger_ou_et_quoi(c, siens)


@pytest.mark.parametrize("c", REJETES, ids=str)
def test_un_constat_dit_ce_qui_ne_va_pas_ou_et_que_faire(c: Cas) -> None:
    siens, _ = constats(c)
    exiger_des_phrases(siens, fins=(".", "?"))


def test_les_mots_des_cas_ne_sont_pas_des_champs_du_dossier() -> None:
    assert MOTS.isdisjoint(Dossier.model_fields)
