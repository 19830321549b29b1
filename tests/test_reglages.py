"""What an ARS sets in its own file: severities, pieces, thresholds; each said, none changing the national campaign."""

from __future__ import annotations

from pathlib import Path

from maia.forms.campagne import campagne
from maia.forms.constat import Gravite
from maia.forms.francais import sans_accents
from maia.forms.ouverture import ouvrir_ars
from maia.forms.reglages import Reglages
from maia.forms.saisie import Saisie
from maia.validators.catalogue import regles

ARS = """\
formulaire: agence régionale de santé
nom: Poitou-Charentes
reglages:
  gravites: {N02: bloquant, X05: information}
  pieces:
    avis: {libelle: avis du conseil général, rang: 20, demandee: toujours, type: fichier, source: ARS, remede: Joignez-le.}
  seuils: {demande_de_l_annee: 155 000, part_des_produits: 90, pages_de_la_note: 20}
"""


def lire(texte: str, tmp_path: Path) -> Reglages:
    (tmp_path / "ars.yaml").write_text(texte, encoding="utf-8")
    saisie = ouvrir_ars(tmp_path / "ars.yaml")
    assert isinstance(saisie, Saisie)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    return saisie.valeur.reglages


def test_les_reglages_s_appliquent_a_la_campagne_sans_la_changer(tmp_path: Path) -> None:
    nationale = campagne("2012")
    reglee = nationale.reglee(lire(ARS, tmp_path))
    assert reglee.gravites["N02"] is Gravite.BLOQUANT
    assert reglee.note.pages_max == 20
    assert "avis" in reglee.pieces
    assert reglee.seuils_locaux.demande_de_l_annee == 155_000
    assert nationale.gravites == {}
    assert nationale.note.pages_max == 30


def test_chaque_choix_est_dit_en_une_phrase(tmp_path: Path) -> None:
    assert [sans_accents(p) for p in campagne("2012").reglee(lire(ARS, tmp_path)).choix_locaux] == [
        "la regle n02 est de gravite « bloquant ».",
        "la regle x05 est de gravite « information ».",
        "la piece « avis du conseil general » s'ajoute a la liste nationale.",
        "la demande de l'annee est signalee au-dela de 155 000 €.",
        "la part de l'ars dans les produits est signalee au-dela de 90 %.",
        "la note compte au plus 20 pages (au lieu de 30 pages).",
    ]


def test_sans_reglages_il_n_y_a_rien_a_dire(tmp_path: Path) -> None:
    assert campagne("2012").reglee(lire("nom: Bretagne\n", tmp_path)).choix_locaux == ()


def test_une_regle_inconnue_est_nommee() -> None:
    reglages = Reglages.model_validate({"gravites": {"Z99": "bloquant", "N02": "bloquant"}})
    connues = [r.id for r in regles()]
    assert "Z99" in (reglages.regles_inconnues(connues) or "")
    assert Reglages().regles_inconnues(connues) is None
