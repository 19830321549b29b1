"""Whatever word is changed in a produced convention, wherever it stands, is told; what is not changed never is."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from maia.generators.ooxml import Assembleur, Paquet
from maia.generators.production import catalogue, rendre
from maia.generators.relecture.ecarts import Importance, comparer
from maia.generators.relecture.mots import decouper
from maia.generators.relecture.passages import Passage, W
from tests.conventions import champs_pluriannuels
from tests.documents_word import ORIGINE, convention, relire_seul

MOT = re.compile(r"[^\W\d_]{2,}|\d+")
PARTIES = ("word/document.xml", "word/header1.xml", "word/footer1.xml")


@cache
def pluriannuelle() -> bytes:
    return rendre(catalogue()["convention-pluriannuelle"], champs_pluriannuels(), origine=ORIGINE)


@cache
def places(octets: bytes) -> list[tuple[str, int, int, int]]:
    """Every word of the document: part, rank of its `w:t`, start and end in it."""
    paquet = Paquet.lire(octets)
    return [
        (partie, rang, mot.start(), mot.end())
        for partie in PARTIES
        for rang, t in enumerate(etree.fromstring(paquet.parties[partie]).iter(f"{W}t"))
        for mot in MOT.finditer(t.text or "")
        if not _numero_de_page(t)
    ]


def _numero_de_page(t: etree._Element) -> bool:
    """Whether the text is what Word computes: a page number."""
    return next(t.iterancestors(f"{W}fldSimple"), None) is not None or (t.text or "").isdigit()


def retoucher(octets: bytes, place: tuple[str, int, int, int], nouveau: str) -> bytes:
    partie, rang, debut, fin = place
    paquet = Paquet.lire(octets)
    racine = etree.fromstring(paquet.parties[partie])
    t = list(racine.iter(f"{W}t"))[rang]
    texte = t.text or ""
    t.text = texte[:debut] + nouveau + texte[fin:]
    t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return Assembleur(paquet.avec({partie: etree.tostring(racine)}), []).assembler({})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_tout_mot_change_retire_ou_ajoute_est_dit(donnees: st.DataObject) -> None:
    octets = donnees.draw(st.sampled_from([convention, pluriannuelle]))()
    place = donnees.draw(st.sampled_from(places(octets)))
    geste = donnees.draw(st.sampled_from(["changer", "retirer", "ajouter"]))
    nouveau = {"changer": "autrement", "retirer": "", "ajouter": None}[geste]
    if nouveau is None:
        partie, rang, debut, _ = place
        place, nouveau = (partie, rang, debut, debut), "jamais "
    retour = relire_seul(retoucher(octets, place, nouveau))
    assert [e for e in retour.ecarts if e.importance is not Importance.FORME], (place, geste)


TEXTES = st.lists(st.text("abc dé,.", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6)


def en_passages(textes: list[str]) -> list[Passage]:
    return [Passage("word/document.xml", rang, "", (texte,)) for rang, texte in enumerate(textes)]


@given(TEXTES)
def test_un_texte_ne_differe_jamais_de_lui_meme(textes: list[str]) -> None:
    assert comparer(en_passages(textes), en_passages(textes)) == []


@given(TEXTES, TEXTES)
def test_deux_textes_different_des_que_leurs_mots_different(avant: list[str], apres: list[str]) -> None:
    mots = [[m.cle for t in textes for m in decouper(t)] for textes in (avant, apres)]
    assert bool(comparer(en_passages(avant), en_passages(apres))) == (mots[0] != mots[1])
