"""D16: the plan de services individualisé (CIRC annexe VIII-1), as a PDF with its own source inside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from maia.forms.francais import date_courte, date_ecrite, date_longue
from maia.forms.psi import DATE_DU_FORMULAIRE as DATE_DU_FORMULAIRE  # noqa: PLC0414 - the form's own, with its document
from maia.forms.psi import Besoin, BesoinNonComble, MandataireLegal, Psi, Redacteur, ServiceEnPlace, ServicePonctuel
from maia.forms.semaine import Visite, semaine
from maia.generators.pdf import Donnee, compiler

MODELE = "psi.typ"

EXEMPLAIRES = {
    "personne": "Exemplaire de la personne",
    "partenaires": "Exemplaire des partenaires",
}
NON_COMMUNIQUE = "Non communiqué"
TITRE_SEMAINE = "Semaine type"


def psi(p: Psi, source: bytes, *, exemplaire: str = "", avec_semaine: bool = False) -> bytes:
    """The plan `p` as one PDF/A-3a and PDF/UA-1 file, with `source`, the YAML it was read from, attached to it.

    `exemplaire`, one of `EXEMPLAIRES`, is told on each page; the plan must have been reduced to it beforehand.
    `avec_semaine` adds a page: who comes when, day by day, as `maia.forms.semaine` understands the plan.

    What `p` leaves out stays blank; a plan without any problématique comes out as the form's own blank tables, its
    fifteen numbered rows to be filled by hand. Pure, and the same bytes for the same arguments.
    Raises what `maia.generators.pdf.compiler` raises, without any personal value in the messages.
    """
    donnees: dict[str, Donnee] = {
        **champs(p, partenaires=exemplaire == "partenaires"),
        "exemplaire": EXEMPLAIRES.get(exemplaire, ""),
        "semaine": grille(p) if avec_semaine else None,
    }
    return compiler(MODELE, donnees, jour=p.date or DATE_DU_FORMULAIRE, source=source)


def champs(p: Psi, *, partenaires: bool = False) -> dict[str, Donnee]:
    """What `templates/psi.typ` prints: texts in French, an empty one where the plan says nothing.

    In the partners' copy, what they are not told is said not to be, so that nobody takes it for unknown.
    """
    tu = NON_COMMUNIQUE if partenaires else ""
    personne, redacteur = p.personne, p.redacteur or Redacteur()
    return {
        "maia": site(p.maia or ""),
        "redacteur": redacteur.nom or "",
        "joindre": _suite(" – ", redacteur.telephone, redacteur.courriel),
        "date": date_ecrite(p.date) or "",
        "revision": date_ecrite(p.revision) or "",
        "personne": {
            "nom": _suite(" ", personne.nom, personne.prenom) or ("Plan anonymisé" if p.anonyme else ""),
            "adresse": personne.adresse or personne.lieu or "",
            "ne_le": _jour("", personne.ne_le) or personne.tranche_d_age or "",
            "telephone": personne.telephone or "",
            "situation_familiale": personne.situation_familiale or tu,
            "medecin_traitant": personne.medecin_traitant or "",
            "referent": personne.referent or "",
            "mandataire_legal": _mandataire(personne.mandataire_legal),
            "consentement": _consentement(p),
            "autres_informations": personne.autres_informations or "",
            "droits_ouverts": "\n".join(personne.droits_ouverts) or tu,
        },
        "besoins": [_besoin(b) for b in p.besoins],
        "services_en_place": [_en_place(s) for s in p.services_en_place],
        "services_ponctuels": [_ponctuel(s) for s in p.services_ponctuels],
        "besoins_non_combles": [_non_comble(b, tu) for b in p.besoins_non_combles],
    }


def grille(p: Psi) -> Donnee:
    """The week as the template prints it: days, parts of the day with who comes, and whoever's days are not known."""
    g = semaine(p)
    return {
        "titre": TITRE_SEMAINE,
        "jours": [jour.capitalize() for jour in g.jours],
        "lignes": [
            {"moment": ligne.moment.capitalize(), "jours": [[_visite(v) for v in jour] for jour in ligne.jours]}
            for ligne in g.lignes
        ],
        "sans_jour": [_visite(v) | {"dit": p.services_en_place[v.rang].frequence or ""} for v in g.sans_jour],
    }


def _visite(v: Visite) -> dict[str, Donnee]:
    return {
        "service": v.service or v.nom,
        "nom": v.nom if v.service else "",
        "quand": _suite(" ; ", v.heures, v.frequence),
        "numeros": _suite("\u00a0", "n°" if v.numeros else "", _numeros(v.numeros)),
    }


def _suite(lien: str, *textes: str | None) -> str:
    return lien.join(texte for texte in textes if texte)


def _jour(avant: str, jour: date | None, apres: str = "") -> str:
    return f"{avant}{date_courte(jour)}{apres}" if jour else ""


def site(nom: str) -> str:
    """The site as its name is printed: « MAIA … »."""
    return nom if not nom or nom.upper().startswith("MAIA") else f"MAIA {nom}"


def _mandataire(mandataire: MandataireLegal | None) -> str:
    return _suite(", ", mandataire.mesure, mandataire.nom, mandataire.contact) if mandataire else ""


def _consentement(p: Psi) -> str:
    consentement = p.personne.consentement
    if consentement is None:
        return ""
    forme = {"écrit": "Écrit", "oral": "Oral", None: "Recueilli"}[consentement.forme]
    return f"{forme}, le {date_longue(consentement.date)}" if consentement.date else f"{forme}, date à préciser"


def _numeros(numeros: Iterable[int]) -> str:
    return ", ".join(map(str, numeros))


def _besoin(b: Besoin) -> Donnee:
    return {
        "numero": "" if b.numero is None else str(b.numero),
        "prioritaire": bool(b.prioritaire),
        "domaine": b.domaine or "",
        "texte": b.texte or "",
    }


def _intervention(s: ServiceEnPlace | ServicePonctuel, quand: str) -> Donnee:
    return [_numeros(s.numeros), _suite("\u00a0: ", s.service, s.nom), s.contact or "", quand]


def _en_place(s: ServiceEnPlace) -> Donnee:
    return _intervention(s, s.frequence or "")


def _ponctuel(s: ServicePonctuel) -> Donnee:
    """A single date, or the first and last days: the one the plan gives, both if it gives both."""
    bornes = _suite(" ", _jour("du ", s.debut), _jour("au ", s.fin))
    return _intervention(s, _suite(" ; ", _jour("le ", s.date), bornes))


def _non_comble(b: BesoinNonComble, tu: str) -> Donnee:
    cause = _suite(" ", b.cause or tu, _jour("(à partir du ", b.disponible_le, ")"))
    return [_numeros(b.numeros), b.reponse or "", cause, b.actions or "", b.delai or ""]
