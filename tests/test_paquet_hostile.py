"""A hostile or altered package is refused in a sentence, and nothing is left of it."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maia import archive
from maia.archive import PaquetRefuse, comparer, ouvrir
from maia.forms.paquet import Manifeste, lire_manifeste
from tests.lancer import GATINE, Maia
from tests.paquets import (
    bombe,
    chevauche,
    chiffre,
    double,
    entree,
    foule,
    manifeste_de,
    octets_changes,
    recevoir,
    refait,
    taille_menteuse,
)

HOSTILES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "remontée": (entree("../dehors.txt"), "chemin qui remonte"),
    "remontée au milieu": (entree("dossier/../../dehors.txt"), "chemin qui remonte"),
    "chemin absolu": (entree("/dehors.txt"), "chemin absolu"),
    "lettre de lecteur": (entree("C:/dehors.txt"), "chemin absolu"),
    "barres inverses": (entree("dossier\\..\\dehors.txt"), "barre oblique inverse"),
    "flux NTFS": (entree("dossier/a.pdf:cache"), "caractère interdit"),
    "nom réservé": (entree("dossier/NUL.pdf"), "nom réservé par Windows"),
    "espace final": (entree("dossier/a.pdf "), "mal formé"),
    "caractère de contrôle": (entree("dossier/a\x1b[2J.pdf"), "caractère interdit"),
    "casse": (entree("lisez-moi.TXT"), "figure deux fois"),
    "accents décomposés": (entree("dossier/e\u0301.pdf"), "accents décomposés"),
    "fichier pris pour un dossier": (entree("LISEZ-MOI.txt/a.pdf"), "rangé dans un fichier"),
    "deux fois le même nom": (double, "figure deux fois"),
    "lien symbolique": (entree("dossier/lien", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16), "lien"),
    "tube nommé": (entree("dossier/tube", external_attr=(stat.S_IFIFO | 0o666) << 16), "fichier spécial"),
    "entrée de trop": (entree("dossier/virus.exe"), "« dossier/virus.exe » n’est pas dans le manifeste"),
    "pièce retirée": (
        lambda s, c: refait(s, c, **{"dossier/pieces/gatine/note.pdf": None}),
        "Il manque « dossier/pieces/gatine/note.pdf »",
    ),
    "pièce d’une autre taille": (
        lambda s, c: refait(s, c, **{"dossier/pieces/gatine/note.pdf": b"%PDF autre"}),
        "« dossier/pieces/gatine/note.pdf » n’a pas la taille annoncée",
    ),
    "dossier modifié, même taille": (
        lambda s, c: refait(s, c, **{"dossier/gatine.yaml": GATINE.read_bytes().replace(b"151 667", b"999 999")}),
        "« dossier/gatine.yaml » a été modifié depuis l’envoi",
    ),
    "octets abîmés": (
        lambda s, c: octets_changes(s, c, b"raison_sociale: Association", b"raison_sociale: Xssociation"),
        "« dossier/gatine.yaml » est abîmé ou a été modifié",
    ),
    "sans manifeste": (
        lambda s, c: refait(s, c, **{"manifeste.json": None}),
        "« manifeste.json » n’est pas dans l’archive",
    ),
    "manifeste vide": (lambda s, c: refait(s, c, **{"manifeste.json": b""}), "n’est pas un fichier JSON lisible"),
    "manifeste profond": (
        lambda s, c: refait(s, c, **{"manifeste.json": b"[" * 200_000}),
        "n’est pas un fichier JSON lisible",
    ),
    "manifeste d’un autre": (
        lambda s, c: refait(s, c, **{"manifeste.json": b'{"format": "zip"}'}),
        "pas conforme (format)",
    ),
    "manifeste du futur": (
        lambda s, c: refait(s, c, **{"manifeste.json": manifeste_de(s, version=2)}),
        "version plus récente de maia",
    ),
    "manifeste sans dossier": (
        lambda s, c: refait(s, c, **{"manifeste.json": manifeste_de(s, dossier="LISEZ-MOI.txt")}),
        "ne dit pas où est le dossier",
    ),
    "chiffré": (chiffre, "protégée par un mot de passe"),
    "chevauchement": (chevauche, "chevauche un autre fichier"),
    "bombe": (bombe, "gonfle plus de 100 fois"),
    "trop de fichiers": (foule, "trop de fichiers"),
    "taille menteuse": (taille_menteuse, "n’a pas la taille annoncée"),
    "tronqué": (lambda s, c: c.write_bytes(s.read_bytes()[:-3_000]), "incomplète"),
    "précédé d’autre chose": (lambda s, c: c.write_bytes(b"MZ" * 500 + s.read_bytes()), "ne commence pas"),
    "vide": (lambda s, c: c.write_bytes(b""), "pas une archive ZIP"),
    "pas une archive": (lambda s, c: c.write_bytes(b"%PDF-1.7 bonjour"), "pas une archive ZIP"),
    "dossier": (lambda s, c: c.mkdir(), "pas un fichier"),
    "absent": (lambda s, c: None, "n’existe pas"),
}


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_paquet_hostile_est_refuse_d_une_phrase_et_rien_n_en_reste(
    nom: str, paquet: Path, tmp_path: Path, maia: Maia
) -> None:
    fabriquer, dit = HOSTILES[nom]
    fabriquer(paquet, tmp_path / "hostile.zip")
    avant = sorted(p.name for p in tmp_path.iterdir())
    fait = recevoir(maia, tmp_path / "hostile.zip", tmp_path / "recus")
    assert fait.code == 3, fait.erreurs
    assert dit in fait.erreurs
    assert "défaut du programme" not in fait.erreurs
    assert sorted(p.name for p in tmp_path.iterdir()) == avant


def test_un_dossier_qui_designe_un_fichier_d_ici_est_refuse(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """Else another porteur's note, or a file of the ARS, would make the dossier complete."""
    faux = GATINE.read_bytes().replace(b"note: pieces/gatine/note.pdf", b"note: ../../../autre/note.pdf")
    with zipfile.ZipFile(paquet) as z:
        m = json.loads(z.read("manifeste.json"))
    for f in m["fichiers"]:
        if f["role"] == "dossier":
            f.update(octets=len(faux), sha256=hashlib.sha256(faux).hexdigest())
    refait(paquet, tmp_path / "p.zip", **{"dossier/gatine.yaml": faux, "manifeste.json": json.dumps(m).encode()})
    fait = recevoir(maia, tmp_path / "p.zip", tmp_path / "recus")
    assert (fait.code, "fichier hors du paquet (pieces.note)" in fait.erreurs) == (3, True)
    assert not (tmp_path / "recus").exists()


def test_une_archive_trop_grosse_n_est_pas_lue(paquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limite in ("ARCHIVE_MAX", "GONFLE_MAX"):
        with monkeypatch.context() as m:
            m.setattr(archive, limite, 1000)
            with pytest.raises(PaquetRefuse, match="2 Go"):
                ouvrir(paquet)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(place=st.integers(0, 10**9), octet=st.integers(0, 255))
def test_un_octet_change_n_importe_ou_est_vu_ou_sans_effet(
    paquet: Path, place: int, octet: int, tmp_path: Path
) -> None:
    """Whatever byte changes, what is extracted is what was sent, or the package is refused."""
    octets = bytearray(paquet.read_bytes())
    octets[place % len(octets)] = octet
    abime = tmp_path / "a.zip"
    abime.write_bytes(octets)
    ici = tmp_path / "ici"
    ici.mkdir()
    try:
        ouverte = ouvrir(abime)
    except PaquetRefuse:
        ici.rmdir()
        return
    try:
        with ouverte.zip:
            m = lire_manifeste(ouverte.lire("manifeste.json", 10**6))
            if not isinstance(m, Manifeste):
                return
            comparer(ouverte, m, {"manifeste.json"})
            ouverte.extraire(m, ici)
        for f in m.fichiers:
            assert (ici / f.nom).stat().st_size == f.octets
    except PaquetRefuse:
        return
    finally:
        shutil.rmtree(ici)
