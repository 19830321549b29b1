"""Office packages: what is refused at the door, and what the assembler writes."""

import contextlib
import hashlib
import io
import struct
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.generators.ooxml import TYPES_DE_CONTENU, Assembleur, Paquet, PaquetRefuse, deflate
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_word import modele_docx, retouche

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/>'
    b'<Override PartName="/word/document.xml" ContentType="texte"/></Types>'
)
PARTIES = {TYPES_DE_CONTENU: TYPES, "word/document.xml": b"<a/>", "media/logo.png": b"\x89PNG", "autre.bin": b"?"}


def zipper(parties: dict[str, bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", methode) as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)
    return tampon.getvalue()


def relire(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert archive.testzip() is None
        return {nom: archive.read(nom) for nom in archive.namelist()}


# --- Reading --------------------------------------------------------------------------------------------------------


def test_les_types_viennent_du_nom_puis_de_l_extension_sans_egard_a_la_casse() -> None:
    paquet = Paquet.lire(zipper(PARTIES))
    assert paquet.types_de_contenu == {
        TYPES_DE_CONTENU: "application/xml",
        "word/document.xml": "texte",
        "media/logo.png": "image/png",
    }


def test_les_dossiers_vides_de_certains_zips_sont_ignores() -> None:
    assert "word/" not in Paquet.lire(zipper({**PARTIES, "word/": b""})).parties


@pytest.mark.parametrize(
    "nom",
    ["../evasion.xml", "/absolu.xml", "word\\document2.xml", "C:/x.xml", "word//x.xml", "word/./x.xml", "a\nb.xml"],
)
def test_un_nom_qui_sort_du_paquet_est_refuse(nom: str) -> None:
    with pytest.raises(PaquetRefuse, match="Le nom de partie"):
        Paquet.lire(zipper({**PARTIES, nom: b""}))


def test_un_nom_double_est_refuse_meme_a_la_casse_pres() -> None:
    with pytest.raises(PaquetRefuse, match="figure deux fois"):
        Paquet.lire(zipper({**PARTIES, "word/Document.xml": b"<b/>"}))


def test_un_fichier_chiffre_est_refuse() -> None:
    octets = bytearray(zipper(PARTIES))
    annuaire = octets.index(b"PK\1\2")
    octets[annuaire + 8] |= 1
    with pytest.raises(PaquetRefuse, match="est chiffrée"):
        Paquet.lire(bytes(octets))


def test_un_document_protege_par_mot_de_passe_est_explique() -> None:
    with pytest.raises(PaquetRefuse, match="mot de passe"):
        Paquet.lire(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))


def test_une_compression_que_word_ignore_est_refusee() -> None:
    with pytest.raises(PaquetRefuse, match="compression"):
        Paquet.lire(zipper(PARTIES, zipfile.ZIP_LZMA))


def test_une_bombe_annoncee_est_refusee_sans_etre_gonflee() -> None:
    with pytest.raises(PaquetRefuse, match="trop volumineux"):
        Paquet.lire(zipper({**PARTIES, "bombe.xml": bytes(65 * 1024 * 1024)}))


def test_une_bombe_qui_ment_sur_sa_taille_n_est_pas_gonflee_non_plus() -> None:
    octets = bytearray(zipper({**PARTIES, "bombe.xml": bytes(10_000_000)}))
    annuaire = octets.rindex(b"PK\1\2")
    struct.pack_into("<L", octets, annuaire + 24, 10)
    with pytest.raises(PaquetRefuse):
        Paquet.lire(bytes(octets))


def test_trop_de_parties() -> None:
    with pytest.raises(PaquetRefuse, match="2000 au plus"):
        Paquet.lire(zipper({**PARTIES, **{f"p{n}.xml": b"" for n in range(2000)}}))


@pytest.mark.parametrize("octets", [b"", b"bonjour", b"%PDF-1.4", b"PK\3\4", b"PK\5\6" + bytes(18)])
def test_ce_qui_n_est_pas_un_document_office(octets: bytes) -> None:
    with pytest.raises(PaquetRefuse, match="n’est pas un document Office"):
        Paquet.lire(octets)


@pytest.mark.parametrize(
    "types",
    [b"<Types", b'<!DOCTYPE t [<!ENTITY a "b">]><Types>&a;</Types>'],
    ids=["XML incomplet", "entités déclarées"],
)
def test_des_types_illisibles(types: bytes) -> None:
    with pytest.raises(PaquetRefuse, match="illisible"):
        Paquet.lire(zipper({**PARTIES, TYPES_DE_CONTENU: types}))


@given(st.data())
def test_un_paquet_abime_est_lu_ou_refuse_jamais_autre_chose(donnees: st.DataObject) -> None:
    octets = bytearray(zipper(PARTIES))
    for _ in range(donnees.draw(st.integers(1, 4))):
        octets[donnees.draw(st.integers(0, len(octets) - 1))] = donnees.draw(st.integers(0, 255))
    octets = octets[: donnees.draw(st.integers(len(octets) // 2, len(octets)))]
    with contextlib.suppress(PaquetRefuse):
        Paquet.lire(bytes(octets))


# --- Writing --------------------------------------------------------------------------------------------------------


def test_les_parties_dynamiques_viennent_apres_les_constantes_et_les_types_restent_en_tete() -> None:
    desordre = {"word/document.xml": b"<a/>", "media/logo.png": b"\x89PNG", TYPES_DE_CONTENU: TYPES}
    assembleur = Assembleur(Paquet.lire(zipper(desordre)), ["word/document.xml", "word/ajout.xml"])
    produit = relire(assembleur.assembler({"word/ajout.xml": b"<b/>", "word/document.xml": b"<c/>"}))
    assert produit == {
        TYPES_DE_CONTENU: TYPES,
        "media/logo.png": b"\x89PNG",
        "word/document.xml": b"<c/>",
        "word/ajout.xml": b"<b/>",
    }
    assert list(produit) == [TYPES_DE_CONTENU, "media/logo.png", "word/document.xml", "word/ajout.xml"]


def test_une_partie_remplacee_a_la_compilation_devient_constante() -> None:
    paquet = Paquet.lire(zipper(PARTIES)).avec({"autre.bin": b"!", "plus.xml": b"<p/>"})
    produit = relire(Assembleur(paquet, []).assembler({}))
    assert produit == {**PARTIES, "autre.bin": b"!", "plus.xml": b"<p/>"}
    assert paquet.types_de_contenu["plus.xml"] == "application/xml"


@pytest.mark.parametrize("parties", [{}, {"autre.bin": b"", "media/logo.png": b""}, {"inconnue": b""}])
def test_oublier_ou_ajouter_une_partie_est_une_erreur_de_programme(parties: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="expected parts"):
        Assembleur(Paquet.lire(zipper(PARTIES)), ["autre.bin"]).assembler(parties)


def test_les_types_de_contenu_ne_peuvent_pas_etre_dynamiques() -> None:
    with pytest.raises(ValueError, match="dynamic"):
        Assembleur(Paquet.lire(zipper(PARTIES)), [TYPES_DE_CONTENU])


def test_aucune_date_ne_se_voit_dans_le_fichier() -> None:
    produit = Assembleur(Paquet.lire(zipper(PARTIES)), ["autre.bin"]).assembler({"autre.bin": b"x"})
    with zipfile.ZipFile(io.BytesIO(produit)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_un_autre_outil_que_python_lit_le_fichier(tmp_path: Path) -> None:
    octets = modele_docx("Bonjour")
    paquet = Paquet.lire(octets)
    fichier = tmp_path / "produit.docx"
    dynamique = "word/document.xml"
    fichier.write_bytes(Assembleur(paquet, [dynamique]).assembler({dynamique: paquet.parties[dynamique]}))
    verdict = subprocess.run(["unzip", "-t", fichier], capture_output=True, text=True, check=False)
    assert verdict.returncode == 0, verdict.stdout
    assert "No errors detected" in verdict.stdout
    assert docx.Document(str(fichier)).paragraphs[0].text == "Bonjour"


@given(st.dictionaries(st.sampled_from(["a.xml", "é.xml", "media/b.bin"]), st.binary(max_size=3000)))
def test_ce_qui_est_ecrit_se_relit(dynamiques: dict[str, bytes]) -> None:
    produit = Assembleur(Paquet.lire(zipper(PARTIES)), dynamiques).assembler(dynamiques)
    assert relire(produit) == {**PARTIES, **dynamiques}
    assert dict(Paquet.lire(produit).parties) == {**PARTIES, **dynamiques}


def test_les_octets_comprimes_ne_changent_pas_d_une_machine_a_l_autre() -> None:
    # The same under emulation of other processors: see the comment in deflate.
    texte = "".join(f"<w:t>{n * n % 97} convention</w:t>" for n in range(3000)).encode()
    assert hashlib.sha256(deflate(texte)).hexdigest()[:16] == "d087506b3e561e31"


# --- The judges themselves ------------------------------------------------------------------------------------------


def test_les_juges_approuvent_un_document_sain() -> None:
    assert defauts_ooxml(modele_docx("Bonjour", tableau=[["a", "b"]])) == []


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("<w:body>", "<w:body><w:inconnu/>"),
        ("Bonjour", "Bon\x01jour"),
        ("</w:p>", ""),
        ("<w:r>", "texte perdu<w:r>"),
        ('w:type="auto"', 'w:type="largeur"'),
    ],
    ids=["élément inconnu", "caractère de contrôle", "paragraphe non fermé", "texte hors d'un run", "valeur inconnue"],
)
def test_les_juges_voient_un_document_abime(avant: str, apres: str) -> None:
    sain = modele_docx("Bonjour", tableau=[["a", "b"]])
    assert defauts_ooxml(retouche(sain, "word/document.xml", lambda xml: xml.replace(avant, apres, 1))) != []
