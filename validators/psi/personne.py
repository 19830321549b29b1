"""Z — the person, who writes the plan, and its dates (CIRC annexe VIII-1 and VIII-2 §2; CDC §3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.francais import date_courte, liste
from maia.forms.profils import en_mots
from maia.forms.psi import Psi
from maia.forms.psi_mots import commence, mots_du_psi
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle_du_psi


def _manquants(p: Psi, bloc: str, demandes: tuple[tuple[str, str], ...]) -> list[str]:
    """What of `champ, mots` is neither written nor badly written in a block."""
    ecrit = getattr(p, bloc)
    return [mots for champ, mots in demandes if not (ecrit and getattr(ecrit, champ)) and not mal_ecrit(p, bloc, champ)]


@regle_du_psi("Z60", AVERTISSEMENT, source="CIRC annexe VIII-1, personne")
def personne_nommee(p: Psi, c: Campagne) -> Iterator[Constat]:
    """La personne suivie est nommée : nom et prénom.

    Un plan anonymisé (« anonyme: oui ») ne la nomme pas.
    """
    if not p.anonyme and (manquants := _manquants(p, "personne", (("nom", "le nom"), ("prenom", "le prénom")))):
        yield Constat(
            "personne",
            f"Il manque {liste(manquants)} de la personne suivie.",
            "Complétez « personne » : nom et prénom.",
        )


@regle_du_psi("Z61", INFORMATION, source="CIRC annexe VIII-1, personne")
def informations_sur_la_personne(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Les informations du formulaire sur la personne sont données.

    Adresse, date de naissance, téléphone, situation familiale, médecin traitant. Sans objet, un champ se laisse vide.
    """
    demandes = (
        ("adresse", "l’adresse"),
        ("ne_le", "la date de naissance"),
        ("telephone", "le téléphone"),
        ("situation_familiale", "la situation familiale"),
        ("medecin_traitant", "le médecin traitant"),
    )
    if not p.anonyme and (manquants := _manquants(p, "personne", demandes)):
        yield Constat("personne", f"Il n’y a pas {liste(manquants, 'ni')}.", "Complétez « personne », s’il y a lieu.")


@regle_du_psi("Z62", AVERTISSEMENT, source="CIRC annexe VIII-2 §2, consentement")
def consentement_date(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le consentement à l’échange d’information est daté.

    « La date du consentement à l’échange d’information signe le début de la gestion de cas « active » ». Le cahier des
    charges demande « un document stipulant que la personne a donné son accord ».
    """
    consentement = p.personne.consentement
    if mal_ecrit(p, "personne", "consentement", "date") or (consentement and consentement.date):
        return
    yield Constat(
        ("personne", "consentement"),
        "La date du consentement manque."
        if consentement
        else "Le consentement à l’échange d’information n’est pas noté.",
        "Complétez « consentement » : date et forme (écrit ou oral). Sans lui, le plan ne se partage pas.",
    )


@regle_du_psi(
    "Z63", INFORMATION, source="CIRC annexe VIII-2 §2, forme du consentement", lit="personne.consentement.forme"
)
def consentement_ecrit_de_preference(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le consentement est de préférence écrit.

    « Le consentement sera préférablement recueilli sous forme écrite […] mais selon les situations spécifiques un
    consentement oral peut suffire. »
    """
    consentement = p.personne.consentement
    if consentement and consentement.forme == "oral":
        yield Constat(
            "personne.consentement.forme",
            "Le consentement est oral : il peut suffire, mais ne servira pas de preuve.",
            "Recueillez-le par écrit si la situation le permet.",
        )
    elif consentement and consentement.date and consentement.forme is None:
        yield Constat(
            "personne.consentement",
            "On ne sait pas si le consentement est écrit ou oral.",
            "Complétez « forme » : écrit ou oral.",
        )


@regle_du_psi("Z64", AVERTISSEMENT, source="CIRC annexe VIII-1, mandataire légal")
def mandataire_et_sa_mesure(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le mandataire légal est noté avec sa mesure de protection.

    Le formulaire donne pour exemple « tuteur, Mr X » ; ce peut être aussi une curatelle, une sauvegarde de justice, un mandat
    de protection future.
    """
    mandataire = p.personne.mandataire_legal
    if mandataire is None or mal_ecrit(p, "personne", "mandataire_legal", "mesure"):
        return
    if not mandataire.mesure:
        yield Constat(
            "personne.mandataire_legal",
            "La mesure de protection n’est pas indiquée.",
            "Complétez « mesure » : tutelle, curatelle, sauvegarde de justice…",
        )
    elif commence(en_mots(mandataire.mesure), mots_du_psi().civilites):
        yield Constat(
            "personne.mandataire_legal.mesure",
            "Un nom est écrit à la place de la mesure de protection.",
            "Écrivez la mesure dans « mesure » (tutelle, curatelle, sauvegarde de justice…) et le nom dans « nom ».",
        )


@regle_du_psi(
    "Z65",
    AVERTISSEMENT,
    source="CIRC annexe VIII-2 §2, consentement",
    lit="date personne.ne_le personne.consentement.date",
)
def dates_du_plan_en_ordre(p: Psi, c: Campagne) -> Iterator[Constat]:
    """La naissance, le consentement et le plan se suivent.

    Le consentement ouvre la gestion de cas « active » : un plan plus ancien que lui est possible, mais ne se partage pas
    encore.
    """
    consentement = p.personne.consentement
    jour, ne_le = consentement.date if consentement else None, p.personne.ne_le
    if jour and p.date and jour > p.date:
        yield Constat(
            "personne.consentement.date",
            f"Le consentement ({date_courte(jour)}) est postérieur au plan ({date_courte(p.date)}).",
            "Vérifiez les deux dates ; sans consentement, le plan ne se partage pas.",
        )
    if ne_le and (limite := jour or p.date) and ne_le >= limite:
        yield Constat(
            "personne.ne_le",
            "La date de naissance n’est pas antérieure au consentement ou au plan.",
            "Vérifiez la date de naissance.",
        )


@regle_du_psi("Z66", AVERTISSEMENT, source="CDC §3.3 al. 12, révision", lit="date revision")
def revision_prevue(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le plan dit quand il sera revu, après sa date.

    Le gestionnaire de cas « assure une révision périodique du plan de services individualisé ». Les textes ne fixent pas de
    période : aucune n’est exigée.
    """
    if p.revision is None:
        yield Constat("revision", "La date de révision du plan n’est pas prévue.", "Complétez « revision ».")
    elif p.date and p.revision <= p.date:
        yield Constat(
            "revision",
            f"La révision ({date_courte(p.revision)}) n’est pas postérieure au plan ({date_courte(p.date)}).",
            "Vérifiez les deux dates.",
        )


@regle_du_psi("Z67", AVERTISSEMENT, source="CIRC annexe VIII-1, rédacteur")
def redacteur_joignable(p: Psi, c: Campagne) -> Iterator[Constat]:
    """Le plan est daté, et son rédacteur est nommé et joignable.

    « Pour une meilleure continuité, merci d’informer le rédacteur en cas de modifications. »
    """
    if p.date is None and not mal_ecrit(p, "date"):
        yield Constat("date", "Le plan n’est pas daté.", "Complétez « date ».")
    if p.anonyme or mal_ecrit(p, "redacteur"):
        return
    manquants = _manquants(p, "redacteur", (("nom", "son nom"),))
    if len(_manquants(p, "redacteur", (("telephone", ""), ("courriel", "")))) > 1:
        manquants.append("un téléphone ou un courriel")
    if manquants:
        yield Constat(
            "redacteur", f"Pour informer le rédacteur, il manque {liste(manquants)}.", "Complétez « redacteur »."
        )
