"""docxtpl is the reference for the tags: on templates that both accept, the same text must come out."""

import io
from itertools import groupby

import docx
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.generators.word import ModeleWord
from tests.modeles_word import document_vierge, enregistrer


def modele_varie() -> bytes:
    """Every kind of tag: fields, cut tags, nested conditions and loops, tables, header, comments, literal braces."""
    document = document_vierge()
    document.sections[0].header.paragraphs[0].text = "{{ titre }} – {% if a %}a{% else %}b{% endif %}"
    document.sections[0].footer.paragraphs[0].text = "{#p pied #}"
    document.sections[0].footer.add_paragraph("{{ personnes|length }} personne(s)")
    paragraphe = document.add_paragraph("Entre ")
    for morceau in ("{", "{ ti", "tre }", "} et "):
        paragraphe.add_run(morceau)
    paragraphe.add_run("{{ adresse.ville }}").bold = True
    for texte in (
        "{%p if a %}",
        "Avec a{# remarque #}, {_{ littéral }_}",
        "{%p for p in personnes %}",
        "{{ loop.index }}/{{ loop.length }} {{ p.nom }}{% if p.age > 17 %} ({{ p.age }} ans){% endif %}",
        "{%p endfor %}",
        "{%p else %}",
        "Sans a : {{ adresse.ville|upper }}",
        "{%p endif %}",
        "{% for p in personnes %}{{ p.nom }}{% if not loop.last %}, {% endif %}{% endfor %}.",
        "Joint",
        "{%- if a %} à la suite{% endif %}",
    ):
        document.add_paragraph(texte)
    tableau = document.add_table(rows=0, cols=3)
    for ligne in (
        ("Nom", "Âge", "Vu"),
        ("{%tr for p in personnes %}", "", ""),
        ("{{ p.nom }}", "{{ p.age }}", "{% if p.vu %}oui{% endif %}"),
        ("{%tr if p.vu %}", "", ""),
        ("", "suite de {{ p.nom }}", ""),
        ("{%tr endif %}", "", ""),
        ("{%tr endfor %}", "", ""),
    ):
        for cellule, texte in zip(tableau.add_row().cells, ligne, strict=True):
            cellule.text = texte
    document.add_paragraph("Fin")
    return enregistrer(document)


MODELE = modele_varie()
COMPILE = ModeleWord.compiler(MODELE, "varié")

# What docxtpl spoils is left out here (control characters, form feeds, {_{ in a value): test_word_valeurs has it.
TEXTES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t&<>'\"{}%"),
    max_size=20,
).filter(lambda t: not any(s in t for s in ("{_{", "}_}", "{_%", "%_}")))
CHAMPS = st.fixed_dictionaries(
    {
        "titre": TEXTES,
        "a": st.booleans(),
        "adresse": st.fixed_dictionaries({"ville": TEXTES}),
        "personnes": st.lists(
            st.fixed_dictionaries({"nom": TEXTES, "age": st.integers(0, 120), "vu": st.booleans()}), max_size=4
        ),
    }
)


def lu(octets: bytes) -> list[object]:
    """Everything a reader sees: header, footer, tables, paragraphs with their bold stretches."""
    document = docx.Document(io.BytesIO(octets))
    section = document.sections[0]
    return [
        [p.text for p in section.header.paragraphs],
        [p.text for p in section.footer.paragraphs],
        [[[c.text for c in ligne.cells] for ligne in t.rows] for t in document.tables],
        [etendues(p) for p in document.paragraphs],
    ]


def etendues(paragraphe: Paragraph) -> list[tuple[bool | None, str]]:
    """Text by stretches of the same weight: docxtpl cuts a run at each tab, we don't, and nobody can tell."""
    runs = [(run.bold, run.text) for run in paragraphe.runs if run.text]
    return [(gras, "".join(texte for _, texte in suite)) for gras, suite in groupby(runs, key=lambda run: run[0])]


@settings(max_examples=60)
@given(CHAMPS)
def test_le_meme_texte_que_docxtpl(champs: dict[str, object]) -> None:
    reference = DocxTemplate(io.BytesIO(MODELE))
    reference.render(champs, autoescape=True)
    tampon = io.BytesIO()
    reference.save(tampon)
    assert lu(COMPILE.rendre(champs)) == lu(tampon.getvalue())
