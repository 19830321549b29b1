"""D10: the commission's workbook: every dossier, the grid, a sheet of notes an assessor, live means and ranking.

Facts and formulas are locked, without a password (Excel's « Ôter la protection » opens them); the yellow cells are to
be filled. Source: CIRC §1.2.2 (grid and weights are the ARS's), §1.2.3 (commission, withdrawals), annexe II (places).

Choices where the texts are silent:

- an assessor's note of a dossier is the weighted mean of the criteria that person noted, and the dossier's mean that of
  the assessors who noted it, by their weights (1 unless the ARS says otherwise): an empty cell is no zero, and a
  withdrawal, or a note off the scale, counts for nothing;
- means are rounded to the hundredth, half up, before ranking; equal means share their rank;
- only admissible dossiers are noted and ranked; the ranking is an opinion, the decision is the director's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.commission import CONSEIL_GENERAL, EVALUATEUR_PAR_DEFAUT, Commission, Evaluateur
from maia.forms.constat import Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import de, nombre, pluriel, typographie
from maia.forms.matrice import LigneDeDossier, LigneDEnveloppe, Matrice, phrase_du_total
from maia.generators.classeur import ModeleExcel
from maia.generators.classeur.copies import copier
from maia.generators.onglets import onglets
from maia.generators.synthese import texte_de_cellule

MODELE = "commission.xlsx"
_FEUILLE = "{{ onglet }}"
_SE_RETIRE = "se retire"
_AUCUN = "aucun"

Ligne = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidat:
    """What the commission is told of a dossier besides its line in the matrix; light enough to keep by the thousand.

    `retraits` are the ranks, in the ARS's file, of the assessors who withdraw; `conseil_general` is the département
    whose conseil général applies, if that is the porteur.
    """

    nature: str = ""
    territoire: str = ""
    suite: str = ""
    retraits: tuple[int, ...] = ()
    conseil_general: str = ""

    @classmethod
    def de(cls, d: Dossier, a: Ars) -> Candidat:
        """Of one dossier."""
        evaluateurs = _evaluateurs(a.commission)
        candidat = d.departement or "?" if d.porteur.nature == CONSEIL_GENERAL else ""
        return cls(
            d.porteur.nature or "",
            d.territoire.nom or "",
            a.decision(d.porteur).suite or "",
            tuple(rang for rang, e in enumerate(evaluateurs) if e.se_retire(d)),
            candidat,
        )


def commission(m: Matrice, candidats: Sequence[Candidat], a: Ars, c: Campagne, *, modele: bytes | None = None) -> bytes:
    """The workbook: `candidats` are those of the dossiers that could be read, in the matrix's order.

    `modele` takes the place of our template. Same data, same bytes.
    """
    evaluateurs = _evaluateurs(a.commission)
    octets = files("maia.templates").joinpath(MODELE).read_bytes() if modele is None else modele
    return _compiler(octets, len(evaluateurs)).rendre(champs_de_la_commission(m, candidats, a, c))


@lru_cache(8)
def _compiler(octets: bytes, nombre_d_evaluateurs: int) -> ModeleExcel:
    return ModeleExcel.compiler(copier(octets, MODELE, _FEUILLE, nombre_d_evaluateurs), MODELE)


def _evaluateurs(k: Commission) -> list[Evaluateur]:
    return [e for e in k.evaluateurs if e.nom] or [EVALUATEUR_PAR_DEFAUT]


def champs_de_la_commission(m: Matrice, candidats: Sequence[Candidat], a: Ars, c: Campagne) -> Ligne:
    """The fields of the template."""
    evaluateurs = _evaluateurs(a.commission)
    lus = [ligne for ligne in m.lignes if not ligne.illisible]
    largeur = max(2, len(str(len(lus))))
    codes = {id(ligne): f"D{rang:0{largeur}}" for rang, ligne in enumerate(lus, 1)}
    paires = list(zip(lus, candidats, strict=True))
    classes = [_Classe(codes[id(x)], rang, x, k) for rang, (x, k) in enumerate(paires, 1) if x.recevable]
    noms = onglets(
        [f"Notes {e.nom}" for e in evaluateurs],
        {"Dossiers", "Classement", "Moyennes", "Retraits", "Enveloppe", "À lire"},
    )
    agence = f"Agence régionale de santé {de(a.nom)}" if a.nom else "Agence régionale de santé"
    valeurs: Ligne = {
        "annee": c.annee,
        "agence": texte_de_cellule(agence),
        "entete": texte_de_cellule(f"{agence} – MAIA {c.annee}"),
        "resume": phrase_du_total(m),
        "bareme": a.commission.note_maximale,
        "dossiers": list(_dossiers(m, dict(zip(codes.values(), candidats, strict=True)), codes, evaluateurs))
        or [{"porteur": "Aucun dossier"}],
        "moyennes": [_moyenne(x) for x in classes] or [_PERSONNE],
        "classement": [{"ordre": rang} for rang in range(1, len(classes) + 1)] or [{"ordre": 1}],
        "retraits": list(_retraits(paires, codes, evaluateurs, noms)) or [{"porteur": "Aucun retrait"}],
        "enveloppe": [_enveloppe(ligne) for ligne in m.enveloppe] or [_SANS_ENVELOPPE],
        "notices": [{"sujet": s, "texte": typographie(t)} for s, t in _notices(a.commission, evaluateurs)],
    }
    for rang, (evaluateur, onglet) in enumerate(zip(evaluateurs, noms, strict=True)):
        valeurs |= {
            f"onglet_{rang + 1}": onglet,
            f"evaluateur_{rang + 1}": texte_de_cellule(evaluateur.nom or ""),
            f"qualite_{rang + 1}": texte_de_cellule(evaluateur.qualite or ""),
            f"maximum_{rang + 1}": a.commission.note_maximale,
            f"voix_{rang + 1}": evaluateur.voix,
            f"notes_{rang + 1}": list(_notes(classes, a.commission, rang))
            or [{"code": _AUCUN, "porteur": _RIEN_A_NOTER}],
        }
    return valeurs


@dataclass(frozen=True, slots=True)
class _Classe:
    """A dossier to note: its code, its rank among those that could be read, its line, its candidate."""

    code: str
    rang: int
    ligne: LigneDeDossier
    candidat: Candidat


_RIEN_A_NOTER = "Aucun dossier recevable"
_PERSONNE: Ligne = {"code": _AUCUN, "porteur": _RIEN_A_NOTER, "numero": 1}
_SANS_ENVELOPPE: Ligne = {"region": "Aucun dossier lisible", "dossiers": 0, "recevables": 0, "demande": 0}


def _dossiers(
    m: Matrice, candidats: dict[str, Candidat], codes: dict[int, str], evaluateurs: Sequence[Evaluateur]
) -> Iterator[Ligne]:
    for ligne, nom in zip(m.lignes, m.noms(), strict=True):
        code = codes.get(id(ligne))
        k = candidats[code] if code else Candidat()
        yield {
            "code": code,
            "porteur": texte_de_cellule(ligne.porteur or nom),
            "nature": texte_de_cellule(k.nature) or None,
            "departement": ligne.departement,
            "region": texte_de_cellule(ligne.region),
            "territoire": texte_de_cellule(k.territoire) or None,
            "regime": texte_de_cellule(ligne.regime),
            "gestionnaires": ligne.gestionnaires,
            "montant": ligne.montant,
            "annee_pleine": ligne.annee_pleine,
            "complet": _verdict(ligne.complet),
            "eligible": _verdict(ligne.eligible),
            "recevable": _verdict(ligne.recevable),
            "budget": _verdict(ligne.budget_conforme),
            "bloquants": ligne.compte(Gravite.BLOQUANT),
            "retraits": texte_de_cellule(", ".join(_qui(k, evaluateurs))) or None,
            "suite": k.suite or None,
        }


def _verdict(valeur: bool | None) -> str:
    return "illisible" if valeur is None else "oui" if valeur else "non"


def _qui(k: Candidat, evaluateurs: Sequence[Evaluateur]) -> list[str]:
    """Who withdraws: people by their names, or the representative whom the ARS did not name."""
    noms = [evaluateurs[rang].nom or "" for rang in k.retraits]
    nomme = any(evaluateurs[rang].conseil_general == k.conseil_general for rang in k.retraits)
    return noms if nomme or not k.conseil_general else [*noms, f"{_REPRESENTANT} ({k.conseil_general})"]


_REPRESENTANT = "Le représentant du président du conseil général"


def _moyenne(x: _Classe) -> Ligne:
    return {
        "code": x.code,
        "porteur": texte_de_cellule(x.ligne.porteur),
        "departement": x.ligne.departement,
        "regime": texte_de_cellule(x.ligne.regime),
        "gestionnaires": x.ligne.gestionnaires,
        "montant": x.ligne.montant,
        "numero": x.rang,
    }


def _notes(classes: Sequence[_Classe], k: Commission, evaluateur: int) -> Iterator[Ligne]:
    """A line for each dossier and criterion, in that order."""
    for x in classes:
        for critere, poids in k.criteres:
            yield {
                "code": x.code,
                "porteur": texte_de_cellule(x.ligne.porteur),
                "critere": texte_de_cellule(critere),
                "poids": poids,
                "retrait": _SE_RETIRE if evaluateur in x.candidat.retraits else None,
                "numero": x.rang,
            }


def _retraits(
    paires: Sequence[tuple[LigneDeDossier, Candidat]],
    codes: dict[int, str],
    evaluateurs: Sequence[Evaluateur],
    noms: Sequence[str],
) -> Iterator[Ligne]:
    """Who withdraws from each dossier; a conseil général whose representative notes nothing is there too."""
    for ligne, k in paires:
        commun = {"code": codes[id(ligne)], "porteur": texte_de_cellule(ligne.porteur)}
        for rang in k.retraits:
            e = evaluateurs[rang]
            qualite = texte_de_cellule(e.qualite) or None
            yield {**commun, "personne": texte_de_cellule(e.nom), "qualite": qualite, "feuille": noms[rang]}
        if len(_qui(k, evaluateurs)) > len(k.retraits):
            yield {**commun, "personne": _REPRESENTANT, "qualite": f"département {k.conseil_general}"}


def _enveloppe(e: LigneDEnveloppe) -> Ligne:
    """A line whose figures the workbook counts, unless the region or the regime is none of annexe II's."""
    ligne: Ligne = {"region": texte_de_cellule(e.region), "regime": texte_de_cellule(e.regime), "places": e.places}
    if e.places is None:
        ligne |= {"dossiers": e.dossiers, "recevables": e.recevables, "demande": e.montant}
    return ligne


def _notices(k: Commission, evaluateurs: Sequence[Evaluateur]) -> Iterator[tuple[str, str]]:
    poids = sum(p for _, p in k.criteres)
    yield (
        "Commission",
        (
            "Elle donne un avis sur les dossiers recevables, complets et éligibles, et peut proposer un classement ; le "
            "directeur général décide (circulaire, § 1.2.3 et § 1.2.4)."
        ),
    )
    yield (
        "Notes",
        (
            f"Chaque critère est noté de 0 à {nombre(k.note_maximale)}, dans la feuille de chaque évaluateur "
            f"({pluriel(len(evaluateurs), 'feuille')}). Une case vide n’est pas un zéro."
        ),
    )
    yield (
        "Moyennes",
        (
            "La note d’un évaluateur est la moyenne des critères qu’il a notés, selon leurs poids ; la moyenne du dossier "
            "est celle des évaluateurs qui l’ont noté, selon leurs poids, au centième. À moyenne égale, même rang."
        ),
    )
    for critere, p in k.criteres:
        yield "Grille", f"{texte_de_cellule(critere)} : poids {nombre(p)} sur {nombre(poids)}."
    if not k.grille:
        yield (
            "Grille par défaut",
            (
                "Ce que la circulaire demande d’analyser (§ 1.2.2), à poids égaux : la pondération est laissée à "
                "l’appréciation de l’agence, qui écrit la sienne dans son fichier (« commission », « grille »)."
            ),
        )
    yield (
        "Retraits",
        (
            "Les notes d’une personne qui se retire ne comptent pas. Le représentant d’un conseil général candidat se "
            "retire pour son dossier (circulaire, § 1.2.3) ; l’agence ajoute les autres retraits."
        ),
    )
    yield (
        "Protection",
        (
            "Les faits et les formules sont verrouillés, sans mot de passe : menu Révision, « Ôter la protection de la "
            "feuille ». Les cases jaunes se remplissent."
        ),
    )
    yield "Enveloppe", "Places de l’annexe II de la circulaire ; les autres nombres comptent la feuille « Dossiers »."
