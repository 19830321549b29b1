"""The peers' own set-up, done once: a virtual environment and node_modules, both under bench/, both from hashed locks.

Nothing is downloaded again while the locks don't change. A peer that cannot be installed is reported absent, and why.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

ICI = Path(__file__).resolve().parent
_VENV = ICI / ".venv"
_NODE_MODULES = ICI / "node_modules"
EXECUTABLES = "Scripts" if sys.platform == "win32" else "bin"


class Absent(RuntimeError):
    """Peers that cannot be measured here; the message says why and what to install."""


@cache
def python_des_pairs() -> Path:
    """The Python that has the peers of bench/requirements.txt."""
    python = _VENV / EXECUTABLES / "python"
    _une_fois(ICI / "requirements.txt", _VENV / ".maia", lambda: _installer_python(python))
    return python


@cache
def node() -> Path:
    """The `node` program, once bench/node_modules has the peers of bench/package-lock.json."""
    programme, npm = shutil.which("node"), shutil.which("npm")
    if not programme or not npm:
        raise Absent(
            "Node.js manque : ses moteurs ne sont pas mesurés (Debian, Ubuntu : sudo apt-get install nodejs npm)"
        )
    commande = [npm, "ci", "--silent", "--no-audit", "--no-fund"]
    _une_fois(ICI / "package-lock.json", _NODE_MODULES / ".maia", lambda: _lancer(commande))
    return Path(programme)


@cache
def verifier_import(module: str) -> None:
    """Raise `Absent` if a peer is installed but cannot start: WeasyPrint needs Pango, a system library."""
    fait = subprocess.run([python_des_pairs(), "-c", f"import {module}"], capture_output=True, text=True, check=False)
    if fait.returncode:
        conseil = " (Debian, Ubuntu : sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        raise Absent(f"{module} ne démarre pas{conseil if module == 'weasyprint' else ''}")


@cache
def harfbuzz_pour_weasyprint() -> bool:
    """Whether WeasyPrint finds the system library that cuts fonts several times faster than its own fallback."""
    code = "from weasyprint.text.ffi import harfbuzz_subset; print(bool(harfbuzz_subset))"
    fait = subprocess.run([python_des_pairs(), "-c", code], capture_output=True, text=True, check=False)
    return fait.stdout.strip() == "True"


def verrouiller() -> None:
    """Make bench/requirements.txt again from bench/requirements.in: hashes, no address."""
    uv = Path(sys.executable).with_name("uv")
    options = ["--native-tls", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    entete = ["--custom-compile-command", "python -m bench --verrou"]
    fichiers = ["--output-file", "requirements.txt", "requirements.in"]
    _lancer([str(uv), "--quiet", "pip", "compile", *options, "--no-annotate", "--upgrade", *entete, *fichiers])


def _installer_python(python: Path) -> None:
    venv.create(_VENV, clear=True, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _lancer([*pip, "--require-hashes", "-r", "requirements.txt"])


def _une_fois(verrou: Path, marque: Path, installer: Callable[[], None]) -> None:
    """Install unless `marque` says that this very lock already was."""
    empreinte = hashlib.sha256(verrou.read_bytes()).hexdigest()
    if marque.exists() and marque.read_text() == empreinte:
        return
    print(f"Installation des pairs de bench/{verrou.name}…", file=sys.stderr)
    installer()
    marque.write_text(empreinte)


def _lancer(commande: Sequence[str]) -> None:
    fait = subprocess.run(commande, cwd=ICI, capture_output=True, text=True, check=False)
    if fait.returncode:
        print(fait.stdout + fait.stderr, file=sys.stderr)
        raise Absent(f"l’installation a échoué ({Path(commande[0]).name})")
