"""A stranger's page put with others: it looks the same, does nothing any more, and bears its stamp the right way up."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from maia.generators.assemblage_ouvrier import repondre
from tests import pdfs
from tests.assemblages import BLEU, ROUGE, lies, preparer, propre, vue

# --- The stamp ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tourne", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("boite", [(0, 0, 595, 842), (100, -200, 695, 642)])
def test_le_timbre_est_en_haut_a_droite_et_a_l_endroit(tourne: int, boite: tuple[float, ...], tmp_path: Path) -> None:
    """Whatever the rotation and the origin: its left half (blue) on the left, its right half (red) on the right."""
    pdf = pikepdf.new()
    cadre = (boite[0] + 50, boite[1] + 30, boite[2] - 95, boite[3] - 142)  # 450 × 670
    pdfs.page(pdf, "Bonjour", boite, Rotate=tourne, CropBox=Array([*cadre]))
    image = vue(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))), 4)
    assert image.size == ((450, 670) if tourne % 180 == 0 else (670, 450))
    large = image.width
    echelle = 450 / 595
    # The corner is 14 points away, in proportion; the stamp is 50 × 10.
    milieu = 14 * echelle + 5 * echelle
    assert image.getpixel((int(large - (14 + 5) * echelle), int(milieu))) == ROUGE
    assert image.getpixel((int(large - (14 + 45) * echelle), int(milieu))) == BLEU
    assert image.getpixel((int(large - 5 * echelle), int(milieu))) not in (ROUGE, BLEU)


@pytest.mark.parametrize("taille", [(30, 20), (80, 60), (1190, 842), (5000, 200), (14400, 14400)])
def test_le_timbre_tient_sur_toute_taille_de_page(taille: tuple[int, int], tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdfs.page(pdf, "Bonjour", (0, 0, *taille))
    with pikepdf.open(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf")))) as lie:
        dessin = lie.pages[3].obj.Contents[-1].read_bytes().decode()
    a, b, c, d, x, y = map(float, re.findall(r"-?[\d.]+", dessin.partition(" cm")[0]))
    assert (b, c) == (0, 0)
    assert x >= 0
    assert x + 50 * a <= taille[0]
    assert y >= 0
    assert y + 10 * d <= taille[1]


@pytest.mark.parametrize("contenu", [b"q q 0.2 0 0 0.2 9 9 cm", b"BT /F1 12 Tf", b"/Span <</X 1>> BDC", b""])
def test_un_contenu_mal_ferme_ne_deplace_pas_le_timbre(contenu: bytes, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdfs.page(pdf)["/Contents"] = pdf.make_stream(contenu)
    image = vue(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))), 4)
    assert image.getpixel((image.width - 19, 19)) == ROUGE


# --- What is seen stays ---------------------------------------------------------------------------------------------


def test_chaque_page_dit_ce_qu_elle_disait(tmp_path: Path) -> None:
    ensemble = lies(
        preparer(pdfs.simple(tmp_path / "a.pdf", 3, "Note")), preparer(pdfs.simple(tmp_path / "b.pdf", 2, "CV"))
    )
    dits = [" ".join(t.split()) for t in pdfs.texte(ensemble)]
    assert [d.replace("TIMBRE", "").strip() for d in dits] == [
        "garde", "contenu", "intercalaire", "Note 1", "Note 2", "Note 3", "CV 1", "CV 2",
    ]  # fmt: skip
    assert "No syntax or stream encoding errors" in propre(ensemble)


def test_une_page_dont_le_contenu_est_en_morceaux_ou_partage(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    une = pdfs.page(pdf, "Bonjour")
    deux = pdfs.page(pdf, "autre")
    deux["/Contents"] = une["/Contents"]
    trois = pdfs.page(pdf)
    trois["/Contents"] = Array([pdf.make_stream(b"BT /F1 12 Tf 40 40"), pdf.make_stream(b"Td (coupe) Tj ET")])
    assert pdfs.texte(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))) == ["Bonjour", "Bonjour", "coupe"]


def test_les_attributs_herites_et_les_boites_a_l_envers(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    feuille = pdfs.page(pdf)
    del feuille["/MediaBox"]
    pdf.Root.Pages["/MediaBox"] = Array([400, 600, 0, 0])
    pdf.Root.Pages["/Rotate"] = 90
    with pikepdf.open(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))) as copie:
        page = copie.pages[0].obj
        assert [float(v) for v in page.MediaBox] == [0, 0, 400, 600]
        assert int(page.Rotate) == 90


@pytest.mark.parametrize("boite", [Array([0, 0]), Array([0, 0, 0, 0]), String("A4"), Array([0, 0, Name.X, 5]), None])
def test_une_page_sans_taille_lisible_a_celle_d_une_feuille(boite: object, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    feuille = pdfs.page(pdf)
    if boite is None:
        del feuille["/MediaBox"]
    else:
        feuille["/MediaBox"] = boite
    image = vue(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))), 4)
    assert image.size in ((595, 842), (596, 842), (612, 792))


def test_un_calque_masque_reste_masque(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    feuille = pdfs.page(pdf)
    cache, montre = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(n))) for n in ("cache", "montre"))
    feuille.Resources["/Properties"] = Dictionary(C=cache, M=montre)
    feuille["/Contents"] = pdf.make_stream(
        b"/OC /C BDC 1 0 0 rg 0 0 100 100 re f EMC /OC /M BDC 0 1 0 rg 200 0 100 100 re f EMC"
    )
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([cache, montre]), D=Dictionary(OFF=Array([cache])))
    image = vue(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))), 4)
    assert image.getpixel((50, 800)) == (255, 255, 255)
    assert image.getpixel((250, 800)) == (0, 255, 0)


def test_un_commentaire_visible_le_reste_et_un_commentaire_cache_ne_le_devient_pas(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    feuille = pdfs.page(pdf, Rotate=90)

    def note(couleur: bytes, gauche: int, drapeaux: int) -> Dictionary:
        dessin = pdf.make_stream(couleur + b" rg 0 0 50 50 re f")
        dessin["/Type"], dessin["/Subtype"], dessin["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 50, 50])
        ou = Array([gauche, 100, gauche + 50, 150])
        return Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=ou, F=drapeaux, AP=Dictionary(N=dessin))

    feuille["/Annots"] = Array([note(b"1 0 0", 100, 4), note(b"0 0 1", 300, 2)])
    image = vue(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf"))), 4)
    couleurs = {couleur for _, couleur in image.crop((0, 40, 842, 595)).getcolors(100_000)}
    assert ROUGE in couleurs
    assert BLEU not in couleurs


# --- What acts goes -------------------------------------------------------------------------------------------------


def test_rien_de_ce_qui_agit_ne_reste(tmp_path: Path) -> None:
    source = pdfs.piege(tmp_path / "piege.pdf")
    assert b"MALVEILLANT" in pdfs.tout(source)
    ensemble = lies(preparer(source))
    contenu = pdfs.tout(ensemble)
    for mot in (b"MALVEILLANT", b"JavaScript", b"Launch", b"SubmitForm", b"EmbeddedFile", b"OpenAction", b"/AA"):
        assert mot not in contenu
    assert b"https://sante.gouv.fr/" in contenu


def test_ce_qui_est_laisse_de_cote_est_dit(tmp_path: Path) -> None:
    source = pdfs.piege(tmp_path / "piege.pdf")
    demande = {"geste": "preparer", "source": str(source), "sortie": str(tmp_path / "c.pdf"), "image": False}
    assert repondre(demande) == {"pages": 1, "retires": ["actions", "fichiers joints", "script"]}


def test_un_lien_vers_une_page_du_fichier_y_mene_encore(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for dit in "abc":
        pdfs.page(pdf, dit)
    pdf.pages[0].obj["/Annots"] = Array(
        [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=Array([pdf.pages[2].obj, Name.Fit])
            )
        ]
    )
    with pikepdf.open(lies(preparer(pdfs.ecrire(pdf, tmp_path / "p.pdf")))) as lie:
        vers = lie.pages[3].obj.Annots[0].Dest[0]
        assert vers.objgen == lie.pages[5].obj.objgen


def test_rien_ne_pretend_a_une_norme(tmp_path: Path) -> None:
    with pikepdf.open(lies(preparer(pdfs.simple(tmp_path / "a.pdf")))) as lie:
        assert not {"/Metadata", "/MarkInfo", "/StructTreeRoot", "/OutputIntents"} & set(lie.Root.keys())
        with lie.open_outline() as plan:
            assert [s.title for s in plan.root] == ["Page de garde", "Contenu", "1. Note"]
            assert [s.title for s in plan.root[2].children] == ["a"]


# --- What is refused ------------------------------------------------------------------------------------------------


def refus(source: Path) -> str:
    demande = {"geste": "preparer", "source": str(source), "sortie": str(source.with_suffix(".copie")), "image": False}
    return str(repondre(demande).get("refus"))


def test_un_porte_documents_un_formulaire_dynamique_un_verrou(tmp_path: Path) -> None:
    portfolio, xfa, verrou = pikepdf.new(), pikepdf.new(), pikepdf.new()
    for pdf in (portfolio, xfa, verrou):
        pdfs.page(pdf)
    portfolio.Root["/Collection"] = Dictionary()
    xfa.Root["/NeedsRendering"] = True
    verrou.save(tmp_path / "v.pdf", encryption=pikepdf.Encryption(owner="x", user=""))
    assert refus(pdfs.ecrire(portfolio, tmp_path / "p.pdf")) == "porte-documents"
    assert refus(pdfs.ecrire(xfa, tmp_path / "x.pdf")) == "formulaire dynamique"
    assert refus(tmp_path / "v.pdf") == "chiffré"


@pytest.mark.parametrize(
    "octets", [b"", b"%PDF-1.7", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>"]
)
def test_un_fichier_abime_est_une_reponse_et_non_une_panne(octets: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(octets)
    assert refus(tmp_path / "a.pdf") == "abîmé"


def test_une_table_de_references_fausse_se_repare(tmp_path: Path) -> None:
    source = pdfs.simple(tmp_path / "a.pdf", 2)
    octets = source.read_bytes()
    source.write_bytes(re.sub(rb"startxref\s+\d+", b"startxref\n7", octets))
    copie = preparer(source)
    assert pdfs.texte(copie) == ["Bonjour 1", "Bonjour 2"]
    assert "No syntax or stream encoding errors" in propre(copie)
