"""Several dossiers in the terminal: what blocks each one, the matrix in 80 columns, the region's envelope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from maia.affichage import COULEURS, MARGE, paragraphe
from maia.forms.constat import Constat, Gravite
from maia.forms.francais import euros, nombre, pluriel
from maia.forms.inventaire import EtatDePiece
from maia.forms.matrice import SIGNES, LigneDeDossier, LigneDEnveloppe, Matrice, phrase_du_total
from maia.largeur import LARGEUR, cases, couper, montrer
from maia.validators.registre import REGLES

PEU = 5
"""Up to so many dossiers, each is reported in full before the matrix; beyond, only what blocks is told, a line each."""

_NOM_MINIMUM = 14
_ENSEMBLE_MONTRES = 10
_DE_L_ENVELOPPE = "M01"
_COULEURS = {
    EtatDePiece.JOINTE: "green",
    EtatDePiece.TENUE: "green",
    EtatDePiece.MANQUANTE: "red",
    EtatDePiece.A_CORRIGER: "red",
    EtatDePiece.A_VERIFIER: "yellow",
}


def en_bref(m: Matrice) -> Iterator[str]:
    """Many dossiers: the blocking findings of each, a paragraph each, then what was left out and how to read it."""
    for nom, ligne in zip(m.noms(), m.lignes, strict=True):
        bloquants = [c for c in ligne.constats if c.gravite is Gravite.BLOQUANT]
        if bloquants:
            etat = "illisible" if ligne.illisible else _etat(ligne)
            yield click.style(f"{_rang(ligne)} {montrer(nom)}", bold=True) + f"  {click.style(etat, fg='red')}"
            for constat in bloquants:
                yield from _en_une_ligne(constat)
            yield ""
    autres = [
        pluriel(n, str(gravite))
        for gravite in (Gravite.AVERTISSEMENT, Gravite.INFORMATION)
        if (n := sum(ligne.compte(gravite) for ligne in m.lignes))
    ]
    if autres:
        reste = " et ".join(autres)
        yield from paragraphe(
            f"Non détaillé ici : {reste}. « --expliquer » montre tout, « --html » et « --classeur » l’écrivent."
        )
        yield ""


def _rang(ligne: LigneDeDossier) -> str:
    return "–" if ligne.rang is None else str(ligne.rang)


def _etat(ligne: LigneDeDossier) -> str:
    if not ligne.recevable:
        defauts = [mot for mot, dit in (("incomplet", ligne.complet), ("non éligible", ligne.eligible)) if not dit]
        return f"non recevable : {', '.join(defauts)}"
    return "recevable, budget non conforme"


def _en_une_ligne(c: Constat) -> Iterator[str]:
    ou = f"ligne {c.ligne}" if c.ligne else ""
    tete = f"{MARGE}{c.regle if c.regle in REGLES else '':<4} {ou:<10} "
    yield from couper(c.message, tete, " " * len(tete))


def synthese(m: Matrice) -> Iterator[str]:
    """The matrix, its legend, what it adds up to, then the envelope; no line is wider than 80 columns."""
    largeur = max(LARGEUR, Console().width) if Console().is_terminal else LARGEUR
    yield click.style(f"SYNTHÈSE DE {nombre(len(m.lignes))} DOSSIERS", bold=True)
    yield ""
    yield from _lignes(_matrice(m, largeur), largeur)
    for legende in _legendes(m):
        yield from paragraphe(legende)
    yield ""
    yield from paragraphe(phrase_du_total(m))
    if m.enveloppe:
        yield ""
        yield click.style(f"ENVELOPPE DE {m.campagne}, PAR RÉGION", bold=True)
        yield ""
        yield from _lignes(_enveloppe(m.enveloppe), largeur)
        yield from paragraphe("Places : annexe II. Demandé : par les dossiers recevables, pour l’année.")
    yield from _ensemble(m)


def _matrice(m: Matrice, largeur: int) -> Table:
    """One row a dossier; the name takes the room that the other columns leave."""
    utiles = m.colonnes_utiles()
    table = _table()
    numeros = [m.colonnes[rang].numero for rang in utiles]
    fixes = [("N°", "right"), ("Dossier", "left"), *((titre, "center") for titre in "CÉRB")]
    fixes += [("Demandé", "right"), ("Bl", "right"), ("Av", "right"), *((n, "center") for n in numeros)]
    for titre, cote in fixes:
        table.add_column(titre, justify=cote, no_wrap=True)  # type: ignore[arg-type]
    rangees = [_rangee(ligne, utiles) for ligne in m.lignes]
    reste = largeur - sum(_largeur(titre, rang, rangees) for rang, (titre, _) in enumerate(fixes) if rang != 1)
    place = max(_NOM_MINIMUM, reste - 1)
    for nom, rangee in zip(m.noms(), rangees, strict=True):
        rangee[1] = Text(abreger(montrer(nom), place))
        table.add_row(*rangee)
    return table


def _largeur(titre: str, rang: int, rangees: list[list[Text]]) -> int:
    """Columns of the terminal for one column of the table, with the blank after it."""
    return max(cases(titre), *(rangee[rang].cell_len for rangee in rangees)) + 1 if rangees else cases(titre) + 1


def _rangee(ligne: LigneDeDossier, utiles: Sequence[int]) -> list[Text]:
    verdicts = (ligne.complet, ligne.eligible, ligne.recevable, ligne.budget_conforme)
    comptes = (ligne.compte(Gravite.BLOQUANT), ligne.compte(Gravite.AVERTISSEMENT))
    montant = "illisible" if ligne.illisible else "" if ligne.montant is None else nombre(ligne.montant)
    return [
        Text(_rang(ligne)),
        Text(),
        *map(_oui, verdicts),
        Text(montant, "red" if ligne.illisible else ""),
        *(Text(str(n), COULEURS[g] if n else "") for n, g in zip(comptes, Gravite, strict=False)),
        *(_piece(ligne.pieces[rang]) if ligne.pieces else Text() for rang in utiles),
    ]


def _oui(valeur: bool | None) -> Text:
    if valeur is None:
        return Text()
    return Text("✓", "green") if valeur else Text("✗", "red")


def _piece(etat: EtatDePiece) -> Text:
    return Text(SIGNES[etat], _COULEURS.get(etat, ""))


def abreger(texte: str, place: int) -> str:
    """The text in so many columns of a terminal, its middle left out if need be: ends tell files apart."""
    if cases(texte) <= place:
        return texte
    fin = ""
    for caractere in reversed(texte):
        if cases(fin + caractere) > place // 2 - 1:
            break
        fin = caractere + fin
    debut = ""
    for caractere in texte:
        if cases(f"{debut}{caractere}…{fin}") > place:
            break
        debut += caractere
    return f"{debut}…{fin}"


def _legendes(m: Matrice) -> Iterator[str]:
    """What the letters, numbers and signs of the matrix mean; only those that it shows."""
    yield "C complet, É éligible, R recevable, B budget conforme ; Bl bloquants, Av avertissements."
    utiles = m.colonnes_utiles()
    if utiles:
        yield " ; ".join(f"{m.colonnes[rang].numero} {montrer(m.colonnes[rang].libelle)}" for rang in utiles) + "."
        montres = {ligne.pieces[rang] for ligne in m.lignes if ligne.pieces for rang in utiles}
        yield ", ".join(f"{signe} {etat}" for etat, signe in SIGNES.items() if etat in montres) + "."


def _enveloppe(lignes: Iterable[LigneDEnveloppe]) -> Table:
    table = _table()
    for titre in ("Région", "Régime"):
        table.add_column(titre, overflow="fold")
    for titre in ("Places", "Reçus", "Recevables", "Reste", "Demandé"):
        table.add_column(titre, justify="right", no_wrap=True)
    for e in lignes:
        table.add_row(
            Text(montrer(e.region)),
            Text(montrer(e.regime)),
            "–" if e.places is None else nombre(e.places),
            nombre(e.dossiers),
            nombre(e.recevables),
            _reste(e),
            euros(e.montant),
        )
    return table


def _reste(e: LigneDEnveloppe) -> Text:
    if e.reste is None:
        return Text("–")
    return Text(f"{nombre(-e.reste)} de trop", "red") if e.reste < 0 else Text(nombre(e.reste))


def _ensemble(m: Matrice) -> Iterator[str]:
    """What the dossiers say to one another, the worst first; what the envelope's table shows already is left out."""
    constats = [c for gravite in Gravite for c in m.ensemble if c.gravite is gravite and c.regle != _DE_L_ENVELOPPE]
    if not constats:
        return
    yield ""
    yield click.style("ENTRE LES DOSSIERS", bold=True)
    for c in constats[:_ENSEMBLE_MONTRES]:
        yield ""
        yield f"{MARGE}{c.regle}  " + click.style(c.gravite, fg=COULEURS[c.gravite])
        yield from paragraphe(c.message)
        yield from paragraphe(c.remede, "→ ")
    if (reste := len(constats) - _ENSEMBLE_MONTRES) > 0:
        yield ""
        suite = pluriel(reste, "autre constat de cette sorte", "autres constats de cette sorte")
        yield from paragraphe(f"{suite} : « --html » et « --classeur » les écrivent tous.")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, header_style="bold", show_edge=False)


def _lignes(table: Table, largeur: int) -> Iterator[str]:
    """The table as lines; coloured on a terminal only."""
    console: Any = Console(highlight=False, width=largeur)
    with console.capture() as capture:
        console.print(table)
    for ligne in capture.get().splitlines():
        yield ligne.rstrip()
