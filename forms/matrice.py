"""Several dossiers side by side, as plain data: a line each, their pieces in columns, the region's envelope.

Nothing is judged here: terminal, page, workbook and JSON all print these same lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from maia.forms.constat import Constat, Gravite
from maia.forms.francais import euros, pluriel, typographie
from maia.forms.inventaire import EtatDePiece

SIGNES = {
    EtatDePiece.JOINTE: "✓",
    EtatDePiece.MANQUANTE: "✗",
    EtatDePiece.A_CORRIGER: "!",
    EtatDePiece.A_VERIFIER: "?",
    EtatDePiece.NON_JOINTE: "·",
    EtatDePiece.NON_DEMANDEE: "–",
    EtatDePiece.TENUE: "=",
}
"""One character a state, where a column is narrow; a legend goes with them."""
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ColonneDePiece:
    """A piece as a column: its key, its number in the list of annexe III (`3`, `3b` when two share it), its name."""

    cle: str
    numero: str
    libelle: str
    source: str
    nationale: bool


@dataclass(frozen=True, slots=True)
class LigneDeDossier:
    """One dossier: amounts in whole euros, `part_ars` a share of the products (0.85), `pieces` column by column.

    What the file does not say is `None`; of a file that can't be read, everything but `fichier`, `illisible` and its
    one finding. `rang` counts from 1 the dossiers that could be read: findings about the set call them by it.
    """

    rang: int | None
    fichier: str
    illisible: str = ""
    porteur: str | None = None
    departement: str | None = None
    region: str | None = None
    regime: str | None = None
    gestionnaires: int | None = None
    montant: int | None = None
    annee_pleine: int | None = None
    plafond: int | None = None
    part_ars: Decimal | None = None
    complet: bool | None = None
    eligible: bool | None = None
    recevable: bool | None = None
    budget_conforme: bool | None = None
    pieces: tuple[EtatDePiece, ...] = ()
    constats: tuple[Constat, ...] = ()

    def compte(self, gravite: Gravite) -> int:
        """How many findings of this severity."""
        return sum(c.gravite is gravite for c in self.constats)


@dataclass(frozen=True, slots=True)
class Totaux:
    """What the lines add up to, unreadable files counted in `dossiers` only; amounts in whole euros."""

    dossiers: int
    illisibles: int
    complets: int
    eligibles: int
    recevables: int
    budgets_conformes: int
    montant: int
    montant_recevable: int
    bloquants: int
    avertissements: int


@dataclass(frozen=True, slots=True)
class LigneDEnveloppe:
    """One region and regime: dispositifs of the texts, dossiers received, admissible ones and what those ask (euros).

    `places` is `None` when the campaign gives no envelope to this region and regime.
    """

    region: str
    regime: str
    places: int | None
    dossiers: int
    recevables: int
    montant: int

    @property
    def reste(self) -> int | None:
        """Places left; negative when there are more admissible dossiers than places."""
        return None if self.places is None else self.places - self.recevables


@dataclass(frozen=True, slots=True)
class Matrice:
    """The dossiers in the order given, the columns of pieces, the envelope, and the findings about the set itself."""

    campagne: int
    colonnes: tuple[ColonneDePiece, ...]
    lignes: tuple[LigneDeDossier, ...]
    enveloppe: tuple[LigneDEnveloppe, ...] = ()
    ensemble: tuple[Constat, ...] = ()

    @property
    def totaux(self) -> Totaux:
        """What the lines add up to."""
        return _totaux(self.lignes)

    def noms(self) -> list[str]:
        """A short name a dossier: its file's, without `.yaml`, with as many folders as tell all of them apart."""
        chemins = [PurePath(ligne.fichier) for ligne in self.lignes]
        parts = [(*c.parts[:-1], c.stem if c.suffix in _SUFFIXES else c.name) for c in chemins]
        for nombre in range(1, max(map(len, parts), default=0) + 1):
            if len({p[-nombre:] for p in parts}) == len(set(parts)):
                return ["/".join(p[-nombre:]) for p in parts]
        return ["/".join(p) for p in parts]

    def colonnes_utiles(self) -> list[int]:
        """Ranks of the columns worth room on a narrow page: asked of one dossier at least, or joined to one."""
        muets = {EtatDePiece.NON_JOINTE, EtatDePiece.NON_DEMANDEE, EtatDePiece.TENUE}
        lues = [ligne.pieces for ligne in self.lignes if not ligne.illisible]
        return [rang for rang in range(len(self.colonnes)) if any(pieces[rang] not in muets for pieces in lues)]


def phrase_du_total(m: Matrice) -> str:
    """`55 dossiers, dont 1 illisible : 54 complets, …, 53 recevables. Demandé pour 2012 : … €, dont … € …`."""
    t = m.totaux
    tete = pluriel(t.dossiers, "dossier") + (f", dont {pluriel(t.illisibles, 'illisible')}" if t.illisibles else "")
    comptes = (
        pluriel(t.complets, "complet"),
        pluriel(t.eligibles, "éligible"),
        pluriel(t.recevables, "recevable"),
        pluriel(t.budgets_conformes, "budget conforme", "budgets conformes"),
    )
    qui = "le dossier recevable" if t.recevables == 1 else "les dossiers recevables"
    dont = f", dont {euros(t.montant_recevable)} par {qui}" if t.recevables else ""
    return typographie(f"{tete} : {', '.join(comptes)}. Demandé pour {m.campagne} : {euros(t.montant)}{dont}.")


def _totaux(lignes: Iterable[LigneDeDossier]) -> Totaux:
    toutes = list(lignes)
    return Totaux(
        dossiers=len(toutes),
        illisibles=sum(bool(ligne.illisible) for ligne in toutes),
        complets=sum(bool(ligne.complet) for ligne in toutes),
        eligibles=sum(bool(ligne.eligible) for ligne in toutes),
        recevables=sum(bool(ligne.recevable) for ligne in toutes),
        budgets_conformes=sum(bool(ligne.budget_conforme) for ligne in toutes),
        montant=sum(ligne.montant or 0 for ligne in toutes),
        montant_recevable=sum(ligne.montant or 0 for ligne in toutes if ligne.recevable),
        bloquants=sum(ligne.compte(Gravite.BLOQUANT) for ligne in toutes),
        avertissements=sum(ligne.compte(Gravite.AVERTISSEMENT) for ligne in toutes),
    )
