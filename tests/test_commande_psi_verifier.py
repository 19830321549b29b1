"""`maia psi verifier`: what is shown of a plan, to whom, and with which exit code."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from maia.forms.psi import Psi
from tests.dossiers import ecrire, modifie
from tests.lancer import EXEMPLES, PSI, Maia, lancer
from tests.plans import base

INSECABLE = "\u00a0"
AVERTI = {"besoins.0.texte": "Appeler le SSIAD pour la toilette"}
BLOQUE = {"services_en_place.0.numeros": "9"}


def ecrit(tmp_path: Path, changements: Mapping[str, object] | None = None, nom: str = "psi.yaml") -> Path:
    fichier = tmp_path / nom
    fichier.write_text(ecrire(modifie(changements or {}, base())), encoding="utf-8")
    return fichier


@pytest.mark.parametrize(
    ("changements", "options", "code"),
    [
        ({}, [], 0),
        (AVERTI, [], 0),
        (AVERTI, ["--strict"], 1),
        (BLOQUE, [], 1),
        ({"date": "hier"}, [], 0),
    ],
)
def test_le_code_de_sortie_dit_ce_qui_bloque(
    changements: Mapping[str, object], options: list[str], code: int, tmp_path: Path, maia: Maia
) -> None:
    assert maia("psi", "verifier", ecrit(tmp_path, changements), *options).code == code


def test_les_lignes_du_plan_ne_se_montrent_que_si_on_le_demande(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("psi", "verifier", ecrit(tmp_path, AVERTI))
    assert "Z13  avertissement" in resultat.sortie
    assert "toilette" not in resultat.sortie


def test_un_constat_est_sous_sa_ligne_avec_sa_source(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("psi", "verifier", ecrit(tmp_path, AVERTI), "--extraits")
    assert f"1{INSECABLE}AVERTISSEMENT" in resultat.sortie
    assert "Z13  avertissement" in resultat.sortie
    assert "│   texte: Appeler le SSIAD pour la toilette" in resultat.sortie
    assert "^^^^^^^^^^^^^" in resultat.sortie
    assert "Circulaire DGCS/DGOS n° 2012-06" in resultat.sortie.replace(INSECABLE, " ")
    assert "Plan cohérent." in resultat.sortie
    assert resultat.erreurs == ""


def test_un_plan_sans_reproche_le_dit(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("psi", "verifier", ecrit(tmp_path))
    assert resultat.sortie.splitlines()[1:] == ["  Plan cohérent.", f"  Aucune anomalie (50{INSECABLE}contrôles)."]


def test_un_plan_non_coherent_dit_ce_qui_est_a_corriger(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("psi", "verifier", ecrit(tmp_path, BLOQUE))
    assert "Plan non cohérent" in resultat.sortie
    assert "Le numéro 9 n’est celui d’aucune problématique." in resultat.sortie


def test_plusieurs_plans_sont_comptes_et_ceux_a_reprendre_nommes(tmp_path: Path, maia: Maia) -> None:
    bon, mauvais = ecrit(tmp_path, nom="bon.yaml"), ecrit(tmp_path, BLOQUE, "mauvais.yaml")
    resultat = maia("psi", "verifier", bon, mauvais, EXEMPLES / "dossiers" / "gatine.yaml")
    assert resultat.code == 3
    fin = " ".join(resultat.sortie.rpartition("─\n")[2].replace(INSECABLE, " ").split())
    assert fin.startswith("3 plans : 1 cohérent, 1 à corriger et 1 illisible.")
    assert "mauvais.yaml" in fin
    assert "bon.yaml" not in fin


def test_la_semaine_se_lit_jour_par_jour(tmp_path: Path, maia: Maia) -> None:
    sortie = maia("psi", "verifier", ecrit(tmp_path), "--semaine").sortie.replace(INSECABLE, " ")
    lundi, mardi = sortie.partition("lundi")[2].split("  mardi", 1)
    assert lundi.split("\n")[1:3] == [
        "    matin       SSIAD (n° 1) et SAAD/aide dom. 11 heures-13 heures (n° 2)",
        "    midi        SAAD/aide dom. 11 heures-13 heures (n° 2)",
    ]
    assert "SAAD" not in mardi.partition("mercredi")[0]
    assert "prochaine révision\n    15 juillet 2013" in sortie


def test_ce_qui_est_la_en_permanence_n_est_dit_qu_une_fois(tmp_path: Path, maia: Maia) -> None:
    plan = ecrit(tmp_path, {"services_en_place.0.frequence": "7 jours/7 24 heures/24"})
    sortie = maia("psi", "verifier", plan, "--semaine").sortie
    assert "en permanence\n    SSIAD" in sortie
    assert sortie.count("SSIAD") == 1


def test_les_jours_de_personne_le_disent(tmp_path: Path, maia: Maia) -> None:
    plan = ecrit(tmp_path, {"services_en_place.0.frequence": "Lundi matin"})
    assert "mardi\n    personne" in maia("psi", "verifier", plan, "--semaine").sortie


def test_le_json_suit_le_contrat_de_verifier(tmp_path: Path, maia: Maia) -> None:
    dossier = json.loads(maia("verifier", EXEMPLES / "refuses" / "centimes.yaml", "--json").sortie)
    plan = json.loads(maia("psi", "verifier", ecrit(tmp_path, BLOQUE), "--json").sortie)
    assert plan.keys() == dossier.keys()
    (lu,), (autre,) = plan["fichiers"], dossier["fichiers"]
    assert lu.keys() == autre.keys()
    assert lu["constats"][0].keys() == autre["constats"][0].keys()
    assert lu["verdict"] == {"coherent": False}
    assert [c["regle"] for c in lu["constats"]] == ["Z05", "Z08"]


def test_le_json_d_un_fichier_illisible_n_a_pas_de_verdict(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.yaml").write_bytes(b"a: [")
    resultat = maia("psi", "verifier", tmp_path / "psi.yaml", "--json")
    (lu,) = json.loads(resultat.sortie)["fichiers"]
    assert resultat.code == 3
    assert (lu["lisible"], lu["verdict"]) == (False, {"coherent": None})


def personnels(valeur: object) -> list[str]:
    """Every value of an identity block, a service or a wording: what another program has no need to know."""
    if isinstance(valeur, dict):
        return [
            t
            for cle, v in valeur.items()
            if cle not in ("numero", "numeros", "prioritaire", "forme")
            for t in personnels(v)
        ]
    if isinstance(valeur, list):
        return [t for v in valeur for t in personnels(v)]
    return [str(valeur)]


def test_le_json_ne_repete_rien_de_ce_que_dit_le_plan(tmp_path: Path, maia: Maia) -> None:
    changements = {
        **AVERTI, **BLOQUE,
        "personne.ne_le": "31/02/1929",
        "services_en_place.1.contact": "05 36 49 50 60, champion@saad.example",
        "services_en_place.2.frequence": "quand sa belle-sœur Prunelle peut",
    }  # fmt: skip
    arbre = modifie(changements, base())
    sortie = maia("psi", "verifier", ecrit(tmp_path, changements), "--json", "--semaine").sortie
    blocs = [arbre["personne"], arbre["services_en_place"], arbre["services_ponctuels"], arbre["besoins"]]
    assert len(json.loads(sortie)["fichiers"][0]["constats"]) >= 5
    dits = [t for t in personnels(blocs) if len(t) > 3 and t in sortie and t != "31/02/1929"]
    assert dits == []
    assert "31/02/1929" not in sortie


def test_une_erreur_du_programme_ne_montre_rien_du_plan(tmp_path: Path) -> None:
    # The campaign can't be read: nothing of the plan may come with the refusal.
    resultat = lancer("psi", "verifier", ecrit(tmp_path, {"personne.nom": "Quintaneiro"}), "--campagne", "1999")
    assert resultat.code == 2
    assert "Quintaneiro" not in resultat.sortie + resultat.erreurs


def test_un_defaut_du_programme_ne_dit_que_son_genre(
    tmp_path: Path, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defaillant(plan: Psi, *_autres: object) -> None:
        raise ValueError(str(plan.personne.nom))

    monkeypatch.setattr("maia.commandes.psi.verifier.verifier_psi", defaillant)
    monkeypatch.delenv("MAIA_DEBUG", raising=False)
    resultat = maia("psi", "verifier", ecrit(tmp_path, {"personne.nom": "Quintaneiro"}))
    assert resultat.code == 4
    assert "ValueError" in resultat.erreurs
    assert "Quintaneiro" not in resultat.sortie + resultat.erreurs


def test_le_meme_plan_donne_les_memes_mots_sous_une_autre_graine_et_un_autre_fuseau(tmp_path: Path) -> None:
    plan = ecrit(tmp_path, {**AVERTI, **BLOQUE, "services_en_place.2.frequence": "7/7 matin et soir"})
    sorties = {
        lancer("psi", "verifier", plan, "--semaine", PYTHONHASHSEED=graine, TZ=fuseau).sortie
        for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Noumea"))
    }
    assert len(sorties) == 1


def test_une_gravite_se_change_dans_le_fichier_de_campagne(tmp_path: Path, maia: Maia) -> None:
    campagne = tmp_path / "2012-maia.yaml"
    texte = (Path(__file__).parent.parent / "forms" / "campagnes" / "2012.yaml").read_text(encoding="utf-8")
    campagne.write_text(texte.replace("\ngravites: {}", "\ngravites: {Z13: information}"), encoding="utf-8")
    resultat = maia("psi", "verifier", ecrit(tmp_path, AVERTI), "--campagne", campagne)
    assert "Z13  information" in resultat.sortie


def test_produire_dit_en_une_ligne_ce_qui_est_a_revoir(tmp_path: Path, maia: Maia) -> None:
    fichier = ecrit(tmp_path, AVERTI)
    resultat = maia("psi", fichier, "-o", tmp_path / "psi.pdf")
    assert resultat.code == 0
    assert resultat.sortie == f"{tmp_path / 'psi.pdf'}\n"
    assert resultat.erreurs.replace(INSECABLE, " ") == f"1 avertissement : maia psi verifier {fichier}\n"


def test_produire_ne_dit_rien_d_un_plan_qui_n_a_que_des_informations(tmp_path: Path, maia: Maia) -> None:
    assert maia("psi", PSI, "-o", tmp_path / "psi.pdf").erreurs == ""


def test_regle_et_regles_connaissent_celles_du_psi(maia: Maia) -> None:
    assert "Famille : Plan de services individualisé".replace(" :", f"{INSECABLE}:") in maia(
        "regle", "z05"
    ).sortie.replace(" :", f"{INSECABLE}:")
    assert "ôte « plan cohérent » au verdict" in maia("regle", "Z05").sortie.replace(INSECABLE, " ")
    assert {"Z01", "Z71"} <= {r["regle"] for r in json.loads(maia("regles", "--json").sortie)["regles"]}
