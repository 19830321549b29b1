"""Changing one value in a user's YAML file and nothing else: comments, order and spacing stay as they were typed."""

from __future__ import annotations

from collections.abc import Sequence

from maia.forms.constat import Chemin
from maia.forms.lecture import Lecture
from maia.forms.redaction_textes import scalaire


def poser(lecture: Lecture, chemin: Chemin, valeur: str | Sequence[str]) -> str:
    """The text of the file with `valeur` written at `chemin`, where one value on one line, or nothing, now stands.

    A list is written between brackets, on one line. Raises `KeyError` when nothing is named at `chemin`.
    """
    debut, fin = lecture.etendue(chemin)
    flux = any(lecture.entre_accolades(chemin[:rang]) for rang in range(len(chemin)))
    if isinstance(valeur, str):
        ecrit = scalaire(" ".join(valeur.split()), flux=flux)
    else:
        ecrit = f"[{', '.join(scalaire(v, flux=True) for v in valeur)}]"
    colle = debut > 0 and lecture.texte[debut - 1] in ":-"
    return f"{lecture.texte[:debut]}{' ' if colle else ''}{ecrit}{lecture.texte[fin:]}"


def ajouter_rangee(lecture: Lecture, liste: Chemin, champs: Sequence[str]) -> str:
    """The text of the file with one more empty row, of these fields, after the last one of a list of blocks.

    Raises `KeyError` when the list has no row to follow, or is written between brackets.
    """
    sous = [chemin for chemin, _ in lecture.textes() if chemin[: len(liste)] == liste and len(chemin) > len(liste) + 1]
    dernier = sous[-1]
    premier = next(chemin for chemin in sous if chemin[: len(liste) + 1] == dernier[: len(liste) + 1])
    if any(lecture.entre_accolades(dernier[:rang]) for rang in range(len(dernier))):
        raise KeyError(liste)
    marge = " " * (lecture.position_cle(premier[: len(liste) + 2]).colonne - 3)
    _, fin = lecture.etendue(dernier)
    coupe = lecture.texte.find("\n", fin)
    fin_de_ligne = "\r\n" if "\r\n" in lecture.texte else "\n"
    rangee = "".join(f"{marge}{'  ' if rang else '- '}{nom}:{fin_de_ligne}" for rang, nom in enumerate(champs))
    if coupe < 0:
        return lecture.texte + fin_de_ligne + rangee
    return lecture.texte[: coupe + 1] + rangee + lecture.texte[coupe + 1 :]


def inserer(lecture: Lecture, cle: str, valeur: str, avant: Sequence[str]) -> str:
    """The text of the file with a line `cle: valeur` at its root, above the first of the fields `avant` that it has.

    At the end when it has none. Raises `KeyError` when the whole file is written between braces.
    """
    if lecture.entre_accolades(()):
        raise KeyError(cle)
    fin_de_ligne = "\r\n" if "\r\n" in lecture.texte else "\n"
    ligne = f"{cle}: {scalaire(valeur)}{fin_de_ligne}"
    suivante = next((nom for nom in avant if lecture.contient((nom,))), None)
    if suivante is None:
        fin = "" if lecture.texte.endswith("\n") else fin_de_ligne
        return f"{lecture.texte}{fin}{ligne}"
    lignes = lecture.texte.splitlines(keepends=True)
    rang = lecture.position_cle((suivante,)).ligne - 1
    return "".join([*lignes[:rang], ligne, *lignes[rang:]])
