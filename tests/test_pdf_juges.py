"""The judges themselves: a sound file passes, files broken on purpose are blamed, each for what was done to it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from maia.forms.psi import Psi
from maia.generators.psi import psi
from tests.juges.verapdf import juger, juger_structure


@cache
def sain() -> bytes:
    besoins = [{"numero": "1", "prioritaire": "oui", "texte": "Prévenir les chutes"}]
    return psi(Psi.model_validate({"date": "14/01/2013", "besoins": besoins}), b"besoins: []\n")


def abimer(geste: Callable[[Pdf], None]) -> bytes:
    sortie = BytesIO()
    with pikepdf.open(BytesIO(sain())) as pdf:
        geste(pdf)
        pdf.save(sortie)
    return sortie.getvalue()


def balises(element: object) -> Iterator[Dictionary]:
    if isinstance(element, Array):
        for enfant in element:
            yield from balises(enfant)
    elif isinstance(element, Dictionary):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from balises(element["/K"])


def sans_langue(pdf: Pdf) -> None:
    del pdf.Root.Lang


def sans_structure(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def sans_titre_affiche(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def sans_metadonnees(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def couleur_sans_profil(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents
    pdf.pages[0].contents_add(Stream(pdf, b"/Artifact BMC q 1 0 0 rg 20 20 50 50 re f Q EMC"))


def trait_sans_balise(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(Stream(pdf, b"q 1 0 0 rg 20 20 50 50 re f Q"))


def tableaux_sans_entete(pdf: Pdf) -> None:
    for balise in balises(pdf.Root.StructTreeRoot.K):
        if balise.S == Name.TH:
            balise.S = Name.P


def ligne_amputee(pdf: Pdf) -> None:
    ligne = next(b for b in balises(pdf.Root.StructTreeRoot.K) if b.S == Name.TR and len(b.K) == 3)
    ligne.K = Array(list(ligne.K)[:2])


def titre_saute_un_niveau(pdf: Pdf) -> None:
    next(b for b in balises(pdf.Root.StructTreeRoot.K) if b.S == Name.H1).S = Name.H3


def police_absente(pdf: Pdf) -> None:
    for objet in pdf.objects:
        if isinstance(objet, Dictionary) and objet.get("/Type") == "/FontDescriptor":
            for cle in [c for c in objet.keys() if c.startswith("/FontFile")]:  # noqa: SIM118  # not a dict
                del objet[cle]


def texte_non_copiable(pdf: Pdf) -> None:
    for objet in pdf.objects:
        if isinstance(objet, Dictionary) and "/ToUnicode" in objet:
            del objet["/ToUnicode"]


def programme_a_l_ouverture(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def piece_jointe_sans_relation(pdf: Pdf) -> None:
    del pdf.Root.AF


def faux_niveau(pdf: Pdf) -> None:
    metadonnees = pdf.Root.Metadata
    modifie = re.sub(rb"<pdfaid:part>3<", b"<pdfaid:part>1<", metadonnees.read_bytes())
    assert modifie != metadonnees.read_bytes()
    metadonnees.write(modifie)


GESTES = {
    "ua1": [
        sans_langue, sans_structure, sans_titre_affiche, sans_metadonnees, trait_sans_balise, tableaux_sans_entete,
        ligne_amputee, titre_saute_un_niveau, police_absente, texte_non_copiable,
    ],
    "3a": [
        sans_structure, sans_metadonnees, couleur_sans_profil, police_absente, texte_non_copiable,
        programme_a_l_ouverture, piece_jointe_sans_relation, faux_niveau,
    ],
}  # fmt: skip


def test_un_fichier_sain_n_est_pas_blame() -> None:
    assert juger(sain()) == []
    assert juger_structure(sain()) == []


def test_reecrit_sans_l_abimer_il_reste_sain() -> None:
    assert juger(abimer(lambda _: None)) == []


@pytest.mark.parametrize(("profil", "geste"), [(p, g) for p, gestes in GESTES.items() for g in gestes])
def test_un_fichier_abime_est_blame(profil: str, geste: Callable[[Pdf], None]) -> None:
    assert juger(abimer(geste), profils=(profil,))


def test_un_fichier_chiffre_n_est_pas_un_pdf_a() -> None:
    sortie = BytesIO()
    with pikepdf.open(BytesIO(sain())) as pdf:
        pdf.save(sortie, encryption=pikepdf.Encryption(owner="o", user="", R=6))

    assert juger(sortie.getvalue(), profils=("3a",))


@pytest.mark.parametrize("abime", [lambda _: b"", lambda _: b"bonjour", lambda pdf: pdf[: len(pdf) * 2 // 3]])
def test_un_fichier_illisible_est_blame_par_les_deux_juges(abime: Callable[[bytes], bytes]) -> None:
    assert juger(abime(sain()))
    assert juger_structure(abime(sain()))


def test_le_fichier_sain_est_date_du_plan() -> None:
    with pikepdf.open(BytesIO(sain())) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == f"D:{date(2013, 1, 14):%Y%m%d}000000Z"
