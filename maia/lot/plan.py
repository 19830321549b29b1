"""What a batch has to do: each dossier read once, named among the others, summed up with all that it depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu, ouvrir
from maia.forms.pieces import Catalogue
from maia.lot.empreintes import des_pieces, somme
from maia.lot.noms import Identite, nommer


@dataclass(frozen=True, slots=True)
class Entree:
    """A dossier of the batch: where it lies, how the journal calls it, the name of its documents, its sum.

    `pieces` are the sums of its pieces' files, by the names that the dossier gives them.
    """

    chemin: Path
    fichier: str
    identite: Identite
    empreinte: str
    pieces: dict[str, str]
    cle: str
    nom: str = ""


@dataclass(frozen=True, slots=True)
class EntreeIllisible:
    """A file that can't be read, and why."""

    chemin: Path
    fichier: str
    refus: Illisible

    @property
    def cle(self) -> str:
        """What the documents about all the dossiers say of it."""
        return somme(self.chemin.name, self.refus.message)


def planifier(
    chemins: Sequence[Path],
    sortie: Path,
    pieces: Catalogue,
    cle: str,
    pris: Iterable[str] = (),
    avancer: Callable[[], object] = lambda: None,
) -> list[Entree | EntreeIllisible]:
    """One entry a file, in order. `cle` sums up what all the documents depend on; `pris` are names of earlier dossiers.

    Files are read one after the other, and only what a plan needs is kept of them.
    """
    connues: dict[Path, str] = {}
    entrees: list[Entree | EntreeIllisible] = []
    for chemin in chemins:
        lu = ouvrir(chemin, pieces)
        fichier = depuis(sortie, chemin)
        if isinstance(lu, Illisible):
            entrees.append(EntreeIllisible(chemin, fichier, lu))
        else:
            entrees.append(_entree(lu, fichier, cle, connues))
        avancer()
    lisibles = [e for e in entrees if isinstance(e, Entree)]
    noms = iter(nommer([e.identite for e in lisibles], set(pris)))
    return [_nommee(e, next(noms)) if isinstance(e, Entree) else e for e in entrees]


def depuis(sortie: Path, chemin: Path) -> str:
    """The path from the batch's folder, with `/`: the same wherever both are moved; a byte that is no text is escaped."""
    try:
        relatif = os.path.relpath(chemin, sortie)
    except ValueError:  # another drive
        relatif = str(chemin.absolute())
    lisible = relatif.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return lisible.replace(os.sep, "/")


def _entree(lu: DossierLu, fichier: str, cle: str, connues: dict[Path, str]) -> Entree:
    chemins = lu.fichiers()
    # Dossiers name their pieces alike: each name is kept once.
    pieces = dict(zip(map(sys.intern, chemins), des_pieces(chemins.values(), connues), strict=True))
    empreinte = hashlib.sha256(lu.lecture.octets).hexdigest()
    recu_le = repr(lu.dossier.recu_le)  # the ARS writes it beside the dossier
    return Entree(
        lu.chemin,
        fichier,
        Identite.de(lu.dossier, lu.chemin),
        empreinte,
        pieces,
        somme(cle, lu.chemin.name, empreinte, recu_le, *(x for paire in pieces.items() for x in paire)),
    )


def _nommee(e: Entree, nom: str) -> Entree:
    """The entry with its name, which the documents depend on too."""
    return Entree(e.chemin, e.fichier, e.identite, e.empreinte, e.pieces, somme(e.cle, nom), nom)
