"""What a run tells at its end: a line a dossier, why some have no document, what became of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from maia.affichage import paragraphe
from maia.forms.francais import nombre, pluriel
from maia.largeur import LARGEUR, montrer
from maia.lot.execution import Bilan
from maia.lot.journal import CSV, Etat, Genre, Ligne
from maia.synthese import abreger

_LIGNES = 60
"""Up to so many dossiers each has a line; beyond, only those that are not simply made."""
_RAISONS, _NOMS, _LONGUEUR = 30, 3, 210  # reasons told, dossiers named for each, characters of each
_COULEURS = {Etat.PRODUIT: "green", Etat.NON_PRODUIT: "red", Etat.ILLISIBLE: "red"}
_TITRES = {
    Etat.PRODUIT: ("produit", "produits"),
    Etat.BROUILLON: ("en brouillon", "en brouillon"),
    Etat.PARTIEL: ("produit en partie", "produits en partie"),
    Etat.LAISSE: ("laissé tel quel", "laissés tels quels"),
    Etat.NON_PRODUIT: ("non produit", "non produits"),
    Etat.ILLISIBLE: ("illisible", "illisibles"),
    Etat.INTERROMPU: ("à faire", "à faire"),
}


def recapitulatif(bilan: Bilan, sortie: Path, lus: int) -> Iterator[str]:
    """The whole of it; `lus` is the number of dossiers that the command named, the first rows of the journal."""
    lignes = bilan.journal.dossiers[:lus]
    noms = _noms(lignes)
    montrees = lignes if lus <= _LIGNES else [ligne for ligne in lignes if not _ordinaire(ligne)]
    if montrees:
        yield from _tableau(montrees, noms)
        yield from paragraphe("C complet, É éligible, R recevable, B budget conforme ; Doc. documents.")
        yield ""
    yield from _raisons(lignes, noms)
    yield click.style(_comptes(bilan, lignes), bold=True)
    yield from _sortes(lignes)
    if bilan.journal.ensemble:
        yield from paragraphe(f"Pour tous : {', '.join(montrer(str(sortie / p.nom)) for p in bilan.journal.ensemble)}")
    yield from _fichiers(bilan)
    yield from paragraphe(f"Journal : {montrer(str(sortie / CSV))}")
    if any(ligne.etat is Etat.NON_PRODUIT and ligne.verdict for ligne in lignes):
        yield from paragraphe("« maia verifier » sur un de ces dossiers explique ses anomalies et dit quoi faire.")


def _ordinaire(ligne: Ligne) -> bool:
    """Made, and admissible, or not reached yet: nothing to look at."""
    v = ligne.verdict
    return ligne.etat is Etat.INTERROMPU or (
        ligne.etat is Etat.PRODUIT and v is not None and v.recevable and v.budget_conforme
    )


def _tableau(lignes: Iterable[Ligne], noms: Mapping[str, str]) -> Iterator[str]:
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, header_style="bold", show_edge=False)
    for titre, place in (("Dossier", 24), ("Porteur", 26)):
        table.add_column(titre, no_wrap=True, width=place)
    for titre in "CÉRB":
        table.add_column(titre, no_wrap=True)
    table.add_column("Doc.", justify="right", no_wrap=True)
    table.add_column("État", no_wrap=True)
    for ligne in lignes:
        v = ligne.verdict
        etats = (v.complet, v.eligible, v.recevable, v.budget_conforme) if v else (None,) * 4
        table.add_row(
            abreger(montrer(noms[ligne.fichier]), 24),
            abreger(montrer(ligne.porteur), 26),
            *map(_oui, etats),
            str(_documents(ligne) or "–"),
            Text(ligne.etat, _COULEURS.get(ligne.etat, "yellow")),
        )
    console: Any = Console(highlight=False, width=LARGEUR)
    with console.capture() as capture:
        console.print(table)
    yield from (texte.rstrip() for texte in capture.get().splitlines())


def _oui(valeur: bool | None) -> Text:
    if valeur is None:
        return Text()
    return Text("✓", "green") if valeur else Text("✗", "red")


def _documents(ligne: Ligne) -> int:
    return sum(p.genre is Genre.DOCUMENT for p in ligne.produits)


def _noms(lignes: Sequence[Ligne]) -> dict[str, str]:
    """How each row's file is called here: its name, with its folder's when several have the same."""
    parties = {ligne.fichier: PurePosixPath(ligne.fichier).parts for ligne in lignes}
    fois = Counter(p[-1] for p in parties.values())
    return {fichier: "/".join(p[-1:] if fois[p[-1]] == 1 else p[-2:]) for fichier, p in parties.items()}


def _raisons(lignes: Sequence[Ligne], noms: Mapping[str, str]) -> Iterator[str]:
    """Each reason once, under the names of the dossiers that it is about; what is made comes last."""
    groupes: dict[tuple[Etat, str], list[Ligne]] = {}
    for ligne in sorted(lignes, key=lambda ligne: ligne.etat is Etat.PRODUIT):
        if ligne.raison:
            groupes.setdefault((ligne.etat, ligne.raison), []).append(ligne)
    for (etat, raison), concernees in list(groupes.items())[:_RAISONS]:
        premiers = ", ".join(montrer(noms[ligne.fichier]) for ligne in concernees[:_NOMS])
        reste = len(concernees) - _NOMS
        suite = f" et {pluriel(reste, 'autre')}" if reste > 0 else ""
        yield click.style(f"{premiers}{suite}", bold=True) + f"  {click.style(etat, fg=_COULEURS.get(etat, 'yellow'))}"
        yield from paragraphe(_abreger(raison))
        yield ""
    if (reste := len(groupes) - _RAISONS) > 0:
        yield from paragraphe(f"{pluriel(reste, 'autre raison', 'autres raisons')} : le journal les dit toutes.")
        yield ""


def _abreger(raison: str) -> str:
    """A reason cut at a word; the journal holds it whole."""
    if len(raison) <= _LONGUEUR:
        return raison
    return f"{raison[:_LONGUEUR].rpartition(' ')[0].rstrip(' ;:,')}\u00a0… (suite dans le journal)"


def _comptes(bilan: Bilan, lignes: Sequence[Ligne]) -> str:
    """How many dossiers are in each state: `57 dossiers : 55 produits, 2 non produits. 50 étaient déjà à jour.`."""
    comptes = []
    for etat, titres in _TITRES.items():
        if combien := sum(ligne.etat is etat for ligne in lignes):
            comptes.append(pluriel(combien, *titres))
    tout = f"{pluriel(len(lignes), 'dossier')}\u00a0: {', '.join(comptes)}."
    a_jour = sum(bool(ligne.produits) for ligne in lignes) - bilan.faits
    if bilan.interrompu or a_jour <= 0:
        return tout
    suite = "était déjà à jour" if a_jour == 1 else "étaient déjà à jour"
    return f"{tout} {nombre(a_jour)} {suite}."


def _sortes(lignes: Sequence[Ligne]) -> Iterator[str]:
    """How many dossiers are admissible and, where each has a folder, how many documents of each sort."""
    verdicts = [ligne.verdict for ligne in lignes if ligne.verdict]
    if verdicts:
        recevables = sum(v.recevable for v in verdicts)
        autres = len(verdicts) - recevables
        suite = f", {pluriel(autres, 'non recevable', 'non recevables')}" if autres else ""
        yield from paragraphe(f"{pluriel(recevables, 'recevable')}{suite}.")
    fois = Counter(
        PurePosixPath(p.nom).stem
        for ligne in lignes
        for p in ligne.produits
        if "/" in p.nom and p.genre is Genre.DOCUMENT
    )
    if fois:
        yield from paragraphe(f"{' ; '.join(f'{nom} : {n}' for nom, n in sorted(fois.items()))}.")


def _fichiers(bilan: Bilan) -> Iterator[str]:
    """What was done of files besides the documents of these dossiers."""
    if bilan.copies:
        yield from paragraphe(f"{pluriel(bilan.copies, 'copie PDF faite', 'copies PDF faites')}.")
    if bilan.sans_copie:
        noms = ", ".join(map(montrer, bilan.sans_copie[:_NOMS])) + (" …" if len(bilan.sans_copie) > _NOMS else "")
        yield from paragraphe(
            f"{pluriel(len(bilan.sans_copie), 'copie PDF n’a', 'copies PDF n’ont')} pas pu être faite"
            f"{'s' if len(bilan.sans_copie) > 1 else ''} : {noms}."
        )
    if bilan.retires:
        yield from paragraphe(
            f"{pluriel(len(bilan.retires), 'fichier d’un lancement précédent retiré', 'fichiers d’un lancement précédent retirés')}, "
            f"devenu{'s' if len(bilan.retires) > 1 else ''} sans objet : {', '.join(bilan.retires[:_NOMS])}"
            f"{' …' if len(bilan.retires) > _NOMS else ''}."
        )
    for produit in bilan.journal.laisses:
        yield from paragraphe(f"« {produit.nom} » n’a plus d’objet, mais a été modifié à la main : laissé en place.")
    if bilan.ailleurs:
        yield from paragraphe(
            f"{pluriel(bilan.ailleurs, 'dossier d’un lancement précédent n’est', 'dossiers d’un lancement précédent ne sont')} "
            "pas dans cette commande : leurs documents restent en place."
        )
    for remarque in bilan.remarques:
        yield from paragraphe(remarque)
