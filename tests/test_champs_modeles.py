"""The fields of the templates: learnt by filling the samples, told by the documentation, used by the check."""

import re
import subprocess
import sys

import pytest

from docs.champs_modeles import libelle, libelles, page
from maia.champs_modeles import champs_connus
from maia.generators.documents import Document
from maia.generators.production import catalogue, modele_officiel
from maia.generators.relecture.arbre import Noeud, apprendre
from maia.generators.word import ModeleWord
from maia.generators.word.champs import ChampLu, Emploi, champs_lus

DOCUMENTS = list(catalogue().values())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.nom)
def test_tout_champ_a_un_libelle(document: Document) -> None:
    sans = [chemin for chemin, _ in champs_connus(document).feuilles() if not libelle(chemin, "")]
    assert sans == [], "à ajouter à docs/libelles_modeles.yaml"


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.format == "docx"], ids=lambda d: d.nom)
def test_les_champs_que_demande_notre_modele_sont_connus(document: Document) -> None:
    demandes = ModeleWord.compiler(modele_officiel(document.modele), document.modele).champs
    assert demandes <= champs_connus(document).enfants.keys()


def test_la_page_montre_chaque_document_et_ses_champs() -> None:
    texte = "\n".join(page())
    for document in DOCUMENTS:
        assert f"## {document.nom} – `{document.modele}`" in texte
    ligne = next(ligne for ligne in texte.splitlines() if ligne.startswith("| `banque.code_guichet`"))
    assert ligne == "| `banque.code_guichet` | Code guichet | 00201 | CIRC annexe V-1, article 4 |"


def test_aucun_libelle_ne_sert_a_rien() -> None:
    chemins = {chemin for document in DOCUMENTS for chemin, _ in champs_connus(document).feuilles()}
    inutiles = [
        cle
        for cle in libelles()
        if not (cle in chemins or (cle[0] == "*" and any(c.endswith(cle[1:]) for c in chemins)))
    ]
    assert inutiles == []


def test_l_ordre_du_catalogue_ne_depend_pas_de_qui_importe_quoi() -> None:
    programme = (
        "import maia.generators.convention_pluriannuelle, maia.generators.releve, maia.generators.production as p;"
        "print(*p.catalogue())"
    )
    dit = subprocess.run([sys.executable, "-c", programme], capture_output=True, encoding="utf-8", check=True).stdout
    assert dit.split() == list(catalogue())
    assert dit.split()[:2] == ["dossier-de-demande", "budget"]


# --- What a template asks for ---------------------------------------------------------------------------------------


def chemins(*paragraphes: str) -> list[str]:
    return [".".join(lu.chemin) for lu in champs_lus(paragraphes)]


def test_les_champs_d_une_boucle_sont_ceux_de_sa_liste() -> None:
    assert chemins(
        "{%tr for l in budget.lignes %}", "{{ l.charge.libelle }} {{ loop.index }}", "{%tr endfor %}", "{{ l }}"
    ) == ["budget.lignes", "budget.lignes.[].charge.libelle", "l"]
    assert chemins("{% for a in x %}{% for b in a.y %}{{ b.z }}{% endfor %}{{ a.t }}{% endfor %}") == [
        "x",
        "x.[].y",
        "x.[].y.[].z",
        "x.[].t",
    ]


def test_conditions_filtres_et_indices() -> None:
    assert chemins(
        "{% if a.b and not c %}{{ d|default(e) }}{% elif f == 'g' %}{{ h[0].i }}{{ j['k'] }}{% endif %}"
    ) == [
        "a.b",
        "c",
        "d",
        "e",
        "f",
        "h.[].i",
        "j.k",
    ]


def test_une_balise_mal_ecrite_n_arrete_rien() -> None:
    assert chemins("{{ a b }} {{ c", "{{ d }}", "{% for %}", "{{ e }}{% endfor %}{% endfor %}") == ["d", "e"]


ARBRE = apprendre([{"a": {"b": "1"}, "l": [], "n": None}, {"a": {"c": 2}, "l": [{"x": "y"}], "v": True}])


def faute(*chemin: str, emploi: Emploi = Emploi.ECRIT, arbre: Noeud = ARBRE) -> str | None:
    return arbre.faute(ChampLu(chemin, emploi, 0, ""))


def test_l_arbre_reunit_ce_que_montrent_les_exemples() -> None:
    assert [(chemin, noeud.exemple) for chemin, noeud in ARBRE.feuilles()] == [
        ("a.b", "1"),
        ("a.c", "2"),
        ("l[].x", "y"),
        ("v", "oui ou non"),
    ]
    assert faute("a", "b") is None
    assert faute("l", "[]", "x") is None
    assert faute("n") is None  # never seen but absent: nothing can be said of it
    assert faute("n", "quelconque") is None


def test_ce_que_l_arbre_refuse() -> None:
    assert faute("a", "bb") == "« a.bb » n’est pas un champ de ce document ; le plus proche : « a.b »"
    assert faute("zzz") == "« zzz » n’est pas un champ de ce document"
    assert faute("a") == "« a » est un bloc ; ses champs : b, c"
    assert re.match("« l » est une liste", faute("l") or "")
    assert faute("a", "b", "[]", "x") == "« a.b » n’est pas une liste"
    assert faute("v", emploi=Emploi.PARCOURU) == "« v » n’est pas une liste"
    assert faute("l", emploi=Emploi.TESTE) is None
