"""A disk that fills up: told as such, of no piece and no program, nothing half-written; with room again, the rest is made."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from maia.forms.ouvrier import Ouvrier
from maia.lot import atelier
from maia.lot.journal import ecrire_ligne
from tests.candidatures import candidature
from tests.lancer import Maia
from tests.lots import CONVENTIONS, contenu, dossiers


class _Plein(NamedTuple):
    total: int = 1_000_000
    used: int = 1_000_000
    free: int = 0


def plein(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_un_lot_s_arrete_le_dit_et_reprend_ou_il_en_etait(
    tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    ici = dossiers(tmp_path)
    lot = ("lot", "conventions", ici, "--ars", tmp_path / "ars.yaml", "-o", tmp_path / "sortie")
    faits: list[object] = []

    def un_seul(ligne: Any) -> bytes:
        if faits:
            plein()
        faits.append(ligne)
        return ecrire_ligne(ligne)

    with monkeypatch.context() as disque:
        disque.setattr(atelier, "ecrire_ligne", un_seul)
        arret = maia(*lot)
    assert arret.code == 2
    assert "ne peut plus recevoir de documents : il n’y a plus de place sur le disque" in arret.erreurs
    assert "relancez la même commande" in arret.erreurs
    assert len(list((tmp_path / "sortie").glob("*.docx"))) == 1

    assert maia(*lot).code == 0
    assert set(contenu(tmp_path / "sortie")) == {*CONVENTIONS.values(), "journal.csv", "journal.json"}


def test_l_assemblage_n_accuse_pas_les_pieces(tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = candidature(tmp_path / "d")
    vrai = Ouvrier.interroger

    def sans_place(self: Ouvrier, requete: Any, secondes: float) -> Any:
        return {"refus": "abîmé"} if isinstance(requete, dict) else vrai(self, requete, secondes)

    monkeypatch.setattr(Ouvrier, "interroger", sans_place)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Plein())
    resultat = maia("assembler", dossier, "-o", tmp_path / "c.pdf")
    assert (resultat.code, "il n’y a plus de place sur le disque" in resultat.erreurs) == (2, True)
    assert "note.pdf" not in resultat.erreurs
    assert [p.name for p in tmp_path.iterdir()] == ["d"]


def test_un_paquet_n_est_pas_laisse_a_moitie(tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = candidature(tmp_path / "d")
    monkeypatch.setattr("zipfile._ZipWriteFile.write", plein)
    resultat = maia("transmettre", dossier, "-o", tmp_path / "p.zip")
    assert (resultat.code, "p.zip » ne peut pas être écrit : il n’y a plus de place" in resultat.erreurs) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == ["d"]
