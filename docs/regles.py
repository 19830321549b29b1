"""Draws `regles.md`: every rule with its text, its passage, its severity and its cases; the same source as `maia regle`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from docs.generer import tableau
from maia.forms.campagne import campagne
from maia.forms.francais import pluriel, typographie
from maia.forms.passages import extraits
from maia.validators.catalogue import regles
from maia.validators.enveloppe import FAMILLE_D_ENSEMBLE, REGLES_D_ENSEMBLE, RegleDEnsemble
from maia.validators.exemples import Exemple, exemples
from maia.validators.psi import regles_du_psi
from maia.validators.registre import FAMILLES, FAMILLES_DU_PSI, Regle, source_en_toutes_lettres

_GRAVITES = {"bloquant": "bloquant", "avertissement": "avertissement", "information": "information"}


def page() -> Iterator[str]:
    """The catalogue, in pieces of Markdown."""
    des_dossiers, du_psi = regles(), regles_du_psi()
    toutes = des_dossiers + du_psi
    familles = {**FAMILLES, **FAMILLES_DU_PSI}
    yield "# Les règles"
    yield (
        f"{pluriel(len(toutes), 'règle')}, par famille. « bloquant » : le texte l’exige, et l’anomalie ôte au verdict la mention "
        "indiquée ; « avertissement » : à vérifier par une personne ; « information » : une suggestion. Chaque règle "
        "s’explique aussi au terminal : `maia regle N01`. Une ARS peut changer une gravité dans son fichier (`reglages`)."
    )
    yield tableau(
        ("Famille", "Règles", "Bloquantes", "Ôte au verdict"),
        [
            (
                f"[{lettre} – {nom}](#{_ancre(f'{lettre} – {nom}')})",
                str(len(siennes)),
                str(sum(r.gravite == "bloquant" for r in siennes)),
                aspect,
            )
            for lettre, (nom, aspect) in familles.items()
            if (siennes := [r for r in toutes if r.id[0] == lettre])
        ],
    )
    yield from _familles(des_dossiers)
    yield f"## M – {FAMILLE_D_ENSEMBLE}"
    yield "Ces règles comparent des dossiers vérifiés ensemble : elles signalent, et ne changent aucun verdict."
    for regle in REGLES_D_ENSEMBLE.values():
        yield from _regle(regle)
    yield from _familles(du_psi)


def _familles(siennes: Iterable[Regle]) -> Iterator[str]:
    for lettre, groupe in groupby(siennes, key=lambda r: r.id[0]):
        yield f"## {lettre} – {groupe_nomme(lettre)}"
        if lettre in FAMILLES_DU_PSI:
            yield (
                "Ces règles lisent un plan de services individualisé (`maia psi verifier`). N’y bloque que ce qui empêche de le "
                "lire comme il a été écrit : un numéro qui ne mène nulle part ou à deux besoins, une cause hors de la liste. "
                "Les règles de langue conseillent : [ce qu’elles valent](psi-corpus.md)."
            )
        for regle in groupe:
            yield from _regle(regle)


def groupe_nomme(lettre: str) -> str:
    """Name of a family."""
    return (FAMILLES.get(lettre) or FAMILLES_DU_PSI[lettre])[0]


def _ancre(titre: str) -> str:
    """Where a title is found, as GitHub writes it: signs dropped, spaces turned into dashes."""
    return re.sub(r"[^\w -]", "", titre.lower()).replace(" ", "-")


def _regle(r: Regle | RegleDEnsemble) -> Iterator[str]:
    yield f"### {r.id}"
    yield f"**{r.titre}**"
    yield from (" ".join(bloc.split()) for bloc in r.explication.split("\n\n")[1:])
    verdict = f" (ôte « {r.aspect} » au verdict)" if isinstance(r, Regle) and r.gravite == "bloquant" else ""
    yield f"{_GRAVITES[r.gravite].capitalize()}{verdict}. {source_en_toutes_lettres(r.source, campagne())}."
    yield from (f"> {p.id} : « {p.texte} »" for p in extraits(r.source, r.explication))
    for accepte, groupe in groupby(exemples(r.id), key=lambda e: e.accepte):
        yield typographie(f"{'Accepté' if accepte else 'Refusé'} :")
        yield "\n".join(_exemple(e) for e in groupe)


def _exemple(e: Exemple) -> str:
    lignes = "".join(f"<br>`{ligne}`" for ligne in e.lignes)
    return f"- {e.nom}{lignes}"
