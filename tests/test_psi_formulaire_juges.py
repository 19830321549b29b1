"""Three hundred varied plans, printed and in the form, before the judges; `make juges` gives them all to all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from maia.forms.redaction import rediger, valeur_de
from maia.generators.formulaire_psi import formulaire
from maia.generators.psi import psi
from tests.depot import RACINE
from tests.formulaires_lus import abimer, vierge
from tests.juges.pdfua_ import juger_ua
from tests.juges.trois_cents import fichiers, tous_les_juges
from tests.juges.verapdf import juger
from tests.psi_hasard import NOMBRE, plan_au_hasard
from tests.psi_lus import pages, plan, serre

_JUGES_A_FOND = 8

# Another part of the three hundred each time that the code changes, the same one as long as it doesn't.
_CODE = [*(RACINE / "generators").glob("*psi*.py"), *(RACINE / "templates").glob("psi*.typ")]
_EMPREINTE = hashlib.sha256(b"".join(f.read_bytes() for f in sorted(_CODE))).digest()
_PREMIER = int.from_bytes(_EMPREINTE[:4], "big") % NOMBRE
A_FOND = [(_PREMIER + n * NOMBRE // _JUGES_A_FOND) % NOMBRE for n in range(_JUGES_A_FOND)]


@pytest.mark.parametrize("rang", A_FOND)
def test_un_plan_imprime_et_son_formulaire_passent_devant_tous_les_juges(rang: int) -> None:
    assert [(nom, defauts) for nom, octets in fichiers(rang) if (defauts := tous_les_juges(octets))] == []


def test_le_formulaire_vierge_aussi() -> None:
    assert tous_les_juges(vierge()) == []


@pytest.mark.parametrize("vingtaine", range(NOMBRE // 20))
def test_trois_cents_plans_s_ouvrent_sans_reproche(vingtaine: int) -> None:
    for rang in range(20 * vingtaine, 20 * vingtaine + 20):
        assert _reproches(psi(plan_au_hasard(rang), b"", avec_semaine=rang % 2 == 0)) == []


@pytest.mark.parametrize("rang", A_FOND)
def test_un_plan_imprime_dit_tous_ses_besoins(rang: int) -> None:
    p = plan_au_hasard(rang)
    dit = serre("".join(pages(psi(p, b"")))).replace("-", "")
    assert [b.numero for b in p.besoins if b.texte and serre(b.texte).replace("-", "") not in dit] == []


@pytest.mark.parametrize("rang", range(0, NOMBRE, 15))
def test_leurs_formulaires_aussi_et_gardent_tout(rang: int) -> None:
    p = plan_au_hasard(rang)
    fait = formulaire(p).octets
    with pikepdf.open(BytesIO(fait)) as pdf:
        cases = {str(case.T): str(case.get("/V", "")) for case in pdf.Root.AcroForm.Fields}
    assert [cases[f"besoins/{n}/texte"] for n in range(1, len(p.besoins) + 1)] == [b.texte for b in p.besoins]
    assert _reproches(fait) == []


def _reproches(octets: bytes) -> list[str]:
    """What qpdf's own library says of the file, in this process, and what is missing for PDF/A and PDF/UA to be claimed."""
    with pikepdf.open(BytesIO(octets)) as pdf:
        reproches = list(pdf.check_pdf_syntax())
        with pdf.open_metadata() as dites:
            dit = {cle: dites.get(cle) for cle in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        reproches += [
            f"{cle} : {v}"
            for cle, v in dit.items()
            if v != {"pdfaid:conformance": "A", "pdfuaid:part": "1"}.get(cle, "3")
        ]
        if not pdf.Root.MarkInfo.Marked or str(pdf.Root.Lang) != "fr-FR":
            reproches.append("ni balisé, ni en français")
    return reproches


def sans_bulle(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[3]["/TU"]


def sans_balise(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def sans_ordre(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Tabs = pikepdf.Name("/R")


def a_redessiner(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


@pytest.mark.parametrize(
    ("juge", "geste"),
    [(juger, sans_bulle), (juger, a_redessiner), (juger, sans_ordre), (juger_ua, sans_balise)],
)
def test_les_juges_blament_un_formulaire_abime(
    juge: Callable[[bytes], list[str]], geste: Callable[[pikepdf.Pdf], None]
) -> None:
    assert juge(abimer(vierge(), geste)) != []


def test_les_plans_au_hasard_sont_varies_et_se_relisent() -> None:
    plans = [plan_au_hasard(rang) for rang in range(NOMBRE)]
    assert {len(p.besoins) for p in plans} == {0, 1, 3, 8, 12, 15, 16, 22, 40, 60}
    assert len({rediger(valeur_de(p)) for p in plans}) == NOMBRE
    assert all(plan(rediger(valeur_de(p)).encode()).besoins == p.besoins for p in plans[:10])
