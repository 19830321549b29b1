"""Varied plans, the same ones every time: the plan number `rang` of the tests and of `make juges`."""

from __future__ import annotations

import random
from typing import Any

from maia.forms.psi import CAUSES, Psi

NOMBRE = 300

_MOTS = [
    "compenser",
    "prévenir",
    "améliorer",
    "surveiller",
    "évaluer",
    "l’incapacité",
    "partielle",
    "à",
    "la",
    "toilette",
    "du",
    "risque",
    "de",
    "chute",
    "nocturne",
    "œdème",
    "cœur",
    "sœur",
    "aînée",
    "Noël",
    "naïf",
    "où",
    "ça",
    "«",
    "présence",
    "rassurante",
    "»",
    "d’un",
    "proche,",
    "avec",
    "l’orthophoniste",
    ":",
    "l’équipe",
    "(ESA)",
    ";",
    "50",
    "€",
    "par",
    "mois",
    "–",
    "8",
    "heures-10",
    "heures…",
    "6",
    "jours/7",
    "n°",
    "12",
    "&",
    "fils",
]
_NOMS = [
    "LEFÈVRE",
    "D’AUBIGNÉ",
    "BŒUF",
    "LE\xa0GOFF",
    "MÜLLER",
    "AÏT-SAÏD",
    "IBÁÑEZ",
    "ŁUKASZEWICZ",
    "ĐOKOVIĆ",
    "ŞAHİN",
    "NGUYỄN",
    "ÅSTRÖM",
    "ÞÓRSDÓTTIR",
    "ČAPEK",
    "ŐRY",
    "ȘTEFĂNESCU",
    "Ċaruana",
    "ĠARĠUR",
    "Ŵyn",
    "ĶĒNIŅŠ",
]
_LONGS = ("anticonstitutionnellement", "x" * 90, "prenom.nom@" + "y" * 50 + ".example", "1234567890" * 6, "é" * 45)
_FREQUENCES = (
    "6 jours/7 matin",
    "7 jours/7 soir/dimanche matin",
    "Lundi/mardi/vendredi 8 heures-15 heures",
    "/15 jours samedi après-midi",
    "/6 mois",
    "5 jours/7 midi",
    "7 jours/7 24 heures",
    "quand il peut",
    "Lundi 22 heures-6 heures",
    "Jeudi",
)
_DOMAINES = ("Santé", "Nutrition", "Hygiène", "Mobilité", "Vie sociale", "Ressources et démarches administratives")


def plan_au_hasard(rang: int) -> Psi:
    """The plan number `rang`: from nothing written at all to sixty needs, short and very long texts, every Latin accent."""
    h = random.Random(rang)  # noqa: S311 - the same plans every time is what is wanted
    nombre = h.choice((0, 1, 3, 8, 12, 15, 16, 22, 40, 60))
    valeur: dict[str, Any] = {
        "formulaire": "plan de services individualisé",
        "maia": h.choice(("MAIA de Gâtine", "Isère", None)),
        "redacteur": _sauf(
            h, {"nom": _nom(h), "telephone": "05 36 49 10 10", "courriel": "c.relais@maia-gatine.example"}
        ),
        "date": h.choice((None, _date(h))),
        "revision": h.choice((None, _date(h))),
        "remplace": h.choice((None, None, _date(h))),
        "personne": _personne(h),
        "besoins": [_besoin(h, n + 1) for n in range(nombre)],
        "services_en_place": [
            _service(h, nombre, frequence=h.choice((None, *_FREQUENCES)))
            for _ in range(h.randrange(min(nombre, 20) + 1))
        ],
        "services_ponctuels": [_service(h, nombre, **_quand(h)) for _ in range(h.randrange(min(nombre, 6) + 1))],
        "besoins_non_combles": [_ecart(h, nombre) for _ in range(h.randrange(min(nombre, 12) + 1))],
    }
    return Psi.model_validate({cle: v for cle, v in valeur.items() if v})


def _sauf(h: random.Random, valeur: dict[str, Any], absence: float = 0.2) -> dict[str, Any]:
    """Some fields left out."""
    return {cle: v for cle, v in valeur.items() if v is not None and h.random() > absence}


def _texte(h: random.Random, maximum: int = 25) -> str:
    mots = [h.choice(_MOTS) for _ in range(h.randrange(1, maximum))]
    if h.random() < 0.06:
        mots.insert(h.randrange(len(mots)), h.choice(_LONGS))
    return " ".join(mots).strip(" ") or "texte"


def _nom(h: random.Random) -> str:
    return f"{h.choice(('Mme', 'M.', 'Dr'))} {h.choice(_NOMS)}"


def _date(h: random.Random, annee: int = 2013) -> str:
    return f"{h.randrange(1, 29):02}/{h.randrange(1, 13):02}/{annee + h.randrange(3)}"


def _telephone(h: random.Random) -> str:
    return f"06 39 98 {h.randrange(100):02} {h.randrange(100):02}"


def _personne(h: random.Random) -> dict[str, Any]:
    return _sauf(
        h,
        {
            "nom": h.choice(_NOMS),
            "prenom": h.choice(("Andrée", "Zoë", "Jean-François", "Œnone")),
            "adresse": f"{h.randrange(1, 200)} rue {_texte(h, 6)}, 79200 Parthenay",
            "ne_le": _date(h, 1925),
            "telephone": _telephone(h),
            "situation_familiale": _texte(h),
            "medecin_traitant": f"{_nom(h)}, {_telephone(h)}",
            "referent": f"{_nom(h)}, {_texte(h, 8)}",
            "mandataire_legal": _sauf(h, {"mesure": "curatelle renforcée", "nom": _nom(h), "contact": _telephone(h)}),
            "consentement": _sauf(h, {"date": _date(h, 2011), "forme": h.choice(("écrit", "oral"))}),
            "autres_informations": "\n".join(_texte(h) for _ in range(h.randrange(1, 5))),
            "droits_ouverts": [_texte(h, 10) for _ in range(h.randrange(1, 5))],
        },
    )


def _numeros(h: random.Random, nombre: int) -> list[str]:
    return [str(n) for n in sorted(h.sample(range(1, nombre + 1), h.randrange(1, min(nombre, 5) + 1)))]


def _besoin(h: random.Random, numero: int) -> dict[str, Any]:
    suite = {
        "prioritaire": h.choice(("oui", "non", None)),
        "domaine": h.choice((None, *_DOMAINES)),
    }
    long = h.random() < 0.04
    return {"numero": str(numero), "texte": _texte(h, 150 if long else 25), **_sauf(h, suite)}


def _service(h: random.Random, nombre: int, **suite: Any) -> dict[str, Any]:
    contact = h.choice((_telephone(h), "secretariat.geriatrie@ch-gatine.example"))
    return {
        "numeros": _numeros(h, nombre),
        "service": _texte(h, 5),
        **_sauf(h, {"nom": _nom(h), "contact": contact, **suite}),
    }


def _quand(h: random.Random) -> dict[str, Any]:
    return h.choice(({"date": _date(h)}, {"debut": _date(h), "fin": _date(h, 2016)}, {}))


def _ecart(h: random.Random, nombre: int) -> dict[str, Any]:
    cause = h.choice(list(CAUSES))
    suite = {"actions": _texte(h), "delai": h.choice(("trois semaines", "immédiatement", None))}
    return {
        "numeros": _numeros(h, nombre),
        "reponse": _texte(h, 10),
        "cause": cause,
        "disponible_le": _date(h) if cause == "Liste d’attente" else None,
        **_sauf(h, suite),
    }
