"""Writes `tests/courriers/*.txt` anew."""

from tests.courriers import ICI, LETTRES, lettre, lignes

for cle in LETTRES:
    (ICI / f"{cle}.txt").write_text("".join(f"{ligne}\n" for ligne in lignes(lettre(cle))), encoding="utf-8")
