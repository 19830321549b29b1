"""The PDF engine: data in, a conforming file out, nothing evaluated and nothing told."""

import hashlib
import os
import subprocess
import sys
import threading
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maia.forms.glyphes import glyphes_absents
from maia.generators.pdf import CaracteresNonImprimables, Donnee, ErreurDeModele, a_imprimer, compiler
from tests.juges.verapdf import juger

ENTETE = """
#let d = json(bytes(sys.inputs.donnees))
#set document(title: "Essai")
#set text(font: "Source Sans 3", lang: "fr")
= Essai
"""
JOUR = date(2013, 1, 14)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fichier = tmp_path_factory.mktemp("modeles") / "essai.typ"
    fichier.write_text(f"{ENTETE}\n#d.texte\n\n*#d.texte*\n\n_#d.texte _\n\n*_#d.texte _*\n", encoding="utf-8")
    return fichier


def ecrire(dossier: Path, corps: str) -> Path:
    fichier = dossier / "modele.typ"
    fichier.write_text(ENTETE + corps, encoding="utf-8")
    return fichier


def texte(octets: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages).replace("\u00a0", " ")


def test_une_donnee_devient_un_pdf_conforme(modele: Path) -> None:
    pdf = compiler(modele, {"texte": "Une phrase."}, jour=JOUR)

    assert "Une phrase." in texte(pdf)
    assert juger(pdf) == []


def test_le_fichier_porte_la_date_du_document_et_non_celle_du_jour(modele: Path) -> None:
    lu = PdfReader(BytesIO(compiler(modele, {"texte": "x"}, jour=JOUR))).metadata

    assert lu is not None
    assert lu.creation_date is not None
    assert lu.creation_date.isoformat() == "2013-01-14T00:00:00+00:00"


@pytest.mark.parametrize(
    "saisi",
    ['#eval("1+1")', "$x^2$", "*gras* _italique_", "@renvoi <cible>", r"\ \n \u{41} \#", "= Titre", "// non /* non */",
     "- liste", "`code`", "#import \"autre.typ\"", "[crochets] {accolades}", "~ -- ---", '"guillemets"', "{{ champ }}"],
)  # fmt: skip
def test_ce_qui_ressemble_a_du_typst_reste_du_texte(modele: Path, saisi: str) -> None:
    assert saisi in texte(compiler(modele, {"texte": saisi}, jour=JOUR))


def test_tabulations_et_fins_de_ligne_separent_les_mots(modele: Path) -> None:
    lu = texte(compiler(modele, {"texte": "un\tdeux\r\ntrois\rquatre"}, jour=JOUR))

    assert lu.split()[1:5] == ["un", "deux", "trois", "quatre"]


@pytest.mark.parametrize(
    ("saisi", "imprime"),
    [
        ("Dr V, 05 36 49 10 10 : présent", "Dr~V, 05~36~49~10~10~: présent"),
        ("8 heures-15 heures, /15 jours", "8~heures-15~heures, /15~jours"),
        ("« Les Glycines » ; M. Jamel", "«~Les Glycines~»~; M.~Jamel"),
        ("12 bis rue, 3 hommes", "12 bis rue, 3 hommes"),
    ],
)
def test_les_espaces_sont_insecables_ou_le_francais_le_veut(saisi: str, imprime: str) -> None:
    assert a_imprimer(saisi) == imprime.replace("~", "\u00a0")


# --- Characters that the fonts draw, or not


def test_les_caracteres_absents_des_polices_sont_nommes_une_fois_chacun() -> None:
    assert glyphes_absents("Zoë 😀 d’Œuvre 漢😀 – 12 €…") == ["😀", "漢"]


def test_un_accent_separe_n_est_pas_un_caractere_absent() -> None:
    assert glyphes_absents("e\u0301 \u01ed Ṡ") == []


def test_d_une_lettre_tapee_en_parties_seule_la_partie_absente_est_nommee() -> None:
    assert glyphes_absents("a\u0350 漢") == ["\u0350", "漢"]
    assert glyphes_absents("か\u3099") == ["か", "\u3099"]  # not the « が » that nobody typed


@pytest.mark.parametrize("invisible", ["\u200d", "\ufeff", "\x07", "\ue000", "\ud800", "\uffff"])
def test_un_caractere_que_pdf_a_interdit_est_absent(invisible: str) -> None:
    assert glyphes_absents(f"a{invisible}b") == [invisible]


def test_tout_caractere_declare_imprimable_s_imprime_dans_les_quatre_graisses(modele: Path) -> None:
    declares = [chr(c) for c in range(0x20, 0x30000) if not glyphes_absents(chr(c))]
    assert len(declares) > 1_500

    pdf = compiler(modele, {"texte": " ".join(declares)}, jour=JOUR)

    assert juger(pdf) == []


@pytest.mark.parametrize("bloc", [range(0xC0, 0x250), range(0x1E00, 0x1F00)], ids=["latin", "latin additionnel"])
def test_les_lettres_latines_accentuees_sont_presque_toutes_imprimables(bloc: range) -> None:
    absents = [chr(c) for c in bloc if glyphes_absents(chr(c))]

    assert [c for c in absents if c in "àâäæçéèêëîïôöœùûüÿñáíóúãõåøßšžčćđłńśźżğışőűąęėįųūāēīōțșřůěť"] == []


def test_un_caractere_absent_arrete_le_document_sans_le_citer(modele: Path) -> None:
    with pytest.raises(CaracteresNonImprimables) as leve:
        compiler(modele, {"liste": [{"texte": "Mme 漢字"}]}, jour=JOUR)

    assert leve.value.caracteres == ["漢", "字"]
    assert "漢" not in f"{leve.value!r} {leve.value}"


@given(st.text(max_size=40))
def test_un_texte_s_imprime_ou_ses_caracteres_sont_nommes(modele: Path, saisi: str) -> None:
    try:
        pdf = compiler(modele, {"texte": saisi}, jour=JOUR)
    except CaracteresNonImprimables as refus:
        assert set(refus.caracteres) == set(glyphes_absents(saisi))  # noqa: PT017  # either outcome is right
    else:
        assert pdf.startswith(b"%PDF-1.7")


# --- Faults of a template tell nothing of the data


@pytest.mark.parametrize(
    "corps",
    ["#panic(d.texte)", "#d.at(d.texte)", "#assert(false, message: d.texte)", "#int(d.texte)", "#eval(d.texte)",
     "#read(d.texte)", "#image(bytes(d.texte))", "#context counter(page).update(d.texte)"],
)  # fmt: skip
def test_une_faute_du_modele_dit_ou_sans_rien_dire_de_la_personne(tmp_path: Path, corps: str) -> None:
    modele = ecrire(tmp_path, f"\n{corps}\n")

    with pytest.raises(ErreurDeModele) as leve:
        compiler(modele, {"texte": "Lefèvre, 05 36 49 20 20"}, jour=JOUR)

    assert str(leve.value).startswith("Le modèle modele.typ ne se compile pas, ligne 7, colonne ")
    assert leve.value.__context__ is None
    assert leve.value.__cause__ is None


def test_un_modele_dont_la_mise_en_page_ne_se_stabilise_pas_est_refuse(tmp_path: Path) -> None:
    modele = ecrire(tmp_path, "#context if here().page() == 1 { pagebreak() }\nsuite")

    with pytest.raises(ErreurDeModele, match=r"modele\.typ"):
        compiler(modele, {}, jour=JOUR)


def test_un_modele_ne_lit_pas_hors_de_son_dossier(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "modeles").mkdir()

    with pytest.raises(ErreurDeModele):
        compiler(ecrire(tmp_path / "modeles", '#read("../secret.txt")'), {}, jour=JOUR)


def test_une_source_qui_n_est_pas_de_l_utf_8_n_est_pas_citee(modele: Path) -> None:
    with pytest.raises(ValueError, match="UTF-8") as leve:
        compiler(modele, {"texte": "x"}, jour=JOUR, source="Lefèvre".encode("latin-1"))

    assert "Lef" not in repr(leve.value)
    assert leve.value.__context__ is None


# --- The same everywhere


def test_plusieurs_fils_compilent_en_meme_temps(modele: Path) -> None:
    attendus = {n: hashlib.sha256(compiler(modele, {"texte": f"n° {n}"}, jour=JOUR)).digest() for n in range(12)}
    obtenus: dict[int, bytes] = {}

    def compiler_un_sur_quatre(premier: int) -> None:
        for n in range(premier, 12, 4):
            obtenus[n] = hashlib.sha256(compiler(modele, {"texte": f"n° {n}"}, jour=JOUR)).digest()

    fils = [threading.Thread(target=compiler_un_sur_quatre, args=(n,)) for n in range(4)]
    for f in fils:
        f.start()
    for f in fils:
        f.join()

    assert obtenus == attendus


def test_un_autre_processus_sous_d_autres_reglages_rend_les_memes_octets(modele: Path) -> None:
    donnees: dict[str, Donnee] = {"texte": "Zoë", "b": ["1", True, None], "a": {"z": "", "y": "é"}}
    ici = compiler(modele, donnees, jour=JOUR, source=b"a: 1\n")
    programme = (
        "import sys, pathlib, datetime; from maia.generators.pdf import compiler; sys.stdout.buffer.write(compiler("
        f"pathlib.Path(sys.argv[1]), {donnees!r}, jour=datetime.date(2013, 1, 14), source=b'a: 1\\n'))"
    )
    for graine, fuseau in (("1", "Pacific/Kiritimati"), ("2", "America/Cayenne")):
        reglages = {**os.environ, "PYTHONHASHSEED": graine, "TZ": fuseau, "LC_ALL": "C"}
        ailleurs = subprocess.run(
            [sys.executable, "-c", programme, modele], env=reglages, capture_output=True, check=True
        )
        assert ailleurs.stdout == ici


def test_un_processus_issu_d_un_fork_est_refuse_au_lieu_d_attendre_sans_fin(modele: Path) -> None:
    programme = """
import os, sys, pathlib, datetime
from maia.generators.pdf import compiler
def pdf(): return compiler(pathlib.Path(sys.argv[1]), {"texte": "x"}, jour=datetime.date(2013, 1, 14))
pdf()
if os.fork() == 0:
    try: pdf()
    except RuntimeError as refus: print(refus, flush=True)
    os._exit(0)
os.wait()
"""
    sortie = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", programme, modele],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "« spawn »" in sortie.stdout
