"""I — what the form asks of an association: declaration, prefecture, utilité publique."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from maia.forms.campagne import Campagne
from maia.forms.communes import communes_de
from maia.forms.constat import AVERTISSEMENT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import date_longue, sans_accents
from maia.forms.territoires import departements
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle


@regle("I20", AVERTISSEMENT, source="CIRC annexe IV §1, portée")
def association_privee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Seul un organisme privé donne une portée et une déclaration d’association.

    Un CLIC ou un réseau de santé peut être une association ; un conseil général ne l’est pas.
    """
    p = d.porteur
    if p.association and p.nature != "association" and p.statut_retenu and not p.prive:
        yield Constat(
            "porteur.association",
            f"Le porteur est présenté comme une association, et son statut est « {p.statut_retenu} ».",
            "Supprimez « association », ou écrivez « statut: organisme privé sans but lucratif ».",
        )


@regle("I21", AVERTISSEMENT, source="CIRC annexe IV §2, déclaration")
def declaration_avant_sa_publication(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’association est déclarée avant d’être publiée au Journal officiel."""
    declaration = d.porteur.association.declaration if d.porteur.association else None
    date, publication = (declaration.date, declaration.journal_officiel) if declaration else (None, None)
    if date and publication and publication < date:
        yield Constat(
            "porteur.association.declaration.journal_officiel",
            f"La publication au Journal officiel ({date_longue(publication)}) est antérieure à la déclaration "
            f"({date_longue(date)}).",
            "Vérifiez les deux dates sur le récépissé ; elles sont peut-être inversées.",
        )


_NUMERO = re.compile(r"\b(2[AB]|97[1-46]|\d{2})\b", re.IGNORECASE)
_DEBUT = re.compile(r"(?:(?:sous )?prefecture )?(?:de police )?(?:(?:de )?(?:la|l) |des |les |du |le |de |d )?")
# Before its two départements, Corse was number 20.
_CORSE = {"20": ("2A", "2B")}


def _nu(nom: str) -> str:
    """A name as plain words, without what leads to it: `Sous-préfecture de l’Ain` → `ain`."""
    mots = " ".join(re.findall(r"[a-z]+", sans_accents(nom)))
    return mots[_DEBUT.match(mots).end() :]  # type: ignore[union-attr]  # it may match nothing, and always matches


@cache
def _noms() -> dict[str, str]:
    return {_nu(lieu.nom): lieu.numero for lieu in departements().values()}


def _lieux(texte: str) -> set[str]:
    """The départements that a prefecture may be of: one bears the name, or has a commune that does."""
    nom = _nu(_NUMERO.sub(" ", texte))
    nommes = {_noms()[nom]} if nom in _noms() else set()
    return nommes | {commune.departement for commune in communes_de(nom)}


@regle("I22", AVERTISSEMENT, source="CIRC annexe IV §2, déclaration")
def prefecture_et_son_numero(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La préfecture de la déclaration est nommée avec le numéro de son département.

    « en toutes lettres avec le n° du département » : Deux-Sèvres (79), ou la ville, Parthenay (79).
    """
    declaration = d.porteur.association.declaration if d.porteur.association else None
    texte = declaration.prefecture if declaration else None
    if not texte:
        return
    chemin = "porteur.association.declaration.prefecture"
    lieux = _lieux(texte)
    propose = departements()[min(lieux)] if len(lieux) == 1 else None
    exemple = f"{propose.nom} ({propose.numero})" if propose else "Deux-Sèvres (79)"
    numeros = {numero for lu in _NUMERO.findall(texte) for numero in _CORSE.get(lu, (lu.upper(),))}
    if not numeros:
        yield Constat(
            chemin, f"La préfecture « {texte} » est écrite sans le numéro du département.", f"Écrivez : {exemple}."
        )
    elif not re.search(r"[^\W\d_]{3}", texte):
        nom = next((departements()[n].nom for n in sorted(numeros) if n in departements()), "Deux-Sèvres")
        yield Constat(
            chemin,
            f"La préfecture de la déclaration, « {texte} », n’est pas nommée.",
            f"Écrivez : {nom} ({texte.strip('()')}).",
        )
    elif lieux and not lieux & numeros:
        yield Constat(
            chemin,
            f"La préfecture « {texte} » et son numéro de département ne vont pas ensemble.",
            f"Écrivez : {exemple}." if propose else "Corrigez le nom ou le numéro.",
        )


@regle("I23", AVERTISSEMENT, source="CIRC annexe IV §2, utilité publique")
def utilite_publique_dite(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une association dit si elle est reconnue d’utilité publique."""
    a = d.porteur.association
    ou = ("porteur", "association", "utilite_publique")
    if a and a.utilite_publique is None and not mal_ecrit(d, *ou):
        yield Constat(
            ou,
            "Le dossier ne dit pas si l’association est reconnue d’utilité publique.",
            "Ajoutez « utilite_publique: non », ou oui avec la date de publication au Journal officiel.",
        )


@regle("I24", AVERTISSEMENT, source="CIRC annexe IV §2, utilité publique")
def utilite_publique_datee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une association reconnue d’utilité publique, et elle seule, date la publication qui la reconnaît.

    La date suit celle de la déclaration de l’association.
    """
    a = d.porteur.association
    if a is None:
        return
    champ = "utilite_publique_journal_officiel"
    ou, date = ("porteur", "association", champ), a.utilite_publique_journal_officiel
    declaration = a.declaration.date if a.declaration else None
    if a.utilite_publique and date is None and not mal_ecrit(d, *ou):
        yield Constat(
            ou,
            "L’association est reconnue d’utilité publique, sans la date de publication au Journal officiel.",
            f"Ajoutez « {champ} » sous « association ».",
        )
    elif a.utilite_publique is False and date:
        yield Constat(
            ou,
            f"L’association n’est pas reconnue d’utilité publique, mais une publication est datée du "
            f"{date_longue(date)}.",
            f"Supprimez « {champ} », ou écrivez « utilite_publique: oui ».",
        )
    elif date and declaration and date < declaration:
        yield Constat(
            ou,
            f"La reconnaissance d’utilité publique ({date_longue(date)}) est antérieure à la déclaration de "
            f"l’association ({date_longue(declaration)}).",
            "Vérifiez les deux dates.",
        )
