"""Reading, at random: whatever the text, an answer and no exception; whatever the value, its exact place."""

from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from maia.forms.constat import Chemin
from maia.forms.lecture import Illisible, Lecture, analyser

TEXTE_VISIBLE = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"], exclude_characters="\ufeff") | st.just(" "), max_size=20
)
NOM = TEXTE_VISIBLE.filter(lambda nom: nom.strip() == nom != "")
VALEUR = st.recursive(
    TEXTE_VISIBLE, lambda v: st.lists(v, max_size=4) | st.dictionaries(NOM, v, max_size=4), max_leaves=20
)
BLOC = st.dictionaries(NOM, VALEUR, min_size=1, max_size=5)


def feuilles(valeur: Any, chemin: Chemin = ()) -> list[tuple[Chemin, str]]:
    if isinstance(valeur, dict):
        return [f for cle, v in valeur.items() for f in feuilles(v, (*chemin, cle))]
    if isinstance(valeur, list):
        return [f for rang, v in enumerate(valeur) for f in feuilles(v, (*chemin, rang))]
    return [(chemin, str(valeur))]


@given(BLOC, st.sampled_from([None, False, True]), st.sampled_from([None, "'", '"']), st.sampled_from(["\n", "\r\n"]))
def test_toute_valeur_se_relit_et_se_retrouve_a_sa_place(
    bloc: dict[str, Any], accolades: bool | None, guillemets: str | None, fin: str
) -> None:
    ecrit = yaml.dump(
        bloc,
        allow_unicode=True,
        width=10_000,
        default_flow_style=accolades,
        default_style=guillemets,
        line_break=fin,
        Dumper=_Texte,
    )
    lecture = analyser(ecrit.encode(), "")
    assert isinstance(lecture, Lecture), (ecrit, lecture)
    assert lecture.valeur == bloc
    for chemin, texte in feuilles(bloc):
        ligne, colonne, apres = lecture.position(chemin)
        assert apres is not None
        morceau = lecture.lignes()[ligne - 1][colonne - 1 : apres - 1]
        assert yaml.load(morceau, yaml.BaseLoader) == texte  # noqa: S506 - builds text only


class _Texte(yaml.SafeDumper):
    """Writes every text plain when YAML allows it, `12` and `null` included: nothing is guessed when reading back."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Texte.yaml_implicit_resolvers = {}
_Texte.add_representer(str, lambda d, texte: d.represent_scalar("tag:yaml.org,2002:str", texte, None if texte else "'"))

SIGNES = st.lists(
    st.sampled_from([*":-?{}[],&*!|>'\"%@`#~<= \n\n\t\\abxuU0é\u00a0😀", ": ", "- ", "\r", "\x01", "\x85"])
).map("".join)
MODELE = """\
# Dossier
formulaire: dossier de candidature
porteur:
  raison_sociale: "Association gérontologique de Gâtine"
  siege: {adresse: '4, place du Drapeau', code_postal: 79200}
effectifs:
  - {poste: pilote, etp: 1}
  - poste: GC n°1
    profil: |
      infirmière
pieces: [a.pdf, b.pdf]
""".encode()


def repond(octets: bytes) -> None:
    lu = analyser(octets, "dossier.yaml")
    assert isinstance(lu, Lecture | Illisible)
    if isinstance(lu, Illisible):
        assert lu.message.endswith(".")
        assert lu.message.isprintable() or "\u00a0" in lu.message
        assert lu.ligne is not None
        assert lu.colonne is not None
        assert lu.ligne >= 1
        assert lu.colonne >= 1


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xed\xa0\x80")
@example(b"\xef\xbb\xbf\xef\xbb\xbf\x01")
def test_des_octets_au_hasard_ont_une_reponse(octets: bytes) -> None:
    repond(octets)


@given(SIGNES)
@example("{")
@example('"\\')
def test_des_signes_de_yaml_au_hasard_ont_une_reponse_dans_le_texte(texte: str) -> None:
    repond(texte.encode())
    lu = analyser(texte.encode(), "")
    if isinstance(lu, Illisible):
        lignes = texte.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert lu.ligne is not None
        assert lu.colonne is not None
        assert lu.ligne <= len(lignes)
        assert lu.colonne <= len(lignes[lu.ligne - 1]) + 1


@given(st.integers(0, len(MODELE)), st.integers(0, 12), st.binary(max_size=6) | SIGNES.map(str.encode))
def test_un_dossier_abime_au_hasard_a_une_reponse(ou: int, retires: int, ajoutes: bytes) -> None:
    repond(MODELE[:ou] + ajoutes + MODELE[ou + retires :])
