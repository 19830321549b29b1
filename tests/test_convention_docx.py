"""D12 as a file: valid, clean, repeatable, whatever the values; and a template that Word's users can trust."""

import hashlib
import os
import re
import subprocess
import sys

import pytest
from lxml import etree

from maia.generators.documents import Champs
from tests.conventions import MODELE, Changements, champs, champs_vierges, lire_docx, parties, produire, texte
from tests.juges.ooxml import defauts_ooxml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LONG = "Groupement de coopération sociale et médico-sociale " * 12
DIFFICILES: Changements = {
    "porteur.raison_sociale": "Réseau « Âge & Vie » <79> ]]> {{ nom }} {% fin %} " + LONG,
    "territoire.nom": "Œuvre de l'Hôpital & Cie",
    "banque.domiciliation": "Agence <centre> & gare",
    "porteur.siege": {"adresse": "4 place du Drapeau\nBâtiment B", "code_postal": "79200", "commune": LONG},
}

VARIANTES = {
    "complète": champs(),
    "vierge": champs_vierges(),
    "FIQCS": champs({"regime": "FIQCS", "demande.repartition": {"pilotage": "91 667"}}),
    "effectifs supplémentaires": champs({"effectifs_supplementaires": [{"poste": "secrétaire", "etp": "0,5"}]}),
    "difficile": champs(DIFFICILES),
}


@pytest.mark.parametrize("c", VARIANTES.values(), ids=VARIANTES.keys())
def test_les_deux_juges_ne_trouvent_rien(c: Champs) -> None:
    assert defauts_ooxml(produire(c)) == []


@pytest.mark.parametrize("nom", [nom for nom in VARIANTES if nom != "difficile"])
def test_il_ne_reste_aucune_balise(nom: str) -> None:
    for partie, xml in parties(produire(VARIANTES[nom])).items():
        assert not re.search(r"\{\{|\{%|\}\}|%\}", xml), partie


def test_les_signes_reserves_et_les_noms_longs_sont_imprimes_tels_quels() -> None:
    document = texte(produire(VARIANTES["difficile"]))
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


def corps() -> etree._Element:
    return etree.fromstring(parties(MODELE.read_bytes())["word/document.xml"].encode())


def test_le_modele_n_a_que_des_styles_aucune_mise_en_forme_directe() -> None:
    document = corps()
    assert {e.tag for pr in document.iter(f"{W}pPr") for e in pr} == {f"{W}pStyle"}
    assert {e.tag for pr in document.iter(f"{W}rPr") for e in pr} == {f"{W}rStyle"}
    assert not list(document.iter(f"{W}shd", f"{W}tcBorders", f"{W}tblBorders", f"{W}spacing"))


def test_chaque_style_employe_est_defini_dans_le_modele() -> None:
    styles = etree.fromstring(parties(MODELE.read_bytes())["word/styles.xml"].encode())
    definis = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    employes = {e.get(f"{W}val") for e in corps().iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert employes <= definis


def test_les_titres_restent_avec_la_suite_et_les_en_tetes_de_tableau_se_repetent() -> None:
    document = lire_docx(MODELE.read_bytes())
    for nom in ("Heading 1", "Heading 2", "Heading 3"):
        assert document.styles[nom].paragraph_format.keep_with_next
    tableaux = list(corps().iter(f"{W}tbl"))
    sans_entete = [t for t in tableaux if t.find(f"{W}tr/{W}trPr/{W}tblHeader") is None]
    (signatures,) = sans_entete
    assert signatures.find(f"{W}tr/{W}trPr/{W}cantSplit") is not None
    assert [len(ligne) - 1 for ligne in signatures.iter(f"{W}tr")] == [2]


def test_le_modele_est_en_francais_au_format_a4() -> None:
    xml = parties(MODELE.read_bytes())
    assert 'w:lang w:val="fr-FR"' in xml["word/styles.xml"]
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in xml["word/document.xml"]


def test_le_modele_respecte_la_typographie_francaise() -> None:
    mots = "".join(e.text or "" for e in corps().iter(f"{W}t"))
    hors_balises = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", mots)
    assert not re.search(r"['\"]|« | »| [;:?!€]", hors_balises)
