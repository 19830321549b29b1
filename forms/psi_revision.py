"""A new dated version of a plan from the last one: the file is kept as it was typed, its dates apart.

Source: CDC §3.3 (révision périodique du plan de services individualisé). The texts give no period: the next review is
set as far from the new version as it was from the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from maia.forms.francais import date_courte
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.psi import Psi
from maia.forms.retouche import inserer, poser

_APRES_LES_DATES = ("personne", "besoins", "services_en_place", "services_ponctuels", "besoins_non_combles")


def prochaine_revision(p: Psi, le: date) -> date | None:
    """When a version of `le` should be reviewed: as long after it as the last plan allowed itself, else unknown."""
    if p.date is None or p.revision is None or p.revision <= p.date:
        return None
    return le + (p.revision - p.date)


def revise(lecture: Lecture, p: Psi, le: date, revision: date | None) -> str:
    """The text of the new version, of `le`; comments, order and spacing are those of the last.

    `revision` is the date of the next review; without it the old one is taken out of force by being left empty.
    Raises `KeyError` when the whole file is written between braces.
    """
    texte = _ecrire(lecture, "date", date_courte(le), ("remplace", "revision", *_APRES_LES_DATES))
    if p.date is not None:
        texte = _ecrire(_relu(texte), "remplace", date_courte(p.date), ("revision", *_APRES_LES_DATES))
    if revision is not None:
        return _ecrire(_relu(texte), "revision", date_courte(revision), _APRES_LES_DATES)
    lu = _relu(texte)
    return _vider(lu, "revision") if lu.contient(("revision",)) else texte


def a_revoir(p: Psi, le: date) -> Iterator[str]:
    """What the dates of a plan ask to look at again in a version of `le`, told by place only, never by content."""
    for rang, service in enumerate(p.services_ponctuels, 1):
        fin = service.fin or service.date
        if fin is not None and fin < le:
            yield f"services_ponctuels, ligne {rang} : terminé le {date_courte(fin)}"
    for rang, besoin in enumerate(p.besoins_non_combles, 1):
        if besoin.disponible_le is not None and besoin.disponible_le < le:
            yield f"besoins_non_combles, ligne {rang} : place annoncée pour le {date_courte(besoin.disponible_le)}"
        elif besoin.delai:
            yield f"besoins_non_combles, ligne {rang} : le délai inscrit est-il échu ?"


def _ecrire(lecture: Lecture, cle: str, valeur: str, avant: tuple[str, ...]) -> str:
    if lecture.contient((cle,)):
        return poser(lecture, (cle,), valeur)
    return inserer(lecture, cle, valeur, avant)


def _vider(lecture: Lecture, cle: str) -> str:
    debut, fin = lecture.etendue((cle,))
    return lecture.texte[:debut].rstrip(" ") + lecture.texte[fin:]


def _relu(texte: str) -> Lecture:
    lecture = analyser(texte.encode(), "")
    if isinstance(lecture, Illisible):
        raise TypeError("une version relue ne se lit plus")
    return lecture
