"""Requests to a porteur: every rule speaks of the form and the pieces, never of the file that the program reads."""

import re

import pytest

from maia.forms.complements import (
    Objet,
    complements,
    constat_en_clair,
    formulations,
    lieu,
    remede_en_clair,
    source_en_clair,
)
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, INFORMATION, Constat
from maia.forms.pieces import catalogue
from maia.validators.catalogue import regles
from tests.dossiers import Cas, cas, juger

PIECES = catalogue()
# Keys of the file, its punctuation, commands and paths: nothing that a porteur wrote or will read.
JARGON = re.compile(r"\w+: \w|«\s[a-z_]+:|[a-z]_[a-z]|YAML|sous «|tiret|accolades|guillemets|--|/\w+\.pdf|Complétez «")


def demander(*constats: Constat) -> list[tuple[str, str]]:
    return [(x.constat.replace("\u00a0", " "), x.demande) for x in complements(constats, PIECES)]


@pytest.mark.parametrize("un", [k for k in cas() if not k.accepte], ids=str)
def test_aucune_demande_ne_parle_du_fichier(un: Cas) -> None:
    constats = juger(un.changements).constats
    ecrits = [(d.constat, d.demande) for d in complements(constats, PIECES)]
    montres = [(constat_en_clair(c, PIECES), remede_en_clair(c)) for c in constats if c.gravite is INFORMATION]
    for phrase in [p for paire in ecrits + montres for p in paire]:
        assert not JARGON.search(phrase.replace("\u00a0", " ")), phrase


def test_chaque_formulation_est_celle_d_une_regle() -> None:
    assert formulations().keys() - {r.id for r in regles()} == set()


def test_une_piece_a_son_nom_un_fichier_le_sien_sans_son_dossier() -> None:
    assert demander(
        Constat(
            "pieces.statuts",
            "«\u00a0pieces/statuts.pdf\u00a0» n’est pas un PDF.",
            "Enregistrez le document en PDF.",
            "P21",
        ),
        Constat(
            ("pieces", "engagements", 1, "fichier"),
            "Le fichier «\u00a0x/ssiad.pdf\u00a0» n’existe pas.",
            "Cherchez.",
            "P20",
        ),
    ) == [
        ("Copie des statuts : « statuts.pdf » n’est pas un PDF.", "Enregistrez le document en PDF."),
        (
            "La pièce « document d’engagement n° 2 » est annoncée, mais son fichier ne se trouve pas dans l’envoi.",
            "Envoyez cette pièce.",
        ),
    ]


def test_une_valeur_illisible_est_situee_par_les_mots_du_formulaire() -> None:
    telephone, montant = demander(
        Constat("personne_chargee.telephone", "«\u00a005\u00a0» n’est pas un numéro.", "Écrivez dix chiffres.", "F04"),
        Constat("demande.annee_pleine", "«\u00a0beaucoup\u00a0» n’est pas un montant.", "Écrivez des chiffres.", "F02"),
    )
    assert telephone == (
        "Personne chargée du dossier, téléphone : « 05 » n’est pas un numéro.",
        "Écrivez dix chiffres.",
    )
    assert montant[0] == "Demande, financement en année pleine : cette information ne peut pas être lue."
    assert lieu(("budget", "charges", "62", "Voyages")) == "Budget, charges, compte 62, « Voyages »"
    assert lieu(("effectifs", 0, "etp")) == "Effectifs financés par l’ARS, ligne 1, ETP"


def test_l_obligatoire_d_abord_puis_par_objet_sans_doublon() -> None:
    demandes = complements(
        [
            Constat("projet.estimation", "a", "A", "P35", AVERTISSEMENT, "CIRC annexe III"),
            Constat("budget", "b", "B", "B01", BLOQUANT, "CIRC annexe IV §2, équilibre"),
            Constat("pieces.cv", "c", "C", "P06", BLOQUANT, "CIRC annexe III"),
            Constat("pieces.cv", "c", "C", "P06", BLOQUANT, "CIRC annexe III"),
        ],
        PIECES,
    )
    assert [(d.regle, d.objet, d.obligatoire) for d in demandes] == [
        ("P06", Objet.PIECES, True),
        ("B01", Objet.BUDGET, True),
        ("P35", Objet.PROJET, False),
    ]


def test_ni_les_informations_ni_ce_qui_regarde_l_ars_ne_se_demandent() -> None:
    assert (
        demander(
            Constat("recu_le", "Le dossier a été reçu le 16 mars 2012.", "Vérifiez la date.", "C01", BLOQUANT),
            Constat("porteur.sigel", "Le champ n’existe pas.", "Corrigez.", "F01", AVERTISSEMENT),
            Constat("effectifs", "À temps partiel.", "Dites-le.", "E29", INFORMATION),
        )
        == []
    )


@pytest.mark.parametrize(
    ("source", "clair"),
    [
        ("CIRC §2.2 al. 2", "circulaire, § 2.2 al. 2"),
        ("CIRC annexe IV §2, équilibre", "circulaire, annexe IV § 2"),
        ("CDC §3.3 al. 9, deux ETP", "cahier des charges, § 3.3 al. 9"),
        ("CIRC annexe V-1, article 4 al. 2", "circulaire, annexe V-1, article 4 al. 2"),
    ],
)
def test_une_source_se_lit(source: str, clair: str) -> None:
    assert source_en_clair(source).replace("\u00a0", " ") == clair
