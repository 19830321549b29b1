"""`maia psi formulaire`: the form to fill in any PDF reader, blank or with a plan in it."""

from __future__ import annotations

from pathlib import Path

import click

from maia.commandes.options import option_ecraser
from maia.commandes.psi.commun import dire, ecrire_pdf, plan_lu
from maia.ligne import Commande
from maia.mot_de_passe import nouveau_mot_de_passe, option_mot_de_passe


@click.command(cls=Commande, exemple="maia psi formulaire -o formulaire.pdf")
@click.argument("fichier", metavar="[FICHIER]", required=False)
@click.option("-o", "--sortie", required=True, metavar="SORTIE.pdf", help="Fichier PDF à écrire.")
@click.option("--chiffrer", is_flag=True, help="Demander un mot de passe à l’ouverture (AES-256).")
@option_mot_de_passe
@option_ecraser
def commande(
    fichier: str | None, sortie: str, chiffrer: bool, fichier_du_mot_de_passe: str | None, ecraser: bool
) -> int:
    """Produire un PSI à remplir dans un lecteur de PDF.

    Sans FICHIER, le formulaire est vierge ; avec un plan, ses cases sont déjà
    remplies. « maia psi relire » en refait un fichier YAML. Vierge ou rempli, il
    s’archive (PDF/A-3a) et se lit à voix haute (PDF/UA-1).
    """
    plan = None if fichier is None else plan_lu(fichier)[1]
    mot = nouveau_mot_de_passe(fichier_du_mot_de_passe) if chiffrer else None
    from maia.generators.formulaire_psi import formulaire  # noqa: PLC0415 - Typst, once the plan is known to be right

    fait = formulaire(plan)
    ecrire_pdf(Path(sortie), fait.octets, mot, ecraser=ecraser)
    dire(fait.remarques)
    return 0
