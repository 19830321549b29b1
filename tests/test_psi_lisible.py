"""The PSI for everyone and everywhere: long words, accents, screen readers, the same bytes, and no word out."""

import os
import re
import subprocess
import sys
import traceback
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from maia.forms.psi import Psi
from maia.generators.pdf import CaracteresNonImprimables
from maia.generators.psi import psi
from tests.juges.verapdf import juger
from tests.psi_lus import EXEMPLES, balises, besoins, exemple, pages, plan, psi_de, serre

LATIN = "".join(chr(c) for c in range(0xC0, 0x180) if chr(c).isalpha() and chr(c) not in "ÐĐ\u0149\u0138\u017f")


def test_toute_lettre_latine_accentuee_s_imprime_et_se_copie() -> None:
    pdf = psi(psi_de(besoins=[{"texte": " ".join(LATIN)}]), b"")

    assert serre(LATIN) in serre(" ".join(pages(pdf)))
    assert juger(pdf) == []


def mots_places(pdf: bytes) -> list[list[float]]:
    """Boxes `[xmin, ymin, xmax, ymax]` of the words of every page, in points, as poppler sees them."""
    vus = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [[float(n) for n in re.findall(r'"([\d.]+)"', mot)] for mot in re.findall("<word [^>]+>", vus)]


@pytest.mark.parametrize(
    "mot",
    ["x" * 400, "anticonstitutionnellement" * 9, "1234567890" * 20, "a@" + "b" * 180 + ".example", "é" * 90, "_/" * 80],
    ids=["lettres", "syllabes", "chiffres", "courriel", "accents", "signes"],
)
def test_un_mot_plus_large_que_sa_colonne_passe_a_la_ligne_sans_deborder(mot: str) -> None:
    pdf = psi(
        psi_de(
            besoins=[{"numero": "1", "texte": mot, "domaine": mot}],
            services_en_place=[{"numeros": "1", "service": mot, "nom": mot, "contact": mot, "frequence": mot}],
            besoins_non_combles=[{"reponse": mot, "actions": mot, "delai": mot}],
        ),
        b"",
    )

    assert serre(mot) in serre(" ".join(pages(pdf))).replace("-", "")
    places = mots_places(pdf)
    assert max(droite for _, _, droite, _ in places) < 552.8  # 210 mm less the right margin
    chevauchements = [(a, b) for a in places for b in places if a[1] == b[1] and a[0] < b[0] < a[2] - 0.1]
    assert chevauchements == []
    assert juger(pdf) == []


def test_un_delai_d_un_mot_tient_dans_sa_colonne() -> None:
    pdf = psi(psi_de(besoins=besoins(1), besoins_non_combles=[{"delai": "immédiatement"}]), b"")

    assert max(droite for _, _, droite, _ in mots_places(pdf)) < 552.8


CARACTERES = st.sampled_from(
    LATIN + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789 .,;:!?'’\"()[]{}#$*_@\\/<>=+-~`^&%|€«»…–"
)
MOTS = st.text(CARACTERES, min_size=1, max_size=120).filter(str.strip)


@settings(max_examples=20)
@given(st.lists(MOTS, max_size=5), MOTS, MOTS, st.binary(max_size=3).map(bytes.hex))
def test_un_plan_quelconque_est_conforme_et_complet(liste: list[str], nom: str, autre: str, source: str) -> None:
    p = psi_de(
        personne={"nom": nom, "adresse": autre, "droits_ouverts": liste or [autre]},
        besoins=[{"numero": str(n), "texte": t, "domaine": autre} for n, t in enumerate(liste)],
        services_en_place=[{"numeros": [str(n)], "service": t, "contact": nom} for n, t in enumerate(liste)],
        services_ponctuels=[{"nom": autre, "date": "02/01/2013"}],
        besoins_non_combles=[{"reponse": t, "actions": autre, "delai": nom} for t in liste],
    )
    pdf = psi(p, source.encode())

    assert juger(pdf) == []


# --- Reading with a screen reader


def test_la_structure_se_lit_a_voix_haute() -> None:
    racine = PdfReader(BytesIO(exemple(EXEMPLES[0]))).trailer["/Root"].get_object()
    assert isinstance(racine, DictionaryObject)
    roles = [str(b["/S"]) for b in balises(racine["/StructTreeRoot"].get_object()["/K"])]  # type: ignore[index]

    assert str(racine["/Lang"]) == "fr-FR"
    assert roles.count("/H1") == 2
    assert roles.count("/H2") == roles.count("/Table") == 5
    assert roles.count("/THead") == 5
    assert roles.count("/TH") == 1 + (1 + 3) + (1 + 4) + (1 + 4) + (1 + 5)


def test_le_titre_du_fichier_ne_nomme_pas_la_personne() -> None:
    donnees = PdfReader(BytesIO(psi(psi_de(personne={"nom": "Lefèvre"}), b""))).metadata

    assert donnees is not None
    assert donnees.title == "Plan de services individualisé (PSI)"
    assert "Lefèvre" not in str(dict(donnees))


# --- The same bytes, and no word out


def test_deux_fois_le_meme_plan_deux_fois_les_memes_octets() -> None:
    source = EXEMPLES[0].read_bytes()
    autre = EXEMPLES[1].read_bytes()
    premier = psi(plan(source), source)
    psi(plan(autre), autre)

    assert psi(plan(source), source) == premier


def test_les_memes_octets_sous_une_autre_graine_et_un_autre_fuseau() -> None:
    programme = (
        "import sys; from maia.forms.lecture import analyser; from maia.forms.psi import Psi;"
        "from maia.forms.saisie import lire_modele; from maia.generators.psi import psi;"
        "s = sys.stdin.buffer.read(); sys.stdout.buffer.write(psi(lire_modele(analyser(s, ''), Psi).valeur, s))"
    )
    for graine, fuseau in (("7", "Asia/Tokyo"), ("8", "America/Martinique")):
        ailleurs = subprocess.run(
            [sys.executable, "-c", programme],
            input=EXEMPLES[0].read_bytes(),
            env={**os.environ, "PYTHONHASHSEED": graine, "TZ": fuseau, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
        assert ailleurs.stdout == exemple(EXEMPLES[0])


def test_un_plan_sans_date_ne_prend_pas_celle_du_jour() -> None:
    donnees = PdfReader(BytesIO(psi(Psi(), b""))).metadata

    assert donnees is not None
    assert donnees.creation_date is not None
    assert donnees.creation_date.date().isoformat() == "2012-01-10"  # the circulaire's own


def test_un_refus_ne_dit_rien_de_la_personne() -> None:
    p = psi_de(personne={"nom": "Lefèvre 漢", "adresse": "12 rue Secrète"}, besoins=besoins(1))

    with pytest.raises(CaracteresNonImprimables) as leve:
        psi(p, b"nom: Lef\xc3\xa8vre")

    dit = "".join(traceback.format_exception(leve.value)) + repr(leve.value)
    assert not re.search("Lefèvre|漢|Secrète|mobilité", dit)
