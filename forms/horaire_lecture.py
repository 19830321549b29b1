"""Reads the days, hours and frequency that people write, in the notation of the PSI or in their own.

Nothing is refused: what is understood becomes a schedule, the words left aside are given back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from maia.forms.francais import sans_accents
from maia.forms.horaire import JOURNEE, JOURS, Creneau, Frequence, Horaire, Moment, Plage, Unite, horaire
from maia.forms.horaire_jetons import ADVERBES, GENRES, JETONS, OFFICIELS, nombre, sans_remarques, unite

_MOMENTS = {"ma": Moment.MATIN, "mi": Moment.MIDI, "ap": Moment.APRES_MIDI, "so": Moment.SOIR, "nu": Moment.NUIT}
_TOUS = tuple(range(7))


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
    cle = sans_remarques(sans_accents(texte))
    jetons = [m for m in JETONS.finditer(cle) if m["vide"] is None]
    lecteur = _Lecteur()
    for jeton in jetons:
        lecteur.prendre(jeton)
    lu = lecteur.fin()
    officiel = lu is not None and all(OFFICIELS.fullmatch(m[0].strip()) for m in jetons)
    return HoraireLu(lu, tuple(lecteur.incompris), officiel and not lecteur.incompris)


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
        genre = next(nom for nom in GENRES if m[nom] is not None)
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
            if len(jours) == 2 and self.parties[-1].creneaux == [Moment.NUIT]:
                jours = jours[:1]  # « nuit du samedi au dimanche » is one night
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
        elif self._avant == "heure" and self._lien == "barre_seule" and self._ouverte():
            # « 8h/18h »: from one to the other, or once at each?
            del self.parties[-1].creneaux[-1:]
            self.incompris.append(m[0])
        else:
            self._ajouter_creneau(Plage(instant) if instant < JOURNEE else Plage(0, JOURNEE))

    def _ouverte(self) -> bool:
        """Whether the last slot is an hour alone, that another may end."""
        creneaux = self.parties[-1].creneaux
        return bool(creneaux) and isinstance(creneaux[-1], Plage) and creneaux[-1].fin is None

    def _nue(self, m: re.Match[str]) -> None:
        self._ajouter_creneau(Plage(int(m["n_h"]) * 60)) if int(m["n_h"]) < 24 else self.incompris.append(m[0])

    def _minuit(self, m: re.Match[str]) -> None:
        if not self._fermer(JOURNEE):
            self._ajouter_creneau(Plage(0))

    def _continu(self, _m: re.Match[str]) -> None:
        self._ajouter_creneau(Plage(0, JOURNEE))

    def _fermer(self, instant: int) -> bool:
        """Make of the hour before and this one a slot, when something like a dash stands between."""
        apres_une_heure = self._lien == "jusqu" and self._avant in ("heure", "nue", "minuit")
        if not (instant and apres_une_heure and self._ouverte()):
            return False
        debut = self.parties[-1].creneaux.pop()
        self.parties[-1].creneaux.append(Plage(debut.debut, instant) if isinstance(debut, Plage) else debut)
        return True

    # --- Frequencies

    def _fois(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(nombre(m["f_n"]), nombre(m["f_tous"] or "1"), unite(m["f_u"]))

    def _tous_les(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(1, nombre(m["t_n"]), unite(m["t_u"]))

    def _barre(self, m: re.Match[str]) -> None:
        self.frequence = Frequence(1, nombre(m["b_n"]), unite(m["b_u"]))

    def _parsem(self, m: re.Match[str]) -> None:
        tous_les, sorte = nombre(m["p_n"]), unite(m["p_u"])
        # Once every two weeks is what the text writes « /15 jours ».
        self.frequence = (
            Frequence(1, 15, Unite.JOUR) if (tous_les, sorte) == (2, Unite.SEMAINE) else Frequence(1, tous_les, sorte)
        )

    def _alterne(self, _m: re.Match[str]) -> None:
        self.frequence = Frequence(1, 15, Unite.JOUR)

    def _sur_deux(self, m: re.Match[str]) -> None:
        if self.frequence != Frequence(1, 15, Unite.JOUR):
            self.incompris.append(m[0])

    def _rang(self, m: re.Match[str]) -> None:
        # « le premier lundi du mois »: once a month, on a day that no notation can tell.
        self.frequence = Frequence(1, 1, Unite.MOIS)
        self.incompris.append(m[0].strip())

    def _chaque(self, m: re.Match[str]) -> None:
        self.frequence = self.frequence or Frequence(1, 1, unite(m["h_u"]))

    def _adverbe(self, m: re.Match[str]) -> None:
        trouve = next(mot for mot in sorted(ADVERBES, key=len, reverse=True) if m[0].startswith(mot))
        self.frequence = ADVERBES[trouve]

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
        if any(p.sauf and p.jours for p in self.parties) and not any(p.jours for p in self.parties if not p.sauf):
            self.parties[0].jours = list(_TOUS)  # « midi, sauf le week-end »
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


def _entre(premier: int, dernier: int) -> list[int]:
    return [(premier + i) % 7 for i in range((dernier - premier) % 7 + 1)]
