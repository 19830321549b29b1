"""An empty dossier to fill in: every field of the form in its order, each explained by a comment, nothing invented.

The file is drawn from the typed models, the nomenclature and the list of pieces: a field added there is asked here.
Only what the kind of porteur settles is written; the rest is left empty, which the reader takes as not answered.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maia.forms.budget import Budget, Financeur
from maia.forms.campagne import Campagne
from maia.forms.champs import Bloc, Champ, Liste, champs, consigne, phrase, valeurs
from maia.forms.constat import Chemin
from maia.forms.dossier import FORMULAIRE, Dossier, Pieces
from maia.forms.francais import INSECABLE
from maia.forms.modele import Modele
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, FINANCEUR_ARS, PRODUITS, SUBVENTIONS, Compte, nomenclature
from maia.forms.pieces import FACULTATIVE, PRIVE, Catalogue, catalogue

SCHEMA = "dossier.schema.json"
STATUTS = ("association", "public", "reseau")
_ANNEE_PLEINE = "annee_pleine"
_LARGEUR = 110
_GESTIONNAIRES = 3


@dataclass(frozen=True, slots=True)
class Profil:
    """What the kind of porteur settles: answers by path, fields that don't concern it, pieces of a private body or not."""

    reponses: Mapping[Chemin, str]
    sans: frozenset[Chemin]
    prive: bool


_ASSOCIATION: Chemin = ("porteur", "association")
_COMMUNES: Mapping[Chemin, str] = {("formulaire",): FORMULAIRE, ("porteur", "but_lucratif"): "non"}
_PROFILS = {
    "association": Profil(
        {**_COMMUNES, ("regime",): "CNSA", ("porteur", "nature"): "association"}, frozenset(), prive=True
    ),
    "public": Profil({**_COMMUNES, ("regime",): "CNSA"}, frozenset({_ASSOCIATION}), prive=False),
    "reseau": Profil(
        {**_COMMUNES, ("regime",): "FIQCS", ("porteur", "nature"): "réseau de santé"}, frozenset(), prive=True
    ),
}
# Written by the ARS, or only to have a sum checked: asking a porteur for them would mislead.
_PAS_AU_PORTEUR = frozenset({("recu_le",), ("attestation", "montant")})


def squelette(statut: str, campagne: Campagne, pieces: Catalogue | None = None) -> str:
    """The YAML text of an empty dossier for a porteur of this `statut`, one of `STATUTS`.

    The same arguments give the same text. Read back, it has no typing fault.
    """
    return "\n".join([*_entete(), *_Redaction(_PROFILS[statut], campagne, pieces or catalogue()).dossier(), ""])


def _entete() -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA}"
    yield "# Dossier de candidature MAIA. Écrivez chaque réponse après les deux-points ; ce qui ne vous concerne pas reste"
    yield "# vide. Un texte qui contient « : » ou « # » se met entre guillemets. « maia verifier » dit ce qui manque encore,"
    yield "# ligne par ligne. Les crochets renvoient à la circulaire (CIRC) et au cahier des charges (CDC)."


def _commentaire(texte: str, marge: str) -> Iterator[str]:
    for ligne in textwrap.wrap(texte, _LARGEUR - len(marge) - 2, break_long_words=False, break_on_hyphens=False):
        yield f"{marge}# {ligne}"


def explication(champ: Champ, *, titre: bool = True, exemple: bool = True) -> str:
    """`Nom ou raison sociale. Ex. : Association… [CIRC annexe IV §1]`; a closed list is told whole."""
    choix = next((v.choix for v in valeurs(champ.nature) if v.choix and not v.forme), ())
    morceaux = [phrase(champ.libelle) if titre else "", consigne(champ)]
    if choix:
        morceaux.append(f"Au choix : {', '.join(choix)}.")
    elif exemple and champ.exemple:
        morceaux.append(f"Ex. : {_serre(champ.exemple)}")
    if champ.source:
        morceaux.append(f"[{_serre(champ.source)}]")
    return " ".join(filter(None, morceaux))


def _serre(texte: str) -> str:
    """Short texts are not cut over two lines."""
    return texte.replace(" ", INSECABLE) if len(texte) < _LARGEUR // 3 else texte


class _Redaction:
    """Writes one skeleton; holds what the porteur's kind settles."""

    def __init__(self, profil: Profil, campagne: Campagne, pieces: Catalogue) -> None:
        postes = ["Pilote", *(f"GC n°{n}" for n in range(1, _GESTIONNAIRES + 1))]
        self.reponses: dict[Chemin, str] = {**profil.reponses, ("campagne",): str(campagne.annee)}
        self.rangees: dict[Chemin, int] = {("gestionnaires_de_cas",): _GESTIONNAIRES}
        for tableau in (("effectifs",), (_ANNEE_PLEINE, "effectifs")):
            self.rangees[tableau] = len(postes)
            self.reponses |= {(*tableau, rang, "poste"): poste for rang, poste in enumerate(postes)}
        self.profil = profil
        self.pieces = pieces

    def dossier(self) -> Iterator[str]:
        """Every field of the form."""
        yield from self._bloc(Dossier, (), "", expliquer=True)

    def _bloc(self, modele: type[Modele], chemin: Chemin, marge: str, *, expliquer: bool) -> Iterator[str]:
        if modele is Budget:
            yield from self._budget(chemin, marge, expliquer=expliquer)
            return
        if modele is Pieces:
            yield from self._pieces(marge)
        for champ in champs(modele):
            ici = (*chemin, champ.nom)
            if ici not in self.profil.sans and ici not in _PAS_AU_PORTEUR:
                yield from self._champ(champ, ici, marge, expliquer=expliquer)

    def _champ(self, champ: Champ, chemin: Chemin, marge: str, *, expliquer: bool) -> Iterator[str]:
        nature = champ.nature
        compose = isinstance(nature, Bloc) or (isinstance(nature, Liste) and isinstance(nature.element, Bloc))
        if expliquer:
            if len(chemin) == 1 and compose:
                yield ""
                yield f"{'# ' + champ.libelle + ' ':-<{_LARGEUR}}"
            titre = len(chemin) > 1 or not compose
            yield from _commentaire(explication(champ, titre=titre, exemple=not compose), marge)
        reponse = self.reponses.get(chemin, "")
        yield f"{marge}{champ.nom}: {reponse}".rstrip()
        if isinstance(nature, Bloc):
            # The full year asks the same as the year of the campaign, explained above.
            dit = expliquer and chemin != (_ANNEE_PLEINE,)
            yield from self._bloc(nature.modele, chemin, marge + "  ", expliquer=dit)
        elif isinstance(nature, Liste) and isinstance(nature.element, Bloc):
            for rang in range(self.rangees.get(chemin, 1)):
                yield from self._rangee(nature.element.modele, (*chemin, rang), marge, expliquer=expliquer and not rang)

    def _rangee(self, modele: type[Modele], chemin: Chemin, marge: str, *, expliquer: bool) -> Iterator[str]:
        """One row of a list; its comments stand before the dash that they would otherwise cut from its first field."""
        lignes = list(self._bloc(modele, chemin, marge + "    ", expliquer=expliquer))
        premiere = next(rang for rang, ligne in enumerate(lignes) if not ligne.lstrip().startswith("#"))
        lignes[premiere] = f"{marge}  - {lignes[premiere].lstrip()}"
        yield from lignes

    def _budget(self, chemin: Chemin, marge: str, *, expliquer: bool) -> Iterator[str]:
        """The accounts of annexe IV with their lines (annexe V-2's for a full year); totals are computed, not asked."""
        libelles = {champ.nom: champ for champ in champs(Budget)}
        for cote in (CHARGES, PRODUITS, CONTRIBUTIONS):
            if expliquer:
                yield from _commentaire(explication(libelles[cote]), marge)
            yield f"{marge}{cote}:"
            for numero, compte in nomenclature().cote(cote).items():
                if chemin[0] == _ANNEE_PLEINE or "annexe IV" in compte.source:
                    yield from _compte(numero, compte, marge + "  ")

    def _pieces(self, marge: str) -> Iterator[str]:
        for cle, piece in self.pieces.pieces.items():
            if piece.demandee == PRIVE and not self.profil.prive:
                continue
            libelle = f"{piece.libelle[0].upper()}{piece.libelle[1:]}"
            facultative = " Facultatif." if piece.demandee == FACULTATIVE else ""
            yield from _commentaire(f"{libelle}.{facultative} Ex. : pieces/{cle}.pdf [{piece.source}]", marge)
            yield f"{marge}{cle}:"


def _compte(numero: str, compte: Compte, marge: str) -> Iterator[str]:
    intitule = compte.libelle if not numero.isdigit() else f"{numero} – {compte.libelle}"
    libre = " ; ajoutez vos lignes, à préciser" if compte.a_preciser else ""
    yield from _commentaire(f"{intitule}{libre} [{compte.source}]", marge)
    yield f"{marge}{numero}:"
    if numero == SUBVENTIONS:
        yield from _commentaire("Un tiret par financeur ; statut A : accordée, T : attendue.", marge + "  ")
        for champ in champs(Financeur):
            preset = {"financeur": FINANCEUR_ARS, "statut": "T"}.get(champ.nom, "")
            yield f"{marge}  {'- ' if champ.nom == 'financeur' else '  '}{champ.nom}: {preset}".rstrip()
        return
    for ligne in compte.lignes:
        yield f"{marge}  {ligne}:"
