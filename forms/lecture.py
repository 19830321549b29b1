"""Reading a YAML file in one pass over libyaml's events: text values and their positions, nothing guessed.

YAML gives text, the schema gives types: `01000` stays `"01000"`, `NO` stays `"NO"`. The features of YAML that hide
things from a reader (aliases, anchors, tags, several documents, duplicate keys) are refused, and so is what would
exhaust the machine (depth, number of values, size).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from maia.forms.constat import Chemin
from maia.forms.francais import montrable
from maia.forms.lecture_messages import couper, diagnostic, nom_de_champ, refus_d_octets
from maia.forms.systeme import octets_de

Valeur: TypeAlias = "str | dict[str, Valeur] | list[Valeur] | None"

OCTETS_MAX = 1_000_000
NOEUDS_MAX = 8_000  # a dossier has 400, with a département's 900 communes and their codes 3 000; refused within 50 ms
PROFONDEUR_MAX = 50

# Line separators for YAML, not for editors: accepted, every following position would be off by one line.
_SEPARATEURS_CACHES = "\x85\u2028\u2029"
# What libyaml refuses to read; searched for only once it has refused, because it counts in bytes.
_CONTROLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Position(NamedTuple):
    """Where a value stands, 1-based; `fin` is the column after it when it ends on the same line."""

    ligne: int
    colonne: int
    fin: int | None = None


@dataclass(frozen=True, slots=True)
class Illisible:
    """A file that cannot be read at all (exit code 3): one plain sentence, and the place when there is one."""

    fichier: str
    message: str
    ligne: int | None = None
    colonne: int | None = None


@dataclass(frozen=True, slots=True)
class Lecture:
    """A file read: its bytes, its text, its value (dict, list, text or `None`, all scalars as text) and every position."""

    fichier: str
    octets: bytes = field(repr=False)
    texte: str = field(repr=False)
    valeur: Valeur = field(repr=False)
    _valeurs: Mapping[Chemin, Any] = field(repr=False)
    _cles: Mapping[Chemin, Any] = field(repr=False)

    def position(self, chemin: Chemin) -> Position:
        """Position of the value at `chemin` (of its key, when nothing follows it), or of its nearest ancestor in the file."""
        while chemin and chemin not in self._valeurs:
            chemin = chemin[:-1]
        evenement = self._valeurs[chemin]
        vide = isinstance(evenement, ScalarEvent) and not evenement.value and not evenement.style
        return self._position(self._cles if vide and chemin in self._cles else self._valeurs, chemin)

    def position_cle(self, chemin: Chemin) -> Position:
        """Position of the key at `chemin` rather than of its value (for unknown or duplicate keys)."""
        return self._position(self._cles, chemin) if chemin in self._cles else self.position(chemin)

    def contient(self, chemin: Chemin) -> bool:
        """Whether something is written at `chemin`."""
        return chemin in self._valeurs

    def entre_accolades(self, chemin: Chemin) -> bool:
        """Whether the block at `chemin` is written on one line, `{champ: valeur, champ: valeur}`."""
        evenement = self._valeurs.get(chemin)
        return isinstance(evenement, MappingStartEvent) and bool(evenement.flow_style)

    def etendue(self, chemin: Chemin) -> tuple[int, int]:
        """Where the scalar at `chemin` starts and ends in `texte` (after its name, when empty); `KeyError` if unnamed."""
        evenement = self._valeurs[chemin]
        return evenement.start_mark.index, evenement.end_mark.index

    def textes(self) -> Iterator[tuple[Chemin, str]]:
        """Every scalar written as a value, with its path, in the order of the file."""
        return ((chemin, e.value) for chemin, e in self._valeurs.items() if isinstance(e, ScalarEvent))

    def lignes(self) -> list[str]:
        """The text, line by line, as an editor numbers them."""
        return couper(self.texte)

    def _position(self, ou: Mapping[Chemin, Any], chemin: Chemin) -> Position:
        evenement = ou[chemin]
        debut, fin = evenement.start_mark, evenement.end_mark
        # A block mapping's value starts on its own first key; its end mark says nothing useful on one line.
        une_ligne = isinstance(evenement, ScalarEvent) and debut.line == fin.line and fin.column > debut.column
        return Position(debut.line + 1, debut.column + 1, fin.column + 1 if une_ligne else None)


class _Refus(Exception):
    """Leaves the pass from any depth; never leaves this module."""

    def __init__(self, message: str, ligne: int, colonne: int) -> None:
        super().__init__(message)
        self.message, self.ligne, self.colonne = message, ligne, colonne


def lire(chemin: Path) -> Lecture | Illisible:
    """Read the YAML file at `chemin`; a file that cannot be read comes back as an `Illisible`, never as an exception."""
    octets = octets_de(chemin, OCTETS_MAX, "fichier YAML")
    return Illisible(str(chemin), octets) if isinstance(octets, str) else analyser(octets, str(chemin))


def analyser(octets: bytes, fichier: str) -> Lecture | Illisible:
    """Read the bytes of a YAML file called `fichier`.

    Returns a `Lecture`, or an `Illisible` with the place of the fault: not text, not UTF-8, too big or too deep,
    not YAML, or using a feature of YAML that is refused here.
    """
    try:
        texte = _decoder(octets)
        valeur, valeurs, cles = _analyser(texte)
    except _Refus as refus:
        return Illisible(fichier, refus.message, refus.ligne, refus.colonne)
    return Lecture(fichier, octets, texte, valeur, valeurs, cles)


def _decoder(octets: bytes) -> str:
    if len(octets) > OCTETS_MAX:
        raise _Refus("Le fichier dépasse 1 Mo : ce n’est sans doute pas un dossier.", 1, 1)
    if message := refus_d_octets(octets):
        raise _Refus(message, 1, 1)
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        avant = octets[: erreur.start].decode("utf-8", "replace")
        raise _Refus(
            "Le fichier n’est pas enregistré en UTF-8 (un accent est codé autrement, « ANSI » ou Latin-1) : "
            "dans votre éditeur, « Enregistrer sous », encodage UTF-8.",
            *_ligne_colonne(avant, len(avant)),
        ) from None
    # Three plain searches: one regular expression would cost a tenth of the whole reading.
    if caches := [index for c in _SEPARATEURS_CACHES if (index := texte.find(c)) >= 0]:
        premier = min(caches)
        raise _Refus(
            f"Un caractère invisible de fin de ligne (U+{ord(texte[premier]):04X}) se trouve ici : supprimez-le et retapez la ligne.",
            *_ligne_colonne(texte, premier),
        )
    return texte


def _ligne_colonne(texte: str, index: int) -> tuple[int, int]:
    lignes = couper(texte[:index])
    return len(lignes), len(lignes[-1]) + 1


def _refuser(message: str, evenement: Any) -> NoReturn:
    raise _Refus(message, evenement.start_mark.line + 1, evenement.start_mark.column + 1)


def _verifier_noeud(evenement: Any) -> None:
    if evenement.anchor is not None:
        _refuser(
            "Les ancres YAML (« & ») ne sont pas admises : un mot commençant par « & » s’écrit entre guillemets.",
            evenement,
        )
    if evenement.tag is not None:
        _refuser(
            "Les étiquettes YAML (« ! ») ne sont pas admises : un mot commençant par « ! » s’écrit entre guillemets.",
            evenement,
        )


def _analyser(texte: str) -> tuple[Valeur, dict[Chemin, Any], dict[Chemin, Any]]:
    """The pass, with libyaml's own errors turned into refusals in French."""
    try:
        return _parcourir(texte)
    except yaml.MarkedYAMLError as erreur:
        raise _Refus(*diagnostic(texte, erreur)) from None
    except ReaderError:
        trouve = _CONTROLE.search(texte)
        index = trouve.start() if trouve else 0
        raise _Refus(
            f"Un caractère de contrôle invisible (U+{ord(texte[index]):04X}) se trouve ici : supprimez-le.",
            *_ligne_colonne(texte, index),
        ) from None


def _parcourir(texte: str) -> tuple[Valeur, dict[Chemin, Any], dict[Chemin, Any]]:
    """One pass over the events; `_valeurs` and `_cles` keep the event that carries each position.

    Kept flat and local on purpose: it reads every file of every batch, and a call per node doubles its cost.
    """
    valeurs: dict[Chemin, Any] = {}
    cles: dict[Chemin, Any] = {}
    pile: list[tuple[Any, Any, Chemin, bool]] = []
    racine: Valeur = None
    conteneur: Any = None
    cle: str | None = None
    chemin: Chemin = ()
    ici: Chemin = ()
    dans_bloc = False
    documents = noeuds = 0
    evenement: Any = CParser(texte).get_event
    while True:
        e = evenement()
        t = type(e)
        if t is ScalarEvent:
            if e.anchor is not None or e.tag is not None:
                _verifier_noeud(e)
            if dans_bloc and cle is None:
                cle = e.value
                if not cle.isprintable():
                    cle, faute = nom_de_champ(cle)
                    if faute:
                        _refuser(faute, e)
                if not cle:
                    _refuser("Il manque un nom de champ devant les deux-points.", e)
                if cle in conteneur:
                    _refuser(
                        f"Le champ « {montrable(cle)} » est écrit deux fois au même endroit : gardez-en un seul.", e
                    )
                ici = (*chemin, cle)
                cles[ici] = e
                continue
            # A plain empty value is « nothing written »; "" was typed by somebody and stays text.
            valeur: Any = e.value if e.value or e.style else None
        elif t is MappingStartEvent or t is SequenceStartEvent:
            if e.anchor is not None or e.tag is not None:
                _verifier_noeud(e)
            if dans_bloc and cle is None:
                _refuser("Un nom de champ simple est attendu ici, pas une liste ni un bloc.", e)
            if len(pile) >= PROFONDEUR_MAX:
                _refuser(f"Plus de {PROFONDEUR_MAX} niveaux imbriqués : ce n’est pas un dossier.", e)
            valeur = {} if t is MappingStartEvent else []
        elif t is MappingEndEvent or t is SequenceEndEvent:
            conteneur, cle, chemin, dans_bloc = pile.pop()
            continue
        elif t is AliasEvent:
            _refuser(
                "Les renvois YAML (« * ») ne sont pas admis : un mot commençant par « * » s’écrit entre guillemets.", e
            )
        elif t is DocumentStartEvent:
            documents += 1
            if documents > 1:
                _refuser("Un seul dossier par fichier : une ligne « --- » en commence ici un second.", e)
            continue
        elif t is StreamEndEvent:
            break
        else:
            continue
        noeuds += 1
        if noeuds > NOEUDS_MAX:
            _refuser(f"Plus de {NOEUDS_MAX} valeurs : ce n’est pas un dossier.", e)
        if cle is not None:
            conteneur[cle] = valeur
            cle = None
        elif conteneur is not None:
            ici = (*chemin, len(conteneur))
            conteneur.append(valeur)
        else:
            racine, ici = valeur, ()
        valeurs[ici] = e
        if t is not ScalarEvent:
            pile.append((conteneur, cle, chemin, dans_bloc))
            conteneur, cle, chemin, dans_bloc = valeur, None, ici, t is MappingStartEvent
    if racine is None:
        raise _Refus("Le fichier est vide, ou ne contient que des commentaires.", 1, 1)
    return racine, valeurs, cles
