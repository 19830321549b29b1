"""A big file put in its place: at once, over nothing, and the workshop beside it always swept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maia.depot import atelier, placer
from maia.ecriture import EcritureRefusee


def test_l_atelier_est_a_cote_et_disparait_meme_apres_une_panne(tmp_path: Path) -> None:
    def tomber_en_panne() -> None:
        with atelier(tmp_path / "neuf" / "a.pdf") as dossier:
            assert dossier.parent == tmp_path / "neuf"
            (dossier / "x").write_bytes(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tomber_en_panne()
    assert list((tmp_path / "neuf").iterdir()) == []


def test_un_fichier_cree_entre_temps_n_est_pas_ecrase(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"neuf")
    (tmp_path / "b").write_bytes(b"le sien")
    with pytest.raises(EcritureRefusee, match="vient d’être créé"):
        placer(tmp_path / "a", tmp_path / "b", ecraser=False)
    assert (tmp_path / "b").read_bytes() == b"le sien"
    placer(tmp_path / "a", tmp_path / "b", ecraser=True)
    assert (tmp_path / "b").read_bytes() == b"neuf"


def test_sans_liens_physiques_comme_sur_une_cle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuser)
    (tmp_path / "a").write_bytes(b"neuf")
    placer(tmp_path / "a", tmp_path / "b", ecraser=False)
    (tmp_path / "c").write_bytes(b"encore")
    with pytest.raises(EcritureRefusee, match="existe déjà"):
        placer(tmp_path / "c", tmp_path / "b", ecraser=False)
    assert (tmp_path / "b").read_bytes() == b"neuf"


def test_un_emplacement_impossible_se_dit_en_une_phrase(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    with pytest.raises(EcritureRefusee, match="ne peut pas être écrit"), atelier(tmp_path / "fichier" / "a.pdf"):
        pass
