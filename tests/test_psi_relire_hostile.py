"""What is not a PSI, or was made to harm, gets an answer and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from maia.forms.lecture import Illisible
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_lecture import Refus, accord, lire_pdf
from maia.generators.psi import psi
from tests import pdfs
from tests.formulaires_lus import abimer, ouvrir, relu, vierge
from tests.psi_lus import besoins, psi_de


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def en_boucle(pdf: pikepdf.Pdf) -> None:
    tour = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
    tour.Kids = Array([tour, tour])
    pdf.Root.AcroForm = Dictionary(Fields=Array([tour]))


def test_ce_qui_n_est_pas_un_psi_est_refuse_avec_sa_raison(tmp_path: Path) -> None:
    def lu(octets: bytes) -> object:
        (tmp_path / "x.pdf").write_bytes(octets)
        return lire_pdf(tmp_path / "x.pdf")

    assert lire_pdf(tmp_path / "absent.pdf") is Refus.ABSENT
    assert lire_pdf(tmp_path) is Refus.DOSSIER
    assert lu(b"") is Refus.VIDE
    assert lu(b"bonjour") is Refus.PAS_UN_PDF
    assert lu(b"%PDF-1.7\n" + b"\0" * 5000) is Refus.ABIME
    simple = pdfs.simple(tmp_path / "simple.pdf")
    assert lire_pdf(simple) is Refus.SANS_CASE
    assert lu(abimer(simple.read_bytes(), xfa)) is Refus.XFA
    assert lu(abimer(simple.read_bytes(), en_boucle)) is Refus.AUTRE_FORMULAIRE
    assert lire_pdf(pdfs.formulaire(tmp_path / "autre.pdf")) is Refus.AUTRE_FORMULAIRE


def test_un_formulaire_qui_porte_des_programmes_se_relit_sans_les_lancer(tmp_path: Path) -> None:
    def pieger(pdf: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("this.getField('personne/nom').value = 'MALVEILLANT'"))
        pdf.Root.OpenAction = script
        for annotation in pdf.pages[0].obj.Annots:
            annotation.AA = Dictionary(K=script, C=script)

    resultat = relu(abimer(formulaire(psi_de(personne={"nom": "Lefèvre"})).octets, pieger), tmp_path)
    assert "nom: Lefèvre" in resultat.yaml
    assert "MALVEILLANT" not in resultat.yaml


def test_une_valeur_ou_un_fichier_joint_demesures_ne_passent_pas(tmp_path: Path) -> None:
    def gonfler(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots[0].V = String("x" * 3_000_000)

    assert len(relu(abimer(vierge(), gonfler), tmp_path).yaml) < 50_000

    def gonfler_partout(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for case in page.obj.Annots:
                case.V = String("x" * 50_000)

    assert (
        sum(len(case.valeur or "") for case in ouvrir(abimer(vierge(), gonfler_partout), tmp_path).cases.values())
        < 2_100_000
    )

    def bombe(pdf: pikepdf.Pdf) -> None:
        fichier = pdf.attachments["psi.yaml"].obj["/EF"]["/F"]
        fichier.write(b"# " + b"a" * 300_000_000)

    grosse = abimer(psi(psi_de(besoins=besoins(1)), b"formulaire: PSI\n"), bombe)
    assert isinstance(accord(ouvrir(grosse, tmp_path), "psi.pdf"), Illisible)


@pytest.mark.parametrize("coupe", [0.2, 0.5, 0.9, 0.99])
def test_un_formulaire_tronque_donne_une_reponse(coupe: float, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(vierge()[: int(len(vierge()) * coupe)])
    assert lire_pdf(tmp_path / "x.pdf") is not None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=40))
def test_un_formulaire_abime_au_hasard_donne_une_reponse(tmp_path: Path, place: int, octets: bytes) -> None:
    pdf = io.BytesIO(vierge())
    pdf.seek(place % len(vierge()))
    pdf.write(octets)
    (tmp_path / "x.pdf").write_bytes(pdf.getvalue())
    assert lire_pdf(tmp_path / "x.pdf") is not None
