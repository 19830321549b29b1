"""What every rule owes to its cases, a dossier's or a PSI's: who objects, where, and in which words."""

from collections.abc import Iterable, Sequence

from maia.forms.constat import Constat, Gravite
from tests.dossiers import Cas
from tests.phrases import sans_fines


def constats_du_cas(c: Cas, constats: Iterable[Constat]) -> tuple[list[Constat], set[str]]:
    """The findings of the rule of the case, and the other blocking rules broken."""
    tous = list(constats)
    return [k for k in tous if k.regle == c.regle], {
        k.regle for k in tous if k.regle != c.regle and k.gravite is Gravite.BLOQUANT
    }


def exiger_ou_et_quoi(c: Cas, siens: Sequence[Constat]) -> None:
    """A finding stands where the case expects it, and says the words that it expects."""
    attendu = c.changements["attendu"]
    chemins = {constat.chemin_lisible for constat in siens}
    assert attendu.get("chemin", min(chemins)) in chemins
    assert attendu.get("message", "") in sans_fines(" ".join(constat.message for constat in siens))


def exiger_des_phrases(siens: Iterable[Constat], fins: tuple[str, ...]) -> None:
    """Each finding has a place, a message, a remedy that ends on one of `fins`, and French typography."""
    for constat in siens:
        assert constat.message.endswith(".")
        assert constat.remede.endswith(fins)
        assert constat.chemin_lisible
        assert constat.ligne
        assert constat.colonne
        for texte in (constat.message, constat.remede):
            assert not any(f" {signe}" in texte for signe in ":;?!»%€"), "espace insécable attendue"
            assert "« " not in texte
            assert "None" not in texte
