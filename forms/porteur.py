"""The porteur as annexe IV §1 and §2 present it: identity, seat, status, people, bank account."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from maia.forms.modele import Choix, Modele, champ, champ_bloc
from maia.forms.types import CodePostal, Courriel, Date, Iban, OuiNon, Siren, Siret, Telephone, Texte, ecriture

COLLECTIVITE = "collectivité territoriale"
PRIVE = "organisme privé sans but lucratif"
AUTRES = "autres"

Statut = Annotated[str, Choix(COLLECTIVITE, PRIVE, AUTRES, public=AUTRES, prive=PRIVE, autre=AUTRES)]
Portee = Annotated[str, Choix("nationale", "régionale", "départementale", "locale")]
Civilite = Annotated[str, Choix("M.", "Mme", monsieur="M.", madame="Mme", m="M.", mr="M.")]

# What a kind of body says of the box to tick; the other kinds may be public or private, and the porteur tells.
_STATUT_PAR_NATURE = {
    "association": PRIVE,
    "conseil général": COLLECTIVITE,
    "CIAS": COLLECTIVITE,
    "MDPH": AUTRES,
    "regroupement de professionnels libéraux": PRIVE,
}
Nature = Annotated[
    str,
    Choix(
        "association",
        "CLIC",
        "réseau de santé",
        "CIAS",
        "établissement de santé",
        "EHPAD",
        "GCSMS",
        "GCS",
        "SSIAD",
        "conseil général",
        "MDPH",
        "regroupement de professionnels libéraux",
        "autre",
        hopital="établissement de santé",
        centre_hospitalier="établissement de santé",
        departement="conseil général",
    ),
]
GROUPEMENTS = frozenset({"GCSMS", "GCS"})


class Adresse(Modele):
    """A postal address."""

    adresse: Texte | None = champ("Adresse", "Numéro et voie", exemple="4 place du Drapeau")
    code_postal: CodePostal | None = champ("Code postal", exemple="79200")
    commune: Texte | None = champ("Commune", exemple="Parthenay")


class Siege(Adresse):
    """The registered office and how to reach it."""

    telephone: Telephone | None = champ("Téléphone", exemple="05 49 00 00 00")
    telecopie: Telephone | None = champ("Télécopie", exemple="05 49 00 00 01")
    courriel: Courriel | None = champ("Courriel", exemple="contact@agg.example")
    site: Texte | None = champ("Site internet", exemple="www.agg.example")


class Personne(Modele):
    """A person named in the form (contact, legal representative)."""

    civilite: Civilite | None = champ("Civilité", "Les documents s’y accordent", exemple="Mme")
    nom: Texte | None = champ("Nom", exemple="Brisson")
    prenom: Texte | None = champ("Prénom", exemple="Hélène")
    qualite: Texte | None = champ("Qualité", "Fonction : président, directeur…", exemple="président")
    telephone: Telephone | None = champ("Téléphone", exemple="05 49 00 00 02")
    courriel: Courriel | None = champ("Courriel", exemple="helene.brisson@agg.example")


class Declaration(Modele):
    """The declaration of an association."""

    date: Date | None = champ("Déclaration en date du", exemple="12/03/1998")
    prefecture: Texte | None = champ(
        "Préfecture", "En toutes lettres, avec le numéro du département", exemple="Deux-Sèvres (79)"
    )
    journal_officiel: Date | None = champ("Publiée au Journal officiel du", exemple="28/03/1998")


class Association(Modele):
    """What the form asks of an association."""

    portee: Portee | None = champ("Portée", "Case du formulaire", source="CIRC annexe IV §1", exemple="départementale")
    declaration: Declaration | None = champ("Déclaration", "Déclaration en préfecture", source="CIRC annexe IV §2")
    objet: Texte | None = champ(
        "Objet de l’association", source="CIRC annexe IV §2", exemple="Faciliter la vie à domicile des personnes âgées"
    )
    utilite_publique: OuiNon | None = champ("Reconnue d’utilité publique", source="CIRC annexe IV §2", exemple="non")
    utilite_publique_journal_officiel: Date | None = champ(
        "Publication au Journal officiel",
        "Si l’association est reconnue d’utilité publique",
        source="CIRC annexe IV §2",
        exemple="28/03/1998",
    )


class Porteur(Modele):
    """The applicant (CIRC annexe IV §1)."""

    raison_sociale: Texte | None = champ(
        "Nom ou raison sociale", source="CIRC annexe IV §1", exemple="Association gérontologique de Gâtine"
    )
    sigle: Texte | None = champ("Sigle", "Le cas échéant", exemple="AGG")
    nature: Nature | None = champ("Nature", "Ce qu’est le porteur", source="CDC §1.3.3", exemple="association")
    but_lucratif: OuiNon | None = champ(
        "But lucratif", "Le porteur poursuit-il un but lucratif ?", source="CDC §1.3.3", exemple="non"
    )
    statut: Statut | None = champ(
        "Statut",
        "Case du formulaire ; déduite de la nature quand elle suffit",
        source="CIRC annexe IV §1",
        exemple="organisme privé sans but lucratif",
    )
    statut_precision: Texte | None = champ(
        "Statut, à préciser", "Pour le statut « autres »", exemple="établissement public de santé"
    )
    siege: Siege = champ_bloc(Siege, "Siège social", "Adresse et coordonnées du siège")
    correspondance: Adresse | None = champ("Adresse de correspondance", "Si elle diffère du siège")
    siret: Siret | None = champ("Numéro SIRET", "Le cas échéant", exemple="123 456 782 00010")
    siren: Siren | None = champ("Numéro SIREN", "Inutile si le SIRET est donné", exemple="123 456 782")
    association: Association | None = champ(
        "Association", "Si le porteur est une association", source="CIRC annexe IV §2"
    )

    @property
    def statut_retenu(self) -> str | None:
        """The box to tick: as typed, else what the kind of body implies, else unknown."""
        return self.statut or _STATUT_PAR_NATURE.get(self.nature or "")

    @property
    def prive(self) -> bool:
        """Whether the five pieces of a private non-profit body are asked (CIRC annexe III)."""
        return self.statut_retenu == PRIVE

    @property
    def numero_siren(self) -> str | None:
        """The nine digits, typed or taken from the SIRET."""
        return self.siren or (self.siret[:9] if self.siret else None)


_LETTRES = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def cle_rib(banque: str, guichet: str, compte: str) -> str:
    """The two digits that close a RIB: `97 − (89·banque + 15·guichet + 3·compte) mod 97`, letters replaced."""
    b, g, c = (int(partie.translate(_LETTRES)) for partie in (banque, guichet, compte))
    return f"{97 - (89 * b + 15 * g + 3 * c) % 97:02}"


def _partie(motif: str, longueur: int) -> BeforeValidator:
    """Reads one part of a RIB: spaces dropped, letters in capitals, the account's leading zeros put back."""

    def lire(valeur: Any) -> str:
        if not isinstance(valeur, str):
            raise PydanticCustomError("texte_attendu", "texte_attendu")
        texte = re.sub(r"[\s\u00a0\u202f.-]", "", valeur).upper()
        if not re.fullmatch(motif, texte, re.ASCII):
            raise PydanticCustomError("rib_forme", "rib_forme", {"valeur": valeur})
        return texte.zfill(longueur)

    return BeforeValidator(lire)


_Cinq = Annotated[str, _partie(r"[0-9]{5}", 5), ecriture("cinq chiffres")]
_Compte = Annotated[str, _partie(r"[0-9A-Z]{1,11}", 11), ecriture("onze chiffres ou lettres au plus")]
_Cle = Annotated[str, _partie(r"[0-9]{2}", 2), ecriture("deux chiffres")]


def _francais(iban: str) -> str:
    if not iban.startswith("FR"):
        raise PydanticCustomError("iban", "iban", {"valeur": iban})
    return iban


class Banque(Modele):
    """The account where the ARS pays (CIRC annexe V-1, article 4): a RIB, or an IBAN from which it is read."""

    banque: Texte | None = champ("Banque", exemple="La Banque postale")
    code_banque: _Cinq | None = champ("Code banque", exemple="20041")
    code_guichet: _Cinq | None = champ("Code guichet", exemple="01005")
    compte: _Compte | None = champ("N° de compte", exemple="0500013M026")
    cle: _Cle | None = champ("Clé", exemple="06")
    domiciliation: Texte | None = champ("Domiciliation", exemple="Poitiers centre financier")
    iban: Annotated[Iban, AfterValidator(_francais)] | None = champ(
        "IBAN", "À la place du RIB", exemple="FR14 2004 1010 0505 0001 3M02 606"
    )

    @model_validator(mode="after")
    def _cle_juste(self) -> Banque:
        banque, guichet, compte, cle = self.rib
        if banque and guichet and compte and cle and cle != (attendue := cle_rib(banque, guichet, compte)):
            raise PydanticCustomError("rib_cle", "rib_cle", {"attendue": attendue})
        return self

    @property
    def rib(self) -> tuple[str | None, str | None, str | None, str | None]:
        """Code banque, code guichet, compte, clé: as typed, else read from the IBAN."""
        if self.iban and not self.compte:
            return self.iban[4:9], self.iban[9:14], self.iban[14:25], self.iban[25:27]
        return self.code_banque, self.code_guichet, self.compte, self.cle
