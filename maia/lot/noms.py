"""Names of the documents of a batch: they sort by département then porteur, and no two are one on any system.

Only `a` to `z`, digits and hyphens: nothing to fold, accent, normalise or escape; never a name that Windows keeps for
itself; a hundred and ten characters at most, far from the 255 bytes of a file system.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from maia.forms.dossier import Dossier
from maia.forms.francais import nom_de_fichier

_RESERVES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_DEPARTEMENT, _PRECISION = 12, 30  # characters kept of what a person typed, and may be long


@dataclass(frozen=True, slots=True)
class Identite:
    """What tells a dossier from another, the clearest first: département, porteur, SIREN, its file, its folder."""

    departement: str
    porteur: str
    siren: str
    fichier: str
    dossier: str

    @classmethod
    def de(cls, d: Dossier, chemin: Path) -> Identite:
        """Of a dossier that may say nothing yet: its file's name then stands for the porteur."""
        porteur = d.porteur
        return cls(
            d.departement or "",
            porteur.raison_sociale or chemin.stem,
            porteur.numero_siren or "",
            chemin.stem,
            chemin.parent.name,
        )


def nommer(identites: Sequence[Identite], pris: Collection[str] = ()) -> list[str]:
    """A name for each, none of them in `pris`: `79-association-de-gatine`.

    Those of the same name are told apart by their SIREN, else by their files' names, else by their folders', else by a
    number.
    """
    noms = [_court(i) for i in identites]
    groupes: dict[str, list[int]] = {}
    for rang, nom in enumerate(noms):
        groupes.setdefault(nom, []).append(rang)
    for nom, rangs in groupes.items():
        if len(rangs) > 1 or nom in pris:
            for rang, precision in zip(rangs, _precisions([identites[r] for r in rangs]), strict=True):
                noms[rang] = f"{nom}-{precision}".rstrip("-")
    vus: set[str] = set(pris)
    for rang, nom in enumerate(noms):
        if nom in vus:
            noms[rang] = next(x for n in count(2) if (x := f"{nom}-{n}") not in vus and x not in noms)
        vus.add(noms[rang])
    return noms


def _court(i: Identite) -> str:
    porteur = nom_de_fichier(i.porteur)
    if i.departement:
        return f"{nom_de_fichier(i.departement)[:_DEPARTEMENT].strip('-').zfill(2)}-{porteur}"
    return f"porteur-{porteur}" if porteur in _RESERVES else porteur


def _precisions(identites: Sequence[Identite]) -> list[str]:
    """What tells these apart; nothing when only a number can."""
    for colonne in ([i.siren for i in identites], [i.fichier for i in identites], [i.dossier for i in identites]):
        courtes = [nom_de_fichier(x)[:_PRECISION].strip("-") if x else "" for x in colonne]
        if all(courtes) and len(set(courtes)) == len(courtes):
            return courtes
    return [""] * len(identites)
