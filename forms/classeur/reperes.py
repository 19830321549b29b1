"""The words by which a budget or a staff table is recognised, ours or the one that `maia produire` makes (D2)."""

from __future__ import annotations

import re
from functools import cache

from maia.forms.classeur.textes import cle_de_texte, compte_imprime
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, nomenclature

_COMPTE = re.compile(r"(6[0-8]|7[04-8]|8[67])(?: ?[-–.:] ?| )[a-z].*")
_FIN = re.compile(
    r"total( .*)?|contributions volontaires.*|le financement sollicite.*|equilibre : .*|compte 64 .*|\([123]\) .*"
)
_ENTETE = re.compile(r"charges|produits|montant.*|subvention\(s\).*|statut|a accordee.*")


def compte_annonce(texte: str) -> tuple[str, str] | None:
    """The side and account that a heading announces: `60 Achats` → `("charges", "60")`."""
    cle = cle_de_texte(texte)
    if cle in _indirectes():
        return CHARGES, _indirectes()[cle]
    if not (lu := _COMPTE.fullmatch(cle)):
        return None
    numero = lu[1]
    cote = CHARGES if numero[0] == "6" else CONTRIBUTIONS if numero[0] == "8" else PRODUITS
    return (cote, numero) if numero in nomenclature().cote(cote) else None


@cache
def _indirectes() -> dict[str, str]:
    return {cle_de_texte(compte_imprime(c)): n for n, c in nomenclature().charges.items() if not n.isdigit()}


def est_fin(texte: str) -> bool:
    """Whether the lines of an account stop at this text: a total, a note, the next part of the sheet."""
    return bool(_FIN.fullmatch(cle_de_texte(texte)))


def est_entete(texte: str) -> bool:
    """Whether a text heads a column of a budget."""
    return bool(_ENTETE.fullmatch(cle_de_texte(texte)))


def est_repere(texte: str) -> bool:
    """Whether a text, met where a line's label stands, would be taken for the sheet's own frame."""
    return compte_annonce(texte) is not None or est_fin(texte) or est_entete(texte) or texte != texte.strip()
