"""D1 to be handed out: what it must have, and what the rules on the same form say of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.validators.rapport import verifier
from tests.demandes import EXEMPLES, Changements, champs, exemple, gatine
from tests.dossiers import ecrire, ouvrir
from tests.test_convention_prete import arbres, sans


@pytest.mark.parametrize("nom", EXEMPLES)
def test_les_exemples_ont_tout_ce_que_le_formulaire_exige(nom: str) -> None:
    assert champs("dossier-de-demande", exemple(nom)).manquants == []


def test_ce_qui_manque_a_un_dossier_vide_est_nomme_une_fois_avec_sa_place() -> None:
    assert [m.chemin for m in champs("dossier-de-demande", Dossier()).manquants] == [
        *("porteur.raison_sociale", "departement"),
        *("porteur.siege.adresse", "porteur.siege.code_postal", "porteur.siege.commune", "porteur.statut"),
        *("personne_chargee.nom", "personne_chargee.telephone", "representants.0.nom", "representants.0.qualite"),
        *("budget", "effectifs", "demande.montant"),
        *("attestation.signataire", "attestation.lieu", "attestation.date"),
    ]


def test_un_renseignement_facultatif_absent_n_empeche_rien() -> None:
    facultatifs: Changements = dict.fromkeys(
        (
            *("porteur.sigle", "porteur.siege.telecopie", "porteur.siege.site", "porteur.correspondance"),
            *("porteur.association.declaration.journal_officiel", "representants.0.courriel"),
        )
    )
    assert champs("dossier-de-demande", gatine(facultatifs)).manquants == []


EXIGES = {"F05", "F06", "F07", "F08", "F09", "F10", "F11", "I01", "I06"}
FAITS = [
    *("departement", "porteur", "porteur.raison_sociale", "porteur.siege", "porteur.siege.adresse"),
    *("porteur.siege.code_postal", "porteur.siege.commune", "porteur.siege.telephone", "porteur.siret"),
    *("porteur.nature", "porteur.association", "personne_chargee", "personne_chargee.nom"),
    *("personne_chargee.telephone", "representants", "representants.0.nom", "representants.0.qualite"),
    *("representants.0.prenom", "demande", "demande.montant", "budget", "effectifs", "attestation"),
    *("attestation.signataire", "attestation.lieu", "attestation.date"),
]


@settings(max_examples=150)
@given(st.integers(0, 54), st.lists(st.sampled_from(FAITS), max_size=4))
def test_ce_que_les_regles_ne_reprochent_pas_ne_manque_pas_au_formulaire(rang: int, faits: list[str]) -> None:
    d = ouvrir(sans(arbres()[rang], faits)).dossier
    reproches = {c.regle for c in verifier(d, campagne("2012")).constats} & EXIGES
    assert bool(champs("dossier-de-demande", d).manquants) == bool(reproches)


def test_les_55_dossiers_de_la_campagne_donnent_leurs_documents() -> None:
    for arbre in arbres():
        lu = ouvrir_texte(ecrire(arbre).encode())
        assert isinstance(lu, DossierLu)
        assert champs("dossier-de-demande", lu.dossier).manquants == []
        assert champs("engagement-pilote", lu.dossier).manquants == []
        assert champs("attestation-sur-l-honneur", lu.dossier).manquants == []
