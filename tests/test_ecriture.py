"""Writing: beside then renamed, nothing overwritten unasked, nothing left behind."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from maia.depot import placer
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


def test_un_disque_plein_nomme_le_fichier_et_le_dit_en_francais(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(_descripteur: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", plein)
    with pytest.raises(EcritureRefusee, match=r"budget\.xlsx » ne peut pas être écrit : il n’y a plus de place"):
        ecrire({tmp_path / "budget.xlsx": b"PK\3\4"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ecraser", [False, True])
def test_un_dossier_n_est_ni_remplace_ni_propose_a_l_etre(tmp_path: Path, ecraser: bool) -> None:
    (tmp_path / "documents").mkdir()
    with pytest.raises(EcritureRefusee, match="est un dossier : donnez le nom d’un fichier"):
        ecrire({tmp_path / "documents": b"x"}, ecraser=ecraser)


def test_un_fichier_n_est_pas_pris_pour_un_dossier(tmp_path: Path) -> None:
    (tmp_path / "documents").write_bytes(b"autre chose")
    with pytest.raises(EcritureRefusee, match="documents » est un fichier, pas un dossier"):
        ecrire({tmp_path / "documents" / "budget.xlsx": b"PK\3\4"})
    assert (tmp_path / "documents").read_bytes() == b"autre chose"


def test_un_nom_trop_long_se_dit(tmp_path: Path) -> None:
    with pytest.raises(EcritureRefusee, match="son nom est trop long"):
        ecrire({tmp_path / ("a" * 300): b"x"})


@pytest.mark.parametrize(
    ("nom", "octets"),
    [("dossier.yaml", b"PK\3\4 un paquet"), ("classeur.xlsx", b"porteur: un dossier"), ("paquet.zip", b"%PDF-1.7")],
)
def test_un_fichier_n_est_pas_remplace_par_un_autre_genre_de_fichier(tmp_path: Path, nom: str, octets: bytes) -> None:
    (tmp_path / nom).write_bytes(b"le travail de quelqu'un")
    with pytest.raises(EcritureRefusee, match="choisissez un nom qui finit par"):
        ecrire({tmp_path / nom: octets}, ecraser=True)
    (tmp_path / "fait").write_bytes(octets)
    with pytest.raises(EcritureRefusee, match="choisissez un nom qui finit par"):
        placer(tmp_path / "fait", tmp_path / nom, ecraser=True)
    assert (tmp_path / nom).read_bytes() == b"le travail de quelqu'un"
