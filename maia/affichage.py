"""What a person reads in the terminal: findings under the line they speak of, the checks done, the verdict."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.controle import Controle, Resultat, bilan, phrase_du_bilan
from maia.forms.francais import liste, pluriel, typographie
from maia.forms.lecture import Illisible, Lecture
from maia.forms.saisie import Faute
from maia.largeur import LARGEUR, couper, extraire, montrer
from maia.validators.rapport import Rapport, RapportPsi
from maia.validators.registre import source_en_toutes_lettres

MARGE = "  "
FILET = "─" * LARGEUR
COULEURS = {Gravite.BLOQUANT: "red", Gravite.AVERTISSEMENT: "yellow", Gravite.INFORMATION: "blue"}
_TITRES = {
    Gravite.BLOQUANT: ("anomalie bloquante", "anomalies bloquantes"),
    Gravite.AVERTISSEMENT: ("avertissement", "avertissements"),
    Gravite.INFORMATION: ("information", "informations"),
}
# A sign and a colour for each result of a check; the sign alone says enough.
_SIGNES = {
    Resultat.SANS_ANOMALIE: ("✓", "green"),
    Resultat.SANS_OBJET: ("–", None),
    Resultat.NON_FAIT: ("?", "magenta"),
}
_LEGENDE = {
    Resultat.SANS_ANOMALIE: "✓ sans anomalie",
    Resultat.CONSTAT: "✗ avec constat",
    Resultat.SANS_OBJET: "– sans objet, car rien de ce que lit la règle n’est écrit",
    Resultat.NON_FAIT: "? non fait, faute de valeurs lisibles",
}


def illisible(refus: Illisible) -> Iterator[str]:
    """A file that can't be read: where, and one sentence."""
    place = f":{refus.ligne}:{refus.colonne}" if refus.ligne else ""
    yield click.style(f"{montrer(refus.fichier)}{place}  illisible", fg="red", bold=True)
    yield from paragraphe(refus.message)


def rapport(
    fichier: str, lecture: Lecture, r: Rapport, campagne: Campagne, faits: Iterable[Controle] = ()
) -> Iterator[str]:
    """The report of one dossier: findings by severity, the checks done when they are given, then the verdict."""
    yield from par_gravite(fichier, lecture, r, campagne)
    yield from _controles(tuple(faits), r.constats)
    yield from verdict(fichier, r)
    if r.constats:
        premiere = r.constats[0].regle
        yield from paragraphe(f"« maia regle {premiere} » explique cette règle : le passage du texte, des exemples.")


def par_gravite(
    fichier: str, lecture: Lecture, r: Rapport | RapportPsi, campagne: Campagne, *, extraits: bool = True
) -> Iterator[str]:
    """The findings on a dossier or a PSI, the worst first, each under the line that it speaks of if `extraits`."""
    lignes = lecture.lignes() if extraits else []
    for gravite in Gravite:
        constats = r.de_gravite(gravite)
        if not constats:
            continue
        yield click.style(f"{pluriel(len(constats), *_TITRES[gravite])}".upper(), fg=COULEURS[gravite], bold=True)
        yield ""
        for constat in constats:
            yield from _constat(fichier, lignes, constat, campagne)
            yield ""


def _constat(fichier: str, lignes: list[str], c: Constat, campagne: Campagne) -> Iterator[str]:
    couleur = COULEURS[c.gravite]
    yield (
        click.style(f"{montrer(fichier)}:{c.ligne}:{c.colonne}", bold=True)
        + f"  {c.regle}  "
        + click.style(c.gravite, fg=couleur)
    )
    # Line 1, column 1 is the whole file: a fact missing from it has no line to show.
    if lignes and c.ligne and c.colonne and (c.ligne, c.colonne) != (1, 1):
        yield from _extrait(lignes, c.ligne, c.colonne, c.fin, couleur)
    yield from paragraphe(c.message)
    yield from paragraphe(c.remede, "→ ")
    for ligne in paragraphe(source_en_toutes_lettres(c.source, campagne)):
        yield click.style(ligne, dim=True)


def _extrait(lignes: list[str], ligne: int, colonne: int, fin: int | None, couleur: str) -> Iterator[str]:
    """The source line, cut around the value to hold in the width, and a caret under it."""
    marge = f"{MARGE}{ligne:>3} │ "
    extrait = extraire(lignes[ligne - 1], colonne, fin, LARGEUR - len(marge))
    yield f"{marge}{extrait.texte}"
    signe = click.style("^" * extrait.longueur, fg=couleur, bold=True)
    yield f"{'│ ':>{len(marge)}}{' ' * extrait.avant}{signe}"


def paragraphe(texte: str, puce: str = "") -> Iterator[str]:
    """Text within the width, a margin before it; no-break spaces hold, as in print."""
    return couper(texte, f"{MARGE}{puce}", MARGE + " " * len(puce))


def verdict(fichier: str, r: Rapport) -> Iterator[str]:
    """`Recevable : complet, éligible. Budget conforme.`, then `2 avertissements (69 contrôles).`."""
    v = r.verdict
    etats = f"{'complet' if v.complet else 'incomplet'}, {'éligible' if v.eligible else 'non éligible'}"
    budget = "Budget conforme" if v.budget_conforme else "Budget non conforme"
    tete = "Recevable" if v.recevable else "Non recevable"
    yield click.style(montrer(fichier), bold=True)
    phrase = f"{tete} : {etats}. {budget}."
    for ligne in paragraphe(phrase):
        yield click.style(ligne, fg="green" if v.recevable and v.budget_conforme else "red", bold=True)
    yield from decompte(r)


def verdict_du_psi(fichier: str, r: RapportPsi) -> Iterator[str]:
    """`Plan cohérent.`, then `2 avertissements (50 contrôles).`."""
    yield click.style(montrer(fichier), bold=True)
    phrase = "Plan cohérent." if r.coherent else "Plan non cohérent : un numéro ou une cause est à corriger."
    for ligne in paragraphe(typographie(phrase)):
        yield click.style(ligne, fg="green" if r.coherent else "red", bold=True)
    yield from decompte(r)


def comptes(constats: Iterable[Constat], *gravites: Gravite) -> str:
    """How many of each severity (all of them if none is named): `1 anomalie bloquante et 2 avertissements`; may be empty."""
    nombres = Counter(c.gravite for c in constats)
    return liste(pluriel(nombres[g], *_TITRES[g]) for g in gravites or tuple(Gravite) if nombres[g])


def decompte(r: Rapport | RapportPsi) -> Iterator[str]:
    """How many findings and checks, and the checks that could not be done."""
    trouves = comptes(r.constats) or "aucune anomalie"
    yield from paragraphe(f"{trouves.capitalize()} ({pluriel(len(r.appliquees), 'contrôle')}).")
    if r.empechees:
        yield from paragraphe(
            f"{pluriel(len(r.empechees), 'contrôle n’a', 'contrôles n’ont')} pas pu être {'fait' if len(r.empechees) < 2 else 'faits'}, "
            f"faute de valeurs lisibles : {', '.join(r.empechees)}."
        )


def choix_en_vigueur(choix: Iterable[str]) -> Iterator[str]:
    """What an ARS changed of the national rules."""
    for rang, phrase in enumerate(choix):
        if not rang:
            yield click.style("CHOIX LOCAUX EN VIGUEUR", bold=True)
        yield from paragraphe(phrase, "• ")


def _controles(faits: tuple[Controle, ...], constats: Iterable[Constat]) -> Iterator[str]:
    """Every check, by family, with its result."""
    if not faits:
        return
    comptes = bilan(faits)
    yield click.style("CONTRÔLES", bold=True)
    yield ""
    for famille, groupe in itertools.groupby(faits, key=lambda c: c.famille):
        yield click.style(f"{MARGE}{famille}", bold=True)
        for c in groupe:
            yield from _controle(c)
        yield ""
    yield from paragraphe(phrase_du_bilan(faits, constats))
    yield from paragraphe(" ; ".join(phrase for resultat, phrase in _LEGENDE.items() if comptes[resultat]) + ".")
    yield ""


def _controle(c: Controle) -> Iterator[str]:
    signe, couleur = _SIGNES.get(c.resultat, ("✗", COULEURS[c.gravite]))
    suite = f" ({c.gravite})" if c.resultat is Resultat.CONSTAT else ""
    premiere, *reste = couper(f"{c.titre}{suite}", f"{MARGE * 2}{signe} {c.regle}  ", " " * 11)
    yield premiere.replace(signe, click.style(signe, fg=couleur, bold=True), 1)
    yield from reste


def fautes(fichier: str, lecture: Lecture, trouvees: tuple[Faute, ...]) -> Iterator[str]:
    """The typing faults of a file that has no rules (ARS, campaign, local pieces): where, what, what to do."""
    for faute in trouvees:
        position = (
            lecture.position_cle(faute.chemin) if faute.genre == "extra_forbidden" else lecture.position(faute.chemin)
        )
        yield click.style(f"{montrer(fichier)}:{position.ligne}:{position.colonne}", bold=True)
        yield from paragraphe(faute.message)
        yield from paragraphe(faute.remede, "→ ")
