"""Z — services in place and one-off services (CIRC annexe VIII-2 §1, §2 and §4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.francais import date_courte, sans_accents
from maia.forms.horaire import notation
from maia.forms.horaire_lecture import lire_horaire
from maia.forms.profils import en_mots
from maia.forms.psi import Psi, ServiceEnPlace, ServicePonctuel
from maia.forms.psi_mots import commence, motif, mots_du_psi
from maia.validators.fautes import mal_ecrit
from maia.validators.psi.numeros import SERVICES
from maia.validators.registre import regle_du_psi

_TELEPHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .]?(?:\(0\))?|0) ?[1-9](?:[ .-]?\d\d){4}(?!\d)")


def _services(p: Psi) -> Iterator[tuple[str, int, ServiceEnPlace | ServicePonctuel]]:
    for bloc in SERVICES:
        for rang, service in enumerate(getattr(p, bloc)):
            yield bloc, rang, service


@regle_du_psi("Z30", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, type de service")
def type_de_service_avant_le_nom(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service est désigné par son type, avant le nom de l’intervenant.

    « il faut identifier le type de service avant de nommer la personne ou le référent » : SSIAD : ADMR, voisin : M. Jamel.
    """
    for bloc, rang, s in _services(p):
        if mal_ecrit(p, bloc, rang, "service"):
            continue
        if not s.service:
            yield Constat(
                (bloc, rang),
                "Le type de service n’est pas indiqué.",
                "Complétez « service » : SAAD, SSIAD, IDE, fille, voisin…",
            )
        elif commence(en_mots(s.service), mots_du_psi().civilites):
            yield Constat(
                (bloc, rang, "service"),
                "Un nom est écrit à la place du type de service.",
                "Écrivez le type dans « service » (SAAD, SSIAD, IDE, fille, voisin…) et le nom dans « nom ».",
            )


@regle_du_psi("Z31", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, contact")
def un_seul_contact(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un intervenant a un seul moyen de contact, le plus usuel.

    « seule la façon la plus usuelle de contacter la personne est indiquée (soit le mail, soit le téléphone, etc.) » : les
    autres sont gardées ailleurs dans le dossier.
    """
    for bloc, rang, s in _services(p):
        courriels = sum("@" in mot for mot in re.split(r"[\s;,/]+", s.contact or ""))
        moyens = len(_TELEPHONE.findall(s.contact or "")) + courriels
        if moyens > 1:
            yield Constat(
                (bloc, rang, "contact"),
                f"{moyens} moyens de contact sont écrits.",
                "Gardez le plus usuel ; notez les autres ailleurs dans le dossier.",
            )


@regle_du_psi("Z32", INFORMATION, source="CIRC annexe VIII-2 §4, jours")
def passages_du_service_indiques(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service en place dit ses jours, ses horaires ou sa fréquence de passage.

    « il est utile de coder les informations » : sans elles, on ne voit pas qui vient quand.
    """
    for rang, s in enumerate(p.services_en_place):
        if not s.frequence and not mal_ecrit(p, "services_en_place", rang, "frequence"):
            yield Constat(
                ("services_en_place", rang),
                "Ni jours, ni horaires, ni fréquence de passage.",
                "Complétez « frequence », par exemple : lundi/jeudi 14 heures-16 heures, 6 jours/7 matin, /15 jours.",
            )


@regle_du_psi("Z33", INFORMATION, source="CIRC annexe VIII-2 §4, codage", lit="services_en_place.*.frequence")
def passages_du_service_compris(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les jours, horaires et fréquences se comprennent en entier.

    Jours de la semaine, 5, 6 ou 7 jours/7, heures sur 24 heures ou matin, midi, après-midi, soir, nuit ; /15 jours, /1 mois,
    /6 mois. Ce qui est compris est redit ; le reste ne figure pas dans la grille de la semaine. Une remarque s’écrit entre
    parenthèses.
    """
    for rang, s in enumerate(p.services_en_place):
        lu = lire_horaire(s.frequence or "")
        if s.frequence and (lu.incompris or lu.horaire is None):
            compris = f"Compris : « {notation(lu.horaire)} »" if lu.horaire else "Rien n’est compris"
            yield Constat(
                ("services_en_place", rang, "frequence"),
                f"{compris} ; {'le reste' if lu.horaire else 'ce qui est écrit'} n’est pas dans la notation du formulaire.",
                "Écrivez par exemple : lundi/jeudi 14 heures-16 heures, 6 jours/7 matin, /15 jours ; une remarque, entre parenthèses.",
            )


@regle_du_psi("Z34", INFORMATION, source="CIRC annexe VIII-2 §4, fréquence", lit="services_en_place.*.frequence")
def passages_du_service_en_notation(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les jours, horaires et fréquences sont écrits dans la notation du formulaire.

    Tous les lisent alors de la même façon. « Pour les fréquences, on note : /15 jours, /1 mois, /6 mois, etc. »
    """
    for rang, s in enumerate(p.services_en_place):
        lu = lire_horaire(s.frequence or "")
        if lu.horaire and not lu.incompris and not lu.officiel:
            yield Constat(
                ("services_en_place", rang, "frequence"),
                "Compris, mais pas dans la notation du formulaire.",
                f"Écrivez : « {notation(lu.horaire)} ».",
            )


_DATES = "services_ponctuels.*.date services_ponctuels.*.debut services_ponctuels.*.fin"


@regle_du_psi("Z35", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, service ponctuel", lit=_DATES)
def service_ponctuel_date(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service ponctuel a une date, ou une date de début et une date de fin.

    « Dans le bloc « service ponctuel », la fréquence est remplacée par la date ou la date de début et la date de fin. »
    """
    for rang, s in enumerate(p.services_ponctuels):
        if s.date is None and (s.debut is None or s.fin is None):
            manque = (
                "La date"
                if s.debut is None and s.fin is None
                else "La date de début"
                if s.debut is None
                else "La date de fin"
            )
            yield Constat(
                ("services_ponctuels", rang),
                f"{manque} du service ponctuel manque.",
                "Complétez « date », ou « debut » et « fin ».",
            )


@regle_du_psi("Z36", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, service ponctuel", lit=_DATES)
def dates_du_service_ponctuel_en_ordre(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service ponctuel commence avant de finir, et n’a pas à la fois une date et une période."""
    for rang, s in enumerate(p.services_ponctuels):
        if s.debut and s.fin and s.debut > s.fin:
            yield Constat(
                ("services_ponctuels", rang, "fin"),
                f"La fin ({date_courte(s.fin)}) précède le début ({date_courte(s.debut)}).",
                "Vérifiez les deux dates.",
            )
        elif s.date and (s.debut or s.fin):
            yield Constat(
                ("services_ponctuels", rang, "date"),
                "Une date et une période sont écrites à la fois.",
                "Gardez la date d’un passage, ou le début et la fin d’une période.",
            )


@regle_du_psi("Z37", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, service qui se répète")
def service_ponctuel_qui_ne_se_repete_pas(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service qui se répète n’est pas ponctuel.

    « un service est ponctuel lorsqu’il n’est pas prévu qu’il se répète mais, si la personne va en CMRR tous les six mois,
    alors il a un service au long cours »
    """
    deja: dict[tuple[str, str], list[int]] = defaultdict(list)
    for rang, s in enumerate(p.services_ponctuels):
        if s.service and s.nom:
            deja[sans_accents(s.service), sans_accents(s.nom)].append(rang)
        if mots_du_psi().repetition.dans(f"{s.service or ''} {s.nom or ''}"):
            yield _repete(rang, "Ce service dit lui-même qu’il se répète.")
    for rangs in deja.values():
        for rang in rangs[1:]:
            yield _repete(
                rang, f"Le même intervenant vient déjà à une autre date (service ponctuel n° {rangs[0] + 1})."
            )


def _repete(rang: int, message: str) -> Constat:
    return Constat(
        ("services_ponctuels", rang),
        message,
        "S’il est prévu qu’il se répète, notez-le dans « services_en_place » avec sa fréquence, par exemple /6 mois.",
    )


@regle_du_psi("Z38", INFORMATION, source="CIRC annexe VIII-2 §4, service ponctuel", lit=f"date {_DATES}")
def service_ponctuel_a_venir(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service ponctuel n’est pas terminé quand le plan est écrit.

    Le plan est en « perspective du présent et du futur » : ce qui est passé n’est plus à planifier.
    """
    for rang, s in enumerate(p.services_ponctuels):
        fin = s.fin or s.date
        if p.date and fin and fin < p.date:
            yield Constat(
                ("services_ponctuels", rang),
                f"Ce service s’est terminé le {date_courte(fin)}, avant la date du plan ({date_courte(p.date)}).",
                "Retirez-le, ou corrigez la date.",
            )


@regle_du_psi("Z39", INFORMATION, source="CIRC annexe VIII-2 §2, spécialiste", lit="personne.medecin_traitant")
def medecin_traitant_qui_n_est_pas_specialiste(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le médecin traitant coordonne le parcours de soins ; un spécialiste se note parmi les services.

    Le médecin spécialiste « n’a pas cette fonction » : ses coordonnées sont « dans la ligne qui le concerne ».
    """
    if mots_du_psi().specialistes.dans(p.personne.medecin_traitant or ""):
        yield Constat(
            "personne.medecin_traitant",
            "Un spécialiste est écrit à la place du médecin traitant.",
            "S’il ne coordonne pas le parcours de soins, notez-le parmi les services, avec ses numéros.",
        )


@regle_du_psi("Z40", INFORMATION, source="CIRC annexe VIII-2 §1, services rendus")
def service_rendu_a_la_personne(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Un service est un service rendu à la personne, non une administration ou un droit.

    Le mot s’entend « sous l’angle des « services rendus » à la personne, quelle qu’en soit l’origine (et non de « services
    administratifs ») » : l’APA ou l’ALD sont des droits ouverts.
    """
    administrations = motif(mots_du_psi().administrations.mots)
    for bloc, rang, s in _services(p):
        if re.fullmatch(administrations, en_mots(s.service or "")):
            yield Constat(
                (bloc, rang, "service"),
                "C’est un droit ou une administration, pas un service rendu à la personne.",
                "Notez-le dans « droits_ouverts », et ici le service qu’il permet.",
            )
