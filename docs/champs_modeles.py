"""Draws `champs-modeles.md`: every field that the documents give their templates, as `maia modeles verifier` knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from docs.generer import ENTETE, code, tableau
from maia.champs_modeles import champs_connus
from maia.forms.nomenclature import nomenclature
from maia.generators.documents import Document
from maia.generators.ooxml import Paquet
from maia.generators.production import catalogue, modele_officiel
from maia.generators.proprietes import arbre
from maia.generators.relecture.arbre import Noeud
from maia.generators.relecture.passages import CORPS, passages
from maia.generators.word.champs import ELEMENT, champs_lus

LONGUEUR = 60
ALENTOUR = 30
COMPTE = re.compile(r"(?:campagne|pleine)_([0-9]{2}|indirectes)(?=_|$)")


def page() -> Iterator[str]:
    """The documents in order, a table for each, in pieces of Markdown."""
    yield "# Les champs des modèles"
    yield ENTETE
    yield (
        "Chaque document se fait d’un modèle Word ou Excel, que vous pouvez copier (`maia modeles copier`), modifier, "
        "vérifier (`maia modeles verifier`) et employer (`--modeles DOSSIER`). Les tableaux donnent ce que chaque "
        "document fournit à son modèle : le champ, ce qu’il est, un exemple tiré des dossiers fictifs et sa source."
    )
    yield """\
Dans un modèle Word, un champ s’écrit entre doubles accolades ; un champ qui contient `[]` appartient à une liste, que
l’on parcourt ligne par ligne (`{%tr … %}`) ou paragraphe par paragraphe (`{%p … %}`) ; un champ « oui ou non » sert de
condition :

```
Le siège est situé : {{ porteur.siege }}
{%p if ars.directrice %}
La directrice générale
{%p endif %}
{%tr for l in territoire %}
{{ l.canton }}   {{ l.commune }}
{%tr endfor %}
```

Dans un modèle Excel, un champ est un nom défini (Formules > Gestionnaire de noms) : une cellule, ou les lignes d’une
liste et, pour chaque colonne, `liste.colonne`."""
    yield "## Ce qu’un fichier produit dit de lui-même"
    yield """\
Chaque fichier Word ou Excel produit contient, dans ses propriétés personnalisées (Fichier > Informations > Propriétés
avancées), de quoi être relu quand il revient : le nom du document (`maia.document`), le nom, les octets et l’empreinte
SHA-256 du dossier (`maia.dossier`, `maia.source.01`…, `maia.dossier.sha256`), la campagne, la version des règles,
l’empreinte du modèle et, pour un formulaire officiel en Word, les valeurs qui l’ont rempli (`maia.champs.01`…). Word,
Excel et LibreOffice les gardent en enregistrant. Qui reçoit le fichier reçoit donc aussi le dossier ; le fichier de
l’ARS n’y est pas. Les propriétés que vous ajoutez à un modèle restent. Une empreinte décèle un fichier abîmé ou
retouché ; ce n’est pas une signature."""
    for document in catalogue().values():
        yield f"## {document.nom} – `{document.modele}`"
        yield f"Source : {document.source}."
        yield tableau(("Champ", "Libellé", "Exemple", "Source"), _lignes(document))


def _lignes(document: Document) -> Iterator[tuple[str, str, str, str]]:
    places = _places(document)
    for chemin, noeud in champs_connus(document).feuilles():
        autour, lieu = places.get(chemin, ("", ""))
        yield code(chemin), libelle(chemin, autour), _exemple(noeud), _source(document, lieu)


def libelle(chemin: str, autour: str) -> str:
    """What a field is: the most precise label, the account for a cell of the budget, else the words around it."""
    if compte := COMPTE.match(chemin):
        comptes = {**nomenclature().charges, **nomenclature().produits, **nomenclature().contributions}
        titre = comptes[compte[1]].libelle if compte[1] in comptes else compte[1]
        annee = "campagne" if chemin.startswith("campagne") else "année pleine"
        quoi = {"libelle": "intitulé de la ligne", "montant": "montant de la ligne", "statut": "A ou T"}
        return ", ".join(filter(None, (titre, quoi.get(chemin.rpartition(".")[2], "total du compte"), annee)))
    connus = libelles()
    if chemin in connus:
        return connus[chemin]
    fins = [cle for cle in connus if cle.startswith("*") and chemin.endswith(cle[1:])]
    return connus[max(fins, key=len)] if fins else autour


@cache
def libelles() -> Mapping[str, str]:
    """Path, or `*` and the end of a path → label."""
    texte = Path(__file__).with_name("libelles_modeles.yaml").read_text(encoding="utf-8")
    lus: dict[str, str] = yaml.safe_load(texte)
    return lus


def _exemple(noeud: Noeud) -> str:
    texte = " ".join(noeud.exemple.split())
    if re.fullmatch(r"[0-9]+\.[0-9]+", texte):  # a number of the workbook
        texte = texte.replace(".", ",")
    return texte if len(texte) <= LONGUEUR else texte[: LONGUEUR - 1].rstrip() + "…"


def _source(document: Document, lieu: str) -> str:
    """The article where the field first stands, when the template is an official form."""
    article = re.match(r"(?:Article|Annexe) ", lieu)
    return f"{document.source}, {lieu[0].lower()}{lieu[1:]}" if article and document.officiel else document.source


def _places(document: Document) -> dict[str, tuple[str, str]]:
    """Field → the words around its first tag in our template, the article that holds it."""
    if document.format != "docx":
        return {}
    corps = arbre(Paquet.lire(modele_officiel(document.modele)), CORPS)
    places: dict[str, tuple[str, str]] = {}
    lus = passages(corps, CORPS)
    textes = [p.texte for p in lus]
    for lu in champs_lus(textes):
        chemin = re.sub(rf"\.{re.escape(ELEMENT)}", ELEMENT, ".".join(lu.chemin))
        texte = textes[lu.paragraphe]
        avant, _, apres = texte.partition(lu.balise)
        entoure = f"{avant[-ALENTOUR:].strip()} … {apres[:ALENTOUR].strip()}".strip(" …")
        sans_balise = re.sub(r"\{[{%].*?[%}]\}|[{}%]", "…", entoure)
        places.setdefault(chemin, (sans_balise, lus[lu.paragraphe].lieu))
    return places
