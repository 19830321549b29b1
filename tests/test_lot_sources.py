"""What a batch reads: files, folders, patterns, each file once; other forms set aside."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from maia.forms.examen import OCTETS_MAX
from maia.lot.empreintes import de_la_piece
from maia.lot.sources import sources

DOSSIER, ARS = "formulaire: dossier de candidature\n", "formulaire: agence régionale de santé\n"


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for nom, texte in {
        "lot/b.yaml": DOSSIER,
        "lot/a.yml": "porteur: {}\n",
        "lot/ars.yaml": ARS,
        "lot/note.txt": "",
        "lot/.cache/x.yaml": DOSSIER,
        "lot/79/dossier.yaml": '# un commentaire\nformulaire: "Dossier de candidature"\n',
        "lot/sortie/y.yaml": DOSSIER,
    }.items():
        (tmp_path / nom).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    return tmp_path


def noms(*arguments: str, sortie: str = "lot/sortie") -> list[str]:
    return [chemin.as_posix() for chemin in sources(arguments, Path(sortie)).fichiers]


@pytest.mark.usefixtures("ici")
def test_un_dossier_donne_ses_yaml_par_nom_sans_les_autres_formulaires_ni_la_sortie() -> None:
    assert noms("lot") == ["lot/a.yml", "lot/b.yaml", "lot/79/dossier.yaml"]
    assert [c.name for c in sources(["lot"], Path("lot/sortie")).ecartes] == ["ars.yaml"]


@pytest.mark.usefixtures("ici")
def test_un_fichier_nomme_est_lu_quoi_qu_il_dise_et_une_seule_fois() -> None:
    assert noms("lot/ars.yaml", "lot/b.yaml", "lot", "lot/../lot/b.yaml")[:2] == ["lot/ars.yaml", "lot/b.yaml"]
    assert len(noms("lot/b.yaml", "lot", "lot")) == 3
    assert noms("absent.yaml") == ["absent.yaml"]


@pytest.mark.usefixtures("ici")
def test_un_motif_est_etendu_par_nom() -> None:
    assert noms("lot/*.y*ml") == ["lot/a.yml", "lot/ars.yaml", "lot/b.yaml"]
    assert noms("lot/[ab].y*ml") == ["lot/a.yml", "lot/b.yaml"]
    assert noms("rien/*.yaml") == ["rien/*.yaml"]


def test_un_lien_qui_tourne_en_rond_n_est_pas_suivi(ici: Path) -> None:
    (ici / "lot" / "79" / "encore").symlink_to(ici / "lot")
    assert noms("lot") == ["lot/a.yml", "lot/b.yaml", "lot/79/dossier.yaml"]


def test_un_tube_n_est_pas_ouvert_un_lien_casse_est_signale(ici: Path) -> None:
    os.mkfifo(ici / "lot" / "tube.yaml")
    (ici / "lot" / "casse.yaml").symlink_to("nulle-part.yaml")
    assert noms("lot") == ["lot/a.yml", "lot/b.yaml", "lot/casse.yaml", "lot/79/dossier.yaml"]


def test_une_piece_sans_fin_ou_absente_n_est_pas_lue(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "vide").touch()
    (tmp_path / "a").write_bytes(b"a")
    assert de_la_piece(Path("/dev/zero")) == de_la_piece(tmp_path / "tube") == de_la_piece(tmp_path / "vide") == "vide"
    assert de_la_piece(tmp_path) == "dossier"
    assert de_la_piece(tmp_path / "b") == de_la_piece(tmp_path / "a\0") == "absente"
    assert de_la_piece(tmp_path / "a") == hashlib.sha256(b"a").hexdigest()
    with (tmp_path / "gros").open("wb") as flux:
        flux.truncate(OCTETS_MAX + 1)
    assert de_la_piece(tmp_path / "gros").startswith("trop lourde")
