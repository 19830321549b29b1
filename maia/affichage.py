"""What a person reads in the terminal: findings under the line they speak of, the verdict, a summary for several."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

import click

from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.francais import liste, pluriel
from maia.forms.lecture import Illisible, Lecture
from maia.forms.saisie import Faute
from maia.validators.rapport import Rapport
from maia.validators.registre import source_en_toutes_lettres

LARGEUR = 80
COULEURS = {Gravite.BLOQUANT: "red", Gravite.AVERTISSEMENT: "yellow", Gravite.INFORMATION: "blue"}
_TITRES = {
    Gravite.BLOQUANT: ("anomalie bloquante", "anomalies bloquantes"),
    Gravite.AVERTISSEMENT: ("avertissement", "avertissements"),
    Gravite.INFORMATION: ("information", "informations"),
}


def illisible(refus: Illisible) -> Iterator[str]:
    """A file that can't be read: where, and one sentence."""
    place = f":{refus.ligne}:{refus.colonne}" if refus.ligne else ""
    yield click.style(f"{refus.fichier}{place}  illisible", fg="red", bold=True)
    yield from paragraphe(refus.message)


def rapport(fichier: str, lecture: Lecture, r: Rapport, campagne: Campagne) -> Iterator[str]:
    """The report of one dossier: findings by severity, then the verdict."""
    lignes = lecture.lignes()
    for gravite in Gravite:
        constats = r.de_gravite(gravite)
        if not constats:
            continue
        yield click.style(f"{pluriel(len(constats), *_TITRES[gravite])}".upper(), fg=COULEURS[gravite], bold=True)
        yield ""
        for constat in constats:
            yield from _constat(fichier, lignes, constat, campagne)
            yield ""
    yield from verdict(fichier, r)


def _constat(fichier: str, lignes: list[str], c: Constat, campagne: Campagne) -> Iterator[str]:
    couleur = COULEURS[c.gravite]
    yield (
        click.style(f"{fichier}:{c.ligne}:{c.colonne}", bold=True)
        + f"  {c.regle}  "
        + click.style(c.gravite, fg=couleur)
    )
    # Line 1, column 1 is the whole file: a fact missing from it has no line to show.
    if c.ligne and c.colonne and (c.ligne, c.colonne) != (1, 1):
        yield from _extrait(lignes, c.ligne, c.colonne, c.fin, couleur)
    yield from paragraphe(c.message)
    yield from paragraphe(c.remede, "→ ")
    yield click.style(f"  {source_en_toutes_lettres(c.source, campagne)}", dim=True)


def _extrait(lignes: list[str], ligne: int, colonne: int, fin: int | None, couleur: str) -> Iterator[str]:
    """The source line, cut around the value to hold in the width, and a caret under it."""
    texte = lignes[ligne - 1].replace("\t", " ")
    marge = f"  {ligne:>3} │ "
    place = LARGEUR - len(marge)
    depart = 0
    if len(texte) > place:
        depart = max(0, min(colonne - 1 - place // 3, len(texte) - place))
    visible = texte[depart : depart + place]
    if depart:
        visible = "…" + visible[1:]
    if depart + place < len(texte):
        visible = visible[:-1] + "…"
    debut = colonne - 1 - depart
    longueur = max(1, min((fin or colonne + 1) - colonne, len(visible) - debut))
    avant = sum(_cases(x) for x in visible[:debut])
    dessous = sum(_cases(x) for x in visible[debut : debut + longueur])
    yield f"{marge}{visible}"
    yield " " * (len(marge) - 2) + "│ " + " " * avant + click.style("^" * max(1, dessous), fg=couleur, bold=True)


def _cases(caractere: str) -> int:
    """Columns a character takes on a terminal."""
    if unicodedata.combining(caractere):
        return 0
    return 2 if unicodedata.east_asian_width(caractere) in "WF" else 1


def paragraphe(texte: str, puce: str = "") -> Iterator[str]:
    """Text within the width; no-break spaces hold, as in print."""
    tenu = texte.replace("\u00a0", "\ue000").replace("\u202f", "\ue001")
    for ligne in textwrap.wrap(tenu, LARGEUR - 2, initial_indent=f"  {puce}", subsequent_indent=" " * (2 + len(puce))):
        yield ligne.replace("\ue000", "\u00a0").replace("\ue001", "\u202f")


def verdict(fichier: str, r: Rapport) -> Iterator[str]:
    """`Recevable : complet, éligible. Budget conforme : 2 avertissements (69 contrôles).`."""
    v = r.verdict
    etats = f"{'complet' if v.complet else 'incomplet'}, {'éligible' if v.eligible else 'non éligible'}"
    budget = "Budget conforme" if v.budget_conforme else "Budget non conforme"
    comptes = [pluriel(n, *_TITRES[gravite]) for gravite in Gravite if (n := len(r.de_gravite(gravite)))] or [
        "aucune anomalie"
    ]
    tete = "Recevable" if v.recevable else "Non recevable"
    yield click.style(f"{fichier}", bold=True)
    phrase = f"{tete} : {etats}. {budget}."
    yield "  " + click.style(phrase, fg="green" if v.recevable and v.budget_conforme else "red", bold=True)
    yield from paragraphe(f"{liste(comptes).capitalize()} ({pluriel(len(r.appliquees), 'contrôle')}).")
    if r.empechees:
        yield from paragraphe(
            f"{pluriel(len(r.empechees), 'contrôle n’a', 'contrôles n’ont')} pas pu être faits, faute de valeurs lisibles : "
            f"{', '.join(r.empechees)}."
        )


def fautes(fichier: str, lecture: Lecture, trouvees: tuple[Faute, ...]) -> Iterator[str]:
    """The typing faults of a file that has no rules (ARS, campaign, local pieces): where, what, what to do."""
    for faute in trouvees:
        position = (
            lecture.position_cle(faute.chemin) if faute.genre == "extra_forbidden" else lecture.position(faute.chemin)
        )
        yield click.style(f"{fichier}:{position.ligne}:{position.colonne}", bold=True)
        yield from paragraphe(faute.message)
        yield from paragraphe(faute.remede, "→ ")
