"""A PSI in PDF, form or printed plan, back into YAML; the file is opened in a separate, limited process.

    lu = lire_pdf(chemin)                 Contenu, or Refus with its sentence
    plan_des_cases(lu)                    a filled form → YAML, what was not understood
    accord(lu)                            a printed plan → its attached YAML, and whether the pages say the same

No sentence holds what a box says.
"""

from __future__ import annotations

import base64
import io
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pikepdf

from maia.forms.lecture import Illisible, analyser
from maia.forms.ouvrier import Ouvrier, commande_de
from maia.forms.psi import Psi
from maia.forms.psi_formulaire import Genre, Remarque, case, connue, connues
from maia.forms.psi_formulaire_relu import relire
from maia.forms.redaction import rediger, valeur_de
from maia.forms.saisie import Saisie, lire_modele
from maia.generators.formulaire_psi import ne_se_voit_pas
from maia.generators.formulaire_psi_ouvrier import ABIME, CHIFFRE, CONNUES_MIN, MAUVAIS_MOT, SOURCE, pages
from maia.generators.psi import EXEMPLAIRES, TITRE_SEMAINE, psi

SECONDES = 30
MEMOIRE = 2 << 30
OCTETS_MAX = 50_000_000


class Refus(StrEnum):
    """Why nothing could be read, in one sentence."""

    ABSENT = "Ce fichier n’existe pas, ou vous n’avez pas le droit de le lire."
    DOSSIER = "C’est un dossier, pas un fichier PDF."
    VIDE = "Ce fichier est vide."
    PAS_UN_PDF = "Ce n’est pas un fichier PDF."
    TROP_LOURD = "Ce fichier dépasse 50 Mo : un PSI en est loin."
    CHIFFRE = "Ce PDF est protégé par un mot de passe."
    MAUVAIS_MOT = "Ce n’est pas le bon mot de passe."
    ABIME = "Ce PDF est abîmé, ou fait pour nuire : il ne peut pas être lu."
    XFA = (
        "Ce formulaire est au format XFA (Adobe LiveCycle), que nous ne lisons pas. "
        "Partez de celui que fait « maia psi formulaire »."
    )
    SANS_CASE = (
        "Ce PDF n’a aucune case à relire et ne contient pas de plan : il a sans doute été imprimé, numérisé ou "
        "« aplati ». Enregistrez le formulaire rempli sans l’imprimer en PDF."
    )
    AUTRE_FORMULAIRE = (
        "Les cases de ce PDF ne sont pas celles d’un PSI. Partez du formulaire de « maia psi formulaire »."
    )


_DE_L_OUVRIER = {CHIFFRE: Refus.CHIFFRE, MAUVAIS_MOT: Refus.MAUVAIS_MOT, ABIME: Refus.ABIME}


@dataclass(frozen=True, slots=True)
class CaseLue:
    """A box as the file has it: what it holds (`None`: untouched), what it held beforehand, its size in points."""

    valeur: str | None
    propose: str | None
    taille: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Contenu:
    """What a PDF holds that is ours: boxes, or (`jointe`) the data of a printed plan with what its pages say (`texte`, `trait`)."""

    cases: Mapping[str, CaseLue]
    jointe: bytes | None
    pages: tuple[Mapping[str, str], ...]
    annotee: bool


def lire_pdf(chemin: Path, mot_de_passe: str | None = None) -> Contenu | Refus:
    """Open a PDF; whatever it is, an answer."""
    if refus := _sans_ouvrir(chemin):
        return refus
    ouvrier = Ouvrier(commande_de("maia.generators.formulaire_psi_ouvrier"), MEMOIRE)
    try:
        lu = ouvrier.interroger({"chemin": str(chemin), "mot_de_passe": mot_de_passe}, SECONDES)
    finally:
        ouvrier.fermer()
    if lu is None or "refus" in lu:
        return _DE_L_OUVRIER[lu["refus"]] if lu else Refus.ABIME
    cases = {nom: CaseLue(c["valeur"], c["propose"], tuple(c["taille"])) for nom, c in lu["cases"].items()}
    jointe = None if lu["jointe"] is None else base64.b64decode(lu["jointe"])
    if connues(list(cases)) >= CONNUES_MIN:
        jointe = None
    elif jointe is None:
        if lu["xfa"]:
            return Refus.XFA
        return Refus.AUTRE_FORMULAIRE if cases else Refus.SANS_CASE
    return Contenu(cases, jointe, tuple(lu["pages"]), lu["annotee"])


def _sans_ouvrir(chemin: Path) -> Refus | None:
    try:
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):  # nor a pipe, which nobody may ever fill
            return Refus.DOSSIER if stat.S_ISDIR(etat.st_mode) else Refus.PAS_UN_PDF
        taille = etat.st_size
        with chemin.open("rb") as flux:
            debut = flux.read(1024)
    except (OSError, ValueError):
        return Refus.ABSENT
    if not debut:
        return Refus.VIDE
    if taille > OCTETS_MAX:
        return Refus.TROP_LOURD
    return None if b"%PDF-" in debut else Refus.PAS_UN_PDF


# A filled form --------------------------------------------------------------------------------------------------------


class Relecture(NamedTuple):
    """A filled form: its YAML, the same typed (its faults are what was kept as typed), what the boxes could not say."""

    yaml: str
    saisie: Saisie[Psi]
    remarques: tuple[Remarque, ...]


def plan_des_cases(contenu: Contenu, fichier: str) -> Relecture | Illisible:
    """The plan that the boxes hold; `fichier` is the name under which the YAML will be written.

    Without any fault the YAML is in its ordinary writing (dates, numbers); else each box is kept as it was typed.
    """
    cases = contenu.cases
    arbre, remarques = relire(
        {nom: c.valeur for nom, c in cases.items()},
        {nom: c.propose for nom, c in cases.items() if c.propose is not None},
    )
    texte = rediger(arbre, Psi)
    lecture = analyser(texte.encode(), fichier)
    if isinstance(lecture, Illisible):
        return lecture
    saisie = lire_modele(lecture, Psi)
    if saisie.valeur is not None and not saisie.fautes:
        texte = rediger(valeur_de(saisie.valeur), Psi)
    return Relecture(texte, saisie, (*remarques, *_trop_longues(cases), *_inconnues(cases)))


def _trop_longues(cases: Mapping[str, CaseLue]) -> Iterator[Remarque]:
    """Boxes whose text doesn't show whole on paper: it is read back whole all the same."""
    for nom, c in cases.items():
        if c.valeur and connue(nom) and case(nom).genre not in (Genre.COCHE, Genre.CHOIX) and min(c.taille) > 0:
            yield from ne_se_voit_pas(nom, c.valeur.replace("\r\n", "\n").replace("\r", "\n"), *c.taille)


def _inconnues(cases: Mapping[str, CaseLue]) -> Iterator[Remarque]:
    nombre = sum(1 for nom, c in cases.items() if c.valeur and not connue(nom))
    if nombre:
        yield Remarque(
            "Formulaire", f"{nombre} case(s) remplie(s) ne sont pas celles d’un PSI : elles ne sont pas relues."
        )


# A printed plan -------------------------------------------------------------------------------------------------------


class Accord(NamedTuple):
    """A printed plan and its data: the YAML attached, the pages that say something else, whether one was drawn otherwise.

    `differentes` are page numbers; an empty tuple: text and data agree. `annotee`: something was added over the pages.
    `redessinee`: the text is the same, but not the drawing, as after another version of the program.
    """

    source: bytes
    differentes: tuple[int, ...]
    annotee: bool
    redessinee: bool

    @property
    def sur(self) -> bool:
        """Whether the data may be trusted to say what the paper says."""
        return not self.differentes and not self.annotee


def accord(contenu: Contenu, fichier: str) -> Accord | Saisie[Psi] | Illisible:
    """Print the attached data again and compare; the data themselves when they can't be read or typed."""
    source = contenu.jointe or b""
    lecture = analyser(source, f"{fichier} ({SOURCE})")
    if isinstance(lecture, Illisible):
        return lecture
    saisie = lire_modele(lecture, Psi)
    if saisie.valeur is None or saisie.fautes:
        return saisie
    meilleures: tuple[int, ...] | None = None
    for exemplaire, semaine in _facons(contenu):
        refaites = _pages_refaites(saisie.valeur, source, exemplaire, semaine=semaine)
        differentes = _differences(contenu.pages, refaites)
        if not differentes:
            redessinee = any(a["trait"] != b["trait"] for a, b in zip(contenu.pages, refaites, strict=True))
            return Accord(source, (), contenu.annotee, redessinee)
        if meilleures is None or len(differentes) < len(meilleures):
            meilleures = differentes
    return Accord(source, meilleures or (), contenu.annotee, redessinee=False)


def _facons(contenu: Contenu) -> Iterator[tuple[str, bool]]:
    """The ways in which the plan may have been printed, from what its pages show."""
    dit = "".join(page["texte"] for page in contenu.pages)
    exemplaires = [cle for cle, texte in EXEMPLAIRES.items() if "".join(texte.split()) in dit]
    grilles = [True, False] if "".join(TITRE_SEMAINE.split()) in dit else [False]
    yield from product([*exemplaires, ""], grilles)


def _pages_refaites(p: Psi, source: bytes, exemplaire: str, *, semaine: bool) -> list[dict[str, str]]:
    try:
        octets = psi(p, source, exemplaire=exemplaire, avec_semaine=semaine)
    except ValueError:  # characters that we cannot print: it was not printed by us
        return []
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return pages(pdf)


def _differences(lues: tuple[Mapping[str, str], ...], refaites: list[dict[str, str]]) -> tuple[int, ...]:
    return tuple(
        rang + 1
        for rang in range(max(len(lues), len(refaites)))
        if rang >= len(lues) or rang >= len(refaites) or lues[rang]["texte"] != refaites[rang]["texte"]
    ) or (() if lues else (1,))
