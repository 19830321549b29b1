"""Whether a campaign's parameters agree with one another: a file that reads well may still contradict itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from maia.forms.campagne import MOIS_PAR_AN, Campagne
from maia.forms.constat import Chemin
from maia.forms.francais import date_courte, euros, liste
from maia.forms.lecture import Illisible, lire
from maia.forms.saisie import Faute, Saisie, lire_modele

_SUITE = (
    ("lancement", "le lancement de l’appel"),
    ("cloture", "la clôture"),
    ("decision", "la décision"),
    ("pilotes_debut", "les premières prises de poste des pilotes"),
    ("pilotes_fin", "les dernières prises de poste des pilotes"),
)

_SUIVANTS_MINIMUM = 2  # annexe V-2 speaks of « les … exercices suivants »


def contradictions(c: Campagne) -> tuple[Faute, ...]:
    """Every contradiction of the campaign, with its path: dates out of order, ceilings that don't follow, lists that differ."""
    return tuple(
        Faute("contradiction", chemin, message, remede)
        for trouvees in (_dates(c), _convention(c), _regimes(c), _enveloppe(c), _nombres(c))
        for chemin, message, remede in trouvees
    )


def lire_campagne(chemin: Path) -> Saisie[Campagne] | Illisible:
    """A campaign file of the user's, with its typing faults, or else its contradictions."""
    lu = lire(chemin)
    if isinstance(lu, Illisible):
        return lu
    saisie = lire_modele(lu, Campagne)
    if saisie.valeur is None or saisie.fautes:
        return saisie
    return Saisie(lu, saisie.valeur, contradictions(saisie.valeur))


_Trouvee = tuple[Chemin, str, str]


def _dates(c: Campagne) -> Iterator[_Trouvee]:
    for (avant, nom_avant), (apres, nom_apres) in pairwise(_SUITE):
        premiere, seconde = getattr(c.calendrier, avant), getattr(c.calendrier, apres)
        if seconde < premiere:
            yield (
                ("calendrier", apres),
                f"{nom_apres.capitalize()} ({date_courte(seconde)}) précède {nom_avant} ({date_courte(premiere)}).",
                f"Corrigez « {avant} » ou « {apres} ».",
            )


def _convention(c: Campagne) -> Iterator[_Trouvee]:
    v = c.convention
    for cle, date in (("terme", v.terme), ("compte_rendu", v.compte_rendu), ("validation", v.validation)):
        if date < c.calendrier.decision:
            yield (
                ("convention", cle),
                f"Le {date_courte(date)} précède la décision ({date_courte(c.calendrier.decision)}).",
                f"Corrigez « {cle} ».",
            )
    if not v.terme <= v.compte_rendu <= v.validation:
        yield (
            ("convention",),
            "Le terme, le compte rendu financier et sa validation ne se suivent pas.",
            "Corrigez l’une des trois dates.",
        )
    yield from _pluriannuelle(c)


def _pluriannuelle(c: Campagne) -> Iterator[_Trouvee]:
    """Dates that come back every year must be given for their first time, and the term leave years to come back in."""
    p = c.convention.pluriannuelle
    for cle, date, annee in (
        ("budget", p.budget, c.annee),
        ("premier_versement", p.premier_versement, c.annee + 1),
        ("second_versement", p.second_versement, c.annee + 1),
        ("compte_rendu", p.compte_rendu, c.annee + 1),
        ("validation", p.validation, c.annee + 1),
    ):
        if date.year != annee:
            yield (
                ("convention", "pluriannuelle", cle),
                f"Convention pluriannuelle : le {date_courte(date)} n’est pas en {annee}.",
                f"Écrivez la date de la première fois, en {annee}.",
            )
    if p.terme.year < c.annee + _SUIVANTS_MINIMUM:
        yield (
            ("convention", "pluriannuelle", "terme"),
            f"La convention pluriannuelle s’achève le {date_courte(p.terme)} : moins de {_SUIVANTS_MINIMUM} exercices après "
            f"{c.annee}.",
            "Corrigez « terme ».",
        )
    for cle, premiere, seconde in (
        ("second_versement", p.premier_versement, p.second_versement),
        ("validation", p.compte_rendu, p.validation),
    ):
        if seconde < premiere:
            yield (
                ("convention", "pluriannuelle", cle),
                f"Convention pluriannuelle : le {date_courte(seconde)} précède le {date_courte(premiere)}.",
                "Corrigez l’une des deux dates.",
            )


def _regimes(c: Campagne) -> Iterator[_Trouvee]:
    o, g = c.ordres_de_grandeur, c.gestionnaires_de_cas
    for nom, r in c.regimes.items():
        if set(r.plafonds_annee_pleine) != set(r.gestionnaires_finances):
            yield (
                ("regimes", nom, "gestionnaires_finances"),
                f"Le régime {nom} ne donne pas les mêmes nombres de gestionnaires de cas dans ses plafonds et ses financements.",
                "Écrivez les mêmes nombres aux deux endroits.",
            )
            continue
        for nombre, plafond in r.plafonds_annee_pleine.items():
            attendu = o.pilotage + r.gestionnaires_finances[nombre] * o.par_gestionnaire_de_cas
            if plafond != attendu:
                yield (
                    ("regimes", nom, "plafonds_annee_pleine"),
                    f"Régime {nom}, {nombre} gestionnaires de cas : plafond de {euros(plafond)}, mais les ordres de grandeur "
                    f"donnent {euros(attendu)}.",
                    "Accordez le plafond et les ordres de grandeur : les constats montrent ce calcul.",
                )
            if not g.minimum <= nombre <= g.finances_maximum:
                yield (
                    ("regimes", nom, "plafonds_annee_pleine"),
                    f"Régime {nom} : un plafond pour {nombre} gestionnaires de cas, hors de {g.minimum} à {g.finances_maximum}.",
                    "Accordez les plafonds et « gestionnaires_de_cas ».",
                )
        mois = r.annee_partielle
        for cle in ("pilotage", "gestion_de_cas"):
            if mois is not None and not 0 <= getattr(mois, cle) <= MOIS_PAR_AN:
                yield (
                    ("regimes", nom, "annee_partielle", cle),
                    f"Régime {nom} : {getattr(mois, cle)} mois financés dans une année.",
                    f"Écrivez de 0 à {MOIS_PAR_AN} mois.",
                )


def _enveloppe(c: Campagne) -> Iterator[_Trouvee]:
    if set(c.enveloppe.colonnes) != set(c.regimes):
        yield (
            ("enveloppe", "colonnes"),
            f"L’enveloppe a pour colonnes {liste(c.enveloppe.colonnes)}, et les régimes sont {liste(list(c.regimes))}.",
            "Écrivez les mêmes noms aux deux endroits.",
        )
    for region, places in c.enveloppe.regions.items():
        if inconnues := [colonne for colonne in places if colonne not in c.enveloppe.colonnes]:
            yield (
                ("enveloppe", "regions", region),
                f"{region} : {liste(inconnues)} n’est pas une colonne de l’enveloppe.",
                f"Colonnes : {liste(c.enveloppe.colonnes)}.",
            )


def _nombres(c: Campagne) -> Iterator[_Trouvee]:
    g = c.gestionnaires_de_cas
    if g.minimum > g.finances_maximum:
        yield (
            ("gestionnaires_de_cas", "minimum"),
            f"Le minimum de gestionnaires de cas ({g.minimum}) dépasse le nombre que l’ARS finance ({g.finances_maximum}).",
            "Corrigez l’un des deux.",
        )
    if c.note.pages_max < 1:
        yield (("note", "pages_max"), "La note n’a droit à aucune page.", "Écrivez le nombre de pages.")
