"""I — who the porteur is: département, region, status, numbers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, pluriel, sans_accents
from maia.forms.porteur import AUTRES, COLLECTIVITE, PRIVE
from maia.forms.territoires import departements, region_du_departement
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

# The boxes that a kind of body may tick; of the others nothing is said.
_STATUTS = {
    "association": (PRIVE,),
    "conseil général": (COLLECTIVITE,),
    "CIAS": (COLLECTIVITE, AUTRES),
    "MDPH": (AUTRES, COLLECTIVITE),
    "établissement de santé": (AUTRES, PRIVE),
    "regroupement de professionnels libéraux": (PRIVE, AUTRES),
}


def _cle(nom: str) -> str:
    """A region's name as plain words: hyphens, apostrophes and spaces are written in many ways."""
    return " ".join(re.findall(r"[a-z0-9]+", sans_accents(nom)))


def _region_du_tableau(nom: str | None, c: Campagne) -> str | None:
    """The region of annexe II that bears this name, in its official spelling."""
    return {_cle(region): region for region in c.enveloppe.regions}.get(_cle(nom or ""))


@regle("I01", AVERTISSEMENT, source="CIRC annexe IV, titre")
def departement_ecrit(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dossier dit dans quel département sera le dispositif.

    Le titre du formulaire le demande : « préciser le département et le porteur ».
    """
    if d.departement is None and not mal_ecrit(d, "departement"):
        yield Constat(
            "departement",
            "Le département du dispositif n’est pas indiqué.",
            "Ajoutez « departement » avec son numéro, par exemple 79.",
        )


@regle("I02", AVERTISSEMENT, source="CIRC annexe II, tableau")
def region_du_tableau(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La région est une de celles entre lesquelles les nouveaux dispositifs sont répartis.

    Les régions sont celles de la campagne, sous le nom que leur donne l’annexe II.
    """
    if d.region is None or _region_du_tableau(d.region, c):
        return
    sienne = _region_du_tableau(region_du_departement(d.departement or ""), c)
    cles = {_cle(region): region for region in c.enveloppe.regions}
    proches = [cles[cle] for cle in difflib.get_close_matches(_cle(d.region), cles, n=1)]
    propose = [sienne] if sienne else proches
    yield Constat(
        "region",
        f"« {d.region} » n’est pas une région du tableau de répartition des dispositifs de {c.annee}.",
        f"Écrivez « region: {propose[0]} »."
        if propose
        else "Écrivez le nom de la région comme dans ce tableau, ou renseignez-vous auprès de l’ARS.",
    )


@regle("I03", AVERTISSEMENT, source="CIRC annexe II, tableau")
def departement_de_la_region(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le département est dans la région."""
    region = _region_du_tableau(d.region, c)
    if d.departement is None or region is None:
        return
    lieu = departements()[d.departement]
    if _cle(lieu.region) != _cle(region):
        yield Constat(
            "departement",
            f"Le département {lieu.numero} ({lieu.nom}) n’est pas dans la région {region}, mais dans la région "
            f"{lieu.region}.",
            "Corrigez « departement » ou « region ».",
        )


@regle("I04", AVERTISSEMENT, source="CIRC annexe II, tableau")
def dispositif_prevu_pour_la_region(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’annexe II prévoit pour la région au moins un dispositif du régime demandé.

    Trois régions n’en ont aucun en 2012, et toutes n’ont pas de dispositif financé par le FIQCS.
    """
    region = _region_du_tableau(d.region, c) or _region_du_tableau(region_du_departement(d.departement or ""), c)
    if region is None or d.regime not in c.enveloppe.colonnes or c.enveloppe.regions[region].get(d.regime or "", 0):
        return
    autres = {nom: n for nom, n in c.enveloppe.regions[region].items() if n}
    yield Constat(
        "regime",
        f"Aucun nouveau dispositif {d.regime} n’est prévu en {c.annee} pour la région {region}.",
        "Renseignez-vous auprès de l’ARS avant de déposer le dossier."
        if not autres
        else "Voyez avec l’ARS si un autre régime convient : "
        + liste([f"{nom} ({pluriel(n, 'dispositif')})" for nom, n in autres.items()], "ou")
        + ".",
    )


@regle("I05", AVERTISSEMENT, source="CIRC annexe IV §1, statut")
def statut_et_nature_concordants(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le statut coché convient à la nature du porteur.

    Une association est un organisme privé, un conseil général une collectivité : cinq pièces sont demandées ou non
    selon cette case.
    """
    p = d.porteur
    admis = _STATUTS.get(p.nature or "")
    if p.statut and admis and p.statut not in admis:
        yield Constat(
            "porteur.statut",
            f"Le statut « {p.statut} » ne convient pas à un porteur de nature « {p.nature} ».",
            f"Écrivez « statut: {liste(admis, 'ou')} », ou corrigez « nature ».",
        )


@regle("I06", AVERTISSEMENT, source="CIRC annexe IV §1, statut")
def statut_autres_precise(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le statut « autres » est précisé.

    Le formulaire demande de préciser, par exemple établissement public de santé ou groupement d’intérêt public.
    """
    p = d.porteur
    if p.statut == AUTRES and not p.statut_precision and not mal_ecrit(d, "porteur", "statut_precision"):
        yield Constat(
            "porteur.statut",
            "Le statut « autres » n’est pas précisé.",
            "Ajoutez « statut_precision » sous « porteur », par exemple : établissement public de santé.",
        )


@regle("I07", AVERTISSEMENT, source="CIRC annexe IV §1, SIRET")
def siren_du_siret(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le SIREN est celui du SIRET : ses neuf premiers chiffres."""
    p = d.porteur
    if p.siret and p.siren and not p.siret.startswith(p.siren):
        yield Constat(
            "porteur.siren",
            f"Le SIREN {_trois(p.siren)} n’est pas celui du SIRET, qui commence par {_trois(p.siret[:9])}.",
            "Corrigez l’un des deux, d’après l’avis de situation SIRENE ; le SIRET suffit.",
        )


def _trois(numero: str) -> str:
    return f"{numero[:3]} {numero[3:6]} {numero[6:]}"
