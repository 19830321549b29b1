"""Names of a batch's documents: they sort, hold on every system, and no two are one."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from maia.lot.noms import Identite, nommer


def dossier(porteur: str, departement: str = "79", siren: str = "", fichier: str = "a", ou: str = "x") -> Identite:
    return Identite(departement, porteur, siren, fichier, ou)


def test_le_departement_puis_le_porteur() -> None:
    assert nommer([dossier("Association gérontologique de Gâtine")]) == ["79-association-gerontologique-de-gatine"]
    assert nommer([dossier("CLIC", "1"), dossier("CLIC", "2A"), dossier("CLIC", "")]) == ["01-clic", "2a-clic", "clic"]


def test_une_barre_un_accent_ou_des_guillemets_ne_genent_personne() -> None:
    assert nommer([dossier("Réseau « Visage » / CLIC\\..\\du Cœur")]) == ["79-reseau-visage-clic-du-coeur"]


def test_le_meme_nom_compose_et_decompose_est_le_meme_porteur() -> None:
    compose, decompose = (unicodedata.normalize(forme, "Gâtine") for forme in ("NFC", "NFD"))
    assert nommer([dossier(compose)]) == nommer([dossier(decompose)])


def test_deux_porteurs_de_meme_nom_se_distinguent_par_leur_siren() -> None:
    noms = nommer([dossier("CLIC", siren="000792010"), dossier("Clic", siren="000792028"), dossier("CCAS")])
    assert noms == ["79-clic-000792010", "79-clic-000792028", "79-ccas"]


def test_sinon_par_leur_fichier_leur_dossier_ou_un_numero() -> None:
    assert nommer([dossier("CLIC", fichier="nord"), dossier("CLIC", fichier="sud")]) == ["79-clic-nord", "79-clic-sud"]
    assert nommer([dossier("CLIC", ou="nord"), dossier("CLIC", ou="sud")]) == ["79-clic-nord", "79-clic-sud"]
    assert nommer([dossier("CLIC"), dossier("CLIC"), dossier("CLIC 2")]) == ["79-clic", "79-clic-3", "79-clic-2"]


def test_un_nom_deja_pris_par_un_lancement_precedent_le_reste() -> None:
    assert nommer([dossier("CLIC", siren="000792010")], {"79-clic"}) == ["79-clic-000792010"]
    assert nommer([dossier("CLIC", fichier="")], {"79-clic", "79-clic-x"}) == ["79-clic-x-2"]


def test_un_nom_que_windows_se_reserve_est_evite() -> None:
    assert nommer([dossier("CON", ""), dossier("nul", ""), dossier("com1", "")]) == [
        *("porteur-con", "porteur-nul", "porteur-com1")
    ]


def test_un_porteur_sans_lettre_latine_a_un_nom_quand_meme() -> None:
    assert nommer([dossier("协会", ""), dossier("…", "")]) == ["sans-nom", "sans-nom-2"]


textes = st.text(max_size=120)
identites = st.builds(Identite, textes, textes, textes, textes, textes)
peu = st.sampled_from(["", "CLIC", "clic", "Clïc", "clic-2", "a/b", "A:B", "con"])
proches = st.builds(Identite, peu, peu, peu, peu, peu)


@given(st.lists(identites | proches, max_size=12), st.sets(st.sampled_from(["clic", "clic-2", "sans-nom"])))
def test_quoi_qu_on_ecrive_les_noms_sont_distincts_surs_et_toujours_les_memes(
    lus: list[Identite], pris: set[str]
) -> None:
    noms = nommer(lus, pris)
    assert len({*noms, *pris}) == len(noms) + len(pris)
    assert all(re.fullmatch("[a-z0-9][a-z0-9-]{0,120}", nom) for nom in noms)
    assert not {"con", "nul", "aux", "prn"} & set(noms)
    assert nommer(lus, pris) == noms
