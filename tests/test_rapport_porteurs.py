"""Who is asked what: private and public porteurs, réseaux de santé, groupements, an ARS's own pieces."""

import pytest

from maia.forms.campagne import campagne
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir_texte
from maia.validators.rapport import Rapport, verifier
from tests.dossiers import base, ecrire, juger

LES_CINQ = ("statuts", "recepisse", "comptes", "rapport_commissaire", "rapport_activite")
PUBLIC = {"porteur.nature": "conseil général", "porteur.association": None}
RESEAU = {
    "regime": "FIQCS",
    "porteur.nature": "réseau de santé",
    "porteur.statut": "privé",
    "demande.annee_pleine": "160 000",
    "demande.gestionnaires_de_cas": "2",
    # The second gestionnaire de cas is lent by the réseau, which pays it: it is not in account 64.
    "effectifs.3": None,
    "effectifs.2": None,
    "effectifs_supplementaires": [
        {"poste": "GC n°2", "profil": "psychologue", "statut": "CDI", "etp": "1", "brut": "20 000", "charges": "9 000"}
    ],
    "budget.charges.64": {"Rémunération des personnels": "58 000", "Charges sociales": "24 000"},
    "budget.charges.60": "62 667",
    "demande.repartition": {"pilotage": "100 000", "gestion_de_cas": "51 667"},
    # The same over a full year: 160 000 € from the ARS, 5 000 € from the conseil général.
    "annee_pleine.effectifs.3": None,
    "annee_pleine.effectifs.2": None,
    "annee_pleine.budget.charges.62": "22 000",
    "annee_pleine.budget.charges.64": "113 000",
    "annee_pleine.budget.produits.74.0.montant": "160 000",
}


def regles(rapport: Rapport) -> set[str]:
    """The rules that found something."""
    return {c.regle for c in rapport.constats}


def test_une_association_joint_les_cinq_pieces_un_conseil_general_aucune() -> None:
    sans = {f"pieces.{piece}": None for piece in LES_CINQ}
    assert regles(juger(sans)) == {"P10", "P11", "P12", "P13", "P15"}
    assert regles(juger({**PUBLIC, **sans})) == set()


def test_un_reseau_de_sante_au_fiqcs_avec_un_gestionnaire_mis_a_disposition() -> None:
    assert juger(RESEAU).constats == ()


def test_au_fiqcs_le_plafond_est_de_160_000_euros() -> None:
    un_euro_de_trop = {
        "demande.annee_pleine": "160 001",
        "annee_pleine.budget.produits.74.0.montant": "160 001",
        "annee_pleine.budget.charges.62": "22 001",
    }
    assert regles(juger({**RESEAU, **un_euro_de_trop})) == {"N01"}


@pytest.mark.parametrize("nature", ["GCSMS", "GCS"])
def test_un_groupement_n_a_pas_a_reunir_les_trois_champs(nature: str) -> None:
    convention = [{"partenaire": "Membres", "nature": "convention constitutive", "fichier": "pieces/convention.pdf"}]
    groupement = {"porteur.nature": nature, "porteur.statut": "privé", "pieces.engagements": convention}
    assert juger(groupement).constats == ()


def test_les_pieces_d_une_ars_s_ajoutent_a_la_liste_nationale() -> None:
    plan = {
        "libelle": "plan de financement",
        "rang": "12",
        "demandee": "toujours",
        "type": "fichier",
        "source": "CIRC §1.2.1",
        "remede": "Joignez le plan de financement.",
    }
    locale = {"liste_locale": {"plan": plan}}
    assert regles(juger(locale)) == {"P16"}
    assert juger({**locale, "pieces.plan": "pieces/plan.pdf"}).constats == ()
    absent = {**locale, "pieces.plan": "pieces/plan.pdf", "fichiers": {"pieces/plan.pdf": "absent"}}
    assert regles(juger(absent)) == {"P20"}


def test_des_pieces_non_examinees_ne_sont_pas_declarees_absentes() -> None:
    lu = ouvrir_texte(ecrire(base()).encode())
    assert not isinstance(lu, Illisible)
    assert lu.dossier.examens is None
    assert verifier(lu.dossier, campagne(), lu.lecture).constats == ()
