"""V — what a convention needs from the dossier: said while the porteur can still complete it, never blocking.

These rules and the document itself (CIRC annexe V-1) ask for the same facts: a dossier on which no rule V finds anything
gives the convention all that it takes from a dossier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste
from maia.forms.porteur import AUTRES, Banque, Personne
from maia.validators.registre import regle

_SANS = "La convention ne pourra être produite sans {}."


def _manquants(demandes: Iterable[tuple[str, object]]) -> list[str]:
    return [mot for mot, valeur in demandes if not valeur]


def _constat(chemin: str, manquants: list[str], remede: str) -> Constat:
    return Constat(chemin, _SANS.format(liste(manquants)), remede)


@regle("V01", AVERTISSEMENT, source="CIRC annexe V-1, parties, porteur", lit="representants")
def signataire_de_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le représentant légal qui signera la convention est nommé avec sa qualité.

    C’est le premier des représentants. La civilité, facultative, accorde les mots de la convention : « la présidente », « la directrice ».
    """
    signataire = d.representants[0] if d.representants else Personne()
    if absents := _manquants([("le nom", signataire.nom), ("la qualité", signataire.qualite)]):
        manque = [f"{liste(absents)} du signataire"]
        yield _constat("representants", manque, "Complétez le premier des représentants légaux.")


@regle(
    "V02",
    AVERTISSEMENT,
    source="CIRC annexe V-1, parties, porteur",
    lit="porteur.raison_sociale porteur.siege porteur.nature porteur.statut porteur.statut_precision",
)
def porteur_designe_dans_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur est désigné par son nom, l’adresse complète de son siège et son statut juridique.

    Le statut « autres » est précisé : un établissement public de santé, par exemple.
    """
    p = d.porteur
    complete = p.siege.adresse and p.siege.code_postal and p.siege.commune
    statut = p.statut_precision or (p.statut_retenu if p.statut_retenu != AUTRES else None)
    demandes = [
        ("le nom du porteur", p.raison_sociale),
        ("l’adresse complète du siège du porteur", complete),
        ("le statut juridique du porteur", statut),
    ]
    if absents := _manquants(demandes):
        yield _constat("porteur", absents, "Complétez la présentation du porteur.")


@regle("V03", INFORMATION, source="CIRC annexe V-1, parties, porteur", lit="porteur.siret porteur.siren")
def siren_du_porteur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le numéro SIREN du porteur est connu, écrit ou tiré du SIRET.

    Le formulaire ne demande le SIRET que le cas échéant ; la convention écrit le SIREN.
    """
    if absents := _manquants([("le numéro SIREN du porteur", d.porteur.numero_siren)]):
        yield _constat("porteur.siret", absents, "Écrivez le numéro SIRET, ou le SIREN, du porteur.")


@regle("V04", INFORMATION, source="CIRC annexe V-1, annexe 1", lit="territoire")
def territoire_annexe_a_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le site a un nom, et les communes ou les cantons de son territoire sont listés.

    L’annexe 1 de la convention les porte : « (Insérer une carte identifiant les communes et les cantons concernés ou les
    lister.) »
    """
    demandes = [
        ("le nom du site", d.territoire.nom),
        ("la liste des communes et des cantons du territoire", d.territoire.cantons),
    ]
    if absents := _manquants(demandes):
        yield _constat("territoire", absents, "Complétez le territoire : son nom, ses cantons et leurs communes.")


@regle("V05", INFORMATION, source="CIRC annexe V-1, article 4 al. 8", lit="banque")
def coordonnees_bancaires_completes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les coordonnées bancaires du porteur sont complètes.

    Le relevé d’identité bancaire « est à transmettre dès lors que le dossier a été retenu par l’ARS » : la banque, les
    codes, le numéro de compte, la clé et la domiciliation. Un IBAN tient lieu des codes, du numéro et de la clé.
    """
    banque = d.banque or Banque()
    code_banque, guichet, compte, cle = banque.rib
    demandes = [
        ("le nom de la banque", banque.banque),
        ("le code banque", code_banque),
        ("le code guichet", guichet),
        ("le numéro de compte", compte),
        ("la clé RIB", cle),
        ("la domiciliation", banque.domiciliation),
    ]
    absents = _manquants(demandes)
    if len(absents) == len(demandes):
        absents = ["les coordonnées bancaires du porteur"]
    if absents:
        yield _constat(
            "banque", absents, "Complétez « banque » d’après le RIB, au plus tard une fois le dossier retenu."
        )


@regle("V06", INFORMATION, source="CIRC annexe V-1, article 4 al. 1", lit="regime demande.montant")
def regime_et_montant_de_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le régime de financement et le montant sont connus."""
    demandes = [("le régime de financement", d.regime), ("le montant du financement", d.demande.montant is not None)]
    if absents := _manquants(demandes):
        yield _constat("demande", absents, "Complétez « regime », et « montant » sous « demande ».")


@regle("V07", INFORMATION, source="CIRC annexe V-1, article 4 al. 2", lit="regime demande")
def versements_de_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les parts du pilotage et de la gestion de cas, qui font les deux versements, sont connues.

    Elles se calculent quand la demande est le montant de référence de la campagne ; l’ARS peut aussi les fixer dans son
    fichier.
    """
    g, montant, parts = d.demande.gestionnaires_de_cas, d.demande.montant, d.demande.repartition
    if montant is None or (parts and (parts.pilotage is not None or parts.gestion_de_cas is not None)):
        return
    if g is None or c.partager(d.regime or "", g, montant) is None:
        yield Constat(
            "demande",
            f"Rien ne dit comment {euros(montant)} se partagent entre le pilotage et la gestion de cas, c’est-à-dire entre les "
            "deux versements de la convention.",
            "Ajoutez « repartition: {pilotage: …, gestion_de_cas: …} » sous « demande ».",
        )


@regle("V08", INFORMATION, source="CIRC annexe V-1, article 4 al. 2", lit="effectifs.*.poste effectifs.*.etp")
def etp_de_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les équivalents temps plein du pilote et des gestionnaires de cas financés sont connus."""
    pilotes = [e for e in d.effectifs if e.est_pilote and e.etp is not None]
    gestionnaires = [e for e in d.effectifs if e.est_gestionnaire and e.etp is not None]
    demandes = [("les ETP du pilote", pilotes), ("les ETP des gestionnaires de cas", gestionnaires)]
    if absents := _manquants(demandes):
        yield _constat("effectifs", absents, "Complétez le tableau des effectifs financés par l’ARS.")


@regle("V09", INFORMATION, source="CIRC annexe V-1, annexe 2", lit="budget demande.montant")
def budget_annexe_a_la_convention(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le budget prévisionnel est joint, au montant de la convention."""
    inscrit, montant = d.budget.demande_a_l_ars, d.demande.montant
    if d.budget.vide:
        yield _constat("budget", ["le budget prévisionnel"], "Complétez le budget.")
    elif inscrit is not None and montant is not None and inscrit != montant:
        yield Constat(
            "budget.produits.74",
            f"Le budget joint à la convention n’est pas à son montant : {euros(inscrit)} sur la ligne ARS, pour "
            f"{euros(montant)} demandés.",
            "Écrivez le même montant aux deux endroits.",
        )


@regle("V10", INFORMATION, source="CIRC annexe V-2, annexe 3", lit="demande.annee_pleine annee_pleine")
def annee_pleine_annexee_a_la_convention_pluriannuelle(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le budget et les effectifs d’une année pleine sont joints quand une année pleine est demandée.

    La convention pluriannuelle, que l’ARS peut choisir, les porte en annexe 3 ; l’annuelle s’en passe.
    """
    a = d.annee_pleine
    if d.demande.annee_pleine is None and a.budget.vide and not a.effectifs:
        return
    demandes = [("le budget", not a.budget.vide), ("les effectifs", a.effectifs)]
    if absents := _manquants(demandes):
        yield Constat(
            "annee_pleine",
            f"Une convention pluriannuelle ne pourra être produite sans {liste(absents)} d’une année pleine.",
            "Complétez « annee_pleine » : le budget et les effectifs sur douze mois.",
        )
