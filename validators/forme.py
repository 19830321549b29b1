"""F — what is written can be read, and the form is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import liste
from maia.forms.saisie import Faute
from maia.validators.fautes import CENTIMES, INCONNU, decisive, mal_ecrit
from maia.validators.registre import Aspect, regle


def _constat(faute: Faute) -> Constat:
    return Constat(faute.chemin, faute.message, faute.remede)


@regle("F01", AVERTISSEMENT, source="CIRC annexe III, dossier de financement")
def champs_connus(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque champ écrit existe dans le formulaire.

    Un champ inconnu, souvent une faute de frappe, n’est pas lu : ce qu’il dit serait perdu.
    """
    yield from (_constat(f) for f in d.fautes if f.genre == INCONNU)


@regle("F02", BLOQUANT, source="CIRC annexe III, dossier de financement")
def valeurs_decisives_lisibles(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque valeur dont dépend un contrôle bloquant se lit sans hésiter.

    Montants, nombres, ETP… Le dossier de demande de financement doit être « dûment complété » : une valeur illisible
    n’y est pas, et les contrôles qui la lisent ne sont pas faits.
    """
    yield from (_constat(f) for f in d.fautes if f.genre != CENTIMES and decisive(f))


@regle("F03", BLOQUANT, source="CIRC annexe IV note (1)", aspect=Aspect.BUDGET)
def montants_en_euros_entiers(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les montants sont en euros, sans centimes.

    « Ne pas indiquer les centimes d’euros, appliquez la règle de l’arrondi » : 0,50 € et plus s’arrondit à l’euro
    supérieur.
    """
    yield from (_constat(f) for f in d.fautes if f.genre == CENTIMES)


@regle("F04", AVERTISSEMENT, source="CIRC annexe III, dossier de financement")
def renseignements_lisibles(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque renseignement sur le porteur, les personnes et le projet a la forme attendue.

    Téléphone, courriel, code postal, SIRET, dates… Une valeur mal écrite est laissée de côté, et signalée.
    """
    yield from (_constat(f) for f in d.fautes if f.genre not in (CENTIMES, INCONNU) and not decisive(f))


@regle("F05", BLOQUANT, source="CIRC annexe IV §1, raison sociale")
def presentation_du_porteur_complete(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur est présenté : raison sociale, siège, statut.

    Champs du formulaire sans mention « le cas échéant ». Le statut peut se déduire de la nature du porteur.
    """
    p = d.porteur
    demandes = (
        ("porteur.raison_sociale", p.raison_sociale, "Le nom ou la raison sociale du porteur manque."),
        ("porteur.siege.adresse", p.siege.adresse, "L’adresse du siège social manque."),
        ("porteur.siege.code_postal", p.siege.code_postal, "Le code postal du siège social manque."),
        ("porteur.siege.commune", p.siege.commune, "La commune du siège social manque."),
        ("porteur.statut", p.statut_retenu, "Le statut du porteur n’est pas indiqué, et sa nature ne le dit pas."),
    )
    for chemin, valeur, message in demandes:
        # A status badly written is asked again: whether five pieces are needed depends on it.
        dernier = chemin.rsplit(".", 1)[1]
        if not valeur and (dernier == "statut" or not mal_ecrit(d, *chemin.split("."))):
            exemple = " : collectivité territoriale, organisme privé sans but lucratif ou autres"
            yield Constat(chemin, message, f"Complétez « {dernier} »{exemple if dernier == 'statut' else ''}.")


@regle("F06", BLOQUANT, source="CIRC annexe IV §1, personne chargée")
def personne_chargee_du_dossier_joignable(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La personne chargée du dossier est nommée, avec un téléphone ou un courriel.

    « il doit s’agir de la personne pouvant être contactée pour toutes informations nécessaires à l’instruction de la
    demande de financement »
    """
    personne = d.personne_chargee
    if personne is None or not (personne.nom or mal_ecrit(d, "personne_chargee", "nom")):
        yield Constat(
            "personne_chargee",
            "La personne chargée du dossier n’est pas nommée.",
            "Complétez « personne_chargee » : nom, prénom, qualité, téléphone et courriel.",
        )
    elif not any(
        getattr(personne, moyen) or mal_ecrit(d, "personne_chargee", moyen) for moyen in ("telephone", "courriel")
    ):
        nom = " ".join(filter(None, (personne.prenom, personne.nom)))
        yield Constat(
            "personne_chargee",
            f"Aucun téléphone ni courriel pour joindre {nom or 'la personne chargée du dossier'}.",
            "Ajoutez « telephone » ou « courriel » sous « personne_chargee ».",
        )


@regle("F07", BLOQUANT, source="CIRC annexe IV §2, représentants légaux")
def representant_legal_nomme(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un représentant légal au moins est nommé, avec sa qualité."""
    if not d.representants:
        yield Constat(
            "representants",
            "Aucun représentant légal n’est nommé.",
            "Complétez « representants » : nom, prénom, qualité et courriel, un tiret par personne.",
        )
    for rang, personne in enumerate(d.representants):
        demandes = (("nom", "le nom", personne.nom), ("qualite", "la qualité", personne.qualite))
        if manquants := [
            mot for champ, mot, valeur in demandes if not valeur and not mal_ecrit(d, "representants", rang, champ)
        ]:
            yield Constat(
                ("representants", rang),
                f"Il manque {liste(manquants)} du représentant légal n° {rang + 1}.",
                "Complétez « nom » et « qualite ».",
            )


@regle("F08", BLOQUANT, source="CIRC annexe IV §2, budget")
def budget_previsionnel_rempli(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le budget prévisionnel de l’année est rempli."""
    if d.budget.vide and not mal_ecrit(d, "budget"):
        yield Constat(
            "budget",
            f"Le budget prévisionnel {c.annee} n’est pas rempli.",
            "Complétez « budget » : charges et produits, par comptes à deux chiffres au moins.",
        )


@regle("F09", BLOQUANT, source="CIRC annexe IV §2, effectifs financés")
def effectifs_finances_remplis(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau des effectifs financés par l’ARS est rempli."""
    if not d.effectifs and not mal_ecrit(d, "effectifs"):
        yield Constat(
            "effectifs",
            "Le tableau des effectifs financés par l’ARS est vide.",
            "Complétez « effectifs » : le pilote, puis un tiret par gestionnaire de cas.",
        )


@regle("F10", BLOQUANT, source="CIRC annexe IV §3, date et lieu")
def attestation_remplie(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """L’attestation sur l’honneur est remplie : signataire, lieu, date et montant demandé.

    Le montant attesté est le montant demandé : il n’est écrit qu’une fois.
    """
    a = d.attestation
    demandes = (
        ("signataire", "le signataire", a.signataire),
        ("lieu", "le lieu", a.lieu),
        ("date", "la date", a.date),
    )
    if manquants := [mot for champ, mot, valeur in demandes if not valeur and not mal_ecrit(d, "attestation", champ)]:
        yield Constat(
            "attestation",
            f"L’attestation sur l’honneur est incomplète : il manque {liste(manquants)}.",
            "Complétez « attestation » : signataire, lieu et date.",
        )


@regle("F11", BLOQUANT, source="CIRC annexe IV §3, montant")
def montant_demande(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le montant demandé à l’ARS est écrit."""
    if d.demande.montant is None and not mal_ecrit(d, "demande", "montant"):
        yield Constat(
            "demande.montant",
            f"Le montant demandé à l’ARS pour {c.annee} n’est pas écrit.",
            "Complétez « montant » sous « demande », en euros.",
        )


@regle("F12", AVERTISSEMENT, source="CIRC annexe IV §1, portée")
def association_declaree(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une association donne sa déclaration, son objet et sa portée.

    Date de déclaration, préfecture, date de publication au Journal officiel, objet ; nationale, régionale,
    départementale ou locale. Un CLIC ou un réseau de santé qui remplit « association » en est une.
    """
    a = d.porteur.association
    if d.porteur.nature != "association" and (a is None or not d.porteur.prive):
        return
    declaration = a.declaration if a else None
    demandes = (
        ("portee", "la portée", a and a.portee),
        ("declaration.date", "la date de déclaration", declaration and declaration.date),
        ("declaration.prefecture", "la préfecture", declaration and declaration.prefecture),
        (
            "declaration.journal_officiel",
            "la publication au Journal officiel",
            declaration and declaration.journal_officiel,
        ),
        ("objet", "l’objet", a and a.objet),
    )
    ou = ("porteur", "association")
    if manquants := [mot for champ, mot, v in demandes if not v and not mal_ecrit(d, *ou, *champ.split("."))]:
        yield Constat(
            ou,
            f"Renseignements sur l’association incomplets : il manque {liste(manquants)}.",
            "Complétez « association » sous « porteur », comme dans le formulaire.",
        )


@regle("F13", AVERTISSEMENT, source="CIRC annexe IV, année")
def campagne_du_dossier(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dossier est celui de la campagne vérifiée."""
    if d.campagne is not None and d.campagne != c.annee:
        yield Constat(
            "campagne",
            f"Le dossier est de la campagne {d.campagne}, la vérification porte sur la campagne {c.annee}.",
            f"Écrivez « campagne: {c.annee} », ou vérifiez avec --campagne {d.campagne}.",
        )
