"""What the reader says when a file is not a dossier: one plain French sentence for each way of going wrong."""

from __future__ import annotations

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "C’est un document Word, Excel ou une archive ZIP, pas un fichier YAML (texte)."),
    (b"\xd0\xcf\x11\xe0", "C’est un ancien document Word ou Excel (.doc, .xls), pas un fichier YAML (texte)."),
    (b"%PDF", "C’est un PDF, pas un fichier YAML (texte)."),
    (b"{\\rtf", "C’est un document RTF, pas un fichier YAML (texte)."),
)


def refus_d_octets(octets: bytes) -> str | None:
    """The sentence for bytes that are plainly not UTF-8 text (empty, Word, PDF, UTF-16, binary), or `None`."""
    if not octets.strip():
        return "Le fichier est vide."
    for signature, message in _SIGNATURES:
        if octets.startswith(signature):
            return message
    if octets.startswith(_UTF16) or octets[:4:2] == b"\0\0" or octets[1:4:2] == b"\0\0":
        return "Le fichier est enregistré en UTF-16 (« Unicode ») : dans votre éditeur, « Enregistrer sous », encodage UTF-8."
    if b"\0" in octets[:4096]:
        return "Le fichier est binaire (image, programme…), pas un fichier YAML (texte)."
    return None


# libyaml's words → ours. Fragments, because libyaml puts details around them.
_YAML: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        "Des deux-points sont de trop ici, ou la ligne est mal alignée. Un texte qui contient « : » s’écrit entre guillemets.",
    ),
    (
        "could not find expected ':'",
        "Il manque « : » après le nom du champ (ou la ligne précédente n’est pas terminée).",
    ),
    (
        "found character that cannot start",
        "Ce caractère ne peut pas commencer une valeur : mettez la valeur entre guillemets.",
    ),
    ("tab character", "Une tabulation sert de retrait : remplacez-la par des espaces."),
    (
        "did not find expected key",
        "La ligne est mal alignée, ou un guillemet, une accolade ou une virgule manque juste avant.",
    ),
    ("did not find expected '-'", "Un tiret « - » est attendu ici : les éléments d’une liste doivent être alignés."),
    ("expected ',' or '}'", "Il manque une virgule ou l’accolade fermante « } »."),
    ("expected ',' or ']'", "Il manque une virgule ou le crochet fermant « ] »."),
    ("found unexpected end of stream", "Le fichier s’arrête au milieu d’un texte : un guillemet n’est pas fermé."),
    ("did not find expected node content", "Une valeur est attendue ici."),
    (
        "block sequence entries are not allowed",
        "Un tiret de liste n’est pas à sa place : passez à la ligne et alignez-le.",
    ),
    ("block mapping", "La ligne est mal alignée."),
    (
        "escape",
        "Après une barre oblique inverse « \\ », ce caractère n’est pas admis : employez des guillemets simples.",
    ),
    ("unexpected document indicator", "Une ligne « --- » ou « ... » coupe un texte entre guillemets."),
    ("expected <document start>", "La ligne est mal alignée, ou un texte suit la fin du dossier."),
    ("indentation", "Le retrait (les espaces en début de ligne) n’est pas régulier."),
    ("tag", "Un mot commençant par « ! » s’écrit entre guillemets."),
    ("anchor", "Un mot commençant par « & » s’écrit entre guillemets."),
    ("alias", "Un mot commençant par « * » s’écrit entre guillemets."),
    ("directive", "Une ligne ne peut pas commencer par « % »."),
    ("block scalar", "Après « | » ou « > », passez à la ligne."),
    ("line break", "Ce nom de champ est trop long ou contient un retour à la ligne."),
)


def message_yaml(probleme: str) -> str:
    """libyaml's English problem as a French sentence that says what to do."""
    for fragment, message in _YAML:
        if fragment in probleme:
            return message
    return "L’écriture n’est pas comprise ici : vérifiez l’alignement, les deux-points et les guillemets."
