"""Making the package: the dossier's copy, its pieces, the documents, the manifest; written beside, then put in place."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from maia.assemblage import Empeche, assembler
from maia.depot import atelier, placer
from maia.ecriture import EcritureRefusee, refuser_si_existe
from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin
from maia.forms.examen import Etat
from maia.forms.francais import nom_de_fichier
from maia.forms.lecture import Lecture, analyser
from maia.forms.ouverture import DossierLu, place_du_fichier
from maia.forms.paquet import (
    DOCUMENTS,
    DOSSIER,
    FICHIERS_MAX,
    LISEZ_MOI,
    MANIFESTE,
    OCTETS_MAX,
    CheminAdapte,
    ConstatsComptes,
    FichierDuPaquet,
    Manifeste,
    PorteurEcrit,
    Role,
    VerdictEcrit,
    cle_du_nom,
    defaut_du_nom,
    nom_adapte,
    place_dans_le_paquet,
)
from maia.forms.pieces import Catalogue
from maia.forms.retouche import poser
from maia.forms.systeme import motif
from maia.generators.documents import Manquant
from maia.generators.paquet import lisez_moi
from maia.generators.production import catalogue as documents
from maia.generators.production import rendre
from maia.origine import origine, version_des_regles
from maia.verification import Verifie

_MORCEAU = 1 << 20
_RESTE = 8 << 20  # for the notice and the manifest
_EPOQUE = (1980, 1, 1, 0, 0, 0)  # the clock must not show in the bytes
_NON_JOINTS = frozenset({Etat.ABSENT, Etat.DOSSIER, Etat.TROP_LOURD})


@dataclass(frozen=True, slots=True)
class Transmis:
    """A package made: its manifest, the facts left in dots in the documents, and why there is no bundle, if asked."""

    manifeste: Manifeste
    en_pointilles: tuple[Manquant, ...]
    sans_ensemble: Empeche | None


@dataclass(frozen=True, slots=True)
class Retenu:
    """Why there is no package: facts missing for the documents, or what prevents the bundle."""

    manquants: tuple[Manquant, ...] = ()
    empeche: Empeche | None = None


@dataclass(frozen=True, slots=True)
class _Copie:
    """The dossier as it goes: its bytes, where each file named in it stands, and the paths that were changed."""

    octets: bytes
    places: dict[Chemin, str]
    adaptes: tuple[CheminAdapte, ...]


def transmettre(
    v: Verifie,
    c: Campagne,
    pieces: Catalogue,
    sortie: Path,
    *,
    campagne: str,
    malgre_tout: bool,
    ensemble: bool,
    ecraser: bool,
) -> Transmis | Retenu:
    """Write the package of a verified dossier; the caller has decided that its findings let it go.

    With `malgre_tout`, missing facts stay in dots in the documents, and a bundle that can't be made is left out.
    Raises `EcritureRefusee` when the package can't be written.
    """
    refuser_si_existe(sortie, ecraser=ecraser)
    produits, manquants = _documents(v, c, campagne)
    if manquants and not malgre_tout:
        return Retenu(manquants)
    with atelier(sortie) as dossier:
        sources: list[tuple[str, BytesIO | Path]] = [(nom, BytesIO(octets)) for nom, octets in produits.items()]
        empeche = None
        if ensemble:
            pdf = dossier / "candidature.pdf"
            fait = assembler(v.lu, v.rapport, c, pieces, pdf, brouillon=malgre_tout, ecraser=False)
            empeche = fait if isinstance(fait, Empeche) else None
            if empeche and not malgre_tout:
                return Retenu(empeche=empeche)
            if not empeche:
                sources.append((f"{DOCUMENTS}candidature-{_porteur(v.lu)}.pdf", pdf))
        manifeste = _ecrire(v, c, dossier / "paquet.zip", sources, malgre_tout=malgre_tout)
        placer(dossier / "paquet.zip", sortie, ecraser=ecraser)
    return Transmis(manifeste, manquants, empeche)


def _porteur(lu: DossierLu) -> str:
    return nom_de_fichier(lu.dossier.porteur.raison_sociale or lu.chemin.stem)


def _documents(v: Verifie, c: Campagne, campagne: str) -> tuple[dict[str, bytes], tuple[Manquant, ...]]:
    """The porteur's own documents, and the facts missing from them."""
    siens = {nom: d for nom, d in documents().items() if not d.ars and not d.instruction}
    remplis = {nom: d.remplir(v.lu.dossier, Ars(), c, v.rapport) for nom, d in siens.items()}
    source = origine(v.lu, campagne)
    produits = {}
    for nom, champs in remplis.items():
        debut = "brouillon-" if champs.manquants else ""
        fichier = f"{DOCUMENTS}{debut}{nom}-{_porteur(v.lu)}.{siens[nom].format}"
        produits[fichier] = rendre(siens[nom], champs, origine=source)
    return produits, tuple(dict.fromkeys(m for champs in remplis.values() for m in champs.manquants))


def _ecrire(
    v: Verifie, c: Campagne, chemin: Path, documents: Sequence[tuple[str, BytesIO | Path]], *, malgre_tout: bool
) -> Manifeste:
    """The package: what is for a person first, the manifest last, once everything has been read and measured."""
    lu = v.lu
    yaml = lu.chemin.name if not defaut_du_nom(lu.chemin.name) else f"{nom_de_fichier(lu.chemin.stem)}.yaml"
    copie = copier(lu, yaml)
    examens = lu.dossier.examens or {}
    champs: dict[str, list[str]] = {}
    absents, sources = [], {}
    for ici, nom in lu.dossier.pieces.fichiers():
        examen = examens.get(nom)
        if examen is None or examen.etat in _NON_JOINTS:
            absents.append(_champ(ici))
        else:
            place = DOSSIER + copie.places[ici]
            champs.setdefault(place, []).append(_champ(ici))
            sources[place] = (place_du_fichier(lu.chemin, nom), examen)
    # The notice comes first and needs the sizes: everything else is measured before, and checked while it is written.
    fichiers = [_mesurer(DOSSIER + yaml, "dossier", BytesIO(copie.octets))]
    for place, (source, examen) in sources.items():
        mesure = _mesurer(place, "pièce", source, champs[place], examen.pages or None)
        if examen.empreinte and mesure.sha256 != examen.empreinte:
            raise EcritureRefusee(f"« {source} » a changé pendant la préparation du paquet : recommencez.")
        fichiers.append(mesure)
    fichiers += [_mesurer(nom, "document", source) for nom, source in documents]
    if sum(f.octets for f in fichiers) > OCTETS_MAX - _RESTE or len(fichiers) > FICHIERS_MAX - 2:
        raise EcritureRefusee("le paquet dépasserait 2 Go ou 2 000 fichiers : numérisez les pièces moins finement.")
    m = _manifeste(v, c, copie, yaml, fichiers, absents, malgre_tout=malgre_tout)
    notice = BytesIO(lisez_moi(m))
    m = m.model_copy(update={"fichiers": [_mesurer(LISEZ_MOI, "notice", notice), *fichiers]})
    contenus = {
        LISEZ_MOI: notice,
        DOSSIER + yaml: BytesIO(copie.octets),
        **{place: source for place, (source, _) in sources.items()},
        **dict(documents),
    }
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_STORED) as archive:
        for f in m.fichiers:
            _ajouter(archive, f, contenus[f.nom])
        octets = m.octets()
        _ajouter(archive, _mesurer(MANIFESTE, "notice", BytesIO(octets)), BytesIO(octets))
    return m


def copier(lu: DossierLu, yaml: str) -> _Copie:
    """The dossier for a package, under the name `yaml`: every path in it is portable and stays inside its folder.

    Byte for byte the porteur's file when nothing had to be changed.
    """
    lecture: Lecture = lu.lecture
    places: dict[Chemin, str] = {}
    adaptes: list[CheminAdapte] = []
    pris = {cle_du_nom(yaml): str(lu.chemin)}  # key of a name → the file that took it
    ranges: dict[str, str] = {}  # file → the name it was given
    for chemin, nom in lu.dossier.pieces.fichiers():
        place, source = place_dans_le_paquet(nom), os.path.normpath(place_du_fichier(lu.chemin, nom))
        if not place or pris.setdefault(cle_du_nom(place), source) != source:
            if source not in ranges:
                ranges[source] = nom_adapte(str(chemin[1]), nom, set(pris))
                pris[cle_du_nom(ranges[source])] = source
            place = ranges[source]
            analysee = analyser(poser(lecture, chemin, place).encode(), lu.lecture.fichier)
            if not isinstance(analysee, Lecture):
                raise EcritureRefusee(
                    f"Le chemin écrit en {_champ(chemin)} ne peut pas être adapté : écrivez-le sur une ligne."
                )
            lecture = analysee
            adaptes.append(CheminAdapte(champ=_champ(chemin), nom=place))
        places[chemin] = place
    return _Copie(lecture.texte.encode() if adaptes else lu.lecture.octets, places, tuple(adaptes))


def _champ(chemin: Chemin) -> str:
    return ".".join(map(str, chemin))


def _mesurer(
    nom: str, role: Role, source: BytesIO | Path, champs: list[str] | None = None, pages: int | None = None
) -> FichierDuPaquet:
    with _ouvrir(source) as flux:
        empreinte = hashlib.sha256()
        octets = 0
        while morceau := flux.read(_MORCEAU):
            empreinte.update(morceau)
            octets += len(morceau)
    return FichierDuPaquet(
        nom=nom, role=role, octets=octets, sha256=empreinte.hexdigest(), champs=champs or [], pages=pages
    )


def _ouvrir(source: BytesIO | Path) -> BinaryIO:
    if isinstance(source, BytesIO):
        return BytesIO(source.getvalue())
    try:
        return source.open("rb")
    except OSError as erreur:
        raise EcritureRefusee(f"« {source} » ne peut pas être lu : {motif(erreur)}.") from None


def _ajouter(archive: zipfile.ZipFile, f: FichierDuPaquet, source: BytesIO | Path) -> None:
    """One entry, stored as it is: PDF and Office files are deflated already, and no library's version shows in the bytes."""
    info = zipfile.ZipInfo(f.nom, _EPOQUE)
    info.create_system, info.external_attr, info.file_size = 3, 0o100644 << 16, f.octets
    empreinte = hashlib.sha256()
    with _ouvrir(source) as flux, archive.open(info, "w") as entree:
        while morceau := flux.read(_MORCEAU):
            empreinte.update(morceau)
            entree.write(morceau)
    if empreinte.hexdigest() != f.sha256:
        raise EcritureRefusee(f"« {f.nom} » a changé pendant la préparation du paquet : recommencez.")


def _manifeste(
    v: Verifie,
    c: Campagne,
    copie: _Copie,
    yaml: str,
    fichiers: list[FichierDuPaquet],
    absents: list[str],
    *,
    malgre_tout: bool,
) -> Manifeste:
    porteur = v.lu.dossier.porteur
    return Manifeste(
        regles=version_des_regles(),
        campagne=c.annee,
        porteur=PorteurEcrit(
            raison_sociale=porteur.raison_sociale or "",
            siren=porteur.numero_siren or "",
            departement=v.lu.dossier.departement or "",
        ),
        dossier=DOSSIER + yaml,
        sha256_d_origine=hashlib.sha256(v.lu.lecture.octets).hexdigest() if copie.adaptes else None,
        chemins_adaptes=list(copie.adaptes),
        verdict=VerdictEcrit.de(v.rapport),
        constats=ConstatsComptes.de(v.rapport),
        malgre_tout=malgre_tout,
        absents=absents,
        fichiers=fichiers,
    )
