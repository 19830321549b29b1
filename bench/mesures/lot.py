"""Batches: a convention from the YAML to the bytes against two peers, then `maia lot` and `maia instruire` on the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bilan import Cible, Ligne, nombre
from bench.cadre import Cadre, python
from bench.campagne import Candidat, candidats, ecrire_campagne, texte
from bench.donnees import EXEMPLES, ars, ecrire
from bench.installation import Absent
from bench.mesures.convention import DOCXTPL, comparer
from bench.mesures.memoire import CROISSANCE
from bench.ouvriers import Ouvrier, embaucher
from bench.pairs import javascript
from bench.tours import Etendue
from maia.forms.campagne import campagne
from maia.forms.lecture import Lecture, lire
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.generators.convention import convention_annuelle

DOCXTEMPLATER = "docxtemplater"
ARS = EXEMPLES / "ars" / "poitou-charentes.yaml"
PEU, BEAUCOUP = 250, 1000
CONVENTIONS, INSTRUIRE = ["lot", "conventions"], ["instruire"]


def mesurer(cadre: Cadre) -> list[Ligne]:
    """In memory against the peers, then on the disk, with the peak of memory."""
    return [*_en_memoire(cadre), *_sur_disque(cadre)]


# --- In memory ------------------------------------------------------------------------------------------------------


def _en_memoire(cadre: Cadre) -> Iterator[Ligne]:
    """From the bytes of a dossier to those of its convention; the peers start from fields all ready, and check nothing."""
    lu = lire(ARS)
    assert isinstance(lu, Lecture)
    textes = [texte(candidat) for candidat in candidats()]
    fichiers = ecrire(cadre.dossier, "dossiers-en-yaml", {"textes": textes, "ars": lu.valeur})
    champs = ecrire(cadre.dossier, "champs-des-dossiers", [_champs(t) for t in textes])
    commandes = {DOCXTPL: python("bench.pairs.docxtpl_:convention")}
    absence = ""
    try:
        commandes[DOCXTEMPLATER] = javascript.commandes(cadre.dossier)[DOCXTEMPLATER]
    except Absent as absent:
        absence = str(absent)
    nom = "maia depuis le YAML"
    with ExitStack() as pile:
        pairs = embaucher(pile, commandes, champs)
        nous = embaucher(pile, {nom: python("bench.taches.convention:du_fichier")}, fichiers)
        for autre in pairs.values():
            comparer(nous[nom], autre)
        tours = cadre.tourner(nous | pairs)
    mesure = "Convention (YAML → vérifié → .docx)"
    note = "lecture, typage, toutes les règles et origine jointe compris ; le pair part des champs prêts et ne vérifie rien"
    for pair in commandes:
        rapport = tours.rapport(pair, nom)
        yield Ligne(mesure, pair, tours.duree(nom), tours.duree(pair), rapport=rapport, note=note)
    if absence:
        yield Ligne(mesure, DOCXTEMPLATER, tours.duree(nom), absent=absence)


def _champs(yaml: str) -> dict[str, Any]:
    lu = ouvrir_texte(yaml.encode())
    assert isinstance(lu, DossierLu)
    valeurs = convention_annuelle(lu.dossier, ars("poitou-charentes"), campagne()).valeurs
    return dict(json.loads(json.dumps(valeurs)))


# --- On the disk ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """One batch in a new process: seconds, and the peak of memory in MiB."""

    secondes: float
    pic: float | None


def _sur_disque(cadre: Cadre) -> Iterator[Ligne]:
    """The 55 porteurs, then a thousand dossiers: everything included, files, pieces, rules, documents, journal."""
    campagne_, region = cadre.dossier / "les-55", cadre.dossier / "les-1000"
    nombre_de_porteurs = len(ecrire_campagne(campagne_))
    _ecrire(region, BEAUCOUP)
    _ecrire(cadre.dossier / "les-250", PEU)
    for titre, commande in (("lot conventions", CONVENTIONS), ("instruire", INSTRUIRE)):
        passage = _passer(cadre, commande, campagne_)
        yield _ligne(f"maia {titre}, 55 porteurs", passage, nombre_de_porteurs)
    peu, beaucoup = _passer(cadre, CONVENTIONS, cadre.dossier / "les-250"), _passer(cadre, CONVENTIONS, region)
    yield _ligne("maia lot conventions, 1000 dossiers", beaucoup, BEAUCOUP)
    mesure = "Mémoire, maia lot, 1000 dossiers"
    if peu.pic is None or beaucoup.pic is None:
        yield Ligne(mesure, absent="ce système ne dit pas le pic de mémoire")
        return
    yield Ligne(
        mesure,
        f"{PEU} dossiers",
        beaucoup.pic,
        peu.pic,
        "Mio",
        Etendue.de([beaucoup.pic / peu.pic]),
        Cible(CROISSANCE),
        "pic du processus, sans celui, limité, qui ouvre les PDF",
    )


def _ligne(mesure: str, passage: Passage, dossiers: int) -> Ligne:
    note = (
        f"par dossier, sur disque, journal compris ; {nombre(passage.secondes)} s en tout, "
        f"{nombre(dossiers / passage.secondes)} dossiers par seconde"
    )
    if passage.pic is not None:
        note += f", pic de {nombre(passage.pic)} Mio"
    return Ligne(mesure, nous=passage.secondes * 1000 / dossiers, note=note)


def _passer(cadre: Cadre, commande: list[str], dossiers: Path) -> Passage:
    """One run, in a process of its own; the modules are loaded by it."""
    sortie = cadre.dossier / f"sortie-{commande[0]}-{dossiers.name}"
    donnees = {"commande": commande, "dossiers": str(dossiers), "ars": str(ARS), "sortie": str(sortie)}
    with Ouvrier(" ".join(commande), python("bench.taches.lot:lot"), ecrire(cadre.dossier, sortie.name, donnees)) as o:
        (duree,) = o.mesurer(0.000_001)
        return Passage(duree / 1000, o.compter(0))


def _ecrire(dossier: Path, combien: int) -> None:
    """So many dossiers: the 55 porteurs, again and again under other names."""
    ecrits = len(ecrire_campagne(dossier))
    for rang, candidat in enumerate(_suivants(combien - ecrits), start=ecrits + 1):
        (dossier / f"{rang:04}.yaml").write_text(texte(candidat), encoding="utf-8")


def _suivants(combien: int) -> Iterator[Candidat]:
    connus = candidats()
    for rang in range(combien):
        candidat = connus[rang % len(connus)]
        yield candidat._replace(raison_sociale=f"{candidat.raison_sociale} {2 + rang // len(connus)}")
