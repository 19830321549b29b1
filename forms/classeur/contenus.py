"""From a cell to the text that a person would have typed in the dossier, and what to say of it.

Excel turns what is typed into numbers and dates: `01000` into 1000, a telephone into 536491000, a SIRET into 7,92E+10.
What was lost is put back when it is certain (a postal code has five digits, a SIRET has its own key), and said.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from stdnum.fr import siren, siret

from maia.forms.champs import Valeur
from maia.forms.classeur.grille import Cellule, Contenu
from maia.forms.classeur.normes import ETP, MONTANT, NOMBRE, texte_norme
from maia.forms.constat import Gravite
from maia.forms.francais import date_courte, montrable
from maia.forms.redaction import montant_saisi

_PRES = 1e-6  # what a double loses of a whole amount


@dataclass(frozen=True, slots=True)
class Remarque:
    """Something to say of a cell: where (`Budget!C12`), how serious, what, and what to do.

    `BLOQUANT`: not understood, or not taken. `AVERTISSEMENT`: taken, to be checked. `INFORMATION`: put right.
    """

    adresse: str
    gravite: Gravite
    message: str
    remede: str = ""


@dataclass(slots=True)
class Journal:
    """What there is to say of a workbook, as it is read."""

    remarques: list[Remarque] = field(default_factory=list)

    def dire(self, cellule: Cellule | str, gravite: Gravite, message: str, remede: str = "") -> None:
        """One more remark on a cell."""
        adresse = cellule if isinstance(cellule, str) else cellule.adresse
        self.remarques.append(Remarque(adresse, gravite, message, remede))


def texte_de(cellule: Cellule | None, nature: Valeur, journal: Journal, champ: str = "") -> str | None:
    """The text of a cell for a field written as `nature`; `None` when it holds nothing that can be taken."""
    if cellule is None:
        return None
    if cellule.erreur:
        dit = montrable(str(cellule.contenu or cellule.formule))
        journal.dire(
            cellule, Gravite.BLOQUANT, f"La case montre l’erreur {dit} : rien n’y est lu.", "Écrivez la valeur."
        )
        return None
    if cellule.contenu is None:
        journal.dire(
            cellule,
            Gravite.BLOQUANT,
            "Cette formule n’a pas de valeur enregistrée : rien n’y est lu.",
            "Ouvrez le classeur dans un tableur et enregistrez-le, ou écrivez la valeur.",
        )
        return None
    texte = _texte(cellule.contenu, nature)
    if cellule.formule:
        journal.dire(
            cellule,
            Gravite.INFORMATION,
            f"Une formule est dans cette case : sa valeur, « {montrable(texte)} », est lue.",
        )
    if isinstance(cellule.contenu, int | float) and not isinstance(cellule.contenu, bool):
        texte = _zeros(cellule, texte, nature, champ, journal)
    return texte_norme(texte, nature)


def _texte(contenu: Contenu, nature: Valeur) -> str:
    match contenu:
        case bool():
            return "oui" if contenu else "non"
        case int() | float():
            return _nombre(float(contenu), nature) if isinstance(contenu, float) else _entier(contenu, nature)
        case datetime.datetime():
            minuit = contenu.time() == datetime.time()
            return date_courte(contenu) if minuit else f"{date_courte(contenu)} {contenu:%H:%M}"
        case datetime.date():
            return date_courte(contenu)
        case datetime.time():
            return f"{contenu:%H:%M}"
    return str(contenu)


def _entier(contenu: int, nature: Valeur) -> str:
    return montant_saisi(contenu) if nature.nom == MONTANT else str(contenu)


def _nombre(contenu: float, nature: Valeur) -> str:
    if abs(contenu) < 1e15 and abs(contenu - round(contenu)) < _PRES:
        return _entier(round(contenu), nature)
    if nature.nom == MONTANT and abs(contenu) < 1e15:
        entier, _, centimes = f"{contenu:.2f}".partition(".")
        signe = "-" if entier.startswith("-") and not int(entier) else ""
        return f"{signe}{montant_saisi(int(entier))},{centimes}"
    if nature.nom == ETP:
        return f"{round(contenu, 4):.4f}".rstrip("0")
    return repr(contenu).replace(".", ",")


def _cle_juste(verifier: Callable[[str], bool], longueur: int) -> Callable[[str], str | None]:
    def rendre(chiffres: str) -> str | None:
        complet = chiffres.zfill(longueur)
        return complet if len(complet) == longueur and verifier(complet) else None

    return rendre


def _complet(longueur: int) -> Callable[[str], str | None]:
    return lambda chiffres: chiffres.zfill(longueur) if len(chiffres) == longueur - 1 else None


# What Excel's numbers lose, by the name of the value, then by the field: what puts it back, when it is certain.
_RETABLIR: dict[str, Callable[[str], str | None]] = {
    "SIRET": _cle_juste(siret.is_valid, 14),
    "SIREN": _cle_juste(siren.is_valid, 9),
    "Code postal": _complet(5),
    "Téléphone": _complet(10),
    "Département": _complet(2),
    "insee": _complet(5),
}
_LONGUEURS = {"code_banque": 5, "code_guichet": 5, "cle": 2}


def _zeros(cellule: Cellule, texte: str, nature: Valeur, champ: str, journal: Journal) -> str:
    """The zeros that a number lost at its start, put back when nothing else is possible."""
    if nature.nom in (MONTANT, NOMBRE, ETP) or not re.fullmatch(r"\d+", texte, re.ASCII):
        return texte
    longueur = _LONGUEURS.get(champ)
    retablir = _RETABLIR.get(nature.nom) or _RETABLIR.get(champ)
    if longueur and len(texte) < longueur:
        rendu: str | None = texte.zfill(longueur)
    else:
        rendu = retablir(texte) if retablir else None
    if rendu and rendu != texte:
        journal.dire(
            cellule,
            Gravite.INFORMATION,
            f"Le tableur a fait de cette case un nombre, {texte} : le zéro de tête est rétabli, « {rendu} ».",
            "Vérifiez-le ; donnez à la case le format Texte.",
        )
        return rendu
    if champ == "code":
        journal.dire(
            cellule,
            Gravite.AVERTISSEMENT,
            f"Cette case est un nombre, {texte} : s’il commençait par un zéro, le tableur l’a perdu.",
            "Vérifiez-le dans le dossier.",
        )
    return texte
