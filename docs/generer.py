"""Writes the pages of the documentation that are drawn from the code (`make docs`).

`pages()` gives every page without writing it: a test compares them with the files, so that none lags behind the code.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from maia.forms.budget import Budget
from maia.forms.campagne import campagne
from maia.forms.champs import Champ, Valeur, arbre, bloc_de, champs, consigne, phrase, valeurs
from maia.forms.dossier import Pieces
from maia.forms.francais import liste, typographie
from maia.forms.modele import Modele
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, SUBVENTIONS, Compte, nomenclature
from maia.forms.pieces import FACULTATIVE, PRIVE, TOUJOURS, catalogue
from maia.forms.psi import CAUSES, BesoinNonComble
from maia.forms.schema import FORMULAIRES

ICI = Path(__file__).resolve().parent
ENTETE = "<!-- Page tirée du code par « make docs » : ne la modifiez pas ici. -->"
REPONSES_EN_LIGNE = 6

# form → (what it is, a few lines that show how its fields are nested)
OUVERTURES = {
    "dossier": (
        "Tout ce que peut dire un dossier de candidature, dans l’ordre du formulaire (annexes III et IV de la "
        "circulaire). Des dossiers entiers sont dans [samples/dossiers](../samples/dossiers).",
        """\
porteur:
  sigle: AGG
  siege: {adresse: "4, place du Drapeau", commune: Parthenay}
representants:
  - nom: Guérineau
    qualite: président
  - nom: Texier
    qualite: trésorière""",
    ),
    "ars": (
        "Ce que l’ARS écrit une fois pour tous ses documents : qui elle est, quand l’appel a été lancé, ce qui a été "
        "décidé. Des fichiers entiers sont dans [samples/ars](../samples/ars).",
        """\
siege: {adresse: "4, rue de l’Exemple", commune: Poitiers}
convention:
  prise_d_effet: 02/05/2012
decisions:
  - porteur: Association gérontologique de Gâtine
    montant: 150 000
  - porteur: Conseil général de la Vienne""",
    ),
    "psi": (
        "Le plan de services individualisé, dans l’ordre du formulaire (annexe VIII de la circulaire). Des plans "
        "entiers, fictifs, sont dans [samples/psi](../samples/psi).",
        """\
personne:
  nom: Martin
  ne_le: 14/02/1929
besoins:
  - {numero: 1, texte: Compenser l’incapacité partielle à la toilette}
  - numero: 2
    texte: Maintenir le lien social""",
    ),
}

COMMENT_LIRE = """\
Les tableaux donnent, pour chaque champ, son nom dans le fichier, son libellé, ce qu’on y écrit, un exemple et le passage
du texte qui le demande. Un champ sans objet se laisse de côté. Chaque champ s’écrit sur sa ligne, sous le nom de son
bloc et décalé de deux espaces ; dans une liste, un tiret commence chaque élément :

```yaml
{exemple}
```

Un bloc court tient aussi sur une ligne, entre accolades ; la virgule y sépare les champs : un texte qui en contient une
s’y écrit entre guillemets. Dans le nom d’un champ, un tiret tient la place d’un élément de liste."""


def pages() -> dict[str, str]:
    """Every page drawn from the code: name of the file in `docs/`, text."""
    return {nom: _finir(page()) for nom, page in PAGES.items()}


def _finir(morceaux: Iterable[str]) -> str:
    """The pieces one blank line apart; French spaces outside of what is between backquotes or in a block of code."""
    texte = "\n\n".join(morceaux) + "\n"
    return "".join(
        partie if partie.startswith("`") else typographie(partie)
        for partie in re.split(r"(```.*?```|`[^`\n]*`)", texte, flags=re.DOTALL)
    )


def tableau(entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    rangees = [entetes, ["---"] * len(entetes), *lignes]
    return "\n".join(f"| {' | '.join(cellule.replace('|', '&#124;') for cellule in rangee)} |" for rangee in rangees)


def code(texte: str) -> str:
    """Between backquotes; nothing for nothing."""
    return f"`{texte}`" if texte else ""


# --- The fields of a form -------------------------------------------------------------------------------------------


def formulaire(nom: str) -> Callable[[], Iterator[str]]:
    """The page that lists the fields of a form."""

    def page() -> Iterator[str]:
        modele, titre = FORMULAIRES[nom]
        ouverture, exemple = OUVERTURES[nom]
        yield f"# {titre} : les champs"
        yield ENTETE
        yield ouverture
        yield COMMENT_LIRE.replace("{exemple}", exemple)
        yield _sources(modele)
        yield "## Comment s’écrivent les valeurs"
        yield _formes(modele)
        yield "## En tête du fichier"
        yield from _contenu(modele, (), "", {})

    return page


def _sources(modele: type[Modele]) -> str:
    citees = {champ.source.split()[0] for _, champ in arbre(modele) if champ.source}
    textes = campagne().textes.items()
    return "Textes cités :\n\n" + "\n".join(f"- {sigle} : {texte}" for sigle, texte in textes if sigle in citees)


def _formes(modele: type[Modele]) -> str:
    presentes = (valeur for _, champ in arbre(modele) for valeur in valeurs(champ.nature) if valeur.nom)
    return tableau(
        ("Valeur", "On peut écrire"),
        [(_valeur(v), liste(map(code, v.exemples), "ou")) for v in dict.fromkeys(presentes)],
    )


def _valeur(valeur: Valeur) -> str:
    return valeur.nom if valeur.nom.lower() in valeur.forme.lower() else f"{valeur.nom}, {valeur.forme}"


def _contenu(
    modele: type[Modele], chemin: tuple[str, ...], source: str, decrits: dict[type[Modele], str]
) -> Iterator[str]:
    """The fields of a block in a table, what it needs besides, then a section for each block it holds."""
    tous = [champ if champ.source else replace(champ, source=source) for champ in champs(modele)]
    if simples := [champ for champ in tous if bloc_de(champ.nature)[0] is None]:
        yield tableau(
            ("Champ", "Libellé", "Ce qu’on écrit", "Exemple", "Source"),
            [(code(c.nom), c.libelle, _consigne(c), code(c.exemple), c.source) for c in simples],
        )
    yield from _reponses(simples)
    if modele in COMPLEMENTS:
        yield from COMPLEMENTS[modele]()
    for champ in tous:
        bloc, rang = bloc_de(champ.nature)
        if bloc is None:
            continue
        nom = ".".join((*chemin, champ.nom))
        niveau = len(chemin) - chemin.count("–") + 2  # a rank in a list is no level of its own
        yield f"{'#' * min(niveau, 4)} {champ.libelle} – `{nom}`"
        yield _presentation(champ, bool(rang))
        if bloc in decrits:
            yield f"Mêmes champs que `{decrits[bloc]}`."
            continue
        decrits[bloc] = nom
        yield from _contenu(bloc, (*chemin, champ.nom, *rang), champ.source, decrits)


def _presentation(champ: Champ, est_liste: bool) -> str:
    phrases = [champ.description if champ.description != champ.libelle else ""]
    if est_liste:
        phrases.append("Un tiret par élément")
    if champ.source:
        phrases.append(f"Source : {champ.source}")
    if champ.exemple:
        phrases.append(f"Exemple : {code(champ.exemple)}")
    return " ".join(map(phrase, filter(None, phrases)))


def _consigne(champ: Champ) -> str:
    """What to write, with the answers when the list of them is closed."""
    choix = champ.nature.choix if isinstance(champ.nature, Valeur) else ()
    if not choix or champ.nature == Valeur(forme="oui ou non", choix=choix):
        return consigne(champ)
    reponses = liste(choix, "ou") if len(choix) <= REPONSES_EN_LIGNE else "Une des réponses ci-dessous"
    return f"{consigne(champ)} {phrase(reponses)}".strip()


def _reponses(simples: list[Champ]) -> Iterator[str]:
    for champ in simples:
        for valeur in valeurs(champ.nature):
            if len(valeur.choix) > REPONSES_EN_LIGNE and valeur.choix != tuple(CAUSES):
                yield f"Réponses prévues pour `{champ.nom}` : {liste(valeur.choix, 'ou')}."


# --- What some blocks need besides ----------------------------------------------------------------------------------


def _comptes() -> Iterator[str]:
    yield (
        "Un compte se donne en bloc (`62: 9 267`) ou par lignes (`60: {Achats matières et fournitures: 2 400}`) ; le "
        "compte 74, par financeurs, avec A pour une subvention accordée et T pour une subvention attendue :"
    )
    yield """\
```yaml
budget:
  charges:
    60: {Achats matières et fournitures: 2 400, Autres fournitures: 600}
    62: 9 267
    indirectes: {Charges fixes de fonctionnement: 5 000}
  produits:
    74:
      - {financeur: ARS, montant: 151 667, statut: T}
      - {financeur: Conseil général des Deux-Sèvres, montant: 5 000, statut: A}
  contributions:
    86: {Personnel bénévole: 3 000}
    87: {Bénévolat: 3 000}
```"""
    for cote in (CHARGES, PRODUITS, CONTRIBUTIONS):
        comptes = nomenclature().cote(cote).values()
        yield f"Comptes de `{cote}` :"
        yield tableau(
            ("Compte", "Intitulé", "Lignes", "Source"),
            [(code(c.numero), c.libelle, _lignes(c), c.source) for c in comptes],
        )
    yield "Notes du formulaire : " + " ".join(f"({n}) {phrase(note)}" for n, note in nomenclature().notes.items())


def _lignes(compte: Compte) -> str:
    if compte.numero == SUBVENTIONS:
        return "un tiret par financeur : " + " ; ".join(
            libelle.rstrip(" :") for libelle, _ in nomenclature().financeurs
        )
    return " ; ".join((*compte.lignes, *(["à préciser"] if compte.a_preciser else [])))


_DEMANDEES = {
    TOUJOURS: "à tous",
    PRIVE: "à un porteur privé sans but lucratif",
    FACULTATIVE: "facultative",
}


def _pieces() -> Iterator[str]:
    yield tableau(
        ("Champ", "Pièce", "Demandée", "On écrit", "Source"),
        [
            (
                code(cle),
                piece.libelle,
                _DEMANDEES[piece.demandee],
                "un chemin" if piece.type == "fichier" else "un chemin, ou une liste de chemins",
                piece.source,
            )
            for cle, piece in catalogue().pieces.items()
        ],
    )
    yield "Une ARS peut demander d’autres pièces, dans une liste à elle de même forme que `forms/pieces.yaml` (`--pieces`)."


def _causes() -> Iterator[str]:
    yield "Réponses prévues pour `cause` :"
    yield tableau(("Cause de l’écart", "Quand l’employer"), CAUSES.items())


COMPLEMENTS: dict[type[Modele], Callable[[], Iterator[str]]] = {
    Budget: _comptes,
    Pieces: _pieces,
    BesoinNonComble: _causes,
}


def _module(nom: str) -> Callable[[], Iterable[str]]:
    """The page that a module of this folder draws; imported when drawn, since it uses what is above."""
    return lambda: importlib.import_module(f"docs.{nom}").page()  # type: ignore[no-any-return]


PAGES: dict[str, Callable[[], Iterable[str]]] = {
    **{f"champs-{nom}.md": formulaire(nom) for nom in FORMULAIRES},
    "champs-modeles.md": _module("champs_modeles"),
    "commandes.md": _module("commandes"),
    "psi-confidentialite.md": _module("confidentialite"),
    "regles.md": _module("regles"),
    "psi-corpus.md": _module("psi_corpus"),
}


if __name__ == "__main__":
    for nom, texte in pages().items():
        (ICI / nom).write_text(texte, encoding="utf-8", newline="\n")
