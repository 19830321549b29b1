"""A child process that misbehaves on demand, in place of `maia.forms.examen`: a file's name says what it does."""

import json
import sys
import time

print(json.dumps("prêt"), flush=True)
for ligne in sys.stdin:
    nom = json.loads(ligne)
    if "pend" in nom:
        time.sleep(600)
    if "meurt" in nom:
        sys.exit(1)
    if "bafouille" in nom:
        print('{"etat": "lis', flush=True)
    else:
        print(json.dumps({"etat": "lisible", "pages": 7, "empreinte": "", "octets": 0}), flush=True)
    if "dernier mot" in nom:
        sys.exit(0)
