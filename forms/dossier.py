"""The application of a porteur, typed, in the order of the form (CIRC annexes III and IV)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr

from maia.forms import modele
from maia.forms.budget import Budget, Effectif
from maia.forms.constat import Chemin
from maia.forms.examen import Examen
from maia.forms.modele import Choix, Modele, champ, champ_liste
from maia.forms.pieces import Ecart
from maia.forms.porteur import Banque, Personne, Porteur
from maia.forms.saisie import Faute
from maia.forms.types import Date, Departement, Entier, Libre, Montant, OuiNon, Texte

Champ = Annotated[str, Choix("sanitaire", "médico-social", "social")]
FORMULAIRE = "dossier de candidature"


class Repartition(Modele):
    """How the amount asked divides (whole euros)."""

    pilotage: Montant | None = champ("Pilotage et fonctionnement", "Part du pilotage et du fonctionnement, en euros")
    gestion_de_cas: Montant | None = champ("Gestion de cas", "Part des gestionnaires de cas, en euros")


class Demande(Modele):
    """What is asked from the ARS."""

    gestionnaires_de_cas: Entier | None = champ(
        "Gestionnaires de cas",
        "Nombre de gestionnaires de cas du projet dont l’ARS est saisie",
        source="CIRC §2.2",
        exemple="3",
    )
    montant: Montant | None = champ(
        "Financement demandé", "Montant demandé à l’ARS pour l’année de la campagne", source="CIRC annexe IV §3"
    )
    annee_pleine: Montant | None = champ(
        "Financement en année pleine", "Montant demandé pour une année pleine", source="CIRC §2.2"
    )
    repartition: Repartition | None = champ("Répartition", "Facultatif : parts du pilotage et de la gestion de cas")


class Commune(Modele):
    """A commune of the territory."""

    nom: Texte | None = champ("Commune")
    insee: Texte | None = champ("Code INSEE", "Code INSEE de la commune, cinq caractères", source="CIRC annexe VII")


CommuneSaisie = Annotated[Commune, BeforeValidator(lambda v: {"nom": v} if isinstance(v, str) else v)]


class Canton(Modele):
    """A canton of the territory and its communes."""

    canton: Texte | None = champ("Canton")
    code: Texte | None = champ("Code du canton")
    communes: list[CommuneSaisie] = champ_liste("Communes", "Noms des communes, ou {nom, insee}")


class Territoire(Modele):
    """The initial territory (CIRC annexe V-1, annexe 1; CDC §1.3.2)."""

    nom: Texte | None = champ("Nom du site MAIA", "Le site s’appelle « MAIA de … »", exemple="Gâtine")
    description: Texte | None = champ("Description", "Le territoire en quelques mots")
    cantons: list[Canton] = champ_liste(
        "Cantons", "Cantons et communes du territoire", source="CIRC annexe V-1, annexe 1"
    )


class Projet(Modele):
    """The four parts of the note (CIRC annexe III), in brief."""

    historique: Texte | None = champ(
        "Historique", "Historique des partenariats et de la coordination sur le territoire"
    )
    partenariats: Texte | None = champ(
        "Partenariats", "Partenaires engagés, coopérations actuelles, degré de formalisation"
    )
    description: Texte | None = champ("Description", "Projet, conduite, objectifs, faisabilité, calendrier, moyens")
    integration: Texte | None = champ(
        "Intégration", "En quoi le projet est un dispositif intégré et répond aux réalités locales"
    )
    gestionnaires_necessaires: Entier | None = champ("Gestionnaires de cas nécessaires", source="CIRC annexe III")
    estimation: Texte | None = champ(
        "Modalités d’estimation", "Comment ce nombre a été estimé", source="CIRC annexe III"
    )


class Pilote(Modele):
    """The pilot to be recruited (CDC §2.3)."""

    nom: Texte | None = champ("Nom", "Nom du pilote pressenti, s’il est connu")
    prenom: Texte | None = champ("Prénom")
    profil: Texte | None = champ("Profil", "Formation et métier", source="CDC annexe III")
    prise_de_poste: Date | None = champ("Prise de poste", "Date prévue, de mai à juillet", source="CIRC §4")


class Gestionnaire(Modele):
    """A gestionnaire de cas, as planned (CDC §3.3)."""

    profil: Texte | None = champ(
        "Profil", "Auxiliaire médical, psychologue, travailleur social…", source="CDC annexe III"
    )
    diplome: Texte | None = champ("Diplôme", "DU de gestion de cas obtenu, en cours ou prévu")
    prise_de_poste: Date | None = champ("Prise de poste", "Date prévue")


class Partenaire(Modele):
    """A partner of the project."""

    nom: Texte | None = modele.champ("Partenaire")
    champ: Champ | None = modele.champ("Champ", "sanitaire, médico-social ou social", source="CDC §1.3.3")
    cooperation: Texte | None = modele.champ(
        "Coopération", "Modalités actuelles et degré de formalisation", source="CIRC annexe III"
    )


class Engagement(Modele):
    """A document that formalises a partner's commitment: one row of the summary table of annexe III."""

    partenaire: Texte | None = modele.champ("Partenaire", "Nom du partenaire engagé")
    champ: Champ | None = modele.champ("Champ", "sanitaire, médico-social ou social", source="CDC §1.3.3")
    nature: Texte | None = modele.champ(
        "Nature", "lettre d’engagement, convention…", source="CIRC annexe III", exemple="lettre"
    )
    date: Date | None = modele.champ("Date", "Date du document")
    fichier: Texte | None = modele.champ("Fichier", "Chemin du PDF, à partir du dossier YAML", exemple="pieces/ch.pdf")


class Delegation(Modele):
    """The person who receives the delegation of signature (CIRC annexe IV §3)."""

    nom: Texte | None = champ("Nom")
    prenom: Texte | None = champ("Prénom")
    qualite: Texte | None = champ("Qualité")


class Attestation(Modele):
    """The attestation sur l’honneur (CIRC annexe IV §3)."""

    signataire: Texte | None = champ("Signataire", "Nom et prénom du représentant légal qui atteste")
    montant: Montant | None = champ(
        "Montant attesté", "À n’écrire que pour le faire vérifier : c’est le montant demandé"
    )
    delegation: Delegation | None = champ(
        "Délégation de signature", "Personne qui reçoit la délégation, le cas échéant"
    )
    lieu: Texte | None = champ("Fait à")
    date: Date | None = champ("Le")
    signee: OuiNon | None = champ("Signée", "oui lorsque l’exemplaire papier est signé")


class Pieces(Modele):
    """The pieces: the documents of engagement, typed here, and every other piece by its key in `pieces.yaml`.

    An ARS may ask for pieces of its own: keys unknown here are kept as they are, and judged against its list.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Libre]

    engagements: list[Engagement] = champ_liste(
        "Documents d’engagement",
        "Lettres et conventions des partenaires : le tableau récapitulatif",
        source="CIRC annexe III",
    )

    @property
    def autres(self) -> dict[str, Any]:
        """Every piece but the engagements, as typed: a path, or a list of paths."""
        return self.model_extra or {}

    def fichiers(self) -> Iterator[tuple[Chemin, str]]:
        """Every file named, with its path in the dossier, in the order typed."""
        for cle, valeur in self.autres.items():
            if isinstance(valeur, str) and valeur:
                yield ("pieces", cle), valeur
            elif isinstance(valeur, list):
                yield from ((("pieces", cle, rang), v) for rang, v in enumerate(valeur) if isinstance(v, str) and v)
        for rang, engagement in enumerate(self.engagements):
            if engagement.fichier:
                yield ("pieces", "engagements", rang, "fichier"), engagement.fichier


class AnneePleine(Modele):
    """The same budget and staff over a full year (CIRC annexe V-2, annexe 3)."""

    budget: Budget = Field(default_factory=Budget, title="Budget", description="Budget en année pleine")
    effectifs: list[Effectif] = champ_liste("Effectifs financés par l’ARS")
    effectifs_supplementaires: list[Effectif] = champ_liste("Effectifs supplémentaires")


class Dossier(Modele):
    """An application: who, what is asked, the budget, the staff, the pieces."""

    formulaire: Texte | None = champ("Formulaire", "Toujours : dossier de candidature", exemple=FORMULAIRE)
    campagne: Entier | None = champ("Campagne", "Année de l’appel à candidatures", exemple="2012")
    regime: Texte | None = champ("Régime de financement", "CNSA, ou FIQCS pour un réseau de santé", source="CIRC §1.1")
    region: Texte | None = champ("Région", "Région de l’ARS", exemple="Poitou-Charentes")
    departement: Departement | None = champ("Département", "Numéro du département", exemple="79")
    recu_le: Date | None = champ("Reçu le", "Date de réception, portée par l’ARS", source="CIRC §1.2.1")

    porteur: Porteur = Field(
        default_factory=Porteur, title="Porteur", description="Présentation du porteur (annexe IV §1)"
    )
    personne_chargee: Personne | None = champ("Personne chargée du dossier", source="CIRC annexe IV §1")
    representants: list[Personne] = champ_liste("Représentants légaux", source="CIRC annexe IV §2")

    projet: Projet = Field(default_factory=Projet, title="Projet", description="Les quatre parties de la note, en bref")
    territoire: Territoire = Field(default_factory=Territoire, title="Territoire", description="Territoire initial")
    partenaires: list[Partenaire] = champ_liste(
        "Partenaires", "Partenaires engagés sans document", source="CIRC annexe III"
    )
    pilote: Pilote | None = champ("Pilote", source="CDC §2.3")
    gestionnaires_de_cas: list[Gestionnaire] = champ_liste("Gestionnaires de cas", source="CDC §3.3")

    demande: Demande = Field(default_factory=Demande, title="Demande", description="Ce qui est demandé à l’ARS")
    budget: Budget = Field(default_factory=Budget, title="Budget", description="Budget de l’année de la campagne")
    effectifs: list[Effectif] = champ_liste(
        "Effectifs financés par l’ARS", "Pilote et gestionnaires de cas", source="CIRC annexe IV"
    )
    effectifs_supplementaires: list[Effectif] = champ_liste(
        "Effectifs supplémentaires", "Le cas échéant", source="CIRC annexe IV"
    )
    annee_pleine: AnneePleine = Field(
        default_factory=AnneePleine, title="Année pleine", description="Budget et effectifs d’une année pleine"
    )

    attestation: Attestation = Field(
        default_factory=Attestation, title="Attestation sur l’honneur", description="Annexe IV §3"
    )
    banque: Banque | None = champ("Compte bancaire", "RIB ou IBAN : à transmettre une fois le dossier retenu")
    pieces: Pieces = Field(
        default_factory=Pieces,
        title="Pièces",
        description="Chemins des fichiers PDF, à partir du dossier YAML (annexe III)",
    )

    _fautes: tuple[Faute, ...] = PrivateAttr(default=())
    _examens: Mapping[str, Examen] | None = PrivateAttr(default=None)
    _ecarts: tuple[Ecart, ...] = PrivateAttr(default=())

    @property
    def fautes(self) -> tuple[Faute, ...]:
        """The typing faults met while reading: what they concern is absent from the model."""
        return self._fautes

    @property
    def examens(self) -> Mapping[str, Examen] | None:
        """What is known of each file named in the pieces (by its path as typed); `None` when they were not examined."""
        return self._examens

    @property
    def ecarts(self) -> tuple[Ecart, ...]:
        """What is wrong in the pieces as they are written, against the list of pieces in force."""
        return self._ecarts

    def situer(self, fautes: tuple[Faute, ...], ecarts: tuple[Ecart, ...]) -> None:
        """Complete the dossier, once, with what its reading found."""
        self._fautes, self._ecarts = fautes, ecarts

    def joindre(self, examens: Mapping[str, Examen]) -> None:
        """Complete the dossier, once, with the examination of its files."""
        self._examens = examens

    @property
    def partenaires_engages(self) -> Iterator[Engagement]:
        """Partners whose commitment a document formalises."""
        return (e for e in self.pieces.engagements if e.fichier)
