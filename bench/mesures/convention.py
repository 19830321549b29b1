"""The convention: one template, the same fields for everybody, one document after another."""

from __future__ import annotations

import io
import zipfile
from contextlib import ExitStack

from lxml import etree

from bench.bilan import Arret, Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import champs_des_conventions, ecrire
from bench.installation import Absent
from bench.ouvriers import Ouvrier, embaucher
from bench.pairs import javascript
from bench.pairs.dialectes import DIALECTES
from bench.tours import Etendue, Tours

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOUS, DOSSIER, DOCXTPL = "maia", "maia depuis le dossier", "docxtpl"
MEILLEUR = Cible(15, au_moins=True)  # against the fastest of the JavaScript engines
DE_BOUT_EN_BOUT = {DOCXTPL: Cible(60, au_moins=True), "docxtemplater": Cible(15, au_moins=True)}
A_COMPARER = range(0, 55, 9)
PREPARATION = {
    DOCXTPL: "un DocxTemplate neuf par document, comme le veut sa documentation ; le fichier est lu une fois",
    "docxtemplater": "une instance neuve par document, comme le veut sa documentation ; chemins « a.b » par un analyseur maison",
    "easy-template-x": "un seul TemplateHandler, préparé hors mesure",
    "docx-templates": "sans bac à sable, sa voie la plus rapide",
    "carbone": "lit lui-même son modèle à chaque document, comme le veut son interface",
}


class TexteDifferent(Arret):
    """A peer doesn't make the same document: its time would prove nothing."""


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Ours against docxtpl and four JavaScript engines, whose documents are first checked to say the same."""
    champs = champs_des_conventions()
    commandes = {
        NOUS: python("bench.taches.convention:des_champs"),
        DOSSIER: python("bench.taches.convention:du_dossier"),
        DOCXTPL: python("bench.pairs.docxtpl_:convention"),
    }
    absence = ""
    try:
        commandes |= javascript.commandes(cadre.dossier)
    except Absent as absent:
        absence = str(absent)
    with ExitStack() as pile:
        ouvriers = embaucher(pile, commandes, ecrire(cadre.dossier, "conventions", champs))
        ecarts = {nom: comparer(ouvriers[NOUS], ouvrier) for nom, ouvrier in ouvriers.items()}
        tours = cadre.tourner(ouvriers)
    mesure = "Convention (champs → .docx)"
    nous = tours.duree(NOUS)

    def ligne(pair: str, cible: Cible | None) -> Ligne:
        note = " ; ".join(n for n in (PREPARATION[pair], ecarts[pair]) if n)
        return Ligne(mesure, pair, nous, tours.duree(pair), rapport=tours.rapport(pair, NOUS), cible=cible, note=note)

    lignes = [ligne(DOCXTPL, Cible(60, au_moins=True))]
    if absence:
        lignes.append(Ligne(mesure, ", ".join(DIALECTES), nous, cible=MEILLEUR, absent=absence))
    else:
        meilleur = tours.plus_rapide(list(DIALECTES))
        lignes += [ligne(nom, MEILLEUR if nom == meilleur else None) for nom in DIALECTES]
    return lignes + [_du_dossier(tours, pair, cible) for pair, cible in DE_BOUT_EN_BOUT.items() if pair in commandes]


def _du_dossier(tours: Tours, pair: str, cible: Cible) -> Ligne:
    """From a typed dossier to its document, in memory: ours computes the fields too, the peer is given them."""
    note = "calcul des champs compris ; le pair n’en a pas"
    rapport: Etendue = tours.rapport(pair, DOSSIER)
    return Ligne(
        "Convention (dossier → .docx)",
        pair,
        tours.duree(DOSSIER),
        tours.duree(pair),
        rapport=rapport,
        cible=cible,
        note=note,
    )


def comparer(nous: Ouvrier, autre: Ouvrier) -> str:
    """Check that the texts are equal on several documents; say what else differs."""
    vides = 0
    for rang in A_COMPARER:
        attendu, obtenu = paragraphes(nous.rendre(rang)), paragraphes(autre.rendre(rang))
        if [p for p in attendu if p] != [p for p in obtenu if p]:
            ecart = next(((a, b) for a, b in zip(attendu, obtenu, strict=False) if a != b), ("", ""))
            raise TexteDifferent(f"{autre.nom}, document {rang} : {ecart}")
        vides = max(vides, len(obtenu) - len(attendu))
    return f"laisse jusqu’à {vides} paragraphes vides en trop" if vides > 0 else ""


def paragraphes(docx: bytes) -> list[str]:
    """Texts of the body, headers and footers, paragraph by paragraph."""
    textes: list[str] = []
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for nom in sorted(archive.namelist()):
            if nom.startswith(("word/document", "word/header", "word/footer")):
                racine = etree.fromstring(archive.read(nom))
                textes += ["".join(t.text or "" for t in p.iter(W + "t")).strip() for p in racine.iter(W + "p")]
    return textes
