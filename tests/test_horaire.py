"""Days, hours and frequency: what people write, what it means, and the notation of the text (CIRC annexe VIII-2 §4)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maia.forms.horaire import JOURNEE, Creneau, Frequence, Horaire, Moment, Plage, Unite, horaire, notation
from maia.forms.horaire_lecture import lire_horaire


def ecrit(texte: str) -> str:
    """What was read, written back."""
    lu = lire_horaire(texte).horaire
    return notation(lu) if lu else ""


# --- The notation of the text ---------------------------------------------------------------------------------------

LUNDI, MARDI, MERCREDI, JEUDI, VENDREDI, SAMEDI, DIMANCHE = range(7)


def plage(debut: int, fin: int) -> tuple[Creneau, ...]:
    """Full hours."""
    return (Plage(debut * 60, fin * 60),)


MATIN, TOUS = (Moment.MATIN,), (Moment.MATIN, Moment.MIDI, Moment.SOIR)


# Each with the meaning that the text gives between brackets.
@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (
            "Lundi/mardi/vendredi 8 heures-15 heures",
            horaire({LUNDI: plage(8, 15), MARDI: plage(8, 15), VENDREDI: plage(8, 15)}),
        ),
        (
            "Lundi/vendredi 8 heures-10 heures/mercredi 14 heures-15 heures",
            horaire({LUNDI: plage(8, 10), VENDREDI: plage(8, 10), MERCREDI: plage(14, 15)}),
        ),
        (
            "Lundi-vendredi matin-midi-soir/mercr. matin",
            horaire({LUNDI: TOUS, MARDI: TOUS, MERCREDI: MATIN, JEUDI: TOUS, VENDREDI: TOUS}),
        ),
        ("7/8 matin", horaire(dict.fromkeys(range(7), MATIN))),
        ("5 jours/7", horaire(dict.fromkeys(range(5), ()))),
        ("6 jours/7", horaire(dict.fromkeys(range(6), ()))),
        ("7 jours/7", horaire(dict.fromkeys(range(7), ()))),
        ("/15 jours", Horaire(frequence=Frequence(1, 15, Unite.JOUR))),
        ("/1 mois", Horaire(frequence=Frequence(1, 1, Unite.MOIS))),
        ("/6 mois", Horaire(frequence=Frequence(1, 6, Unite.MOIS))),
    ],
)
def test_les_exemples_du_texte_ont_le_sens_que_le_texte_leur_donne(texte: str, attendu: Horaire) -> None:
    assert lire_horaire(texte).horaire == attendu
    # « 7/8 » is a slip of the text for « 7/7 ».
    assert lire_horaire(texte).officiel == (texte != "7/8 matin")


def test_le_soir_du_dimanche_n_est_pas_celui_des_autres_jours() -> None:
    lu = lire_horaire("7 jours/7 soir/dimanche matin").horaire
    assert lu is not None
    assert [lu.du_jour(SAMEDI), lu.du_jour(DIMANCHE)] == [(Moment.SOIR,), (Moment.MATIN,)]


# --- What people write ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("lun. mer. 14h-16h", "Lundi/mercredi 14 heures-16 heures"),
        ("LUNDI ET JEUDI 14H A 16H30", "Lundi/jeudi 14 heures-16 heures 30"),
        ("14-16h lundi et jeudi", "Lundi/jeudi 14 heures-16 heures"),
        (
            "du lundi au vendredi de 8h30 à 12h et de 14h à 16h",
            "5 jours/7 8 heures 30-12 heures et 14 heures-16 heures",
        ),
        ("lundi-mercredi-vendredi 9h", "Lundi/mercredi/vendredi 9 heures"),
        ("lundi-mardi-mercredi-vendredi", "Lundi-mercredi/vendredi"),
        ("vendredi-lundi soir", "Lundi/vendredi-dimanche soir"),
        ("de 10h à midi, mardi", "Mardi 10 heures-12 heures"),
        ("22h-minuit mardi", "Mardi 22 heures-24 heures"),
        ("22h - 6h 7/7", "7 jours/7 22 heures-6 heures"),
        ("tous les jours", "7 jours/7"),
        ("Tous les matins", "7 jours/7 matin"),
        ("chaque soir", "7 jours/7 soir"),
        ("7j/7 matin + soir", "7 jours/7 matin-soir"),
        ("matin et soir 7j sur 7", "7 jours/7 matin-soir"),
        ("tous les jours sauf le dimanche", "6 jours/7"),
        ("7/7 matin et soir sauf mercredi soir", "Lundi/mardi/jeudi-dimanche matin-soir/mercredi matin"),
        ("le matin du lundi au vendredi et le soir le samedi", "5 jours/7 matin/samedi soir"),
        ("lundi matin, lundi soir", "Lundi matin-soir"),
        ("tous les lundis et jeudis aprem", "Lundi/jeudi après-midi"),
        ("mardi (matin)", "Mardi matin"),
        ("7 jours/7 nuit (téléassistance)", "7 jours/7 nuit"),
        ("samedi dimanche 8h 12h 19h", "Samedi/dimanche 8 heures et 12 heures et 19 heures"),
        ("week-end", "Samedi/dimanche"),
        ("en semaine, le midi", "5 jours/7 midi"),
        ("7j/7 24h/24", "7 jours/7 24 heures/24"),
        ("7 jours/7 24 heures", "7 jours/7 24 heures/24"),
        ("nuit", "Nuit"),
        ("2 fois par semaine", "2 fois/semaine"),
        ("1x/sem", "/1 semaine"),
        ("3 x par jour", "3 fois/jour"),
        ("2 passages par jour", "2 fois/jour"),
        ("3j/7", "3 fois/semaine"),
        ("une fois tous les quinze jours", "/15 jours"),
        ("toutes les 3 semaines", "/3 semaines"),
        ("1 semaine sur 2 le jeudi", "/15 jours jeudi"),
        ("un jour sur deux", "/2 jours"),
        ("/15 jours samedi après-midi", "/15 jours samedi après-midi"),
        ("mensuel", "/1 mois"),
        ("trimestrielle", "/3 mois"),
        ("hebdo", "/1 semaine"),
        ("1 fois /mois", "/1 mois"),
        ("une fois par an", "/1 an"),
        ("lundi au vendredi 8h-12h / 14h-18h", "5 jours/7 8 heures-12 heures et 14 heures-18 heures"),
        ("lundi : 9h-11h ; jeudi : 14h-16h", "Lundi 9 heures-11 heures/jeudi 14 heures-16 heures"),
        ("2/semaine", "2 fois/semaine"),
        ("1/15j", "/15 jours"),
        ("3j/sem", "3 fois/semaine"),
        ("toutes les semaines", "/1 semaine"),
        ("un mardi sur deux", "/15 jours mardi"),
        ("mercredi après-midi 1 semaine/2", "/15 jours mercredi après-midi"),
        ("midi sauf le week-end", "5 jours/7 midi"),
        ("nuit du samedi au dimanche", "Samedi nuit"),
        ("7 jours/7 matin, dimanche compris", "7 jours/7 matin"),
        ("3 fois par semaine (lundi, mercredi, vendredi)", "3 fois/semaine lundi/mercredi/vendredi"),
    ],
)
def test_ce_que_les_gens_ecrivent(texte: str, attendu: str) -> None:
    assert ecrit(texte) == attendu
    assert lire_horaire(texte).incompris == ()


@pytest.mark.parametrize(
    ("texte", "compris", "incompris"),
    [
        ("en fonction des besoins", "", ("fonction", "besoins")),
        ("lundi matin si sa fille est absente", "Lundi matin", ("si", "sa", "fille", "est", "absente")),
        ("mardi 8h/18h", "Mardi", ("18h",)),
        ("4h par semaine", "", ("4h par semaine",)),
        ("mardi 25h", "Mardi", ("25h",)),
        ("le premier lundi du mois", "/1 mois lundi", ("premier",)),
        ("2h x 3/semaine", "3 fois/semaine", ("2h x",)),
        ("", "", ()),
        ("?!", "", ("?!",)),
    ],
)
def test_ce_qui_ne_se_comprend_pas_est_rendu(texte: str, compris: str, incompris: tuple[str, ...]) -> None:
    assert ecrit(texte) == compris
    assert lire_horaire(texte).incompris == incompris
    assert not lire_horaire(texte).officiel


# --- There and back -------------------------------------------------------------------------------------------------

heures = st.builds(lambda h, m: h * 60 + m, st.integers(0, 23), st.sampled_from([0, 5, 30, 45]))
plages = st.one_of(
    st.builds(Plage, heures),
    st.builds(Plage, heures, heures.filter(bool) | st.just(JOURNEE)),
)
creneaux = st.lists(st.sampled_from(Moment) | plages, max_size=3)
frequences = st.none() | st.builds(Frequence, st.integers(1, 12), st.integers(1, 20), st.sampled_from(Unite))
horaires = st.builds(
    horaire, st.dictionaries(st.integers(0, 6), creneaux, min_size=1), frequence=frequences
) | st.builds(lambda c, f: horaire({}, c, f), creneaux, frequences).filter(lambda h: bool(h.creneaux or h.frequence))


@example(horaire({j: MATIN if j == SAMEDI else () for j in range(6)}))  # « samedi matin/5 jours/7 » is no « /5 jours »
@given(horaires)
def test_un_horaire_ecrit_se_relit_le_meme(h: Horaire) -> None:
    lu = lire_horaire(notation(h))

    assert lu.horaire == h
    assert lu.incompris == ()
    assert lu.officiel


@example("0H/0H/0H")
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "lundi",
                "-",
                "/",
                "8h",
                "à",
                "7/7",
                "matin",
                "sauf",
                "et",
                "2",
                "fois",
                "par",
                "semaine",
                "midi",
                "(",
                ")",
            ]
        )
    ).map(" ".join)
)
def test_rien_de_ce_qui_s_ecrit_n_est_une_erreur(texte: str) -> None:
    lu = lire_horaire(texte)

    if lu.horaire:
        assert lire_horaire(notation(lu.horaire)).horaire == lu.horaire
