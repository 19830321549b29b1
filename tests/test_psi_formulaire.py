"""The PSI to fill: its boxes, what they say to whoever can't see them, what a plan puts in them."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from maia.forms.psi import CAUSES
from maia.forms.psi_formulaire import SANS_CASE, TABLEAUX, noms, remplir
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_cases import composer
from maia.generators.formulaire_psi_police import police
from tests.formulaires_lus import champs, vierge
from tests.juges.verapdf import juger, juger_structure
from tests.psi_lus import EXEMPLES, balises, besoins, pages, plan, psi_de, serre

RANGS = {table: etendue.vierge for table, etendue in TABLEAUX.items()}


# --- The boxes


def test_chaque_champ_du_plan_a_sa_case_et_chaque_case_son_champ() -> None:
    assert sorted(champs(vierge())) == sorted(noms(RANGS))
    assert SANS_CASE == ("formulaire", "anonyme", "personne.tranche_d_age", "personne.lieu")


def test_quinze_besoins_et_ce_que_dit_le_formulaire_officiel() -> None:
    premiere, seconde = pages(vierge())

    assert RANGS["besoins"] == 15
    for dit in ("Besoins / Problématiques", "Médecin Traitant :", "(personne de confiance)", "P : besoin prioritaire."):
        assert serre(dit) in serre(premiere)
    for dit in ("Services en place / apport des proches aidants", "Jours/horaires et fréquence de passage", "Délai"):
        assert serre(dit) in serre(seconde)


def test_les_causes_se_choisissent_dans_la_liste_des_treize_ou_rien() -> None:
    assert champs(vierge())["besoins_non_combles/1/cause"]["/_States_"] == ["", *CAUSES]


def test_chaque_case_se_dit_en_francais_a_qui_ne_la_voit_pas() -> None:
    lues = champs(vierge())

    assert lues["besoins/3/texte"]["/TU"] == (
        "Besoins/problématiques, ligne 3, Problématique. À l’infinitif, du point de vue de la personne, sans objectif quantifié"
    )
    assert lues["personne/droits_ouverts"]["/TU"].endswith("Un droit par ligne")
    assert lues["besoins/1/prioritaire"]["/TU"].startswith("Besoins/problématiques, ligne 1, Prioritaire. À cocher si")
    assert len({champ["/TU"] for champ in lues.values()}) == len(lues)


def test_on_passe_d_une_case_a_l_autre_dans_l_ordre_de_la_page() -> None:
    with pikepdf.open(BytesIO(vierge())) as pdf:
        assert [page.obj.Tabs for page in pdf.pages] == ["/S", "/S"]
        ordre = [str(a.T) for page in pdf.pages for a in page.obj.Annots]
    assert ordre.index("personne/nom") < ordre.index("personne/prenom") < ordre.index("besoins/1/numero")
    assert ordre.index("besoins/15/texte") < ordre.index("services_en_place/1/numeros")
    assert ordre[:4] == ["maia", "redacteur/nom", "redacteur/telephone", "redacteur/courriel"]


def test_la_structure_lue_a_voix_haute_a_une_case_par_champ() -> None:
    racine = PdfReader(BytesIO(vierge())).trailer["/Root"].get_object()
    roles = [str(b["/S"]) for b in balises(racine["/StructTreeRoot"].get_object()["/K"])]  # type: ignore[index]

    assert roles.count("/Form") == len(list(noms(RANGS)))
    assert roles.count("/Link") == 0


def test_aucun_lecteur_n_a_a_redessiner_les_cases() -> None:
    with pikepdf.open(BytesIO(formulaire(plan(EXEMPLES[0].read_bytes())).octets)) as pdf:
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert all("/AP" in a for page in pdf.pages for a in page.obj.Annots)


# --- A plan in the boxes


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_un_plan_prerempli_est_conforme_et_se_voit_en_entier(chemin: Path) -> None:
    fait = formulaire(plan(chemin.read_bytes()))

    assert fait.remarques == ()
    assert juger(fait.octets) == []
    assert juger_structure(fait.octets) == []


def test_le_formulaire_vierge_est_conforme() -> None:
    assert juger(vierge()) == []
    assert juger_structure(vierge()) == []


def test_un_autre_programme_lit_ce_qui_est_dans_les_cases() -> None:
    lues = champs(formulaire(plan(EXEMPLES[0].read_bytes())).octets)

    assert lues["personne/nom"]["/V"] == "LEFÈVRE"
    assert lues["personne/droits_ouverts"]["/V"].startswith("APA à domicile")
    assert lues["besoins/1/prioritaire"]["/V"] == "/Oui"
    assert lues["besoins/2/prioritaire"]["/V"] == "/Off"
    assert lues["services_en_place/1/numeros"]["/V"] == "1, 3"
    assert lues["besoins_non_combles/1/cause"]["/V"] == "Liste d’attente"


def test_les_numeros_sont_ecrits_d_avance_comme_sur_le_papier() -> None:
    assert [champs(vierge())[f"besoins/{n}/numero"]["/V"] for n in range(1, 16)] == [str(n) for n in range(1, 16)]
    repris = remplir(psi_de(besoins=[{"numero": "7", "texte": "Prévenir les chutes"}]))
    assert repris.proposes["besoins/2/numero"] == "8"


def test_un_plan_de_soixante_besoins_a_soixante_lignes_et_une_page_de_plus_avec_ses_intitules() -> None:
    fait = formulaire(psi_de(besoins=besoins(60)))

    assert fait.remarques == ()
    assert champs(fait.octets)["besoins/60/texte"]["/V"] == "Améliorer la mobilité, 60"
    suites = pages(fait.octets)[1:-1]
    assert suites
    assert all("Besoins / Problématiques" in page for page in suites if "besoin prioritaire" not in page)
    assert juger(fait.octets) == []


def test_une_ligne_grandit_avec_son_texte() -> None:
    court = formulaire(psi_de(besoins=[{"numero": "1", "texte": "Prévenir les chutes"}]))
    long = formulaire(psi_de(besoins=[{"numero": "1", "texte": "Prévenir les chutes. " * 30}]))

    assert _hauteur(long.octets, "besoins/1/texte") > 2 * _hauteur(court.octets, "besoins/1/texte")
    assert long.remarques == ()


def _hauteur(pdf: bytes, nom: str) -> float:
    with pikepdf.open(BytesIO(pdf)) as document:
        boite = next(a.Rect for page in document.pages for a in page.obj.Annots if str(a.T) == nom)
        return float(boite[3] - boite[1])


# --- What a box cannot hold


@pytest.mark.parametrize(
    ("suite", "ou", "dit"),
    [
        (
            {"besoins": [{"texte": "Prévenir les chutes. " * 150}]},
            "Besoins/problématiques, ligne 1, Problématique",
            "trop long",
        ),
        ({"besoins": besoins(63)}, "Besoins/problématiques", "les 3 dernières n’y sont pas"),
        ({"besoins": [{"prioritaire": "non"}]}, "Besoins/problématiques, ligne 1", "ne sera pas relue"),
        ({"personne": {"lieu": "Deux-Sèvres"}}, "Lieu", "pas de case"),
        ({"anonyme": "oui"}, "Anonyme", "pas de case"),
        (
            {"personne": {"droits_ouverts": ["APA\nGIR 3"]}},
            "Informations sur la personne, Droits ouverts",
            "plusieurs droits",
        ),
        ({"personne": {"nom": "漢"}}, "Informations sur la personne, Nom", "U+6F22"),
    ],
)
def test_ce_qu_une_case_ne_peut_pas_tenir_est_dit_sans_la_valeur(suite: dict[str, object], ou: str, dit: str) -> None:
    (remarque,) = formulaire(psi_de(**suite)).remarques

    assert remarque.ou == ou
    assert dit in remarque.message
    assert "chutes" not in remarque.message
    assert "漢" not in remarque.message


# --- Characters


def test_la_police_a_les_lettres_latines_et_la_ponctuation() -> None:
    latines = "".join(chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180)))
    rares = "\u0149ĸſ"
    assert [c for c in police().absents(latines) if c not in rares] == []
    assert police().absents("ȘșȚțƒǦǧǪǫȀȁệẞ–—‘’“”„†‡•…‰‹›€−≤→") == []
    assert police().absents("espaces : \u00a0\u2009\u202f et tirets : \u2010\u2011") == []


def test_un_accent_compose_a_part_se_dessine_comme_l_autre() -> None:
    assert police().coder("e\u0301") == police().coder("é")


def test_un_texte_trop_long_rapetisse_puis_se_perd() -> None:
    court = composer("Prévenir les chutes", 300, 24, police())
    moyen = composer("Prévenir les chutes. " * 9, 300, 24, police())
    long = composer("Prévenir les chutes. " * 60, 300, 24, police())

    assert (court.taille, len(court.lignes), court.entier) == (9, 1, True)
    assert moyen.taille < 9
    assert moyen.entier
    assert (long.taille, long.entier) == (6, False)


def test_une_adresse_trop_large_se_coupe_apres_un_de_ses_signes() -> None:
    lignes = composer("secretariat.geriatrie@ch-gatine.example", 110, 24, police()).lignes
    assert lignes[0][-1] in "@.-"
    assert "".join(lignes) == "secretariat.geriatrie@ch-gatine.example"


# --- The same bytes


def test_le_meme_formulaire_sous_une_autre_graine_et_un_autre_fuseau() -> None:
    programme = (
        "import sys; from maia.generators.formulaire_psi import formulaire; from tests.psi_lus import EXEMPLES, plan;"
        "sys.stdout.buffer.write(formulaire(plan(EXEMPLES[0].read_bytes())).octets)"
    )
    ici = formulaire(plan(EXEMPLES[0].read_bytes())).octets
    ailleurs = subprocess.run(
        [sys.executable, "-c", programme],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert ailleurs.stdout == ici
