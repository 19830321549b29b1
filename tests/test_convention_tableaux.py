"""Annexe 2: the tables of annexe IV, filled with a budget and its staff."""

from hypothesis import given
from hypothesis import strategies as st

from maia.forms.budget import Budget, Effectif
from maia.forms.nomenclature import nomenclature
from maia.generators.tableaux import (
    Case,
    TableauDuBudget,
    effectifs_finances,
    effectifs_supplementaires,
    tableau_du_budget,
)

Saisie = dict[str, dict[str, object]]


def budget(saisie: Saisie) -> TableauDuBudget:
    return tableau_du_budget(Budget.model_validate(saisie), "...")


def cases(tableau: TableauDuBudget, cote: str) -> list[Case]:
    lignes = [*tableau["lignes"], tableau["total"], *tableau["contributions"], tableau["total_contributions"]]
    return [ligne["charge"] if cote == "charges" else ligne["produit"] for ligne in lignes]


def lisible(tableau: TableauDuBudget, cote: str) -> list[str]:
    """The filled lines of one side, as one reads them."""
    return [
        " | ".join(filter(None, (c["libelle"], c["montant"], c["statut"])))
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
        for c in cases(tableau, cote)
        if c["montant"] not in ("", "0")
    ]


def test_un_compte_donne_par_lignes_montre_sa_somme_et_ses_lignes() -> None:
    tableau = budget({"charges": {"60": {"prestations de SERVICES": "1 000", "Autres fournitures": "500"}}})
    assert lisible(tableau, "charges") == [
        "60 Achats | 1 500",
        "Prestations de services | 1 000",
        "Autres fournitures | 500",
        "TOTAL DES CHARGES | 1 500",
    ]


def test_un_compte_donne_en_bloc_ne_montre_que_son_total() -> None:
    assert lisible(budget({"charges": {"64": "140 000"}}), "charges") == [
        "64 Frais du personnel (2) | 140 000",
        "TOTAL DES CHARGES | 140 000",
    ]


def test_ce_que_le_porteur_precise_prend_la_place_de_l_invitation_du_formulaire() -> None:
    tableau = budget(
        {
            "charges": {"65": {"Redevances de logiciel": "300"}, "66": {"Agios": "40"}},
            "produits": {"70": {"Ateliers": "200"}, "75": {"Autres produits": "140"}},
        }
    )
    libelles = [c["libelle"] for c in cases(tableau, "charges")]
    assert libelles[libelles.index("65 Autres charges de gestion") :][:4] == [
        "65 Autres charges de gestion",
        "Redevances de logiciel",
        "66 Charges financières",  # absent from annexe IV: printed because it is used
        "Agios",
    ]
    assert lisible(tableau, "produits") == [
        "70 Rémunération des services | 200",
        "Autres : Ateliers | 200",
        "75 Autres produits de gestion courante | 140",
        "Autres produits | 140",
        "TOTAL DES PRODUITS | 340",
    ]


def test_les_subventions_sont_rangees_par_financeur_avec_leur_statut() -> None:
    financeurs = [
        {"financeur": "ARS", "montant": "151 667", "statut": "T"},
        {"financeur": "Conseil général de l'Isère", "montant": "9 000", "statut": "A"},
        {"financeur": "Ville de Vif", "montant": "500", "statut": "T"},
        {"financeur": "Commune de Claix", "montant": "400", "statut": "A"},
        {"financeur": "CARSAT", "montant": "1 000", "statut": "T"},
    ]
    assert lisible(budget({"produits": {"74": financeurs}}), "produits") == [
        "74 Subventions | 162 567",
        "ARS | 151 667 | T",
        "Département(s) : Conseil général de l'Isère | 9 000 | A",
        "Commune(s) : Ville de Vif | 500 | T",
        "Commune de Claix | 400 | A",
        "Organismes sociaux : CARSAT | 1 000 | T",
        "TOTAL DES PRODUITS | 162 567",
    ]


def test_les_contributions_volontaires_ont_leur_propre_total() -> None:
    tableau = budget({"contributions": {"86": {"Personnel bénévole": "800"}, "87": {"Bénévolat": "800"}}})
    assert lisible(tableau, "charges") == [
        "86 Emplois des contributions volontaires en nature | 800",
        "Personnel bénévole | 800",
        "TOTAL | 800",
    ]


def test_sans_budget_le_formulaire_est_vierge_et_ses_totaux_en_points() -> None:
    assert lisible(budget({}), "produits") == ["TOTAL DES PRODUITS | ...", "TOTAL | ..."]


def test_toutes_les_lignes_du_formulaire_y_sont_meme_vides() -> None:
    libelles = {c["libelle"] for cote in ("charges", "produits") for c in cases(budget({}), cote)}
    n = nomenclature()
    officiels = {
        ligne for cote in (n.charges, n.produits, n.contributions) for c in cote.values() for ligne in c.lignes
    }
    assert officiels <= libelles
    assert {"(Préciser)", "Autres (à préciser)", "CNSA (à détailler)", "Région(s)\u00a0:"} <= libelles
    assert not any(libelle.startswith("66") for libelle in libelles)


COMPTES = st.sampled_from(["60", "61", "62", "63", "64", "65", "66", "67", "68", "indirectes"])
LIBELLES = st.sampled_from(["Prestations de services", "Assurance", "Charges sociales", "Autres", "Divers", "Navette"])


@given(st.dictionaries(COMPTES, st.dictionaries(LIBELLES, st.integers(0, 99_999).map(str), min_size=1), min_size=1))
def test_les_lignes_imprimees_font_toujours_le_total_imprime(charges: dict[str, object]) -> None:
    tableau = budget({"charges": charges})
    details = sum(_entier(l_["charge"]) for l_ in tableau["lignes"] if not l_["charge"]["gras"])
    comptes = sum(_entier(l_["charge"]) for l_ in tableau["lignes"] if l_["charge"]["gras"])
    assert details == comptes == _entier(tableau["total"]["charge"])


def _entier(case: Case) -> int:
    return int(case["montant"].replace("\u202f", "") or 0)


def test_les_effectifs_prennent_les_noms_du_formulaire() -> None:
    saisie = [
        {"poste": "Pilote", "etp": "1", "brut": "41 000", "charges": "17 500"},
        {"poste": "gestionnaire de cas", "etp": "1", "brut": "19 000", "charges": "8 200"},
        {"poste": "gestionnaire de cas", "etp": "0,5"},
        {"poste": "secrétaire", "etp": "0,25", "brut": "4 000", "charges": "1 500"},
    ]
    tableau = effectifs_finances([Effectif.model_validate(e) for e in saisie])
    lignes = [(p["qualite"].replace("\u00a0", " "), p["etp"], p["cout"]) for p in tableau["postes"]]
    assert lignes == [
        ("Pilote", "1", "58\u202f500"),
        ("GC n° 1", "1", "27\u202f200"),
        ("GC n° 2", "0,5", ""),
        ("secrétaire", "0,25", "5\u202f500"),
    ]
    assert (tableau["total"]["etp"], tableau["total"]["cout"]) == ("2,75", "91\u202f200")


def test_sans_effectif_restent_les_quatre_lignes_du_formulaire() -> None:
    tableau = effectifs_finances([], "...")
    assert [p["qualite"].replace("\u00a0", " ") for p in tableau["postes"]] == [
        "Pilote",
        "GC n° 1",
        "GC n° 2",
        "GC n° 3",
    ]
    assert tableau["total"]["cout"] == "..."


def test_un_gestionnaire_de_cas_mis_a_disposition_garde_le_nom_que_le_porteur_lui_donne() -> None:
    tableau = effectifs_supplementaires([Effectif.model_validate({"poste": "gestionnaire de cas", "etp": "1"})])
    assert [p["qualite"] for p in tableau["postes"]] == ["gestionnaire de cas"]
    assert tableau["total"]["etp"] == "1"
