"""Any plan of the right shape passes; whatever is typed in any field, nothing fails and nothing long is needed."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from maia.forms.constat import Gravite
from maia.forms.psi import CAUSES
from maia.validators.rapport import RapportPsi
from tests.dossiers import changer, copie, ecrire
from tests.plans import base, juger_texte

textes = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).filter(
    str.strip
)
numeros = st.integers(1, 99)
# What a hurried hand may leave anywhere in a plan.
abimes = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "oui", "1", "-1", "1, deux", "31/02/1931", "Mme", "7/7 matin sauf", "@@", "(", "💡", "0" * 40]
    ),
    textes,
    st.just({}),
    st.just([]),
    st.lists(st.sampled_from(["1", "x"]), max_size=2),
    st.dictionaries(st.sampled_from(["nom", "numero", "champ"]), st.sampled_from(["1", "x"]), max_size=2),
)


@st.composite
def plans(tirer: st.DrawFn) -> dict[str, Any]:
    """A plan whose references all lead somewhere, and which says anything else."""
    connus = tirer(st.lists(numeros, min_size=1, max_size=12, unique=True))
    cites = st.lists(st.sampled_from(connus), min_size=1, max_size=4).map(lambda n: ", ".join(map(str, n)))
    services = st.fixed_dictionaries(
        {"numeros": cites, "service": textes}, optional={"frequence": textes, "contact": textes}
    )
    ponctuels = st.fixed_dictionaries({"numeros": cites, "service": textes}, optional={"date": st.just("1/2/2013")})
    ecarts = st.fixed_dictionaries(
        {"numeros": cites}, optional={"cause": st.sampled_from(list(CAUSES)), "reponse": textes}
    )
    return {
        "formulaire": "plan de services individualisé",
        "besoins": [{"numero": str(n), "texte": tirer(textes)} for n in connus],
        "services_en_place": tirer(st.lists(services, max_size=5)),
        "services_ponctuels": tirer(st.lists(ponctuels, max_size=3)),
        "besoins_non_combles": tirer(st.lists(ecarts, max_size=5)),
    }


def bloquants(rapport: RapportPsi) -> set[str]:
    return {c.regle for c in rapport.constats if c.gravite is Gravite.BLOQUANT}


@settings(max_examples=150)
@given(plans())
def test_un_plan_dont_les_renvois_sont_justes_n_est_jamais_refuse(arbre: dict[str, Any]) -> None:
    rapport = juger_texte(ecrire(arbre))

    assert bloquants(rapport) == set()
    assert rapport.coherent


@settings(max_examples=100)
@given(plans(), st.data())
def test_un_renvoi_faux_est_toujours_vu(arbre: dict[str, Any], data: st.DataObject) -> None:
    bloc = data.draw(st.sampled_from(["services_en_place", "services_ponctuels", "besoins_non_combles"]))
    arbre[bloc].append({"numeros": "1, 100", "service": "SSIAD"} if "services" in bloc else {"numeros": "1, 100"})

    rapport = juger_texte(ecrire(arbre))

    assert bloquants(rapport) == {"Z06" if bloc == "besoins_non_combles" else "Z05"}
    assert not rapport.coherent


@settings(max_examples=100)
@given(plans(), st.data())
def test_un_numero_donne_deux_fois_est_toujours_vu(arbre: dict[str, Any], data: st.DataObject) -> None:
    arbre["besoins"].append({"numero": data.draw(st.sampled_from(arbre["besoins"]))["numero"], "texte": "Boire"})

    assert bloquants(juger_texte(ecrire(arbre))) == {"Z04"}


def chemins(valeur: Any, debut: str = "") -> list[str]:
    """Every place of a tree."""
    enfants = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    ici = [f"{debut}{cle}" for cle, _ in enfants]
    suite = valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    return ici + [c for cle, v in suite for c in chemins(v, f"{debut}{cle}.")]


@settings(max_examples=250)
@given(st.data())
def test_quoi_qu_on_ecrive_ou_que_ce_soit_le_plan_est_juge(data: st.DataObject) -> None:
    arbre = base()
    changer(arbre, data.draw(st.sampled_from(chemins(arbre))), copie(data.draw(abimes)))
    texte = ecrire(arbre)

    rapport = juger_texte(texte)

    assert all(c.ligne and c.message and c.remede for c in rapport.constats)
    assert rapport == juger_texte(texte)
