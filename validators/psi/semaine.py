"""Z — what the week of a plan makes visible: a day left without anybody, two services at one time."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import INFORMATION, Constat
from maia.forms.francais import liste
from maia.forms.horaire import JOURS, notation_des_jours
from maia.forms.psi import Psi
from maia.forms.semaine import semaine
from maia.validators.registre import regle_du_psi

_LUS = "besoins.*.numero services_en_place.*.numeros services_en_place.*.frequence"


@regle_du_psi(
    "Z70",
    INFORMATION,
    source="CIRC annexe VIII-2 §4, 6 jours sur 7",
    lit=f"{_LUS} besoins_non_combles.*.numeros",
)
def jour_sans_personne(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un besoin couvert cinq ou six jours sur sept dit ce qu’il en est des autres jours.

    « 6 jours/7 lundi au samedi » : et le dimanche ? Un autre service peut venir « le septième jour », ou le besoin être noté
    parmi les besoins non comblés. Rien n’est dit quand un service du même besoin n’a pas de jours connus.
    """
    rangs = {b.numero: rang for rang, b in enumerate(p.besoins)}
    for manque in semaine(p).manques:
        jours = [f"le {JOURS[j]}" for j in manque.jours]
        yield Constat(
            ("besoins", rangs[manque.numero]),
            f"Le besoin n° {manque.numero} est couvert {7 - len(jours)} jours sur 7 : personne ne vient {liste(jours)}.",
            "Si c’est un manque, notez-le dans « besoins_non_combles » ; sinon, il n’y a rien à faire.",
        )


@regle_du_psi("Z71", INFORMATION, source="CIRC annexe VIII-2 §4, coordination", lit=_LUS)
def services_au_meme_moment(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Deux services qui viennent au même moment pour le même besoin sont coordonnés.

    « plusieurs services peuvent répondre au même besoin, ce qui entraîne la nécessité de la coordination » : ce peut être
    voulu, et se dit alors par deux problématiques.
    """
    for rencontre in semaine(p).chevauchements:
        premier, second = rencontre.rangs
        numeros = liste(map(str, rencontre.numeros))
        yield Constat(
            ("services_en_place", second, "frequence"),
            f"Même moment que le service n° {premier + 1} pour le besoin n° {numeros} : "
            f"{notation_des_jours(rencontre.jours)} {rencontre.quand}.",
            "Si les deux sont voulus, scindez la problématique pour dire ce que fait chacun.",
        )
