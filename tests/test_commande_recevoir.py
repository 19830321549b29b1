"""`maia recevoir`: a sound package is filed, a hostile or altered one is refused in a sentence, and nothing is left of it."""

from __future__ import annotations

import json
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maia import archive
from maia.archive import PaquetRefuse, comparer, ouvrir
from maia.forms.paquet import Manifeste, lire_manifeste
from maia.ligne import executer
from maia.reception import recu_le_de
from tests.candidatures import candidature
from tests.lancer import EXEMPLES, GATINE, Maia, Resultat

LE = "14/03/2012 10:32"
RANGE = "79-association-gerontologique-de-gatine-20120314-1032-"


@pytest.fixture(scope="module")
def paquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of Gâtine, made once."""
    chemin = tmp_path_factory.mktemp("paquet") / "gatine.zip"
    assert executer(["transmettre", str(GATINE), "-o", str(chemin)]) == 0
    return chemin


def recevoir(maia: Maia, paquet: Path, recus: Path, *options: str, le: str = LE) -> Resultat:
    fait = maia("recevoir", paquet, "-o", recus, "--recu-le", le, *options)
    return Resultat(fait.code, fait.sortie, " ".join(fait.erreurs.replace("\u00a0", " ").split()))


def test_un_paquet_sain_est_range_et_se_verifie(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    fait = recevoir(maia, paquet, tmp_path / "recus")
    assert fait.code == 0, fait.erreurs
    (dossier,) = (tmp_path / "recus").iterdir()
    assert dossier.name.startswith(RANGE)
    assert sorted(p.name for p in dossier.iterdir()) == [
        *("LISEZ-MOI.txt", "documents", "dossier", "manifeste.json", "reception.json")
    ]
    yaml = dossier / "dossier" / "gatine.yaml"
    assert fait.sortie.strip() == str(yaml)
    assert yaml.read_bytes() == GATINE.read_bytes()
    reception = json.loads((dossier / "reception.json").read_bytes())
    assert (reception["recu_le"], reception["ecarts"], reception["verdict"]["recevable"]) == (LE, [], True)
    assert str(recu_le_de(yaml)) == "14 mars 2012 à 10 h 32"
    assert recu_le_de(GATINE) is None
    assert maia("verifier", yaml).code == 0


def test_le_meme_paquet_n_est_range_qu_une_fois(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    recevoir(maia, paquet, tmp_path / "recus")
    encore = recevoir(maia, paquet, tmp_path / "recus", le="15/03/2012")
    assert (encore.code, "a déjà été reçu" in encore.erreurs) == (3, True)
    assert len(list((tmp_path / "recus").iterdir())) == 1


def test_deux_envois_du_meme_porteur_ne_se_melangent_pas(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    dossier = candidature(tmp_path / "d")
    dossier.write_text(dossier.read_text(encoding="utf-8") + "# corrigé\n", encoding="utf-8")
    maia("transmettre", dossier, "-o", tmp_path / "second.zip")
    recevoir(maia, paquet, tmp_path / "recus")
    recevoir(maia, tmp_path / "second.zip", tmp_path / "recus")
    noms = [p.name for p in (tmp_path / "recus").iterdir()]
    assert len(noms) == 2
    assert all(nom.startswith(RANGE) for nom in noms)


def test_la_date_de_reception_compte_dans_le_verdict_d_ici(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """After the closing date, rule C01 blocks here; the sender could not know; the porteur's file is not changed."""
    fait = recevoir(maia, paquet, tmp_path / "recus", le="16/03/2012 00:00")
    assert fait.code == 1
    assert "Bloquent ici et non à l’envoi : C01." in fait.erreurs
    (dossier,) = (tmp_path / "recus").iterdir()
    assert (dossier / "dossier" / "gatine.yaml").read_bytes() == GATINE.read_bytes()


def test_la_date_de_reception_est_toujours_demandee_jamais_devinee(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    assert maia("recevoir", paquet, "-o", tmp_path / "recus").code == 2
    assert recevoir(maia, paquet, tmp_path / "recus", le="hier").code == 2
    assert recevoir(maia, paquet, tmp_path / "recus", le="maintenant").code == 1  # long after the closing date


def test_les_reglages_de_l_ars_changent_le_verdict_d_ici(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    source = (EXEMPLES / "ars" / "poitou-charentes.yaml").read_text(encoding="utf-8")
    ars.write_text(f"{source}\nreglages:\n  seuils: {{pages_de_la_note: 5}}\n", encoding="utf-8")
    fait = recevoir(maia, paquet, tmp_path / "recus", "--ars", str(ars))
    assert fait.code == 1
    assert "Bloquent ici et non à l’envoi : P02." in fait.erreurs


def test_un_paquet_refuse_n_empeche_pas_les_autres(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "faux.zip").write_bytes(b"bonjour")
    fait = maia("recevoir", tmp_path / "faux.zip", paquet, "-o", tmp_path / "recus", "--recu-le", LE)
    assert fait.code == 3
    assert len(list((tmp_path / "recus").iterdir())) == 1


# --- Packages altered or made to harm -------------------------------------------------------------------------------


def refait(source: Path, cible: Path, **changes: bytes | None) -> Path:
    """The package with entries replaced, added, or taken away (`None`); names as keys."""
    with zipfile.ZipFile(source) as avant, zipfile.ZipFile(cible, "w") as apres:
        for nom in avant.namelist():
            octets = changes.pop(nom, avant.read(nom))
            if octets is not None:
                apres.writestr(nom, octets)
        for nom, octets in changes.items():
            apres.writestr(nom, octets or b"")
    return cible


def entree(nom: str, octets: bytes = b"x", **attributs: int) -> Callable[[Path, Path], None]:
    """A package with one more entry."""

    def faire(source: Path, cible: Path) -> None:
        shutil.copyfile(source, cible)
        info = zipfile.ZipInfo("neutre")
        for cle, valeur in attributs.items():
            setattr(info, cle, valeur)
        with zipfile.ZipFile(cible, "a") as z:
            info.filename = nom
            z.writestr(info, octets)

    return faire


def manifeste_de(source: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(source) as z:
        return json.dumps({**json.loads(z.read("manifeste.json")), **changes}).encode()


def octets_changes(source: Path, cible: Path, avant: bytes, apres: bytes) -> None:
    octets = source.read_bytes()
    assert avant in octets
    cible.write_bytes(octets.replace(avant, apres))


def double(source: Path, cible: Path) -> None:
    shutil.copyfile(source, cible)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(cible, "a") as z:
        z.writestr("LISEZ-MOI.txt", b"autre")


def annuaire(octets: bytes | bytearray) -> int:
    """Where the directory of the entries starts (the documents inside have one too)."""
    return int(struct.unpack_from("<L", octets, octets.rindex(b"PK\x05\x06") + 16)[0])


def chiffre(source: Path, cible: Path) -> None:
    """The flag of encryption, in the directory and in front of the data."""
    octets = bytearray(source.read_bytes())
    octets[annuaire(octets) + 8] |= 1
    octets[6] |= 1
    cible.write_bytes(octets)


def chevauche(source: Path, cible: Path) -> None:
    """Two names for the bytes of one entry: the second directory record points at the first's data."""
    octets = bytearray(source.read_bytes())
    premier = annuaire(octets)
    second = octets.index(b"PK\x01\x02", premier + 4)
    octets[second + 42 : second + 46] = octets[premier + 42 : premier + 46]
    cible.write_bytes(octets)


def bombe(source: Path, cible: Path) -> None:
    with zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("dossier/zeros", bytes(20_000_000))


def foule(source: Path, cible: Path) -> None:
    with zipfile.ZipFile(cible, "w") as z:
        for rang in range(2_100):
            z.writestr(f"dossier/{rang}", b"")


def taille_menteuse(source: Path, cible: Path) -> None:
    """The directory says one byte more than the entry holds."""
    octets = bytearray(source.read_bytes())
    premier = annuaire(octets)
    (taille,) = struct.unpack_from("<L", octets, premier + 24)
    struct.pack_into("<L", octets, premier + 24, taille + 1)
    cible.write_bytes(octets)


HOSTILES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "remontée": (entree("../dehors.txt"), "chemin qui remonte"),
    "remontée au milieu": (entree("dossier/../../dehors.txt"), "chemin qui remonte"),
    "chemin absolu": (entree("/dehors.txt"), "chemin absolu"),
    "lettre de lecteur": (entree("C:/dehors.txt"), "chemin absolu"),
    "barres inverses": (entree("dossier\\..\\dehors.txt"), "barre oblique inverse"),
    "flux NTFS": (entree("dossier/a.pdf:cache"), "caractère interdit"),
    "nom réservé": (entree("dossier/NUL.pdf"), "nom réservé par Windows"),
    "espace final": (entree("dossier/a.pdf "), "mal formé"),
    "caractère de contrôle": (entree("dossier/a\x1b[2J.pdf"), "caractère interdit"),
    "casse": (entree("lisez-moi.TXT"), "figure deux fois"),
    "accents décomposés": (entree("dossier/e\u0301.pdf"), "accents décomposés"),
    "fichier pris pour un dossier": (entree("LISEZ-MOI.txt/a.pdf"), "rangé dans un fichier"),
    "deux fois le même nom": (double, "figure deux fois"),
    "lien symbolique": (entree("dossier/lien", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16), "lien"),
    "tube nommé": (entree("dossier/tube", external_attr=(stat.S_IFIFO | 0o666) << 16), "fichier spécial"),
    "entrée de trop": (entree("dossier/virus.exe"), "« dossier/virus.exe » n’est pas dans le manifeste"),
    "pièce retirée": (
        lambda s, c: refait(s, c, **{"dossier/pieces/gatine/note.pdf": None}),
        "Il manque « dossier/pieces/gatine/note.pdf »",
    ),
    "pièce d’une autre taille": (
        lambda s, c: refait(s, c, **{"dossier/pieces/gatine/note.pdf": b"%PDF autre"}),
        "« dossier/pieces/gatine/note.pdf » n’a pas la taille annoncée",
    ),
    "dossier modifié, même taille": (
        lambda s, c: refait(s, c, **{"dossier/gatine.yaml": GATINE.read_bytes().replace(b"151 667", b"999 999")}),
        "« dossier/gatine.yaml » a été modifié depuis l’envoi",
    ),
    "octets abîmés": (
        lambda s, c: octets_changes(s, c, b"raison_sociale: Association", b"raison_sociale: Xssociation"),
        "« dossier/gatine.yaml » est abîmé ou a été modifié",
    ),
    "sans manifeste": (
        lambda s, c: refait(s, c, **{"manifeste.json": None}),
        "« manifeste.json » n’est pas dans l’archive",
    ),
    "manifeste vide": (lambda s, c: refait(s, c, **{"manifeste.json": b""}), "n’est pas un fichier JSON lisible"),
    "manifeste profond": (
        lambda s, c: refait(s, c, **{"manifeste.json": b"[" * 200_000}),
        "n’est pas un fichier JSON lisible",
    ),
    "manifeste d’un autre": (
        lambda s, c: refait(s, c, **{"manifeste.json": b'{"format": "zip"}'}),
        "pas conforme (format)",
    ),
    "manifeste du futur": (
        lambda s, c: refait(s, c, **{"manifeste.json": manifeste_de(s, version=2)}),
        "version plus récente de maia",
    ),
    "manifeste sans dossier": (
        lambda s, c: refait(s, c, **{"manifeste.json": manifeste_de(s, dossier="LISEZ-MOI.txt")}),
        "ne dit pas où est le dossier",
    ),
    "chiffré": (chiffre, "protégée par un mot de passe"),
    "chevauchement": (chevauche, "chevauche un autre fichier"),
    "bombe": (bombe, "gonfle plus de 100 fois"),
    "trop de fichiers": (foule, "trop de fichiers"),
    "taille menteuse": (taille_menteuse, "n’a pas la taille annoncée"),
    "tronqué": (lambda s, c: c.write_bytes(s.read_bytes()[:-3_000]), "incomplète"),
    "précédé d’autre chose": (lambda s, c: c.write_bytes(b"MZ" * 500 + s.read_bytes()), "ne commence pas"),
    "vide": (lambda s, c: c.write_bytes(b""), "pas une archive ZIP"),
    "pas une archive": (lambda s, c: c.write_bytes(b"%PDF-1.7 bonjour"), "pas une archive ZIP"),
    "dossier": (lambda s, c: c.mkdir(), "pas un fichier"),
    "absent": (lambda s, c: None, "ne peut pas être lu"),
}


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_paquet_hostile_est_refuse_d_une_phrase_et_rien_n_en_reste(
    nom: str, paquet: Path, tmp_path: Path, maia: Maia
) -> None:
    fabriquer, dit = HOSTILES[nom]
    fabriquer(paquet, tmp_path / "hostile.zip")
    avant = sorted(p.name for p in tmp_path.iterdir())
    fait = recevoir(maia, tmp_path / "hostile.zip", tmp_path / "recus")
    assert fait.code == 3, fait.erreurs
    assert dit in fait.erreurs
    assert "défaut du programme" not in fait.erreurs
    assert sorted(p.name for p in tmp_path.iterdir()) == avant


def test_un_dossier_qui_designe_un_fichier_d_ici_est_refuse(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """Else another porteur's note, or a file of the ARS, would make the dossier complete."""
    import hashlib  # noqa: PLC0415

    faux = GATINE.read_bytes().replace(b"note: pieces/gatine/note.pdf", b"note: ../../../autre/note.pdf")
    with zipfile.ZipFile(paquet) as z:
        m = json.loads(z.read("manifeste.json"))
    for f in m["fichiers"]:
        if f["role"] == "dossier":
            f.update(octets=len(faux), sha256=hashlib.sha256(faux).hexdigest())
    refait(paquet, tmp_path / "p.zip", **{"dossier/gatine.yaml": faux, "manifeste.json": json.dumps(m).encode()})
    fait = recevoir(maia, tmp_path / "p.zip", tmp_path / "recus")
    assert (fait.code, "fichier hors du paquet (pieces.note)" in fait.erreurs) == (3, True)
    assert not (tmp_path / "recus").exists()


def test_une_archive_trop_grosse_n_est_pas_lue(paquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limite in ("ARCHIVE_MAX", "GONFLE_MAX"):
        with monkeypatch.context() as m:
            m.setattr(archive, limite, 1000)
            with pytest.raises(PaquetRefuse, match="2 Go"):
                ouvrir(paquet)


def test_un_paquet_refait_par_un_autre_outil_est_admis(paquet: Path, tmp_path: Path, maia: Maia) -> None:
    """Unzipped, then zipped again with folders and deflate: the contents are what counts."""
    with zipfile.ZipFile(paquet) as z:
        z.extractall(tmp_path / "p")
    shutil.make_archive(str(tmp_path / "refait"), "zip", tmp_path / "p")
    assert recevoir(maia, tmp_path / "refait.zip", tmp_path / "recus").code == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(place=st.integers(0, 10**9), octet=st.integers(0, 255))
def test_un_octet_change_n_importe_ou_est_vu_ou_sans_effet(
    paquet: Path, place: int, octet: int, tmp_path: Path
) -> None:
    """Whatever byte changes, what is extracted is what was sent, or the package is refused."""
    octets = bytearray(paquet.read_bytes())
    octets[place % len(octets)] = octet
    abime = tmp_path / "a.zip"
    abime.write_bytes(octets)
    ici = tmp_path / "ici"
    ici.mkdir()
    try:
        ouverte = ouvrir(abime)
    except PaquetRefuse:
        ici.rmdir()
        return
    try:
        with ouverte.zip:
            m = lire_manifeste(ouverte.lire("manifeste.json", 10**6))
            if not isinstance(m, Manifeste):
                return
            comparer(ouverte, m, {"manifeste.json"})
            ouverte.extraire(m, ici)
        for f in m.fichiers:
            assert (ici / f.nom).stat().st_size == f.octets
    except PaquetRefuse:
        return
    finally:
        shutil.rmtree(ici)
