"""The PSI as it is typed (CIRC annexe VIII): what each field takes, and what a person is told when it can't be read."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from maia.forms.lecture import Illisible, analyser
from maia.forms.psi import CAUSES, BesoinNonComble, Psi
from maia.forms.saisie import Faute, Saisie, lire_modele
from tests.psi_lus import EXEMPLES


def saisir(texte: str) -> Saisie[Psi]:
    lecture = analyser(texte.encode(), "psi.yaml")
    assert not isinstance(lecture, Illisible)
    return lire_modele(lecture, Psi)


def lu(texte: str) -> Psi:
    saisie = saisir(texte)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    return saisie.valeur


def faute(texte: str) -> Faute:
    (seule,) = saisir(texte).fautes
    return seule


def modeles(racine: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield racine
    for champ in racine.model_fields.values():
        for sorte in (champ.annotation, *getattr(champ.annotation, "__args__", ())):
            if isinstance(sorte, type) and issubclass(sorte, BaseModel):
                yield from modeles(sorte)


def nom(modele: type[BaseModel]) -> str:
    return modele.__name__


def test_les_causes_de_l_ecart_sont_treize_dans_l_ordre_du_texte() -> None:
    assert list(CAUSES) == [
        "La personne refuse", "L’entourage refuse", "Délai de réflexion de la personne",
        "Délai de réflexion de l’entourage", "Évaluation à compléter", "Concertation professionnelle",
        "Le service refuse", "Action à entreprendre", "Attente suite à démarche", "Liste d’attente",
        "Service non disponible", "Hors critères d’attribution", "Limites financières",
    ]  # fmt: skip
    assert all(definition.endswith(".") for definition in CAUSES.values())


@pytest.mark.parametrize("cause", CAUSES)
def test_une_cause_se_tape_sans_accent_avec_ou_sans_point_final(cause: str) -> None:
    for tape in (cause, f"{cause}.", cause.lower().replace("é", "e").replace("à", "a").replace("’", "'")):
        assert BesoinNonComble.model_validate({"cause": tape}).cause == cause


def test_une_cause_hors_de_la_liste_est_refusee_avec_la_liste() -> None:
    refus = faute("besoins_non_combles:\n  - {cause: délai d'attente}\n")

    assert refus.chemin == ("besoins_non_combles", 0, "cause")
    assert "Liste d’attente" in refus.remede


@pytest.mark.parametrize("tape", ["[1, 3, 12]", "1, 3, 12", "1, 3 et 12", "1;3;12", "1 3 12", '"1, 3, 12"'])
def test_les_numeros_se_tapent_comme_sur_le_formulaire(tape: str) -> None:
    assert lu(f"services_en_place:\n  - numeros: {tape}\n").services_en_place[0].numeros == [1, 3, 12]


def test_un_seul_numero_suffit() -> None:
    assert lu("besoins_non_combles: [{numeros: 4}]").besoins_non_combles[0].numeros == [4]


def test_un_numero_qui_n_en_est_pas_un_est_montre_a_sa_place() -> None:
    refus = faute("services_en_place:\n  - numeros: 1, deux\n")

    assert refus.chemin == ("services_en_place", 0, "numeros")
    assert refus.message == "« deux » n’est pas un nombre entier."


def test_un_numero_faux_d_une_ligne_n_est_pas_pris_pour_une_autre_ligne() -> None:
    # The second number of the first row is no second row.
    refus = faute("services_en_place:\n  - numeros: 1, deux\n  - numeros: 3\n")

    assert refus.chemin == ("services_en_place", 0, "numeros")


def test_les_droits_se_tapent_en_liste_ou_en_une_phrase() -> None:
    assert lu("personne: {droits_ouverts: ALD 15}").personne.droits_ouverts == ["ALD 15"]
    assert lu("personne: {droits_ouverts: [APA, ALD 15]}").personne.droits_ouverts == ["APA", "ALD 15"]


def test_un_service_ponctuel_a_une_date_ou_un_debut_et_une_fin() -> None:
    (le_jour, la_periode) = lu(
        "services_ponctuels:\n  - {date: 29/01/2013}\n  - {debut: 21 janvier 2013, fin: 2013-02-28}\n"
    ).services_ponctuels

    assert le_jour.date == datetime.date(2013, 1, 29)
    assert (la_periode.debut, la_periode.fin) == (datetime.date(2013, 1, 21), datetime.date(2013, 2, 28))


def test_un_consentement_est_ecrit_ou_oral() -> None:
    assert lu("personne: {consentement: {date: 1/2/2013, forme: Ecrit}}").personne.consentement is not None
    assert faute("personne: {consentement: {forme: tacite}}").remede == "Écrivez écrit ou oral."


def test_un_champ_inconnu_propose_le_plus_proche() -> None:
    assert faute("personne: {medecin: Dr V}").chemin == ("personne", "medecin")
    assert "« numero »" in faute("besoins: [{numro: 1}]").remede


def test_un_fichier_qui_ne_dit_presque_rien_est_un_plan() -> None:
    assert lu("formulaire: plan de services individualisé").besoins == []


@pytest.mark.parametrize("exemple", EXEMPLES, ids=lambda c: c.stem)
def test_les_exemples_disent_leur_formulaire_et_que_la_personne_est_fictive(exemple: Path) -> None:
    texte = exemple.read_text(encoding="utf-8")

    assert lu(texte).formulaire == "plan de services individualisé"
    assert "fictives" in texte
    assert "(personne fictive)" in str(lu(texte).personne.prenom)


@pytest.mark.parametrize("modele", list(modeles(Psi)), ids=nom)
def test_chaque_champ_a_son_libelle_et_son_explication_en_francais(modele: type[BaseModel]) -> None:
    muets = [nom for nom, champ in modele.model_fields.items() if not champ.title or not champ.description]

    assert muets == []


@pytest.mark.parametrize(
    ("tape", "proche"),
    [
        ("délai d'attente", "Liste d’attente"),  # the text's own example, which its list ignores
        ("pas de place", "Liste d’attente"),
        ("Listes d'atente", "Liste d’attente"),
        ("refus du patient", "La personne refuse"),
        ("la famille refuse", "L’entourage refuse"),
        ("trop cher", "Limites financières"),
        ("limite financiere", "Limites financières"),
        ("service inexistant", "Service non disponible"),
    ],
)
def test_une_cause_mal_nommee_fait_proposer_la_plus_proche(tape: str, proche: str) -> None:
    assert faute(f"besoins_non_combles:\n  - cause: {tape}\n").remede == f"Vouliez-vous écrire « {proche} » ?"


def test_une_cause_qui_ne_ressemble_a_aucune_donne_toute_la_liste() -> None:
    remede = faute("besoins_non_combles:\n  - cause: on verra\n").remede

    assert all(cause in remede for cause in CAUSES)


def test_deux_causes_font_deux_lignes() -> None:
    double = faute("besoins_non_combles:\n  - cause: La personne refuse / liste d'attente\n")

    assert double.remede == "Faites deux lignes : « La personne refuse », puis « Liste d’attente »."


def test_le_pluriel_du_texte_est_une_des_causes() -> None:
    # « cause de l'écart : « actions à entreprendre » », in an example of annexe VIII-2 §5.
    assert BesoinNonComble.model_validate({"cause": "actions à entreprendre"}).cause == "Action à entreprendre"
