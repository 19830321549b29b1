"""A whole campaign for tests and measures: one dossier for each of the 55 porteurs of annexe I, valid and varied.

Names and départements come from `samples/porteurs-2011.yaml`; everything else follows from the rank of the porteur, so
that two runs write the same bytes. The pieces are those of one sample, shared by all.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from stdnum import luhn

from maia.forms.campagne import Campagne, campagne
from maia.forms.francais import nom_de_fichier
from maia.forms.lecture import Lecture, analyser
from maia.forms.porteur import cle_rib
from maia.forms.territoires import Departement, departements

PRIVE = "organisme privé sans but lucratif"
STATUTS = {
    "association": PRIVE,
    "CLIC": PRIVE,
    "réseau de santé": PRIVE,
    "autre": PRIVE,
    "conseil général": "collectivité territoriale",
}

# Key in the dossier → file of the sample, with the name it takes in the campaign's folder.
PIECES = {
    "note": "note.pdf",
    "engagement_pilote": "engagement-pilote.pdf",
    "cv": "cv-airault.pdf",
    "statuts": "statuts.pdf",
    "recepisse": "recepisse.pdf",
    "comptes": "comptes-2010.pdf",
    "rapport_commissaire": "rapport-commissaire-2010.pdf",
    "rapport_activite": "rapport-activite-2010.pdf",
}
METIERS = ("infirmière", "assistante de service social", "ergothérapeute")  # of the gestionnaires de cas, in order
GESTIONNAIRE = "  - {profil: %s, diplome: DU de gestion de cas prévu en 2013, prise_de_poste: 01/10/2012}"
LETTRES = ("lettre-centre-hospitalier.pdf", "lettre-ehpad.pdf", "lettre-conseil-general.pdf")

MODELE = Template("""\
# Dossier fabriqué pour les essais : hors le nom et le département du porteur, tout y est fictif.
formulaire: dossier de candidature
campagne: 2012
regime: $regime
region: $region
departement: $departement

porteur:
  raison_sociale: $raison_sociale
  nature: $nature
  but_lucratif: non
  statut: $statut
  siege: {adresse: $numero rue des Tilleuls, code_postal: $code_postal, commune: $chef_lieu, telephone: 01 99 00 00 $rang}
  siret: $siret
$association
personne_chargee: {civilite: Mme, nom: Fictive, prenom: Claude, qualite: directrice, telephone: 01 99 00 01 $rang, courriel: dossier@porteur-$rang.example}

representants:
  - {civilite: $civilite, nom: Exemple, prenom: Dominique, qualite: $qualite, courriel: presidence@porteur-$rang.example}

projet:
  historique: Coordination gérontologique animée depuis 2003.
  partenariats: Un hôpital, un EHPAD et le conseil général s’engagent par lettre.
  description: Pilote en juin, guichet intégré en septembre, gestionnaires de cas en octobre.
  integration: Les partenaires décident ensemble des procédures que leurs équipes appliquent.
  gestionnaires_necessaires: $gestionnaires
  estimation: Relecture des dossiers de l’APA à domicile, quarante personnes au plus par gestionnaire de cas.

territoire:
  nom: $chef_lieu
  cantons:
    - {canton: $chef_lieu, communes: [$commune]}

pilote: {profil: "cadre de santé, master 2 de santé publique", prise_de_poste: 01/06/2012}

gestionnaires_de_cas:
$profils

demande: {gestionnaires_de_cas: $gestionnaires, montant: $montant, annee_pleine: $annee_pleine,
          repartition: {pilotage: $pilotage, gestion_de_cas: $gestion_de_cas}}

$budget
annee_pleine:
$budget_plein
attestation: {signataire: Dominique Exemple, lieu: $chef_lieu, date: $jour/03/2012, signee: oui}

banque: {banque: Banque fictive, code_banque: 99999, code_guichet: 00001, compte: $compte, cle: $cle, domiciliation: $chef_lieu}

pieces:
$pieces
  engagements:
    - {partenaire: Centre hospitalier, champ: sanitaire, nature: lettre, date: 20/02/2012, fichier: pieces/lettre-centre-hospitalier.pdf}
    - {partenaire: EHPAD, champ: médico-social, nature: lettre, date: 27/02/2012, fichier: pieces/lettre-ehpad.pdf}
    - {partenaire: Conseil général, champ: social, nature: lettre, date: 05/03/2012, fichier: pieces/lettre-conseil-general.pdf}
""")

BUDGET = Template("""\
budget:
  charges:
    60: {Achats matières et fournitures: $fournitures}
    62: {Déplacements et missions: $deplacements}
    64: {Rémunération des personnels: $brut, Charges sociales: $charges}
    68: {Provision pour la labellisation: 5 000}
    indirectes: {Charges fixes de fonctionnement: $fixes}
  produits:
    74:
$financeurs
  contributions:
    86: {Mise à disposition gratuite de biens et prestations: $nature}
    87: {Prestations en nature: $nature}

effectifs:
$effectifs
$supplementaires""")


class Candidat(NamedTuple):
    """One porteur of annexe I; `rang` counts from 1, in the order of the text."""

    rang: int
    raison_sociale: str
    nature: str
    departement: Departement


class Poste(NamedTuple):
    """One row of a staff table, in whole euros."""

    poste: str
    profil: str
    brut: int

    @property
    def charges(self) -> int:
        """Social charges: 44 % of the gross pay."""
        return self.brut * 44 // 100

    def __str__(self) -> str:
        return (
            f"  - {{poste: {self.poste}, profil: {self.profil}, etp: 1, statut: CDI, "
            f"brut: {_nombre(self.brut)}, charges: {_nombre(self.charges)}}}"
        )


@cache
def porteurs_par_region() -> dict[str, Any]:
    """The table of annexe I as it is written: region → rows."""
    lu = analyser(files("maia.samples").joinpath("porteurs-2011.yaml").read_bytes(), "porteurs-2011.yaml")
    assert isinstance(lu, Lecture)
    assert isinstance(lu.valeur, dict)
    regions = lu.valeur["porteurs"]
    assert isinstance(regions, dict)
    return regions


def candidats() -> list[Candidat]:
    """The 55 porteurs, in the order of annexe I."""
    lignes = [ligne for region in porteurs_par_region().values() for ligne in region]
    return [
        Candidat(rang, ligne["raison_sociale"], ligne["nature"], departements()[ligne["departement"]])
        for rang, ligne in enumerate(lignes, 1)
    ]


def texte(candidat: Candidat) -> str:
    """The YAML of one dossier: complete, balanced, at the ceiling or a little under."""
    c, rang, lieu = campagne("2012"), candidat.rang, candidat.departement
    regime = "FIQCS" if candidat.nature == "réseau de santé" else "CNSA"
    gestionnaires = 3 if rang % 3 else 2
    finances = c.regimes[regime].gestionnaires_finances[gestionnaires]
    montant, annee_pleine = _demandes(c, regime, gestionnaires, rang)
    mois = (12, 12) if regime == "FIQCS" else (11, 4)
    gestion_de_cas = c.decompte(regime, gestionnaires, *mois).gestion_de_cas.montant
    prive, compte = STATUTS.get(candidat.nature) == PRIVE, f"{rang:011}"
    pieces = PIECES if prive else {cle: PIECES[cle] for cle in ("note", "engagement_pilote", "cv")}
    return MODELE.substitute(
        regime=regime,
        region=lieu.region,
        departement=lieu.numero,
        raison_sociale=candidat.raison_sociale,
        nature=candidat.nature,
        statut=STATUTS.get(candidat.nature, f"autres\n  statut_precision: {candidat.nature}"),
        rang=f"{rang:02}",
        numero=rang,
        code_postal=_code_postal(lieu.numero),
        chef_lieu=lieu.chef_lieu,
        commune="Paris 20e" if lieu.numero == "75" else lieu.chef_lieu,  # a site is smaller than its département
        siret=_siret(rang),
        association=_association(candidat) if prive else "",
        civilite="M." if rang % 2 else "Mme",
        qualite="président" if rang % 2 else "présidente",
        gestionnaires=gestionnaires,
        profils="\n".join(GESTIONNAIRE % metier for metier in METIERS[:gestionnaires]),
        montant=_nombre(montant),
        pilotage=_nombre(montant - gestion_de_cas),
        gestion_de_cas=_nombre(gestion_de_cas),
        annee_pleine=_nombre(annee_pleine),
        budget=_budget(candidat, montant, finances, gestionnaires - finances, mois),
        budget_plein=_decale(_budget(candidat, annee_pleine, finances, gestionnaires - finances, (12, 12))),
        jour=f"{1 + rang % 14:02}",
        compte=compte,
        cle=cle_rib("99999", "00001", compte),
        pieces="\n".join(f"  {cle}: pieces/{nom}" for cle, nom in pieces.items()),
    )


def ecrire_campagne(dossier: Path) -> list[Path]:
    """Write the 55 dossiers and their shared pieces into `dossier`; returns the paths of the dossiers."""
    (dossier / "pieces").mkdir(parents=True, exist_ok=True)
    gatine = files("maia.samples") / "dossiers" / "pieces" / "gatine"
    for nom in (*PIECES.values(), *LETTRES):
        (dossier / "pieces" / nom).write_bytes((gatine / nom).read_bytes())
    chemins = []
    for candidat in candidats():
        chemins.append(dossier / f"{candidat.rang:02}-{nom_de_fichier(candidat.raison_sociale)[:40].strip('-')}.yaml")
        chemins[-1].write_bytes(texte(candidat).encode())
    return chemins


def _demandes(c: Campagne, regime: str, gestionnaires: int, rang: int) -> tuple[int, int]:
    """What is asked for the year and for a full year: the reference amounts, less a little."""
    annee_pleine = c.plafond(regime, gestionnaires).montant - 1_000 * (rang % 4)
    reference = c.reference(regime, gestionnaires)
    return (reference.montant - 250 * (rang % 5) if reference else annee_pleine), annee_pleine


def _budget(candidat: Candidat, montant: int, finances: int, pretes: int, mois: tuple[int, int]) -> str:
    """A balanced budget and its staff: what isn't spent on people goes to fixed charges."""
    rang, (pilotage, gestion) = candidat.rang, mois
    salaire = (2_600 + 5 * rang) * gestion
    postes = [Poste("Pilote", "cadre de santé", (3_800 + 5 * rang) * pilotage)]
    equipe = [Poste(f"GC n°{n}", metier, salaire) for n, metier in enumerate(METIERS[: finances + pretes], 1)]
    postes, autres = postes + equipe[:finances], equipe[finances:]
    brut = sum(p.brut for p in postes + autres)
    charges = sum(p.charges for p in postes + autres)
    financeurs = {
        "ARS": (montant, "T"),
        f"Conseil général ({candidat.departement.nom})": (4_000 + 100 * rang, "A"),
        "Porteur (postes mis à disposition)": (sum(p.brut + p.charges for p in autres), "A"),
    }
    fournitures, deplacements = 2_000 + 10 * rang, 600 * (pilotage + 2)
    produits = sum(somme for somme, _ in financeurs.values())
    return BUDGET.substitute(
        fournitures=_nombre(fournitures),
        deplacements=_nombre(deplacements),
        brut=_nombre(brut),
        charges=_nombre(charges),
        fixes=_nombre(produits - fournitures - deplacements - brut - charges - 5_000),
        nature=_nombre(1_000 + 50 * rang),
        financeurs="\n".join(
            f"      - {{financeur: {nom}, montant: {_nombre(somme)}, statut: {statut}}}"
            for nom, (somme, statut) in financeurs.items()
            if somme
        ),
        effectifs="\n".join(map(str, postes)),
        supplementaires="\n".join(["effectifs_supplementaires:", *map(str, autres), ""]) if autres else "",
    )


def _association(candidat: Candidat) -> str:
    lieu = candidat.departement
    return (
        "  association:\n    portee: départementale\n"
        f"    declaration: {{date: 12/03/1998, prefecture: {lieu.nom} ({lieu.numero}), journal_officiel: 28/03/1998}}\n"
        "    objet: Coordonner les professionnels qui accompagnent les personnes âgées à domicile.\n"
        "    utilite_publique: non\n"
    )


def _nombre(valeur: int) -> str:
    """Whole euros as a person types them: `151 667`."""
    return f"{valeur:,}".replace(",", " ")


def _decale(bloc: str) -> str:
    return "".join(f"  {ligne}\n" if ligne else "\n" for ligne in bloc.splitlines())


def _siret(rang: int) -> str:
    """A fictitious SIRET, its two check digits right: no real number starts with 000."""
    siren = f"00055{rang:03}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001{luhn.calc_check_digit(siren + '0001')}"


def _code_postal(departement: str) -> str:
    """The chef-lieu's, or near enough: `79000`, `75001`, `20000`, `97200`."""
    if departement == "75":
        return "75001"
    return f"{departement.replace('2A', '20').replace('2B', '20')}000"[:5]
