"""The JSON Schema says to an editor what the reader accepts: samples pass, a typing mistake is underlined."""

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from maia.forms.champs import Bloc, Liste, Valeur, arbre, champs
from maia.forms.lecture import Lecture, lire
from maia.forms.modele import Modele
from maia.forms.nomenclature import nomenclature
from maia.forms.pieces import Catalogue, PieceDemandee, catalogue
from maia.forms.saisie import lire_modele
from maia.forms.schema import FORMULAIRES, schema
from tests.depot import RACINE

ECHANTILLONS = RACINE / "samples"
EXEMPLES = [
    *[("dossier", chemin) for chemin in sorted(ECHANTILLONS.glob("dossiers/*.yaml"))],
    *[("dossier", chemin) for chemin in sorted(ECHANTILLONS.glob("refuses/*.yaml"))],
    *[("ars", chemin) for chemin in sorted(ECHANTILLONS.glob("ars/*.yaml"))],
    *[("psi", chemin) for chemin in sorted(ECHANTILLONS.glob("psi/*.yaml"))],
]
JUGES = {nom: jsonschema.Draft202012Validator(schema(nom)) for nom in FORMULAIRES}


class Editeur(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it: `79200` and `01` are numbers, `oui` and `15/03/2012` are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]


for motif, etiquette, debuts in (
    (r"~|null|Null|NULL|", "null", ("~", "n", "N", "")),
    (r"true|True|TRUE|false|False|FALSE", "bool", "tTfF"),
    (r"[-+]?[0-9]+", "int", "-+0123456789"),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "float", "-+.0123456789"),
):
    Editeur.add_implicit_resolver(f"tag:yaml.org,2002:{etiquette}", re.compile(rf"(?:{motif})\Z"), list(debuts))
# The decimal reading of YAML 1.2: no octal for a leading zero, no sixty-base for a colon.
Editeur.add_constructor("tag:yaml.org,2002:int", lambda lecteur, noeud: int(str(noeud.value)))


def vu(texte: str) -> Any:
    """The text as an editor holds it; names of fields are always texts there."""

    def en_textes(valeur: Any) -> Any:
        if isinstance(valeur, dict):
            return {str(cle): en_textes(v) for cle, v in valeur.items()}
        return [en_textes(v) for v in valeur] if isinstance(valeur, list) else valeur

    return en_textes(yaml.load(texte, Editeur))  # noqa: S506 - a safe loader with other scalars


def soulignes(nom: str, texte: str) -> list[str]:
    """What an editor underlines: the paths of the faults."""
    return sorted({faute.json_path.removeprefix("$.") for faute in JUGES[nom].iter_errors(vu(texte))})


def test_l_editeur_lit_le_yaml_1_2() -> None:
    assert vu("a: 79200\nb: 01\nc: oui\nd: 151 667\ne:\nf: 0.5\n60: x\ng: 12:30\n") == {
        "a": 79_200,
        "b": 1,
        "c": "oui",
        "d": "151 667",
        "e": None,
        "f": 0.5,
        "60": "x",
        "g": "12:30",
    }


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_le_schema_est_un_schema(nom: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(nom))
    assert json.loads(json.dumps(schema(nom))) == schema(nom)


@pytest.mark.parametrize(("nom", "chemin"), EXEMPLES, ids=[f"{nom}-{chemin.stem}" for nom, chemin in EXEMPLES])
def test_un_fichier_d_exemple_ne_souligne_rien(nom: str, chemin: Path) -> None:
    assert soulignes(nom, chemin.read_text(encoding="utf-8")) == []


def test_il_y_a_des_exemples_de_chaque_formulaire() -> None:
    assert {nom for nom, _ in EXEMPLES} == set(FORMULAIRES)


@pytest.mark.parametrize(
    ("nom", "texte", "ou"),
    [
        ("dossier", "porteur: {raison_social: AGG}", "porteur"),
        ("dossier", "porteur: {nature: SARL}", "porteur.nature"),
        ("dossier", "effectifs: {poste: pilote}", "effectifs"),
        ("dossier", "effectifs: [{ept: 1}]", "effectifs[0]"),
        ("dossier", "demande: {montant: [5]}", "demande.montant"),
        ("dossier", "demande: {montant: 151 667,50}", "demande"),
        ("dossier", "attestation: {signee: vrai}", "attestation.signee"),
        ("dossier", "budget: {charges: {99: 5}}", "budget.charges"),
        ("dossier", "budget: {produits: {74: [{financeur: ARS, statut: X}]}}", "budget.produits['74']"),
        ("dossier", "pieces: {statut: a.pdf}", "pieces"),
        ("dossier", "pieces: {note: [a.pdf, b.pdf]}", "pieces.note"),
        ("ars", "siege: {telephone: 05 49 00 00 00}", "siege"),
        ("psi", "besoins_non_combles: [{cause: Trop cher}]", "besoins_non_combles[0].cause"),
        ("psi", "besoin: []", "$"),
    ],
)
def test_une_faute_de_frappe_est_soulignee(nom: str, texte: str, ou: str) -> None:
    assert soulignes(nom, texte) == [ou]


@pytest.mark.parametrize(
    "texte",
    [
        "budget: {charges: {60: 2 400, 61: 5, 62: {Déplacements et missions: 9}, 65: {Redevances: 5, total: 5}, 64:}}",
        "budget: {produits: {74: {total: 5, financeurs: [{financeur: ARS, montant: 5, statut: T}]}}}",
        "effectifs: [{etp: 0.5}, {etp: '0,5'}, {etp: 80 %}]",
        "departement: 01\nrecu_le: 2012-03-14\nporteur: {siege: {code_postal: 01000, telephone: 0549000000}}",
        "pieces: {cv: [a.pdf, b.pdf], modifications: a.pdf}",
        "territoire: {cantons: [{communes: [Parthenay, {nom: Pompaire, insee: 79213}]}]}",
        "".join(f"{nom}:\n" for nom in schema("dossier")["properties"]),
    ],
)
def test_ce_que_le_lecteur_accepte_n_est_pas_souligne(texte: str) -> None:
    assert soulignes("dossier", texte) == []


def test_chaque_compte_et_chaque_ligne_du_formulaire_se_completent() -> None:
    blocs = schema("dossier")["$defs"]
    for cote in ("charges", "produits", "contributions"):
        propose = blocs["Budget"]["properties"][cote]
        comptes = nomenclature().cote(cote)
        assert list(propose["properties"]) == list(comptes)
        # Where an editor keeps `60` as a number, only a pattern knows it.
        assert list(propose["patternProperties"]) == [f"^{numero}$" for numero in comptes]
        for compte in comptes.values():
            decrit = blocs[propose["properties"][compte.numero]["$ref"].removeprefix("#/$defs/")]
            lignes = {nom for facon in decrit["anyOf"] for nom in facon.get("properties", ())}
            assert set(compte.lignes) <= lignes


def test_une_ars_voit_ses_propres_pieces() -> None:
    plan = PieceDemandee.model_validate(
        {
            "libelle": "plan du territoire",
            "rang": "12",
            "demandee": "toujours",
            "type": "fichier",
            "source": "ARS",
            "remede": "r",
        }
    )
    pieces: Catalogue = catalogue().avec({"plan": plan})
    juge = jsonschema.Draft202012Validator(schema("dossier", pieces))
    assert juge.is_valid({"pieces": {"plan": "plan.pdf"}})
    assert not JUGES["dossier"].is_valid({"pieces": {"plan": "plan.pdf"}})


# --- What every field says of itself --------------------------------------------------------------------------------

TOUS = [(nom, chemin, champ) for nom, (modele, _) in FORMULAIRES.items() for chemin, champ in arbre(modele)]


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_chaque_champ_a_un_libelle_francais_et_une_source(nom: str) -> None:
    muets = [
        ".".join(chemin)
        for formulaire, chemin, champ in TOUS
        if formulaire == nom and (champ.libelle == champ.nom or not champ.description)
    ]
    sans_source = [
        ".".join(chemin)
        for formulaire, chemin, champ in TOUS
        if formulaire == nom
        and not champ.source
        and chemin[-1] not in ("formulaire", "date")
        and chemin != ("personne",)
    ]
    assert (muets, sans_source) == ([], [])


@pytest.mark.parametrize("nom", ["dossier", "ars"])
def test_chaque_valeur_a_un_exemple(nom: str) -> None:
    assert [
        ".".join(chemin)
        for formulaire, chemin, champ in TOUS
        if formulaire == nom and isinstance(champ.nature, Valeur) and not champ.exemple
    ] == []


def rempli(modele: type[Modele]) -> dict[str, Any]:
    """A form filled with its own examples."""

    def valeur(nature: Any, exemple: str) -> Any:
        if isinstance(nature, Bloc):
            return rempli(nature.modele)
        if isinstance(nature, Liste) and not exemple:
            return [valeur(nature.element, "")]
        return exemple

    return {c.nom: v for c in champs(modele) if (v := valeur(c.nature, c.exemple))}


@pytest.mark.parametrize("nom", FORMULAIRES)
def test_chaque_exemple_est_juste(nom: str, tmp_path: Path) -> None:
    """A form filled with the examples of the documentation is read without a fault, and underlines nothing."""
    modele = FORMULAIRES[nom][0]
    texte = yaml.safe_dump(rempli(modele), allow_unicode=True, sort_keys=False).replace("'[", "[").replace("]'", "]")
    fichier = tmp_path / "exemple.yaml"
    fichier.write_text(texte, encoding="utf-8")
    lecture = lire(fichier)
    assert isinstance(lecture, Lecture), lecture
    assert lire_modele(lecture, modele).fautes == ()
    assert soulignes(nom, texte) == []
