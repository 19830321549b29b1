"""A template edited in Word or Excel is checked at once: fields, tags, official clauses; and annotated."""

import io
import zipfile

import docx
import pytest

from maia.champs_modeles import champs_connus
from maia.generators.production import catalogue, modele_officiel
from maia.generators.relecture.annotation import annoter
from maia.generators.relecture.modeles import Anomalie, Niveau, verifier_classeur, verifier_word
from tests.documents_word import annuelle, modifier, partie, remplacer, sans_paragraphe
from tests.juges.libreoffice import reenregistrer
from tests.juges.ooxml import defauts_ooxml

NOM = "convention-annuelle.docx"


def modele() -> bytes:
    return modele_officiel(NOM)


def verifier(octets: bytes) -> list[Anomalie]:
    return verifier_word(octets, NOM, modele(), champs_connus(annuelle()), texte_officiel=True)


def fautes(octets: bytes) -> list[str]:
    return [a.message for a in verifier(octets) if a.niveau is Niveau.FAUTE]


def clauses(octets: bytes) -> list[str]:
    return [a.message.replace("\u00a0", " ") for a in verifier(octets) if a.niveau is Niveau.CLAUSE]


@pytest.mark.parametrize("nom", [n for n, d in catalogue().items() if d.format == "docx"])
def test_nos_modeles_word_sont_sans_reproche(nom: str) -> None:
    document = catalogue()[nom]
    octets = modele_officiel(document.modele)
    assert verifier_word(octets, nom, octets, champs_connus(document), texte_officiel=True) == []


def test_un_champ_inconnu_et_le_plus_proche() -> None:
    assert fautes(remplacer(modele(), "{{ ars.siret }}", "{{ ars.sirret }}")) == [
        "« ars.sirret » n’est pas un champ de ce document ; le plus proche : « ars.siret »"
    ]
    assert fautes(remplacer(modele(), "{{ l.commune }}", "{{ l.ville_commune }}")) == [
        "« territoire.ville_commune » n’est pas un champ de ce document ; le plus proche : « territoire.commune »"
    ]


def test_une_liste_inconnue_n_est_dite_qu_une_fois() -> None:
    assert fautes(remplacer(modele(), "in territoire %}", "in territoires %}")) == [
        "« territoires » n’est pas un champ de ce document ; le plus proche : « territoire »"
    ]


def test_une_liste_ou_un_bloc_ne_s_ecrivent_pas() -> None:
    (liste,) = fautes(remplacer(modele(), "{{ ars.siret }}", "{{ territoire }}"))
    assert liste.startswith("« territoire » est une liste : parcourez-la")
    (bloc,) = fautes(remplacer(modele(), "{{ ars.siret }}", "{{ banque }}"))
    assert bloc == "« banque » est un bloc ; ses champs : nom, code_banque, code_guichet, numero, cle, domiciliation"


def test_une_balise_decoupee_par_l_orthographe_de_word_reste_bonne() -> None:
    decoupee = (
        '{{ ars</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>.si</w:t></w:r>'
        '<w:proofErr w:type="spellEnd"/><w:r><w:t>ret }}'
    )
    assert verifier(remplacer(modele(), "{{ ars.siret }}", decoupee)) == []


def test_des_guillemets_courbes_dans_une_balise_sont_admis() -> None:
    octets = remplacer(modele(), "{{ ars.siret }}", "{{ ars.siret|default(“inconnu”) }}")
    assert verifier(octets) == []


@pytest.mark.parametrize(
    ("balise", "message"),
    [
        ("{{ ars.siret|default(«\u00a0?\u00a0») }}", "le signe « n’est pas admis dans une balise"),
        ("{%– if ars %}{% endif %}", "le signe – n’est pas admis dans une balise"),
        ("{{ ars.si\u200bret }}", "le signe \u200b n’est pas admis"),
        ("{{ ars.siret", "« {{ » isolé"),
        ("{{ ars.siret {{ ars.nom }}", "« {{ » isolé"),
        ("{ ars.siret }", "écrivez {{ ars.siret }}"),
        ("{ { ars.siret } }", "pas d’espace entre les deux signes"),
        ("{{ ars.siret * 2 }}", "« * » n’est pas admis"),
        ("{% for x in territoire %}", "n’est jamais refermé"),
        (
            '{{ ars</w:t></w:r><w:hyperlink w:anchor="a"><w:r><w:t>.siret }}</w:t></w:r></w:hyperlink><w:r><w:t>',
            "est coupée par un lien",
        ),
        (
            '{{ ars</w:t></w:r><w:ins w:id="9" w:author="A"><w:r><w:t>.siret }}</w:t></w:r></w:ins><w:r><w:t>',
            "est coupée par une modification suivie : effacez-la et retapez-la d’un trait, les modifications étant",
        ),
    ],
)
def test_une_balise_abimee(balise: str, message: str) -> None:
    anomalies = [a for a in verifier(remplacer(modele(), "{{ ars.siret }}", balise)) if a.niveau is Niveau.FAUTE]
    assert any(message in a.message for a in anomalies), anomalies
    assert all(a.situation for a in anomalies)


def test_toutes_les_fautes_se_disent_ensemble_dans_l_ordre() -> None:
    octets = modele()
    for avant, apres in [
        ("{{ porteur.siren }}", "{{ porteur.sirene }}"),
        ("{{ ars.siret }}", "{{ ars.siret"),
        ("{{ financement.total }}", "{{ financement.somme }}"),
    ]:
        octets = remplacer(octets, avant, apres)
    anomalies = [a for a in verifier(octets) if a.niveau is Niveau.FAUTE]
    assert len(anomalies) == 3
    assert [a.rang for a in anomalies] == sorted(a.rang or 0 for a in anomalies)
    assert [a.situation.split(",")[0] for a in anomalies] == ["paragraphe 5", "paragraphe 14", "paragraphe 66"]


def test_une_clause_absente_ou_changee_montre_le_texte_officiel() -> None:
    (absente,) = clauses(sans_paragraphe(modele(), "remplir seul"))
    assert absente.startswith("Article 7 : clause supprimée : « Il s’engage à remplir seul ses obligations légales")
    (changee,) = [a for a in verifier(remplacer(modele(), "deux mois", "un mois")) if a.niveau is Niveau.CLAUSE]
    assert "dans un délai de deux mois" in changee.officiel


def test_une_clause_ajoutee_n_est_qu_une_remarque() -> None:
    octets = remplacer(modele(), "<w:sectPr", "<w:p><w:r><w:t>Clause de l’ARS.</w:t></w:r></w:p><w:sectPr")
    assert [(a.niveau, "Clause de l’ARS." in a.message) for a in verifier(octets)] == [(Niveau.REMARQUE, True)]


def test_un_champ_sorti_de_sa_clause_se_dit() -> None:
    (clause,) = clauses(remplacer(modele(), "{{ financement.total }}", "150 000 euros"))
    assert "« {{ financement.total }} » est devenu « 150 000 euros »" in clause


def test_un_filtre_ou_un_en_tete_ne_touchent_pas_le_texte_officiel() -> None:
    octets = remplacer(modele(), "{{ ars.siret }}", "{{ ars.siret|upper }}")
    octets = modifier(octets, lambda xml: xml.replace("Convention MAIA", "Notre ARS"), "word/header1.xml")
    assert verifier(octets) == []


def test_le_texte_d_un_courrier_est_libre() -> None:
    document = next(d for d in catalogue().values() if d.format == "docx" and not d.officiel)
    officiel = modele_officiel(document.modele)
    edite = sans_paragraphe(officiel, next(m for m in ("Je vous", "J’accuse", "Vous ") if m in partie(officiel)))
    assert (
        verifier_word(edite, document.modele, officiel, champs_connus(document), texte_officiel=document.officiel) == []
    )


def test_un_fichier_qui_n_est_pas_un_modele() -> None:
    assert fautes(b"PK bonjour") != []
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
    assert fautes(tampon.getvalue()) == ["La partie « _rels/.rels » est absente ou illisible."]


@pytest.mark.parametrize("piege", ["{{" * 200_000, "{% if a " * 50_000, "{{ ars.siret }}" * 10_001])
def test_un_modele_fait_pour_nous_occuper_est_refuse(piege: str) -> None:
    assert fautes(remplacer(modele(), "{{ ars.siret }}", piege)) == ["cette partie a plus de 10000 balises"]


def test_des_balises_jamais_refermees_se_lisent_une_fois() -> None:
    assert fautes(remplacer(modele(), "{{ ars.siret }}", "{{" * 9_000)) == [
        "« {{ » isolé : une balise s’ouvre et se ferme dans le même paragraphe"
    ]


def test_une_partie_demesuree_est_refusee() -> None:
    octets = modifier(modele(), lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:p/>" * 1_000_001, 1))
    assert fautes(octets) == ["La partie « word/document.xml » est trop longue pour être lue."]


# --- Comments -------------------------------------------------------------------------------------------------------


def annote() -> bytes:
    octets = sans_paragraphe(remplacer(modele(), "{{ ars.siret }}", "{{ ars.sirret }}"), "remplir seul")
    return annoter(octets, [(a.rang, a.message) for a in verifier(octets)])


def test_la_version_annotee_porte_un_commentaire_a_chaque_endroit() -> None:
    document = docx.Document(io.BytesIO(annote()))
    commentaires = list(document.comments)
    assert [c.author for c in commentaires] == ["maia", "maia"]
    assert commentaires[0].text.startswith("« ars.sirret » n’est pas un champ")
    assert commentaires[1].text.replace("\u00a0", " ").startswith("Article 7 : clause supprimée")
    assert defauts_ooxml(annote()) == []


def test_libreoffice_montre_les_commentaires() -> None:
    (relu,) = reenregistrer([annote()], ".docx")
    assert [c.text[:14].replace("\u00a0", " ") for c in docx.Document(io.BytesIO(relu)).comments] == [
        "« ars.sirret »",
        "Article 7 : cl",
    ]


def test_les_commentaires_deja_presents_restent() -> None:
    deux = annoter(annote(), [(None, "encore"), (10_000, "et encore\nsur deux lignes")])
    textes = [c.text for c in docx.Document(io.BytesIO(deux)).comments]
    assert len(textes) == 4
    assert textes[2:] == ["encore", "et encore\nsur deux lignes"]
    assert defauts_ooxml(deux) == []


def test_annoter_deux_fois_donne_les_memes_octets() -> None:
    assert annote() == annote()


# --- Excel ----------------------------------------------------------------------------------------------------------


def test_le_classeur_officiel_est_sans_reproche() -> None:
    assert verifier_classeur(modele_officiel("budget.xlsx"), "budget.xlsx", modele_officiel("budget.xlsx")) == []


def test_un_nom_perdu_d_un_classeur() -> None:
    def retirer(xml: str) -> str:
        debut = xml.index('<definedName name="campagne_60"')
        return xml[:debut] + xml[xml.index("</definedName>", debut) + len("</definedName>") :]

    octets = modifier(modele_officiel("budget.xlsx"), retirer, "xl/workbook.xml")
    (anomalie,) = verifier_classeur(octets, "budget.xlsx", modele_officiel("budget.xlsx"))
    assert anomalie.message.startswith("le nom « campagne_60 » a disparu")


def test_un_blanc_inconnu_d_un_classeur() -> None:
    octets = modifier(
        modele_officiel("budget.xlsx"), lambda xml: xml.replace("{{ porteur }}", "{{ porteurs }}"), "docProps/core.xml"
    )
    messages = [a.message for a in verifier_classeur(octets, "budget.xlsx", modele_officiel("budget.xlsx"))]
    assert "le blanc « porteurs » n’est pas un champ de ce document ; le plus proche : « porteur »" in messages
