"""What the tests of the convention share: a complete dossier and ARS file as people type them, changes, the document."""

import copy
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne, campagne
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser
from maia.generators.avenant import avenant
from maia.generators.convention import convention_annuelle
from maia.generators.convention_pluriannuelle import convention_pluriannuelle
from maia.generators.documents import Champs
from maia.generators.word import ModeleWord

MODELES = Path(__file__).resolve().parent.parent / "templates"
ANNUELLE, PLURIANNUELLE, AVENANT = "convention-annuelle.docx", "convention-pluriannuelle.docx", "avenant.docx"

DOSSIER = """
regime: CNSA
porteur:
  raison_sociale: Association gérontologique de Gâtine
  nature: association
  siege: {adresse: 4 place du Drapeau, code_postal: 79200, commune: Parthenay}
  siret: 123 456 782 00010
representants:
  - {civilite: M., prenom: Jean, nom: Martineau, qualite: président}
territoire:
  nom: Gâtine
  cantons:
    - {canton: Parthenay, communes: [{nom: Parthenay, insee: 79202}, {nom: Le Tallud, insee: 79322}]}
    - {canton: Secondigny, communes: [{nom: Secondigny, insee: 79311}]}
demande: {gestionnaires_de_cas: 3, montant: 151 667}
banque: {banque: La Banque Postale, domiciliation: Centre de Limoges, iban: FR14 2004 1010 0505 0001 3M02 606}
budget:
  charges:
    60: {Achats matières et fournitures: 2 400}
    62: 9 267
    64: {Rémunération des personnels: 98 500, Charges sociales: 42 000}
  produits:
    74:
      - {financeur: ARS, montant: 151 667, statut: T}
      - {financeur: Conseil général des Deux-Sèvres, montant: 500, statut: A}
effectifs:
  - {poste: pilote, profil: cadre de santé, etp: 1, statut: CDI, brut: 41 000, charges: 17 500}
  - {poste: gestionnaire de cas, profil: IDE, etp: 1, statut: CDI, brut: 19 000, charges: 8 200}
  - {poste: gestionnaire de cas, profil: ergothérapeute, etp: 1, statut: CDI, brut: 19 000, charges: 8 200}
  - {poste: gestionnaire de cas, profil: psychologue, etp: "0,5", statut: CDD, brut: 19 500, charges: 8 100}
"""

ANNEE_PLEINE = """
annee_pleine:
  budget:
    charges:
      60: {Achats matières et fournitures: 5 000}
      62: 15 000
      64: {Rémunération des personnels: 182 000, Charges sociales: 78 500}
    produits:
      74:
        - {financeur: ARS, montant: 280 000, statut: T}
        - {financeur: Conseil général des Deux-Sèvres, montant: 500, statut: A}
  effectifs:
    - {poste: pilote, profil: cadre de santé, etp: 1, statut: CDI, brut: 44 000, charges: 19 000}
    - {poste: gestionnaire de cas, profil: IDE, etp: 1, statut: CDI, brut: 46 000, charges: 19 500}
    - {poste: gestionnaire de cas, profil: ergothérapeute, etp: 1, statut: CDI, brut: 46 000, charges: 20 000}
    - {poste: gestionnaire de cas, profil: psychologue, etp: 1, statut: CDD, brut: 46 000, charges: 20 000}
"""

ARS = """
nom: Poitou-Charentes
siret: 130 007 792 00018
siege: {adresse: 4 rue Micheline-Ostermeyer, code_postal: 86000, commune: Poitiers}
directeur_general: {civilite: M., prenom: François, nom: Giraud}
tribunal_administratif: Poitiers
appel_a_candidatures: 01/02/2012
decision_cnsa: 14/02/2012
decision_dg: 27/04/2012
convention: {prise_d_effet: 02/05/2012}
"""

Changements = dict[str, Any]


def un_dossier(changements: Changements | None = None) -> Dossier:
    """The complete dossier with some values changed: `{"territoire.nom": "Le Blayais"}`; `None` takes a value out."""
    return Dossier.model_validate(_changer(DOSSIER, changements))


def une_ars(changements: Changements | None = None) -> Ars:
    """The complete ARS file, changed in the same way."""
    return Ars.model_validate(_changer(ARS, changements))


def champs(dossier: Changements | None = None, ars: Changements | None = None, c: Campagne | None = None) -> Champs:
    """Fields of the complete convention, with some values of the two files changed."""
    return convention_annuelle(un_dossier(dossier), une_ars(ars), c or campagne())


def champs_vierges() -> Champs:
    """Fields when nothing at all is known."""
    return convention_annuelle(Dossier(), Ars(), campagne())


def un_dossier_pluriannuel(changements: Changements | None = None) -> Dossier:
    """The complete dossier with its full year, some values changed."""
    return Dossier.model_validate(_changer(DOSSIER + ANNEE_PLEINE, changements))


def champs_pluriannuels(
    dossier: Changements | None = None, ars: Changements | None = None, c: Campagne | None = None
) -> Champs:
    """Fields of the complete pluriannual convention, with some values of the two files changed."""
    return convention_pluriannuelle(un_dossier_pluriannuel(dossier), une_ars(ars), c or campagne())


AVENANTS: Changements = {
    "convention.signature": "03/05/2012",
    "decisions": [{"siren": "123 456 782", "avenants": [{"annee": "2013", "montant": "280 000"}]}],
}


def champs_de_l_avenant(
    annee: int | None = 2013,
    dossier: Changements | None = None,
    ars: Changements | None = None,
    c: Campagne | None = None,
) -> Champs:
    """Fields of the avenant of a year, with some values of the two files changed."""
    return avenant(un_dossier_pluriannuel(dossier), une_ars(AVENANTS | (ars or {})), c or campagne(), annee)


@cache
def modele(nom: str = ANNUELLE) -> ModeleWord:
    """A template, compiled once for all tests."""
    return ModeleWord.compiler((MODELES / nom).read_bytes(), nom)


def produire(c: Champs, nom: str = ANNUELLE) -> bytes:
    """The .docx."""
    return modele(nom).rendre(c.valeurs)


def lire_docx(octets: bytes) -> Document:
    """The document as python-docx, which knows nothing of our engine, reads it."""
    return docx.Document(io.BytesIO(octets))


def parties(octets: bytes) -> dict[str, str]:
    """Every XML part of a package."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {nom: archive.read(nom).decode() for nom in archive.namelist()}


def texte(octets: bytes) -> str:
    """All the words of the body, tables included, in reading order, spaces and typography evened out."""
    corps = lire_docx(octets).element.body
    paragraphes = corps.iter("{*}p")
    return normaliser("\n".join("".join(_morceau(e) for e in p.iter("{*}t", "{*}br", "{*}tab")) for p in paragraphes))


def _morceau(element: Any) -> str:
    return element.text or "" if element.tag.endswith("}t") else " "


def normaliser(brut: str) -> str:
    """Typography aside: apostrophes, spaces, dots to be filled (`...` → `…`, a longer row is one blank too)."""
    brut = re.sub(r"\.{5,}|\.{3}", "…", brut.replace("’", "'"))
    return " ".join(re.sub(r"^- ", "", brut, flags=re.MULTILINE).split())


def _changer(yaml: str, changements: Changements | None) -> Any:
    lu = analyser(yaml.encode(), "essai.yaml")
    assert isinstance(lu, Lecture)
    valeur = copy.deepcopy(lu.valeur)
    for chemin, nouveau in (changements or {}).items():
        *debut, fin = chemin.split(".")
        bloc: Any = valeur
        for etape in debut:
            bloc = bloc[int(etape)] if isinstance(bloc, list) else bloc.setdefault(etape, {})
        cle = int(fin) if isinstance(bloc, list) else fin
        if nouveau is None:
            del bloc[cle]
        else:
            bloc[cle] = nouveau
    return valeur
