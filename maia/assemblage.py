"""The application bound in one PDF: what is missing is told, strangers' files are opened in a limited process, temporary files go."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from maia.depot import atelier, placer
from maia.ecriture import refuser_si_existe
from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.examen import Etat, Examen
from maia.forms.francais import liste, montrable, pluriel, typographie
from maia.forms.inventaire import inventaire
from maia.forms.nature import REMEDES, Nature, nature
from maia.forms.ouverture import DossierLu, place_du_fichier
from maia.forms.ouvrier import Ouvrier, commande_de
from maia.forms.pieces import Catalogue
from maia.generators.assemblage import (
    PAGES_MAX,
    PieceAssemblee,
    Plan,
    liminaires,
    non_imprimables,
    pieces_a_assembler,
    titre,
)
from maia.validators.rapport import Rapport

MEMOIRE = 2 << 30
SECONDES_PAR_PIECE = 60
SECONDES_POUR_RELIER = 600
_PLACE_EN_PLUS = 1 << 20
_COMMANDE = commande_de("maia.generators.assemblage_ouvrier")
_REGLES_DES_FICHIERS = frozenset({"P20", "P21", "P22", "P23", "P24"})
_REFUS = {
    "chiffré": ("« {nom} » est protégé par un mot de passe ou un chiffrement.", "Enregistrez-le sans protection."),
    "porte-documents": (
        "« {nom} » est un porte-documents PDF : ses documents ne sont pas des pages.",
        "Enregistrez chaque document en PDF, et joignez-les séparément.",
    ),
    "formulaire dynamique": (
        "« {nom} » est un formulaire dynamique (XFA), qui ne s’affiche que dans Adobe Reader.",
        "Ouvrez-le dans Adobe Reader et imprimez-le en PDF.",
    ),
    "trop gourmand": (
        "« {nom} » demande trop de mémoire pour être assemblé.",
        "Numérisez le document à une résolution plus faible.",
    ),
    "sans réponse": (
        "« {nom} » n’a pas pu être assemblé : il demande trop de temps, ou il est abîmé.",
        "Imprimez-le en PDF, ou numérisez-le.",
    ),
    "changé": ("« {nom} » a changé pendant l’assemblage.", "Recommencez, sans modifier les pièces entre-temps."),
}
_ABIME = ("« {nom} » ne s’assemble pas : le fichier est abîmé.", "Produisez-le de nouveau, ou numérisez-le.")
_RETIRES = {
    "script": "ses programmes (JavaScript)",
    "fichiers joints": "les fichiers joints au PDF",
    "actions": "ses actions automatiques",
}


@dataclass(frozen=True, slots=True)
class Assemble:
    """A bundle made: its pages, its pieces, the pieces still to be joined (drafts), and what the user should know."""

    pages: int
    pieces: int
    a_joindre: tuple[Constat, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Empeche:
    """Why there is no bundle: the files that can't be put in, the pieces that are not there; each where it is written."""

    fautifs: tuple[Constat, ...] = ()
    manquants: tuple[Constat, ...] = ()


@dataclass(slots=True)
class _Chantier:
    """What is prepared, file by file."""

    lu: DossierLu
    dossier: Path
    ouvrier: Ouvrier | None = None
    copies: dict[str, tuple[Path, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def interroger(self, demande: dict[str, Any], secondes: float) -> dict[str, Any]:
        """The child's answer; a child that gave none is replaced."""
        self.ouvrier = self.ouvrier or Ouvrier(_COMMANDE, MEMOIRE)
        reponse = self.ouvrier.interroger(demande, secondes)
        if self.ouvrier.mort:
            self.fermer()
            reponse = {"refus": "sans réponse"}
        if "refus" in reponse and shutil.disk_usage(self.dossier).free < _place_utile(demande):
            # The child could not write: no piece is to blame.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return dict(reponse)

    def fermer(self) -> None:
        """End the child."""
        if self.ouvrier:
            self.ouvrier.fermer()
            self.ouvrier = None


def assembler(
    lu: DossierLu, rapport: Rapport, c: Campagne, pieces: Catalogue, sortie: Path, *, brouillon: bool, ecraser: bool
) -> Assemble | Empeche:
    """Bind the dossier's pieces, already examined, into `sortie`; nothing is written when something prevents it.

    A piece not there prevents it unless `brouillon`; a file that can't be used always does. Raises `EcritureRefusee`.
    """
    refuser_si_existe(sortie, ecraser=ecraser)
    liste_ = pieces_a_assembler(lu.dossier, pieces, inventaire(lu.dossier, pieces, rapport.constats))
    fautifs, manquants = _obstacles(lu, rapport, liste_)
    if fautifs or (manquants and not brouillon):
        return Empeche(fautifs, manquants)
    with atelier(sortie) as dossier:
        chantier = _Chantier(lu, dossier)
        try:
            return _relier(chantier, c, liste_, manquants, sortie, brouillon=brouillon, ecraser=ecraser)
        finally:
            chantier.fermer()


def _relier(
    chantier: _Chantier,
    c: Campagne,
    pieces: tuple[PieceAssemblee, ...],
    manquants: tuple[Constat, ...],
    sortie: Path,
    *,
    brouillon: bool,
    ecraser: bool,
) -> Assemble | Empeche:
    fautifs: list[Constat] = []
    copies: list[list[tuple[Path, int] | None]] = []
    for piece in pieces:
        copies.append([])
        for f in piece.fichiers:
            prepare = _preparer(chantier, f.nom, f.chemin)
            if isinstance(prepare, Constat):
                fautifs.append(prepare)
            else:
                copies[-1].append(prepare)
    if fautifs:
        return Empeche(tuple(fautifs))
    plan = Plan(pieces, tuple(tuple(copie[1] if copie else 0 for copie in siennes) for siennes in copies))
    lu = chantier.lu
    if plan.total > PAGES_MAX:
        return Empeche((_trop_de_pages(lu, plan.total),))
    absents = non_imprimables(lu.dossier, c, plan)
    if absents:
        caracteres = liste(f"U+{ord(x[0]):04X}" for x in absents)
        chantier.notes.append(f"Sur nos pages, « ? » remplace ce qui ne s’imprime pas : {caracteres}.")
    est_brouillon = brouillon and bool(manquants)
    (chantier.dossier / "liminaires.pdf").write_bytes(liminaires(lu.dossier, c, plan, brouillon=est_brouillon))
    reponse = chantier.interroger(
        {
            "geste": "relier",
            "liminaires": str(chantier.dossier / "liminaires.pdf"),
            "pieces": [[str(copie[0]) for copie in siennes if copie] for siennes in copies],
            # The child knows how many pages come first; the bookmarks are counted from there.
            "signets": plan.signets(),
            "titre": titre(lu.dossier, c),
            "auteur": lu.dossier.porteur.raison_sociale or "",
            "sortie": str(chantier.dossier / "ensemble.pdf"),
        },
        SECONDES_POUR_RELIER,
    )
    if "pages" not in reponse:
        message = "Les pièces, ensemble, sont trop lourdes pour être assemblées."
        return Empeche((_situe(lu, ("pieces",), message, "Numérisez les documents à une résolution plus faible."),))
    placer(chantier.dossier / "ensemble.pdf", sortie, ecraser=ecraser)
    return Assemble(reponse["pages"], len(pieces), manquants, tuple(map(typographie, chantier.notes)))


def _place_utile(demande: Mapping[str, Any]) -> int:
    """Bytes that an answer is likely to need on the disk: those of what it is made from, and some."""
    sources = [demande["source"]] if "source" in demande else list(chain([demande["liminaires"]], *demande["pieces"]))
    return _PLACE_EN_PLUS + sum(Path(source).stat().st_size for source in sources)


def _preparer(chantier: _Chantier, nom: str, chemin: Chemin) -> tuple[Path, int] | Constat | None:
    """The inert copy of one file and its pages, `None` for a file still to be joined; the same content is read once."""
    lu = chantier.lu
    examen = (lu.dossier.examens or {}).get(nom, Examen(Etat.ABSENT))
    if not nom or examen.etat in (Etat.ABSENT, Etat.DOSSIER):
        return None
    if examen.empreinte in chantier.copies:
        return chantier.copies[examen.empreinte]
    copie = chantier.dossier / f"piece-{len(chantier.copies) + 1}.pdf"
    image = not examen.lisible
    origine = place_du_fichier(lu.chemin, nom)
    source = _page_d_image(origine, copie) if image else origine
    demande = {"geste": "preparer", "source": str(source), "sortie": str(copie), "image": image}
    reponse = chantier.interroger(demande, SECONDES_PAR_PIECE)
    pages = int(reponse.get("pages", 0))
    if "refus" in reponse or not (image or pages == examen.pages):
        message, remede = _REFUS.get(reponse.get("refus", "changé"), _ABIME)
        return _situe(lu, chemin, message.format(nom=montrable(nom)), remede)
    if retires := [_RETIRES[r] for r in reponse["retires"]]:
        chantier.notes.append(f"« {montrable(nom)} » : {liste(retires)} ne sont pas repris dans l’ensemble.")
    if image:
        chantier.notes.append(f"« {montrable(nom)} » est une image : elle devient une page. Un PDF est demandé.")
    chantier.copies[examen.empreinte] = (copie, pages)
    return copie, pages


def _page_d_image(image: Path, copie: Path) -> Path:
    """The template that makes a page of a picture, in a folder of its own beside the picture."""
    dossier = copie.with_suffix("")
    dossier.mkdir()
    shutil.copyfile(image, dossier / "image")
    modele = dossier / "page.typ"
    modele.write_bytes(files("maia.templates").joinpath("assemblage-image.typ").read_bytes())
    return modele


def _obstacles(
    lu: DossierLu, rapport: Rapport, pieces: tuple[PieceAssemblee, ...]
) -> tuple[tuple[Constat, ...], tuple[Constat, ...]]:
    """The files that cannot be used, and what is still to be joined, each in the words of the rules when they have some."""
    fautifs: list[Constat] = []
    manquants: list[Constat] = []
    for piece in pieces:
        siens = [c for c in rapport.constats if c.etapes[:2] == ("pieces", piece.cle)]
        if not any(f.nom for f in piece.fichiers):
            manquants += [c for c in siens if c.gravite is Gravite.BLOQUANT]
        for f in piece.fichiers:
            examen = (lu.dossier.examens or {}).get(f.nom, Examen(Etat.ABSENT))
            if not f.nom:
                if any(g.nom for g in piece.fichiers):
                    manquants.append(_situe(lu, f.chemin, f"Aucun fichier n’est indiqué : {f.libelle}.", piece.remede))
            elif examen.etat in (Etat.ABSENT, Etat.DOSSIER):
                manquants.append(_constat(lu, siens, f.chemin, f.nom))
            elif examen.etat is Etat.PAS_UN_PDF:
                genre = nature(place_du_fichier(lu.chemin, f.nom))
                if remede := REMEDES.get(genre):
                    fautifs.append(_situe(lu, f.chemin, f"« {montrable(f.nom)} » est {genre}.", remede))
                elif genre is not Nature.IMAGE:
                    fautifs.append(_constat(lu, siens, f.chemin, f.nom))
            elif not examen.lisible:
                fautifs.append(_constat(lu, siens, f.chemin, f.nom))
    return tuple(fautifs), tuple(manquants)


def _constat(lu: DossierLu, constats: list[Constat], chemin: Chemin, nom: str) -> Constat:
    """What the rules say of a file."""
    for constat in constats:
        if constat.regle in _REGLES_DES_FICHIERS and constat.etapes == chemin:
            return constat
    return _situe(lu, chemin, f"« {montrable(nom)} » ne peut pas être utilisé.", "Vérifiez ce fichier.")


def _situe(lu: DossierLu, chemin: Chemin, message: str, remede: str) -> Constat:
    ligne, colonne, fin = lu.lecture.position(chemin)
    constat = Constat(chemin, typographie(message), typographie(remede))
    return replace(constat, ligne=ligne, colonne=colonne, fin=fin)


def _trop_de_pages(lu: DossierLu, pages: int) -> Constat:
    message = f"Les pièces comptent {pluriel(pages, 'page')} ; l’ensemble en admet {PAGES_MAX}."
    return _situe(lu, ("pieces",), message, "Joignez seulement les pages demandées.")
