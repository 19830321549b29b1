"""`maia plafond`: how much may be asked from the ARS, with the arithmetic and the source."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from maia.affichage import paragraphe
from maia.commandes.options import campagne_choisie, option_campagne
from maia.forms.campagne import MOIS_PAR_AN, Calcul, Campagne, Decompte
from maia.forms.francais import euros, liste, nombre, pluriel, sans_accents
from maia.largeur import cases
from maia.ligne import Commande
from maia.validators.registre import source_en_toutes_lettres

VERSION_JSON = 1


@dataclass(frozen=True, slots=True)
class Reponse:
    """What may be asked under one regime with so many gestionnaires de cas.

    `annee_pleine` shows how the ceiling is made up; `premiere_annee` is `None` when the text gives no months and
    none were asked; `simulation` says that the months are the asker's, not the campaign's.
    """

    regime: str
    gestionnaires: int
    plafond: Calcul
    annee_pleine: Decompte
    mois: tuple[int, int] | None
    premiere_annee: Decompte | None
    simulation: bool


def _entier(minimum: int, maximum: int | None = None) -> Any:
    """A callback that reads a whole number between two bounds, and says so in French."""

    def lire(_ctx: click.Context, _option: click.Parameter, texte: str | None) -> int | None:
        if texte is None:
            return None
        if not (texte.isascii() and texte.isdigit()) or len(texte) > 3:
            raise click.BadParameter(f"« {texte} » n’est pas un nombre entier.")
        if (valeur := int(texte)) < minimum or (maximum is not None and valeur > maximum):
            bornes = f"entre {minimum} et {maximum}" if maximum is not None else f"à partir de {minimum}"
            raise click.BadParameter(f"écrivez un nombre {bornes}.")
        return valeur

    return lire


@click.command(cls=Commande, exemple="maia plafond --gc 3 --regime CNSA")
@click.option("--gc", metavar="NOMBRE", callback=_entier(0), help="Nombre de gestionnaires de cas du dispositif.")
@click.option("--regime", metavar="RÉGIME", help="Régime de financement de la campagne : CNSA, FIQCS…")
@click.option(
    "--mois-pilotage",
    metavar="MOIS",
    callback=_entier(0, MOIS_PAR_AN),
    help="Mois de pilotage financés la première année, pour une simulation.",
)
@click.option(
    "--mois-gc",
    metavar="MOIS",
    callback=_entier(0, MOIS_PAR_AN),
    help="Mois de gestion de cas financés la première année, pour une simulation.",
)
@option_campagne
@click.option("--json", "en_json", is_flag=True, help="Écrire la réponse en JSON, pour un autre programme.")
def commande(
    gc: int | None, regime: str | None, mois_pilotage: int | None, mois_gc: int | None, campagne: str, en_json: bool
) -> int:
    """Dire combien on peut demander à l’ARS, et montrer le calcul.

    Sans option : tous les régimes et tous les nombres de gestionnaires de cas.
    D’autres mois que ceux de la campagne donnent une simulation.
    """
    c = campagne_choisie(campagne)
    reponses = [
        _repondre(c, nom, gestionnaires, mois_pilotage, mois_gc)
        for nom in _regimes(c, regime)
        for gestionnaires in _nombres(c, nom, gc)
    ]
    if en_json:
        corps = {"version": VERSION_JSON, "campagne": str(c.annee), "plafonds": [_json(r, c) for r in reponses]}
        click.echo(json.dumps(corps, ensure_ascii=False, indent=1))
        return 0
    tout = (gc, regime, mois_pilotage, mois_gc) == (None, None, None, None)
    for ligne in _tableau(reponses, c) if tout else _details(reponses, c):
        click.echo(ligne)
    return 0


def _regimes(c: Campagne, demande: str | None) -> list[str]:
    if demande is None:
        return list(c.regimes)
    trouve = next((nom for nom in c.regimes if sans_accents(nom) == sans_accents(demande)), None)
    if trouve is None:
        raise click.UsageError(
            f"le régime « {demande} » n’existe pas. Régimes de la campagne {c.annee} : {', '.join(c.regimes)}.",
            click.get_current_context(),
        )
    return [trouve]


def _nombres(c: Campagne, regime: str, demande: int | None) -> list[int]:
    minimum = c.gestionnaires_de_cas.minimum
    if demande is None:
        return sorted(c.regimes[regime].plafonds_annee_pleine)
    if demande < minimum:
        raise click.UsageError(
            f"un dispositif compte au moins {pluriel(minimum, 'gestionnaire')} de cas ({c.gestionnaires_de_cas.source}).",
            click.get_current_context(),
        )
    return [demande]


def _repondre(c: Campagne, regime: str, gestionnaires: int, mois_pilotage: int | None, mois_gc: int | None) -> Reponse:
    """The answer; a number of months that was not asked is the campaign's, or twelve where the campaign has none."""
    partielle = c.regimes[regime].annee_partielle
    de_la_campagne = (partielle.pilotage, partielle.gestion_de_cas) if partielle else None
    mois = de_la_campagne
    if (mois_pilotage, mois_gc) != (None, None):
        pilotage, gestion = de_la_campagne or (MOIS_PAR_AN, MOIS_PAR_AN)
        mois = (
            pilotage if mois_pilotage is None else mois_pilotage,
            gestion if mois_gc is None else mois_gc,
        )
    return Reponse(
        regime,
        gestionnaires,
        c.plafond(regime, gestionnaires),
        c.decompte(regime, gestionnaires),
        mois,
        c.decompte(regime, gestionnaires, *mois) if mois else None,
        mois != de_la_campagne,
    )


def _json(r: Reponse, c: Campagne) -> dict[str, Any]:
    regime, an = c.regimes[r.regime], r.premiere_annee
    return {
        "regime": r.regime,
        "libelle": regime.libelle,
        "gestionnaires_de_cas": r.gestionnaires,
        "gestionnaires_finances": c.finances(r.regime, r.gestionnaires),
        "annee_pleine": {"montant": r.plafond.montant, "calcul": r.annee_pleine.total.calcul},
        "premiere_annee": an
        and {
            "montant": an.total.montant,
            "calcul": an.total.calcul,
            "pilotage": an.pilotage.montant,
            "gestion_de_cas": an.gestion_de_cas.montant,
            "mois_pilotage": r.mois and r.mois[0],
            "mois_gestion_de_cas": r.mois and r.mois[1],
            "simulation": r.simulation,
        },
        "reserve_a": regime.natures,
        "explication": regime.explication,
        "source": regime.source,
    }


def _tableau(reponses: list[Reponse], c: Campagne) -> Iterator[str]:
    """Every regime and number of gestionnaires, then what the two columns mean."""
    yield click.style(f"COMBIEN DEMANDER À L’ARS, CAMPAGNE {c.annee}", bold=True)
    yield ""
    lignes = [["Régime", "Gestionnaires de cas", "Année pleine", f"Référence {c.annee}"]]
    lignes += [
        [
            r.regime,
            nombre(r.gestionnaires),
            euros(r.plafond.montant),
            euros(r.premiere_annee.total.montant) if r.premiere_annee else "–",
        ]
        for r in reponses
    ]
    tailles = [max(map(cases, colonne)) for colonne in zip(*lignes, strict=True)]
    for rang, (regime, *chiffres) in enumerate(lignes):
        droite = [f"{texte:>{taille}}" for texte, taille in zip(chiffres, tailles[1:], strict=True)]
        yield click.style("   ".join([f"  {regime:<{tailles[0]}}", *droite]), bold=not rang)
    yield ""
    yield from paragraphe("Année pleine : le plafond du texte. Un budget qui demande plus n’est pas conforme.")
    for r in c.regimes.values():
        if m := r.annee_partielle:
            yield from paragraphe(
                f"Référence {c.annee} : le même calcul pour {pluriel(m.pilotage, 'mois', 'mois')} de pilotage et "
                f"{pluriel(m.gestion_de_cas, 'mois', 'mois')} de gestion de cas. Ce n’est pas un plafond : une demande plus "
                "élevée se justifie (provisions pour la formation, pour la labellisation)."
            )
    yield ""
    for nom in c.regimes:
        yield from _particularites(nom, c)
    yield from _sources(list(c.regimes), c)
    yield ""
    yield from paragraphe("Le calcul de chaque montant : « maia plafond --gc 3 --regime CNSA ».")


def _details(reponses: list[Reponse], c: Campagne) -> Iterator[str]:
    for regime, groupe in itertools.groupby(reponses, key=lambda r: r.regime):
        for r in groupe:
            titre = f"{r.regime} – {pluriel(r.gestionnaires, 'gestionnaire')} de cas, campagne {c.annee}"
            yield click.style(titre.upper(), bold=True)
            yield ""
            yield from _annee_pleine(r, c)
            yield ""
            yield from _premiere_annee(r, c)
            yield ""
        yield from _particularites(regime, c)
    yield from _sources([r.regime for r in reponses], c)


def _annee_pleine(r: Reponse, c: Campagne) -> Iterator[str]:
    finances = c.finances(r.regime, r.gestionnaires)
    yield from paragraphe(f"En année pleine, vous pouvez demander jusqu’à {euros(r.plafond.montant)}.")
    yield from _operation(r.annee_pleine, finances)
    if finances < r.gestionnaires:
        autres = r.gestionnaires - finances
        yield from paragraphe(
            f"Ce montant paie {pluriel(finances, 'gestionnaire')} de cas sur {r.gestionnaires} : "
            + (
                "l’autre est mis à disposition ou payé"
                if autres == 1
                else f"les {autres} autres sont mis à disposition ou payés"
            )
            + " par d’autres financeurs."
        )


def _premiere_annee(r: Reponse, c: Campagne) -> Iterator[str]:
    an = r.premiere_annee
    if an is None or r.mois is None:
        yield from paragraphe(
            f"Pour {c.annee}, le texte ne fixe pas de mois financés : il n’y a pas de montant de référence."
        )
        return
    pilotage, gestion = (pluriel(m, "mois", "mois") for m in r.mois)
    mois = f"{pilotage} de pilotage et {gestion} de gestion de cas"
    if r.simulation:
        yield from paragraphe(f"Simulation, avec {mois} : {euros(an.total.montant)}.")
    else:
        yield from paragraphe(
            f"Pour {c.annee}, le montant de référence est de {euros(an.total.montant)} : {mois}. Ce n’est pas un plafond : "
            "une demande plus élevée se justifie (provisions pour la formation, pour la labellisation)."
        )
    yield from _operation(an, c.finances(r.regime, r.gestionnaires))
    if r.simulation:
        partielle = c.regimes[r.regime].annee_partielle
        prevus = (
            f"la campagne {c.annee} finance {pluriel(partielle.pilotage, 'mois', 'mois')} de pilotage et "
            f"{pluriel(partielle.gestion_de_cas, 'mois', 'mois')} de gestion de cas"
            if partielle
            else f"pour ce régime, la campagne {c.annee} ne fixe pas de mois"
        )
        yield from paragraphe(f"Ce montant n’est pas celui du texte : {prevus}.")


def _operation(decompte: Decompte, finances: int) -> Iterator[str]:
    """The addition as on paper."""
    lignes = [
        (" ", decompte.pilotage, "pilotage et fonctionnement"),
        ("+", decompte.gestion_de_cas, f"{pluriel(finances, 'gestionnaire')} de cas"),
    ]
    taille = len(euros(decompte.total.montant))
    for signe, part, libelle in lignes:
        calcul = f" : {part.calcul}" if part.calcul != nombre(part.montant) else ""
        yield f"    {signe} {euros(part.montant):>{taille}}   {libelle}{calcul}"
    yield f"    = {euros(decompte.total.montant):>{taille}}"


def _particularites(nom: str, c: Campagne) -> Iterator[str]:
    """What a regime has of its own."""
    r = c.regimes[nom]
    phrases = [f"Régime réservé aux porteurs de nature « {liste(r.natures, 'ou')} »."] if r.natures else []
    if r.explication:
        phrases.append(r.explication)
    if phrases:
        yield from paragraphe(f"{nom} ({r.libelle}). {' '.join(phrases)}")
        yield ""


def _sources(regimes: list[str], c: Campagne) -> Iterator[str]:
    for source in dict.fromkeys(c.regimes[nom].source for nom in regimes):
        yield from paragraphe(f"Source : {source_en_toutes_lettres(source, c)}")
