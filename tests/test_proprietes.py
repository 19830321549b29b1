"""What a produced file says of itself: kept by LibreOffice, valid, deterministic, and altered only visibly."""

import base64
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maia.forms.campagne import campagne
from maia.forms.instruction import Instruction, Verdict
from maia.forms.ouverture import DossierLu, ouvrir
from maia.generators.budget import budget
from maia.generators.documents import Champs
from maia.generators.erreurs import ModeleRefuse
from maia.generators.ooxml import Assembleur, Paquet
from maia.generators.production import catalogue, modele_officiel, rendre
from maia.generators.proprietes import Origine, Tampon
from maia.generators.relecture.embarque import Embarque, lire_embarque
from maia.origine import origine
from tests.conventions import DOSSIER, champs, un_dossier, une_ars
from tests.documents_word import ORIGINE, annuelle, convention, modifier, relire_seul
from tests.juges.libreoffice import reenregistrer
from tests.juges.ooxml import defauts_ooxml

PARTIE = "docProps/custom.xml"
QUI_REVIENNENT = ("dossier-de-demande", "convention-annuelle", "convention-pluriannuelle")
SANS_RAPPORT = Instruction((), Verdict(complet=True, eligible=True, budget_conforme=True))


def embarque(octets: bytes) -> Embarque:
    lu = lire_embarque(Paquet.lire(octets))
    assert lu is not None
    return lu


def un_budget() -> bytes:
    return rendre(catalogue()["budget"], budget(un_dossier(), une_ars(), campagne()), origine=ORIGINE)


def test_la_convention_dit_d_ou_elle_vient() -> None:
    lu = embarque(convention())
    assert (lu.document, lu.fichier, lu.campagne, lu.regles) == (
        "convention-annuelle",
        "gatine.yaml",
        "2012",
        "maia 0.1.0, règles abc",
    )
    assert lu.source == DOSSIER.encode()
    assert lu.champs == champs().valeurs
    assert lu.alterations == ()


def test_le_budget_contient_le_dossier_mais_pas_ses_champs() -> None:
    lu = embarque(un_budget())
    assert (lu.document, lu.source, lu.champs) == ("budget", DOSSIER.encode(), None)


def test_sans_origine_rien_ne_s_ajoute() -> None:
    nu = rendre(annuelle(), champs())
    assert PARTIE not in Paquet.lire(nu).parties
    assert lire_embarque(Paquet.lire(nu)) is None


def test_aucune_propriete_ne_depasse_ce_que_word_garde() -> None:
    xml = Paquet.lire(convention()).parties[PARTIE].decode()
    valeurs = re.findall(r"<vt:lpwstr>(.*?)</vt:lpwstr>", xml)
    numeros = [int(n) for n in re.findall(r'pid="([0-9]+)"', xml)]
    assert max(map(len, valeurs)) <= 255
    assert numeros == list(range(2, len(numeros) + 2))


@pytest.mark.parametrize(("fabrique", "suffixe"), [(convention, ".docx"), (un_budget, ".xlsx")])
def test_les_juges_l_acceptent(fabrique: Callable[[], bytes], suffixe: str) -> None:
    assert defauts_ooxml(fabrique(), suffixe) == []


def test_libreoffice_garde_tout_et_la_relecture_n_y_voit_aucun_changement() -> None:
    remplis = {
        nom: catalogue()[nom].remplir(un_dossier(), une_ars(), campagne(), SANS_RAPPORT) for nom in QUI_REVIENNENT
    }
    produits = [rendre(catalogue()[nom], champs, origine=ORIGINE) for nom, champs in remplis.items()]
    for produit, relu in zip(produits, reenregistrer(produits, ".docx"), strict=True):
        assert relu != produit
        assert embarque(relu) == embarque(produit)
        assert relire_seul(relu).ecarts == ()
    (classeur,) = reenregistrer([un_budget()])
    assert embarque(classeur) == embarque(un_budget())


def test_deux_productions_donnent_les_memes_octets() -> None:
    autre = Origine(ORIGINE.fichier, ORIGINE.source, ORIGINE.campagne, ORIGINE.regles)
    assert rendre(annuelle(), champs(), origine=autre) == convention()


def test_le_fichier_s_ouvre_comme_avant() -> None:
    avec, sans = un_budget(), rendre(catalogue()["budget"], budget(un_dossier(), une_ars(), campagne()))
    assert [f.title for f in load_workbook(io.BytesIO(avec)).worksheets] == [
        f.title for f in load_workbook(io.BytesIO(sans)).worksheets
    ]
    with zipfile.ZipFile(io.BytesIO(avec)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == PARTIE


def test_une_donnee_retouchee_se_voit() -> None:
    def retoucher(xml: str) -> str:
        morceau = re.search(r'(?<=name="maia.source.01"><vt:lpwstr>)[^<]+', xml)
        assert morceau
        return xml.replace(morceau[0], base64.b64encode(b"autre chose").decode())

    assert embarque(modifier(convention(), retoucher, PARTIE)).alterations == (
        "le dossier embarqué dans le fichier est illisible ou incomplet",
    )

    def empreinte(xml: str) -> str:
        return re.sub(r'(?<=name="maia.champs.sha256"><vt:lpwstr>)[0-9a-f]{4}', "0000", xml)

    assert embarque(modifier(convention(), empreinte, PARTIE)).alterations == (
        "les valeurs embarquées dans le fichier ne correspondent plus à leur empreinte",
    )


def test_un_nom_de_fichier_etrange_ne_gate_pas_le_document() -> None:
    origine = Origine('a<b>&"\x01\udcff.yaml', b"a: b\n", "2012", "x" * 400)
    octets = rendre(annuelle(), champs(), origine=origine)
    assert embarque(octets).fichier == 'a<b>&"\ufffd\ufffd.yaml'
    assert defauts_ooxml(octets) == []


PROPRIETES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="Service"><vt:lpwstr>Autonomie &amp; âge'
    '</vt:lpwstr></property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="maia.document">'
    "<vt:lpwstr>ancien</vt:lpwstr></property></Properties>"
)


def modele_avec_proprietes(xml: str = PROPRIETES) -> bytes:
    """Our template where an author added a property of his own."""
    tampon, paquet = Tampon.preparer(modele_officiel("convention-annuelle.docx"))
    assert tampon.partie == PARTIE
    return Assembleur(paquet.avec({PARTIE: xml.encode()}), []).assembler({})


def test_les_proprietes_de_l_auteur_du_modele_restent() -> None:
    modeles = {"convention-annuelle.docx": modele_avec_proprietes()}
    octets = rendre(annuelle(), champs(), modeles=modeles, origine=ORIGINE)
    xml = Paquet.lire(octets).parties[PARTIE].decode()
    assert 'name="Service">' in xml
    assert "Autonomie &amp; âge" in xml
    assert embarque(octets).document == "convention-annuelle"
    assert defauts_ooxml(octets) == []


def test_une_balise_dans_les_proprietes_est_refusee() -> None:
    modeles = {"convention-annuelle.docx": modele_avec_proprietes(PROPRIETES.replace("Autonomie", "{{ service }}"))}
    with pytest.raises(ModeleRefuse, match=r"docProps/custom\.xml"):
        rendre(annuelle(), champs(), modeles=modeles, origine=ORIGINE)


def test_un_modele_du_lecteur_remplace_le_notre_par_son_nom() -> None:
    modele = modifier(modele_officiel("convention-annuelle.docx"), lambda xml: xml.replace("Préambule", "Exposé"))
    octets = rendre(annuelle(), champs(), modeles={"convention-annuelle.docx": modele, "autre.docx": b""})
    assert "Exposé" in Paquet.lire(octets).parties["word/document.xml"].decode()


def test_les_champs_d_un_document_refont_le_meme_document() -> None:
    """Each official Word document that comes home: its fields, kept in JSON, fill the template alike."""
    lus = 0
    for document in catalogue().values():
        if document.relisible and not document.annuel:
            remplis = document.remplir(un_dossier(), une_ars(), campagne(), SANS_RAPPORT)
            octets = rendre(document, remplis, origine=ORIGINE)
            champs_lus = embarque(octets).champs
            assert champs_lus is not None
            refait = rendre(document, Champs(dict(champs_lus)), origine=ORIGINE)
            assert Paquet.lire(refait).parties["word/document.xml"] == Paquet.lire(octets).parties["word/document.xml"]
            lus += 1
    assert lus >= 3


def test_les_courriers_de_l_ars_ne_contiennent_que_ce_qui_est_imprime() -> None:
    assert {
        d.nom for d in catalogue().values() if d.relisible and d.nom.startswith(("decision", "releve", "accuse"))
    } == set()


def test_le_nom_du_fichier_sans_son_dossier(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("formulaire: dossier de candidature\n", encoding="utf-8")
    lu = ouvrir(tmp_path / "d.yaml")
    assert isinstance(lu, DossierLu)
    faite = origine(lu, "/quelque/part/ma-campagne.yaml")
    assert (faite.fichier, faite.campagne) == ("d.yaml", "ma-campagne.yaml")
    assert re.fullmatch(r"maia [0-9.]+, règles [0-9a-f]{16}", faite.regles)
