"""Reading a part of a Word template as its author sees it: paragraphs, and the tags typed in them.

docxtpl's ``patch_xml`` then turns that XML into a Jinja source. It works by regular expressions and never says no: an
unclosed tag swallows the next ones, a text beside ``{%p if %}`` vanishes. So every paragraph is read first, and what
``patch_xml`` would spoil is refused, by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from maia.generators.erreurs import Faute
from maia.generators.word.coupures import coupures
from maia.generators.word.langage import Langage, defauts_d_une_balise

__all__ = ["BALISES_MAXIMALES", "Source", "W", "relire", "relire_proprietes"]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OUVERTURE: Final = re.compile(r"\{[{%#]")
BALISES_MAXIMALES: Final = 10_000  # in a part; the longest form has three hundred
# A tag ends before the next one of its kind begins: a thousand unclosed tags are not a thousand searches to the end.
_BALISE: Final = re.compile(
    r"\{\{(?P<champ>(?:(?!\{\{|\}\}).)*)\}\}|\{%(?P<commande>(?:(?!\{%|%\}).)*)%\}|\{#(?:(?!\{#|#\}).)*#\}"
    r"|(?P<perdue>\{[{%#]|[}%#]\})",
    re.DOTALL,
)
_A_RENDRE: Final = re.compile(_BALISE.pattern + r"|\{_[{%]|[}%]_\}", re.DOTALL)  # {_{ is the way to print {{
# Marks put before each paragraph and row, to know after patch_xml which paragraph a line of Jinja source comes from.
_REPERE: Final = re.compile("\x01([0-9]+)\x02")
_AVEC_SON_PREFIXE: Final = re.compile(r"(p|tr|tc|r)(?:\s|$)")
_SANS_RENDU: Final = frozenset({"colspan", "cellbg", "hm", "vm"})
# What would vanish without a word with the paragraph or the row of a {%p %} or {%tr %}.
_PERDUS_AVEC_LA_BALISE: Final = (
    *(f"{W}{nom}" for nom in ("drawing", "pict", "object", "sectPr", "br", "bookmarkStart", "fldChar")),
    *(f"{W}{nom}" for nom in ("footnoteReference", "endnoteReference")),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A part as a Jinja source. ``paragraphes[n]`` is the author's paragraph that line ``n + 1`` comes from."""

    texte: str
    paragraphes: tuple[str, ...]

    def paragraphe(self, ligne: int) -> str:
        """The author's paragraph behind a line of the source (from 1)."""
        return self.paragraphes[min(max(ligne, 1), len(self.paragraphes)) - 1]


@dataclass(slots=True)
class _Paragraphe:
    element: etree._Element
    texte: str = ""


def relire(partie: str, octets: bytes, langage: Langage) -> tuple[Source | None, list[Faute]]:
    """The Jinja source of a WordprocessingML part, ``None`` if it has no tag; and all the faults found."""
    racine = _analyser(octets)
    if racine is None:
        return None, [Faute("cette partie n’est pas du XML lisible", partie)]
    if racine.nsmap.get("w") != W.strip("{}"):
        return None, [Faute("enregistrez ce document dans Word, au format .docx ordinaire (non « Strict »)", partie)]
    if octets.count(b"{{") + octets.count(b"{%") > BALISES_MAXIMALES:
        return None, [Faute(f"cette partie a plus de {BALISES_MAXIMALES} balises", partie)]
    fautes = [Faute(message, partie) for message in _balises_hors_texte(racine)]
    _nettoyer(racine)
    paragraphes = _paragraphes(racine)
    if not fautes and not any(_A_RENDRE.search(p.texte) for p in paragraphes.values()):
        return None, []
    for paragraphe in paragraphes.values():
        defauts = _defauts_d_un_paragraphe(paragraphe, langage)
        fautes += [Faute(message, partie, paragraphe.texte) for message in defauts]
    if not fautes:
        fautes = [Faute(message, partie, texte) for message, texte in _blocs_mal_fermes(paragraphes.values())]
    return (None, fautes) if fautes else (_source_jinja(racine, paragraphes), [])


def relire_proprietes(partie: str, octets: bytes, langage: Langage) -> tuple[Source | None, list[Faute]]:
    """Same as :func:`relire` for ``docProps/core.xml``, where each property is a "paragraph"."""
    racine = _analyser(octets)
    if racine is None:
        return None, [Faute("cette partie n’est pas du XML lisible", partie)]
    proprietes = {element: _Paragraphe(element, element.text or "") for element in racine.iter()}
    if not any(_A_RENDRE.search(p.texte) for p in proprietes.values()):
        return None, []
    fautes: list[Faute] = []
    for propriete in proprietes.values():
        fautes += [Faute(m, partie, propriete.texte) for m in _defauts_d_un_paragraphe(propriete, langage)]
        if not fautes:
            fautes += [Faute(m, partie, texte) for m, texte in _blocs_mal_fermes([propriete])]
        propriete.element.text = propriete.texte
    if fautes:
        return None, fautes
    xml = _BALISE.sub(lambda m: _desechapper(m[0]), etree.tostring(racine, encoding="unicode").replace("\n", " "))
    return Source(xml, (" ".join(p.texte for p in proprietes.values()),)), []


def _analyser(octets: bytes) -> etree._Element | None:
    lecteur = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        racine = etree.fromstring(octets, lecteur)
    except etree.XMLSyntaxError:
        return None
    doctype = getattr(racine.getroottree().docinfo, "doctype", "")  # lxml's stubs don't know it
    return None if doctype else racine


def _nettoyer(racine: etree._Element) -> None:
    """Drop what Word notes for itself: editing sessions, spelling marks, page breaks as last laid out.

    Less to write in each document, fewer cut tags, and no identifier that a loop would repeat.
    """
    signets: set[str | None] = set()
    for element in list(racine.iter()):
        for attribut in list(element.attrib):
            if str(attribut).startswith((f"{W}rsid", f"{_W14}paraId", f"{_W14}textId")):
                del element.attrib[attribut]
        if len(element):  # no mixed content in WordprocessingML: blanks between elements are layout
            element.text = element.text.strip() or None if element.text else None
        if element.tail:
            element.tail = element.tail.strip() or None
        if element.tag == f"{W}t" and element.text:
            element.text = re.sub(r"[\r\n]+", " ", element.text)
        automatique = re.match("_GoBack|_Hlk|_Hlt|OLE_LINK", element.get(f"{W}name", ""))
        if element.tag == f"{W}bookmarkStart" and automatique:
            signets.add(element.get(f"{W}id"))
    perdus = [f"{W}proofErr", f"{W}lastRenderedPageBreak"]
    perdus_ou_signets = [*perdus, f"{W}bookmarkStart", f"{W}bookmarkEnd"]
    for element in list(racine.iter(*perdus_ou_signets)):
        parent = element.getparent()
        if parent is not None and (element.tag in perdus or element.get(f"{W}id") in signets):
            parent.remove(element)


def _paragraphes(racine: etree._Element) -> dict[etree._Element, _Paragraphe]:
    """Every paragraph with its own text (not that of a text box anchored in it), in document order."""
    paragraphes = {element: _Paragraphe(element) for element in racine.iter(f"{W}p")}
    for texte in racine.iter(f"{W}t"):
        proprietaire = next(texte.iterancestors(f"{W}p"), None)
        if proprietaire is not None:
            paragraphes[proprietaire].texte += texte.text or ""
    return paragraphes


def _balises_hors_texte(racine: etree._Element) -> Iterator[str]:
    for element in racine.iter():
        endroits = [*element.attrib.values(), "" if element.tag == f"{W}t" else element.text or ""]
        for endroit in map(str, endroits):
            if _OUVERTURE.search(endroit):
                yield (
                    f"« {endroit[:60]} » : une balise n’est remplacée que dans le texte, pas dans un champ Word, un "
                    "lien, un texte supprimé en suivi des modifications ou une description d’image"
                )


def _defauts_d_un_paragraphe(paragraphe: _Paragraphe, langage: Langage) -> Iterator[str]:
    if _OUVERTURE.search(paragraphe.texte):
        yield from coupures(paragraphe.element)
    for balise in _BALISE.finditer(paragraphe.texte):
        if balise["perdue"]:
            yield f"« {balise['perdue']} » isolé : une balise s’ouvre et se ferme dans le même paragraphe"
            continue
        genre = balise[0][:2]
        contenu = balise[0][2:-2]
        prefixe = _AVEC_SON_PREFIXE.match(contenu)
        if prefixe and not (genre in ("{%", "{#") and prefixe[1] in ("p", "tr")):
            yield (
                f"« {genre}{prefixe[1]} … » n’est pas admis ; formes admises : {{{{ champ }}}}, {{% … %}}, {{%p … %}}, "
                "{%tr … %}"
            )
            continue
        if prefixe:
            yield from _defauts_d_une_balise_seule(paragraphe, balise[0], prefixe[1])
            contenu = contenu[prefixe.end() :]
        elif genre == "{%":
            yield from _defauts_d_un_tiret(paragraphe.texte, balise)
        if genre == "{#":
            continue
        contenu = _guillemets_droits(contenu if prefixe else contenu.removeprefix("-").removesuffix("-"))
        mot = (contenu.split(None, 1) or [""])[0]
        if genre == "{%" and mot in _SANS_RENDU:
            yield f"« {{% {mot} %}} » n’est pas admis : fusionnez ou colorez les cellules dans le modèle"
        elif genre == "{%" and mot in ("p", "tr"):
            yield f"écrivez « {{%{mot} » sans espace"
        else:
            yield from defauts_d_une_balise(langage, genre, contenu)


def _defauts_d_une_balise_seule(paragraphe: _Paragraphe, balise: str, prefixe: str) -> Iterator[str]:
    """``{%p %}`` replaces its whole paragraph and ``{%tr %}`` its whole row: nothing else may stand there."""
    if re.search(r"[%}]", balise[2:-2]):
        yield f"« {balise} » : pas de « % » ni de « }} » à l’intérieur"
    contenant: etree._Element | None = paragraphe.element
    if prefixe == "tr":
        contenant = next(paragraphe.element.iterancestors(f"{W}tr"), None)
        if contenant is None:
            yield f"« {balise} » est hors d’un tableau"
            return
    texte = "".join(t.text or "" for t in contenant.iter(f"{W}t")) if contenant is not None else ""
    if texte.strip() != balise.strip():
        yield f"« {balise} » doit être seul dans {'sa ligne de tableau' if prefixe == 'tr' else 'son paragraphe'}"
    elif contenant is not None and next(contenant.iter(*_PERDUS_AVEC_LA_BALISE), None) is not None:
        yield f"« {balise} » : retirez l’image, le saut, le signet ou l’appel de note placé au même endroit"
    elif contenant is not None and len(list(contenant.iter(contenant.tag))) > 1:
        yield f"« {balise} » : retirez le tableau ou la zone de texte placé au même endroit"


def _defauts_d_un_tiret(texte: str, balise: re.Match[str]) -> Iterator[str]:
    """``{%-`` joins its paragraph to the one before, ``-%}`` to the next: docxtpl drops any text on the way."""
    if balise[0].startswith("{%-") and texte[: balise.start()].strip():
        yield f"« {balise[0]} » : « {{%- » ne se place qu’au début d’un paragraphe"
    if balise[0].endswith("-%}") and texte[balise.end() :].strip():
        yield f"« {balise[0]} » : « -%}} » ne se place qu’à la fin d’un paragraphe"


def _blocs_mal_fermes(paragraphes: Iterable[_Paragraphe]) -> Iterator[tuple[str, str]]:
    """Conditions and loops that don't open and close in pairs: message, paragraph."""
    ouverts: list[tuple[str, str, str]] = []  # command, tag, paragraph
    for paragraphe in paragraphes:
        for balise in _BALISE.finditer(paragraphe.texte):
            if balise["commande"] is None:
                continue
            contenu = re.sub(r"^(?:p|tr)?\s*-?\s*", "", balise["commande"])
            mot = contenu.rstrip("- ").split()[0]
            attendu = {"endif": "if", "elif": "if", "endfor": "for"}.get(mot)
            if mot in ("if", "for"):
                ouverts.append((mot, balise[0], paragraphe.texte))
            elif mot == "else" and not ouverts:
                yield "« else » sans condition ni boucle ouverte", paragraphe.texte
            elif attendu and (not ouverts or ouverts[-1][0] != attendu):
                yield f"« {mot} » sans « {attendu} » ouvert juste avant", paragraphe.texte
            elif mot.startswith("end"):
                ouverts.pop()
    for mot, balise_ouverte, texte in ouverts:
        yield f"« {balise_ouverte} » n’est jamais refermé par « end{mot} »", texte


def _source_jinja(racine: etree._Element, paragraphes: dict[etree._Element, _Paragraphe]) -> Source:
    from docxtpl.template import DocxTemplate  # noqa: PLC0415 - 70 ms, only to compile

    liste = list(paragraphes.values())
    rang = {element: n for n, element in enumerate(paragraphes)}
    # A row is known by the paragraph of its tag, which disappears with it; any other row by its first paragraph.
    reperes: list[int] = []
    for element in racine.iter(f"{W}p", f"{W}tr"):
        dedans = [rang[p] for p in element.iter(f"{W}p")]
        avec_balise = (n for n in dedans if "{%tr" in liste[n].texte)
        reperes.append(next(avec_balise, dedans[0] if dedans else 0))
    suite = iter(reperes)
    xml = etree.tostring(racine, encoding="unicode")
    xml = re.sub(r"<w:(?:p|tr)(?=[ />])", lambda m: f"\x01{next(suite)}\x02{m[0]}", xml)
    xml = DocxTemplate.patch_xml(None, xml)
    xml = _BALISE.sub(lambda m: _desechapper(m[0]), xml)
    lignes = ["", *(liste[int(n)].texte for n in _REPERE.findall(xml))]
    return Source(_REPERE.sub("\n", xml), tuple(lignes))


def _guillemets_droits(contenu: str) -> str:
    """What ``patch_xml`` does to a tag: Word's typographic quotes become straight ones."""
    return contenu.translate(str.maketrans("“”‘’", "\"\"''"))


def _desechapper(balise: str) -> str:
    """``patch_xml`` leaves ``&amp;`` inside tags, where Jinja would read it as text."""
    return _guillemets_droits(balise.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
