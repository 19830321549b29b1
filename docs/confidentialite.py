"""Draws `psi-confidentialite.md`: what becomes of each field of a PSI for each reader, from the data the program uses."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generer import code, tableau
from maia.forms.champs import arbre
from maia.forms.confidentialite import GARDE, RETIRE, TEXTE, traitements
from maia.forms.psi import Psi

_PARTENAIRES = {GARDE: "oui", RETIRE: "non communiqué"}
_ANONYME = {
    GARDE: "gardé",
    RETIRE: "retiré",
    TEXTE: "gardé ; les noms, adresses, numéros et dates connus y sont effacés",
    "age": "tranche de cinq ans",
    "departement": "département, ou canton avec `--dossier`",
    "mois": "premier jour du mois",
    "situation": "seul, en couple, veuf… sans le reste",
    "droits": "sigles des droits",
}


def page() -> Iterator[str]:
    """The page, in pieces of Markdown."""
    libelles = {".".join(e for e in chemin if e != "–"): champ.libelle for chemin, champ in arbre(Psi)}
    yield "# Le secret professionnel et le PSI"
    yield (
        "Un plan de services individualisé est couvert par le secret professionnel (CIRC annexe VIII-1). Les fichiers que "
        "`maia psi` écrit ne sont lisibles que par l’utilisateur qui les produit ; les messages ne disent jamais une valeur, "
        "seulement sa place ; rien ne reste dans les fichiers provisoires."
    )
    yield (
        "- **Exemplaire de la personne** (`--copie personne`) : tout. C’est son plan.\n"
        "- **Exemplaire des partenaires** (`--copie partenaires`) : ce qu’il leur faut pour se coordonner, une fois donné le "
        "consentement à l’échange d’information (CDC §3.3, §3.6). La source jointe au PDF est réduite de même.\n"
        "- **Copie chiffrée** (`--chiffrer`) : AES-256 ; elle n’est plus un PDF/A, qui ne peut pas être chiffré. Le mot de passe "
        "vient d’un fichier, de la variable `MAIA_MOT_DE_PASSE` ou du clavier, jamais de la ligne de commande.\n"
        "- **Plan anonymisé** (`maia psi anonymiser`) : ce tableau. Les noms que le plan ne donne nulle part ailleurs ne peuvent "
        "pas être reconnus dans un texte libre : relisez-le.\n"
        "- **Agrégat** (`maia psi agreger`) : des effectifs seulement, les petits étant cachés (`secret_statistique`, dans le "
        "fichier de campagne)."
    )
    yield "## Champ par champ"
    yield tableau(
        ("Champ", "Libellé", "Partenaires", "Plan anonymisé", "Pourquoi"),
        [
            (code(t.champ), libelles[t.champ], _PARTENAIRES[t.partenaires], _ANONYME[t.anonyme], t.pourquoi)
            for t in traitements().values()
        ],
    )
