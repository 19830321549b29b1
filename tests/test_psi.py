"""D16, the PSI as a PDF: the official form and the plan's own words, for any number of problems."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from maia.forms.psi import CAUSES, Psi
from maia.generators.psi import champs, psi
from tests.juges.verapdf import juger, juger_structure
from tests.psi_lus import EXEMPLES, besoins, exemple, pages, plan, psi_de, serre, textes

# CIRC annexe VIII-1, OCR slips put right (« Mandatitaire »), then VIII-2 §4 and §5 for the second page.
LIBELLES = """
Service de Gestion de Cas
Le P.S.I. est rédigé par le gestionnaire de cas en concertation avec la personne et les différents intervenants et est couvert par le secret professionnel. Il n'a pas de rôle prescripteur mais a pour objectif la planification des services, le repérage des besoins couverts et non couverts, la transmission des informations et l'identification des intervenants et leur action.
Pour une meilleure continuité, merci d'informer le rédacteur en cas de modifications.
PLAN DE SERVICES INDIVIDUALISÉ (PSI) 1/2
Informations sur la personne
Personne suivie : nom et prénom
Adresse :
Né(e) le :
Téléphone :
Situation familiale :
Médecin Traitant :
Référent familial/amical : (personne de confiance)
Mandataire légal :
Consentement à l'échange d'information
Autres informations utiles :
Droits ouverts
Besoins / Problématiques
Liste de toutes les problématiques détaillées avec orientation des interventions
PLAN DE SERVICES INDIVIDUALISÉ (PSI) 2/2
Services en place / apport des proches aidants
Type de service/nom
Contact
Jours/horaires et fréquence de passage
Services ponctuels
Besoins non comblés
Réponse
Cause de l'écart
Actions à entreprendre
Délai
""".strip().splitlines()  # the form's own paragraph

# What the form prints as guidance, where nothing has been written yet.
GUIDES = """
On note ici les informations factuelles qui n'interviennent pas sur la planification mais sur l'entrée en contact (présence d'un interphone, problème de langues parlées, moyen d'accès au domicile...)
par exemple : PCH, APA, ALD, CMUC, Caisse de Retraite, date de dernière évaluation APA (voir référentiel local)
""".strip().splitlines()


# --- The samples


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_un_exemple_donne_un_pdf_ua_1_et_pdf_a_3a(chemin: Path) -> None:
    assert juger(exemple(chemin)) == []
    assert juger_structure(exemple(chemin)) == []


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_les_libelles_officiels_y_sont_mot_pour_mot(chemin: Path) -> None:
    lu = serre(" ".join(pages(exemple(chemin))))

    assert [libelle for libelle in LIBELLES if serre(libelle) not in lu] == []


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_tout_ce_que_dit_le_plan_y_est_ecrit(chemin: Path) -> None:
    lu = serre(" ".join(pages(exemple(chemin))))

    assert [t for t in textes(champs(plan(chemin.read_bytes()))) if serre(t) not in lu] == []


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_la_source_est_jointe_a_l_octet_pres(chemin: Path) -> None:
    lu = PdfReader(BytesIO(exemple(chemin)))

    (jointe,) = lu.attachment_list
    assert jointe.name == "psi.yaml"
    assert jointe.content == chemin.read_bytes()
    assert jointe.associated_file_relationship == "/Source"


def test_un_exemple_est_ordinaire_et_l_autre_deborde_du_formulaire() -> None:
    nombres = {c.stem: len(plan(c.read_bytes()).besoins) for c in EXEMPLES}

    assert nombres == {"ordinaire": 8, "vingt-deux-problematiques": 22}


# --- Any plan


@pytest.mark.parametrize("nombre", [1, 15, 60])
def test_le_nombre_de_problematiques_est_libre(nombre: int) -> None:
    pdf = psi(psi_de(besoins=besoins(nombre)), b"")

    assert juger(pdf) == []
    lu = serre(" ".join(pages(pdf)))
    assert [n for n in range(1, nombre + 1) if serre(f"Améliorer la mobilité, {n}") not in lu] == []


def test_les_intitules_de_colonnes_sont_repetes_sur_chaque_page_du_tableau() -> None:
    avec_besoins = [p for p in pages(psi(psi_de(besoins=besoins(60)), b"")) if "Améliorer la mobilité" in p]

    assert len(avec_besoins) > 1
    assert all("Liste de toutes les problématiques détaillées" in page for page in avec_besoins)


def test_sans_problematique_le_formulaire_vierge_garde_ses_quinze_lignes_et_ses_indications() -> None:
    pdf = psi(Psi(), b"")
    premiere, seconde = pages(pdf)

    assert juger(pdf) == []
    assert re.findall(r"^\d+$", premiere, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert [g for g in GUIDES if serre(g) not in serre(premiere)] == []
    assert "Néant" not in seconde


def test_dans_un_plan_redige_un_bloc_vide_se_lit_neant() -> None:
    _, seconde = pages(psi(psi_de(besoins=besoins(2)), b""))

    assert seconde.count("Néant") == 3


def test_les_besoins_prioritaires_portent_un_p() -> None:
    premiere, _ = pages(psi(psi_de(besoins=besoins(4)), b""))

    assert re.findall(r"^(\d) (P )?Améliorer", premiere, re.MULTILINE) == [
        ("1", "P "),
        ("2", ""),
        ("3", ""),
        ("4", "P "),
    ]


def test_la_seconde_partie_suit_quand_la_premiere_deborde() -> None:
    courte, longue = pages(psi(psi_de(besoins=besoins(3)), b"")), pages(psi(psi_de(besoins=besoins(25)), b""))

    assert [("(PSI) 2/2" in p) for p in courte] == [False, True]
    assert "Améliorer la mobilité, 25" in next(p for p in longue if "(PSI) 2/2" in p)


def test_chaque_page_dit_le_secret_le_redacteur_la_date_et_son_numero() -> None:
    lues = pages(psi(psi_de(redacteur={"nom": "Mme Relais"}, besoins=besoins(60)), b""))

    for numero, page in enumerate(lues, 1):
        assert "Document couvert par le secret professionnel." in page
        assert "Rédigé par Mme Relais, gestionnaire de cas, le 14 janvier 2013." in page
        assert f"Page {numero}/{len(lues)}" in page


@pytest.mark.parametrize(
    ("suite", "attendu"),
    [
        ({"maia": "Gâtine"}, "MAIA Gâtine"),
        ({"maia": "MAIA de Gâtine"}, "MAIA de Gâtine"),
        ({"revision": "1/7/2013"}, "Révision : 1er juillet 2013"),
        ({"personne": {"mandataire_legal": {"mesure": "tuteur", "nom": "M. X"}}}, "Mandataire légal : tuteur, M. X"),
        ({"personne": {"consentement": {"date": "26/11/2012", "forme": "oral"}}}, "Oral, le 26 novembre 2012"),
        ({"personne": {"consentement": {"forme": "écrit"}}}, "Écrit, date à préciser"),
        ({"personne": {"ne_le": "14/2/1929"}}, "Né(e) le : 14/02/1929"),
        ({"personne": {"droits_ouverts": ["APA", "ALD 15"]}}, "APA\nALD 15"),
        ({"services_en_place": [{"numeros": "1 et 3", "service": "SSIAD", "nom": "ADMR"}]}, "1, 3 SSIAD : ADMR"),
        ({"services_ponctuels": [{"numeros": "2", "date": "29/1/2013"}]}, "2 le 29/01/2013"),
        ({"services_ponctuels": [{"debut": "2/1/2013", "fin": "9/1/2013"}]}, "du 02/01/2013 au 09/01/2013"),
        (
            {"besoins_non_combles": [{"cause": "liste d'attente.", "disponible_le": "4/3/2013"}]},
            "Liste d’attente (à partir du 04/03/2013)",
        ),
    ],
)
def test_ce_qui_est_saisi_et_ce_qui_se_lit(suite: dict[str, Any], attendu: str) -> None:
    lu = " ".join(pages(psi(psi_de(besoins=besoins(1), **suite), b"")))

    assert serre(attendu) in serre(lu)


@pytest.mark.parametrize("cause", CAUSES)
def test_chacune_des_treize_causes_se_lit_en_entier(cause: str) -> None:
    lu = " ".join(pages(psi(psi_de(besoins=besoins(1), besoins_non_combles=[{"cause": cause}]), b"")))

    assert serre(cause) in serre(lu)
