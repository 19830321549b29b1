"""The convention says what annexe V-1 says, word for word; what differs is listed here, and nothing else differs.

`annexe-v-1-brut.txt` is the passage as it was extracted from the official PDF, `annexe-v-1.txt` the same without the
marks of the extraction and with its slips put right: the wording that the template must bear, « … » for a blank.
"""

from datetime import date

import pytest

from maia.forms.campagne import campagne
from tests import actes
from tests.actes import A_LISTER, ACCORDS, EN_LETTRES, FEMININ_ARS, FEMININ_PORTEUR, Remplacements, remplis
from tests.conventions import Changements, champs, champs_vierges, produire, texte
from tests.depot import lire

# Every slip of the extraction put right: what the extraction reads, what the form says. Each occurs once.
CORRECTIONS = (
    ("des organismes cofinanciers du site", "des organismes cofinanceurs du site"),
    ("temps plein- [ETP]-de pilote", "temps plein – [ETP] – de pilote"),
    ("siège est situé :\nReprésenté par", "siège est situé : ...\nReprésenté par"),  # annexe V-2 shows the dots
    ("exemplaires originaux, le ... ..", "exemplaires originaux, le ..."),
    ("CLEF DOMICILIATION", "CLEF DOMICILIATION\n... ... ... ... ... ..."),  # the table's empty row was lost
)

# What the regime decides.
VISA = (
    "Vu le montant des crédits délégués au titre du fonds d'intervention pour la qualité et la coordination des soins "
    "(FIQCS) pour l'année 2012 (pour les ARS et projets concernés) ; "
)
CREDITS = (
    " et, le cas échéant, à des crédits délégués au titre du fonds d'intervention pour la qualité et la coordination "
    "des soins (FIQCS) (pour les ARS et sites concernés)"
)
SANS_FIQCS = ((VISA, "", 1), (CREDITS, "", 1))
FIQCS_SANS_NOTE = ((" (pour les ARS et projets concernés)", "", 1), (" (pour les ARS et sites concernés)", "", 1))
# Dates and years of the campaign. The preamble tells the past: its « 2012 » stays.
ANNEE_2013 = (
    ("création des MAIA en 2012", "création des MAIA en 2013", 1),
    ("finance en 2012", "finance en 2013", 1),
    ("durant l'année 2012", "durant l'année 2013", 1),
    ("En 2012, le premier", "En 2013, le premier", 1),
    ("le 31 mars 2013", "le 1er avril 2014", 1),
    ("rapport d'activité 2012", "rapport d'activité 2013", 1),
    ("le 30 mai 2013", "le 31 mai 2014", 1),
    ("le 31 décembre 2012", "le 30 décembre 2013", 1),
)


def officiel(*remplacements: Remplacements) -> str:
    return actes.officiel("annexe-v-1", *remplacements)


def jusqu_au_budget(document: str) -> str:
    """The words of annexe V-1: annexe 2's tables, which it leaves to annexe IV, are cut off."""
    debut, titre, _ = document.partition(" BUDGET PRÉVISIONNEL ")
    return debut + titre.rstrip()


def produit(dossier: Changements | None = None, ars: Changements | None = None) -> str:
    return jusqu_au_budget(texte(produire(champs(dossier, ars))))


def test_le_texte_de_reference_est_l_extraction_corrigee_de_ces_seules_fautes() -> None:
    assert actes.corrige("annexe-v-1", CORRECTIONS) == lire("tests/textes/annexe-v-1.txt")


def test_sans_rien_savoir_le_brouillon_est_le_formulaire_officiel_mot_pour_mot() -> None:
    assert jusqu_au_budget(texte(produire(champs_vierges()))) == officiel()


REMPLI: Remplacements = (*ACCORDS, *EN_LETTRES, *A_LISTER)
CNSA: Remplacements = (*REMPLI, *SANS_FIQCS)
ARS = "de Poitou-Charentes"


def test_le_texte_officiel_rempli_pour_un_site_finance_par_la_cnsa() -> None:
    assert remplis(produit(), officiel(CNSA)) == [
        *(ARS, "130 007 792 00018", "4 rue Micheline-Ostermeyer, 86000 Poitiers", "M. François Giraud", ARS),
        *("Association gérontologique de Gâtine", "de Gâtine", "4 place du Drapeau, 79200 Parthenay"),
        *("M. Jean Martineau", "123 456 782", "organisme privé sans but lucratif (association)"),
        *("14 février 2012", "1er février 2012", ARS, "l'Association gérontologique de Gâtine"),
        *(ARS, "27 avril 2012", "de l'Association gérontologique de Gâtine"),
        *([ARS] * 5),  # articles 1 to 3
        "151 667 € (cent cinquante et un mille six cent soixante-sept euros)",
        *("91 667", "1", "60 000", "2,5"),
        *([ARS] * 3),
        "91 667 € (quatre-vingt-onze mille six cent soixante-sept euros)",
        "60 000 € (soixante mille euros)",
        "La Banque Postale 20041 01005 0500013M026 06 Centre de Limoges",
        *([ARS] * 7),  # articles 4 and 5
        *("2 mai", ARS, "de Poitiers"),
        "…",  # the date of signature, left for the pen
        *("de Gâtine", ARS, ARS),
        "Canton Commune Code INSEE Parthenay Parthenay 79202 Parthenay Le Tallud 79322 Secondigny Secondigny 79311",
    ]


def test_pour_un_site_finance_par_le_fiqcs_ses_deux_mentions_restent_sans_la_note_a_l_ars() -> None:
    fiqcs = {"regime": "FIQCS", "demande.repartition": {"pilotage": "91 667", "gestion_de_cas": "60 000"}}
    blancs = remplis(produit(fiqcs), officiel(REMPLI, FIQCS_SANS_NOTE))
    assert blancs == remplis(produit(), officiel(CNSA))


def test_une_directrice_generale_est_nommee_au_feminin_partout() -> None:
    directrice = {"directeur_general": {"civilite": "Mme", "prenom": "Anne", "nom": "Baron"}}
    blancs = remplis(produit(ars=directrice), officiel(CNSA, FEMININ_ARS))
    assert "Mme Anne Baron" in blancs


def test_une_presidente_aussi() -> None:
    presidente = {"representants.0": {"civilite": "Mme", "prenom": "Odile", "nom": "Pré", "qualite": "Présidente"}}
    blancs = remplis(produit(presidente), officiel(CNSA, FEMININ_PORTEUR))
    assert "Mme Odile Pré" in blancs


@pytest.mark.parametrize(
    ("personne", "dans_le_texte", "a_la_signature"),
    [
        ({"nom": "Roy", "qualite": "président"}, "par son président Roy", "Le président,"),
        ({"nom": "Roy", "qualite": "présidente"}, "par sa présidente Roy", "La présidente,"),
        (
            {"civilite": "Mme", "nom": "Roy", "qualite": "président du conseil général"},
            "par sa présidente du conseil général Mme Roy",
            "La présidente du conseil général,",
        ),
        (
            {"civilite": "Mme", "nom": "Roy", "qualite": "directeur général adjoint"},
            "par sa directrice générale adjointe Mme Roy",
            "La directrice générale adjointe,",
        ),
        (
            {"civilite": "Mme", "nom": "Roy", "qualite": "administrateur"},
            "par son administratrice Mme Roy",
            "L'administratrice,",
        ),
        ({"civilite": "M.", "nom": "Roy", "qualite": "DGS"}, "par son DGS M. Roy", "Le DGS,"),
    ],
)
def test_le_representant_du_porteur_n_est_pas_toujours_un_president(
    personne: Changements, dans_le_texte: str, a_la_signature: str
) -> None:
    document = produit({"representants.0": personne})
    assert f"Représenté {dans_le_texte} N° SIREN" in document
    assert f"de Gâtine : {a_la_signature} Vu, le contrôleur" in document


def test_une_autre_annee_ne_demande_pas_d_autre_modele() -> None:
    c = campagne()
    dates = {"terme": "2013-12-30", "compte_rendu": "2014-04-01", "validation": "2014-05-31"}
    suivante = c.model_copy(
        update={"annee": 2013, "convention": c.convention.model_copy(update=_dates(dates))},
    )
    document = jusqu_au_budget(texte(produire(champs(ars={"convention": {"prise_d_effet": "2 mai 2013"}}, c=suivante))))
    effet = (("prend effet au … 2012", "prend effet au … 2013", 1),)
    assert remplis(document, officiel(CNSA, effet, ANNEE_2013)) == remplis(produit(), officiel(CNSA))


def _dates(dates: dict[str, str]) -> dict[str, date]:
    return {nom: date.fromisoformat(jour) for nom, jour in dates.items()}
