"""`maia psi verifier`: what annexe VIII asks of a plan, checked; and who comes when.

The findings, and the JSON, repeat nothing that the plan says of the person. The lines of the file are shown under them
only when asked: what a terminal shows may be kept, sent or filmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from maia.affichage import FILET, illisible, par_gravite, paragraphe, verdict_du_psi
from maia.commandes.options import campagne_choisie, option_campagne
from maia.commandes.verifier import VERSION_JSON, chemins_nommes, constat_json, texte_json
from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.francais import date_longue, liste, pluriel, typographie
from maia.forms.horaire import Moment
from maia.forms.lecture import Illisible, Lecture
from maia.forms.ouverture import ouvrir_psi
from maia.forms.psi import Psi
from maia.forms.semaine import Grille, Visite, semaine
from maia.largeur import montrer
from maia.ligne import BLOQUANT, ILLISIBLE, Commande
from maia.validators.rapport import RapportPsi, verifier_psi


@dataclass(frozen=True, slots=True)
class _Verifie:
    fichier: str
    lecture: Lecture
    plan: Psi
    rapport: RapportPsi


_Resultats = list[_Verifie | Illisible]


@click.command(cls=Commande, exemple="maia psi verifier psi.yaml --semaine")
@click.argument("fichiers", nargs=-1, required=True, metavar="FICHIER…")
@option_campagne
@click.option("--semaine", "avec_semaine", is_flag=True, help="Montrer aussi qui vient quand, jour par jour.")
@click.option("--extraits", is_flag=True, help="Montrer les lignes du plan : elles sont couvertes par le secret.")
@click.option("--json", "en_json", is_flag=True, help="Écrire le résultat en JSON, pour un autre programme.")
@click.option(
    "--strict", is_flag=True, help="Compter les avertissements comme des anomalies bloquantes dans le code de sortie."
)
def commande(
    fichiers: tuple[str, ...], campagne: str, avec_semaine: bool, extraits: bool, en_json: bool, strict: bool
) -> int:
    """Vérifier un ou plusieurs plans de services individualisés.

    Numéros et renvois, causes de l’écart, dates, jours et horaires, rédaction
    des problématiques : ce que demande l’annexe VIII de la circulaire. Seul
    bloque ce qui empêche de lire le plan comme il a été écrit ; la rédaction
    n’est que conseillée.
    """
    c = campagne_choisie(campagne)
    resultats = [_verifier(chemin, c) for chemin in chemins_nommes(fichiers)]
    if en_json:
        click.echo(texte_json(_json(resultats, c, avec_semaine=avec_semaine)))
    else:
        for ligne in _lignes(resultats, c, avec_semaine=avec_semaine, extraits=extraits):
            click.echo(ligne)
    return _code(resultats, strict=strict)


def _verifier(chemin: Path, c: Campagne) -> _Verifie | Illisible:
    saisie = ouvrir_psi(chemin)
    if isinstance(saisie, Illisible):
        return saisie
    # Every field may be left out, so a plan always comes back from a mapping.
    plan = saisie.valeur or Psi()
    plan.situer(saisie.fautes)
    return _Verifie(str(chemin), saisie.lecture, plan, verifier_psi(plan, c, saisie.lecture))


def _code(resultats: _Resultats, *, strict: bool) -> int:
    if any(isinstance(resultat, Illisible) for resultat in resultats):
        return ILLISIBLE
    verifies = [v for v in resultats if isinstance(v, _Verifie)]
    avertis = strict and any(v.rapport.de_gravite(Gravite.AVERTISSEMENT) for v in verifies)
    bloques = any(v.rapport.de_gravite(Gravite.BLOQUANT) for v in verifies)
    return BLOQUANT if avertis or bloques else 0


# --- On the terminal ------------------------------------------------------------------------------------------------


def _lignes(resultats: _Resultats, c: Campagne, *, avec_semaine: bool, extraits: bool) -> Iterator[str]:
    for rang, resultat in enumerate(resultats):
        if rang:
            yield FILET
        if isinstance(resultat, Illisible):
            yield from illisible(resultat)
            continue
        v = resultat
        if avec_semaine:
            yield from _semaine(semaine(v.plan))
        yield from par_gravite(v.fichier, v.lecture, v.rapport, c, extraits=extraits)
        yield from verdict_du_psi(v.fichier, v.rapport)
        if v.rapport.constats:
            premiere = v.rapport.constats[0].regle
            yield from paragraphe(
                f"« maia regle {premiere} » explique cette règle : le passage du texte, des exemples."
            )
    if len(resultats) > 1:
        yield FILET
        yield from _ensemble(resultats)


def _ensemble(resultats: _Resultats) -> Iterator[str]:
    """`3 plans : 1 cohérent, 1 à corriger, 1 illisible.`, then the files that can't be left so."""
    a_corriger = [v.fichier for v in resultats if isinstance(v, _Verifie) and not v.rapport.coherent]
    illisibles = [r.fichier for r in resultats if isinstance(r, Illisible)]
    coherents = len(resultats) - len(a_corriger) - len(illisibles)
    nombres = [pluriel(coherents, "cohérent")]
    nombres += [f"{len(a_corriger)} à corriger"] if a_corriger else []
    nombres += [pluriel(len(illisibles), "illisible")] if illisibles else []
    yield from paragraphe(typographie(f"{pluriel(len(resultats), 'plan')} : {liste(nombres)}."))
    for nom in (*a_corriger, *illisibles):
        yield from paragraphe(montrer(nom), "• ")


def _semaine(g: Grille) -> Iterator[str]:
    """The week, one day after the other: five parts of a day side by side would not hold in the width."""
    yield click.style("LA SEMAINE", bold=True)
    yield ""
    toujours = _en_permanence(g)
    for rang, jour in enumerate(g.jours):
        yield click.style(f"  {jour}", bold=True)
        venues = [(ligne.moment, [v for v in ligne.jours[rang] if v not in toujours]) for ligne in g.lignes]
        for moment, visites in venues:
            if visites:
                yield from paragraphe(liste(map(_visite, visites)), f"  {moment:<12}")
        if not any(visites for _, visites in venues):
            yield from paragraphe("personne", "  ")
    if toujours:
        yield click.style("  en permanence", bold=True)
        yield from paragraphe(liste(map(_visite, toujours)), "  ")
    if g.sans_jour:
        yield click.style("  sans jour connu", bold=True)
        yield from paragraphe(liste(map(_visite, g.sans_jour)), "  ")
    if g.prochaine_revision:
        yield click.style("  prochaine révision", bold=True)
        yield from paragraphe(date_longue(g.prochaine_revision), "  ")
    yield ""


def _en_permanence(g: Grille) -> list[Visite]:
    """Who is there at any hour of any day: said once rather than in every box."""
    cases = [visites for ligne in g.lignes[: len(Moment)] for visites in ligne.jours]
    return [v for v in cases[0] if all(v in autres for autres in cases)]


def _visite(v: Visite) -> str:
    """`SSIAD 8 heures-10 heures (n° 1, 3)`."""
    numeros = f"(n° {', '.join(map(str, v.numeros))})" if v.numeros else ""
    return typographie(" ".join(filter(None, (v.service or "service non précisé", v.heures, v.frequence, numeros))))


# --- For another program --------------------------------------------------------------------------------------------


def _json(resultats: _Resultats, c: Campagne, *, avec_semaine: bool) -> dict[str, Any]:
    """The JSON contract, that of `maia verifier` with a verdict of its own."""
    return {
        "version": VERSION_JSON,
        "campagne": str(c.annee),
        "fichiers": [_fichier(resultat, avec_semaine=avec_semaine) for resultat in resultats],
    }


def _fichier(resultat: _Verifie | Illisible, *, avec_semaine: bool) -> dict[str, Any]:
    if isinstance(resultat, Illisible):
        refus = Constat("", resultat.message, "", regle="lecture", ligne=resultat.ligne, colonne=resultat.colonne)
        return {
            "fichier": resultat.fichier,
            "lisible": False,
            "verdict": {"coherent": None},
            "constats": [constat_json(refus)],
        }
    lu = {
        "fichier": resultat.fichier,
        "lisible": True,
        "verdict": {"coherent": resultat.rapport.coherent},
        "constats": [constat_json(constat) for constat in resultat.rapport.constats],
    }
    return {**lu, "semaine": _grille(semaine(resultat.plan))} if avec_semaine else lu


def _grille(g: Grille) -> dict[str, Any]:
    """The week by numbers of needs and rows of services, never by names: who they are is in the plan."""
    return {
        "jours": list(g.jours),
        "moments": [
            {"moment": ligne.moment, "services": [[v.rang for v in visites] for visites in ligne.jours]}
            for ligne in g.lignes
        ],
        "sans_jour": [v.rang for v in g.sans_jour],
        "manques": [{"numero": m.numero, "jours": [g.jours[j] for j in m.jours]} for m in g.manques],
        "prochaine_revision": g.prochaine_revision.isoformat() if g.prochaine_revision else None,
    }
