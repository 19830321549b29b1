"""I — where the porteur is: seat, correspondence, and the communes and postal codes of both."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.communes import (
    code_postal_possible,
    communes_de,
    communes_du_code_postal,
    departements_du_code_postal,
    proches,
)
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import de, liste, sans_accents
from maia.forms.porteur import Adresse
from maia.forms.territoires import departements
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle


def _adresses(d: Dossier) -> Iterator[tuple[str, str, Adresse]]:
    """The addresses given, each with its place in the file and what a sentence calls it."""
    yield "porteur.siege", "du siège", d.porteur.siege
    if d.porteur.correspondance:
        yield "porteur.correspondance", "de correspondance", d.porteur.correspondance


@regle("I08", AVERTISSEMENT, source="CIRC annexe IV §1, code postal")
def code_postal_de_la_commune(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le code postal est celui de la commune.

    Pour le siège et pour l’adresse de correspondance. Un code CEDEX n’est tenu qu’au département.
    """
    for ou, quoi, a in _adresses(d):
        if not a.code_postal or code_postal_possible(a.code_postal, None, a.commune):
            continue
        codes = _codes(a)
        yield Constat(
            f"{ou}.code_postal",
            f"Dans l’adresse {quoi}, le code postal {a.code_postal} n’est pas celui {de(a.commune)}."
            if a.commune and codes
            else f"Dans l’adresse {quoi}, le code postal {a.code_postal} n’est d’aucun département.",
            f"Corrigez le code postal ({liste(codes, 'ou')}), ou la commune."
            if codes
            else "Écrivez les cinq chiffres du code postal de la commune.",
        )


def _codes(a: Adresse) -> list[str]:
    """Postal codes that the commune of an address has, those of the code's own département first; three at most."""
    voisins = departements_du_code_postal(a.code_postal or "")
    communes = sorted(communes_de(a.commune or ""), key=lambda commune: commune.departement not in voisins)
    return list(dict.fromkeys(code for commune in communes for code in commune.codes_postaux))[:3]


@regle("I09", AVERTISSEMENT, source="CIRC annexe IV §1, commune")
def commune_existante(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La commune d’une adresse existe.

    Comparée aux communes de 2012, quelle que soit l’écriture : « ST-DENIS » est Saint-Denis. Un nom suivi de CEDEX peut
    être celui d’un quartier.
    """
    for ou, quoi, a in _adresses(d):
        if not a.commune or communes_de(a.commune) or "cedex" in sans_accents(a.commune):
            continue
        code = a.code_postal or ""
        voisins = departements_du_code_postal(code) or ((d.departement,) if d.departement else ())
        noms = [nom for numero in voisins for nom in proches(a.commune, numero)]
        desservies = [commune.nom for commune in communes_du_code_postal(code)]
        if noms:
            remede = f"Vouliez-vous écrire {liste(noms[:3], 'ou')} ?"
        elif desservies:
            citees = liste([*desservies[:3], *(["d’autres"] if len(desservies) > 3 else [])])
            remede = f"Écrivez le nom de la commune ; communes du code {code} : {citees}."
        else:
            remede = "Écrivez le nom officiel de la commune."
        yield Constat(f"{ou}.commune", f"Dans l’adresse {quoi}, « {a.commune} » n’est le nom d’aucune commune.", remede)


@regle("I10", INFORMATION, source="CDC §1.3.2 al. 3")
def siege_dans_le_departement(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le siège du porteur est dans le département du dispositif.

    Un porteur peut avoir son siège ailleurs ; mais « Le territoire choisi initialement est celui du porteur », et un
    numéro mal tapé se voit ainsi.
    """
    code = d.porteur.siege.code_postal or ""
    siens = departements_du_code_postal(code)
    if d.departement and siens and d.departement not in siens:
        lieu = departements()[d.departement]
        yield Constat(
            "porteur.siege.code_postal",
            f"Le siège du porteur ({code}) n’est pas dans le département du dispositif : {lieu.nom} ({lieu.numero}).",
            "Rien à changer si c’est exact ; sinon corrigez « departement » ou le code postal.",
        )


@regle("I11", AVERTISSEMENT, source="CIRC annexe IV §1, téléphone")
def siege_joignable(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le siège du porteur se joint par téléphone ou par courriel."""
    s = d.porteur.siege
    if not any(getattr(s, moyen) or mal_ecrit(d, "porteur", "siege", moyen) for moyen in ("telephone", "courriel")):
        yield Constat(
            "porteur.siege",
            "Ni téléphone ni courriel n’est donné pour le siège du porteur.",
            "Ajoutez « telephone » ou « courriel » sous « siege ».",
        )


@regle("I12", AVERTISSEMENT, source="CIRC annexe IV §1, adresse de correspondance")
def correspondance_entiere(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une adresse de correspondance est entière : adresse, code postal et commune."""
    a = d.porteur.correspondance
    if a is None:
        return
    demandes = (
        ("adresse", "l’adresse", a.adresse),
        ("code_postal", "le code postal", a.code_postal),
        ("commune", "la commune", a.commune),
    )
    ou = ("porteur", "correspondance")
    if manquants := [mot for champ, mot, valeur in demandes if not valeur and not mal_ecrit(d, *ou, champ)]:
        yield Constat(
            ou,
            f"L’adresse de correspondance est incomplète : il manque {liste(manquants)}.",
            "Complétez « correspondance », ou supprimez-la si le courrier va au siège.",
        )


@regle("I13", INFORMATION, source="CIRC annexe IV §1, adresse de correspondance")
def correspondance_differente_du_siege(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’adresse de correspondance n’est donnée que si elle diffère de celle du siège."""
    a, s = d.porteur.correspondance, d.porteur.siege
    if a and a.adresse and all(_meme(getattr(a, champ), getattr(s, champ)) for champ in Adresse.model_fields):
        yield Constat(
            "porteur.correspondance",
            "L’adresse de correspondance est celle du siège.",
            "Supprimez « correspondance » : elle est inutile.",
        )


def _meme(une: str | None, autre: str | None) -> bool:
    return sans_accents(une or "") == sans_accents(autre or "")
