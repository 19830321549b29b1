"""The workbook to fill: a case for every field, help and drop-downs, live totals, texts kept as texts."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook, load_workbook

from maia.forms.budget import Budget, Effectif, Financeur
from maia.forms.champs import arbre, champs
from maia.forms.classeur.plan import (
    FeuilleBudget,
    FeuilleEffectifs,
    FeuillePieces,
    Formulaire,
    Tableau,
    nom_defini,
    plan,
)
from maia.forms.dossier import Dossier
from maia.forms.modele import Modele, champ, champ_liste
from maia.forms.nomenclature import nomenclature
from maia.forms.pieces import PieceDemandee, catalogue
from maia.forms.types import Texte
from maia.generators.saisie import classeur_de_saisie
from tests.classeurs_remplis import case, importe, modifie, rempli
from tests.juges.libreoffice import desaccords, recalculer
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import RACINE, lancer


def vide() -> Workbook:
    return load_workbook(io.BytesIO(classeur_de_saisie().octets))


def porte(chemin: tuple[str, ...]) -> str:
    """The name of what holds a field: its own cell, its column, else the sheet of its budget or of its staff."""
    for rang, etape in enumerate(chemin):
        if etape == "budget" or etape.startswith("effectifs"):
            return nom_defini(chemin[: rang + 1])
    return nom_defini(chemin)


def test_chaque_champ_d_un_dossier_a_sa_case() -> None:
    noms = list(vide().defined_names)

    sans_case = [
        ".".join(chemin)
        for chemin, _ in arbre(Dossier)
        if not any(nom == porte(chemin) or nom.startswith(f"{porte(chemin)}_") for nom in noms)
    ]

    assert sans_case == []


def test_chaque_champ_d_un_effectif_et_d_un_financeur_a_sa_colonne() -> None:
    effectifs = [f for f in plan() if isinstance(f, FeuilleEffectifs)]
    entetes = {c.value for c in vide()["Effectifs"][4]}

    assert all([c.champ.nom for c in f.colonnes] == list(Effectif.model_fields) for f in effectifs)
    assert entetes == {c.libelle for c in champs(Effectif)}
    assert set(Financeur.model_fields) == {"financeur", "montant", "statut"}  # label, amount, status on a line of 74
    assert set(Budget.model_fields) == {"charges", "produits", "contributions", "totaux"}


def test_un_champ_ajoute_a_un_modele_a_sa_case_aussitot() -> None:
    class Ligne(Modele):
        jour: Texte | None = champ("Jour")

    class Autre(Modele):
        nouveau: Texte | None = champ("Nouveau", "À écrire")
        lignes: list[Ligne] = champ_liste("Passages")

    formulaire, tableau = plan(Autre)

    assert isinstance(formulaire, Formulaire)
    assert [c.chemin for s in formulaire.sections for c in s.cases] == [("nouveau",)]
    assert isinstance(tableau, Tableau)
    assert [c.chemin for c in tableau.colonnes] == [("jour",)]


def test_deux_cases_n_ont_jamais_le_meme_nom_ni_deux_sections_le_meme_titre() -> None:
    chemins: list[Any] = []
    titres: list[str] = []
    for feuille in plan():
        match feuille:
            case Formulaire(sections=sections):
                chemins += [c.chemin for s in sections for c in s.cases]
                titres += [s.titre for s in sections]
            case Tableau(chemin=chemin, colonnes=colonnes):
                chemins += [chemin, *((*chemin, *c.chemin) for c in colonnes)]
            case FeuilleBudget(chemin=chemin) | FeuillePieces(chemin=chemin):
                chemins.append(chemin)
            case FeuilleEffectifs(tableaux=tableaux):
                chemins += [chemin for _, chemin in tableaux]
    noms = [nom_defini(chemin) for chemin in chemins]

    assert len(set(noms)) == len(noms)
    assert len(set(titres)) == len(titres)


def test_une_liste_fermee_est_un_menu_et_chaque_case_a_son_aide() -> None:
    feuille = vide()["Porteur"]
    ou = case(classeur_de_saisie().octets, "Porteur", "Portée")

    (validation,) = [v for v in feuille.data_validations.dataValidation if ou in v.sqref]

    assert validation.formula1 == '"nationale,régionale,départementale,locale"'
    assert (validation.promptTitle, validation.prompt) == (
        "Portée",
        "Case du formulaire. Source\u00a0: CIRC annexe IV §1.",
    )
    aidees = {str(c) for v in feuille.data_validations.dataValidation for c in v.sqref.ranges}
    libres = {c.coordinate for ligne in feuille.iter_rows() for c in ligne if not c.protection.locked}
    assert libres == aidees


def test_seules_les_cases_a_remplir_sont_libres_et_les_numeros_restent_des_textes() -> None:
    classeur = load_workbook(io.BytesIO(rempli()))
    porteur = classeur["Porteur"]

    assert all(feuille.protection.sheet for feuille in classeur.worksheets)
    siret = porteur[case(rempli(), "Porteur", "Numéro SIRET")]
    assert (siret.value, siret.number_format, siret.protection.locked) == ("000 792 010 00019", "@", False)
    assert porteur["A5"].protection.locked


def test_les_totaux_sont_ceux_de_d2_et_vivants() -> None:
    ou = case(rempli(), "Budget", "Assurance")

    def geste(classeur: Workbook) -> None:
        classeur["Budget"][ou] = 1950  # a thousand more

    avant = load_workbook(io.BytesIO(rempli()), data_only=True)["Budget"]
    (apres,) = recalculer([modifie(rempli(), geste)])

    total = case(rempli(), "Budget", "TOTAL DES CHARGES")
    assert avant[total].value == 166_667
    assert apres["Budget"][total].value == 167_667


def test_les_comptes_et_leurs_lignes_sont_ceux_de_l_annexe_iv() -> None:
    textes = {c.value for ligne in vide()["Budget"].iter_rows() for c in ligne}

    for comptes in (nomenclature().charges, nomenclature().produits, nomenclature().contributions):
        for compte in comptes.values():
            assert textes >= set(compte.lignes)


def test_un_texte_n_est_jamais_une_formule() -> None:
    textes = {"sigle": "=1+1", "raison_sociale": "#REF!", "statut_precision": "+33"}

    octets = classeur_de_saisie({"porteur": textes}).octets

    types = [c.data_type for f in load_workbook(io.BytesIO(octets)) for ligne in f.iter_rows() for c in ligne]
    assert "e" not in types
    assert importe(octets).valeur["porteur"] == textes


def test_un_texte_a_accolades_n_est_pas_un_blanc_a_remplir() -> None:
    textes = {"sigle": "{{ porteur }}", "raison_sociale": "}} {% for %}"}

    assert importe(classeur_de_saisie({"porteur": textes}).octets).valeur == {"porteur": textes}


def test_ce_qu_excel_ne_peut_contenir_est_dit() -> None:
    fait = classeur_de_saisie({"porteur": {"sigle": "a\x01b"}, "representants": [{"nom": "x" * 40_000}]})

    assert set(fait.impossibles) == {("porteur", "sigle"), ("representants", 0, "nom")}


def test_les_champs_inconnus_vont_sur_une_feuille_a_part() -> None:
    fait = classeur_de_saisie({"porteur": {"couleur": "bleu"}})

    assert fait.inconnus == (("porteur", "couleur"),)
    assert importe(fait.octets).valeur == {"porteur": {"couleur": "bleu"}}


def test_les_pieces_propres_a_une_ars_ont_leur_ligne() -> None:
    piece = PieceDemandee(
        libelle="avis du maire", rang="12", demandee="facultative", type="fichier", source="ARS", remede="-"
    )
    demandees = catalogue().avec({"avis_maire": piece})

    fait = classeur_de_saisie({"pieces": {"avis_maire": "avis.pdf"}}, demandees)

    feuille = load_workbook(io.BytesIO(fait.octets))["Pièces"]
    assert "Avis du maire" in [ligne[0].value for ligne in feuille.iter_rows()]
    assert importe(fait.octets).valeur == {"pieces": {"avis_maire": "avis.pdf"}}


def test_les_juges_d_ooxml_n_ont_rien_a_redire() -> None:
    assert defauts_ooxml(classeur_de_saisie().octets, ".xlsx") == []
    assert defauts_ooxml(rempli(), ".xlsx") == []


def test_libreoffice_trouve_les_memes_totaux() -> None:
    assert desaccords([rempli(), classeur_de_saisie().octets]) == []


def test_les_octets_ne_dependent_ni_du_hachage_ni_de_l_heure(tmp_path: Any) -> None:
    faits = []
    for graine, fuseau in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        sortie = tmp_path / f"{graine}.xlsx"
        gatine = RACINE / "samples" / "dossiers" / "gatine.yaml"
        fini = lancer("classeur", gatine, "-o", sortie, PYTHONHASHSEED=graine, TZ=fuseau, LC_ALL="C.UTF-8")
        assert fini.code == 0, fini.erreurs
        faits.append(sortie.read_bytes())

    assert faits[0] == faits[1]
