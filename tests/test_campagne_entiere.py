"""The 55 porteurs of annexe I, and the whole campaign that tests and measures make of them."""

from pathlib import Path

import pytest

from bench.campagne import candidats, ecrire_campagne, porteurs_par_region
from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.forms.territoires import region_du_departement
from maia.validators.rapport import verifier
from tests.depot import RACINE

TOTAUX = {  # the text's own totals by region
    "Île-de-France": 5,
    "Rhône-Alpes": 5,
    "Aquitaine": 4,
    "Midi-Pyrénées": 4,
    "Nord - Pas-de-Calais": 4,
    "Provence-Alpes-Côte d'Azur": 4,
    "Auvergne": 3,
    "Pays de la Loire": 3,
    "Alsace": 2,
    "Bretagne": 2,
    "Centre": 2,
    "Lorraine": 2,
    "Languedoc-Roussillon": 2,
    "Basse-Normandie": 1,
    "Bourgogne": 1,
    "Champagne-Ardenne": 1,
    "Corse": 1,
    "Franche-Comté": 1,
    "Haute-Normandie": 1,
    "Limousin": 1,
    "Picardie": 1,
    "Poitou-Charentes": 1,
    "Guadeloupe": 1,
    "Guyane": 1,
    "Martinique": 1,
    "La Réunion": 1,
}


def test_les_55_porteurs_sont_ceux_de_l_annexe_i_region_par_region() -> None:
    comptes = {region: len(lignes) for region, lignes in porteurs_par_region().items()}
    assert list(comptes.items()) == list(TOTAUX.items())
    assert sum(comptes.values()) == 55


def test_chaque_porteur_est_dans_un_departement_de_sa_region() -> None:
    ecarts = [
        (region, ligne["raison_sociale"])
        for region, lignes in porteurs_par_region().items()
        for ligne in lignes
        if region_du_departement(ligne["departement"]) != region
    ]
    assert ecarts == []


def test_les_porteurs_des_dossiers_sont_de_l_annexe_i() -> None:
    connus = {(c.raison_sociale, c.nature, c.departement.numero) for c in candidats()}
    for chemin in (RACINE / "samples" / "dossiers").glob("*.yaml"):
        lu = ouvrir(chemin)
        assert isinstance(lu, DossierLu)
        dossier = lu.dossier
        assert (dossier.porteur.raison_sociale, dossier.porteur.nature, dossier.departement) in connus


# --- A whole campaign -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory: pytest.TempPathFactory) -> list[Dossier]:
    lus = [ouvrir(chemin) for chemin in ecrire_campagne(tmp_path_factory.mktemp("campagne"))]
    bons = [lu for lu in lus if isinstance(lu, DossierLu)]
    assert len(bons) == 55
    examiner_pieces(bons)
    return [lu.dossier for lu in bons]


def test_les_55_dossiers_d_une_campagne_sont_tous_acceptes(dossiers: list[Dossier]) -> None:
    refus = {
        dossier.porteur.raison_sociale: [c.regle for c in rapport.constats]
        for dossier in dossiers
        if (rapport := verifier(dossier, campagne("2012"))).bloquant
    }
    assert refus == {}


def test_ils_sont_varies(dossiers: list[Dossier]) -> None:
    assert {(d.regime, d.demande.gestionnaires_de_cas) for d in dossiers} == {
        ("CNSA", 2),
        ("CNSA", 3),
        ("FIQCS", 2),
        ("FIQCS", 3),
    }
    assert len({d.demande.montant for d in dossiers}) >= 10
    assert len({d.porteur.siret for d in dossiers}) == 55
    assert {d.porteur.prive for d in dossiers} == {True, False}


def test_une_campagne_ecrite_deux_fois_est_la_meme(tmp_path: Path) -> None:
    une, autre = ecrire_campagne(tmp_path / "a"), ecrire_campagne(tmp_path / "b")
    assert [c.name for c in une] == [c.name for c in autre]
    assert [c.read_bytes() for c in une] == [c.read_bytes() for c in autre]
