"""The questions a dossier still asks, in the order of its file: what to show of each, and how its answer is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from maia.forms.budget import Financeur
from maia.forms.champs import RANG, Alternative, Champ, Liste, arbre, champs, valeurs
from maia.forms.constat import Chemin
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, Compte, nomenclature
from maia.forms.pieces import catalogue
from maia.forms.squelette import explication


@dataclass(frozen=True, slots=True)
class Question:
    """One field to fill: its path, the block it stands in, its label, what to write, and whether it takes several values."""

    chemin: Chemin
    bloc: str
    libelle: str
    aide: str
    choix: tuple[str, ...] = ()
    plusieurs: bool = False

    def reponse(self, tape: str) -> str | list[str]:
        """What was typed, as it goes in the file: a number chooses in a closed list, commas separate several values."""
        propre = " ".join(tape.split())
        if self.choix and propre.isdecimal() and 1 <= int(propre) <= len(self.choix):
            return self.choix[int(propre) - 1]
        if self.plusieurs:
            return [morceau for m in propre.split(",") if (morceau := m.strip())]
        return propre


def questions(lecture: Lecture) -> list[Question]:
    """A question for each field of the file that one line can answer, answered or not, in the file's order."""
    return [q for chemin, _ in lecture.textes() if (q := _question(chemin)) is not None]


def liste_de(chemin: Chemin) -> Chemin | None:
    """The list of blocks in which the field at `chemin` stands, the innermost one."""
    rangs = [rang for rang, etape in enumerate(chemin) if isinstance(etape, int) and rang < len(chemin) - 1]
    return chemin[: rangs[-1]] if rangs else None


def champs_de_la_liste(liste: Chemin) -> Sequence[str]:
    """The names of the fields of one row of a list of blocks."""
    prefixe = (*_anonyme(liste), RANG)
    if _est_un_compte(prefixe):
        return [champ.nom for champ in champs(Financeur)]
    return [chemin[-1] for chemin in _champs() if chemin[:-1] == prefixe]


def libelle_de_la_liste(liste: Chemin) -> str:
    """What a list is called: « Représentants légaux »."""
    connu = _champs().get(_anonyme(liste))
    return connu.libelle if connu else "Financeurs"


def _question(chemin: Chemin) -> Question | None:
    anonyme = _anonyme(chemin)
    if (champ := _champs().get(anonyme)) is not None:
        fermee = next((v.choix for v in valeurs(champ.nature) if v.choix), ())
        return Question(
            chemin, _bloc(chemin), champ.libelle, explication(champ, titre=False), fermee, _plusieurs(champ)
        )
    if chemin[0] == "pieces" and len(chemin) == 2 and (piece := catalogue().pieces.get(str(chemin[1]))):
        libelle = f"{piece.libelle[0].upper()}{piece.libelle[1:]}"
        aide = f"Chemin du PDF, à partir du dossier YAML. Ex. : pieces/{chemin[1]}.pdf [{piece.source}]"
        return Question(chemin, _bloc(chemin), libelle, aide)
    if _est_un_compte(anonyme):
        if isinstance(chemin[-2], int):
            return _question_de_financeur(chemin)
        aide = f"Montant en euros, sans centimes. Ex. : 2 400 [{_compte(chemin).source}]"
        return Question(chemin, _bloc(chemin), str(chemin[-1]), aide)
    return None


def _question_de_financeur(chemin: Chemin) -> Question | None:
    champ = next((c for c in champs(Financeur) if c.nom == chemin[-1]), None)
    if champ is None:
        return None
    fermee = next((v.choix for v in valeurs(champ.nature) if v.choix), ())
    return Question(chemin, _bloc(chemin), champ.libelle, explication(champ, titre=False), fermee)


def _anonyme(chemin: Chemin) -> tuple[str, ...]:
    return tuple(RANG if isinstance(etape, int) else etape for etape in chemin)


@cache
def _champs() -> dict[tuple[str, ...], Champ]:
    return dict(arbre(Dossier))


def _plusieurs(champ: Champ) -> bool:
    facons = champ.nature.facons if isinstance(champ.nature, Alternative) else (champ.nature,)
    return any(isinstance(facon, Liste) for facon in facons)


def _est_un_compte(anonyme: tuple[str, ...]) -> bool:
    """Whether a path is in an account, whose lines are not fields of a model."""
    cotes = [rang for rang, etape in enumerate(anonyme) if etape in (CHARGES, PRODUITS, CONTRIBUTIONS)]
    return bool(cotes) and cotes[0] > 0 and anonyme[cotes[0] - 1] == "budget" and len(anonyme) > cotes[0] + 1


def _compte(chemin: Chemin) -> Compte:
    rang = chemin.index("budget")
    return nomenclature().cote(str(chemin[rang + 1]))[str(chemin[rang + 2])]


def _bloc(chemin: Chemin) -> str:
    """`Représentants légaux n° 2`, `Budget › Charges › 60 – Achats`."""
    noms: list[str] = []
    for rang, etape in enumerate(chemin[:-1], 1):
        ici = chemin[:rang]
        if isinstance(etape, int):
            noms[-1] += f" n° {etape + 1}"
        elif (connu := _champs().get(_anonyme(ici))) is not None:
            noms.append(connu.libelle)
        elif _est_un_compte(_anonyme(ici)):
            libelle = _compte(ici).libelle
            noms.append(f"{etape} – {libelle}" if str(etape).isdecimal() else libelle)
        else:
            noms.append(str(etape))
    return " › ".join(noms)
