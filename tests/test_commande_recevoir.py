"""`maia recevoir`: a sound package is checked, judged again with the receiver's rules, and filed."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from maia.forms.reception import recu_le_de
from tests.candidatures import candidature
from tests.lancer import EXEMPLES, GATINE, Maia
from tests.paquets import LE, manifeste_de, recevoir, refait

RANGE = "79-association-gerontologique-de-gatine-20120314-1032-"


def test_un_paquet_sain_est_range_et_se_verifie(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    fait = recevoir(maia, paquet, tmp_path / "recus")
    assert fait.code == 0, fait.erreurs
    (dossier,) = (tmp_path / "recus").iterdir()
    assert dossier.name.startswith(RANGE)
    assert sorted(p.name for p in dossier.iterdir()) == [
        *("LISEZ-MOI.txt", "documents", "dossier", "manifeste.json", "reception.json")
    ]
    yaml = dossier / "dossier" / "gatine.yaml"
    assert fait.sortie.strip() == str(yaml)
    assert yaml.read_bytes() == GATINE.read_bytes()
    reception = json.loads((dossier / "reception.json").read_bytes())
    assert (reception["recu_le"], reception["ecarts"], reception["verdict"]["recevable"]) == (LE, [], True)
    assert str(recu_le_de(yaml)) == "14 mars 2012 à 10 h 32"
    assert recu_le_de(GATINE) is None
    assert maia("verifier", yaml).code == 0


def test_le_meme_paquet_n_est_range_qu_une_fois(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    recevoir(maia, paquet, tmp_path / "recus")
    encore = recevoir(maia, paquet, tmp_path / "recus", le="15/03/2012")
    assert (encore.code, "a déjà été reçu" in encore.erreurs) == (3, True)
    assert len(list((tmp_path / "recus").iterdir())) == 1


def test_deux_envois_du_meme_porteur_ne_se_melangent_pas(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d")
    dossier.write_text(dossier.read_text(encoding="utf-8") + "# corrigé\n", encoding="utf-8")
    maia("transmettre", dossier, "-o", tmp_path / "second.zip")
    recevoir(maia, paquet, tmp_path / "recus")
    recevoir(maia, tmp_path / "second.zip", tmp_path / "recus")
    noms = [p.name for p in (tmp_path / "recus").iterdir()]
    assert len(noms) == 2
    assert all(nom.startswith(RANGE) for nom in noms)


def test_la_date_de_reception_compte_dans_le_verdict_d_ici(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """After the closing date, rule C01 blocks here; the sender could not know; the porteur's file is not changed."""
    fait = recevoir(maia, paquet, tmp_path / "recus", le="16/03/2012 00:00")
    assert fait.code == 1
    assert "Bloquent ici et non à l’envoi : C01." in fait.erreurs
    (dossier,) = (tmp_path / "recus").iterdir()
    assert (dossier / "dossier" / "gatine.yaml").read_bytes() == GATINE.read_bytes()


def test_la_date_de_reception_est_toujours_demandee_jamais_devinee(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    assert maia("recevoir", paquet, "-o", tmp_path / "recus").code == 2
    assert recevoir(maia, paquet, tmp_path / "recus", le="hier").code == 2
    assert recevoir(maia, paquet, tmp_path / "recus", le="maintenant").code == 1  # long after the closing date


def test_les_reglages_de_l_ars_changent_le_verdict_d_ici(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    source = (EXEMPLES / "ars" / "poitou-charentes.yaml").read_text(encoding="utf-8")
    ars.write_text(f"{source}\nreglages:\n  seuils: {{pages_de_la_note: 5}}\n", encoding="utf-8")
    fait = recevoir(maia, paquet, tmp_path / "recus", "--ars", str(ars))
    assert fait.code == 1
    assert "Bloquent ici et non à l’envoi : P02." in fait.erreurs


def test_un_paquet_refuse_n_empeche_pas_les_autres(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "faux.zip").write_bytes(b"bonjour")
    fait = maia("recevoir", tmp_path / "faux.zip", paquet, "-o", tmp_path / "recus", "--recu-le", LE)
    assert fait.code == 3
    assert len(list((tmp_path / "recus").iterdir())) == 1


def test_un_paquet_refait_par_un_autre_outil_est_admis(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """Unzipped, then zipped again with folders and deflate: the contents are what counts."""
    with zipfile.ZipFile(paquet) as z:
        z.extractall(tmp_path / "p")
    shutil.make_archive(str(tmp_path / "refait"), "zip", tmp_path / "p")
    assert recevoir(maia, tmp_path / "refait.zip", tmp_path / "recus").code == 0


def test_d_autres_regles_et_une_autre_campagne_a_l_envoi_sont_dites(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    autre = manifeste_de(paquet, regles="maia 9.9, règles 0000", campagne=2013)
    fait = recevoir(maia, refait(paquet, tmp_path / "p.zip", **{"manifeste.json": autre}), tmp_path / "recus")
    assert fait.code == 0
    assert "Campagne de l’envoi : 2013. Ici : 2012." in fait.erreurs
    assert "Règles de l’envoi : maia 9.9, règles 0000." in fait.erreurs
    (dossier,) = (tmp_path / "recus").iterdir()
    assert len(json.loads((dossier / "reception.json").read_bytes())["ecarts"]) == 2


@pytest.mark.parametrize(("recu_le", "en_retard"), [("15/03/2012 23:59", False), ("16/03/2012 00:01", True)])
def test_la_date_de_reception_compte_partout_ou_le_dossier_est_lu(
    recu_le: str,
    en_retard: bool,
    paquet: Path,
    maia: Maia,
    tmp_path: Path,
) -> None:
    recevoir(maia, paquet, tmp_path / "recus", le=recu_le)
    (yaml,) = (tmp_path / "recus").glob("*/dossier/*.yaml")
    assert ("C01" in maia("verifier", yaml).sortie) is en_retard
