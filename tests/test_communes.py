"""Communes of 2012: all there, and found however they are written."""

import runpy
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.communes import (
    Commune,
    commune_insee,
    communes_de,
    communes_du_departement,
    departement_de_commune,
    nombre_de_communes,
    proches,
)
from maia.forms.francais import sans_accents
from maia.forms.territoires import departements
from tests.depot import RACINE

TOUTES = [c for numero in departements() for c in communes_du_departement(numero)]


def codes(nom: str) -> list[str]:
    return [c.code for c in communes_de(nom)]


# --- The communes of 1 January 2012, no others ----------------------------------------------------------------------


def test_la_france_comptait_36_700_communes_au_1er_janvier_2012() -> None:
    entieres = Counter(c.departement for c in TOUTES if c.rattachement is None)
    assert entieres.total() == 36_700
    assert {d: entieres[d] for d in ("62", "02", "79", "75", "94", "90", "2A", "2B", "974", "976")} == {
        "62": 895, "02": 816, "79": 305, "75": 1, "94": 47, "90": 102, "2A": 124, "2B": 236, "974": 24, "976": 17,
    }  # fmt: skip
    assert set(entieres) == set(departements())


def test_chaque_chef_lieu_de_departement_est_une_commune_du_departement() -> None:
    ailleurs = [
        d for d in departements().values() if not any(c.nom == d.chef_lieu for c in chez(d.chef_lieu, d.numero))
    ]
    assert ailleurs == []


def chez(nom: str, departement: str) -> list[Commune]:
    return [c for c in communes_de(nom) if c.departement == departement]


def test_parthenay() -> None:
    assert commune_insee("79202") == Commune("79202", "Parthenay", "79", ("79200",))
    assert codes("Parthenay") == ["79202"]


@pytest.mark.parametrize("insee", ["74093", "49144", "27676", "14513", "01015"])
def test_une_commune_reunie_a_d_autres_apres_2012_est_encore_la(insee: str) -> None:
    commune = commune_insee(insee)
    assert commune is not None
    assert commune.rattachement is None


@pytest.mark.parametrize("nom", ["Les Trois Lacs", "Arboys en Bugey", "Vallons-de-l'Erdre", "Cherbourg-en-Cotentin"])
def test_une_commune_nouvelle_d_apres_2012_n_est_pas_encore_la(nom: str) -> None:
    assert communes_de(nom) == ()


def test_les_voisines_d_annecy_etaient_des_communes() -> None:
    voisines = ["Annecy-le-Vieux", "Cran-Gevrier", "Meythet", "Pringy", "Seynod"]
    assert [len(chez(nom, "74")) for nom in voisines] == [1, 1, 1, 1, 1]


def test_un_nom_change_depuis_est_celui_de_2012() -> None:
    assert commune_insee("93070") == Commune("93070", "Saint-Ouen", "93", ("93400",))
    assert communes_de("Saint-Ouen-sur-Seine") == ()


# --- Parts of communes ----------------------------------------------------------------------------------------------


def test_paris_lyon_et_marseille_ont_leurs_45_arrondissements() -> None:
    parties = Counter(c.rattachement for c in TOUTES if "Arrondissement" in c.nom)
    assert parties == {"75056": 20, "69123": 9, "13055": 16}


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("Paris", "75056"),
        ("Paris Cedex 13", "75056"),
        ("Paris 13e Arrondissement", "75113"),
        ("PARIS 13ème", "75113"),
        ("Paris 1er", "75101"),
        ("Paris XXe", "75120"),
        ("Lyon 3", "69383"),
        ("Lyon 3ᵉ arr.", "69383"),
        ("Marseille 08", "13208"),
    ],
)
def test_un_arrondissement_s_ecrit_de_bien_des_facons(nom: str, code: str) -> None:
    assert codes(nom) == [code]


@pytest.mark.parametrize("nom", ["Paris 21", "Paris 0", "Lyon 10e", "Paris IIX", "Nice 3"])
def test_un_arrondissement_qui_n_existe_pas_n_est_pas_trouve(nom: str) -> None:
    assert codes(nom) == []


def test_une_commune_associee_dit_de_quelle_commune_elle_fait_partie() -> None:
    assert [(c.code, c.rattachement) for c in communes_de("Lomme")] == [("59355", "59350")]


# --- Names ----------------------------------------------------------------------------------------------------------


def test_chaque_commune_se_trouve_par_son_propre_nom() -> None:
    assert [c for c in TOUTES if c not in communes_de(c.nom)] == []


def test_ce_qui_s_ecrit_tout_a_fait_ainsi_vient_en_tete() -> None:
    assert [c for c in TOUTES if sans_tirets(communes_de(c.nom)[0].nom) != sans_tirets(c.nom)] == []


def sans_tirets(nom: str) -> str:
    return sans_accents(nom).replace("-", " ")


DEFORMATIONS: dict[str, Callable[[str], str]] = {
    "capitales": str.upper,
    "sans accents": sans_accents,
    "sans traits d’union": lambda nom: nom.replace("-", " "),
    "apostrophe courbe": lambda nom: nom.replace("'", "’"),
    "St": lambda nom: nom.replace("Sainte-", "Ste ").replace("Saint-", "St "),
    "St.": lambda nom: nom.replace("Saint-", "St. "),
    "s/": lambda nom: nom.replace("-sur-", " s/ ").replace("-sous-", " s/ "),
    "lès": lambda nom: nom.replace("-lez-", "-lès-"),
    "sans article": lambda nom: nom.removeprefix("Le ").removeprefix("La ").removeprefix("Les ").removeprefix("L'"),
    "article à la fin": lambda nom: f"{nom[3:]} (Le)" if nom.startswith("Le ") else nom,
    "cedex": lambda nom: f"{nom} CEDEX 9",
    "espaces": lambda nom: f"  {nom.replace(' ', '   ')} ",
}


@given(commune=st.sampled_from(TOUTES), facons=st.sets(st.sampled_from(sorted(DEFORMATIONS)), max_size=4))
def test_une_commune_se_trouve_comme_on_l_ecrit(commune: Commune, facons: set[str]) -> None:
    ecrit = commune.nom
    for facon in sorted(facons, key=list(DEFORMATIONS).index, reverse=True):
        ecrit = DEFORMATIONS[facon](ecrit)
    assert commune in communes_de(ecrit), ecrit


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [
        ("LE MANS", "72181"),
        ("Mans (Le)", "72181"),
        ("Mans", "72181"),
        ("L’Haÿ-les-Roses", "94038"),
        ("l hay les roses", "94038"),
        ("herbiers", "85109"),
        ("Les Herbiers", "85109"),
        ("Chalon s/ Saône", "71076"),
        ("Aulnay-s/s-Bois", "93005"),
        ("Tilloy-lès-Cambrai", "59597"),
        ("Vandoeuvre lès Nancy", "54547"),
        ("N.-D. de Monts", None),
        ("ND de Monts", "85164"),
    ],
)
def test_articles_elision_et_abreviations(ecrit: str, code: str | None) -> None:
    assert codes(ecrit) == ([code] if code else [])


def test_le_nom_ecrit_tout_a_fait_passe_devant_celui_qui_n_a_pas_l_article() -> None:
    assert [c.nom for c in communes_de("Le Fay")] == ["Le Fay", "Fay", "Fay", "Fay"]


def test_des_homonymes_sont_tous_rendus() -> None:
    assert {"93066", "97411", "11339", "30247", "89342"} <= set(codes("St-Denis"))
    assert codes("Château-Chinon") == ["58062", "58063"]
    assert codes("Bors") == ["16052", "16053"]


@given(st.text())
def test_un_texte_quelconque_ne_fait_rien_tomber(texte: str) -> None:
    for commune in communes_de(texte):
        assert commune == commune_insee(commune.code)
    proches(texte, "79")
    assert commune_insee(texte) is None


@pytest.mark.parametrize("nom", ["", " ", "Cedex 9", "le", "-", "les " * 40, "s s s s s s", "Atlantide"])
def test_ce_qui_n_est_pas_un_nom_ne_trouve_rien(nom: str) -> None:
    assert communes_de(nom) == ()


# --- INSEE codes ----------------------------------------------------------------------------------------------------


def test_chaque_code_insee_rend_sa_commune() -> None:
    assert len({c.code for c in TOUTES}) == len(TOUTES)
    assert [c for c in TOUTES if commune_insee(c.code) != c or departement_de_commune(c.code) != c.departement] == []
    assert [c for c in TOUTES if c.rattachement and commune_insee(c.rattachement) is None] == []


@pytest.mark.parametrize(
    "code", ["79999", "79000", "7920", "20004", "2C004", "96001", "97801", "７９２０２", "79 202", ""]
)
def test_un_code_insee_sans_commune(code: str) -> None:
    assert commune_insee(code) is None


@pytest.mark.parametrize(
    ("insee", "departement"),
    [
        ("79202", "79"),
        ("2A004", "2A"),
        ("2B033", "2B"),
        ("97411", "974"),
        ("79999", "79"),
        ("20004", None),
        ("97501", None),
    ],
)
def test_le_departement_se_lit_dans_le_code_insee(insee: str, departement: str | None) -> None:
    assert departement_de_commune(insee) == departement


# --- Suggestions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "departement", "propose"),
    [
        ("Partenay", "79", ("Parthenay",)),
        ("Parthenay le Vieux", "79", ("Parthenay",)),
        ("Erbiers", "85", ("Les Herbiers",)),
        ("La Roche", "85", ("La Roche-sur-Yon",)),
        ("Bois-Guillaume", "76", ("Bois-Guillaume-Bihorel",)),
        ("St Maixent", "79", ("Saint-Maixent-l'École", "Saint-Maixent-de-Beugné")),
        ("Atlantide", "79", ()),
        ("Parthenay", "99", ()),
        ("", "79", ()),
    ],
)
def test_un_nom_mal_ecrit_en_propose_de_proches(nom: str, departement: str, propose: tuple[str, ...]) -> None:
    assert proches(nom, departement) == propose


# --- The file and its maker -----------------------------------------------------------------------------------------


def test_le_fichier_est_celui_qu_ecrit_docs_donnees_communes_py() -> None:
    script: dict[str, Any] = runpy.run_path(str(RACINE / "docs" / "donnees" / "communes.py"))
    contenu = {
        c.code: (c.nom + (f"\t>{c.rattachement}" if c.rattachement else ""), set(c.codes_postaux)) for c in TOUTES
    }
    ecrit = script["ENTETE"] + "\n".join(script["blocs"](contenu)) + "\n"
    assert (RACINE / "forms" / "communes.txt").read_bytes() == ecrit.encode()


def test_le_fichier_dit_sa_source_et_sa_licence() -> None:
    entete = (RACINE / "forms" / "communes.txt").read_text(encoding="utf-8").partition("\n@")[0]
    assert all(dit in entete for dit in ("INSEE", "DGFiP", "Etalab", "Licence Ouverte", "2019"))


def test_le_nombre_de_communes_laisse_de_cote_les_parties_de_communes() -> None:
    comptees = {numero: nombre_de_communes(numero) for numero in ("75", "79", "974", "98")}
    assert comptees == {"75": 1, "79": 305, "974": 24, "98": 0}
