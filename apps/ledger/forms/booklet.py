"""A booklet of numbered slips: to whom it was issued, and what became of its numbers when it came back."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when

MOST = 999_999_999
SPANS = Text("Numbers with commas, such as 12, 15-18.", "Des numéros avec des virgules, comme 12, 15-18.")
IS_BACK = unless("returned_on", None)

BOOKLET = Form(
    code="booklet",
    version=1,
    title=Text("Record a booklet", "Enregistrer un carnet"),
    model="ledger.Booklet",
    acts=("create", "amend"),
    sections=(
        Section(
            "booklet",
            Text("The booklet", "Le carnet"),
            (
                ask.number("number", Text("Number of the booklet", "Numéro du carnet"), required=True),
                ask.choice(
                    "slips",
                    Text("What its slips are for", "À quoi servent ses bordereaux"),
                    required=True,
                    choices=ask.options(
                        ("purchase", "First sales", "Premières ventes", "cash"),
                        ("resale", "Sales between buyers", "Ventes entre acheteurs", "owner"),
                        ("transfer", "Transfers without a sale", "Transferts sans vente", "boat"),
                    ),
                    default="purchase",
                ),
                ask.paper_number(
                    "series",
                    Text("Series", "Série"),
                    hint=Text(
                        "The letters before the numbers, if there are any.",
                        "Les lettres devant les numéros, s’il y en a.",
                    ),
                    max_length=20,
                ),
                ask.integer("first_number", Text("First number", "Premier numéro"), required=True, min=1, max=MOST),
                ask.integer("last_number", Text("Last number", "Dernier numéro"), required=True, min=1, max=MOST),
            ),
        ),
        Section(
            "issue",
            Text("Who has it", "Qui le détient"),
            (
                ask.choice(
                    "issued_to",
                    Text("Issued to", "Remis à"),
                    required=True,
                    choices=ask.options(
                        ("buyer", "A buyer", "Un acheteur", "cash"),
                        ("other", "Somebody else", "Quelqu’un d’autre"),
                    ),
                    default="buyer",
                ),
                ask.reference(
                    "buyer",
                    Text("Buyer", "Acheteur"),
                    hint=Text("Number on the buyer’s card.", "Numéro sur la carte de l’acheteur."),
                    required=True,
                    show_if=when("issued_to", "buyer"),
                    refers_to="buyer",
                ),
                ask.text(
                    "holder_name",
                    Text("Name", "Nom"),
                    hint=Text("Of the person or of the office.", "De la personne ou du bureau."),
                    required=True,
                    show_if=when("issued_to", "other"),
                    max_length=120,
                ),
                ask.day("issued_on", Text("Day it was issued", "Jour de la remise"), required=True),
            ),
        ),
        Section(
            "return",
            Text("When it comes back", "Quand il revient"),
            (
                ask.day(
                    "returned_on",
                    Text("Day it came back", "Jour du retour"),
                    hint=Text("Leave it empty until then.", "Laissez vide jusque-là."),
                ),
                ask.integer(
                    "blank_from",
                    Text("First slip that is still blank", "Premier bordereau encore vierge"),
                    hint=Text("Empty if every slip was used.", "Vide si tous ont servi."),
                    show_if=IS_BACK,
                    min=1,
                    max=MOST,
                ),
                ask.text("cancelled", Text("Cancelled slips", "Bordereaux annulés"), hint=SPANS, max_length=400),
                ask.text("lost", Text("Slips that are missing", "Bordereaux qui manquent"), hint=SPANS, max_length=400),
            ),
        ),
    ),
    checks=(
        refuse(
            "last_before_first",
            Op.AT_LEAST,
            ("last_number", "first_number"),
            Text("The last number lies before the first.", "Le dernier numéro est avant le premier."),
        ),
        refuse(
            "back_before_issued",
            Op.AT_LEAST,
            ("returned_on", "issued_on"),
            Text("It cannot come back before it was issued.", "Il ne peut pas revenir avant d’avoir été remis."),
        ),
        refuse(
            "blank_before_first",
            Op.AT_LEAST,
            ("blank_from", "first_number"),
            Text("This slip is not of this booklet.", "Ce bordereau n’est pas de ce carnet."),
        ),
        refuse(
            "blank_after_last",
            Op.AT_MOST,
            ("blank_from", "last_number"),
            Text("This slip is not of this booklet.", "Ce bordereau n’est pas de ce carnet."),
        ),
        mark(
            "issued_in_future",
            Op.NOT_AFTER_TODAY,
            ("issued_on",),
            Text("The day it was issued has not come yet.", "Le jour de la remise n’est pas encore venu."),
        ),
        mark(
            "returned_in_future",
            Op.NOT_AFTER_TODAY,
            ("returned_on",),
            Text("The day it came back has not come yet.", "Le jour du retour n’est pas encore venu."),
        ),
        warn(
            "long_out",
            Op.DAYS_AT_MOST,
            ("issued_on", "returned_on"),
            Text(
                "It was out for more than two years. Look at the days again.",
                "Il est resté dehors plus de deux ans. Vérifiez les jours.",
            ),
            value=731,
        ),
    ),
)
