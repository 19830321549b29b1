"""XlsxWriter: no template, the whole workbook written cell by cell; its look is simplified."""

from __future__ import annotations

import io
from typing import Any

from xlsxwriter import Workbook

from bench.ouvrier import Rendre


def budget(programme: dict[str, Any]) -> Rendre:
    """Cells, styles, widths, merged cells and page headers; neither defined names nor validations, nor values of formulas."""
    feuilles = [
        feuille
        | {"cellules": {(ligne, colonne): (valeur, style) for ligne, colonne, valeur, style in feuille["cellules"]}}
        for feuille in programme["feuilles"]
    ]
    documents = programme["documents"]

    def rendre(i: int) -> bytes:
        document, sortie = documents[i % len(documents)], io.BytesIO()
        classeur = Workbook(sortie, {"in_memory": True})
        styles = [classeur.add_format(style) for style in programme["styles"]]
        remplies = {(f, ligne, colonne): valeur for f, ligne, colonne, valeur in document["valeurs"]}
        for rang, feuille in enumerate(feuilles):
            page = classeur.add_worksheet(feuille["titre"])
            page.set_header(f"&L{document['porteur']}".replace("&", "&&").replace("&&L", "&L", 1))
            for nom, largeur in feuille["colonnes"].items():
                page.set_column(f"{nom}:{nom}", largeur)
            for (ligne, colonne), (valeur, style) in feuille["cellules"].items():
                page.write(ligne - 1, colonne - 1, remplies.get((rang, ligne, colonne), valeur), styles[style])
            for debut, (bas, droite) in feuille["fusions"].items():
                haut, gauche = map(int, debut.split(","))
                valeur, style = feuille["cellules"][haut, gauche]
                texte = remplies.get((rang, haut, gauche), valeur)
                page.merge_range(haut - 1, gauche - 1, bas - 1, droite - 1, texte, styles[style])
        classeur.close()
        return sortie.getvalue()

    return rendre
