"""The language of the templates: the part of Jinja that a document needs, and nothing a hostile template could use.

Fields, conditions and loops over the values given; comparisons; a short list of filters and tests. No call, no
arithmetic but ``+`` and ``-``, no assignment (``set`` doubles a text forty times in forty lines), no range, include or
macro. Jinja's sandbox stays underneath as a second wall.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from maia.generators.word.valeurs import en_texte

__all__ = ["Langage", "NomInconnu", "controler", "defauts_d_une_balise"]

LONGUEUR_BALISE: Final = 1000
BLOCS_IMBRIQUES: Final = 12  # Python refuses more than twenty nested loops
BOUCLES_IMBRIQUEES: Final = 4  # each one multiplies the work: a section, its tables, their lines, their items

_CORRIGES: Final = re.compile("[«»‹›„–—…\u00ad\u200b-\u200d\u2060\ufeff]")  # what Word's autocorrection types
_TEXTES: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
COMMANDES: Final = frozenset({"if", "elif", "else", "endif", "for", "endfor"})

_NOEUDS: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Tuple, nodes.List),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos, nodes.Filter, nodes.Test, nodes.Keyword),
)
_ITERABLES: Final = (nodes.Name, nodes.Getattr, nodes.Getitem)


class NomInconnu(UndefinedError):
    """A name that the values do not hold; the engine turns it into ``ChampInconnu``."""

    def __init__(self, nom: str) -> None:
        self.nom = nom
        super().__init__(nom)


class _Inconnu(StrictUndefined):
    """Raises whenever it is used: a hole in an official document must never pass for an empty text."""

    def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: object = None) -> None:
        super().__init__(hint, obj, name, exc=lambda _message: NomInconnu(str(name)))  # type: ignore[arg-type]


def _defaut(valeur: object, remplacement: object = "", tout_vide: bool = False) -> object:
    return remplacement if isinstance(valeur, _Inconnu) or (tout_vide and not valeur) else valeur


def _capitale(valeur: object) -> str:
    texte = en_texte(valeur)
    return texte[:1].upper() + texte[1:]  # Jinja's own lowers the rest: "ARS" would become "Ars"


def _joindre(valeurs: Iterable[object], separateur: str = "") -> str:
    return separateur.join(map(en_texte, valeurs))


FILTRES: Final[Mapping[str, Callable[..., object]]] = {
    "default": _defaut,
    "d": _defaut,
    "upper": lambda valeur: en_texte(valeur).upper(),
    "lower": lambda valeur: en_texte(valeur).lower(),
    "capitalize": _capitale,
    "trim": lambda valeur: en_texte(valeur).strip(),
    "join": _joindre,
    "length": len,
    "count": len,
    "first": lambda valeurs: valeurs[0],
    "last": lambda valeurs: valeurs[-1],
}
_TESTS_DE_JINJA: Final = ("defined", "undefined", "none", "in")
_TESTS: Final[Mapping[str, Callable[..., bool]]] = {  # Jinja's own compute "text % 2", hence format the text
    "even": lambda valeur: type(valeur) is int and valeur % 2 == 0,
    "odd": lambda valeur: type(valeur) is int and valeur % 2 == 1,
}


class Langage(ImmutableSandboxedEnvironment):
    """Jinja reduced to our language. ``finaliser`` writes each value; ``filtres`` adds to the basic filters."""

    def __init__(self, finaliser: Callable[[object], str], filtres: Mapping[str, Callable[..., object]]) -> None:
        super().__init__(undefined=_Inconnu, finalize=finaliser, keep_trailing_newline=True, cache_size=0)
        self.globals.clear()
        self.filters = {**FILTRES, **filtres}
        self.tests = {**{nom: self.tests[nom] for nom in _TESTS_DE_JINJA}, **_TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``{{ ligne.items }}`` is the key ``items`` of a mapping, never its method."""
        if type(obj) is dict or isinstance(obj, Mapping):  # the first test is ten times quicker, and nearly always true
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``{{ ligne['items'] }}``: same as :meth:`getattr`."""
        if isinstance(obj, Mapping):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)


def controler(arbre: nodes.Template, langage: Langage) -> Iterator[tuple[int, str]]:
    """Everything in a parsed template that lies outside the language: line, message in French."""
    for noeud in _parcourir(arbre):
        if not isinstance(noeud, _NOEUDS):
            yield noeud.lineno, f"« {_nom_d_un_noeud(noeud)} » n’est pas admis dans un modèle"
        elif isinstance(noeud, nodes.Getattr) and noeud.attr.startswith("_"):
            yield noeud.lineno, f"« .{noeud.attr} » n’est pas un champ"
        elif isinstance(noeud, nodes.Name) and noeud.name.startswith("_"):
            yield noeud.lineno, f"« {noeud.name} » n’est pas un champ"
        elif isinstance(noeud, nodes.Filter) and noeud.name not in langage.filters:
            yield noeud.lineno, f"le filtre « {noeud.name} » n’existe pas ; filtres admis : {_liste(langage.filters)}"
        elif isinstance(noeud, nodes.Test) and noeud.name not in langage.tests:
            yield noeud.lineno, f"le test « is {noeud.name} » n’existe pas ; tests admis : {_liste(langage.tests)}"
        elif isinstance(noeud, nodes.For) and noeud.recursive:
            yield noeud.lineno, "les boucles récursives ne sont pas admises"
        elif isinstance(noeud, nodes.For) and not isinstance(noeud.iter, _ITERABLES):
            yield noeud.lineno, "une boucle parcourt un champ : {% for ligne in lignes %}"
    if _profondeur(arbre, (nodes.For,)) > BOUCLES_IMBRIQUEES:
        yield 1, f"plus de {BOUCLES_IMBRIQUEES} boucles l’une dans l’autre"
    if _profondeur(arbre, (nodes.For, nodes.If)) > BLOCS_IMBRIQUES:
        yield 1, f"plus de {BLOCS_IMBRIQUES} conditions et boucles l’une dans l’autre"


def defauts_d_une_balise(langage: Langage, genre: str, contenu: str) -> Iterator[str]:
    """What is wrong with one tag taken alone: ``genre`` is ``{{`` or ``{%``, ``contenu`` what stands inside."""
    if len(contenu) > LONGUEUR_BALISE:
        yield f"balise de plus de {LONGUEUR_BALISE} caractères"
        return
    if corriges := _CORRIGES.findall(_TEXTES.sub("", contenu)):
        yield (
            f"le signe {corriges[0]} n’est pas admis dans une balise : si Word l’a mis de lui-même, annulez sa correction "
            'automatique (Ctrl+Z) ; les textes s’y écrivent entre guillemets droits "…", le trait est celui du « moins »'
        )
        return
    if genre == "{%":
        mot = (contenu.split(None, 1) or [""])[0]
        if mot not in COMMANDES:
            yield f"« {mot} » n’est pas une commande admise ; commandes : if, elif, else, endif, for, endfor"
            return
        debut = {"elif": "{% if x %}", "else": "{% if x %}", "endif": "{% if x %}", "endfor": "{% for x in x %}"}
        fin = {"endif": "", "endfor": "", "for": "{% endfor %}"}
        essai = debut.get(mot, "") + "{%" + contenu + "%}" + fin.get(mot, "{% endif %}")
    else:
        essai = "{{" + contenu + "}}"
    try:
        arbre = langage.parse(essai)
    except TemplateError as erreur:
        yield _en_francais(str(erreur.message))
    except (RecursionError, ValueError, OverflowError):
        yield "cette balise est trop compliquée"
    else:
        yield from (message for _ligne, message in controler(arbre, langage))


def _parcourir(noeud: nodes.Node) -> Iterator[nodes.Node]:
    """Every node, in reading order (``find_all`` goes breadth first, which would shuffle the messages)."""
    yield noeud
    for enfant in noeud.iter_child_nodes():
        yield from _parcourir(enfant)


def _profondeur(noeud: nodes.Node, genres: tuple[type[nodes.Node], ...]) -> int:
    if isinstance(noeud, nodes.If):  # an elif is a node inside the if, yet no deeper for the reader
        dessous = [*noeud.body, *(n for branche in noeud.elif_ for n in branche.body), *noeud.else_]
    else:
        dessous = list(noeud.iter_child_nodes())
    return isinstance(noeud, genres) + max((_profondeur(enfant, genres) for enfant in dessous), default=0)


_NOMS_DE_NOEUDS: Final = {
    "Call": "appel de fonction ( )",
    "Pow": "**",
    "Mul": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Concat": "~",
    "Dict": "{ }",
    "NSRef": "set",
}


def _nom_d_un_noeud(noeud: nodes.Node) -> str:
    nom = type(noeud).__name__
    return _NOMS_DE_NOEUDS.get(nom, nom)


def _liste(noms: Iterable[str]) -> str:
    return ", ".join(sorted(noms))


_TRADUCTIONS: Final = (
    (r"Expected an expression, got 'end of", "il manque le nom du champ"),
    (
        r"expected token 'end of \w+ (?:statement|block)', got '(.*)'",
        "« {0} » inattendu (un nom de champ n’a ni espace ni trait d’union)",
    ),
    (r"expected token 'in', got", "une boucle s’écrit {{% for ligne in lignes %}}"),
    (r"expected token '(.*)', got 'end of", "il manque « {0} » à la fin"),
    (r"unexpected char '(.*)' at", "caractère « {0} » inattendu"),
    (r"unexpected '.', expected '(.)'", "il manque « {0} »"),
    (r"unexpected '(.*)'", "« {0} » inattendu"),
    (r"No (?:filter|test) named '(.*)'", "« {0} » n’existe pas"),
)


def _en_francais(message: str) -> str:
    for motif, francais in _TRADUCTIONS:
        if trouve := re.search(motif, message):
            return francais.format(*trouve.groups())
    return "cette balise est mal écrite"
