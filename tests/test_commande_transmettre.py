"""`maia transmettre`: what the package holds, that it never changes by itself, and paths that lead elsewhere."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.paquet import cle_du_nom, defaut_du_nom, lire_manifeste, nom_adapte, place_dans_le_paquet
from tests import pdfs
from tests.candidatures import candidature
from tests.lancer import EXEMPLES, GATINE, Maia, lancer


def contenu(paquet: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(paquet) as archive:
        assert archive.testzip() is None
        return {nom: archive.read(nom) for nom in archive.namelist()}


def manifeste(paquet: Path) -> Any:
    return json.loads(contenu(paquet)["manifeste.json"])


def test_le_paquet_contient_le_dossier_les_pieces_les_documents_et_leur_liste(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("transmettre", GATINE, "-o", tmp_path / "p.zip")
    assert resultat.code == 0, resultat.erreurs
    fichiers = contenu(tmp_path / "p.zip")
    m = json.loads(fichiers["manifeste.json"])
    assert fichiers["dossier/gatine.yaml"] == GATINE.read_bytes()
    assert fichiers["dossier/pieces/gatine/note.pdf"] == (GATINE.parent / "pieces/gatine/note.pdf").read_bytes()
    assert "documents/budget-association-gerontologique-de-gatine.xlsx" in fichiers
    assert [nom for nom in fichiers if "convention-annuelle" in nom] == []  # the ARS's
    assert {f["nom"] for f in m["fichiers"]} == set(fichiers) - {"manifeste.json"}
    for f in m["fichiers"]:
        octets = fichiers[f["nom"]]
        assert (f["octets"], f["sha256"]) == (len(octets), hashlib.sha256(octets).hexdigest())
    assert m["verdict"] == {"complet": True, "eligible": True, "recevable": True, "budget_conforme": True}
    assert (m["campagne"], m["porteur"]["departement"], m["chemins_adaptes"]) == (2012, "79", [])
    notice = fichiers["LISEZ-MOI.txt"].decode("utf-8-sig")
    assert "Association gérontologique de Gâtine\r\n" in notice
    assert "note.pdf  (6\u00a0pages" in notice


def test_les_memes_octets_quels_que_soient_l_heure_et_l_ordre(tmp_path: Path) -> None:
    for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Noumea")):
        fait = lancer(
            "transmettre", GATINE, "-o", tmp_path / f"{graine}.zip", "--assembler", PYTHONHASHSEED=graine, TZ=fuseau
        )
        assert fait.code == 0, fait.erreurs
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert "documents/candidature-association-gerontologique-de-gatine.pdf" in contenu(tmp_path / "1.zip")


def test_une_anomalie_bloquante_retient_le_paquet_sauf_demande(tmp_path: Path, maia: Maia) -> None:
    dossier = EXEMPLES / "refuses" / "plafond-depasse-d-un-euro.yaml"
    refus = maia("transmettre", dossier, "-o", tmp_path / "p.zip")
    assert (refus.code, list(tmp_path.iterdir())) == (1, [])
    assert "--malgre-tout" in refus.erreurs
    assert maia("transmettre", dossier, "-o", tmp_path / "p.zip", "--malgre-tout").code == 0
    m = manifeste(tmp_path / "p.zip")
    assert m["malgre_tout"] is True
    assert m["constats"]["bloquants"] >= 1
    assert m["constats"]["regles_bloquantes"]


def test_une_piece_absente_est_dite_dans_le_manifeste(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="nulle-part.pdf")
    resultat = maia("transmettre", dossier, "-o", tmp_path / "p.zip", "--malgre-tout", "--assembler")
    assert resultat.code == 0, resultat.erreurs
    assert manifeste(tmp_path / "p.zip")["absents"] == ["pieces.statuts"]
    assert "pieces.statuts : fichier non joint" in resultat.erreurs.replace("\u00a0", " ")


def test_un_paquet_existant_n_est_pas_remplace(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "p.zip").write_bytes(b"le mien")
    assert maia("transmettre", GATINE, "-o", tmp_path / "p.zip").code == 2
    assert (tmp_path / "p.zip").read_bytes() == b"le mien"
    assert [p.name for p in tmp_path.iterdir()] == ["p.zip"]


# --- Paths ----------------------------------------------------------------------------------------------------------


def test_un_chemin_qui_sort_du_dossier_est_adapte_dans_la_copie_seulement(tmp_path: Path, maia: Maia) -> None:
    """`../` and absolute paths, one of them in a list; two places name the same file; the porteur's own YAML is not touched."""
    (tmp_path / "commun").mkdir()
    ailleurs = pdfs.simple(tmp_path / "commun" / "Statuts signés.pdf", 2)
    cv = pdfs.simple(tmp_path / "commun" / "cv.pdf", 1, "CV")
    dossier = candidature(
        tmp_path / "d",
        statuts="../commun/Statuts signés.pdf  # chez nous",
        recepisse=f'"{ailleurs}"',
        cv=f"[pieces/gatine/cv-airault.pdf, {cv}]",
    )
    avant = dossier.read_bytes()
    resultat = maia("transmettre", dossier, "-o", tmp_path / "p.zip", "--malgre-tout")
    assert resultat.code == 0, resultat.erreurs
    assert dossier.read_bytes() == avant
    fichiers, m = contenu(tmp_path / "p.zip"), manifeste(tmp_path / "p.zip")
    assert {a["champ"]: a["nom"] for a in m["chemins_adaptes"]} == {
        "pieces.cv.1": "pieces/cv-cv.pdf",
        "pieces.statuts": "pieces/statuts-statuts-signes.pdf",
        "pieces.recepisse": "pieces/statuts-statuts-signes.pdf",
    }
    assert m["sha256_d_origine"] == hashlib.sha256(avant).hexdigest()
    assert fichiers["dossier/pieces/statuts-statuts-signes.pdf"] == ailleurs.read_bytes()
    copie = fichiers["dossier/gatine.yaml"].decode()
    assert "statuts: pieces/statuts-statuts-signes.pdf  # chez nous\n" in copie
    assert str(tmp_path) not in copie
    extrait = tmp_path / "extrait"
    zipfile.ZipFile(tmp_path / "p.zip").extractall(extrait)
    for yaml in (dossier, extrait / "dossier" / "gatine.yaml"):
        verifie = maia("verifier", yaml)
        assert (verifie.code, "Recevable" in verifie.sortie) == (0, True)


@pytest.mark.parametrize(
    "nom",
    ["../a.pdf", "/etc/a.pdf", "C:\\a.pdf", "a/../b.pdf", "CON.pdf", "a:b.pdf", "a?.pdf", "fin..", "x" * 300, "."],
)
def test_un_nom_qui_ne_convient_pas_partout_est_adapte(nom: str) -> None:
    assert place_dans_le_paquet(nom) == ""
    assert defaut_du_nom(nom_adapte("note", nom, set())) == ""


@pytest.mark.parametrize(
    ("nom", "place"),
    [
        ("pieces/note.pdf", "pieces/note.pdf"),
        ("./pieces//note.pdf", "pieces/note.pdf"),
        ("pieces\\note.pdf", "pieces/note.pdf"),
        ("Pièces signées/l’avis n° 3.pdf", "Pièces signées/l’avis n° 3.pdf"),
    ],
)
def test_un_nom_portable_est_garde(nom: str, place: str) -> None:
    assert place_dans_le_paquet(nom) == place


@given(st.text(max_size=60), st.sets(st.text(max_size=8), max_size=3))
def test_un_nom_adapte_est_toujours_portable_et_libre(nom: str, pris: set[str]) -> None:
    adapte = nom_adapte("note", nom, pris)
    assert defaut_du_nom(adapte) == ""
    assert cle_du_nom(adapte) not in pris


@given(st.text(max_size=60))
def test_une_place_gardee_reste_dans_le_dossier(nom: str) -> None:
    place = place_dans_le_paquet(nom)
    assert place == "" or (defaut_du_nom(place) == "" and ".." not in place.split("/") and not place.startswith("/"))


@given(st.binary(max_size=200))
def test_un_manifeste_quelconque_ne_fait_rien_tomber(octets: bytes) -> None:
    assert isinstance(lire_manifeste(octets), str)


def test_deux_noms_que_windows_confond_sont_separes(tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d", statuts="Acte.pdf", recepisse="acte.pdf")
    pdfs.simple(tmp_path / "d" / "Acte.pdf", 1, "Statuts")
    pdfs.simple(tmp_path / "d" / "acte.pdf", 1, "Recepisse")
    assert maia("transmettre", dossier, "-o", tmp_path / "p.zip", "--malgre-tout").code == 0
    noms = [nom for nom in contenu(tmp_path / "p.zip") if "acte" in nom.lower()]
    assert sorted(noms) == ["dossier/Acte.pdf", "dossier/pieces/recepisse-acte.pdf"]
