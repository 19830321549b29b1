"""`maia assembler`: the bundle a porteur sends, what prevents it, and that nothing is left behind."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pikepdf
import pytest

from maia import assemblage
from tests import pdfs
from tests.candidatures import candidature
from tests.lancer import EXEMPLES, GATINE, Maia, lancer
from tests.phrases import plat


def test_la_candidature_en_un_seul_pdf(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("assembler", GATINE, "-o", tmp_path / "c.pdf")
    assert resultat.code == 0, resultat.erreurs
    assert plat(resultat.sortie).endswith("(11 pièces, 34 pages)")
    garde, contenu, *suite = map(plat, pdfs.texte(tmp_path / "c.pdf"))
    for mot in ("MAIA de Gâtine", "Association gérontologique de Gâtine", "Deux-Sèvres (79)", "le 9 mars 2012", "2012"):
        assert mot in garde
    assert "agence régionale de santé de Poitou-Charentes" in garde
    assert "1 Note de présentation 6 pages 3" in contenu
    assert "SSIAD de Gâtine 1 page 12" in contenu
    assert suite[0].startswith("3 Pièce 1 Note de présentation")
    assert "pièce 1 – p. 1/6 | 4" in suite[1]
    assert "pièce 1 – p. 6/6 | 9" in suite[6]
    assert "pièce 2 – p. 2/4 | 12" in suite[9]
    assert "SSIAD" in suite[9]
    assert [p.name for p in tmp_path.iterdir()] == ["c.pdf"]


def test_le_contenu_et_les_signets_menent_a_la_bonne_page(tmp_path: Path, maia: Maia) -> None:
    maia("assembler", GATINE, "-o", tmp_path / "c.pdf")
    with pikepdf.open(tmp_path / "c.pdf") as pdf:
        rangs = {page.obj.objgen: rang for rang, page in enumerate(pdf.pages, 1)}
        menes = [rangs[a.Dest[0].objgen] for a in pdf.pages[1].obj.Annots]
        assert menes[:8] == [3, 3, 10, 10, 11, 11, 12, 12]  # the name and the number of each line
        with pdf.open_outline() as plan:
            signets = {s.title: rangs[s.destination[0].objgen] for s in plan.root}
            sous = {s.title: rangs[s.destination[0].objgen] for racine in plan.root for s in racine.children}
        assert (signets["1. Note de présentation"], signets["11. Relevé d’identité bancaire ou postal"]) == (3, 33)
        assert sous["SSIAD de Gâtine"] == 12


def test_le_pdf_est_propre_et_toujours_le_meme(tmp_path: Path) -> None:
    for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Noumea")):
        fait = lancer("assembler", GATINE, "-o", tmp_path / f"{graine}.pdf", PYTHONHASHSEED=graine, TZ=fuseau)
        assert fait.code == 0, fait.erreurs
    assert len({hashlib.sha256((tmp_path / f"{g}.pdf").read_bytes()).hexdigest() for g in "12"}) == 1
    qpdf = subprocess.run(["qpdf", "--check", tmp_path / "1.pdf"], capture_output=True, encoding="utf-8", check=False)
    assert qpdf.returncode == 0, qpdf.stdout + qpdf.stderr


@pytest.mark.parametrize("nom", ["isere", "reseau-equip-age"])
def test_les_autres_exemples_s_assemblent(nom: str, tmp_path: Path, maia: Maia) -> None:
    assert maia("assembler", EXEMPLES / "dossiers" / f"{nom}.yaml", "-o", tmp_path / "c.pdf").code == 0


# --- What prevents it -----------------------------------------------------------------------------------------------


def test_une_piece_manquante_est_nommee_et_rien_n_est_ecrit(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="", comptes="pieces/comptes-2011.pdf")
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert resultat.code == 1
    dit = plat(resultat.erreurs)
    assert "2 pièces manquent" in dit
    assert "pieces.statuts Pièce manquante : copie des statuts." in dit
    assert "pieces.comptes Le fichier « pieces/comptes-2011.pdf » n’existe pas." in dit
    assert "Rien n’a été écrit. Ajoutez --brouillon" in dit
    assert [p.name for p in tmp_path.iterdir()] == ["d"]


def test_un_brouillon_garde_la_place_des_pieces_a_joindre(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="", comptes="pieces/comptes-2011.pdf")
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf", "--brouillon")
    assert resultat.code == 0, resultat.erreurs
    pages = [plat(t) for t in pdfs.texte(tmp_path / "c.pdf")]
    assert "BROUILLON" in pages[0]
    assert "Copie des statuts à joindre" in pages[1]
    assert sum("Pièce à joindre" in page for page in pages) == 2


FAUTIFS = {
    "Word": (b"PK\x03\x04 word/document.xml", "statuts.docx", "est un document de traitement de texte"),
    "tableur": (b"PK\x03\x04 xl/workbook.xml", "statuts.xlsx", "est un classeur"),
    "TIFF": (b"II*\0", "statuts.tif", "est une image d’un autre format"),
    "autre": (b"bonjour", "statuts.pdf", "n’est pas un PDF"),
    "abîmé": (b"%PDF-1.4 et puis rien", "statuts.pdf", "ne s’ouvre pas"),
    "vide": (b"", "statuts.pdf", "est un fichier vide"),
}


@pytest.mark.parametrize("nom", FAUTIFS)
def test_une_piece_inutilisable_arrete_l_assemblage_meme_en_brouillon(nom: str, tmp_path: Path, maia: Maia) -> None:
    octets, fichier, dit = FAUTIFS[nom]
    dossier = candidature(tmp_path / "d", statuts=fichier)
    (tmp_path / "d" / fichier).write_bytes(octets)
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf", "--brouillon")
    assert resultat.code == 1
    assert dit in plat(resultat.erreurs)
    lignes = dossier.read_text(encoding="utf-8").splitlines()
    assert f"{dossier}:{lignes.index(f'  statuts: {fichier}') + 1}:12 pieces.statuts" in plat(resultat.erreurs)
    assert [p.name for p in tmp_path.iterdir()] == ["d"]


def test_une_image_devient_une_page(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="statuts.png")
    pdfs.png(tmp_path / "d" / "statuts.png", 400, 300)
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert resultat.code == 0, resultat.erreurs
    assert "est une image : elle devient une page" in plat(resultat.erreurs)
    (page,) = [t for t in pdfs.texte(tmp_path / "c.pdf") if "pièce 5 – p. 1/1" in plat(t)]
    assert page


def test_une_image_abimee_est_refusee(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="statuts.jpg")
    (tmp_path / "d" / "statuts.jpg").write_bytes(b"\xff\xd8\xff\xe0 et puis rien")
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert (resultat.code, "ne s’assemble pas : le fichier est abîmé" in plat(resultat.erreurs)) == (1, True)


@pytest.mark.parametrize("trop", ["memoire", "temps"])
def test_une_piece_trop_gourmande_est_tuee_et_rien_ne_reste(
    trop: str, tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trop == "temps":
        monkeypatch.setattr(assemblage, "SECONDES_PAR_PIECE", 0)
    else:
        monkeypatch.setattr(assemblage, "MEMOIRE", 700 << 20)
    dossier = candidature(tmp_path / "d", statuts="statuts.png")
    pdfs.png(tmp_path / "d" / "statuts.png", 60_000, 60_000)
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert resultat.code == 1
    assert "pieces.statuts" in resultat.erreurs
    assert [p.name for p in tmp_path.iterdir()] == ["d"]


def test_un_fichier_existant_n_est_remplace_que_sur_demande(tmp_path: Path, maia: Maia) -> None:
    sortie = tmp_path / "c.pdf"
    sortie.write_bytes(b"le mien")
    refus = maia("assembler", GATINE, "-o", sortie)
    assert (refus.code, sortie.read_bytes()) == (2, b"le mien")
    assert maia("assembler", GATINE, "-o", sortie, "--ecraser").code == 0
    assert sortie.read_bytes().startswith(b"%PDF")


def test_un_dossier_illisible(tmp_path: Path, maia: Maia) -> None:
    assert maia("assembler", EXEMPLES / "illisibles" / "latin-1.yml", "-o", tmp_path / "c.pdf").code == 3


def test_ce_qui_ne_s_imprime_pas_est_dit_et_remplace(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d")
    dossier.write_text(
        dossier.read_text(encoding="utf-8").replace("partenaire: SSIAD de Gâtine", "partenaire: SSIAD 😀"),
        encoding="utf-8",
    )
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert resultat.code == 0, resultat.erreurs
    assert "U+1F600" in resultat.erreurs
    assert "SSIAD ?" in plat(pdfs.texte(tmp_path / "c.pdf")[1])
