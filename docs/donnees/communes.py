"""Makes `forms/communes.txt`: the communes of France on 1 January 2012, from two npm packages of Etalab.

    npm install --prefix TRAVAIL --ignore-scripts @etalab/decoupage-administratif@0.5.1 codes-postaux@2.1.0
    python docs/donnees/communes.py TRAVAIL               # writes forms/communes.txt
    python docs/donnees/communes.py TRAVAIL --verifier    # compares instead; exit code 1 when a byte differs

The sources are checked against their SHA-256 first, so the same bytes always come out. See `docs/donnees.md`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

JOUR = "2012-01-01"
SORTIE = Path(__file__).resolve().parents[2] / "forms" / "communes.txt"
HISTORIQUE = "@etalab/decoupage-administratif/data/historique-communes.json"
ACTUELLES = "@etalab/decoupage-administratif/data/communes.json"
POSTAUX = "codes-postaux/codes-postaux.json"
EMPREINTES = {
    HISTORIQUE: "ca5ca1b3aaf7f79c5204d6307c21ce7f1f2532b13b80d85f27577faa9a5886e7",
    ACTUELLES: "22b1c43133f015e05b6cabceebdf8dc5b0ab8a56742b8457f3ad89e1c64853d1",
    POSTAUX: "8fc0c28f943117ab9022df519388f4b15e1d3e2d147120d76aed507c62f9435a",
}
ENTETE = f"""\
# Communes de France au 1er janvier 2012, avec leurs codes postaux. Fichier produit par docs/donnees/communes.py : ne pas modifier.
# Sources : Code officiel géographique (INSEE) et codes postaux (DGFiP), mis en forme par Etalab dans les paquets npm
# @etalab/decoupage-administratif 0.5.1 (mai 2019) et codes-postaux 2.1.0 (mars 2018) ; sélection et format : maia.
# Licence Ouverte / Open Licence (Etalab) : réutilisation libre, la source et sa date étant citées, comme ici.
# « @79 » ouvre un département ; à sa suite, les codes postaux de ses communes qui portent le numéro d’un autre.
# La énième ligne sous « @79 » est la commune 79 + n sur trois chiffres (deux outre-mer) ; vide, ce numéro n’existait pas en {JOUR[:4]}.
# Une ligne, entre tabulations : le nom ; « >59350 » si c’est une partie de cette commune (commune associée, arrondissement) ;
# les codes postaux sans le numéro du département (20 en Corse) ni leur dernier zéro (79200 : 20), ou entiers s’ils en ont un autre.
"""

Commune = dict[str, Any]


class Sources:
    """The three files, indexed."""

    def __init__(self, travail: Path) -> None:
        """Reads `travail/node_modules`; `SystemExit` when a file isn't the one that this script was written for."""
        historique = _lire(travail, HISTORIQUE)
        self.historique: list[Commune] = historique
        self.par_id = {c["id"]: c for c in historique}
        types = {"commune-actuelle", "arrondissement-municipal"}
        self.actuelles = {c["code"]: c for c in _lire(travail, ACTUELLES) if c["type"] in types}
        self.postaux: dict[str, set[str]] = {}
        for c in _lire(travail, POSTAUX):
            self.postaux.setdefault(c["codeCommune"], set()).add(c["codePostal"])

    def au_jour(self, genre: str) -> dict[str, Commune]:
        """Communes (`COM`) or parts of communes (`COMA`, `COMD`) in force on the day, by code."""
        return {
            c["code"]: c
            for c in self.historique
            if c["type"] == genre and c.get("dateDebut", "") <= JOUR < c.get("dateFin", "9999")
        }

    def arrondissements(self) -> Iterator[Commune]:
        """The 45 arrondissements of Paris, Lyon and Marseille, the same in 2012 and in 2019."""
        return (c for c in self.actuelles.values() if c["type"] == "arrondissement-municipal")

    def codes_postaux(self, commune: Commune) -> set[str]:
        """Postal codes of 2018 if the commune was still there, otherwise those of its successor, or of its pieces."""
        codes = [commune["code"]]
        if commune.get("raisonFin") == "dé-fusion":
            codes += [self.par_id[membre]["code"] for membre in commune["membres"]]
        connus = {postal for code in codes for postal in self.postaux.get(code, ())}
        return connus or set(self.actuelles[self._successeur(commune)]["codesPostaux"])

    def _successeur(self, commune: Commune) -> str:
        while True:
            if commune["type"] != "COM":
                commune = self.par_id[commune["pole"]]
            elif "successeur" in commune:
                commune = self.par_id[commune["successeur"]]
            else:
                return str(commune["code"])


def _lire(travail: Path, chemin: str) -> Any:
    octets = (travail / "node_modules" / chemin).read_bytes()
    if hashlib.sha256(octets).hexdigest() != EMPREINTES[chemin]:
        raise SystemExit(f"{chemin} : ce n’est pas le fichier attendu (empreinte différente).")
    return json.loads(octets)


def departement(insee: str) -> str:
    """`79202` → `79`, `97411` → `974`."""
    return insee[:3] if insee.startswith("97") else insee[:2]


def prefixe(numero: str) -> str:
    """First digits of the postal codes of a département."""
    return "20" if numero in {"2A", "2B"} else numero


def abrege(code: str, numero: str) -> str:
    """`79200` in 79 → `20`; whole when it begins with another département's number."""
    return code.removeprefix(prefixe(numero)).removesuffix("0") if code.startswith(prefixe(numero)) else code


def lignes(sources: Sources) -> dict[str, tuple[str, set[str]]]:
    """INSEE code → what is written before the postal codes, and these."""
    communes = sources.au_jour("COM")
    trouvees = {code: (str(c["nom"]), sources.codes_postaux(c)) for code, c in communes.items()}
    for code, c in (sources.au_jour("COMA") | sources.au_jour("COMD")).items():
        pole = sources.par_id[c["pole"]]["code"]
        # The first member of a commune nouvelle keeps the same code: there is only one line for both.
        if code not in communes:
            trouvees[code] = f"{c['nom']}\t>{pole}", trouvees[pole][1] | sources.postaux.get(code, set())
    for c in sources.arrondissements():
        trouvees[c["code"]] = f"{c['nom']}\t>{c['commune']}", set(c["codesPostaux"])
    return trouvees


def blocs(trouvees: dict[str, tuple[str, set[str]]]) -> Iterator[str]:
    """One block of text by département."""
    for numero, codes in groupby(sorted(trouvees), departement):
        rangs = {int(code[len(numero) :]): trouvees[code] for code in codes}
        hors = sorted({p for _, postaux in rangs.values() for p in postaux if not p.startswith(prefixe(numero))})
        yield " ".join([f"@{numero}", *hors])
        for rang in range(1, max(rangs) + 1):
            nom, postaux = rangs.get(rang, ("", set()))
            yield f"{nom}\t{','.join(abrege(p, numero) for p in sorted(postaux))}".strip()


def main() -> int:
    """Writes the file, or compares it."""
    lecteur = argparse.ArgumentParser(description="Refait forms/communes.txt.")
    lecteur.add_argument("travail", type=Path, help="dossier où npm a installé les deux paquets")
    lecteur.add_argument("--verifier", action="store_true", help="compare au lieu d’écrire")
    choix = lecteur.parse_args()
    octets = (ENTETE + "\n".join(blocs(lignes(Sources(choix.travail)))) + "\n").encode()
    if choix.verifier:
        identique = SORTIE.read_bytes() == octets
        print("Identique." if identique else "Différent : relancez sans --verifier.")
        return 0 if identique else 1
    SORTIE.write_bytes(octets)
    print(f"{SORTIE.name} : {len(octets)} octets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
