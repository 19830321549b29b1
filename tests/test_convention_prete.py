"""Rules V and the convention ask for the same facts: what no rule V reproaches, the convention does not lack."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.campagne import candidats, texte
from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.generators.convention import convention_annuelle
from maia.generators.convention_pluriannuelle import convention_pluriannuelle
from maia.generators.documents import Fichier
from maia.validators.rapport import verifier
from tests.dossiers import base, changer, copie, ecrire, modifie, ouvrir

C = campagne("2012")
# The parts are the ARS's to decide when the dossier is silent; a full year is for the other convention.
DE_LA_CONVENTION_ANNUELLE = {"V01", "V02", "V03", "V04", "V05", "V06", "V08", "V09"}
FAITS = [
    *("regime", "region", "departement", "porteur.raison_sociale", "porteur.statut", "porteur.nature", "porteur.siret"),
    *("porteur.siege", "porteur.siege.adresse", "porteur.siege.code_postal", "porteur.siege.commune"),
    *("representants", "representants.0.nom", "representants.0.prenom", "representants.0.qualite"),
    *(
        "representants.0.civilite",
        "territoire",
        "territoire.nom",
        "territoire.cantons",
        "territoire.cantons.0.communes",
    ),
    *("demande", "demande.montant", "demande.gestionnaires_de_cas", "demande.repartition", "demande.annee_pleine"),
    *(
        "budget",
        "budget.charges",
        "budget.produits",
        "budget.produits.74.0",
        "effectifs",
        "effectifs.0",
        "effectifs.1.etp",
    ),
    *("effectifs.0.etp", "effectifs.0.poste", "annee_pleine", "banque", "banque.banque", "banque.code_banque"),
    *("banque.code_guichet", "banque.compte", "banque.cle", "banque.domiciliation"),
]


@cache
def arbres() -> list[Any]:
    """The 55 dossiers of the campaign, as trees of texts."""
    lus = [analyser(texte(candidat).encode(), "dossier.yaml") for candidat in candidats()]
    return [lu.valeur for lu in lus if isinstance(lu, Lecture)]


def sans(arbre: Any, faits: list[str]) -> Any:
    """The tree without these facts, those of them that are there."""
    reste = copie(arbre)
    for fait in faits:
        if _est_ecrit(reste, fait):
            changer(reste, fait, None)
    return reste


def _est_ecrit(arbre: Any, fait: str) -> bool:
    for etape in fait.split("."):
        if isinstance(arbre, list):
            arbre = dict(enumerate(arbre)).get(int(etape))
        else:
            arbre = arbre.get(etape) if isinstance(arbre, dict) else None
    return arbre is not None


def trouves(d: Dossier) -> set[str]:
    """The rules V that find something."""
    return {c.regle for c in verifier(d, C).constats if c.regle[0] == "V"}


def manquants(d: Dossier) -> list[str]:
    """What the annual convention lacks on the dossier's side."""
    return [m.chemin for m in convention_annuelle(d, Ars(), C).manquants if m.fichier is Fichier.DOSSIER]


def test_les_55_dossiers_de_la_campagne_ont_tout_ce_que_demande_la_convention() -> None:
    for arbre in arbres():
        lu = ouvrir_texte(ecrire(arbre).encode())
        assert isinstance(lu, DossierLu)
        assert trouves(lu.dossier) == set()
        assert manquants(lu.dossier) == []


@settings(max_examples=150)
@given(st.integers(0, 54), st.lists(st.sampled_from(FAITS), max_size=4))
def test_ce_que_nulle_regle_v_ne_reproche_ne_manque_pas_a_la_convention(rang: int, faits: list[str]) -> None:
    d = ouvrir(sans(arbres()[rang], faits)).dossier
    assert bool(trouves(d) & DE_LA_CONVENTION_ANNUELLE) == bool(manquants(d))


@pytest.mark.parametrize("fait", FAITS)
def test_chaque_fait_absent_du_dossier_de_base_est_vu_des_deux_cotes(fait: str) -> None:
    d = ouvrir(sans(base(), [fait])).dossier
    assert bool(trouves(d) & DE_LA_CONVENTION_ANNUELLE) == bool(manquants(d))


def test_une_ligne_ars_a_un_autre_montant_est_vue_des_deux_cotes() -> None:
    d = ouvrir(modifie({"demande.montant": "151 666"})).dossier
    assert "V09" in trouves(d)
    assert manquants(d) == ["budget.produits.74"]


# --- The pluriannual convention: its annexe 3 in addition ---------------------------------------------------------


def manquants_pluriannuels(d: Dossier) -> set[str]:
    return {m.chemin for m in convention_pluriannuelle(d, Ars(), C).manquants if m.fichier is Fichier.DOSSIER}


ANNEXE_3 = {"annee_pleine.budget", "annee_pleine.effectifs"}


@settings(max_examples=150)
@given(st.integers(0, 54), st.lists(st.sampled_from(FAITS), max_size=4))
def test_elle_demande_les_memes_faits_et_une_annee_pleine(rang: int, faits: list[str]) -> None:
    d = ouvrir(sans(arbres()[rang], faits)).dossier
    fiqcs = d.regime == "FIQCS" and d.demande.gestionnaires_de_cas is None
    en_plus = {"demande.gestionnaires_de_cas"} if fiqcs else set()
    assert manquants_pluriannuels(d) - ANNEXE_3 == set(manquants(d)) | en_plus
    if "V10" in trouves(d):
        assert manquants_pluriannuels(d) & ANNEXE_3


def test_sans_annee_pleine_demandee_seule_la_pluriannuelle_la_reclame() -> None:
    d = ouvrir(sans(base(), ["annee_pleine", "demande.annee_pleine"])).dossier
    assert "V10" not in trouves(d)
    assert manquants(d) == []
    assert manquants_pluriannuels(d) == ANNEXE_3
