"""From what was read to a typed model: every typing fault found at once, each with its place and its remedy.

A faulty value is set aside and the rest is typed all the same, so that a porteur reads in one go the faults of
writing and the findings of the rules, and an ARS can judge the rest of a dossier whose telephone is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError

from maia.forms.constat import Chemin
from maia.forms.francais import liste as enumerer
from maia.forms.francais import montrable, sans_accents
from maia.forms.lecture import Lecture, Valeur

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Faute:
    """A value that cannot be read as its field asks: the kind of fault, its path in the file, message and remedy."""

    genre: str
    chemin: Chemin
    message: str
    remede: str


@dataclass(frozen=True, slots=True)
class Saisie(Generic[M]):
    """A file typed: the model (`None` when nothing of it could be typed) and the typing faults."""

    lecture: Lecture
    valeur: M | None
    fautes: tuple[Faute, ...]


# pydantic's error type → (what is wrong, what to do), filled with the error's context.
MESSAGES: dict[str, tuple[str, str]] = {
    "extra_forbidden": ("Le champ « {champ} » n’existe pas ici.", "{suggestion}"),
    "virgule_accolades": (
        "« {valeur} » est lu comme un champ à part : entre accolades, la virgule sépare les champs.",
        "Mettez la valeur entière entre guillemets (un montant : sans centimes), ou un champ par ligne sans accolades.",
    ),
    "missing": ("Le champ « {champ} » manque.", "Ajoutez-le."),
    "model_type": ("Un bloc de champs est attendu ici.", "Écrivez un champ par ligne, décalé de deux espaces."),
    "dict_type": ("Un bloc de champs est attendu ici.", "Écrivez un champ par ligne, décalé de deux espaces."),
    "list_type": ("Une liste est attendue ici.", "Écrivez un élément par ligne, précédé d’un tiret."),
    "greater_than_equal": ("Ce nombre est trop petit.", "Écrivez au moins {ge}."),
    "too_long": ("Il y a {actual_length} lignes ici, pour {max_length} au plus.", "Ne gardez que {max_length} lignes."),
    "too_short": ("Il manque au moins une ligne ici.", "Complétez le champ."),
    "texte_attendu": ("Un texte simple est attendu ici, pas un bloc ni une liste.", "Écrivez la valeur après les deux-points."),
    "texte_vide": ("Le texte est vide.", "Complétez-le, ou supprimez le champ."),
    "caractere_interdit": ("Un caractère invisible ({code}) se trouve dans ce texte.", "Effacez-le et retapez le mot."),
    "cause_proche": ("« {valeur} » n’est pas une des treize causes de l’écart.", "Vouliez-vous écrire « {propose} » ?"),
    "cause_double": ("Deux causes sont écrites sur une seule ligne.", "Faites deux lignes : « {une} », puis « {autre} »."),
    "choix": ("« {valeur} » n’est pas une des réponses prévues.", "Écrivez {choix}."),
    "montant": ("« {valeur} » n’est pas un montant.", "Écrivez des chiffres, par exemple 12 500 ou 12 500 €."),
    "montant_espaces": ("Dans « {valeur} », les espaces ne séparent pas les chiffres par trois.", "Vérifiez qu’aucun chiffre ne manque, puis écrivez par exemple 12 500."),
    "montant_centimes": ("{valeur} comporte des centimes.", "Arrondissez à l’euro : {arrondi}."),
    "entier": ("« {valeur} » n’est pas un nombre entier.", "Écrivez un nombre en chiffres, par exemple 3."),
    "etp": ("« {valeur} » n’est pas un équivalent temps plein.", "Écrivez par exemple 1, 0,5 ou 80 %."),
    "date": ("« {valeur} » n’est pas une date.", "Écrivez par exemple 15/03/2012 ou 15 mars 2012."),
    "date_impossible": ("La date « {valeur} » n’existe pas.", "Vérifiez le jour, le mois et l’année."),
    "heure": ("Dans « {valeur} », l’heure ne se lit pas.", "Écrivez par exemple 15/03/2012 23:59 (heure du département) ou 15/03/2012 23:59 heure de Paris."),
    "oui_non": ("« {valeur} » n’est ni oui ni non.", "Écrivez oui ou non."),
    "telephone": ("« {valeur} » n’est pas un numéro de téléphone français.", "Écrivez dix chiffres, par exemple 05 49 00 00 00."),
    "courriel": ("« {valeur} » n’est pas une adresse électronique.", "Écrivez-la sous la forme nom@domaine.fr."),
    "code_postal": ("« {valeur} » n’est pas un code postal.", "Écrivez cinq chiffres, par exemple 79200."),
    "code_postal_zero": ("Le code postal « {valeur} » n’a que quatre chiffres.", "S’il a perdu son zéro, écrivez {propose}."),
    "departement": ("« {valeur} » n’est pas un numéro de département.", "Écrivez par exemple 79, 01, 2A ou 974."),
    "departement_zero": ("Le département « {valeur} » n’a qu’un chiffre.", "Écrivez {propose}."),
    "siret_forme": ("« {valeur} » n’est pas un numéro SIRET.", "Écrivez ses quatorze chiffres."),
    "siret_longueur": ("Le SIRET « {valeur} » n’a pas quatorze chiffres, mais {nombre}.", "Recopiez-le depuis l’avis de situation SIRENE."),
    "siret_inverse": ("Le SIRET « {valeur} » contient une erreur : son chiffre de contrôle n’est pas juste.", "Deux chiffres inversés : {propose} ? Sinon, recopiez-le depuis l’avis de situation SIRENE."),
    "siret_cle": ("Le SIRET « {valeur} » contient une erreur : son chiffre de contrôle n’est pas juste.", "Recopiez-le : un chiffre au moins est faux."),
    "siren_forme": ("« {valeur} » n’est pas un numéro SIREN.", "Écrivez ses neuf chiffres."),
    "siren_longueur": ("Le SIREN « {valeur} » n’a pas neuf chiffres, mais {nombre}.", "Recopiez les neuf premiers chiffres du SIRET."),
    "siren_inverse": ("Le SIREN « {valeur} » contient une erreur : son chiffre de contrôle n’est pas juste.", "Deux chiffres inversés : {propose} ? Sinon, recopiez les neuf premiers chiffres du SIRET."),
    "siren_cle": ("Le SIREN « {valeur} » contient une erreur : son chiffre de contrôle n’est pas juste.", "Recopiez-le : un chiffre au moins est faux."),
    "iban": ("« {valeur} » n’est pas un IBAN valable.", "Recopiez-le depuis le relevé d’identité bancaire."),
    "rib_forme": ("« {valeur} » n’a pas la forme attendue dans un RIB.", "Recopiez-le depuis le relevé d’identité bancaire."),
    "rib_cle": ("La clé du RIB ne correspond pas au compte : {attendue} attendue.", "Recopiez le relevé d’identité bancaire."),
}  # fmt: skip

_TOURS = 6


def lire_modele(lecture: Lecture, modele: type[M]) -> Saisie[M]:
    """Type `lecture` as `modele`.

    Faulty leaves are reported once each, in the order of the file, then left out; the model holds what remains.
    """
    valeur = lecture.valeur
    fautes: list[Faute] = []
    retires: set[Chemin] = set()
    for _ in range(_TOURS):
        try:
            type_ = modele.model_validate(valeur)
        except ValidationError as erreur:
            details = erreur.errors(include_url=False)
            chemins = [_chemin_reel(lecture.valeur, detail["loc"]) for detail in details]
            avant = frozenset(retires)
            for detail, chemin in zip(details, chemins, strict=True):
                if _suite(detail, chemin, avant):
                    retires.add(chemin)
                elif faute := _faute(modele, lecture, detail, chemin):
                    retires.add(chemin)
                    fautes.append(faute)
            if any(detail["type"] == "missing" and not chemin for detail, chemin in zip(details, chemins, strict=True)):
                break  # without a field that is required at the root, there is no model
            valeur = _sans(valeur, {c: d["type"] for d, c in zip(details, chemins, strict=True)})
        else:
            return Saisie(lecture, type_, _en_ordre(lecture, fautes))
    return Saisie(lecture, None, _en_ordre(lecture, fautes))


def _en_ordre(lecture: Lecture, fautes: list[Faute]) -> tuple[Faute, ...]:
    uniques = {(f.chemin, f.message): f for f in fautes}
    return tuple(sorted(uniques.values(), key=lambda f: lecture.position_cle(f.chemin)[:2]))


def _chemin_reel(valeur: Valeur, loc: tuple[str | int, ...]) -> Chemin:
    """Pydantic's location, less the steps that are ours and not in the file (union tags, a group's inner fields)."""
    if not loc:
        return ()
    etape, suite = loc[0], loc[1:]
    passe = _chemin_reel(valeur, suite)
    if (isinstance(valeur, dict) and isinstance(etape, str) and etape in valeur) or (
        isinstance(valeur, list) and isinstance(etape, int) and etape < len(valeur)
    ):
        pris = (etape, *_chemin_reel(valeur[etape], suite))  # type: ignore[index]
        if isinstance(valeur, list):
            return pris  # a row of the file is never a step of ours
        # A line of a budget may be called « lignes », like the step that is ours: what leads to the end is right.
        return max(pris, passe, key=lambda chemin: (chemin[-1:] == loc[-1:], len(chemin)))
    return passe


def _suite(detail: Any, chemin: Chemin, retires: frozenset[Chemin]) -> bool:
    """Whether a field is missing, or a block empty, only because what was there was found faulty and set aside."""
    if detail["type"] == "too_short":
        return any(retire[: len(chemin)] == chemin for retire in retires)
    if detail["type"] != "missing":
        return False
    manquant = (*chemin, detail["loc"][-1])
    return any(manquant[:n] in retires for n in range(len(manquant) + 1))


def _copie(valeur: Valeur) -> Any:
    if isinstance(valeur, dict):
        return {cle: _copie(v) for cle, v in valeur.items()}
    return [_copie(v) for v in valeur] if isinstance(valeur, list) else valeur


def _sans(valeur: Valeur, fautifs: dict[Chemin, str]) -> Any:
    """A copy without the values at these paths, from the last to the first so that no index moves under the next."""
    copie = _copie(valeur)
    for chemin in sorted(fautifs, key=lambda c: [str(e).zfill(6) for e in c], reverse=True):
        if not chemin:
            return {}
        conteneur: Any = copie
        try:
            for etape in chemin[:-1]:
                conteneur = conteneur[etape]
            if isinstance(chemin[-1], int) and fautifs[chemin] == "model_type":
                conteneur[chemin[-1]] = {}  # its neighbours keep their rank, hence their place in the file
            else:
                del conteneur[chemin[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # already gone with its container
    return copie


def _faute(modele: type[BaseModel], lecture: Lecture, detail: Any, chemin: Chemin) -> Faute | None:
    """The fault in French, or `None` for a field left empty after its colon: nothing is written there."""
    genre, champ = detail["type"], detail["loc"][-1] if detail["loc"] else ""
    contexte = {cle: montrable(v) if isinstance(v, str) else v for cle, v in (detail.get("ctx") or {}).items()}
    contexte["champ"] = montrable(str(champ))
    if detail["input"] is None and chemin and isinstance(chemin[-1], str):
        coupe = genre == "extra_forbidden" or chemin[-1][:1].isdigit()
        if coupe and lecture.entre_accolades(chemin[:-1]):
            genre, contexte["valeur"] = "virgule_accolades", montrable(chemin[-1])
        elif genre != "extra_forbidden":
            return None
    if genre == "extra_forbidden":
        contexte["suggestion"] = _suggestion(modele, detail["loc"])
    if "choix" in contexte:
        contexte["choix"] = enumerer(map(str, contexte["choix"]), "ou")
    message, remede = MESSAGES[genre]
    return Faute(genre, chemin, message.format_map(contexte), remede.format_map(contexte))


def _suggestion(modele: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    connus = sorted(_champs_a(modele, loc[:-1]))
    cles = {sans_accents(nom).replace(" ", "_"): nom for nom in connus}
    proches = difflib.get_close_matches(sans_accents(str(loc[-1])).replace(" ", "_"), cles, n=1, cutoff=0.6)
    if proches:
        return f"Vouliez-vous écrire « {cles[proches[0]]} » ?"
    return f"Champs possibles : {enumerer(connus, 'ou')}." if connus else "Supprimez-le."


def _champs_a(modele: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """Names of the fields a block accepts, following the models along `loc`."""
    if issubclass(modele, RootModel):
        modele = next(_modeles(modele.model_fields["root"].annotation), modele)
    for etape in loc:
        if isinstance(etape, int) or etape not in modele.model_fields:
            continue
        suivants = list(_modeles(modele.model_fields[etape].annotation))
        if not suivants:
            return set()
        modele = suivants[0]
    return set(modele.model_fields)


def _modeles(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _modeles(argument)
