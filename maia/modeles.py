"""The user's own templates: a folder, where a file that bears the name of one of ours takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.forms.francais import INSECABLE, liste, pluriel
from maia.forms.systeme import motif, octets_de
from maia.generators.documents import Document
from maia.generators.production import catalogue, modele_officiel
from maia.generators.relecture.modeles import Anomalie, Niveau, verifier_classeur, verifier_word
from maia.largeur import a_taper, montrer
from maia.ligne import ILLISIBLE

TAILLE_MAXIMALE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Modele:
    """A template of ours: its file name, what is made from it, its source; the documents that it serves, if any."""

    nom: str
    usage: str
    source: str
    documents: tuple[Document, ...] = ()

    @property
    def excel(self) -> bool:
        """Whether it is a workbook."""
        return self.nom.endswith(".xlsx")

    def anomalies(self, octets: bytes) -> list[Anomalie]:
        """All there is to see in an edited copy, each thing once."""
        from maia.champs_modeles import champs_connus  # noqa: PLC0415 - it loads the rules

        officiel = modele_officiel(self.nom)
        if self.excel:
            return verifier_classeur(octets, self.nom, officiel)
        vues = (
            verifier_word(octets, self.nom, officiel, champs_connus(d), texte_officiel=d.officiel)
            for d in self.documents
        )
        return list(dict.fromkeys(chain.from_iterable(vues)))


COMMISSION = Modele("commission.xlsx", "classeur de la commission (« maia instruire »)", "CIRC §1.2.3")
"""The one template that is filled from a whole set of dossiers, and no document of the catalogue."""


def modeles() -> dict[str, Modele]:
    """Every template that people may edit, by file name, in the order of the documents; the commission's last."""
    tous: dict[str, list[Document]] = {}
    for document in catalogue().values():
        tous.setdefault(document.modele, []).append(document)
    par_nom = {
        nom: Modele(nom, f"document {liste([f'«{INSECABLE}{d.nom}{INSECABLE}»' for d in ds])}", ds[0].source, tuple(ds))
        for nom, ds in tous.items()
    }
    return {**par_nom, COMMISSION.nom: COMMISSION}


def lire_modeles(dossier: Path) -> Mapping[str, bytes]:
    """File name → bytes of each template in `dossier`, all of them checked.

    A file that bears the name of no template is mentioned and left out. A folder without any ends the command (code
    2); a template at fault is explained, and ends it too (code 3): nothing is made from a half-understood template.
    A clause of the official text that was changed is the author's choice, and only mentioned.
    """
    attendus = modeles()
    try:
        fichiers = sorted(f for f in dossier.iterdir() if not f.name.startswith((".", "~$")) and f.is_file())
    except OSError as erreur:
        raise click.UsageError(
            f"le dossier de modèles « {dossier} » ne peut pas être lu ({motif(erreur)}).", click.get_current_context()
        ) from None
    trouves: dict[str, bytes] = {}
    for fichier in fichiers:
        if fichier.name in attendus:
            trouves[fichier.name] = lire_modele(fichier)
        elif fichier.suffix.lower() in (".docx", ".xlsx"):
            _dire(f"{fichier} ne porte le nom d’aucun modèle : il est laissé de côté.")
    if not trouves:
        raise click.UsageError(
            f"« {dossier} » ne contient aucun modèle. Noms attendus : {', '.join(sorted(attendus))}.",
            click.get_current_context(),
        )
    utilisables = [_utilisable(dossier / nom, attendus[nom], octets) for nom, octets in trouves.items()]
    if not all(utilisables):
        raise click.exceptions.Exit(ILLISIBLE)
    return trouves


def _utilisable(fichier: Path, modele: Modele, octets: bytes) -> bool:
    """Whether documents can be made from the template; says why not, and how many clauses it changes."""
    vues = modele.anomalies(octets)
    fautes = [a for a in vues if a.niveau is Niveau.FAUTE]
    clauses = [a for a in vues if a.niveau is Niveau.CLAUSE]
    conseil = f"« maia modeles verifier {a_taper(str(fichier))} » montre tout."
    if fautes:
        _dire(f"{fichier} est à corriger ({pluriel(len(fautes), 'faute')}) :")
        for faute in fautes[:3]:
            for ligne in paragraphe(f"{faute.situation} : {faute.message}" if faute.situation else faute.message, "– "):
                click.echo(ligne, err=True)
        _dire(conseil)
    elif clauses:
        _dire(f"{fichier} change {pluriel(len(clauses), 'clause')} du texte officiel. {conseil}")
    return not fautes


def lire_modele(fichier: Path) -> bytes:
    """The bytes of a Word or Excel file; one that can't be read, or is huge, ends the command (code 3)."""
    octets = octets_de(fichier, TAILLE_MAXIMALE, "fichier Word ou Excel")
    if isinstance(octets, bytes):
        if len(octets) <= TAILLE_MAXIMALE:
            return octets
        octets = "Ce fichier ne peut pas être lu (plus de 64 Mio)."
    _dire(f"{fichier}  {octets}")
    raise click.exceptions.Exit(ILLISIBLE)


def _dire(texte: str) -> None:
    click.echo(montrer(texte), err=True)
