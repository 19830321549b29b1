"""From the boxes of a filled PSI to a plan: what a hand writes becomes what the PSI's reader accepts.

    relire({"besoins/3/texte": "…"})     the tree of texts that `maia.forms.redaction.rediger` writes

No message holds what a box says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic_core import PydanticCustomError

from maia.forms.lecture import Valeur as Donnee
from maia.forms.psi import FORMULAIRE
from maia.forms.psi_formulaire import (
    DROITS,
    NUMERO,
    NUMEROS,
    PRIORITAIRE,
    TABLEAUX,
    Genre,
    Remarque,
    case,
    connue,
    vide,
)
from maia.forms.types import ESPACES, date_lue


def relire(
    valeurs: Mapping[str, str | None], proposes: Mapping[str, str] | None = None
) -> tuple[dict[str, Donnee], tuple[Remarque, ...]]:
    """What filled boxes say, as texts that the PSI's reader accepts, and what had to be left out.

    `None` is a box nobody touched. `proposes` gives the numbers printed in advance: alone in its row, one says nothing.
    What is not understood (a date, a number) is kept as typed: typing the result tells.
    """
    remarques: list[Remarque] = []
    arbre_lu: dict[str, Donnee] = {"formulaire": FORMULAIRE}
    rangees: dict[str, dict[int, dict[str, Donnee]]] = {table: {} for table in TABLEAUX}
    for nom, brut in valeurs.items():
        if brut is None or not connue(nom):
            continue
        texte, retires = _propre(brut)
        if retires:
            codes = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(retires))
            remarques.append(Remarque(case(nom).ou, f"ce qui ne se voit pas n’en est pas relu ({codes})."))
        if not texte:
            continue
        table, *suite = nom.split("/")
        if table in TABLEAUX:
            ligne = rangees[table].setdefault(int(suite[0]), {})
            if texte == (proposes or {}).get(nom):
                ligne["propose"] = texte
            else:
                _ranger(ligne, suite[1:], _saisi(nom, texte))
        else:
            _ranger(arbre_lu, [table, *suite], _saisi(nom, texte))
    for table, lignes in rangees.items():
        pleines: list[Donnee] = []
        for rang in sorted(lignes):
            propose = lignes[rang].pop("propose", None)
            if not vide(lignes[rang], sauf=PRIORITAIRE):
                pleines.append(lignes[rang] if propose is None else {NUMERO: propose, **lignes[rang]})
        if pleines:
            arbre_lu[table] = pleines
    return arbre_lu, tuple(remarques)


def _propre(texte: str) -> tuple[str, str]:
    """The text as YAML can hold it, and the invisible characters that had to be dropped."""
    texte = re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", texte)
    gardes = "".join(c for c in texte if c.isprintable() or c in f"{ESPACES}\n\u00ad")
    retires = "".join(c for c in texte if c not in gardes)
    return gardes.strip(ESPACES + "\n"), retires


def _ranger(bloc: dict[str, Donnee], etapes: Sequence[str], valeur: Donnee) -> None:
    if len(etapes) == 1:
        bloc[etapes[0]] = valeur
    elif isinstance(dessous := bloc.setdefault(etapes[0], {}), dict):
        _ranger(dessous, etapes[1:], valeur)


def _saisi(nom: str, texte: str) -> Donnee:
    """What a hand writes around a value is taken away when the value alone is understood."""
    champ = nom.rpartition("/")[2]
    if champ == DROITS:
        return [droit for ligne in texte.split("\n") if (droit := ligne.strip(ESPACES))]
    if champ in (NUMERO, NUMEROS):
        return _numeros(texte, un_seul=champ == NUMERO)
    if case(nom).genre is Genre.DATE:
        nu = re.sub(r"^(?:à partir du|dès le|depuis le|le|du|au)\s+|[\s.,;]+$", "", texte, flags=re.IGNORECASE)
        return nu if _est_une_date(nu) else texte
    return texte


def _numeros(texte: str, *, un_seul: bool) -> Donnee:
    nus = re.sub(r"n\s?[°ºo]s?\.?\s*", "", texte, flags=re.IGNORECASE).strip(" .")
    morceaux = [m for m in re.split(r"[\s,;/+.&-]+|\bet\b", nus) if m]
    # « 1-3 » may mean three numbers or two: it is left to the reader, who refuses it.
    if "-" in nus or not morceaux or not all(re.fullmatch(r"\d{1,3}", m, re.ASCII) for m in morceaux):
        return texte
    if un_seul:
        return morceaux[0] if len(morceaux) == 1 else texte
    return list(morceaux)


def _est_une_date(texte: str) -> bool:
    try:
        date_lue(texte)
    except PydanticCustomError:
        return False
    return True
