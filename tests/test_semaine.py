"""The weekly grid drawn from a PSI: who comes when, who meets whom, which day nobody comes."""

import datetime
from typing import Any

from maia.forms.horaire import JOURS
from maia.forms.psi import Psi
from maia.forms.semaine import HEURE_NON_PRECISEE, Grille, semaine
from tests.psi_lus import EXEMPLES, plan


def psi(*services: str, besoins: int = 3, **suite: Any) -> Psi:
    """A plan whose services are written `1, 2 SSIAD : lundi matin`."""
    lignes = []
    for service in services:
        tete, _, frequence = service.partition(" : ")
        *numeros, type_ = tete.split()
        lignes.append({"numeros": " ".join(numeros), "service": type_, "frequence": frequence or None})
    return Psi.model_validate(
        {"besoins": [{"numero": str(n)} for n in range(1, besoins + 1)], "services_en_place": lignes, **suite}
    )


def cases(grille: Grille) -> dict[str, str]:
    """`lundi matin` → who comes then, with hours and frequency."""
    return {
        f"{jour} {ligne.moment}": " + ".join(
            " ".join(filter(None, (v.service, v.heures, v.frequence))) for v in visites
        )
        for ligne in grille.lignes
        for jour, visites in zip(grille.jours, ligne.jours, strict=True)
        if visites
    }


# --- The boxes


def test_la_grille_a_toujours_cinq_moments_et_sept_jours() -> None:
    grille = semaine(Psi())

    assert [ligne.moment for ligne in grille.lignes] == ["matin", "midi", "après-midi", "soir", "nuit"]
    assert all(len(ligne.jours) == 7 for ligne in grille.lignes)
    assert grille.jours == JOURS
    assert grille.vide


def test_un_service_est_dans_les_cases_de_ses_jours() -> None:
    assert cases(semaine(psi("1 SSIAD : mardi/samedi matin-soir"))) == {
        "mardi matin": "SSIAD",
        "samedi matin": "SSIAD",
        "mardi soir": "SSIAD",
        "samedi soir": "SSIAD",
    }


def test_une_plage_est_dans_chaque_moment_qu_elle_traverse() -> None:
    assert cases(semaine(psi("1 SAAD : lundi 11h-15h"))) == {
        "lundi matin": "SAAD 11 heures-15 heures",
        "lundi midi": "SAAD 11 heures-15 heures",
        "lundi après-midi": "SAAD 11 heures-15 heures",
    }
    assert list(cases(semaine(psi("1 SAAD : lundi 8h-12h")))) == ["lundi matin"]
    assert list(cases(semaine(psi("1 garde : lundi 22h-6h")))) == ["lundi nuit"]


def test_sans_heure_une_ligne_de_plus() -> None:
    grille = semaine(psi("1 SAAD : lundi"))

    assert grille.lignes[-1].moment == HEURE_NON_PRECISEE
    assert cases(grille) == {f"lundi {HEURE_NON_PRECISEE}": "SAAD"}


def test_ce_qui_ne_vient_pas_chaque_semaine_dit_sa_frequence() -> None:
    assert cases(semaine(psi("1 nièce : /15 jours samedi après-midi"))) == {"samedi après-midi": "nièce /15 jours"}


def test_sans_jour_connu_le_service_est_a_part() -> None:
    grille = semaine(psi("1 gériatre : /6 mois", "1 ami : quand il peut", "2 kiné : 2 fois par semaine", "3 club : "))

    assert [(v.service, v.frequence) for v in grille.sans_jour] == [
        ("gériatre", "/6 mois"),
        ("ami", ""),
        ("kiné", "2 fois/semaine"),
        ("club", ""),
    ]
    assert grille.vide


def test_la_prochaine_revision_est_celle_du_plan() -> None:
    assert semaine(psi(revision="15/07/2013")).prochaine_revision == datetime.date(2013, 7, 15)


# --- Clashes


def test_deux_services_pour_un_meme_besoin_au_meme_moment() -> None:
    (trouve,) = semaine(psi("1 2 SSIAD : 6 jours/7 matin", "2 IDE : lundi/dimanche matin")).chevauchements

    assert (trouve.rangs, trouve.numeros, trouve.jours, trouve.quand) == ((0, 1), (2,), (0,), "matin")


def test_deux_plages_se_chevauchent_de_telle_a_telle_heure() -> None:
    (trouve,) = semaine(psi("1 SAAD : lundi 8h-10h", "1 SSIAD : lundi 9h30-11h")).chevauchements

    assert trouve.quand == "9 heures 30-10 heures"


def test_ce_qui_ne_se_rencontre_pas_surement_n_est_pas_un_chevauchement() -> None:
    for a, b in [
        ("1 SAAD : lundi matin", "2 SSIAD : lundi matin"),  # two needs
        ("1 SAAD : lundi matin", "1 SSIAD : mardi matin"),
        ("1 SAAD : lundi 8h-10h", "1 SSIAD : lundi 10h-11h"),
        ("1 SAAD : lundi matin", "1 SSIAD : lundi 8h-10h"),  # the morning may be another hour
        ("1 téléassistance : 7j/7 24h/24", "1 SSIAD : lundi 8h-10h"),
        ("1 nièce : /15 jours samedi matin", "1 SAAD : samedi matin"),
    ]:
        assert semaine(psi(a, b)).chevauchements == ()


# --- Gaps


def manques(*services: str, **suite: Any) -> list[tuple[int, str]]:
    return [(m.numero, " ".join(JOURS[j] for j in m.jours)) for m in semaine(psi(*services, **suite)).manques]


def test_un_besoin_couvert_six_jours_sur_sept_laisse_le_septieme() -> None:
    assert manques("1 SSIAD : 6 jours/7 matin") == [(1, "dimanche")]
    assert manques("1 portage : 5 jours/7 midi") == [(1, "samedi dimanche")]


def test_un_autre_service_prend_le_septieme_jour() -> None:
    assert manques("1 SSIAD : 6 jours/7 matin", "1 fille : dimanche") == []


def test_un_manque_deja_dit_ou_incertain_n_est_pas_redit() -> None:
    assert manques("1 SSIAD : 6 jours/7", besoins_non_combles=[{"numeros": "1"}]) == []
    assert manques("1 SSIAD : 6 jours/7", "1 voisin : parfois") == []
    assert manques("1 SSIAD : 6 jours/7", "1 nièce : /15 jours dimanche") == []


def test_deux_passages_par_semaine_ne_font_pas_un_besoin_de_chaque_jour() -> None:
    assert manques("1 kiné : mardi/jeudi", "2 SAAD : lundi/mardi/jeudi/vendredi") == []


# --- The samples


def test_les_exemples_ont_une_semaine_pleine_et_sans_chevauchement() -> None:
    for exemple in EXEMPLES:
        grille = semaine(plan(exemple.read_bytes()))

        assert not grille.vide
        assert grille.chevauchements == ()
        assert grille.prochaine_revision is not None
