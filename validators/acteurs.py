"""E — who carries the project and who takes part: groupement, conseil général, commercial company."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, montrable
from maia.forms.porteur import GROUPEMENTS
from maia.forms.profils import dit, profils
from maia.validators.eligibilite import CHAMPS
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

_DEPARTEMENT = [
    "conseil* genera*",
    "conseil* departementa*",
    "departement d*",
    "departement de*",
    "services du departement",
    "cg",
    "apa",
]


@regle("E31", AVERTISSEMENT, source="CDC §1.3.3 al. 1, but non lucratif")
def raison_sociale_qui_n_est_pas_d_une_societe(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La raison sociale du porteur n’est pas celle d’une société commerciale.

    « Le porteur d’un projet MAIA doit poursuivre un but non lucratif : association, établissement public, etc. »
    """
    nom = d.porteur.raison_sociale
    if nom and not d.porteur.but_lucratif and dit(nom, profils().societe.formes):
        yield Constat(
            "porteur.raison_sociale",
            f"« {montrable(nom)} » est un nom de société commerciale.",
            "Le projet doit être porté par un organisme à but non lucratif : vérifiez la forme juridique du porteur.",
        )


@regle("E32", AVERTISSEMENT, source="CDC §1.3.3 al. 2")
def groupement_constitue(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un groupement qui ne présente pas de partenaire de chaque champ joint sa convention constitutive.

    Les acteurs peuvent être « constitués en groupement (GCSMS ou GCS) » : la convention le montre, et dit qui en est
    membre. Elle est jointe comme statuts, ou comme document d’engagement.
    """
    if d.porteur.nature not in GROUPEMENTS or d.pieces.autres.get("statuts"):
        return
    engages = list(d.partenaires_engages)
    if any(dit(e.nature or "", ["constitut*", "groupement*", "gcsms", "gcs", "statut*"]) for e in engages):
        return
    if manquants := [champ for champ in CHAMPS if champ not in {e.champ for e in engages}]:
        yield Constat(
            "pieces.engagements",
            f"Le {d.porteur.nature} n’a joint ni sa convention constitutive, ni d’engagement du champ {liste(manquants, 'ou')}.",
            "Joignez la convention constitutive du groupement : « nature: convention constitutive » sous « engagements ».",
        )


@regle("E33", INFORMATION, source="CIRC §1.2.3 al. 5")
def conseil_general_en_retrait_des_debats(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le représentant d’un conseil général candidat se retire lors de l’examen de son dossier.

    « Le représentant d’un conseil général qui a déposé un dossier de candidature se met en retrait des débats lors de
    l’examen de son dossier. » Rappelé à l’ARS une fois le dossier reçu (« recu_le ») ; le porteur n’a rien à faire.
    """
    if d.porteur.nature == "conseil général" and d.recu_le:
        yield Constat(
            "porteur.nature",
            "Le dossier est celui d’un conseil général, qui siège à la commission régionale consultative.",
            "Pour l’ARS : son représentant se retire des débats pendant l’examen de ce dossier ; le porteur n’a rien à faire.",
        )


@regle("E34", INFORMATION, source="CDC §2.2 al. 1, conseils généraux")
def conseil_general_associe(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le conseil général est partenaire, financeur ou porteur du projet.

    « Les conseils généraux sont des acteurs incontournables pour les dispositifs intégrés, et leur présence est
    essentielle. » Le texte n’en fait pas une condition : son absence se signale à l’ARS.
    """
    if mal_ecrit(d, "pieces", "engagements") or mal_ecrit(d, "partenaires"):
        return
    noms = [e.partenaire for e in d.pieces.engagements] + [p.nom for p in d.partenaires]
    noms += [f.financeur for b in (d.budget, d.annee_pleine.budget) for f in b.financeurs]
    noms += [d.porteur.nature, d.porteur.raison_sociale, d.projet.partenariats]
    if not any(dit(nom, _DEPARTEMENT) for nom in noms if nom):
        yield Constat(
            "partenaires",
            "Le conseil général n’est nommé ni parmi les partenaires, ni parmi les financeurs.",
            "Associez-le au projet, ou dites dans la note où en sont les échanges avec lui.",
        )
