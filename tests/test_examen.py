"""Opening strangers' PDFs: each state told apart, and a file made to do harm costs its own answer only."""

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from maia.forms import examen
from maia.forms.examen import Etat, Examen, examiner

Fabrique = Callable[[Path], object]


def un(chemin: Path) -> Examen:
    return examiner([chemin])[chemin]


def pdf(chemin: Path, pages: int = 1, **options: object) -> Path:
    """A sound PDF of so many blank pages."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(chemin, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return chemin


def chiffre(chemin: Path, mot_de_passe: str, revision: int = 6) -> None:
    """Locked against changes; to be opened with `mot_de_passe`."""
    recent = revision > 3
    pdf(
        chemin,
        encryption=pikepdf.Encryption(
            owner="secret",
            user=mot_de_passe,
            R=revision,  # type: ignore[arg-type]
            aes=recent,
            metadata=recent,
        ),
    )


def tronque(chemin: Path) -> None:
    octets = pdf(chemin, 3).read_bytes()
    chemin.write_bytes(octets[: len(octets) // 3])


def bombe(chemin: Path) -> None:
    """A page tree inside an object stream that inflates to 300 MB."""
    gonfle = zlib.compressobj(9)
    flux = b"".join(gonfle.compress(b" " * 1_000_000) for _ in range(300)) + gonfle.flush()
    entete = b"%PDF-1.5\n"
    objet = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(flux),
        flux,
    )
    table = len(entete) + len(objet)
    entrees = b"\0\0\0\0\0\xff" + b"\1\0\0\0\x09\0" + b"\2\0\0\0\1\0" + b"\1" + table.to_bytes(4, "big") + b"\0"
    xref = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(entrees),
        entrees,
    )
    chemin.write_bytes(entete + objet + xref + b"startxref\n%d\n%%%%EOF\n" % table)


def deux_comptes(chemin: Path) -> None:
    """A page tree that contains itself."""
    chemin.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 3 0 R 2 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


FABRIQUES: dict[str, tuple[Etat, Fabrique]] = {
    "sain": (Etat.LISIBLE, lambda c: pdf(c).touch()),
    "absent": (Etat.ABSENT, lambda c: None),
    "dossier": (Etat.DOSSIER, lambda c: c.mkdir()),
    "vide": (Etat.VIDE, lambda c: c.touch()),
    "document Word renommé": (Etat.PAS_UN_PDF, lambda c: c.write_bytes(b"PK\x03\x04" + b"\0" * 3000)),
    "texte": (Etat.PAS_UN_PDF, lambda c: c.write_text("%PD")),
    "mot de passe": (Etat.CHIFFRE, lambda c: chiffre(c, "motdepasse")),
    "verrou sans mot de passe": (Etat.CHIFFRE, lambda c: chiffre(c, "")),
    "ancien verrou": (Etat.CHIFFRE, lambda c: chiffre(c, "", revision=3)),
    "tronqué": (Etat.ABIME, tronque),
    "en-tête seul": (Etat.ABIME, lambda c: c.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    "sans page": (Etat.SANS_PAGE, lambda c: pdf(c, 0).touch()),
    "arbre de pages en boucle": (Etat.ABIME, deux_comptes),
}


def test_chaque_fichier_a_son_etat(tmp_path: Path) -> None:
    for nom, (_, fabriquer) in FABRIQUES.items():
        fabriquer(tmp_path / nom)
    resultats = {chemin.name: e for chemin, e in examiner(tmp_path / nom for nom in FABRIQUES).items()}
    assert {nom: e.etat for nom, e in resultats.items()} == {nom: etat for nom, (etat, _) in FABRIQUES.items()}
    assert [nom for nom, e in resultats.items() if e.lisible] == ["sain"]


def test_les_pages_le_poids_et_l_empreinte_d_un_fichier_sain(tmp_path: Path) -> None:
    note = pdf(tmp_path / "note.pdf", 31)
    octets = note.read_bytes()
    assert un(note) == Examen(Etat.LISIBLE, 31, hashlib.sha256(octets).hexdigest(), len(octets))


def test_un_nombre_de_pages_menteur_n_est_pas_cru(tmp_path: Path) -> None:
    note = pdf(tmp_path / "note.pdf", 31)
    note.write_bytes(note.read_bytes().replace(b"/Count 31", b"/Count 30"))
    resultat = un(note)
    assert (resultat.etat, resultat.pages) in {(Etat.LISIBLE, 31), (Etat.ABIME, 0)}


def test_quelques_octets_devant_l_en_tete_sont_admis(tmp_path: Path) -> None:
    note = pdf(tmp_path / "note.pdf")
    note.write_bytes(b"\r\n\r\n" + note.read_bytes())
    assert un(note).lisible


@pytest.mark.parametrize("nom", ["Pièce n° 3 (signée) – Gâtine.pdf", "l'«avis».pdf", "a\u0301 b.pdf", "日本.pdf"])
def test_un_nom_accentue_espace_ou_guillemete(nom: str, tmp_path: Path) -> None:
    assert un(pdf(tmp_path / nom)).lisible


def test_un_meme_fichier_n_est_ouvert_qu_une_fois_et_aucun_fichier_ne_lance_rien(tmp_path: Path) -> None:
    note = pdf(tmp_path / "note.pdf")
    assert len(examiner([note, note])) == 1
    assert examiner([]) == {}


def test_un_tube_que_personne_ne_remplit_n_est_pas_attendu(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "statuts.pdf")
    assert un(tmp_path / "statuts.pdf").etat is Etat.ABSENT


def test_un_fichier_trop_lourd_n_est_pas_ouvert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = pdf(tmp_path / "note.pdf")
    monkeypatch.setattr(examen, "OCTETS_MAX", 100)
    assert un(note) == Examen(Etat.TROP_LOURD, octets=note.stat().st_size)


def test_une_bombe_ne_coute_que_sa_reponse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examen, "MEMOIRE", 400 << 20)
    bombe(tmp_path / "bombe.pdf")
    note = pdf(tmp_path / "note.pdf", 2)
    resultats = examiner([tmp_path / "bombe.pdf", note])
    assert resultats[tmp_path / "bombe.pdf"].etat is Etat.ABIME
    assert resultats[note].pages == 2


# --- The child process ----------------------------------------------------------------------------------------------


@pytest.fixture
def capricieux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that hangs, dies or stammers when a file's name tells it to."""
    monkeypatch.setattr(examen, "_COMMANDE", (sys.executable, "-m", "tests.ouvrier_capricieux"))
    demander = examen._Ouvrier.demander

    def patient(self: examen._Ouvrier, chemin: Path, connu: Examen) -> Examen:
        """However slow the machine, only the file that hangs is cut short."""
        monkeypatch.setattr(examen, "SECONDES", 0.1 if "pend" in chemin.name else 60)
        return demander(self, chemin, connu)

    monkeypatch.setattr(examen._Ouvrier, "demander", patient)


@pytest.mark.usefixtures("capricieux")
@pytest.mark.parametrize("caprice", ["pend", "meurt", "bafouille"])
def test_un_fichier_qui_fait_tomber_l_ouvrier_ne_coute_que_sa_reponse(caprice: str, tmp_path: Path) -> None:
    chemins = [pdf(tmp_path / nom, pages) for pages, nom in enumerate(("avant.pdf", f"{caprice}.pdf", "après.pdf"), 1)]
    resultats = examiner(chemins)
    assert [(resultats[c].etat, resultats[c].pages) for c in chemins] == [
        (Etat.LISIBLE, 7),
        (Etat.ABIME, 0),
        (Etat.LISIBLE, 7),
    ]
    assert resultats[chemins[1]].empreinte


@pytest.mark.usefixtures("capricieux")
def test_un_ouvrier_parti_apres_sa_reponse_est_remplace(tmp_path: Path) -> None:
    chemins = [
        pdf(tmp_path / nom, pages) for pages, nom in enumerate(("dernier mot.pdf", "perdu.pdf", "suivant.pdf"), 1)
    ]
    resultats = examiner(chemins)
    assert (resultats[chemins[0]].etat, resultats[chemins[2]].etat) == (Etat.LISIBLE, Etat.LISIBLE)


def test_un_ouvrier_qui_ne_demarre_pas_n_abime_pas_les_fichiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examen, "_COMMANDE", (sys.executable, "-c", "import maia_absent"))
    with pytest.raises(RuntimeError, match="mal installé"):
        un(pdf(tmp_path / "note.pdf"))


def test_un_module_qui_traine_dans_le_dossier_courant_n_est_pas_importe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piege = tmp_path / "piege"
    for nom in ("pypdf", "pikepdf", "maia"):
        (tmp_path / f"{nom}.py").write_text(f"open({str(piege)!r}, 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert un(pdf(tmp_path / "note.pdf")).lisible
    assert not piege.exists()


def test_aucun_ouvrier_ne_reste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lances: list[subprocess.Popen[str]] = []
    lancer = subprocess.Popen

    def noter(*args: object, **options: object) -> subprocess.Popen[str]:
        lances.append(lancer(*args, **options))  # type: ignore[call-overload]
        return lances[-1]

    monkeypatch.setattr(subprocess, "Popen", noter)
    un(pdf(tmp_path / "note.pdf"))
    assert [p.poll() is not None for p in lances] == [True]


def test_un_meme_contenu_sous_deux_noms_n_est_ouvert_qu_une_fois(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ouverts: list[Path] = []
    demander = examen._Ouvrier.demander

    def noter(self: examen._Ouvrier, chemin: Path, connu: Examen) -> Examen:
        ouverts.append(chemin)
        return demander(self, chemin, connu)

    monkeypatch.setattr(examen._Ouvrier, "demander", noter)
    un_, deux = pdf(tmp_path / "a.pdf"), pdf(tmp_path / "b.pdf")
    vus = examiner([un_, deux])
    assert vus[un_] == vus[deux]
    assert vus[un_].lisible
    assert ouverts == [un_]
