"""P — the pieces compared: one file given twice, a piece that is not asked, a piece that another part should echo."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, montrable
from maia.forms.pieces import PRIVE, catalogue
from maia.forms.profils import en_mots
from maia.validators.registre import regle

# Pieces that are often bound in one file: an annual report with its accounts, a letter with the CV it announces.
_RELIEES = (
    frozenset({"comptes", "rapport_commissaire", "rapport_activite"}),
    frozenset({"engagement_pilote", "cv"}),
    frozenset({"recepisse", "modifications", "statuts"}),
    frozenset({"dossier_de_financement", "delegation"}),
)
# A year of accounts is approved in the first half of the next: in March the last approved ones may be two years old.
_EXERCICES = 2
_MOTS_DE_CV = frozenset({"cv", "curriculum", "vitae", "pilote", "maia", "candidat", "candidate", "mme", "pdf", "scan"})


def _fichiers(d: Dossier) -> list[tuple[Chemin, str]]:
    """Every file named, its path made plain (`./a.pdf` and `a.pdf` are one)."""
    return [(chemin, posixpath.normpath(nom)) for chemin, nom in d.pieces.fichiers()]


def _piece(chemin: Chemin) -> str:
    return str(chemin[1])


def _reliables(une: str, autre: str) -> bool:
    return any({une, autre} <= groupe for groupe in _RELIEES)


def _libelle(chemin: Chemin) -> str:
    """How a finding names the piece at `chemin`."""
    if _piece(chemin) == "engagements":
        return f"document d’engagement n° {int(chemin[2]) + 1}"
    piece = catalogue().pieces.get(_piece(chemin))
    return piece.libelle if piece else _piece(chemin)


@regle("P44", AVERTISSEMENT, source="CIRC annexe III, complétude")
def un_fichier_une_piece(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un même fichier ne sert pas de deux pièces différentes.

    Sont admises ensemble les pièces que l’on relie d’ordinaire : les comptes et les rapports, l’engagement et le CV,
    les statuts et les récépissés. Deux engagements sur le même fichier relèvent de P41.
    """
    premiers: dict[str, Chemin] = {}
    for chemin, nom in _fichiers(d):
        premier = premiers.setdefault(nom, chemin)
        une, autre = _piece(premier), _piece(chemin)
        if premier == chemin or une == autre == "engagements" or (une != autre and _reliables(une, autre)):
            continue
        yield Constat(
            chemin,
            f"Le fichier « {nom} » est donné deux fois pour la même pièce : {_libelle(chemin)}."
            if une == autre
            else f"Le fichier « {nom} » est donné comme {_libelle(premier)} et comme {_libelle(chemin)}.",
            "Supprimez la ligne en trop." if une == autre else "Indiquez le fichier de chaque pièce.",
        )


@regle("P45", AVERTISSEMENT, source="CIRC annexe III, complétude")
def deux_fichiers_differents(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Deux fichiers de noms différents n’ont pas le même contenu.

    Comparés par leur empreinte : un document enregistré deux fois a souvent pris la place d’un autre.
    """
    premiers: dict[str, tuple[Chemin, str]] = {}
    for chemin, nom in d.pieces.fichiers():
        examen = (d.examens or {}).get(nom)
        if examen is None or not examen.empreinte:
            continue
        premier, premier_nom = premiers.setdefault(examen.empreinte, (chemin, nom))
        if posixpath.normpath(premier_nom) != posixpath.normpath(nom):
            yield Constat(
                chemin,
                f"« {nom} » ({_libelle(chemin)}) et « {premier_nom} » ({_libelle(premier)}) sont le même document.",
                "Remplacez celui qui n’est pas le bon, ou n’en gardez qu’un.",
            )


@regle("P46", INFORMATION, source="CIRC annexe IV, liste des pièces, secteur public")
def pieces_d_un_organisme_prive(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur public n’a pas à joindre les pièces demandées au secteur privé.

    Elles ne nuisent pas, mais font douter du statut écrit : si le porteur est privé, elles sont toutes demandées.
    """
    statut = d.porteur.statut_retenu
    if statut is None or d.porteur.prive:
        return
    noms = catalogue().pieces
    en_trop = [cle for cle, v in d.pieces.autres.items() if v and cle in noms and noms[cle].demandee == PRIVE]
    if en_trop:
        yield Constat(
            ("pieces", en_trop[0]),
            f"Le porteur a le statut « {statut} » ; on ne lui demande pas : {liste(noms[cle].libelle for cle in en_trop)}.",
            "Laissez-les si vous le souhaitez ; si le porteur est un organisme privé sans but lucratif, corrigez « statut ».",
        )


@regle("P47", INFORMATION, source="CIRC annexe III, comptes annuels")
def derniers_comptes_et_rapports(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’année que dit le nom du fichier des comptes ou d’un rapport n’est pas trop ancienne.

    Suggestion de saisie : les textes demandent les derniers comptes et rapports, sans que le dossier en dise l’année ;
    seul le nom du fichier la laisse deviner.
    """
    if not c.annee:
        return
    for chemin, nom in d.pieces.fichiers():
        if _piece(chemin) not in ("comptes", "rapport_commissaire", "rapport_activite"):
            continue
        annees = [int(a) for a in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", posixpath.basename(nom))]
        if annees and max(annees) < c.annee - _EXERCICES:
            yield Constat(
                chemin,
                f"Le nom du fichier « {nom} » fait penser à l’année {max(annees)} ({_libelle(chemin)}).",
                "Vérifiez que ce sont les derniers ; sinon joignez les derniers.",
            )


def _mots_du_nom(nom: str) -> set[str]:
    """The words of a file's name that may be somebody's."""
    mots = en_mots(posixpath.splitext(posixpath.basename(nom))[0]).split()
    return {mot for mot in mots if len(mot) > 2 and not mot.isdigit()} - _MOTS_DE_CV


@regle("P48", INFORMATION, source="CIRC annexe III, CV")
def cv_du_pilote_pressenti(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Quand le pilote pressenti est nommé, un des CV joints porte son nom.

    Suggestion de saisie : aucun texte ne le demande. Ne s’applique que si chaque fichier de CV porte un nom.
    """
    noms = [nom for chemin, nom in d.pieces.fichiers() if _piece(chemin) == "cv"]
    if not d.pilote or not d.pilote.nom or not noms or not all(map(_mots_du_nom, noms)):
        return
    pilote = " ".join(filter(None, (d.pilote.prenom, d.pilote.nom)))
    siens = {mot for mot in en_mots(pilote).split() if len(mot) > 2}
    if siens and not any(siens & _mots_du_nom(nom) for nom in noms):
        yield Constat(
            "pieces.cv",
            f"Le pilote pressenti est {montrable(pilote)}, dont aucun fichier de CV ne porte le nom.",
            "Vérifiez que son CV est joint.",
        )


@regle("P49", INFORMATION, source="CIRC annexe IV, liste des pièces, RIB")
def rib_joint_et_recopie(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un relevé d’identité bancaire joint est recopié dans le dossier.

    « cette pièce est à transmettre dès lors que le dossier a été retenu par l’ARS » : elle n’est pas attendue avant. Si
    elle est là, ses chiffres servent à préparer la convention.
    """
    if d.pieces.autres.get("rib") and d.banque is None:
        yield Constat(
            "pieces.rib",
            "Le relevé d’identité bancaire est joint, mais le compte n’est pas écrit dans le dossier.",
            "Recopiez-le sous « banque » : il servira à la convention, et sa clé sera vérifiée.",
        )


@regle("P50", AVERTISSEMENT, source="CIRC annexe IV §3, personne recevant la délégation")
def delegation_jointe_et_nommee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Quand une délégation de signature est jointe, l’attestation nomme la personne qui la reçoit."""
    if d.pieces.autres.get("delegation") and d.attestation.delegation is None:
        yield Constat(
            "pieces.delegation",
            "Une délégation de signature est jointe, mais l’attestation ne nomme pas la personne qui la reçoit.",
            "Complétez « delegation » sous « attestation » : nom, prénom et qualité.",
        )
