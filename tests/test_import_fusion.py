"""An existing dossier completed with a workbook: what changes is told, what the workbook doesn't say stays."""

from __future__ import annotations

from typing import Any

from maia.forms.classeur.fusion import Difference, completer
from tests.classeurs_remplis import d2, gatine, importe


def test_le_budget_d2_d_un_dossier_ne_change_rien_a_ce_dossier() -> None:
    fusion = completer(gatine(), importe(d2()).valeur)

    assert fusion.differences == ()
    assert fusion.valeur == gatine()


def test_une_ecriture_differente_du_meme_montant_n_est_pas_une_difference() -> None:
    avant: dict[str, Any] = {"demande": {"montant": "151 667 €"}}

    assert completer(avant, {"demande": {"montant": "151667"}}).differences == ()


def test_ce_que_le_classeur_ne_dit_pas_reste() -> None:
    avant: dict[str, Any] = {"porteur": {"sigle": "AGG", "siret": "1"}, "region": "Limousin"}

    fusion = completer(avant, {"porteur": {"siret": "2", "nature": "CLIC"}})

    assert fusion.valeur == {"porteur": {"sigle": "AGG", "siret": "2", "nature": "CLIC"}, "region": "Limousin"}
    assert fusion.differences == (
        Difference(("porteur", "siret"), "1", "2"),
        Difference(("porteur", "nature"), None, "CLIC"),
    )


def test_un_compte_du_classeur_remplace_celui_du_dossier() -> None:
    avant: dict[str, Any] = {"budget": {"charges": {"60": {"Achats": "10"}, "61": "5"}}}

    fusion = completer(avant, {"budget": {"charges": {"60": {"Fournitures": "12"}}}})

    assert fusion.valeur == {"budget": {"charges": {"60": {"Fournitures": "12"}, "61": "5"}}}
    assert {(d.avant, d.apres) for d in fusion.differences} == {("10", None), (None, "12")}


def test_les_lignes_d_une_liste_se_completent_par_leur_nom() -> None:
    avant: dict[str, Any] = {
        "effectifs": [{"poste": "Pilote", "profil": "cadre"}, {"poste": "GC n°1", "profil": "IDE"}],
    }

    fusion = completer(avant, {"effectifs": [{"poste": "gc n°1", "etp": "1"}, {"poste": "GC n°2"}]})

    assert fusion.valeur["effectifs"] == [{"poste": "gc n°1", "profil": "IDE", "etp": "1"}, {"poste": "GC n°2"}]
