"""What a PSI keeps to itself: copies, encryption, anonymity, and nothing of it anywhere after a failure."""

from __future__ import annotations

import datetime
import stat
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maia.forms.champs import arbre, bloc_de
from maia.forms.confidentialite import (
    GARDE,
    RETIRE,
    TEXTE,
    anonymiser,
    pour_les_partenaires,
    traitements,
    valeurs_personnelles,
)
from maia.forms.psi import Psi
from maia.forms.redaction import rediger, valeur_de
from maia.generators.chiffrement import chiffrer
from tests.lancer import PSI, Maia
from tests.psi_lus import EXEMPLES, dechiffrer, plan, psi_de

MOT = "quatre mots de passe"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(f"{MOT}\n", encoding="utf-8")
    return tmp_path / "secret.txt"


def texte_de(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def jointe(pdf: bytes) -> str:
    (contenu,) = (c for contenus in PdfReader(BytesIO(pdf)).attachments.values() for c in contenus)
    return contenu.decode()


# What becomes of each field ----------------------------------------------------------------------------------------------


def test_chaque_champ_du_psi_a_son_traitement_et_rien_d_autre_n_en_a() -> None:
    feuilles = [
        ".".join(e for e in chemin if e != "–") for chemin, champ in arbre(Psi) if bloc_de(champ.nature)[0] is None
    ]
    assert list(traitements()) == feuilles
    assert {t.partenaires for t in traitements().values()} == {GARDE, RETIRE}
    assert all(t.pourquoi for t in traitements().values())


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_un_plan_anonyme_se_relit_sans_faute_et_ne_nomme_personne(chemin: Path) -> None:
    complet = plan(chemin.read_bytes())
    ecrit = rediger(valeur_de(anonymiser(complet).plan), Psi)
    assert plan(ecrit.encode()).anonyme is True
    restees = [v for v in valeurs_personnelles(complet) if v in ecrit]
    assert restees == []
    for mot in (
        "LEFÈVRE",
        "Lefèvre",
        "Andrée",
        "Relais",
        "Proche",
        "Jamel",
        "05 36",
        "79200",
        "14/02/1929",
        "14/01/2013",
    ):
        assert mot not in ecrit


@pytest.mark.parametrize(
    ("ne_le", "tranche"),
    [
        ("15/01/1933", "75 à 79 ans"),
        ("14/01/1933", "80 à 84 ans"),
        ("14/01/1923", "90 ans et plus"),
        ("15/01/1923", "85 à 89 ans"),
        ("01/01/1910", "90 ans et plus"),
        ("15/01/1953", "moins de 60 ans"),
        ("14/01/1953", "60 à 64 ans"),
    ],
)
def test_l_age_devient_une_tranche_a_la_date_du_plan(ne_le: str, tranche: str) -> None:
    assert anonymiser(psi_de(date="14/01/2013", personne={"ne_le": ne_le})).plan.personne.tranche_d_age == tranche


@pytest.mark.parametrize(
    ("adresse", "lieu"),
    [
        ("4 rue X, 79200 Parthenay", "canton de Parthenay"),
        ("4 rue X, 79200 Adilly", "Deux-Sèvres (79)"),
        ("4 rue X, 20000 Ajaccio", "Corse-du-Sud (2A)"),
        ("4 rue X, 97400 Saint-Denis", "La Réunion (974)"),
        ("lieu-dit Les Forges", None),
    ],
)
def test_l_adresse_devient_un_canton_connu_ou_un_departement(adresse: str, lieu: str | None) -> None:
    resultat = anonymiser(psi_de(personne={"adresse": adresse}), {"parthenay": "Parthenay"})
    assert resultat.plan.personne.lieu == lieu
    assert resultat.plan.personne.adresse is None


@pytest.mark.parametrize(
    ("texte", "reste"),
    [
        ("Appeler Mme Bérard au 05 36 49 50 50", "Appeler […] au […]"),
        ("écrire à a.b@c.example avant le 12/03/2013", "écrire à […] avant le […]"),
        ("madame lefèvre souhaite rester chez elle", "madame […] souhaite rester chez elle"),
        ("passer au 12 rue des Lilas, puis au centre", "passer au […], puis au centre"),
        ("Compenser l’incapacité partielle à la toilette", "Compenser l’incapacité partielle à la toilette"),
        ("Poser des barres d’appui", "Poser des barres d’appui"),
    ],
)
def test_les_noms_connus_sont_effaces_des_textes_libres(texte: str, reste: str) -> None:
    complet = psi_de(
        personne={"nom": "Lefèvre"},
        besoins=[{"numero": "1", "texte": texte}],
        services_en_place=[{"numeros": "1", "service": "SSIAD", "nom": "Mme Appui"}],
    )
    assert anonymiser(complet).plan.besoins[0].texte == reste


@given(nom=st.text("abcdefghijklmnopqrstuvwxyzéèç", min_size=3, max_size=12), avant=st.text(" abcé,.'", max_size=20))
def test_le_nom_de_la_personne_ne_survit_dans_aucun_texte(nom: str, avant: str) -> None:
    complet = psi_de(
        personne={"nom": nom.capitalize()}, besoins=[{"numero": "1", "texte": f"Aider {avant} {nom.upper()}"}]
    )
    restant = anonymiser(complet).plan.besoins[0].texte or ""
    assert nom.upper() not in restant


def test_les_dates_deviennent_des_mois() -> None:
    anonyme = anonymiser(psi_de(date="14/01/2013", services_ponctuels=[{"numeros": "1", "date": "29/01/2013"}])).plan
    assert anonyme.date == datetime.date(2013, 1, 1)
    assert anonyme.services_ponctuels[0].date == datetime.date(2013, 1, 1)


def test_anonymiser_dit_ce_qu_il_faut_relire(maia: Maia, tmp_path: Path) -> None:
    fait = maia("psi", "anonymiser", PSI, "-o", tmp_path / "a.yaml")
    assert fait.code == 0
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o600
    assert "besoins.texte" in fait.erreurs
    assert {c for c, t in traitements().items() if t.anonyme == TEXTE} >= {
        "besoins.texte",
        "besoins_non_combles.actions",
    }


# Copies ------------------------------------------------------------------------------------------------------------------


def test_l_exemplaire_des_partenaires_tait_ce_qui_ne_les_regarde_pas(maia: Maia, tmp_path: Path) -> None:
    assert maia("psi", PSI, "-o", tmp_path / "p.pdf", "--copie", "partenaires").code == 0
    pdf = (tmp_path / "p.pdf").read_bytes()
    texte = texte_de(pdf)
    assert "Exemplaire des partenaires" in texte
    assert "LEFÈVRE" in texte
    complet = plan(PSI.read_bytes())
    tus = [
        complet.personne.situation_familiale,
        *complet.personne.droits_ouverts,
        "Liste d’attente",
        "Attente suite à démarche",
    ]
    for tu in tus:
        assert tu is not None
        assert tu not in jointe(pdf), "la source entière voyagerait dans le PDF"
        assert tu.split(",")[0][:20] not in texte
    assert plan(jointe(pdf).encode()) == pour_les_partenaires(complet)


def test_l_exemplaire_de_la_personne_dit_tout(maia: Maia, tmp_path: Path) -> None:
    assert maia("psi", PSI, "-o", tmp_path / "p.pdf", "--copie", "personne").code == 0
    pdf = (tmp_path / "p.pdf").read_bytes()
    assert "Exemplaire de la personne" in texte_de(pdf)
    assert jointe(pdf) == PSI.read_text(encoding="utf-8")


@pytest.mark.parametrize("consentement", ["", "  consentement: {forme: oral}\n"])
def test_sans_date_de_consentement_rien_ne_part_chez_les_partenaires(
    consentement: str, maia: Maia, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").write_text(
        f"formulaire: psi\npersonne:\n  nom: Quintaneiro\n{consentement}", encoding="utf-8"
    )
    refus = maia("psi", tmp_path / "p.yaml", "-o", tmp_path / "p.pdf", "--copie", "partenaires")
    assert refus.code == 1
    assert "consenti" in refus.erreurs
    assert not (tmp_path / "p.pdf").exists()


# Encryption --------------------------------------------------------------------------------------------------------------


def test_une_copie_chiffree_ne_s_ouvre_qu_avec_le_mot_de_passe(maia: Maia, tmp_path: Path, secret: Path) -> None:
    fait = maia("psi", PSI, "-o", tmp_path / "c.pdf", "--chiffrer", "--mot-de-passe", secret)
    assert fait.code == 0
    assert "ne s’archive pas (un PDF/A ne peut pas être chiffré)" in fait.erreurs
    octets = (tmp_path / "c.pdf").read_bytes()
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) == 0o600
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(octets))
    with pikepdf.open(BytesIO(octets), password=MOT) as ouvert:
        assert (ouvert.encryption.R, ouvert.encryption.bits) == (6, 256)
        with ouvert.open_metadata() as dit:
            assert "pdfaid:part" not in dit
            assert dit["pdfuaid:part"] == "1"
    for valeur in valeurs_personnelles(plan(PSI.read_bytes())):
        assert valeur.encode() not in octets
        assert valeur.encode("utf-16-be") not in octets


@given(st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable()))
def test_chiffrer_puis_dechiffrer_rend_le_meme_document(mot: str) -> None:
    from tests.psi_lus import exemple  # noqa: PLC0415

    clair = exemple(EXEMPLES[0])
    chiffre = chiffrer(clair, mot)
    rendu = dechiffrer(chiffre, mot)
    assert rendu is not None
    assert jointe(rendu) == EXEMPLES[0].read_text(encoding="utf-8")
    assert dechiffrer(chiffre, f"{mot}?") is None


def test_le_mot_de_passe_vient_du_fichier_de_l_environnement_ou_du_clavier_jamais_de_la_ligne(
    maia: Maia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sans = maia("psi", PSI, "-o", tmp_path / "c.pdf", "--chiffrer")
    assert sans.code == 2
    assert "MAIA_MOT_DE_PASSE" in sans.erreurs
    monkeypatch.setenv("MAIA_MOT_DE_PASSE", "court")
    court = maia("psi", PSI, "-o", tmp_path / "c.pdf", "--chiffrer")
    assert court.code == 2
    assert "moins de 8 caractères" in court.erreurs
    assert "court " not in court.erreurs
    monkeypatch.setenv("MAIA_MOT_DE_PASSE", MOT)
    assert maia("psi", PSI, "-o", tmp_path / "c.pdf", "--chiffrer").code == 0
    assert dechiffrer((tmp_path / "c.pdf").read_bytes(), MOT) is not None


def test_un_fichier_de_mot_de_passe_absent_ou_vide_est_dit(maia: Maia, tmp_path: Path) -> None:
    (tmp_path / "vide").write_text("\n", encoding="utf-8")
    for nom, dit in (("absent", "ne peut pas être lu"), ("vide", "est vide")):
        refus = maia("psi", PSI, "-o", tmp_path / "c.pdf", "--chiffrer", "--mot-de-passe", tmp_path / nom)
        assert refus.code == 2
        assert dit in refus.erreurs
