"""D17: the anonymous aggregate of plans, as a workbook and as pictures for slides (CDC §3.6, annexe III).

Nothing here knows a person: what comes in is counted already, small cells hidden. A hidden cell is the letter « s », as
the statisticians write it; no total is a formula, since a sum of what is left would look like the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maia.forms import agregat as noms
from maia.forms.agregat_tableaux import Agregat
from maia.forms.francais import date_longue, pluriel, typographie
from maia.forms.psi import CAUSES
from maia.forms.secret_statistique import TOTAL, Tableau
from maia.generators.documents import Champs, Document
from maia.generators.pdf import Donnee, Image, dessiner
from maia.generators.production import rendre

MASQUE = "s"
GRAPHIQUE = "graphique.typ"
IMAGES: tuple[Image, ...] = ("png", "svg")


def classeur(a: Agregat, site: str) -> bytes:
    """The workbook; `site` is the name of the MAIA in its title. The same tables give the same bytes."""
    document = Document(
        "agregat", "agregat.xlsx", "CDC §3.6", "xlsx", ars=False, instruction=False, champs=champs_de_l_agregat
    )
    return rendre(document, champs_de_l_agregat(a, site))


def champs_de_l_agregat(a: Agregat, site: str) -> Champs:
    """The fields of the template; nothing can be missing."""
    causes = (*CAUSES, noms.SANS_CAUSE)
    priorites = {"prioritaires": noms.PRIORITAIRES, "autres": noms.AUTRES_BESOINS}
    valeurs: dict[str, Any] = {
        "site": site,
        "resume": resume(a),
        "plafond": a.plafond,
        "au": date_longue(a.au),
        "notes": [{"sujet": sujet, "texte": typographie(texte)} for sujet, texte in _notes(a)],
        **_zone("besoins", "domaine", a.besoins, priorites),
        **_zone("ecarts", "domaine", a.ecarts, {f"c{n}": cause for n, cause in enumerate(causes, 1)}),
        **_zone("attentes", "service", a.attentes, {}),
        **_zone("charges", "gestionnaire", a.charges, {}),
        **_zone("revisions", "situation", a.revisions, {}),
        **_zone("ages", "age", a.ages, {}),
    }
    for ligne in valeurs["attentes"]:
        ligne["mediane"] = a.mediane.get(ligne["service"])
    for ligne in valeurs["charges"]:
        ligne["place"] = a.plafond - ligne["total"] if isinstance(ligne["total"], int) else MASQUE
    return Champs(valeurs | {"attentes_total_mediane": None, "charges_total_place": None})


def images(a: Agregat, site: str) -> dict[str, bytes]:
    """The pictures, PNG and SVG, by file name; bars and words only, so that a photocopy says as much."""
    return {
        f"{nom}.{forme}": dessiner(GRAPHIQUE, {**donnees, "site": site, "plans": resume(a)}, jour=a.au, forme=forme)
        for nom, donnees in _graphiques(a).items()
        for forme in IMAGES
    }


def resume(a: Agregat) -> str:
    """How many plans, on which day, and from how many persons a count is shown."""
    remplaces = f" ({pluriel(a.remplaces, 'version antérieure laissée', 'versions antérieures laissées')} de côté)"
    return typographie(
        f"{pluriel(a.plans, 'plan')}, au {date_longue(a.au)}{remplaces if a.remplaces else ''}. "
        f"Aucun effectif de moins de {a.seuil} personnes n’est montré."
    )


def _zone(nom: str, titre: str, t: Tableau, colonnes: Mapping[str, str]) -> dict[str, Any]:
    """A table of the template: its lines, and its line of totals."""
    presentes = {cle: colonne for cle, colonne in colonnes.items() if colonne in t.colonnes}

    def ligne(l: str) -> dict[str, Any]:  # noqa: E741
        cellules = {cle: _montre(t.valeur(l, presentes[cle])) if cle in presentes else 0 for cle in colonnes}
        return cellules | {"total": _montre(t.valeur(l))}

    totaux = {f"{nom}_total_{cle}": v for cle, v in ligne(TOTAL).items()}
    return {nom: [{titre: l} | ligne(l) for l in t.lignes] or [{titre: "Aucun"}], **totaux}  # noqa: E741


def _montre(valeur: int | None) -> int | str:
    return MASQUE if valeur is None else valeur


def _notes(a: Agregat) -> tuple[tuple[str, str], ...]:
    return (
        ("Ce que c’est", "Un décompte anonyme des plans de services individualisés, pour les tables de concertation (CDC §3.6)."),
        ("Une personne, un plan", "De chaque personne, seule la dernière version du plan est comptée. Deux plans anonymisés sont deux personnes."),
        ("Un besoin non comblé", "Chaque problématique d’une ligne du bloc « besoins non comblés » compte une fois, avec sa cause."),
        ("La lettre « s »", f"Un effectif auquel contribuent moins de {a.seuil} personnes n’est pas montré ; d’autres sont cachés avec lui pour que les totaux ne le redonnent pas. Un zéro est toujours montré, sauf dans un tableau entièrement caché."),
        ("Noms de domaines et de services", f"Ceux que moins de {a.seuil} personnes font apparaître sont réunis sous « Autres »."),
        ("Le seuil", "Il est dans le fichier de la campagne (secret_statistique) : aucun texte ne le fixe."),
        ("Ce qu’il ne faut pas faire", "Publier deux agrégats à quelques plans près : leur différence pourrait désigner quelqu’un. Diffusez-en un par période, pour tout le site."),
    )  # fmt: skip


def _graphiques(a: Agregat) -> dict[str, dict[str, Donnee]]:
    colonne = noms.COLONNE
    par_cause = {cause: a.ecarts.valeur(TOTAL, cause) for cause in a.ecarts.colonnes}
    return {
        "besoins-par-domaine": _barres(
            "Besoins par domaine",
            {d: (a.besoins.valeur(d, noms.PRIORITAIRES), a.besoins.valeur(d, noms.AUTRES_BESOINS)) for d in a.besoins.lignes},
            legende=("Prioritaires", "Autres"),
        ),
        "besoins-non-combles-par-cause": _barres(
            "Besoins non comblés, par cause de l’écart", {c: (v,) for c, v in par_cause.items()}
        ),
        "listes-d-attente": _barres(
            "Besoins en liste d’attente, par service", {s: (a.attentes.valeur(s, colonne),) for s in a.attentes.lignes}
        ),
        "charge-des-gestionnaires": _barres(
            f"Personnes suivies par gestionnaire de cas ({a.plafond} au plus)",
            {g: (a.charges.valeur(g, colonne),) for g in a.charges.lignes},
            repere=a.plafond,
        ),
        "revisions": _barres("Révision des plans", {r: (a.revisions.valeur(r, colonne),) for r in a.revisions.lignes}),
    }  # fmt: skip


def _barres(
    titre: str, barres: Mapping[str, tuple[int | None, ...]], *, legende: tuple[str, ...] = (), repere: int = 0
) -> dict[str, Donnee]:
    """What the picture's template draws; bars in the table's order, hidden ones as « s »."""
    return {
        "titre": titre,
        "barres": [
            {"nom": nom, "valeurs": [MASQUE if v is None else v for v in valeurs]} for nom, valeurs in barres.items()
        ],
        "legende": list(legende),
        "repere": repere,
    }
