"""Z — the mark of what comes first (CIRC annexe VIII-2 §3)."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import INFORMATION, Constat
from maia.forms.francais import pluriel
from maia.forms.psi import Psi
from maia.forms.psi_mots import mots_du_psi
from maia.validators.registre import regle_du_psi

PLUSIEURS = 5
"""From this many problems on, all with the mark, the mark tells nothing; the text gives no number."""


@regle_du_psi("Z20", INFORMATION, source="CIRC annexe VIII-2 §3, priorité", lit="besoins.*.texte besoins.*.prioritaire")
def priorite_de_ce_qui_touche_a_la_securite(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique qui met en jeu la sécurité de la personne dit si elle est prioritaire.

    Sont prioritaires, « en règle générale ceux qui mettent en jeu la sécurité » à court ou moyen terme. Quand « prioritaire »
    dit oui ou non, le jugement du rédacteur est suivi.
    """
    securite = mots_du_psi().securite
    for rang, besoin in enumerate(p.besoins):
        if besoin.prioritaire is None and besoin.texte and securite.dans(besoin.texte):
            yield Constat(
                ("besoins", rang),
                "La problématique touche à la sécurité de la personne, et ne dit pas si elle est prioritaire.",
                "Complétez « prioritaire: oui » ou « prioritaire: non ».",
            )


@regle_du_psi("Z21", INFORMATION, source="CIRC annexe VIII-2 §3, priorité", lit="besoins.*.prioritaire")
def priorites_qui_distinguent(p: Psi, c: Campagne) -> Iterator[Constat]:
    """La colonne des priorités distingue des besoins parmi d’autres.

    Elle « permet de repérer les besoins prioritaires […] et les autres besoins » : si tous le sont, elle ne dit rien à qui
    décide des moyens.
    """
    nombre = len(p.besoins)
    if nombre >= PLUSIEURS and all(b.prioritaire for b in p.besoins):
        yield Constat(
            "besoins",
            f"Les {pluriel(nombre, 'problématique')} sont toutes prioritaires.",
            "Gardez la marque pour celles qui mettent en jeu la sécurité de la personne à court ou moyen terme.",
        )
