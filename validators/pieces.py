"""P — the pieces of annexe III, one by one, and what their files hold."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste, pluriel
from maia.forms.pieces import PRIVE, TOUJOURS, Ecart, Genre, catalogue
from maia.validators.registre import regle

# Pieces of the national list that have a rule of their own; an ARS may ask for any other.
_NATIONALES = frozenset(
    {"note", "engagement_pilote", "cv", "statuts", "recepisse", "comptes", "rapport_commissaire", "rapport_activite"}
)


def demandee(d: Dossier, cle: str) -> bool:
    """Whether the piece `cle` is asked of this porteur: by the national list, or by the ARS's own."""
    piece = catalogue().pieces.get(cle)
    if piece is None:
        return not any(e.piece == cle and e.genre is Genre.INCONNUE for e in d.ecarts)
    return piece.demandee == TOUJOURS or (piece.demandee == PRIVE and d.porteur.prive)


def plusieurs_fichiers(d: Dossier, cle: str) -> bool:
    """Whether the piece `cle` is written as a list of paths."""
    valeur = d.pieces.autres.get(cle)
    return isinstance(valeur, list) and bool(valeur) and all(isinstance(v, str) and v.strip() for v in valeur)


def _absente(d: Dossier, ecart: Ecart) -> bool:
    """Whether the gap is that of a piece asked and not written, or written as nothing."""
    return ecart.genre is Genre.ABSENTE or (ecart.genre is Genre.VIDE and demandee(d, ecart.piece))


def _manque(d: Dossier, cle: str) -> Iterator[Constat]:
    """A finding when the piece `cle` of the national list is missing."""
    piece = catalogue().pieces[cle]
    for ecart in d.ecarts:
        if ecart.piece == cle and _absente(d, ecart):
            yield Constat(ecart.chemin, f"Pièce manquante : {piece.libelle}.", piece.remede)


@regle("P01", BLOQUANT, source="CIRC annexe III, note")
def note_de_presentation_presente(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note de présentation est jointe."""
    yield from _manque(d, "note")


@regle("P02", BLOQUANT, source="CIRC annexe III, note")
def note_dans_la_limite_de_pages(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note de présentation ne dépasse pas trente pages.

    « Une note présentant (maximum 30 pages) » : la page 31 est de trop.
    """
    examens = [(d.examens or {}).get(nom) for chemin, nom in d.pieces.fichiers() if chemin[:2] == ("pieces", "note")]
    pages = sum(examen.pages for examen in examens if examen and examen.lisible)
    if pages > c.note.pages_max:
        de_trop = pages - c.note.pages_max
        suite = (
            f"la page {c.note.pages_max + 1} est de trop"
            if de_trop == 1
            else f"les pages {c.note.pages_max + 1} à {pages} sont de trop"
        )
        yield Constat(
            "pieces.note",
            f"La note compte {pluriel(pages, 'page')} pour un maximum de {c.note.pages_max} : {suite}.",
            f"Ramenez la note à {c.note.pages_max} pages.",
        )


@regle("P03", BLOQUANT, source="CIRC annexe III, documents d’engagement")
def engagements_des_partenaires_presents(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Des documents formalisent l’engagement des partenaires.

    Lettres d’engagement, conventions existantes.
    """
    if not any(d.partenaires_engages):
        yield Constat(
            "pieces.engagements",
            "Aucun document ne formalise l’engagement d’un partenaire.",
            "Joignez les lettres d’engagement ou les conventions (celle du groupement, s’il y en a un), une ligne par document "
            "sous « engagements ».",
        )


@regle("P04", BLOQUANT, source="CIRC annexe III, tableau récapitulatif")
def tableau_des_engagements_complet(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau récapitulatif dit, pour chaque document, le partenaire, la nature et le fichier.

    « Un tableau récapitulatif liste ces documents, leur nature et les partenaires engagés. »
    """
    for rang, engagement in enumerate(d.pieces.engagements):
        demandes = (
            ("partenaire", engagement.partenaire),
            ("nature", engagement.nature),
            ("fichier", engagement.fichier),
        )
        if manquants := [f"« {mot} »" for mot, valeur in demandes if not valeur]:
            yield Constat(
                ("pieces", "engagements", rang),
                f"Le document d’engagement n° {rang + 1} ne donne pas {liste(manquants)}.",
                f"Complétez {liste(manquants)} sur cette ligne.",
            )


@regle("P05", BLOQUANT, source="CIRC annexe III, engagement de recruter")
def engagement_de_recruter_un_pilote(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur s’engage à recruter un pilote au plus tôt, de mai à juillet."""
    yield from _manque(d, "engagement_pilote")


@regle("P06", BLOQUANT, source="CIRC annexe III, CV")
def cv_de_pilote_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un ou plusieurs CV accompagnent l’engagement de recruter un pilote."""
    yield from _manque(d, "cv")


@regle("P10", BLOQUANT, source="CIRC annexe III, statuts")
def statuts_joints(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint la copie de ses statuts."""
    yield from _manque(d, "statuts")


def _association(d: Dossier) -> bool:
    return d.porteur.nature == "association" or d.porteur.association is not None


@regle("P11", BLOQUANT, source="CIRC annexe III, récépissé")
def recepisse_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une association joint le récépissé de sa déclaration en préfecture.

    L’annexe III le demande à tout porteur privé à but non lucratif ; l’annexe IV précise « récépissé de déclaration de
    l’association ». Un autre organisme privé (fondation, mutuelle) n’en a pas : voir P19.
    """
    if _association(d):
        yield from _manque(d, "recepisse")


@regle("P12", BLOQUANT, source="CIRC annexe III, comptes annuels")
def comptes_joints(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint ses derniers comptes annuels approuvés."""
    yield from _manque(d, "comptes")


def _subventions_connues(d: Dossier) -> int:
    """The subsidies of account 74, the larger of the two budgets: all that a dossier says of the body's resources."""
    return max(sum(f.montant or 0 for f in b.financeurs) for b in (d.budget, d.annee_pleine.budget))


@regle("P13", BLOQUANT, source="CIRC annexe III, rapport du commissaire")
def rapport_du_commissaire_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé recevant plus de 153 000 € par an joint le rapport du commissaire aux comptes.

    L’annexe III demande ce rapport ; l’annexe IV précise « notamment dans le cas où l’organisme reçoit annuellement
    plus de 153 000 euros de dons ou de subventions ». Au-dessus de ce seuil il manque au dossier ; en dessous, voir P14.
    """
    subventions = _subventions_connues(d)
    if subventions > c.commissaire_aux_comptes.seuil:
        for constat in _manque(d, "rapport_commissaire"):
            yield Constat(
                constat.chemin,
                f"Pièce manquante : dernier rapport du commissaire aux comptes ({euros(subventions)} de subventions, "
                f"au-dessus de {euros(c.commissaire_aux_comptes.seuil)}).",
                constat.remede,
            )


@regle("P14", AVERTISSEMENT, source="CIRC annexe IV, liste des pièces, rapport du commissaire")
def rapport_du_commissaire_sous_le_seuil(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Sous le seuil, l’absence du rapport du commissaire aux comptes est signalée sans bloquer.

    Le dossier ne montre que les subventions du projet : l’organisme peut en recevoir d’autres, et l’ARS en juge.
    """
    if _subventions_connues(d) <= c.commissaire_aux_comptes.seuil:
        for constat in _manque(d, "rapport_commissaire"):
            yield Constat(
                constat.chemin,
                "Le rapport du commissaire aux comptes n’est pas joint ; il est demandé à un organisme qui reçoit plus de "
                f"{euros(c.commissaire_aux_comptes.seuil)} de dons ou de subventions par an.",
                f"{constat.remede} Si aucun commissaire n’est obligatoire, dites-le dans la note.",
            )


@regle("P15", BLOQUANT, source="CIRC annexe III, rapport d’activité")
def rapport_d_activite_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint son dernier rapport d’activité."""
    yield from _manque(d, "rapport_activite")


@regle("P16", BLOQUANT, source="CIRC annexe III, complétude")
def pieces_demandees_par_l_ars(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les pièces que l’ARS ajoute à la liste nationale sont jointes.

    Ne s’applique qu’avec un fichier de pièces local, qui en fixe la liste.
    """
    for ecart in d.ecarts:
        if ecart.piece not in _NATIONALES and _absente(d, ecart):
            yield Constat(
                ecart.chemin, f"Pièce manquante, demandée par l’ARS : « {ecart.piece} ».", "Joignez cette pièce."
            )


@regle("P17", AVERTISSEMENT, source="CIRC annexe III, complétude")
def pieces_prevues(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce écrite est une pièce de la liste.

    Une pièce inconnue est souvent une faute de frappe sur le nom d’une autre.
    """
    for ecart in d.ecarts:
        if ecart.genre is Genre.INCONNUE:
            remede = (
                f"Vouliez-vous écrire « {ecart.suggestion} » ?"
                if ecart.suggestion
                else f"Pièces prévues : {liste([*catalogue().pieces, 'engagements'])}."
            )
            yield Constat(ecart.chemin, f"La pièce « {ecart.piece} » n’est pas dans la liste.", remede)


@regle("P18", BLOQUANT, source="CIRC annexe III, complétude")
def pieces_bien_ecrites(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce demandée est donnée par le chemin de son fichier."""
    for ecart in d.ecarts:
        if ecart.genre is Genre.FORME and demandee(d, ecart.piece) and not plusieurs_fichiers(d, ecart.piece):
            yield Constat(
                ecart.chemin,
                f"La pièce « {ecart.piece} » attend le chemin d’un fichier.",
                f"Écrivez par exemple « {ecart.piece}: pieces/{ecart.piece}.pdf ».",
            )


@regle("P19", AVERTISSEMENT, source="CIRC annexe IV, liste des pièces, récépissé")
def recepisse_d_un_organisme_qui_n_est_pas_une_association(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un organisme privé qui n’est pas une association joint l’acte qui tient lieu de récépissé.

    L’annexe IV ne parle du récépissé que pour une association ; celui d’une autre forme juridique est à apprécier.
    """
    if not _association(d):
        for constat in _manque(d, "recepisse"):
            yield Constat(
                constat.chemin,
                "Le récépissé de déclaration en préfecture n’est pas joint.",
                "Joignez l’acte qui en tient lieu (immatriculation, arrêté…) ; si le porteur est une association, remplissez "
                "« association » sous « porteur » et joignez le récépissé.",
            )
