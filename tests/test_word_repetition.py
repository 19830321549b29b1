"""One compiled template serves a whole campaign: same values same bytes, no trace from one document to the next."""

import gc
import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from maia.generators.word import ChampInconnu, ModeleWord
from tests.depot import RACINE
from tests.modeles_word import compiler, lignes_du_tableau, modele_docx, textes

PARAGRAPHES = ["Convention {{ nom }}", "{%p if fiqcs %}", "Réseau", "{%p endif %}", "Note : {{ note }}"]
TABLEAU = [["{%tr for l in lignes %}", ""], ["{{ l.compte }}", "{{ l.montant }}"], ["{%tr endfor %}", ""]]


def champs(rang: int) -> dict[str, object]:
    lignes = [{"compte": 60 + n, "montant": f"{rang * 1000 + n}\u202f€"} for n in range(rang % 5)]
    return {"nom": f"Porteur {rang}", "fiqcs": rang % 2, "note": "a\nb & c" * (rang % 3), "lignes": lignes}


def modele() -> ModeleWord:
    return compiler(*PARAGRAPHES, tableau=TABLEAU, titre="{{ nom }}")


def test_memes_valeurs_memes_octets_quel_que_soit_ce_qui_a_ete_rendu_entre_temps() -> None:
    m = modele()
    attendus = [m.rendre(champs(rang)) for rang in range(10)]
    assert [m.rendre(champs(rang)) for rang in reversed(range(10))] == attendus[::-1]
    assert len(set(attendus)) == 10


def test_un_rendu_manque_ne_laisse_pas_de_trace() -> None:
    m = modele()
    attendu = m.rendre(champs(3))
    with pytest.raises(ChampInconnu, match="« note »"):
        m.rendre({"nom": "a\nb", "fiqcs": True, "lignes": []})
    assert m.rendre(champs(3)) == attendu


def test_les_valeurs_ne_sont_pas_modifiees() -> None:
    donnees = champs(4)
    modele().rendre(donnees)
    assert donnees == champs(4)


def test_des_fils_d_execution_partagent_un_modele() -> None:
    m = modele()
    attendus = [m.rendre(champs(rang)) for rang in range(40)]
    with ThreadPoolExecutor(8) as executants:
        assert list(executants.map(lambda rang: m.rendre(champs(rang % 40)), range(400))) == attendus * 10


def test_la_memoire_ne_grandit_pas_avec_le_nombre_de_documents() -> None:
    m = modele()
    donnees = [champs(rang) for rang in range(10)]

    def memoire_apres(tours: int) -> int:
        for _ in range(tours):
            for champs_du_jour in donnees:
                m.rendre(champs_du_jour)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        depart = memoire_apres(2)
        assert memoire_apres(30) - depart < 20_000  # bytes, for three hundred documents of 20 kB
    finally:
        tracemalloc.stop()


PROGRAMME = """
import hashlib, sys
from tests.test_word_repetition import champs, PARAGRAPHES
from maia.generators.word import ModeleWord
modele = ModeleWord.compiler(open(sys.argv[1], "rb").read(), "essai")
print(hashlib.sha256(modele.rendre(champs(4))).hexdigest(), sorted(modele.champs))
"""


def test_memes_octets_ailleurs_autre_graine_autre_fuseau_autre_langue(tmp_path: Path) -> None:
    fichier = tmp_path / "modele.docx"
    fichier.write_bytes(modele_docx(*PARAGRAPHES, tableau=TABLEAU, titre="{{ nom }}"))

    def ailleurs(**environnement: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", PROGRAMME, fichier],
            env={**os.environ, **environnement},
            cwd=RACINE,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    ici = ailleurs(PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    assert ici == ailleurs(PYTHONHASHSEED="12345", TZ="Pacific/Noumea", LC_ALL="C.UTF-8")
    assert "['fiqcs', 'lignes', 'nom', 'note']" in ici


def test_le_modele_rendu_est_bien_celui_attendu() -> None:
    octets = modele().rendre(champs(2))
    assert textes(octets) == ["Convention Porteur 2", "Note : a\nb & ca\nb & c", "Fin"]
    assert lignes_du_tableau(octets) == [["60", "2000\u202f€"], ["61", "2001\u202f€"]]
