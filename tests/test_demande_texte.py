"""D1 says the official form word for word: the whole of annexe IV, in its order.

`annexe-iv.txt` is the passage of the circulaire with a mark (`___`) at each blank and a box (`☐`) before each choice.
"""

import re

import pytest

from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.generators.formulaire import SIRET_VIERGE
from tests.demandes import BLANC, EXEMPLES, exemple, gatine, lignes, mots, produire, texte
from tests.depot import lire

# Every slip of the published form put right, and what typography adds: what is printed, what stands here.
CORRECTIONS = (
    ("La financement sollicité", "Le financement sollicité", 1),
    ("#DIV/0!", BLANC, 1),  # the published form is a workbook whose empty budget divides by zero
    ("EIP", "ETP", 2),
    ("personnel bénévole", "Personnel bénévole", 1),
    ("1- PRESENTATION", "1 - PRESENTATION", 1),
    ("préciser Numéro", "préciser : Numéro", 1),
)


def reference() -> list[str]:
    return lire("tests/textes/annexe-iv.txt").splitlines()


def sans_blancs(brut: str) -> str:
    """The fixed words only: what is left to fill, ticked or computed (the published `0`) put aside."""
    return " ".join(re.sub(rf"{BLANC}|[☐☒]|(?<=\s)0(?=\s)", " ", brut).split())


def officiel(*remplacements: tuple[str, str]) -> str:
    """The official form on one line, with these replacements, each of which must occur once."""
    formulaire = re.sub(r"\s-\s(?=[a-z])", " ", mots(reference()))
    for avant, apres in remplacements:
        assert formulaire.count(avant) == 1, avant
        formulaire = formulaire.replace(avant, apres)
    return formulaire


def hors_budget(document: str) -> str:
    """The document without the table of charges and produits, whose lines are the porteur's own once filled."""
    debut, _, reste = document.partition("Attendue(s) = T ")
    return f"{debut}Attendue(s) = T {reste[reste.index('(1) Ne pas indiquer') :]}"


def remplis(produit: str, formulaire: str) -> list[str]:
    """What fills each blank and box of the form, where a blank may stay empty; fails at the first words that aren't its own."""
    premier, *suite = [fixe.strip() for fixe in re.split(rf"{BLANC}|☐", formulaire)]
    assert produit.startswith(premier)
    blancs, position = [], len(premier)
    for fixe in suite:
        fin = produit.find(fixe, position) if fixe else len(produit)
        assert fin >= 0, f"après « {produit[max(0, position - 60) : position + 60]} », il manque « {fixe} »"
        blancs.append(produit[position:fin].strip())
        position = fin + len(fixe)
    assert position == len(produit)
    return blancs


def test_la_reference_est_le_passage_de_la_circulaire_corrige_de_ces_seules_fautes() -> None:
    circulaire = lire("tests/textes/circulaire.txt")
    passage = circulaire[circulaire.index("\nDOSSIER DE FINANCEMENT\n") : circulaire.index("\nANNEXE V-1\n")]
    brut = " ".join(passage.split())
    for avant, apres, fois in CORRECTIONS:
        assert brut.count(avant) == fois, avant
        brut = brut.replace(avant, apres)
    assert sans_blancs(" ".join(reference())) == sans_blancs(brut)


def test_un_dossier_vide_est_le_formulaire_officiel_mot_pour_mot() -> None:
    assert sans_blancs(texte(produire("dossier-de-demande", Dossier()))) == sans_blancs(officiel())


def test_chaque_ligne_du_budget_est_imprimee_une_fois_sans_montant() -> None:
    vierge = [ligne.split("\t") for ligne in lignes(produire("dossier-de-demande", Dossier()))]
    montants = [c for ligne in vierge if len(ligne) == 5 and ligne[0] != "Charges" for c in (ligne[1], *ligne[3:])]
    assert set(montants) == {""}


def test_l_attestation_seule_a_les_mots_de_la_troisieme_partie() -> None:
    debut, fin = officiel().index("Je soussigné(e)"), officiel().index(" Liste des pièces")
    seule = sans_blancs(texte(produire("attestation-sur-l-honneur", Dossier())))
    assert seule.endswith(sans_blancs(officiel()[debut:fin]))


REMPLACES = (
    (" (préciser le département et le porteur)", f" {BLANC}"),
    (SIRET_VIERGE, BLANC),
    (f"{BLANC} € représente", f"{BLANC} représente"),
    (f"{BLANC} € donne", f"{BLANC} donne"),
)


def test_le_formulaire_rempli_par_une_association() -> None:
    produit = hors_budget(texte(produire("dossier-de-demande", gatine())))
    assert remplis(produit, hors_budget(officiel(*REMPLACES))) == [
        "– Deux-Sèvres (79) – Association gérontologique de Gâtine",
        *("Association gérontologique de Gâtine", "AGG", "4 rue des Tilleuls", "79200", "Parthenay"),
        *("05 36 49 10 00", "05 36 49 10 01", "contact@gerontologie-gatine.example", "www.gerontologie-gatine.example"),
        *("BP 12", "79201", "Parthenay Cedex"),
        *("☐", "☒", "☐", BLANC),  # collectivité, organisme privé, autres
        "000 792 010 / 00019",
        *("☐", "☐", "☒", "☐"),  # nationale, régionale, départementale, locale
        *("Brisson", "Hélène", "directrice", "05 36 49 10 02", "helene.brisson@gerontologie-gatine.example"),
        *("Guérineau", "Jacques", "président", "president@gerontologie-gatine.example"),
        *("Texier", "Annick", "trésorière", "tresoriere@gerontologie-gatine.example"),
        *("12 mars 1998", "Deux-Sèvres (79)", "28 mars 1998"),
        "Faciliter la vie à domicile des personnes âgées de Gâtine en les informant, en les orientant et en coordonnant "
        "les professionnels qui les entourent ; gérer à cette fin un centre local d'information et de coordination "
        "gérontologique.",
        *("☒", "☐", ""),  # non, oui, date
        *("151 667 €", "91,0 %"),
        "cadre de santé 1 CDI (CCN du 31/10/1951) 43 200 18 800 62 000",
        "IDE 1 CDI (CCN du 31/10/1951) 11 400 4 950 16 350",
        "assistante de service social 1 CDI (CCN du 31/10/1951) 10 900 4 750 15 650",
        "ergothérapeute 1 CDI (CCN du 31/10/1951) 11 100 4 850 15 950",
        "4 76 600 33 350 109 950",
        "Secrétaire assistante administrative 0,2 CDI (CCN du 31/10/1951) 3 600 1 450 5 050",
        "0,2 3 600 1 450 5 050",
        *("Jacques Guérineau", "Association gérontologique de Gâtine", "151 667 €"),
        *("sans objet", "sans objet", "sans objet"),
        *("9 mars 2012", "Parthenay"),
    ]


@pytest.mark.parametrize("nom", EXEMPLES)
def test_les_mots_du_formulaire_restent_autour_de_chaque_exemple(nom: str) -> None:
    d = exemple(nom)
    un = f" Nom : {BLANC} Prénom : {BLANC} Qualité : {BLANC} Courriel : {BLANC}"
    accorde = officiel(*REMPLACES).replace(un * 2, un * len(d.representants))
    assert remplis(hors_budget(texte(produire("dossier-de-demande", d))), hors_budget(accorde))


def test_une_autre_annee_ne_demande_pas_d_autre_modele() -> None:
    suivante = campagne().model_copy(update={"annee": 2013})
    annees = (("Budget prévisionnel 2012", "Budget prévisionnel 2013"), ("L'ANNEE 2012", "L'ANNEE 2013"))
    produit = texte(produire("dossier-de-demande", Dossier(), suivante))
    assert sans_blancs(produit) == sans_blancs(officiel(*annees))
