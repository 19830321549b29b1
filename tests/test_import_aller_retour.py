"""A dossier goes into a workbook and comes back the same, whatever it holds, LibreOffice in between or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.classeur.importation import Importation, importer
from maia.forms.classeur.normes import normaliser
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser, lire
from maia.forms.ouverture import DossierLu, ouvrir
from maia.forms.redaction import rediger
from maia.forms.saisie import lire_modele
from maia.generators.saisie import Saisie, classeur_de_saisie
from tests.dossiers_hasard import valides
from tests.echantillons_yaml import DOSSIERS
from tests.juges.libreoffice import reenregistrer


def relire(octets: bytes) -> Importation:
    lu = importer(octets, "dossier.xlsx")
    assert isinstance(lu, Importation), lu
    return lu


def valeur_de_l_echantillon(chemin: Path) -> dict[str, Any]:
    lu = lire(chemin)
    assert isinstance(lu, Lecture)
    assert isinstance(lu.valeur, dict)
    return lu.valeur


@cache
def classeur_de(chemin: Path) -> Saisie:
    """The workbook of a sample, made once."""
    return classeur_de_saisie(valeur_de_l_echantillon(chemin))


def contenu(dossier: Dossier) -> dict[str, Any]:
    """What a dossier says; a piece that has one file, whether it was written as a path or as a list of one."""
    dit = dossier.model_dump()
    dit["pieces"] = {cle: v[0] if isinstance(v, list) and len(v) == 1 else v for cle, v in dit["pieces"].items()}
    return dit


@pytest.mark.parametrize("chemin", DOSSIERS, ids=lambda chemin: chemin.name)
def test_chaque_echantillon_revient_identique(chemin: Path) -> None:
    valeur = valeur_de_l_echantillon(chemin)
    fait = classeur_de(chemin)

    lu = relire(fait.octets)

    assert lu.valeur == normaliser(valeur)
    assert (fait.inconnus, fait.impossibles) == ((), ())


@pytest.mark.parametrize("chemin", DOSSIERS, ids=lambda chemin: chemin.name)
def test_le_dossier_relu_a_le_meme_modele_et_les_memes_fautes(chemin: Path) -> None:
    avant = ouvrir(chemin)
    assert isinstance(avant, DossierLu)
    texte = rediger(relire(classeur_de(chemin).octets).valeur)
    lu = analyser(texte.encode(), "relu.yaml")
    assert isinstance(lu, Lecture)

    apres = lire_modele(lu, Dossier)

    assert apres.valeur is not None
    assert contenu(apres.valeur) == contenu(avant.dossier)
    assert [(f.genre, f.chemin) for f in apres.fautes] == [(f.genre, f.chemin) for f in avant.dossier.fautes]


def test_les_echantillons_reviennent_identiques_apres_libreoffice() -> None:
    passes = reenregistrer([classeur_de(chemin).octets for chemin in DOSSIERS[:5]])

    for chemin, octets in zip(DOSSIERS[:5], passes, strict=True):
        lu = relire(octets)
        assert lu.valeur == normaliser(valeur_de_l_echantillon(chemin))


@settings(max_examples=6, deadline=None)
@given(valides())
def test_un_dossier_au_hasard_revient_identique(arbre: dict[str, Any]) -> None:
    lu = relire(classeur_de_saisie(arbre).octets)

    assert lu.valeur == normaliser(arbre)
    assert lu.incompris == 0


# Whatever people write: texts that look like formulas, errors, numbers, labels of ours; unknown fields; odd shapes.
PIEGES = [
    "=1+1", "+33", "-", "@x", "#REF!", "#N/A", "01000", "12 500 €", "environ 5 000", "2 400,50", "15 mars 2012", "0",
    "12/03/1850", "oui", "TRUE", "1e5", "0x10", "_x0041_", "a\nb", " a ", "'a", "Total", "60 Achats", "Charges", "80 %",
    "TOTAL DES CHARGES", "Nom", "Porteur", "(Préciser)", "Votre réponse", "Autres", "🙂", "é" * 300, "=", "a\tb",
    "{{ x }}", "}}", "{% for x in y %}",
]  # fmt: skip
TEXTES = st.one_of(
    st.sampled_from(PIEGES),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
    ),
)
CLES = TEXTES.filter(lambda cle: cle.isprintable() and bool(cle.strip()))
FEUILLES_FOLLES = st.one_of(TEXTES, st.none(), st.lists(TEXTES, max_size=3), st.dictionaries(CLES, TEXTES, max_size=3))
LIGNES = st.dictionaries(
    st.sampled_from(["nom", "poste", "financeur", "canton", "communes", "montant", "etp", "statut", "inconnu", "brut"]),
    FEUILLES_FOLLES,
    max_size=4,
)
LISTES = st.lists(st.one_of(LIGNES, TEXTES, st.none()), max_size=4)
COMPTES = st.one_of(
    TEXTES,
    LISTES,
    st.none(),
    st.dictionaries(
        st.one_of(CLES, st.sampled_from(["total", "Assurance", "financeurs"])), TEXTES | LISTES, max_size=4
    ),
)
BUDGETS = st.fixed_dictionaries(
    {},
    optional={
        "charges": st.dictionaries(st.sampled_from(["60", "61", "64", "66", "69", "indirectes"]), COMPTES, max_size=4),
        "produits": st.dictionaries(st.sampled_from(["70", "74", "75"]), COMPTES, max_size=3),
        "contributions": st.dictionaries(st.sampled_from(["86", "87"]), COMPTES, max_size=2),
        "totaux": st.dictionaries(st.sampled_from(["charges", "produits", "x"]), TEXTES, max_size=3),
    },
)
DOSSIERS_FOUS = st.fixed_dictionaries(
    {},
    optional={
        "campagne": FEUILLES_FOLLES,
        "recu_le": FEUILLES_FOLLES,
        "porteur": st.one_of(
            LIGNES, st.dictionaries(st.sampled_from(["siret", "sigle", "siege", "x"]), FEUILLES_FOLLES)
        ),
        "representants": LISTES,
        "territoire": st.dictionaries(st.sampled_from(["nom", "cantons", "y"]), LISTES | TEXTES, max_size=3),
        "budget": BUDGETS,
        "effectifs": LISTES,
        "annee_pleine": st.fixed_dictionaries({}, optional={"budget": BUDGETS, "effectifs_supplementaires": LISTES}),
        "pieces": st.dictionaries(
            st.one_of(st.sampled_from(["note", "cv", "engagements", "locale"]), CLES),
            FEUILLES_FOLLES | LISTES,
            max_size=4,
        ),
        "champ inconnu": FEUILLES_FOLLES,
    },
)


@settings(max_examples=20, deadline=None)
@given(DOSSIERS_FOUS)
def test_un_dossier_fou_revient_identique_lui_aussi(arbre: dict[str, Any]) -> None:
    fait = classeur_de_saisie(arbre)

    assert fait.impossibles == ()
    assert relire(fait.octets).valeur == normaliser(arbre)
