"""The accounts of annexe IV: the words of the form, in its order, and the way from what is typed to a line of the form."""

import re

import pytest

from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, FINANCEUR_ARS, PRODUITS, nomenclature
from tests.depot import lire

# « (Préciser) », « Autres (à préciser) »: where the porteur writes its own labels.
A_PRECISER = re.compile(r"\(Préciser\)|Autres \(à préciser\)")
NOTE = re.compile(r" \(\d\)$")


def colonne(rang: int) -> list[str]:
    """One column of the form's table, top to bottom, as published."""
    cellules = [ligne.split("\t") for ligne in lire("tests/textes/annexe-iv-budget.txt").splitlines()[1:]]
    return [c[rang].strip() for c in cellules if len(c) > rang and c[rang].strip()]


def publies(rang: int) -> dict[str, list[str]]:
    """Accounts of one column (`"60 Achats"`) and the lines under each."""
    comptes: dict[str, list[str]] = {}
    for cellule in colonne(rang):
        if cellule.startswith(("TOTAL", "CONTRIBUTIONS")):
            continue
        if re.match(r"\d\d ", cellule) or cellule == "CHARGES INDIRECTES":
            comptes[NOTE.sub("", cellule)] = []
        else:
            comptes[list(comptes)[-1]].append(cellule)
    return comptes


def repris(*cotes: str) -> dict[str, list[str]]:
    """The same, from our data; 66 is annexe V-2's, 74 is detailed by funder."""
    comptes = {}
    for compte in (compte for cote in cotes for compte in nomenclature().cote(cote).values()):
        if compte.numero != "66":
            nom = f"{compte.numero} {compte.libelle}" if compte.numero.isdigit() else compte.libelle.upper()
            comptes[nom] = list(compte.lignes)
            if compte.numero == "74":
                comptes[nom] = [libelle for libelle, _ in nomenclature().financeurs]
    return comptes


def sans_lignes_a_preciser(comptes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        nom: [ligne for ligne in lignes if nom.startswith("74") or not A_PRECISER.fullmatch(ligne)]
        for nom, lignes in comptes.items()
    }


def test_les_charges_sont_celles_du_formulaire_dans_son_ordre() -> None:
    attendues = sans_lignes_a_preciser(publies(0))
    # The published table begins this one line with a small letter; annexe V-2 doesn't.
    lignes = attendues["86 Emplois des contributions volontaires en nature"]
    lignes[lignes.index("personnel bénévole")] = "Personnel bénévole"
    assert list(repris(CHARGES).items()) == list(attendues.items())[:-1]
    assert repris(CONTRIBUTIONS)["86 Emplois des contributions volontaires en nature"] == lignes


def test_les_produits_sont_ceux_du_formulaire_dans_son_ordre() -> None:
    attendus = sans_lignes_a_preciser(publies(2))
    assert list(repris(PRODUITS).items()) == list(attendus.items())[:-1]
    assert list(repris(CONTRIBUTIONS).items())[-1:] == list(attendus.items())[-1:]


def test_les_comptes_a_preciser_sont_ceux_du_formulaire() -> None:
    publiees = {
        nom[:2]
        for rang in (0, 2)
        for nom, lignes in publies(rang).items()
        if any(map(A_PRECISER.fullmatch, lignes)) and not nom.startswith("74")
    }
    comptes = [*nomenclature().charges.values(), *nomenclature().produits.values()]
    assert {c.numero for c in comptes if c.a_preciser} == publiees | {"66"}


def test_le_compte_66_dit_qu_il_vient_de_l_annexe_v_2() -> None:
    sources = {c.numero: c.source for c in nomenclature().charges.values()}
    assert sources.pop("66") == "CIRC annexe V-2, annexes 2 et 3"
    assert set(sources.values()) == {"CIRC annexe IV"}


def test_les_trois_notes() -> None:
    assert list(nomenclature().notes) == ["1", "2", "3"]
    assert nomenclature().notes["1"] == "Ne pas indiquer les centimes d’euros, appliquez la règle de l’arrondi"


# --- From what is typed to a line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("compte", "tape", "ligne"),
    [
        ("60", "achats matières et fournitures", "Achats matières et fournitures"),
        ("64", "REMUNERATION DES PERSONNELS", "Rémunération des personnels"),
        ("62", "Déplacements  et\u00a0missions", "Déplacements et missions"),
        ("62", "Déplacements", None),
        ("65", "Redevances", None),
    ],
)
def test_un_libelle_se_reconnait_sans_ses_accents(compte: str, tape: str, ligne: str | None) -> None:
    assert nomenclature().charges[compte].ligne(tape) == ligne


def test_un_libelle_approchant_se_propose() -> None:
    assert nomenclature().charges["62"].ligne_proche("Deplacement et mission") == "Déplacements et missions"
    assert nomenclature().charges["62"].ligne_proche("Baguettes") is None


@pytest.mark.parametrize(
    "tape",
    [
        "ARS",
        "ars",
        "ARS Poitou-Charentes",
        "l’ARS",
        "ARS (FIR)",
        "Agence régionale de santé",
        "L’agence régionale de santé d’Alsace",
    ],
)
def test_l_ars_se_reconnait_sous_tous_ses_noms(tape: str) -> None:
    assert nomenclature().ligne_de_financeur(tape) == FINANCEUR_ARS


@pytest.mark.parametrize("tape", ["Arsène et Cie", "ARSLAN", "Parsifal", "Agence régionale de l’énergie", "", "CARSAT"])
def test_ce_qui_ressemble_a_l_ars_n_est_pas_l_ars(tape: str) -> None:
    assert nomenclature().ligne_de_financeur(tape) != FINANCEUR_ARS


@pytest.mark.parametrize("libelle", [libelle for libelle, _ in nomenclature().financeurs])
def test_chaque_ligne_du_compte_74_mene_a_elle_meme(libelle: str) -> None:
    assert nomenclature().ligne_de_financeur(libelle) == libelle


@pytest.mark.parametrize(
    ("tape", "ligne"),
    [
        ("Conseil général des Deux-Sèvres", "Département(s) :"),
        ("Départements", "Département(s) :"),
        ("Conseil régional", "Région(s) :"),
        ("Ville de Parthenay", "Commune(s) :"),
        ("Communauté de communes", "Commune(s) :"),
        ("CCAS de Niort", "Commune(s) :"),
        ("État – DRJSCS", "Etat (à détailler)"),
        ("La CNSA", "CNSA (à détailler)"),
        ("MSA", "Organismes sociaux : (à détailler)"),
        ("CARSAT Centre-Ouest", "Organismes sociaux : (à détailler)"),
        ("FSE", "Fonds européens"),
        ("Centre hospitalier de Thouars", "Autres établissements publics :"),
        ("Fondation Médéric-Alzheimer", "Aides privées :"),
        ("Villeneuve Services", "Autres (à préciser)"),
        ("Réseau Équip’âge", "Autres (à préciser)"),
    ],
)
def test_un_financeur_trouve_sa_ligne(tape: str, ligne: str) -> None:
    assert nomenclature().ligne_de_financeur(tape) == ligne
