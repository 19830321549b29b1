"""`maia psi produire`: the plan de services individualisé, as a PDF that only its owner may read.

Nothing of what a PSI says is shown: a fault is told by its place and its field, never by its value.
"""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import comptes, paragraphe
from maia.commandes.options import option_ecraser
from maia.commandes.psi.commun import ecrire_pdf, plan_lu
from maia.forms.campagne import campagne
from maia.forms.constat import Gravite
from maia.forms.lecture import Lecture
from maia.forms.psi import Psi
from maia.largeur import montrer
from maia.ligne import BLOQUANT, Commande
from maia.mot_de_passe import nouveau_mot_de_passe, option_mot_de_passe

PERSONNE, PARTENAIRES = "personne", "partenaires"


@click.command(cls=Commande, exemple="maia psi psi.yaml -o psi.pdf")
@click.argument("fichier", metavar="FICHIER")
@click.option("-o", "--sortie", required=True, metavar="SORTIE.pdf", help="Fichier PDF à écrire.")
@click.option(
    "--copie",
    type=click.Choice([PERSONNE, PARTENAIRES]),
    metavar="POUR",
    help="Exemplaire de la personne (complet) ou des partenaires (ce qu’il leur faut).",
)
@click.option("--semaine", is_flag=True, help="Ajouter une page : qui vient quand, jour par jour.")
@click.option("--chiffrer", is_flag=True, help="Demander un mot de passe à l’ouverture (AES-256).")
@option_mot_de_passe
@option_ecraser
def commande(
    fichier: str,
    sortie: str,
    copie: str | None,
    semaine: bool,
    chiffrer: bool,
    fichier_du_mot_de_passe: str | None,
    ecraser: bool,
) -> int:
    """Produire un plan de services individualisé en PDF.

    Le PDF s’archive (PDF/A-3a), se lit à voix haute (PDF/UA-1) et contient le
    fichier dont il vient. Il est couvert par le secret professionnel : seul
    l’utilisateur qui le produit peut l’ouvrir.

    L’exemplaire des partenaires demande le consentement de la personne ; il tait
    la situation familiale, les droits et les causes des écarts.
    """
    lecture, plan = plan_lu(fichier)
    source, a_revoir = lecture.octets, _a_revoir(fichier, lecture, plan)
    if absents := _non_imprimables(fichier, lecture):
        for ligne in absents:
            click.echo(ligne, err=True)
        return BLOQUANT
    if copie == PARTENAIRES:
        if refus := _sans_consentement(plan):
            for ligne in paragraphe(refus):
                click.echo(ligne, err=True)
            return BLOQUANT
        plan, source = _pour_les_partenaires(plan)
    mot = nouveau_mot_de_passe(fichier_du_mot_de_passe) if chiffrer else None
    from maia.generators.psi import psi  # noqa: PLC0415 - Typst, once the plan is known to be right

    octets = psi(plan, source, exemplaire=copie or "", avec_semaine=semaine)
    ecrire_pdf(Path(sortie), octets, mot, ecraser=ecraser)
    if a_revoir:
        click.echo(a_revoir, err=True)
    return 0


def _a_revoir(fichier: str, lecture: Lecture, plan: Psi) -> str:
    """`3 avertissements : maia psi verifier psi.yaml`, or nothing; what is only advised is left to that command."""
    from maia.validators.rapport import verifier_psi  # noqa: PLC0415

    trouves = comptes(verifier_psi(plan, campagne(), lecture).constats, Gravite.BLOQUANT, Gravite.AVERTISSEMENT)
    return f"{trouves}\u00a0: maia psi verifier {montrer(fichier)}" if trouves else ""


def _sans_consentement(p: Psi) -> str:
    """Why a copy may not go to the partners, or nothing (CDC §3.3, §3.6)."""
    consentement = p.personne.consentement
    if consentement is not None and consentement.date is not None:
        return ""
    return (
        "Le plan ne dit pas la date à laquelle la personne a consenti à l’échange d’information : l’exemplaire des "
        "partenaires n’est pas produit. Complétez « consentement » (un accord oral peut suffire, avec sa date)."
    )


def _pour_les_partenaires(plan: Psi) -> tuple[Psi, bytes]:
    """The plan that the partners may see, and its own source: the whole one must not travel inside the PDF."""
    from maia.forms.confidentialite import pour_les_partenaires  # noqa: PLC0415
    from maia.forms.redaction import rediger, valeur_de  # noqa: PLC0415

    reduit = pour_les_partenaires(plan)
    return reduit, rediger(valeur_de(reduit), Psi).encode()


def _non_imprimables(fichier: str, lecture: Lecture) -> list[str]:
    """Characters that no font of ours draws (an emoji, Chinese): where they stand, and which they are."""
    from maia.forms.glyphes import glyphes_absents  # noqa: PLC0415

    lignes = []
    for chemin, texte in lecture.textes():
        for caractere in glyphes_absents(texte):
            position, champ = lecture.position(chemin), ".".join(map(str, chemin))
            lignes.append(
                f"{fichier}:{position.ligne}:{position.colonne}  {champ}  Le caractère U+{ord(caractere[0]):04X} ne peut pas "
                "être imprimé dans le PSI. Remplacez-le par un mot."
            )
    return lignes
