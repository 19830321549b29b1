"""What the reader says when a file is not a dossier: one plain French sentence for each way of going wrong."""

from __future__ import annotations

import re
from typing import Any

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "C’est un document Word, Excel ou une archive ZIP, pas un fichier YAML (texte)."),
    (b"\xd0\xcf\x11\xe0", "C’est un ancien document Word ou Excel (.doc, .xls), pas un fichier YAML (texte)."),
    (b"%PDF", "C’est un PDF, pas un fichier YAML (texte)."),
    (b"{\\rtf", "C’est un document RTF, pas un fichier YAML (texte)."),
)


def refus_d_octets(octets: bytes) -> str | None:
    """The sentence for bytes that are plainly not UTF-8 text (empty, Word, PDF, UTF-16, binary), or `None`."""
    if not octets.strip():
        return "Le fichier est vide."
    for signature, message in _SIGNATURES:
        if octets.startswith(signature):
            return message
    if octets.startswith(_UTF16) or octets[:4:2] == b"\0\0" or octets[1:4:2] == b"\0\0":
        return "Le fichier est enregistré en UTF-16 (« Unicode ») : dans votre éditeur, « Enregistrer sous », encodage UTF-8."
    if b"\0" in octets[:4096]:
        return "Le fichier est binaire (image, programme…), pas un fichier YAML (texte)."
    return None


_INSECABLES = "\u00a0\u202f\u2007\u2009"
_RETRAIT_INSECABLE = (
    "Un espace insécable se trouve dans le retrait de cette ligne : remplacez-le par des espaces ordinaires."
)


def nom_de_champ(texte: str) -> tuple[str, str | None]:
    """The name meant by a key that holds invisible characters, and what is wrong with it (or `None`).

    A word processor puts a no-break space before the colon, and that one is harmless.
    """
    nom = texte.rstrip(_INSECABLES)
    if nom[:1] in _INSECABLES and nom:
        return nom, _RETRAIT_INSECABLE
    for caractere in nom:
        if not caractere.isprintable() and caractere not in _INSECABLES:
            return nom, (
                f"Un caractère invisible (U+{ord(caractere):04X}) se trouve dans ce nom de champ : "
                "effacez-le et retapez le nom."
            )
    return nom, None


_AVANT = "place:"
"""Marks, in the table below, the faults shown where they begin (an opening quote) rather than where they are noticed."""

# libyaml's words (context, then problem) → ours. Fragments, the most telling first.
_YAML: tuple[tuple[str, str], ...] = (
    ("tab character", "Une tabulation sert de retrait : remplacez-la par des espaces."),
    (
        "mapping values are not allowed",
        "Des deux-points sont de trop ici, ou la ligne est mal alignée. Un texte qui contient « : » s’écrit entre guillemets.",
    ),
    (
        "mapping keys are not allowed",
        "Un point d’interrogation ne peut pas commencer une valeur : mettez la valeur entre guillemets.",
    ),
    (
        "block sequence entries are not allowed",
        "Un tiret de liste n’est pas à sa place : passez à la ligne et alignez-le.",
    ),
    (
        "could not find expected ':'",
        _AVANT + "Il manque « : » après le nom du champ (ou la ligne précédente n’est pas terminée).",
    ),
    (
        "found character that cannot start",
        "Ce caractère ne peut pas commencer une valeur : mettez la valeur entre guillemets.",
    ),
    (
        "block mapping: did not find expected key",
        "La ligne est mal alignée, ou un guillemet, une accolade ou une virgule manque juste avant.",
    ),
    ("did not find expected '-'", "Un tiret « - » est attendu ici : les éléments d’une liste doivent être alignés."),
    ("expected ',' or '}'", "Il manque une virgule, ou l’accolade « } » qui ferme celle de la ligne {ouverture}."),
    ("expected ',' or ']'", "Il manque une virgule, ou le crochet « ] » qui ferme celui de la ligne {ouverture}."),
    ("found unexpected end of stream", _AVANT + "Le guillemet ouvert ici n’est jamais fermé."),
    ("unexpected document indicator", "Une ligne « --- » ou « ... » coupe un texte entre guillemets."),
    ("a tag", "Un texte qui commence par « ! » s’écrit entre guillemets."),
    ("tag handle", "Un texte qui commence par « ! » s’écrit entre guillemets."),
    ("escape", "Après « \\ », ce caractère n’est pas admis : remplacez les guillemets doubles par des simples."),
    ("hexdecimal", "Après « \\ », ce caractère n’est pas admis : remplacez les guillemets doubles par des simples."),
    ("did not find expected node content", "Une valeur est attendue ici."),
    ("expected <document start>", "La ligne est mal alignée, ou un texte suit la fin du dossier."),
    ("scanning an anchor", "Un texte qui commence par « & » s’écrit entre guillemets."),
    ("scanning an alias", "Un texte qui commence par « * » s’écrit entre guillemets."),
    ("equal to 0", "Après « | » ou « > », passez à la ligne."),
    ("scanning a block scalar", "Après « | » ou « > », passez à la ligne."),
    ("directive", "Une ligne ne peut pas commencer par « % »."),
    ("incompatible", "Une ligne ne peut pas commencer par « % »."),
)
_INCONNU = "L’écriture n’est pas comprise ici : vérifiez l’alignement, les deux-points et les guillemets."

# A name stuck to its colon, `nom:Dupont`: YAML takes the line for the middle of a text. `http://…` is no such name.
_COLLE = re.compile(r"[ \t]*(?:- +)?[\w(][^:#\"'{}\[\],]*(:)(?=[^ /\t:])")


def diagnostic(texte: str, erreur: Any) -> tuple[str, int, int]:
    """libyaml's error on `texte` as a French sentence that says what to do, with its line and column (1-based)."""
    marque: Any = erreur.problem_mark or erreur.context_mark
    ouverture: Any = erreur.context_mark or marque
    probleme = f"{erreur.context or ''}: {erreur.problem or ''}"
    message = next((m for fragment, m in _YAML if fragment in probleme), _INCONNU)
    place = ouverture if message.startswith(_AVANT) else marque
    ligne, colonne = place.line + 1, place.column + 1
    if place.index >= len(texte):  # libyaml points at a line after the last one
        lignes = couper(texte.rstrip())
        ligne, colonne = len(lignes), len(lignes[-1]) + 1
    ici, avant = texte[place.index : place.index + 1], texte[place.index - 1 : place.index]
    if texte[marque.index : marque.index + 1] == "\t":
        message, ligne, colonne = _YAML[0][1], marque.line + 1, marque.column + 1
    elif ici and ici in "]}":
        message = f"Ce « {ici} » ne ferme rien : il est de trop, ou ce n’est pas ce signe qui est ouvert."
    elif ici == "-" and message.startswith(_AVANT + "Il manque « : »"):
        message = "Il manque un espace après ce tiret, ou « : » après le nom du champ."
    elif ici.strip() and avant and avant in "'\"" and " expected " in probleme:
        message = (
            "Un guillemet ferme le texte trop tôt : pour garder une apostrophe ou un guillemet dans un texte, "
            "entourez-le de l’autre sorte de guillemets."
        )
    elif trouve := _ligne_fautive(texte, marque.line):
        message, ligne, colonne = trouve
    return message.removeprefix(_AVANT).replace("{ouverture}", str(ouverture.line + 1)), ligne, colonne


def _ligne_fautive(texte: str, rang: int) -> tuple[str, int, int] | None:
    """A no-break space in an indent, or a name stuck to its colon, on the line of the fault or just above it."""
    lignes = couper(texte)
    for i in (rang, rang - 1):
        if not 0 <= i < len(lignes) or not lignes[i]:
            continue
        debut = lignes[i].lstrip(" ")
        if debut and debut[0] in _INSECABLES:
            return _RETRAIT_INSECABLE, i + 1, len(lignes[i]) - len(debut) + 1
        if colle := _COLLE.match(lignes[i]):
            return "Il manque un espace ordinaire après ces deux-points.", i + 1, colle.start(1) + 1
    return None


def couper(texte: str) -> list[str]:
    """The lines of `texte`, as editors and libyaml number them."""
    # Not a regular expression: a hostile file may hold a million lines.
    return texte.replace("\r\n", "\n").replace("\r", "\n").split("\n")
