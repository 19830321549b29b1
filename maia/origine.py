"""What a document is made from, as it travels inside it: the dossier, the campaign, the version of the rules."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version

from maia.forms.ouverture import DossierLu
from maia.generators.proprietes import Origine


def origine(lu: DossierLu, campagne: str) -> Origine:
    """For all the documents of one dossier: make it once. `campagne` is the campaign as the user named it."""
    return Origine(
        lu.chemin.name, lu.lecture.octets, campagne.replace("\\", "/").rpartition("/")[2], version_des_regles()
    )


@cache
def version_des_regles() -> str:
    """`maia 0.1.0, règles 3f9c0a1b2c3d4e5f`: the same as long as no rule is added, removed or changed in its text."""
    from maia.validators.catalogue import regles  # noqa: PLC0415 - importing origine loads no rule

    empreinte = hashlib.sha256()
    for regle in regles():
        texte = (regle.id, regle.gravite, regle.source, regle.aspect, *regle.lus, regle.explication)
        empreinte.update(repr(tuple(map(str, texte))).encode())
    return f"maia {version('maia')}, règles {empreinte.hexdigest()[:16]}"
