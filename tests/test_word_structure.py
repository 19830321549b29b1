"""Whatever the values, the document stays one that Word opens: emptied cells and tables, cut tags, clean-up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from maia.generators.word import ModeleRefuse, ModeleWord
from maia.generators.word.relecture import W
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_word import (
    compiler,
    document_vierge,
    enregistrer,
    lignes_du_tableau,
    modele_docx,
    retouche,
    textes,
    xml_de,
)


def tableau_d_une_cellule(*paragraphes: str) -> ModeleWord:
    """A cell that holds exactly these paragraphs, then a witness cell."""
    document = document_vierge()
    tableau = document.add_table(rows=1, cols=2)
    cellule = tableau.cell(0, 0)
    cellule.text = paragraphes[0]
    for paragraphe in paragraphes[1:]:
        cellule.add_paragraph(paragraphe)
    tableau.cell(0, 1).text = "témoin"
    return ModeleWord.compiler(enregistrer(document), "essai")


def test_une_cellule_videe_garde_un_paragraphe() -> None:
    modele = tableau_d_une_cellule("{%p for p in l %}", "{{ p }}", "{%p endfor %}")
    plein, vide = modele.rendre({"l": ["un", "deux"]}), modele.rendre({"l": []})
    assert lignes_du_tableau(plein) == [["un\ndeux", "témoin"]]
    assert lignes_du_tableau(vide) == [["", "témoin"]]
    assert defauts_ooxml(plein) == defauts_ooxml(vide) == []


def test_une_cellule_toujours_garnie_ne_recoit_rien_de_plus() -> None:
    modele = tableau_d_une_cellule("{%p if a %}", "A", "{%p else %}", "B", "{%p endif %}")
    assert lignes_du_tableau(modele.rendre({"a": True})) == [["A", "témoin"]]
    assert lignes_du_tableau(modele.rendre({"a": False})) == [["B", "témoin"]]


def test_un_tableau_sans_ligne_disparait() -> None:
    tableau = [["{%tr for l in lignes %}", ""], ["{{ l }}", ""], ["{%tr endfor %}", ""]]
    modele = compiler("Avant", tableau=tableau)
    plein, vide = modele.rendre({"lignes": ["a", "b"]}), modele.rendre({"lignes": []})
    assert lignes_du_tableau(plein) == [["a", ""], ["b", ""]]
    assert "w:tbl" not in xml_de(vide)
    assert textes(vide) == ["Avant", "Fin"]
    assert defauts_ooxml(plein) == defauts_ooxml(vide) == []


def test_un_tableau_dans_une_cellule_laisse_un_paragraphe_apres_lui() -> None:
    document = document_vierge()
    cellule = document.add_table(rows=1, cols=1).cell(0, 0)
    cellule.text = "{%p if avant %}"
    cellule.add_paragraph("Avant")
    cellule.add_paragraph("{%p endif %}")
    dedans = cellule.add_table(rows=0, cols=1)  # python-docx puts a paragraph after it…
    for texte in ("{%tr for l in lignes %}", "{{ l }}", "{%tr endfor %}"):
        dedans.add_row().cells[0].text = texte
    cellule.paragraphs[-1].text = "{%p if apres %}"  # …which a condition takes away
    cellule.add_paragraph("Après")
    cellule.add_paragraph("{%p endif %}")
    modele = ModeleWord.compiler(enregistrer(document), "essai")
    for avant in (True, False):
        for apres in (True, False):
            for lignes in ([], ["x", "y"]):
                octets = modele.rendre({"avant": avant, "apres": apres, "lignes": lignes})
                xml = xml_de(octets)
                assert ("Avant" in xml, "Après" in xml, xml.count("<w:tbl>")) == (avant, apres, 2 if lignes else 1)
                assert "</w:tbl></w:tc>" not in xml
                assert "</w:tcPr></w:tc>" not in xml
    assert defauts_ooxml(modele.rendre({"avant": False, "apres": False, "lignes": []})) == []
    assert defauts_ooxml(modele.rendre({"avant": False, "apres": False, "lignes": ["x"]})) == []


def test_un_en_tete_vide_garde_un_paragraphe() -> None:
    document = document_vierge()
    entete = document.sections[0].header
    entete.paragraphs[0].text = "{%p if a %}"
    entete.add_paragraph("Confidentiel")
    entete.add_paragraph("{%p endif %}")
    modele = ModeleWord.compiler(enregistrer(document), "essai")
    assert "<w:p/></w:hdr>" in xml_de(modele.rendre({"a": False}), "word/header1.xml")
    assert defauts_ooxml(modele.rendre({"a": False})) == []


def test_les_reperes_du_moteur_ne_restent_pas_dans_le_document() -> None:
    modele = tableau_d_une_cellule("{%p if a %}", "{{ a }}", "{%p endif %}")
    for champs in ({"a": "x"}, {"a": ""}):
        assert not set(map(chr, range(10))) & set(xml_de(modele.rendre(champs)))


# --- Templates as Word saves them -----------------------------------------------------------------------------------


def coupe(*morceaux: str) -> str:
    """A tag cut in several runs, with the marks that Word puts in between."""
    return '<w:proofErr w:type="spellStart"/>'.join(
        f'<w:r w:rsidR="00AB12CD"><w:rPr><w:b/></w:rPr><w:t>{morceau}</w:t></w:r>' for morceau in morceaux
    )


@pytest.mark.parametrize(
    "morceaux",
    [("{{ nom }}",), ("{", "{ nom }}"), ("{{", " nom ", "}}"), ("{{ n", "om", " }", "}"), ("{{ nom", "|", "trim }}")],
)
def test_une_balise_coupee_par_word_est_recousue(morceaux: tuple[str, ...]) -> None:
    octets = retouche(
        modele_docx("ICI"), "word/document.xml", lambda x: x.replace("<w:r><w:t>ICI</w:t></w:r>", coupe(*morceaux))
    )
    produit = ModeleWord.compiler(octets, "essai").rendre({"nom": "Gâtine"})
    assert textes(produit) == ["Gâtine"]
    assert "<w:b/>" in xml_de(produit)


def test_une_commande_coupee_par_word_est_recousue() -> None:
    octets = modele_docx("DEBUT", "corps {{ n }}", "{%p endfor %}")
    octets = retouche(
        octets,
        "word/document.xml",
        lambda x: x.replace("<w:r><w:t>DEBUT</w:t></w:r>", coupe("{", "%p for", " n in ", "noms %", "}")),
    )
    assert textes(ModeleWord.compiler(octets, "essai").rendre({"noms": ["a", "b"]})) == ["corps a", "corps b"]


def test_ce_que_word_note_pour_lui_meme_ne_part_pas_chez_les_autres() -> None:
    def ajouter_des_marques(xml: str) -> str:
        espace = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        xml = xml.replace("<w:p>", f'<w:p {espace} w14:paraId="1A2B3C4D" w14:textId="77777777" w:rsidR="00AB12CD">')
        return xml.replace("<w:r>", '<w:proofErr w:type="gramStart"/><w:r w:rsidRPr="00AB12CD">')

    octets = modele_docx("{%p for a in l %}", "{{ a }}", "{%p endfor %}")
    octets = retouche(octets, "word/document.xml", ajouter_des_marques)
    xml = xml_de(ModeleWord.compiler(octets, "essai").rendre({"l": ["x", "y"]}))
    assert not [marque for marque in ("paraId", "textId", "rsid", "proofErr") if marque in xml]


def test_un_modele_mis_en_page_par_un_autre_outil() -> None:
    octets = modele_docx("{{ a }}", tableau=[["{%tr for l in a %}"], ["{{ l }}"], ["{%tr endfor %}"]])
    aere = retouche(octets, "word/document.xml", lambda x: x.replace("<w:", "\n  <w:").replace("</w:tc", "\n</w:tc"))
    modele = ModeleWord.compiler(aere, "essai")
    assert textes(modele.rendre({"a": "xy"})) == ["xy", "Fin"]
    assert "w:tbl>" not in xml_de(modele.rendre({"a": ""}))


def test_un_modele_sans_balise_est_rendu_tel_quel() -> None:
    modele = ModeleWord.compiler(modele_docx("Rien à remplir"), "essai")
    assert modele.champs == frozenset()
    assert textes(modele.rendre({"inutile": "x"})) == ["Rien à remplir"]


# --- Any template at all --------------------------------------------------------------------------------------------

Bloc = list[str]


def entourer(prefixe: str, dedans: st.SearchStrategy[Bloc]) -> st.SearchStrategy[Bloc]:
    """``dedans`` as it is, or within a condition or a loop, true or empty."""
    commandes = st.sampled_from(
        [("if a", "endif"), ("if z", "endif"), ("for x in l", "endfor"), ("for x in z", "endfor")]
    )
    return st.lists(
        dedans
        | st.tuples(commandes, dedans).map(lambda t: [f"{prefixe}{t[0][0]} %}}", *t[1], f"{prefixe}{t[0][1]} %}}"]),
        max_size=2,
    ).map(lambda blocs: [morceau for bloc in blocs for morceau in bloc])


PHRASES = st.lists(
    st.sampled_from(
        ["texte", "{{ a }}", "{% if z %}non{% else %}oui{% endif %}", "{% for x in l %}{{ x }}{% endfor %}", ""]
    ),
    max_size=2,
).map("".join)
BLOCS: st.SearchStrategy[Bloc] = st.recursive(
    st.lists(PHRASES, max_size=2), lambda dedans: entourer("{%p ", dedans), max_leaves=5
)
# A row is written as its first cell's paragraphs, joined: tags of rows and of paragraphs then nest alike.
LIGNES: st.SearchStrategy[Bloc] = st.recursive(
    st.lists(BLOCS.map("\f".join), max_size=2), lambda dedans: entourer("{%tr ", dedans), max_leaves=4
)
IMPRUDENCES = st.sampled_from(
    ["", "{% if a %}", "{% endif %}", "{%- if a %}", "{% if a -%}", "{%p endif %}", "{{", "}}"]
)


def document_quelconque(avant: Bloc, lignes: Bloc, apres: Bloc, imprudence: str) -> bytes:
    document = document_vierge()
    for texte in avant:
        document.add_paragraph(texte)
    if lignes:
        tableau = document.add_table(rows=0, cols=2)
        for ligne in lignes:
            cellule, temoin = tableau.add_row().cells
            premier, *suite = ligne.split("\f")
            cellule.text = premier
            for texte in suite:
                cellule.add_paragraph(texte)
            temoin.text = "" if "{%tr" in ligne else "témoin"
    for texte in [*apres, imprudence, "Fin"]:
        document.add_paragraph(texte)
    return enregistrer(document)


def essayer(octets: bytes) -> tuple[ModeleWord | None, str]:
    try:
        return ModeleWord.compiler(octets, "essai"), ""
    except ModeleRefuse as refus:
        return None, str(refus)


@settings(max_examples=150)
@given(BLOCS, LIGNES, BLOCS, IMPRUDENCES)
def test_un_modele_quelconque_est_refuse_ou_donne_un_document_bien_forme(
    avant: Bloc, lignes: Bloc, apres: Bloc, imprudence: str
) -> None:
    modele, motifs = essayer(document_quelconque(avant, lignes, apres, imprudence))
    if modele is None:
        assert imprudence or "boucles l’une dans l’autre" in motifs
        return
    octets = modele.rendre({"a": "<A>", "l": ["x", "&"], "z": ""})
    racine = etree.fromstring(xml_de(octets).encode())
    assert [cellule[-1].tag for cellule in racine.iter(f"{W}tc") if cellule[-1].tag != f"{W}p"] == []
    assert [table for table in racine.iter(f"{W}tbl") if table.find(f"{W}tr") is None] == []
    assert [texte for texte in racine.itertext() if "{%" in texte or "{{" in texte] == []
    assert [element for element in racine.iter() if element.text and element.tag != f"{W}t"] == []
