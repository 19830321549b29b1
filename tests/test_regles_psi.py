"""Each rule of the PSI on its cases: what it accepts and refuses, with which words and where; what a verdict is."""

import pytest

from maia.forms.constat import Constat, Gravite
from maia.validators.psi import regles_du_psi
from tests.dossiers import Cas
from tests.plans import cas_du_psi, juger
from tests.regles_jugees import constats_du_cas, exiger_des_phrases, exiger_ou_et_quoi

ACCEPTES = [c for c in cas_du_psi() if c.accepte]
REJETES = [c for c in cas_du_psi() if not c.accepte]


def constats(c: Cas) -> tuple[list[Constat], set[str]]:
    return constats_du_cas(c, juger(c.changements).constats)


def test_le_plan_de_base_ne_souleve_rien() -> None:
    rapport = juger()
    assert rapport.constats == ()
    assert rapport.empechees == ()
    assert rapport.coherent


@pytest.mark.parametrize("c", ACCEPTES, ids=str)
def test_un_cas_accepte_ne_souleve_pas_la_regle(c: Cas) -> None:
    siens, autres = constats(c)
    assert siens == []
    assert autres == c.aussi


@pytest.mark.parametrize("c", REJETES, ids=str)
def test_un_cas_rejete_souleve_la_regle_et_nulle_autre_qui_bloque(c: Cas) -> None:
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
    exiger_des_phrases(siens, fins=(".", "?", "…"))


# --- What blocks ------------------------------------------------------------------------------------------------------


def test_ne_bloque_que_ce_qui_empeche_de_lire_le_plan_comme_il_a_ete_ecrit() -> None:
    assert {r.id for r in regles_du_psi() if r.gravite is Gravite.BLOQUANT} == {"Z02", "Z04", "Z05", "Z06", "Z50"}


@pytest.mark.parametrize(
    ("changements", "coherent"),
    [
        ({"services_en_place.0.numeros": "9"}, False),
        ({"besoins.1.numero": "1"}, False),
        ({"besoins.1.numero": "deux"}, False),  # whether the references are right is not proved
        ({"besoins_non_combles.0.cause": "?"}, False),
        ({"besoins.0.texte": "Appeler le SSIAD"}, True),
        ({"personne.consentement": None}, True),
        ({"personne.ne_le": "hier"}, True),
    ],
)
def test_un_plan_est_coherent_ou_ne_l_est_pas(changements: dict[str, object], coherent: bool) -> None:
    assert juger(changements).coherent == coherent


def test_une_valeur_illisible_empeche_les_regles_qui_la_lisent_et_elles_seules() -> None:
    rapport = juger({"services_en_place.0.numeros": "1, deux"})
    assert [c.regle for c in rapport.constats] == ["Z02"]
    assert set(rapport.empechees) == {"Z05", "Z08", "Z70", "Z71"}
    assert {*rapport.empechees, *rapport.appliquees} == {r.id for r in regles_du_psi()}


def test_une_cause_fausse_n_est_pas_dite_manquante() -> None:
    assert [c.regle for c in juger({"besoins_non_combles.0.cause": "on verra"}).constats] == ["Z50"]


def test_la_cause_la_plus_proche_est_proposee() -> None:
    (constat,) = juger({"besoins_non_combles.0.cause": "délai d'attente"}).constats
    assert "Vouliez-vous écrire «\u00a0Liste d’attente\u00a0»\u00a0?" in constat.remede


# --- What is never said -----------------------------------------------------------------------------------------------

SECRETS = ("Quintaneiro", "Zulmira", "Glycines", "31/02/1931", "06 12 34 56 78", "mimosa", "Prunelle")


@pytest.mark.parametrize(
    "changements",
    [
        {"personne.nom": ["Quintaneiro"]},
        {"personne.ne_le": "31/02/1931"},
        {"personne.telephone": "06 12 34 56 78 90"},
        {"personne.Zulmira": "Quintaneiro"},
        {"personne.adresse": {"rue": "Impasse des Glycines"}},
        {"besoins.0.texte": "Zulmira Quintaneiro perd ses clés impasse des Glycines, 50 m"},
        {"besoins.0.texte": "Appeler Prunelle et la prévenir"},
        {"services_en_place.0.frequence": "quand Prunelle arrose le mimosa"},
        {"services_en_place.0.service": "Mme Prunelle", "services_en_place.0.contact": "06 12 34 56 78, p@mimosa.fr"},
        {"personne.mandataire_legal.mesure": "Mme Quintaneiro"},
        {"personne.medecin_traitant": "Dr Prunelle, cardiologue"},
        {"besoins_non_combles.0.cause": "Prunelle refuse"},
        {"services_ponctuels.0.service": "Prunelle, tous les mois"},
    ],
)
def test_un_constat_ne_repete_rien_de_ce_que_dit_le_plan(changements: dict[str, object]) -> None:
    constats_ = juger(changements).constats
    assert constats_ != ()
    # An unknown field is shown by its place: only its name, which is not ours, may tell something.
    textes = [f"{c.message} {c.remede}" for c in constats_]
    assert [t for t in textes if any(secret.casefold() in t.casefold() for secret in SECRETS)] == []
