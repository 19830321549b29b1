"""D2: the budget workbook as a file: the form's wording, what judges say, print set-up, the same bytes everywhere."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from maia.generators.classeur import ModeleExcel
from tests.budgets import (
    ANNEE,
    ECHANTILLONS,
    EFFECTIFS,
    EFFECTIFS_PLEINE,
    PLEINE,
    champs_de,
    du_formulaire,
    echantillon,
    produire,
    simple,
)
from tests.depot import RACINE
from tests.juges.libreoffice import desaccords, reenregistrer
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_excel import partie, relire, valeurs

# --- The form's words -----------------------------------------------------------------------------------------------


def colonnes(feuille: Worksheet) -> tuple[list[str], list[str]]:
    """Labels of charges and of produits, from the heading to the second TOTAL."""
    cotes: tuple[list[str], list[str]] = ([], [])
    dedans = False
    for ligne in feuille.iter_rows():
        gauche, droite = ligne[0].value, ligne[2].value
        dedans = dedans or gauche == "Charges"
        if not dedans or feuille.row_dimensions[ligne[0].row].hidden:
            continue
        for cote, libelle in zip(cotes, (gauche, droite), strict=True):
            if libelle:
                cote.append(simple(str(libelle)))
        if gauche == "TOTAL":
            break
    return cotes


@pytest.mark.parametrize(("feuille", "fichier"), [(ANNEE, "annexe-iv-budget.txt"), (PLEINE, "annexe-v-2-budget.txt")])
def test_les_lignes_sont_celles_du_formulaire_mot_pour_mot(feuille: str, fichier: str) -> None:
    assert colonnes(relire(produire())[feuille]) == du_formulaire(fichier)


PHRASES = {
    ANNEE: [
        "BUDGET PREVISIONNEL DU DISPOSITIF INTEGRE MAIA POUR L'ANNEE 2012",
        "(le total des charges doit être égal au total des produits)",
        "Si le budget du demandeur n'est pas établi en respectant la nomenclature du plan comptable, il convient de "
        "renseigner les lignes des comptes à deux chiffres ainsi que le détail de la ligne du compte 74 du tableau "
        "ci-dessous : (insérer des lignes si nécessaires pour le compte 74)",
        "Montant en Euros (1)",
        "Subvention(s) : Accordée(s) = A Attendue(s) = T",
        "(1) Ne pas indiquer les centimes d'euros, appliquez la règle de l'arrondi",
        "(2) Détailler dans les tableaux ci-après",
        "(3) Le plan comptable des associations, issu du règlement CRC n°99-01, prévoit a minima une information "
        "(quantitative ou, à défaut, qualitative) dans l'annexe et une possibilité d'inscription en comptabilité mais "
        'en engagements "hors bilan" et "au pied" du compte de résultat',
        "Le financement sollicité de",
        "représente",
        "du total des produits",
    ],
    EFFECTIFS: [
        "TABLEAU DES EFFECTIFS PREVISIONNELS FINANCES PAR L'ARS",
        "QUALITE", "PROFIL (1)", "ETP", "STATUT (2)", "Salaire brut", "Charges soc", "Coût total",
        "Pilote", "GC n°1", "GC n°2", "GC n°3", "TOTAL",
        "(1) IDE, asst soc, ergo, psycho, ...",
        "(2) Préciser si CDD, CDI, titulaire FP, conv collective applicable",
        "TABLEAU DES EFFECTIFS PREVISIONNELS SUPPLEMENTAIRES (le cas échéant)",
    ],
    PLEINE: ["BUDGET PRÉVISIONNEL EN ANNÉE PLEINE", "(2) Détailler dans le tableau ci-après."],
    EFFECTIFS_PLEINE: [
        "TABLEAU DES EFFECTIFS", "QUALITE", "PROFIL", "ETP", "STATUT", "Salaire brut", "Charges soc", "Coût total",
        "Pilote", "GC n°1", "GC n°2", "GC n°3", "TOTAL financement ARS", "Autres (préciser)", "TOTAL projet",
    ],
}  # fmt: skip


@pytest.mark.parametrize("feuille", PHRASES)
def test_titres_notes_et_effectifs_sont_ceux_du_formulaire(feuille: str) -> None:
    ecrits = {simple(str(c.value)) for ligne in relire(produire())[feuille].iter_rows() for c in ligne if c.value}

    assert [phrase for phrase in PHRASES[feuille] if phrase not in ecrits] == []


def test_l_annee_vient_de_la_campagne_et_aucune_accolade_ne_reste() -> None:
    xlsx = produire()

    assert relire(xlsx).sheetnames == [ANNEE, EFFECTIFS, PLEINE, EFFECTIFS_PLEINE]
    parties = ["xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"]
    parties += [f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4)]
    assert all("{{" not in partie(xlsx, nom) and "}}" not in partie(xlsx, nom) for nom in parties)


# --- The file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_les_juges_n_ont_rien_a_redire(nom: str) -> None:
    assert defauts_ooxml(echantillon(nom), ".xlsx") == []


def test_libreoffice_recalcule_les_memes_valeurs_partout() -> None:
    nombreux = [{"financeur": f"Commune n° {i}", "montant": "7", "statut": "A"} for i in range(30)]
    long = produire(budget={"charges": {"66": "3"}, "produits": {"74": nombreux}})

    assert desaccords([*map(echantillon, ECHANTILLONS), long, produire()]) == []


def test_un_modele_reenregistre_dans_un_autre_tableur_se_remplit_pareil() -> None:
    (reenregistre,) = reenregistrer([(RACINE / "templates" / "budget.xlsx").read_bytes()])
    xlsx = ModeleExcel.compiler(reenregistre, "budget.xlsx").rendre(champs_de("gatine"))

    for rang in range(4):
        assert valeurs(xlsx, rang) == valeurs(echantillon("gatine"), rang)


def test_l_impression_est_en_a4_avec_en_tetes_repetes_et_pages_numerotees() -> None:
    livre = relire(echantillon("gatine"))

    for feuille in livre:
        assert (feuille.page_setup.paperSize, feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight) == (
            9,
            1,
            0,
        )
        assert "Association gérontologique de Gâtine" in feuille.oddHeader.left.text
        assert feuille.oddFooter.right.text == "Page &P / &N"
        assert feuille.print_area
    assert livre[ANNEE].print_title_rows == "$5:$5"
    assert [livre[f].page_setup.orientation for f in livre.sheetnames] == ["portrait", "landscape"] * 2


def test_la_saisie_est_guidee() -> None:
    xlsx = echantillon("gatine")
    regles = {(v.type, v.formula1) for f in relire(xlsx) for v in f.data_validations.dataValidation}

    assert regles == {("whole", "0"), ("list", '"A,T"'), ("decimal", "0")}


def test_memes_octets_dans_un_autre_processus() -> None:
    programme = """
import hashlib
from tests.budgets import echantillon
print(hashlib.sha256(echantillon("gatine")).hexdigest())
"""
    ailleurs = subprocess.run(
        [sys.executable, "-c", programme],
        cwd=Path(__file__).parent.parent,
        env={"PYTHONHASHSEED": "41", "TZ": "Pacific/Noumea", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert ailleurs == hashlib.sha256(echantillon("gatine")).hexdigest()
