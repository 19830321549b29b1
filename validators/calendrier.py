"""C — the calendar: received in time, dates that follow one another, people who start when the campaign says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import MOIS, date_longue, de
from maia.forms.territoires import fuseau
from maia.validators.registre import regle


def _recu(d: Dossier) -> datetime.date | None:
    """The day of receipt, on the clocks of the département."""
    return d.recu_ici.jour if d.recu_ici else None


def _limite(d: Dossier, c: Campagne) -> tuple[datetime.date, str]:
    """The day after which nothing in the dossier can have been written, and what it is."""
    recu = _recu(d)
    return (recu, "la réception du dossier") if recu else (c.calendrier.cloture, "la clôture de l’appel")


@regle("C01", BLOQUANT, source="CIRC §1.2.1 al. 4, date limite", lit="recu_le")
def recu_avant_la_cloture(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dossier est reçu au plus tard le jour de la clôture, à minuit, heure du département.

    « La date limite de réception des dossiers est fixée au 15 mars 2012. » C’est la date de réception portée par l’ARS
    qui compte ; une date sans heure, le jour de la clôture, est dans les délais. Une heure écrite sans plus est celle du
    département ; « heure de Paris » ou un décalage (« -04:00 ») est converti. Sans date de réception, rien n’est jugé.
    """
    recu, cloture = _recu(d), c.calendrier.cloture
    if d.recu_ici is None or recu is None or recu <= cloture:
        return
    precision = f" ({fuseau(d.departement, d.region).nom})" if d.recu_ici.heure else ""
    yield Constat(
        "recu_le",
        f"Le dossier a été reçu le {d.recu_ici}{precision}, après la clôture du {date_longue(cloture)} à minuit.",
        "Vérifiez la date et l’heure portées à l’arrivée ; si elles sont exactes, le dossier est hors délai.",
    )


@regle("C02", AVERTISSEMENT, source="CIRC §1.2.1 al. 2")
def recu_apres_le_lancement(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dossier est reçu après le lancement de l’appel à candidatures."""
    recu, lancement = _recu(d), c.calendrier.lancement
    if recu and recu < lancement:
        yield Constat(
            "recu_le",
            f"Le dossier est dit reçu le {date_longue(recu)}, avant le lancement de l’appel, le {date_longue(lancement)}.",
            "Vérifiez le jour, le mois et l’année.",
        )


@regle("C03", AVERTISSEMENT, source="CIRC annexe IV §3, date et lieu")
def attestation_apres_le_lancement(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’attestation sur l’honneur est signée après le lancement de l’appel à candidatures.

    Elle porte sur une demande de la campagne : une date antérieure est le plus souvent une faute de frappe.
    """
    date, lancement = d.attestation.date, c.calendrier.lancement
    if date and date < lancement:
        yield Constat(
            "attestation.date",
            f"L’attestation est datée du {date_longue(date)}, avant le lancement de l’appel, le {date_longue(lancement)}.",
            "Vérifiez le jour, le mois et l’année ; une attestation d’une autre campagne est à refaire.",
        )


@regle("C04", AVERTISSEMENT, source="CIRC annexe IV §3, date et lieu")
def attestation_avant_la_reception(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’attestation sur l’honneur est datée du jour de la réception, ou d’avant.

    Tant que le dossier n’a pas de date de réception, la date de clôture en tient lieu.
    """
    yield from _pas_apres(d, c, "attestation.date", d.attestation.date, "L’attestation est datée")


@regle("C05", AVERTISSEMENT, source="CIRC annexe III, documents d’engagement")
def engagements_avant_la_reception(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un document d’engagement est daté du jour de la réception, ou d’avant.

    Une convention existante peut être ancienne ; aucune lettre ne peut être postérieure au dossier qui la contient.
    """
    for rang, engagement in enumerate(d.pieces.engagements):
        qui = f" ({engagement.partenaire})" if engagement.partenaire else ""
        chemin = ("pieces", "engagements", rang, "date")
        yield from _pas_apres(d, c, chemin, engagement.date, f"Le document d’engagement n° {rang + 1}{qui} est daté")


def _pas_apres(
    d: Dossier, c: Campagne, chemin: str | Chemin, date: datetime.date | None, sujet: str
) -> Iterator[Constat]:
    limite, evenement = _limite(d, c)
    if date and date > limite:
        yield Constat(
            chemin,
            f"{sujet} du {date_longue(date)}, après {evenement}, le {date_longue(limite)}.",
            "Vérifiez le jour, le mois et l’année.",
        )


@regle("C06", AVERTISSEMENT, source="CIRC §4 al. 6")
def pilote_en_poste_au_plus_tot(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le pilote prend son poste dans les mois que prévoit le calendrier.

    « Mai-juin-juillet : prises de poste des pilotes et début du travail d’intégration. »
    """
    date, k = d.pilote.prise_de_poste if d.pilote else None, c.calendrier
    if date and not k.pilotes_debut <= date <= k.pilotes_fin:
        yield Constat(
            "pilote.prise_de_poste",
            f"La prise de poste du pilote est prévue le {date_longue(date)} ; le calendrier la place du "
            f"{date_longue(k.pilotes_debut)} au {date_longue(k.pilotes_fin)}.",
            "Corrigez la date, ou expliquez dans la note ce qui la commande.",
        )


@regle("C07", AVERTISSEMENT, source="CIRC §2.3 al. 5")
def gestionnaires_apres_le_pilote(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas prennent leur poste après le pilote.

    « La mise en place de gestionnaires de cas ne peut se faire qu’après l’installation des concertations stratégique et
    tactique et d’un guichet intégré », que le pilote réunit.
    """
    pilote = d.pilote.prise_de_poste if d.pilote else None
    for rang, gestionnaire in enumerate(d.gestionnaires_de_cas if pilote else ()):
        date = gestionnaire.prise_de_poste
        if date and pilote and date <= pilote:
            yield Constat(
                ("gestionnaires_de_cas", rang, "prise_de_poste"),
                f"Le gestionnaire de cas n° {rang + 1} prend son poste le {date_longue(date)}, et le pilote le "
                f"{date_longue(pilote)}.",
                "Prévoyez l’arrivée des gestionnaires de cas après celle du pilote, une fois les tables installées.",
            )


@regle("C08", AVERTISSEMENT, source="CIRC §4 al. 8")
def gestionnaires_a_la_date_du_calendrier(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas ne prennent pas leur poste avant le mois que prévoit le calendrier.

    « Octobre : recrutement des gestionnaires de cas et formation. »
    """
    debut = c.calendrier.gestionnaires_de_cas
    for rang, gestionnaire in enumerate(d.gestionnaires_de_cas):
        date = gestionnaire.prise_de_poste
        if date and date < debut:
            yield Constat(
                ("gestionnaires_de_cas", rang, "prise_de_poste"),
                f"Le gestionnaire de cas n° {rang + 1} prend son poste le {date_longue(date)} ; le calendrier place le "
                f"recrutement à partir {de(_mois(debut))}.",
                "Corrigez la date, ou expliquez dans la note ce qui la commande.",
            )


@regle("C09", AVERTISSEMENT, source="CIRC §4 al. 9")
def gestionnaires_en_poste_dans_l_annee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas prennent leur poste avant la fin de l’année de la campagne.

    « Novembre : mise en œuvre de la gestion de cas. » Le financement de l’année en compte les derniers mois.
    """
    terme = c.convention.terme
    for rang, gestionnaire in enumerate(d.gestionnaires_de_cas):
        date = gestionnaire.prise_de_poste
        if date and date > terme:
            yield Constat(
                ("gestionnaires_de_cas", rang, "prise_de_poste"),
                f"Le gestionnaire de cas n° {rang + 1} prend son poste le {date_longue(date)}, après la fin du "
                f"financement de {c.annee}, le {date_longue(terme)}.",
                f"Le calendrier prévoit la gestion de cas dès {_mois(c.calendrier.gestion_de_cas)} : avancez la date, "
                "ou demandez moins pour l’année.",
            )


@regle("C10", AVERTISSEMENT, source="CIRC annexe IV §2, déclaration")
def association_anterieure_au_dossier(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les dates de l’association sont antérieures à l’attestation.

    Déclaration, publication au Journal officiel, reconnaissance d’utilité publique : toutes sont passées quand le
    représentant légal signe. Sans date d’attestation, celle de la réception ou de la clôture en tient lieu.
    """
    a = d.porteur.association
    attestation = d.attestation.date
    limite, evenement = (attestation, "l’attestation") if attestation else _limite(d, c)
    declaration = a.declaration if a else None
    dates = (
        ("declaration.date", "La déclaration de l’association", declaration and declaration.date),
        (
            "declaration.journal_officiel",
            "La publication de l’association",
            declaration and declaration.journal_officiel,
        ),
        (
            "utilite_publique_journal_officiel",
            "La reconnaissance d’utilité publique",
            a and a.utilite_publique_journal_officiel,
        ),
    )
    for champ, sujet, date in dates:
        if date and date > limite:
            yield Constat(
                f"porteur.association.{champ}",
                f"{sujet} est datée du {date_longue(date)}, après {evenement}, le {date_longue(limite)}.",
                "Vérifiez le jour, le mois et l’année.",
            )


def _mois(date: datetime.date) -> str:
    return f"{MOIS[date.month - 1]} {date.year}"
