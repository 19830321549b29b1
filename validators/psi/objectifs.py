"""What makes an objective a quantified one: a distance, a weight, a share, a time to reach it in."""

from __future__ import annotations

import re

from maia.forms.francais import MOIS, sans_accents

_MOTS = "deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|vingt|trente|cinquante|cent|deux cents|mille"
_N = rf"(?<!\d)(?:\d+(?:[.,]\d+)?|{_MOTS}|une? dizaine de|une? vingtaine de)"
_N_OU_UN = rf"(?:{_N}|une?)"
_DUREE = r"(?:minutes?|min|mn|heures?|jours?|semaines?|sem|mois|trimestres?|ans?)\b"
_MOIS = "|".join(map(sans_accents, MOIS))
_MESURES = (
    rf"{_N} ?(?:metres?|m(?![.\w'’])|km|kilometres?|cm|kg|kilos?|grammes?|litres?|l(?![.\w'’])|cl|ml|degres?|minutes?|min|mn)\b",
    rf"{_N} ?(?:%|°|pour cent)",
    rf"(?<!les )(?<!ses )(?<!des )(?<!aux )(?<!ces ){_N} (?:marches|pas|points?)\b",
    rf"\bde {_N} a {_N} \w+",
    rf"\b(?:au moins|au maximum|pas plus de|moins de|sous|imc (?:de|a)|poids (?:de|a)) {_N}(?: ?\w+)?",
    r"\b(?:un quart d'heure|une demi-heure|une heure) (?:de|par|tous les|chaque) \w+",
    rf"^(?:reprendre|retrouver|revenir|rentrer)\b.*\ben (?:{_MOIS})\b",
    rf"\ba {_N_OU_UN} \w+ par {_DUREE}",
    rf"\b(?:en|dans|sous|d'ici|d'ici a|au bout de|en moins de)(?: les)? {_N_OU_UN} ?{_DUREE}",
    rf"\b(?:d'ici|avant)(?: a)?(?: la| le)? ?(?:l'ete|fin |fin du mois|noel|paques|\d{{1,2}}/\d|{_MOIS})\w*",
)
_OBJECTIF = re.compile("|".join(_MESURES))
# What has happened, or what the person can't do, is a fact and not an objective.
_FAIT = re.compile(
    rf"\b(?:depuis|il y a|perdu|perte de|pris|maigri de|grossi de|chutes? en|plus de|au-dela de)\W+(?:\w+\W+){{0,2}}?{_N_OU_UN} ?\w+"
    rf"(?: en {_N_OU_UN} ?{_DUREE})?"
)


def objectif_quantifie(cle: str) -> str:
    """The quantified part of a problem (lower case, no accents): `50 m`; empty when there is none."""
    sans_remarque = re.sub(r"\([^)]*\)?", " ", cle)
    trouve = _OBJECTIF.search(_FAIT.sub(" ", sans_remarque))
    return " ".join(trouve[0].split()) if trouve else ""
