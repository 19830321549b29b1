"""The avenant of a later year: its amount, its days, what keeps it a draft; every word that isn't a blank."""

import pytest

from maia.forms.campagne import campagne
from maia.forms.campagne_controle import lire_campagne
from maia.forms.saisie import Saisie
from maia.generators.documents import Champs, Fichier
from maia.generators.production import document_nomme
from tests.conventions import AVENANT, Changements, champs_de_l_avenant, produire, texte
from tests.depot import RACINE


def avec(*avenants: Changements) -> Changements:
    """The ARS's file with these avenants decided."""
    return {"decisions": [{"siren": "123 456 782", "avenants": list(avenants)}]}


def articles(c: Champs) -> str:
    """The words between the parties and the annexe."""
    document = texte(produire(c, AVENANT))
    return document[document.index("Vu la convention") : document.index(" ANNEXE ")]


def test_l_avenant_de_2013_dit_le_montant_ses_deux_dates_et_le_compte_rendu() -> None:
    c = champs_de_l_avenant(2013)
    assert c.manquants == []
    assert articles(c) == (
        "Vu la convention pluriannuelle 2012-2015 pour l'installation et le financement d'un dispositif d'intégration MAIA, "
        "signée le 3 mai 2012 par l'ARS de Poitou-Charentes et l'Association gérontologique de Gâtine, ci-après désignée "
        "« la convention », et notamment ses articles 4 et 10 ; "
        "Vu le budget prévisionnel de l'exercice 2013 transmis par le porteur du site MAIA ; "
        "Vu la notification des crédits par le directeur de la CNSA pour l'année 2013, "
        "Il est convenu ce qui suit : "
        "Article 1er Objet de l'avenant "
        "Le présent avenant arrête, en application de l'article 4 de la convention, le financement du site MAIA de Gâtine par "
        "l'ARS de Poitou-Charentes au titre de l'exercice 2013. "
        "Article 2 Montant du financement "
        "Au titre de l'exercice 2013, le financement du site MAIA par l'ARS de Poitou-Charentes est arrêté à la somme de "
        "280 000 € (deux cent quatre-vingt mille euros), selon le budget et le tableau des effectifs joints en annexe. "
        "Les dépenses financées par l'ARS sont conformes aux dépenses éligibles fixées dans le cahier des charges des "
        "dispositifs d'intégration MAIA. En sont exclues notamment les dépenses d'investissement. "
        "Article 3 Versements "
        "Ce financement est versé par l'ARS de Poitou-Charentes au porteur du site MAIA. Le directeur général de l'ARS de "
        "Poitou-Charentes engage et ordonnance les crédits à la réception d'un exemplaire du présent avenant signé par les "
        "parties. "
        "Conformément à l'article 4 de la convention, le premier versement intervient au 15 janvier 2013 et le second "
        "versement intervient au 15 juillet 2013. Si l'exemplaire signé du présent avenant est reçu après l'une de ces "
        "dates, le versement correspondant intervient à sa réception. "
        "Article 4 Justification de l'emploi du financement "
        "Le rapport d'activité et le compte rendu financier de l'exercice 2013 sont produits dans les conditions prévues à "
        "l'article 5 de la convention, au plus tard le 31 mars 2014. "
        "Article 5 Autres dispositions "
        "Les autres dispositions de la convention restent inchangées. "
        "Fait à …, en trois exemplaires originaux, le … "
        "Pour le porteur du site MAIA de Gâtine : Le président, "
        "Vu, le contrôleur financier de l'ARS de Poitou-Charentes. "
        "Pour l'ARS de Poitou-Charentes : Le directeur général,"
    )


def test_ses_clauses_sur_les_depenses_et_le_compte_sont_celles_de_l_annexe_v_2() -> None:
    officiel = (RACINE / "tests" / "textes" / "annexe-v-2.txt").read_text(encoding="utf-8")
    clause = (
        "Les dépenses financées par l'ARS sont conformes aux dépenses éligibles fixées dans le cahier des charges des "
        "dispositifs d'intégration MAIA. En sont exclues notamment les dépenses d'investissement."
    )
    assert clause in officiel
    assert clause in articles(champs_de_l_avenant())


@pytest.mark.parametrize(("annee", "dates"), [(2014, ("2014", "2015")), (2015, ("2015", "2016"))])
def test_les_jours_reviennent_chaque_annee(annee: int, dates: tuple[str, str]) -> None:
    mots = articles(champs_de_l_avenant(annee, ars=avec({"annee": str(annee), "montant": "280 000"})))
    assert f"au 15 janvier {dates[0]} et" in mots
    assert f"au 15 juillet {dates[0]}." in mots
    assert f"au plus tard le 31 mars {dates[1]}." in mots


def test_la_campagne_inventee_de_2014_a_ses_propres_jours() -> None:
    lue = lire_campagne(RACINE / "samples" / "campagnes" / "2014-inventee.yaml")
    assert isinstance(lue, Saisie)
    assert lue.valeur is not None
    mots = articles(
        champs_de_l_avenant(
            2016,
            {"annee_pleine.budget.produits.74.0.montant": "250 000"},
            avec({"annee": "2016", "montant": "250 000"}),
            lue.valeur,
        )
    )
    assert "la convention pluriannuelle 2014-2016" in mots
    assert "au 1er février 2016 et" in mots
    assert "au 31 août 2016." in mots
    assert "au plus tard le 15 avril 2017." in mots


def test_les_dates_connues_sont_ecrites() -> None:
    dates = {"annee": "2013", "montant": "280 000", "notification": "12/02/2013", "signature": "28/02/2013"}
    mots = articles(champs_de_l_avenant(ars={"convention.lieu": "Poitiers"} | avec(dates)))
    assert "pour l'année 2013, du 12 février 2013, Il est convenu" in mots
    assert "Fait à Poitiers, en trois exemplaires originaux, le 28 février 2013 Pour" in mots


def test_pour_le_fiqcs_les_credits_sont_les_siens() -> None:
    fiqcs: Changements = {"regime": "FIQCS", "annee_pleine.budget.produits.74.0.montant": "160 000"}
    c = champs_de_l_avenant(dossier=fiqcs, ars=avec({"annee": "2013", "montant": "160 000"}))
    assert c.manquants == []
    assert "Vu la notification des crédits issus du FIQCS pour l'année 2013," in articles(c)


# --- The two payments -----------------------------------------------------------------------------------------------


def test_les_versements_sont_chiffres_si_l_ars_les_fixe_l_un_suffit() -> None:
    mots = articles(
        champs_de_l_avenant(ars=avec({"annee": "2013", "montant": "280 000", "premier_versement": "150 000"}))
    )
    assert (
        "le premier versement, de 150 000 € (cent cinquante mille euros), intervient au 15 janvier 2013 et le second "
        "versement, de 130 000 € (cent trente mille euros), intervient au 15 juillet 2013."
    ) in mots


def test_des_versements_qui_ne_font_pas_le_montant_restent_en_points() -> None:
    parts = {"annee": "2013", "montant": "280 000", "premier_versement": "150 000", "second_versement": "100 000"}
    c = champs_de_l_avenant(ars=avec(parts))
    assert [m.chemin for m in c.manquants] == ["decisions.0.avenants.0.premier_versement"]
    assert "le premier versement, de … €, intervient" in articles(c)


# --- What keeps it a draft ------------------------------------------------------------------------------------------


def manque(c: Champs) -> list[tuple[Fichier, str, str]]:
    return [(m.fichier, m.chemin, " ".join(m.libelle.split())) for m in c.manquants]


def test_un_euro_au_dessus_du_plafond_d_annee_pleine_est_signale_avec_le_calcul() -> None:
    budget = {"annee_pleine.budget.produits.74.0.montant": "280 001"}
    c = champs_de_l_avenant(dossier=budget, ars=avec({"annee": "2013", "montant": "280 001"}))
    assert manque(c) == [
        (
            Fichier.ARS,
            "decisions.0.avenants.0.montant",
            "Montant sous le plafond d’une année pleine : 280 001 € accordés pour 280 000 € au plus, "
            "100 000 + 3 × 60 000",
        )
    ]


def test_le_plafond_est_celui_de_la_campagne() -> None:
    c = campagne()
    releve = c.regimes["CNSA"].model_copy(update={"plafonds_annee_pleine": {2: 230_000, 3: 290_000}})
    plus_haut = c.model_copy(update={"regimes": c.regimes | {"CNSA": releve}})
    budget = {"annee_pleine.budget.produits.74.0.montant": "290 000"}
    decide = avec({"annee": "2013", "montant": "290 000"})
    assert champs_de_l_avenant(dossier=budget, ars=decide, c=plus_haut).manquants == []
    assert len(champs_de_l_avenant(dossier=budget, ars=decide).manquants) == 1


@pytest.mark.parametrize("annee", [2012, 2016])
def test_une_annee_hors_de_la_convention_est_refusee(annee: int) -> None:
    c = champs_de_l_avenant(annee, ars=avec({"annee": str(annee), "montant": "280 000"}))
    assert manque(c) == [
        (
            Fichier.ARS,
            "decisions.0.avenants.0",
            f"Exercice de la convention : 2013, 2014 ou 2015, et non {annee}",
        )
    ]


def test_un_exercice_que_l_ars_n_a_pas_decide_est_demande() -> None:
    assert manque(champs_de_l_avenant(2014)) == [(Fichier.ARS, "decisions.0.avenants", "Montant accordé pour 2014")]


def test_la_convention_doit_avoir_ete_signee() -> None:
    c = champs_de_l_avenant(ars={"convention": {"prise_d_effet": "02/05/2012"}})
    assert [m.chemin for m in c.manquants] == ["convention.signature"]


def test_le_budget_joint_est_celui_du_montant() -> None:
    c = champs_de_l_avenant(ars=avec({"annee": "2013", "montant": "270 000"}))
    assert manque(c) == [
        (
            Fichier.DOSSIER,
            "annee_pleine.budget.produits.74",
            "Budget prévisionnel de 2013 au même montant : ligne ARS de 280 000 € au lieu de 270 000 €",
        )
    ]


def test_sans_budget_ni_effectifs_les_deux_sont_demandes() -> None:
    c = champs_de_l_avenant(dossier={"annee_pleine": None})
    assert [m.chemin for m in c.manquants] == ["annee_pleine.budget", "annee_pleine.effectifs"]


# --- Its name -------------------------------------------------------------------------------------------------------


def test_son_nom_porte_l_annee() -> None:
    document = document_nomme("avenant-2014")
    assert document is not None
    assert (document.nom, document.modele) == ("avenant-2014", "avenant.docx")


@pytest.mark.parametrize(
    "nom", ["avenant", "avenant-", "avenant-14", "avenant-２０１４", "budget-2013", "inconnu-2013"]
)
def test_un_autre_nom_n_est_pas_un_document(nom: str) -> None:
    assert document_nomme(nom) is None
