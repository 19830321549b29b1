"""The record of a verification as a page: what it says, and that nothing typed in a dossier can change it."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from maia.generators.rapport_html import imprimable, taille
from tests.lancer import EXEMPLES, GATINE, Maia, lancer
from tests.rapports import ATTENDUS, DOSSIERS, extrait, rediger, texte

REFUSES = EXEMPLES / "refuses"


def ecrit(tmp_path: Path, contenu: str) -> Path:
    fichier = tmp_path / "dossier.yaml"
    fichier.write_text(f"formulaire: dossier de candidature\n{contenu}", encoding="utf-8")
    return fichier


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    """A valid dossier and its pieces, to be spoiled."""
    shutil.copytree(EXEMPLES / "dossiers", tmp_path / "d")
    return tmp_path / "d" / "gatine.yaml"


def changer(chemin: Path, avant: str, apres: str) -> None:
    contenu = chemin.read_text(encoding="utf-8")
    assert contenu.count(avant) == 1, f"« {avant} » devrait se trouver une fois"
    chemin.write_text(contenu.replace(avant, apres), encoding="utf-8")


# --- What it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", DOSSIERS)
def test_la_page_de_chaque_exemple_dit_ce_qu_elle_disait(nom: str) -> None:
    # Read the difference, then « python -m tests.rapports » if it is meant.
    assert extrait(rediger(DOSSIERS[nom])) == (ATTENDUS / f"{nom}.txt").read_text(encoding="utf-8")


def test_chaque_constat_a_sa_place_son_remede_et_sa_source() -> None:
    dit = texte(rediger(REFUSES / "plafond-depasse-d-un-euro.yaml"))
    assert (
        "bloquant N01 : 280 001 € demandés pour un plafond de 280 000 € (100 000 + 3 × 60 000).\n"
        "Ramenez la demande au plafond, ou portez la différence chez un autre financeur (compte 74).\n"
        "Ligne 124, colonne 17 – demande.annee_pleine – Circulaire DGCS/DGOS n° 2012-06 du 10 janvier 2012, § 2.2 al. 2\n"
    ) in dit
    assert "| 1 € de plus que le plafond\n" in dit


@pytest.mark.parametrize(
    ("dossier", "phrase"),
    [
        ("budget-desequilibre-d-un-euro", "Budget 2012 : les charges dépassent les produits de 1 € ;"),
        ("centimes", "Un montant au moins ne se lit pas : ces totaux sont partiels."),
        ("piece-introuvable", "absent\n"),
        ("piece-vide", "vide\n"),
        ("piece-chiffree", "chiffré, 16 ko\n"),
        ("note-de-31-pages", "31 pages,"),
        ("statuts-absents", "| aucun | manquante\n"),
    ],
)
def test_chaque_defaut_se_voit_la_ou_on_le_cherche(dossier: str, phrase: str) -> None:
    assert phrase in texte(rediger(REFUSES / f"{dossier}.yaml"))


def test_tous_les_controles_y_sont_avec_leur_resultat() -> None:
    dit = texte(rediger(REFUSES / "centimes.yaml"))
    _, _, controles = dit.partition("### Contrôles\n")
    assert "F03 | Les montants sont en euros, sans centimes. | CIRC annexe IV note (1) | bloquant\n" in controles
    assert re.search(r"^B01 \| .* \| non fait$", controles, re.MULTILINE)
    assert re.search(r"^P01 \| .* \| sans anomalie$", controles, re.MULTILINE)


def test_la_reception_y_est_a_l_heure_du_departement(maia: Maia, copie: Path, tmp_path: Path) -> None:
    contenu = copie.read_text(encoding="utf-8")
    copie.write_text(contenu.replace("\nporteur:", "\nrecu_le: 2012-03-14T22:30:00Z\nporteur:", 1), encoding="utf-8")
    assert maia("verifier", copie, "--html", tmp_path / "r.html").code == 0
    assert "14 mars 2012 à 23 h 30" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_un_dossier_presque_vide_fait_une_page(tmp_path: Path) -> None:
    dit = texte(rediger(ecrit(tmp_path, "")))
    assert "## Porteur non nommé\n" in dit
    assert "Aucun budget n’est écrit.\n" in dit
    assert "Aucun tableau d’effectifs n’est rempli.\n" in dit
    assert "aucun plafond ne peut être calculé." in dit
    assert "| sans objet\n" in dit


def test_plusieurs_dossiers_ont_chacun_leur_section() -> None:
    octets = rediger(GATINE, EXEMPLES / "dossiers" / "isere.yaml", DOSSIERS["latin-1"])
    dit = texte(octets)
    assert "Relevé de vérification – 3 dossiers\n" in dit
    assert dit.count("### Verdict\n") == 2
    assert "## latin-1.yml\n" in dit
    ancres = re.findall(rb'href="#([^"]+)"', octets)
    assert len(ancres) == 3
    assert all(octets.count(b'id="%s"' % ancre) == 1 for ancre in ancres)


def test_les_choix_locaux_sont_dits(copie: Path, tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(
        "formulaire: agence régionale de santé\nnom: Poitou-Charentes\nreglages:\n  gravites: {N02: bloquant}\n"
        "  pieces:\n    avis: {libelle: avis du CLIC, rang: 20, demandee: toujours, type: fichier, source: ARS, remede: Joignez-le.}\n",
        encoding="utf-8",
    )
    assert maia("verifier", copie, "--ars", ars, "--html", tmp_path / "r.html").code == 1
    dit = texte((tmp_path / "r.html").read_bytes())
    assert "Des choix locaux s’ajoutent aux règles nationales :\nLa règle N02 est de gravité « bloquant ».\n" in dit
    assert "Avis du CLIC\ndemandée – ARS | aucun | manquante\n" in dit


# --- What it is -----------------------------------------------------------------------------------------------------


class _Balises(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, octets: bytes) -> None:
        super().__init__()
        self.balises: list[tuple[str, dict[str, str | None]]] = []
        self.feed(octets.decode())

    def handle_starttag(self, balise: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((balise, dict(attrs)))


def test_la_page_se_suffit_et_n_appelle_rien() -> None:
    page = _Balises(rediger(GATINE))
    noms = {nom for nom, _ in page.balises}
    assert not noms & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"}
    assert not {cle for _, attributs in page.balises for cle in attributs} & {"src", "style", "srcset", "action"}
    assert not re.search(rb"url\(|@import|https?:", rediger(GATINE))
    politique = next(a["content"] for n, a in page.balises if a.get("http-equiv") == "Content-Security-Policy")
    assert politique == "default-src 'none'; style-src 'unsafe-inline'"


def test_chaque_en_tete_de_tableau_dit_sa_portee_et_les_titres_se_suivent() -> None:
    page = _Balises(rediger(REFUSES / "statuts-absents.yaml", GATINE))
    assert {a.get("scope") for nom, a in page.balises if nom == "th"} == {"row", "col"}
    niveaux = [int(nom[1]) for nom, _ in page.balises if re.fullmatch(r"h\d", nom)]
    assert niveaux[0] == 1
    assert niveaux.count(1) == 1
    assert all(suivant <= niveau + 1 for niveau, suivant in pairwise(niveaux))


def test_la_typographie_est_celle_de_l_imprime() -> None:
    corps = rediger(*DOSSIERS.values()).decode().partition("<body>")[2]
    textes = re.sub(r"<code>.*?</code>|<[^>]*>", "\0", corps)
    textes = re.sub(r"« [^»]*: [^»]*»", "", textes)  # what is typed in the file keeps the file's own spaces
    assert re.findall(r".{0,20}(?: [:;?!»%€]|« ).{0,20}", textes) == []


def test_memes_octets_ailleurs_sous_une_autre_graine_un_autre_fuseau_et_un_autre_dossier(tmp_path: Path) -> None:
    for nom, environnement in (
        ("a", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}),
        ("b", {"PYTHONHASHSEED": "77", "TZ": "Pacific/Noumea"}),
    ):
        shutil.copytree(EXEMPLES / "dossiers", tmp_path / nom)
        lance = lancer("verifier", tmp_path / nom / "gatine.yaml", "--html", tmp_path / f"{nom}.html", **environnement)
        assert lance.code == 0, lance.erreurs
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert str(tmp_path).encode() not in (tmp_path / "a.html").read_bytes()


# --- Hostile names --------------------------------------------------------------------------------------------------

HOSTILES = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--></style><style>*{display:none}</style>",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    "A & B &amp; &lt;C&gt;",
    "{{ 7 * 7 }}{% for x in y %}",
    "שלום עולם",
    "x" * 300,
    "𝕞𝕒𝕚𝕒 漢字 e\u0301",
]


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_hostile_s_affiche_tel_quel_et_ne_fait_rien(nom: str, tmp_path: Path) -> None:
    entre_guillemets = '"' + nom.replace("\\", "\\\\").replace('"', '\\"') + '"'
    fichier = ecrit(
        tmp_path,
        f"region: {entre_guillemets}\nporteur: {{raison_sociale: {entre_guillemets}}}\n"
        f"territoire: {{nom: {entre_guillemets}}}\neffectifs: [{{poste: {entre_guillemets}}}]\n"
        f"budget: {{charges: {{{entre_guillemets}: 12}}}}\n"
        f"pieces: {{note: {entre_guillemets}, {entre_guillemets}: b.pdf, engagements: [{{partenaire: {entre_guillemets}}}]}}\n",
    )
    octets = rediger(fichier)
    assert texte(octets).count(" ".join(nom.split())) >= 6
    ici, sobre = (_Balises(page).balises for page in (octets, rediger(REFUSES / "statuts-absents.yaml", GATINE)))
    assert {balise for balise, _ in ici} <= {balise for balise, _ in sobre}
    assert {cle for _, attributs in ici for cle in attributs} <= {cle for _, attributs in sobre for cle in attributs}


def test_ce_qui_ne_s_imprime_pas_se_voit() -> None:
    assert imprimable("a\u202egpj.exe\x00\x9b\ud800\ufffe") == "a\ufffdgpj.exe\ufffd\ufffd\ufffd\ufffd"
    assert imprimable("1\u202f000\u00a0€") == "1\u202f000\u00a0€"
    with pytest.raises(TypeError):
        imprimable(None)


def test_un_fichier_au_nom_indechiffrable_a_sa_page(tmp_path: Path, maia: Maia) -> None:
    fichier = tmp_path / "a\x1b\udcff<b>.yaml"
    shutil.copy(GATINE, fichier)
    assert maia("verifier", fichier, "--html", tmp_path / "r.html").code == 1
    assert "a\ufffd\ufffd<b>.yaml" in texte((tmp_path / "r.html").read_bytes())


@pytest.mark.parametrize(
    ("octets", "dite"),
    [
        (0, "0 octet"),
        (999, "999 octets"),
        (1_499, "1 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (12_340_000, "12,3 Mo"),
    ],
)
def test_la_taille_d_un_fichier(octets: int, dite: str) -> None:
    assert taille(octets).replace("\u00a0", " ") == dite
