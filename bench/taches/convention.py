"""The convention by our Word engine."""

from __future__ import annotations

from typing import Any

from bench.donnees import CONVENTION, campagne_entiere
from bench.ouvrier import Rendre
from maia.forms.ars import Ars
from maia.forms.campagne import Campagne, campagne
from maia.forms.examen import Etat, Examen
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.generators.convention import convention_annuelle
from maia.generators.production import catalogue
from maia.generators.production import rendre as produire
from maia.generators.word import ModeleWord
from maia.origine import origine
from maia.validators.rapport import Rapport, verifier

EXAMINEE = Examen(Etat.LISIBLE, pages=3, empreinte="0" * 64, octets=1_000)


def des_champs(champs: list[dict[str, Any]]) -> Rendre:
    """Fields to .docx."""
    modele = _modele()
    return lambda i: modele.rendre(champs[i % len(champs)])


def du_dossier(_: Any) -> Rendre:
    """Typed dossier and ARS file to .docx: fields computed each time."""
    modele, c = _modele(), campagne()
    dossiers = list(campagne_entiere())

    def rendre(i: int) -> bytes:
        d, a = dossiers[i % len(dossiers)]
        return modele.rendre(convention_annuelle(d, a, c).valeurs)

    return rendre


def du_fichier(donnees: dict[str, Any]) -> Rendre:
    """The YAML of a dossier, in memory, to its .docx: read, typed, checked, its fields computed, its origin stamped.

    Its pieces are taken as examined.
    """
    document, c = catalogue()["convention-annuelle"], campagne()
    textes = [texte.encode() for texte in donnees["textes"]]
    a = Ars.model_validate(donnees["ars"])

    def rendre(i: int) -> bytes:
        lu, rapport = _verifie(textes[i % len(textes)], c)
        assert not rapport.bloquant
        return produire(document, document.remplir(lu.dossier, a, c, rapport), origine=origine(lu, "2012"))

    return rendre


def _verifie(texte: bytes, c: Campagne) -> tuple[DossierLu, Rapport]:
    lu = ouvrir_texte(texte)
    assert isinstance(lu, DossierLu)
    lu.dossier.joindre({nom: EXAMINEE for _, nom in lu.dossier.pieces.fichiers()})
    return lu, verifier(lu.dossier, c, lu.lecture)


def _modele() -> ModeleWord:
    return ModeleWord.compiler(CONVENTION.read_bytes(), CONVENTION.name)
