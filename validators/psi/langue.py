"""Z — how a problem is worded (CIRC annexe VIII-2 §3): advice, never a refusal.

« La façon dont la problématique est rédigée est laissée libre »: a doubtful wording is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.francais import liste, sans_accents
from maia.forms.profils import dit
from maia.forms.psi import Psi
from maia.forms.psi_mots import Phrase, commence, est_infinitif, motif, mots_du_psi, phrase
from maia.validators.psi.objectifs import objectif_quantifie
from maia.validators.registre import regle_du_psi

Ou = tuple[str, int, str]
MOTS_D_UNE_PROBLEMATIQUE = 30
"""Beyond, a problem is no longer concise; the text gives no number, its longest example has sixteen words."""


def problematiques(p: Psi) -> Iterator[tuple[Ou, Phrase]]:
    """Each problem written, with where it stands."""
    for rang, besoin in enumerate(p.besoins):
        if besoin.texte:
            yield ("besoins", rang, "texte"), phrase(besoin.texte)


@regle_du_psi("Z11", INFORMATION, source="CIRC annexe VIII-2 §3, infinitif", lit="besoins.*.texte")
def problematique_a_l_infinitif(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique commence par un verbe à l’infinitif.

    « Il est suggéré d’utiliser l’infinitif plutôt que le participe passé, car il s’agit de « planifier » les
    interventions » : si une intervention compense déjà le besoin, on écrit « compenser », pour que cela continue.
    """
    verbes = {sans_accents(verbe): verbe.lower() for verbe in mots_du_psi().verbes.liste}
    for ou, ecrite in problematiques(p):
        if ecrite.verbe:
            continue
        premier = ecrite.mots.partition(" ")[0]
        infinitif = verbes.get(re.sub(r"e?s?$", "", premier).removesuffix("e") + "er")
        propose = f"« {infinitif} »" if infinitif else "« compenser », « prévenir », « améliorer », « surveiller »"
        yield Constat(
            ou,
            "La problématique ne commence pas par un verbe à l’infinitif.",
            f"Commencez par un verbe à l’infinitif : {propose}{'.' if infinitif else '…'}",
        )


@regle_du_psi("Z12", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, objectif quantifié", lit="besoins.*.texte")
def pas_d_objectif_quantifie(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique donne une orientation, sans objectif chiffré.

    « il ne devrait pas y avoir d’objectif quantifié dans le PSI (c’est plutôt de nature disciplinaire) mais une
    orientation » : ni distance, ni poids, ni délai à atteindre. Une fréquence ou un fait passé n’en sont pas un.
    """
    for ou, ecrite in problematiques(p):
        if chiffre := objectif_quantifie(ecrite.cle):
            yield Constat(
                ou,
                f"La problématique contient un objectif chiffré : « {chiffre} ».",
                "Gardez l’orientation (« améliorer la mobilité ») ; le chiffre a sa place dans le plan du professionnel.",
            )


@regle_du_psi("Z13", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, côté de la personne", lit="besoins.*.texte")
def problematique_du_cote_de_la_personne(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique dit le besoin de la personne, non la démarche du professionnel.

    On écrit « compenser l’incapacité partielle à la toilette » et non « appeler le SSIAD pour l’incapacité à la toilette ».
    """
    demarches = mots_du_psi().demarches
    for ou, ecrite in problematiques(p):
        if tete := _tete(ecrite.mots, demarches.mots, demarches.suivis, demarches.sauf):
            yield Constat(
                ou,
                f"« {tete} » : c’est une démarche du professionnel, pas un besoin de la personne.",
                "Écrivez le besoin auquel la démarche répond ; la démarche a sa place dans les actions à entreprendre.",
            )


@regle_du_psi("Z14", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, libellé exact", lit="besoins.*.texte")
def probleme_et_non_solution(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique dit quel est le problème, non la solution attendue.

    « compenser l’incapacité financière d’achat d’un nouveau frigo » plutôt que « prévoir l’achat d’un frigo » (on ne
    sait pas quel est le problème avec l’achat du frigo) ou « permettre la conservation des aliments ».
    """
    solutions = mots_du_psi().solutions
    for ou, ecrite in problematiques(p):
        if tete := _tete(ecrite.mots, solutions.mots, solutions.suivis, solutions.sauf):
            yield Constat(
                ou,
                f"« {tete} » : c’est une solution ; on ne sait pas quel est le problème.",
                "Dites ce que la personne ne peut pas faire, ou ce qu’elle risque ; la solution est un service, ou une réponse.",
            )


def _tete(mots: str, seules: list[str], suivies: list[str], sauf: list[str]) -> str:
    """The beginning by which a problem is no problem: enough by itself, or followed by a service or a person."""
    if tete := commence(mots, seules):
        reste = mots[len(tete) :].lstrip()
        # « appeler sa sœur », « demander de l’aide » are what the person does.
        sien = re.match(rf"(?:a )?(?:son|sa|ses)\b(?! {motif(mots_du_psi().services)})", reste)
        # « permettre la visite de sa sœur » says whose need it is, « permettre la conservation des aliments » does not.
        siens = tete.startswith("permettre") and re.search(r"\b(?:son|sa|ses)\b", reste)
        return "" if sien or siens or commence(reste, sauf) else tete
    tete = commence(mots, suivies)
    return tete if tete and _nomme(mots[len(tete) :], "service", "personne") else ""


def _nomme(suite: str, *sortes: str) -> bool:
    """Whether the words begin, determiners aside, by a service or by somebody."""
    m = mots_du_psi()
    reste = re.sub(r"^\d+ ", "", suite.lstrip())
    while determinant := commence(reste, m.determinants):
        reste = reste[len(determinant) :].lstrip()
    attendus = {"service": m.services, "personne": [*m.personnes, *m.services]}
    return any(commence(reste, attendus.get(sorte, [sorte])) for sorte in sortes)


@regle_du_psi("Z15", INFORMATION, source="CIRC annexe VIII-2 §3, verbes", lit="besoins.*.texte")
def verbe_dans_le_sens_de_la_liste(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les verbes de la liste du texte sont employés dans le sens qu’elle leur donne.

    « De nombreux verbes ont plusieurs sens et le gestionnaire de cas devra y faire très attention » : prévenir un
    risque ou prévenir la famille, traiter une plaie ou traiter un dossier, maintenir une capacité ou un service. Les
    autres verbes restent libres.
    """
    for ou, ecrite in problematiques(p):
        for nom, verbe in mots_du_psi().verbes.liste.items():
            if ecrite.verbe == sans_accents(nom) and verbe.autrement and _nomme(ecrite.suite, *verbe.autrement):
                sens = f"{verbe.sens[0].lower()}{verbe.sens[1:].rstrip('.')}"
                yield Constat(
                    ou, f"« {nom} » n’a pas ici le sens de la liste : {sens}.", f"Vérifiez le sens : {verbe.plutot}."
                )


@regle_du_psi("Z16", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, domaines", lit="besoins.*.texte")
def une_problematique_par_acte(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les problèmes d’actes différents font des problématiques différentes.

    « les actes essentiels de la vie entraînent la rédaction de problématiques différentes pour ce qui est de la
    toilette et du repas »
    """
    for ou, ecrite in problematiques(p):
        if len(actes := _actes_joints(ecrite.cle)) > 1:
            yield Constat(
                ou,
                f"Plusieurs actes dans la même problématique : {liste(actes)}.",
                "Faites-en plusieurs problématiques, chacune avec son numéro, et reprenez ces numéros dans les services.",
            )


_LIEN = re.compile(r"\s*(?:,|/|\+|\bet\b|\bou\b|\bainsi qu(?:e\b|'))\s*")


def _actes_joints(cle: str) -> list[str]:
    """The acts of a problem that stand side by side: `la toilette et le repas`, or each after its own verb."""
    m = mots_du_psi()
    morceaux = _LIEN.split(re.sub(r"\([^)]*\)?", " ", cle).replace("'", " "))
    trouves: list[str] = []
    for rang, morceau in enumerate(morceaux):
        if dit(morceau, m.actes.sauf):
            break
        groupes = [g for g, mots in m.actes.groupes.items() if dit(morceau, mots)]
        if len(groupes) != 1:
            continue
        if rang == 0 or est_infinitif(morceau.split(" ", 1)[0]) or _seul(morceau, m.actes.groupes[groupes[0]]):
            trouves += groupes
    return list(dict.fromkeys(trouves))


def _seul(morceau: str, mots: list[str]) -> bool:
    """Whether a piece after « et » is an act named with little around it: `aux repas`, `la préparation du repas`."""
    m = mots_du_psi()
    return bool(
        re.match(
            rf"(?:{motif([*m.determinants, 'faire', 'preparer', 'preparation', 'gestion', 'prise'])} ?)*{motif(mots)}",
            morceau,
        )
    )


@regle_du_psi("Z17", INFORMATION, source="CIRC annexe VIII-2 §3, rédaction", lit="besoins.*.texte besoins.*.domaine")
def problematique_individualisee(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique est assez précise pour ne convenir qu’à la personne.

    « La rédaction des problématiques doit être suffisamment précise pour que le caractère individualisé soit évident. »
    Un domaine seul, ou « améliorer la situation », ne dit rien d’elle.
    """
    g = mots_du_psi().generalites
    for (bloc, rang, champ), ecrite in problematiques(p):
        domaine = p.besoins[rang].domaine
        nu = ecrite.mots
        vague = re.fullmatch(rf"(?:{motif(g.verbes)} )?{motif(g.objets)}", nu) or re.fullmatch(motif(g.seuls), nu)
        if not nu or vague or (domaine and sans_accents(domaine) == ecrite.cle):
            yield Constat(
                (bloc, rang, champ),
                "La problématique est trop générale : elle conviendrait à toute autre personne.",
                "Dites ce qui est difficile pour cette personne, et ce que les intervenants cherchent.",
            )


@regle_du_psi("Z18", INFORMATION, source="CIRC annexe VIII-2 §3, lisibilité", lit="besoins.*.texte")
def problematique_concise(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique se lit d’un coup d’œil.

    « Le rédacteur doit être attentif à la lisibilité, la compréhensibilité et la concision de la problématique. » Le
    texte ne donne pas de longueur : au-delà de trente mots, elle est signalée.
    """
    for ou, ecrite in problematiques(p):
        if (nombre := len(ecrite.mots.split())) > MOTS_D_UNE_PROBLEMATIQUE:
            yield Constat(
                ou,
                f"La problématique a {nombre} mots.",
                "Raccourcissez-la, ou faites-en plusieurs problématiques.",
            )


_DOIT = re.compile(r"\b(?:doit|doivent|devra|devront)\b")
_DOSE = re.compile(
    r"\btoutes les \d+ ?h|\b\d+(?:[.,]\d+)?\s?(?:g (?:matin|midi|soir|par jour)|mg|mcg|ug|µg|ui|unites?|comprimes?|cp|gouttes?|ampoules?|gelules?|sachets?)\b"
)


@regle_du_psi("Z22", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, planification disciplinaire", lit="besoins.*.texte")
def problematique_qui_ne_prescrit_pas(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique ne prescrit pas l’action du professionnel.

    Le professionnel « reste libre de sa planification disciplinaire » : ni dose, ni « l’infirmière doit… ».
    """
    services = motif(mots_du_psi().services)
    for ou, ecrite in problematiques(p):
        mots = sans_accents(ecrite.cle).replace("-", " ")
        ordre = re.search(rf"\b{services}(?: \w+){{0,3}} {_DOIT.pattern}|il faut que\b", mots)
        if ordre or _DOSE.search(mots):
            yield Constat(
                ou,
                "La problématique prescrit l’action d’un professionnel.",
                "Écrivez l’orientation commune à tous ; la prescription reste dans le plan du professionnel.",
            )
