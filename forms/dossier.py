"""The application of a porteur, typed, in the order of the form (CIRC annexes III and IV)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pydantic import ConfigDict, PrivateAttr

from maia.forms.budget import Budget, Effectif
from maia.forms.constat import Chemin
from maia.forms.examen import Examen
from maia.forms.modele import Modele, champ, champ_bloc, champ_liste
from maia.forms.moment import Moment, MomentSaisi
from maia.forms.pieces import Ecart
from maia.forms.porteur import Banque, Personne, Porteur
from maia.forms.projet import Commune, Engagement, Gestionnaire, Partenaire, Pilote, Projet, Territoire
from maia.forms.saisie import Faute
from maia.forms.territoires import fuseau
from maia.forms.types import Date, Departement, Entier, Libre, Montant, OuiNon, Sigle, Texte

FORMULAIRE = "dossier de candidature"


class Repartition(Modele):
    """How the amount asked divides (whole euros)."""

    pilotage: Montant | None = champ(
        "Pilotage et fonctionnement", "Part du pilotage et du fonctionnement", exemple="91 667"
    )
    gestion_de_cas: Montant | None = champ("Gestion de cas", "Part des gestionnaires de cas", exemple="60 000")


class Demande(Modele):
    """What is asked from the ARS."""

    gestionnaires_de_cas: Entier | None = champ(
        "Gestionnaires de cas",
        "Nombre de gestionnaires de cas demandés à l’ARS : deux ou trois",
        source="CIRC §2.2",
        exemple="3",
    )
    montant: Montant | None = champ(
        "Financement demandé",
        "Montant demandé à l’ARS pour l’année de la campagne",
        source="CIRC annexe IV §3",
        exemple="151 667",
    )
    annee_pleine: Montant | None = champ(
        "Financement en année pleine",
        "Montant demandé pour une année pleine",
        source="CIRC §2.2",
        exemple="280 000",
    )
    repartition: Repartition | None = champ(
        "Répartition", "Facultatif : parts du pilotage et de la gestion de cas", source="CIRC annexe V-1, article 4"
    )


class Delegation(Modele):
    """The person who receives the delegation of signature (CIRC annexe IV §3)."""

    nom: Texte | None = champ("Nom", exemple="Brisson")
    prenom: Texte | None = champ("Prénom", exemple="Hélène")
    qualite: Texte | None = champ("Qualité", exemple="directrice")


class Attestation(Modele):
    """The attestation sur l’honneur (CIRC annexe IV §3)."""

    signataire: Texte | None = champ(
        "Signataire", "Nom et prénom du représentant légal qui atteste", exemple="Jacques Guérineau"
    )
    montant: Montant | None = champ(
        "Montant attesté", "À n’écrire que pour le faire vérifier : c’est le montant demandé", exemple="151 667"
    )
    delegation: Delegation | None = champ(
        "Délégation de signature", "Personne qui reçoit la délégation, le cas échéant"
    )
    lieu: Texte | None = champ("Fait à", exemple="Parthenay")
    date: Date | None = champ("Le", exemple="12/03/2012")
    signee: OuiNon | None = champ("Signée", "L’exemplaire papier est-il signé ?")


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

    def fichiers(self) -> tuple[tuple[Chemin, str], ...]:
        """Every file named, with its path in the dossier, in the order typed."""
        return self._fichiers

    @cached_property
    def _fichiers(self) -> tuple[tuple[Chemin, str], ...]:
        return tuple(self._enumerer())

    def _enumerer(self) -> Iterator[tuple[Chemin, str]]:
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

    budget: Budget = champ_bloc(Budget, "Budget", "Budget en année pleine")
    effectifs: list[Effectif] = champ_liste("Effectifs financés par l’ARS", "Pilote et gestionnaires de cas")
    effectifs_supplementaires: list[Effectif] = champ_liste("Effectifs supplémentaires", "Le cas échéant")


class Dossier(Modele):
    """An application: who, what is asked, the budget, the staff, the pieces."""

    formulaire: Texte | None = champ("Formulaire", "Toujours : dossier de candidature", exemple=FORMULAIRE)
    campagne: Entier | None = champ("Campagne", "Année de l’appel à candidatures", source="CIRC §1.2", exemple="2012")
    regime: Sigle | None = champ(
        "Régime de financement", "CNSA, ou FIQCS pour un réseau de santé", source="CIRC §1.1", exemple="CNSA"
    )
    region: Texte | None = champ("Région", "Région de l’ARS", source="CIRC annexe II", exemple="Poitou-Charentes")
    departement: Departement | None = champ(
        "Département", "Numéro du département", source="CIRC annexe IV", exemple="79"
    )
    recu_le: MomentSaisi | None = champ(
        "Reçu le",
        "Date de réception portée par l’ARS, et l’heure si elle compte : celle du département, ou suivie de « heure de Paris »",
        source="CIRC §1.2.1 al. 4, date limite",
        exemple="14/03/2012",
    )

    porteur: Porteur = champ_bloc(Porteur, "Porteur", "Présentation du porteur", source="CIRC annexe IV §1")
    personne_chargee: Personne | None = champ(
        "Personne chargée du dossier",
        "Personne à joindre pour toute information nécessaire à l’instruction",
        source="CIRC annexe IV §1",
    )
    representants: list[Personne] = champ_liste(
        "Représentants légaux", "Le premier signe la convention", source="CIRC annexe IV §2"
    )

    projet: Projet = champ_bloc(Projet, "Projet", "Les quatre parties de la note, en bref", source="CIRC annexe III")
    territoire: Territoire = champ_bloc(Territoire, "Territoire", "Territoire initial", source="CDC §1.3.2")
    partenaires: list[Partenaire] = champ_liste(
        "Partenaires", "Partenaires engagés sans document", source="CIRC annexe III"
    )
    pilote: Pilote | None = champ("Pilote", "Pilote à recruter", source="CDC §2.3")
    gestionnaires_de_cas: list[Gestionnaire] = champ_liste(
        "Gestionnaires de cas", "Gestionnaires de cas prévus", source="CDC §3.3"
    )

    demande: Demande = champ_bloc(Demande, "Demande", "Ce qui est demandé à l’ARS", source="CIRC §2.2")
    budget: Budget = champ_bloc(
        Budget,
        "Budget",
        "Budget de l’année de la campagne : le total des charges égale le total des produits",
        source="CIRC annexe IV §2",
    )
    effectifs: list[Effectif] = champ_liste(
        "Effectifs financés par l’ARS", "Pilote et gestionnaires de cas", source="CIRC annexe IV"
    )
    effectifs_supplementaires: list[Effectif] = champ_liste(
        "Effectifs supplémentaires", "Le cas échéant", source="CIRC annexe IV"
    )
    annee_pleine: AnneePleine = champ_bloc(
        AnneePleine, "Année pleine", "Budget et effectifs d’une année pleine", source="CIRC annexe V-2, annexe 3"
    )

    attestation: Attestation = champ_bloc(
        Attestation, "Attestation sur l’honneur", "Ce que le représentant légal certifie", source="CIRC annexe IV §3"
    )
    banque: Banque | None = champ(
        "Compte bancaire",
        "RIB ou IBAN : à transmettre une fois le dossier retenu",
        source="CIRC annexe IV, liste des pièces",
    )
    pieces: Pieces = champ_bloc(
        Pieces, "Pièces", "Chemins des fichiers PDF, à partir du dossier YAML", source="CIRC annexe III"
    )

    _fautes: tuple[Faute, ...] = PrivateAttr(default=())
    _examens: Mapping[str, Examen] | None = PrivateAttr(default=None)
    _ecarts: tuple[Ecart, ...] = PrivateAttr(default=())

    @property
    def recu_ici(self) -> Moment | None:
        """When it was received, on the clocks of its département: what counts, and what documents say (CIRC §1.2.1)."""
        return self.recu_le.chez(fuseau(self.departement, self.region)) if self.recu_le else None

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


__all__ = [
    "FORMULAIRE",
    "AnneePleine",
    "Attestation",
    "Commune",
    "Delegation",
    "Demande",
    "Dossier",
    "Pieces",
    "Territoire",
]
