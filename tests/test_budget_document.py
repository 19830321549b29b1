"""D2: the figures of the budget workbook, from a dossier."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.budgets import ANNEE, EFFECTIFS, PLEINE, champs, du_formulaire, echantillon, lignes, produire, simple
from tests.modeles_excel import formules, partie, relire


def test_le_dossier_de_gatine_est_juste_et_equilibre() -> None:
    lues = lignes(echantillon("gatine"))

    assert lues["60 Achats"] == 3_600
    assert lues["Achats matières et fournitures"] == 2_400
    assert lues["64 Frais du personnel (2)"] == 115_000
    assert lues["Licences et droits d'utilisation"] == 2_000
    assert lues["Charges fixes de fonctionnement"] == 9_667
    assert lues["TOTAL DES CHARGES"] == lues["TOTAL DES PRODUITS"] == 166_667
    assert lues["86 Emplois des contributions volontaires en nature"] == 6_000
    assert lues["Le financement sollicité de"] == 151_667
    assert lues["représente"] == pytest.approx(151_667 / 166_667)
    assert lues["Équilibre : total des charges − total des produits"] == 0
    assert lues["Compte 64 − coût total des effectifs"] == 0


def test_les_financeurs_sont_sous_leur_ligne_avec_a_ou_t() -> None:
    feuille = relire(echantillon("gatine"))[ANNEE]
    subventions = {
        simple(str(ligne[2].value)): (ligne[3].value, ligne[4].value)
        for ligne in feuille.iter_rows()
        if ligne[4].value in ("A", "T")
    }

    assert subventions == {
        "ARS": (151_667, "T"),
        "Département(s) : Conseil général des Deux-Sèvres": (10_000, "A"),
        "Commune de Parthenay": (1_500, "A"),
        "Organismes sociaux : MSA Poitou": (3_000, "T"),
    }


def test_les_effectifs_ont_leurs_totaux() -> None:
    feuille = relire(echantillon("gatine"))[EFFECTIFS]
    totaux = [[c.value for c in ligne[2:]] for ligne in feuille.iter_rows() if ligne[0].value == "TOTAL"]

    assert totaux == [[4, None, 76_600, 33_350, 109_950], [0.2, None, 3_600, 1_450, 5_050]]


def test_un_compte_donne_en_bloc_montre_son_montant_ses_lignes_restant_vides() -> None:
    xlsx = produire(budget={"charges": {"62": "9 267"}, "produits": {}})
    lues = lignes(xlsx)

    assert lues["62 Autres services externes"] == 9_267
    assert lues["Déplacements et missions"] is None
    assert lues["TOTAL DES CHARGES"] == 9_267
    assert (
        sum(f.startswith("=SUM(B") for f in formules(xlsx).values())
        == sum(f.startswith("=SUM(B") for f in formules(produire()).values()) - 1
    )


def test_un_total_tape_pour_verification_ne_remplace_pas_la_somme_des_lignes() -> None:
    lues = lignes(produire(budget={"charges": {"60": {"total": "999", "Autres fournitures": "5", "Timbres": "6"}}}))

    assert lues["60 Achats"] == 11
    assert lues["Timbres"] == 6


def test_le_compte_66_n_apparait_dans_l_annee_que_s_il_sert() -> None:
    assert "66 Charges financières" not in lignes(produire())
    assert "66 Charges financières" in lignes(produire(), PLEINE)

    lues = lignes(produire(budget={"charges": {"66": {"Agios": "120"}}}))
    assert (lues["66 Charges financières"], lues["Agios"], lues["TOTAL DES CHARGES"]) == (120, 120, 120)


def test_un_compte_absent_du_formulaire_est_montre_et_compte() -> None:
    lues = lignes(produire(budget={"charges": {"60": "1", "609": "2"}, "produits": {"79": {"x": "4"}}}))

    assert lues["609 (compte absent du formulaire)"] == 2
    assert lues["79 (compte absent du formulaire)"] == 4
    assert (lues["TOTAL DES CHARGES"], lues["TOTAL DES PRODUITS"]) == (3, 4)


def test_un_budget_vide_a_un_pourcentage_vide_et_aucune_erreur() -> None:
    xlsx = produire()

    assert lignes(xlsx)["représente"] in ("", None)
    assert "#DIV/0!" not in partie(xlsx)
    assert "Budget prévisionnel 2012" in [m.libelle for m in champs().manquants]


def test_sans_ligne_ars_le_montant_sollicite_est_celui_de_la_demande() -> None:
    lues = lignes(produire(demande={"montant": "131 667"}, budget={"produits": {"74": "150 000"}}))

    assert lues["74 Subventions"] == 150_000
    assert lues["Le financement sollicité de"] == 131_667


@pytest.mark.parametrize("nombre", [1, 40])
def test_le_compte_74_prend_autant_de_financeurs_qu_il_en_faut(nombre: int) -> None:
    financeurs = [{"financeur": f"Commune n° {i}", "montant": str(i), "statut": "A"} for i in range(1, nombre + 1)]
    xlsx = produire(budget={"produits": {"74": [*financeurs, {"financeur": "ARS", "montant": "1 000", "statut": "T"}]}})
    lues = lignes(xlsx)

    assert [lues[f"Commune n° {i}"] for i in range(1, nombre + 1)] == list(range(1, nombre + 1))
    assert lues["TOTAL DES PRODUITS"] == 1_000 + nombre * (nombre + 1) // 2
    assert lues["Le financement sollicité de"] == 1_000
    attendues = du_formulaire("annexe-iv-budget.txt")[1]
    assert [libelle for libelle in attendues if libelle not in lues] == ["Commune(s) :"]


def test_un_pilote_et_quatre_gestionnaires_et_un_poste_de_plus() -> None:
    poste = {"etp": "0,5", "brut": "10 000", "charges": "4 000"}
    postes = [{"poste": "Pilote"}, *({"poste": "gestionnaire de cas"},) * 4, {"poste": "Psychologue"}]
    feuille = relire(produire(effectifs=[p | poste for p in postes]))[EFFECTIFS]
    qualites = [ligne[0].value for ligne in feuille.iter_rows(min_row=4, max_row=11)]

    assert qualites == [
        "QUALITE", "Pilote", "GC n°1", "GC n°2", "GC n°3", "GC n°4", "Psychologue", "TOTAL"
    ]  # fmt: skip
    assert [c.value for c in feuille[11]][2:] == [3, None, 60_000, 24_000, 84_000]


def test_un_nom_qui_ressemble_a_une_formule_reste_un_texte() -> None:
    feuilles = relire(
        produire(
            porteur={"raison_sociale": '=HYPERLINK("http://x") & <Cie>'},
            budget={"charges": {"65": {"=1+1": "5"}}, "produits": {"74": [{"financeur": "@SUM(1)", "montant": "1"}]}},
            effectifs=[{"poste": "+33", "profil": "-IDE"}],
        ),
        formules=True,
    )
    attendus = {"=1+1", "+33", "-IDE"}
    textes = {c.value for f in feuilles for ligne in f.iter_rows() for c in ligne if c.data_type == "s"}
    calculs = {c.value for f in feuilles for ligne in f.iter_rows() for c in ligne if c.data_type == "f"}

    assert attendus <= textes
    assert not attendus & calculs
    assert 'MAIA – département ... – =HYPERLINK("http://x") & <Cie>' in textes


MONTANT = st.integers(0, 10**9)


@settings(max_examples=30)
@given(st.lists(MONTANT, min_size=3, max_size=3), st.lists(MONTANT, max_size=6), MONTANT, MONTANT)
def test_les_totaux_affiches_sont_les_sommes(achats: list[int], dons: list[int], bloc: int, indirectes: int) -> None:
    libelles = ("Prestations de services", "Achats matières et fournitures", "Cartouches")
    charges = {
        "60": {nom: str(m) for nom, m in zip(libelles, achats, strict=True)},
        "62": str(bloc),
        "indirectes": str(indirectes),
    }
    produits = {"74": [{"financeur": f"Fondation {i}", "montant": str(m)} for i, m in enumerate(dons)]}
    lues = lignes(produire(budget={"charges": charges, "produits": produits}))

    assert lues["60 Achats"] == sum(achats)
    assert lues["TOTAL DES CHARGES"] == sum(achats) + bloc + indirectes
    assert lues["74 Subventions"] == lues["TOTAL DES PRODUITS"] == sum(dons)
    assert lues["Équilibre : total des charges − total des produits"] == sum(achats) + bloc + indirectes - sum(dons)
