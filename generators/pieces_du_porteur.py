"""D4: the engagement to recruit a pilot (CIRC annexe III) and the attestation sur l'honneur (CIRC annexe IV §3)."""

from __future__ import annotations

from maia.forms.ars import Ars
from maia.forms.calendrier import Calendrier
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import MOIS, date_ecrite
from maia.forms.porteur import Personne
from maia.forms.projet import Pilote
from maia.generators.documents import Champs, Releve, document
from maia.generators.formulaire import (
    champs_de_l_attestation,
    departement,
    ligne,
    nom_complet,
    titre,
)


@document("engagement-pilote", modele="engagement-pilote.docx", source="CIRC annexe III")
def engagement_pilote(d: Dossier, _: Ars | None, c: Campagne) -> Champs:
    """Fields of the engagement: who engages, for which site, by when, the pilot in view, the CVs joined.

    The months are those of the campaign's calendar (« mai à juillet »), the time that of the pilot's post (1 ETP, CDC
    §2.3). The date of signature is left for the pen: the pilot's engagement isn't dated by the attestation.
    """
    r = Releve()
    signataire = d.representants[0] if d.representants else Personne()
    nom = nom_complet(signataire)
    r.dossier(d.porteur.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    r.dossier(signataire.nom, "representants.0.nom", "Nom du représentant légal")
    r.dossier(signataire.qualite, "representants.0.qualite", "Qualité du représentant légal")
    pilote = d.pilote or Pilote()
    cv = d.pieces.autres.get("cv")
    joints = len(cv) if isinstance(cv, list) else int(bool(cv))
    connu = d.porteur.raison_sociale or ""
    return Champs(
        {
            "titre": titre("Engagement de recruter un pilote", c.annee, connu),
            "annee": c.annee,
            "porteur": ligne(d.porteur.raison_sociale, 60),
            "signataire": ligne(f"{signataire.civilite} {nom}" if nom and signataire.civilite else nom, 60),
            "qualite": ligne(signataire.qualite, 50),
            "site": d.territoire.nom or "",
            "departement": departement(d) or "",
            "mois": _mois(c.calendrier),
            "pilote": nom_complet(pilote) or "",
            "profil": pilote.profil or "",
            "prise_de_poste": date_ecrite(pilote.prise_de_poste) or "",
            "cv": str(joints) if joints else "",
            "lieu": ligne(d.attestation.lieu, 40),
        },
        r.manquants,
    )


def _mois(calendrier: Calendrier) -> str:
    """`mai à juillet 2012`, the year once."""
    debut, fin = calendrier.pilotes_debut, calendrier.pilotes_fin
    annee = "" if debut.year == fin.year else f" {debut.year}"
    return f"{MOIS[debut.month - 1]}{annee} à {MOIS[fin.month - 1]} {fin.year}"


@document("attestation-sur-l-honneur", modele="attestation-sur-l-honneur.docx", source="CIRC annexe IV §3")
def attestation_sur_l_honneur(d: Dossier, _: Ars | None, c: Campagne) -> Champs:
    """Fields of the third part of annexe IV alone, to be signed again or apart: same words, same facts."""
    r = Releve()
    attestation = champs_de_l_attestation(d, r)
    connu = d.porteur.raison_sociale or ""
    return Champs(
        {
            "titre": titre("Attestation sur l’honneur", c.annee, connu),
            "annee": c.annee,
            "attestation": attestation,
        },
        r.manquants,
    )
