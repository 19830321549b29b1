"""The passages of the two texts: quoted word for word, told apart, complete, and true to the campaign's figures."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from num2words import num2words

from maia.forms.campagne import Campagne, campagne
from maia.forms.donnees import lire_donnees
from maia.forms.francais import MOIS, sans_accents
from maia.forms.passages import Passage, dans, decomposer, extraits, passage, passages, sections, titre
from tests.textes_officiels import cite, lignes, officiel, simple

DOCUMENTS = ("nomenclature.yaml", "pieces.yaml", "psi.yaml", "psi_mots.yaml", "territoires.yaml", "campagnes/2012.yaml")


# --- What stands in the file ------------------------------------------------------------------------------------------


def test_chaque_citation_est_dans_le_texte_officiel_mot_pour_mot() -> None:
    assert [p.id for p in passages() if not cite(p.texte, officiel(p.id.split()[0]))] == []


def test_une_citation_inexacte_serait_vue() -> None:
    texte = officiel("CIRC")
    assert cite("La date limite de réception des dossiers est fixée au 15 mars 2012.", texte)
    assert not cite("La date limite de réception des dossiers est fixée au 16 mars 2012.", texte)
    assert cite("En année pleine, le montant plafond […] 220 000 €", texte)
    assert not cite("220 000 € si le projet […] En année pleine, le montant plafond", texte)


def test_un_passage_porte_le_nom_de_sa_section() -> None:
    assert [p.id for p in passages() if not re.fullmatch(rf"{re.escape(p.section)}([ ,].+)?", p.id)] == []
    assert len(passages()) == sum(len(section.passages) for section in sections().values())


def test_une_citation_est_courte_et_de_typographie_francaise() -> None:
    assert [p.id for p in passages() if len(p.texte) > 300] == []
    fautifs = [p.id for p in passages() if re.search(r"['\u00a0\u202f]|\.\.\.", p.id + p.texte + p.demande)]
    assert fautifs == []


def test_ce_qu_un_dossier_ne_montre_pas_dit_pourquoi() -> None:
    muets = [p.id for p in passages() if not p.verifiable and not (p.pourquoi or p.comme)]
    bavards = [p.id for p in passages() if p.verifiable and p.pourquoi]
    assert (muets, bavards) == ([], [])


def test_ce_qui_ne_demande_rien_n_est_pas_a_verifier() -> None:
    assert [p.id for p in passages() if p.demande == "rien à vérifier" and p.verifiable] == []
    assert [p.id for p in passages() if p.qui == "contexte" and p.verifiable] == []


def test_un_passage_qui_repete_un_autre_dit_lequel() -> None:
    repetes = {p.id: passage(p.comme) for p in passages() if p.comme}
    assert repetes["CIRC §4 al. 2"] == passage("CIRC §1.2.1 al. 4, date limite")
    # The other passage exists, is itself checkable, and is not in turn a repetition.
    assert [nom for nom, autre in repetes.items() if autre is None or autre.comme or not autre.verifiable] == []


# --- Nothing of the texts is left out ---------------------------------------------------------------------------------


def titres(sigle: str) -> Iterator[str]:
    """The headings of a text, as sections are named: numbered paragraphs, annexes, articles of the conventions."""
    annexe = ""
    for ligne in map(simple, lignes(sigle)):
        if trouve := re.match(r"A ?N ?N ?E ?X ?E ([IVX ]+(?:-\d)?)$", ligne):
            annexe = f" annexe {trouve[1].replace(' ', '')}"
            yield f"{sigle}{annexe}"
        # A numbered line that ends in a full stop is an item of a list.
        elif annexe in ("", " annexe VIII-2") and (trouve := re.match(r"(\d(?:\.\d)*)\. .*[^.]$", ligne)):
            yield f"{sigle}{annexe} §{trouve[1]}"
        elif annexe.startswith(" annexe V-") and (trouve := re.match(r"(Article|ANNEXE) (\d+)", ligne)):
            yield f"{sigle}{annexe}, {trouve[1].lower()} {trouve[2]}"


@pytest.mark.parametrize(
    ("sigle", "nombre", "exemple"), [("CIRC", 50, "CIRC annexe V-2, article 10"), ("CDC", 26, "CDC §4.3")]
)
def test_chaque_titre_des_textes_est_une_section(sigle: str, nombre: int, exemple: str) -> None:
    trouves = set(titres(sigle))
    assert exemple in trouves
    assert len(trouves) >= nombre
    assert trouves - set(sections()) == set()


def test_chaque_section_a_des_passages_ou_des_parties() -> None:
    assert [nom for nom in sections() if not dans(nom)] == []


MONTANT = r"\d[\d ,]*(?:€|millions? d'euros|euros|pages)"
DATE = rf"\d{{1,2}}(?:er)? (?:{'|'.join(MOIS)})(?: 201[2-9])?\b(?! \d)"
DUREE = r"\b(?:un|deux|trois|quatre|six|onze|dix-huit|trente-six) mois"
# What a text says of itself: when it was signed and approved.
DU_TEXTE = {"10 janvier 2012", "13 janvier 2012"}


@pytest.mark.parametrize("sigle", ["CIRC", "CDC"])
def test_chaque_montant_chaque_date_chaque_duree_des_textes_est_dans_un_passage(sigle: str) -> None:
    chiffres = set(re.findall(f"{MONTANT}|{DATE}|{DUREE}", officiel(sigle))) - DU_TEXTE
    cites = " | ".join(simple(p.texte) for p in passages() if p.id.startswith(sigle))
    assert {"CIRC": "280 000 €", "CDC": "dix-huit mois"}[sigle] in chiffres
    assert [chiffre for chiffre in sorted(chiffres) if chiffre not in cites] == []


# --- How a source is written ------------------------------------------------------------------------------------------


def test_un_passage_par_son_nom() -> None:
    plafond = passage("CIRC §2.2 al. 2")
    assert plafond is not None
    assert "280 000 € si le projet prévoit trois gestionnaires de cas" in plafond.texte
    assert (plafond.qui, plafond.verifiable, titre(plafond.id)) == ("porteur", True, "Le financement")


def test_l_apostrophe_du_clavier_vaut_celle_de_l_imprimeur() -> None:
    assert passage("CIRC annexe III, rapport d'activité") == passage("CIRC annexe III, rapport d’activité") is not None


def noms(trouves: list[Passage]) -> list[str]:
    return [p.id for p in trouves]


def test_une_section_contient_ses_passages_et_ceux_de_ses_parties() -> None:
    assert noms(dans("CIRC §1.2.4")) == [
        "CIRC §1.2.4 al. 1, décision",
        "CIRC §1.2.4 al. 1, information",
        "CIRC §1.2.4 al. 2",
    ]
    assert "CIRC §1.2.4 al. 2" in noms(dans("CIRC §1"))
    assert passage("CIRC §1.2") is None


@pytest.mark.parametrize(
    ("section", "autre"),
    [
        ("CIRC §4 al. 1", "CIRC §4 al. 10"),
        ("CIRC annexe V", "CIRC annexe VI"),
        ("CIRC annexe I", "CIRC annexe II, tableau"),
        ("CIRC annexe V-1, article 1", "CIRC annexe V-1, article 10"),
    ],
)
def test_un_nom_qui_commence_de_meme_n_est_pas_une_partie(section: str, autre: str) -> None:
    assert autre in noms(passages())
    assert dans(section) != []
    assert autre not in noms(dans(section))


@pytest.mark.parametrize(
    ("source", "parties"),
    [
        ("CIRC §1.2 et §4", ["CIRC §1.2", "CIRC §4"]),
        ("CIRC §2.2, CDC §2.2 et §3.3", ["CIRC §2.2", "CDC §2.2", "CDC §3.3"]),
        ("CIRC annexe V-1, articles 1, 5 et 6", [f"CIRC annexe V-1, article {n}" for n in (1, 5, 6)]),
        ("CIRC annexe V-2, annexes 2 et 3", ["CIRC annexe V-2, annexe 2", "CIRC annexe V-2, annexe 3"]),
        ("CIRC §2.2 al. 6, dépenses; CDC §3.3", ["CIRC §2.2 al. 6, dépenses", "CDC §3.3"]),
        ("CIRC annexe IV, liste des pièces", ["CIRC annexe IV, liste des pièces"]),
    ],
)
def test_une_source_peut_en_enumerer_plusieurs(source: str, parties: list[str]) -> None:
    assert decomposer(source) == parties
    assert all(dans(partie) for partie in parties)


def test_ce_qui_n_est_pas_une_source_ne_contient_rien() -> None:
    assert dans("CIRC §9.9") == dans("usage") == dans("") == []
    assert (passage("usage"), titre("usage")) == (None, None)


def test_on_cite_le_passage_nomme() -> None:
    assert noms(extraits("CIRC §2.2 al. 2")) == ["CIRC §2.2 al. 2"]
    assert noms(extraits("CIRC annexe III, note")) == ["CIRC annexe III, note"]


def test_on_cite_dans_une_section_ce_que_la_regle_cite_elle_meme() -> None:
    regle = "Le tableau est complet. « Un tableau récapitulatif liste ces documents, […] et les partenaires engagés. »"
    assert noms(extraits("CIRC annexe III", regle)) == ["CIRC annexe III, tableau récapitulatif"]
    assert extraits("CIRC annexe III", "La note est jointe : « note » sous « pieces ».") == []


# --- The data files cite passages that exist --------------------------------------------------------------------------


def sources(donnee: Any) -> Iterator[str]:
    """Every `source` of a data file."""
    if isinstance(donnee, dict):
        yield from (v for cle, v in donnee.items() if cle == "source")
        yield from (s for v in donnee.values() for s in sources(v))


@pytest.mark.parametrize("fichier", DOCUMENTS)
def test_les_sources_des_donnees_sont_des_passages(fichier: str) -> None:
    citees = list(sources(lire_donnees(fichier)))
    assert citees != []
    assert [s for s in citees if not all(dans(partie) for partie in decomposer(s))] == []


# --- The campaign's figures are those of the texts --------------------------------------------------------------------


def ecritures(valeur: Any) -> str:
    """How the texts write a figure, as a pattern: 280 000, onze, quarantaine; 15 mars 2012, Mai-juin-juillet."""
    if isinstance(valeur, date):
        jour, mois = "1er" if valeur.day == 1 else str(valeur.day), MOIS[valeur.month - 1]
        # The calendar gives only the month of a period; its first and last days are ours.
        entier = rf"|(?<!\d )(?<!1er ){mois}" if jour in ("1er", "31") else ""
        return rf"{jour} {mois} (?:{valeur.year}|au plus tard|de l.année){entier}|au {jour} {mois}|le {jour} {mois}\."
    if valeur == 1:
        return "un poste|temps plein"
    lettres = num2words(valeur, lang="fr")
    return f"{lettres}|{lettres[:-1]}aine" + (rf"|{valeur}|{valeur:,}".replace(",", " ") if valeur >= 20 else "")


def chiffres(bloc: Any, source: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure of the campaign with the source of the block that holds it."""
    if isinstance(bloc, Campagne):
        bloc = {nom: getattr(bloc, nom) for nom in type(bloc).model_fields if nom != "enveloppe"}
    elif hasattr(type(bloc), "model_fields"):
        bloc = dict(bloc)
    if isinstance(bloc, dict):
        source = bloc.get("source", source)
        yield from (couple for valeur in bloc.values() for couple in chiffres(valeur, source))
        yield from ((source, cle) for cle in bloc if isinstance(cle, int))
    elif isinstance(bloc, int | Decimal | date) and not isinstance(bloc, bool) and source:
        yield source, bloc


def texte_de(source: str) -> str:
    return simple(" | ".join(p.texte for p in dans(source))).casefold()


def dit(source: str, valeur: Any) -> bool:
    """Whether the passages of this source write this figure, as a whole word."""
    return re.search(rf"(?<!\w)(?:{ecritures(valeur)})(?!\w| \d)", texte_de(source)) is not None


def test_chaque_chiffre_de_la_campagne_est_dans_le_passage_qu_elle_cite() -> None:
    releves = list(chiffres(campagne("2012")))
    assert ("CIRC annexe III", 30) in releves
    assert len(releves) > 30
    assert [(source, valeur) for source, valeur in releves if not dit(source, valeur)] == []


@pytest.mark.parametrize(
    ("source", "juste", "faux"),
    [
        ("CIRC §2.2", 280_000, 280_001),
        ("CIRC §2.2", 11, 12),
        ("CIRC annexe III", 30, 31),
        ("CIRC §1.2 et §4", date(2012, 3, 15), date(2012, 3, 16)),
        ("CIRC §1.2 et §4", date(2012, 5, 1), date(2012, 8, 1)),
        ("CIRC annexe V-1, articles 1, 5 et 6", date(2013, 5, 30), date(2012, 5, 30)),
        ("CDC §3.3", 40, 50),
        ("CDC §3.3", 2, 3),
    ],
)
def test_un_chiffre_faux_ne_serait_pas_trouve(source: str, juste: Any, faux: Any) -> None:
    assert (dit(source, juste), dit(source, faux)) == (True, False)


@pytest.mark.parametrize("region", campagne("2012").enveloppe.regions)
def test_l_enveloppe_de_chaque_region_est_sa_ligne_du_tableau(region: str) -> None:
    enveloppe = campagne("2012").enveloppe
    nombres = enveloppe.regions[region]
    ligne = [str(nombres[colonne]) for colonne in enveloppe.colonnes if colonne in nombres]
    trouve = passage(f"CIRC annexe II, {region}")
    assert trouve is not None
    assert trouve.texte == " ".join([region.replace("'", "’"), *ligne, str(sum(nombres.values()))])
    assert sans_accents(region) in sans_accents(officiel("CIRC"))


def test_la_ligne_total_du_tableau_est_la_somme_des_regions() -> None:
    enveloppe = campagne("2012").enveloppe
    sommes = [sum(nombres.get(colonne, 0) for nombres in enveloppe.regions.values()) for colonne in enveloppe.colonnes]
    total = passage("CIRC annexe II, total")
    assert total is not None
    assert total.texte == f"Total {sommes[0]} {sommes[1]} {sum(sommes)}"
