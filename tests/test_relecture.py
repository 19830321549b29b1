"""A convention comes home: what was changed in Word is told, with the article and what the dossier says."""

import pytest

from maia.generators.ooxml import PaquetRefuse
from maia.generators.relecture.ecarts import Importance
from tests.documents_word import (
    convention,
    dits,
    modifier,
    paragraphe,
    relire_seul,
    remplacer,
    sans_paragraphe,
)


def test_un_document_intact_n_a_rien_a_dire() -> None:
    retour = relire_seul(convention())
    assert (retour.ecarts, retour.traces, retour.fond) == ((), (), False)


def test_un_montant_change_se_lit_avec_ce_que_dit_le_dossier() -> None:
    assert dits(remplacer(convention(), "151\u202f667\u00a0€", "161\u202f667\u00a0€")) == [
        "Article 4 : « 151 667 € » est devenu « 161 667 € », dans « … à la somme de 161 667 € (cent cinquante et … » "
        "(le dossier dit « 151 667 € (cent cinquante et un mille six cent soixante-sept euros) »)"
    ]


def test_un_nom_change_se_lit_partout_ou_il_figure() -> None:
    change = modifier(convention(), lambda xml: xml.replace("gérontologique", "gériatrique"))
    ecarts = relire_seul(change).ecarts
    assert len(ecarts) >= 3
    assert all("«\u00a0gérontologique\u00a0» est devenu «\u00a0gériatrique\u00a0»" in e.message for e in ecarts)
    assert {e.importance for e in ecarts} == {Importance.FOND}
    assert all(e.valeur for e in ecarts)


def test_une_clause_supprimee() -> None:
    assert dits(sans_paragraphe(convention(), "remplir seul")) == [
        "Article 7 : clause supprimée : « Il s’engage à remplir seul ses obligations légales, réglementaires et "
        "conventionnelles d’employeur, vis-à-vis des personnels recrutés dans le cadre du dispositif MAIA. »"
    ]


def test_une_clause_ajoutee() -> None:
    def ajouter(xml: str) -> str:
        ancien = paragraphe(xml, "Ces documents attesteront")
        return xml.replace(ancien, f"{ancien}<w:p><w:r><w:t>Le porteur choisit ses prestataires.</w:t></w:r></w:p>")

    assert dits(modifier(convention(), ajouter)) == [
        "Article 5 : texte ajouté : « Le porteur choisit ses prestataires. »"
    ]


def test_un_mot_du_texte_officiel_change_montre_la_clause() -> None:
    (ecart,) = relire_seul(remplacer(convention(), "délai de deux mois", "délai de trois mois")).ecarts
    assert (ecart.lieu, ecart.importance, ecart.clause) == ("Article 8", Importance.FOND, True)
    assert "dans un délai de deux mois" in ecart.officiel


def test_les_pointilles_remplis_a_la_main_ne_sont_pas_du_fond() -> None:
    retour = relire_seul(remplacer(convention(), "." * 40, "30 avril 2012"))
    assert [e.importance for e in retour.ecarts] == [Importance.COMPLETE]
    assert not retour.fond


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("remplir seul ses", "remplir  seul\u00a0ses"),  # spaces
        ("l’ARS", "l'ARS"),  # quotes
        ("«\u00a0table de concertation stratégique\u00a0»", "“table de concertation stratégique”"),
        ("obligations légales, réglementaires", "obligations légales , réglementaires"),
    ],
)
def test_espaces_guillemets_et_apostrophes_ne_sont_rien(avant: str, apres: str) -> None:
    assert dits(remplacer(convention(), avant, apres)) == []


def test_la_ponctuation_et_la_casse_sont_de_la_forme() -> None:
    retouches = [("En sont exclues, notamment, les", "En sont exclues notamment les"), ("Le second", "LE SECOND")]
    for avant, apres in retouches:
        retour = relire_seul(remplacer(convention(), avant, apres))
        assert [e.importance for e in retour.ecarts][:1] == [Importance.FORME]
        assert not retour.fond


def test_couper_ou_joindre_des_paragraphes_ne_change_rien() -> None:
    coupe = remplacer(convention(), "Il correspond à", "</w:t></w:r></w:p><w:p><w:r><w:t>Il correspond à")
    assert dits(coupe) == []


def test_une_ligne_de_tableau_changee_ou_retiree() -> None:
    (dit,) = dits(remplacer(convention(), "79322", "79323"))
    assert "« 79322 » est devenu « 79323 »" in dit
    assert dit.startswith("Annexe 1 :")

    def retirer(xml: str) -> str:
        fin = xml.index("Le Tallud")
        debut, suite = xml.rfind("<w:tr>", 0, fin), xml.index("</w:tr>", fin) + len("</w:tr>")
        debut = max(debut, xml.rfind("<w:tr ", 0, fin))
        return xml[:debut] + xml[suite:]

    assert dits(modifier(convention(), retirer)) == [
        "Annexe 1 : ligne de tableau supprimée : « Parthenay | Le Tallud | 79322 »"
    ]


def test_le_suivi_des_modifications_se_lit_accepte_et_se_signale() -> None:
    suivi = (
        '</w:t></w:r><w:del w:id="900" w:author="Mme Durand" w:date="2012-05-02T10:00:00Z"><w:r><w:delText>deux'
        '</w:delText></w:r></w:del><w:ins w:id="901" w:author="Mme Durand" w:date="2012-05-02T10:00:00Z"><w:r>'
        '<w:t>six</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> mois'
    )
    retour = relire_seul(remplacer(convention(), "deux mois", suivi))
    assert [str(t).replace("\u00a0", " ") for t in retour.traces] == [
        "suppression suivie de Mme Durand du 2 mai 2012 : « deux »",
        "ajout suivi de Mme Durand du 2 mai 2012 : « six »",
    ]
    assert ["« deux »" in str(e).replace("\u00a0", " ") for e in retour.ecarts] == [True]


def test_un_texte_masque_compte_pour_supprime_et_se_signale() -> None:
    masque = "</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>seul </w:t></w:r><w:r><w:t>ses obligations"
    retour = relire_seul(remplacer(convention(), "seul ses obligations", masque))
    assert retour.fond
    assert [t.genre for t in retour.traces] == ["texte masqué"]


def test_une_zone_de_texte_ajoutee_se_voit() -> None:
    zone = (
        '</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>'
        "<w:r><w:t>Sauf accord contraire.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        '<w:r><w:t xml:space="preserve">Elle répond'
    )
    assert dits(remplacer(convention(), "Elle répond", zone)) == [
        "Article 3 : zone de texte ajoutée : « Sauf accord contraire. »"
    ]


def test_un_mot_remplace_partout_se_dit_partout_et_vite() -> None:
    change = modifier(convention(), lambda xml: xml.replace("la ", "une ").replace("le ", "un ").replace("de ", "du "))
    retour = relire_seul(change)
    assert len(retour.ecarts) > 100
    assert not any(e.entier for e in retour.ecarts if len(e.officiel) > 60)


def test_l_en_tete_de_page_compte_aussi() -> None:
    change = modifier(convention(), lambda xml: xml.replace("Gâtine", "Bocage"), "word/header1.xml")
    (dit,) = dits(change)
    assert dit.startswith("En-tête : « Gâtine » est devenu « Bocage »")


@pytest.mark.parametrize(
    ("piege", "motif"),
    [
        ('<!DOCTYPE w:document [<!ENTITY a "b">]><w:document', "DOCTYPE"),
        ("<w:document", "illisible"),
    ],
)
def test_un_document_hostile_est_refuse_en_une_phrase(piege: str, motif: str) -> None:
    octets = modifier(
        convention(), lambda xml: piege + xml.split("<w:document", 1)[1][: 200 if "ENT" not in piege else None]
    )
    with pytest.raises(PaquetRefuse, match=motif):
        relire_seul(octets)


def test_un_document_sans_fin_est_refuse() -> None:
    octets = modifier(convention(), lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:p/>" * 20_001, 1))
    with pytest.raises(PaquetRefuse, match="20000 au plus"):
        relire_seul(octets)
