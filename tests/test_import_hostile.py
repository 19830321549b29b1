"""Files that are no workbook, or workbooks made to harm: each refused in one sentence, before anything parses them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from maia.forms.classeur import limites
from maia.forms.classeur.importation import Importation, importer
from maia.forms.lecture import Illisible
from tests.classeurs_remplis import avec_partie, modifie, rempli

FEUILLE = "xl/worksheets/sheet2.xml"


def archive(**parties: bytes) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrite:
        for nom, contenu in parties.items():
            ecrite.writestr(nom.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), contenu)
    return sortie.getvalue()


def apres(motif: str, ajout: str) -> Callable[[bytes], bytes]:
    """Adds something after the first place that matches."""
    return lambda brut: re.sub(motif.encode(), lambda m: m[0] + ajout.encode(), brut, count=1)


AUTRES_FICHIERS = {
    "vide": (b"", "Le fichier est vide."),
    "csv": ("Nom;Montant\r\nAchats;12\r\n".encode("latin-1"), "Ce fichier est du texte (CSV, HTML…)"),
    "html": (b"<html><table></table></html>", "Ce fichier est du texte (CSV, HTML…)"),
    "pdf": (b"%PDF-1.7\n", "C’est un PDF"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "C’est un ancien classeur (.xls)"),
    "mot de passe": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "Ce classeur est protégé par un mot de passe",
    ),
    "ods": (
        archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "C’est un classeur OpenDocument (.ods)",
    ),
    "odt": (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "Ce n’est pas un classeur Excel"),
    "docx": (archive(word__document_xml=b"<a/>"), "C’est un document Word"),
    "xlsb": (archive(xl__workbook_bin=b"x"), "C’est un classeur Excel binaire (.xlsb)"),
    "zip": (archive(photo=b"x"), "Ce n’est pas un classeur Excel"),
    "binaire": (b"\x89PNG\r\n\x1a\n\0\0\0", "Ce fichier n’est pas un classeur Excel"),
    "tronqué": (b"PK\x03\x04" + b"\0" * 200, "Ce classeur est abîmé"),
    "trop gros": (b"PK" + b"\0" * 10_000_000, "Ce fichier dépasse 10 Mo"),
}


@pytest.mark.parametrize("nom", AUTRES_FICHIERS)
def test_un_fichier_qui_n_est_pas_un_classeur_est_nomme(nom: str) -> None:
    octets, phrase = AUTRES_FICHIERS[nom]

    lu = importer(octets, "dossier.xlsx")

    assert isinstance(lu, Illisible)
    assert lu.message.startswith(phrase)


XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PIEGES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "bombe": ("xl/media/x.bin", lambda _: b"\0" * 9_000_000, "démesuré une fois décompressé"),
    "XXE": (FEUILLE, apres(r"<\?xml[^>]*\?>", XXE), "déclaration (DOCTYPE)"),
    "XXE dans les liens": ("xl/_rels/workbook.xml.rels", apres(r"<\?xml[^>]*\?>", XXE), "déclaration (DOCTYPE)"),
    "UTF-16": ("xl/styles.xml", lambda brut: brut.decode().encode("utf-16"), "codage qu’Excel n’écrit pas"),
    "textes partagés": (
        "xl/sharedStrings.xml",
        lambda _: b"<sst>" + b"<si><t>x</t></si>" * 600_000 + b"</sst>",
        "démesuré une fois décompressé",
    ),
    "trop de textes": ("xl/sharedStrings.xml", lambda _: b"<sst>" + b"<si/>" * 50_000 + b"</sst>", "trop de textes"),
    "case au bout du monde": (
        FEUILLE,
        apres("<sheetData>", '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'),
        "très loin des autres (XFD1048576)",
    ),
    "case déguisée au bout du monde": (
        FEUILLE,
        apres("<sheetData>", '<row r="1048576"><c r="XFD104857&#54;" t="n"><v>1</v></c></row>'),
        "très loin des autres (Porteur!XFD1048576)",
    ),
    "fusion immense": (
        FEUILLE,
        apres("</sheetData>", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "un bloc immense de cases",
    ),
    "fusion déguisée": (
        FEUILLE,
        apres("</sheetData>", '<mergeCells><mergeCell ref="A1:XFD104857&#54;"/></mergeCells>'),
        "un bloc immense de cases",
    ),
    "trop de cases": (FEUILLE, apres("<sheetData>", "<row>" + "<c/>" * 50_000 + "</row>"), "plus de 40 000 cases"),
    "trop de lignes": (FEUILLE, apres("<sheetData>", "<row/>" * 30_000), "trop de lignes"),
    "liaisons externes": ("xl/externalLinks/externalLink1.xml", lambda _: b"<a/>", "puise dans d’autres fichiers"),
    "XML faux": (FEUILLE, lambda brut: brut[: len(brut) // 2], "Ce classeur est abîmé"),
    "formats faux": (
        "xl/styles.xml",
        lambda _: b"<styleSheet><cellXfs count='x'/></styleSheet>",
        "Ce classeur est abîmé",
    ),
}


@pytest.mark.parametrize("nom", PIEGES)
def test_un_classeur_fabrique_pour_nuire_est_refuse(nom: str) -> None:
    partie, changer, phrase = PIEGES[nom]

    lu = importer(avec_partie(rempli(), partie, changer), "dossier.xlsx")

    assert isinstance(lu, Illisible)
    assert phrase in lu.message


def test_la_taille_annoncee_par_l_archive_n_est_pas_crue() -> None:
    octets = bytearray(avec_partie(rempli(), "xl/media/x.bin", lambda _: b"\0" * 9_000_000))
    annuaire = octets.rfind(b"xl/media/x.bin") - 46
    octets[annuaire + 24 : annuaire + 28] = (1000).to_bytes(4, "little")

    assert isinstance(importer(bytes(octets), "dossier.xlsx"), Illisible)


def test_une_partie_en_double_est_refusee() -> None:
    sortie = io.BytesIO(rempli())
    with zipfile.ZipFile(sortie, "a") as archive_, pytest.warns(UserWarning, match="Duplicate name"):
        archive_.writestr("xl/workbook.xml", b"<a/>")

    lu = importer(sortie.getvalue(), "dossier.xlsx")

    assert isinstance(lu, Illisible)
    assert "deux fois la même partie" in lu.message


def test_un_classeur_d_autre_chose_est_refuse() -> None:
    autre = Workbook()
    autre.worksheets[0]["A1"] = "Recettes de cuisine"
    sortie = io.BytesIO()
    autre.save(sortie)

    lu = importer(sortie.getvalue(), "dossier.xlsx")

    assert isinstance(lu, Illisible)
    assert lu.message.startswith("Ce classeur n’est ni celui de « maia classeur », ni un budget MAIA")


def test_les_limites_laissent_passer_un_grand_dossier() -> None:
    def geste(classeur: Workbook) -> None:
        feuille = classeur["Cantons"]
        for ligne in range(4, 1300):
            feuille.cell(ligne, 1, f"Canton {ligne // 30}")
            feuille.cell(ligne, 3, f"Commune {ligne}")

    lu = importer(modifie(rempli(), geste), "dossier.xlsx")

    assert isinstance(lu, Importation)
    assert limites.refus(rempli()) is None
