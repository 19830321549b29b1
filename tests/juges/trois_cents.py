"""Three hundred varied plans, printed and in the form, before veraPDF (both profiles), pdfua and qpdf: `make juges`.

Some minutes: the tests judge all of them lightly, and a part, which changes with the code, as here.
"""

import sys
import time
from collections.abc import Iterator

from maia.generators.formulaire_psi import formulaire
from maia.generators.psi import psi
from tests.juges.pdfua_ import juger_ua
from tests.juges.verapdf import juger, juger_structure
from tests.psi_hasard import NOMBRE, plan_au_hasard


def fichiers(rang: int) -> Iterator[tuple[str, bytes]]:
    """The two files of one plan."""
    p = plan_au_hasard(rang)
    yield f"plan {rang}", psi(p, f"# plan {rang}\n".encode(), avec_semaine=rang % 2 == 0)
    yield f"formulaire {rang}", formulaire(p).octets


def tous_les_juges(octets: bytes) -> list[str]:
    """What any of the judges blames."""
    return [*juger(octets), *juger_ua(octets), *juger_structure(octets)]


def main() -> int:
    """Judge everything, say what is blamed, and how long it took."""
    debut, blames, vus = time.monotonic(), 0, 0
    for rang in range(NOMBRE):
        for nom, octets in fichiers(rang):
            vus += 1
            for defaut in tous_les_juges(octets):
                blames += 1
                print(f"{nom} : {defaut}")
        if rang % 50 == 49:
            print(f"{vus} fichiers, {blames} défauts, {time.monotonic() - debut:.0f} s", file=sys.stderr, flush=True)
    vierge = tous_les_juges(formulaire().octets)
    print(f"{vus + 1} fichiers jugés (veraPDF PDF/UA-1 et PDF/A-3a, pdfua, qpdf) : {blames + len(vierge)} défauts.")
    return 1 if blames or vierge else 0


if __name__ == "__main__":
    sys.exit(main())
