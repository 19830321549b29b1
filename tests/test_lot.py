"""`maia lot conventions`: who gets a convention and who doesn't, what the journal says, what a second run does."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.lancer import ARS, EXEMPLES, Maia, Resultat, lancer
from tests.lots import CONVENTIONS, GATINE, ISERE, RESEAU, contenu, dossiers, journal, remplacer, tableau

JOURNAUX = {"journal.csv", "journal.json"}


@pytest.fixture
def lot(tmp_path: Path, maia: Maia) -> Lot:
    dossiers(tmp_path)
    return Lot(tmp_path, maia)


class Lot:
    """A folder of three dossiers, the ARS's file, and the folder where their conventions go."""

    def __init__(self, ou: Path, maia: Maia) -> None:
        self.ou, self.ars, self.sortie = ou, ou / "ars.yaml", ou / "conventions"
        self._maia = maia

    def __call__(self, *options: str | Path, sources: tuple[str | Path, ...] = ("dossiers",)) -> Resultat:
        chemins = [self.ou / s for s in sources]
        return self._maia("lot", "conventions", *chemins, "--ars", self.ars, "-o", self.sortie, *options)

    @property
    def noms(self) -> set[str]:
        return set(contenu(self.sortie))


# --- Documents and journal ------------------------------------------------------------------------------------------


def test_une_convention_par_dossier_et_un_journal_rien_d_autre(lot: Lot) -> None:
    resultat = lot()
    assert resultat.code == 0, resultat.erreurs
    assert lot.noms == {*CONVENTIONS.values(), *JOURNAUX}
    assert "3\u00a0dossiers\u00a0: 3\u00a0produits." in resultat.sortie
    assert resultat.erreurs == ""


def test_la_convention_du_lot_est_celle_de_produire(lot: Lot, maia: Maia) -> None:
    lot()
    maia("produire", lot.ou / "dossiers" / "gatine.yaml", "--ars", lot.ars, "-o", lot.ou / "un")
    seule = lot.ou / "un" / "convention-annuelle-association-gerontologique-de-gatine.docx"
    assert (lot.sortie / CONVENTIONS[GATINE]).read_bytes() == seule.read_bytes()


def test_un_dossier_refuse_ou_illisible_n_arrete_pas_les_autres_et_dit_pourquoi(tmp_path: Path, maia: Maia) -> None:
    dossiers(tmp_path, "plafond-depasse-d-un-euro")
    shutil.copy(EXEMPLES / "illisibles" / "latin-1.yml", tmp_path / "dossiers")
    lot = Lot(tmp_path, maia)
    remplacer(
        tmp_path / "refuses" / "plafond-depasse-d-un-euro.yaml", "Association gérontologique de Gâtine", "Ailleurs"
    )
    resultat = lot(sources=("refuses", "dossiers"))
    assert resultat.code == 3
    assert lot.noms == {*CONVENTIONS.values(), *JOURNAUX}
    lignes = journal(lot.sortie)
    assert list(lignes) == [
        *("plafond-depasse-d-un-euro.yaml", "gatine.yaml", "isere.yaml", "latin-1.yml", "reseau-equip-age.yaml")
    ]
    refuse, illisible = lignes["plafond-depasse-d-un-euro.yaml"], lignes["latin-1.yml"]
    assert (refuse["etat"], refuse["produits"]) == ("non produit", [])
    assert "280\u202f001\u00a0€" in refuse["raison"]
    assert illisible["etat"] == "illisible"
    assert "UTF-8" in illisible["raison"]
    assert "UTF-8" in " ".join(resultat.sortie.split())


def test_le_journal_se_lit_dans_excel_une_ligne_par_dossier(lot: Lot) -> None:
    lot()
    assert (lot.sortie / "journal.csv").read_bytes().startswith(b"\xef\xbb\xbfdossier;porteur;")
    premiere = tableau(lot.sortie)[0]
    assert premiere["dossier"] == "../dossiers/gatine.yaml"
    assert premiere["porteur"] == "Association gérontologique de Gâtine"
    assert (premiere["verdict"], premiere["budget"], premiere["etat"]) == ("recevable", "conforme", "produit")
    assert premiere["documents"] == CONVENTIONS[GATINE]
    assert len(premiere["sha256_dossier"]) == len(premiere["sha256_documents"]) == 64


def test_un_renseignement_absent_de_l_ars_est_nomme_et_le_brouillon_le_laisse_en_pointilles(lot: Lot) -> None:
    remplacer(lot.ars, "  prise_d_effet: 01/06/2012\n", "")
    assert lot().code == 1
    assert lot.noms == JOURNAUX
    assert "convention.prise_d_effet" in journal(lot.sortie)["gatine.yaml"]["raison"]
    assert lot("--brouillon").code == 0
    assert lot.noms == {*(f"brouillon-{nom}" for nom in CONVENTIONS.values()), *JOURNAUX}
    remplacer(lot.ars, "convention:\n", "convention:\n  prise_d_effet: 01/06/2012\n")
    assert lot().code == 0
    assert lot.noms == {*CONVENTIONS.values(), *JOURNAUX}


def test_un_projet_que_l_ars_n_a_pas_retenu_n_a_pas_de_convention(lot: Lot) -> None:
    remplacer(lot.ars, "suite: retenu", "suite: non retenu")
    assert lot("--brouillon").code == 1
    assert lot.noms == {CONVENTIONS[ISERE], CONVENTIONS[RESEAU], *JOURNAUX}
    assert "non retenu" in journal(lot.sortie)["gatine.yaml"]["raison"]


def test_un_dossier_d_une_autre_region_que_l_ars_est_signale(lot: Lot) -> None:
    lot()
    raisons = {nom: ligne["raison"] for nom, ligne in journal(lot.sortie).items()}
    assert raisons["gatine.yaml"] == ""
    assert "région de l’ARS" in raisons["isere.yaml"]


def test_le_type_de_convention_vient_de_l_ars_ou_de_la_commande(lot: Lot) -> None:
    assert lot("--type", "pluriannuelle").code == 0
    assert {nom for nom in lot.noms if nom.startswith("convention-pluriannuelle-")} == lot.noms - JOURNAUX
    remplacer(lot.ars, "convention:\n", "convention:\n  type: pluriannuelle\n")
    avant = contenu(lot.sortie)
    assert lot().code == 0
    assert {n: o for n, o in contenu(lot.sortie).items() if n not in JOURNAUX} == {
        n: o for n, o in avant.items() if n not in JOURNAUX
    }


def test_un_dossier_se_donne_par_fichier_par_dossier_ou_par_motif(lot: Lot) -> None:
    lot()
    attendu = contenu(lot.sortie)
    for sources in (
        ("dossiers/gatine.yaml", "dossiers/isere.yaml", "dossiers/reseau-equip-age.yaml"),
        ("dossiers/*.yaml",),
        (".",),  # the ARS's file lies there too, and is set aside
        ("dossiers", "dossiers/gatine.yaml"),
    ):
        lot.sortie = lot.ou / "autre"
        assert lot(sources=sources).code == 0, sources
        assert contenu(lot.sortie) == attendu, sources
        shutil.rmtree(lot.sortie)


def test_sans_dossier_rien_n_est_ecrit(lot: Lot) -> None:
    (lot.ou / "vide").mkdir()
    resultat = lot(sources=("vide",))
    assert resultat.code == 2
    assert "aucun dossier" in resultat.erreurs
    assert not lot.sortie.exists()


def test_les_octets_ne_dependent_ni_de_la_graine_ni_du_fuseau_ni_du_dossier_courant(tmp_path: Path) -> None:
    dossiers(tmp_path)
    for nom, ou, environnement in (
        ("a", tmp_path, {"PYTHONHASHSEED": "1", "TZ": "UTC"}),
        ("b", tmp_path / "dossiers", {"PYTHONHASHSEED": "77", "TZ": "Pacific/Noumea"}),
    ):
        source = tmp_path / "dossiers" if ou == tmp_path else Path()
        fini = lancer("lot", "conventions", source, "--ars", ARS, "-o", tmp_path / nom, dossier=ou, **environnement)
        assert fini.code == 0, fini.erreurs
    assert contenu(tmp_path / "a") == contenu(tmp_path / "b")


# --- A second run ---------------------------------------------------------------------------------------------------


def test_relancer_ne_refait_rien_et_laisse_les_memes_octets(lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    lot()
    avant = contenu(lot.sortie)
    monkeypatch.setattr("maia.lot.conventions.Conventions.fabriquer", _interdit)
    monkeypatch.setattr("maia.lot.execution.examiner", _interdit)
    resultat = lot()
    assert resultat.code == 0
    assert contenu(lot.sortie) == avant
    assert "étaient déjà à jour" in resultat.sortie


def _interdit(*_: object) -> None:
    raise AssertionError("this was to be left alone")


def test_seul_le_dossier_change_est_refait(lot: Lot) -> None:
    lot()
    dates = {nom: (lot.sortie / nom).stat().st_mtime_ns for nom in CONVENTIONS.values()}
    remplacer(lot.ou / "dossiers" / "gatine.yaml", "Association gérontologique de Gâtine", "Association de Gâtine")
    assert lot().code == 0
    nouveau = "convention-annuelle-79-association-de-gatine.docx"
    assert lot.noms == {CONVENTIONS[ISERE], CONVENTIONS[RESEAU], nouveau, *JOURNAUX}
    for dossier in (ISERE, RESEAU):
        assert (lot.sortie / CONVENTIONS[dossier]).stat().st_mtime_ns == dates[CONVENTIONS[dossier]]


def test_une_piece_remplacee_fait_verifier_de_nouveau(lot: Lot) -> None:
    lot()
    (lot.ou / "dossiers" / "pieces" / "gatine" / "note.pdf").write_bytes(b"")
    assert lot().code == 1
    assert lot.noms == {CONVENTIONS[ISERE], CONVENTIONS[RESEAU], *JOURNAUX}


def test_un_dossier_supprime_emporte_sa_convention_un_dossier_non_nomme_la_garde(lot: Lot) -> None:
    lot()
    (lot.ou / "dossiers" / "gatine.yaml").unlink()
    resultat = lot(sources=("dossiers/isere.yaml",))
    assert lot.noms == {CONVENTIONS[ISERE], CONVENTIONS[RESEAU], *JOURNAUX}
    assert "ne sont" in resultat.sortie or "n’est" in resultat.sortie
    assert list(journal(lot.sortie)) == ["isere.yaml", "reseau-equip-age.yaml"]


def test_une_convention_effacee_revient(lot: Lot) -> None:
    lot()
    avant = contenu(lot.sortie)
    (lot.sortie / CONVENTIONS[GATINE]).unlink()
    assert lot().code == 0
    assert contenu(lot.sortie) == avant


def test_une_convention_modifiee_a_la_main_n_est_ni_remplacee_ni_retiree_sans_ecraser(lot: Lot) -> None:
    lot()
    cible = lot.sortie / CONVENTIONS[GATINE]
    propre = cible.read_bytes()
    cible.write_bytes(b"annotee")
    resultat = lot()
    assert resultat.code == 1
    assert "modifié à la main" in " ".join(resultat.sortie.split())
    assert cible.read_bytes() == b"annotee"
    # The dossier is refused now: the convention applies no more, and stays all the same.
    remplacer(lot.ou / "dossiers" / "gatine.yaml", "but_lucratif: non", "but_lucratif: oui")
    assert lot("--ecraser").code == 1
    assert cible.read_bytes() == b"annotee"
    assert lot().code == 1
    remplacer(lot.ou / "dossiers" / "gatine.yaml", "but_lucratif: oui", "but_lucratif: non")
    assert lot("--ecraser").code == 0
    assert cible.read_bytes() == propre


def test_un_fichier_qui_n_est_pas_de_maia_n_est_pas_remplace(lot: Lot) -> None:
    lot.sortie.mkdir()
    (lot.sortie / CONVENTIONS[GATINE]).write_bytes(b"a quelqu'un d'autre")
    assert lot().code == 1
    assert (lot.sortie / CONVENTIONS[GATINE]).read_bytes() == b"a quelqu'un d'autre"
    assert journal(lot.sortie)["gatine.yaml"]["etat"] == "laissé"


def test_un_dossier_qui_a_le_journal_d_un_autre_n_est_pas_touche(lot: Lot) -> None:
    lot.sortie.mkdir()
    for nom in JOURNAUX:
        (lot.sortie / nom).write_text("le mien", encoding="utf-8")
        resultat = lot()
        assert resultat.code == 2
        assert nom in resultat.erreurs
        assert contenu(lot.sortie) == {nom: b"le mien"}
        (lot.sortie / nom).unlink()


def test_un_journal_falsifie_ne_fait_rien_effacer_ailleurs(lot: Lot) -> None:
    lot()
    precieux = lot.ou / "precieux.docx"
    precieux.write_bytes((lot.sortie / CONVENTIONS[GATINE]).read_bytes())
    remplacer(lot.sortie / "journal.json", CONVENTIONS[GATINE], "../precieux.docx")
    assert lot().code == 2
    assert precieux.exists()


def test_un_defaut_sur_un_dossier_ne_coute_rien_aux_autres(lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    from maia.lot.conventions import Conventions  # noqa: PLC0415

    ordinaire = Conventions.fabriquer

    def fragile(self: Conventions, lu: object, rapport: object, nom: str) -> object:
        if nom.startswith("79-"):
            raise ZeroDivisionError("le nom d'une personne")
        return ordinaire(self, lu, rapport, nom)  # type: ignore[arg-type]

    with monkeypatch.context() as m:
        m.setattr(Conventions, "fabriquer", fragile)
        resultat = lot()
    assert resultat.code == 4
    assert lot.noms == {CONVENTIONS[ISERE], CONVENTIONS[RESEAU], *JOURNAUX}
    assert "ZeroDivisionError" in journal(lot.sortie)["gatine.yaml"]["raison"]
    assert "personne" not in (lot.sortie / "journal.csv").read_text(encoding="utf-8")
    assert lot().code == 0


def test_un_modele_de_l_utilisateur_remplace_le_notre(lot: Lot) -> None:
    from maia.generators.production import catalogue, modele_officiel  # noqa: PLC0415

    lot()
    (lot.ou / "modeles").mkdir()
    nom = catalogue()["convention-annuelle"].modele
    modele = modele_officiel(nom)
    with zipfile.ZipFile(io.BytesIO(modele)) as lu, zipfile.ZipFile(lot.ou / "modeles" / nom, "w") as ecrit:
        for partie in lu.namelist():
            ecrit.writestr(partie, lu.read(partie).replace(b"CONVENTION", b"ACCORD"))
    avant = contenu(lot.sortie)
    assert lot("--modeles", lot.ou / "modeles").code == 0
    assert contenu(lot.sortie)[CONVENTIONS[GATINE]] != avant[CONVENTIONS[GATINE]]
