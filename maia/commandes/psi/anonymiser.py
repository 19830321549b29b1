"""`maia psi anonymiser`: a plan in which nobody is named, for the pilot or a training session."""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.commandes.options import option_ecraser, quitter
from maia.commandes.psi.commun import ecrire_prive, plan_lu
from maia.forms.confidentialite import anonymiser
from maia.forms.dossier import Dossier
from maia.forms.francais import sans_accents
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir
from maia.forms.psi import Psi
from maia.forms.redaction import rediger, valeur_de
from maia.ligne import Commande


@click.command(cls=Commande, exemple="maia psi anonymiser psi.yaml -o psi-anonyme.yaml")
@click.argument("fichier", metavar="FICHIER")
@click.option("-o", "--sortie", required=True, metavar="SORTIE.yaml", help="Fichier à écrire.")
@click.option(
    "--dossier", metavar="DOSSIER.yaml", help="Dossier de candidature du site : ses cantons remplacent les communes."
)
@option_ecraser
def commande(fichier: str, sortie: str, dossier: str | None, ecraser: bool) -> int:
    """Retirer d’un plan tout ce qui désigne quelqu’un.

    Les noms, adresses, numéros et coordonnées sont retirés ; l’âge devient une tranche
    de cinq ans, la commune un département (ou un canton), les dates un mois. Dans les
    textes libres, les noms que le plan connaît sont effacés : relisez-les quand même.
    """
    _, plan = plan_lu(fichier)
    resultat = anonymiser(plan, _cantons(dossier) if dossier else None)
    ecrire_prive({Path(sortie): rediger(valeur_de(resultat.plan), Psi).encode()}, ecraser=ecraser)
    if resultat.a_relire:
        for ligne in paragraphe(
            "À relire avant de transmettre, un nom que le plan ne donne pas ailleurs pouvant s’y trouver : "
            f"{', '.join(resultat.a_relire)}."
        ):
            click.echo(ligne, err=True)
    return 0


def _cantons(dossier: str) -> dict[str, str]:
    """The canton of each commune of the site's territory, by the commune's name without accents."""
    lu = ouvrir(Path(dossier))
    if isinstance(lu, Illisible):
        quitter(lu)
    return _cantons_de(lu.dossier)


def _cantons_de(d: Dossier) -> dict[str, str]:
    return {
        sans_accents(commune.nom): canton.canton
        for canton in d.territoire.cantons
        for commune in canton.communes
        if canton.canton and commune.nom
    }
