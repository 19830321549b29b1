"""P — the four parts of the note, in brief in the dossier, and the estimate of the gestionnaires de cas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, sans_accents
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

_PARTIES = {
    "historique": "l’historique des partenariats et de la coordination",
    "partenariats": "les partenaires engagés et leurs coopérations",
    "description": "la description du projet",
    "integration": "ce qui fait du projet un dispositif intégré",
}
# What is left in a form by somebody who will come back to it.
_EN_ATTENTE = re.compile(
    r"(a (completer|preciser|rediger|definir|venir|remplir)|en cours( de redaction)?|neant|sans objet|rien|non|nc|n/?a"
    r"|voir( la)? note|cf\.?( la)? note|x+|[\W_]*)[\W_]*"
)


def _vide(texte: str | None) -> bool:
    """Whether nothing is said: no text, or words that only hold the place."""
    return texte is None or _EN_ATTENTE.fullmatch(sans_accents(texte)) is not None


def _partie(d: Dossier, champ: str) -> Iterator[Constat]:
    """A finding when a part of the note is not told in the dossier."""
    if not mal_ecrit(d, "projet", champ) and _vide(getattr(d.projet, champ)):
        yield Constat(
            ("projet", champ),
            f"Le dossier ne dit rien d’une partie de la note : {_PARTIES[champ]}.",
            f"Résumez-la en quelques phrases dans « {champ} », sous « projet », et vérifiez qu’elle est dans la note.",
        )


@regle("P30", AVERTISSEMENT, source="CIRC annexe III, note, historique")
def historique_des_partenariats(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note retrace l’historique des partenariats et de la coordination sur le territoire.

    La note elle-même se lit ; ce que le dossier en résume montre que la partie existe.
    """
    yield from _partie(d, "historique")


@regle("P31", AVERTISSEMENT, source="CIRC annexe III, note, partenaires")
def partenaires_presentes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note donne les partenaires engagés, leurs coopérations actuelles et leur degré de formalisation."""
    yield from _partie(d, "partenariats")


@regle("P32", AVERTISSEMENT, source="CIRC annexe III, note, projet")
def projet_decrit(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note décrit le projet, sa conduite, ses objectifs, sa faisabilité, son calendrier et ses moyens."""
    yield from _partie(d, "description")


@regle("P33", AVERTISSEMENT, source="CIRC annexe III, note, intégration")
def integration_expliquee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note explique en quoi le projet est un dispositif intégré et répond aux réalités locales."""
    yield from _partie(d, "integration")


@regle("P34", AVERTISSEMENT, source="CIRC annexe III, note, estimation")
def nombre_de_gestionnaires_estime(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur estime le nombre de gestionnaires de cas nécessaires à son territoire.

    C’est le besoin du territoire, qui peut dépasser ce que l’ARS finance.
    """
    champ = "gestionnaires_necessaires"
    if not d.projet.gestionnaires_necessaires and not mal_ecrit(d, "projet", champ):
        yield Constat(
            ("projet", champ),
            "Le nombre de gestionnaires de cas nécessaires au territoire n’est pas estimé.",
            f"Écrivez ce nombre dans « {champ} », sous « projet ».",
        )


@regle("P35", AVERTISSEMENT, source="CIRC annexe III, note, estimation")
def modalites_d_estimation(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur dit comment il a estimé le nombre de gestionnaires de cas.

    « estimation du nombre de gestionnaires de cas nécessaires (en précisant les modalités d’estimation) »
    """
    if not mal_ecrit(d, "projet", "estimation") and _vide(d.projet.estimation):
        yield Constat(
            "projet.estimation",
            "Rien ne dit comment le nombre de gestionnaires de cas nécessaires a été estimé.",
            "Écrivez dans « estimation », sous « projet », les chiffres et le raisonnement : population âgée, "
            "bénéficiaires de l’APA ou situations complexes connues, par exemple.",
        )


@regle("P36", INFORMATION, source="CIRC annexe III, note")
def parties_de_la_note_distinctes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Deux parties de la note ne disent pas la même chose mot pour mot.

    Suggestion de saisie : aucun texte ne le demande. Un paragraphe copié deux fois a souvent pris la place d’un autre.
    """
    vus: dict[str, str] = {}
    for champ in (*_PARTIES, "estimation"):
        texte = getattr(d.projet, champ)
        if texte is None or _vide(texte):
            continue
        if premier := vus.get(sans_accents(texte)):
            yield Constat(
                ("projet", champ),
                f"{liste([f'« {premier} »', f'« {champ} »'])} ont le même texte.",
                "Vérifiez qu’un texte n’a pas été collé à la place d’un autre.",
            )
        else:
            vus[sans_accents(texte)] = champ
