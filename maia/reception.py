"""Receiving a package: checked whole, judged again with the receiver's own rules, filed at once in a folder of its own.

Beside the porteur's files, which are never changed, `reception.json` holds what the ARS adds: `recu_le` (as the field
of that name in a dossier is written), the package's name, size and SHA-256, the verdict and the rules here, and how they
differ from the sender's. Opening the dossier reads it again (`forms.reception`): the date of receipt counts in the verdict
(rule C01) without the dossier being touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from maia.archive import PaquetRefuse, comparer, ouvrir
from maia.depot import atelier
from maia.ecriture import EcritureRefusee, refus
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, montrable, nom_de_fichier
from maia.forms.lecture import Illisible
from maia.forms.moment import Moment, moment_lu
from maia.forms.ouverture import DossierLu, examiner_pieces
from maia.forms.ouverture import ouvrir as ouvrir_dossier
from maia.forms.paquet import (
    DOSSIER,
    MANIFESTE,
    MANIFESTE_MAX,
    ConstatsComptes,
    Manifeste,
    VerdictEcrit,
    lire_manifeste,
    place_dans_le_paquet,
)
from maia.forms.pieces import Catalogue
from maia.forms.reception import RECEPTION
from maia.forms.territoires import fuseau
from maia.origine import version_des_regles
from maia.validators.rapport import Rapport, verifier

_EMPREINTE_COURTE = 8


@dataclass(frozen=True, slots=True)
class Recu:
    """A package filed: its folder, its dossier there, the report here, and how it differs from the sender's."""

    dossier: Path
    yaml: Path
    rapport: Rapport
    manifeste: Manifeste
    ecarts: tuple[str, ...]


def recevoir(paquet: Path, destination: Path, recu_le: str, c: Campagne, pieces: Catalogue) -> Recu:
    """File one package under `destination`. `recu_le` is written as in a dossier, and readable.

    Raises `PaquetRefuse` for a package that is not kept (nothing is left behind), `EcritureRefusee` when the system
    refuses.
    """
    archive = ouvrir(paquet)
    with closing(archive.zip):
        octets = archive.lire(MANIFESTE, MANIFESTE_MAX)
        manifeste = lire_manifeste(octets)
        if isinstance(manifeste, str):
            raise PaquetRefuse(manifeste)
        comparer(archive, manifeste, {MANIFESTE})
        empreinte = hashlib.sha256(octets).hexdigest()[:_EMPREINTE_COURTE]
        if deja := _deja_recu(destination, empreinte):
            raise PaquetRefuse(f"Ce paquet a déjà été reçu : il est dans « {deja} ».")
        with _sans_reste(destination), atelier(destination / "paquet") as ici:
            range_ = ici / "dossier"
            range_.mkdir()
            try:
                archive.extraire(manifeste, range_)
                (range_ / MANIFESTE).write_bytes(octets)
                lu, rapport = _juger(range_, manifeste, moment_lu(recu_le), c, pieces)
                ecarts = _ecarts(manifeste, rapport, c)
                (range_ / RECEPTION).write_bytes(_reception(paquet, recu_le, manifeste, rapport, ecarts))
                place = destination / _nom(lu.dossier, moment_lu(recu_le), empreinte)
                if os.path.lexists(place):
                    raise EcritureRefusee(f"« {place} » existe déjà.")
                range_.rename(place)
            except OSError as erreur:
                raise EcritureRefusee(refus(destination, erreur)) from None
    return Recu(place, place / manifeste.dossier, rapport, manifeste, ecarts)


@contextmanager
def _sans_reste(destination: Path) -> Iterator[None]:
    """A destination that did not exist doesn't either after a refusal."""
    existait = os.path.lexists(destination)
    try:
        yield
    except (PaquetRefuse, EcritureRefusee):
        if not existait:
            with suppress(OSError):
                destination.rmdir()
        raise


def avec_reception(d: Dossier, recu_le: Moment) -> Dossier:
    """The dossier as the ARS judges it: its date of receipt, whatever the porteur wrote there."""
    return d.model_copy(update={"recu_le": recu_le})


def _juger(
    range_: Path, manifeste: Manifeste, recu_le: Moment, c: Campagne, pieces: Catalogue
) -> tuple[DossierLu, Rapport]:
    if not manifeste.dossier.startswith(DOSSIER) or manifeste.dossier not in {f.nom for f in manifeste.fichiers}:
        raise PaquetRefuse("Le manifeste ne dit pas où est le dossier.")
    lu = ouvrir_dossier(range_ / manifeste.dossier, pieces.avec(c.pieces))
    if isinstance(lu, Illisible):
        raise PaquetRefuse(f"Le dossier « {manifeste.dossier} » est illisible : {lu.message}")
    for chemin, nom in lu.dossier.pieces.fichiers():
        # A path that leads elsewhere would show, as the porteur's, a file of the machine that receives.
        if not place_dans_le_paquet(nom):
            raise PaquetRefuse(
                f"Le dossier désigne un fichier hors du paquet ({montrable('.'.join(map(str, chemin)))})."
            )
    examiner_pieces([lu])
    return lu, verifier(avec_reception(lu.dossier, recu_le), c, lu.lecture)


def _ecarts(m: Manifeste, rapport: Rapport, c: Campagne) -> tuple[str, ...]:
    """How the verdict here differs from the sender's, one sentence a difference."""
    la, ici = m.verdict, VerdictEcrit.de(rapport)
    mots = {
        "complet": ("complet", "incomplet"),
        "eligible": ("éligible", "non éligible"),
        "budget_conforme": ("budget conforme", "budget non conforme"),
    }
    phrases = [
        f"À l’envoi : {oui if getattr(la, cle) else non}. Ici : {oui if getattr(ici, cle) else non}."
        for cle, (oui, non) in mots.items()
        if getattr(la, cle) != getattr(ici, cle)
    ]
    envoi, nous = set(m.constats.regles_bloquantes), set(ConstatsComptes.de(rapport).regles_bloquantes)
    if nous - envoi:
        phrases.append(f"Bloquent ici et non à l’envoi : {liste(sorted(nous - envoi))}.")
    if envoi - nous:
        phrases.append(f"Bloquaient à l’envoi et non ici : {liste(montrable(r) for r in sorted(envoi - nous))}.")
    if m.campagne != c.annee:
        phrases.append(f"Campagne de l’envoi : {m.campagne}. Ici : {c.annee}.")
    if m.regles != version_des_regles():
        phrases.append(f"Règles de l’envoi : {montrable(m.regles)}. Règles d’ici : {version_des_regles()}.")
    return tuple(phrases)


def _reception(paquet: Path, recu_le: str, m: Manifeste, rapport: Rapport, ecarts: Iterable[str]) -> bytes:
    with paquet.open("rb") as flux:
        empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
    contenu = {
        "format": "maia-reception",
        "version": 1,
        "recu_le": recu_le,
        "paquet": {"nom": paquet.name, "octets": paquet.stat().st_size, "sha256": empreinte},
        "dossier": m.dossier,
        "regles": version_des_regles(),
        "verdict": VerdictEcrit.de(rapport).model_dump(),
        "constats": ConstatsComptes.de(rapport).model_dump(),
        "ecarts": list(ecarts),
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _nom(d: Dossier, recu_le: Moment, empreinte: str) -> str:
    """`79-association-gerontologique-de-gatine-20120314-1032-1f2e3d4c`: by département, porteur, then receipt."""
    local = recu_le.chez(fuseau(d.departement, d.region))
    quand = f"{local.jour:%Y%m%d}" + (f"-{local.heure:%H%M}" if local.heure else "")
    return f"{d.departement or '00'}-{nom_de_fichier(d.porteur.raison_sociale or '')}-{quand}-{empreinte}"


def _deja_recu(destination: Path, empreinte: str) -> str:
    """The folder where the same package was filed, or nothing."""
    if not os.path.isdir(destination):  # noqa: PTH112 - a name too long is no folder, and no defect
        return ""
    motif = re.compile(rf".*-{empreinte}")
    return next((p.name for p in sorted(destination.iterdir()) if p.is_dir() and motif.fullmatch(p.name)), "")
