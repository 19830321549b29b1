"""Letters of an ARS: which ones a dossier calls for, what they say, word for word, and who signs."""

from __future__ import annotations

import re

import pytest

from maia.forms.campagne import campagne
from maia.forms.instruction import Instruction, Verdict
from maia.generators.courriers import suite
from maia.generators.production import par_defaut
from tests.courriers import (
    EN_COURS,
    ICI,
    LETTRES,
    Changements,
    appelees,
    ars,
    champs,
    decide,
    echantillon,
    instruit,
    lettre,
    lignes,
    rediger,
)
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import GATINE, Maia

GATINE_LUE = "dossiers/gatine"
SANS_STATUTS = "refuses/statuts-absents"
TOUJOURS = ("accuse-de-reception", "releve-instruction")


# --- Which letters --------------------------------------------------------------------------------------------------


def test_un_dossier_sans_defaut_recoit_son_accuse_de_reception() -> None:
    assert appelees(echantillon(GATINE_LUE), ars()) == TOUJOURS


def test_pendant_l_instruction_ce_qui_manque_est_demande() -> None:
    assert appelees(echantillon(SANS_STATUTS), ars()) == (*TOUJOURS, "demande-de-pieces")


def test_l_instruction_finie_un_dossier_irrecevable_a_sa_lettre_a_signer() -> None:
    a = ars({"decision_dg": "27/04/2012"})

    assert appelees(echantillon(SANS_STATUTS), a) == (*TOUJOURS, "decision-irrecevable")
    assert appelees(echantillon(GATINE_LUE), a) == TOUJOURS  # recevable : la décision n'est pas au programme


def test_un_budget_non_conforme_n_est_pas_irrecevable() -> None:
    assert appelees(echantillon("refuses/centimes"), ars()) == (*TOUJOURS, "demande-de-pieces")
    assert appelees(echantillon("refuses/centimes"), ars({"decision_dg": "27/04/2012"})) == TOUJOURS


@pytest.mark.parametrize(
    ("decision", "document"),
    [
        ("retenu", "decision-retenu"),
        ("non retenu", "decision-non-retenu"),
        ("liste complémentaire", "decision-liste-complementaire"),
        ("irrecevable", "decision-irrecevable"),
    ],
)
def test_la_decision_ecrite_l_emporte_sur_les_constats(decision: str, document: str) -> None:
    for dossier in (GATINE_LUE, SANS_STATUTS):
        assert appelees(echantillon(dossier), decide({"suite": decision})) == (*TOUJOURS, document)


@pytest.mark.parametrize(
    ("courrier", "limite", "demande"),
    [
        ("06/04/2012", "06/04/2012", True),  # the letter may leave on the last day
        ("07/04/2012", "06/04/2012", False),
        (None, "06/04/2012", True),
        ("07/04/2012", None, True),
    ],
)
def test_rien_ne_se_demande_apres_la_date_limite_de_reponse(
    courrier: str | None, limite: str | None, demande: bool
) -> None:
    a = ars({"courriers.demande_de_pieces": courrier, "courriers.reponse_avant_le": limite})
    assert ("demande-de-pieces" in appelees(echantillon(SANS_STATUTS), a)) is demande


def test_rien_ne_se_demande_a_un_dossier_hors_delai() -> None:
    dossier = instruit({"recu_le": "16/03/2012", "pieces.statuts": None})
    assert appelees(dossier, ars()) == TOUJOURS

    (phrase,) = [x for x in lignes(rediger("accuse-de-reception", dossier, ars())) if "est parvenu" in x]
    assert phrase.endswith(
        "le 16 mars 2012. La date limite de réception était fixée au 15 mars 2012 : il est arrivé après elle."
    )


def test_l_accuse_dit_l_heure_du_departement_et_non_celle_des_machines() -> None:
    dossier = instruit({"recu_le": "2012-03-14T22:30:00Z"})
    (phrase,) = [x for x in lignes(rediger("accuse-de-reception", dossier, ars())) if "est parvenu" in x]
    assert "le 14 mars 2012 à 23 h 30" in phrase


def test_sans_le_demander_maia_produire_ne_fait_pas_de_courrier(maia: Maia, tmp_path: object) -> None:
    assert not {*TOUJOURS, "demande-de-pieces"} & set(par_defaut(ars()))
    resultat = maia("produire", GATINE, "--ars", EN_COURS, "--documents", "accuse-de-reception", "-o", str(tmp_path))
    assert resultat.code == 0, resultat.erreurs


def test_une_lettre_parle_d_un_dossier_qui_a_des_anomalies_bloquantes(maia: Maia, tmp_path: object) -> None:
    refuse = GATINE.parent.parent / "refuses" / "statuts-absents.yaml"
    resultat = maia(
        "produire",
        refuse,
        "--ars",
        EN_COURS,
        "--documents",
        "demande-de-pieces,releve-instruction",
        "-o",
        str(tmp_path),
    )
    assert resultat.code == 0, resultat.erreurs


# --- What they say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cle", LETTRES)
def test_la_lettre_mot_pour_mot(cle: str) -> None:
    attendu = (ICI / f"{cle}.txt").read_text(encoding="utf-8").splitlines()
    assert lignes(lettre(cle)) == attendu, "python -m tests.courriers écrit les textes attendus"


def test_chaque_texte_attendu_est_celui_d_une_lettre() -> None:
    assert {f.stem for f in ICI.glob("*.txt")} == LETTRES.keys()


@pytest.mark.parametrize("cle", LETTRES)
def test_les_juges_n_ont_rien_a_redire(cle: str) -> None:
    assert defauts_ooxml(lettre(cle)) == []


@pytest.mark.parametrize("cle", LETTRES)
def test_memes_faits_memes_octets(cle: str) -> None:
    assert lettre(cle) == lettre(cle)


def test_les_demandes_sont_numerotees_d_un_bout_a_l_autre() -> None:
    dossier = instruit({"pieces.statuts": None, "projet.estimation": None, "demande.annee_pleine": "290 000"})
    texte = lignes(rediger("demande-de-pieces", dossier, ars()))
    numeros = [int(m[1]) for ligne in texte if (m := re.match(r"(\d+)\. ", ligne))]

    assert numeros == list(range(1, len(numeros) + 1))
    assert texte.index("Demandes nécessaires à l’instruction") < texte.index("Précisions souhaitées")
    assert not any("information" in x and "bloquant" in x for x in texte)


def test_sans_date_limite_la_demande_le_dit_et_garde_les_points() -> None:
    c = champs("demande-de-pieces", echantillon(SANS_STATUTS), ars({"courriers.reponse_avant_le": None}))
    assert [m.chemin for m in c.manquants] == ["courriers.reponse_avant_le"]
    assert c.valeurs["limite"] == "..."


def test_sans_motif_un_refus_n_est_pas_pret() -> None:
    c = champs("decision-non-retenu", echantillon(GATINE_LUE), decide({"suite": "non retenu"}))
    assert [m.chemin for m in c.manquants] == ["decisions.0.motif"]


def test_irrecevable_sans_constat_demande_le_motif_de_l_ars() -> None:
    a = decide({"suite": "irrecevable"})
    assert [m.chemin for m in champs("decision-irrecevable", echantillon(GATINE_LUE), a).manquants] == [
        "decisions.0.motif"
    ]
    ecrit = decide({"suite": "irrecevable", "motif": "Deux dossiers ont été déposés par le même porteur."})
    texte = lignes(rediger("decision-irrecevable", echantillon(GATINE_LUE), ecrit))
    assert "Deux dossiers ont été déposés par le même porteur." in texte
    assert not any(x.startswith("Son instruction") for x in texte)


def test_seuls_les_constats_de_recevabilite_rendent_irrecevable() -> None:
    dossier = instruit({"pieces.statuts": None, "porteur.but_lucratif": "oui", "demande.annee_pleine": "290 000"})
    texte = lignes(rediger("decision-irrecevable", dossier, decide({})))

    assert any(x.endswith("incomplet et non éligible, pour les raisons suivantes :") for x in texte)
    assert any("copie des statuts" in x for x in texte)
    assert not any("290" in x for x in texte)


def test_retenu_le_montant_est_celui_de_la_decision_avec_ses_parts() -> None:
    a = decide({"suite": "retenu", "montant": "140 000", "pilotage": "90 000", "gestion_de_cas": "50 000"})
    texte = " ".join(lignes(rediger("decision-retenu", echantillon(GATINE_LUE), a)))
    assert "s’élève à 140 000 €, dont 90 000 € pour le pilotage et 50 000 € pour la gestion de cas." in texte


@pytest.mark.parametrize(
    ("jointes", "ligne"),
    [
        (["Relevé d’instruction"], "Pièce jointe : Relevé d’instruction"),
        (["Projet de convention", "Calendrier"], "Pièces jointes : Projet de convention ; Calendrier"),
    ],
)
def test_les_pieces_jointes_sont_celles_que_l_ars_ecrit(jointes: list[str], ligne: str) -> None:
    a = decide({"suite": "retenu", "pieces_jointes": jointes})
    assert ligne in lignes(rediger("decision-retenu", echantillon(GATINE_LUE), a))


def test_sans_compte_bancaire_la_lettre_le_demande() -> None:
    dossier = instruit({"banque": None})
    texte = lignes(rediger("decision-retenu", dossier, decide({"suite": "retenu"})))
    assert any("relevé d’identité bancaire" in x for x in texte)


# --- Who writes, who reads, who signs -------------------------------------------------------------------------------


def signature(a: Changements) -> list[str]:
    texte = lignes(rediger("accuse-de-reception", echantillon(GATINE_LUE), ars(a)))
    return texte[1 + next(rang for rang, x in enumerate(texte) if x.startswith("Je vous prie")) :]


def test_par_delegation_les_fonctions_s_accordent() -> None:
    assert signature({}) == [
        "Pour la directrice générale et par délégation,",
        "Le directeur de l’offre médico-sociale,",
        "Alain Rivière",
    ]
    chef, signataire = "directeur_general.civilite", "courriers.signataire.civilite"
    assert signature({chef: "M.", signataire: "Mme"})[:2] == [
        "Pour le directeur général et par délégation,",
        "La directrice de l’offre médico-sociale,",
    ]


def test_sans_delegation_le_directeur_general_signe_et_decide() -> None:
    sans = {"courriers.signataire": None}
    assert signature(sans) == ["La directrice générale,", "Catherine Delmas"]

    a = ars({**sans, "decision_dg": "27/04/2012", "decisions": [{"siren": "000 792 010", "suite": "retenu"}]})
    assert any("j’ai décidé de retenir" in x for x in lignes(rediger("decision-retenu", echantillon(GATINE_LUE), a)))


@pytest.mark.parametrize(
    ("representants", "appel"),
    [
        ([{"civilite": "Mme", "nom": "Texier", "qualite": "président"}], "Madame la Présidente,"),
        ([{"civilite": "M.", "nom": "Petit", "qualite": "administrateur"}], "Monsieur l’Administrateur,"),
        (
            [{"civilite": "M.", "nom": "Petit", "qualite": "directeur général adjoint du CCAS"}],
            "Monsieur le Directeur général adjoint,",
        ),
        ([{"civilite": "Mme", "nom": "Petit", "qualite": "cheffe de projet"}], "Madame,"),
        ([{"nom": "Petit", "qualite": "président"}], "Madame, Monsieur,"),
        (
            [
                {"civilite": "Mme", "nom": "A", "qualite": "présidente"},
                {"civilite": "M.", "nom": "B", "qualite": "trésorier"},
            ],
            "Madame la Présidente, Monsieur le Trésorier,",
        ),
    ],
)
def test_l_appel_suit_la_civilite_et_la_fonction(representants: list[dict[str, str]], appel: str) -> None:
    dossier = instruit({"representants": representants})
    texte = lignes(rediger("accuse-de-reception", dossier, ars()))
    assert appel in texte
    assert f"Je vous prie d’agréer, {appel} l’expression de ma considération distinguée." in texte


def test_le_courrier_va_a_l_adresse_de_correspondance_si_elle_est_complete() -> None:
    siege = instruit({"porteur.correspondance": {"commune": "Niort"}})[0].porteur.siege
    assert siege.adresse
    for correspondance, attendue in (
        ({"adresse": "BP 9", "code_postal": "79000", "commune": "Niort"}, ["BP 9", "79000 Niort"]),
        ({"commune": "Niort"}, [siege.adresse, f"{siege.code_postal} {siege.commune}"]),
    ):
        texte = lignes(rediger("accuse-de-reception", instruit({"porteur.correspondance": correspondance}), ars()))
        objet = next(rang for rang, x in enumerate(texte) if x.startswith("Objet"))
        assert texte[objet - 2 : objet] == attendue


def test_sans_rien_savoir_de_l_ars_le_modele_tient() -> None:
    dossier, instruction = instruit()
    vide = ars(
        {cle: None for cle in ("courriers", "siege", "directeur_general", "nom", "decisions") if cle != "decisions"}
    )
    c = champs("accuse-de-reception", (dossier, instruction), vide)
    assert {m.chemin for m in c.manquants} >= {"nom", "siege.adresse", "directeur_general.nom"}
    assert rediger("accuse-de-reception", (dossier, instruction), vide)


def test_une_instruction_sans_aucun_constat_lisible_reste_prudente() -> None:
    """Blocking rules that could not be applied deny the verdict without a finding: the ARS says why."""
    dossier, _ = instruit()
    refus = Instruction((), Verdict(False, True, True))
    a = ars({"decision_dg": "27/04/2012"})
    assert suite(dossier, a, campagne(), refus)[-1] == "decision-irrecevable"
    assert [m.chemin for m in champs("decision-irrecevable", (dossier, refus), a).manquants] == ["decisions.0.motif"]
