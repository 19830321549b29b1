"""E — the territory: cantons and communes that exist, of the département, and fewer than all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.communes import (
    Commune,
    commune_insee,
    communes_de,
    communes_du_departement,
    nombre_de_communes,
    proches,
)
from maia.forms.constat import AVERTISSEMENT, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste, pluriel, sans_accents
from maia.forms.projet import Commune as Citee
from maia.forms.territoires import departements
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle


def _citees(d: Dossier) -> Iterator[tuple[Chemin, Citee]]:
    """Every commune of the territory, with its place in the file."""
    for rang, canton in enumerate(d.territoire.cantons):
        for numero, commune in enumerate(canton.communes):
            yield ("territoire", "cantons", rang, "communes", numero), commune


def _du_nom(nom: str | None, departement: str | None) -> Commune | None:
    """The commune of that name, in the département rather than elsewhere."""
    trouvees = communes_de(nom) if nom else ()
    return next((c for c in trouvees if c.departement == departement), trouvees[0] if trouvees else None)


def _connue(citee: Citee, departement: str | None) -> Commune | None:
    """The commune meant: by its INSEE code if that is one, else by its name."""
    return commune_insee(citee.insee or "") or _du_nom(citee.nom, departement)


def _lieu(numero: str) -> str:
    return f"{departements()[numero].nom} ({numero})"


@regle("E40", AVERTISSEMENT, source="CDC §1.3.2 al. 4")
def territoire_infra_departemental(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le territoire est plus petit que le département.

    « un territoire de proximité de taille infra départementale » : il ne comprend pas toutes ses communes.
    """
    if d.departement is None:
        return
    citees = {commune for _, citee in _citees(d) if (commune := _connue(citee, d.departement))}
    if len({commune.rattachement or commune.code for commune in citees}) < nombre_de_communes(d.departement):
        return
    parties: dict[str, set[Commune]] = {}
    for commune in communes_du_departement(d.departement):
        siennes = parties.setdefault(commune.rattachement or commune.code, set())
        siennes |= {commune} if commune.rattachement else set()
    # Paris is one commune: its twenty arrondissements together are the whole of it too.
    codes = {commune.code for commune in citees}
    if all(code in codes or (siennes and siennes <= citees) for code, siennes in parties.items()):
        yield Constat(
            "territoire.cantons",
            f"Le territoire couvre tout le département : {_lieu(d.departement)}, {pluriel(len(parties), 'commune')}.",
            "Limitez le territoire initial à une partie du département ; la note dit comment il pourra s’étendre.",
        )


@regle("E41", AVERTISSEMENT, source="CIRC annexe V-1, annexe 1")
def territoire_defini(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le territoire est défini : ses cantons, ou ses communes, sont listés.

    « Insérer une carte identifiant les communes et les cantons concernés ou les lister » ; « un territoire défini ».
    """
    t = d.territoire
    if any(canton.canton or canton.communes for canton in t.cantons) or mal_ecrit(d, "territoire", "cantons"):
        return
    yield Constat(
        "territoire.cantons",
        "Les cantons et les communes du territoire ne sont pas listés.",
        "Complétez « cantons » sous « territoire » : un tiret par canton, avec ses communes.",
    )


@regle("E42", AVERTISSEMENT, source="CDC §1.3.2 al. 4")
def communes_du_departement_du_dispositif(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les communes du territoire sont dans le département.

    Le territoire est à l’intérieur d’un département : une commune d’un autre est à justifier, ou mal écrite.
    """
    for chemin, citee in _citees(d) if d.departement else ():
        commune = _connue(citee, d.departement)
        if commune is None or commune.departement == d.departement:
            continue
        nom = citee.nom or commune.nom
        ailleurs = sorted({trouvee.departement for trouvee in communes_de(nom)} | {commune.departement})
        semblables = [] if citee.insee else proches(nom, d.departement or "")
        ou = f"un autre : {_lieu(ailleurs[0])}" if len(ailleurs) == 1 else f"{len(ailleurs)} autres"
        yield Constat(
            chemin,
            f"« {nom} » n’est pas dans le département du dispositif, {_lieu(d.departement or '')}, mais dans {ou}.",
            f"Vouliez-vous écrire {liste(semblables, 'ou')} ?"
            if semblables
            else "Corrigez le nom, ou montrez dans la note pourquoi le territoire dépasse le département.",
        )


@regle("E43", AVERTISSEMENT, source="CDC §1.3.2 al. 1, défini")
def communes_existantes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque commune du territoire existe.

    Comparée aux communes de 2012, quelle que soit l’écriture : « St Germier » est Saint-Germier.
    """
    for chemin, citee in _citees(d):
        if not citee.nom or communes_de(citee.nom) or _connue(citee, d.departement):
            continue
        semblables = proches(citee.nom, d.departement) if d.departement else ()
        yield Constat(
            chemin,
            f"« {citee.nom} » n’est le nom d’aucune commune.",
            f"Vouliez-vous écrire {liste(semblables, 'ou')} ?"
            if semblables
            else "Écrivez le nom officiel de la commune : un hameau ou un lieu-dit n’en est pas une.",
        )


@regle("E44", AVERTISSEMENT, source="CDC §1.3.2 al. 1, défini")
def communes_citees_une_fois(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un canton n’est cité qu’une fois, et une commune qu’une fois par canton.

    Une commune partagée entre deux cantons s’écrit dans chacun.
    """
    vus: Counter[str] = Counter()
    for rang, canton in enumerate(d.territoire.cantons):
        nom = sans_accents(canton.canton or "")
        vus[nom] += 1
        if nom and vus[nom] == 2:
            yield Constat(
                ("territoire", "cantons", rang),
                f"Le canton « {canton.canton} » est cité deux fois.",
                "Réunissez ses communes sous un seul tiret.",
            )
        codes: Counter[str] = Counter()
        for numero, citee in enumerate(canton.communes):
            commune = _connue(citee, d.departement)
            code = commune.code if commune else sans_accents(citee.nom or citee.insee or "")
            codes[code] += 1
            if codes[code] == 2:
                yield Constat(
                    ("territoire", "cantons", rang, "communes", numero),
                    f"La commune « {citee.nom or citee.insee} » est citée deux fois dans le même canton.",
                    "Supprimez-la une fois.",
                )


@regle("E45", AVERTISSEMENT, source="CIRC annexe VII, cantons et codes INSEE, codes")
def codes_insee_des_communes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un code INSEE écrit est celui de la commune."""
    for chemin, citee in _citees(d):
        commune = commune_insee(citee.insee or "")
        if not citee.insee or (commune and (not citee.nom or commune in communes_de(citee.nom))):
            continue
        attendue = _du_nom(citee.nom, d.departement)
        yield Constat(
            (*chemin, "insee"),
            f"Le code INSEE {citee.insee} est celui de {commune.nom}, non de {citee.nom}."
            if commune
            else f"Le code INSEE {citee.insee} n’est celui d’aucune commune.",
            f"{attendue.nom} a le code {attendue.code}." if attendue else "Vérifiez le nom et le code.",
        )
