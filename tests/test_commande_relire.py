"""`maia relire`: what changed in a document that comes home, told to a person, with an exit code."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from maia.generators.production import rendre
from tests.conventions import champs
from tests.documents_word import annuelle, convention, modifier, remplacer, sans_paragraphe
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import ARS, EXEMPLES, GATINE, Maia
from tests.phrases import plat


def ecrit(dossier: Path, octets: bytes) -> Path:
    chemin = dossier / "retour.docx"
    chemin.write_bytes(octets)
    return chemin


@pytest.fixture
def produits(tmp_path: Path, maia: Maia) -> dict[str, Path]:
    """The three documents that come home, from the sample dossier."""
    noms = "dossier-de-demande,convention-annuelle,convention-pluriannuelle"
    resultat = maia("produire", GATINE, "--ars", ARS, "-o", tmp_path / "p", "--documents", noms, "--brouillon")
    assert resultat.code == 0, resultat.erreurs
    return {nom: next((tmp_path / "p").glob(f"*{nom}-*.docx")) for nom in noms.split(",")}


def test_un_document_intact(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("relire", ecrit(tmp_path, convention()))
    assert resultat.code == 0
    assert "fait avec gatine.yaml, campagne 2012, maia 0.1.0" in plat(resultat.sortie)
    assert "Rien n’a changé." in resultat.sortie


def test_un_document_change(tmp_path: Path, maia: Maia) -> None:
    octets = sans_paragraphe(remplacer(convention(), "151\u202f667\u00a0€", "161\u202f667\u00a0€"), "remplir seul")
    resultat = maia("relire", ecrit(tmp_path, remplacer(octets, "." * 40, "30 avril 2012")))
    texte = plat(resultat.sortie)
    assert resultat.code == 1
    assert "2 différences de fond" in texte
    assert "Article 4 – « 151 667 € » est devenu « 161 667 € »" in texte
    assert "(le dossier dit « 151 667 € (cent cinquante" in texte
    assert "Article 7 – clause supprimée : « Il s’engage à remplir seul" in texte
    assert "1 passage complété à la main Article 10 – complété : « 30 avril 2012 »" in texte
    assert max(map(len, resultat.sortie.splitlines()[1:])) <= 80


def test_seule_la_forme_a_change(tmp_path: Path, maia: Maia) -> None:
    resultat = maia(
        "relire", ecrit(tmp_path, remplacer(convention(), "exclues, notamment, les", "exclues notamment les"))
    )
    assert (resultat.code, "1 différence de forme" in plat(resultat.sortie)) == (0, True)


def test_les_trois_documents_qui_reviennent(produits: dict[str, Path], maia: Maia) -> None:
    for chemin in produits.values():
        intact = maia("relire", chemin)
        assert (intact.code, "Rien n’a changé." in intact.sortie) == (0, True)
        chemin.write_bytes(modifier(chemin.read_bytes(), lambda xml: xml.replace("151\u202f667", "161\u202f667", 1)))
        change = maia("relire", chemin)
        assert change.code == 1
        assert "« 151 667 € » est devenu « 161 667 € »" in plat(change.sortie) or (
            "« 151 667 » est devenu « 161 667 »" in plat(change.sortie)
        )


def test_le_dossier_donne_n_est_plus_celui_du_document(produits: dict[str, Path], tmp_path: Path, maia: Maia) -> None:
    autre = tmp_path / "gatine.yaml"
    autre.write_text(GATINE.read_text(encoding="utf-8").replace("sigle: AGG", "sigle: AGP"), encoding="utf-8")
    resultat = maia("relire", produits["dossier-de-demande"], "--dossier", autre)
    texte = plat(resultat.sortie)
    assert resultat.code == 1
    assert "porteur.sigle : « AGG » dans le document, « AGP » dans le dossier" in texte
    assert "« AGG »" in texte
    assert "(le dossier dit « AGP »)" in texte


def test_le_meme_dossier_donne_ne_change_rien(produits: dict[str, Path], maia: Maia) -> None:
    assert maia("relire", produits["dossier-de-demande"], "--dossier", GATINE).code == 0
    assert maia("relire", produits["convention-annuelle"], "--dossier", GATINE).code == 0
    assert maia("relire", produits["convention-annuelle"], "--dossier", GATINE, "--ars", ARS).code == 0


def test_une_autre_ars_se_voit(produits: dict[str, Path], maia: Maia) -> None:
    autre = EXEMPLES / "ars" / "rhone-alpes.yaml"
    resultat = maia("relire", produits["convention-annuelle"], "--dossier", GATINE, "--ars", autre)
    assert resultat.code == 1
    assert "Rhône-Alpes" in resultat.sortie


def test_un_document_sans_donnees_a_besoin_du_dossier(tmp_path: Path, maia: Maia) -> None:
    nu = ecrit(tmp_path, rendre(annuelle(), champs()))
    assert "ajoutez --dossier" in plat(maia("relire", nu).erreurs)
    assert maia("relire", nu).code == 3
    assert "ajoutez --ars" in maia("relire", nu, "--dossier", GATINE).erreurs
    resultat = maia("relire", nu, "--dossier", GATINE, "--ars", ARS)
    assert (resultat.code, "sans données embarquées" in plat(resultat.sortie)) == (1, True)


def test_des_donnees_retouchees_se_disent(tmp_path: Path, maia: Maia) -> None:
    octets = modifier(
        convention(), lambda xml: xml.replace('sha256"><vt:lpwstr>', 'sha256"><vt:lpwstr>0'), "docProps/custom.xml"
    )
    resultat = maia("relire", ecrit(tmp_path, octets))
    assert resultat.code == 1
    assert "Attention : le dossier embarqué dans le fichier ne correspond plus" in plat(resultat.sortie)


def un_zip(parties: dict[str, str]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, texte in parties.items():
            archive.writestr(nom, texte)
    return tampon.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


@pytest.mark.parametrize(
    ("octets", "motif"),
    [
        (b"bonjour", "n’est pas un document Office lisible"),
        (un_zip({"[Content_Types].xml": TYPES}), "n’est pas un document Word"),
        (un_zip({"[Content_Types].xml": TYPES, "bombe": "0" * 65 * 1024 * 1024}), "plus de 64 Mio"),
        (un_zip({"[Content_Types].xml": TYPES, "../evade": ""}), "n’est pas admis"),
        (modifier(convention(), lambda x: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + x.split("?>", 1)[1]), "DOCTYPE"),
        (modifier(convention(), lambda x: x[:-40]), "illisible"),
        (modifier(convention(), lambda _: "<Properties", "docProps/custom.xml"), "illisible"),
    ],
)
def test_un_fichier_hostile_est_refuse_en_une_phrase(tmp_path: Path, maia: Maia, octets: bytes, motif: str) -> None:
    resultat = maia("relire", ecrit(tmp_path, octets))
    assert resultat.code == 3
    assert motif in plat(resultat.erreurs)
    assert "Traceback" not in resultat.erreurs


def test_un_fichier_absent_ou_un_classeur(tmp_path: Path, maia: Maia) -> None:
    assert maia("relire", tmp_path / "rien.docx").code == 3
    maia("produire", GATINE, "-o", tmp_path, "--documents", "budget")
    (classeur,) = tmp_path.glob("*.xlsx")
    assert "un classeur se relit avec" in plat(maia("relire", classeur).erreurs)


def test_le_nom_du_document_peut_etre_donne(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("relire", ecrit(tmp_path, convention()), "--document", "convention-anuelle")
    assert resultat.code == 2
    assert "convention-annuelle" in resultat.erreurs


def test_une_copie_annotee(tmp_path: Path, maia: Maia) -> None:
    octets = remplacer(convention(), "deux mois", "six mois")
    resultat = maia("relire", ecrit(tmp_path, octets), "--annoter", tmp_path / "annote.docx")
    assert resultat.code == 1
    (commentaire,) = docx.Document(str(tmp_path / "annote.docx")).comments
    assert commentaire.text.splitlines()[1].startswith("Attendu\u00a0: En cas de non-respect")
    assert defauts_ooxml((tmp_path / "annote.docx").read_bytes()) == []
    assert maia("relire", tmp_path / "annote.docx").code == 1  # a comment is in the margin: the text is what it was


def test_un_brouillon_rempli_a_la_main(tmp_path: Path, maia: Maia) -> None:
    """Annexe IV left blank, filled in Word: dots and empty cells are there for that."""
    (tmp_path / "vide.yaml").write_text("formulaire: dossier de candidature\n", encoding="utf-8")
    maia("produire", tmp_path / "vide.yaml", "-o", tmp_path, "--documents", "dossier-de-demande", "--brouillon")
    (chemin,) = tmp_path.glob("*.docx")
    document = docx.Document(str(chemin))
    champ = next(p for p in document.paragraphs if re.search(r"\.{5,}|\u2026{3,}", p.text))
    champ.runs[-1].text = re.sub(r"\.{5,}|\u2026{3,}", "Parthenay", champ.runs[-1].text)
    ligne = next(r for t in document.tables for r in t.rows if r.cells[0].text and not r.cells[-1].text)
    ligne.cells[-1].paragraphs[0].add_run("12 000")
    document.save(str(chemin))
    resultat = maia("relire", chemin)
    assert (resultat.code, "4 passages complétés à la main" in plat(resultat.sortie)) == (0, True), resultat.sortie


def test_un_avenant_se_relit_sous_le_nom_de_son_annee(tmp_path: Path, maia: Maia) -> None:
    maia("produire", GATINE, "--ars", ARS, "-o", tmp_path, "--documents", "avenant-2013", "--brouillon")
    (chemin,) = tmp_path.glob("*.docx")
    resultat = maia("relire", chemin)
    assert (resultat.code, "Document « avenant-2013 »" in plat(resultat.sortie)) == (0, True), resultat.sortie
