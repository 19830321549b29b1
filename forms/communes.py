"""The communes of France on 1 January 2012 (`communes.txt`): names, INSEE codes, postal codes.

A reader's spelling is met halfway: case, accents, hyphens, articles, « St » and « Saint », « s/ » and « sur », CEDEX,
« Paris 13 » and « Paris 13e Arrondissement ». The file is read once, on first use. Where it comes from: `docs/donnees.md`.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, islice, product
from typing import NamedTuple

from maia.forms.francais import sans_accents
from maia.forms.territoires import departements


class Commune(NamedTuple):
    """A commune of 2012, or a part of one.

    `code` is its INSEE code (`79202`), `departement` the number of its département (`79`). `codes_postaux`, in order, are
    those of 2018 or, if it was no more, of the commune that took it over; never CEDEX codes. `rattachement` is the INSEE
    code of the commune that an arrondissement or a commune associée is a part of (Lomme: `59350`), `None` for a commune.
    """

    code: str
    nom: str
    departement: str
    codes_postaux: tuple[str, ...]
    rattachement: str | None = None


# --- The file -------------------------------------------------------------------------------------------------------

_SIMPLES = dict(zip("éèêëâàîïôûüÿçÉÈÎ", "eeeeaaiiouuycEEI", strict=True)) | {"œ": "oe", "Œ": "oe"}
_CLE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ-'", "abcdefghijklmnopqrstuvwxyz  ", "0123456789\t>,()")
_ARRONDISSEMENTS = {"75": range(101, 121), "69": range(381, 390), "13": range(201, 217)}
_CORSE = frozenset({"2A", "2B"})


class _Table(NamedTuple):
    """`communes.txt`: its lines, a key for each, and where each département begins."""

    lignes: list[str]
    cles: list[str]
    numeros: list[str]
    debuts: list[int]
    hors: dict[str, tuple[str, ...]]
    rangs: dict[str, int]
    homonymes: dict[str, list[int]]

    def bloc(self, numero: str) -> range:
        """Lines of a département, its title included; empty when there is no such département."""
        if numero not in self.hors:
            return range(0)
        i = self.numeros.index(numero)
        return range(self.debuts[i], self.debuts[i + 1])

    def de_cle(self, cle: str) -> list[int]:
        """Lines that have this key, in the order of the file."""
        return self.homonymes.get(cle) or ([self.rangs[cle]] if cle in self.rangs else [])

    def commune(self, ligne: int) -> Commune:
        """The commune written on a line, which is not empty."""
        i = bisect_right(self.debuts, ligne) - 1
        numero = self.numeros[i]
        nom, *pole, postaux = self.lignes[ligne].split("\t")
        code = f"{numero}{ligne - self.debuts[i]:0{5 - len(numero)}}"
        codes_postaux = tuple(_postal(p, numero) for p in postaux.split(","))
        return Commune(code, nom, numero, codes_postaux, pole[0][1:] if pole else None)


def _postal(abrege: str, numero: str) -> str:
    """`20` in 79 → `79200`; five digits are a code already."""
    return abrege if len(abrege) == 5 else f"{'20' if numero in _CORSE else numero}{abrege}".ljust(5, "0")


@cache
def _table() -> _Table:
    """The file, read once. The keys of all names are made together: one by one would take ten times longer."""
    texte = files("maia.forms").joinpath("communes.txt").read_text("utf-8")
    texte = texte[texte.index("\n@") + 1 : -1]
    blocs = texte[1:].split("\n@")
    debuts = [0, *accumulate(bloc.count("\n") + 1 for bloc in blocs)]
    titres = [bloc.partition("\n")[0].split(" ") for bloc in blocs]
    simple = texte
    for accentue, lettre in _SIMPLES.items():
        simple = simple.replace(accentue, lettre)
    cles = simple.translate(_CLE).split("\n")
    table = _Table(
        lignes=texte.split("\n"),
        cles=cles,
        numeros=[titre[0] for titre in titres],
        debuts=debuts,
        hors={numero: tuple(codes) for numero, *codes in titres},
        rangs={},
        homonymes={},
    )
    for numero, rangs in _ARRONDISSEMENTS.items():
        debut = table.bloc(numero).start
        for rang in rangs:
            cles[debut + rang] = _cle(table.commune(debut + rang).nom)
    for debut in debuts[:-1]:
        cles[debut] = ""
    _indexer(table)
    # « Bors (Canton de …) », « Château-Chinon (Ville) »: six names that people write without the rest.
    for numero in [numero for numero, bloc in zip(table.numeros, blocs, strict=True) if "(" in bloc]:
        for i in [i for i in table.bloc(numero) if "(" in table.lignes[i]]:
            court = _cle(table.lignes[i].partition(" (")[0])
            table.homonymes[court] = [*table.de_cle(court), i]
    return table


def _indexer(table: _Table) -> None:
    """Fills `rangs` (the last line of each key) and `homonymes` (every line, for a key that has several)."""
    table.rangs.update(zip(table.cles, range(len(table.cles)), strict=True))
    del table.rangs[""]
    for i in [i for i, cle in enumerate(table.cles) if cle and table.rangs[cle] != i]:
        table.homonymes.setdefault(table.cles[i], []).append(i)
    for cle, lignes in table.homonymes.items():
        lignes.append(table.rangs[cle])


# --- Names ----------------------------------------------------------------------------------------------------------

_LONGUEUR = 100
_ARTICLES = ("le", "la", "les", "l")
_ABREGES = {"st": ("saint",), "ste": ("sainte",), "nd": ("notre dame",), "s": ("sur", "sous"), "ss": ("sous",)}
_ABREGES |= {"les": ("les", "lez"), "lez": ("lez", "les")}
_ROMAINS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
    "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx",
)  # fmt: skip
_SAINT = re.compile(r"\bsainte? ")
_ARRONDISSEMENT = re.compile(
    r"(paris|lyon|marseille) (\d{1,2}|[ivx]+)(?: ?(?:er|e|eme|ieme))?(?: arr(?:ondissement)?)?"
)


def _cle(nom: str) -> str:
    """A name as plain words: `L’Haÿ-les-Roses` → `l hay les roses`, `PARIS 13ème` → `paris 13`, `Niort Cedex 9` → `niort`."""
    texte = re.sub(r"\bcedex\b.*", "", sans_accents(nom))
    mots = " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\bs/s\b", "ss", texte)))
    if lu := _ARRONDISSEMENT.fullmatch(mots):
        rang = int(lu[2]) if lu[2].isdigit() else _ROMAINS.index(lu[2]) + 1 if lu[2] in _ROMAINS else 0
        return f"{lu[1]} {rang}"
    return mots


def _variantes(nom: str) -> Iterator[str]:
    """Keys under which a name may stand, its own first: abbreviations written out, article put, taken away or changed."""
    if len(nom) > _LONGUEUR:
        return
    mots = _cle(nom).split()
    yield " ".join(mots)
    if len(mots) > 1 and mots[-1] in _ARTICLES:  # « Mans (Le) »
        mots = [mots[-1], *mots[:-1]]
    if len(mots) > 1 and mots[0] in _ARTICLES:
        mots = mots[1:]
    choix = [_ABREGES.get(mot, (mot,)) for mot in mots]
    if sum(len(c) > 1 for c in choix) > 3:  # no commune has such a name, and spellings would double each time
        return
    for ecrits in product(*choix):
        simple = " ".join(ecrits)
        yield simple
        for article in _ARTICLES:
            yield f"{article} {simple}"


@lru_cache(maxsize=4096)
def communes_de(nom: str) -> tuple[Commune, ...]:
    """Every commune of that name, the one spelled just so first, then communes before parts of communes, then by code.

    Empty when no commune of 2012 bears it: `communes_de("ST-DENIS")` holds 93066 and 97411 among others.
    """
    table = _table()
    lignes = {ligne: rang for rang, cle in reversed([*enumerate(_variantes(nom))]) for ligne in table.de_cle(cle)}
    trouvees = [(rang > 0, table.commune(ligne)) for ligne, rang in lignes.items()]
    return tuple(c for _, c in sorted(trouvees, key=lambda x: (x[0], x[1].rattachement is not None, x[1].code)))


@lru_cache(maxsize=4096)
def commune_insee(code: str) -> Commune | None:
    """The commune, arrondissement or commune associée with this INSEE code: `79202` → Parthenay; `None` if there was none."""
    numero = departement_de_commune(code)
    if numero is None:
        return None
    bloc, rang = _table().bloc(numero), int(code[len(numero) :])
    return _table().commune(bloc[rang]) if 0 < rang < len(bloc) and _table().lignes[bloc[rang]] else None


def departement_de_commune(insee: str) -> str | None:
    """Département that an INSEE code points to, whether or not the commune exists: `2B033` → `2B`; `None` for no code."""
    if not re.fullmatch(r"(?:\d\d|2[AB])\d{3}", insee, re.ASCII):
        return None
    numero = insee[:3] if insee.startswith("97") else insee[:2]
    return numero if numero in departements() else None


@cache
def communes_du_departement(numero: str) -> tuple[Commune, ...]:
    """Communes of a département by code, parts of communes included; empty when there is no such département."""
    table = _table()
    return tuple(table.commune(i) for i in table.bloc(numero)[1:] if table.lignes[i])


@cache
def nombre_de_communes(numero: str) -> int:
    """How many communes a département has, parts of communes left out; none when there is no such département."""
    lignes = _table().lignes
    return sum(1 for i in _table().bloc(numero)[1:] if lignes[i] and "\t>" not in lignes[i])


@lru_cache(maxsize=1024)
def proches(nom: str, departement: str) -> tuple[str, ...]:
    """At most three names of a département to suggest for one that it hasn't: whole words first, then likeness.

    `proches("Partenay", "79")` → `("Parthenay",)`; `proches("La Roche", "85")` → `("La Roche-sur-Yon",)`.
    """
    cle = _sans_article(next(islice(_variantes(nom), 1, None), ""))
    if len(cle) < 3:
        return ()
    table = _table()
    noms = {_sans_article(table.cles[i]): i for i in reversed(table.bloc(departement)[1:]) if table.cles[i]}
    entiers = [c for c in noms if f"{c} ".startswith(f"{cle} ") or f"{cle} ".startswith(f"{c} ")]
    entiers.sort(key=lambda c: (abs(len(c) - len(cle)), c))
    # « saint » weighs little, or every saint would look like every other.
    courts = {_SAINT.sub("st ", c): c for c in noms}
    semblables = difflib.get_close_matches(_SAINT.sub("st ", cle), courts, n=3, cutoff=0.8)
    return tuple(table.commune(noms[c]).nom for c in dict.fromkeys([*entiers, *(courts[c] for c in semblables)]))[:3]


def _sans_article(cle: str) -> str:
    premier, _, reste = cle.partition(" ")
    return reste if reste and premier in _ARTICLES else cle


# --- Postal codes ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def departements_du_code_postal(code_postal: str) -> tuple[str, ...]:
    """Départements where a postal code may lie: its own first, then those of the neighbours' communes that it serves.

    `79200` → `79`; `20090` → `2A`, `20200` → `2B` (other `20…` are CEDEX codes of either); `49123` → `49`, `44`;
    CEDEX codes follow the same rule. Empty when no département has such codes (`98000`, `00100`).
    """
    if not re.fullmatch(r"\d{5}", code_postal, re.ASCII):
        return ()
    if code_postal.startswith("20"):
        siens = {"0": ["2A"], "1": ["2A"], "2": ["2B"], "6": ["2B"]}.get(code_postal[2], ["2A", "2B"])
    else:
        siens = [numero for numero in (code_postal[:2], code_postal[:3]) if numero in departements()]
    return (*siens, *(numero for numero, codes in _table().hors.items() if code_postal in codes))


@lru_cache(maxsize=4096)
def communes_du_code_postal(code_postal: str) -> tuple[Commune, ...]:
    """Communes that the code serves, its own département's first; empty for a CEDEX code, or one that no commune has."""
    candidates = (c for d in departements_du_code_postal(code_postal) for c in communes_du_departement(d))
    return tuple(c for c in candidates if code_postal in c.codes_postaux)


def code_postal_possible(code_postal: str, departement: str | None = None, nom: str | None = None) -> bool:
    """Whether a postal code may go with a département, and with a commune of that name.

    Only a reason to doubt: a code may have changed since 2012. A CEDEX, that is a name that says so or a code that no
    commune has, is held to the département alone; so is a name that isn't a commune's (of the département, if given).
    """
    possibles = [d for d in departements_du_code_postal(code_postal) if departement in {None, d}]
    communes = [c for c in communes_de(nom or "") if departement in {None, c.departement}]
    if not possibles or not communes or any(code_postal in c.codes_postaux for c in communes):
        return bool(possibles)
    cedex = "cedex" in sans_accents(nom or "") or not communes_du_code_postal(code_postal)
    return cedex and any(c.departement in possibles for c in communes)
