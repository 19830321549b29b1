"""From a path to a dossier ready to be judged: read, typed, its pieces compared with the list and its files examined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from maia.forms.ars import FORMULAIRE as ARS
from maia.forms.ars import Ars
from maia.forms.dossier import FORMULAIRE as DOSSIER
from maia.forms.dossier import Dossier
from maia.forms.examen import examiner
from maia.forms.francais import montrable, sans_accents
from maia.forms.lecture import Illisible, Lecture, analyser, lire
from maia.forms.moment import Moment
from maia.forms.pieces import Catalogue, catalogue
from maia.forms.psi import FORMULAIRE as PSI
from maia.forms.psi import Psi
from maia.forms.reception import recu_le_de
from maia.forms.saisie import Saisie, lire_modele

_SYNONYMES = {"dossier": DOSSIER, "candidature": DOSSIER, "ars": ARS, "psi": PSI}


@dataclass(frozen=True, slots=True)
class DossierLu:
    """A dossier and the file it comes from."""

    chemin: Path
    lecture: Lecture
    dossier: Dossier

    def fichiers(self) -> dict[str, Path]:
        """Where the files of its pieces are, by the names that it gives them."""
        return {nom: place_du_fichier(self.chemin, nom) for _, nom in self.dossier.pieces.fichiers()}


def place_du_fichier(dossier: Path, nom: str) -> Path:
    """Where a file named in the YAML file at `dossier` is: names start from its folder, with `/` or Windows' own bar."""
    return dossier.parent / nom.replace("\\", "/")


def ouvrir(chemin: Path, pieces: Catalogue | None = None) -> DossierLu | Illisible:
    """Read and type the dossier at `chemin`; its files are not opened yet (`examiner_pieces`).

    The date of receipt is the one that the ARS wrote on receiving it, if it did, whatever the porteur wrote.
    """
    lu = lire(chemin)
    return lu if isinstance(lu, Illisible) else _typer(chemin, lu, pieces or catalogue(), recu_le_de(chemin))


def ouvrir_texte(
    octets: bytes, fichier: str = "dossier.yaml", pieces: Catalogue | None = None
) -> DossierLu | Illisible:
    """The same from bytes: for a dossier that is not a file (tests, batches in memory)."""
    lu = analyser(octets, fichier)
    return lu if isinstance(lu, Illisible) else _typer(Path(fichier), lu, pieces or catalogue())


def ouvrir_ars(chemin: Path) -> Saisie[Ars] | Illisible:
    """Read and type the ARS file at `chemin`."""
    lu = lire(chemin)
    if isinstance(lu, Illisible):
        return lu
    return _autre_formulaire(lu, ARS) or lire_modele(lu, Ars)


def ouvrir_psi(chemin: Path) -> Saisie[Psi] | Illisible:
    """Read and type the PSI at `chemin`."""
    lu = lire(chemin)
    if isinstance(lu, Illisible):
        return lu
    return _autre_formulaire(lu, PSI) or lire_modele(lu, Psi)


def _typer(chemin: Path, lecture: Lecture, pieces: Catalogue, recu_le: Moment | None = None) -> DossierLu | Illisible:
    if refus := _autre_formulaire(lecture, DOSSIER):
        return refus
    saisie = lire_modele(lecture, Dossier)
    # Every field may be left out, so a model always comes back from a mapping.
    dossier = saisie.valeur or Dossier()
    if recu_le is not None:
        dossier = dossier.model_copy(update={"recu_le": recu_le})
    dossier.situer(saisie.fautes, pieces.ecarts(dossier.pieces.autres, prive=dossier.porteur.prive))
    return DossierLu(chemin, lecture, dossier)


def _autre_formulaire(lecture: Lecture, attendu: str) -> Illisible | None:
    """A file that is not the form expected: said in one sentence rather than by fifty findings."""
    valeur = lecture.valeur
    if not isinstance(valeur, dict):
        position = lecture.position(())
        return Illisible(
            lecture.fichier, f"Ce n’est pas un formulaire « {attendu} » : aucun champ n’y est écrit.", *position[:2]
        )
    dit = valeur.get("formulaire")
    if not isinstance(dit, str) or not dit.strip():
        return None
    cle = sans_accents(dit)
    if sans_accents(_SYNONYMES.get(cle, cle)) == sans_accents(attendu):
        return None
    position = lecture.position(("formulaire",))
    return Illisible(lecture.fichier, f"C’est un formulaire « {montrable(dit)} », pas « {attendu} ».", *position[:2])


def examiner_pieces(lus: Iterable[DossierLu]) -> None:
    """Open every file named by these dossiers, all in one limited process, and attach what was found."""
    ensemble = [(lu, lu.fichiers()) for lu in lus]
    examens = examiner(chemin for _, chemins in ensemble for chemin in chemins.values())
    for lu, chemins in ensemble:
        lu.dossier.joindre({nom: examens[chemin] for nom, chemin in chemins.items()})
