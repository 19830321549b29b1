"""Valid dossiers drawn at random by hypothesis: any kind of porteur, regime, staff, funders; amounts that balance."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Arbre = dict[str, Any]
Tirage = st.DrawFn

# Nature, status typed or left to be deduced, private or not, association or not.
PORTEURS = [
    ("association", None, True, True),
    ("association", "organisme privé sans but lucratif", True, True),
    ("EHPAD", "privé", True, True),
    ("EHPAD", "privé", True, False),
    ("EHPAD", "autres", False, False),
    ("CLIC", "collectivité territoriale", False, False),
    ("réseau de santé", "privé", True, True),
    ("conseil général", None, False, False),
    ("CIAS", None, False, False),
    ("MDPH", None, False, False),
    ("établissement de santé", "public", False, False),
    ("GCSMS", "privé", True, False),
    ("GCS", "autres", False, False),
    ("autre", "privé", True, True),
]
PRIVEES = ("statuts", "comptes", "rapport_commissaire", "rapport_activite", "recepisse")
FINANCEURS = ["Conseil général", "Commune", "MSA Poitou", "Fondation Médéric", "Région", "CARSAT", "ville de Niort"]
COMPTES = {
    "60": "Autres fournitures",
    "61": "Assurance",
    "62": "Déplacements et missions",
    "63": "Autres impôts et taxes",
}
RECUS = [
    {"recu_le": "15/03/2012"},
    {"recu_le": "15 mars 2012 à 23 h 59", "departement": "974"},
    {"recu_le": "16/03/2012 04:59 heure de Paris", "departement": "972"},
]
MOYENS = [{"telephone": "05 49 00 00 00"}, {"courriel": "contact@exemple.fr"}]
montants = st.integers(0, 60_000)


def ecrit(tirer: Tirage, montant: int) -> str:
    """A whole amount as somebody may type it."""
    groupes = f"{montant:,}"
    espace = tirer(st.sampled_from(["", " ", "\u00a0", "\u202f"]))
    return groupes.replace(",", espace) + tirer(st.sampled_from(["", " €", "\u00a0€", ",00"]))


@st.composite
def valides(tirer: Tirage) -> Arbre:
    """The tree of a dossier that no blocking rule refuses."""
    nature, statut, prive, association = tirer(st.sampled_from(PORTEURS))
    fiqcs = nature == "réseau de santé" and tirer(st.booleans())
    gestionnaires = tirer(st.integers(2, 3))
    plafond = 160_000 if fiqcs else 100_000 + gestionnaires * 60_000
    montant, pleine = tirer(st.integers(1, plafond)), tirer(st.integers(1, plafond))
    finances, supplementaires, personnel = _effectifs(tirer, 1 if fiqcs else gestionnaires, gestionnaires)
    arbre: Arbre = {
        "formulaire": "dossier de candidature",
        "campagne": "2012",
        "regime": "FIQCS" if fiqcs else "CNSA",
        "porteur": _porteur(nature, statut, association),
        "personne_chargee": {"nom": "Brisson", **tirer(st.sampled_from(MOYENS))},
        "representants": [{"nom": "Guérineau", "qualite": "président"}] * tirer(st.integers(1, 3)),
        "demande": {
            "gestionnaires_de_cas": str(gestionnaires),
            "montant": ecrit(tirer, montant),
            "annee_pleine": ecrit(tirer, pleine),
        },
        "budget": _budget(tirer, montant, personnel),
        "effectifs": finances,
        "attestation": {"signataire": "Jacques Guérineau", "lieu": "Parthenay", "date": "9 mars 2012"},
        "pieces": _pieces(tirer, nature, prive, association),
    }
    if tirer(st.booleans()):
        arbre |= tirer(st.sampled_from(RECUS))
    if supplementaires:
        arbre["effectifs_supplementaires"] = supplementaires
    if tirer(st.booleans()):
        arbre["attestation"]["montant"] = ecrit(tirer, montant)
    if tirer(st.booleans()):
        arbre["annee_pleine"] = {"budget": _budget(tirer, pleine, [])}
    return arbre


def _porteur(nature: str, statut: str | None, association: bool) -> Arbre:
    porteur: Arbre = {
        "raison_sociale": "Porteur",
        "nature": nature,
        "siege": {"adresse": "1 rue du Port", "code_postal": "79200", "commune": "Parthenay"},
    }
    if statut:
        porteur["statut"] = statut
    if association:
        porteur["association"] = {"portee": "locale"}
    return porteur


def _poste(tirer: Tirage, poste: str, etp: str) -> tuple[Arbre, tuple[int, int]]:
    brut, charges = tirer(montants), tirer(montants)
    ligne = {"poste": poste, "etp": etp, "brut": ecrit(tirer, brut), "charges": ecrit(tirer, charges)}
    if tirer(st.booleans()):
        ligne["total"] = ecrit(tirer, brut + charges)
    return ligne, (brut, charges)


def _effectifs(
    tirer: Tirage, finances: int, necessaires: int
) -> tuple[list[Arbre], list[Arbre], list[tuple[int, int]]]:
    """The two staff tables, and the pay and charges that account 64 shows: some additional staff may be lent."""
    lignes, payes = [], []
    for poste, etp in [("Pilote", "1"), *_gestionnaires(tirer, finances)]:
        ligne, cout = _poste(tirer, poste, etp)
        lignes.append(ligne)
        payes.append(cout)
    autres = []
    postes = [("Gestionnaire de cas", "1")] * (necessaires - finances)
    for poste, etp in postes + [("Secrétaire", "0,2")] * tirer(st.integers(0, 2)):
        ligne, cout = _poste(tirer, poste, etp)
        autres.append(ligne)
        if tirer(st.booleans()):
            payes.append(cout)
    return lignes, autres, payes


def _gestionnaires(tirer: Tirage, nombre: int) -> list[tuple[str, str]]:
    """Posts of gestionnaires de cas: whole, or shared between two people."""
    postes: list[tuple[str, str]] = []
    for rang in range(1, nombre + 1):
        postes += tirer(
            st.sampled_from([[(f"GC n°{rang}", "1")], [(f"GC n°{rang} a", "0,5"), (f"Gestionnaire {rang} b", "50 %")]])
        )
    return postes


def _budget(tirer: Tirage, demande: int, personnel: list[tuple[int, int]]) -> Arbre:
    """A balanced budget: accounts as a whole or by their lines, the difference put on the side that lacks it."""
    charges: Arbre = {}
    total = 0
    for compte in tirer(st.sets(st.sampled_from(sorted(COMPTES)))):
        montant = tirer(montants)
        total += montant
        charges[compte] = tirer(st.sampled_from([ecrit(tirer, montant), {COMPTES[compte]: ecrit(tirer, montant)}]))
    if personnel:
        brut, sociales = (sum(cout[i] for cout in personnel) for i in (0, 1))
        detail = {"Rémunération des personnels": ecrit(tirer, brut), "Charges sociales": ecrit(tirer, sociales)}
        charges["64"] = tirer(st.sampled_from([ecrit(tirer, brut + sociales), detail]))
        total += brut + sociales
    financeurs = [{"financeur": "ARS", "montant": ecrit(tirer, demande), "statut": "T"}]
    recu = demande
    for nom in tirer(st.lists(st.sampled_from(FINANCEURS), max_size=3, unique=True)):
        montant = tirer(montants)
        recu += montant
        financeurs.append({"financeur": nom, "montant": ecrit(tirer, montant), "statut": tirer(st.sampled_from("AT"))})
    produits: Arbre = {"74": financeurs}
    if total > recu:
        produits["75"] = ecrit(tirer, total - recu)
    elif recu > total:
        charges["indirectes"] = {"Charges fixes de fonctionnement": ecrit(tirer, recu - total)}
    budget: Arbre = {"charges": charges, "produits": produits}
    if tirer(st.booleans()):
        don = ecrit(tirer, tirer(montants))
        budget["contributions"] = {"86": {"Personnel bénévole": don}, "87": don}
    if tirer(st.booleans()):
        budget["totaux"] = {"charges": ecrit(tirer, max(total, recu))}
    return budget


def _pieces(tirer: Tirage, nature: str, prive: bool, association: bool) -> Arbre:
    cles = ["note", "engagement_pilote", "cv", *(PRIVEES if prive else ())]
    cles += tirer(st.lists(st.sampled_from(["rib", "delegation", "dossier_de_financement"]), unique=True))
    pieces: Arbre = {cle: f"pieces/{cle}.pdf" for cle in cles}
    if not association and tirer(st.booleans()):
        pieces.pop("recepisse", None)
    if tirer(st.booleans()):
        pieces["cv"] = ["pieces/cv-1.pdf", "pieces/cv-2.pdf"]
    groupement = nature in ("GCSMS", "GCS")
    champs = ["sanitaire"] if groupement else ["sanitaire", "médico-social", "social"]
    champs += tirer(st.lists(st.sampled_from(["sanitaire", "médico-social", "social"]), max_size=2))
    pieces["engagements"] = [
        {"partenaire": f"Partenaire {rang}", "champ": champ, "nature": "lettre", "fichier": f"pieces/{rang}.pdf"}
        for rang, champ in enumerate(champs)
    ]
    return pieces
