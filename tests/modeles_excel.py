"""Small workbook templates for the tests of the Excel engine, and how their product is read back (by openpyxl)."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from maia.generators.classeur import ModeleExcel

Cellules = Mapping[str, Any]


def classeur(feuilles: Mapping[str, Cellules], noms: Mapping[str, str] = {}) -> Workbook:
    """A workbook: sheet → cell → content; `noms`: defined name → `Frais!$B$2`."""
    livre = Workbook()
    livre.remove(livre.worksheets[0])
    for titre, cellules in feuilles.items():
        feuille = livre.create_sheet(titre)
        for adresse, contenu in cellules.items():
            feuille[adresse] = contenu
    for nom, cible in noms.items():
        livre.defined_names[nom] = DefinedName(nom, attr_text=cible)
    return livre


def en_octets(livre: Workbook) -> bytes:
    """The `.xlsx` file."""
    tampon = io.BytesIO()
    livre.save(tampon)
    return tampon.getvalue()


def compiler(feuilles: Mapping[str, Cellules], noms: Mapping[str, str] = {}) -> ModeleExcel:
    """The same workbook, compiled."""
    return ModeleExcel.compiler(en_octets(classeur(feuilles, noms)), "essai.xlsx")


def retoucher(octets: bytes, partie: str, avant: str, apres: str) -> bytes:
    """The same file, one passage of a part replaced: what Excel writes and openpyxl does not."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as lu, zipfile.ZipFile(tampon, "w") as ecrit:
        for nom in lu.namelist():
            contenu = lu.read(nom).decode()
            if nom == partie:
                assert avant in contenu, f"{avant} absent de {partie}"
                contenu = contenu.replace(avant, apres)
            ecrit.writestr(nom, contenu)
    return tampon.getvalue()


def partie(octets: bytes, nom: str = "xl/worksheets/sheet1.xml") -> str:
    """The text of a part."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return archive.read(nom).decode()


def relire(octets: bytes, *, formules: bool = False) -> Workbook:
    """The workbook with its cached values, or with its formulas."""
    return load_workbook(io.BytesIO(octets), data_only=not formules)


def contenu(feuille: Worksheet) -> dict[str, Any]:
    """Cell → content, empty cells left out."""
    return {c.coordinate: c.value for ligne in feuille.iter_rows() for c in ligne if c.value is not None}


def valeurs(octets: bytes, rang: int = 0) -> dict[str, Any]:
    """Cell → value of a sheet, as a previewer shows it."""
    return contenu(relire(octets).worksheets[rang])


def formules(octets: bytes, rang: int = 0) -> dict[str, str]:
    """Cell → formula of a sheet."""
    tout = contenu(relire(octets, formules=True).worksheets[rang])
    return {adresse: f for adresse, f in tout.items() if isinstance(f, str) and f.startswith("=")}


# A table whose last line repeats, with a formula a line and a total.
FRAIS: dict[str, Cellules] = {
    "Frais": {
        "A1": "Objet", "B1": "Quantité", "C1": "Prix", "D1": "Montant",
        "A2": "(à préciser)", "D2": "=B2*C2",
        "A3": "(à préciser)", "D3": "=B3*C3",
        "A4": "Total", "D4": "=SUM(D2:D3)",
    }
}  # fmt: skip
NOMS_DES_FRAIS = {
    "frais": "Frais!$A$2:$D$3",
    "frais.objet": "Frais!$A$2:$A$3",
    "frais.quantite": "Frais!$B$2:$B$3",
    "frais.prix": "Frais!$C$2:$C$3",
    "total": "Frais!$D$4",
}


def frais(*lignes: tuple[str, int, int]) -> dict[str, object]:
    """The table of `FRAIS` filled: object, quantity, price."""
    return {"frais": [{"objet": objet, "quantite": q, "prix": p} for objet, q, p in lignes]}
