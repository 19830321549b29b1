"""What libyaml says in English, the reader says in French: what to do, and where the fault begins."""

import pytest

from maia.forms.lecture import Illisible, analyser
from maia.forms.lecture_messages import _INCONNU, _YAML

# (what somebody typed, words of the sentence, line and column shown)
FAUTES = [
    ("objet: Coordonner : aider", "deux-points sont de trop", (1, 19)),
    ("a: 1\n  b: 2", "deux-points sont de trop", (2, 4)),
    ("a: b\nsuite\nc: d", "Il manque « : » après le nom du champ", (2, 1)),
    ("porteur:Association\nsiege: Parthenay", "Il manque un espace ordinaire après ces deux-points", (1, 8)),
    ("a:\u00a0b\nc: d", "Il manque un espace ordinaire", (1, 2)),
    ("a:\n  - b\n  -c\n", "Il manque un espace après ce tiret", (3, 3)),
    ("a:\n\u00a0 b: 1\n\u00a0 c: 2", "Un espace insécable se trouve dans le retrait", (2, 1)),
    ("a:\n  b: 1\n\u00a0 c: 2\n", "Un espace insécable se trouve dans le retrait", (3, 1)),
    ("a:\n  b: 1\n c: 2", "mal alignée", (3, 2)),
    ("  a: 1\nb: 2", "mal alignée, ou un texte suit la fin", (2, 1)),
    ("a: 1\n...\nb: 2", "un texte suit la fin du dossier", (3, 1)),
    ("a:\n\tb: 1", "Une tabulation sert de retrait", (2, 1)),
    ("a: |\n\tb", "Une tabulation sert de retrait", (2, 1)),
    ("a:\n  - b\n  c: d", "Un tiret « - » est attendu", (3, 3)),
    ("a: - b", "Un tiret de liste n’est pas à sa place", (1, 4)),
    ('nom: "Gâtine\nsigle: GG\n', "Le guillemet ouvert ici n’est jamais fermé", (1, 6)),
    ("nom: 'Gâtine\nsigle: GG\n", "Le guillemet ouvert ici n’est jamais fermé", (1, 6)),
    ("nom: 'L'Aigle'", "Un guillemet ferme le texte trop tôt", (1, 9)),
    ('{nom: "L"Aigle"}', "Un guillemet ferme le texte trop tôt", (1, 10)),
    ('nom: "a\n--- b"', "coupe un texte entre guillemets", (2, 1)),
    ('f: "C:\\pieces"', "remplacez les guillemets doubles", (1, 7)),
    ('f: "\\xgg"', "remplacez les guillemets doubles", (1, 7)),
    ('f: "\\ud800"', "remplacez les guillemets doubles", (1, 7)),
    ("siege: {a: b\nc: d", "l’accolade « } » qui ferme celle de la ligne 1", (2, 2)),
    ("siege: {a: b c: d}", "Il manque une virgule", (1, 15)),
    ('siege: {a: "b" c: d}', "Il manque une virgule", (1, 16)),
    ("cv: [a, b\nc: d\n", "le crochet « ] » qui ferme celui de la ligne 1", (2, 2)),
    ("cv: [a b]]", "Ce « ] » ne ferme rien", (1, 10)),
    ("siege: {a: b]", "Ce « ] » ne ferme rien", (1, 13)),
    ("siege: {a: b\n\n", "qui ferme celle de la ligne 1", (1, 13)),
    ("{a: b}}", "Ce « } » ne ferme rien", (1, 7)),
    ("cv: [,]", "Une valeur est attendue ici", (1, 6)),
    ("cv: [", "Une valeur est attendue ici", (1, 6)),
    ("a: @x", "ne peut pas commencer une valeur", (1, 4)),
    ("a: `x", "ne peut pas commencer une valeur", (1, 4)),
    ("a: %", "ne peut pas commencer une valeur", (1, 4)),
    ("a: ? b", "Un point d’interrogation", (1, 4)),
    ("a: &", "« & »", (1, 5)),
    ("a: & b", "« & »", (1, 5)),
    ("a: &x b", "« & »", (1, 4)),
    ("a: * b", "« * »", (1, 5)),
    ("a: *b", "« * »", (1, 4)),
    ("a: ! b", "« ! »", (1, 4)),
    ("a: !<b", "« ! »", (1, 7)),
    ("!x!y a", "« ! »", (1, 1)),
    ("a: |x\n b", "Après « | » ou « > », passez à la ligne", (1, 5)),
    ("a: |0\n b", "Après « | » ou « > », passez à la ligne", (1, 5)),
    ("%x\na: b", "ne peut pas commencer par « % »", (1, 3)),
    ("%YAML 3.1\n---\na: b", "ne peut pas commencer par « % »", (1, 1)),
    ("? [a, b]\n: c", "Un nom de champ simple est attendu", (1, 3)),
    ('"": c', "Il manque un nom de champ", (1, 1)),
    ("a: {b: 1, b: 2}", "« b » est écrit deux fois", (1, 11)),
]


@pytest.mark.parametrize(("texte", "mots", "place"), FAUTES, ids=[repr(texte) for texte, _, _ in FAUTES])
def test_une_faute_d_ecriture_s_explique_a_sa_place(texte: str, mots: str, place: tuple[int, int]) -> None:
    lu = analyser(texte.encode(), "dossier.yaml")
    assert isinstance(lu, Illisible)
    assert mots in lu.message
    assert lu.message != _INCONNU
    assert (lu.ligne, lu.colonne) == place


def test_aucun_message_n_est_inutile() -> None:
    """Every sentence of the table is the answer to one of the faults above."""
    dits = [lu.message for texte, _, _ in FAUTES if isinstance(lu := analyser(texte.encode(), ""), Illisible)]
    muets = [m for _, m in _YAML if not any(dit.startswith(m.removeprefix("place:").partition("{")[0]) for dit in dits)]
    assert muets == []
