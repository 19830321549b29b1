"""The pieces one by one: asked or not, joined or not, in the state that the findings give them."""

from __future__ import annotations

from typing import Any

import pytest

from maia.forms.controle import COMPLET
from maia.forms.inventaire import EtatDePiece, Exigence, PieceJointe, inventaire
from maia.forms.pieces import ListeDePieces, catalogue
from maia.validators.rapport import verifier
from maia.validators.registre import REGLES, Aspect
from tests.dossiers import campagne, ouvrir_cas


def pieces(changements: dict[str, Any]) -> dict[str, PieceJointe]:
    """The inventory of the valid dossier with these changes, by key."""
    lu = ouvrir_cas(changements)
    locales = ListeDePieces.model_validate(changements.get("liste_locale") or {}).root
    constats = verifier(lu.dossier, campagne(), lu.lecture).constats
    de_completude = [c for c in constats if REGLES[c.regle].aspect is Aspect.COMPLET]
    return {p.cle: p for p in inventaire(lu.dossier, catalogue().avec(locales), de_completude)}


def test_l_ordre_est_celui_de_l_annexe_iii() -> None:
    assert list(pieces({})) == [
        "note",
        "engagements",
        "engagement_pilote",
        "cv",
        "dossier_de_financement",
        "statuts",
        "recepisse",
        "modifications",
        "comptes",
        "rapport_commissaire",
        "rapport_activite",
        "delegation",
        "rib",
    ]


def test_une_piece_jointe_montre_ce_que_son_ouverture_a_dit() -> None:
    note = pieces({"pieces.note": "n.pdf", "fichiers": {"n.pdf": "12 pages"}})["note"]
    assert (note.etat, note.exigence) == (EtatDePiece.JOINTE, Exigence.DEMANDEE)
    assert [(f.nom, f.examen.pages if f.examen else None) for f in note.fichiers] == [("n.pdf", 12)]


@pytest.mark.parametrize(
    ("changements", "cle", "etat"),
    [
        ({"pieces.statuts": None}, "statuts", EtatDePiece.MANQUANTE),
        ({"pieces.statuts": "s.pdf", "fichiers": {"s.pdf": "absent"}}, "statuts", EtatDePiece.A_CORRIGER),
        ({"pieces.note": "n.pdf", "fichiers": {"n.pdf": "31 pages"}}, "note", EtatDePiece.A_CORRIGER),
        ({"pieces.rib": "r.pdf", "fichiers": {"r.pdf": "abîmé"}}, "rib", EtatDePiece.A_VERIFIER),
        ({"pieces.engagements": None}, "engagements", EtatDePiece.MANQUANTE),
        ({"pieces.engagements.0.fichier": None}, "engagements", EtatDePiece.A_CORRIGER),
        ({}, "delegation", EtatDePiece.NON_JOINTE),
        ({}, "dossier_de_financement", EtatDePiece.TENUE),
    ],
)
def test_l_etat_d_une_piece(changements: dict[str, Any], cle: str, etat: EtatDePiece) -> None:
    trouvee = pieces(changements)[cle]
    assert trouvee.etat is etat
    assert bool(trouvee.constats) is (etat in {EtatDePiece.MANQUANTE, EtatDePiece.A_CORRIGER, EtatDePiece.A_VERIFIER})


def test_un_porteur_public_ne_doit_pas_de_statuts() -> None:
    public = {"porteur.nature": "conseil général", "porteur.association": None, "pieces.statuts": None}
    statuts = pieces({**public, "porteur.statut": "collectivité territoriale"})["statuts"]
    assert (statuts.etat, statuts.exigence) == (EtatDePiece.NON_DEMANDEE, Exigence.SANS_OBJET)


def test_une_piece_de_l_ars_et_une_piece_hors_liste_y_sont() -> None:
    avis = {
        "libelle": "avis",
        "rang": "20",
        "demandee": "toujours",
        "type": "fichier",
        "source": "ARS",
        "remede": "Oui.",
    }
    trouvees = pieces({"liste_locale": {"avis": avis}, "pieces.photo": "p.pdf"})
    assert trouvees["avis"].etat is EtatDePiece.MANQUANTE
    assert trouvees["photo"].exigence is Exigence.HORS_LISTE
    assert list(trouvees)[-1] == "photo"


def test_un_constat_d_eligibilite_laisse_la_piece_jointe() -> None:
    sans_social = {f"pieces.engagements.{rang}.champ": "sanitaire" for rang in range(3)}
    lu = ouvrir_cas(sans_social)
    constats = verifier(lu.dossier, campagne(), lu.lecture).constats
    assert any(c.regle == "E03" for c in constats)
    assert pieces(sans_social)["engagements"].etat is EtatDePiece.JOINTE


def test_l_aspect_de_completude_porte_le_meme_nom_des_deux_cotes() -> None:
    assert Aspect.COMPLET == COMPLET
