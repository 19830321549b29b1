"""What a batch reads: files, folders, patterns, each file once; other forms set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

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
