"""A PSI in PDF becomes a file again: every box exactly, what a hand wrote, and a printed plan whose pages tell the truth."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from maia.forms.lecture import Illisible
from maia.forms.psi import CAUSES, Psi
from maia.forms.psi_formulaire import relire, remplir
from maia.forms.saisie import Saisie
from maia.generators.chiffrement import chiffrer
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_lecture import Accord, Refus, accord, lire_pdf
from maia.generators.psi import psi
from tests import pdfs
from tests.formulaires_lus import abimer, meme_plan, ouvrir, relu, remplir_a_la_main, vierge
from tests.psi_hasard import plan_au_hasard
from tests.psi_lus import EXEMPLES, besoins, exemple, plan, psi_de

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


# --- A plan that we printed


def verdict(octets: bytes, dossier: Path) -> Accord:
    resultat = accord(ouvrir(octets, dossier), "psi.pdf")
    assert isinstance(resultat, Accord), resultat
    return resultat


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
@pytest.mark.parametrize("semaine", [False, True])
@pytest.mark.parametrize("copie", ["", "personne"])
def test_un_plan_imprime_rend_ses_donnees(chemin: Path, semaine: bool, copie: str, tmp_path: Path) -> None:
    source = chemin.read_bytes()
    pdf = psi(plan(source), source, exemplaire=copie, avec_semaine=semaine)
    assert verdict(pdf, tmp_path) == Accord(source, (), annotee=False, redessinee=False)


def test_un_plan_imprime_chiffre_puis_ouvert_aussi(tmp_path: Path) -> None:
    lu = ouvrir(chiffrer(exemple(EXEMPLES[0]), MOT), tmp_path, MOT)
    assert accord(lu, "psi.pdf") == Accord(EXEMPLES[0].read_bytes(), (), annotee=False, redessinee=False)


def changer_la_jointe(cherche: bytes, remplace: bytes) -> Callable[[pikepdf.Pdf], None]:
    def changer(pdf: pikepdf.Pdf) -> None:
        fichier = pdf.attachments["psi.yaml"].obj["/EF"]["/F"]
        assert cherche in fichier.read_bytes()
        fichier.write(fichier.read_bytes().replace(cherche, remplace))

    return changer


def changer_une_page(pdf: pikepdf.Pdf) -> None:
    """One line of the second page is no more."""
    page = pdf.pages[1].obj
    page.Contents.write(
        re.sub(rb"\[[^\]]*\] ?TJ|<[0-9a-fA-F]+> ?Tj|\([^)]*\) ?Tj", b"", page.Contents.read_bytes(), count=1)
    )


def test_une_piece_jointe_changee_se_voit(tmp_path: Path) -> None:
    geste = changer_la_jointe(b"numero: 8, prioritaire: non", b"numero: 8, prioritaire: oui")
    lu = verdict(abimer(exemple(EXEMPLES[0]), geste), tmp_path)
    assert lu.differentes == (1,)
    assert not lu.sur


def test_une_page_changee_se_voit(tmp_path: Path) -> None:
    assert verdict(abimer(exemple(EXEMPLES[0]), changer_une_page), tmp_path).differentes == (2,)


def test_une_page_retiree_se_voit(tmp_path: Path) -> None:
    def retirer(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    assert 2 in verdict(abimer(exemple(EXEMPLES[0]), retirer), tmp_path).differentes


def test_une_annotation_ajoutee_se_voit(tmp_path: Path) -> None:
    def annoter(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 50, 90, 90]), Contents=String("Non"))
        pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(note)])

    lu = verdict(abimer(exemple(EXEMPLES[0]), annoter), tmp_path)
    assert (lu.differentes, lu.annotee, lu.sur) == ((), True, False)


def test_un_dessin_ajoute_se_dit_sans_empecher_de_relire(tmp_path: Path) -> None:
    def dessiner(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"q 1 g 20 20 50 50 re f Q"))

    lu = verdict(abimer(exemple(EXEMPLES[0]), dessiner), tmp_path)
    assert (lu.sur, lu.redessinee) == (True, True)


def test_reecrit_par_un_autre_programme_le_plan_reste_le_meme(tmp_path: Path) -> None:
    lu = verdict(abimer(exemple(EXEMPLES[0]), lambda _: None), tmp_path)
    assert (lu.sur, lu.redessinee) == (True, False)


def test_un_commentaire_de_plus_dans_la_piece_jointe_ne_change_pas_le_plan(tmp_path: Path) -> None:
    geste = changer_la_jointe(b"formulaire:", b"# relu le 3 mars\nformulaire:")
    assert verdict(abimer(exemple(EXEMPLES[0]), geste), tmp_path).sur


def test_une_piece_jointe_qui_n_est_plus_un_plan_se_dit(tmp_path: Path) -> None:
    illisible = abimer(exemple(EXEMPLES[0]), changer_la_jointe(b"personne:", b"personne: ["))
    assert isinstance(accord(ouvrir(illisible, tmp_path), "psi.pdf"), Illisible)
    fautive = abimer(exemple(EXEMPLES[0]), changer_la_jointe(b"14/02/1929", b"31/02/1929"))
    assert isinstance(accord(ouvrir(fautive, tmp_path), "psi.pdf"), Saisie)


# --- Strangers' files


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def en_boucle(pdf: pikepdf.Pdf) -> None:
    tour = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
    tour.Kids = Array([tour, tour])
    pdf.Root.AcroForm = Dictionary(Fields=Array([tour]))


def test_ce_qui_n_est_pas_un_psi_est_refuse_avec_sa_raison(tmp_path: Path) -> None:
    def lu(octets: bytes) -> object:
        (tmp_path / "x.pdf").write_bytes(octets)
        return lire_pdf(tmp_path / "x.pdf")

    assert lire_pdf(tmp_path / "absent.pdf") is Refus.ABSENT
    assert lire_pdf(tmp_path) is Refus.DOSSIER
    assert lu(b"") is Refus.VIDE
    assert lu(b"bonjour") is Refus.PAS_UN_PDF
    assert lu(b"%PDF-1.7\n" + b"\0" * 5000) is Refus.ABIME
    simple = pdfs.simple(tmp_path / "simple.pdf")
    assert lire_pdf(simple) is Refus.SANS_CASE
    assert lu(abimer(simple.read_bytes(), xfa)) is Refus.XFA
    assert lu(abimer(simple.read_bytes(), en_boucle)) is Refus.AUTRE_FORMULAIRE
    assert lire_pdf(pdfs.formulaire(tmp_path / "autre.pdf")) is Refus.AUTRE_FORMULAIRE


def test_un_formulaire_qui_porte_des_programmes_se_relit_sans_les_lancer(tmp_path: Path) -> None:
    def pieger(pdf: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("this.getField('personne/nom').value = 'MALVEILLANT'"))
        pdf.Root.OpenAction = script
        for annotation in pdf.pages[0].obj.Annots:
            annotation.AA = Dictionary(K=script, C=script)

    resultat = relu(abimer(formulaire(psi_de(personne={"nom": "Lefèvre"})).octets, pieger), tmp_path)
    assert "nom: Lefèvre" in resultat.yaml
    assert "MALVEILLANT" not in resultat.yaml


def test_une_valeur_ou_un_fichier_joint_demesures_ne_passent_pas(tmp_path: Path) -> None:
    def gonfler(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots[0].V = String("x" * 3_000_000)

    assert len(relu(abimer(vierge(), gonfler), tmp_path).yaml) < 50_000

    def bombe(pdf: pikepdf.Pdf) -> None:
        fichier = pdf.attachments["psi.yaml"].obj["/EF"]["/F"]
        fichier.write(b"# " + b"a" * 300_000_000)

    grosse = abimer(psi(psi_de(besoins=besoins(1)), b"formulaire: PSI\n"), bombe)
    assert isinstance(accord(ouvrir(grosse, tmp_path), "psi.pdf"), Illisible)


@pytest.mark.parametrize("coupe", [0.2, 0.5, 0.9, 0.99])
def test_un_formulaire_tronque_donne_une_reponse(coupe: float, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(vierge()[: int(len(vierge()) * coupe)])
    assert lire_pdf(tmp_path / "x.pdf") is not None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=40))
def test_un_formulaire_abime_au_hasard_donne_une_reponse(tmp_path: Path, place: int, octets: bytes) -> None:
    pdf = io.BytesIO(vierge())
    pdf.seek(place % len(vierge()))
    pdf.write(octets)
    (tmp_path / "x.pdf").write_bytes(pdf.getvalue())
    assert lire_pdf(tmp_path / "x.pdf") is not None
