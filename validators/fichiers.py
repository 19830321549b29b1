"""P — what the files of the pieces are: present, readable, not empty, not locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.examen import Etat
from maia.forms.pieces import Genre
from maia.validators.pieces import demandee, plusieurs_fichiers
from maia.validators.registre import regle

_MESSAGES: dict[Etat, tuple[str, str]] = {
    Etat.ABSENT: ("Le fichier « {nom} » n’existe pas.", "Vérifiez son nom et son dossier, à partir du fichier YAML."),
    Etat.DOSSIER: ("« {nom} » est un dossier, pas un fichier.", "Indiquez le fichier PDF qu’il contient."),
    Etat.PAS_UN_PDF: ("« {nom} » n’est pas un PDF.", "Enregistrez le document en PDF."),
    Etat.ABIME: ("« {nom} » ne s’ouvre pas : le PDF est abîmé.", "Produisez-le de nouveau, ou numérisez-le."),
    Etat.TROP_LOURD: ("« {nom} » dépasse 200 Mo.", "Numérisez le document à une résolution plus faible."),
    Etat.VIDE: ("« {nom} » est un fichier vide.", "Remplacez-le par le document."),
    Etat.SANS_PAGE: ("« {nom} » ne contient aucune page.", "Remplacez-le par le document."),
    Etat.CHIFFRE: ("« {nom} » est protégé par un mot de passe ou un chiffrement.", "Enregistrez-le sans protection."),
}


def _exigee(d: Dossier, chemin: Chemin) -> bool:
    """Whether the file at `chemin` belongs to a piece asked of this porteur, or formalises an engagement."""
    return chemin[1] == "engagements" or demandee(d, str(chemin[1]))


def _fichiers(d: Dossier, etats: tuple[Etat, ...], *, exiges: bool) -> Iterator[Constat]:
    examens = d.examens or {}
    for chemin, nom in d.pieces.fichiers():
        examen = examens.get(nom)
        if examen and examen.etat in etats and _exigee(d, chemin) is exiges:
            message, remede = _MESSAGES[examen.etat]
            yield Constat(chemin, message.format(nom=nom), remede)


def _en_etat(*etats: Etat) -> Callable[[Dossier], Iterator[Constat]]:
    return lambda d: _fichiers(d, etats, exiges=True)


_absents = _en_etat(Etat.ABSENT, Etat.DOSSIER)
_illisibles = _en_etat(Etat.PAS_UN_PDF, Etat.ABIME, Etat.TROP_LOURD)
_vides = _en_etat(Etat.VIDE, Etat.SANS_PAGE)
_chiffres = _en_etat(Etat.CHIFFRE)


@regle("P20", BLOQUANT, source="CIRC annexe III, complétude")
def fichiers_presents(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le fichier de chaque pièce demandée existe."""
    yield from _absents(d)


@regle("P21", BLOQUANT, source="CIRC annexe III, complétude")
def fichiers_lisibles(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce demandée est un PDF qui s’ouvre.

    Une pièce que l’ARS ne peut pas lire ne complète pas le dossier.
    """
    yield from _illisibles(d)


@regle("P22", BLOQUANT, source="CIRC annexe III, complétude")
def fichiers_non_vides(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce demandée a au moins une page."""
    yield from _vides(d)


@regle("P23", BLOQUANT, source="CIRC annexe III, complétude")
def fichiers_sans_mot_de_passe(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Aucune pièce demandée n’est chiffrée ni protégée.

    Une pièce protégée ne peut être ni lue par tous ceux qui instruisent le dossier, ni assemblée avec les autres.
    """
    yield from _chiffres(d)


@regle("P24", AVERTISSEMENT, source="CIRC annexe IV, liste des pièces, RIB")
def pieces_facultatives_utilisables(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une pièce qui n’est pas exigée à ce stade, si elle est jointe, s’ouvre comme les autres.

    Le relevé d’identité bancaire, par exemple, « est à transmettre dès lors que le dossier a été retenu » : son défaut
    ne rend pas le dossier incomplet.
    """
    etats = tuple(etat for etat in Etat if etat is not Etat.LISIBLE)
    yield from _fichiers(d, etats, exiges=False)
    for ecart in d.ecarts:
        if ecart.genre in (Genre.FORME, Genre.VIDE) and not demandee(d, ecart.piece):
            yield Constat(
                ecart.chemin,
                f"La pièce « {ecart.piece} » n’est pas donnée par le chemin d’un fichier.",
                f"Écrivez par exemple « {ecart.piece}: pieces/{ecart.piece}.pdf », ou supprimez la ligne.",
            )


@regle("P25", AVERTISSEMENT, source="CIRC annexe III, complétude")
def une_piece_en_un_fichier(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une pièce faite d’un seul document tient en un seul fichier.

    Les CV, les comptes et les récépissés de modification peuvent être plusieurs ; la note et les autres pièces non.
    """
    for ecart in d.ecarts:
        if ecart.genre is Genre.FORME and demandee(d, ecart.piece) and plusieurs_fichiers(d, ecart.piece):
            yield Constat(
                ecart.chemin,
                f"La pièce « {ecart.piece} » est en plusieurs fichiers.",
                "Assemblez-les en un seul PDF.",
            )
