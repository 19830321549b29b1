"""Writing YAML as a person would have typed it: in the form's order, without needless quotes, long texts folded.

Only for files that the program makes (a skeleton, what was read from a workbook or from a PDF form, a new version of
a plan): what somebody wrote is never written again. Whatever the value, reading it back gives exactly the same:

>>> analyser(rediger(valeur, Dossier).encode(), "dossier.yaml").valeur == valeur   # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from maia.forms.budget import Budget, Financeur, Groupe
from maia.forms.champs import Alternative, Bloc, Liste, Nature, Table, champs, valeurs
from maia.forms.constat import Chemin
from maia.forms.dossier import Commune, Dossier, Pieces
from maia.forms.francais import date_courte
from maia.forms.lecture import Valeur
from maia.forms.modele import Modele
from maia.forms.moment import Moment
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, nomenclature
from maia.forms.pieces import catalogue
from maia.forms.redaction_textes import ESPACES_ADMIS, LARGEUR, liste_serree, scalaire, simple, texte_apres
from maia.forms.territoires import fuseaux

_CLE_SIMPLE_MAX = 1000  # libyaml gives up a key past 1 024 characters, unless « ? » announces it


def rediger(
    valeur: Mapping[str, Valeur],
    modele: type[Modele] = Dossier,
    *,
    entete: Sequence[str] = (),
    commentaires: Mapping[Chemin, str] | None = None,
) -> str:
    """The YAML text of `valeur` (texts, blocks and lists nested in one another), fields in the order of `modele`.

    `entete` is written first, as comments; `commentaires` gives the line of comment to write above a field, by path.
    A field that the model does not know comes after those it knows. Reading the text back gives `valeur` again.
    """
    redacteur = _Redacteur(commentaires or {})
    lignes = [*_commenter(entete), *redacteur.bloc(valeur, Bloc(modele), (), 0)]
    return "\n".join(lignes) + "\n"


def valeur_de(modele: BaseModel) -> dict[str, Valeur]:
    """A typed model as the texts a person would type (`12 500`, `15/03/2012`, `oui`), what is empty left out.

    Typing these texts gives the same model again; `rediger(valeur_de(psi), Psi)` writes it down.
    """
    montants = _montants(type(modele))
    textes = {nom: _en_texte(getattr(modele, nom), montant=nom in montants) for nom in type(modele).model_fields}
    textes |= {cle: _en_texte(v) for cle, v in (modele.model_extra or {}).items()}
    return {cle: v for cle, v in textes.items() if v is not None}


def montant_saisi(montant: int) -> str:
    """Whole euros as typed in a dossier, with the space of the keyboard: `151667` → `151 667`."""
    return f"{montant:,}".replace(",", " ")


@cache
def _montants(modele: type[BaseModel]) -> frozenset[str]:
    """Fields that hold an amount, and take a space by thousands: a year does not."""
    if not issubclass(modele, Modele):
        return frozenset()
    return frozenset(c.nom for c in champs(modele) if any(v.nom == "Montant" for v in valeurs(c.nature)))


def _en_texte(valeur: Any, *, montant: bool = False) -> Valeur:
    match valeur:
        case None:
            return None
        case bool():
            return "oui" if valeur else "non"
        case int():
            return montant_saisi(valeur) if montant else str(valeur)
        case Decimal():
            return format(valeur.normalize(), "f")
        case Moment():
            return _moment(valeur)
        case datetime.date():
            return date_courte(valeur)
        case Groupe():
            return _groupe(valeur)
        case Commune(nom=str(nom), insee=None):
            return nom
        case BaseModel():
            return valeur_de(valeur) or None
        case dict():
            return {cle: lu for cle, v in valeur.items() if (lu := _en_texte(v)) is not None} or None
        case list() | tuple():
            return [lu for v in valeur if (lu := _en_texte(v)) is not None] or None
    return str(valeur)


def _moment(moment: Moment) -> str:
    jour = date_courte(moment.jour)
    if moment.heure is None:
        return jour
    ecrit = f"{jour} {moment.heure:%H:%M}"
    if moment.universel is None:
        return ecrit
    local = datetime.datetime.combine(moment.jour, moment.heure)
    for fuseau in fuseaux().values():
        if fuseau.universel(local) == moment.universel:
            return f"{ecrit} {fuseau.nom}"
    decalage = round((local - moment.universel).total_seconds() / 60)
    heures, minutes = divmod(abs(decalage), 60)
    return f"{ecrit} UTC{'-' if decalage < 0 else '+'}{heures:02}:{minutes:02}"


def _groupe(groupe: Groupe) -> Valeur:
    """An account in the shortest of its three ways of being written."""
    montant = None if groupe.montant is None else montant_saisi(groupe.montant)
    if not groupe.detaille:
        return montant
    if not groupe.lignes and montant is None:
        return _en_texte(groupe.financeurs)
    lignes: dict[str, Valeur] = {libelle: montant_saisi(m) for libelle, m in groupe.lignes.items()}
    if groupe.financeurs:
        lignes["financeurs"] = _en_texte(groupe.financeurs)
    return lignes if montant is None else {**lignes, "total": montant}


class _Redacteur:
    """Lays a tree out, line by line."""

    def __init__(self, commentaires: Mapping[Chemin, str]) -> None:
        self._commentaires = commentaires

    def bloc(self, valeur: Mapping[str, Valeur], nature: Nature | None, chemin: Chemin, retrait: int) -> Iterator[str]:
        """A block, one field a line; at the root, blocks of fields are set apart by an empty line."""
        if not valeur:
            yield " " * retrait + "{}"
        marge, apres_bloc = " " * retrait, False
        for rang, (cle, v) in enumerate(_en_ordre(valeur, nature, chemin)):
            ici = (*chemin, cle)
            lignes = list(self._champ(cle, v, _dans(nature, cle), ici, retrait))
            if not retrait and rang and (apres_bloc or len(lignes) > 1):
                yield ""
            apres_bloc = len(lignes) > 1
            for ligne in _commenter(self._commentaires.get(ici, "").splitlines()):
                yield marge + ligne
            yield from lignes

    def _champ(self, cle: str, v: Valeur, nature: Nature | None, chemin: Chemin, retrait: int) -> Iterator[str]:
        marge = " " * retrait
        debut = f"{marge}{scalaire(cle)}:"
        if len(cle) > _CLE_SIMPLE_MAX:
            yield f"{marge}? {scalaire(cle)}"
            debut = f"{marge}:"
        yield from self._apres(debut, v, nature, chemin, retrait + 2)

    def _apres(self, debut: str, v: Valeur, nature: Nature | None, chemin: Chemin, retrait: int) -> Iterator[str]:
        """What follows a key or a dash: on the same line when it fits, else on the next ones."""
        if v is None:
            yield debut
        elif isinstance(v, str):
            yield from texte_apres(debut, v, retrait)
        elif not v:
            yield f"{debut} {'{}' if isinstance(v, dict) else '[]'}"
        elif isinstance(v, list) and (serree := liste_serree(debut, v)):
            yield from serree
        elif isinstance(v, list):
            yield debut
            yield from self._liste(v, nature, chemin, retrait)
        else:
            yield debut
            yield from self.bloc(v, nature, chemin, retrait)

    def _liste(self, v: Sequence[Valeur], nature: Nature | None, chemin: Chemin, retrait: int) -> Iterator[str]:
        element = _element(nature)
        marge = " " * retrait
        serrees = [self._ligne_serree(e, element, (*chemin, rang), retrait) for rang, e in enumerate(v)]
        tous = all(serrees)
        for rang, e in enumerate(v):
            ici = (*chemin, rang)
            yield from (marge + ligne for ligne in _commenter(self._commentaires.get(ici, "").splitlines()))
            if tous:
                yield f"{marge}- {serrees[rang]}"
            elif isinstance(e, dict) and e:
                premiere, *suite = self.bloc(e, element, ici, retrait + 2)
                if premiere.lstrip().startswith(("#", "? ")):
                    yield from (f"{marge}-", premiere, *suite)
                else:
                    yield from (f"{marge}- {premiere.lstrip()}", *suite)
            elif isinstance(e, list) and e:
                yield f"{marge}-"
                yield from self._liste(e, element, ici, retrait + 2)
            else:
                yield from self._apres(f"{marge}-", e, element, ici, retrait + 2)

    def _ligne_serree(self, e: Valeur, nature: Nature | None, chemin: Chemin, retrait: int) -> str:
        """`{poste: Pilote, etp: 1}` when the whole row is short and simple; else nothing."""
        if not isinstance(e, dict) or not e or any((*chemin, cle) in self._commentaires for cle in e):
            return ""
        champs_ecrits = []
        for cle, v in _en_ordre(e, nature, chemin):
            ecrite = scalaire(cle, flux=True)
            if not isinstance(v, str) or not simple(v) or len(ecrite) > _CLE_SIMPLE_MAX:
                return ""
            champs_ecrits.append(f"{ecrite}: {scalaire(v, flux=True)}")
        ligne = f"{{{', '.join(champs_ecrits)}}}"
        return ligne if retrait + 2 + len(ligne) <= LARGEUR else ""


def _commenter(lignes: Sequence[str]) -> Iterator[str]:
    """Comments, whatever characters they hold."""
    for ligne in lignes:
        montre = "".join(c if c.isprintable() or c in ESPACES_ADMIS else "\ufffd" for c in ligne)
        yield f"# {montre}".rstrip()


def _en_ordre(valeur: Mapping[str, Valeur], nature: Nature | None, chemin: Chemin) -> list[tuple[str, Valeur]]:
    """The fields in the form's order, then those it does not know, as they come."""
    rangs = {nom: rang for rang, nom in enumerate(_noms(nature, chemin))}
    return sorted(valeur.items(), key=lambda paire: rangs.get(paire[0], len(rangs)))


_FINANCEURS = Liste(Bloc(Financeur))


def _noms(nature: Nature | None, chemin: Chemin) -> list[str]:
    modele = _modele(nature)
    if modele is Pieces:
        return [*catalogue().pieces, *(c.nom for c in champs(Pieces))]
    if modele is not None:
        return [c.nom for c in champs(modele)]
    if len(chemin) > 1 and chemin[-2] == "budget" and chemin[-1] in (CHARGES, PRODUITS, CONTRIBUTIONS):
        return list(nomenclature().cote(str(chemin[-1])))
    return []


def _modele(nature: Nature | None) -> type[Modele] | None:
    if isinstance(nature, Bloc):
        return nature.modele
    if isinstance(nature, Alternative):
        return next((facon.modele for facon in nature.facons if isinstance(facon, Bloc)), None)
    return None


def _dans(nature: Nature | None, cle: str) -> Nature | None:
    if isinstance(nature, Table):
        return nature.valeur
    modele = _modele(nature)
    if modele is None:
        return _FINANCEURS if cle == "financeurs" else None
    if modele is Budget and cle in (CHARGES, PRODUITS, CONTRIBUTIONS):
        return Table(_FINANCEURS)
    return next((c.nature for c in champs(modele) if c.nom == cle), None)


def _element(nature: Nature | None) -> Nature | None:
    if isinstance(nature, Liste):
        return nature.element
    if isinstance(nature, Alternative):
        return next((_element(facon) for facon in nature.facons if isinstance(facon, Liste)), None)
    return None
