"""What is said of an answer that cannot be taken, whatever the form."""

from __future__ import annotations

from apps.forms.grammar import Field, Form, Text

# `{limit}` stands for the field's own limit.
SENTENCES: dict[str, Text] = {
    "required": Text("This is needed.", "Cette réponse est nécessaire."),
    "unknown_field": Text("This form does not ask that.", "Ce formulaire ne pose pas cette question."),
    "left_out": Text(
        "This was answered but is not asked here. It is left out.",
        "Cette réponse n’est pas demandée ici. Elle n’est pas retenue.",
    ),
    "choice": Text("Choose from the list.", "Choisissez dans la liste."),
    "too_long": Text("Use at most {limit} characters.", "Écrivez {limit} caractères au plus."),
    "too_small": Text("The least possible is {limit}.", "Le minimum possible est {limit}."),
    "too_large": Text("The most possible is {limit}.", "Le maximum possible est {limit}."),
    "unreadable.text": Text(
        "This text holds a character that cannot be kept. Type it again.",
        "Ce texte contient un caractère qui ne peut pas être gardé. Écrivez-le de nouveau.",
    ),
    "unreadable.choice": Text("Choose one answer from the list.", "Choisissez une réponse dans la liste."),
    "unreadable.choices": Text(
        "Choose from the list, each answer once.", "Choisissez dans la liste, chaque réponse une fois."
    ),
    "unreadable.integer": Text("Write a whole number, like 12.", "Écrivez un nombre entier, par exemple 12."),
    "unreadable.year": Text("Write a year, like 1984.", "Écrivez une année, par exemple 1984."),
    "unreadable.carats": Text(
        "Write the carats with at most two decimals, like 1.25.",
        "Écrivez les carats avec deux décimales au plus, par exemple 1,25.",
    ),
    "unreadable.money": Text(
        "Write the amount with at most two decimals, like 1500.50.",
        "Écrivez le montant avec deux décimales au plus, par exemple 1500,50.",
    ),
    "unreadable.hectares": Text(
        "Write the hectares with at most four decimals, like 12.5.",
        "Écrivez les hectares avec quatre décimales au plus, par exemple 12,5.",
    ),
    "unreadable.cubic_metres": Text(
        "Write the cubic metres with at most two decimals, like 2.5.",
        "Écrivez les mètres cubes avec deux décimales au plus, par exemple 2,5.",
    ),
    "unreadable.date": Text(
        "This day is not in the calendar, or too far away.",
        "Ce jour n’existe pas dans le calendrier, ou il est trop éloigné.",
    ),
    "unreadable.flag": Text("Answer yes or no.", "Répondez par oui ou par non."),
    "unreadable.reference": Text(
        "Choose the record from the list, or write its number.",
        "Choisissez la fiche dans la liste, ou écrivez son numéro.",
    ),
    "unreadable.point": Text("Take the position again.", "Prenez la position de nouveau."),
    "unreadable.area": Text(
        "Walk around the area again, or write its corners again.",
        "Faites de nouveau le tour du terrain, ou récrivez ses coins.",
    ),
    "no_area.area": Text(
        "An area has at least three corners that do not lie in one line.",
        "Un terrain a au moins trois coins qui ne sont pas sur une même ligne.",
    ),
    "crossing.area": Text(
        "The boundary crosses or touches itself. Take back a corner, or change one.",
        "Le contour se croise ou se touche. Reprenez un coin, ou changez-en un.",
    ),
    "too_wide.area": Text(
        "These corners lie more than a hundred kilometres apart. Look at them again.",
        "Ces coins sont à plus de cent kilomètres l’un de l’autre. Vérifiez-les.",
    ),
    "too_long.area": Text("Use at most {limit} corners.", "Prenez {limit} coins au plus."),
    "unreadable.signed": Text("Take the signature again.", "Reprenez la signature."),
    "no_picture.signed": Text(
        "Nothing is drawn. Draw on the field, or say that the person did not sign.",
        "Rien n’est dessiné. Dessinez dans le cadre, ou dites que la personne n’a pas signé.",
    ),
    "no_witness.signed": Text("Write who saw the mark being made.", "Écrivez qui a vu la personne faire cette marque."),
    "no_reason.signed": Text("Write why there is no signature.", "Écrivez pourquoi il n’y a pas de signature."),
    "unreadable.rows": Text(
        "One of the rows cannot be read. Look at each of them again.",
        "Une des lignes est illisible. Vérifiez chacune d’elles.",
    ),
    "incomplete.rows": Text(
        "A row is not filled in to its end. Fill it in, or take it away.",
        "Une ligne n’est pas remplie jusqu’au bout. Remplissez-la, ou retirez-la.",
    ),
    "beyond.rows": Text(
        "A figure in one of the rows is too small or too large.",
        "Un chiffre d’une des lignes est trop petit ou trop grand.",
    ),
    "twice.rows": Text(
        "Two rows are about the same. Make one of them.", "Deux lignes disent la même chose. Faites-en une seule."
    ),
    "too_long.rows": Text("Write at most {limit} rows.", "Écrivez {limit} lignes au plus."),
    "unreadable.identifier": Text("The tablet’s own mark cannot be read.", "La marque de la tablette est illisible."),
    "unreadable.photo": Text("Take the photo again.", "Reprenez la photo."),
    "unreadable.number": Text(
        "Write the number as it stands on the slip.", "Écrivez le numéro comme il figure sur le bordereau."
    ),
    "unreadable.paper_number": Text(
        "Write the number as it stands on the paper.", "Écrivez le numéro comme il figure sur le papier."
    ),
}


def sentences_of(form: Form) -> dict[str, Text]:
    """The sentences that this form can need, so that a tablet carries no others."""
    kinds = {"", *(field.kind for field in form.fields.values())}
    return {code: text for code, text in SENTENCES.items() if code.partition(".")[2] in kinds}


def fault_sentence(field: Field, code: str, limit: str = "") -> Text:
    """The sentence for a fault of this field, with its limit written as each language writes numbers."""
    text = SENTENCES.get(f"{code}.{field.kind}") or SENTENCES[code]
    return Text(text.en.replace("{limit}", limit), text.fr.replace("{limit}", limit.replace(".", ",")))
