"""The pages drawn from the code are those that the code draws, and say something of every field."""

import importlib.util
import re
from itertools import pairwise
from types import ModuleType

import pytest

from maia.forms.champs import arbre
from maia.forms.francais import typographie
from maia.forms.schema import FORMULAIRES
from tests.depot import RACINE


def generateur() -> ModuleType:
    specification = importlib.util.spec_from_file_location("generer", RACINE / "docs" / "generer.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


PAGES: dict[str, str] = generateur().pages()


@pytest.mark.parametrize("nom", PAGES)
def test_une_page_tiree_du_code_est_a_jour(nom: str) -> None:
    assert (RACINE / "docs" / nom).read_text(encoding="utf-8") == PAGES[nom], "lancez make docs"


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_chaque_champ_a_sa_ligne_ou_sa_section(nom: str) -> None:
    page = PAGES[f"champs-{nom}.md"]
    absents = [
        ".".join(chemin)
        for chemin, champ in arbre(FORMULAIRES[nom][0])
        if f"| `{chemin[-1]}` | {typographie(champ.libelle)} |" not in page
        and not re.search(rf"^#+ .* – `{re.escape('.'.join(chemin))}`$", page, re.MULTILINE)
        and not any(f"– `{'.'.join(chemin[:n])}`" in page and "Mêmes champs" in page for n in range(1, len(chemin)))
    ]
    assert absents == []


@pytest.mark.parametrize("nom", PAGES)
def test_une_page_se_lit_bien(nom: str) -> None:
    page = PAGES[nom]
    titres = re.findall(r"^(#+) ", page, re.MULTILINE)
    assert titres[0] == "#"
    assert titres.count("#") == 1
    assert all(len(suivant) <= len(titre) + 1 for titre, suivant in pairwise(titres))
    tableaux = re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)
    assert all(len({ligne.count("|") for ligne in tableau.splitlines()}) == 1 for tableau in tableaux)
    assert "None" not in page
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


@pytest.mark.parametrize("nom", PAGES)
def test_les_liens_d_une_page_menent_quelque_part(nom: str) -> None:
    for lien in re.findall(r"\]\(([^)]+)\)", PAGES[nom]):
        fichier, _, ancre = lien.partition("#")
        assert not fichier or (RACINE / "docs" / fichier).exists(), lien
        assert not ancre or ancre in ancres(PAGES[fichier or nom]), lien


def ancres(page: str) -> set[str]:
    """Where a link into a page may lead: its titles, as GitHub writes them in an address."""
    titres = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", titre.lower().replace("\u00a0", " ")).replace(" ", "-") for titre in titres}
