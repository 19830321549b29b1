"""Writing: beside then renamed, nothing overwritten unasked, nothing left behind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from maia.ecriture import EcritureRefusee, ecrire


def test_un_fichier_neuf_est_ecrit_et_son_dossier_cree(tmp_path: Path) -> None:
    ecrire({tmp_path / "a" / "b.txt": b"bonjour"})
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"bonjour"


def test_un_fichier_existant_n_est_pas_remplace_sans_le_dire(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"ancien")
    with pytest.raises(EcritureRefusee, match=r"existe déjà.*--ecraser"):
        ecrire({tmp_path / "a.txt": b"neuf", tmp_path / "b.txt": b"neuf"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.txt"]
    assert (tmp_path / "b.txt").read_bytes() == b"ancien"


def test_ecraser_remplace(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"ancien")
    ecrire({tmp_path / "b.txt": b"neuf"}, ecraser=True)
    assert (tmp_path / "b.txt").read_bytes() == b"neuf"


def test_une_panne_au_milieu_ne_laisse_ni_moitie_ni_reste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panne(_descripteur: int) -> None:
        raise OSError(28, "plus de place", "disque")

    monkeypatch.setattr(os, "fsync", panne)
    with pytest.raises(EcritureRefusee, match="plus de place"):
        ecrire({tmp_path / "a.txt": b"x" * 1000, tmp_path / "b.txt": b"y"})
    assert list(tmp_path.iterdir()) == []


def test_un_fichier_apparu_entre_temps_n_est_pas_remplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cible, vrai_fsync = tmp_path / "a.txt", os.fsync

    def un_autre_ecrit(descripteur: int) -> None:
        vrai_fsync(descripteur)
        cible.write_bytes(b"un autre")

    monkeypatch.setattr(os, "fsync", un_autre_ecrit)
    with pytest.raises(EcritureRefusee, match="un autre programme"):
        ecrire({cible: b"moi"})
    assert cible.read_bytes() == b"un autre"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_sans_liens_le_fichier_est_ecrit_quand_meme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sans_lien(*_chemins: object) -> None:
        raise OSError(1, "liens refusés")

    monkeypatch.setattr(os, "link", sans_lien)
    ecrire({tmp_path / "a.txt": b"bonjour"})
    assert (tmp_path / "a.txt").read_bytes() == b"bonjour"


def test_les_droits_sont_ceux_demandes_ou_ceux_de_l_utilisateur(tmp_path: Path) -> None:
    ancien = os.umask(0o027)
    try:
        ecrire({tmp_path / "commun": b"x"})
        ecrire({tmp_path / "prive": b"x"}, mode=0o600)
    finally:
        os.umask(ancien)
    assert stat.S_IMODE((tmp_path / "commun").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "prive").stat().st_mode) == 0o600
