"""D9: the record of an instruction in Word says what the page says, piece by piece, and leaves the opinion to a person."""

from __future__ import annotations

import pytest

from maia.forms.campagne import campagne
from maia.forms.constat import Gravite
from maia.forms.inventaire import inventaire
from maia.forms.pieces import catalogue as pieces
from maia.generators.documents import Champs
from tests.courriers import ars, champs, decide, echantillon, instruit, lignes, rediger
from tests.juges.ooxml import defauts_ooxml

RELEVE = "releve-instruction"
SANS_STATUTS = "refuses/statuts-absents"
SAMPLES = [
    "dossiers/gatine",
    "dossiers/isere",
    "dossiers/reseau-equip-age",
    SANS_STATUTS,
    "refuses/centimes",
    "refuses/note-de-31-pages",
]


def releve(nom: str) -> Champs:
    return champs(RELEVE, echantillon(nom), ars())


def test_la_conclusion_est_celle_du_verdict_chaque_point_a_part() -> None:
    lus = {nom: [x["valeur"] for x in releve(nom).valeurs["verdict"]] for nom in SAMPLES}

    assert lus["dossiers/gatine"] == ["oui", "oui", "oui", "oui"]
    assert lus[SANS_STATUTS] == ["non", "oui", "non", "oui"]
    assert lus["refuses/centimes"] == ["oui", "oui", "oui", "non"]


@pytest.mark.parametrize("nom", SAMPLES)
def test_les_pieces_sont_celles_de_l_inventaire_une_a_une(nom: str) -> None:
    dossier, i = echantillon(nom)
    manques = [c for c in i.constats if c.aspect == "complet"]
    attendu = [(p.libelle, str(p.etat)) for p in inventaire(dossier, pieces(), manques)]

    assert [(x["libelle"], x["etat"]) for x in releve(nom).valeurs["pieces"]] == attendu


def test_un_constat_d_eligibilite_laisse_les_pieces_comme_elles_sont() -> None:
    valeurs = champs(
        RELEVE,
        instruit(
            {
                "pieces.engagements": [
                    {
                        "partenaire": "CH",
                        "champ": "sanitaire",
                        "nature": "lettre",
                        "date": "01/03/2012",
                        "fichier": "ch.pdf",
                    }
                ]
            }
        ),
        ars(),
    ).valeurs
    (engagements,) = [x for x in valeurs["pieces"] if x["libelle"].startswith("documents d’engagement")]
    assert engagements["etat"] == "jointe"
    assert [x["valeur"] for x in valeurs["verdict"]][:2] == ["oui", "non"]


def test_les_constats_sont_tous_la_par_gravite_informations_comprises() -> None:
    _, i = echantillon("refuses/trois-gestionnaires-a-mi-temps")
    groupes = releve("refuses/trois-gestionnaires-a-mi-temps").valeurs["constats"]

    assert [len(g["lignes"]) for g in groupes] == [len(i.de_gravite(g)) for g in Gravite if i.de_gravite(g)]
    assert groupes[0]["titre"].replace("\u00a0", " ") == "1 anomalie bloquante"
    assert groupes[0]["lignes"][0]["regle"] == "E05"


def test_les_controles_faits_sont_comptes_par_famille() -> None:
    dossier, i = echantillon("dossiers/gatine")
    valeurs = champs(RELEVE, (dossier, i), ars()).valeurs

    assert sum(int(x["faits"]) + int(x["non_faits"]) for x in valeurs["controles"]) == len(i.controles)
    assert valeurs["bilan"].replace("\u00a0", " ").startswith(f"{len(i.controles)} contrôles, 0 anomalie")


def test_sans_les_controles_le_releve_se_fait_sans_leur_tableau() -> None:
    sans = instruit()
    texte = lignes(rediger(RELEVE, sans, ars()))
    assert "7. Contrôles faits" not in texte
    assert "Avis de l’instructeur" in texte


def test_budget_effectifs_et_montants_des_textes() -> None:
    texte = " | ".join(lignes(rediger(RELEVE, echantillon("dossiers/gatine"), ars())))

    assert "74 | Subventions | 166 167 € | 302 000 €" in texte
    assert (
        "2012, montant de référence | 151 667 € | 151 667 € | égale la référence (100 000 × 11/12 + 3 × 60 000 × 4/12 = 151 667 €)"
        in texte
    )
    assert "Pilote | cadre de santé" in texte


def test_un_dossier_vide_a_son_releve() -> None:
    vide = instruit(dict.fromkeys(("budget", "annee_pleine", "effectifs", "demande", "territoire")))
    texte = lignes(rediger(RELEVE, vide, ars()))
    assert "Aucun budget n’est écrit." in texte
    assert "Aucun effectif n’est écrit." in texte
    assert champs(RELEVE, vide, ars()).manquants == []


def test_la_decision_ne_se_lit_que_si_l_ars_l_a_ecrite() -> None:
    assert not any(x.startswith("Décision") for x in lignes(rediger(RELEVE, echantillon("dossiers/gatine"), ars())))
    a = decide({"suite": "retenu", "motif": "Projet abouti."})
    assert "Décision : retenu, le 27 avril 2012. Projet abouti." in lignes(
        rediger(RELEVE, echantillon("dossiers/gatine"), a)
    )


def test_un_dossier_retenu_sans_etre_recevable_est_signale() -> None:
    a = decide({"suite": "retenu"})
    assert any(
        x.startswith("Le dossier est retenu alors que") for x in lignes(rediger(RELEVE, echantillon(SANS_STATUTS), a))
    )
    for nom, suite in (("dossiers/gatine", "retenu"), (SANS_STATUTS, "non retenu")):
        assert champs(RELEVE, echantillon(nom), decide({"suite": suite})).valeurs["decision"]["alerte"] == ""


def test_l_avis_et_la_signature_restent_a_ecrire() -> None:
    texte = lignes(rediger(RELEVE, echantillon("dossiers/gatine"), ars()))
    assert texte[-3].startswith("L’instructeur : M. Denis Marchais")
    assert texte[-2] == "Signature :"
    assert texte[-1] == "Textes cités : " + " ; ".join(campagne().textes.values()).replace("\u00a0", " ") + "."


@pytest.mark.parametrize("nom", SAMPLES)
def test_les_juges_n_ont_rien_a_redire(nom: str) -> None:
    assert defauts_ooxml(rediger(RELEVE, echantillon(nom), ars())) == []


def test_des_noms_hostiles_restent_du_texte() -> None:
    nom = "Réseau « Âge & Vie » <79> ]]> {{ titre }} {% fin %}"
    dossier = instruit({"porteur.raison_sociale": nom, "territoire.nom": "Œuvre & <Cie>", "pieces.statuts": None})
    a = ars({"courriers.service": "Service <A> & B", "courriers.referent.nom": "{{ x }}"})
    for document in (RELEVE, "accuse-de-reception", "demande-de-pieces", "decision-retenu", "decision-irrecevable"):
        octets = rediger(document, dossier, a)
        assert any(nom in ligne for ligne in lignes(octets)), document
        assert defauts_ooxml(octets) == []
