"""The tags of a Word template, each in a small story: what the author types, the values, what the reader sees."""

import io

import docx
import pytest

from maia.generators.word import ChampInconnu, ModeleWord, RenduImpossible
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_word import (
    ajouter,
    compiler,
    document_vierge,
    enregistrer,
    lignes_du_tableau,
    modele_docx,
    rendre,
    retouche,
    textes,
    xml_de,
)


def test_un_champ() -> None:
    assert rendre("Entre {{ ars }} et {{ porteur.nom }}", {"ars": "l’ARS", "porteur": {"nom": "Gâtine"}}) == [
        "Entre l’ARS et Gâtine"
    ]


def test_une_condition_dans_la_phrase() -> None:
    phrase = "{% if feminin %}Madame{% else %}Monsieur{% endif %} {{ nom }}"
    assert rendre(phrase, {"feminin": True, "nom": "Roy"}) == ["Madame Roy"]
    assert rendre(phrase, {"feminin": False, "nom": "Roy"}) == ["Monsieur Roy"]


def test_des_paragraphes_conditionnels_ne_laissent_pas_de_ligne_vide() -> None:
    modele = ["Avant", "{%p if fiqcs %}", "Réseau", "{%p elif autre %}", "Autre", "{%p else %}", "Rien", "{%p endif %}"]
    assert rendre(modele, {"fiqcs": True}) == ["Avant", "Réseau"]
    assert rendre(modele, {"fiqcs": False, "autre": True}) == ["Avant", "Autre"]
    assert rendre(modele, {"fiqcs": False, "autre": False}) == ["Avant", "Rien"]


def test_des_paragraphes_repetes() -> None:
    modele = ["{%p for p in pieces %}", "{{ loop.index }}. {{ p }}", "{%p else %}", "Aucune", "{%p endfor %}"]
    assert rendre(modele, {"pieces": ["note", "statuts"]}) == ["1. note", "2. statuts"]
    assert rendre(modele, {"pieces": []}) == ["Aucune"]


def test_des_lignes_de_tableau_repetees() -> None:
    tableau = [["Compte", "Montant"], ["{%tr for l in lignes %}", ""], ["{{ l.compte }}", "{{ l.items }}"]]
    modele = compiler(tableau=[*tableau, ["", "{%tr endfor %}"], ["Total", "{{ total }}"]])
    lignes = [{"compte": 60, "items": "2 400 €"}, {"compte": 64, "items": "140 000 €"}]
    assert lignes_du_tableau(modele.rendre({"lignes": lignes, "total": "142 400 €"})) == [
        ["Compte", "Montant"],
        ["60", "2 400 €"],
        ["64", "140 000 €"],
        ["Total", "142 400 €"],
    ]


def test_un_commentaire_de_modele_disparait() -> None:
    assert rendre(["{#p à relire #}", "Texte{# ici #}"], {}) == ["Texte"]


def test_les_tirets_joignent_les_paragraphes() -> None:
    assert rendre(["Début", "{%- if a %} suite{% endif %}"], {"a": True}) == ["Début suite"]
    assert rendre(["{% if a -%}", "suite{% endif %}"], {"a": True}) == ["suite"]


def test_une_condition_peut_commencer_et_finir_dans_deux_paragraphes() -> None:
    assert rendre(["A{% if a %}", "B", "C{% endif %}"], {"a": True}) == ["A", "B", "C"]
    assert rendre(["A{% if a %}", "B", "C{% endif %}"], {"a": False}) == ["A"]


def test_les_doubles_accolades_voulues() -> None:
    assert rendre("{_{ nom }_}", {}) == ["{{ nom }}"]
    assert rendre("{_{ nom }_} et {_% if %_} : {{ a }}", {"a": "{_{ b }_}"}) == ["{{ nom }} et {% if %} : {_{ b }_}"]


def test_les_guillemets_de_word_et_l_esperluette_dans_une_balise() -> None:
    assert rendre("{% if a == “x & y” %}oui{% endif %}", {"a": "x & y"}) == ["oui"]
    assert rendre("{% if n < 3 and 1 <= n %}{{ '<R&D>' }}{% endif %}", {"n": 2}) == ["<R&D>"]


@pytest.mark.parametrize(
    ("balise", "attendu"),
    [
        ("{{ ars|upper }}", "ARS DU CENTRE"),
        ("{{ ars|lower }}", "ars du centre"),
        ("{{ 'ars du Centre'|capitalize }}", "Ars du Centre"),
        ("{{ vide|default('……') }}", "……"),
        ("{{ '  a '|trim }}", "a"),
        ("{{ noms|join(', ') }}", "Aube, Marne"),
        ("{{ noms|length }}", "2"),
        ("{{ noms|first }} {{ noms|last }} {{ noms[1] }}", "Aube Marne Marne"),
        ("{{ 'oui' if 'Aube' in noms else 'non' }}", "oui"),
        ("{% if vide is defined %}oui{% else %}non{% endif %}", "non"),
        ("{% for n in noms %}{% if not loop.first %} ; {% endif %}{{ n }}{% endfor %}", "Aube ; Marne"),
        ("{% for n in noms %}{{ loop.index is even and 'pair' or 'impair' }} {% endfor %}", "impair pair "),
    ],
)
def test_les_filtres_et_les_tests(balise: str, attendu: str) -> None:
    assert rendre(balise, {"ars": "ARS du Centre", "noms": ["Aube", "Marne"]}) == [attendu]


def test_des_filtres_apportes_par_le_programme() -> None:
    modele = ModeleWord.compiler(modele_docx("{{ 1500|euros }}"), "essai", {"euros": lambda n: f"{n} €"})
    assert textes(modele.rendre({})) == ["1500 €"]


def test_un_dictionnaire_passe_avant_ses_methodes() -> None:
    assert rendre("{{ l.items }} {{ l['keys'] }}", {"l": {"items": "a", "keys": "b"}}) == ["a b"]
    with pytest.raises(ChampInconnu, match=r"« l\.items » est inconnu"):
        rendre("{{ l.items }}", {"l": {}})


def test_un_objet_donne_ses_attributs() -> None:
    class Porteur:
        nom = "Gâtine"

    assert rendre("{{ porteur.nom }}", {"porteur": Porteur()}) == ["Gâtine"]


# --- Where tags may stand -------------------------------------------------------------------------------------------


def test_en_tete_pied_de_page_et_proprietes() -> None:
    document = document_vierge()
    document.sections[0].header.paragraphs[0].text = "Convention {{ nom }}"
    document.sections[0].footer.paragraphs[0].text = "Version {{ version }}"
    document.core_properties.title = "Convention {{ nom }}"
    document.core_properties.subject = "{% if version %}v{{ version }}{% endif %}"
    modele = ModeleWord.compiler(enregistrer(document), "essai")
    assert modele.champs == {"nom", "version"}
    octets = modele.rendre({"nom": "L'ARS & <Co>\nsuite", "version": 2})
    produit = docx.Document(io.BytesIO(octets))
    assert produit.sections[0].header.paragraphs[0].text == "Convention L'ARS & <Co>\nsuite"
    assert produit.sections[0].footer.paragraphs[0].text == "Version 2"
    assert produit.core_properties.title == "Convention L'ARS & <Co> suite"
    assert produit.core_properties.subject == "v2"
    assert defauts_ooxml(octets) == []


NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>Source : {{ source }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


@pytest.mark.parametrize("genre", ["footnote", "endnote"])
def test_notes_de_bas_de_page_et_de_fin(genre: str) -> None:
    nom, office = f"word/{genre}s.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml"
    lien = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{genre}s"
    octets = modele_docx("Texte de {{ nom }}")
    octets = retouche(
        octets,
        "word/document.xml",
        lambda x: x.replace("</w:p>", f'<w:r><w:{genre}Reference w:id="1"/></w:r></w:p>', 1),
    )
    octets = retouche(octets, "word/_rels/document.xml.rels", lambda x: x.replace(
        "</Rel", f'<Relationship Id="rId99" Type="{lien}" Target="{genre}s.xml"/></Rel', 1))  # fmt: skip
    octets = ajouter(octets, nom, NOTES.replace("footnote", genre), f"{office}.{genre}s+xml")
    modele = ModeleWord.compiler(octets, "essai")
    assert modele.champs == {"nom", "source"}
    produit = modele.rendre({"nom": "A", "source": "CIRC §2.2 & suite"})
    assert "Source : CIRC §2.2 &amp; suite" in xml_de(produit, nom)
    assert defauts_ooxml(produit) == []


# --- What a template needs, and what goes wrong ---------------------------------------------------------------------


def test_les_champs_d_un_modele_sont_ceux_qu_il_faut_lui_donner() -> None:
    modele = compiler(
        "{{ a.b }}{% if c %}{% for d in e %}{{ d.f }}{{ loop.index }}{% endfor %}{% endif %}", titre="{{ g }}"
    )
    assert modele.champs == {"a", "c", "e", "g"}


@pytest.mark.parametrize(
    ("balise", "champ"),
    [
        ("{{ absent }}", "absent"),
        ("{{ porteur.siret }}", "porteur.siret"),
        ("{% if absent %}x{% endif %}", "absent"),
        ("{% for x in absent %}x{% endfor %}", "absent"),
        ("{{ porteur['siret'] }}", "siret"),
        ("{{ absent.nom }}", "absent"),
    ],
)
def test_un_champ_inconnu_arrete_tout_et_se_nomme(balise: str, champ: str) -> None:
    with pytest.raises(ChampInconnu) as erreur:
        rendre(["Avant", "{%p if porteur %}", f"Numéro {balise}", "{%p endif %}", "Après"], {"porteur": {"nom": "A"}})
    assert erreur.value.champ == champ
    assert erreur.value.partie == "word/document.xml"
    assert erreur.value.paragraphe == f"Numéro {balise}"
    assert f"Le champ « {champ} » est inconnu (corps du document" in str(erreur.value)


def test_le_paragraphe_d_un_champ_inconnu_dans_une_ligne_de_tableau() -> None:
    tableau = [["{%tr for l in lignes %}", ""], ["{{ l.a }}", "{{ l.b }}"], ["{%tr endfor %}", ""]]
    with pytest.raises(ChampInconnu) as erreur:
        compiler("Avant", tableau=tableau).rendre({"lignes": [{"a": "1", "b": "2"}, {"a": "3"}]})
    assert (erreur.value.champ, erreur.value.paragraphe) == ("l.b", "{{ l.b }}")
    with pytest.raises(ChampInconnu) as erreur:
        compiler("Avant", tableau=tableau).rendre({})
    assert (erreur.value.champ, erreur.value.paragraphe) == ("lignes", "{%tr for l in lignes %}")


def test_le_paragraphe_reste_juste_apres_un_tiret_qui_joint_deux_paragraphes() -> None:
    with pytest.raises(ChampInconnu) as erreur:
        rendre(["Un", "{%- if a %} suite{% endif %}", "Trois", "Quatre {{ absent }}"], {"a": True})
    assert erreur.value.paragraphe == "Quatre {{ absent }}"


def test_une_comparaison_impossible_dit_ou() -> None:
    with pytest.raises(RenduImpossible, match=r"Le modèle ne peut pas être rempli .* paragraphe « {% if nom > 3 %}"):
        rendre("{% if nom > 3 %}x{% endif %}", {"nom": "A"})
