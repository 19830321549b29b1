"""`maia instruire`: what is written for each dossier, the commission's workbook, and what a second run does."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.lancer import EXEMPLES, RACINE, Maia, Resultat, lancer
from tests.lots import contenu, dossiers, journal, remplacer

(ARS_EN_INSTRUCTION,) = (EXEMPLES / "ars" / "instruction").glob("*.yaml")
GATINE = "79-association-gerontologique-de-gatine"
ISERE = "38-conseil-general-de-l-isere"
TOUJOURS = {"accuse-de-reception.docx", "releve-instruction.docx", "verification.html"}
DEMANDE = "demande-de-pieces.docx"


class Bureau:
    """Three dossiers, one with a piece missing, an ARS that instructs them."""

    def __init__(self, ou: Path, maia: Maia) -> None:
        self.ou, self.ars, self.sortie = ou, ou / "ars.yaml", ou / "instruction"
        self.gatine = ou / "dossiers" / "gatine.yaml"
        self._maia = maia
        dossiers(ou)
        shutil.copy(ARS_EN_INSTRUCTION, self.ars)
        remplacer(self.gatine, "  statuts:", "  # statuts:")

    @property
    def arguments(self) -> tuple[str | Path, ...]:
        return ("instruire", self.ou / "dossiers", "--ars", self.ars, "-o", self.sortie)

    def __call__(self, *options: str) -> Resultat:
        return self._maia(*self.arguments, *options)

    def de(self, nom: str) -> set[str]:
        return {p.name for p in (self.sortie / nom).iterdir()}


@pytest.fixture
def bureau(tmp_path: Path, maia: Maia) -> Bureau:
    return Bureau(tmp_path, maia)


# --- Documents ------------------------------------------------------------------------------------------------------


def test_chaque_dossier_a_son_dossier_et_la_commission_son_classeur(bureau: Bureau) -> None:
    resultat = bureau()
    assert resultat.code == 0, resultat.erreurs
    assert {p.name for p in bureau.sortie.iterdir()} == {
        *(GATINE, ISERE, "93-reseau-sante-equip-age", "commission.xlsx", "journal.csv", "journal.json")
    }
    assert bureau.de(GATINE) == {*TOUJOURS, DEMANDE}
    assert journal(bureau.sortie)["gatine.yaml"]["verdict"]["complet"] is False
    assert "1\u00a0non recevable" in resultat.sortie


def test_les_documents_sont_ceux_de_produire_et_la_page_celle_de_verifier(bureau: Bureau, maia: Maia) -> None:
    bureau()
    noms = "accuse-de-reception,releve-instruction,demande-de-pieces"
    commun = (bureau.gatine, "--ars", bureau.ars)
    # The dossier isn't admissible: alone it would be refused, or made as a draft, of the same bytes.
    maia("produire", *commun, "-o", bureau.ou / "un", "--documents", noms, "--brouillon")
    maia("verifier", *commun, "--html", bureau.ou / "un" / "page.html")
    for nom in noms.split(","):
        (seul,) = (bureau.ou / "un").glob(f"*{nom}*")
        assert (bureau.sortie / GATINE / f"{nom}.docx").read_bytes() == seul.read_bytes(), nom
    page = (bureau.ou / "un" / "page.html").read_bytes()
    assert (bureau.sortie / GATINE / "verification.html").read_bytes() == page


def test_la_lettre_de_decision_vient_de_ce_que_l_ars_a_ecrit(bureau: Bureau) -> None:
    shutil.copy(EXEMPLES / "ars" / "poitou-charentes.yaml", bureau.ars)
    bureau()
    assert bureau.de(GATINE) == {*TOUJOURS, "decision-retenu.docx"}


def test_le_classeur_de_la_commission_a_tous_les_dossiers(bureau: Bureau) -> None:
    shutil.copy(EXEMPLES / "illisibles" / "latin-1.yml", bureau.ou / "dossiers")
    assert bureau().code == 3
    classeur = openpyxl.load_workbook(io.BytesIO((bureau.sortie / "commission.xlsx").read_bytes()), data_only=True)
    textes = {c.value for feuille in classeur for ligne in feuille.iter_rows() for c in ligne}
    assert {"Association gérontologique de Gâtine", "Conseil général de l’Isère"} <= textes
    assert "Notes Annie Pelletier" in classeur.sheetnames


def test_un_renseignement_absent_ne_retient_que_le_document_qui_en_a_besoin(bureau: Bureau) -> None:
    remplacer(bureau.ars, "  reponse_avant_le: 06/04/2012", "  # reponse_avant_le: 06/04/2012")
    assert bureau().code == 1
    assert bureau.de(GATINE) == TOUJOURS
    ligne = journal(bureau.sortie)["gatine.yaml"]
    assert ligne["etat"] == "en partie"
    assert "courriers.reponse_avant_le" in ligne["raison"]
    assert bureau("--brouillon").code == 0
    assert bureau.de(GATINE) == {*TOUJOURS, f"brouillon-{DEMANDE}"}


def test_les_copies_pdf_sont_a_cote_des_documents(bureau: Bureau) -> None:
    assert bureau("--pdf").code == 0
    assert bureau.de(ISERE) >= {"accuse-de-reception.pdf", "releve-instruction.pdf"}


def test_memes_octets_d_un_autre_dossier_sous_une_autre_graine(bureau: Bureau) -> None:
    bureau()
    fini = lancer(
        *("instruire", ".", "--ars", "../ars.yaml", "-o", "../autre"),
        dossier=bureau.ou / "dossiers",
        PYTHONHASHSEED="77",
        TZ="Pacific/Noumea",
    )
    assert fini.code == 0, fini.erreurs
    assert contenu(bureau.ou / "autre") == contenu(bureau.sortie)


# --- A second run ---------------------------------------------------------------------------------------------------


def test_relancer_laisse_les_memes_octets_sans_rien_verifier(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau()
    avant = contenu(bureau.sortie)
    monkeypatch.delattr("maia.lot.execution.verifier")
    assert bureau().code == 0
    assert contenu(bureau.sortie) == avant


def test_la_piece_arrivee_la_demande_est_retiree(bureau: Bureau) -> None:
    bureau()
    remplacer(bureau.gatine, "  # statuts:", "  statuts:")
    resultat = bureau()
    assert resultat.code == 0
    assert (
        not (bureau.sortie / GATINE / DEMANDE).exists() or journal(bureau.sortie)["gatine.yaml"]["verdict"]["complet"]
    )
    assert "Recevable" in (bureau.sortie / GATINE / "verification.html").read_text(encoding="utf-8")


def test_un_porteur_renomme_emporte_tout_son_dossier(bureau: Bureau) -> None:
    bureau()
    remplacer(bureau.gatine, "Association gérontologique de Gâtine", "Association de Gâtine")
    bureau()
    assert not (bureau.sortie / GATINE).exists()
    assert (bureau.sortie / "79-association-de-gatine" / DEMANDE).exists()


def test_un_classeur_que_la_commission_a_rempli_n_est_jamais_perdu(bureau: Bureau) -> None:
    bureau()
    classeur = bureau.sortie / "commission.xlsx"
    classeur.write_bytes(b"des notes")
    assert bureau().code == 0  # nothing changed: it is simply in use
    remplacer(bureau.gatine, "  # statuts:", "  statuts:")
    for options in ((), ("--ecraser",), ()):
        resultat = bureau(*options)
        assert resultat.code == 1
        assert "renommez-le" in " ".join(resultat.sortie.split())
        assert classeur.read_bytes() == b"des notes"
    classeur.rename(bureau.sortie / "notes de la commission.xlsx")
    assert bureau().code == 0
    assert classeur.exists()
    assert (bureau.sortie / "notes de la commission.xlsx").read_bytes() == b"des notes"


def test_tue_puis_relance_le_dossier_est_le_meme(bureau: Bureau) -> None:
    bureau()
    attendu = contenu(bureau.sortie)
    for rang in (3, 15, 30, 50):
        bureau.sortie = bureau.ou / f"essai-{rang}"
        commande = [sys.executable, "-m", "tests.lot_tue", str(rang), *map(str, bureau.arguments)]
        fini = subprocess.run(commande, cwd=RACINE, capture_output=True, check=False, timeout=120)
        assert fini.returncode == -signal.SIGKILL, rang
        assert bureau().code == 0
        assert contenu(bureau.sortie) == attendu, rang


def test_chaque_dossier_est_lache_avant_le_suivant(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for the workbook is not the text of the dossiers, nor the documents made."""
    from maia.lot.instruction import Instruction  # noqa: PLC0415

    gardees: list[Instruction] = []
    ordinaire = Instruction.rassembler

    def regarder(self: Instruction) -> dict[str, bytes]:
        gardees.append(self)
        return ordinaire(self)

    monkeypatch.setattr(Instruction, "rassembler", regarder)
    bureau()
    (recette,) = gardees
    assert [lu.lu.lecture.octets for lu in recette._lus] == [b"", b"", b""]  # type: ignore[union-attr]
