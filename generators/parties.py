"""The parties to a deed, as its first page names them: the ARS, the porteur, their seats, signatories and account.

Every function returns fields for a template; what no file gives is printed as the form's dots and noted as missing.
Source: CIRC annexe V-1, first page and article 4.
"""

from __future__ import annotations

import re

from maia.forms.ars import Ars
from maia.forms.dossier import Dossier
from maia.forms.francais import INSECABLE, de
from maia.forms.porteur import AUTRES, Adresse, Banque, Personne, Porteur
from maia.generators.designations import avec_article, de_avec_article, de_lieu, defini, fonction, possessif
from maia.generators.documents import Releve

_FEMME = {"Mme": True, "M.": False}
_PRESIDENT = "président"  # the form's own word, until the dossier says who represents the porteur


def champs_de_l_ars(a: Ars, r: Releve) -> dict[str, str | bool]:
    """The ARS: region after « de », SIRET, seat, director, court, accountant."""
    chef = a.directeur_general or Personne()
    nom = r.ars(_nom(chef), "directeur_general.nom", "Nom du directeur général")
    civilite = chef.civilite or "M./Mme"
    if chef.nom:
        r.ars(chef.civilite, "directeur_general.civilite", "Civilité du directeur général")
    return {
        "de_region": r.ars(a.nom and de(a.nom), "nom", "Région de l’ARS"),
        "siret": r.ars(_siret(a.siret), "siret", "Numéro SIRET de l’ARS"),
        "siege": r.ars(_adresse(a.siege), "siege", "Adresse complète du siège de l’ARS"),
        "directeur": f"{civilite} {nom}",
        "directrice": chef.civilite == "Mme",
        "agent_comptable": f", {a.agent_comptable}" if a.agent_comptable else "",
        "de_tribunal": de(r.ars(a.tribunal_administratif, "tribunal_administratif", "Ville du tribunal administratif")),
    }


def champs_du_porteur(d: Dossier, r: Releve) -> dict[str, str]:
    """The porteur: name, seat, legal representative with the gender of the function, SIREN, legal status."""
    p = d.porteur
    nom = r.dossier(p.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    signataire = d.representants[0] if d.representants else Personne()
    nomme = r.dossier(_nom(signataire), "representants.0.nom", "Nom du représentant légal")
    r.dossier(signataire.qualite, "representants.0.qualite", "Qualité du représentant légal")
    qualite, femme = fonction(signataire.qualite or _PRESIDENT, femme=_FEMME.get(signataire.civilite or ""))
    return {
        "nom": nom,
        "designation": avec_article(nom),
        "de_designation": de_avec_article(nom),
        "siege": r.dossier(_adresse(p.siege), "porteur.siege", "Adresse complète du siège du porteur"),
        "son_representant": possessif(qualite, femme=femme),
        "le_representant": defini(qualite, femme=femme),
        "representant": f"{signataire.civilite} {nomme}" if signataire.civilite else nomme,
        "siren": r.dossier(_par_trois(p.numero_siren), "porteur.siret", "Numéro SIRET ou SIREN du porteur"),
        "statut": _statut(p, r),
    }


def champs_de_la_banque(banque: Banque, r: Releve) -> dict[str, str]:
    """The porteur's account: a RIB, read from the IBAN if that is what was given."""
    code_banque, guichet, compte, cle = banque.rib
    return {
        "nom": r.dossier(banque.banque, "banque.banque", "Nom de la banque du porteur"),
        "code_banque": r.dossier(code_banque, "banque.code_banque", "Code banque"),
        "code_guichet": r.dossier(guichet, "banque.code_guichet", "Code guichet"),
        "numero": r.dossier(compte, "banque.compte", "N° de compte"),
        "cle": r.dossier(cle, "banque.cle", "Clé RIB"),
        "domiciliation": r.dossier(banque.domiciliation, "banque.domiciliation", "Domiciliation du compte"),
    }


def champs_du_site(d: Dossier, r: Releve) -> dict[str, str]:
    """The site after « MAIA », with and without the form's « de » when no name is known: `de Gâtine`.

    A name typed whole, « MAIA du Blayais », is taken as typed.
    """
    nom = r.dossier(d.territoire.nom, "territoire.nom", "Nom du site MAIA")
    entier = re.fullmatch(r"MAIA\s+((?:d[’']|de\s|des\s|du\s)?(.+))", nom)
    de_nom = entier[1] if entier and entier[1] != entier[2] else de_lieu(entier[2] if entier else nom)
    return {"de_nom": de_nom, "nom": de_nom if d.territoire.nom else nom}


def _statut(p: Porteur, r: Releve) -> str:
    """The legal status: what the porteur specified, else the box of annexe IV with the kind of body."""
    if p.statut_precision:
        return p.statut_precision
    if p.statut_retenu == AUTRES:
        return r.dossier(None, "porteur.statut_precision", "Statut juridique du porteur, à préciser")
    precision = f" ({p.nature})" if p.nature and p.nature != "autre" else ""
    return r.dossier(
        p.statut_retenu and f"{p.statut_retenu}{precision}", "porteur.statut", "Statut juridique du porteur"
    )


def _nom(p: Personne) -> str | None:
    return f"{p.prenom} {p.nom}" if p.prenom and p.nom else p.nom


def _adresse(a: Adresse) -> str | None:
    return f"{a.adresse}, {a.code_postal}{INSECABLE}{a.commune}" if a.adresse and a.code_postal and a.commune else None


def _siret(siret: str | None) -> str | None:
    return f"{_par_trois(siret[:9])}{INSECABLE}{siret[9:]}" if siret else None


def _par_trois(chiffres: str | None) -> str | None:
    return INSECABLE.join(re.findall("...", chiffres)) if chiffres else None
