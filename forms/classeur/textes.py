"""Every word that a blank workbook prints: the generator writes them, the reader knows that nobody typed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from maia.forms.classeur.plan import (
    AUTRES,
    DIVERS,
    FeuilleBudget,
    FeuilleEffectifs,
    FeuillePieces,
    Formulaire,
    Tableau,
    plan,
)
from maia.forms.francais import INSECABLE, sans_accents, typographie
from maia.forms.nomenclature import INDIRECTES, Compte, nomenclature
from maia.forms.pieces import FACULTATIVE, PRIVE, TOUJOURS, Catalogue, PieceDemandee, catalogue

AIDE = "Mode d’emploi"
TITRE = "DOSSIER DE CANDIDATURE MAIA"
MODE_D_EMPLOI = tuple(
    map(
        typographie,
        (
            "Remplissez les cases jaunes, feuille après feuille ; une case laissée vide reste à compléter plus tard.",
            "Cliquez sur une case : ce qu’il faut y écrire s’affiche, avec un exemple et la source de la demande.",
            "Montants en euros, sans centimes. Dates : 15/03/2012. Numéros (SIRET, téléphone, code postal) : tels quels, zéros compris.",
            "Les totaux gris se calculent tout seuls. Un compte donné en bloc s’écrit à la place de son total.",
            "Tableaux : une ligne par élément ; insérez des lignes au milieu du tableau s’il en manque.",
            "Les cases bleues et grises sont protégées, sans mot de passe : Révision, Ôter la protection.",
            "Ensuite, « maia importer CLASSEUR.xlsx -o dossier.yaml » relit ce classeur et dit, case par case, ce qu’il n’a pas compris.",
        ),
    )
)
SOMMAIRE = "Feuilles de ce classeur"
QUOI, REPONSE, CONSIGNE, SOURCE = "Renseignement", "Votre réponse", "Ce qu’il faut écrire", "Source"

CHARGES, PRODUITS, MONTANT, STATUT = "Charges", "Produits", "Montant en euros", "A accordée, T attendue"
CONTRIBUTIONS = "CONTRIBUTIONS VOLONTAIRES"
TOTAL_CHARGES, TOTAL_PRODUITS, TOTAL = "TOTAL DES CHARGES", "TOTAL DES PRODUITS", "TOTAL"
BUDGET = "BUDGET PRÉVISIONNEL – total des charges égal au total des produits"
EQUILIBRE = "Équilibre : total des charges − total des produits"
EQUILIBRE_CONTRIBUTIONS = "Équilibre : compte 86 − compte 87"
EQUILIBRE_64 = "Compte 64 − coût total des effectifs"
CONTROLES = tuple(map(typographie, (EQUILIBRE, EQUILIBRE_CONTRIBUTIONS, EQUILIBRE_64)))

PIECE, CLE, DEMANDEE, FICHIER = "Pièce", "Nom dans le dossier", "Demandée", "Fichier"
DEMANDES = {
    TOUJOURS: "à tous",
    PRIVE: "au porteur privé à but non lucratif",
    FACULTATIVE: "facultative",
}
AUTRES_NOTE = typographie(
    "Champs que le formulaire ne connaît pas, gardés tels quels : leur valeur, puis leur chemin dans le dossier."
)
VALEUR, CHEMIN = "Valeur", "Chemin"


def compte_imprime(compte: Compte) -> str:
    """The heading of an account: `60 Achats`, `Charges indirectes`."""
    return compte.libelle if compte.numero == INDIRECTES else f"{compte.numero} {compte.libelle}"


def piece_imprimee(piece: PieceDemandee) -> str:
    """The name of a piece with its capital."""
    return f"{piece.libelle[0].upper()}{piece.libelle[1:]}"


def cle_de_texte(texte: str) -> str:
    """What makes two printed texts the same: no accents, no case, one kind of space."""
    return sans_accents(texte.replace(INSECABLE, " ").replace("\u202f", " "))


def _imprimes() -> Iterator[str]:
    yield from (AIDE, TITRE, *MODE_D_EMPLOI, SOMMAIRE, QUOI, REPONSE, CONSIGNE, SOURCE, DIVERS, AUTRES)
    yield from (CHARGES, PRODUITS, MONTANT, STATUT, CONTRIBUTIONS, TOTAL_CHARGES, TOTAL_PRODUITS, TOTAL, BUDGET)
    yield from (*CONTROLES, PIECE, CLE, DEMANDEE, FICHIER, *DEMANDES.values(), AUTRES_NOTE, VALEUR, CHEMIN)
    for feuille in plan():
        yield feuille.titre
        match feuille:
            case Formulaire(sections=sections):
                for section in sections:
                    yield section.titre
                    for case in section.cases:
                        yield from (case.champ.libelle, case.aide, case.champ.source)
            case Tableau(colonnes=colonnes, note=note):
                yield from (note, *(c.champ.libelle for c in colonnes))
            case FeuilleEffectifs(colonnes=colonnes, tableaux=tableaux):
                yield from (*(titre for titre, _ in tableaux), *(c.champ.libelle for c in colonnes))
            case FeuilleBudget() | FeuillePieces():
                continue


@cache
def imprimes() -> frozenset[str]:
    """The keys (`cle_de_texte`) of every word printed, the national list of pieces included."""
    return frozenset(filter(None, map(cle_de_texte, _imprimes()))) | textes_des_pieces(catalogue())


def textes_des_pieces(pieces: Catalogue) -> frozenset[str]:
    """The keys of what the sheet of pieces prints for this list."""
    dits = (t for cle, p in pieces.pieces.items() for t in (cle, piece_imprimee(p), p.source))
    return frozenset(map(cle_de_texte, dits))


# What the budget that `maia produire` makes (D2) prints beside its accounts, on annexe IV's and annexe V-2's words.
_D2 = re.compile(
    r"budget previsionnel .*|\(le total des charges doit .*|maia [-–] departement .*|maia \(preciser .*|\(annee pleine\)"
    r"|si le budget du demandeur .*|montant en euros \(1\)|subvention\(s\) : .*|total( financement ars| projet)?"
    r"|contributions volontaires \(3\)|le financement sollicite de|represente|du total des produits|tableau des effectifs.*"
    r"|qualite|profil( \(1\))?|statut( \(2\))?|charges soc|salaire brut|cout total|\([123]\) .*|equilibre : .*|compte 64 .*"
    r"|\(preciser\)|autres( \(a? ?preciser\))?|autres \(preciser\)|pilote|gc n°\d+|charges indirectes"
)


def est_imprime(texte: str) -> bool:
    """Whether a text is one that our workbooks print, the account headings and lines of annexe IV included."""
    cle = cle_de_texte(texte)
    return cle in imprimes() or cle in _du_budget() or bool(_D2.fullmatch(cle))


@cache
def _du_budget() -> frozenset[str]:
    n = nomenclature()
    comptes = [c for cote in (n.charges, n.produits, n.contributions) for c in cote.values()]
    dits = [t for c in comptes for t in (compte_imprime(c), f"{compte_imprime(c)} (2)", *c.lignes)]
    return frozenset(map(cle_de_texte, (*dits, *(libelle for libelle, _ in n.financeurs))))


@cache
def titres_de_section() -> frozenset[str]:
    """The keys of the headings that open a section."""
    sections = (section for f in plan() if isinstance(f, Formulaire) for section in f.sections)
    return frozenset(cle_de_texte(section.titre) for section in sections)
