"""`maia modeles`: list, copy, edit in Word, check, use."""

import io
from pathlib import Path

import docx
import pytest

from maia.generators.production import catalogue, modele_officiel
from tests.documents_word import remplacer, sans_paragraphe
from tests.lancer import ARS, GATINE, Maia
from tests.phrases import plat

NOM = "convention-annuelle.docx"


def edite(dossier: Path, *retouches: tuple[str, str], sans: str = "") -> Path:
    """Our template in this folder, some words replaced, a paragraph taken out."""
    octets = modele_officiel(NOM)
    for avant, apres in retouches:
        octets = remplacer(octets, avant, apres)
    if sans:
        octets = sans_paragraphe(octets, sans)
    dossier.mkdir(exist_ok=True)
    (dossier / NOM).write_bytes(octets)
    return dossier / NOM


def test_la_liste_dit_chaque_modele_son_format_et_sa_source(maia: Maia) -> None:
    resultat = maia("modeles")
    assert resultat.code == 0
    assert "convention-annuelle.docx\n  Word, CIRC annexe V-1 : document" in resultat.sortie.replace("\u00a0", " ")
    assert {d.modele for d in catalogue().values()} <= set(resultat.sortie.split())


def test_copier_par_nom_de_document_ou_de_modele(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("modeles", "copier", "convention-annuelle", "budget.xlsx", "-o", tmp_path / "mes-modeles")
    assert resultat.code == 0, resultat.erreurs
    assert (tmp_path / "mes-modeles" / NOM).read_bytes() == modele_officiel(NOM)
    assert sorted(f.name for f in (tmp_path / "mes-modeles").iterdir()) == ["budget.xlsx", NOM]


def test_copier_sans_nom_les_donne_tous_et_n_ecrase_rien(tmp_path: Path, maia: Maia) -> None:
    assert maia("modeles", "copier", "-o", tmp_path).code == 0
    assert {f.name for f in tmp_path.iterdir()} == {"commission.xlsx", *(d.modele for d in catalogue().values())}
    refus = maia("modeles", "copier", "-o", tmp_path)
    assert (refus.code, "existe déjà" in refus.erreurs) == (2, True)
    assert maia("modeles", "copier", "-o", tmp_path, "--ecraser").code == 0


def test_un_nom_inconnu_donne_le_plus_proche(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("modeles", "copier", "convention-anuelle", "-o", tmp_path)
    assert resultat.code == 2
    assert "Vouliez-vous dire « convention-annuelle » ?" in resultat.erreurs


def test_un_modele_intact_peut_servir(tmp_path: Path, maia: Maia) -> None:
    maia("modeles", "copier", "-o", tmp_path)
    resultat = maia("modeles", "verifier", *sorted(tmp_path.iterdir()))
    assert resultat.code == 0, resultat.sortie
    assert resultat.sortie.count("Rien à corriger") == len(list(tmp_path.iterdir()))


def test_verifier_dit_fautes_clauses_et_remarques(tmp_path: Path, maia: Maia) -> None:
    ajout = ("<w:sectPr", "<w:p><w:r><w:t>Clause de l’ARS.</w:t></w:r></w:p><w:sectPr")
    fichier = edite(tmp_path, ("{{ ars.siret }}", "{{ ars.sirret }}"), ("deux mois", "un mois"), ajout)
    resultat = maia("modeles", "verifier", fichier)
    texte = plat(resultat.sortie)
    assert resultat.code == 1
    assert "1 faute – paragraphe 5, « N° SIRET : {{ ars.sirret }}, » « ars.sirret » n’est pas un champ" in texte
    assert "1 clause du texte officiel changée – Article 8 : « deux » est devenu « un »" in texte
    assert "Texte officiel : En cas de non-respect par l’une des parties" in texte
    assert "1 remarque" in texte
    assert max(map(len, resultat.sortie.splitlines()[1:])) <= 80


def test_une_simple_remarque_n_est_pas_une_faute(tmp_path: Path, maia: Maia) -> None:
    fichier = edite(tmp_path, ("<w:sectPr", "<w:p><w:r><w:t>Clause de l’ARS.</w:t></w:r></w:p><w:sectPr"))
    assert maia("modeles", "verifier", fichier).code == 0


def test_la_version_annotee(tmp_path: Path, maia: Maia) -> None:
    fichier = edite(tmp_path / "m", ("{{ ars.siret }}", "{{ ars.sirret }}"), sans="remplir seul")
    resultat = maia("modeles", "verifier", fichier, "--annoter", tmp_path / "annote.docx")
    assert resultat.code == 1
    textes = [c.text for c in docx.Document(str(tmp_path / "annote.docx")).comments]
    assert [t.split("\u00a0:")[0] for t in textes] == ["Faute", "Clause"]
    assert maia("modeles", "verifier", fichier, "--annoter", tmp_path / "annote.docx").code == 2


def test_un_nom_de_fichier_quelconque_demande_le_document(tmp_path: Path, maia: Maia) -> None:
    copie = tmp_path / "notre modèle.docx"
    copie.write_bytes(modele_officiel(NOM))
    assert "précisez --document" in maia("modeles", "verifier", copie).erreurs
    assert maia("modeles", "verifier", copie, "--document", "convention-annuelle").code == 0
    (tmp_path / "convention-annuelle (2).docx").write_bytes(modele_officiel(NOM))
    assert maia("modeles", "verifier", tmp_path / "convention-annuelle (2).docx").code == 0


@pytest.mark.parametrize("contenu", [b"", b"PK\x03\x04 abime", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ancien"])
def test_un_fichier_qui_n_est_pas_de_word(tmp_path: Path, maia: Maia, contenu: bytes) -> None:
    (tmp_path / NOM).write_bytes(contenu)
    resultat = maia("modeles", "verifier", tmp_path / NOM, "--annoter", tmp_path / "a.docx")
    assert resultat.code == 3
    assert "1 faute" in plat(resultat.sortie)
    assert not (tmp_path / "a.docx").exists()


def test_un_fichier_absent(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("modeles", "verifier", tmp_path / NOM)
    assert (resultat.code, "n’existe pas" in resultat.erreurs) == (3, True)


# --- Their use ------------------------------------------------------------------------------------------------------


def produire(maia: Maia, dossier: Path, sortie: Path) -> tuple[int, str]:
    resultat = maia(
        "produire", GATINE, "--ars", ARS, "-o", sortie, "--documents", "convention-annuelle", "--modeles", dossier
    )
    return resultat.code, resultat.erreurs


def test_produire_avec_mes_modeles(tmp_path: Path, maia: Maia) -> None:
    edite(tmp_path / "m", ("Préambule", "Exposé des motifs"))
    code, erreurs = produire(maia, tmp_path / "m", tmp_path / "s")
    assert code == 0, erreurs
    assert "change 1 clause du texte officiel" in plat(erreurs)
    (fait,) = (tmp_path / "s").iterdir()
    assert "Exposé des motifs" in [p.text for p in docx.Document(str(fait)).paragraphs]
    # Read back, it is compared with the template that made it, if it is given.
    assert maia("relire", fait, "--modeles", tmp_path / "m").code == 0
    sans = maia("relire", fait)
    assert sans.code == 1
    assert "Ce document n’a pas été fait avec le modèle d’aujourd’hui." in plat(sans.sortie)


def test_un_modele_fautif_n_est_pas_employe(tmp_path: Path, maia: Maia) -> None:
    edite(tmp_path / "m", ("{{ ars.siret }}", "{{ ars.sirret }}"))
    code, erreurs = produire(maia, tmp_path / "m", tmp_path / "s")
    assert code == 3
    assert "est à corriger (1 faute)" in plat(erreurs)
    assert not (tmp_path / "s").exists()


def test_un_dossier_sans_modele_ou_avec_un_intrus(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "m").mkdir()
    assert produire(maia, tmp_path / "absent", tmp_path / "s")[0] == 2
    assert produire(maia, tmp_path / "m", tmp_path / "s")[0] == 2
    edite(tmp_path / "m")
    (tmp_path / "m" / "note.docx").write_bytes(b"")
    (tmp_path / "m" / "~$convention-annuelle.docx").write_bytes(b"")
    code, erreurs = produire(maia, tmp_path / "m", tmp_path / "s")
    assert code == 0
    assert [ligne for ligne in io.StringIO(erreurs) if ligne.strip()] == [
        f"{tmp_path / 'm' / 'note.docx'} ne porte le nom d’aucun modèle : il est laissé de côté.\n"
    ]
