"""Files made to harm: each refused fast, and with exit code 3 through the command line."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.bilan import Arret, Cible, Ligne, calme
from bench.cadre import Cadre, python
from bench.donnees import ecrire
from bench.ouvriers import RACINE, Ouvrier
from bench.tours import Etendue

ILLISIBLE = 3


def fichiers() -> Iterator[tuple[str, bytes]]:
    """Name and content."""
    milliard = [f"n{i}: &n{i} [{', '.join([f'*n{i - 1}'] * 9)}]" for i in range(1, 12)]
    yield "bombe de profondeur (crochets)", b"[" * 100_000
    yield "bombe de profondeur (tirets)", b"- " * 400_000
    yield "bombe de profondeur (blocs)", b"".join(b" " * i + b"a:\n" for i in range(1_300))
    yield "bombe d’alias", "\n".join(["n0: &n0 lol", *milliard]).encode()
    yield "5 Mo, un seul texte", b"a: " + b"x" * 5_000_000
    yield "5 Mo, une longue liste", b"- a\n" * 1_250_000
    yield "1 Mo tout juste, une longue liste", b"- a\n" * 249_999
    yield "1 Mo tout juste, des champs tous différents", b"".join(b"champ%d: a\n" % i for i in range(70_000))
    yield "1 Mo tout juste, un texte entre guillemets jamais refermés", b'a: "' + b"\\x41" * 249_000
    yield "1 Mo tout juste, des commentaires", b"# rien\n" * 142_000
    yield "étiquette Python", b"a: !!python/object/apply:os.system ['echo pris']\n"
    yield "deux documents", b"formulaire: dossier de candidature\n---\nformulaire: dossier de candidature\n"
    yield "caractère de contrôle", b"formulaire: dossier\x07\n"
    yield "octet nul au bout d’un mégaoctet", b"a: " + "é".encode() * 499_000 + b"\0"
    yield "champ en double", b"regime: CNSA\n" * 70_000


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Each in a process of its own, from the disk to the sentence; the slowest of them all."""
    etendues: dict[str, Etendue] = {}
    for rang, (nom, octets) in enumerate(fichiers()):
        chemin = cadre.dossier / f"hostile-{rang}.yaml"
        chemin.write_bytes(octets)
        with Ouvrier(nom, python("bench.taches.lecture:hostile"), ecrire(cadre.dossier, "hostile", str(chemin))) as o:
            etendues[nom] = Etendue.de([statistics.median(o.mesurer(cadre.secondes)) for _ in range(3)])
        _refuser_en_ligne_de_commande(nom, chemin)
    nom, e = max(etendues.items(), key=lambda paire: paire[1].minimum)
    note = f"{len(etendues)} fichiers, tous refusés, code de sortie {ILLISIBLE} ; le plus lent : {nom} ; {calme(e)}"
    return [Ligne("YAML hostile, le refus le plus lent", nous=e.minimum, cible=Cible(50, unite="ms"), note=note)]


def _refuser_en_ligne_de_commande(nom: str, chemin: Path) -> None:
    commande = [sys.executable, "-m", "maia", "verifier", str(chemin)]
    code = subprocess.run(commande, cwd=RACINE, capture_output=True, check=False).returncode
    if code != ILLISIBLE:
        raise Arret(f"{nom} : code de sortie {code}")
