"""A batch stopped anywhere, by a kill or by Ctrl-C, then run again: the folder of a run that nothing stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maia.lot.atelier import EN_COURS, Atelier, AtelierRefuse
from tests.lancer import ARS, RACINE, Maia
from tests.lots import CONVENTIONS, GATINE, contenu, dossiers, journal, remplacer


def arguments(ou: Path, sortie: str) -> list[str]:
    return ["lot", "conventions", str(ou / "dossiers"), "--ars", str(ou / "ars.yaml"), "-o", str(ou / sortie)]


def tuer(rang: int, ou: Path, sortie: str) -> int:
    """Run the batch in a process killed at its gesture number `rang`; returns how it ended."""
    commande = [sys.executable, "-m", "tests.lot_tue", str(rang), *arguments(ou, sortie)]
    return subprocess.run(commande, cwd=RACINE, capture_output=True, check=False, timeout=120).returncode


@pytest.mark.parametrize("premiere_fois", [True, False])
def test_tue_a_n_importe_quel_geste_puis_relance_le_dossier_est_le_meme(
    premiere_fois: bool, tmp_path: Path, maia: Maia
) -> None:
    dossiers(tmp_path)
    if not premiere_fois:  # conventions of an earlier run, to be replaced, added or removed
        maia(*arguments(tmp_path, "avant"))
        remplacer(
            tmp_path / "dossiers" / "gatine.yaml", "Association gérontologique de Gâtine", "Association de Gâtine"
        )
        remplacer(tmp_path / "dossiers" / "isere.yaml", "2 avenue", "3 avenue")
        remplacer(tmp_path / "dossiers" / "reseau-equip-age.yaml", "but_lucratif: non", "but_lucratif: oui")
        shutil.copytree(tmp_path / "avant", tmp_path / "attendu")
    maia(*arguments(tmp_path, "attendu"))
    attendu = contenu(tmp_path / "attendu")
    assert len(attendu) == (5 if premiere_fois else 4)
    for rang in (1, 4, 7, 11, 15, 19, 22):
        shutil.rmtree(tmp_path / "essai", ignore_errors=True)
        if not premiere_fois:
            shutil.copytree(tmp_path / "avant", tmp_path / "essai")
        assert tuer(rang, tmp_path, "essai") == -signal.SIGKILL, rang
        visibles = {nom: o for nom, o in contenu(tmp_path / "essai").items() if not nom.startswith(".maia-")}
        assert all(o in (attendu.get(nom), _avant(tmp_path, nom)) for nom, o in visibles.items()), rang
        maia(*arguments(tmp_path, "essai"))
        assert contenu(tmp_path / "essai") == attendu, rang


def _avant(ou: Path, nom: str) -> bytes | None:
    return (ou / "avant" / nom).read_bytes() if (ou / "avant" / nom).exists() else None


def test_tue_deux_fois_de_suite(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    maia(*arguments(tmp_path, "attendu"))
    for rang in (5, 8):
        assert tuer(rang, tmp_path, "essai") == -signal.SIGKILL
    maia(*arguments(tmp_path, "essai"))
    assert contenu(tmp_path / "essai") == contenu(tmp_path / "attendu")


def test_tue_de_l_exterieur_en_plein_travail(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    maia(*arguments(tmp_path, "attendu"))
    processus = subprocess.Popen([sys.executable, "-m", "maia", *arguments(tmp_path, "essai")], cwd=RACINE)
    while processus.poll() is None and not list((tmp_path / "essai").glob("*.docx")):
        time.sleep(0.001)
    processus.kill()
    processus.wait()
    maia(*arguments(tmp_path, "essai"))
    assert contenu(tmp_path / "essai") == contenu(tmp_path / "attendu")


def test_un_dossier_change_entre_les_deux_lancements_est_fait_dans_sa_derniere_version(
    tmp_path: Path, maia: Maia
) -> None:
    dossiers(tmp_path)
    assert tuer(8, tmp_path, "essai") == -signal.SIGKILL
    remplacer(tmp_path / "dossiers" / "gatine.yaml", "Association gérontologique de Gâtine", "Association de Gâtine")
    for sortie in ("essai", "attendu"):
        assert maia(*arguments(tmp_path, sortie)).code == 0
    assert contenu(tmp_path / "essai") == contenu(tmp_path / "attendu")


def test_interrompu_le_dossier_est_utilisable_et_la_suite_est_dite(
    tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers(tmp_path)
    maia(*arguments(tmp_path, "attendu"))
    poser, fois = Atelier.poser, iter(range(9))

    def au_deuxieme(self: Atelier, nom: str, octets: bytes) -> None:
        if next(fois) == 1:
            raise KeyboardInterrupt
        poser(self, nom, octets)

    with monkeypatch.context() as m:
        m.setattr(Atelier, "poser", au_deuxieme)
        resultat = maia(*arguments(tmp_path, "essai"))
    assert resultat.code == 130
    assert "2\u00a0dossiers restent à faire" in " ".join(resultat.erreurs.split(" "))
    assert "relancez la même commande" in " ".join(resultat.erreurs.split())
    assert {n for n in contenu(tmp_path / "essai") if not n.startswith(EN_COURS)} == {
        *(CONVENTIONS[GATINE], "journal.csv", "journal.json")
    }
    assert [ligne["etat"] for ligne in journal(tmp_path / "essai").values()] == ["produit", "à faire", "à faire"]
    assert maia(*arguments(tmp_path, "essai")).code == 0
    assert contenu(tmp_path / "essai") == contenu(tmp_path / "attendu")


def test_un_seul_lancement_a_la_fois_dans_un_dossier(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    with Atelier(tmp_path / "essai", "lot conventions"):
        resultat = maia(*arguments(tmp_path, "essai"))
        assert resultat.code == 2
        assert "Un autre lancement" in resultat.erreurs
    assert contenu(tmp_path / "essai") == {}
    with Atelier(tmp_path / "essai", "instruire") as atelier:
        assert atelier.lignes == {}


def test_le_dossier_d_une_autre_commande_est_refuse(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path)
    maia(*arguments(tmp_path, "essai"))
    avant = contenu(tmp_path / "essai")
    with pytest.raises(AtelierRefuse, match="lot conventions"), Atelier(tmp_path / "essai", "instruire"):
        pass
    assert contenu(tmp_path / "essai") == avant


def test_une_date_de_reception_ecrite_a_cote_fait_verifier_de_nouveau(tmp_path: Path, maia: Maia) -> None:
    lot = ("lot", "conventions", dossiers(tmp_path), "--ars", ARS, "-o", tmp_path / "sortie")
    assert maia(*lot).code == 0
    (tmp_path / "reception.json").write_text('{"recu_le": "16/03/2012"}', encoding="utf-8")
    assert maia(*lot).code == 1
    assert list((tmp_path / "sortie").glob("*.docx")) == []
