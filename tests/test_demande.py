"""D1: what the dossier says stands in the right cell, the right box, and what it doesn't say is left to fill."""

import pytest

from maia.forms.dossier import Dossier
from maia.forms.francais import nombre
from maia.generators.formulaire import SIRET_VIERGE
from tests.demandes import (
    BLANC,
    EXEMPLES,
    Changements,
    blocs,
    champs,
    exemple,
    gatine,
    produire,
    reponses,
    tableau,
    texte,
)

Rangees = list[list[str]]


def demande(d: Dossier) -> bytes:
    return produire("dossier-de-demande", d)


def budget(d: Dossier) -> Rangees:
    return tableau(demande(d), "Charges")[1:]


def montants(rangees: Rangees) -> dict[str, str]:
    """The amount of each line of the budget, charges then produits; `A` or `T` after it."""
    charges = {r[0]: r[1] for r in rangees if r[0]}
    return charges | {r[2]: " ".join(filter(None, r[3:])) for r in rangees if r[2]}


def effectifs(d: Dossier) -> tuple[Rangees, Rangees]:
    """The rows of the two staff tables, without their headings."""
    finances, supplementaires = [b for b in blocs(demande(d)) if isinstance(b, list) and b[0][0] == "QUALITE"]
    return finances[1:], supplementaires[1:]


# --- Budget ---------------------------------------------------------------------------------------------------------


def test_chaque_montant_est_sur_sa_ligne() -> None:
    lus = montants(budget(gatine()))
    assert lus["60 Achats"] == "3 600"
    assert lus["Achats matières et fournitures"] == "2 400"
    assert lus["Prestations de services"] == ""
    assert lus["64 Frais du personnel (2)"] == "115 000"
    assert lus["Provision pour la labellisation"] == "5 000"
    assert lus["CHARGES INDIRECTES"] == "9 667"
    assert lus["74 Subventions"] == "166 167"
    assert lus["ARS"] == "151 667 T"
    assert lus["Département(s) : Conseil général des Deux-Sèvres"] == "10 000 A"
    assert lus["Commune de Parthenay"] == "1 500 A"
    assert lus["Organismes sociaux : MSA Poitou"] == "3 000 T"
    assert lus["Fonds européens"] == ""
    assert (lus["TOTAL DES CHARGES"], lus["TOTAL DES PRODUITS"]) == ("166 667", "166 667")


def test_les_contributions_volontaires_ont_leur_tableau() -> None:
    contributions = tableau(demande(gatine()), "CONTRIBUTIONS VOLONTAIRES (3)")[1:]
    assert montants(contributions) == {
        "86 Emplois des contributions volontaires en nature": "6 000",
        "Secours en nature": "",
        "Mise à disposition gratuite de biens et prestations": "4 200",
        "Personnel bénévole": "1 800",
        "87 Contributions volontaires en nature": "6 000",
        "Bénévolat": "1 800",
        "Prestations en nature": "4 200",
        "Dons en nature": "",
        "TOTAL": "6 000",
    }


@pytest.mark.parametrize("nom", EXEMPLES)
def test_aucun_montant_du_dossier_ne_manque_au_tableau(nom: str) -> None:
    d = exemple(nom)
    imprimes = [c for r in budget(d) + tableau(demande(d), "CONTRIBUTIONS VOLONTAIRES (3)") for c in r[1::2]]
    for ligne in d.budget.lignes:
        assert " ".join(nombre(ligne.montant).split()) in imprimes, ligne


def test_plusieurs_financeurs_d_une_meme_ligne_inserent_des_lignes() -> None:
    communes = [{"financeur": f"Commune n° {n}", "montant": str(100 * n), "statut": "A"} for n in range(1, 6)]
    lus = montants(budget(gatine({"budget.produits.74": [{"financeur": "ARS", "montant": "1 000"}, *communes]})))
    assert [lus[f"Commune n°{n}"] for n in range(1, 6)] == ["100 A", "200 A", "300 A", "400 A", "500 A"]
    assert lus["ARS"] == "1 000"


def test_le_compte_65_invite_deux_fois_a_preciser_tant_qu_il_est_vide() -> None:
    assert [r[0] for r in budget(Dossier())].count("(Préciser)") == 4  # 65 twice, 67, 68
    assert [r[0] for r in budget(gatine())].count("(Préciser)") == 1  # 67: the others say what they are


@pytest.mark.parametrize(
    ("changements", "phrase"),
    [
        ({}, "Le financement sollicité de 151 667 € représente 91,0 % du total des produits"),
        (
            {"budget.produits.74": [{"financeur": "ARS", "montant": "90 000"}], "budget.produits.75": None},
            "Le financement sollicité de 90 000 € représente 100,0 % du total des produits",
        ),
        (
            {"budget.produits": None},  # the amount asked is known, and nothing to compare it with
            f"Le financement sollicité de 151 667 € représente {BLANC} du total des produits",
        ),
        (
            {"budget": None, "demande.montant": None},
            f"Le financement sollicité de {BLANC} € représente {BLANC} du total des produits",
        ),
    ],
)
def test_le_financement_sollicite_et_sa_part(changements: Changements, phrase: str) -> None:
    assert phrase in texte(demande(gatine(changements)))


# --- Staff ----------------------------------------------------------------------------------------------------------


def test_le_poste_non_demande_reste_une_ligne_vide_du_formulaire() -> None:
    finances, supplementaires = effectifs(exemple("isere"))
    assert finances == [
        ["Pilote", "attaché territorial", "1", "CDD de trois ans", "44 000", "19 800", "63 800"],
        ["GC n°1", "assistante socio-éducative", "1", "titulaire FPT", "10 800", "5 200", "16 000"],
        ["GC n°2", "infirmière", "1", "CDD de trois ans", "11 000", "4 800", "15 800"],
        ["GC n°3", *[""] * 6],
        ["TOTAL", "", "3", "", "65 800", "29 800", "95 600"],
    ]
    assert [r[0] for r in supplementaires] == ["Assistante de gestion", "TOTAL"]


def test_les_postes_sont_dans_l_ordre_du_formulaire_quel_que_soit_celui_du_dossier() -> None:
    postes = ["Comptable", "GC n°1", "gestionnaire de cas", "gestionnaire de cas", "gestionnaire de cas", "pilote"]
    d = gatine({"effectifs": [{"poste": poste, "etp": "1", "brut": "1 000", "charges": "400"} for poste in postes]})
    finances, _ = effectifs(d)
    assert [r[0] for r in finances] == ["Pilote", "GC n°1", "GC n°2", "GC n°3", "Comptable", "GC n°4", "TOTAL"]


def test_sans_effectifs_supplementaires_trois_lignes_a_remplir() -> None:
    _, supplementaires = effectifs(gatine({"effectifs_supplementaires": None}))
    assert [set(r) for r in supplementaires] == [{""}, {""}, {""}, {"TOTAL", ""}]


# --- The porteur and the people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changements", "cases"),
    [
        ({"porteur.nature": "conseil général"}, f"☒ Collectivité territoriale ☐ Organisme privé sans but lucratif ☐ Autres préciser : {BLANC}"),
        ({"porteur.nature": "association"}, f"☐ Collectivité territoriale ☒ Organisme privé sans but lucratif ☐ Autres préciser : {BLANC}"),
        ({"porteur.nature": "MDPH"}, "☐ Collectivité territoriale ☐ Organisme privé sans but lucratif ☒ Autres préciser : MDPH"),
        (
            {"porteur.nature": "EHPAD", "porteur.statut": "autres", "porteur.statut_precision": "établissement public"},
            "☐ Collectivité territoriale ☐ Organisme privé sans but lucratif ☒ Autres préciser : établissement public",
        ),
        ({"porteur.nature": "EHPAD"}, f"☐ Collectivité territoriale ☐ Organisme privé sans but lucratif ☐ Autres préciser : {BLANC}"),
    ],
)  # fmt: skip
def test_une_seule_case_est_cochee_celle_du_statut(changements: Changements, cases: str) -> None:
    assert reponses(demande(gatine(changements)))["Statut (cocher la case correspondante)"] == cases


def test_le_statut_autres_demande_sa_precision() -> None:
    d = gatine({"porteur.statut": "autres", "porteur.nature": "EHPAD"})
    assert "porteur.statut_precision" in [m.chemin for m in champs("dossier-de-demande", d).manquants]


@pytest.mark.parametrize("portee", ["nationale", "régionale", "départementale", "locale"])
def test_une_association_coche_sa_portee(portee: str) -> None:
    lue = reponses(demande(gatine({"porteur.association.portee": portee})))
    cases = lue["Si le porteur est une association, est-elle : (Cocher la case)"]
    assert cases.count("☒") == 1
    assert f"☒ {portee}" in cases


def test_un_porteur_public_laisse_vide_ce_qui_concerne_les_associations() -> None:
    lues = reponses(demande(exemple("isere")))
    assert lues["Si le porteur est une association, est-elle : (Cocher la case)"].count("☐") == 4
    assert lues["Objet de l'association"] == ""
    utilite = "L'association est-elle reconnue d'utilité publique ? (cocher la case correspondante)"
    assert lues[utilite] == "☐ Non ☐ Oui"
    assert f"en date du {BLANC} déposée" in texte(demande(exemple("isere")))


def test_une_association_reconnue_d_utilite_publique_donne_sa_date() -> None:
    association: Changements = {
        "porteur.association.utilite_publique": "oui",
        "porteur.association.utilite_publique_journal_officiel": "03/02/2001",
    }
    lues = reponses(demande(gatine(association)))
    assert lues["Si oui, date de publication au Journal Officiel"] == "3 février 2001"
    assert "☐ Non ☒ Oui" in lues.values()


@pytest.mark.parametrize(
    ("changements", "imprime"),
    [
        ({}, "000 792 010 / 00019"),
        ({"porteur.siret": None, "porteur.siren": "000 792 010"}, "000 792 010 / XXXXX"),
        ({"porteur.siret": None}, SIRET_VIERGE),
    ],
)
def test_le_siret_a_la_forme_du_formulaire_et_n_est_pas_exige(changements: Changements, imprime: str) -> None:
    d = gatine(changements)
    assert reponses(demande(d))["Numéro SIRET (le cas échéant)"] == imprime
    assert champs("dossier-de-demande", d).manquants == []


def test_chaque_representant_legal_a_ses_quatre_lignes() -> None:
    trois = [{"nom": nom, "prenom": "A.", "qualite": "coprésidente"} for nom in ("Un", "Deux", "Trois")]
    tableaux = [b for b in blocs(demande(gatine({"representants": trois}))) if isinstance(b, list)]
    assert [t[0][1] for t in tableaux if t[0][0] == "Nom :" and len(t) == 4] == ["Un", "Deux", "Trois"]


def test_un_departement_inconnu_est_imprime_tel_quel() -> None:
    d = Dossier.model_construct(departement="99")
    assert "MAIA – 99 " in texte(demande(d))


# --- The attestation ------------------------------------------------------------------------------------------------


def delegation(d: Dossier) -> list[str]:
    return [r[1] for r in tableau(produire("attestation-sur-l-honneur", d), "Nom")]


def test_la_personne_qui_a_delegation_est_nommee() -> None:
    assert delegation(exemple("isere")) == ["Charvet", "Sylvie", "directrice de la santé et de l'autonomie"]


def test_sans_delegation_une_attestation_remplie_n_y_laisse_pas_de_blanc() -> None:
    assert delegation(gatine()) == ["sans objet"] * 3


def test_une_attestation_a_remplir_a_la_main_laisse_la_place() -> None:
    assert delegation(gatine({"attestation": None})) == [""] * 3


def test_le_montant_atteste_est_le_montant_demande() -> None:
    assert "un financement d'un montant de : 151 667 €" in texte(demande(gatine()))
    seul = gatine({"demande": None, "attestation.montant": "140 000"})
    assert "un financement d'un montant de : 140 000 €" in texte(demande(seul))
