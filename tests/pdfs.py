"""PDFs made for the tests: sound, odd or hostile, page by page."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader


def page(pdf: pikepdf.Pdf, texte: str = "Bonjour", boite: tuple[float, ...] = (0, 0, 595, 842), **cles: Any) -> Any:
    """A page that says `texte` at the lower left of its media box; `cles` are entries of the page."""
    police = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    contenu = f"BT /F1 12 Tf {boite[0] + 40} {boite[1] + 40} Td ({texte}) Tj ET".encode("cp1252")
    objet = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([*boite]),
            Resources=Dictionary(Font=Dictionary(F1=police)),
            Contents=pdf.make_stream(contenu),
            **cles,
        )
    )
    pdf.pages.append(pikepdf.Page(objet))
    return pdf.pages[-1].obj


def ecrire(pdf: pikepdf.Pdf, chemin: Path) -> Path:
    """The file, closed."""
    pdf.save(chemin, deterministic_id=True)
    pdf.close()
    return chemin


def simple(chemin: Path, pages: int = 1, texte: str = "Bonjour") -> Path:
    """So many pages that say `texte` and their number."""
    pdf = pikepdf.new()
    for rang in range(pages):
        page(pdf, f"{texte} {rang + 1}")
    return ecrire(pdf, chemin)


def formulaire(chemin: Path, valeur: str = "Parthenay") -> Path:
    """A form whose text field has a value and no look, as some programs leave them."""
    pdf = pikepdf.new()
    feuille = page(pdf)
    police = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    champ = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("ville"),
            V=String(valeur),
            DA=String("/Helv 12 Tf 0 g"),
            Rect=Array([100, 700, 400, 720]),
            F=4,
            P=feuille,
        )
    )
    feuille["/Annots"] = Array([champ])
    pdf.Root["/AcroForm"] = Dictionary(
        Fields=Array([champ]),
        NeedAppearances=True,
        DR=Dictionary(Font=Dictionary(Helv=police)),
        DA=String("/Helv 0 Tf 0 g"),
    )
    return ecrire(pdf, chemin)


def piege(chemin: Path) -> Path:
    """Scripts, attachments, launched programs and private data in every place where a PDF may hold them."""
    pdf = pikepdf.new()
    feuille = page(pdf)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('MALVEILLANT')"))
    lancer = Dictionary(S=Name.Launch, F=String("MALVEILLANT.exe"))
    pdf.Root["/OpenAction"] = script
    pdf.Root["/AA"] = Dictionary(WC=script)
    pdf.Root["/Names"] = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), pdf.make_indirect(script)])))
    pdf.attachments["MALVEILLANT.txt"] = b"MALVEILLANT"
    feuille["/AA"] = Dictionary(O=script)
    feuille["/PieceInfo"] = Dictionary(X=Dictionary(Private=String("MALVEILLANT")))
    feuille["/Annots"] = Array(
        [
            _lien(lancer),
            _lien(script),
            _lien(Dictionary(S=Name.URI, URI=String("https://sante.gouv.fr/"))),
            _lien(Dictionary(S=Name.URI, URI=String("file:///MALVEILLANT"))),
            _lien(Dictionary(S=Name.SubmitForm, F=String("https://MALVEILLANT/"))),
        ]
    )
    return ecrire(pdf, chemin)


def _lien(action: Any) -> Any:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 90, 30]), A=action)


def png(chemin: Path, largeur: int = 40, hauteur: int = 20) -> Path:
    """A grey picture; its size is what its header says, however little it holds."""

    def bloc(nom: bytes, donnees: bytes) -> bytes:
        return struct.pack(">L", len(donnees)) + nom + donnees + struct.pack(">L", zlib.crc32(nom + donnees))

    lignes = b"".join(b"\0" + b"\x80" * largeur for _ in range(min(hauteur, 1000)))
    chemin.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", struct.pack(">LLBBBBB", largeur, hauteur, 8, 0, 0, 0, 0))
        + bloc(b"IDAT", zlib.compress(lignes))
        + bloc(b"IEND", b"")
    )
    return chemin


def texte(octets: bytes | Path) -> list[str]:
    """What each page says."""
    return [p.extract_text() for p in PdfReader(io.BytesIO(octets) if isinstance(octets, bytes) else octets).pages]


def tout(chemin: Path) -> bytes:
    """Every object and stream of a PDF, inflated: to search."""
    with pikepdf.open(chemin) as pdf:
        morceaux = [o.unparse(resolved=True) for o in pdf.objects if not isinstance(o, pikepdf.Stream)]
        for o in pdf.objects:
            if isinstance(o, pikepdf.Stream):
                morceaux += [str(dict(o.items())).encode(), o.read_bytes()]
        return b"\n".join(morceaux)
