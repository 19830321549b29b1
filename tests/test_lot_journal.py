"""The journal of a batch: read back as it was written, shown by a spreadsheet without computing anything."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from maia.forms.instruction import Verdict
from maia.lot.journal import (
    Etat,
    Genre,
    Journal,
    Ligne,
    Produit,
    ecrire_ligne,
    en_csv,
    en_json,
    en_toutes_lettres,
    lire,
    lire_ligne,
)


def une(**valeurs: object) -> Ligne:
    return Ligne(**{"fichier": "../d/a.yaml", "etat": Etat.PRODUIT, **valeurs})  # type: ignore[arg-type]


def rangees(ligne: Ligne) -> list[list[str]]:
    texte = en_csv(Journal("lot conventions", dossiers=(ligne,))).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))


def test_un_nom_ou_une_raison_n_est_jamais_une_formule() -> None:
    for texte in ("=cmd|'/C calc'!A0", "+33", "-1", "@SUM(A1)", "\t=1+1", "＝1"):
        ligne = rangees(une(porteur=texte, raison=texte))[1]
        assert ligne[1][0] == ligne[7][0] == "'", texte


def test_un_retour_a_la_ligne_ou_un_point_virgule_ne_decale_rien() -> None:
    tout = rangees(une(porteur='A ; "B"\nC', raison="a;b\r\nc"))
    assert [len(ligne) for ligne in tout] == [10, 10]
    assert tout[1][1] == 'A ; "B" C'


def test_les_lignes_finissent_comme_excel_les_attend() -> None:
    octets = en_csv(Journal("lot conventions", dossiers=(une(), une())))
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == octets.count(b"\n") == 3


def test_le_verdict_en_toutes_lettres() -> None:
    assert en_toutes_lettres(Verdict(complet=True, eligible=True, budget_conforme=False)) == "recevable"
    assert (
        en_toutes_lettres(Verdict(complet=False, eligible=False, budget_conforme=True))
        == "non recevable\u00a0: incomplet et non éligible"
    )


def test_un_journal_qui_mene_hors_de_son_dossier_n_est_pas_lu() -> None:
    for nom in ("../a.docx", "/etc/passwd", "a/../../b", "..\\a", ""):
        assert lire(en_json(Journal("x", dossiers=(une(produits=(Produit(nom, "0"),)),)))) is None, nom
        assert lire(en_json(Journal("x", laisses=(Produit(nom, "0"),)))) is None, nom
    assert lire(en_json(Journal("x", ensemble=(Produit("a/b.docx", "0"),)))) is not None


def test_autre_chose_qu_un_journal_n_en_est_pas_un() -> None:
    for octets in (b"", b"[]", b"{}", b"\xff", b'{"lot": 3}', en_json(Journal("x", version=2))):
        assert lire(octets) is None, octets


textes = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
produits = st.builds(
    Produit,
    st.from_regex("[a-z0-9-]{1,9}(/[a-z-]{1,9}[.]docx)?", fullmatch=True),
    textes,
    st.sampled_from(Genre),
    textes,
)
lignes = st.builds(
    Ligne,
    *(textes, st.sampled_from(Etat), textes, textes, textes),
    st.none() | st.builds(Verdict, st.booleans(), st.booleans(), st.booleans()),
    st.lists(produits, max_size=3).map(tuple),
    *(textes, textes, textes),
)


@given(st.lists(lignes, max_size=4).map(tuple), st.lists(produits, max_size=2).map(tuple))
def test_le_journal_se_relit_comme_il_est_ecrit(ecrites: tuple[Ligne, ...], ensemble: tuple[Produit, ...]) -> None:
    journal = Journal("lot conventions", "2012", "0.1", ecrites, ensemble, "c", ensemble)
    assert lire(en_json(journal)) == journal
    assert len(
        list(csv.reader(io.StringIO(en_csv(journal).decode("utf-8-sig"), newline=""), delimiter=";"))
    ) == 1 + len(ecrites)


@given(lignes, st.integers(1, 200))
def test_une_ligne_coupee_par_une_panne_n_est_pas_lue(ligne: Ligne, coupe: int) -> None:
    octets = ecrire_ligne(ligne)
    assert octets.count(b"\n") == 1
    assert lire_ligne(octets.decode()) == ligne
    assert lire_ligne(octets[: -1 - min(coupe, len(octets) - 1)].decode(errors="replace")) is None
    assert json.loads(octets)["fichier"] == ligne.fichier
