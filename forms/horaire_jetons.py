"""The words by which days, hours and frequencies are written, cut into tokens for `maia.forms.horaire_lecture`."""

from __future__ import annotations

import re

from maia.forms.horaire import Frequence, Unite

_NOMBRES = {
    mot: rang
    for rang, mot in enumerate(
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"], 1
    )
} | {"une": 1, "quinze": 15}
_NOMBRE = rf"(?:\d{{1,2}}|{'|'.join(_NOMBRES)})"
_UNITES = r"(?:jours?|jrs?|j|semaines?|sem\b\.?|mois|ans?|annees?)"
_JOUR = r"(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*"
ADVERBES = {
    "hebdo": Frequence(1, 1, Unite.SEMAINE),
    "hebdomadaire": Frequence(1, 1, Unite.SEMAINE),
    "bihebdomadaire": Frequence(2, 1, Unite.SEMAINE),
    "bimensuel": Frequence(2, 1, Unite.MOIS),
    "mensuel": Frequence(1, 1, Unite.MOIS),
    "bimestriel": Frequence(1, 2, Unite.MOIS),
    "trimestriel": Frequence(1, 3, Unite.MOIS),
    "semestriel": Frequence(1, 6, Unite.MOIS),
    "annuel": Frequence(1, 1, Unite.AN),
}

# In this order: the first that matches wins. The text is in lower case, without accents.
JETONS = re.compile(
    rf"""
      (?P<code>7/8\b|(?P<c_n>[1-7])\ ?(?:jours?|jrs?|j)?\ ?(?:/|sur\b)?\ ?(?<![\d\ ])\ ?7(?:\ ?(?:jours?|j))?(?!\w))
    | (?P<fois>(?P<f_n>{_NOMBRE})\ ?(?:x|fois|passages?|jours?|j)?\ ?(?:/|par\b|tou(?:te)?s\ les\b|chaque\b)\ ?(?:(?P<f_tous>{_NOMBRE})\ ?)?(?P<f_u>{_UNITES})(?!\w))
    | (?P<duree>\d{{1,2}}\ ?(?:h(?:eures?)?)\ ?(?:\d\d\ ?)?(?:(?:/|par\b)\ ?(?:sem\w*|mois|jour|j)\b\.?|x\b))
    | (?P<alterne>(?:1|une?)\ (?={_JOUR}\ ?(?:sur|/)\ ?(?:2|deux)\b))
    | (?P<rang>(?:1er|premiers?|2e|2eme|deuxiemes?|3e|3eme|troisiemes?|derniers?)\ (?={_JOUR}))
    | (?P<parsem>(?:1|une?)\ (?P<p_u>jour|semaine|sem\.?)\ ?(?:/|sur)\ ?(?P<p_n>[2-4]|deux|trois|quatre)\b)
    | (?P<tous_les>tou(?:te)?s\ les\ (?P<t_n>{_NOMBRE})\ ?(?P<t_u>{_UNITES})(?!\w))
    | (?P<barre>/\ ?(?P<b_n>\d{{1,2}})\ ?(?P<b_u>{_UNITES})(?!\w|\ ?(?:/|sur)\ ?7))
    | (?P<chaque>(?:/\ ?|par\ |chaque\ |tou(?:te)?s\ les\ )(?P<h_u>semaines?|sem\b\.?|mois|ans?)(?!\w))
    | (?P<sur_deux>(?:\bsur\ (?:2|deux)|/2)\b)
    | (?P<adverbe>(?:{"|".join(ADVERBES)})(?:le)?(?:ment)?s?\b)
    | (?P<continu>24\ ?h(?:eures?)?\ ?(?:/|sur)\ ?24\ ?(?:h(?:eures?)?)?\b|24/24\b|h24\b|jour\ et\ nuit\b)
    | (?P<quotidien>(?:tous|ts)\ les\ jours\b|chaque\ jour\b|quotidien(?:ne)?(?:ment)?\b|tlj\b)
    | (?P<chaque_moment>(?:tou(?:te)?s|ts)\ les\ (?=matin|midi|soir|nuit|apr)|chaque\ (?=matin|midi|soir|nuit|apr))
    | (?P<semaine>en\ semaine\b|jours\ ouvres\b)
    | (?P<ouvrables>jours\ ouvrables\b)
    | (?P<weekend>week[-\ ]?ends?\b|w-?e\b|fins?\ de\ semaine\b)
    | (?P<jour>(?:lun|mar|mer|jeu|ven|sam|dim)(?:dis?|credis?|cr|c|dredis?|d|edis?|anches?|di)?(?![a-z])\.?)
    | (?P<moment>(?:matin(?:ee)?s?|apres[-\ ]?midis?|aprem|ap[.\ -]+midi|apm|midis?|soir(?:ee)?s?|nuits?)(?!\w))
    | (?P<heure>(?P<e_h>\d{{1,2}})\ ?(?:heures?|hrs?|h|:)(?:\ ?(?P<e_m>\d\d)(?!\d|\ ?(?:h|:)))?(?!\w))
    | (?P<nue>(?P<n_h>\d{{1,2}})(?=\ ?(?:-|a)\ ?\d{{1,2}}\ ?(?:h|:)))
    | (?P<minuit>minuit\b)
    | (?P<sauf>sauf\b|excepte\b|hors\b|a\ l'exception\ d[eu]s?\b|pas\ le\b)
    | (?P<jusqu>-|\bau\b|\ba\b|jusqu'a\b|jusqu'au\b)
    | (?P<barre_seule>/)
    | (?P<et>[,;+&]|\bet\b|\bpuis\b)
    | (?P<vide>[\s.:()]+|\b(?:du\ mois|le|la|les|du|de|des|en|vers|environ|dans|entre|tous|toutes|ts|chaque|y\ compris|compris|inclus|seulement|uniquement|jours?\ feries?)\b|\b[ld]')
    | (?P<mot>[^\s,;/()+]+)
    """,
    re.VERBOSE,
)
# What the notation of the text is made of; « mercr. » and « 7/7 » are in it.
OFFICIELS = re.compile(
    r"(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?|[567] ?jours?/7|7/7|\d{1,2} heures?(?: \d\d)?|24 heures/24|matin|midi|apres-midi|soir|nuit"
    r"|/\d{1,2} (?:jours?|semaines?|mois|ans?)|\d{1,2} fois(?:/| par )(?:\d{1,2} )?(?:jours?|semaines?|mois|ans?)|-|/|et|[\s().]*"
)

# The groups of a token, outermost: the names of what the reader does with each.
GENRES = (
    "code", "fois", "duree", "alterne", "rang", "sur_deux", "parsem", "tous_les", "barre", "chaque", "adverbe", "continu", "quotidien",
    "chaque_moment", "semaine", "ouvrables", "weekend", "jour", "moment", "heure", "nue", "minuit", "sauf", "jusqu",
    "barre_seule", "et", "mot",
)  # fmt: skip


def nombre(mot: str) -> int:
    """A number in figures or in words."""
    return _NOMBRES.get(mot) or int(mot)


def unite(mot: str) -> Unite:
    """The unit that a word or its abbreviation begins by."""
    return next(
        u
        for debut, u in (("j", Unite.JOUR), ("s", Unite.SEMAINE), ("m", Unite.MOIS), ("a", Unite.AN))
        if mot.startswith(debut)
    )


def sans_remarques(cle: str) -> str:
    """Brackets are a remark, unless everything between them tells days or hours: `mardi (matin)`."""

    def garder(entre: re.Match[str]) -> str:
        remarque = any(m["mot"] is not None for m in JETONS.finditer(entre[1]))
        return " " if remarque else f" {entre[1]} "

    return re.sub(r"\(([^()]*)\)?", garder, cle)
