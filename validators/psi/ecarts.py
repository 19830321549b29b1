"""Z — what is left unmet, why, and what is to be done (CIRC annexe VIII-2 §5)."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.francais import date_courte, sans_accents
from maia.forms.psi import Psi
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle_du_psi

LISTE_D_ATTENTE, ACTION = "Liste d’attente", "Action à entreprendre"
_BLOC = "besoins_non_combles"


@regle_du_psi("Z51", AVERTISSEMENT, source="CIRC annexe VIII-2 §5, causes")
def cause_indiquee(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque besoin non comblé a la cause de son écart.

    C’est par elle que le manque d’un territoire remonte aux tables de concertation.
    """
    for rang, e in enumerate(p.besoins_non_combles):
        if e.cause is None and not mal_ecrit(p, _BLOC, rang, "cause"):
            yield Constat(
                (_BLOC, rang),
                "La cause de l’écart n’est pas indiquée.",
                "Complétez « cause » : une des treize de la liste.",
            )


@regle_du_psi("Z52", INFORMATION, source="CIRC annexe VIII-2 §5, une ligne", lit=f"{_BLOC}.*.cause {_BLOC}.*.reponse")
def meme_reponse_et_meme_cause_sur_une_ligne(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une même réponse, pour une même cause, tient sur une seule ligne.

    Si la cause est la même pour plusieurs problématiques, « il n’y aura qu’une seule ligne » avec tous leurs numéros ; si
    elle diffère, il y aura deux lignes.
    """
    vues: dict[tuple[str, str], int] = {}
    for rang, e in enumerate(p.besoins_non_combles):
        if e.reponse and e.cause:
            premier = vues.setdefault((sans_accents(e.reponse), e.cause), rang)
            if premier != rang:
                yield Constat(
                    (_BLOC, rang),
                    f"La ligne {premier + 1} a déjà cette réponse et cette cause.",
                    "Gardez une seule ligne, avec les numéros des deux.",
                )


@regle_du_psi("Z53", AVERTISSEMENT, source="CIRC annexe VIII-2 §5, une réponse")
def reponse_indiquee(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque besoin non comblé dit ce qui le comblerait : la réponse.

    Accueil de jour, aide le dimanche, garde de nuit… Sans elle, on ne sait pas ce qui manque.
    """
    for rang, e in enumerate(p.besoins_non_combles):
        if not e.reponse and not mal_ecrit(p, _BLOC, rang, "reponse"):
            yield Constat(
                (_BLOC, rang), "La réponse qui comblerait le besoin n’est pas indiquée.", "Complétez « reponse »."
            )


@regle_du_psi(
    "Z54",
    INFORMATION,
    source="CIRC annexe VIII-2 §5, liste d’attente",
    lit=f"{_BLOC}.*.cause {_BLOC}.*.disponible_le {_BLOC}.*.delai",
)
def liste_d_attente_datee(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une liste d’attente note la date annoncée par le service, ou l’attente qu’il évalue.

    La personne en bénéficiera « si une place se libère, ou à partir d’une certaine date (la noter) ». Si le service n’en
    donne pas, il n’y a rien à noter.
    """
    for rang, e in enumerate(p.besoins_non_combles):
        if e.cause == LISTE_D_ATTENTE and not e.disponible_le and not e.delai:
            yield Constat(
                (_BLOC, rang),
                "La liste d’attente n’a ni date, ni délai.",
                "Si le service annonce une date, complétez « disponible_le » ; s’il évalue l’attente, « delai ».",
            )


@regle_du_psi(
    "Z55",
    INFORMATION,
    source="CIRC annexe VIII-2 §5, liste d’attente",
    lit=f"date {_BLOC}.*.cause {_BLOC}.*.disponible_le",
)
def date_d_attente_a_venir(p: Psi, c: Campagne) -> Iterator[Constat]:
    """La date à partir de laquelle un service sera disponible est à venir, et va avec une liste d’attente."""
    for rang, e in enumerate(p.besoins_non_combles):
        if e.disponible_le is None:
            continue
        if p.date and e.disponible_le < p.date:
            yield Constat(
                (_BLOC, rang, "disponible_le"),
                f"Le service devait être disponible le {date_courte(e.disponible_le)}, avant la date du plan ({date_courte(p.date)}).",
                "Si le service est venu, notez-le parmi les services en place ; sinon, mettez la date à jour.",
            )
        elif e.cause is not None and e.cause != LISTE_D_ATTENTE:
            yield Constat(
                (_BLOC, rang, "disponible_le"),
                "Une date d’attente est notée, mais la cause n’est pas une liste d’attente.",
                f"Vérifiez la cause : « {LISTE_D_ATTENTE} » ?",
            )


@regle_du_psi("Z56", INFORMATION, source="CIRC annexe VIII-2 §5, actions", lit=f"{_BLOC}.*.cause")
def actions_imaginees(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque besoin non comblé dit ce que le gestionnaire de cas imagine faire.

    « soit répondre au besoin directement (en contournant la cause de l’écart), soit agir sur la cause de l’écart ». Le
    délai, lui, est facultatif : il n’est jamais demandé.
    """
    for rang, e in enumerate(p.besoins_non_combles):
        if not e.actions and e.cause != ACTION and not mal_ecrit(p, _BLOC, rang, "actions"):
            yield Constat(
                (_BLOC, rang), "Aucune action à entreprendre n’est notée.", "Complétez « actions », s’il y a lieu."
            )


@regle_du_psi("Z57", AVERTISSEMENT, source="CIRC annexe VIII-2 §5, action à entreprendre", lit=f"{_BLOC}.*.cause")
def action_a_entreprendre_dite(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Quand la cause de l’écart est « action à entreprendre », l’action est dite.

    « Des démarches sont à entreprendre pour répondre au besoin. » Lesquelles ? Par exemple, contacter le SSIAD.
    """
    for rang, e in enumerate(p.besoins_non_combles):
        if not e.actions and e.cause == ACTION and not mal_ecrit(p, _BLOC, rang, "actions"):
            yield Constat(
                (_BLOC, rang),
                "La cause est une action à entreprendre, et aucune n’est notée.",
                "Complétez « actions ».",
            )
