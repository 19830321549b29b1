"""`maia psi formulaire` and `maia psi relire`, as people run them; nothing personal is ever shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from maia.forms.confidentialite import valeurs_personnelles
from tests.formulaires_lus import abimer, remplir_a_la_main, vierge
from tests.lancer import EXEMPLES, PSI, Maia, lancer
from tests.psi_lus import dechiffrer, exemple, plan
from tests.test_psi_relire_imprime import changer_la_jointe, changer_une_page

MOT = "quatre mots de passe"
LONG = EXEMPLES / "psi" / "vingt-deux-problematiques.yaml"


@pytest.mark.parametrize("source", [PSI, LONG], ids=lambda c: c.stem)
def test_du_plan_au_formulaire_et_retour(source: Path, tmp_path: Path, maia: Maia) -> None:
    fait = maia("psi", "formulaire", source, "-o", tmp_path / "f.pdf")
    assert (fait.code, fait.sortie, fait.erreurs) == (0, f"{tmp_path / 'f.pdf'}\n", "")
    retour = maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "psi.yaml")
    assert (retour.code, retour.erreurs) == (0, "")
    assert plan((tmp_path / "psi.yaml").read_bytes()) == plan(source.read_bytes())
    assert {stat.S_IMODE((tmp_path / nom).stat().st_mode) for nom in ("f.pdf", "psi.yaml")} == {0o600}


def test_le_formulaire_vierge(tmp_path: Path, maia: Maia) -> None:
    assert maia("psi", "formulaire", "-o", tmp_path / "v.pdf").code == 0
    assert (tmp_path / "v.pdf").read_bytes() == vierge()


def test_un_plan_imprime_rend_le_fichier_dont_il_vient(tmp_path: Path, maia: Maia) -> None:
    maia("psi", LONG, "-o", tmp_path / "p.pdf", "--semaine")
    fait = maia("psi", "relire", tmp_path / "p.pdf", "-o", tmp_path / "psi.yaml")
    assert (fait.code, fait.erreurs) == (0, "")
    assert (tmp_path / "psi.yaml").read_bytes() == LONG.read_bytes()


def test_l_exemplaire_des_partenaires_ne_rend_que_ce_qu_ils_savent(tmp_path: Path, maia: Maia) -> None:
    maia("psi", PSI, "-o", tmp_path / "p.pdf", "--copie", "partenaires")
    assert maia("psi", "relire", tmp_path / "p.pdf", "-o", tmp_path / "psi.yaml").code == 0
    assert "droits_ouverts" not in (tmp_path / "psi.yaml").read_text(encoding="utf-8")


def test_un_plan_dont_la_piece_jointe_a_ete_changee_n_est_pas_relu(tmp_path: Path, maia: Maia) -> None:
    change = abimer(exemple(PSI), changer_la_jointe("Andrée".encode(), b"Zulmira"))
    (tmp_path / "p.pdf").write_bytes(change)
    fait = maia("psi", "relire", tmp_path / "p.pdf", "-o", tmp_path / "psi.yaml")
    assert fait.code == 1
    assert "Les pages 1 et 2 ne disent pas la même chose" in " ".join(fait.erreurs.split())
    assert "Zulmira" not in fait.sortie + fait.erreurs
    assert not (tmp_path / "psi.yaml").exists()


def test_un_plan_dont_une_page_a_ete_changee_non_plus(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "p.pdf").write_bytes(abimer(exemple(PSI), changer_une_page))
    fait = maia("psi", "relire", tmp_path / "p.pdf", "-o", tmp_path / "psi.yaml")
    assert fait.code == 1
    assert "La page 2 ne dit pas la même chose" in " ".join(fait.erreurs.split())


def test_ce_qui_n_est_pas_compris_est_situe_et_n_empeche_pas_d_ecrire(tmp_path: Path, maia: Maia) -> None:
    rempli = remplir_a_la_main(vierge(), {"personne/nom": "Quintaneiro", "personne/ne_le": "vers 1931, à Zulmira"})
    (tmp_path / "f.pdf").write_bytes(rempli)
    fait = maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "psi.yaml")
    assert fait.code == 0
    assert f"{tmp_path / 'psi.yaml'}:5:10  personne.ne_le" in fait.erreurs
    assert "1 point à revoir" in fait.erreurs.replace("\u00a0", " ")
    assert not [v for v in ("Quintaneiro", "1931", "Zulmira") if v in fait.sortie + fait.erreurs]
    assert "ne_le: vers 1931, à Zulmira" in (tmp_path / "psi.yaml").read_text(encoding="utf-8")


def test_ce_que_le_formulaire_ne_tient_pas_est_dit_en_le_faisant(tmp_path: Path, maia: Maia) -> None:
    maia("psi", "anonymiser", PSI, "-o", tmp_path / "a.yaml")
    fait = maia("psi", "formulaire", tmp_path / "a.yaml", "-o", tmp_path / "f.pdf")
    assert fait.code == 0
    assert "Anonyme : le formulaire n’a pas de case" in fait.erreurs.replace("\u00a0", " ")


def test_un_formulaire_chiffre(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "mot").write_text(f"{MOT}\n", encoding="utf-8")
    avec = ("--mot-de-passe", tmp_path / "mot")
    fait = maia("psi", "formulaire", PSI, "-o", tmp_path / "f.pdf", "--chiffrer", *avec)
    assert fait.code == 0
    assert "Copie chiffrée" in fait.erreurs
    assert dechiffrer((tmp_path / "f.pdf").read_bytes(), MOT) is not None

    assert maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "psi.yaml").code == 2
    assert maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "psi.yaml", *avec).code == 0
    (tmp_path / "mot").write_text("un autre mot\n", encoding="utf-8")
    refus = maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "b.yaml", *avec)
    assert refus.code == 3
    assert "Ce n’est pas le bon mot de passe" in refus.erreurs


def test_un_fichier_existant_n_est_pas_remplace(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.yaml").write_bytes(b"ancien")
    (tmp_path / "f.pdf").write_bytes(vierge())
    assert maia("psi", "relire", tmp_path / "f.pdf", "-o", tmp_path / "psi.yaml").code == 2
    assert (tmp_path / "psi.yaml").read_bytes() == b"ancien"


def test_un_autre_pdf_est_refuse_avec_sa_raison(tmp_path: Path, maia: Maia) -> None:
    fait = maia("psi", "relire", PSI, "-o", tmp_path / "psi.yaml")
    assert fait.code == 3
    assert "Ce n’est pas un fichier PDF" in fait.erreurs


def test_apres_un_echec_rien_de_personnel_n_est_nulle_part(tmp_path: Path) -> None:
    travail, provisoire = tmp_path / "travail", tmp_path / "tmp"
    travail.mkdir()
    provisoire.mkdir()
    (tmp_path / "p.pdf").write_bytes(abimer(exemple(PSI), changer_une_page))
    (tmp_path / "f.pdf").write_bytes(remplir_a_la_main(vierge(), {"personne/nom": "LEFÈVRE", "date": "hier"}))
    commandes = (
        ("psi", "relire", tmp_path / "p.pdf", "-o", travail / "psi.yaml"),
        ("psi", "relire", tmp_path / "f.pdf", "-o", PSI / "psi.yaml"),
        ("psi", "formulaire", PSI, "-o", PSI / "f.pdf"),
    )
    for commande in commandes:
        fini = lancer(*commande, dossier=travail, TMPDIR=str(provisoire))
        assert fini.code in {1, 2}, fini
        laisses = [p.read_bytes() for d in (travail, provisoire) for p in d.rglob("*") if p.is_file()]
        dits = fini.sortie + fini.erreurs + b"".join(laisses).decode("utf-8", "replace")
        assert [v for v in valeurs_personnelles(plan(PSI.read_bytes())) if v in dits] == []
