"""What was said, made easy to compare with what is typed here: plain spaces, and one line when the layout is no matter."""


def plat(texte: str) -> str:
    """The text on one line, however it was laid out, with ordinary spaces."""
    return " ".join(texte.split())  # no-break spaces are spaces too


def sans_fines(texte: str) -> str:
    """The same lines, no-break spaces made ordinary ones: nobody types them."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ")
