"""D12, D13 and the avenant as files: valid, clean, repeatable, whatever the values; and a template that Word's users can trust."""

import hashlib
import os
import re
import subprocess
import sys

import pytest
from lxml import etree

from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.ouverture import DossierLu, ouvrir, ouvrir_ars
from maia.forms.saisie import Saisie
from maia.generators.avenant import avenant
from maia.generators.convention_pluriannuelle import convention_pluriannuelle
from maia.generators.documents import Champs
from maia.generators.production import document_nomme, rendre
from tests.conventions import (
    ANNUELLE,
    AVENANT,
    MODELES,
    PLURIANNUELLE,
    Changements,
    champs,
    champs_de_l_avenant,
    champs_pluriannuels,
    champs_vierges,
    lire_docx,
    modele,
    parties,
    produire,
    texte,
)
from tests.depot import RACINE
from tests.juges.ooxml import defauts_ooxml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LONG = "Groupement de coopération sociale et médico-sociale " * 12
DIFFICILES: Changements = {
    "porteur.raison_sociale": "Réseau « Âge & Vie » <79> ]]> {{ nom }} {% fin %} " + LONG,
    "territoire.nom": "Œuvre de l'Hôpital & Cie",
    "banque.domiciliation": "Agence <centre> & gare",
    "porteur.siege": {"adresse": "4 place du Drapeau\nBâtiment B", "code_postal": "79200", "commune": LONG},
}

FIQCS: Changements = {"regime": "FIQCS", "demande.repartition": {"pilotage": "91 667"}}
SUPPLEMENTAIRES: Changements = {"effectifs_supplementaires": [{"poste": "secrétaire", "etp": "0,5"}]}
PARTS: Changements = {
    "decisions": [
        {"siren": "123 456 782", "avenants": [{"annee": "2014", "montant": "280 000", "premier_versement": "1"}]}
    ]
}

VARIANTES = {
    "annuelle complète": (ANNUELLE, champs()),
    "annuelle vierge": (ANNUELLE, champs_vierges()),
    "annuelle FIQCS": (ANNUELLE, champs(FIQCS)),
    "annuelle, effectifs supplémentaires": (ANNUELLE, champs(SUPPLEMENTAIRES)),
    "annuelle difficile": (ANNUELLE, champs(DIFFICILES)),
    "pluriannuelle complète": (PLURIANNUELLE, champs_pluriannuels()),
    "pluriannuelle vierge": (PLURIANNUELLE, convention_pluriannuelle(Dossier(), Ars(), campagne())),
    "pluriannuelle FIQCS": (PLURIANNUELLE, champs_pluriannuels(FIQCS)),
    "pluriannuelle, effectifs supplémentaires": (PLURIANNUELLE, champs_pluriannuels(SUPPLEMENTAIRES)),
    "pluriannuelle difficile": (PLURIANNUELLE, champs_pluriannuels(DIFFICILES)),
    "avenant complet": (AVENANT, champs_de_l_avenant()),
    "avenant en deux parts": (AVENANT, champs_de_l_avenant(2014, ars=PARTS)),
    "avenant vierge": (AVENANT, avenant(Dossier(), Ars(), campagne())),
    "avenant FIQCS": (AVENANT, champs_de_l_avenant(dossier=FIQCS)),
    "avenant difficile": (AVENANT, champs_de_l_avenant(dossier=DIFFICILES)),
}


@pytest.mark.parametrize(("nom", "c"), VARIANTES.values(), ids=VARIANTES.keys())
def test_les_deux_juges_ne_trouvent_rien(nom: str, c: Champs) -> None:
    assert defauts_ooxml(produire(c, nom)) == []


SITES = [("gatine", "poitou-charentes"), ("isere", "rhone-alpes"), ("reseau-equip-age", "ile-de-france")]


@pytest.mark.parametrize("nom", ["convention-pluriannuelle", "avenant-2013"])
@pytest.mark.parametrize(("dossier", "region"), SITES)
def test_ni_dans_ceux_des_exemples(dossier: str, region: str, nom: str) -> None:
    lu = ouvrir(RACINE / "samples" / "dossiers" / f"{dossier}.yaml")
    ars = ouvrir_ars(RACINE / "samples" / "ars" / f"{region}.yaml")
    assert isinstance(lu, DossierLu)
    assert isinstance(ars, Saisie)
    assert ars.valeur is not None
    document = document_nomme(nom)
    assert document is not None
    c = document.champs(lu.dossier, ars.valeur, campagne())
    assert defauts_ooxml(rendre(document, c)) == []
    assert nom != "convention-pluriannuelle" or c.manquants == []


@pytest.mark.parametrize("variante", [nom for nom in VARIANTES if "difficile" not in nom])
def test_il_ne_reste_aucune_balise(variante: str) -> None:
    nom, c = VARIANTES[variante]
    for partie, xml in parties(produire(c, nom)).items():
        assert not re.search(r"\{\{|\{%|\}\}|%\}", xml), partie


@pytest.mark.parametrize(("nom", "c"), VARIANTES.values(), ids=VARIANTES.keys())
def test_le_modele_demande_exactement_ce_que_la_fonction_donne(nom: str, c: Champs) -> None:
    assert modele(nom).champs == set(c.valeurs)


def test_les_signes_reserves_et_les_noms_longs_sont_imprimes_tels_quels() -> None:
    document = texte(produire(champs(DIFFICILES)))
    assert "Réseau « Âge & Vie » <79> ]]> {{ nom }} {% fin %} Groupement" in document
    assert "porteur du site MAIA d'Œuvre de l'Hôpital & Cie," in document
    assert "06 Agence <centre> & gare Le comptable" in document
    assert "4 place du Drapeau Bâtiment B, 79200" in document


def test_les_proprietes_disent_le_titre_et_la_langue_et_ne_nomment_personne() -> None:
    proprietes = lire_docx(produire(champs())).core_properties
    assert proprietes.title == "Convention MAIA de Gâtine – Association gérontologique de Gâtine – 2012"
    assert proprietes.language == "fr-FR"
    assert (proprietes.author, proprietes.last_modified_by, proprietes.created) == ("", "", None)


def test_l_en_tete_nomme_le_site_et_le_pied_numerote_les_pages() -> None:
    xml = parties(produire(champs()))
    assert "Convention MAIA de Gâtine" in xml["word/header1.xml"]
    assert re.findall(r" (\w+) </w:instrText>", xml["word/footer1.xml"]) == ["PAGE", "NUMPAGES"]


def test_memes_champs_memes_octets_dans_un_autre_processus() -> None:
    programme = (
        "import hashlib; from tests.conventions import champs, produire;"
        "print(hashlib.sha256(produire(champs())).hexdigest())"
    )
    ici = hashlib.sha256(produire(champs())).hexdigest()
    for graine, fuseau in (("1", "Pacific/Noumea"), ("2", "America/Cayenne")):
        autre = {**os.environ, "PYTHONHASHSEED": graine, "TZ": fuseau, "LC_ALL": "C"}
        sortie = subprocess.run(
            [sys.executable, "-c", programme], env=autre, capture_output=True, text=True, check=True
        )
        assert sortie.stdout.strip() == ici


# --- The template ---------------------------------------------------------------------------------------------------


tous_les_modeles = pytest.mark.parametrize("nom", [ANNUELLE, PLURIANNUELLE, AVENANT])


def pieces(nom: str) -> dict[str, str]:
    return parties((MODELES / nom).read_bytes())


def corps(nom: str) -> etree._Element:
    return etree.fromstring(pieces(nom)["word/document.xml"].encode())


@tous_les_modeles
def test_le_modele_n_a_que_des_styles_aucune_mise_en_forme_directe(nom: str) -> None:
    document = corps(nom)
    assert {e.tag for pr in document.iter(f"{W}pPr") for e in pr} == {f"{W}pStyle"}
    assert {e.tag for pr in document.iter(f"{W}rPr") for e in pr} == {f"{W}rStyle"}
    assert not list(document.iter(f"{W}shd", f"{W}tcBorders", f"{W}tblBorders", f"{W}spacing"))


@tous_les_modeles
def test_chaque_style_employe_est_defini_dans_le_modele(nom: str) -> None:
    styles = etree.fromstring(pieces(nom)["word/styles.xml"].encode())
    definis = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    employes = {e.get(f"{W}val") for e in corps(nom).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert employes <= definis


@tous_les_modeles
def test_les_titres_restent_avec_la_suite_et_les_en_tetes_de_tableau_se_repetent(nom: str) -> None:
    document = lire_docx((MODELES / nom).read_bytes())
    for titre in ("Heading 1", "Heading 2", "Heading 3"):
        assert document.styles[titre].paragraph_format.keep_with_next
    tableaux = list(corps(nom).iter(f"{W}tbl"))
    sans_entete = [t for t in tableaux if t.find(f"{W}tr/{W}trPr/{W}tblHeader") is None]
    (signatures,) = sans_entete
    assert signatures.find(f"{W}tr/{W}trPr/{W}cantSplit") is not None
    assert [len(ligne) - 1 for ligne in signatures.iter(f"{W}tr")] == [2]


@tous_les_modeles
def test_le_modele_est_en_francais_au_format_a4(nom: str) -> None:
    xml = pieces(nom)
    assert 'w:lang w:val="fr-FR"' in xml["word/styles.xml"]
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in xml["word/document.xml"]


@tous_les_modeles
def test_le_modele_respecte_la_typographie_francaise(nom: str) -> None:
    mots = "".join(e.text or "" for e in corps(nom).iter(f"{W}t"))
    hors_balises = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", mots)
    assert not re.search(r"['\"]|« | »| [;:?!€]", hors_balises)


def test_les_trois_modeles_ont_les_memes_styles() -> None:
    """A house style changed in one is to be changed in the others; the two with V-2's words have two more."""
    styles = {
        nom: set(re.findall(r"<w:style .*?</w:style>", pieces(nom)["word/styles.xml"]))
        for nom in (ANNUELLE, PLURIANNUELLE, AVENANT)
    }
    assert styles[PLURIANNUELLE] == styles[AVENANT]
    en_plus = styles[PLURIANNUELLE] - styles[ANNUELLE]
    assert {nom for style in en_plus for nom in re.findall('w:name w:val="(.*?)"', style)} == {
        "Corps après liste",
        "Haut de page",
    }
    assert styles[ANNUELLE] < styles[PLURIANNUELLE]
