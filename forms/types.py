"""Field types: a value typed by hand, always text, becomes a checked Python value, or a French explanation.

Pydantic's own coercions are not used: they take `1_000`, `1e5`, Arabic digits or `on`. Every type here reads ASCII
digits and the ways a French person writes; each raises `PydanticCustomError` with a `type` that has its message in
`maia.forms.saisie`.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from stdnum import iban as _iban
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

from maia.forms.francais import MOIS, arrondi, liste, nombre, sans_accents

ESPACES = " \t\u00a0\u202f\u2009\u2007"
_TROP = str.maketrans("", "", ESPACES)
_INVISIBLES_ADMIS = f"{ESPACES}\n\u00ad"


def _refuser(genre: str, **contexte: Any) -> NoReturn:
    raise PydanticCustomError(genre, genre, contexte or None)


def texte_lu(valeur: Any) -> str:
    """The text typed, trimmed; refuses a block, a list, an empty text and invisible characters."""
    if not isinstance(valeur, str):
        _refuser("texte_attendu")
    texte = valeur.strip(ESPACES + "\n")
    if not texte:
        _refuser("texte_vide")
    return _visible(texte)


def _visible(texte: str) -> str:
    if not texte.isprintable():
        for caractere in texte:
            if not caractere.isprintable() and caractere not in _INVISIBLES_ADMIS:
                _refuser("caractere_interdit", code=f"U+{ord(caractere):04X}")
    return texte


def _libre(valeur: Any) -> Any:
    for texte in valeur if isinstance(valeur, list) else [valeur]:
        if isinstance(texte, str):
            _visible(texte)
    return valeur


# Spaces or points by three, cents after a comma; a point before one or two digits can only be cents too.
_GROUPES = r"\d{1,12}|\d{1,3}(?: \d{3}){1,3}"
_MONTANT = re.compile(
    rf"(-?) ?(?:({_GROUPES}|[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,3}})(?:,(\d{{1,2}}))?|({_GROUPES})\.(\d{{1,2}}))", re.ASCII
)
_DEVISE = re.compile(r" ?(€|euros?|eur)$", re.IGNORECASE)


def _montant(valeur: Any) -> int:
    texte = texte_lu(valeur)
    brut = _DEVISE.sub("", re.sub(f"[{ESPACES}]+", " ", texte)).replace("\u2212", "-")
    lu = _MONTANT.fullmatch(brut)
    if lu is None:
        _refuser("montant_espaces" if _MONTANT.fullmatch(brut.replace(" ", "")) else "montant", valeur=texte)
    signe, entier, centimes = lu[1], re.sub(r"[ .]", "", lu[2] or lu[4]), lu[3] or lu[5] or "0"
    if int(centimes):
        proche = arrondi(Decimal(f"{signe}{entier}.{centimes}"))
        _refuser("montant_centimes", valeur=texte, arrondi=nombre(proche), montant=proche)
    return int(signe + entier)


def _entier(valeur: Any) -> int:
    texte = texte_lu(valeur)
    if not re.fullmatch(rf"\d{{1,6}}|\d{{1,3}}[{ESPACES}]\d{{3}}", texte, re.ASCII):
        _refuser("entier", valeur=texte)
    return int(texte.translate(_TROP))


def _etp(valeur: Any) -> Decimal:
    texte = texte_lu(valeur)
    brut = re.sub("ETP$", "", texte.translate(_TROP), flags=re.IGNORECASE).replace(",", ".")
    if re.fullmatch(r"\d{1,3}(\.\d{1,3})?%", brut, re.ASCII):
        return Decimal(brut[:-1]) / 100
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", brut, re.ASCII):
        _refuser("etp", valeur=texte)
    return Decimal(brut)


_DATE_LONGUE = re.compile(r"([0-9]{1,2}|1(?:er|ᵉʳ))\s+(\S+)\s+([0-9]{4})", re.IGNORECASE)
_MOIS = {sans_accents(mois): rang for rang, mois in enumerate(MOIS, 1)}


def date_lue(valeur: Any) -> datetime.date:
    """The date typed; refuses what is not one, and a day that never was."""
    texte = texte_lu(valeur)
    if lu := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", texte, re.ASCII):
        jour, mois, annee = int(lu[1]), int(lu[2]), int(lu[3])
    elif lu := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", texte, re.ASCII):
        annee, mois, jour = int(lu[1]), int(lu[2]), int(lu[3])
    elif (lu := _DATE_LONGUE.fullmatch(texte)) and (rang := _MOIS.get(sans_accents(lu[2]))):
        jour, mois, annee = int(lu[1][:1] if lu[1][-1:].isalpha() else lu[1]), rang, int(lu[3])
    else:
        _refuser("date", valeur=texte)
    try:
        date = datetime.date(annee, mois, jour)
    except ValueError:
        _refuser("date_impossible", valeur=texte)
    if not 1850 <= annee <= 2100:
        _refuser("date_impossible", valeur=texte)
    return date


def _oui_non(valeur: Any) -> bool:
    texte = texte_lu(valeur)
    match sans_accents(texte):
        case "oui":
            return True
        case "non":
            return False
    _refuser("oui_non", valeur=texte)


def _telephone(valeur: Any) -> str:
    texte = texte_lu(valeur)
    chiffres = re.sub(r"[\s.\-()/\u2010\u2011\u2013]", "", texte)
    chiffres = re.sub(r"^(\+|00)(33|262|590|594|596)(0?)", "0", chiffres)
    if not re.fullmatch(r"0[1-9]\d{8}", chiffres, re.ASCII):
        _refuser("telephone", valeur=texte)
    return " ".join(re.findall("..", chiffres))


def _courriel(valeur: Any) -> str:
    texte = texte_lu(valeur)
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", texte):
        _refuser("courriel", valeur=texte)
    return texte


def _code_postal(valeur: Any) -> str:
    texte = texte_lu(valeur)
    code = texte.translate(_TROP)
    if re.fullmatch(r"\d{4}", code, re.ASCII):
        _refuser("code_postal_zero", valeur=texte, propose=f"0{code}")
    if not re.fullmatch(r"(0[1-9]|[1-8]\d|9[0-578])\d{3}", code, re.ASCII):
        _refuser("code_postal", valeur=texte)
    return code


def _departement(valeur: Any) -> str:
    texte = texte_lu(valeur)
    code = texte.upper()
    if re.fullmatch(r"\d", code, re.ASCII):
        _refuser("departement_zero", valeur=texte, propose=f"0{code}")
    if not re.fullmatch(r"(0[1-9]|1[0-9]|2[1-9]|[3-8]\d|9[0-5]|2[AB]|97[1-46])", code, re.ASCII):
        _refuser("departement", valeur=texte)
    return code


def _numero(valeur: Any, longueur: int, module: Any, genre: str) -> str:
    texte = texte_lu(valeur)
    numero = re.sub(r"[\s./\u00a0\u202f-]", "", texte)
    if not re.fullmatch(r"\d+", numero, re.ASCII):
        _refuser(f"{genre}_forme", valeur=texte)
    if len(numero) != longueur:
        _refuser(f"{genre}_longueur", valeur=texte, nombre=len(numero))
    if not _juste(numero, module):
        permutes = [_groupe(autre) for autre in _permutations(numero) if _juste(autre, module)][:3]
        if permutes:
            _refuser(f"{genre}_inverse", valeur=texte, propose=liste(permutes, "ou"))
        _refuser(f"{genre}_cle", valeur=texte)
    return numero


def _juste(numero: str, module: Any) -> bool:
    try:
        module.validate(numero)
    except StdnumError:
        return False
    return True


def _permutations(numero: str) -> list[str]:
    """The number with two neighbouring digits exchanged, once for each pair that differs."""
    paires = [rang for rang in range(len(numero) - 1) if numero[rang] != numero[rang + 1]]
    return [f"{numero[:rang]}{numero[rang + 1]}{numero[rang]}{numero[rang + 2 :]}" for rang in paires]


def _groupe(numero: str) -> str:
    """A SIREN or SIRET as the form prints it: `123 456 782 00010`."""
    return " ".join(filter(None, (numero[:3], numero[3:6], numero[6:9], numero[9:])))


def _siret_(valeur: Any) -> str:
    return _numero(valeur, 14, _siret, "siret")


def _siren_(valeur: Any) -> str:
    return _numero(valeur, 9, _siren, "siren")


def _iban_(valeur: Any) -> str:
    texte = texte_lu(valeur)
    try:
        numero = str(_iban.validate(texte.translate(_TROP)))
    except StdnumError:
        numero = ""
    # stdnum also takes the digits of other alphabets.
    return numero if numero.isascii() and numero else _refuser("iban", valeur=texte)


def ecriture(forme: str, *exemples: str, nom: str = "") -> WithJsonSchema:
    """How a value is written (`cinq chiffres`), with examples; `nom` when the documentation explains it once for all.

    An editor may see the value as a number: `79200`.
    """
    return WithJsonSchema(
        {"type": ["string", "number"], "title": nom, "description": forme, "examples": list(exemples)}
    )


Texte = Annotated[str, BeforeValidator(texte_lu), ecriture("")]
Sigle = Annotated[str, BeforeValidator(lambda v: texte_lu(v).upper()), ecriture("")]
"""A code in capitals, whatever the case typed: `cnsa` is CNSA."""
Libre = Annotated[Any, BeforeValidator(_libre)]
"""Whatever is written (a text, a list, a block), as long as its texts hold nothing invisible; judged elsewhere."""
Montant = Annotated[
    int,
    BeforeValidator(_montant),
    ecriture("en euros, sans centimes", "12 500", "12500", "12 500 €", "12.500,00", nom="Montant"),
]
Entier = Annotated[int, BeforeValidator(_entier), ecriture("en chiffres", "3", nom="Nombre")]
Etp = Annotated[
    Decimal,
    BeforeValidator(_etp),
    ecriture("en nombre ou en pourcentage", "1", "0,5", "80 %", nom="Équivalent temps plein"),
]
Date = Annotated[
    datetime.date,
    BeforeValidator(date_lue),
    ecriture("date", "15/03/2012", "15 mars 2012", "1er février 2012", "2012-03-15", nom="Date"),
]
OuiNon = Annotated[
    bool,
    BeforeValidator(_oui_non),
    WithJsonSchema({"type": "string", "description": "oui ou non", "enum": ["oui", "non"]}),
]
Telephone = Annotated[
    str,
    BeforeValidator(_telephone),
    ecriture("dix chiffres", "05 49 00 00 00", "05.49.00.00.00", "+33 5 49 00 00 00", nom="Téléphone"),
]
Courriel = Annotated[
    str, BeforeValidator(_courriel), ecriture("adresse électronique", "contact@agg.example", nom="Courriel")
]
CodePostal = Annotated[
    str, BeforeValidator(_code_postal), ecriture("cinq chiffres", "79200", "01000", nom="Code postal")
]
Departement = Annotated[
    str,
    BeforeValidator(_departement),
    ecriture("deux chiffres, 2A ou 2B, trois chiffres outre-mer", "79", "01", "2A", "974", nom="Département"),
]
Siret = Annotated[
    str,
    BeforeValidator(_siret_),
    ecriture("quatorze chiffres", "123 456 782 00010", "12345678200010", nom="SIRET"),
]
Siren = Annotated[str, BeforeValidator(_siren_), ecriture("neuf chiffres", "123 456 782", nom="SIREN")]
Iban = Annotated[
    str, BeforeValidator(_iban_), ecriture("IBAN français", "FR14 2004 1010 0505 0001 3M02 606", nom="IBAN")
]
