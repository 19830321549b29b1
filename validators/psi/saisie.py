"""Z — what is written in a PSI can be read."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.psi import Psi
from maia.forms.saisie import Faute
from maia.validators.fautes import INCONNU, decisive
from maia.validators.registre import REGLES_DU_PSI, regle_du_psi

CAUSES_FAUSSES = frozenset({"choix", "cause_proche", "cause_double"})


def _constat(faute: Faute, message: str) -> Constat:
    # The value itself stays out of the sentence: it may be a name, a date of birth, a telephone.
    return Constat(faute.chemin, message, faute.remede)


def _de_cause(faute: Faute) -> bool:
    return faute.genre in CAUSES_FAUSSES and faute.chemin[-1:] == ("cause",)


@regle_du_psi("Z01", AVERTISSEMENT, source="CIRC annexe VIII-1, objet")
def champs_du_psi_connus(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque champ écrit dans le plan existe dans le formulaire.

    Un champ inconnu, souvent une faute de frappe, n’est pas lu : ce qu’il dit ne serait transmis à personne.
    """
    yield from (_constat(f, "Ce champ n’existe pas ici.") for f in p.fautes if f.genre == INCONNU)


@regle_du_psi("Z02", BLOQUANT, source="CIRC annexe VIII-2 §3, numéros")
def numeros_lisibles(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque numéro qui relie un besoin à ses services se lit sans hésiter.

    Les numéros « servent par la suite à repérer sur quels besoins les services interviennent » : illisibles, ils ne mènent
    nulle part, et les contrôles qui les lisent ne sont pas faits.
    """
    for f in p.fautes:
        if decisive(f, REGLES_DU_PSI) and not _de_cause(f):
            yield _constat(f, "Ce qui est écrit ici n’est pas lisible, et d’autres blocs y renvoient.")


@regle_du_psi("Z03", AVERTISSEMENT, source="CIRC annexe VIII-1, personne")
def renseignements_du_psi_lisibles(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque renseignement a la forme attendue : une date, un téléphone, un courriel, oui ou non.

    Une valeur mal écrite est laissée de côté : elle ne figurerait pas dans le plan.
    """
    for f in p.fautes:
        if f.genre != INCONNU and not decisive(f, REGLES_DU_PSI) and not _de_cause(f):
            yield _constat(f, "La valeur n’est pas écrite comme il faut.")


@regle_du_psi("Z50", BLOQUANT, source="CIRC annexe VIII-2 §5, causes")
def cause_de_la_liste(p: Psi, c: Campagne) -> Iterator[Constat]:
    """La cause de l’écart est une des treize de la liste, une seule par ligne.

    « La liste suivante de causes de l’écart devrait être utilisée avec ces définitions. » Une autre cause n’est pas lue, et
    manquerait au plan comme aux comptes du pilote ; la plus proche est proposée. Deux causes font deux lignes. Le texte
    écrit lui-même « délai d’attente » dans un exemple, sans le définir : c’est une liste d’attente.
    """
    for f in p.fautes:
        if _de_cause(f):
            double = f.genre == "cause_double"
            yield _constat(
                f,
                "Deux causes de l’écart sont écrites sur une seule ligne."
                if double
                else "Cette cause de l’écart n’est pas une des treize de la liste.",
            )
