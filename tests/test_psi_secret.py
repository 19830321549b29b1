"""Nothing of a PSI is left anywhere after a run that fails: not in messages, files, tracebacks or process titles."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from maia.forms.confidentialite import valeurs_personnelles
from maia.forms.lecture import analyser
from maia.forms.psi import Psi
from tests.lancer import PSI, Maia, lancer
from tests.psi_lus import plan

MOT = "quatre mots de passe"

ECHECS = {
    "sortie impossible": ["psi", "{psi}", "-o", "{absent}/rien/p.pdf"],
    "sortie dans un fichier": ["psi", "{psi}", "-o", "{psi}/p.pdf"],
    "copie sans consentement": ["psi", "{faute}", "-o", "{travail}/p.pdf", "--copie", "partenaires"],
    "faute de frappe": ["psi", "{faute}", "-o", "{travail}/p.pdf"],
    "yaml cassé": ["psi", "{casse}", "-o", "{travail}/p.pdf"],
    "anonymiser un plan fautif": ["psi", "anonymiser", "{faute}", "-o", "{travail}/a.yaml"],
    "pas un psi": ["verifier", "{psi}"],
    "vérifier un plan fautif": ["psi", "verifier", "{faute}", "--strict"],
    "réviser un plan fautif": ["psi", "reviser", "{faute}", "--date", "15/07/2013", "-o", "{travail}/r.yaml"],
    "comparer avec un plan fautif": ["psi", "comparer", "{psi}", "{faute}"],
    "compter trop peu de plans": ["psi", "agreger", "{psi}", "{faute}", "-o", "{travail}/agregat"],
    "formulaire d’un plan fautif": ["psi", "formulaire", "{faute}", "-o", "{travail}/f.pdf"],
    "relire autre chose qu’un PDF": ["psi", "relire", "{psi}", "-o", "{travail}/r.yaml"],
}


@pytest.mark.parametrize("commande", ECHECS.values(), ids=ECHECS)
def test_apres_un_echec_rien_de_personnel_n_est_nulle_part(commande: list[str], tmp_path: Path) -> None:
    travail, provisoire = tmp_path / "travail", tmp_path / "tmp"
    travail.mkdir()
    provisoire.mkdir()
    source = PSI.read_text(encoding="utf-8")
    (tmp_path / "psi.yaml").write_text(source, encoding="utf-8")
    (tmp_path / "faute.yaml").write_text(source.replace("ne_le: 14/02/1929", "ne_le: 14/02/1929bis"), encoding="utf-8")
    (tmp_path / "casse.yaml").write_text(source.replace("besoins:", "besoins: ["), encoding="utf-8")
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    lieux = {
        "psi": tmp_path / "psi.yaml",
        "faute": tmp_path / "faute.yaml",
        "casse": tmp_path / "casse.yaml",
        "absent": tmp_path / "fichier",
        "travail": travail,
    }
    fini = lancer(*(mot.format(**lieux) for mot in commande), dossier=travail, TMPDIR=str(provisoire))
    assert fini.code in {1, 2, 3}
    laisses = [p.read_bytes() for dossier in (travail, provisoire) for p in dossier.rglob("*") if p.is_file()]
    dits = fini.sortie + fini.erreurs + b"".join(laisses).decode("utf-8", "replace")
    assert [v for v in valeurs_personnelles(plan(source.encode())) if v in dits] == []
    assert "1929" not in dits


def test_un_defaut_du_programme_ne_montre_rien_du_plan(
    maia: Maia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def casser(p: Psi, *_: object, **__: object) -> bytes:
        raise ValueError(f"impossible avec {p.personne.nom}")

    monkeypatch.setattr("maia.generators.psi.psi", casser)
    fini = maia("psi", PSI, "-o", tmp_path / "p.pdf")
    assert fini.code == 4
    assert "LEFÈVRE" not in fini.sortie + fini.erreurs
    assert "Traceback" not in fini.erreurs


def test_un_plan_lu_ne_se_montre_pas_en_mettant_au_point() -> None:
    lecture = analyser(PSI.read_bytes(), "psi.yaml")
    assert "LEFÈVRE" not in repr(lecture)


def test_le_titre_du_processus_ne_porte_pas_le_mot_de_passe(tmp_path: Path) -> None:
    en_cours = subprocess.Popen(
        [sys.executable, "-m", "maia", "psi", str(PSI), "-o", str(tmp_path / "p.pdf"), "--chiffrer"],
        env={**os.environ, "MAIA_MOT_DE_PASSE": MOT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    titres = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True).stdout.decode()
    assert en_cours.wait() == 0
    assert MOT not in titres
