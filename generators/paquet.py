"""D6: what a package says to the person who opens it."""

from __future__ import annotations

from maia.forms.francais import nombre, pluriel, typographie
from maia.forms.paquet import Manifeste

_ROLES = {"dossier": "Dossier", "pièce": "Pièces", "document": "Documents produits"}
_FIN = "\r\n"


def lisez_moi(m: Manifeste) -> bytes:
    """The text of `LISEZ-MOI.txt` for a manifest that does not list it yet; read by any text editor, Windows' included."""
    v, c = m.verdict, m.constats
    lignes = [
        f"Candidature MAIA {m.campagne}",
        m.porteur.raison_sociale or "(porteur non nommé)",
        "",
        f"Verdict à l’envoi : {'recevable' if v.recevable else 'non recevable'} "
        f"({'complet' if v.complet else 'incomplet'}, {'éligible' if v.eligible else 'non éligible'}), "
        f"budget {'conforme' if v.budget_conforme else 'non conforme'}.",
        f"{pluriel(c.bloquants, 'anomalie bloquante', 'anomalies bloquantes')}, "
        f"{pluriel(c.avertissements, 'avertissement')}, {pluriel(c.informations, 'information')}.",
        *([f"Règles qui bloquent : {', '.join(c.regles_bloquantes)}."] if c.regles_bloquantes else []),
        *(["Envoyé malgré ces anomalies, à la demande du porteur."] if m.malgre_tout and c.bloquants else []),
        f"Vérifié avec {m.regles}.",
    ]
    for role, titre in _ROLES.items():
        siens = [f for f in m.fichiers if f.role == role]
        if siens:
            lignes += ["", titre]
            lignes += [f"  {f.nom}  ({_pages(f.pages)}{nombre(f.octets)} octets)" for f in siens]
    if m.absents:
        lignes += ["", "Fichiers annoncés dans le dossier et non joints", *(f"  {champ}" for champ in m.absents)]
    if m.chemins_adaptes:
        lignes += [
            "",
            "Chemins adaptés dans la copie du dossier (le fichier du porteur n’a pas changé)",
            *(f"  {a.champ} : {a.nom}" for a in m.chemins_adaptes),
        ]
    lignes += [
        "",
        "Pour l’ARS : « maia recevoir » contrôle ce paquet et le range. Le fichier « manifeste.json » donne la taille et "
        "l’empreinte SHA-256 de chaque fichier.",
        "",
    ]
    return ("\ufeff" + _FIN.join(map(typographie, lignes))).encode()


def _pages(pages: int | None) -> str:
    return f"{pluriel(pages, 'page')}, " if pages else ""
