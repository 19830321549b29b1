"""Each rule on its cases: what it accepts, boundary included, and what it refuses, with which words and where."""

import pytest

from maia.forms.constat import Constat, Gravite
from maia.forms.dossier import Dossier
from tests.dossiers import MOTS, Cas, cas, juger

ACCEPTES = [c for c in cas() if c.accepte]
REJETES = [c for c in cas() if not c.accepte]


def constats(c: Cas) -> tuple[list[Constat], set[str]]:
    """The findings of the rule of the case, and the other blocking rules broken."""
    tous = juger(c.changements).constats
    return [k for k in tous if k.regle == c.regle], {
        k.regle for k in tous if k.regle != c.regle and k.gravite is Gravite.BLOQUANT
    }


def espaces_simples(texte: str) -> str:
    """No-break spaces made ordinary ones: nobody types them in a case."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


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
    attendu = c.changements["attendu"]
    chemins = {constat.chemin_lisible for constat in siens}
    assert attendu.get("chemin", min(chemins)) in chemins
    message = espaces_simples(" ".join(constat.message for constat in siens))
    assert attendu.get("message", "") in message


@pytest.mark.parametrize("c", REJETES, ids=str)
def test_un_constat_dit_ce_qui_ne_va_pas_ou_et_que_faire(c: Cas) -> None:
    for constat in constats(c)[0]:
        assert constat.message.endswith(".")
        assert constat.remede.endswith((".", "?"))
        assert constat.chemin_lisible
        assert constat.ligne
        assert constat.colonne
        for texte in (constat.message, constat.remede):
            assert not any(f" {signe}" in texte for signe in ":;?!»%€"), "espace insécable attendue"
            assert "« " not in texte
            assert "None" not in texte


def test_les_mots_des_cas_ne_sont_pas_des_champs_du_dossier() -> None:
    assert MOTS.isdisjoint(Dossier.model_fields)
