"""Filling a dossier question by question: each answer is checked and written at once, so that one may stop anywhere."""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.francais import sans_accents
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.forms.parcours import Question, champs_de_la_liste, libelle_de_la_liste, liste_de, questions
from maia.forms.retouche import ajouter_rangee, poser
from maia.validators.rapport import verifier

AIDE = "?"
RETOUR = "<"
BLOC = ">"
FIN = "fin"

MODE_D_EMPLOI = (
    "Entrée : laisser vide ou garder la réponse.   ?  explication   <  question précédente",
    ">  bloc suivant   >budget  aller au budget   fin  s’arrêter. Chaque réponse est enregistrée aussitôt.",
)


class Guide:
    """Asks the questions of one file. `texte` is always what stands on the disk."""

    def __init__(self, chemin: Path, lecture: Lecture, campagne: Campagne, depart: Chemin | None) -> None:
        """`depart` is the last field answered in an earlier session: the questions go on after it."""
        self.chemin = chemin
        self.lecture = lecture
        self.campagne = campagne
        self._bloc = ""
        self._rang = self._apres(depart)

    def conduire(self) -> None:
        """Ask until the last question, or « fin ». Raises `EcritureRefusee` when the file can't be written."""
        for ligne in MODE_D_EMPLOI:
            click.echo(ligne)
        while (q := self._question()) is not None:
            if not self._poser(q):
                return

    def _apres(self, depart: Chemin | None) -> int:
        chemins = [q.chemin for q in questions(self.lecture)]
        if depart in chemins:
            return chemins.index(depart) + 1
        return next((rang for rang, chemin in enumerate(chemins) if not self._ecrit(chemin)), len(chemins))

    def _question(self) -> Question | None:
        liste = questions(self.lecture)
        return liste[self._rang] if self._rang < len(liste) else None

    def _ecrit(self, chemin: Chemin) -> str:
        debut, fin = self.lecture.etendue(chemin)
        return self.lecture.texte[debut:fin]

    def _poser(self, q: Question) -> bool:
        """One question, until its answer is readable; `False` to stop."""
        if q.bloc != self._bloc:
            self._bloc = q.bloc
            click.secho(f"\n{q.bloc}", bold=True)
        while True:
            tape = click.prompt(self._invite(q), default="", show_default=False, prompt_suffix=" : ").strip()
            if tape == FIN:
                return False
            if tape == AIDE:
                for ligne in paragraphe(q.aide):
                    click.echo(ligne)
            elif tape == RETOUR:
                self._rang = max(0, self._rang - 1)
                return True
            elif tape.startswith(BLOC):
                if self._sauter(q.bloc, sans_accents(tape[len(BLOC) :])):
                    return True
            elif not tape or self._repondre(q, tape):
                self._avancer(q)
                return True

    def _invite(self, q: Question) -> str:
        choix = f" ({', '.join(f'{n} {c}' for n, c in enumerate(q.choix, 1))})" if q.choix else ""
        deja = self._ecrit(q.chemin)
        return f"{q.libelle}{choix}" + (f" [{deja}]" if deja else "")

    def _repondre(self, q: Question, tape: str) -> bool:
        """Check the answer and write it; `False` when the question is to be asked again."""
        texte = poser(self.lecture, q.chemin, q.reponse(tape))
        lu = ouvrir_texte(texte.encode(), str(self.chemin))
        if isinstance(lu, Illisible):
            _dire(lu.message)
            return False
        if fautes := [f for f in lu.dossier.fautes if f.chemin[: len(q.chemin)] == q.chemin]:
            for faute in fautes:
                _dire(f"{faute.message} {faute.remede}")
            return False
        self._enregistrer(texte)
        for constat in _propres(lu, q.chemin, self.campagne):
            _dire(f"{constat.message} {constat.remede} (« < » pour corriger.)")
        return True

    def _enregistrer(self, texte: str) -> None:
        if self.chemin.read_bytes() != self.lecture.octets:
            raise EcritureRefusee(
                f"« {self.chemin} » a été modifié par un autre programme pendant les questions : enregistrez-le, "
                "fermez-le, puis relancez la commande."
            )
        lecture = analyser(texte.encode(), str(self.chemin))
        if isinstance(lecture, Illisible):  # read a moment ago
            raise TypeError(lecture.message)
        ecrire({self.chemin: texte.encode()}, ecraser=True)
        self.lecture = lecture

    def _avancer(self, q: Question) -> None:
        self._rang += 1
        suivante = self._question()
        for liste in _listes_finies(q.chemin, suivante.chemin if suivante else ()):
            if self._remplie(q.chemin[: len(liste) + 1]) and _oui(f"Ajouter à « {libelle_de_la_liste(liste)} »"):
                self._enregistrer(ajouter_rangee(self.lecture, liste, champs_de_la_liste(liste)))
                return

    def _remplie(self, rangee: Chemin) -> bool:
        return any(texte for chemin, texte in self.lecture.textes() if chemin[: len(rangee)] == rangee)

    def _sauter(self, bloc: str, nom: str) -> bool:
        """Go to the next block, or to the first whose name holds `nom`; `False` when there is none."""
        blocs = [q.bloc for q in questions(self.lecture)]
        if nom:
            trouve = next((rang for rang, b in enumerate(blocs) if nom in sans_accents(b)), None)
            if trouve is None:
                _dire("Aucun bloc ne porte ce nom.")
                return False
            self._rang = trouve
            return True
        while self._rang < len(blocs) and blocs[self._rang] == bloc:
            self._rang += 1
        return True


def _listes_finies(ici: Chemin, suivante: Chemin) -> list[Chemin]:
    """The lists whose last row ends at `ici`, when the next question is `suivante`: the innermost first."""
    finies = []
    liste = liste_de(ici)
    while liste is not None and suivante[: len(liste)] != liste:
        finies.append(liste)
        liste = liste_de(liste)
    return finies


def _propres(lu: DossierLu, chemin: Chemin, c: Campagne) -> list[Constat]:
    """What the rules find wrong in this very answer; what is still missing elsewhere will be asked in its turn."""
    return [
        constat
        for constat in verifier(lu.dossier, c, lu.lecture).constats
        if constat.etapes == chemin and constat.gravite is not Gravite.INFORMATION
    ]


def _oui(question: str) -> bool:
    """A yes asked in French; click only knows « y »."""
    return sans_accents(click.prompt(f"{question} ? (o/N)", default="", show_default=False)).startswith("o")


def _dire(texte: str) -> None:
    for ligne in paragraphe(texte):
        click.secho(ligne, fg="yellow")
