"""Profiles as people write them: which trades are recognised, which are refused, what stays for the ARS to judge."""

import pytest

from maia.forms.profils import dit, en_mots, profils

GESTIONNAIRE = profils().gestionnaire_de_cas
DIPLOME = profils().diplome
PILOTE = profils().pilote

# Wordings of job offers, staff tables and CVs, kept as they are typed, mistakes included.
CONVIENNENT = {
    "infirmier": [
        "IDE", "infirmière", "Infirmier(e) D.E.", "INFIRMIERE DIPLOMEE D'ETAT", "infirmiers libéraux", "I.D.E. 10 ans de SSIAD",
        "IDE de nuit en EHPAD", "infirmière coordinatrice", "IDEC", "infirmière/infirmier", "infirmier-ière", "puéricultrice",
        "cadre de santé (filière infirmière)", "Cadre de Santé", "inf. psy", "infirmière, ancienne aide-soignante",
        "Diplôme d'État d'infirmier, expérience en gériatrie", "IDE du CH, profil à confirmer", "infirmière libérale en reconversion", "Dip. Etat infirmier",
        "cadre sup. de santé",
    ],
    "ergothérapeute": ["ergothérapeute", "Ergo", "ERGOTHERAPEUTE D.E.", "ergotherapeute mi-temps"],
    "masseur-kinésithérapeute": ["masseur-kinésithérapeute", "kiné", "kinésithérapeute libéral"],
    "psychomotricien": ["psychomotricienne", "psychomot."],
    "orthophoniste": ["orthophoniste"],
    "diététicien": ["diététicienne-nutritionniste"],
    "auxiliaire médical": ["auxiliaire médical", "paramédical"],
    "psychologue": ["psychologue", "Psychologue clinicien(ne)", "psycho", "neuropsychologue", "psycho-gérontologue", "Master 2 de psychologie"],
    "assistant de service social": [
        "assistante sociale", "Assistant de service social", "assistant(e) social(e)", "asst soc", "ASS", "DEASS", "ass. soc.",
        "assistants sociaux", "assistante socio-éducative", "Assistant-e de service social-e", "AS sociale", "Assist. sociale", "A.S.S.", "assistante de sce social",
        "assistante sociale de secteur, détachée du conseil général", "Assistante sociale, secrétaire du CLIC",
    ],
    "conseiller en économie sociale et familiale": [
        "CESF", "conseillère en économie sociale et familiale", "conseiller ESF", "Conseillère en Economie Sociale Familiale", "DECESF",
    ],
    "éducateur spécialisé": ["éducatrice spécialisée", "éducateur spé."],
    "travailleur social": ["travailleur social", "travailleurs médico-sociaux", "travailleur social niveau III"],
}  # fmt: skip
NE_CONVIENNENT_PAS = [
    "aide-soignante", "Aide soignant(e) diplômée", "aide-soignante en psycho-gériatrie", "AMP", "aide médico-psychologique",
    "auxiliaire de vie sociale", "AVS", "TISF", "technicienne de l'intervention sociale et familiale", "moniteur-éducateur",
    "animatrice en gérontologie", "secrétaire médicale", "médecin gériatre", "travailleur social niveau IV", "assistante administrative",
    "assistant de soins en gérontologie", "ASG", "élève infirmière", "étudiant en travail social", "aide à domicile", "bénévole",
    "garde-malade", "agent d'accueil", "secrétaire-comptable", "bac pro services", "ambulancier", "aide-ménagère",
    "médecin coordonnateur", "veilleur de nuit", "pharmacienne",
]  # fmt: skip
A_JUGER = [
    "coordinatrice de CLIC", "AS", "gestionnaire de cas", "évaluateur APA", "sociologue", "directrice de SSIAD",
    "chargé de mission", "responsable de secteur", "conseiller funéraire", "infimière", "psy", "AES", "élu municipal",
]  # fmt: skip
A_VENIR = [
    "à recruter",
    "Recrutement en cours",
    "à définir selon candidatures",
    "non connu à ce jour",
    "profil à préciser",
]
BONS = [(texte, metier) for metier, textes in CONVIENNENT.items() for texte in textes]


@pytest.mark.parametrize(("texte", "metier"), BONS)
def test_un_profil_qui_convient(texte: str, metier: str) -> None:
    assert metier in GESTIONNAIRE.metiers_dits(texte)
    assert GESTIONNAIRE.convient(texte)
    assert not GESTIONNAIRE.ne_convient_pas(texte)


@pytest.mark.parametrize("texte", NE_CONVIENNENT_PAS)
def test_un_profil_qui_ne_convient_pas(texte: str) -> None:
    assert GESTIONNAIRE.ne_convient_pas(texte)
    assert not GESTIONNAIRE.convient(texte)


@pytest.mark.parametrize("texte", A_JUGER)
def test_un_profil_que_personne_ne_reconnait_n_est_ni_admis_ni_refuse(texte: str) -> None:
    assert not GESTIONNAIRE.convient(texte)
    assert not GESTIONNAIRE.ne_convient_pas(texte)
    assert not GESTIONNAIRE.reste_a_dire(texte)


@pytest.mark.parametrize("texte", A_VENIR)
def test_un_profil_encore_inconnu(texte: str) -> None:
    assert GESTIONNAIRE.reste_a_dire(texte)
    assert not GESTIONNAIRE.ne_convient_pas(texte)


def test_l_essai_porte_sur_assez_de_facons_d_ecrire() -> None:
    assert len(BONS) >= 60
    assert len(NE_CONVIENNENT_PAS) >= 25


# --- The diploma ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texte",
    [
        "DU de gestion de cas obtenu en 2011", "D.U. en cours", "DIU", "en cours", "prévu", "prévu en 2013", "oui",
        "inscription à la rentrée", "Pas encore, prévu en 2013", "non, mais s'inscrira : inscription prévue",
        "formation dès son recrutement", "diplôme universitaire", "diplôme inter-universitaire de gestionnaire de cas",
        "titulaire", "sans DU, formation envisagée en 2013",
    ],
)  # fmt: skip
def test_un_diplome_annonce(texte: str) -> None:
    assert DIPLOME.annonce(texte)
    assert not DIPLOME.refuse(texte)


@pytest.mark.parametrize(
    "texte", ["non", "Aucun", "pas de DU", "DU non prévu", "néant", "sans diplôme", "formation non prévue"]
)
def test_un_diplome_refuse(texte: str) -> None:
    assert DIPLOME.refuse(texte)


@pytest.mark.parametrize("texte", ["diplôme d'État d'infirmier", "sera recruté au début du mois d'octobre", "master"])
def test_un_autre_diplome_n_annonce_rien(texte: str) -> None:
    assert not DIPLOME.annonce(texte)
    assert not DIPLOME.refuse(texte)


# --- The pilot --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texte",
    [
        "Master 2 management des établissements", "bac + 5", "BAC+5", "DESS de gérontologie", "M2", "doctorante en santé publique",
        "directeur d'hôpital (EHESP)", "infirmier cadre, master 2 d’organisation des soins", "niveau I", "D.E.S.S.",
    ],
)  # fmt: skip
def test_un_niveau_master(texte: str) -> None:
    assert dit(texte, PILOTE.master)


@pytest.mark.parametrize(
    "texte", ["licence professionnelle", "BTS ESF", "bac+2", "Bac + 3", "DUT carrières sociales", "niveau III"]
)
def test_un_niveau_inferieur(texte: str) -> None:
    assert dit(texte, PILOTE.inferieur)
    assert not dit(texte, PILOTE.master)


@pytest.mark.parametrize("texte", ["cadre de santé", "assistante sociale", "chargée de mission", "coordinatrice"])
def test_un_niveau_non_dit(texte: str) -> None:
    assert not dit(texte, PILOTE.master)
    assert not dit(texte, PILOTE.inferieur)


# --- The words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("Infirmier(e) D.E.", "infirmier de"),
        ("I.D.E.", "ide"),
        ("Assistant-e de service social-e", "assistant e de service social e"),
        ("psycho-gériatrie", "psychogeriatrie"),
        ("psycho, ergo", "psycho ergo"),
        ("", ""),
    ],
)
def test_un_texte_se_lit_en_mots(texte: str, mots: str) -> None:
    assert en_mots(texte) == mots


def test_une_expression_se_cherche_par_mots_entiers() -> None:
    assert dit("IDE de nuit", ["ide"])
    assert not dit("aide", ["ide"])
    assert dit("infirmières", ["infirmi*"])
    assert not dit("infirmerie", ["infirmi*"])
    assert not dit("infirmière", [])


def test_le_du_s_ecrit_en_capitales_du_est_un_article() -> None:
    assert DIPLOME.annonce("DU")
    assert not DIPLOME.annonce("du")
