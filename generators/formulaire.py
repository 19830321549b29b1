"""What the porteur's forms share: boxes, lines left for the pen, people, the attestation sur l'honneur.

A blank of a form is left empty when it stands in a cell of its own, and a row of dots when it stands in a sentence.
Source: CIRC annexe IV.
"""

from __future__ import annotations

import re

from maia.forms.dossier import Delegation, Dossier
from maia.forms.francais import INSECABLE, date_ecrite, euros
from maia.forms.porteur import Adresse, Personne
from maia.forms.projet import Pilote
from maia.forms.territoires import departements
from maia.generators.documents import Releve

SANS_OBJET = "sans objet"
SIRET_VIERGE = " / ".join((" ".join(["X" * 3] * 3), "X" * 5))  # the shape that the form prints
_LONGUEUR_EN_TETE = 55  # a page header is cut, not wrapped


def coche(vrai: bool | None) -> str:
    """`☒` or `☐`."""
    return "☒" if vrai else "☐"


def pointilles(longueur: int) -> str:
    """A row of dots to write upon, as long as `longueur` dots."""
    return "." * longueur


def ligne(valeur: str | None, longueur: int) -> str:
    """A blank in a sentence: the value, or dots to write upon."""
    return valeur or pointilles(longueur)


def requis(r: Releve, valeur: str | None, chemin: str, libelle: str) -> str:
    """A cell that the form wants filled: the value, or nothing and a missing fact noted."""
    r.dossier(valeur, chemin, libelle)
    return valeur or ""


def nom_complet(p: Personne | Delegation | Pilote) -> str | None:
    """`Hélène Brisson`, or what is known of it."""
    return " ".join(filter(None, (p.prenom, p.nom))) or None


def titre(document: str, annee: int, porteur: str | None) -> str:
    """`Dossier de financement MAIA 2012 – Réseau Équip’Age`: the page header, and the title in the file's properties."""
    nom = porteur or ""
    court = nom if len(nom) <= _LONGUEUR_EN_TETE else f"{nom[: _LONGUEUR_EN_TETE - 1].rstrip()}…"
    return " – ".join(filter(None, (f"{document} MAIA {annee}", court)))


def departement(d: Dossier) -> str | None:
    """`Deux-Sèvres (79)`; the number alone when no département bears it."""
    lieu = departements().get(d.departement or "")
    return f"{lieu.nom} ({lieu.numero})" if lieu else d.departement


def siret(d: Dossier) -> str:
    """`000 792 010 / 00019` in the form's own shape; a SIREN leaves the second part blank, nothing leaves the shape."""
    p = d.porteur
    siren, _, nic = SIRET_VIERGE.partition(" / ")
    if p.numero_siren:
        siren = INSECABLE.join(re.findall("...", p.numero_siren))
    return f"{siren} / {p.siret[9:] if p.siret else nic}"


def adresse(a: Adresse | None) -> dict[str, str]:
    """The three cells of an address, empty where nothing is written."""
    a = a or Adresse()
    return {"adresse": a.adresse or "", "code_postal": a.code_postal or "", "commune": a.commune or ""}


def champs_de_l_attestation(d: Dossier, r: Releve) -> dict[str, str]:
    """The attestation sur l'honneur (CIRC annexe IV §3): who attests, for whom, the amount, the delegation.

    The amount is the one asked, whole euros. Once the dossier says who attests, a delegation that it doesn't give is
    « sans objet »: a signed page leaves no blank for another name.
    """
    a = d.attestation
    montant = a.montant if d.demande.montant is None else d.demande.montant
    chiffres = None if montant is None else euros(montant)
    r.dossier(chiffres, "demande.montant", "Montant demandé à l’ARS")
    r.dossier(a.signataire, "attestation.signataire", "Représentant légal qui atteste")
    r.dossier(a.lieu, "attestation.lieu", "Lieu de l’attestation")
    r.dossier(date_ecrite(a.date), "attestation.date", "Date de l’attestation")
    r.dossier(d.porteur.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    delegue = a.delegation or Delegation()
    vide = SANS_OBJET if a.signataire and not a.delegation else ""
    return {
        "signataire": ligne(a.signataire, 70),
        "organisme": ligne(d.porteur.raison_sociale, 50),
        "montant": chiffres or f"{pointilles(25)}{INSECABLE}€",
        "nom": delegue.nom or vide,
        "prenom": delegue.prenom or vide,
        "qualite": delegue.qualite or vide,
        "date": ligne(date_ecrite(a.date), 30),
        "lieu": ligne(a.lieu, 40),
    }
