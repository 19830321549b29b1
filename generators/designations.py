"""How a deed names people, bodies and places: article, elision, gender of a function.

Word lists are short and closed on purpose: a name whose first word is not in them takes no article (« présenté par
ALLIAGE »), which is correct if plain, where a guess could be wrong in a signed deed.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping

from maia.forms.francais import de, sans_accents

_ARTICLES = {
    "le ": {
        "ccas", "centre", "ch", "chi", "chru", "chu", "cias", "clic", "collectif", "comite", "conseil", "departement",
        "foyer", "gcs", "gcsms", "gip", "groupement", "pole", "regroupement", "reseau", "service", "ssiad", "syndicat",
    },
    "la ": {
        "caisse", "commune", "communaute", "coordination", "federation", "fondation", "maison", "mdph", "mutualite",
        "mutuelle", "residence", "societe", "ville",
    },
    "l’": {
        "agence", "amicale", "assistance", "association", "ehpad", "entente", "espace", "etablissement", "hopital",
        "institut", "institution", "office", "union",
    },
    "les ": {"centres", "hopitaux", "hospices", "reseaux"},
}  # fmt: skip
_LIEUX = {
    "le ": {"bassin", "bocage", "centre", "littoral", "nord", "nord-est", "nord-ouest", "pays", "sud", "sud-est", "sud-ouest"},
    "la ": {"cote", "plaine", "presqu'ile", "vallee"},
    "l’": {"agglomeration", "arrondissement", "est", "ouest"},
}  # fmt: skip
_APRES_DE = {"le ": "du ", "la ": "de la ", "l’": "de l’", "les ": "des "}

# Masculine → feminine, word by word from the start of a function and no further than its first complement.
_FONCTIONS = {
    "adjoint": "adjointe",
    "administrateur": "administratrice",
    "délégué": "déléguée",
    "directeur": "directrice",
    "gérant": "gérante",
    "général": "générale",
    "président": "présidente",
    "premier": "première",
    "secrétaire": "secrétaire",
    "trésorier": "trésorière",
    "vice-président": "vice-présidente",
}
_FEMININES = {feminin for masculin, feminin in _FONCTIONS.items() if feminin != masculin}


def _article(nom: str, articles: Mapping[str, Collection[str]]) -> str | None:
    mot = sans_accents(nom).partition(" ")[0]
    return next((article for article, mots in articles.items() if mot in mots), None)


def avec_article(nom: str) -> str:
    """A body in the middle of a sentence: `l’Association REGAIN`, `le Conseil général du Cher`, `ALLIAGE`."""
    return f"{_article(nom, _ARTICLES) or ''}{nom}"


def de_avec_article(nom: str) -> str:
    """The same after « de »: `de l’Association REGAIN`, `du Conseil général du Cher`, `d’ALLIAGE`."""
    article = _article(nom, _ARTICLES)
    return f"{_APRES_DE[article]}{nom}" if article else de(nom)


def de_lieu(nom: str) -> str:
    """A territory after « de »: `de Gâtine`, `du Nord-Est de l’Isère`, `de la Vallée du Thoré`, `du Blayais`."""
    article = _article(nom, _LIEUX)
    return f"{_APRES_DE[article]}{nom}" if article else de(nom)


def a_lieu(nom: str) -> str:
    """A town after « à »: `à Poitiers`, `au Mans`, `aux Abymes`."""
    for debut, contraction in (("Le ", "au "), ("Les ", "aux ")):
        if nom.startswith(debut):
            return contraction + nom[len(debut) :]
    return f"à {nom}"


def fonction(qualite: str, *, femme: bool | None) -> tuple[str, bool]:
    """A function as a deed writes it, and whether it is feminine: `("présidente du conseil général", True)`.

    `qualite` is what the porteur typed; `femme` is known from the civility, or `None`: the function then tells by its
    own ending, and a function that doesn't tell is masculine, as in the official form.
    """
    mots = (qualite[0].lower() + qualite[1:] if qualite[1:2].islower() else qualite).split(" ")
    if femme is None:
        femme = mots[0] in _FEMININES
    if femme:
        for rang, mot in enumerate(mots):
            if mot not in _FONCTIONS and mot not in _FEMININES:
                break
            mots[rang] = _FONCTIONS.get(mot, mot)
    return " ".join(mots), femme


def tete(fonction_: str) -> str:
    """What a salutation keeps of a function: `présidente du conseil général` → `présidente`; empty for another word."""
    mots = fonction_.split(" ")
    connus = itertools.takewhile(lambda mot: mot in _FONCTIONS or mot in _FEMININES, mots)
    return " ".join(connus)


def possessif(fonction_: str, *, femme: bool) -> str:
    """`son président`, `sa présidente`, `son administratrice`."""
    return f"{'sa' if femme and not _elide(fonction_) else 'son'} {fonction_}"


def defini(fonction_: str, *, femme: bool) -> str:
    """At the head of a line, above a signature: `Le président`, `La présidente`, `L’administrateur`."""
    if _elide(fonction_):
        return f"L’{fonction_}"
    return f"{'La' if femme else 'Le'} {fonction_}"


def _elide(mot: str) -> bool:
    return sans_accents(mot)[:1] in "aeiou"
