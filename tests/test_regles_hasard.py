"""Any valid dossier passes; one thing spoiled in any of them is caught by the rule made for it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.campagne import campagne
from maia.forms.constat import Gravite
from maia.forms.pieces import ListeDePieces, catalogue
from maia.validators.catalogue import regles
from maia.validators.rapport import verifier
from tests.dossiers import copie, ouvrir
from tests.dossiers_hasard import PRIVEES, Arbre, valides

Gate = Callable[[Arbre], Any]
BLOQUANTES = {r.id for r in regles() if r.gravite is Gravite.BLOQUANT}


def bloquants(arbre: Arbre, fichiers: dict[str, str] | None = None, locales: Arbre | None = None) -> set[str]:
    """The blocking rules that a dossier breaks."""
    pieces = catalogue().avec(ListeDePieces.model_validate(locales).root) if locales else None
    lu = ouvrir(arbre, fichiers, pieces)
    return {c.regle for c in verifier(lu.dossier, campagne(), lu.lecture).constats if c.gravite is Gravite.BLOQUANT}


# --- One way to break each blocking rule, whatever the dossier ---------------------------------------------------------


def association(arbre: Arbre) -> Arbre:
    """Make the porteur an association, with the five pieces it must join."""
    arbre["porteur"] |= {"nature": "association", "association": {"portee": "locale"}}
    arbre["porteur"].pop("statut", None)
    arbre["pieces"] |= {cle: f"pieces/{cle}.pdf" for cle in PRIVEES}
    return arbre


def sans(piece: str) -> Gate:
    """An association that does not join this piece."""
    return lambda d: association(d)["pieces"].pop(piece)


def sans_commissaire(d: Arbre) -> None:
    sans("rapport_commissaire")(d)
    d["budget"]["produits"]["74"].append({"financeur": "Région", "montant": "153 001", "statut": "A"})


def un_seul_champ(d: Arbre) -> None:
    d["porteur"]["nature"] = "autre"
    d["pieces"]["engagements"] = [
        {"partenaire": "CHU", "champ": "sanitaire", "nature": "lettre", "fichier": "pieces/chu.pdf"}
    ]


def sans_gestionnaires(d: Arbre) -> None:
    for poste in [*d["effectifs"][1:], *d.get("effectifs_supplementaires", [])]:
        poste["poste"] = "Secrétaire"


def reseau_sans_en_etre(d: Arbre) -> None:
    d["regime"], d["porteur"]["nature"], d["porteur"]["statut"] = "FIQCS", "EHPAD", "autres"


def compte_64_d_un_euro(d: Arbre) -> None:
    d["effectifs"][0] |= {"brut": "70 000", "charges": "30 000"}
    d["budget"]["charges"]["64"] = {"Rémunération des personnels": "1", "Charges sociales": "1"}


def ligne_ars(d: Arbre) -> Arbre:
    """The row of the ARS in account 74."""
    ligne: Arbre = d["budget"]["produits"]["74"][0]
    return ligne


def annee_pleine_discordante(d: Arbre) -> None:
    d["annee_pleine"] = {"budget": {"produits": {"74": [{"financeur": "ARS", "montant": "1", "statut": "T"}]}}}
    d["demande"]["annee_pleine"] = "2"


GATER: dict[str, Gate] = {
    "F02": lambda d: d["demande"].update(montant="beaucoup"),
    "F03": lambda d: d["demande"].update(montant="1 000,50"),
    "F05": lambda d: d["porteur"].pop("raison_sociale"),
    "F06": lambda d: d.pop("personne_chargee"),
    "F07": lambda d: d.pop("representants"),
    "F08": lambda d: d.pop("budget"),
    "F09": lambda d: d.pop("effectifs"),
    "F10": lambda d: d["attestation"].pop("lieu"),
    "F11": lambda d: d["demande"].pop("montant"),
    "P01": lambda d: d["pieces"].pop("note"),
    "P03": lambda d: d["pieces"].pop("engagements"),
    "P04": lambda d: d["pieces"]["engagements"][0].pop("nature"),
    "P05": lambda d: d["pieces"].pop("engagement_pilote"),
    "P06": lambda d: d["pieces"].pop("cv"),
    "P10": sans("statuts"),
    "P11": sans("recepisse"),
    "P12": sans("comptes"),
    "P13": sans_commissaire,
    "P15": sans("rapport_activite"),
    "P18": lambda d: d["pieces"].update(note={"fichier": "pieces/note.pdf"}),
    "E01": lambda d: d["porteur"].update(but_lucratif="oui"),
    "E03": un_seul_champ,
    "E04": lambda d: d["effectifs"][0].update(etp="0,99"),
    "E05": sans_gestionnaires,
    "E06": lambda d: d["demande"].update(gestionnaires_de_cas="4"),
    "E07": lambda d: d.pop("regime"),
    "E08": reseau_sans_en_etre,
    "B01": lambda d: d["budget"]["charges"].update({"67": "1"}),
    "B02": lambda d: d["budget"].update(contributions={"86": "1", "87": "2"}),
    "B03": lambda d: d["budget"]["charges"].update({"61": {"Assurance": "1", "total": "2"}}),
    "B04": lambda d: d["budget"].update(totaux={"charges": "999 999 999"}),
    "B05": lambda d: d["budget"]["charges"].update({"61": "-1"}),
    "B06": lambda d: d["budget"]["charges"].update({"69": "0"}),
    "B09": lambda d: d["budget"]["produits"].update({"74": "10"}),
    "B10": lambda d: ligne_ars(d).pop("statut"),
    "B11": lambda d: ligne_ars(d).update(financeur="Fondation"),
    "S01": lambda d: d["effectifs"][0].pop("brut"),
    "S02": lambda d: d["effectifs"][0].update(total="999 999"),
    "S03": compte_64_d_un_euro,
    "C01": lambda d: d.update(recu_le="16/03/2012"),
    "S05": lambda d: d["effectifs"][0].update(charges="-1"),
    "N01": lambda d: d["demande"].update(annee_pleine="280 001"),
    "N03": lambda d: d["demande"].update(montant="280 001"),
    "N05": lambda d: d["demande"].update(montant="0"),
    "X01": lambda d: (d["demande"].update(montant="2"), d["attestation"].update(montant="1")),
    "X02": lambda d: (d["demande"].update(montant="2"), ligne_ars(d).update(montant="1")),
    "X03": annee_pleine_discordante,
    "X04": lambda d: d["effectifs"].append({"poste": "Gestionnaire de cas", "etp": "3", "brut": "0"}),
}
# What opening the note finds.
FICHIERS = {"P02": "31 pages", "P20": "absent", "P21": "abîmé", "P22": "vide", "P23": "chiffré"}
# What a hurried hand may leave anywhere in a dossier.
ABIMES = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "oui", "1", "-1", "12,50", "1e5", "2012", "31/02/2012", "« ARS » : 12 %", "\u200b", "0" * 30]
    ),
    st.text(max_size=12),
    st.just({}),
    st.just([]),
    st.lists(st.sampled_from(["1", "x"]), max_size=2),
    st.dictionaries(st.sampled_from(["montant", "total", "5", "champ"]), st.sampled_from(["1", "x"]), max_size=2),
)
PLAN = {
    "libelle": "plan",
    "rang": "12",
    "demandee": "toujours",
    "type": "fichier",
    "source": "CIRC §1.2.1",
    "remede": ".",
}


def test_chaque_regle_bloquante_a_une_facon_d_etre_enfreinte() -> None:
    assert {*GATER, *FICHIERS, "P16"} == BLOQUANTES


# --- The properties ---------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(valides(), st.integers(1, 30))
def test_aucun_dossier_valable_n_est_refuse(arbre: Arbre, pages: int) -> None:
    assert bloquants(arbre, {"pieces/note.pdf": f"{pages} pages"}) == set()


@pytest.mark.parametrize("regle", sorted(GATER))
@settings(max_examples=15)
@given(arbre=valides())
def test_ce_qui_est_gate_est_vu(regle: str, arbre: Arbre) -> None:
    gate = copie(arbre)
    GATER[regle](gate)
    assert regle in bloquants(gate)


@pytest.mark.parametrize("regle", sorted(FICHIERS))
@settings(max_examples=15)
@given(arbre=valides())
def test_une_note_inutilisable_est_vue_et_rien_d_autre_n_est_reproche(regle: str, arbre: Arbre) -> None:
    assert bloquants(arbre, {"pieces/note.pdf": FICHIERS[regle]}) == {regle}


@settings(max_examples=15)
@given(valides())
def test_une_piece_de_l_ars_qui_manque_est_vue_et_rien_d_autre_n_est_reproche(arbre: Arbre) -> None:
    assert bloquants(arbre, locales={"plan": PLAN}) == {"P16"}


def chemins(arbre: Any, debut: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a tree."""
    fils = arbre.items() if isinstance(arbre, dict) else enumerate(arbre) if isinstance(arbre, list) else ()
    return [c for cle, v in fils for c in [(*debut, cle), *chemins(v, (*debut, cle))]]


def abimer(arbre: Arbre, chemin: tuple[Any, ...], valeur: Any) -> None:
    """Put something else at this place, if the place is still there."""
    ou: Any = arbre
    try:
        for etape in chemin[:-1]:
            ou = ou[etape]
        if ou[chemin[-1]] != valeur:
            ou[chemin[-1]] = valeur
    except (KeyError, IndexError, TypeError):
        return


@settings(max_examples=150)
@given(valides(), st.data())
def test_quoi_qu_on_abime_le_rapport_se_tient(arbre: Arbre, tirage: st.DataObject) -> None:
    del arbre["formulaire"]  # another form is another matter
    for chemin in tirage.draw(st.lists(st.sampled_from(chemins(arbre)), min_size=1, max_size=4)):
        abimer(arbre, chemin, tirage.draw(ABIMES))
    lu = ouvrir(arbre)
    rapport = verifier(lu.dossier, campagne(), lu.lecture)
    # A finding blocks, or the three parts of the verdict are granted: never neither, never both.
    assert rapport.bloquant != (rapport.verdict.recevable and rapport.verdict.budget_conforme)
    for constat in rapport.constats:
        assert constat.message.endswith((".", "?"))
        assert constat.remede.endswith((".", "?"))
        assert constat.ligne
    assert verifier(lu.dossier, campagne(), lu.lecture) == rapport
