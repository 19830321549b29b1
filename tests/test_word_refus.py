"""Templates that are refused when compiled: mistakes an author makes, what the engine cannot do, and attacks."""

import re

import pytest

from maia.generators.word import ChampInconnu, ModeleRefuse, ModeleWord
from tests.modeles_word import (
    ajouter,
    compiler,
    document_vierge,
    enregistrer,
    modele_docx,
    retouche,
)


def refus(*paragraphes: str, tableau: list[list[str]] | None = None) -> list[str]:
    with pytest.raises(ModeleRefuse) as erreur:
        compiler(*paragraphes, tableau=tableau)
    return [faute.message for faute in erreur.value.fautes]


def refus_de(octets: bytes) -> str:
    with pytest.raises(ModeleRefuse) as erreur:
        ModeleWord.compiler(octets, "essai.docx")
    return str(erreur.value)


# --- An author's mistakes -------------------------------------------------------------------------------------------


def test_toutes_les_fautes_sont_dites_ensemble_avec_leur_paragraphe() -> None:
    document = document_vierge()
    document.sections[0].header.paragraphs[0].text = "En-tête {{ a b }}"
    document.add_paragraph("Bon {{ champ }}")
    document.add_paragraph("Premier {{ }}")
    document.add_paragraph("Second {% fi x %}" + " bla" * 50)
    assert refus_de(enregistrer(document)).splitlines() == [
        "Le modèle « essai.docx » est à corriger :",
        "– corps du document (word/document.xml), paragraphe « Premier {{ }} » : il manque le nom du champ",
        "– corps du document (word/document.xml), paragraphe « Second {% fi x %} bla bla bla bla bla bla bla bla bla "
        "bla bla bla bla bla bla bla bla bla… » : « fi » n’est pas une commande admise ; commandes : if, elif, else, "
        "endif, for, endfor",
        "– en-tête (word/header1.xml), paragraphe « En-tête {{ a b }} » : « b » inattendu (un nom de champ n’a ni "
        "espace ni trait d’union)",
    ]


@pytest.mark.parametrize(
    ("paragraphes", "message"),
    [
        (["{{ nom"], "« {{ » isolé"),
        (["nom }}"], "« }} » isolé"),
        (["{% if a"], "« {% » isolé"),
        (["{{ a", "}}"], "« {{ » isolé"),
        (["{% if a %}"], "« {% if a %} » n’est jamais refermé par « endif »"),
        (["{%p for a in b %}", "x"], "« {%p for a in b %} » n’est jamais refermé par « endfor »"),
        (["{% endif %}"], "« endif » sans « if »"),
        (["{% else %}"], "« else » sans condition"),
        (["{% for a in b %}{% endif %}{% endfor %}"], "« endif » sans « if »"),
        (["{%p if a %} et du texte", "{%p endif %}"], "« {%p if a %} » doit être seul dans son paragraphe"),
        (["{%p if a %}{%p endif %}"], "doit être seul dans son paragraphe"),
        (["{% p if a %}"], "écrivez « {%p » sans espace"),
        (["{%tr if a %}"], "« {%tr if a %} » est hors d’un tableau"),
        (["{%p if a == '10 %' %}", "x", "{%p endif %}"], "pas de « % » ni de « } » à l’intérieur"),
        (["Texte {%- if a %}", "{% endif %}"], "« {%- » ne se place qu’au début d’un paragraphe"),
        (["{% if a -%} texte", "{% endif %}"], "« -%} » ne se place qu’à la fin d’un paragraphe"),
        (["{{ }}"], "il manque le nom du champ"),
        (["{{ nom du porteur }}"], "« du » inattendu"),
        (["{{ nom | majuscules }}"], "le filtre « majuscules » n’existe pas ; filtres admis : capitalize"),
        (["{% if a is vide %}{% endif %}"], "le test « is vide » n’existe pas"),
        (["{% for a %}{% endfor %}"], "une boucle s’écrit {% for ligne in lignes %}"),
        (["{% if %}{% endif %}"], "il manque le nom du champ"),
        (["{{ a ? }}"], "caractère « ? » inattendu"),
        (["{{ (a }}"], "il manque « ) »"),
        (["{{ " + "a" * 1000 + " }}"], "balise de plus de 1000 caractères"),
    ],
)
def test_une_faute_de_frappe_est_expliquee(paragraphes: list[str], message: str) -> None:
    assert any(message in trouve for trouve in refus(*paragraphes))


def test_une_ligne_de_tableau_reservee_a_sa_balise() -> None:
    assert refus(tableau=[["{%tr for l in lignes %}", "perdu"], ["{{ l }}", ""], ["{%tr endfor %}", ""]]) == [
        "« {%tr for l in lignes %} » doit être seul dans sa ligne de tableau"
    ]


@pytest.mark.parametrize(
    "tableau",
    [
        [["{% if a %}x", "y{% endif %}"]],
        [["{% for a in b %}", "x"], ["y", "{% endfor %}"]],
        [["{%tr if a %}", ""], ["{%p if b %}", "x"], ["{%tr endif %}", ""], ["{%p endif %}", ""]],
    ],
)
def test_une_condition_ne_coupe_pas_un_tableau(tableau: list[list[str]]) -> None:
    assert refus(tableau=tableau) != []


def test_une_condition_ouverte_hors_du_tableau_et_fermee_dedans() -> None:
    assert any("coupe" in m or "commence et finit" in m for m in refus("{% if a %}", tableau=[["{% endif %}"]]))


# --- What the engine does not do ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("balise", "message"),
    [
        ("{{r texte_riche }}", "« {{r … » n’est pas admis"),
        ("{{p sous_document }}", "« {{p … » n’est pas admis"),
        ("{%r if a %}", "« {%r … » n’est pas admis"),
        ("{%tc for a in b %}", "« {%tc … » n’est pas admis"),
        ("{% colspan n %}", "« {% colspan %} » n’est pas admis"),
        ("{% cellbg couleur %}", "« {% cellbg %} » n’est pas admis"),
        ("{% hm %}", "« {% hm %} » n’est pas admis"),
        ("{% vm %}", "« {% vm %} » n’est pas admis"),
    ],
)
def test_ce_que_docxtpl_fait_et_pas_nous_est_refuse(balise: str, message: str) -> None:
    assert message in refus(tableau=[[balise]])[0]


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("<w:t>lien</w:t>", '<w:instrText>HYPERLINK "{{ adresse }}"</w:instrText>'),
        ("<w:t>lien</w:t>", "<w:delText>{{ supprime }}</w:delText>"),
        ("<w:t>lien</w:t>", '<w:t w:titre="{{ attribut }}">lien</w:t>'),
    ],
)
def test_une_balise_hors_du_texte_courant(avant: str, apres: str) -> None:
    octets = retouche(modele_docx("lien"), "word/document.xml", lambda xml: xml.replace(avant, apres))
    assert "une balise n’est remplacée que dans le texte" in refus_de(octets)


@pytest.mark.parametrize(
    ("element", "quoi"),
    [
        ('<w:bookmarkStart w:id="1" w:name="ici"/><w:bookmarkEnd w:id="1"/>', "un signet"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "un appel de note"),
        ("<w:r><w:drawing/></w:r>", "une image"),
    ],
)
def test_ce_qui_porte_un_numero_unique_ne_se_repete_pas(element: str, quoi: str) -> None:
    modele = modele_docx("{%p for a in b %}", "ICI", "{%p endfor %}")
    octets = retouche(modele, "word/document.xml", lambda xml: xml.replace("<w:r><w:t>ICI</w:t></w:r>", element))
    assert f"{quoi} ne peut pas être répété par une boucle" in refus_de(octets)


@pytest.mark.parametrize(
    "element",
    ["<w:r><w:drawing/></w:r>", '<w:bookmarkStart w:id="1" w:name="ici"/>', '<w:r><w:br w:type="page"/></w:r>'],
)
def test_rien_ne_disparait_avec_le_paragraphe_d_une_balise(element: str) -> None:
    modele = modele_docx("{%p if a %}", "x", "{%p endif %}")
    octets = retouche(modele, "word/document.xml", lambda xml: xml.replace("<w:r>", f"{element}<w:r>", 1))
    assert "retirez l’image, le saut, le signet ou l’appel de note" in refus_de(octets)


def test_les_signets_que_word_pose_tout_seul_sont_oublies() -> None:
    signet = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    modele = modele_docx("{%p for a in b %}", "x", "{%p endfor %}")
    octets = retouche(modele, "word/document.xml", lambda xml: xml.replace("<w:r>", f"{signet}<w:r>"))
    assert ModeleWord.compiler(octets, "essai").champs == {"b"}


def test_des_balises_la_ou_le_moteur_ne_va_pas() -> None:
    commentaires = '<w:comments xmlns:w="w"><w:comment>{{ nom }}</w:comment></w:comments>'
    type_de_contenu = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    octets = ajouter(modele_docx("x"), "word/comments.xml", commentaires, type_de_contenu)
    assert "word/comments.xml : cette partie contient des balises" in refus_de(octets)


def document_retouche(avant: str, apres: str) -> bytes:
    return retouche(modele_docx("x"), "word/document.xml", lambda xml: re.sub(avant, apres, xml))


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "n’est pas un document Office"),
        (b"%PDF-1.4", "n’est pas un document Office"),
        (retouche(modele_docx(), "[Content_Types].xml", lambda x: x.replace("document.main", "template.main")), "dotx"),
        (document_retouche("</w:p>", ""), "pas du XML lisible"),
        (document_retouche("<w:document", '<!DOCTYPE d [<!ENTITY e "x">]><w:document'), "pas du XML lisible"),
        (document_retouche("([ </:])w(?=[:=])", r"\1autre"), "Strict"),
    ],
    ids=["vide", "pdf", "modèle .dotx", "XML abîmé", "entités", "autre préfixe"],
)
def test_un_fichier_qui_n_est_pas_un_modele(octets: bytes, message: str) -> None:
    assert message in refus_de(octets)


# --- Attacks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "balise",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ a['__class__']() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__ }}",
        "{{ __builtins__ }}",
        "{{ f() }}",
        "{{ a.append(1) }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in 'aaaaaaaaaaaaaaaaaaaa' %}{% endfor %}",
        "{% for i in [1, 2, 3] %}{% endfor %}",
        "{% for i in a recursive %}{% endfor %}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ 'a'|center(999999999) }}",
        "{{ a ~ a }}",
        "{{ a|map(attribute='__class__') }}",
        "{{ a|attr('__class__') }}",
        "{{ a|pprint }}",
        "{% set a = a %}",
        "{% include 'a' %}",
        "{% import 'a' as b %}",
        "{% extends 'a' %}",
        "{% macro m() %}{% endmacro %}",
        "{% call m() %}{% endcall %}",
        "{% filter upper %}{% endfilter %}",
        "{% block b %}{% endblock %}",
        "{% raw %}{{ a }}{% endraw %}",
        "{% autoescape false %}{% endautoescape %}",
        "{{ {'a': 1} }}",
        "{{ " + "(" * 400 + "a" + ")" * 400 + " }}",
        "{{ " + "9" * 900 + "9" * 90 + "|f }}",
        "{% if a %}" * 13 + "{% endif %}" * 13,
        "{% for x in a %}" * 5 + "{% endfor %}" * 5,
    ],
)
def test_un_modele_hostile_est_refuse_sans_etre_execute(balise: str) -> None:
    assert refus(balise) != []


def test_un_texte_ne_se_formate_pas_par_un_test() -> None:
    modele = compiler("{% if '%0999999999d' is even %}oui{% else %}non{% endif %}")
    assert len(modele.rendre({})) < 100_000


def test_une_cle_dangereuse_des_valeurs_ne_donne_rien() -> None:
    for valeur in ({}, "texte", object()):
        with pytest.raises(ChampInconnu):
            compiler("{{ a['__class__'] }}").rendre({"a": valeur})


def test_des_boucles_imbriquees_ordinaires_sont_admises() -> None:
    modele = compiler("{% for a in x %}{% for b in a %}{% for c in b %}{{ c }}{% endfor %}{% endfor %}{% endfor %}")
    assert modele.champs == {"x"}
