"""The same amounts, names and dates in every document of a dossier, from the porteur's form to the signed deed.

Each sample goes the whole way, by the commands that people type: package, receipt, instruction, convention, amendment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from maia.ligne import executer
from tests.budgets import lignes, simple
from tests.commissions import tableau
from tests.conventions import lire_docx, texte
from tests.lancer import EXEMPLES
from tests.modeles_excel import relire

RECU = "14/03/2012 10:32"


@dataclass(frozen=True)
class Faits:
    """What a sample and its ARS's file say, copied by hand."""

    ars: str
    nom: str
    siren: str
    signataire: str
    territoire: str
    region: str
    departement: str
    regime: str
    gestionnaires: int
    demande: int
    annee_pleine: int
    total: int
    accorde: int
    decision: str
    prise_d_effet: str
    compte: str
    avenant: int | None = None


ECHANTILLONS = {
    "gatine": Faits(
        ars="poitou-charentes",
        nom="Association gérontologique de Gâtine",
        siren="000 792 010",
        signataire="Jacques Guérineau",
        territoire="Gâtine",
        region="Poitou-Charentes",
        departement="79",
        regime="CNSA",
        gestionnaires=3,
        demande=151_667,
        annee_pleine=280_000,
        total=166_667,
        accorde=151_667,
        decision="27 avril 2012",
        prise_d_effet="1er juin 2012",
        compte="00012345678",
    ),
    "isere": Faits(
        ars="rhone-alpes",
        nom="Conseil général de l’Isère",
        siren="000 380 014",
        signataire="Étienne Rochas",
        territoire="Sud Grésivaudan",
        region="Rhône-Alpes",
        departement="38",
        regime="CNSA",
        gestionnaires=2,
        demande=131_667,
        annee_pleine=220_000,
        total=144_400,
        accorde=131_667,
        decision="26 avril 2012",
        prise_d_effet="2 juillet 2012",
        compte="0000M120012",
        avenant=220_000,
    ),
    "reseau-equip-age": Faits(
        ars="ile-de-france",
        nom="Réseau Santé Equip’Age",
        siren="000 930 016",
        signataire="Martine Carpentier",
        territoire="Nord-Est de la Seine-Saint-Denis",
        region="Île-de-France",
        departement="93",
        regime="FIQCS",
        gestionnaires=2,
        demande=160_000,
        annee_pleine=160_000,
        total=223_000,
        accorde=160_000,
        decision="24 avril 2012",
        prise_d_effet="2 mai 2012",
        compte="00098765432",
    ),
}


@cache
def parcours() -> dict[str, dict[str, bytes]]:
    """Sample → every file that its way through the programme leaves, by its name without the porteur's."""
    with TemporaryDirectory() as ici:
        return {nom: dict(_chemin(nom, faits, Path(ici) / nom)) for nom, faits in ECHANTILLONS.items()}


def _chemin(nom: str, faits: Faits, ici: Path) -> Iterator[tuple[str, bytes]]:
    ars = EXEMPLES / "ars" / f"{faits.ars}.yaml"
    _maia("transmettre", EXEMPLES / "dossiers" / f"{nom}.yaml", "-o", ici / "paquet.zip", "--assembler")
    _maia("recevoir", ici / "paquet.zip", "-o", ici / "recus", "--recu-le", RECU, "--ars", ars)
    _maia("instruire", ici / "recus", "--ars", ars, "-o", ici / "instruction")
    for genre in ("annuelle", "pluriannuelle"):
        _maia("lot", "conventions", ici / "recus", "--ars", ars, "-o", ici / genre, "--type", genre)
    if faits.avenant:
        (recu,) = (ici / "recus").glob(f"*/dossier/{nom}.yaml")
        _maia("produire", recu, "--ars", ars, "--documents", "avenant-2013", "-o", ici / "avenants")
    for fichier in sorted(ici.rglob("*")):
        if fichier.suffix in (".docx", ".xlsx", ".html", ".json") and "pieces" not in fichier.parts:
            court = next((d for d in ("budget", *DOCUMENTS) if fichier.name.startswith(d)), fichier.name)
            yield court, fichier.read_bytes()


def _maia(*arguments: str | Path) -> None:
    assert executer([str(a) for a in arguments]) == 0, arguments


DOCUMENTS = {
    "dossier-de-demande": ("nom", "siren", "demande", "total", "gestionnaires"),
    "tableau-des-engagements": ("nom",),
    "engagement-pilote": ("nom", "signataire"),
    "attestation-sur-l-honneur": ("nom", "signataire", "demande"),
    "accuse-de-reception": ("nom", "signataire", "territoire", "demande", "annee_pleine", "recu"),
    "releve-instruction": ("nom", "siren", "territoire", "demande", "annee_pleine", "total", "recu", "decision"),
    "decision-retenu": ("nom", "signataire", "territoire", "accorde", "decision"),
    "convention-annuelle": (
        *("nom", "signataire", "siren", "territoire", "accorde", "total"),
        *("decision", "prise_d_effet", "compte"),
    ),
    "convention-pluriannuelle": (
        *("nom", "signataire", "siren", "territoire", "accorde", "total"),
        *("decision", "prise_d_effet", "compte"),
    ),
    "avenant": ("nom", "signataire", "siren", "territoire", "avenant"),
}
"""Word document → the facts that it must give."""


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_chaque_document_word_donne_les_memes_faits(nom: str, document: str) -> None:
    faits, fichiers = ECHANTILLONS[nom], parcours()[nom]
    if document == "avenant" and not faits.avenant:
        assert document not in fichiers
        return
    mots = texte(fichiers[document])
    absents = {fait: ecrit for fait in DOCUMENTS[document] if (ecrit := simple(_ecrit(faits, fait))) not in mots}
    assert not absents


def _ecrit(faits: Faits, fait: str) -> str:
    """A fact as the documents write it."""
    if fait == "recu":
        return "14 mars 2012 à 10 h 32"
    valeur = getattr(faits, fait)
    return valeur if isinstance(valeur, str) else f"{valeur:,}".replace(",", " ")


# --- Budgets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ["dossier-de-demande", "convention-annuelle", "convention-pluriannuelle"])
@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_le_budget_est_le_meme_compte_par_compte_dans_word_et_dans_excel(nom: str, document: str) -> None:
    fichiers = parcours()[nom]
    excel = {cle: montant for cle, montant in lignes(fichiers["budget"]).items() if _nombre(montant)}
    word = _lignes_du_budget(fichiers[document])
    communs = [cle for cle in excel if cle in word]
    assert {cle: word[cle] for cle in communs} == {cle: excel[cle] for cle in communs}
    comptes = {cle for cle in excel if cle[:2].isdigit() or cle.startswith("TOTAL DES")}
    assert comptes <= set(communs)
    assert excel["TOTAL DES CHARGES"] == excel["TOTAL DES PRODUITS"] == ECHANTILLONS[nom].total
    assert excel["ARS"] == word["ARS"] == ECHANTILLONS[nom].demande


def _lignes_du_budget(docx: bytes) -> dict[str, int]:
    """Label → amount, in the first budget of a Word document and the contributions that follow it."""
    trouvees: dict[str, int] = {}
    for table in lire_docx(docx).tables:
        for rangee in table.rows:
            cases = [c.text for c in rangee.cells]
            for libelle, montant in pairwise(cases):
                if (chiffres := "".join(montant.split())).isdigit():
                    trouvees.setdefault(simple(libelle), int(chiffres))
    return trouvees


def _nombre(valeur: object) -> bool:
    return isinstance(valeur, int | float) and bool(valeur)


@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_les_effectifs_sont_les_memes_dans_word_et_dans_excel(nom: str) -> None:
    fichiers = parcours()[nom]
    couts = [
        rangee[6].value
        for rangee in relire(fichiers["budget"])["Effectifs 2012"].iter_rows()
        if _nombre(rangee[6].value) and not rangee[6].parent.row_dimensions[rangee[6].row].hidden
    ]
    assert len(couts) > 3
    for document in ("dossier-de-demande", "convention-annuelle", "convention-pluriannuelle"):
        mots = texte(fichiers[document])
        assert [c for c in couts if f"{c:,}".replace(",", " ") not in mots] == [], document


# --- The ARS's tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_le_classeur_de_la_commission_donne_les_memes_faits(nom: str) -> None:
    faits = ECHANTILLONS[nom]
    classeur = relire(parcours()[nom]["commission.xlsx"])
    (ligne,) = tableau(classeur["Dossiers"])
    attendu: dict[str, Any] = {
        "Porteur": faits.nom,
        "Dép.": faits.departement,
        "Région": faits.region,
        "Territoire": faits.territoire,
        "Régime": faits.regime,
        "GC": faits.gestionnaires,
        "Demandé 2012": faits.demande,
        "Année pleine": faits.annee_pleine,
        "Recevable": "oui",
        "Décision": "retenu",
    }
    assert {cle: ligne[cle] for cle in attendu} == attendu


@pytest.mark.parametrize("nom", ECHANTILLONS)
def test_le_manifeste_la_reception_et_la_page_des_verifications_aussi(nom: str) -> None:
    faits, fichiers = ECHANTILLONS[nom], parcours()[nom]
    manifeste, reception = json.loads(fichiers["manifeste.json"]), json.loads(fichiers["reception.json"])
    siren = faits.siren.replace(" ", "")
    assert manifeste["porteur"] == {"raison_sociale": faits.nom, "siren": siren, "departement": faits.departement}
    assert (reception["recu_le"], reception["verdict"]) == (RECU, manifeste["verdict"])
    page = simple(fichiers["verification.html"].decode())
    for fait in ("nom", "territoire", "regime", "demande", "annee_pleine", "recu"):
        assert simple(_ecrit(faits, fait)) in page, fait
    (ligne,) = json.loads(fichiers["journal.json"])["dossiers"]
    assert ligne["porteur"] == faits.nom
