"""How a deed names a body: articles for the porteurs of annexe I, none where nobody can tell."""

import pytest

from maia.generators.designations import avec_article, de_avec_article, defini, fonction, possessif


@pytest.mark.parametrize(
    ("nom", "sujet", "complement"),
    [
        ("Conseil général de l'Isère", "le Conseil général de l'Isère", "du Conseil général de l'Isère"),
        ("Association REGAIN", "l’Association REGAIN", "de l’Association REGAIN"),
        ("EHPAD « La Madeleine »", "l’EHPAD « La Madeleine »", "de l’EHPAD « La Madeleine »"),
        ("MDPH du Gers", "la MDPH du Gers", "de la MDPH du Gers"),
        ("Réseau de santé EchoSanté", "le Réseau de santé EchoSanté", "du Réseau de santé EchoSanté"),
        ("GCSMS de Morlaix", "le GCSMS de Morlaix", "du GCSMS de Morlaix"),
        ("Office Rémois des retraités", "l’Office Rémois des retraités", "de l’Office Rémois des retraités"),
        ("Hospices civils de Lyon", "les Hospices civils de Lyon", "des Hospices civils de Lyon"),
        ("Hôpitaux du Léman", "les Hôpitaux du Léman", "des Hôpitaux du Léman"),
        ("Fondation Aulagnier", "la Fondation Aulagnier", "de la Fondation Aulagnier"),
        ("ALLIAGE", "ALLIAGE", "d’ALLIAGE"),
        ("RSG4", "RSG4", "de RSG4"),
        ("Le Relais", "Le Relais", "du Relais"),
    ],
)
def test_un_organisme_prend_l_article_de_son_premier_mot(nom: str, sujet: str, complement: str) -> None:
    assert avec_article(nom) == sujet
    assert de_avec_article(nom) == complement


@pytest.mark.parametrize(
    ("qualite", "femme", "sien", "signe"),
    [
        ("président", False, "son président", "Le président"),
        ("Président", None, "son président", "Le président"),
        ("Présidente", None, "sa présidente", "La présidente"),
        ("président", True, "sa présidente", "La présidente"),
        ("Directrice générale", None, "sa directrice générale", "La directrice générale"),
        ("vice-président", True, "sa vice-présidente", "La vice-présidente"),
        ("maire", True, "sa maire", "La maire"),
        ("maire", None, "son maire", "Le maire"),
        ("administrateur", False, "son administrateur", "L’administrateur"),
        ("administratrice", None, "son administratrice", "L’administratrice"),
        ("président du conseil général", True, "sa présidente du conseil général", "La présidente du conseil général"),
    ],
)
def test_une_fonction_s_accorde_avec_la_personne(qualite: str, femme: bool | None, sien: str, signe: str) -> None:
    nom, feminin = fonction(qualite, femme=femme)
    assert possessif(nom, femme=feminin) == sien
    assert defini(nom, femme=feminin) == signe
