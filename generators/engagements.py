"""D3: the summary table of the documents that formalise the partners' engagement (CIRC annexe III)."""

from __future__ import annotations

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import date_courte
from maia.forms.porteur import GROUPEMENTS
from maia.generators.documents import Champs, Releve, document
from maia.generators.formulaire import departement, requis, titre

CHAMPS = ("sanitaire", "médico-social", "social")
_LIGNES_VIERGES = 8


@document("tableau-des-engagements", modele="tableau-des-engagements.docx", source="CIRC annexe III")
def tableau_des_engagements(d: Dossier, _: Ars | None, c: Campagne) -> Champs:
    """Fields of the table: a row for each document, in the order typed, which is that of the pieces.

    « Un tableau récapitulatif liste ces documents, leur nature et les partenaires engagés. » Under it, how many
    documents engage each of the three fields (CDC §1.3.3), and the partners that no document engages yet, when there are some.
    """
    r = Releve()
    connu = requis(r, d.porteur.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    engagements = d.pieces.engagements
    if not engagements:
        r.dossier(None, "pieces.engagements", "Documents d’engagement des partenaires")
    for rang, e in enumerate(engagements):
        ou = f"pieces.engagements.{rang}"
        requis(r, e.partenaire, f"{ou}.partenaire", "Nom du partenaire engagé")
        requis(r, e.nature, f"{ou}.nature", "Nature du document d’engagement")
    lignes = [
        {
            "numero": str(rang),
            "partenaire": e.partenaire or "",
            "champ": e.champ or "",
            "nature": e.nature or "",
            "date": date_courte(e.date) if e.date else "",
        }
        for rang, e in enumerate(engagements, 1)
    ]
    vierge = {"numero": "", "partenaire": "", "champ": "", "nature": "", "date": ""}
    return Champs(
        {
            "titre": titre("Engagements des partenaires", c.annee, connu),
            "annee": c.annee,
            "porteur": connu,
            "departement": departement(d) or "",
            "site": d.territoire.nom or "",
            "groupement": d.porteur.nature if d.porteur.nature in GROUPEMENTS else "",
            "lignes": lignes or [vierge] * _LIGNES_VIERGES,
            "champs": [
                {"champ": champ, "nombre": str(sum(e.champ == champ for e in engagements)) if engagements else ""}
                for champ in CHAMPS
            ],
            "partenaires": [
                {"nom": p.nom or "", "champ": p.champ or "", "cooperation": p.cooperation or ""} for p in d.partenaires
            ],
        },
        r.manquants,
    )
