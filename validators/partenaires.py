"""P — the partners, their fields and the table of the documents that commit them, read both ways."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator
from itertools import combinations

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, montrable
from maia.forms.porteur import GROUPEMENTS
from maia.forms.profils import dit, en_mots
from maia.validators.eligibilite import CHAMPS
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

_GROUPEMENT = ["groupement*", "gcsms", "gcs", "constitut*"]
_LETTRE = ["lettre*", "courrier*", "courriel*"]
# Two names are one when all their words are the same but one, long and nearly the same.
_MOT_LONG, _PROCHE = 6, 0.85


def nommes(d: Dossier) -> Iterator[tuple[Chemin, str, str | None]]:
    """Every partner named, by a document then without: where, name, field."""
    for rang, engagement in enumerate(d.pieces.engagements):
        if engagement.partenaire:
            yield ("pieces", "engagements", rang), engagement.partenaire, engagement.champ
    for rang, partenaire in enumerate(d.partenaires):
        if partenaire.nom:
            yield ("partenaires", rang), partenaire.nom, partenaire.champ


@regle("P37", AVERTISSEMENT, source="CIRC annexe III, note, partenaires")
def cooperation_de_chaque_partenaire(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Pour chaque partenaire engagé sans document, le dossier dit la coopération actuelle.

    « la liste des partenaires engagés dans le projet, les modalités de coopérations actuelles et leur degré de
    formalisation » ; pour les autres, le document le dit.
    """
    for rang, partenaire in enumerate(d.partenaires):
        if partenaire.nom and not partenaire.cooperation and not mal_ecrit(d, "partenaires", rang):
            yield Constat(
                ("partenaires", rang),
                f"La coopération actuelle avec « {montrable(partenaire.nom)} » n’est pas décrite.",
                "Complétez « cooperation » : ce que vous faites ensemble, et par quel accord.",
            )


@regle("P38", AVERTISSEMENT, source="CIRC annexe III, documents d’engagement")
def champ_sans_document_mais_avec_partenaire(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un champ où des partenaires sont nommés a au moins un document d’engagement.

    Un partenaire peut rester sans document ; mais s’il est le seul de son champ, c’est à lui d’écrire.
    """
    if d.porteur.nature in GROUPEMENTS or mal_ecrit(d, "pieces", "engagements"):
        return
    engages = {e.champ for e in d.partenaires_engages}
    documentes = {en_mots(e.partenaire or "") for e in d.partenaires_engages}
    for champ in CHAMPS:
        noms = [p.nom for p in d.partenaires if p.champ == champ and p.nom and en_mots(p.nom) not in documentes]
        if noms and champ not in engages:
            yield Constat(
                "partenaires",
                f"Dans le champ {champ}, aucun document n’engage {montrable(liste(noms, 'ni'))}.",
                "Demandez une lettre d’engagement, et ajoutez-la sous « engagements ».",
            )


@regle("P39", AVERTISSEMENT, source="CDC §1.3.3 al. 2")
def champ_de_chaque_document(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque document d’engagement dit le champ du partenaire : sanitaire, médico-social ou social.

    Sans ce champ, le document ne compte pour aucun des trois. La convention d’un groupement en couvre plusieurs.
    """
    if d.porteur.nature in GROUPEMENTS:
        return
    for rang, engagement in enumerate(d.pieces.engagements):
        chemin = ("pieces", "engagements", rang)
        if engagement.champ or not engagement.fichier or mal_ecrit(d, *chemin):
            continue
        if not dit(engagement.nature or "", _GROUPEMENT):
            yield Constat(
                chemin,
                f"Le document d’engagement n° {rang + 1} ne dit pas le champ du partenaire.",
                f"Ajoutez « champ: » suivi de {liste(CHAMPS, 'ou')} sur cette ligne.",
            )


@regle("P40", AVERTISSEMENT, source="CIRC annexe III, tableau récapitulatif")
def un_partenaire_un_champ(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un même partenaire est donné partout du même champ.

    Un organisme qui engage deux de ses services, un hôpital et son EHPAD par exemple, les nomme l’un et l’autre.
    """
    premiers: dict[str, str] = {}
    for chemin, nom, champ in nommes(d):
        if champ is None:
            continue
        premier = premiers.setdefault(en_mots(nom), champ)
        if premier != champ:
            yield Constat(
                (*chemin, "champ"),
                f"« {montrable(nom)} » est donné du champ {premier}, puis du champ {champ}.",
                "Gardez un seul champ, ou nommez le service qui s’engage dans chacun.",
            )


@regle("P41", AVERTISSEMENT, source="CIRC annexe III, tableau récapitulatif")
def une_lettre_engage_un_partenaire(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une même lettre n’est pas comptée pour deux engagements.

    Une convention peut engager plusieurs partenaires : elle revient alors sur plusieurs lignes. Une lettre n’engage que
    son auteur.
    """
    premiers: dict[str, int] = {}
    for rang, engagement in enumerate(d.pieces.engagements):
        if not engagement.fichier:
            continue
        fichier = posixpath.normpath(engagement.fichier)
        premier = premiers.setdefault(fichier, rang)
        autre = d.pieces.engagements[premier]
        meme = en_mots(autre.partenaire or "") == en_mots(engagement.partenaire or "")
        if premier != rang and (meme or dit(f"{autre.nature} {engagement.nature}", _LETTRE)):
            yield Constat(
                ("pieces", "engagements", rang, "fichier"),
                f"Les lignes {premier + 1} et {rang + 1} des engagements donnent le même fichier.",
                "Supprimez la ligne en trop." if meme else "Indiquez le fichier de chaque lettre.",
            )


@regle("P42", AVERTISSEMENT, source="CDC §1.3.3 al. 2")
def porteur_qui_n_est_pas_son_propre_partenaire(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur n’est pas compté parmi ses propres partenaires.

    Le partenariat se formalise avec d’autres : une lettre du porteur à lui-même n’engage personne de plus.
    """
    siens = {en_mots(nom) for nom in (d.porteur.raison_sociale, d.porteur.sigle) if nom}
    for chemin, nom, _ in nommes(d):
        if en_mots(nom) in siens:
            yield Constat(
                chemin,
                f"« {montrable(nom)} » est le porteur lui-même.",
                "Supprimez cette ligne, ou nommez le service ou l’organisme distinct qui s’engage.",
            )


def _proches(un: str, autre: str) -> bool:
    """Whether two names differ by the spelling of one long word."""
    a, b = en_mots(un).split(), en_mots(autre).split()
    ecarts = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or len(a) < 2 or len(ecarts) != 1:
        return False
    x, y = ecarts[0]
    long = min(len(x), len(y)) >= _MOT_LONG and not (x + y).isdigit()
    return long and difflib.SequenceMatcher(None, x, y, autojunk=False).ratio() >= _PROCHE


@regle("P43", INFORMATION, source="CIRC annexe III, tableau récapitulatif")
def nom_d_un_partenaire_ecrit_de_la_meme_facon(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un partenaire est nommé partout de la même façon.

    Suggestion de saisie : aucun texte ne le demande. Deux noms qui ne diffèrent que d’une lettre ou deux désignent sans
    doute un seul organisme, dont le document ne serait pas rapproché.
    """
    for (_, un, _), (chemin, autre, _) in combinations(nommes(d), 2):
        if _proches(un, autre):
            yield Constat(
                chemin,
                f"« {montrable(autre)} » est peut-être « {montrable(un)} », écrit autrement.",
                "S’il s’agit du même, écrivez son nom de la même façon.",
            )
