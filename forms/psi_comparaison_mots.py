"""A comparison of two plans told in French: sections of short sentences, for the screen and for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maia.forms.francais import date_longue, typographie
from maia.forms.psi import ServiceEnPlace
from maia.forms.psi_comparaison import Comparaison, Ecart, Etat, Suivi


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of change and its sentences."""

    titre: str
    phrases: tuple[str, ...]


def titre(c: Comparaison) -> str:
    """`Du plan du 14 janvier 2013 à celui du 15 juillet 2013`."""
    du = f"du {date_longue(c.du)}" if c.du else "sans date"
    au = f"celui du {date_longue(c.au)}" if c.au else "celui sans date"
    return f"Du plan {du} à {au}"


def sections(c: Comparaison) -> tuple[Section, ...]:
    """Every kind of change that happened, in the order that matters to who follows the person."""
    memes = [s for s in c.suivis if not s.ouvert and not s.clos]
    toutes = (
        Section("Besoins désormais mieux couverts", tuple(_transition(s) for s in c.mieux_combles)),
        Section("Besoins moins bien couverts", tuple(_transition(s) for s in c.moins_combles)),
        Section("Besoins nouveaux", tuple(f"{_besoin(s)} : {_etat(s.etat_apres)}" for s in c.ouverts)),
        Section("Besoins clos", tuple(f"{_besoin(s)} ; il était {_etat(s.etat_avant)}" for s in c.clos)),
        Section("Refus nouveaux", tuple(_ecart(e) for e in c.refus_nouveaux)),
        Section("Refus levés", tuple(_ecart(e) for e in c.refus_leves)),
        Section("Causes d’écart qui ont changé", tuple(f"{_ecart(a)} → {b.cause}" for a, b in c.causes_changees)),
        Section("Services qui commencent", tuple(_service(s) for s in c.services_commences)),
        Section("Services qui s’arrêtent", tuple(_service(s) for s in c.services_arretes)),
        Section("Services modifiés", tuple(_modification(a, b) for a, b in c.services_modifies)),
        Section("Priorités", tuple(_priorite(s) for s in memes if s.priorite_change)),
        Section("Besoins reformulés", tuple(_reformulation(s) for s in memes if s.reformule)),
    )
    return tuple(Section(s.titre, tuple(map(typographie, s.phrases))) for s in toutes if s.phrases)


def _besoin(s: Suivi) -> str:
    numero = f"n° {s.besoin.numero} " if s.besoin.numero is not None else ""
    return f"{numero}{s.besoin.texte or '(sans texte)'}"


def _etat(etat: Etat | None) -> str:
    return str(etat) if etat else "sans réponse inscrite"


def _transition(s: Suivi) -> str:
    return f"{_besoin(s)} : {_etat(s.etat_avant)} → {_etat(s.etat_apres)}"


def _ecart(e: Ecart) -> str:
    numeros = ", ".join(map(str, e.numeros))
    return f"n° {numeros} {e.reponse or '(sans réponse inscrite)'} : {e.cause or 'cause non précisée'}"


def _nom(s: ServiceEnPlace) -> str:
    return " : ".join(filter(None, (s.service, s.nom))) or "(service sans nom)"


def _service(s: ServiceEnPlace) -> str:
    return f"{_nom(s)} ({_besoins(s)})" + (f", {s.frequence}" if s.frequence else "")


def _besoins(s: ServiceEnPlace) -> str:
    return f"besoin{'s' if len(s.numeros) > 1 else ''} {', '.join(map(str, s.numeros)) or 'non précisés'}"


def _modification(a: ServiceEnPlace, b: ServiceEnPlace) -> str:
    return f"{_nom(b)} : {' ; '.join(_differences(a, b))}"


def _differences(a: ServiceEnPlace, b: ServiceEnPlace) -> Iterator[str]:
    if a.frequence != b.frequence:
        yield f"{a.frequence or 'sans horaire'} → {b.frequence or 'sans horaire'}"
    if a.numeros != b.numeros:
        yield f"{_besoins(a)} → {_besoins(b)}"


def _priorite(s: Suivi) -> str:
    devient = "devient prioritaire" if s.besoin.prioritaire else "n’est plus prioritaire"
    return f"{_besoin(s)} : {devient}"


def _reformulation(s: Suivi) -> str:
    avant = s.avant.texte if s.avant else None
    return f"{_besoin(s)} (auparavant : {avant or 'sans texte'})"
