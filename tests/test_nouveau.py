"""`maia nouveau`: an empty dossier that explains itself, and the questions that fill it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.campagne import campagne
from maia.forms.champs import arbre
from maia.forms.constat import Chemin
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.forms.parcours import questions
from maia.forms.pieces import catalogue
from maia.forms.retouche import ajouter_rangee, poser
from maia.forms.squelette import STATUTS, squelette
from tests.lancer import GATINE, Maia

Repondre = Callable[..., tuple[str, str]]

C = campagne("2012")


def lu(texte: str) -> Lecture:
    lecture = analyser(texte.encode(), "d.yaml")
    assert isinstance(lecture, Lecture)
    return lecture


def ecrits(texte: str) -> set[Chemin]:
    """Every path of a file, ranks left out."""
    return {tuple(e for e in chemin if isinstance(e, str)) for chemin, _ in lu(texte).textes()}


@pytest.mark.parametrize("statut", STATUTS)
def test_un_dossier_neuf_se_lit_sans_une_faute(statut: str) -> None:
    dossier = ouvrir_texte(squelette(statut, C).encode())
    assert isinstance(dossier, DossierLu)
    assert dossier.dossier.fautes == ()


def test_un_dossier_neuf_demande_tous_les_champs_du_formulaire() -> None:
    demandes = ecrits(squelette("association", C))
    champs = {tuple(e for e in chemin if e != "–") for chemin, _ in arbre(Dossier)}
    feuilles = {c for c in champs if not any(autre[: len(c)] == c and autre != c for autre in champs)}
    absents = {c for c in feuilles if c not in demandes and not any(d[: len(c)] == c for d in demandes)}
    du_calcul = {c for c in absents if "totaux" in c}
    variantes = {c for c in absents if c[:4] == ("territoire", "cantons", "communes", "nom") or c[-1] == "insee"}
    assert absents - du_calcul - variantes == {("recu_le",), ("attestation", "montant")}


@pytest.mark.parametrize(("statut", "prive"), [("association", True), ("public", False), ("reseau", True)])
def test_les_pieces_de_l_annexe_iii_suivent_le_statut(statut: str, *, prive: bool) -> None:
    demandees = {chemin[1] for chemin in ecrits(squelette(statut, C)) if chemin[0] == "pieces"}
    assert ("statuts" in demandees) is prive
    attendues = {cle for cle, piece in catalogue().pieces.items() if prive or piece.demandee != "prive"}
    assert demandees == attendues | {"engagements"}


def test_chaque_champ_explique_cite_sa_source_et_un_exemple() -> None:
    texte = squelette("association", C)
    assert (
        "  # Objet de l’association. Ex. : Faciliter la vie à domicile des personnes âgées [CIRC\u00a0annexe\u00a0IV\u00a0§2]\n"
        in texte
    )
    assert "# Au choix : " not in texte.split("  regime:")[0].split("porteur:")[0]
    assert "Au choix : association, CLIC, réseau de santé" in texte


def test_le_compte_66_n_est_demande_qu_en_annee_pleine() -> None:
    demandes = {chemin[:3] for chemin in ecrits(squelette("association", C))}
    assert ("budget", "charges", "66") not in demandes
    assert ("annee_pleine", "budget", "charges") in demandes
    assert "66 – Charges financières" in squelette("association", C)


def test_le_fichier_et_son_schema_sont_ecrits(maia: Maia, tmp_path: Path) -> None:
    fait = maia("nouveau", tmp_path / "d.yaml", "--statut", "reseau")
    assert fait.code == 0
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == squelette("reseau", C)
    assert (tmp_path / "dossier.schema.json").exists()
    assert "regime: FIQCS" in squelette("reseau", C)


def test_un_dossier_commence_n_est_pas_ecrase(maia: Maia, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("porteur: {sigle: AGG}\n", encoding="utf-8")
    refus = maia("nouveau", tmp_path / "d.yaml")
    assert refus.code == 2
    assert "existe déjà" in refus.erreurs
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == "porteur: {sigle: AGG}\n"


# Questions --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def repondre(maia: Maia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repondre:
    """Run `maia nouveau d.yaml --guide` with these answers; gives what was shown and the file's text."""

    def jouer(*reponses: str, options: tuple[str, ...] = ()) -> tuple[str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{r}\n" for r in reponses)))
        fait = maia("nouveau", tmp_path / "d.yaml", "--guide", *options)
        assert fait.code == 0, fait.erreurs
        return fait.sortie, (tmp_path / "d.yaml").read_text(encoding="utf-8")

    return jouer


def test_les_reponses_sont_ecrites_a_leur_place(repondre: Repondre) -> None:
    _, texte = repondre("1", "Poitou-Charentes", "79", "Association de Gâtine : le relais", "fin")
    assert "\nregion: Poitou-Charentes\n" in texte
    assert "\ndepartement: 79\n" in texte
    assert '\n  raison_sociale: "Association de Gâtine : le relais"\n' in texte


def test_une_reponse_impossible_est_expliquee_et_redemandee(repondre: Repondre) -> None:
    sortie, texte = repondre("1", "Bretagne", "790", "35", "fin")
    assert "« 790 » n’est pas un numéro de département" in sortie
    assert "\ndepartement: 35\n" in texte


def test_on_reprend_apres_la_derniere_reponse(repondre: Repondre) -> None:
    repondre("1", "Bretagne", "", "Le relais", "fin")
    sortie, texte = repondre("LR", "fin")
    assert "Sigle" in sortie
    assert "Région" not in sortie
    assert "\n  sigle: LR\n" in texte


def test_la_fin_du_clavier_ne_perd_rien(repondre: Repondre) -> None:
    sortie, texte = repondre("1", "Bretagne")
    assert "\nregion: Bretagne\n" in texte
    assert "Pour reprendre" in sortie


def test_une_explication_cite_le_texte_et_l_on_revient_en_arriere(repondre: Repondre) -> None:
    sortie, texte = repondre("1", "Bretagn", "?", "<", "Bretagne", "fin")
    assert "[CIRC\u00a0annexe\u00a0IV]" in sortie
    assert "Région [Bretagn]" in sortie
    assert "\nregion: Bretagne\n" in texte


def test_un_numero_choisit_dans_une_liste_et_une_ligne_s_ajoute(repondre: Repondre) -> None:
    premier = ["1", "Guérineau", "", "", "", ""]
    _, texte = repondre("1", ">représentants", *premier, "o", "2", "Texier", "fin")
    dossier = ouvrir_texte(texte.encode())
    assert isinstance(dossier, DossierLu)
    assert [(p.civilite, p.nom) for p in dossier.dossier.representants] == [("M.", "Guérineau"), ("Mme", "Texier")]


def test_ce_que_les_regles_reprochent_a_la_reponse_est_dit_tout_de_suite(repondre: Repondre) -> None:
    sortie, texte = repondre("1", ">inconnu", ">demande", "3", "", "290 000", "fin")
    assert "Aucun bloc ne porte ce nom." in sortie
    assert "\n  annee_pleine: 290 000\n" in texte
    assert "290\u202f000\u00a0€ demandés pour un plafond de 280\u202f000\u00a0€" in sortie.replace("\n ", "")


def test_un_fichier_modifie_ailleurs_n_est_pas_ecrase(
    repondre: Repondre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repondre("1", "Bretagne", "fin")

    def changer_puis_repondre(*_: object, **__: object) -> str:
        (tmp_path / "d.yaml").write_text("region: Corse\n", encoding="utf-8")
        return "35"

    monkeypatch.setattr("click.prompt", changer_puis_repondre)
    with pytest.raises(AssertionError, match="modifié par un autre programme"):
        repondre()
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == "region: Corse\n"


# Changing one value ------------------------------------------------------------------------------------------------------


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff\ufeff"), min_size=1
    )
)
def test_la_valeur_posee_se_relit_et_le_reste_ne_bouge_pas(valeur: str) -> None:
    avant = lu("a: 1   # rien\nb: {c: , d: 'x'}\ne:\n  - f:   # une note\n    g: 2\n")
    propre = " ".join(valeur.split())
    if not propre:
        return
    for chemin in (("a",), ("b", "c"), ("b", "d"), ("e", 0, "f")):
        apres = lu(poser(avant, chemin, valeur))
        assert dict(apres.textes()) == {**dict(avant.textes()), chemin: propre}


def test_poser_garde_les_commentaires() -> None:
    texte = GATINE.read_text(encoding="utf-8")
    pose = poser(lu(texte), ("demande", "montant"), "150 000")
    assert pose == texte.replace(
        "  montant: 151 667                      # 2012", "  montant: 150 000                      # 2012", 1
    )


def test_une_rangee_s_ajoute_apres_la_derniere() -> None:
    texte = "r:\n  - nom: A\n    ville:\n  - nom: B\n    ville: C   # fin\nautre: 1\n"
    assert ajouter_rangee(lu(texte), ("r",), ("nom", "ville")) == texte.replace("autre", "  - nom:\n    ville:\nautre")


def test_chaque_question_d_un_exemple_a_un_libelle_et_une_aide() -> None:
    posees = questions(lu(GATINE.read_text(encoding="utf-8")))
    assert len(posees) > 200
    assert all(q.libelle and q.aide for q in posees)
    bancs = {q.bloc for q in posees}
    assert "Budget › Charges › 60 – Achats" in bancs
    assert "Représentants légaux n° 2" in bancs
