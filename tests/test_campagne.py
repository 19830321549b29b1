"""The campaign 2012: figures of the circulaire, their arithmetic as it is shown, and a broken file told, not raised."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.campagne import Campagne, Partage, campagne, disponibles
from maia.forms.campagne_controle import lire_campagne
from maia.forms.constat import BLOQUANT
from maia.forms.lecture import Illisible
from tests.depot import RACINE
from tests.phrases import sans_fines

C = campagne("2012")
FICHIER = RACINE / "forms" / "campagnes" / "2012.yaml"

# --- CIRC §2.2 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "gestionnaires", "montant", "calcul"),
    [
        ("CNSA", 2, 220_000, "100 000 + 2 × 60 000"),
        ("CNSA", 3, 280_000, "100 000 + 3 × 60 000"),
        ("FIQCS", 2, 160_000, "100 000 + 1 × 60 000"),
        ("FIQCS", 3, 160_000, "100 000 + 1 × 60 000"),
    ],
)
def test_les_plafonds_d_annee_pleine(regime: str, gestionnaires: int, montant: int, calcul: str) -> None:
    plafond = C.plafond(regime, gestionnaires)
    assert (plafond.montant, sans_fines(plafond.calcul)) == (montant, calcul)


@pytest.mark.parametrize(
    ("gestionnaires", "montant", "calcul"),
    [
        (2, 131_667, "100 000 × 11/12 + 2 × 60 000 × 4/12 = 131 667 €"),
        (3, 151_667, "100 000 × 11/12 + 3 × 60 000 × 4/12 = 151 667 €"),
    ],
)
def test_l_annee_partielle_montre_son_calcul(gestionnaires: int, montant: int, calcul: str) -> None:
    reference = C.reference("CNSA", gestionnaires)
    assert reference is not None
    assert (reference.montant, sans_fines(reference.calcul)) == (montant, calcul)


def test_le_fiqcs_n_a_pas_d_annee_partielle() -> None:
    assert C.reference("FIQCS", 3) is None


@pytest.mark.parametrize(("annonces", "comptes"), [(0, 2), (1, 2), (2, 2), (3, 3), (4, 3), (12, 3)])
def test_au_dela_de_ce_que_l_ars_finance_le_plafond_ne_bouge_plus(annonces: int, comptes: int) -> None:
    assert C.plafond("CNSA", annonces) == C.plafond("CNSA", comptes)
    assert C.reference("CNSA", annonces) == C.reference("CNSA", comptes)


@pytest.mark.parametrize("regime", ["CNSA", "FIQCS"])
@pytest.mark.parametrize("gestionnaires", [2, 3])
def test_le_calcul_d_un_plafond_donne_le_plafond(regime: str, gestionnaires: int) -> None:
    plafond = C.plafond(regime, gestionnaires)
    base, _, par_gestionnaire = sans_fines(plafond.calcul).replace(" 000", "000").partition(" + ")
    nombre, _, cout = par_gestionnaire.partition(" × ")
    assert int(base) + int(nombre) * int(cout) == plafond.montant


@pytest.mark.parametrize(
    ("gestionnaires", "montant", "parts"), [(2, 131_667, (91_667, 40_000)), (3, 151_667, (91_667, 60_000))]
)
def test_la_reference_se_partage_en_pilotage_et_gestion_de_cas(
    gestionnaires: int, montant: int, parts: tuple[int, int]
) -> None:
    assert C.partager("CNSA", gestionnaires, montant) == Partage(*parts)
    assert sum(parts) == montant


@given(st.sampled_from(["CNSA", "FIQCS", "autre"]), st.integers(0, 9), st.integers(0, 400_000))
def test_un_partage_est_juste_ou_n_est_pas_propose(regime: str, gestionnaires: int, montant: int) -> None:
    partage = C.partager(regime, gestionnaires, montant)
    assert partage is None or sum(partage) == montant


def test_tout_autre_montant_ne_se_partage_pas_seul() -> None:
    assert C.partager("CNSA", 3, 150_000) is None
    assert C.partager("CNSA", 2, 151_667) is None
    assert C.partager("FIQCS", 3, 160_000) is None


@pytest.mark.parametrize(("regime", "attendus"), [("CNSA", (2, 2, 3, 3)), ("FIQCS", (1, 1, 1, 1))])
def test_le_regime_dit_combien_de_gestionnaires_il_paie(regime: str, attendus: tuple[int, ...]) -> None:
    assert tuple(C.finances(regime, gestionnaires) for gestionnaires in (1, 2, 3, 5)) == attendus


def test_un_decompte_pour_d_autres_mois_montre_ses_deux_parts() -> None:
    decompte = C.decompte("FIQCS", 3, 8, 3)
    assert [(c.montant, sans_fines(c.calcul)) for c in decompte] == [
        (81_667, "100 000 × 8/12 + 1 × 60 000 × 3/12 = 81 667 €"),
        (66_667, "100 000 × 8/12"),
        (15_000, "1 × 60 000 × 3/12"),
    ]


def test_une_annee_pleine_se_calcule_sans_fraction() -> None:
    assert sans_fines(C.decompte("CNSA", 3).total.calcul) == "100 000 + 3 × 60 000 = 280 000 €"


@given(st.sampled_from(["CNSA", "FIQCS"]), st.integers(2, 4), st.integers(0, 12), st.integers(0, 12))
def test_les_parts_d_un_decompte_font_son_total(regime: str, gestionnaires: int, pilotage: int, gestion: int) -> None:
    total, part_pilotage, part_gestion = (c.montant for c in C.decompte(regime, gestionnaires, pilotage, gestion))
    assert part_pilotage + part_gestion == total <= C.plafond(regime, gestionnaires).montant


# --- CIRC annexe II, §1.2, annexe V-1 -------------------------------------------------------------------------------


def test_l_enveloppe_nationale_est_de_88_et_12() -> None:
    totaux = {colonne: sum(r.get(colonne, 0) for r in C.enveloppe.regions.values()) for colonne in C.enveloppe.colonnes}
    assert totaux == {"CNSA": 88, "FIQCS": 12}
    assert len(C.enveloppe.regions) == 26
    assert {colonne for region in C.enveloppe.regions.values() for colonne in region} == set(C.regimes)


def test_le_calendrier_se_suit() -> None:
    k = C.calendrier
    dates = [
        k.lancement,
        k.cloture,
        k.decision,
        k.pilotes_debut,
        k.pilotes_fin,
        k.guichet,
        k.gestionnaires_de_cas,
        k.gestion_de_cas,
    ]
    assert dates == sorted(dates)
    assert (k.lancement, k.cloture, k.decision) == tuple(
        datetime.date(2012, m, j) for m, j in ((2, 1), (3, 15), (4, 30))
    )
    assert C.convention.terme == datetime.date(2012, 12, 31)
    assert C.convention.compte_rendu == datetime.date(2013, 3, 31)
    assert C.convention.validation == datetime.date(2013, 5, 30)


def test_les_mois_finances_suivent_le_calendrier_de_la_gestion_de_cas() -> None:
    partielle = C.regimes["CNSA"].annee_partielle
    assert partielle is not None
    assert (partielle.pilotage, partielle.gestion_de_cas) == (11, 4)


def test_chaque_bloc_de_chiffres_dit_sa_source() -> None:
    blocs = [getattr(C, nom) for nom in Campagne.model_fields]
    sources = [bloc.source for bloc in [*blocs, *C.regimes.values()] if hasattr(bloc, "source")]
    assert len(sources) == 11
    assert all(source.startswith(("CIRC", "CDC")) for source in sources)


def test_la_campagne_2012_vient_avec_le_produit() -> None:
    assert "2012" in disponibles()
    assert C.annee == 2012


# --- A file of somebody's -------------------------------------------------------------------------------------------


def modifiee(tmp_path: Path, ancien: str, nouveau: str) -> Path:
    """The campaign of the product with one thing changed."""
    texte = FICHIER.read_text(encoding="utf-8")
    assert ancien in texte
    chemin = tmp_path / "campagne.yaml"
    chemin.write_text(texte.replace(ancien, nouveau, 1), encoding="utf-8")
    return chemin


def test_une_ars_peut_rendre_une_regle_bloquante(tmp_path: Path) -> None:
    saisie = lire_campagne(modifiee(tmp_path, "gravites: {}", "gravites: {N02: bloquant, E01: Avertissement}"))
    assert not isinstance(saisie, Illisible)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    assert saisie.valeur.gravites["N02"] is BLOQUANT


@pytest.mark.parametrize(
    ("ancien", "nouveau", "genre", "message"),
    [
        ("pages_max: 30", "pages_max: trente", "entier", "« trente » n’est pas un nombre entier."),
        ("  cloture: 15/03/2012\n", "", "missing", "Le champ « cloture » manque."),
        ("  cloture: 15/03/2012\n", "  cloture:\n", "missing", "Le champ « cloture » manque."),
        (
            "  cloture: 15/03/2012\n",
            "  cloture: 31/02/2012\n",
            "date_impossible",
            "La date « 31/02/2012 » n’existe pas.",
        ),
        ("{2: 220 000, 3: 280 000}", "{}", "too_short", "Il manque au moins une ligne ici."),
        ("{2: 220 000, 3: 280 000}", "{deux: 220 000}", "entier", "« deux » n’est pas un nombre entier."),
        ("pilotage: 100 000", "pilotage: 100 k€", "montant", "« 100 k€ » n’est pas un montant."),
        ("gravites: {}", "gravites: {N02: mortel}", "choix", "« mortel » n’est pas une des réponses prévues."),
        ("gravites: {}", "gravite: {}", "extra_forbidden", "Le champ « gravite » n’existe pas ici."),
    ],
)
def test_une_campagne_mal_ecrite_s_explique(
    tmp_path: Path, ancien: str, nouveau: str, genre: str, message: str
) -> None:
    saisie = lire_campagne(modifiee(tmp_path, ancien, nouveau))
    assert not isinstance(saisie, Illisible)
    assert [(f.genre, f.message) for f in saisie.fautes][:1] == [(genre, message)]


def test_une_campagne_illisible(tmp_path: Path) -> None:
    assert isinstance(lire_campagne(modifiee(tmp_path, "note:", "note: [")), Illisible)
    assert isinstance(lire_campagne(tmp_path / "absente.yaml"), Illisible)


@pytest.mark.parametrize("texte", ["{}", "a: b", "- a", "annee: 2013\n"])
def test_un_fichier_qui_n_est_pas_une_campagne_n_en_donne_pas(tmp_path: Path, texte: str) -> None:
    chemin = tmp_path / "autre.yaml"
    chemin.write_text(texte, encoding="utf-8")
    saisie = lire_campagne(chemin)
    assert not isinstance(saisie, Illisible)
    assert saisie.valeur is None
    assert saisie.fautes


def test_une_annee_inconnue_est_une_erreur_de_programme() -> None:
    with pytest.raises(FileNotFoundError):
        campagne("1999")
