"""The register of rules, walked from end to end: every rule is whole, sourced, explained and shown by cases."""

import ast
import inspect
import re
from collections import Counter

import pytest

from maia.forms.campagne import campagne
from maia.forms.constat import BLOQUANT
from maia.forms.dossier import Dossier
from maia.forms.passages import dans, decomposer
from maia.forms.psi import Psi
from maia.validators import registre
from maia.validators.catalogue import regles
from maia.validators.psi import regles_du_psi
from maia.validators.registre import (
    FAMILLES,
    FAMILLES_DU_PSI,
    REGLES,
    REGLES_DU_PSI,
    Aspect,
    Regle,
    regle,
    regle_du_psi,
    source_en_toutes_lettres,
)
from tests.depot import fichiers_python, lire
from tests.dossiers import cas
from tests.plans import cas_du_psi
from tests.textes_officiels import FICHIERS, morceaux, officiel

DES_DOSSIERS, DU_PSI = regles(), regles_du_psi()
TOUTES = DES_DOSSIERS + DU_PSI
toute_regle = pytest.mark.parametrize("r", TOUTES, ids=lambda r: r.id)


def simple(texte: str) -> str:
    """One case, ordinary spaces: two ways of printing the same words."""
    return " ".join(texte.split()).casefold()


TEXTES = simple(" | ".join(map(officiel, FICHIERS)))


# --- Each rule --------------------------------------------------------------------------------------------------------


@toute_regle
def test_la_source_est_un_passage_des_textes_officiels(r: Regle) -> None:
    assert [partie for partie in decomposer(r.source) if not dans(partie)] == []


@toute_regle
def test_le_titre_est_une_phrase_et_l_explication_aussi(r: Regle) -> None:
    assert re.fullmatch(r"[A-ZÀÉ][^.\n]*\.", r.titre), r.titre
    assert r.explication.endswith((".", "»"))
    assert len(r.titre) <= 110
    # A blank line between the sentence that names the rule and what explains it.
    assert r.explication.split("\n")[1:2] in ([], [""])


@toute_regle
def test_les_citations_sont_dans_les_textes(r: Regle) -> None:
    citations = re.findall(r"«\s(.*?)\s»", " ".join(r.explication.split()))
    cites = [morceau for citation in citations for morceau in morceaux(citation)]
    assert [m for m in cites if len(m.split()) > 3 and simple(m) not in TEXTES] == []


@toute_regle
def test_chaque_regle_a_un_cas_accepte_et_un_cas_rejete(r: Regle) -> None:
    assert {c.accepte for c in (*cas(), *cas_du_psi()) if c.regle == r.id} == {True, False}


@toute_regle
def test_le_fichier_des_cas_commence_par_le_titre_de_la_regle(r: Regle) -> None:
    premiere = lire(f"validators/cas/{r.id}.yaml").splitlines()[0]
    assert simple(premiere) == simple(f"# {r.titre}")


@toute_regle
def test_la_source_s_ecrit_en_toutes_lettres(r: Regle) -> None:
    assert source_en_toutes_lettres(r.source, campagne()).startswith(("Circulaire DGCS", "Cahier des charges"))


def test_une_source_en_toutes_lettres() -> None:
    attendu = "Circulaire DGCS/DGOS n° 2012-06 du 10 janvier 2012, § 2.2"
    assert source_en_toutes_lettres("CIRC §2.2", campagne()) == attendu


# --- The whole --------------------------------------------------------------------------------------------------------


def test_chaque_cas_a_sa_regle() -> None:
    assert {c.regle for c in cas()} == set(REGLES)
    assert {c.regle for c in cas_du_psi()} == set(REGLES_DU_PSI)


def test_le_catalogue_suit_l_ordre_du_formulaire() -> None:
    assert [r.id[0] for r in DES_DOSSIERS] == sorted((r.id[0] for r in DES_DOSSIERS), key=list(FAMILLES).index)
    assert {r.id for r in DES_DOSSIERS} == set(REGLES)
    assert [r.id for r in DU_PSI] == sorted(REGLES_DU_PSI)


def test_une_lettre_n_est_que_d_un_formulaire() -> None:
    assert set(FAMILLES).isdisjoint(FAMILLES_DU_PSI)


def test_chaque_regle_a_un_titre_a_elle() -> None:
    assert [titre for titre, n in Counter(r.titre for r in TOUTES).items() if n > 1] == []


def test_ce_que_lit_une_regle_existe_dans_le_formulaire() -> None:
    # The paths of `lit` are words of our own: a typing fault there would apply a rule to half the facts.
    assert {str(chemin[0]) for r in DES_DOSSIERS for chemin in r.lus} <= set(Dossier.model_fields)
    assert {str(chemin[0]) for r in DU_PSI for chemin in r.lus} <= set(Psi.model_fields)


def test_seule_la_regle_des_centimes_quitte_l_aspect_de_sa_famille() -> None:
    assert {r.aspect for r in DU_PSI} == {Aspect.PLAN}
    assert [r.id for r in DES_DOSSIERS if r.aspect != FAMILLES[r.id[0]][1]] == ["F03"]


def test_une_regle_est_une_petite_fonction() -> None:
    longues = [
        f"{fichier} : {noeud.name}, {longueur} lignes"
        for fichier in fichiers_python("validators")
        for noeud in ast.walk(ast.parse(lire(fichier)))
        if isinstance(noeud, ast.FunctionDef)
        and (longueur := (noeud.end_lineno or 0) - noeud.lineno + 1 - docstring(noeud)) > 40
    ]
    assert longues == []


def docstring(fonction: ast.FunctionDef) -> int:
    """Lines of a function's docstring."""
    premier = fonction.body[0]
    return (premier.end_lineno or 0) - premier.lineno + 1 if ast.get_docstring(fonction) else 0


# --- What the register refuses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifiant", "source", "raison"),
    [
        ("B01", "CIRC §2.2", "déjà pris"),
        ("Z01", "CIRC §2.2", "inconnu des familles"),
        ("B1", "CIRC §2.2", "inconnu des familles"),
        ("B99", "usage", "source"),
        ("B99", "", "source"),
    ],
)
def test_une_regle_mal_inscrite_est_refusee(identifiant: str, source: str, raison: str) -> None:
    avant = dict(REGLES)
    with pytest.raises(TypeError, match=raison):
        regle(identifiant, BLOQUANT, source=source)(lambda d, c: iter(()))
    assert avant == REGLES


def test_une_regle_du_psi_ne_prend_pas_la_lettre_d_un_dossier() -> None:
    with pytest.raises(TypeError, match="inconnu des familles"):
        regle_du_psi("B99", BLOQUANT, source="CIRC §2.2")(lambda p, c: iter(()))


def test_ce_que_lit_une_regle_comprend_ce_qui_l_entoure_et_ce_qui_le_compose() -> None:
    r = Regle("B99", BLOQUANT, "CIRC §2.2", lambda d, c: iter(()), (("effectifs", "*", "etp"),), Aspect.BUDGET)
    assert r.lit(("effectifs", 3, "etp"))
    assert r.lit(("effectifs", 3))
    assert r.lit(("effectifs",))
    assert not r.lit(("effectifs", 3, "profil"))
    assert not r.lit(("budget",))


def test_le_registre_est_documente_par_un_exemple() -> None:
    assert '@regle("B01"' in (inspect.getdoc(registre) or "")
