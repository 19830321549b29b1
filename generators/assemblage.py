"""D5: the application bound in one PDF, in the order of annexe III: our own pages, and where each piece stands.

A piece has its number, its divider, and its files one behind the other. The strangers' pages are put in place by
`maia.generators.assemblage_ouvrier`, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain
from typing import TypeAlias

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import date_courte, date_longue, de, euros
from maia.forms.glyphes import glyphes_absents
from maia.forms.inventaire import DOSSIER_DE_FINANCEMENT, ENGAGEMENTS, PieceJointe
from maia.forms.pieces import Catalogue
from maia.forms.territoires import departements
from maia.generators.pdf import Donnee, compiler

MODELE = "assemblage.typ"
PAGES_MAX = 5_000
"""Pages of pieces that one bundle may hold: fifty times the thickest application seen."""
_REMPLACANT = "?"
_RAPPEL = "Le dossier de financement (annexe IV) n’est pas joint : le dossier transmis en tient lieu."

Signet: TypeAlias = "tuple[str, int, list[tuple[str, int]]]"
"""A bookmark: its title, its page (from 1), and those below it."""


@dataclass(frozen=True, slots=True)
class FichierAssemble:
    """One file of a piece: how the contents name it, its place in the dossier, its path as typed (empty: none)."""

    libelle: str
    chemin: Chemin
    nom: str


@dataclass(frozen=True, slots=True)
class PieceAssemblee:
    """One piece behind its divider; without any named file, it is still to be joined."""

    cle: str
    libelle: str
    source: str
    remede: str
    fichiers: tuple[FichierAssemble, ...]
    tableau: tuple[tuple[str, str, str, str], ...] = ()
    """The rows of the summary table of engagements (partner, field, nature, date), one a file."""


def pieces_a_assembler(d: Dossier, liste: Catalogue, pieces: Iterable[PieceJointe]) -> tuple[PieceAssemblee, ...]:
    """The pieces joined or still awaited, in the order of annexe III; those neither joined nor due are left out."""
    return tuple(
        _piece(d, liste, piece)
        for piece in pieces
        if any(f.nom for f in piece.fichiers) or any(c.gravite is Gravite.BLOQUANT for c in piece.constats)
    )


def _piece(d: Dossier, liste: Catalogue, piece: PieceJointe) -> PieceAssemblee:
    if piece.cle == ENGAGEMENTS:
        fichiers = tuple(
            FichierAssemble(
                e.partenaire or f"document d’engagement n° {rang + 1}",
                ("pieces", ENGAGEMENTS, rang, "fichier"),
                e.fichier or "",
            )
            for rang, e in enumerate(d.pieces.engagements)
        )
        tableau = tuple(
            (e.partenaire or "", e.champ or "", e.nature or "", date_courte(e.date) if e.date else "")
            for e in d.pieces.engagements
        )
        remede = "Joignez les lettres d’engagement ou les conventions des partenaires."
        return PieceAssemblee(piece.cle, _majuscule(piece.libelle), piece.source, remede, fichiers, tableau)
    demandee = liste.pieces.get(piece.cle)
    siens = [(chemin, nom) for chemin, nom in d.pieces.fichiers() if chemin[1] == piece.cle and nom.strip()]
    return PieceAssemblee(
        piece.cle,
        _majuscule(demandee.libelle if demandee else piece.cle.replace("_", " ")),
        piece.source,
        demandee.remede if demandee else "",
        tuple(FichierAssemble(_court(nom), chemin, nom) for chemin, nom in siens),
    )


def _court(nom: str) -> str:
    return nom.replace("\\", "/").rstrip("/").rpartition("/")[2] or nom


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: the pieces, the pages of each file (0: to be joined)."""

    pieces: tuple[PieceAssemblee, ...]
    pages: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """Pages of pieces, without ours."""
        return sum(map(sum, self.pages))

    def signets(self) -> list[Signet]:
        """The bookmarks of the pieces, the first divider being page 1."""
        suite: list[Signet] = []
        debut = 1
        for rang, (piece, pages) in enumerate(zip(self.pieces, self.pages, strict=True), 1):
            places = accumulate(chain([debut + 1], pages))
            dessous = [
                (f.libelle, place) for f, place, n in zip(piece.fichiers, places, pages, strict=False) if n
            ]  # the last place is that of the next piece
            titre = f"{rang}. {piece.libelle}" if any(pages) else f"{rang}. {piece.libelle} (à joindre)"
            suite.append((titre, debut, dessous if len(piece.fichiers) > 1 or piece.tableau else []))
            debut += 1 + sum(pages)
        return suite


def liminaires(d: Dossier, c: Campagne, plan: Plan, notes: Sequence[str] = (), *, brouillon: bool) -> bytes:
    """Our own pages: cover, contents, one divider a piece, then one stamp for each page of each piece.

    Dated by the attestation, else by the closing of the call; the same arguments give the same bytes. Characters that
    no font of ours draws are replaced by « ? » (`non_imprimables` names them).
    """
    donnees = _donnees(d, c, plan, notes, brouillon=brouillon)
    return compiler(MODELE, imprimable(donnees), jour=d.attestation.date or c.calendrier.cloture)


def titre(d: Dossier, c: Campagne) -> str:
    """Title of the bundle, as a reader's window shows it."""
    return " – ".join(filter(None, (f"Dossier de candidature MAIA {c.annee}", _maia(d), d.porteur.raison_sociale)))


def non_imprimables(d: Dossier, c: Campagne, plan: Plan) -> list[str]:
    """The characters of the dossier that our pages cannot show."""
    return glyphes_absents("\n".join(_textes(_donnees(d, c, plan, (), brouillon=False))))


def imprimable(donnees: Mapping[str, Donnee]) -> dict[str, Donnee]:
    """The same data, each character that cannot be printed replaced by « ? »."""
    absents = {ord(x): _REMPLACANT for x in "".join(glyphes_absents("\n".join(_textes(donnees))))}

    def propre(valeur: Donnee) -> Donnee:
        if isinstance(valeur, str):
            return valeur.translate(absents)
        if isinstance(valeur, Mapping):
            return {cle: propre(v) for cle, v in valeur.items()}
        return [propre(v) for v in valeur] if isinstance(valeur, list) else valeur

    return {cle: propre(valeur) for cle, valeur in donnees.items()} if absents else dict(donnees)


def _textes(valeur: Donnee) -> list[str]:
    if isinstance(valeur, str):
        return [valeur]
    if isinstance(valeur, Mapping):
        return [t for v in valeur.values() for t in _textes(v)]
    return [t for v in valeur for t in _textes(v)] if isinstance(valeur, list) else []


def _maia(d: Dossier) -> str:
    return f"MAIA {de(d.territoire.nom)}" if d.territoire.nom else ""


def _donnees(d: Dossier, c: Campagne, plan: Plan, notes: Sequence[str], *, brouillon: bool) -> dict[str, Donnee]:
    """What the template prints."""
    siege, attestation, charge = d.porteur.siege, d.attestation, d.personne_chargee
    departement = departements().get(d.departement or "")
    fait = " ".join(
        filter(
            None,
            (
                f"à {attestation.lieu}," if attestation.lieu and attestation.date else attestation.lieu or "",
                _le(attestation.date),
            ),
        )
    )
    rubriques = [
        ("Département", f"{departement.nom} ({departement.numero})" if departement else d.departement or ""),
        ("Territoire", d.territoire.description or ""),
        ("Financement demandé", f"{euros(d.demande.montant)} pour {c.annee}" if d.demande.montant else ""),
        ("Représentant légal", _personne(d.representants[0]) if d.representants else ""),
        ("Dossier suivi par", _personne(charge) if charge else ""),
        ("", ", ".join(filter(None, (charge.telephone, charge.courriel))) if charge else ""),
        ("Fait", fait),
    ]
    rappel = [] if any(p.cle == DOSSIER_DE_FINANCEMENT for p in plan.pieces) else [_RAPPEL]
    return {
        "titre": titre(d, c),
        "titre-court": "Dossier de candidature",
        "brouillon": brouillon,
        "ars": f"À l’attention de l’agence régionale de santé {de(d.region)}" if d.region else "",
        "appel": f"Appel à candidatures {c.annee} – dispositifs intégrés MAIA",
        "maia": _maia(d),
        "porteur": d.porteur.raison_sociale or "",
        "adresse": ", ".join(filter(None, (siege.adresse, " ".join(filter(None, (siege.code_postal, siege.commune)))))),
        "rubriques": [[libelle, valeur] for libelle, valeur in rubriques],
        "notes": [*rappel, *notes],
        "pieces": [_donnees_de_piece(p, pages) for p, pages in zip(plan.pieces, plan.pages, strict=True)],
    }


def _donnees_de_piece(p: PieceAssemblee, pages: tuple[int, ...]) -> Donnee:
    return {
        "libelle": p.libelle,
        "source": p.source.replace("CIRC", "circulaire,") if p.source else "",
        "remede": p.remede,
        "detail": bool(p.tableau),
        "fichiers": [{"libelle": f.libelle, "pages": str(n)} for f, n in zip(p.fichiers, pages, strict=True)],
        "tableau": [list(rangee) for rangee in p.tableau],
    }


def _le(jour: date | None) -> str:
    return f"le {date_longue(jour)}" if jour else ""


def _personne(p: object) -> str:
    """`Mme Hélène Brisson, directrice`."""
    nom = " ".join(filter(None, (getattr(p, cle, None) for cle in ("civilite", "prenom", "nom"))))
    return ", ".join(filter(None, (nom, getattr(p, "qualite", None))))
