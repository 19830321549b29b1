"""N — what the ARS's money may pay for, orders of magnitude, and what the other funders bring."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.budget import Budget, Effectif, Ligne, total_cout, total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import arrondi, etp, euros, nombre, pluriel, sans_accents
from maia.forms.mots import mots
from maia.forms.nomenclature import CHARGES, PERSONNEL
from maia.validators.budget import BUDGETS, budgets
from maia.validators.effectifs import lus, tableaux
from maia.validators.registre import regle

_AUTRES_CHARGES = "autres charges de personnel"


def _investissements(b: Budget) -> list[Ligne]:
    return [
        ligne
        for ligne in b.lignes_du_porteur
        if ligne.cote == CHARGES and ligne.montant > 0 and mots().investissements.dans(ligne.nom)
    ]


def autres_ressources(b: Budget) -> int:
    """What a budget receives from anyone but the ARS, in whole euros; contributions in kind left aside."""
    return b.total_produits - (b.demande_a_l_ars or 0)


@regle("N20", AVERTISSEMENT, source="CIRC annexe V-1, article 4 al. 3, investissement", lit=BUDGETS)
def investissements_payes_par_d_autres(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les dépenses d’investissement ne dépassent pas ce qu’apportent les autres financeurs.

    La convention les écarte des dépenses éligibles : « En sont exclues, notamment, les dépenses d’investissement ».
    L’équipement informatique et les licences n’en sont pas.
    """
    for chemin, nom, b in budgets(d):
        trouvees, autres = _investissements(b), autres_ressources(b)
        total = sum(ligne.montant for ligne in trouvees)
        if trouvees and total > autres:
            yield Constat(
                (*chemin, *trouvees[0].chemin),
                f"{euros(total)} d’investissement{nom} pour {euros(autres)} de ressources autres que l’ARS, qui ne finance "
                "pas l’investissement.",
                "Retirez cette dépense du budget, ou trouvez-lui un autre financeur.",
            )


@regle("N21", INFORMATION, source="CIRC annexe V-1, article 4 al. 3, investissement", lit=BUDGETS)
def investissements_signales(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une dépense d’investissement est signalée : l’argent de l’ARS ne peut pas la payer.

    Elle se reconnaît à son libellé (travaux, véhicule, acquisition…), ou à un amortissement, qui étale le coût d’un
    investissement. L’équipement informatique et les licences n’en sont pas.
    """
    for chemin, nom, b in budgets(d):
        investissements = _investissements(b)
        for ligne in b.lignes_du_porteur:
            amorti = ligne.cote == CHARGES and ligne.montant > 0 and mots().amortissements.dans(ligne.nom)
            if amorti or ligne in investissements:
                yield Constat(
                    (*chemin, *ligne.chemin),
                    f"« {ligne.nom} »{nom} : {euros(ligne.montant)}, qui semblent relever de l’investissement, que l’ARS ne finance pas.",
                    "Indiquez à l’ARS quel autre financeur paie cette dépense.",
                )


@regle("N22", INFORMATION, source="CIRC §2.2 al. 6, dépenses", lit=BUDGETS)
def charges_hors_dotation_payees_par_d_autres(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les charges financières et exceptionnelles ne dépassent pas ce qu’apportent les autres financeurs.

    La dotation finance les salaires du pilote et des gestionnaires de cas, « leurs frais de formation, leurs frais de
    déplacement, l’équipement informatique, les licences et droits d’utilisation » : les comptes 66 et 67 n’y sont pas.
    """
    for chemin, nom, b in budgets(d):
        comptes = [numero for numero in c.dotation.comptes_exclus if numero in b.charges]
        total = sum(b.charges[numero].total for numero in comptes)
        if total > 0 and total > autres_ressources(b):
            yield Constat(
                (*chemin, CHARGES, comptes[0]),
                f"{euros(total)} de charges financières ou exceptionnelles{nom}, pour {euros(autres_ressources(b))} de "
                "ressources autres que l’ARS.",
                "Indiquez ce que sont ces charges et qui les paie.",
            )


@regle("N23", INFORMATION, source="CIRC §2.2 al. 6, provisions", lit=BUDGETS)
def provision_pour_la_labellisation(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La provision pour la labellisation est de l’ordre de 5 000 €.

    « environ 5 000 € par dispositif MAIA pour cette labellisation » : un montant plus de deux fois supérieur se signale.
    """
    seuil, ordre = c.vraisemblance.provision_de_labellisation, c.ordres_de_grandeur.labellisation
    for chemin, nom, b in budgets(d) if seuil is not None else ():
        for ligne in b.lignes:
            if ligne.cote == CHARGES and mots().labellisation.dans(ligne.nom) and ligne.montant > (seuil or 0):
                yield Constat(
                    (*chemin, *ligne.chemin),
                    f"« {ligne.nom} »{nom} : {euros(ligne.montant)}, pour environ {euros(ordre)} par dispositif.",
                    "Vérifiez ce montant, ou expliquez-le à l’ARS.",
                )


@regle("N24", INFORMATION, source="CIRC §2.2 al. 1", lit=lus("poste", "etp", "brut", "charges"))
def cout_d_un_poste_dans_l_ordre_de_grandeur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le coût d’un poste financé ne dépasse pas l’ordre de grandeur de la circulaire.

    « 100 000 € pour le financement du pilotage et du fonctionnement » et « 60 000 € par gestionnaire de cas », pour un
    temps plein et une année ; le dépasser est permis, la différence étant à la charge des autres ressources.
    """
    o = c.ordres_de_grandeur
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs if chemin[-1] == "effectifs" else ()):
            ordre = o.pilotage if e.est_pilote else o.par_gestionnaire_de_cas if e.est_gestionnaire else None
            if ordre is not None and e.etp and e.etp > 0 and e.cout > ordre * e.etp:
                yield Constat(
                    (*chemin, rang),
                    f"{e.poste} : {euros(e.cout)} pour {etp(e.etp)} ETP, alors que l’ordre de grandeur est de "
                    f"{etp(e.etp)} × {nombre(ordre)} = {euros(arrondi(ordre * e.etp))} par an.",
                    "Vérifiez le salaire et les charges, ou dites qui paie la différence.",
                )


# --- What others bring ----------------------------------------------------------------------------------------------


@regle(
    "N25",
    AVERTISSEMENT,
    source="CIRC §2.2 al. 5, autres gestionnaires",
    lit=f"regime demande.gestionnaires_de_cas {lus('poste', 'etp')}",
)
def gestionnaires_mis_a_disposition_ou_cofinances(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas que le régime ne finance pas sont dans les effectifs supplémentaires.

    Le FIQCS en finance un ; « le second, voire le troisième gestionnaire de cas étant mis à disposition par le réseau
    porteur ou font l’objet d’un cofinancement ».
    """
    regime, demandes = c.regimes.get(d.regime or ""), d.demande.gestionnaires_de_cas
    if regime is None or demandes is None or (finances := regime.gestionnaires_finances.get(demandes)) is None:
        return
    autres = total_etp([e for e in d.effectifs_supplementaires if e.est_gestionnaire])
    if autres < demandes - finances:
        yield Constat(
            ("effectifs_supplementaires",),
            f"{demandes} gestionnaires de cas, dont {pluriel(finances, 'financé')} par le régime {d.regime} ; les effectifs "
            f"supplémentaires en montrent {etp(autres)} ETP au lieu de {demandes - finances}.",
            "Ajoutez aux effectifs supplémentaires les gestionnaires de cas mis à disposition ou cofinancés.",
        )


def _payes_en_plus(b: Budget, finances: list[Effectif]) -> int:
    """What account 64 holds beyond the financed staff and the other staff costs, in whole euros."""
    compte = b.charges.get(PERSONNEL)
    if compte is None:
        return 0
    autres = sum(montant for libelle, montant in compte.lignes.items() if sans_accents(libelle) == _AUTRES_CHARGES)
    return compte.total - autres - total_cout(finances)


@regle("N26", AVERTISSEMENT, source="CIRC §2.2 al. 7", lit=f"{BUDGETS} {lus('brut', 'charges')}")
def postes_supplementaires_payes_par_d_autres(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les postes supplémentaires payés par le budget le sont par d’autres que l’ARS.

    Les contributions des autres partenaires, en argent ou en nature, y suffisent. Un poste mis à disposition que le
    porteur ne paie pas n’est pas compté.
    """
    a = d.annee_pleine
    for chemin, b, finances, autres in (
        (("effectifs_supplementaires",), d.budget, d.effectifs, d.effectifs_supplementaires),
        (("annee_pleine", "effectifs_supplementaires"), a.budget, a.effectifs, a.effectifs_supplementaires),
    ):
        cout = min(_payes_en_plus(b, finances), total_cout(autres))
        dons = b.contributions["87"].total if "87" in b.contributions else 0
        if autres and not b.vide and cout > autres_ressources(b) + dons:
            yield Constat(
                chemin,
                f"Les effectifs supplémentaires coûtent {euros(cout)}, pour {euros(autres_ressources(b) + dons)} de ressources "
                "et de contributions autres que celles de l’ARS.",
                "Ajoutez au compte 74 le financeur de ces postes, ou au compte 87 leur mise à disposition.",
            )


@regle("N27", INFORMATION, source="CIRC §2.2 al. 10", lit=BUDGETS)
def autres_financeurs_maintenus_en_annee_pleine(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les autres financeurs apportent au moins autant en année pleine que la première année.

    « Le financement attribué par l’ARS ne doit pas conduire au désengagement d’autres financeurs institutionnels » : le
    dossier ne dit pas ce qu’ils donnaient avant, mais il montre si leur part diminue ensuite.
    """
    annee, pleine = d.budget, d.annee_pleine.budget
    if annee.vide or pleine.vide:
        return
    premiere, ensuite = (sum(f.montant or 0 for f in b.financeurs if not f.est_l_ars) for b in (annee, pleine))
    if ensuite < premiere:
        yield Constat(
            ("annee_pleine", "budget", "produits"),
            f"Les financeurs autres que l’ARS apportent {euros(premiere)} en {c.annee} et {euros(ensuite)} en année pleine.",
            "Vérifiez leurs montants, ou expliquez pourquoi leur part diminue.",
        )
