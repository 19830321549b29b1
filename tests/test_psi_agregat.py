"""The anonymous aggregate: right counts, nobody in it, and an attacker who tries to find them again."""

from __future__ import annotations

import io
import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.agregat import ATTENTE, COLONNE, Recueil
from maia.forms.agregat_tableaux import Agregat, TropPeu, agreger
from maia.forms.psi import CAUSES, Psi
from maia.forms.redaction import rediger
from maia.forms.secret_statistique import TOTAL, Tableau
from maia.generators.agregat import classeur, images
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import PSI, Maia

SEUIL = 5
DOMAINES = ["Santé", "Mobilité", "Entourage", "Ressources"]
SERVICES = ["Accueil de jour", "SSIAD, le matin", "Hébergement temporaire"]


def plan(rang: int, tirage: random.Random, **change: Any) -> dict[str, Any]:
    """A plan drawn at random, of a person of her own."""
    jour = date(2013, 1, 1) + timedelta(tirage.randrange(200))
    nombre = tirage.randint(1, 6)
    return {
        "formulaire": "plan de services individualisé",
        "maia": "MAIA de Gâtine",
        "redacteur": {"nom": f"Mme Quintaneiro{tirage.randint(1, 3)}"},
        "date": f"{jour:%d/%m/%Y}",
        "revision": f"{jour + timedelta(180):%d/%m/%Y}",
        "personne": {"nom": f"Zulmira{rang}", "prenom": "Ana", "ne_le": f"14/02/{tirage.randint(1915, 1950)}"},
        "besoins": [
            {
                "numero": str(n),
                "prioritaire": tirage.choice(["oui", "non"]),
                "domaine": tirage.choice(DOMAINES),
                "texte": f"Compenser la perte de Zulmira{rang}",
            }
            for n in range(1, nombre + 1)
        ],
        "besoins_non_combles": [
            {
                "numeros": [str(tirage.randint(1, nombre))],
                "reponse": tirage.choice(SERVICES),
                "cause": tirage.choice(list(CAUSES)),
                "disponible_le": f"{jour + timedelta(tirage.randint(5, 90)):%d/%m/%Y}",
            }
            for _ in range(tirage.randint(0, 3))
        ],
        **change,
    }


def hasard_de(graine: int) -> random.Random:
    return random.Random(graine)  # noqa: S311 - drawn plans, not secrets


def plans(nombre: int, graine: int = 1, **change: Any) -> list[Psi]:
    tirage = hasard_de(graine)
    return [Psi.model_validate(plan(rang, tirage, **change)) for rang in range(nombre)]


def agregat(liste: list[Psi], au: date | None = None) -> Agregat:
    recueil = Recueil()
    for rang, p in enumerate(liste):
        recueil.ajouter(p, f"{rang}.yaml")
    fait = agreger(recueil, SEUIL, 40, au)
    assert isinstance(fait, Agregat)
    return fait


def montre(t: Tableau) -> dict[tuple[str, str], int]:
    return {cellule: v for cellule, v in t.valeurs.items() if v is not None}


# Right counts -----------------------------------------------------------------------------------------------------------


def test_les_effectifs_montres_sont_ceux_qu_on_compte_a_la_main() -> None:
    liste = plans(60)
    a = agregat(liste)
    besoins = Counter((b.domaine, "Prioritaires" if b.prioritaire else "Autres") for p in liste for b in p.besoins)
    ecarts: Counter[tuple[str, str]] = Counter()
    for p in liste:
        domaines = {b.numero: b.domaine or "" for b in p.besoins}
        ecarts.update((domaines[n], b.cause or "") for b in p.besoins_non_combles for n in b.numeros)
    for cellule, v in montre(a.besoins).items():
        if TOTAL not in cellule:
            assert v == besoins[cellule]
    for (domaine, cause), v in montre(a.ecarts).items():
        attendus = [n for (d, c), n in ecarts.items() if domaine in {TOTAL, d} and cause in {TOTAL, c}]
        assert v == sum(attendus)
    assert a.plans == a.charges.valeur() == a.ages.valeur() == 60


def test_seule_la_derniere_version_d_un_plan_compte() -> None:
    liste = plans(10)
    ancien = liste[0].model_copy(update={"date": date(2012, 6, 1), "besoins": []})
    a = agregat([*liste, ancien])
    assert (a.plans, a.remplaces) == (10, 1)
    assert a.besoins == agregat(liste).besoins


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_l_ordre_des_fichiers_ne_change_rien(hasard: random.Random) -> None:
    liste = plans(30)
    melange = liste[:]
    hasard.shuffle(melange)
    assert classeur(agregat(melange), "X") == classeur(agregat(liste), "X")


@pytest.mark.parametrize(("au", "depassees"), [(date(2013, 6, 29), 0), (date(2014, 6, 1), 20)])
def test_une_revision_est_depassee_le_lendemain_de_son_jour(au: date, depassees: int) -> None:
    a = agregat(plans(20, revision="29/06/2013"), au)
    assert a.revisions.valeur("Révision dépassée", COLONNE) == depassees


def test_un_service_se_reconnait_sans_ses_precisions_et_les_rares_se_regroupent() -> None:
    attente = [
        {"numeros": ["1"], "reponse": r, "cause": ATTENTE}
        for r in ("Accueil de jour, le mardi", "accueil de jour (Thouars)")
    ]
    besoin = [{"numero": "1", "domaine": "Santé", "texte": "Compenser"}]
    liste = [
        Psi.model_validate(plan(n, hasard_de(n), besoins=besoin, besoins_non_combles=[attente[n % 2]]))
        for n in range(12)
    ]
    rare = [{"numeros": ["1"], "reponse": "Musicothérapie à domicile chez Mme X", "cause": ATTENTE}]
    liste += [Psi.model_validate(plan(99, hasard_de(0), besoins=besoin, besoins_non_combles=rare))]
    a = agregat(liste)
    assert a.attentes.lignes == ("Accueil de jour", "Autres services")
    assert "Musicothérapie" not in repr(a)


def test_la_charge_se_compare_aux_quarante_personnes() -> None:
    liste = plans(45, redacteur={"nom": "Mme Relais"})
    feuille = openpyxl.load_workbook(io.BytesIO(classeur(agregat(liste), "X")))["Charge"]
    assert [c.value for c in feuille[5]][:3] == ["Gestionnaire 1", 45, -5]
    assert "Relais" not in "".join(str(c.value) for ligne in feuille for c in ligne)


@pytest.mark.parametrize(("nombre", "refuse"), [(4, True), (5, False)])
def test_sous_le_seuil_rien_n_est_ecrit(nombre: int, refuse: bool, maia: Maia, tmp_path: Path) -> None:
    tirage = hasard_de(1)
    for rang in range(nombre):
        (tmp_path / f"{rang}.yaml").write_text(rediger(plan(rang, tirage), Psi), encoding="utf-8")
    fait = maia("psi", "agreger", tmp_path, "-o", tmp_path / "agregat")
    assert fait.code == (1 if refuse else 0), fait.erreurs
    assert (tmp_path / "agregat").exists() is not refuse
    recueil = Recueil()
    assert agreger(recueil, SEUIL, 40) == TropPeu(0, SEUIL)


def test_un_plan_fautif_n_arrete_pas_les_autres_et_ne_se_montre_pas(maia: Maia, tmp_path: Path) -> None:
    tirage = hasard_de(1)
    for rang in range(6):
        (tmp_path / f"{rang}.yaml").write_text(rediger(plan(rang, tirage), Psi), encoding="utf-8")
    (tmp_path / "7.yaml").write_text(
        PSI.read_text(encoding="utf-8").replace("14/02/1929", "31/02/1929"), encoding="utf-8"
    )
    fait = maia("psi", "agreger", tmp_path, "-o", tmp_path / "agregat")
    assert fait.code == 3
    assert "7.yaml" in fait.erreurs
    assert "LEFÈVRE" not in fait.erreurs + fait.sortie
    assert (tmp_path / "agregat" / "agregat.xlsx").exists()


# Nobody in it -----------------------------------------------------------------------------------------------------------


def test_ni_nom_ni_texte_ne_sort_dans_le_classeur_ni_dans_les_images() -> None:
    a = agregat(plans(40))
    octets = classeur(a, "MAIA de Gâtine")
    lu = openpyxl.load_workbook(io.BytesIO(octets))
    dit = " ".join(str(c.value) for feuille in lu for ligne in feuille.iter_rows() for c in ligne)
    images_ = images(a, "MAIA de Gâtine")
    for secret in ("Zulmira", "Quintaneiro", "Ana", "Compenser la perte", "14/02"):
        assert secret not in dit
        assert secret.encode() not in octets
        assert not any(secret.encode() in image for image in images_.values())
    assert set(images_) == {
        f"{nom}.{forme}"
        for nom in (
            "besoins-par-domaine",
            "besoins-non-combles-par-cause",
            "listes-d-attente",
            "charge-des-gestionnaires",
            "revisions",
        )
        for forme in ("png", "svg")
    }
    assert images(a, "MAIA de Gâtine") == images_


def test_le_classeur_est_sain_et_libreoffice_ne_recalcule_rien_d_autre() -> None:
    octets = classeur(agregat(plans(40)), "MAIA de Gâtine")
    assert defauts_ooxml(octets, ".xlsx") == []
    assert not [
        c for f in openpyxl.load_workbook(io.BytesIO(octets)) for r in f.iter_rows() for c in r if c.data_type == "f"
    ]


# The attacker -----------------------------------------------------------------------------------------------------------

Bornes = dict[tuple[str, str, str], tuple[float, float]]


def lire(octets: bytes) -> dict[str, dict[tuple[str, str], int | None]]:
    """What anybody reads in the workbook: sheet → (row, column) → number, `None` for « s »."""
    tables: dict[str, dict[tuple[str, str], int | None]] = {}
    for feuille in openpyxl.load_workbook(io.BytesIO(octets)).worksheets[1:]:
        titres = [str(c.value) for c in feuille[4]]
        for ligne in feuille.iter_rows(min_row=5, values_only=True):
            if ligne[0] is None:
                continue
            for titre, valeur in zip(titres[1:], ligne[1:], strict=True):
                if "médian" not in titre and "restantes" not in titre and valeur is not None:
                    lue = None if valeur == "s" else int(str(valeur))
                    tables.setdefault(feuille.title, {})[str(ligne[0]), titre] = lue
    return tables


def attaquer(table: dict[tuple[str, str], int | None], total: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Bounds on every hidden cell, tightened until nothing moves: each row and column adds up to its total."""
    lignes, colonnes = sorted({c[0] for c in table}), sorted({c[1] for c in table})
    bas = {c: 1 if v is None else v for c, v in table.items()}
    haut = {c: 10_000 if v is None else v for c, v in table.items()}
    sommes = [((ligne, total), [(ligne, c) for c in colonnes if c != total]) for ligne in lignes]
    sommes += [(("Total", c), [(ligne, c) for ligne in lignes if ligne != "Total"]) for c in colonnes]
    bouge = True
    while bouge:
        bouge = False
        for tout, parts in sommes:
            if not parts:
                continue
            for cellule in (tout, *parts):
                autres = [c for c in parts if c != cellule]
                if cellule == tout:
                    neuf = (sum(bas[c] for c in parts), sum(haut[c] for c in parts))
                else:
                    neuf = (bas[tout] - sum(haut[c] for c in autres), haut[tout] - sum(bas[c] for c in autres))
                serre = (max(bas[cellule], neuf[0]), min(haut[cellule], neuf[1]))
                if serre != (bas[cellule], haut[cellule]):
                    bas[cellule], haut[cellule], bouge = *serre, True
    return {c: (bas[c], haut[c]) for c, v in table.items() if v is None}


@pytest.mark.parametrize("graine", range(12))
@pytest.mark.parametrize("nombre", [8, 25, 60])
def test_qui_tente_de_retrouver_une_personne_dans_le_classeur_n_y_parvient_pas(graine: int, nombre: int) -> None:
    liste = plans(nombre, graine)
    tables = lire(classeur(agregat(liste), "X"))
    ecarts: Counter[tuple[str, str]] = Counter()
    for p in liste:
        domaines = {b.numero: b.domaine or "" for b in p.besoins}
        ecarts.update({(domaines[n], b.cause or "") for b in p.besoins_non_combles for n in b.numeros})
    besoins, attentes = tables["Besoins non comblés"], tables["Listes d’attente"]
    # The whole of the waiting lists stands in both sheets: what one hides the other must not give.
    assert (besoins.get(("Total", ATTENTE)) is None) == (attentes.get(("Total", "Besoins en attente")) is None)
    for (domaine, cause), personnes in ecarts.items():
        if personnes < SEUIL and (domaine, cause) in besoins:
            assert besoins[domaine, cause] is None
    for (ligne, colonne), (bas, haut) in attaquer(besoins, "Total").items():
        if 0 < ecarts.get((ligne, colonne), 0) < SEUIL:
            assert haut - bas >= SEUIL - 1, (ligne, colonne, bas, haut)
    for bas, haut in attaquer(tables["Besoins"], "Total").values():
        assert haut > bas


def test_la_difference_de_deux_agregats_est_annoncee_comme_un_danger() -> None:
    feuille = openpyxl.load_workbook(io.BytesIO(classeur(agregat(plans(20)), "X")))["À lire"]
    dit = " ".join(str(c.value) for ligne in feuille for c in ligne)
    assert "leur différence pourrait désigner quelqu’un" in dit
