"""D12: what fills the blanks, what is missing, how the sum divides."""

from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.generators.convention import convention_annuelle
from maia.generators.documents import Champs, Fichier, documents
from tests.conventions import Changements, champs, champs_vierges, produire, texte, un_dossier, une_ars

# --- The sum and its two payments -----------------------------------------------------------------------------------

FINANCEMENT = ("total", "premier_versement", "second_versement")


def sommes(c: Champs) -> list[str]:
    """Total and payments as printed, words left aside, ordinary spaces."""
    financement = c.valeurs["financement"]
    return [" ".join(financement[cle].partition(" (")[0].split()) for cle in FINANCEMENT]


def libelles(c: Champs) -> list[str]:
    return [manquant.libelle for manquant in c.manquants]


def test_le_montant_de_reference_se_partage_au_prorata_de_la_campagne() -> None:
    # 100 000 × 11/12 = 91 667 ; 3 × 60 000 × 4/12 = 60 000
    assert sommes(champs()) == ["151 667 €", "91 667 €", "60 000 €"]


def test_avec_deux_gestionnaires_de_cas_le_second_versement_est_de_40_000_euros() -> None:
    deux = {"demande": {"gestionnaires_de_cas": "2", "montant": "131 667"}, "budget.produits.74.0.montant": "131 667"}
    assert sommes(champs(deux)) == ["131 667 €", "91 667 €", "40 000 €"]


def test_la_repartition_du_dossier_prime_le_prorata() -> None:
    demande = {"demande.repartition": {"pilotage": "100 000", "gestion_de_cas": "51 667"}}
    assert sommes(champs(demande)) == ["151 667 €", "100 000 €", "51 667 €"]


def test_la_decision_de_l_ars_prime_le_dossier() -> None:
    demande = {"demande.repartition": {"pilotage": "100 000", "gestion_de_cas": "51 667"}}
    decision = {"porteur": "Association gérontologique de Gâtine", "pilotage": "91 000", "gestion_de_cas": "60 667"}
    assert sommes(champs(demande, {"decisions": [decision]})) == ["151 667 €", "91 000 €", "60 667 €"]


def test_une_seule_part_suffit_l_autre_est_le_reste() -> None:
    decision = {"siren": "123 456 782", "montant": "150 000", "pilotage": "90 000"}
    accorde = champs({"budget.produits.74.0.montant": "150 000"}, {"decisions": [decision]})
    assert sommes(accorde) == ["150 000 €", "90 000 €", "60 000 €"]
    assert accorde.manquants == []


def test_un_montant_que_rien_ne_partage_est_signale_et_laisse_en_points() -> None:
    c = champs({"demande.montant": "150 000", "budget.produits.74.0.montant": "150 000"})
    assert sommes(c) == ["150 000 €", "... €", "... €"]
    (manquant,) = c.manquants
    assert manquant.fichier is Fichier.ARS
    assert manquant.chemin == "decisions.0.pilotage"
    assert manquant.libelle == "Parts du pilotage et de la gestion de cas, dont la somme est 150\u202f000\u00a0€"


def test_des_parts_qui_ne_font_pas_le_tout_ne_sont_pas_imprimees() -> None:
    decision = {"siren": "123 456 782", "pilotage": "90 000", "gestion_de_cas": "60 000"}
    c = champs(ars={"decisions": [decision]})
    assert sommes(c) == ["151 667 €", "... €", "... €"]
    assert len(c.manquants) == 1


@given(montant=st.integers(1, 900_000), part=st.integers(0, 900_000))
def test_les_deux_versements_font_toujours_le_total(montant: int, part: int) -> None:
    decision = {"siren": "123 456 782", "montant": str(montant), "pilotage": str(part)}
    total, premier, second = sommes(champs(ars={"decisions": [decision]}))
    en_chiffres = [
        int(somme.removesuffix(" €").replace(" ", "")) for somme in (total, premier, second) if "." not in somme
    ]
    if part <= montant:
        assert en_chiffres[0] == en_chiffres[1] + en_chiffres[2] == montant
    else:
        assert en_chiffres == [montant]


@pytest.mark.parametrize(
    ("montant", "ecrit"),
    [
        ("1", "1 € (un euro)"),
        ("80 000", "80 000 € (quatre-vingt mille euros)"),
        ("280 000", "280 000 € (deux cent quatre-vingt mille euros)"),
        ("200 021", "200 021 € (deux cent mille vingt et un euros)"),
        ("1 000 000", "1 000 000 € (un million d’euros)"),
        ("2 000 080", "2 000 080 € (deux millions quatre-vingts euros)"),
    ],
)
def test_les_sommes_a_payer_sont_aussi_en_lettres(montant: str, ecrit: str) -> None:
    total = champs({"demande.montant": montant}).valeurs["financement"]["total"]
    assert " ".join(total.split()) == ecrit


def test_le_budget_joint_doit_porter_le_montant_de_la_convention() -> None:
    c = champs(ars={"decisions": [{"siren": "123 456 782", "montant": "150 000", "pilotage": "90 000"}]})
    assert [(m.fichier, m.chemin) for m in c.manquants] == [(Fichier.DOSSIER, "budget.produits.74")]
    assert libelles(c)[0].endswith("ligne ARS de 151\u202f667\u00a0€ au lieu de 150\u202f000\u00a0€")


def test_les_etp_viennent_des_effectifs_ou_de_la_decision() -> None:
    decision = {"siren": "123 456 782", "etp_gestionnaires": "3"}
    assert champs().valeurs["financement"]["etp_gestionnaires"] == "2,5"
    assert champs(ars={"decisions": [decision]}).valeurs["financement"]["etp_gestionnaires"] == "3"


# --- Missing facts --------------------------------------------------------------------------------------------------


def test_un_dossier_et_une_ars_complets_ne_laissent_rien_a_chercher() -> None:
    assert champs().manquants == []


def test_sans_rien_savoir_tout_ce_qui_manque_est_liste_avec_l_endroit_ou_l_ecrire() -> None:
    listes = {fichier: [m.chemin for m in champs_vierges().manquants if m.fichier is fichier] for fichier in Fichier}
    assert listes[Fichier.ARS] == [
        *("directeur_general.nom", "nom", "siret", "siege", "tribunal_administratif", "convention.prise_d_effet"),
        *("decision_cnsa", "appel_a_candidatures", "decision_dg"),
    ]
    assert listes[Fichier.DOSSIER] == [
        *("porteur.raison_sociale", "representants.0.nom", "representants.0.qualite", "porteur.siege"),
        *("porteur.siret", "porteur.statut", "territoire.nom", "regime"),
        *("banque.banque", "banque.code_banque", "banque.code_guichet", "banque.compte", "banque.cle"),
        *("banque.domiciliation", "territoire.cantons", "demande.montant", "budget"),
        *("effectifs", "effectifs"),  # the pilot's ETP, the gestionnaires de cas's
    ]


@pytest.mark.parametrize("manquant", champs_vierges().manquants, ids=lambda m: m.chemin)
def test_chaque_endroit_indique_existe_dans_le_fichier(manquant: Any) -> None:
    bloc: Any = Dossier if manquant.fichier is Fichier.DOSSIER else Ars
    for etape in manquant.chemin.split("."):
        if not etape.isdigit():
            bloc = _modele(bloc.model_fields[etape].annotation)


def _modele(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in get_args(annotation) if (m := _modele(a))), None)


def test_un_seul_fait_oublie_est_le_seul_liste() -> None:
    c = champs({"territoire.nom": None})
    assert [str(m) for m in c.manquants] == ["dossier.yaml : territoire.nom (Nom du site MAIA)"]
    assert "Désigné comme porteur du site MAIA de …, Dont" in texte(produire(c))


def test_la_civilite_du_directeur_general_manque_son_nom_est_donne() -> None:
    c = champs(ars={"directeur_general": {"nom": "Giraud"}})
    assert [m.chemin for m in c.manquants] == ["directeur_general.civilite"]
    assert "son directeur général, M./Mme Giraud Ci-après" in texte(produire(c))


def test_la_date_de_signature_peut_rester_a_la_plume() -> None:
    assert "trois exemplaires originaux, le … Pour" in texte(produire(champs()))
    signe = champs(ars={"convention.signature": "3 mai 2012"})
    assert "trois exemplaires originaux, le 3 mai 2012 Pour" in texte(produire(signe))


def test_un_statut_autre_doit_etre_precise() -> None:
    hopital = {"porteur.nature": "établissement de santé", "porteur.statut": "autres"}
    assert [m.chemin for m in champs(hopital).manquants] == ["porteur.statut_precision"]
    precise = {**hopital, "porteur.statut_precision": "établissement public de santé"}
    assert "Statut juridique : établissement public de santé D'autre part" in texte(produire(champs(precise)))


# --- Names ----------------------------------------------------------------------------------------------------------

TEXTE_OFFICIEL = (Path(__file__).parent / "textes" / "annexe-v-1.txt").read_text(encoding="utf-8")
ARS_DE = {
    "Alsace": "d'Alsace",
    "Aquitaine": "d'Aquitaine",
    "Auvergne": "d'Auvergne",
    "Basse-Normandie": "de Basse-Normandie",
    "Bourgogne": "de Bourgogne",
    "Bretagne": "de Bretagne",
    "Centre": "du Centre",
    "Champagne-Ardenne": "de Champagne-Ardenne",
    "Corse": "de Corse",
    "Franche-Comté": "de Franche-Comté",
    "Guadeloupe": "de Guadeloupe",
    "Guyane": "de Guyane",
    "Haute-Normandie": "de Haute-Normandie",
    "Île-de-France": "d'Île-de-France",
    "La Réunion": "de La Réunion",
    "Languedoc-Roussillon": "du Languedoc-Roussillon",
    "Limousin": "du Limousin",
    "Lorraine": "de Lorraine",
    "Martinique": "de Martinique",
    "Midi-Pyrénées": "de Midi-Pyrénées",
    "Nord - Pas-de-Calais": "du Nord - Pas-de-Calais",
    "Pays de la Loire": "des Pays de la Loire",
    "Picardie": "de Picardie",
    "Poitou-Charentes": "de Poitou-Charentes",
    "Provence-Alpes-Côte d'Azur": "de Provence-Alpes-Côte d'Azur",
    "Rhône-Alpes": "de Rhône-Alpes",
}


def test_les_vingt_six_regions_de_l_annexe_ii_sont_essayees() -> None:
    assert sorted(ARS_DE) == sorted(campagne().enveloppe.regions)


@pytest.mark.parametrize(("region", "de_region"), ARS_DE.items())
def test_l_ars_est_nommee_avec_l_elision_de_sa_region(region: str, de_region: str) -> None:
    document = texte(produire(champs(ars={"nom": region})))
    assert f"L'agence régionale de santé {de_region}," in document
    assert f"Ci-après désignée « l'ARS {de_region} »," in document
    assert f"Le directeur général de l'ARS {de_region} engage" in document
    assert document.count(f"'ARS {de_region}") == TEXTE_OFFICIEL.count("ARS …")


@pytest.mark.parametrize(
    ("saisi", "imprime"),
    [
        ("Gâtine", "du site MAIA de Gâtine,"),
        ("Est Yvelines", "du site MAIA de l'Est Yvelines,"),
        ("Nord-Est de l'Isère", "du site MAIA du Nord-Est de l'Isère,"),
        ("Vallée du Thoré", "du site MAIA de la Vallée du Thoré,"),
        ("Autunois", "du site MAIA d'Autunois,"),
        ("Le Blayais", "du site MAIA du Blayais,"),
        ("MAIA de Gâtine", "du site MAIA de Gâtine,"),
        ("MAIA du Blayais", "du site MAIA du Blayais,"),
        ("MAIA Gâtine", "du site MAIA de Gâtine,"),
        ("Maiano", "du site MAIA de Maiano,"),
    ],
)
def test_le_site_garde_son_nom_sans_le_repeter(saisi: str, imprime: str) -> None:
    assert imprime in texte(produire(champs({"territoire.nom": saisi})))


@pytest.mark.parametrize(("ville", "tribunal"), [("Orléans", "d'Orléans"), ("Le Mans", "du Mans"), ("Caen", "de Caen")])
def test_le_tribunal_administratif_aussi(ville: str, tribunal: str) -> None:
    assert f"tribunal administratif {tribunal}. Article 10" in texte(
        produire(champs(ars={"tribunal_administratif": ville}))
    )


def test_le_nom_de_l_agent_comptable_est_ecrit_s_il_est_donne() -> None:
    document = texte(produire(champs(ars={"agent_comptable": "Mme Claire Petit"})))
    assert "l'agent comptable de l'ARS de Poitou-Charentes, Mme Claire Petit. Article 5" in document


@pytest.mark.parametrize(
    ("departement", "commune", "insee"),
    [
        ("79", {"nom": "Adilly"}, "79002"),
        ("79", {"nom": "adilly", "insee": "79322"}, "79322"),  # what is typed is printed
        ("38", {"nom": "Adilly"}, ""),
        (None, {"nom": "Adilly"}, ""),
        ("79", {"nom": "Trifouillis"}, ""),
    ],
)
def test_le_code_insee_d_une_commune_sans_homonyme_dans_le_departement_est_retrouve(
    departement: str | None, commune: Changements, insee: str
) -> None:
    c = champs(
        {
            **({"departement": departement} if departement else {}),
            "territoire.cantons": [{"canton": "Parthenay", "communes": [commune]}],
        }
    )
    assert [ligne["insee"] for ligne in c.valeurs["territoire"]] == [insee]


# --- The document ---------------------------------------------------------------------------------------------------


def test_la_fonction_est_inscrite_au_registre() -> None:
    inscrite = documents()["convention-annuelle"]
    assert (inscrite.modele, inscrite.source) == ("convention-annuelle.docx", "CIRC annexe V-1")
    assert inscrite.champs is convention_annuelle


def test_une_annee_sans_montant_partiel_se_partage_par_decision() -> None:
    # FIQCS : la circulaire ne donne pas de prorata ; seule la décision ou le dossier disent le partage.
    fiqcs: Changements = {"regime": "FIQCS", "demande.montant": "100 000", "budget.produits.74.0.montant": "100 000"}
    assert [m.chemin for m in champs(fiqcs).manquants] == ["decisions.0.pilotage"]
    decide = convention_annuelle(
        un_dossier(fiqcs), une_ars({"decisions": [{"siren": "123 456 782", "pilotage": "80 000"}]}), campagne()
    )
    assert sommes(decide) == ["100 000 €", "80 000 €", "20 000 €"]
