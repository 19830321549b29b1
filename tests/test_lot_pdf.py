"""PDF copies: by LibreOffice, in one process; a document that fails, a program that hangs or is not there."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from maia.lot.journal import Genre
from maia.lot.libreoffice import LibreOffice, figer, trouver
from tests.lancer import ARS, RACINE, Maia
from tests.lancer import GATINE as DOSSIER
from tests.lots import CONVENTIONS, GATINE, contenu, dossiers, journal, remplacer

# A stand-in for LibreOffice, where the real one would be slow or hard to make fail: it writes a PDF that holds the
# document's bytes, dies on a document that says MORT, sleeps on one that says LONG, passes over one that says NON.
FAUX = """\
#!{python}
import pathlib, sys, time
sortie = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
pathlib.Path({trace!r}).open("a").write("x")
for nom in (a for a in sys.argv if a.endswith(".docx")):
    octets = pathlib.Path(nom).read_bytes()
    if b"MORT" in octets:
        sys.exit(1)
    if b"LONG" in octets:
        time.sleep(60)
    if b"NON" not in octets:
        (sortie / nom).with_suffix(".pdf").write_bytes(b"%PDF-" + octets + b"%%EOF")
"""


@pytest.fixture
def faux(tmp_path: Path) -> Path:
    programme = tmp_path / "soffice"
    programme.write_text(FAUX.format(python=sys.executable, trace=str(tmp_path / "trace")), encoding="utf-8")
    programme.chmod(programme.stat().st_mode | stat.S_IXUSR)
    return programme


def ecrire(dossier: Path, *contenus: bytes) -> list[Path]:
    chemins = [dossier / f"document {rang} é.docx" for rang in range(len(contenus))]
    for chemin, octets in zip(chemins, contenus, strict=True):
        chemin.write_bytes(octets)
    return chemins


def test_un_seul_processus_pour_tous_et_un_document_refuse_n_arrete_pas_les_autres(faux: Path, tmp_path: Path) -> None:
    documents = ecrire(tmp_path, b"a", b"NON", b"b", b"NON")
    assert list(LibreOffice(faux).convertir(documents)) == [b"%PDF-a%%EOF", None, b"%PDF-b%%EOF", None]
    assert (tmp_path / "trace").read_text() == "x"


def test_un_document_qui_fait_tomber_libreoffice_ne_coute_que_sa_copie(faux: Path, tmp_path: Path) -> None:
    documents = ecrire(tmp_path, b"a", b"MORT", b"b", b"MORT", b"c")
    assert list(LibreOffice(faux).convertir(documents)) == [b"%PDF-a%%EOF", None, b"%PDF-b%%EOF", None, b"%PDF-c%%EOF"]


def test_un_document_sans_fin_est_abandonne_et_la_suite_reprend(faux: Path, tmp_path: Path) -> None:
    documents = ecrire(tmp_path, b"a", b"LONG", b"b")
    convertis = LibreOffice(faux, demarrage=3, attente=3).convertir(documents)
    assert list(convertis) == [b"%PDF-a%%EOF", None, b"%PDF-b%%EOF"]


def test_figer_ne_deplace_rien() -> None:
    pdf = (
        b"%PDF-1.6\n/CreationDate(D:20261122022616Z')\n/ModDate (D:20261122022617+01'00')\n"
        b"<xmp:CreateDate>2026-11-22T02:26:16Z</xmp:CreateDate>\n"
        b"/ID [ <5ADF8E1972104E52F787D49F2B78FA26>\n<5ADF8E1972104E52F787D49F2B78FA26> ]\n"
        b"/DocChecksum /72FE92E97DFD13EC7F0F9F2B59A69FD6\n"
    )
    fige = figer(pdf, "ab" * 32)
    assert len(fige) == len(pdf)
    assert b"2026" not in fige
    assert fige.count(b"AB" * 16) == 3
    assert figer(fige, "ab" * 32) == fige


# --- The real one ---------------------------------------------------------------------------------------------------


def test_le_lot_fait_des_pdf_lisibles_les_memes_a_chaque_fois_et_les_garde(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    commande = ("lot", "conventions", tmp_path / "dossiers", "--ars", tmp_path / "ars.yaml", "-o")
    assert maia(*commande, tmp_path / "a", "--pdf").code == 0
    premier = contenu(tmp_path / "a")
    pdfs = {nom.replace(".docx", ".pdf") for nom in CONVENTIONS.values()}
    assert set(premier) == {*CONVENTIONS.values(), *pdfs, "journal.csv", "journal.json"}
    texte = "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "a" / sorted(pdfs)[1]).pages)
    assert "151 667 €" in texte.replace("\u202f", " ").replace("\u00a0", " ")
    # Without --pdf the copies that still say what their documents say stay; made elsewhere, they are the same.
    assert maia(*commande, tmp_path / "a").code == 0
    assert contenu(tmp_path / "a") == premier
    assert maia(*commande, tmp_path / "b").code == 0
    assert maia(*commande, tmp_path / "b", "--pdf").code == 0
    assert contenu(tmp_path / "b") == premier


def test_une_copie_perimee_est_refaite_ou_retiree(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    commande = ("lot", "conventions", tmp_path / "dossiers" / "gatine.yaml", "--ars", tmp_path / "ars.yaml")
    commande = (*commande, "-o", tmp_path / "s")
    copie = tmp_path / "s" / CONVENTIONS[GATINE].replace(".docx", ".pdf")
    maia(*commande, "--pdf")
    avant = copie.read_bytes()
    remplacer(tmp_path / "dossiers" / "gatine.yaml", "commune: Parthenay", "commune: Niort")
    maia(*commande, "--pdf")
    apres = copie.read_bytes()
    assert apres != avant
    remplacer(tmp_path / "dossiers" / "gatine.yaml", "commune: Niort", "commune: Parthenay")
    assert maia(*commande).code == 0
    assert not copie.exists()
    genres = [produit["genre"] for produit in journal(tmp_path / "s")["gatine.yaml"]["produits"]]
    assert genres == [Genre.DOCUMENT]


def test_sans_libreoffice_les_documents_word_sont_faits_et_le_code_le_dit(
    tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trouver() is None
    dossiers(tmp_path)
    for commande in (
        ("lot", "conventions", tmp_path / "dossiers", "--ars", ARS, "-o", tmp_path / "lot"),
        ("produire", DOSSIER, "--ars", ARS, "-o", tmp_path / "un", "--documents", "convention-annuelle"),
    ):
        resultat = maia(*commande, "--pdf")
        assert resultat.code == 5, resultat.erreurs
        assert "LibreOffice n’a pas été trouvé" in " ".join(resultat.erreurs.split())
    assert set(contenu(tmp_path / "lot")) == {*CONVENTIONS.values(), "journal.csv", "journal.json"}
    assert len(contenu(tmp_path / "un")) == 1


def test_produire_fait_aussi_une_copie(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("produire", DOSSIER, "--ars", ARS, "-o", tmp_path, "--documents", "convention-annuelle", "--pdf")
    assert resultat.code == 0, resultat.erreurs
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".docx", ".pdf"]


def test_une_copie_manquee_est_nommee_et_refaite_la_fois_suivante(
    faux: Path, tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers(tmp_path)
    commande = ("lot", "conventions", tmp_path / "dossiers", "--ars", tmp_path / "ars.yaml", "-o", tmp_path / "s")
    monkeypatch.setattr("maia.lot.lancement.trouver", lambda: faux)
    bon = faux.read_text(encoding="utf-8")
    faux.write_text(bon.replace('b"NON" not in octets', 'nom != "1.docx"'), encoding="utf-8")
    resultat = maia(*commande, "--pdf")
    assert resultat.code == 5
    assert "convention-annuelle-38-conseil-general-de-l-isere.pdf" in " ".join(resultat.sortie.split())
    faux.write_text(bon, encoding="utf-8")
    assert maia(*commande, "--pdf").code == 0
    assert len(list((tmp_path / "s").glob("*.pdf"))) == 3


def test_tue_pendant_les_copies_puis_relance_le_dossier_est_le_meme(
    faux: Path, tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers(tmp_path)
    monkeypatch.setenv("PATH", f"{faux.parent}{os.pathsep}{os.environ['PATH']}")
    commande = ["lot", "conventions", str(tmp_path / "dossiers"), "--ars", str(tmp_path / "ars.yaml"), "--pdf", "-o"]
    assert maia(*commande, tmp_path / "attendu").code == 0
    for rang in (28, 36):
        sortie = str(tmp_path / f"essai-{rang}")
        fini = subprocess.run(
            [sys.executable, "-m", "tests.lot_tue", str(rang), *commande, sortie],
            cwd=RACINE,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert fini.returncode == -signal.SIGKILL, rang
        assert 0 < len(list(Path(sortie).glob("*.pdf"))) < 3, rang
        assert maia(*commande, sortie).code == 0
        assert contenu(Path(sortie)) == contenu(tmp_path / "attendu"), rang
