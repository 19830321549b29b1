"""The workbook that a porteur fills instead of a YAML file: one case for each field of a dossier, empty or filled.

It is laid out from the models at run time (`maia.forms.classeur.plan`), so that a new field has its case, its help and
its drop-down at once; then our own Excel engine gives each formula its value, and the file its repeatable bytes.
Budgets follow annexe IV: same accounts, same lines, same totals as D2; account 74 has a line a funder, in the order
typed. What the form does not know goes to a last sheet, with its path: nothing of a dossier is left out.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from maia.forms.classeur.arbres import feuilles
from maia.forms.classeur.normes import normaliser
from maia.forms.classeur.plan import FeuilleBudget, FeuilleEffectifs, FeuillePieces, Formulaire, Tableau, plan
from maia.forms.constat import Chemin
from maia.forms.lecture import Valeur
from maia.forms.pieces import Catalogue, catalogue
from maia.generators.classeur import ModeleExcel
from maia.generators.saisie_budget import budget, effectifs
from maia.generators.saisie_feuilles import Atelier, autres, formulaire, mode_d_emploi, pieces, tableau
from maia.generators.saisie_paquet import avec_textes, textes_partages


@dataclass(frozen=True, slots=True)
class Saisie:
    """The workbook (`.xlsx`), the fields the form does not know (kept on the last sheet), and those Excel cannot hold."""

    octets: bytes
    inconnus: tuple[Chemin, ...]
    impossibles: tuple[Chemin, ...]


def classeur_de_saisie(valeur: Mapping[str, Valeur] | None = None, demandees: Catalogue | None = None) -> Saisie:
    """The workbook to fill, holding `valeur` (a dossier's tree of texts) when it is given.

    `demandees` is the list of pieces (the national one unless an ARS has its own). Same value, same bytes.
    """
    norme = normaliser(valeur or {})
    atelier = Atelier(Workbook(), norme, demandees or catalogue())
    atelier.classeur.remove(atelier.classeur.worksheets[0])
    mode_d_emploi(atelier)
    for feuille in plan():
        match feuille:
            case Formulaire():
                formulaire(atelier, feuille)
            case Tableau():
                tableau(atelier, feuille)
            case FeuilleBudget():
                budget(atelier, feuille)
            case FeuilleEffectifs():
                effectifs(atelier, feuille)
            case FeuillePieces():
                pieces(atelier, feuille)
    restes = {chemin: texte for chemin, texte in feuilles(norme) if chemin not in atelier.pris}
    inconnus = autres(atelier, restes)
    return Saisie(
        _achever(atelier), tuple(inconnus), tuple(c for c in (*atelier.impossibles, *restes) if c not in inconnus)
    )


def _achever(atelier: Atelier) -> bytes:
    classeur = atelier.classeur
    for nom, cellules in atelier.noms.items():
        classeur.defined_names[nom] = DefinedName(nom, attr_text=cellules)
    classeur.properties.creator, classeur.properties.title = "maia", "Dossier de candidature MAIA"
    brut = io.BytesIO()
    classeur.save(brut)
    champs: dict[str, Any] = {}
    octets, textes = textes_partages(brut.getvalue())
    return avec_textes(ModeleExcel.compiler(octets, "classeur de saisie").rendre(champs), textes)
