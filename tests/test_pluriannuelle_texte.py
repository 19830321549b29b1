"""D13 says what annexe V-2 says, word for word, its annexes 2 and 3 included; what differs is listed here."""

import re

import pytest
from docx.table import Table

from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.forms.campagne_controle import lire_campagne
from maia.forms.dossier import Dossier
from maia.forms.saisie import Saisie
from maia.generators.convention_pluriannuelle import convention_pluriannuelle
from maia.generators.documents import Champs
from tests import actes
from tests.actes import A_LISTER, ACCORDS, EN_LETTRES, FEMININ_ARS, FEMININ_PORTEUR, Remplacements, remplis
from tests.budgets import du_formulaire, simple
from tests.conventions import PLURIANNUELLE, Changements, champs_pluriannuels, lire_docx, produire, texte
from tests.depot import RACINE, lire

# Every slip of the extraction put right: what the extraction reads, what the form says. Each occurs once.
CORRECTIONS = (
    # The heading of the model is the circulaire's, not the convention's.
    ("ANNEXE V-2\nMODÈLE DE CONVENTION PURIANNUELLE ARS-PORTEUR D'UN SITE MAIA\n", ""),
    ("(ou issus du FIOCS)", "(ou issus du FIQCS)"),
    ("l'enveloppe issue du FIOCS", "l'enveloppe issue du FIQCS"),
    ("l'agent comptable de l'ARS ...\n", "l'agent comptable de l'ARS ....\n"),  # annexe V-1 ends its sentence
    ("exemplaires originaux, le ... ..", "exemplaires originaux, le ..."),
    ("CLEF DOMICILIATION", "CLEF DOMICILIATION\n... ... ... ... ... ..."),  # the table's empty row was lost
)

# What the regime decides.
VISA = (
    "Vu le montant des crédits délégués au titre du Fonds d'intervention pour la qualité et la coordination des soins "
    "(FIQCS) pour l'année 2012 (pour les ARS et projets concernés) ; "
)
A_ADAPTER = (
    "(Pour les porteurs MAIA « réseau de santé » dont le projet de MAIA est financé en tout ou partie sur l'enveloppe "
    "issue du FIQCS les paragraphes ci-dessous devront être adaptés). "
)
SANS_FIQCS: Remplacements = ((VISA, "", 1), (" (ou issus du FIQCS)", "", 1), (A_ADAPTER, "", 1))
VERSE = "Ce financement est versé par l'ARS … au porteur du site MAIA."
# Annexe V-1's sentence on the FIQCS's credits, then CIRC §2.2's words on what they pay for.
ADAPTATION = (
    " Il correspond à une contribution de la CNSA arrêtée par son directeur et, le cas échéant, à des crédits délégués au "
    "titre du fonds d'intervention pour la qualité et la coordination des soins (FIQCS), selon les modalités définies par "
    "le comité de gestion de ce fonds. Les crédits issus du FIQCS correspondent au financement du pilotage et d'un poste "
    "de gestionnaire de cas ; tout autre gestionnaire de cas est mis à disposition par le réseau porteur ou fait l'objet "
    "d'un cofinancement."
)
AVEC_FIQCS: Remplacements = (
    (" (pour les ARS et projets concernés)", "", 1),
    (A_ADAPTER, "", 1),
    (VERSE, VERSE + ADAPTATION, 1),
)

REMPLI: Remplacements = (*ACCORDS, ("Fait à …", "Fait …", 1), *EN_LETTRES, *A_LISTER)
CNSA: Remplacements = (*REMPLI, *SANS_FIQCS)
FIN = " BUDGET 2012 ET TABLEAU DES EFFECTIFS"


def officiel(*remplacements: Remplacements) -> str:
    return actes.officiel("annexe-v-2", *remplacements)


def jusqu_au_budget(document: str, titre: str = FIN) -> str:
    """The words up to annexe 2's tables."""
    debut, trouve, _ = document.partition(titre)
    return debut + trouve


def produit(dossier: Changements | None = None, ars: Changements | None = None) -> str:
    return jusqu_au_budget(texte(produire(champs_pluriannuels(dossier, ars), PLURIANNUELLE)))


def vierge() -> Champs:
    return convention_pluriannuelle(Dossier(), Ars(), campagne())


# --- The articles ---------------------------------------------------------------------------------------------------


def test_le_texte_de_reference_est_l_extraction_corrigee_de_ces_seules_fautes() -> None:
    assert actes.corrige("annexe-v-2", CORRECTIONS) == lire("tests/textes/annexe-v-2.txt")


def test_sans_rien_savoir_le_brouillon_est_le_formulaire_officiel_mot_pour_mot() -> None:
    assert jusqu_au_budget(texte(produire(vierge(), PLURIANNUELLE))) == officiel()


def test_le_texte_officiel_rempli_pour_un_site_finance_par_la_cnsa() -> None:
    ars = "de Poitou-Charentes"
    assert remplis(produit(ars={"convention.lieu": "Poitiers"}), officiel(CNSA)) == [
        *(ars, "130 007 792 00018", "4 rue Micheline-Ostermeyer, 86000 Poitiers", "M. François Giraud", ars),
        *("Association gérontologique de Gâtine", "de Gâtine", "4 place du Drapeau, 79200 Parthenay"),
        *("M. Jean Martineau", "123 456 782", "organisme privé sans but lucratif (association)"),
        *("14 février 2012", "1er février 2012", ars, "l'Association gérontologique de Gâtine"),
        *(ars, "27 avril 2012", "de l'Association gérontologique de Gâtine"),
        *([ars] * 7),  # articles 1 to 4
        "151 667 € (cent cinquante et un mille six cent soixante-sept euros)",
        *([ars] * 4),
        "91 667 € (quatre-vingt-onze mille six cent soixante-sept euros)",
        "60 000 € (soixante mille euros)",
        "La Banque Postale 20041 01005 0500013M026 06 Centre de Limoges",
        *([ars] * 7),  # articles 4 and 5
        *("2 mai", ars, "de Poitiers", "à Poitiers"),
        "…",  # the date of signature, left for the pen
        *("de Gâtine", ars, ars),
        "Canton Commune Code INSEE Parthenay Parthenay 79202 Parthenay Le Tallud 79322 Secondigny Secondigny 79311",
    ]


FIQCS: Changements = {
    "regime": "FIQCS",
    "demande.montant": "151 667",
    "demande.repartition": {"pilotage": "91 667", "gestion_de_cas": "60 000"},
}


def test_pour_un_reseau_finance_par_le_fiqcs_l_article_4_est_adapte_comme_le_texte_le_demande() -> None:
    assert remplis(produit(FIQCS), officiel(REMPLI, AVEC_FIQCS)) == remplis(produit(), officiel(CNSA))


def test_le_nombre_de_gestionnaires_de_cas_que_paie_le_fiqcs_vient_de_la_campagne() -> None:
    c = campagne()
    deux = c.regimes["FIQCS"].model_copy(update={"gestionnaires_finances": {2: 1, 3: 2}})
    champs = champs_pluriannuels(FIQCS, c=c.model_copy(update={"regimes": c.regimes | {"FIQCS": deux}}))
    assert champs.valeurs["fiqcs"]["de_postes"] == "de deux postes"


def test_sans_nombre_de_gestionnaires_de_cas_l_adaptation_le_demande() -> None:
    c = champs_pluriannuels(FIQCS | {"demande.gestionnaires_de_cas": None})
    assert [m.chemin for m in c.manquants] == ["demande.gestionnaires_de_cas"]


def test_une_directrice_generale_et_une_presidente_sont_nommees_au_feminin_partout() -> None:
    directrice = {"directeur_general": {"civilite": "Mme", "prenom": "Anne", "nom": "Baron"}}
    presidente = {"representants.0": {"civilite": "Mme", "prenom": "Odile", "nom": "Pré", "qualite": "Présidente"}}
    blancs = remplis(produit(presidente, directrice), officiel(CNSA, FEMININ_ARS, FEMININ_PORTEUR))
    assert {"Mme Anne Baron", "Mme Odile Pré"} <= set(blancs)


@pytest.mark.parametrize(("ville", "fait"), [("Lyon", "à Lyon"), ("Le Mans", "au Mans"), ("Les Abymes", "aux Abymes")])
def test_le_lieu_de_signature_est_ecrit_s_il_est_connu(ville: str, fait: str) -> None:
    assert f"Fait {fait}, en trois exemplaires originaux" in produit(ars={"convention.lieu": ville})


# --- Another year ---------------------------------------------------------------------------------------------------

# The preamble tells the past: its « 2012 » stays.
ANNEE_2014: Remplacements = (
    ("pluriannuelle 2012-2015", "pluriannuelle 2014-2016", 1),
    ("création des MAIA en 2012", "création des MAIA en 2014", 1),
    ("Au titre de l'exercice 2012", "Au titre de l'exercice 2014", 1),
    ("arrêté en 2013, 2014 et 2015", "arrêté en 2015 et 2016", 1),
    ("le 15 octobre au plus tard", "le 1er octobre au plus tard", 1),
    ("soit fin 2013", "soit fin 2015", 1),
    ("soit en 2015", "soit en 2017", 1),
    ("En 2012, le premier", "En 2014, le premier", 1),
    ("Pour les trois exercices", "Pour les deux exercices", 1),
    ("au 15 janvier et", "au 1er février et", 1),
    ("au 15 juillet", "au 31 août", 1),
    ("le 31 mars de l'année", "le 15 avril de l'année", 1),
    ("plus tard le 30 juin", "plus tard le 15 juillet", 1),
    ("prend effet au … 2012", "prend effet au … 2014", 1),
    ("le 31 décembre 2015", "le 31 décembre 2016", 1),
    ("BUDGET 2012 ET", "BUDGET 2014 ET", 1),
)


def test_la_campagne_inventee_de_2014_donne_une_convention_juste_sans_autre_code() -> None:
    lue = lire_campagne(RACINE / "samples" / "campagnes" / "2014-inventee.yaml")
    assert isinstance(lue, Saisie)
    assert lue.valeur is not None
    assert lue.fautes == ()
    parts = {"demande.repartition": {"pilotage": "91 667", "gestion_de_cas": "60 000"}}
    c = champs_pluriannuels(parts, {"convention": {"prise_d_effet": "2 mai 2014"}}, lue.valeur)
    document = jusqu_au_budget(texte(produire(c, PLURIANNUELLE)), FIN.replace("2012", "2014"))
    assert remplis(document, officiel(CNSA, ANNEE_2014)) == remplis(produit(), officiel(CNSA))


# --- Annexes 2 and 3 ------------------------------------------------------------------------------------------------


def tableaux(c: Champs) -> dict[str, tuple[Table, Table, Table]]:
    """Budget, contributions and staff of annexes 2 and 3."""
    document = lire_docx(produire(c, PLURIANNUELLE))
    lus = [t for t in document.tables if t.cell(0, 0).text in ("Charges", "CONTRIBUTIONS VOLONTAIRES (3)", "QUALITE")]
    assert len(lus) == 6
    return {"annexe 2": (lus[0], lus[1], lus[2]), "annexe 3": (lus[3], lus[4], lus[5])}


def lignes(t: Table) -> list[list[str]]:
    """The cells of a table, spaces evened out."""
    return [[re.sub(r"(?<=n°) ", "", simple(c.text)) for c in ligne.cells] for ligne in t.rows]


@pytest.mark.parametrize("annexe", ["annexe 2", "annexe 3"])
def test_les_lignes_du_budget_sont_celles_de_l_annexe_v_2_mot_pour_mot(annexe: str) -> None:
    budget, contributions, _ = tableaux(vierge())[annexe]
    cellules = [*lignes(budget), *lignes(contributions)[1:]]
    charges, produits = du_formulaire("annexe-v-2-budget.txt")
    assert [c[0] for c in cellules if c[0]] == [c for c in charges if c != "CONTRIBUTIONS VOLONTAIRES (3)"]
    assert [c[2] for c in cellules if c[2]] == produits
    assert lignes(budget)[0] == ["Charges", "Montant en Euros (1)", "Produits", "Montant en Euros (1)"]
    assert set(lignes(contributions)[0]) == {"CONTRIBUTIONS VOLONTAIRES (3)"}


@pytest.mark.parametrize("annexe", ["annexe 2", "annexe 3"])
def test_le_tableau_des_effectifs_aussi(annexe: str) -> None:
    officielles = [ligne.split("\t") for ligne in lire("tests/textes/annexe-v-2-budget.txt").splitlines()]
    debut = next(rang for rang, ligne in enumerate(officielles) if ligne[0] == "QUALITE")
    cellules = lignes(tableaux(vierge())[annexe][2])
    assert cellules[0] == officielles[debut]
    assert [c[0] for c in cellules[1:]] == [ligne[0] for ligne in officielles[debut + 1 :] if ligne[0]]


def test_les_notes_suivent_chaque_budget_mot_pour_mot() -> None:
    notes = [
        simple(ligne).replace('"', "")
        for ligne in lire("tests/textes/annexe-v-2-budget.txt").splitlines()
        if re.match(r"\([123]\) ", ligne)
    ]
    document = re.sub(r"« | »", "", texte(produire(vierge(), PLURIANNUELLE))).replace("n° 99", "n°99")
    assert [document.count(note) for note in notes] == [2, 2, 2]
    assert document.count("ANNEXE 3 BUDGET PRÉVISIONNEL EN ANNÉE PLEINE ET TABLEAU DES EFFECTIFS Charges") == 1


def test_les_deux_budgets_et_les_deux_tableaux_sont_remplis() -> None:
    c = champs_pluriannuels({"effectifs_supplementaires": [{"poste": "secrétaire", "etp": "0,5", "brut": "9 000"}]})
    annee, pleine = tableaux(c)["annexe 2"], tableaux(c)["annexe 3"]
    assert lignes(annee[0])[-1] == ["TOTAL DES CHARGES", "152 167", "TOTAL DES PRODUITS", "152 167"]
    assert lignes(pleine[0])[-1] == ["TOTAL DES CHARGES", "280 500", "TOTAL DES PRODUITS", "280 500"]
    assert lignes(annee[2])[5:] == [
        ["TOTAL financement ARS", "", "", "", "", "", "140 500"],
        ["secrétaire", "", "0,5", "", "9 000", "", "9 000"],
        ["TOTAL projet", "", "4", "", "107 500", "42 000", "149 500"],
    ]
    assert lignes(pleine[2])[-3:] == [
        ["Autres (préciser)", "", "", "", "", "", ""],
        ["Autres (préciser)", "", "", "", "", "", ""],
        ["TOTAL projet", "", "4", "", "182 000", "78 500", "260 500"],
    ]


def test_un_budget_vide_n_affiche_ni_zero_ni_erreur() -> None:
    mots = texte(produire(vierge(), PLURIANNUELLE))
    assert "#DIV" not in mots
    assert lignes(tableaux(vierge())["annexe 3"][0])[-1] == ["TOTAL DES CHARGES", "...", "TOTAL DES PRODUITS", "..."]


def test_une_prise_d_effet_inconnue_laisse_les_points_et_l_annee() -> None:
    assert "prend effet au … 2012 et s'achève le 31 décembre 2015." in produit(ars={"convention.prise_d_effet": None})


def test_les_proprietes_disent_le_titre() -> None:
    proprietes = lire_docx(produire(champs_pluriannuels(), PLURIANNUELLE)).core_properties
    assert proprietes.title == (
        "Convention pluriannuelle MAIA de Gâtine – Association gérontologique de Gâtine – 2012-2015"
    )
