"""The porteur's four documents as files: valid, clean, repeatable, whatever the values; templates for Word's users."""

import hashlib
import os
import re
import subprocess
import sys
from functools import cache

import pytest
from lxml import etree

from maia.forms.dossier import Dossier
from maia.generators.production import catalogue, modele_officiel
from tests.conventions import lire_docx, parties
from tests.demandes import DOCUMENTS, EXEMPLES, Changements, champs, exemple, gatine, produire, texte
from tests.juges.ooxml import defauts_ooxml
from tests.juges.pages_de_word import pages

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LONG = "accompagnement " * 333  # five thousand characters
MECHANT = "Réseau « Âge & Vie » <79> ]]> {{ nom }} {% fin %}"
DIFFICILES: Changements = {
    "porteur.raison_sociale": MECHANT,
    "porteur.sigle": "A&V <b>",
    "porteur.siege.adresse": "4 place du Drapeau\nBâtiment B",
    "porteur.association.objet": LONG,
    "porteur.association.declaration.prefecture": LONG,
    "representants.0.qualite": LONG,
    "budget.charges.65": {LONG: "2 000", "& <licences>": "500"},
    "budget.produits.74.0.statut": None,
    "effectifs.0.profil": LONG,
    "effectifs.1.statut": "",
    "attestation.delegation": {"nom": "<Nom>", "prenom": "&", "qualite": LONG},
    "pieces.engagements.0.partenaire": LONG,
    "pieces.engagements.1.nature": MECHANT,
    "pilote.profil": LONG,
    "partenaires": [{"nom": MECHANT, "champ": "social", "cooperation": LONG}],
}
VIDES: Changements = dict.fromkeys(("effectifs", "effectifs_supplementaires", "representants", "partenaires", "budget"))


@cache
def variantes() -> dict[str, Dossier]:
    return {
        **{nom: exemple(nom) for nom in EXEMPLES},
        "vierge": Dossier(),
        "difficile": gatine(DIFFICILES),
        "listes vides": gatine({**VIDES, "pieces.engagements": None}),
    }


@pytest.mark.parametrize("nom", [*EXEMPLES, "vierge", "difficile", "listes vides"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_les_deux_juges_ne_trouvent_rien(document: str, nom: str) -> None:
    octets = produire(document, variantes()[nom])
    assert defauts_ooxml(octets) == []
    if nom != "difficile":
        for partie, xml in parties(octets).items():
            assert not re.search(r"\{\{|\{%|\}\}|%\}", xml), partie


def test_les_signes_reserves_et_les_longs_textes_sont_imprimes_tels_quels() -> None:
    demande = texte(produire("dossier-de-demande", variantes()["difficile"]))
    nom = 'Réseau "Âge & Vie" <79> ]]> {{ nom }} {% fin %}'
    assert f"MAIA – Deux-Sèvres (79) – {nom} 1 - PRESENTATION" in demande
    assert "Sigle (le cas échéant) : A&V <b> Adresse du siège social : 4 place du Drapeau Bâtiment B Code" in demande
    assert demande.count(LONG.strip()) == 6
    engagements = texte(produire("tableau-des-engagements", variantes()["difficile"]))
    assert engagements.count(LONG.strip()) == 2
    assert engagements.count(nom) == 3


def test_un_long_nom_est_coupe_dans_l_en_tete_et_les_proprietes() -> None:
    octets = produire("dossier-de-demande", gatine({"porteur.raison_sociale": LONG}))
    (en_tete,) = re.findall(r">([^<]+)</w:t>", parties(octets)["word/header1.xml"])
    assert en_tete == lire_docx(octets).core_properties.title
    assert en_tete == "Dossier de financement MAIA 2012 – accompagnement accompagnement accompagnement accompagn…"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_les_proprietes_disent_le_titre_et_la_langue_et_ne_nomment_aucun_auteur(document: str) -> None:
    proprietes = lire_docx(produire(document, gatine())).core_properties
    assert "MAIA 2012 – Association gérontologique de Gâtine" in proprietes.title
    assert proprietes.language == "fr-FR"
    assert (proprietes.author, proprietes.last_modified_by, proprietes.created) == ("", "", None)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_le_pied_numerote_les_pages(document: str) -> None:
    xml = parties(produire(document, gatine()))
    assert re.findall(r" (\w+) </w:instrText>", xml["word/footer1.xml"]) == ["PAGE", "NUMPAGES"]


def empreintes() -> str:
    """What two processes must agree upon."""
    tous = b"".join(produire(document, d) for document in DOCUMENTS for d in (gatine(), Dossier()))
    return hashlib.sha256(tous).hexdigest()


def test_memes_champs_memes_octets_dans_un_autre_processus() -> None:
    programme = "from tests.test_demande_docx import empreintes; print(empreintes())"
    for graine, fuseau in (("1", "Pacific/Noumea"), ("2", "America/Cayenne")):
        autre = {**os.environ, "PYTHONHASHSEED": graine, "TZ": fuseau, "LC_ALL": "C"}
        sortie = subprocess.run(
            [sys.executable, "-c", programme], env=autre, capture_output=True, text=True, check=True
        )
        assert sortie.stdout.strip() == empreintes()


# --- Pages, as LibreOffice lays them out ----------------------------------------------------------------------------


def test_chaque_document_tient_sur_ses_pages_et_les_titres_restent_avec_leur_suite() -> None:
    produits = [produire(document, d) for d in (gatine(), Dossier()) for document in DOCUMENTS]
    lues = pages(produits)
    assert [len(p) for p in lues] == [6, 1, 1, 1] * 2
    for premiere, deuxieme, budget, _, attestation, pieces in (lues[0], lues[4]):
        assert "1 - PRESENTATION" in premiere
        assert "Courriel :" in premiere.partition("PERSONNE CHARGÉE")[2]
        assert "2 - INFORMATIONS" in deuxieme
        assert budget.index("BUDGET PREVISIONNEL") < budget.index("TOTAL DES PRODUITS") < budget.index("Dons en nature")
        assert attestation.index("3 - ATTESTATION") < attestation.index("Signature du représentant légal")
        assert "Liste des pièces" in pieces


def test_un_bloc_qui_ne_tient_plus_passe_entier_a_la_page_suivante() -> None:
    (lues,) = pages([produire("dossier-de-demande", gatine({"porteur.siege.adresse": "Mairie\nBâtiment B\nBP 3"}))])
    assert len(lues) == 6
    assert "PERSONNE CHARGÉE" not in lues[0]
    assert "Brisson" in lues[1]


def test_un_tableau_coupe_par_la_page_reprend_son_en_tete() -> None:
    communes = [{"financeur": f"Commune n° {n}", "montant": "100", "statut": "A"} for n in range(1, 61)]
    (lues,) = pages([produire("dossier-de-demande", gatine({"budget.produits.74": communes}))])
    assert sum("Accordée(s) = A" in page for page in lues) == 2


# --- The templates --------------------------------------------------------------------------------------------------


def corps(document: str) -> etree._Element:
    return etree.fromstring(parties(modele_officiel(f"{document}.docx"))["word/document.xml"].encode())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_la_fonction_est_inscrite_et_donne_exactement_ce_que_le_modele_demande(document: str) -> None:
    from maia.generators.word import ModeleWord  # noqa: PLC0415 - what this test is about

    inscrit = catalogue()[document]
    assert (inscrit.modele, inscrit.format, inscrit.ars) == (f"{document}.docx", "docx", False)
    assert inscrit.source.startswith("CIRC annexe")
    modele = ModeleWord.compiler(modele_officiel(inscrit.modele), inscrit.modele)
    assert modele.champs == set(champs(document, gatine()).valeurs)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_le_modele_n_a_que_des_styles_aucune_mise_en_forme_directe(document: str) -> None:
    xml = corps(document)
    assert {e.tag for pr in xml.iter(f"{W}pPr") for e in pr} == {f"{W}pStyle"}
    assert {e.tag for pr in xml.iter(f"{W}rPr") for e in pr} <= {f"{W}rStyle"}
    assert not list(xml.iter(f"{W}shd", f"{W}tcBorders", f"{W}tblBorders", f"{W}spacing"))
    styles = etree.fromstring(parties(modele_officiel(f"{document}.docx"))["word/styles.xml"].encode())
    definis = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert {e.get(f"{W}val") for e in xml.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")} <= definis


@pytest.mark.parametrize("document", DOCUMENTS)
def test_le_modele_est_en_francais_au_format_a4_et_en_respecte_la_typographie(document: str) -> None:
    xml = parties(modele_officiel(f"{document}.docx"))
    assert 'w:lang w:val="fr-FR"' in xml["word/styles.xml"]
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in xml["word/document.xml"]
    mots = "".join(e.text or "" for e in corps(document).iter(f"{W}t"))
    assert not re.search(r"['\"]|« | »| [;:?!€]", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", mots))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_les_en_tetes_de_tableau_se_repetent_et_chaque_tableau_dit_ce_qu_il_est(document: str) -> None:
    for tableau in corps(document).iter(f"{W}tbl"):
        proprietes = tableau.find(f"{W}tblPr")
        assert proprietes is not None
        assert proprietes.find(f"{W}tblCaption") is not None
        style = proprietes.find(f"{W}tblStyle")
        if style is not None and style.get(f"{W}val") == "Tableauofficiel":
            assert tableau.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
