"""Ten thousand plans counted by one command: files read, typed, counted, small cells hidden, workbook and pictures."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from bench.bilan import Ligne
from bench.cadre import Cadre

PLANS = 10_000
_DOMAINES = ("Santé", "Actes essentiels", "Mobilité", "Entourage", "Ressources", "Logement", "Vie sociale")
_REPONSES = ("Accueil de jour", "SSIAD", "Hébergement temporaire", "SAAD", "Portage de repas", "Groupe de parole")


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Time of the whole, in milliseconds a plan, and peak memory of the process."""
    from maia.forms.psi import CAUSES  # noqa: PLC0415

    dossier = cadre.dossier / "plans"
    dossier.mkdir()
    tirage = random.Random(1)
    for rang in range(PLANS):
        (dossier / f"{rang:05}.yaml").write_text(_plan(rang, tirage, tuple(CAUSES)), encoding="utf-8")
    duree, memoire = _lancer(dossier, cadre.dossier / "agregat")
    note = f"{PLANS} fichiers en {duree:.0f} s : lus, comptés, petits effectifs cachés, classeur et dix images"
    lignes = [Ligne("Agrégat de PSI, par plan", nous=duree * 1000 / PLANS, note=note)]
    if memoire is not None:
        lignes.append(Ligne(f"Mémoire, agrégat de {PLANS} PSI", nous=memoire, unite="Mio", note="pic du processus"))
    return lignes


def _lancer(plans: Path, sortie: Path) -> tuple[float, float | None]:
    commande = [sys.executable, "-m", "maia", "psi", "agreger", str(plans), "-o", str(sortie)]
    debut = time.perf_counter()
    if not hasattr(os, "wait4"):
        subprocess.run(commande, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - debut, None
    processus = subprocess.Popen(commande, stdout=subprocess.DEVNULL)
    _, etat, ressources = os.wait4(processus.pid, 0)
    if etat:
        raise RuntimeError(f"maia psi agreger a échoué ({etat})")
    return time.perf_counter() - debut, ressources.ru_maxrss / 1024


def _plan(rang: int, tirage: random.Random, causes: tuple[str, ...]) -> str:
    jour = date(2013, 1, 1) + timedelta(tirage.randrange(300))
    nombre = tirage.randint(3, 9)
    besoins = "".join(
        f"  - {{numero: {n}, prioritaire: {tirage.choice(['oui', 'non'])}, domaine: {tirage.choice(_DOMAINES)}, "
        "texte: Compenser l’incapacité partielle à la toilette}\n"
        for n in range(1, nombre + 1)
    )
    ecarts = "".join(
        f"  - {{numeros: {tirage.randint(1, nombre)}, reponse: {tirage.choice(_REPONSES)}, cause: {tirage.choice(causes)}}}\n"
        for _ in range(tirage.randint(0, 4))
    )
    return (
        f"formulaire: plan de services individualisé\nmaia: MAIA de Gâtine\nredacteur: {{nom: Mme G{tirage.randint(1, 9)}}}\n"
        f"date: {jour:%d/%m/%Y}\nrevision: {jour + timedelta(180):%d/%m/%Y}\n"
        f"personne: {{nom: NOM{rang}, prenom: P, ne_le: 14/02/{tirage.randint(1918, 1950)}}}\n"
        f"besoins:\n{besoins}besoins_non_combles:\n{ecarts}"
    )
