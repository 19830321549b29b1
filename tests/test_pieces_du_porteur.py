"""D3 and D4: the table of engagements, the engagement to recruit a pilot, the attestation sur l'honneur alone."""

import pytest

from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from tests.demandes import BLANC, EXEMPLES, Changements, champs, exemple, gatine, produire, reponses, tableau, texte

# --- D3: table of engagements ---------------------------------------------------------------------------------------


def engagements(d: Dossier) -> list[list[str]]:
    return tableau(produire("tableau-des-engagements", d), "N°")


def test_chaque_document_est_liste_avec_sa_nature_et_le_partenaire_engage() -> None:
    assert engagements(gatine()) == [
        ["N°", "Partenaire engagé", "Champ", "Nature du document", "Date"],
        ["1", "Centre hospitalier Nord Deux-Sèvres", "sanitaire", "lettre d'engagement", "20/02/2012"],
        ["2", "SSIAD de Gâtine", "médico-social", "convention", "14/11/2006"],
        ["3", "EHPAD du pays de Gâtine", "médico-social", "lettre d'engagement", "27/02/2012"],
        ["4", "Conseil général des Deux-Sèvres", "social", "lettre d'engagement", "05/03/2012"],
    ]


def test_les_documents_sont_comptes_par_champ() -> None:
    assert tableau(produire("tableau-des-engagements", gatine()), "Champ des partenaires") == [
        ["Champ des partenaires", "Documents joints"],
        ["sanitaire", "1"],
        ["médico-social", "2"],
        ["social", "1"],
    ]


def test_l_en_tete_dit_qui_et_ou() -> None:
    assert (
        reponses(produire("tableau-des-engagements", gatine())).items()
        >= {
            "Porteur": "Association gérontologique de Gâtine",
            "Département": "Deux-Sèvres (79)",
            "Site MAIA": "Gâtine",
            "Appel à candidatures": "2012",
        }.items()
    )


def test_les_partenaires_sans_document_ont_leur_tableau_s_il_y_en_a() -> None:
    assert tableau(produire("tableau-des-engagements", gatine()), "Partenaire") == [
        ["Partenaire", "Champ", "Coopération"],
        ["MSA Poitou", "social", "Participation au comité de coordination depuis 2001, cofinancement"],
    ]
    assert "sans document" not in texte(produire("tableau-des-engagements", gatine({"partenaires": None})))


def test_un_document_incomplet_laisse_sa_case_vide_et_le_dit() -> None:
    d = gatine({"pieces.engagements.1.nature": None, "pieces.engagements.1.date": None})
    assert engagements(d)[2] == ["2", "SSIAD de Gâtine", "médico-social", "", ""]
    (manquant,) = champs("tableau-des-engagements", d).manquants
    assert str(manquant) == "dossier.yaml : pieces.engagements.1.nature (Nature du document d’engagement)"


def test_sans_engagement_huit_lignes_a_remplir() -> None:
    vides = engagements(Dossier())[1:]
    assert len(vides) == 8
    assert {c for ligne in vides for c in ligne} == {""}
    chemins = [m.chemin for m in champs("tableau-des-engagements", Dossier()).manquants]
    assert chemins == ["porteur.raison_sociale", "pieces.engagements"]


@pytest.mark.parametrize("nature", ["GCSMS", "GCS"])
def test_un_groupement_est_nomme_comme_tel(nature: str) -> None:
    phrase = f"Le porteur est un groupement ({nature}), qui formalise le partenariat de ses membres."
    assert phrase in texte(produire("tableau-des-engagements", gatine({"porteur.nature": nature})))
    assert "groupement" not in texte(produire("tableau-des-engagements", gatine()))


# --- D4: engagement to recruit a pilot ------------------------------------------------------------------------------


def test_le_porteur_s_engage_a_recruter_au_plus_tot_aux_mois_de_la_campagne() -> None:
    engagement = texte(produire("engagement-pilote", gatine()))
    assert (
        "Je soussigné(e), M. Jacques Guérineau, président, représentant(e) légal(e) de l'organisme, Association "
        "gérontologique de Gâtine, candidat au portage du dispositif intégré MAIA suivant : Site MAIA Gâtine "
        "Département Deux-Sèvres (79) m'engage, si ce dossier est retenu, à recruter au plus tôt (mai à juillet 2012) "
        "un pilote, à temps plein et entièrement dédié à la mise en œuvre du dispositif"
    ) in engagement
    assert engagement.endswith(f"Fait à Parthenay, le {BLANC} Signature du représentant légal")


def test_le_pilote_pressenti_et_ses_cv() -> None:
    lues = reponses(produire("engagement-pilote", gatine()))
    assert lues["Prénom et nom"] == "Florence Airault"
    assert lues["Profil"] == "cadre de santé, master 2 en gestion des établissements sanitaires et sociaux"
    assert lues["Prise de poste prévue le"] == "1er juin 2012"
    assert lues["Nombre de CV joints"] == "2"


@pytest.mark.parametrize(("cv", "nombre"), [("pieces/cv.pdf", "1"), (["a.pdf", "b.pdf", "c.pdf"], "3"), (None, "")])
def test_les_cv_joints_sont_comptes(cv: object, nombre: str) -> None:
    assert reponses(produire("engagement-pilote", gatine({"pieces.cv": cv})))["Nombre de CV joints"] == nombre


def test_un_pilote_encore_inconnu_n_empeche_pas_de_s_engager() -> None:
    d = gatine({"pilote": None, "attestation.lieu": None})
    assert champs("engagement-pilote", d).manquants == []
    assert reponses(produire("engagement-pilote", d))["Prénom et nom"] == ""
    assert f"Fait à {BLANC}, le {BLANC}" in texte(produire("engagement-pilote", d))


def test_une_campagne_a_cheval_sur_deux_annees_les_dit_toutes_deux() -> None:
    c = campagne()
    calendrier = c.calendrier.model_copy(
        update={"pilotes_debut": c.calendrier.pilotes_debut.replace(year=2011, month=11)}
    )
    engagement = produire("engagement-pilote", gatine(), c.model_copy(update={"calendrier": calendrier}))
    assert "(novembre 2011 à juillet 2012)" in texte(engagement)


def test_sans_signataire_l_engagement_garde_ses_pointilles_et_dit_ce_qui_manque() -> None:
    assert f"Je soussigné(e), {BLANC}, {BLANC}," in texte(produire("engagement-pilote", Dossier()))
    chemins = [m.chemin for m in champs("engagement-pilote", Dossier()).manquants]
    assert chemins == ["porteur.raison_sociale", "representants.0.nom", "representants.0.qualite"]


# --- D4: attestation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", EXEMPLES)
def test_l_attestation_seule_dit_la_meme_chose_que_celle_du_dossier(nom: str) -> None:
    d = exemple(nom)
    seule = texte(produire("attestation-sur-l-honneur", d))
    assert seule.partition("Je soussigné(e)")[2] in texte(produire("dossier-de-demande", d))


@pytest.mark.parametrize(
    ("changements", "manque"),
    [
        ({"attestation.signataire": None}, ["attestation.signataire"]),
        ({"attestation.lieu": None, "attestation.date": None}, ["attestation.lieu", "attestation.date"]),
        ({"demande.montant": None}, ["demande.montant"]),
        ({"attestation.delegation": None}, []),
    ],
)
def test_ce_qui_manque_a_l_attestation_est_nomme(changements: Changements, manque: list[str]) -> None:
    d = exemple("isere", changements)
    assert [m.chemin for m in champs("attestation-sur-l-honneur", d).manquants] == manque
