"""A stranger's page made inert: what it shows is kept, what it does is not. Runs in the limited child process only.

Of each page stay its boxes, its rotation and what is drawn: content, filled fields and comments as they look, layers
hidden as they were. Of its links, those to the web and to its own pages. Everything else (scripts, attachments, actions, tags, forms,
thumbnails, private data of programs) has no place in the copy: the page is built anew from what is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from maia.generators.assemblage_boites import A4, boite, boite_visible, herite, rotation
from maia.generators.assemblage_champs import dessiner_les_champs

_GARDEES = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group")
_RETIREES = (
    "/AA",
    "/AF",
    "/OPI",
    "/Ref",
    "/PieceInfo",
    "/Metadata",
    "/StructParent",
    "/StructParents",
    "/LastModified",
)
_ADRESSES = ("http://", "https://", "mailto:")

PAGE_DU_FICHIER = "maia-piece:"
"""What the copy's own links point to, until the files are bound: `maia-piece:3`, the fourth page of the file."""

SCRIPT, JOINTS, ACTIONS = "script", "fichiers joints", "actions"


class Refus(Exception):
    """A file that opens and cannot be put with the others; the message is a key that the parent explains."""


def preparer(source: Path, sortie: Path) -> dict[str, Any]:
    """Write the inert copy of `source`; returns its number of pages and the kinds of things left out.

    Raises `Refus`, and whatever pikepdf raises on a damaged file.
    """
    with pikepdf.open(source) as pdf, pikepdf.new() as neuf:
        _admettre(pdf)
        retires = _inventaire(pdf)
        numeros = {page.obj.objgen: rang for rang, page in enumerate(pdf.pages)}
        liens = [list(_liens(pdf, page, numeros)) for page in pdf.pages]
        for page in pdf.pages:
            _envelopper(pdf, page)
        dessiner_les_champs(pdf)
        pdf.flatten_annotations("all")
        for page, siens in zip(pdf.pages, liens, strict=True):
            _depouiller(page, siens)
            neuf.pages.append(page)
        _couches(pdf, neuf)
        for objet in neuf.objects:
            if isinstance(objet, pikepdf.Object) and isinstance(objet, (Dictionary, pikepdf.Stream)):
                for cle in _RETIREES:
                    if cle in objet:
                        del objet[cle]
        neuf.save(sortie, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return {"pages": len(neuf.pages), "retires": retires}


def _admettre(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Refus("chiffré")
    if "/Collection" in pdf.Root:
        raise Refus("porte-documents")
    if pdf.Root.get("/NeedsRendering", False):
        raise Refus("formulaire dynamique")


def _inventaire(pdf: pikepdf.Pdf) -> list[str]:
    """The kinds of things that the copy will not have, and that a reader might look for."""
    trouves: set[str] = set()
    noms = _bloc(pdf.Root, "/Names")
    if "/JavaScript" in noms:
        trouves.add(SCRIPT)
    if "/EmbeddedFiles" in noms or "/AF" in pdf.Root:
        trouves.add(JOINTS)
    if "/OpenAction" in pdf.Root and isinstance(pdf.Root["/OpenAction"], Dictionary):
        trouves.add(_genre_d_action(pdf.Root["/OpenAction"]))
    if "/AA" in pdf.Root:
        trouves.add(ACTIONS)
    for page in pdf.pages:
        if "/AA" in page.obj:
            trouves.add(ACTIONS)
        for annotation in _annotations(page):
            if annotation.get("/Subtype") == "/FileAttachment":
                trouves.add(JOINTS)
            elif isinstance(annotation.get("/A"), Dictionary) and not _adresse(annotation):
                trouves.add(_genre_d_action(annotation["/A"]))
    trouves.discard("")
    return sorted(trouves)


def _genre_d_action(action: Any) -> str:
    genre = _texte(action.get("/S", ""))
    return {"/JavaScript": SCRIPT, "/GoTo": "", "/Named": "", "/ResetForm": ""}.get(genre, ACTIONS)


def _annotations(page: pikepdf.Page) -> Iterator[Any]:
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, Array):
        yield from (a for a in annotations if isinstance(a, Dictionary))


def _adresse(annotation: Any) -> str:
    """The web address of a link, or nothing."""
    action = annotation.get("/A")
    if annotation.get("/Subtype") != "/Link" or not isinstance(action, Dictionary) or action.get("/S") != "/URI":
        return ""
    adresse = _texte(action.get("/URI", ""))
    return adresse if adresse.lower().startswith(_ADRESSES) and adresse.isprintable() and len(adresse) < 2000 else ""


def _liens(
    pdf: pikepdf.Pdf, page: pikepdf.Page, numeros: dict[tuple[int, int], int]
) -> Iterator[tuple[tuple[float, ...], str]]:
    """The links to the web and to pages of the file: where on the page, and to where."""
    for annotation in _annotations(page):
        ou = boite(annotation.get("/Rect"))
        if ou and (adresse := _adresse(annotation) or _page_visee(pdf, annotation, numeros)):
            yield ou, adresse


def _page_visee(pdf: pikepdf.Pdf, annotation: Any, numeros: dict[tuple[int, int], int]) -> str:
    """`maia-piece:3` for a link to the fourth page of the file, or nothing."""
    if annotation.get("/Subtype") != "/Link":
        return ""
    action = annotation.get("/A")
    vers = annotation.get("/Dest")
    if vers is None and isinstance(action, Dictionary) and action.get("/S") == "/GoTo":
        vers = action.get("/D")
    if isinstance(vers, (Name, pikepdf.String)):
        vers = _destination_nommee(pdf, vers)
    if isinstance(vers, Dictionary):
        vers = vers.get("/D")
    if not isinstance(vers, Array) or not len(vers) or not isinstance(vers[0], Dictionary):
        return ""
    numero = numeros.get(vers[0].objgen)
    return "" if numero is None else f"{PAGE_DU_FICHIER}{numero}"


def _destination_nommee(pdf: pikepdf.Pdf, nom: Any) -> Any:
    if isinstance(nom, Name):
        return _bloc(pdf.Root, "/Dests").get(_texte(nom) or "/")
    arbre = _bloc(pdf.Root, "/Names").get("/Dests")
    return pikepdf.NameTree(arbre).get(_texte(nom)) if isinstance(arbre, Dictionary) and arbre.is_indirect else None


def _envelopper(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Put the page's content in one closed drawing: whatever state it leaves behind, what comes after is not touched."""
    feuille = boite(herite(page.obj, "/MediaBox")) or A4
    dessin = _contenu(pdf, page)
    dessin["/Type"], dessin["/Subtype"] = Name.XObject, Name.Form
    dessin["/BBox"] = Array([*feuille])
    dessin["/Resources"] = herite(page.obj, "/Resources") or Dictionary()
    if "/Group" in page.obj:
        dessin["/Group"] = page.obj["/Group"]
    page.obj["/MediaBox"] = Array([*feuille])
    visible, tourne = boite_visible(page), rotation(page)
    page.obj["/CropBox"] = Array([*visible])
    page.obj["/Rotate"] = tourne
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(Piece=dessin))
    page.obj["/Contents"] = pdf.make_stream(b"q /Piece Do Q\n")


def _contenu(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Stream:
    """A copy of what the page draws, still deflated when it is in one piece: two pages may share theirs."""
    contenu = page.obj.get("/Contents")
    if isinstance(contenu, pikepdf.Stream):
        copie = pdf.make_stream(contenu.read_raw_bytes())
        for cle in ("/Filter", "/DecodeParms"):
            if cle in contenu:
                copie[cle] = contenu[cle]
        return copie
    morceaux = [m.read_bytes() for m in contenu if isinstance(m, pikepdf.Stream)] if isinstance(contenu, Array) else []
    return pdf.make_stream(b"\n".join(morceaux))


def _depouiller(page: pikepdf.Page, liens: list[tuple[tuple[float, ...], str]]) -> None:
    """Keep what is known of the page, and its links, written anew."""
    for cle in list(page.obj.keys()):
        if cle not in (*_GARDEES, "/Parent"):
            del page.obj[cle]
    if liens:
        page.obj["/Annots"] = Array(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([*ou]),
                Border=Array([0, 0, 0]),
                F=4,
                A=Dictionary(S=Name.URI, URI=pikepdf.String(adresse)),
            )
            for ou, adresse in liens
        )


def _couches(pdf: pikepdf.Pdf, neuf: pikepdf.Pdf) -> None:
    """Layers that were hidden stay hidden."""
    proprietes = pdf.Root.get("/OCProperties")
    if not isinstance(proprietes, Dictionary) or not isinstance(proprietes.get("/OCGs"), Array):
        return
    defaut = _bloc(proprietes, "/D")
    allumees = {c.objgen for c in _suite(defaut, "/ON")}
    couches = [c for c in proprietes["/OCGs"] if isinstance(c, Dictionary) and c.is_indirect]
    if defaut.get("/BaseState") == "/OFF":
        eteintes = [c for c in couches if c.objgen not in allumees]
    else:
        noms = {c.objgen for c in _suite(defaut, "/OFF")}
        eteintes = [c for c in couches if c.objgen in noms]
    neuf.Root["/OCProperties"] = Dictionary(
        OCGs=Array(neuf.copy_foreign(c) for c in couches),
        D=Dictionary(OFF=Array(neuf.copy_foreign(c) for c in eteintes)),
    )


def _bloc(objet: Any, cle: str) -> Any:
    """The dictionary at `cle`, an empty one when there is none."""
    valeur = objet.get(cle)
    return valeur if isinstance(valeur, Dictionary) else Dictionary()


def _suite(objet: Any, cle: str) -> list[Any]:
    """The dictionaries listed at `cle`."""
    valeur = objet.get(cle)
    return [v for v in valeur if isinstance(v, Dictionary)] if isinstance(valeur, Array) else []


def _texte(valeur: Any) -> str:
    """A name or a text, empty when its bytes are no text."""
    try:
        return str(valeur)
    except (UnicodeDecodeError, ValueError):
        return ""
