"""Several dossiers together: the envelope of each region, and what two dossiers can't both say."""

from dataclasses import replace
from typing import Any

import pytest

from maia.forms.campagne import campagne
from maia.forms.constat import BLOQUANT, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.matrice import LigneDEnveloppe
from maia.forms.passages import passages
from maia.validators.enveloppe import REGION_INCONNUE, REGLES_D_ENSEMBLE, Juges, constats_d_ensemble, enveloppe
from maia.validators.rapport import Verdict
from maia.validators.registre import REGLES
from tests.dossiers import modifie, ouvrir
from tests.test_convention_prete import arbres

C = campagne("2012")
RECEVABLE, REFUSE = Verdict(True, True, True), Verdict(False, True, True)
AILLEURS = {"porteur.siret": "000 792 028 00011", "porteur.raison_sociale": "CLIC du Thouarsais"}
SES_COMMUNES = "territoire.cantons.0.communes"


def dossier(changements: dict[str, Any] | None = None) -> Dossier:
    """The base dossier, of Parthenay in Poitou-Charentes, with these changes."""
    return ouvrir(modifie(changements or {})).dossier


def autre(changements: dict[str, Any] | None = None) -> Dossier:
    """Another porteur, elsewhere in the département."""
    return dossier({**AILLEURS, SES_COMMUNES: ["Thouars", "Airvault"], **(changements or {})})


def trouves(*dossiers: Dossier, verdict: Verdict = RECEVABLE) -> list[Constat]:
    """The findings about these dossiers."""
    return list(constats_d_ensemble([(d, verdict) for d in dossiers], C))


def lignes(dossiers: Juges) -> list[tuple[str, str, int | None, int, int, int]]:
    """The envelope as plain rows."""
    return [(e.region, e.regime, e.places, e.dossiers, e.recevables, e.montant) for e in enveloppe(dossiers, C)]


def phrases(constats: list[Constat]) -> str:
    """What the findings say, with ordinary spaces."""
    return " ".join(c.message for c in constats).replace("\u00a0", " ").replace("\u202f", " ")


# --- The envelope -----------------------------------------------------------------------------------------------------


def test_une_region_a_une_ligne_par_regime_meme_sans_dossier() -> None:
    assert lignes([(dossier(), RECEVABLE), (autre(), REFUSE)]) == [
        ("Poitou-Charentes", "CNSA", 2, 2, 1, 151_667),
        ("Poitou-Charentes", "FIQCS", 1, 0, 0, 0),
    ]


def test_les_regions_sont_dans_l_ordre_de_l_annexe_ii() -> None:
    isere, paris = dossier({"departement": "38"}), dossier({"departement": "75"})
    assert [e.region for e in enveloppe([(isere, RECEVABLE), (paris, RECEVABLE)], C)] == [
        "Île-de-France",
        "Île-de-France",
        "Rhône-Alpes",
        "Rhône-Alpes",
    ]


@pytest.mark.parametrize("ecrite", ["Provence Alpes Côte d’Azur", "PROVENCE-ALPES-COTE D'AZUR"])
def test_une_region_se_reconnait_a_son_nom_quelle_qu_en_soit_l_ecriture(ecrite: str) -> None:
    sans_departement = dossier({"departement": None, "region": ecrite})
    assert enveloppe([(sans_departement, RECEVABLE)], C)[0].region == "Provence-Alpes-Côte d'Azur"


def test_le_departement_l_emporte_sur_la_region_ecrite() -> None:
    assert enveloppe([(dossier({"region": "Bretagne"}), RECEVABLE)], C)[0].region == "Poitou-Charentes"


def test_une_region_inconnue_vient_a_la_fin_sans_places() -> None:
    perdu = dossier({"departement": None, "region": "Septimanie"})
    assert lignes([(perdu, RECEVABLE), (dossier(), RECEVABLE)])[-1] == (REGION_INCONNUE, "CNSA", None, 1, 1, 151_667)


def test_sans_dossier_il_n_y_a_pas_d_enveloppe() -> None:
    assert enveloppe([], C) == ()
    assert constats_d_ensemble([], C) == ()


def test_ce_qui_depasse_est_un_reste_negatif() -> None:
    trois = [(dossier(), RECEVABLE)] * 3
    assert [e.reste for e in enveloppe(trois, C)] == [-1, 1]


def test_la_campagne_entiere_compte_ses_55_dossiers_une_fois() -> None:
    juges = [(ouvrir(arbre).dossier, RECEVABLE) for arbre in arbres()]
    resultat = enveloppe(juges, C)
    assert sum(e.dossiers for e in resultat) == 55
    assert sum(e.montant for e in resultat) == sum(d.demande.montant or 0 for d, _ in juges)
    assert all(isinstance(e, LigneDEnveloppe) for e in resultat)
    assert {c.regle for c in constats_d_ensemble(juges, C)} <= {"M01", "M03"}


# --- The rules of a set -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regle", REGLES_D_ENSEMBLE.values(), ids=lambda r: r.id)
def test_une_regle_d_ensemble_est_sourcee_expliquee_et_ne_bloque_pas(regle: Any) -> None:
    assert regle.id not in REGLES
    assert regle.gravite is not BLOQUANT
    assert regle.source in {passage.id for passage in passages()}
    assert (regle.verifier.__doc__ or "").split("\n", 1)[0].endswith(".")


def test_deux_dossiers_bien_distincts_ne_soulevent_rien() -> None:
    assert trouves(dossier(), autre()) == []


def test_autant_de_recevables_que_de_places() -> None:
    assert trouves(dossier(), autre()) == []
    (constat,) = trouves(dossier(), autre(), autre({"porteur.siret": None, SES_COMMUNES: ["Niort"]}))
    assert constat.regle == "M01"
    assert "Poitou-Charentes, CNSA : 3 dossiers recevables (455 001 € demandés), 2 dispositifs prévus" in phrases(
        [constat]
    )


def test_des_dossiers_non_recevables_ne_prennent_pas_de_place() -> None:
    trois = (dossier(), autre(), autre({"porteur.siret": None, SES_COMMUNES: ["Niort"]}))
    assert trouves(*trois, verdict=REFUSE) == []


def test_une_region_sans_dispositif() -> None:
    guyane = dossier({"departement": "973", "region": "Guyane", SES_COMMUNES: ["Cayenne"]})
    assert "1 dossier recevable (151 667 € demandés), aucun dispositif prévu" in phrases(trouves(guyane))


def test_l_enveloppe_nationale_du_regime() -> None:
    petite = C.model_copy(
        update={"enveloppe": C.enveloppe.model_copy(update={"montants": {"CNSA": 303_334, "FIQCS": 0}})}
    )
    deux = [(dossier(), RECEVABLE), (autre(), RECEVABLE)]
    assert constats_d_ensemble(deux, petite) == ()
    un_euro = petite.enveloppe.model_copy(update={"montants": {"CNSA": 303_333}})
    (constat,) = constats_d_ensemble(deux, petite.model_copy(update={"enveloppe": un_euro}))
    assert constat.regle == "M02"
    assert "303 334 € demandés" in phrases([constat])


@pytest.mark.parametrize(
    "ecrite",
    ["Parthenay", "PARTHENAY", {"nom": "Ville de Parthenay", "insee": "79202"}, "Le Tallud", "Tallud (Le)"],
)
def test_une_meme_commune_se_reconnait_quelle_qu_en_soit_l_ecriture(ecrite: Any) -> None:
    (constat,) = trouves(dossier(), autre({SES_COMMUNES: ["Thouars", ecrite]}))
    assert constat.regle == "M03"
    assert (
        "n° 1 (Association gérontologique de Gâtine) et n° 2 (CLIC du Thouarsais) couvrent la même commune"
        in phrases([constat])
    )


def test_deux_communes_de_meme_nom_dans_deux_departements_sont_distinctes() -> None:
    une = dossier({SES_COMMUNES: ["Saint-Denis"], "departement": "93"})
    assert trouves(une, autre({SES_COMMUNES: ["Saint-Denis"], "departement": "974"})) == []


def test_un_arrondissement_est_une_partie_de_sa_commune() -> None:
    paris = dossier({"departement": "75", SES_COMMUNES: ["Paris"]})
    treizieme = autre({"departement": "75", SES_COMMUNES: ["Paris 13e"]})
    quatorzieme = autre({"departement": "75", SES_COMMUNES: ["Paris 14e"], "porteur.siret": None})
    assert [c.regle for c in trouves(paris, treizieme)] == ["M03"]
    assert trouves(treizieme, quatorzieme) == []


def test_une_commune_inconnue_se_compare_a_son_nom() -> None:
    une, deux = dossier({SES_COMMUNES: ["Trifouillis"]}), autre({SES_COMMUNES: ["TRIFOUILLIS"]})
    assert [c.regle for c in trouves(une, deux)] == ["M03"]


def test_de_nombreuses_communes_ne_sont_pas_toutes_citees() -> None:
    six = ["Adilly", "Amailloux", "Fénery", "Lageon", "Pompaire", "Viennay"]
    texte = phrases(trouves(dossier({SES_COMMUNES: six}), autre({SES_COMMUNES: six})))
    assert "6 communes en commun : Adilly, Amailloux, Fénery, Lageon, Pompaire et 1 autre." in texte


def test_un_meme_siren_dans_deux_dossiers() -> None:
    second_site = autre({"porteur.siret": "000 792 010 00019"})
    assert [c.regle for c in trouves(dossier(), second_site)] == ["M04"]
    assert trouves(dossier({"porteur.siret": None}), autre({"porteur.siret": None})) == []


def test_un_meme_pilote_pour_deux_dispositifs() -> None:
    pilote = {"pilote": {"nom": "Airault", "prenom": "Florence"}}
    (constat,) = trouves(dossier(pilote), autre({"pilote": {"nom": "AIRAULT", "prenom": "Florence"}}))
    assert constat.regle == "M05"
    assert trouves(dossier(pilote), autre({"pilote": {"nom": "Airault", "prenom": "Jeanne"}})) == []


def test_une_ars_regle_la_gravite_d_une_regle_d_ensemble() -> None:
    severe = C.model_copy(update={"gravites": {"M04": Gravite.AVERTISSEMENT}})
    deux = [(dossier(), RECEVABLE), (autre({"porteur.siret": "000 792 010 00019"}), RECEVABLE)]
    assert [c.gravite for c in constats_d_ensemble(deux, severe)] == [Gravite.AVERTISSEMENT]


def test_les_phrases_sont_composees_comme_les_autres() -> None:
    for constat in trouves(dossier(), dossier(), dossier({"pilote": {"nom": "A", "prenom": "B"}})):
        assert constat.message.endswith(".")
        assert constat.remede.endswith(".")
        assert constat == replace(constat, message=typographie(constat.message), remede=typographie(constat.remede))
