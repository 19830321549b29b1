"""A whole campaign, as an ARS would run it: 55 dossiers on the disk, verdicts and documents out."""

from __future__ import annotations

from bench.bilan import Ligne
from bench.cadre import Cadre
from bench.campagne import ecrire_campagne
from bench.donnees import ars
from bench.mesures.lecture import repeter
from bench.tours import Etendue, tourner
from maia.forms.campagne import campagne
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.generators.production import catalogue, rendre
from maia.validators.rapport import verifier


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Time for a dossier, everything included: files read, PDF pieces examined, rules, convention and workbook."""
    chemins, c, a = ecrire_campagne(cadre.dossier / "campagne"), campagne(), ars("poitou-charentes")
    documents = catalogue().values()

    def tout() -> None:
        lus = [lu for chemin in chemins if isinstance(lu := ouvrir(chemin), DossierLu)]
        assert len(lus) == len(chemins)
        examiner_pieces(lus)
        for lu in lus:
            assert verifier(lu.dossier, c, lu.lecture).verdict.recevable, lu.chemin.name
            for document in documents:
                rendre(document, document.champs(lu.dossier, a, c))

    tours = tourner({"maia": repeter(tout)}, tours=max(3, cadre.tours // 3), secondes=0.01)
    e = Etendue.de([duree / len(chemins) for duree in tours.medianes["maia"]])
    return [
        Ligne(
            "Campagne entière, par dossier",
            nous=e.mediane,
            note=f"{len(chemins)} dossiers : fichiers lus, pièces examinées, règles, {len(documents)} documents rendus",
        )
    ]
