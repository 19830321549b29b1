"""The child process of the assembly: it makes each piece inert, then binds them behind our own pages.

Requests, one at a time:
`{"geste": "preparer", "source", "sortie", "image": bool}` → `{"pages", "retires"}` or `{"refus": key}`;
`{"geste": "relier", "liminaires", "pieces", "signets", "titre", "auteur", "sortie"}` → `{"pages"}`, where `pieces` are the inert copies behind each divider, and the bookmarks count pages from the first divider.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maia.forms.ouvrier import servir

if TYPE_CHECKING:
    import pikepdf

ABIME = "abîmé"
_ADRESSE_DE_PAGE = "maia:"
_MARGE = 14.0  # points: what an office printer leaves blank
_RETIREES_DU_CATALOGUE = ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/Outlines", "/PageLabels")


def preparer(source: Path, sortie: Path, *, image: bool) -> dict[str, Any]:
    """The inert copy of one file; of an image, `source` is the template that makes a page of it."""
    from maia.generators.assemblage_pages import Refus  # noqa: PLC0415 - the child's cost
    from maia.generators.assemblage_pages import preparer as preparer_pages  # noqa: PLC0415

    if image:
        page = sortie.with_suffix(".image.pdf")
        _mettre_en_page(source, page)
        source = page
    try:
        return preparer_pages(source, sortie)
    except Refus as refus:
        return {"refus": str(refus)}


def _mettre_en_page(modele: Path, sortie: Path) -> None:
    """A picture on an A4 page: `modele` stands beside it, in a folder that holds nothing else."""
    import typst  # noqa: PLC0415

    typst.compile(str(modele), output=str(sortie), root=str(modele.parent), ignore_system_fonts=True, pdf_tags=False)


def relier(demande: dict[str, Any]) -> dict[str, Any]:
    """Bind our pages and the inert copies into one file, each page of a piece stamped."""
    import pikepdf  # noqa: PLC0415

    with ExitStack() as ouverts:
        doc = ouverts.enter_context(pikepdf.open(demande["liminaires"]))
        # Read from until the bundle is written.
        pieces = [[ouverts.enter_context(pikepdf.open(p)) for p in derriere] for derriere in demande["pieces"]]
        nombre = sum(len(pdf.pages) for derriere in pieces for pdf in derriere)
        timbres = [page.as_form_xobject() for page in list(doc.pages)[len(doc.pages) - nombre :]]
        del doc.pages[len(doc.pages) - nombre :]
        avant = len(doc.pages) - len(pieces)
        _inserer(doc, pieces, timbres)
        _relier_les_liens(doc)
        _finir(doc, demande, avant)
        doc.save(
            demande["sortie"],
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return {"pages": len(doc.pages)}


def _inserer(doc: pikepdf.Pdf, pieces: list[list[pikepdf.Pdf]], timbres: list[pikepdf.Object]) -> None:
    """Each file behind its divider, the dividers being the last pages of `doc`."""
    place = len(doc.pages) - len(pieces)
    eteintes: list[Any] = []
    couches: list[Any] = []
    rang = 0
    for derriere in pieces:
        place += 1
        for pdf in derriere:
            debut = place
            for page in pdf.pages:
                doc.pages.insert(place, page)
                timbrer(doc, doc.pages[place], timbres[rang])
                _situer_les_liens(doc.pages[place], debut)
                place, rang = place + 1, rang + 1
            if "/OCProperties" in pdf.Root:
                couches += [doc.copy_foreign(c) for c in pdf.Root.OCProperties.OCGs]
                eteintes += [doc.copy_foreign(c) for c in pdf.Root.OCProperties.D.OFF]
    if couches:
        import pikepdf  # noqa: PLC0415

        doc.Root["/OCProperties"] = pikepdf.Dictionary(
            OCGs=pikepdf.Array(couches), D=pikepdf.Dictionary(OFF=pikepdf.Array(eteintes))
        )


def timbrer(doc: pikepdf.Pdf, page: pikepdf.Page, timbre: pikepdf.Object) -> None:
    """Draw the stamp in the top right corner of what a reader sees, the right way up, in proportion to the page."""
    from pikepdf import Array  # noqa: PLC0415

    from maia.generators.assemblage_boites import boite_visible, rotation  # noqa: PLC0415

    gauche, bas, droite, haut = boite_visible(page)
    tourne = rotation(page)
    largeur, hauteur = (droite - gauche, haut - bas) if tourne in (0, 180) else (haut - bas, droite - gauche)
    _, _, large, haute = (float(v) for v in timbre["/BBox"])
    echelle = min(max(min(largeur, hauteur) / 595, 0.6), 6.0)
    echelle = min(echelle, 0.9 * largeur / (large + _MARGE), 0.9 * hauteur / (haute + _MARGE))
    # The reader's right and up, in the page's own axes, and its top right corner.
    (ax, ay), (bx, by), (x, y) = {
        0: ((1, 0), (0, 1), (droite, haut)),
        90: ((0, 1), (-1, 0), (gauche, haut)),
        180: ((-1, 0), (0, -1), (gauche, bas)),
        270: ((0, -1), (1, 0), (droite, bas)),
    }[tourne]
    vers_la_gauche, vers_le_bas = echelle * (large + _MARGE), echelle * (haute + _MARGE)
    x -= ax * vers_la_gauche + bx * vers_le_bas
    y -= ay * vers_la_gauche + by * vers_le_bas
    matrice = " ".join(f"{v:.4f}" for v in (echelle * ax, echelle * ay, echelle * bx, echelle * by, x, y))
    page.obj["/Resources"]["/XObject"]["/MaiaTimbre"] = timbre
    contenu = page.obj["/Contents"]
    ajout = doc.make_stream(f"q {matrice} cm /MaiaTimbre Do Q\n".encode())
    page.obj["/Contents"] = Array([*(contenu if isinstance(contenu, Array) else [contenu]), ajout])


def _situer_les_liens(page: pikepdf.Page, debut: int) -> None:
    """A file's links to its own pages, once it is known where it starts in the bundle."""
    import pikepdf  # noqa: PLC0415

    from maia.generators.assemblage_pages import PAGE_DU_FICHIER  # noqa: PLC0415

    for annotation in page.obj.get("/Annots", []):
        adresse = str(annotation["/A"]["/URI"])
        if adresse.startswith(PAGE_DU_FICHIER):
            numero = int(adresse.removeprefix(PAGE_DU_FICHIER)) + debut + 1
            annotation["/A"]["/URI"] = pikepdf.String(f"{_ADRESSE_DE_PAGE}{numero}")


def _relier_les_liens(doc: pikepdf.Pdf) -> None:
    """Our own links, written `maia:12`, lead to the twelfth page."""
    from pikepdf import Array, Name  # noqa: PLC0415

    for page in doc.pages:
        for annotation in page.obj.get("/Annots", []):
            adresse = str(annotation["/A"].get("/URI", "")) if "/A" in annotation else ""
            if adresse.startswith(_ADRESSE_DE_PAGE):
                numero = int(adresse.removeprefix(_ADRESSE_DE_PAGE))
                del annotation["/A"]
                annotation["/Dest"] = Array([doc.pages[numero - 1].obj, Name.Fit])


def _finir(doc: pikepdf.Pdf, demande: dict[str, Any], avant: int) -> None:
    """Bookmarks, title, and no claim of conformity: the pieces have no tags."""
    from pikepdf import Dictionary, Name, OutlineItem, String  # noqa: PLC0415

    for cle in _RETIREES_DU_CATALOGUE:
        if cle in doc.Root:
            del doc.Root[cle]
    for page in doc.pages:
        for cle in ("/StructParents", "/Tabs"):
            if cle in page.obj:
                del page.obj[cle]
        for annotation in page.obj.get("/Annots", []):
            if "/StructParent" in annotation:
                del annotation["/StructParent"]
    with doc.open_outline() as plan:
        plan.root.clear()
        plan.root.extend([OutlineItem("Page de garde", 0, "Fit"), OutlineItem("Contenu", 1, "Fit")])
        for titre, page, dessous in demande["signets"]:
            signet = OutlineItem(titre, avant + page - 1, "Fit")
            signet.children.extend(OutlineItem(t, avant + p - 1, "Fit") for t, p in dessous)
            plan.root.append(signet)
    doc.Root["/PageMode"] = Name.UseOutlines
    doc.Root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    doc.Root["/Lang"] = String("fr-FR")
    for cle in list(doc.docinfo.keys()):
        del doc.docinfo[cle]
    doc.docinfo["/Title"], doc.docinfo["/Author"] = String(demande["titre"]), String(demande["auteur"])


def repondre(demande: dict[str, Any]) -> dict[str, Any]:
    """One request; whatever happens, an answer."""
    try:
        if demande["geste"] == "preparer":
            return preparer(Path(demande["source"]), Path(demande["sortie"]), image=demande["image"])
        return relier(demande)
    except MemoryError:
        return {"refus": "trop gourmand"}
    except Exception as erreur:
        return {"refus": ABIME, "erreur": type(erreur).__name__}


def _prechauffer() -> None:
    import pikepdf  # noqa: F401, PLC0415


if __name__ == "__main__":
    servir(repondre, _prechauffer, int(sys.argv[1]))
