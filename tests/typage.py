"""Types one value as a field would, for the tests of the field types."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from maia.forms import types

ADAPTATEURS = {
    nom: TypeAdapter(getattr(types, nom))
    for nom in (
        *("Texte", "Montant", "Entier", "Etp", "Date", "OuiNon", "Telephone", "Courriel"),
        *("CodePostal", "Departement", "Siret", "Siren", "Iban"),
    )
}


def lire(genre: str, ecrit: Any) -> Any:
    """The value that `ecrit` means to the type called `genre`."""
    return ADAPTATEURS[genre].validate_python(ecrit)


def refus(genre: str, ecrit: Any) -> tuple[str, dict[str, Any]]:
    """The one fault found in what is written, and the facts its message will show."""
    with pytest.raises(ValidationError) as erreur:
        lire(genre, ecrit)
    (detail,) = erreur.value.errors()
    return detail["type"], detail.get("ctx", {})


def genre_de_faute(genre: str, ecrit: Any) -> str | None:
    """The kind of the one fault found, or `None` when the value is read."""
    try:
        lire(genre, ecrit)
    except ValidationError as erreur:
        (detail,) = erreur.errors()
        return detail["type"]
    return None
