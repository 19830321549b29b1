"""M — several dossiers together: the envelope of each region (CIRC annexe II), and what two dossiers can't both say.

    enveloppe([(dossier, verdict), …], campagne)   a line for each region and regime: places, dossiers, amounts
    constats_d_ensemble([…], campagne)             findings about the set; none blocks, none changes a verdict

A rule of the set is, like a rule, one small function with a French docstring; its findings carry its id. Ranks in the
sentences count from 1, in the order of the dossiers given.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from maia.forms.campagne import Campagne
from maia.forms.communes import Commune, commune_insee, communes_de
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste, pluriel, typographie
from maia.forms.instruction import Verdict
from maia.forms.matrice import LigneDEnveloppe
from maia.forms.profils import en_mots
from maia.forms.territoires import region_du_departement

Juges = Sequence[tuple[Dossier, Verdict]]
REGION_INCONNUE = "Région non indiquée"
_COMMUNES_MONTREES = 5


# --- The envelope ---------------------------------------------------------------------------------------------------


def region(d: Dossier, c: Campagne) -> str:
    """The region of annexe II where a dossier counts: that of its département, else the one it names."""
    cles = {en_mots(nom): nom for nom in c.enveloppe.regions}
    du_departement = region_du_departement(d.departement or "")
    return next(
        (cles[cle] for nom in (du_departement, d.region) if (cle := en_mots(nom or "")) in cles), REGION_INCONNUE
    )


def enveloppe(dossiers: Juges, c: Campagne) -> tuple[LigneDEnveloppe, ...]:
    """Places of the texts against the dossiers, by region and regime, in the order of annexe II.

    Regions that no dossier names are left out; of the others, every regime that has places or dossiers is shown.
    `montant` is what the admissible dossiers (eligible and complete, CIRC §1.2.3) ask for the year, in whole euros; what
    goes over is `LigneDEnveloppe.reste` below zero. `places` is `None` for a region or a regime that annexe II ignores.
    """
    groupes: dict[tuple[str, str], list[tuple[Dossier, Verdict]]] = defaultdict(list)
    for d, verdict in dossiers:
        groupes[region(d, c), d.regime or "?"].append((d, verdict))
    vues = {nom for nom, _ in groupes}
    lignes = []
    for nom in [r for r in (*c.enveloppe.regions, REGION_INCONNUE) if r in vues]:
        places = c.enveloppe.regions.get(nom, {})
        for regime in dict.fromkeys([*c.enveloppe.colonnes, *(r for lieu, r in groupes if lieu == nom)]):
            siens = groupes.get((nom, regime), [])
            if siens or places.get(regime):
                lignes.append(_ligne(nom, regime, _places(nom, regime, c), siens))
    return tuple(lignes)


def _places(nom: str, regime: str, c: Campagne) -> int | None:
    if nom not in c.enveloppe.regions or regime not in c.enveloppe.colonnes:
        return None
    return c.enveloppe.regions[nom].get(regime, 0)


def _ligne(nom: str, regime: str, places: int | None, siens: Juges) -> LigneDEnveloppe:
    recevables = [d for d, verdict in siens if verdict.recevable]
    montant = sum(d.demande.montant or 0 for d in recevables)
    return LigneDEnveloppe(nom, regime, places, len(siens), len(recevables), montant)


# --- The rules of a set ---------------------------------------------------------------------------------------------

Verification = Callable[[Juges, Campagne], Iterator[Constat]]


@dataclass(frozen=True, slots=True)
class RegleDEnsemble:
    """A rule about several dossiers: its id, its severity (never blocking) and its source."""

    id: str
    gravite: Gravite
    source: str
    verifier: Verification

    @property
    def famille(self) -> str:
        """Name of the family, for the catalogue."""
        return FAMILLE_D_ENSEMBLE

    @property
    def explication(self) -> str:
        """The catalogue's text."""
        return typographie(inspect.cleandoc(self.verifier.__doc__ or ""))

    @property
    def titre(self) -> str:
        """First sentence of the docstring."""
        return self.explication.split("\n", 1)[0]


FAMILLE_D_ENSEMBLE = "Entre plusieurs dossiers"
REGLES_D_ENSEMBLE: dict[str, RegleDEnsemble] = {}


def _regle(identifiant: str, gravite: Gravite, *, source: str) -> Callable[[Verification], Verification]:
    def inscrire(verification: Verification) -> Verification:
        REGLES_D_ENSEMBLE[identifiant] = RegleDEnsemble(identifiant, gravite, source, verification)
        return verification

    return inscrire


def constats_d_ensemble(dossiers: Juges, c: Campagne) -> tuple[Constat, ...]:
    """The findings about the set, rule after rule; an ARS's own severities (`Campagne.gravites`) apply to them too."""
    return tuple(
        replace(
            constat,
            message=typographie(constat.message),
            remede=typographie(constat.remede),
            regle=regle.id,
            gravite=c.gravites.get(regle.id, regle.gravite),
            source=regle.source,
        )
        for regle in REGLES_D_ENSEMBLE.values()
        for constat in regle.verifier(dossiers, c)
    )


def _cites(rangs: Sequence[int], dossiers: Juges) -> str:
    """`n° 1 (Association de Gâtine) et n° 4 (CLIC du Thouarsais)`."""
    noms = [dossiers[rang][0].porteur.raison_sociale for rang in rangs]
    return liste(f"n° {rang + 1}" + (f" ({nom})" if nom else "") for rang, nom in zip(rangs, noms, strict=True))


@_regle("M01", INFORMATION, source="CIRC annexe II, tableau")
def dossiers_recevables_dans_les_places_de_la_region(dossiers: Juges, c: Campagne) -> Iterator[Constat]:
    """Les dossiers recevables d’une région ne sont pas plus nombreux que les dispositifs qui lui sont attribués.

    Il est normal d’en recevoir davantage : la commission donne son avis, et le directeur général choisit.
    """
    for e in enveloppe(dossiers, c):
        if e.places is not None and e.recevables > e.places:
            prevus = (
                pluriel(e.places, "dispositif prévu", "dispositifs prévus") if e.places else "aucun dispositif prévu"
            )
            yield Constat(
                "region",
                f"{e.region}, {e.regime} : {pluriel(e.recevables, 'dossier recevable', 'dossiers recevables')} "
                f"({euros(e.montant)} demandés), {prevus} en {c.annee}.",
                "Les dossiers seront à départager après l’avis de la commission régionale consultative.",
            )


@_regle("M02", INFORMATION, source="CIRC §1.1 al. 1")
def demandes_recevables_dans_l_enveloppe_nationale(dossiers: Juges, c: Campagne) -> Iterator[Constat]:
    """Les montants demandés par les dossiers recevables tiennent dans l’enveloppe nationale de leur régime."""
    for regime, total in c.enveloppe.montants.items():
        demandes = sum(d.demande.montant or 0 for d, verdict in dossiers if verdict.recevable and d.regime == regime)
        if demandes > total:
            yield Constat(
                "demande.montant",
                f"{regime} : {euros(demandes)} demandés par les dossiers recevables, pour une enveloppe nationale de "
                f"{euros(total)} en {c.annee}.",
                "Tous ces dossiers ne pourront être retenus pour le montant demandé.",
            )


def _memes(communes: int) -> str:
    return "la même commune" if communes == 1 else f"{pluriel(communes, 'commune')} en commun"


@_regle("M03", AVERTISSEMENT, source="CDC §1.3.2 al. 1, défini")
def territoires_distincts(dossiers: Juges, c: Campagne) -> Iterator[Constat]:
    """Deux dossiers ne couvrent pas la même commune.

    Les communes sont reconnues à leur code INSEE, ou à leur nom dans le département, quelle qu’en soit l’écriture. Deux
    candidats peuvent se présenter sur un même territoire : l’ARS n’en retiendra qu’un.
    """
    territoires = [_communes(d) for d, _ in dossiers]
    for un, autre in combinations(range(len(dossiers)), 2):
        if noms := _en_commun(territoires[un], territoires[autre]):
            montrees = noms[:_COMMUNES_MONTREES]
            if reste := len(noms) - len(montrees):
                montrees.append(pluriel(reste, "autre"))
            yield Constat(
                "territoire.cantons",
                f"Les dossiers {_cites([un, autre], dossiers)} couvrent {_memes(len(noms))} : {liste(montrees)}.",
                "Vérifiez les deux territoires, et rapprochez les porteurs si leurs projets se recouvrent.",
            )


@_regle("M04", INFORMATION, source="CDC §1.3.2 al. 3")
def porteurs_distincts(dossiers: Juges, c: Campagne) -> Iterator[Constat]:
    """Un même organisme ne présente pas deux dossiers.

    Suggestion : aucun texte ne l’interdit à qui présente deux territoires ; ce peut être aussi un dossier reçu deux fois.
    """
    par_siren: dict[str, list[int]] = defaultdict(list)
    for rang, (d, _) in enumerate(dossiers):
        if siren := d.porteur.numero_siren:
            par_siren[siren].append(rang)
    for siren, rangs in par_siren.items():
        if len(rangs) > 1:
            yield Constat(
                "porteur.siret",
                f"Les dossiers {_cites(rangs, dossiers)} ont le même numéro SIREN : {siren}.",
                "Vérifiez qu’il s’agit de deux projets, et non d’un dossier reçu deux fois ou d’un numéro recopié.",
            )


@_regle("M05", AVERTISSEMENT, source="CDC §2.3 al. 1")
def pilotes_distincts(dossiers: Juges, c: Campagne) -> Iterator[Constat]:
    """Une même personne n’est pas le pilote de deux dispositifs.

    Le poste est « entièrement dédié à la mise en œuvre du dispositif. C’est un emploi à temps plein. »
    """
    par_nom: dict[str, list[int]] = defaultdict(list)
    for rang, (d, _) in enumerate(dossiers):
        if d.pilote and d.pilote.nom and d.pilote.prenom:
            par_nom[en_mots(f"{d.pilote.prenom} {d.pilote.nom}")].append(rang)
    for rangs in par_nom.values():
        pilote = dossiers[rangs[0]][0].pilote
        if len(rangs) > 1 and pilote:
            yield Constat(
                "pilote.nom",
                f"{pilote.prenom} {pilote.nom} est le pilote pressenti des dossiers {_cites(rangs, dossiers)}.",
                "Un pilote se consacre à un seul dispositif : vérifiez auprès des porteurs.",
            )


# --- Communes -------------------------------------------------------------------------------------------------------


def _communes(d: Dossier) -> dict[str, Commune | str]:
    """The communes of the territory by INSEE code; one that is not known, by its département and its plain name."""
    trouvees: dict[str, Commune | str] = {}
    for citee in (commune for canton in d.territoire.cantons for commune in canton.communes):
        connue = commune_insee(citee.insee or "")
        connue = connue or next((x for x in communes_de(citee.nom or "") if x.departement == d.departement), None)
        if connue:
            trouvees[connue.code] = connue
        elif citee.nom:
            trouvees[f"{d.departement}:{en_mots(citee.nom)}"] = citee.nom
    return trouvees


def _en_commun(une: dict[str, Commune | str], autre: dict[str, Commune | str]) -> list[str]:
    """Names of what two territories share: the same communes, or a commune here and a part of it there."""
    communs = [v for cle, v in une.items() if cle in autre]
    for ici, la in ((une, autre), (autre, une)):
        communs += [v for v in ici.values() if isinstance(v, Commune) and v.rattachement in la and v.code not in la]
    return [v if isinstance(v, str) else v.nom for v in communs]
