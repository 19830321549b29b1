"""Files that are none: a pipe nobody fills is refused at once by every command that reads a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maia.forms.systeme import octets_de
from tests.lancer import GATINE, Maia, lancer


def test_un_fichier_se_lit_jusqu_a_la_limite_et_un_octet_de_plus(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abcdef")
    assert octets_de(tmp_path / "f", 10, "fichier YAML") == b"abcdef"
    assert octets_de(tmp_path / "f", 3, "fichier YAML") == b"abcd"


def test_ce_qui_n_est_pas_un_fichier_est_dit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    assert (
        octets_de(tmp_path, 3, "classeur") == "C’est un dossier, pas un fichier : indiquez le classeur qu’il contient."
    )
    assert "un tube ou un périphérique" in str(octets_de(tmp_path / "tube", 3, "classeur"))
    assert "n’existe pas" in str(octets_de(tmp_path / "rien", 3, "classeur"))
    assert "son nom n’est pas admis" in str(octets_de(tmp_path / "a\0b", 3, "classeur"))


@pytest.mark.parametrize(
    "commande",
    [
        ["verifier", "{tube}"],
        ["importer", "{tube}", "-o", "{ici}/d.yaml"],
        ["relire", "{tube}"],
        ["psi", "relire", "{tube}", "-o", "{ici}/p.yaml"],
        ["psi", "verifier", "{tube}"],
        ["modeles", "verifier", "{tube}", "--document", "attestation-sur-l-honneur"],
    ],
    ids=lambda c: " ".join(c[:2]),
)
def test_un_tube_ne_fait_attendre_aucune_commande(commande: list[str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    fini = lancer(*(mot.format(tube=tmp_path / "tube", ici=tmp_path) for mot in commande))
    assert fini.code == 3
    assert fini.sortie + fini.erreurs != ""


def test_la_copie_annotee_ne_remplace_pas_le_document_revenu(maia: Maia, tmp_path: Path) -> None:
    maia("produire", GATINE, "-o", tmp_path, "--documents", "attestation-sur-l-honneur")
    (docx,) = tmp_path.glob("*.docx")
    avant = docx.read_bytes()
    refus = maia("relire", docx, "--annoter", docx, "--ecraser")
    assert refus.code == 2
    assert "remplacerait le document revenu" in refus.erreurs
    assert docx.read_bytes() == avant
