"""The house keeps its shape: who imports whom, who may write, what may be committed."""

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import takewhile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.depot import DOSSIERS, RACINE, fichiers, fichiers_python, lire, pyproject

# --- Imports: one direction only ------------------------------------------------------------------------------------

PEUT_IMPORTER = {
    "forms": {"forms"},
    "validators": {"validators", "forms"},
    "generators": {"generators", "forms", "templates"},
    "templates": set(),
    "samples": set(),
}


def imports(fichier: str) -> Iterator[str]:
    """Dotted names imported anywhere in a file, inside functions too."""
    paquet = ["maia", *fichier.split("/")[:-1]]
    for noeud in ast.walk(ast.parse(lire(fichier))):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            depart = paquet[: len(paquet) - noeud.level + 1] if noeud.level else []
            base = ".".join([*depart, *([noeud.module] if noeud.module else [])])
            # `from maia import forms` names a folder as much as `import maia.forms` does.
            yield from (f"{base}.{alias.name}" for alias in noeud.names)


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_chaque_dossier_n_importe_que_ceux_du_dessous(dossier: str) -> None:
    interdits = [
        f"{fichier} importe {nom}"
        for fichier in fichiers_python(dossier)
        for nom in imports(fichier)
        if nom.split(".")[0] == "maia" and nom.split(".")[1] not in PEUT_IMPORTER[dossier]
    ]
    assert interdits == []


def test_les_dossiers_s_importent_par_maia_jamais_par_leur_nom_nu() -> None:
    nus = [
        f"{fichier} importe {nom}"
        for fichier in fichiers_python()
        for nom in imports(fichier)
        if nom.split(".")[0] in DOSSIERS
    ]
    assert nus == []


# --- Only maia/ prints, writes and exits ----------------------------------------------------------------------------

FONCTIONS = {"print", "input", "exit", "quit", "breakpoint"}
APPELS = {
    *("sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"),
    *("os.remove", "os.rename", "os.replace", "os.unlink", "os.mkdir", "os.makedirs"),
    *("shutil.copy", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree"),
}
# (file, call) → why it is no message to anyone
PERMIS = {
    ("forms/ouvrier.py", "sys.stdout.write"): "the child process that opens strangers' files answers through a pipe"
}
METHODES = {"write_text", "write_bytes", "unlink", "mkdir", "rmdir", "touch", "symlink_to", "hardlink_to"}


def gestes(code: str) -> Iterator[str]:
    """What a piece of code does to the world: prints, exits, files written."""
    for noeud in ast.walk(ast.parse(code)):
        if isinstance(noeud, ast.Raise) and noeud.exc and "SystemExit" in ast.unparse(noeud.exc):
            yield ast.unparse(noeud)
        if not isinstance(noeud, ast.Call):
            continue
        nom = ast.unparse(noeud.func)
        methode = noeud.func.attr if isinstance(noeud.func, ast.Attribute) else ""
        if nom in FONCTIONS | APPELS or methode in METHODES or ouvre_en_ecriture(noeud, nom, methode):
            yield ast.unparse(noeud)


def ouvre_en_ecriture(appel: ast.Call, nom: str, methode: str) -> bool:
    if nom == "open":
        modes = appel.args[1:2]
    elif methode == "open":  # Path.open(mode)
        modes = appel.args[:1]
    else:
        return False
    modes = [*modes, *(k.value for k in appel.keywords if k.arg == "mode")]
    return any(isinstance(m, ast.Constant) and re.fullmatch(r"[rwxabt+]*[wxa+][rwxabt+]*", str(m.value)) for m in modes)


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_seul_maia_affiche_ecrit_et_quitte(dossier: str) -> None:
    trouves = [(f, geste) for f in fichiers_python(dossier) for geste in gestes(lire(f))]
    assert [(f, geste) for f, geste in trouves if (f, geste.partition("(")[0]) not in PERMIS] == []


@pytest.mark.parametrize(
    "code",
    [
        "print('bonjour')",
        "import sys; sys.exit(1)",
        "raise SystemExit",
        "open('a', 'w')",
        "open('a', mode='ab')",
        "Path('a').open('r+')",
        "Path('a').write_bytes(b'')",
        "os.replace('a', 'b')",
    ],
)
def test_un_geste_sur_le_monde_est_reconnu(code: str) -> None:
    assert list(gestes(code)) != []


@pytest.mark.parametrize(
    "code", ["open('a', 'rb')", "Path('a').open()", "'a'.replace('a', 'b')", "paquet.open('w.xml')"]
)
def test_lire_n_est_pas_ecrire(code: str) -> None:
    assert list(gestes(code)) == []


# --- Sizes, links, words --------------------------------------------------------------------------------------------

LIGNES = 300
# path → why it is better whole
PLUS_LONGS: dict[str, str] = {}


def test_aucun_fichier_de_code_ne_depasse_300_lignes_sans_raison() -> None:
    longs = {f for f in fichiers() if f.endswith((".py", ".mjs", ".js", ".ts")) and len(lire(f).splitlines()) > LIGNES}
    assert longs == set(PLUS_LONGS)


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_les_liens_de_maia_menent_aux_dossiers_de_la_racine(dossier: str) -> None:
    lien = RACINE / "maia" / dossier
    # A checkout without symbolic links holds the target as text.
    cible = str(lien.readlink()) if lien.is_symlink() else lien.read_text(encoding="utf-8")
    assert cible.replace("\\", "/") == f"../{dossier}"


# Cut in two, so that this file may be searched like the others.
MOTS_DE_LA_MACHINE = [
    *("/wo" + "rk/", "/ro" + "ot/", "/opt/" + "pypi", "../sha" + "red", "bash_" + "jobs"),
    *("pypi" + ".org", "python" + "hosted", "npm" + "js.org", "npm" + "js.com", "deb" + ".debian", "yarn" + "pkg"),
    *("farm-" + "bench", "farm-" + "studio", "issues" + " show"),
]
CHEMIN_PERSONNEL = re.compile(rb"/(?:ho" + rb"me|Use" + rb"rs)/[a-z]")
INACHEVE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
ESQUIVE = re.compile(r"mark\.(?:sk" + r"ip|xf" + r"ail)|importor" + r"skip|pytest\.sk" + r"ip")


def morceaux(fichier: str) -> Iterator[bytes]:
    """Bytes of a file, and of each part of a Word or Excel file."""
    octets = (RACINE / fichier).read_bytes()
    yield octets
    if fichier.endswith((".docx", ".xlsx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            yield from (archive.read(nom) for nom in archive.namelist())


def reguliers() -> list[str]:
    return [f for f in fichiers() if not (RACINE / f).is_symlink()]


def test_rien_ne_nomme_une_machine_ni_l_adresse_d_un_registre() -> None:
    trouves = [
        f"{fichier} : {mot}"
        for fichier in reguliers()
        for octets in morceaux(fichier)
        for mot in [m for m in MOTS_DE_LA_MACHINE if m.encode() in octets] + CHEMIN_PERSONNEL.findall(octets)
    ]
    assert trouves == []


def test_rien_n_est_remis_a_plus_tard_et_aucun_essai_n_est_saute() -> None:
    code = [f for f in fichiers() if f.endswith((".py", ".typ", ".mjs", ".yaml"))]
    assert [f for f in code if INACHEVE.search(lire(f)) or ESQUIVE.search(lire(f))] == []


# --- Packaging ------------------------------------------------------------------------------------------------------


def paquets() -> set[str]:
    """Folders of the product that are Python packages."""
    return {f.rpartition("/")[0] for f in fichiers_python("maia", *DOSSIERS) if f.endswith("/__init__.py")}


def test_chaque_paquet_est_declare() -> None:
    setuptools = pyproject()["tool"]["setuptools"]
    assert setuptools["package-dir"] == {nom_du_paquet(dossier): dossier for dossier in paquets()}
    assert sorted(setuptools["packages"]) == sorted(setuptools["package-dir"])


def nom_du_paquet(dossier: str) -> str:
    """`forms/campagnes` → `maia.forms.campagnes`, `maia` → `maia`."""
    return "maia." + dossier.replace("/", ".") if dossier.startswith(DOSSIERS) else dossier.replace("/", ".")


def test_chaque_module_du_produit_est_dans_un_paquet() -> None:
    assert [f for f in fichiers_python("maia", *DOSSIERS) if f.rpartition("/")[0] not in paquets()] == []


def test_chaque_dependance_dit_sa_raison() -> None:
    lignes = iter(lire("pyproject.toml").splitlines())
    listes = [
        list(takewhile(lambda ligne: ligne != "]", lignes))
        for ligne in lignes
        if ligne in ("dependencies = [", "dev = [")
    ]
    assert len(listes) == 2
    sans_raison = [ligne for liste in listes for ligne in liste if not re.fullmatch(r'  "[^"]+", +# \S.{8,}', ligne)]
    assert sans_raison == []


def verrou(nom: str) -> dict[str, tuple[Version, int]]:
    """Lock file → package: pinned version, number of hashes."""
    epingles: dict[str, tuple[Version, int]] = {}
    for bloc in re.split(r"\n(?=\S)", lire(f"requirements/{nom}.txt")):
        if m := re.match(r"([\w.-]+)==([^\s;]+)", bloc):
            epingles[canonicalize_name(m[1])] = (Version(m[2]), bloc.count("--hash=sha256:"))
    return epingles


@pytest.mark.parametrize("nom", ["construction", "execution", "dev"])
def test_le_verrou_est_tout_en_empreintes_et_sans_adresse(nom: str) -> None:
    assert "://" not in lire(f"requirements/{nom}.txt")
    assert [paquet for paquet, (_, empreintes) in verrou(nom).items() if not empreintes] == []


def test_le_verrou_suit_pyproject() -> None:
    projet = pyproject()["project"]
    demandes = {
        "construction": pyproject()["build-system"]["requires"],
        "execution": projet["dependencies"],
        "dev": projet["dependencies"] + projet["optional-dependencies"]["dev"],
    }
    en_retard = [
        f"{nom} : {demande}"
        for nom, liste in demandes.items()
        for demande in map(Requirement, liste)
        if not any(p == canonicalize_name(demande.name) and v in demande.specifier for p, (v, _) in verrou(nom).items())
    ]
    assert en_retard == [], "lancez make lock"


def test_essais_et_usage_partagent_les_memes_versions() -> None:
    dev = verrou("dev")
    assert {p: v for p, v in verrou("execution").items() if dev.get(p) != v} == {}
