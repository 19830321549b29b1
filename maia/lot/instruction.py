"""`maia instruire`: for each dossier, what an ARS writes on receiving it; for all of them, the commission's workbook."""

from __future__ import annotations

from dataclasses import replace

from maia.forms.lecture import Illisible, Lecture
from maia.forms.ouverture import DossierLu
from maia.generators.commission import MODELE, Candidat, commission
from maia.generators.courriers import suite
from maia.generators.production import catalogue, rendre
from maia.lot.journal import Etat
from maia.lot.parametres import Parametres, manquants
from maia.lot.recette import Fait
from maia.matrice import matrice
from maia.origine import origine
from maia.page import page
from maia.validators.rapport import Rapport
from maia.verification import Verifie, controles

PAGE = "verification.html"


class Instruction:
    """A folder a dossier: receipt, record of instruction, the letter that it calls for, the page of the checks."""

    lot = "instruire"
    d_ensemble = True

    def __init__(self, parametres: Parametres, choix: tuple[str, ...]) -> None:
        self._p = parametres
        self._choix = choix
        self._catalogue = catalogue()
        self.campagne = parametres.campagne
        self.pieces = parametres.pieces
        self.cle = parametres.cle(self.lot, *choix)
        self._lus: list[Verifie | Illisible] = []
        self._candidats: list[Candidat] = []

    def fabriquer(self, lu: DossierLu, rapport: Rapport, nom: str) -> Fait:
        """Every document that the dossier calls for; one that lacks a fact is left out, or made as a draft."""
        p, faits = self._p, controles(rapport, self.campagne, lu.lecture)
        instruction = replace(rapport, controles=faits)
        de_la, documents = origine(lu, p.nom_de_campagne), {}
        absents: list[str] = []
        for demande in suite(lu.dossier, p.ars, p.campagne, instruction):
            document = self._catalogue[demande]
            champs = document.remplir(lu.dossier, p.ars, p.campagne, instruction)
            if champs.manquants:
                absents.append(f"{demande} : {manquants(champs.manquants)}")
                if not p.brouillon:
                    continue
            titre = f"{'brouillon-' if champs.manquants else ''}{demande}.{document.format}"
            documents[f"{nom}/{titre}"] = rendre(document, champs, modeles=p.modeles, origine=de_la)
        verifie = Verifie(lu, instruction, faits)
        documents[f"{nom}/{PAGE}"] = page([verifie], p.campagne, p.pieces, self._choix)
        etat = Etat.PRODUIT if not absents else Etat.BROUILLON if p.brouillon else Etat.PARTIEL
        return Fait(etat, documents, " ".join(filter(None, (*absents, p.autre_region(lu.dossier)))))

    def retenir(self, resultat: tuple[DossierLu, Rapport] | Illisible) -> None:
        """Keep what the commission's workbook says of a dossier: not its text, ten times as heavy."""
        if isinstance(resultat, Illisible):
            self._lus.append(resultat)
            return
        lu, rapport = resultat
        vide = Lecture(lu.lecture.fichier, b"", "", None, {}, {})
        self._lus.append(Verifie(replace(lu, lecture=vide), rapport, ()))
        self._candidats.append(Candidat.de(lu.dossier, self._p.ars))

    def rassembler(self) -> dict[str, bytes]:
        """The commission's workbook."""
        p = self._p
        m = matrice(self._lus, p.campagne, p.pieces)
        return {MODELE: commission(m, self._candidats, p.ars, p.campagne, modele=p.modeles.get(MODELE))}
