"""The project as the application presents it: territory, pilot, gestionnaires de cas, partners (CIRC annexe III)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from maia.forms import modele
from maia.forms.modele import Choix, Modele, champ, champ_liste
from maia.forms.types import Date, Entier, Texte

Champ = Annotated[str, Choix("sanitaire", "médico-social", "social")]


class Commune(Modele):
    """A commune of the territory."""

    nom: Texte | None = champ("Commune", exemple="Parthenay")
    insee: Texte | None = champ(
        "Code INSEE", "Code INSEE de la commune, cinq caractères", source="CIRC annexe VII", exemple="79202"
    )


CommuneSaisie = Annotated[
    Commune,
    BeforeValidator(lambda v: {"nom": v} if isinstance(v, str) else v, json_schema_input_type=Texte | Commune),
]


class Canton(Modele):
    """A canton of the territory and its communes."""

    canton: Texte | None = champ("Canton", exemple="Parthenay")
    code: Texte | None = champ("Code du canton", source="CIRC annexe VII", exemple="7919")
    communes: list[CommuneSaisie] = champ_liste(
        "Communes", "Noms des communes, ou nom et code INSEE", exemple="[Parthenay, Châtillon-sur-Thouet]"
    )


class Territoire(Modele):
    """The initial territory (CIRC annexe V-1, annexe 1; CDC §1.3.2)."""

    nom: Texte | None = champ("Nom du site MAIA", "Le site s’appelle « MAIA de … »", exemple="Gâtine")
    description: Texte | None = champ("Description", "Le territoire en quelques mots", exemple="Le pays de Gâtine")
    cantons: list[Canton] = champ_liste(
        "Cantons", "Cantons et communes du territoire", source="CIRC annexe V-1, annexe 1"
    )


class Projet(Modele):
    """The four parts of the note (CIRC annexe III), in brief."""

    historique: Texte | None = champ(
        "Historique",
        "Historique des partenariats et de la coordination sur le territoire",
        exemple="Le CLIC réunit depuis 2003…",
    )
    partenariats: Texte | None = champ(
        "Partenariats",
        "Partenaires engagés, coopérations actuelles, degré de formalisation",
        exemple="Une convention lie depuis 2006…",
    )
    description: Texte | None = champ(
        "Description", "Projet, conduite, objectifs, faisabilité, calendrier, moyens", exemple="Le dispositif couvrira…"
    )
    integration: Texte | None = champ(
        "Intégration",
        "En quoi le projet est un dispositif intégré et répond aux réalités locales",
        exemple="Le guichet intégré partagera…",
    )
    gestionnaires_necessaires: Entier | None = champ(
        "Gestionnaires de cas nécessaires", "Nombre estimé pour le territoire", exemple="4"
    )
    estimation: Texte | None = champ(
        "Modalités d’estimation",
        "Comment ce nombre a été estimé",
        exemple="1 250 personnes de 75 ans et plus aidées par l’APA…",
    )


class Pilote(Modele):
    """The pilot to be recruited (CDC §2.3)."""

    nom: Texte | None = champ("Nom", "Nom du pilote pressenti, s’il est connu", exemple="Airault")
    prenom: Texte | None = champ("Prénom", exemple="Sophie")
    profil: Texte | None = champ("Profil", "Formation et métier", source="CDC annexe III", exemple="cadre de santé")
    prise_de_poste: Date | None = champ(
        "Prise de poste", "Date prévue, de mai à juillet", source="CIRC §4", exemple="01/06/2012"
    )


class Gestionnaire(Modele):
    """A gestionnaire de cas, as planned (CDC §3.3)."""

    profil: Texte | None = champ(
        "Profil",
        "Auxiliaire médical, psychologue, travailleur social…",
        source="CDC annexe III",
        exemple="assistante de service social",
    )
    diplome: Texte | None = champ(
        "Diplôme", "DU de gestion de cas obtenu, en cours ou prévu", exemple="DU de gestion de cas prévu en 2012"
    )
    prise_de_poste: Date | None = champ("Prise de poste", "Date prévue", exemple="01/10/2012")


class Partenaire(Modele):
    """A partner of the project."""

    nom: Texte | None = modele.champ("Partenaire", "Nom du partenaire", exemple="Centre hospitalier Nord Deux-Sèvres")
    champ: Champ | None = modele.champ("Champ", "Champ du partenaire", source="CDC §1.3.3")
    cooperation: Texte | None = modele.champ(
        "Coopération",
        "Modalités actuelles et degré de formalisation",
        source="CIRC annexe III",
        exemple="fiche de liaison commune depuis 2009",
    )


class Engagement(Modele):
    """A document that formalises a partner's commitment: one row of the summary table of annexe III."""

    partenaire: Texte | None = modele.champ(
        "Partenaire", "Nom du partenaire engagé", exemple="Centre hospitalier Nord Deux-Sèvres"
    )
    champ: Champ | None = modele.champ("Champ", "Champ du partenaire", source="CDC §1.3.3")
    nature: Texte | None = modele.champ(
        "Nature", "lettre d’engagement, convention…", source="CIRC annexe III", exemple="lettre"
    )
    date: Date | None = modele.champ("Date", "Date du document", exemple="06/03/2012")
    fichier: Texte | None = modele.champ("Fichier", "Chemin du PDF, à partir du dossier YAML", exemple="pieces/ch.pdf")
