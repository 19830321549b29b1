"""The samples: accepted dossiers are spotless, each rejected one is wrong in the one way its name says, nothing is real."""

import difflib
import re
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from maia.forms.ars import Ars
from maia.forms.budget import total_cout, total_etp
from maia.forms.campagne import campagne
from maia.forms.constat import BLOQUANT
from maia.forms.dossier import AnneePleine
from maia.forms.examen import examiner
from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir, ouvrir_ars
from maia.forms.saisie import Saisie
from maia.forms.territoires import region_du_departement
from maia.generators.convention import convention_annuelle
from maia.validators.rapport import Rapport, verifier
from tests.depot import RACINE, fichiers

ECHANTILLONS = RACINE / "samples"
GATINE = ECHANTILLONS / "dossiers" / "gatine.yaml"
ACCEPTES = sorted((ECHANTILLONS / "dossiers").glob("*.yaml"))
REFUSES = sorted((ECHANTILLONS / "refuses").glob("*.yaml"))
ILLISIBLES = sorted((ECHANTILLONS / "illisibles").iterdir())
AGENCES = sorted((ECHANTILLONS / "ars").glob("*.yaml"))
PDF = [RACINE / f for f in fichiers() if f.startswith("samples/") and f.endswith(".pdf")]


def nom(chemin: Path) -> str:
    return chemin.stem


@cache
def lus() -> dict[Path, DossierLu]:
    """Every dossier, its pieces examined."""
    ouverts = {chemin: ouvrir(chemin) for chemin in ACCEPTES + REFUSES}
    dossiers = {chemin: dossier for chemin, dossier in ouverts.items() if isinstance(dossier, DossierLu)}
    examiner_pieces(dossiers.values())
    return dossiers


def lu(chemin: Path) -> DossierLu:
    return lus()[chemin]


def ars(chemin: Path) -> Ars:
    """The ARS file at `chemin`, which has no typing fault."""
    saisie = ouvrir_ars(chemin)
    assert isinstance(saisie, Saisie)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    return saisie.valeur


def juge(chemin: Path) -> Rapport:
    dossier = lu(chemin)
    return verifier(dossier.dossier, campagne("2012"), dossier.lecture)


# --- Accepted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chemin", ACCEPTES, ids=nom)
def test_un_dossier_accepte_ne_donne_aucun_constat(chemin: Path) -> None:
    rapport = juge(chemin)
    assert rapport.constats == ()
    assert rapport.verdict.recevable
    assert rapport.verdict.budget_conforme


@pytest.mark.parametrize("chemin", ACCEPTES, ids=nom)
def test_ses_deux_budgets_sont_equilibres(chemin: Path) -> None:
    dossier = lu(chemin).dossier
    annee = AnneePleine(
        budget=dossier.budget,
        effectifs=dossier.effectifs,
        effectifs_supplementaires=dossier.effectifs_supplementaires,
    )
    for periode in (annee, dossier.annee_pleine):
        budget = periode.budget
        assert budget.total_charges == budget.total_produits
        assert budget.contributions["86"].total == budget.contributions["87"].total
        assert budget.personnel == total_cout(periode.effectifs) + total_cout(periode.effectifs_supplementaires)
    assert dossier.budget.demande_a_l_ars == dossier.demande.montant
    assert dossier.annee_pleine.budget.demande_a_l_ars == dossier.demande.annee_pleine


@pytest.mark.parametrize("chemin", ACCEPTES, ids=nom)
def test_il_est_complet_pour_faire_la_convention(chemin: Path) -> None:
    dossier = lu(chemin).dossier
    (agence,) = [a for a in map(ars, AGENCES) if a.nom == dossier.region]
    assert convention_annuelle(dossier, agence, campagne("2012")).manquants == []
    assert agence.decision(dossier.porteur).siren == dossier.porteur.numero_siren


@pytest.mark.parametrize("chemin", ACCEPTES, ids=nom)
def test_il_donne_la_region_de_son_departement(chemin: Path) -> None:
    dossier = lu(chemin).dossier
    assert region_du_departement(dossier.departement or "") == dossier.region


def test_les_trois_dossiers_montrent_les_trois_sortes_de_porteurs() -> None:
    dossiers = [lu(chemin).dossier for chemin in ACCEPTES]
    assert [(d.porteur.nature, d.regime, d.demande.gestionnaires_de_cas, d.demande.montant) for d in dossiers] == [
        ("association", "CNSA", 3, 151_667),
        ("conseil général", "CNSA", 2, 131_667),
        ("réseau de santé", "FIQCS", 2, 160_000),
    ]


def test_le_reseau_met_le_second_gestionnaire_de_cas_a_disposition() -> None:
    dossier = lu(ECHANTILLONS / "dossiers" / "reseau-equip-age.yaml").dossier
    tableaux = (dossier.effectifs, dossier.effectifs_supplementaires)
    assert [total_etp([e for e in tableau if e.est_gestionnaire]) for tableau in tableaux] == [1, 1]


# --- Rejected -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chemin", REFUSES, ids=nom)
def test_un_dossier_refuse_l_est_par_la_regle_que_dit_son_premier_commentaire(chemin: Path) -> None:
    annonce = re.search(r"\(règle ([A-Z]\d\d)\)", chemin.read_text(encoding="utf-8").split("\n", 1)[0])
    assert annonce
    assert [c.regle for c in juge(chemin).de_gravite(BLOQUANT)] == [annonce[1]]


@pytest.mark.parametrize("chemin", REFUSES, ids=nom)
def test_il_ne_differe_du_dossier_accepte_que_par_sa_faute(chemin: Path) -> None:
    modele = GATINE.read_text(encoding="utf-8").replace(": pieces/", ": ../dossiers/pieces/")
    modele = modele.replace("[pieces/", "[../dossiers/pieces/").replace(", pieces/", ", ../dossiers/pieces/")
    ecarts = [
        ligne
        for ligne in difflib.ndiff(modele.splitlines()[1:], chemin.read_text(encoding="utf-8").splitlines()[1:])
        if ligne[0] in "+-"
    ]
    assert 1 <= len(ecarts) <= 12, ecarts


def test_chaque_refus_a_sa_propre_regle() -> None:
    regles = [re.findall(r"\(règle (\w+)\)", c.read_text(encoding="utf-8"))[0] for c in REFUSES]
    assert len(set(regles)) == len(regles) >= 6


# --- Unreadable -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fichier", "ligne", "dit"),
    [
        ("champ-en-double.yaml", 14, "« montant » est écrit deux fois"),
        ("latin-1.yml", 1, "UTF-8"),
        ("accolade-non-fermee.yaml", 9, "accolade"),
    ],
)
def test_un_fichier_illisible_l_est_pour_la_raison_dite(fichier: str, ligne: int, dit: str) -> None:
    resultat = ouvrir(ECHANTILLONS / "illisibles" / fichier)
    assert isinstance(resultat, Illisible)
    assert resultat.ligne == ligne
    assert dit in resultat.message.replace("\u00a0", " ")


def test_aucun_fichier_illisible_n_est_oublie() -> None:
    assert [type(ouvrir(chemin)) for chemin in ILLISIBLES] == [Illisible] * 3


# --- ARS ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chemin", AGENCES, ids=nom)
def test_chaque_agence_a_lance_l_appel_le_meme_jour(chemin: Path) -> None:
    assert ars(chemin).appel_a_candidatures == campagne("2012").calendrier.lancement


def test_une_des_agences_est_dirigee_par_une_femme() -> None:
    chefs = [a.directeur_general for a in map(ars, AGENCES)]
    assert sorted(chef.civilite or "" for chef in chefs if chef) == ["M.", "M.", "Mme"]


# --- Pieces ---------------------------------------------------------------------------------------------------------


def nommees(chemin: Path) -> set[Path]:
    return {(chemin.parent / nom).resolve() for _, nom in lu(chemin).dossier.pieces.fichiers()}


def test_chaque_piece_sert_a_un_dossier() -> None:
    servent = {piece for chemin in ACCEPTES + REFUSES for piece in nommees(chemin)}
    assert [piece for piece in PDF if piece not in servent] == []


def test_chaque_piece_d_un_dossier_accepte_s_ouvre_et_se_dit_fictive() -> None:
    pieces = sorted({piece for chemin in ACCEPTES for piece in nommees(chemin)})
    assert [str(p) for p, examen in examiner(pieces).items() if not examen.lisible] == []
    assert [
        str(p)
        for p in pieces
        for page in PdfReader(p).pages
        if "Exemple fictif, sans valeur" not in page.extract_text()
    ] == []


@pytest.mark.parametrize("chemin", ACCEPTES, ids=nom)
def test_la_note_a_ses_quatre_parties(chemin: Path) -> None:
    note = PdfReader(chemin.parent / "pieces" / chemin.stem / "note.pdf")
    texte = "\n".join(page.extract_text() for page in note.pages)
    assert len(note.pages) == 6
    assert re.findall(r"^([1-4])\. ", texte, re.MULTILINE) == ["1", "2", "3", "4"] * 2  # contents, then headings


# --- Nothing real ---------------------------------------------------------------------------------------------------

TEXTES = [*ACCEPTES, *REFUSES, *AGENCES]
# Ranges that the regulator keeps for fiction.
TELEPHONE_FICTIF = re.compile(r"01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98")


@pytest.mark.parametrize("chemin", TEXTES, ids=nom)
def test_aucune_coordonnee_n_est_celle_de_quelqu_un(chemin: Path) -> None:
    texte = chemin.read_text(encoding="utf-8")
    telephones = re.findall(r"(?:telephone|telecopie): ?(\d\d \d\d \d\d)", texte)
    assert [t for t in telephones if not TELEPHONE_FICTIF.match(t)] == []
    assert [c for c in re.findall(r"\S+@\S+", texte) if not c.endswith(".example")] == []
    assert [n for n in re.findall(r"sire[nt]: ?(\d{3})", texte) if n != "000"] == []
    assert "fictif" in texte.lower()


def test_les_echantillons_restent_legers() -> None:
    assert sum((RACINE / f).stat().st_size for f in fichiers() if f.startswith("samples/")) < 2_000_000
