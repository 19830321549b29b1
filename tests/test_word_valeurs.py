"""Values that spoil Word documents elsewhere: what is written, what is refused, and how the refusal names the field."""

import datetime
import enum
import io
from decimal import Decimal

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from maia.generators.word import ValeurRefusee
from maia.generators.word.valeurs import texte_word
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_word import compiler, rendre, xml_de


class Statut(enum.StrEnum):
    ACCORDEE = "A"


@pytest.mark.parametrize(
    ("valeur", "lu"),
    [
        ("a & b < c > d \"e\" 'f'", "a & b < c > d \"e\" 'f'"),
        ("fin ]]> suite", "fin ]]> suite"),
        ("</w:t></w:r></w:p><w:p>", "</w:t></w:r></w:p><w:p>"),
        ("&amp; &lt;", "&amp; &lt;"),
        ("{{ 7 * 7 }} {% if %} {# #}", "{{ 7 * 7 }} {% if %} {# #}"),
        ("{_{ b }_}", "{_{ b }_}"),
        ("151\u202f667\u00a0€", "151\u202f667\u00a0€"),
        ("deux\nlignes", "deux\nlignes"),
        ("deux\r\nlignes\rtrois", "deux\nlignes\ntrois"),
        ("A\tB", "A\tB"),
        ("😀 Œuvre ἀ עקד", "😀 Œuvre ἀ עקד"),
        ("", ""),
        (0, "0"),
        (-12, "-12"),
        (Statut.ACCORDEE, "A"),
        (Markup("<b>gras</b>"), "<b>gras</b>"),
    ],
)
def test_ce_qui_est_donne_est_ce_qui_se_lit(valeur: object, lu: str) -> None:
    assert rendre("X={{ v }}=Y", {"v": valeur}) == [f"X={lu}=Y"]


def test_un_retour_a_la_ligne_est_un_saut_de_ligne_word() -> None:
    assert '<w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b</w:t>' in xml_de(
        compiler("{{ v }}").rendre({"v": "a\nb"})
    )


@pytest.mark.parametrize("modele", ["{{ v }}", "X{{ v }}", "{{ v }}{{ v }}", "{% if v %}{{ v }}{% endif %}"])
def test_les_espaces_de_bord_sont_gardees_par_word(modele: str) -> None:
    xml = xml_de(compiler(modele).rendre({"v": "  deux espaces  "}))
    assert "  deux espaces  " in xml
    assert "<w:t>" not in xml.replace('<w:t xml:space="preserve">', "")


def test_tous_les_pieges_a_la_fois_plaisent_aux_juges() -> None:
    valeur = "a & <b> \"c\" 'd' ]]>\n\té\u202f{{ x }} 😀"
    tableau = [["{%tr for x in l %}", ""], ["{{ x }}", "{{ v }}"], ["{%tr endfor %}", ""]]
    modele = compiler("{{ v }}", "{%p if v %}", "- {{ v }}", "{%p endif %}", tableau=tableau, titre="{{ v }}")
    octets = modele.rendre({"v": valeur, "l": [valeur, valeur]})
    assert defauts_ooxml(octets) == []
    assert docx.Document(io.BytesIO(octets)).tables[0].cell(1, 0).text == valeur


# --- Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caractere", "code"),
    [
        *(("\x00", "U+0000"), ("\x01", "U+0001"), ("\x08", "U+0008"), ("\x1f", "U+001F")),
        *(("\a", "U+0007"), ("\v", "U+000B"), ("\f", "U+000C")),  # docxtpl makes paragraphs and pages of these
        *(("\x7f", "U+007F"), ("\x85", "U+0085"), ("\x92", "U+0092")),  # legal XML, but a wrong encoding's trace
        *(("\ud800", "U+D800"), ("\udfff", "U+DFFF"), ("\ufffe", "U+FFFE"), ("\uffff", "U+FFFF")),
    ],
)
def test_un_caractere_invisible_est_refuse_avec_son_code_et_son_champ(caractere: str, code: str) -> None:
    champs = {"titre": "Bon", "partenaires": [{"nom": "Un"}, {"nom": f"De{caractere}ux"}]}
    modele = ["{{ titre }}", "{%p for p in partenaires %}", "Nom : {{ p.nom }}", "{%p endfor %}"]
    with pytest.raises(ValeurRefusee) as erreur:
        rendre(modele, champs)
    assert erreur.value.champ == "partenaires[1].nom"
    assert erreur.value.paragraphe == "Nom : {{ p.nom }}"
    assert f"le caractère invisible {code}" in str(erreur.value)


def test_un_caractere_invisible_dans_les_proprietes() -> None:
    with pytest.raises(ValeurRefusee, match=r"« nom » .* U\+0001 \(propriétés du document"):
        compiler("x", titre="{{ nom }}").rendre({"nom": "a\x01"})


@pytest.mark.parametrize(
    ("valeur", "motif"),
    [
        (None, "elle est absente"),
        (True, "le type bool"),
        (0.5, "le type float"),
        (Decimal("0.5"), "le type Decimal"),
        (datetime.date(2012, 3, 15), "le type date"),
        ({"a": 1}, "le type dict"),
        (["a"], "le type list"),
    ],
)
def test_ce_qui_n_a_pas_d_ecriture_francaise_est_refuse(valeur: object, motif: str) -> None:
    for modele in ("{{ v }}", "{{ v|upper }}", "{{ [v]|join }}"):
        with pytest.raises(ValeurRefusee, match=f"« v » ne peut pas être écrite : {motif}"):
            rendre(modele, {"v": valeur})


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t&<>'\"]{}%")
    )
)
def test_tout_texte_lisible_survit(texte: str) -> None:
    run = etree.fromstring(f'<r xmlns:w="w"><w:t>{texte_word(texte)}</w:t></r>')
    assert "".join({"{w}br": "\n", "{w}tab": "\t"}.get(e.tag, e.text or "") for e in run) == texte
