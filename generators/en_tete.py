"""What every letter of an ARS bears around its text: sender, reference, place and date, addressee, salutation, signature.

A date is the ARS file's or is left for the pen, never a clock's. Source: CIRC §1.2; the texts prescribe no form.
"""

from __future__ import annotations

import datetime
from typing import Any

from maia.forms.ars import Ars
from maia.forms.dossier import Dossier
from maia.forms.francais import INSECABLE, date_longue, de, typographie
from maia.forms.porteur import Personne
from maia.generators.designations import defini, fonction, tete
from maia.generators.documents import Releve

A_LA_MAIN = "." * 30
_CIVILITES = {"M.": "Monsieur", "Mme": "Madame"}
_FEMME = {"Mme": True, "M.": False}
_FORMULE = "Madame, Monsieur"
_DIRECTEUR = "directeur général"


def en_tete(d: Dossier, a: Ars, r: Releve, date: datetime.date | None) -> dict[str, Any]:
    """The fields around a letter's text; `date` is the letter's own, `None` when it is to be written by hand."""
    lieu = r.ars(a.courriers.lieu or a.siege.commune, "siege.commune", "Commune du siège de l’ARS")
    return {
        "agence": f"Agence régionale de santé {r.ars(a.nom and de(a.nom), 'nom', 'Région de l’ARS')}",
        "adresse": _adresse_de_l_ars(a, r),
        "service": a.courriers.service or "",
        "suivi_par": _referent(a.courriers.referent),
        "contact": _contact(a),
        "reference": reference(d, a),
        "lieu_et_date": f"{lieu}, le {date_longue(date) if date else A_LA_MAIN}",
        "destinataire": destinataire(d, r),
        "appel": appel(d),
        "signature": signature(a, r),
    }


def reference(d: Dossier, a: Ars) -> str:
    """`DOMS/PA/2012 – 000 792 010`: the ARS's own prefix, the porteur's SIREN; empty without a prefix."""
    siren = d.porteur.numero_siren
    numero = f" – {INSECABLE.join((siren[:3], siren[3:6], siren[6:]))}" if siren else ""
    return f"{a.courriers.reference}{numero}" if a.courriers.reference else ""


def _adresse_de_l_ars(a: Ars, r: Releve) -> list[str]:
    s = a.siege
    ville = f"{s.code_postal}{INSECABLE}{s.commune}" if s.code_postal and s.commune else None
    return [
        r.ars(s.adresse, "siege.adresse", "Adresse du siège de l’ARS"),
        r.ars(ville, "siege.code_postal", "Code postal et commune du siège de l’ARS"),
    ]


def _referent(p: Personne | None) -> str:
    """`Mme Claire Morin, inspectrice, 05 49 …, claire.morin@…`; empty when the ARS names nobody."""
    return _liste(nom_et_civilite(p), p.qualite, p.telephone, p.courriel) if p and p.nom else ""


def _contact(a: Ars) -> str:
    return _liste(a.courriers.telephone, a.courriers.courriel)


def _liste(*morceaux: str | None) -> str:
    return ", ".join(m for m in morceaux if m)


def nom_et_civilite(p: Personne) -> str:
    """`Mme Hélène Brisson`."""
    return " ".join(m for m in (p.civilite, p.prenom, p.nom) if m)


def destinataire(d: Dossier, r: Releve) -> list[str]:
    """The addressee: the porteur, its legal representatives, the address of correspondence else the seat."""
    p = d.porteur
    lignes = [r.dossier(p.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")]
    lignes += [_liste(nom_et_civilite(s), s.qualite and _qualite(s)[0]) for s in d.representants if s.nom]
    ailleurs = p.correspondance
    ou = ailleurs if ailleurs and ailleurs.adresse and ailleurs.code_postal and ailleurs.commune else p.siege
    ville = f"{ou.code_postal}{INSECABLE}{ou.commune}" if ou.code_postal and ou.commune else None
    lignes.append(r.dossier(ou.adresse, "porteur.siege.adresse", "Adresse du siège du porteur"))
    lignes.append(r.dossier(ville, "porteur.siege.code_postal", "Code postal et commune du siège du porteur"))
    return lignes


def appel(d: Dossier) -> str:
    """`Madame la Présidente,` for each legal representative; `Madame, Monsieur,` when nothing says who they are."""
    appels = dict.fromkeys(_appel(p) for p in d.representants if p.civilite)
    return f"{', '.join(appels) or _FORMULE},"


def _appel(p: Personne) -> str:
    titre = _CIVILITES[p.civilite or "M."]
    if not p.qualite:
        return titre
    qualite, femme = _qualite(p)
    if not (mots := tete(qualite)):
        return titre
    article = defini(mots, femme=femme).removesuffix(mots)
    return f"{titre} {article.lower()}{mots[0].upper()}{mots[1:]}"


def _qualite(p: Personne) -> tuple[str, bool]:
    return fonction(p.qualite or "", femme=_FEMME.get(p.civilite or ""))


def directeur(a: Ars) -> str:
    """`le directeur général`, `la directrice générale`."""
    fonction_, femme = _du_chef(a)
    return f"{'la' if femme else 'le'} {fonction_}"


def du_directeur(a: Ars) -> str:
    """`du directeur général`, `de la directrice générale`."""
    fonction_, femme = _du_chef(a)
    return f"{'de la' if femme else 'du'} {fonction_}"


def au_directeur(a: Ars) -> str:
    """`au directeur général`, `à la directrice générale`."""
    fonction_, femme = _du_chef(a)
    return f"{'à la' if femme else 'au'} {fonction_}"


def _du_chef(a: Ars) -> tuple[str, bool]:
    chef = a.directeur_general or Personne()
    return fonction(_DIRECTEUR, femme=_FEMME.get(chef.civilite or "", False))


def signature(a: Ars, r: Releve) -> dict[str, Any]:
    """Who signs: the director, or by delegation whoever the ARS names; `delegation` is empty in the first case."""
    chef = a.directeur_general or Personne()
    fonction_, femme = _du_chef(a)
    signataire = a.courriers.signataire
    if signataire is None:
        nom = r.ars(_prenom_et_nom(chef), "directeur_general.nom", "Nom du directeur général")
        return {"delegation": "", "qualite": f"{defini(fonction_, femme=femme)},", "nom": nom}
    qualite, au_feminin = _qualite(signataire)
    return {
        "delegation": f"Pour {directeur(a)} et par délégation,",
        "qualite": f"{defini(qualite, femme=au_feminin)}," if qualite else "",
        "nom": r.ars(_prenom_et_nom(signataire), "courriers.signataire.nom", "Nom du signataire"),
    }


def _prenom_et_nom(p: Personne) -> str | None:
    return " ".join(m for m in (p.prenom, p.nom) if m) if p.nom else None


def paragraphes(texte: str | None) -> list[str]:
    """A free text of the ARS, a paragraph a line."""
    return [typographie(ligne.strip()) for ligne in (texte or "").splitlines() if ligne.strip()]
