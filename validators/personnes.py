"""I — the people of the form: who is in charge, who represents the porteur, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, Chemin, Constat
from maia.forms.dossier import Delegation, Dossier
from maia.forms.francais import liste, sans_accents
from maia.forms.porteur import Personne
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

_MOTS = {
    "nom": "le nom",
    "prenom": "le prénom",
    "qualite": "la qualité",
    "telephone": "le téléphone",
    "courriel": "le courriel",
}


def _manquants(d: Dossier, ou: Chemin, personne: Personne | Delegation, champs: Sequence[str]) -> list[str]:
    """What is not written of a person, in words."""
    return [_MOTS[champ] for champ in champs if not getattr(personne, champ) and not mal_ecrit(d, *ou, champ)]


@regle("I14", AVERTISSEMENT, source="CIRC annexe IV §1, personne chargée, coordonnées")
def personne_chargee_presentee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La personne chargée du dossier est présentée : prénom, qualité, téléphone et courriel.

    Sans téléphone ni courriel, elle n’est pas joignable : une autre règle le dit, et bloque.
    """
    personne = d.personne_chargee
    if personne is None:
        return
    joignable = personne.telephone or personne.courriel
    champs = ("prenom", "qualite", *(("telephone", "courriel") if joignable else ()))
    if manquants := _manquants(d, ("personne_chargee",), personne, champs):
        yield Constat(
            "personne_chargee",
            f"Il manque {liste(manquants)} de la personne chargée du dossier.",
            "Complétez « personne_chargee » : l’ARS s’adressera à elle pendant l’instruction.",
        )


@regle("I15", AVERTISSEMENT, source="CIRC annexe IV §2, représentants légaux")
def representants_presentes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque représentant légal est présenté : prénom et courriel, avec le nom et la qualité."""
    for rang, personne in enumerate(d.representants):
        ou = ("representants", rang)
        if manquants := _manquants(d, ou, personne, ("prenom", "courriel")):
            qui = " ".join(filter(None, (personne.prenom, personne.nom))) or f"n° {rang + 1}"
            yield Constat(
                ou,
                f"Il manque {liste(manquants)} du représentant légal {qui}.",
                "Complétez « prenom » et « courriel ».",
            )


def _mots(texte: str | None) -> list[str]:
    return re.findall(r"\w+", sans_accents(texte or ""))


_CIVILITES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "dr", "docteur", "pr", "professeur"})


def _est(signataire: str, personne: Personne | Delegation) -> bool:
    """Whether the words of a signature may be that person's: the name in any order, a first name or its initial.

    A title, a quality and what little words tie them to the name are not held against it.
    """
    signe, nom = _mots(signataire), _mots(personne.nom)
    if not nom or not set(nom) <= set(signe):
        return False
    reste = [mot for mot in signe if mot not in {*nom, *_CIVILITES, *_mots(personne.qualite)}]
    prenom = _mots(personne.prenom)
    return not prenom or not reste or any(mot in prenom or mot == prenom[0][0] for mot in reste)


@regle("I16", AVERTISSEMENT, source="CIRC annexe IV §3, déclarant")
def signataire_habilite(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’attestation est signée par un représentant légal, ou par la personne qui a délégation.

    « Je soussigné(e), représentant(e) légal(e) de l’organisme »
    """
    a = d.attestation
    habilites = [p for p in (*d.representants, a.delegation) if p and p.nom]
    if not a.signataire or not habilites or any(_est(a.signataire, p) for p in habilites):
        return
    noms = [" ".join(filter(None, (p.prenom, p.nom))) for p in habilites]
    yield Constat(
        "attestation.signataire",
        f"{a.signataire}, qui signe l’attestation, n’est ni un représentant légal ni la personne qui a délégation.",
        f"Faites signer {liste(noms, 'ou')}, ou complétez « representants » ou « delegation ».",
    )


@regle("I17", AVERTISSEMENT, source="CIRC annexe IV §3, personne recevant la délégation")
def delegation_entiere(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La personne qui reçoit la délégation de signature est présentée : nom, prénom, qualité."""
    delegation = d.attestation.delegation
    ou = ("attestation", "delegation")
    if delegation and (manquants := _manquants(d, ou, delegation, ("nom", "prenom", "qualite"))):
        yield Constat(
            ou,
            f"Il manque {liste(manquants)} de la personne qui reçoit la délégation de signature.",
            "Complétez « delegation », ou supprimez-la s’il n’y en a pas.",
        )


@regle("I18", AVERTISSEMENT, source="CIRC annexe IV §3, signatures")
def attestation_signee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’attestation sur l’honneur est signée.

    La signature est sur l’exemplaire papier : un dossier qui n’en dit rien n’est pas en défaut.
    """
    if d.attestation.signee is False:
        yield Constat(
            "attestation.signee",
            "L’attestation sur l’honneur n’est pas signée.",
            "Faites-la signer par le représentant légal, puis écrivez « signee: oui ».",
        )
