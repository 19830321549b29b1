"""P — the pieces of annexe III, one by one, and what their files hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.examen import Etat, Examen
from maia.forms.francais import euros, liste, pluriel
from maia.forms.pieces import Genre, catalogue
from maia.validators.registre import regle


def _manque(d: Dossier, cle: str) -> Iterator[Constat]:
    """A finding when the piece `cle` is asked of this porteur and not written, or written as nothing."""
    piece = catalogue().pieces[cle]
    for ecart in d.ecarts:
        if ecart.piece == cle and ecart.genre in (Genre.ABSENTE, Genre.VIDE):
            yield Constat(ecart.chemin, f"Pièce manquante : {piece.libelle}.", piece.remede)


def _fichiers(d: Dossier, etats: tuple[Etat, ...]) -> Iterator[tuple[tuple[str | int, ...], str, Examen]]:
    for chemin, nom in d.pieces.fichiers():
        examen = (d.examens or {}).get(nom)
        if examen and examen.etat in etats:
            yield chemin, nom, examen


@regle("P01", BLOQUANT, source="CIRC annexe III")
def note_de_presentation_presente(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note de présentation est jointe."""
    yield from _manque(d, "note")


@regle("P02", BLOQUANT, source="CIRC annexe III")
def note_dans_la_limite_de_pages(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La note de présentation ne dépasse pas trente pages.

    « Une note présentant (maximum 30 pages) » : la page 31 est de trop.
    """
    nom = d.pieces.autres.get("note")
    examen = (d.examens or {}).get(nom) if isinstance(nom, str) else None
    if examen and examen.lisible and examen.pages > c.note.pages_max:
        de_trop = examen.pages - c.note.pages_max
        suite = (
            f"la page {c.note.pages_max + 1} est de trop"
            if de_trop == 1
            else f"les pages {c.note.pages_max + 1} à {examen.pages} sont de trop"
        )
        yield Constat(
            "pieces.note",
            f"La note compte {pluriel(examen.pages, 'page')} pour un maximum de {c.note.pages_max} : {suite}.",
            f"Ramenez la note à {c.note.pages_max} pages.",
        )


@regle("P03", BLOQUANT, source="CIRC annexe III")
def engagements_des_partenaires_presents(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Des documents formalisent l’engagement des partenaires.

    Lettres d’engagement, conventions existantes.
    """
    if not any(d.partenaires_engages):
        yield Constat(
            "pieces.engagements",
            "Aucun document ne formalise l’engagement d’un partenaire.",
            "Joignez les lettres d’engagement ou les conventions, une ligne par document sous « engagements ».",
        )


@regle("P04", BLOQUANT, source="CIRC annexe III")
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


@regle("P05", BLOQUANT, source="CIRC annexe III")
def engagement_de_recruter_un_pilote(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur s’engage à recruter un pilote au plus tôt, de mai à juillet."""
    yield from _manque(d, "engagement_pilote")


@regle("P06", BLOQUANT, source="CIRC annexe III")
def cv_de_pilote_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un ou plusieurs CV accompagnent l’engagement de recruter un pilote."""
    yield from _manque(d, "cv")


@regle("P10", BLOQUANT, source="CIRC annexe III")
def statuts_joints(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint la copie de ses statuts."""
    yield from _manque(d, "statuts")


@regle("P11", BLOQUANT, source="CIRC annexe III")
def recepisse_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint le récépissé de déclaration en préfecture."""
    yield from _manque(d, "recepisse")


@regle("P12", BLOQUANT, source="CIRC annexe III")
def comptes_joints(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint ses derniers comptes annuels approuvés."""
    yield from _manque(d, "comptes")


def _subventions_connues(d: Dossier) -> int:
    """The subsidies of account 74, the larger of the two budgets: all that a dossier says of the body's resources."""
    return max(sum(f.montant or 0 for f in b.financeurs) for b in (d.budget, d.annee_pleine.budget))


@regle("P13", BLOQUANT, source="CIRC annexe III", lit="budget annee_pleine")
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


@regle("P14", AVERTISSEMENT, source="CIRC annexe IV, liste des pièces", lit="budget annee_pleine")
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


@regle("P15", BLOQUANT, source="CIRC annexe III")
def rapport_d_activite_joint(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un porteur privé à but non lucratif joint son dernier rapport d’activité."""
    yield from _manque(d, "rapport_activite")


@regle("P16", BLOQUANT, source="CIRC annexe III")
def pieces_demandees_par_l_ars(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les pièces que l’ARS ajoute à la liste nationale sont jointes.

    Ne s’applique qu’avec un fichier de pièces local, qui en fixe la liste.
    """
    nationales = catalogue().pieces
    for ecart in d.ecarts:
        if ecart.piece not in nationales and ecart.genre in (Genre.ABSENTE, Genre.VIDE):
            yield Constat(
                ecart.chemin, f"Pièce manquante, demandée par l’ARS : « {ecart.piece} ».", "Joignez cette pièce."
            )


@regle("P17", AVERTISSEMENT, source="CIRC annexe III")
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


@regle("P18", BLOQUANT, source="CIRC annexe III")
def pieces_bien_ecrites(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce est donnée par le chemin de son fichier."""
    for ecart in d.ecarts:
        if ecart.genre is Genre.FORME:
            yield Constat(
                ecart.chemin,
                f"La pièce « {ecart.piece} » attend le chemin d’un fichier.",
                f"Écrivez par exemple « {ecart.piece}: pieces/{ecart.piece}.pdf ».",
            )


_MESSAGES: dict[Etat, tuple[str, str]] = {
    Etat.ABSENT: ("Le fichier « {nom} » n’existe pas.", "Vérifiez son nom et son dossier, à partir du fichier YAML."),
    Etat.DOSSIER: ("« {nom} » est un dossier, pas un fichier.", "Indiquez le fichier PDF qu’il contient."),
    Etat.PAS_UN_PDF: ("« {nom} » n’est pas un PDF.", "Enregistrez le document en PDF."),
    Etat.ABIME: ("« {nom} » ne s’ouvre pas : le PDF est abîmé.", "Produisez-le de nouveau, ou numérisez-le."),
    Etat.TROP_LOURD: ("« {nom} » dépasse 200 Mo.", "Numérisez le document à une résolution plus faible."),
    Etat.VIDE: ("« {nom} » est un fichier vide.", "Remplacez-le par le document."),
    Etat.SANS_PAGE: ("« {nom} » ne contient aucune page.", "Remplacez-le par le document."),
    Etat.CHIFFRE: ("« {nom} » est protégé par un mot de passe ou un chiffrement.", "Enregistrez-le sans protection."),
}


def _en_etat(*etats: Etat) -> Callable[[Dossier], Iterator[Constat]]:
    def constats(d: Dossier) -> Iterator[Constat]:
        for chemin, nom, examen in _fichiers(d, etats):
            message, remede = _MESSAGES[examen.etat]
            yield Constat(chemin, message.format(nom=nom), remede)

    return constats


_absents = _en_etat(Etat.ABSENT, Etat.DOSSIER)
_illisibles = _en_etat(Etat.PAS_UN_PDF, Etat.ABIME, Etat.TROP_LOURD)
_vides = _en_etat(Etat.VIDE, Etat.SANS_PAGE)
_chiffres = _en_etat(Etat.CHIFFRE)


@regle("P20", BLOQUANT, source="CIRC annexe III")
def fichiers_presents(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque fichier nommé existe."""
    yield from _absents(d)


@regle("P21", BLOQUANT, source="CIRC annexe III")
def fichiers_lisibles(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce est un PDF qui s’ouvre.

    Une pièce que l’ARS ne peut pas lire ne complète pas le dossier.
    """
    yield from _illisibles(d)


@regle("P22", BLOQUANT, source="CIRC annexe III")
def fichiers_non_vides(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque pièce a au moins une page."""
    yield from _vides(d)


@regle("P23", BLOQUANT, source="CIRC annexe III")
def fichiers_sans_mot_de_passe(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Aucune pièce n’est chiffrée ni protégée.

    Une pièce protégée ne peut être ni lue par tous ceux qui instruisent le dossier, ni assemblée avec les autres.
    """
    yield from _chiffres(d)
