"""Packages made for the tests of reception: one sound, and what people or programs may make of it."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lancer import Maia, Resultat

LE = "14/03/2012 10:32"


def recevoir(maia: Maia, paquet: Path, recus: Path, *options: str, le: str = LE) -> Resultat:
    """`maia recevoir`, what it complains of on one line."""
    fait = maia("recevoir", paquet, "-o", recus, "--recu-le", le, *options)
    return Resultat(fait.code, fait.sortie, " ".join(fait.erreurs.replace("\u00a0", " ").split()))


def refait(source: Path, cible: Path, **changes: bytes | None) -> Path:
    """The package with entries replaced, added, or taken away (`None`); names as keys."""
    with zipfile.ZipFile(source) as avant, zipfile.ZipFile(cible, "w") as apres:
        for nom in avant.namelist():
            octets = changes.pop(nom, avant.read(nom))
            if octets is not None:
                apres.writestr(nom, octets)
        for nom, octets in changes.items():
            apres.writestr(nom, octets or b"")
    return cible


def entree(nom: str, octets: bytes = b"x", **attributs: int) -> Callable[[Path, Path], None]:
    """A package with one more entry."""

    def faire(source: Path, cible: Path) -> None:
        shutil.copyfile(source, cible)
        info = zipfile.ZipInfo("neutre")
        for cle, valeur in attributs.items():
            setattr(info, cle, valeur)
        with zipfile.ZipFile(cible, "a") as z:
            info.filename = nom
            z.writestr(info, octets)

    return faire


def manifeste_de(source: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(source) as z:
        return json.dumps({**json.loads(z.read("manifeste.json")), **changes}).encode()


def octets_changes(source: Path, cible: Path, avant: bytes, apres: bytes) -> None:
    octets = source.read_bytes()
    assert avant in octets
    cible.write_bytes(octets.replace(avant, apres))


def double(source: Path, cible: Path) -> None:
    shutil.copyfile(source, cible)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(cible, "a") as z:
        z.writestr("LISEZ-MOI.txt", b"autre")


def annuaire(octets: bytes | bytearray) -> int:
    """Where the directory of the entries starts (the documents inside have one too)."""
    return int(struct.unpack_from("<L", octets, octets.rindex(b"PK\x05\x06") + 16)[0])


def chiffre(source: Path, cible: Path) -> None:
    """The flag of encryption, in the directory and in front of the data."""
    octets = bytearray(source.read_bytes())
    octets[annuaire(octets) + 8] |= 1
    octets[6] |= 1
    cible.write_bytes(octets)


def chevauche(source: Path, cible: Path) -> None:
    """Two names for the bytes of one entry: the second directory record points at the first's data."""
    octets = bytearray(source.read_bytes())
    premier = annuaire(octets)
    second = octets.index(b"PK\x01\x02", premier + 4)
    octets[second + 42 : second + 46] = octets[premier + 42 : premier + 46]
    cible.write_bytes(octets)


def bombe(source: Path, cible: Path) -> None:
    with zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("dossier/zeros", bytes(20_000_000))


def foule(source: Path, cible: Path) -> None:
    with zipfile.ZipFile(cible, "w") as z:
        for rang in range(2_100):
            z.writestr(f"dossier/{rang}", b"")


def taille_menteuse(source: Path, cible: Path) -> None:
    """The directory says one byte more than the entry holds."""
    octets = bytearray(source.read_bytes())
    premier = annuaire(octets)
    (taille,) = struct.unpack_from("<L", octets, premier + 24)
    struct.pack_into("<L", octets, premier + 24, taille + 1)
    cible.write_bytes(octets)
