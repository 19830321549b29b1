"""Forms put with others: the value of a field is seen, whatever its program left to the reader."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests import pdfs
from tests.assemblages import ROUGE, preparer, vue

VALEURS = ["Parthenay", "Châteauroux", "Cœur d’Hérault", "Ελλάς", "Łódź"]


@pytest.mark.parametrize("valeur", VALEURS)
def test_la_valeur_d_un_champ_sans_apparence_reste_visible(valeur: str, tmp_path: Path) -> None:
    copie = preparer(pdfs.formulaire(tmp_path / "f.pdf", valeur))
    assert valeur in pdfs.texte(copie)[0]
    with pikepdf.open(copie) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0].obj


CHAMPS: dict[str, tuple[dict[str, object], str]] = {
    "sans police ni taille": ({"DA": None}, "Parthenay"),
    "d’une police inconnue": ({"DA": String("/Inconnue 0 Tf")}, "Parthenay"),
    "sur plusieurs lignes": ({"Ff": 4096, "V": String("un\rdeux")}, "un\ndeux"),
    "dans une liste": ({"FT": Name.Ch, "Opt": Array([Array([String("Parthenay"), String("La ville")])])}, "La ville"),
    "de plusieurs choix": ({"FT": Name.Ch, "V": Array([String("a"), String("b")])}, "a, b"),
    "secret": ({"Ff": 8192, "V": String("abc")}, "***"),
}


@pytest.mark.parametrize("nom", CHAMPS)
def test_un_champ_se_lit_quelle_que_soit_sa_facon(nom: str, tmp_path: Path) -> None:
    cles, dit = CHAMPS[nom]
    with pikepdf.open(pdfs.formulaire(tmp_path / "f.pdf")) as pdf:
        champ = pdf.pages[0].obj.Annots[0]
        for cle, valeur in cles.items():
            if valeur is None:
                del champ[f"/{cle}"], pdf.Root.AcroForm["/DR"]
            else:
                champ[f"/{cle}"] = valeur
        pdf.save(tmp_path / "g.pdf")
    assert dit in pdfs.texte(preparer(tmp_path / "g.pdf"))[0]


def test_une_apparence_presente_et_valable_est_gardee(tmp_path: Path) -> None:
    with pikepdf.open(pdfs.formulaire(tmp_path / "f.pdf")) as pdf:
        del pdf.Root.AcroForm["/NeedAppearances"]
        dessin = pdf.make_stream(b"1 0 0 rg 0 0 300 20 re f")
        dessin["/Type"], dessin["/Subtype"], dessin["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 300, 20])
        pdf.pages[0].obj.Annots[0]["/AP"] = Dictionary(N=dessin)
        pdf.save(tmp_path / "g.pdf")
    assert vue(preparer(tmp_path / "g.pdf"), 1).getpixel((200, 842 - 710)) == ROUGE
