"""Several dossiers side by side: a line each, the state of every piece, what the region has left."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench.campagne import ecrire_campagne
from maia.forms.campagne import campagne
from maia.forms.constat import Gravite
from maia.forms.inventaire import EtatDePiece
from maia.forms.matrice import LigneDeDossier, LigneDEnveloppe, Matrice, phrase_du_total
from maia.forms.pieces import PieceDemandee, catalogue
from maia.matrice import en_json, matrice
from maia.verification import verifier_fichiers
from tests.lancer import EXEMPLES, GATINE, Maia

ISERE, RESEAU = (EXEMPLES / "dossiers" / f"{nom}.yaml" for nom in ("isere", "reseau-equip-age"))
REFUSES = EXEMPLES / "refuses"
ILLISIBLE = EXEMPLES / "illisibles" / "latin-1.yml"


def de(*fichiers: Path) -> Matrice:
    return matrice(verifier_fichiers(fichiers, campagne()), campagne())


def etat(m: Matrice, rang: int, cle: str) -> EtatDePiece:
    return m.lignes[rang].pieces[[p.cle for p in m.colonnes].index(cle)]


def test_une_ligne_dit_qui_demande_combien_et_ce_qui_en_est_juge() -> None:
    (ligne,) = de(GATINE).lignes

    assert (ligne.rang, ligne.fichier, ligne.illisible) == (1, str(GATINE), "")
    assert (ligne.porteur, ligne.departement) == ("Association gérontologique de Gâtine", "79")
    assert (ligne.region, ligne.regime, ligne.gestionnaires) == ("Poitou-Charentes", "CNSA", 3)
    assert (ligne.montant, ligne.annee_pleine, ligne.plafond) == (151_667, 280_000, 280_000)
    assert ligne.part_ars == Decimal("0.9100")  # 151 667 / 166 667
    assert (ligne.complet, ligne.eligible, ligne.recevable, ligne.budget_conforme) == (True, True, True, True)
    assert ligne.compte(Gravite.BLOQUANT) == 0


@pytest.mark.parametrize(
    ("fichier", "piece", "attendu"),
    [
        (GATINE, "statuts", EtatDePiece.JOINTE),
        (GATINE, "dossier_de_financement", EtatDePiece.TENUE),
        (GATINE, "delegation", EtatDePiece.NON_JOINTE),
        (ISERE, "statuts", EtatDePiece.NON_DEMANDEE),
        (REFUSES / "statuts-absents.yaml", "statuts", EtatDePiece.MANQUANTE),
        (REFUSES / "note-de-31-pages.yaml", "note", EtatDePiece.A_CORRIGER),
        (REFUSES / "piece-chiffree.yaml", "recepisse", EtatDePiece.A_CORRIGER),
        (REFUSES / "piece-introuvable.yaml", "engagements", EtatDePiece.A_CORRIGER),
    ],
)
def test_chaque_piece_est_dans_l_etat_que_disent_les_constats(fichier: Path, piece: str, attendu: EtatDePiece) -> None:
    assert etat(de(fichier), 0, piece) is attendu


def test_les_colonnes_portent_les_numeros_de_l_annexe_iii() -> None:
    assert [(p.numero, p.cle) for p in de().colonnes] == [
        ("1", "note"),
        ("2", "engagements"),
        ("3", "engagement_pilote"),
        ("3b", "cv"),
        ("4", "dossier_de_financement"),
        ("5", "statuts"),
        ("6", "recepisse"),
        ("6b", "modifications"),
        ("7", "comptes"),
        ("8", "rapport_commissaire"),
        ("9", "rapport_activite"),
        ("10", "delegation"),
        ("11", "rib"),
    ]


def test_une_piece_de_l_ars_a_sa_colonne_a_la_suite() -> None:
    avis = PieceDemandee.model_validate(
        {
            "libelle": "avis du CLIC",
            "rang": "20",
            "demandee": "toujours",
            "type": "fichier",
            "source": "ARS",
            "remede": "Demandez-le.",
        }
    )
    liste = catalogue().avec({"avis": avis})
    m = matrice(verifier_fichiers([GATINE], campagne(), liste), campagne(), liste)

    assert (m.colonnes[-1].numero, m.colonnes[-1].libelle, m.colonnes[-1].nationale) == ("20", "avis du CLIC", False)
    assert etat(m, 0, "avis") is EtatDePiece.MANQUANTE


def test_un_illisible_a_sa_ligne_sans_rien_y_lire_et_ne_decale_pas_les_numeros() -> None:
    m = de(GATINE, ILLISIBLE, ISERE)

    assert [ligne.rang for ligne in m.lignes] == [1, None, 2]
    assert "UTF-8" in m.lignes[1].illisible
    assert (m.lignes[1].recevable, m.lignes[1].pieces, m.lignes[1].montant) == (None, (), None)
    assert (m.totaux.dossiers, m.totaux.illisibles, m.totaux.recevables) == (3, 1, 2)


def test_rien_n_est_lu_d_un_montant_illisible(tmp_path: Path) -> None:
    dossier = tmp_path / "d.yaml"
    dossier.write_text(
        "regime: CNSA\nregion: Atlantide\ndemande: {gestionnaires_de_cas: trois, montant: beaucoup}\n"
        "budget: {produits: {74: [{financeur: ARS, montant: 10}, {financeur: CNSA, montant: dix}]}}\n",
        encoding="utf-8",
    )
    (ligne,) = de(dossier).lignes

    assert (ligne.montant, ligne.gestionnaires, ligne.plafond, ligne.part_ars) == (None, None, None, None)
    assert (ligne.region, ligne.porteur, ligne.recevable) == ("Atlantide", None, False)


def test_l_enveloppe_dit_les_places_et_ce_qui_reste() -> None:
    m = de(
        GATINE, REFUSES / "centimes.yaml", REFUSES / "statuts-absents.yaml", REFUSES / "montant-atteste-different.yaml"
    )
    cnsa = m.enveloppe[0]

    assert cnsa == LigneDEnveloppe("Poitou-Charentes", "CNSA", 2, 4, 3, 3 * 151_667)
    assert cnsa.reste == -1
    assert {c.regle for c in m.ensemble} >= {"M01", "M04"}


def test_le_total_se_lit_en_une_phrase() -> None:
    assert phrase_du_total(de(GATINE, ISERE, ILLISIBLE)).replace("\u00a0", " ").replace("\u202f", " ") == (
        "3 dossiers, dont 1 illisible : 2 complets, 2 éligibles, 2 recevables, 2 budgets conformes. "
        "Demandé pour 2012 : 283 334 €, dont 283 334 € par les dossiers recevables."
    )


@pytest.mark.parametrize(
    ("fichiers", "noms"),
    [
        ([], []),
        (["a/gatine.yaml"], ["gatine"]),
        (["a/un.yaml", "b/deux.yml"], ["un", "deux"]),
        (["79/dossier.yaml", "38/dossier.yaml"], ["79/dossier", "38/dossier"]),
        (["x/1/d.yaml", "y/1/d.yaml", "z.docx"], ["x/1/d", "y/1/d", "z.docx"]),
        (["d.yaml", "d.yml"], ["d", "d"]),
    ],
)
def test_un_nom_court_a_les_dossiers_qu_il_faut_pour_etre_seul(fichiers: list[str], noms: list[str]) -> None:
    lignes = tuple(LigneDeDossier(rang, fichier) for rang, fichier in enumerate(fichiers, 1))

    assert Matrice(2012, (), lignes).noms() == noms


def test_une_campagne_entiere_garde_son_ordre_et_son_compte(tmp_path: Path) -> None:
    chemins = ecrire_campagne(tmp_path)
    m = de(*chemins)

    assert [ligne.fichier for ligne in m.lignes] == list(map(str, chemins))
    assert (m.totaux.dossiers, m.totaux.recevables, m.totaux.budgets_conformes) == (55, 55, 55)
    assert sum(e.dossiers for e in m.enveloppe) == 55
    assert sum(e.montant for e in m.enveloppe) == m.totaux.montant == m.totaux.montant_recevable
    assert [(e.region, e.regime) for e in m.enveloppe if (e.reste or 0) < 0] == [
        ("Île-de-France", "FIQCS"),
        ("Midi-Pyrénées", "FIQCS"),
        ("Martinique", "CNSA"),
        ("Guadeloupe", "CNSA"),
        ("Guyane", "CNSA"),
    ]


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_le_json_de_plusieurs_fichiers_a_une_synthese(maia: Maia) -> None:
    synthese = json.loads(maia("verifier", "--json", GATINE, ILLISIBLE, RESEAU).sortie)["synthese"]

    assert list(synthese) == ["pieces", "dossiers", "totaux", "enveloppe", "constats"]
    gatine, illisible, reseau = synthese["dossiers"]
    assert gatine["pieces"]["dossier_de_financement"] == "tenue"
    assert (gatine["montant"], gatine["part_ars"], gatine["bloquants"]) == (151_667, 0.91, 0)
    assert (illisible["rang"], illisible["pieces"], illisible["bloquants"]) == (None, {}, 1)
    assert (reseau["regime"], reseau["plafond_annee_pleine"]) == ("FIQCS", 160_000)
    assert synthese["enveloppe"][1] == {
        "region": "Île-de-France", "regime": "FIQCS", "places": 1, "dossiers": 1, "recevables": 1,
        "montant": 160_000, "reste": 0,
    }  # fmt: skip


def test_un_seul_fichier_garde_le_contrat_seul(maia: Maia) -> None:
    assert "synthese" not in json.loads(maia("verifier", "--json", GATINE).sortie)


def test_tout_le_json_se_relit_tel_quel() -> None:
    rendu = en_json(de(GATINE, ILLISIBLE, *sorted(REFUSES.glob("*.yaml"))))

    assert json.loads(json.dumps(rendu)) == rendu
