"""Names of the documents of a batch: they sort by département then porteur, and no two are one on any system.

Only `a` to `z`, digits and hyphens: nothing to fold, accent, normalise or escape; never a name that Windows keeps for
itself; eighty characters at most, far from the 255 bytes of a file system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import count

from maia.forms.dossier import Dossier
from maia.forms.francais import nom_de_fichier

_RESERVES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_NUMERO = 12  # characters kept of a département, a SIREN or a file's name: what a person typed may be long


@dataclass(frozen=True, slots=True)
class Identite:
    """What tells a dossier from another, the clearest first: département, porteur, SIREN, name of the file."""

    departement: str
    porteur: str
    siren: str
    fichier: str

    @classmethod
    def de(cls, d: Dossier, fichier: str) -> Identite:
        """Of a dossier that may say nothing yet: its file's name then stands for the porteur."""
        return cls(d.departement or "", d.porteur.raison_sociale or fichier, d.porteur.numero_siren or "", fichier)


def nommer(identites: Sequence[Identite], pris: Collection[str] = ()) -> list[str]:
    """A name for each, none of them in `pris`: `79-association-de-gatine`.

    Two of the same name are told apart by their SIREN, else by their files' names, else by a number.
    """
    noms = [_court(i) for i in identites]
    precisions: tuple[Callable[[Identite], str], ...] = (lambda i: i.siren, lambda i: i.fichier)
    for precision in precisions:
        fois = Counter(noms)
        noms = [
            _suivi(nom, precision(i)) if fois[nom] > 1 or nom in pris else nom
            for nom, i in zip(noms, identites, strict=True)
        ]
    vus = set(pris)
    for rang, nom in enumerate(noms):
        if nom in vus:
            noms[rang] = next(f"{nom}-{n}" for n in count(2) if f"{nom}-{n}" not in vus and f"{nom}-{n}" not in noms)
        vus.add(noms[rang])
    return noms


def _court(i: Identite) -> str:
    porteur = nom_de_fichier(i.porteur)
    if i.departement:
        return f"{nom_de_fichier(i.departement)[:_NUMERO].strip('-').zfill(2)}-{porteur}"
    return f"porteur-{porteur}" if porteur in _RESERVES else porteur


def _suivi(nom: str, precision: str) -> str:
    return f"{nom}-{nom_de_fichier(precision)[:_NUMERO].strip('-')}" if precision else nom
