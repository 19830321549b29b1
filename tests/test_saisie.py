"""From the file to the model: every fault of writing told once, at its place, and the rest read all the same."""

import ast
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser
from maia.forms.modele import Modele
from maia.forms.pieces import ListeDePieces
from maia.forms.psi import Psi
from maia.forms.saisie import MESSAGES, Faute, lire_modele
from tests.depot import fichiers_python, lire

MODELES: tuple[type[Any], ...] = (Dossier, Ars, Psi, Campagne, ListeDePieces)


def saisir(texte: str, modele: type[Any] = Dossier) -> Any:
    lecture = analyser(texte.encode(), "dossier.yaml")
    assert isinstance(lecture, Lecture), lecture
    return lire_modele(lecture, modele)


def fautes(texte: str, modele: type[Any] = Dossier) -> list[tuple[str, str]]:
    """Kind and path of each fault, in the order told."""
    return [(f.genre, ".".join(map(str, f.chemin))) for f in saisir(texte, modele).fautes]


def la_faute(texte: str) -> Faute:
    fautes: tuple[Faute, ...] = saisir(texte).fautes
    (faute,) = fautes
    return faute


# --- One fault doesn't hide the others ------------------------------------------------------------------------------


def test_toutes_les_fautes_sont_dites_dans_l_ordre_du_fichier_et_le_reste_est_lu() -> None:
    saisie = saisir("""\
porteur:
  sigle: AGG
  siret: 123 456 728 00002
demande: {montant: douze, annee_pleine: 280 000}
effectifs:
  - {poste: pilote, etp: un}
  - poste: GC n°1
    etp: 1
    brut: 20 000,50
porteurs: x
""")
    assert [(f.genre, f.chemin[-1]) for f in saisie.fautes] == [
        ("siret_inverse", "siret"),
        ("montant", "montant"),
        ("etp", "etp"),
        ("montant_centimes", "brut"),
        ("extra_forbidden", "porteurs"),
    ]
    d = saisie.valeur
    assert d is not None
    assert (d.porteur.sigle, d.porteur.siret) == ("AGG", None)
    assert (d.demande.montant, d.demande.annee_pleine) == (None, 280_000)
    assert [(e.poste, e.etp, e.brut) for e in d.effectifs] == [("pilote", None, None), ("GC n°1", 1, None)]


def test_un_element_de_liste_illisible_ne_decale_pas_les_suivants() -> None:
    saisie = saisir("effectifs:\n  - pilote à temps plein\n  - {poste: GC n°1}\n")
    assert [(f.genre, f.chemin) for f in saisie.fautes] == [("model_type", ("effectifs", 0))]
    assert [e.poste for e in saisie.valeur.effectifs] == [None, "GC n°1"]


def test_une_faute_sous_un_financeur_garde_les_autres_lignes_du_compte_74() -> None:
    saisie = saisir("""\
budget:
  produits:
    74:
      - {financeur: ARS, montant: 151 667, statut: Z}
      - {financeur: Département, montant: 12 k€}
      - {financeur: MSA, montant: 5 000, statut: attendue}
""")
    assert [f.chemin for f in saisie.fautes] == [
        ("budget", "produits", "74", 0, "statut"),
        ("budget", "produits", "74", 1, "montant"),
    ]
    assert [(f.financeur, f.montant, f.statut) for f in saisie.valeur.budget.financeurs] == [
        ("ARS", 151_667, None),
        ("Département", None, None),
        ("MSA", 5_000, "T"),
    ]


@pytest.mark.parametrize("texte", ["- a\n- b\n", "bonjour\n", "''\n"])
def test_une_racine_qui_n_est_pas_un_bloc_est_une_seule_faute(texte: str) -> None:
    assert [fautes(texte, modele) for modele in (Dossier, Ars, Psi, Campagne)] == [[("model_type", "")]] * 4


# --- Nothing written is nothing wrong -------------------------------------------------------------------------------


def test_un_squelette_vide_n_a_pas_de_faute() -> None:
    squelette = "".join(f"{nom}:\n" for nom in Dossier.model_fields)
    assert saisir(squelette).fautes == ()
    assert saisir(squelette).valeur == Dossier()


def test_un_squelette_a_moitie_rempli_non_plus() -> None:
    saisie = saisir(
        "porteur:\n  sigle:\n  siege:\nbudget:\n  charges:\n    60:\n    61: {Assurance: }\nrepresentants:\n  - nom:\n"
    )
    assert saisie.fautes == ()
    assert len(saisie.valeur.representants) == 1


def test_un_texte_vide_entre_guillemets_est_signale() -> None:
    assert fautes("porteur: {sigle: ''}") == [("texte_vide", "porteur.sigle")]


# --- Unknown fields -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "chemin", "propose"),
    [
        ("porteur: {raison_social: AGG}", "porteur.raison_social", "raison_sociale"),
        ("porteur: {Raison sociale: AGG}", "porteur.Raison sociale", "raison_sociale"),
        ("attestation: {signé: oui}", "attestation.signé", "signee"),
        ("effectifs: [{ept: 1}]", "effectifs.0.ept", "etp"),
        ("budget: {produits: {74: [{finaceur: ARS}]}}", "budget.produits.74.0.finaceur", "financeur"),
        ("annee_pleine: {budget: {charge: {60: 5}}}", "annee_pleine.budget.charge", "charges"),
        ("pieces: {engagements: [{fichiers: a.pdf}]}", "pieces.engagements.0.fichiers", "fichier"),
        ("territoire: {cantons: [{nom: a, comune: b}]}", "territoire.cantons.0.comune", "communes"),
    ],
)
def test_un_champ_inconnu_propose_le_plus_proche(texte: str, chemin: str, propose: str) -> None:
    trouvees = {".".join(map(str, f.chemin)): f for f in saisir(texte).fautes}
    assert trouvees[chemin].genre == "extra_forbidden"
    assert trouvees[chemin].remede == f"Vouliez-vous écrire « {propose} » ?"


def test_un_champ_inconnu_sans_voisin_enumere_les_possibles() -> None:
    assert la_faute("banque: {xyz: 1}").remede == (
        "Champs possibles : banque, cle, code_banque, code_guichet, compte, domiciliation ou iban."
    )


def test_la_place_d_un_champ_inconnu_est_celle_de_son_nom() -> None:
    saisie = saisir("porteur:\n  sigle: AGG\n  raison_social: x\n")
    assert saisie.lecture.position_cle(saisie.fautes[0].chemin)[:2] == (3, 3)


# --- The comma between braces ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "valeur", "colonne"),
    [
        ("demande: {montant: 151 667,50}", "50", 28),
        ("demande: {montant: 151 667,50 €, annee_pleine: 5}", "50 €", 28),
        ("porteur: {siege: {adresse: 4, place du Drapeau, commune: Parthenay}}", "place du Drapeau", 31),
        ("budget: {charges: {60: {Achats: 2 400,50}}}", "50", 39),
    ],
)
def test_la_virgule_qui_coupe_une_valeur_entre_accolades_est_expliquee(texte: str, valeur: str, colonne: int) -> None:
    saisie = saisir(texte)
    (faute,) = saisie.fautes
    assert faute.genre == "virgule_accolades"
    assert faute.message.startswith(f"« {valeur} » est lu comme un champ à part")
    assert saisie.lecture.position(faute.chemin)[:2] == (1, colonne)


def test_un_champ_inconnu_laisse_vide_sans_accolades_n_est_pas_une_virgule() -> None:
    assert fautes("porteur:\n  siegle:\n") == [("extra_forbidden", "porteur.siegle")]


# --- Required fields of a campaign ----------------------------------------------------------------------------------


def test_un_champ_obligatoire_manquant_est_dit_une_fois() -> None:
    assert fautes("note: {libelle: note, rang: 1}", ListeDePieces) == [("missing", "note")] * 4
    assert {f.message for f in saisir("note: {libelle: note, rang: 1}", ListeDePieces).fautes} == {
        f"Le champ « {champ} » manque." for champ in ("demandee", "type", "source", "remede")
    }


def test_une_valeur_fautive_n_est_pas_en_plus_un_champ_manquant() -> None:
    piece = "note: {libelle: note, rang: un, demandee: toujours, type: fichier, source: s, remede: r}"
    assert fautes(piece, ListeDePieces) == [("entier", "note.rang")]


# --- Messages -------------------------------------------------------------------------------------------------------

# Every kind of fault, in the smallest file that shows it.
EXEMPLES: dict[str, tuple[str, type[Any]]] = {
    "extra_forbidden": ("sigle: x", Dossier),
    "virgule_accolades": ("demande: {montant: 5,50}", Dossier),
    "missing": ("note: {}", ListeDePieces),
    "model_type": ("porteur: x", Dossier),
    "dict_type": ("budget: {charges: [a]}", Dossier),
    "list_type": ("effectifs: x", Dossier),
    "too_long": (f"commission: {{evaluateurs: [{'{nom: A}, ' * 61}]}}", Ars),
    "too_short": ("regimes: {CNSA: {plafonds_annee_pleine: {}}}", Campagne),
    "greater_than_equal": ("secret_statistique: {seuil: 2}", Campagne),
    "texte_attendu": ("region: [a]", Dossier),
    "texte_vide": ("region: ''", Dossier),
    "caractere_interdit": ("region: \u200b", Dossier),
    "choix": ("porteur: {nature: x}", Dossier),
    "montant": ("demande: {montant: x}", Dossier),
    "montant_espaces": ("demande: {montant: 151 67}", Dossier),
    "montant_centimes": ("demande: {montant: 5.50}", Dossier),
    "entier": ("campagne: x", Dossier),
    "etp": ("effectifs: [{etp: x}]", Dossier),
    "date": ("recu_le: x", Dossier),
    "date_impossible": ("recu_le: 30/02/2012", Dossier),
    "heure": ("recu_le: 15/03/2012 25:00", Dossier),
    "oui_non": ("attestation: {signee: x}", Dossier),
    "telephone": ("personne_chargee: {telephone: x}", Dossier),
    "courriel": ("personne_chargee: {courriel: x}", Dossier),
    "code_postal": ("porteur: {siege: {code_postal: x}}", Dossier),
    "code_postal_zero": ("porteur: {siege: {code_postal: 1000}}", Dossier),
    "departement": ("departement: x", Dossier),
    "departement_zero": ("departement: 1", Dossier),
    "siret_forme": ("porteur: {siret: x}", Dossier),
    "siret_longueur": ("porteur: {siret: 12}", Dossier),
    "siret_inverse": ("porteur: {siret: 12345672800002}", Dossier),
    "siret_cle": ("porteur: {siret: 12345678200003}", Dossier),
    "siren_forme": ("porteur: {siren: x}", Dossier),
    "siren_longueur": ("porteur: {siren: 12}", Dossier),
    "siren_inverse": ("porteur: {siren: 213456782}", Dossier),
    "siren_cle": ("porteur: {siren: 123456784}", Dossier),
    "iban": ("banque: {iban: x}", Dossier),
    "rib_forme": ("banque: {cle: x}", Dossier),
    "cause_proche": ("besoins_non_combles: [{cause: pas de place}]", Psi),
    "cause_double": ("besoins_non_combles: [{cause: La personne refuse et liste d'attente}]", Psi),
    "rib_cle": ("banque: {code_banque: 20041, code_guichet: 01005, compte: 0500013M026, cle: 07}", Dossier),
}


@pytest.mark.parametrize("genre", sorted(MESSAGES))
def test_chaque_message_a_son_exemple(genre: str) -> None:
    trouvees = {f.genre: f for f in saisir(*EXEMPLES[genre]).fautes}
    assert genre in trouvees
    for phrase in (trouvees[genre].message, trouvees[genre].remede):
        assert phrase.endswith((".", "?", ". »"))
        assert "{" not in phrase.replace("{montant", "")


def test_chaque_genre_de_faute_leve_par_un_type_a_son_message() -> None:
    leves = {
        genre.value
        for fichier in fichiers_python("forms")
        for noeud in ast.walk(ast.parse(lire(fichier)))
        if isinstance(noeud, ast.Call)
        and ast.unparse(noeud.func) in ("_refuser", "PydanticCustomError")
        and fichier != "forms/lecture.py"
        for genre in (
            [noeud.args[0].body, noeud.args[0].orelse] if isinstance(noeud.args[0], ast.IfExp) else noeud.args[:1]
        )
        if isinstance(genre, ast.Constant)
    }
    assert {"montant", "rib_cle", "choix"} <= leves <= set(MESSAGES)


@pytest.mark.parametrize("ecrit", ["\\e[31mrouge", "x" * 100_000, "a\\nb"])
def test_une_valeur_citee_est_courte_et_sans_danger_pour_un_terminal(ecrit: str) -> None:
    for texte in (f'porteur: {{nature: "{ecrit}"}}', f'banque: {{code_banque: "{ecrit}"}}'):
        faute = la_faute(texte)
        assert len(faute.message) < 200
        assert faute.message.isprintable() or set(faute.message) & {"\u00a0", "\u202f"}
        assert "\x1b" not in faute.message
        assert "\n" not in faute.message


def champs(modele: type[BaseModel] = Modele) -> set[str]:
    return set(modele.model_fields).union(*(champs(bloc) for bloc in modele.__subclasses__()))


@pytest.mark.parametrize("modele", MODELES)
@pytest.mark.parametrize("ecrit", ["x", "[x]", "[[x]]", "{x: y}", "{x: {y: z}}", "[{x: y}]", "''"])
def test_quel_que_soit_le_champ_une_valeur_d_une_autre_forme_s_explique(modele: type[Any], ecrit: str) -> None:
    """Every kind of fault that a field may raise has its French sentence: a kind without one would raise here."""
    for nom in champs():
        assert all(f.message for f in saisir(f"{nom}: {ecrit}", modele).fautes)


NOMS = st.sampled_from(sorted(champs() | {"60", "74", "50", "total"}))
TEXTES = st.none() | st.sampled_from(["oui", "5", "12 500", "5,5", "x", "", "15/03/2012", "A", "\u200b", "2012"])
VALEURS = st.recursive(TEXTES, lambda v: st.lists(v, max_size=3) | st.dictionaries(NOMS, v, max_size=6), max_leaves=25)


@given(st.sampled_from(MODELES), st.dictionaries(NOMS, VALEURS, max_size=8))
def test_quoi_qu_on_ecrive_une_saisie_revient_avec_des_phrases(modele: type[Any], bloc: dict[str, Any]) -> None:
    saisie = saisir(yaml.safe_dump(bloc, allow_unicode=True, sort_keys=False), modele)
    assert all(f.message and f.remede for f in saisie.fautes)
    assert saisie.valeur is not None or modele is Campagne
