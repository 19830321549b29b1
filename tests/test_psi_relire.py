"""A PSI in PDF becomes a file again: every box exactly, what a hand wrote, and a printed plan whose pages tell the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from maia.forms.psi import CAUSES, Psi
from maia.forms.psi_formulaire import remplir
from maia.forms.psi_formulaire_relu import relire
from maia.generators.chiffrement import chiffrer
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_lecture import Refus, lire_pdf
from tests.formulaires_lus import abimer, meme_plan, ouvrir, relu, remplir_a_la_main, vierge
from tests.juges.verapdf import juger
from tests.psi_hasard import plan_au_hasard
from tests.psi_lus import EXEMPLES, plan, psi_de

MOT = "quatre mots de passe"

# --- Round trips


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
def test_un_plan_mis_dans_le_formulaire_en_revient_le_meme(chemin: Path, tmp_path: Path) -> None:
    p = plan(chemin.read_bytes())
    resultat = relu(formulaire(p).octets, tmp_path)

    assert resultat.remarques == ()
    assert resultat.saisie.fautes == ()
    assert plan(resultat.yaml.encode()) == p


@pytest.mark.parametrize("rang", [3, 17, 42, 101])
def test_un_plan_au_hasard_en_revient_aussi(rang: int, tmp_path: Path) -> None:
    p = plan_au_hasard(rang)
    assert plan(relu(formulaire(p).octets, tmp_path).yaml.encode()) == meme_plan(p)


CARACTERES = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S"]) | st.sampled_from(" '’œ\u00a0\n\t")
TEXTES = st.text(CARACTERES, min_size=1, max_size=60).filter(lambda t: t.strip(" \t\u00a0\u202f\u2009\u2007\n"))
LIGNES = st.text(CARACTERES.filter(lambda c: c != "\n"), min_size=1, max_size=40).filter(
    lambda t: t.strip(" \t\u00a0\u202f\u2009\u2007\n")
)
DATES = st.dates().filter(lambda d: 1850 <= d.year <= 2100).map(lambda d: f"{d:%d/%m}/{d.year:04}")
NUMEROS = st.lists(st.integers(1, 99).map(str), min_size=1, max_size=5)
PLANS = st.fixed_dictionaries(
    {"formulaire": st.just("plan de services individualisé")},
    optional={
        "maia": TEXTES,
        "date": DATES,
        "remplace": DATES,
        "redacteur": st.fixed_dictionaries({}, optional={"nom": TEXTES, "telephone": st.just("05 36 49 10 10")}),
        "personne": st.fixed_dictionaries(
            {},
            optional={
                "nom": TEXTES,
                "ne_le": DATES,
                "mandataire_legal": st.fixed_dictionaries({}, optional={"mesure": TEXTES, "contact": TEXTES}),
                "consentement": st.fixed_dictionaries({}, optional={"forme": st.sampled_from(["écrit", "oral"])}),
                "autres_informations": TEXTES,
                "droits_ouverts": st.lists(LIGNES, max_size=4),
            },
        ),
        "besoins": st.lists(
            st.fixed_dictionaries(
                {"texte": TEXTES},
                optional={"numero": st.integers(0, 999).map(str), "prioritaire": st.sampled_from(["oui", "non"])},
            ),
            max_size=20,
        ),
        "services_en_place": st.lists(
            st.fixed_dictionaries({"numeros": NUMEROS}, optional={"service": TEXTES, "frequence": TEXTES}), max_size=4
        ),
        "services_ponctuels": st.lists(
            st.fixed_dictionaries({"nom": TEXTES}, optional={"date": DATES, "debut": DATES, "fin": DATES}), max_size=3
        ),
        "besoins_non_combles": st.lists(
            st.fixed_dictionaries(
                {"cause": st.sampled_from(list(CAUSES))}, optional={"disponible_le": DATES, "delai": TEXTES}
            ),
            max_size=3,
        ),
    },
)


@given(PLANS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ce_qui_entre_dans_les_cases_en_sort_a_la_lettre(valeur: dict[str, Any]) -> None:
    p = Psi.model_validate(valeur)
    r = remplir(p)
    arbre, remarques = relire({**r.valeurs, **r.proposes}, r.proposes)

    assert remarques == ()
    assert Psi.model_validate(arbre) == meme_plan(p)


@given(TEXTES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_le_fichier_pdf_garde_chaque_caractere(tmp_path: Path, texte: str) -> None:
    p = psi_de(personne={"nom": texte}, besoins=[{"texte": texte}])
    assert plan(relu(formulaire(p).octets, tmp_path).yaml.encode()).personne.nom == p.personne.nom


def test_un_texte_qui_commence_comme_un_autre_codage_n_est_pas_pris_pour_lui(tmp_path: Path) -> None:
    for texte in ("þÿAB", "ÿþAB", "ï»¿AB"):
        p = psi_de(personne={"nom": texte})
        assert plan(relu(formulaire(p).octets, tmp_path).yaml.encode()).personne.nom == texte


def test_un_formulaire_vierge_se_relit_en_plan_vide(tmp_path: Path) -> None:
    assert relu(vierge(), tmp_path).yaml == "formulaire: plan de services individualisé\n"


def test_pas_dit_n_est_pas_non(tmp_path: Path) -> None:
    p = psi_de(besoins=[{"texte": "a", "prioritaire": p} if p else {"texte": "a"} for p in ("oui", "non", None)])
    lu = plan(relu(formulaire(p).octets, tmp_path).yaml.encode())
    assert [b.prioritaire for b in lu.besoins] == [True, False, None]


# --- Filled by hand, in another program


def test_un_formulaire_rempli_par_un_autre_programme_se_relit(tmp_path: Path) -> None:
    rempli = remplir_a_la_main(
        vierge(),
        {
            "personne/nom": "Lefèvre",
            "personne/ne_le": "14 février 1929",
            "besoins/1/texte": "Prévenir le risque de chute",
            "besoins/1/prioritaire": "/Oui",
            "besoins/3/texte": "Compenser l’incapacité partielle à la toilette",
            "services_en_place/1/numeros": "1 et 3",
            "services_en_place/1/service": "SSIAD",
            "besoins_non_combles/1/cause": "Liste d’attente",
            "besoins_non_combles/1/disponible_le": "à partir du 4/3/2013",
        },
    )
    resultat = relu(rempli, tmp_path)

    assert juger(rempli) == []
    assert (resultat.remarques, resultat.saisie.fautes) == ((), ())
    assert resultat.yaml == (
        "formulaire: plan de services individualisé\n\n"
        "personne:\n  nom: Lefèvre\n  ne_le: 14/02/1929\n\n"
        "besoins:\n"
        "  - {numero: 1, prioritaire: oui, texte: Prévenir le risque de chute}\n"
        "  - {numero: 3, texte: Compenser l’incapacité partielle à la toilette}\n\n"
        "services_en_place:\n  - numeros: [1, 3]\n    service: SSIAD\n\n"
        "besoins_non_combles:\n  - {cause: Liste d’attente, disponible_le: 04/03/2013}\n"
    )


def test_ce_qui_n_est_pas_compris_reste_ecrit_tel_quel_et_se_signale_par_son_champ(tmp_path: Path) -> None:
    rempli = remplir_a_la_main(
        vierge(), {"personne/ne_le": "vers 1930", "personne/telephone": "à demander", "besoins/1/texte": "Lire"}
    )
    resultat = relu(rempli, tmp_path)

    assert "ne_le: vers 1930" in resultat.yaml
    assert "telephone: à demander" in resultat.yaml
    assert [".".join(map(str, f.chemin)) for f in resultat.saisie.fautes] == ["personne.ne_le", "personne.telephone"]


def test_un_texte_trop_long_se_relit_en_entier_et_se_signale(tmp_path: Path) -> None:
    long = "Prévenir le risque de chute. " * 40
    resultat = relu(remplir_a_la_main(vierge(), {"besoins/2/texte": long}), tmp_path)

    assert plan(resultat.yaml.encode()).besoins[0].texte == long.strip()
    (remarque,) = resultat.remarques
    assert remarque.ou == "Besoins/problématiques, ligne 2, Problématique"
    assert "trop long" in remarque.message


def test_des_cases_ajoutees_par_quelqu_un_ne_sont_pas_relues_mais_comptees(tmp_path: Path) -> None:
    def ajouter(pdf: pikepdf.Pdf) -> None:
        case = Dictionary(FT=Name.Tx, T=String("secret"), V=String("MALVEILLANT"), Rect=Array([0, 0, 9, 9]))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(case))

    resultat = relu(abimer(vierge(), ajouter), tmp_path)
    assert "MALVEILLANT" not in resultat.yaml
    assert [r.message for r in resultat.remarques] == [
        "1 case(s) remplie(s) ne sont pas celles d’un PSI : elles ne sont pas relues."
    ]


# --- Encrypted


def test_un_formulaire_chiffre_demande_son_mot_de_passe(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(chiffrer(formulaire(plan(EXEMPLES[0].read_bytes())).octets, MOT))

    assert lire_pdf(tmp_path / "c.pdf") is Refus.CHIFFRE
    assert lire_pdf(tmp_path / "c.pdf", "un autre mot") is Refus.MAUVAIS_MOT
    assert ouvrir((tmp_path / "c.pdf").read_bytes(), tmp_path, MOT).cases["personne/nom"].valeur == "LEFÈVRE"


# --- Hand-written values


@pytest.mark.parametrize(
    ("nom", "ecrit", "lu"),
    [
        ("date", "le 14 janvier 2013.", "14 janvier 2013"),
        ("date", "14.01.2013", "14.01.2013"),
        ("date", "courant janvier", "courant janvier"),
        ("maia", "  de Gâtine\r", "de Gâtine"),
        ("personne/adresse", "12 rue des Lilas\r79200 Parthenay", "12 rue des Lilas\n79200 Parthenay"),
    ],
)
def test_ce_qui_est_ecrit_a_la_main_devient_ce_que_lit_le_programme(nom: str, ecrit: str, lu: str) -> None:
    arbre, remarques = relire({nom: ecrit})
    for etape in nom.split("/"):
        arbre = arbre[etape]  # type: ignore[assignment]
    assert arbre == lu
    assert remarques == ()


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("1, 3", ["1", "3"]),
        ("n° 1 et 3", ["1", "3"]),
        ("N°1/N°3", ["1", "3"]),
        ("1-3", "1-3"),
        ("tous", "tous"),
    ],
)
def test_les_numeros_ecrits_a_la_main(ecrit: str, lu: object) -> None:
    arbre, _ = relire({"services_en_place/2/numeros": ecrit})
    assert arbre["services_en_place"] == [{"numeros": lu}]


def test_un_caractere_invisible_est_retire_et_dit() -> None:
    arbre, (remarque,) = relire({"maia": "Gâ\x07tine\u200b"})
    assert arbre["maia"] == "Gâtine"
    assert remarque.message == "ce qui ne se voit pas n’en est pas relu (U+0007, U+200B)."
