"""Reading: text stays text, every value has its place, and what cannot be read is told in one plain sentence."""

import os
from pathlib import Path

import pytest

from maia.forms.lecture import NOEUDS_MAX, OCTETS_MAX, PROFONDEUR_MAX, Illisible, Lecture, analyser, lire
from tests.depot import RACINE

HOSTILES = RACINE / "tests" / "hostiles"


def lu(texte: str | bytes) -> Lecture:
    """Read a text that must be readable."""
    resultat = analyser(texte if isinstance(texte, bytes) else texte.encode(), "dossier.yaml")
    assert isinstance(resultat, Lecture), resultat
    return resultat


def refus(texte: str | bytes) -> Illisible:
    """Read a text that must be refused, with a place and a sentence."""
    resultat = analyser(texte if isinstance(texte, bytes) else texte.encode(), "dossier.yaml")
    assert isinstance(resultat, Illisible), resultat
    assert resultat.fichier == "dossier.yaml"
    assert resultat.message.endswith((".", "!"))
    return resultat


def place(illisible: Illisible) -> tuple[int | None, int | None]:
    return illisible.ligne, illisible.colonne


# --- Text stays text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ecrit", ["01000", "NO", "oui", "1_000", "1e5", "012", "~", "null", "0x1F", "2012-03-15", "12:30", ".5", "<<", "="]
)
def test_rien_n_est_devine(ecrit: str) -> None:
    assert lu(f"code: {ecrit}\n").valeur == {"code": ecrit}


def test_une_place_vide_n_est_pas_un_texte_vide() -> None:
    assert lu("sigle:\nsite: ''\nobjet: \"\"\n").valeur == {"sigle": None, "site": "", "objet": ""}


def test_un_json_est_un_dossier_comme_un_autre() -> None:
    assert lu('{"code": 01000, "cv": [null, true]}').valeur == {"code": "01000", "cv": ["null", "true"]}


def test_les_textes_longs_gardent_ou_replient_leurs_lignes() -> None:
    texte = "garde: |\n  une\n  deux\nplie: >-\n  une\n  deux\nentre: 'une\n  deux'\n"
    assert lu(texte).valeur == {"garde": "une\ndeux\n", "plie": "une deux", "entre": "une deux"}


def test_une_cle_annoncee_par_un_point_d_interrogation_est_une_cle() -> None:
    assert lu("? sigle\n: MAIA\n").valeur == {"sigle": "MAIA"}


def test_l_espace_insecable_d_un_traitement_de_texte_devant_les_deux_points_ne_change_pas_le_nom() -> None:
    lecture = lu("montant\u00a0: 12 500\n")
    assert lecture.valeur == {"montant": "12 500"}
    assert lecture.position_cle(("montant",)) == (1, 1, 9)


def test_l_espace_insecable_dans_un_libelle_reste() -> None:
    assert lu("Achats\u00a0matières: 5\n").valeur == {"Achats\u00a0matières": "5"}


# --- Places ---------------------------------------------------------------------------------------------------------

DOSSIER = """\
demande: {gestionnaires_de_cas: 3, montant: 151 667}
porteur:
  raison_sociale: "Gâtine"
  siege:
    commune: Parthenay
effectifs:
  - {poste: pilote}
  - poste: GC n°1
    objet: |
      Deux
      lignes
"""


@pytest.mark.parametrize(
    ("chemin", "ecrit"),
    [
        (("demande", "montant"), "151 667"),
        (("porteur", "raison_sociale"), '"Gâtine"'),
        (("porteur", "siege", "commune"), "Parthenay"),
        (("effectifs", 0, "poste"), "pilote"),
        (("effectifs", 1, "poste"), "GC n°1"),
    ],
)
def test_une_valeur_a_sa_place_et_sa_longueur(chemin: tuple[str | int, ...], ecrit: str) -> None:
    lecture = lu(DOSSIER)
    ligne, colonne, fin = lecture.position(chemin)
    assert fin is not None
    assert lecture.lignes()[ligne - 1][colonne - 1 : fin - 1] == ecrit


def test_la_place_d_une_cle_n_est_pas_celle_de_sa_valeur() -> None:
    lecture = lu(DOSSIER)
    assert lecture.position_cle(("porteur", "siege")) == (4, 3, 8)
    assert lecture.position(("porteur", "siege"))[:2] == (5, 5)


def test_ce_qui_n_est_pas_ecrit_a_la_place_du_bloc_ou_il_manque() -> None:
    lecture = lu(DOSSIER)
    assert not lecture.contient(("porteur", "siege", "telephone"))
    assert lecture.position(("porteur", "siege", "telephone")) == lecture.position(("porteur", "siege"))
    assert lecture.position(("banque", "iban")) == lecture.position(())


def test_un_texte_sur_plusieurs_lignes_n_a_pas_de_longueur() -> None:
    assert lu(DOSSIER).position(("effectifs", 1, "objet")) == (9, 12, None)


@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_les_lignes_se_comptent_comme_dans_un_editeur(fin: str) -> None:
    lecture = lu(DOSSIER.replace("\n", fin))
    ligne, colonne, apres = lecture.position(("porteur", "siege", "commune"))
    assert (ligne, colonne) == (5, 14)
    assert lecture.lignes()[ligne - 1][colonne - 1 : apres - 1 if apres else None] == "Parthenay"


def test_la_marque_d_encodage_de_windows_ne_decale_rien() -> None:
    assert lu(b"\xef\xbb\xbfsigle: MAIA").position(("sigle",)) == (1, 8, 12)


def test_un_emoji_compte_pour_un_caractere() -> None:
    assert lu("{a: 😀😀, b: c}").position(("b",)) == (1, 12, 13)


# --- What a file may not be -----------------------------------------------------------------------------------------


# file → words of the sentence, place shown
FICHIERS_HOSTILES = {
    "vide.yaml": ("est vide", (1, 1)),
    "commentaires.yaml": ("que des commentaires", (1, 1)),
    "bombe-d-alias.yaml": ("ancres YAML", (1, 4)),
    "etiquette-python.yaml": ("étiquettes YAML", (3, 19)),
    "deux-documents.yaml": ("Un seul dossier par fichier", (3, 1)),
    "champ-en-double.yaml": ("« montant » est écrit deux fois", (4, 3)),
    "controle.yaml": ("U+0007", (2, 45)),
    "separateur-cache.yaml": ("U+2028", (2, 30)),
    "utf-16.yml": ("UTF-16", (1, 1)),
    "latin-1.yml": ("n’est pas enregistré en UTF-8", (2, 20)),
    "document-word.docx": ("document Word, Excel", (1, 1)),
    "note.pdf": ("C’est un PDF", (1, 1)),
    "image.png": ("binaire", (1, 1)),
}


@pytest.mark.parametrize("nom", sorted(f.name for f in HOSTILES.iterdir()))
def test_un_fichier_hostile_est_refuse_en_une_phrase(nom: str) -> None:
    mots, attendue = FICHIERS_HOSTILES[nom]
    resultat = lire(HOSTILES / nom)
    assert isinstance(resultat, Illisible)
    assert mots in resultat.message
    assert place(resultat) == attendue


@pytest.mark.parametrize(
    ("octets", "mots"),
    [
        (b"a: " + b"[" * 100_000, f"Plus de {PROFONDEUR_MAX} niveaux"),
        (b"a: " + b"{a: " * 100_000, f"Plus de {PROFONDEUR_MAX} niveaux"),
        (b"- " * 50_000, f"Plus de {PROFONDEUR_MAX} niveaux"),
        (b"- a\n" * (NOEUDS_MAX + 1), f"Plus de {NOEUDS_MAX} valeurs"),
        (b"a: " + b"x" * 5_000_000, "dépasse 1 Mo"),
        (b"? " * 50_000, "Un nom de champ simple"),
        (b"&a " * 50_000, "« & »"),
        (b'"' + b"a" * 900_000, "n’est jamais fermé"),
        (b"a: [" + b"x, " * 300_000, "valeurs"),
        (b"k" * 900_000 + b": v", "deux-points"),
    ],
    ids=["crochets", "accolades", "tirets", "valeurs", "5 Mo", "clés", "ancres", "guillemet", "liste", "long nom"],
)
def test_une_bombe_est_desamorcee(octets: bytes, mots: str) -> None:
    assert mots in refus(octets).message


def test_les_bornes_elles_memes_passent() -> None:
    assert isinstance(lu(b"a: " + b"x" * (OCTETS_MAX - 3)).valeur, dict)
    assert len(lu(b"- a\n" * (NOEUDS_MAX - 1)).valeur or "") == NOEUDS_MAX - 1
    assert isinstance(lu("[" * PROFONDEUR_MAX + "]" * PROFONDEUR_MAX).valeur, list)


@pytest.mark.parametrize(
    ("texte", "code", "attendue"),
    [
        ("é: ééé\x01", "U+0001", (1, 7)),
        ("ééé: a\r\nb: 😀\x7f", "U+007F", (2, 5)),
        ("a: b\x85", "U+0085", (1, 5)),
        ("a: 1\nb: c\u2029d", "U+2029", (2, 5)),
        ("a: \ufffe", "U+FFFE", (1, 4)),
    ],
)
def test_un_caractere_cache_est_nomme_a_sa_place_meme_apres_des_accents(
    texte: str, code: str, attendue: tuple[int, int]
) -> None:
    resultat = refus(texte)
    assert code in resultat.message
    assert place(resultat) == attendue


@pytest.mark.parametrize("nom", ['"mon\\etant"', '"a\\x00"', "mon\u200btant"])
def test_un_caractere_cache_dans_un_nom_de_champ_est_refuse(nom: str) -> None:
    assert "Un caractère invisible" in refus(f"{nom}: 5").message


@pytest.mark.parametrize("encodage", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_les_unicode_de_windows_sont_reconnus(encodage: str) -> None:
    assert "encodage UTF-8" in refus("raison_sociale: Gâtine".encode(encodage)).message


@pytest.mark.parametrize("octets", [b"", b"  \n\n", b"\xef\xbb\xbf", b"# rien\n", b"---\n", b"---\n...\n"])
def test_un_fichier_sans_valeur_est_vide(octets: bytes) -> None:
    assert "est vide" in refus(octets).message


# --- Files ----------------------------------------------------------------------------------------------------------


def test_un_dossier_de_disque_n_est_pas_un_dossier_de_candidature(tmp_path: Path) -> None:
    resultat = lire(tmp_path)
    assert isinstance(resultat, Illisible)
    assert "C’est un dossier, pas un fichier" in resultat.message


def test_un_tube_que_personne_ne_remplit_n_est_pas_attendu(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.yaml")
    (tmp_path / "lien.yaml").symlink_to("tube.yaml")
    for nom in ("tube.yaml", "lien.yaml"):
        resultat = lire(tmp_path / nom)
        assert isinstance(resultat, Illisible)
        assert "C’est un tube ou un périphérique" in resultat.message


def test_un_fichier_absent_se_dit_sans_trace_d_erreur(tmp_path: Path) -> None:
    resultat = lire(tmp_path / "absent.yaml")
    assert isinstance(resultat, Illisible)
    assert "n’existe pas" in resultat.message


@pytest.mark.parametrize("nom", ["a\0b", "x" * 5000])
def test_un_nom_impossible_ne_fait_rien_tomber(nom: str) -> None:
    assert isinstance(lire(Path(nom)), Illisible)


def test_un_tres_gros_fichier_n_est_lu_que_jusqu_a_la_borne(tmp_path: Path) -> None:
    gros = tmp_path / "gros.yaml"
    with gros.open("wb") as flux:
        flux.truncate(50 * OCTETS_MAX)
    resultat = lire(gros)
    assert isinstance(resultat, Illisible)
    assert "dépasse 1 Mo" in resultat.message


def test_un_nom_accentue_et_des_espaces(tmp_path: Path) -> None:
    chemin = tmp_path / "dossier de Gâtine n°1.yaml"
    chemin.write_text("sigle: MAIA\n", encoding="utf-8")
    resultat = lire(chemin)
    assert isinstance(resultat, Lecture)
    assert resultat.fichier == str(chemin)
