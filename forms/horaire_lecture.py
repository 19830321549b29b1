"""Reads the days, hours and frequency that people write, in the notation of the PSI or in their own.

Nothing is refused: what is understood becomes a schedule, the words left aside are given back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from maia.forms.francais import sans_accents
from maia.forms.horaire import JOURNEE, JOURS, Creneau, Frequence, Horaire, Moment, Plage, Unite, horaire

_NOMBRES = {
    mot: rang
    for rang, mot in enumerate(
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"], 1
    )
} | {"une": 1, "quinze": 15}
_NOMBRE = rf"(?:\d{{1,2}}|{'|'.join(_NOMBRES)})"
_UNITES = r"(?:jours?|jrs?|j|semaines?|sem\b\.?|mois|ans?|annees?)"
_ADVERBES = {
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
_MOMENTS = {"ma": Moment.MATIN, "mi": Moment.MIDI, "ap": Moment.APRES_MIDI, "so": Moment.SOIR, "nu": Moment.NUIT}
_TOUS = tuple(range(7))

# In this order: the first that matches wins. The text is in lower case, without accents.
_JETONS = re.compile(
    rf"""
      (?P<fois>(?P<f_n>{_NOMBRE})\ ?(?:x|fois|passages?)\ ?(?:/|par\b|tou(?:te)?s\ les\b|chaque\b)\ ?(?:(?P<f_tous>{_NOMBRE})\ )?(?P<f_u>{_UNITES})(?!\w))
    | (?P<duree>\d{{1,2}}\ ?(?:h(?:eures?)?)\ ?(?:\d\d\ ?)?(?:/|par\b)\ ?(?:sem\w*|mois|jour|j)\b\.?)
    | (?P<parsem>(?:1|une?)\ (?P<p_u>jour|semaine|sem\.?)\ ?(?:/|sur)\ ?(?P<p_n>[2-4]|deux|trois|quatre)\b)
    | (?P<tous_les>tou(?:te)?s\ les\ (?P<t_n>{_NOMBRE})\ ?(?P<t_u>{_UNITES})(?!\w))
    | (?P<code>7/8\b|(?P<c_n>[1-7])\ ?(?:jours?|jrs?|j)?\ ?(?:/|sur\b)?\ ?(?<![\d\ ])\ ?7(?:\ ?(?:jours?|j))?(?!\w))
    | (?P<barre>/\ ?(?P<b_n>\d{{1,2}})\ ?(?P<b_u>{_UNITES})(?!\w|\ ?(?:/|sur)\ ?7))
    | (?P<chaque>(?:/\ ?|par\ |chaque\ )(?P<h_u>semaine|sem\b\.?|mois|an)(?!\w))
    | (?P<adverbe>(?:{"|".join(_ADVERBES)})(?:le)?(?:ment)?s?\b)
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
    | (?P<vide>[\s.:()]+|\b(?:le|la|les|du|de|des|en|vers|environ|dans|entre|tous|toutes|ts|chaque|y\ compris|inclus|jours?\ feries?)\b|\b[ld]')
    | (?P<mot>[^\s,;/()+]+)
    """,
    re.VERBOSE,
)
# What the notation of the text is made of; « mercr. » and « 7/7 » are in it.
_OFFICIELS = re.compile(
    r"(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?|[567] ?jours?/7|7/7|\d{1,2} heures?(?: \d\d)?|24 heures/24|matin|midi|apres-midi|soir|nuit"
    r"|/\d{1,2} (?:jours?|semaines?|mois|ans?)|\d{1,2} fois(?:/| par )(?:\d{1,2} )?(?:jours?|semaines?|mois|ans?)|-|/|et|[\s().]*"
)


@dataclass(frozen=True, slots=True)
class HoraireLu:
    """What was understood, the words that were not, and whether the text is in the notation of annexe VIII-2 §4."""

    horaire: Horaire | None
    incompris: tuple[str, ...]
    officiel: bool


@dataclass
class _Partie:
    """Days and slots that go together; `sauf` when they are taken away."""

    sauf: bool = False
    jours: list[int] = field(default_factory=list)
    creneaux: list[Creneau] = field(default_factory=list)


@lru_cache(4096)
def lire_horaire(texte: str) -> HoraireLu:
    """Read what is written in the column « Jours/horaires et fréquence de passage »; a remark in brackets is left aside."""
    cle = _sans_remarques(sans_accents(texte))
    jetons = [m for m in _JETONS.finditer(cle) if m["vide"] is None]
    lecteur = _Lecteur()
    for jeton in jetons:
        lecteur.prendre(jeton)
    lu = lecteur.fin()
    officiel = lu is not None and all(_OFFICIELS.fullmatch(m[0].strip()) for m in jetons)
    return HoraireLu(lu, tuple(lecteur.incompris), officiel and not lecteur.incompris)


def _sans_remarques(cle: str) -> str:
    """Brackets are a remark, unless everything between them tells days or hours: `mardi (matin)`."""

    def garder(entre: re.Match[str]) -> str:
        remarque = any(m["mot"] is not None for m in _JETONS.finditer(entre[1]))
        return " " if remarque else f" {entre[1]} "

    return re.sub(r"\(([^()]*)\)?", garder, cle)


class _Lecteur:
    """Takes tokens one by one and closes a part when a new day comes after slots (or slots after days, if they come first)."""

    def __init__(self) -> None:
        self.parties: list[_Partie] = [_Partie()]
        self.frequence: Frequence | None = None
        self.incompris: list[str] = []
        self.creneaux_d_abord = False
        self._lien = ""
        self._avant = ""
        self._chaine: list[int] = []
        self._debut_de_chaine = 0

    def prendre(self, m: re.Match[str]) -> None:
        """One token more."""
        genre = next(nom for nom in _GENRES if m[nom] is not None)
        if genre in ("jusqu", "barre_seule", "et"):
            self._lien = genre
            return
        getattr(self, f"_{genre}")(m)
        self._lien, self._avant = "", genre

    # --- Days

    def _jour(self, m: re.Match[str]) -> None:
        jour = next(rang for rang, nom in enumerate(JOURS) if nom.startswith(m[0][:3]))
        if self._avant == "jour" and self._lien == "jusqu":
            # Two days and a dash are a range, three are a list: « lundi-mercredi-vendredi ».
            self._chaine.append(jour)
            jours = _entre(*self._chaine) if len(self._chaine) == 2 else self._chaine
            self.parties[-1].jours[self._debut_de_chaine :] = jours
            return
        self._ajouter_jours([jour])
        self._chaine, self._debut_de_chaine = [jour], len(self.parties[-1].jours) - 1

    def _ajouter_jours(self, jours: list[int]) -> None:
        partie = self.parties[-1]
        if not any(p.jours for p in self.parties) and partie.creneaux:
            self.creneaux_d_abord = True
        elif partie.creneaux and partie.jours and not self.creneaux_d_abord:
            partie = self._ouvrir()
        partie.jours.extend(jours)

    def _code(self, m: re.Match[str]) -> None:
        nombre = int(m["c_n"] or 7)
        if nombre < 5:
            self.frequence = Frequence(nombre, 1, Unite.SEMAINE)
        else:
            self._ajouter_jours(list(range(nombre)))

    def _quotidien(self, _m: re.Match[str]) -> None:
        self._ajouter_jours(list(_TOUS))

    _chaque_moment = _quotidien

    def _semaine(self, _m: re.Match[str]) -> None:
        self._ajouter_jours(list(range(5)))

    def _ouvrables(self, _m: re.Match[str]) -> None:
        self._ajouter_jours(list(range(6)))

    def _weekend(self, _m: re.Match[str]) -> None:
        self._ajouter_jours([5, 6])

    # --- Slots

    def _ajouter_creneau(self, creneau: Creneau) -> None:
        partie = self.parties[-1]
        if self.creneaux_d_abord and partie.jours:
            partie = self._ouvrir()
        partie.creneaux.append(creneau)

    def _moment(self, m: re.Match[str]) -> None:
        moment = _MOMENTS[m[0][:2]]
        if moment is Moment.MIDI and self._fermer(12 * 60):
            return
        self._ajouter_creneau(moment)

    def _heure(self, m: re.Match[str]) -> None:
        heures, minutes = int(m["e_h"]), int(m["e_m"] or 0)
        instant = heures * 60 + minutes
        if minutes >= 60 or instant > JOURNEE:
            self.incompris.append(m[0])
        elif self._fermer(instant):
            return
        elif self._avant == "heure" and self._lien == "barre_seule":
            # « 8h/18h »: from one to the other, or once at each?
            del self.parties[-1].creneaux[-1:]
            self.incompris.append(m[0])
        else:
            self._ajouter_creneau(Plage(instant) if instant < JOURNEE else Plage(0, JOURNEE))

    def _nue(self, m: re.Match[str]) -> None:
        self._ajouter_creneau(Plage(int(m["n_h"]) * 60)) if int(m["n_h"]) < 24 else self.incompris.append(m[0])

    def _minuit(self, m: re.Match[str]) -> None:
        if not self._fermer(JOURNEE):
            self._ajouter_creneau(Plage(0))

    def _continu(self, _m: re.Match[str]) -> None:
        self._ajouter_creneau(Plage(0, JOURNEE))

    def _fermer(self, instant: int) -> bool:
        """Make of the hour before and this one a slot, when something like a dash stands between."""
        creneaux = self.parties[-1].creneaux
        if self._lien != "jusqu" or self._avant not in ("heure", "nue", "minuit") or not creneaux or not instant:
            return False
        debut = creneaux[-1]
        if not isinstance(debut, Plage) or debut.fin is not None:
            return False
        creneaux[-1] = Plage(debut.debut, instant)
        return True

    # --- Frequencies

    def _fois(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(_nombre(m["f_n"]), _nombre(m["f_tous"] or "1"), _unite(m["f_u"]))

    def _tous_les(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(1, _nombre(m["t_n"]), _unite(m["t_u"]))

    def _barre(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(1, _nombre(m["b_n"]), _unite(m["b_u"]))

    def _parsem(self, m: re.Match[str]) -> None:
        nombre, unite = _nombre(m["p_n"]), _unite(m["p_u"])
        # Once every two weeks is what the text writes « /15 jours ».
        self.frequence = (
            Frequence(1, 15, Unite.JOUR) if (nombre, unite) == (2, Unite.SEMAINE) else Frequence(1, nombre, unite)
        )

    def _chaque(self, m: re.Match[str]) -> None:
        self.frequence = self.frequence or Frequence(1, 1, _unite(m["h_u"]))

    def _adverbe(self, m: re.Match[str]) -> None:
        trouve = next(mot for mot in sorted(_ADVERBES, key=len, reverse=True) if m[0].startswith(mot))
        self.frequence = _ADVERBES[trouve]

    # --- The rest

    def _sauf(self, _m: re.Match[str]) -> None:
        self._ouvrir().sauf = True

    def _duree(self, m: re.Match[str]) -> None:
        self.incompris.append(m[0])

    def _mot(self, m: re.Match[str]) -> None:
        self.incompris.append(m[0])

    def _ouvrir(self) -> _Partie:
        self.parties.append(_Partie(sauf=self.parties[-1].sauf))
        return self.parties[-1]

    def fin(self) -> Horaire | None:
        """The schedule made by the parts, a later one on fewer days being an exception to the first."""
        semaine: dict[int, list[Creneau]] = {}
        larges: dict[int, int] = {}
        seuls: list[Creneau] = []
        for partie in self.parties:
            jours = sorted(set(partie.jours))
            if partie.sauf:
                self._retirer(semaine, partie)
                continue
            if not jours:
                seuls += partie.creneaux
            for jour in jours:
                # « lundi-vendredi matin-midi-soir/mercr. matin »: on Wednesday, the morning only.
                if partie.creneaux and len(jours) < larges.get(jour, 0):
                    semaine[jour] = []
                semaine.setdefault(jour, []).extend(partie.creneaux)
                larges[jour] = max(larges.get(jour, 0), len(jours))
        if semaine and seuls:
            semaine = {jour: [*creneaux, *seuls] for jour, creneaux in semaine.items()}
            seuls = []
        if not (semaine or seuls or self.frequence):
            return None
        return horaire({j: tuple(c) for j, c in semaine.items()}, seuls, self.frequence)

    def _retirer(self, semaine: dict[int, list[Creneau]], partie: _Partie) -> None:
        for jour in partie.jours:
            reste = [c for c in semaine.get(jour, []) if c not in partie.creneaux]
            if partie.creneaux and reste:
                semaine[jour] = reste
            elif not partie.creneaux or semaine.get(jour):
                semaine.pop(jour, None)
            else:
                self.incompris.append(JOURS[jour])


_GENRES = (
    "fois", "duree", "parsem", "tous_les", "code", "barre", "chaque", "adverbe", "continu", "quotidien",
    "chaque_moment", "semaine", "ouvrables", "weekend", "jour", "moment", "heure", "nue", "minuit", "sauf", "jusqu",
    "barre_seule", "et", "mot",
)  # fmt: skip


def _entre(premier: int, dernier: int) -> list[int]:
    return [(premier + i) % 7 for i in range((dernier - premier) % 7 + 1)]


def _nombre(mot: str) -> int:
    return _NOMBRES.get(mot) or int(mot)


def _unite(mot: str) -> Unite:
    return next(
        u
        for debut, u in (("j", Unite.JOUR), ("s", Unite.SEMAINE), ("m", Unite.MOIS), ("a", Unite.AN))
        if mot.startswith(debut)
    )
