"""Z — the numbers that link a problem to its services and to its gaps (CIRC annexe VIII-2 §3 to §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Chemin, Constat
from maia.forms.francais import liste, sans_accents
from maia.forms.psi import Psi
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle_du_psi

SERVICES = {"services_en_place": "service en place", "services_ponctuels": "service ponctuel"}
_BLOCS = {**SERVICES, "besoins_non_combles": "besoin non comblé"}
_REFERENCES = "services_en_place.*.numeros services_ponctuels.*.numeros besoins_non_combles.*.numeros"


def references(p: Psi, *blocs: str) -> Iterator[tuple[str, int, list[int]]]:
    """Each row of these blocks with the numbers that it names."""
    for bloc in blocs:
        for rang, ligne in enumerate(getattr(p, bloc)):
            yield bloc, rang, ligne.numeros


@regle_du_psi("Z04", BLOQUANT, source="CIRC annexe VIII-2 §3, un numéro", lit="besoins.*.numero")
def un_numero_par_problematique(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque problématique a un numéro, et chaque numéro une seule problématique.

    « à chaque problématique ne correspond qu’un seul numéro » : sans numéro, ou avec celui d’une autre, on ne sait plus
    quel service y répond.
    """
    vus: dict[int, int] = {}
    for rang, besoin in enumerate(p.besoins):
        if besoin.numero is None:
            yield Constat(
                ("besoins", rang),
                "La problématique n’a pas de numéro.",
                "Donnez-lui un numéro que nulle autre ne porte.",
            )
        elif besoin.numero in vus:
            yield Constat(
                ("besoins", rang, "numero"),
                f"Le numéro {besoin.numero} est déjà celui de la problématique écrite en {_rang(vus[besoin.numero])}.",
                "Donnez-lui un numéro que nulle autre ne porte, et reprenez-le dans les services.",
            )
        else:
            vus[besoin.numero] = rang


def _rang(rang: int) -> str:
    return f"{rang + 1}{'re' if rang == 0 else 'e'} place"


def _inconnus(p: Psi, *blocs: str) -> Iterator[Constat]:
    connus = {b.numero for b in p.besoins}
    for bloc, rang, numeros in references(p, *blocs):
        if absents := [str(n) for n in dict.fromkeys(numeros) if n not in connus]:
            debut, verbe = ("Les numéros", "ne sont ceux") if len(absents) > 1 else ("Le numéro", "n’est celui")
            yield Constat(
                (bloc, rang, "numeros"),
                f"{debut} {liste(absents)} {verbe} d’aucune problématique.",
                "Corrigez le numéro, ou ajoutez la problématique dans « besoins ».",
            )


@regle_du_psi(
    "Z05",
    BLOQUANT,
    source="CIRC annexe VIII-2 §4, numéros",
    lit="besoins.*.numero services_en_place.*.numeros services_ponctuels.*.numeros",
)
def numeros_des_services_connus(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les numéros d’un service sont ceux de problématiques du plan.

    « Les numéros à gauche correspondent aux problématiques sur lesquelles le service en question (ou le proche aidant)
    intervient. »
    """
    yield from _inconnus(p, *SERVICES)


@regle_du_psi(
    "Z06", BLOQUANT, source="CIRC annexe VIII-2 §5, numéros", lit="besoins.*.numero besoins_non_combles.*.numeros"
)
def numeros_des_ecarts_connus(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les numéros d’un besoin non comblé sont ceux de problématiques du plan.

    « Les numéros à gauche correspondent aux problématiques sur lesquelles il reste un écart pour combler le besoin. »
    """
    yield from _inconnus(p, "besoins_non_combles")


@regle_du_psi("Z07", AVERTISSEMENT, source="CIRC annexe VIII-2 §4, numéros")
def chaque_ligne_renvoie_a_une_problematique(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque service et chaque besoin non comblé renvoie à une problématique au moins.

    Sans numéro, on ne sait pas à quoi répond le service, ni ce qui reste à combler.
    """
    for bloc, rang, numeros in references(p, *_BLOCS):
        if not numeros and not mal_ecrit(p, bloc, rang, "numeros"):
            yield Constat(
                (bloc, rang),
                f"Ce {_BLOCS[bloc]} ne renvoie à aucune problématique.",
                "Complétez « numeros » : les numéros des problématiques concernées.",
            )


@regle_du_psi("Z08", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, liste", lit=f"besoins.*.numero {_REFERENCES}")
def chaque_problematique_a_une_suite(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque problématique est couverte par un service, ou notée parmi les besoins non comblés.

    La liste est celle des problématiques « sur lesquelles des professionnels interviennent ou devraient intervenir », et le
    plan doit faire « état de l’écart entre la situation réelle et la situation souhaitée ». Figurer aux deux endroits est
    permis : le besoin est alors comblé en partie.
    """
    cites = {numero for _, _, numeros in references(p, *_BLOCS) for numero in numeros}
    for rang, besoin in enumerate(p.besoins):
        if besoin.numero is not None and besoin.numero not in cites:
            yield Constat(
                ("besoins", rang),
                f"La problématique n° {besoin.numero} n’a ni service, ni place parmi les besoins non comblés.",
                "Notez le service qui y répond, ou l’écart avec sa cause.",
            )


@regle_du_psi("Z10", AVERTISSEMENT, source="CIRC annexe VIII-1, besoins")
def problematique_ecrite(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Chaque problématique numérotée est rédigée, et le plan en contient une au moins.

    Le formulaire demande la « liste de toutes les problématiques détaillées avec orientation des interventions ».
    """
    if not p.besoins and not mal_ecrit(p, "besoins"):
        yield Constat("besoins", "Le plan ne contient aucune problématique.", "Complétez « besoins ».")
    for rang, besoin in enumerate(p.besoins):
        if not besoin.texte and not mal_ecrit(p, "besoins", rang):
            numero = "" if besoin.numero is None else f" n° {besoin.numero}"
            yield Constat(
                ("besoins", rang),
                f"La problématique{numero} n’est pas rédigée.",
                "Complétez « texte », ou retirez la ligne.",
            )


@regle_du_psi("Z19", AVERTISSEMENT, source="CIRC annexe VIII-2 §3, un numéro", lit="besoins.*.texte")
def problematique_ecrite_une_fois(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Une problématique n’est écrite qu’une fois, même si plusieurs services y répondent.

    Ses services reprennent tous son numéro.
    """
    rangs: dict[str, list[int]] = defaultdict(list)
    for rang, besoin in enumerate(p.besoins):
        if besoin.texte:
            rangs[sans_accents(besoin.texte).rstrip(" .")].append(rang)
    for memes in rangs.values():
        for rang in memes[1:]:
            ou: Chemin = ("besoins", rang, "texte")
            yield Constat(
                ou,
                f"Cette problématique est déjà écrite, en {_rang(memes[0])}.",
                "Gardez-en une, et donnez son numéro aux services des deux.",
            )
