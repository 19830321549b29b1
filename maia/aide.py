"""The commands and the help of `maia`, in plain text: showing them imports nothing."""

from __future__ import annotations

COMMANDES: dict[str, str] = {
    "nouveau": "Commencer un dossier de candidature.",
    "classeur": "Préparer un classeur Excel à remplir, vide ou d’après un dossier.",
    "importer": "Relire un classeur Excel rempli, et en faire un dossier.",
    "verifier": "Vérifier un ou plusieurs dossiers de candidature.",
    "produire": "Produire les documents d’un dossier, en Word et en Excel.",
    "instruire": "Instruire des dossiers : courriers, relevés, classeur de la commission.",
    "assembler": "Assembler la candidature et ses pièces en un seul PDF.",
    "transmettre": "Préparer le paquet à envoyer à l’ARS : dossier, pièces et documents.",
    "recevoir": "Contrôler un paquet reçu et le ranger.",
    "lot": "Produire les conventions de nombreux dossiers.",
    "modeles": "Lister, copier et vérifier les modèles Word et Excel.",
    "relire": "Dire ce qui a changé dans un document Word qui vous revient.",
    "psi": "Plans de services individualisés (PSI) : écrire, vérifier, suivre.",
    "plafond": "Dire combien on peut demander à l’ARS, avec le calcul.",
    "regles": "Lister les règles vérifiées, avec leur source.",
    "regle": "Expliquer une règle.",
    "campagnes": "Lister les campagnes, ou comparer leurs effets sur des dossiers.",
    "schema": "Écrire le schéma qui guide l’éditeur de texte.",
    "demo": "Essayer tout de suite, sur des exemples fictifs.",
    "completion": "Compléter les commandes au clavier (bash, zsh, fish).",
}
"""Name → one sentence, in the order people meet them; each is a module of `maia.commandes`."""

PSI: dict[str, str] = {
    "produire": "Produire le PDF d’un plan.",
    "formulaire": "Produire le formulaire à remplir, vierge ou d’après un plan.",
    "relire": "Relire un formulaire rempli, et en faire un plan.",
    "verifier": "Vérifier un ou plusieurs plans.",
    "reviser": "Commencer une nouvelle version d’un plan.",
    "comparer": "Dire ce qui a changé d’une version à la suivante.",
    "anonymiser": "Retirer d’un plan tout ce qui désigne quelqu’un.",
    "agreger": "Compter besoins et manques de nombreux plans, sans nommer personne.",
}
"""The same for the commands of `maia psi`, modules of `maia.commandes.psi`."""

_CODES = """\
Codes de sortie :
  0  rien de bloquant
  1  au moins une anomalie bloquante, ou un document qui n’a pas pu être fait
  2  commande mal écrite, ou fichier qui ne peut pas être écrit
  3  fichier illisible
  4  défaut du programme, à signaler
  5  copies PDF non faites, tout le reste l’est
  130  interrompu au clavier ; la même commande reprend"""


def aide() -> str:
    """Text of `maia --help`."""
    largeur = max(map(len, COMMANDES)) + 2
    lignes = [f"  {nom:<{largeur}}{phrase}" for nom, phrase in COMMANDES.items()]
    return "\n".join(
        [
            "Usage : maia COMMANDE [OPTIONS] …",
            "",
            "Dossiers de candidature, conventions, budgets et PSI du programme MAIA.",
            "",
            "Commandes :",
            *lignes,
            "",
            "Options :",
            f"  {'--version':<{largeur}}Afficher la version.",
            f"  {'--help':<{largeur}}Afficher cette aide ; « maia COMMANDE --help » pour une commande.",
            "",
            "Exemple :",
            "  maia verifier dossier.yaml",
            "",
            _CODES,
        ]
    )
