"""What every sale is asked, whoever sells: its slip, its weight, its money."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Op, Section, Text, when

SLIP = Section(
    "slip",
    Text("The slip", "Le bordereau"),
    (
        ask.number("number", Text("Receipt number", "Numéro du reçu"), required=True),
        ask.paper_number("slip_number", Text("Number printed on the slip", "Numéro imprimé du bordereau")),
        ask.day("bought_on", Text("Day of purchase", "Jour de l’achat"), required=True),
    ),
)

WEIGHT = Section(
    "weight",
    Text("Stones and carats", "Pierres et carats"),
    (
        ask.carats("carats", Text("Carats", "Carats"), required=True, min="0.01"),
        ask.integer("stones", Text("Number of stones", "Nombre de pierres"), min=1),
    ),
)

MONEY = Section(
    "money",
    Text("Money", "Argent"),
    (
        ask.money(
            "price",
            Text("Full price", "Prix total"),
            hint=Text("Before any debt is taken off.", "Avant de retirer une dette."),
            required=True,
        ),
        ask.choice(
            "currency",
            Text("Currency", "Monnaie"),
            required=True,
            choices=ask.listed("currencies"),
            max_length=3,
        ),
        ask.money("debt_deducted", Text("Debt taken off", "Dette retirée")),
        ask.money("cash_paid", Text("Money handed over", "Somme remise")),
        ask.choice(
            "payment",
            Text("Paid by", "Payé par"),
            required=True,
            choices=ask.options(
                ("cash", "Cash", "Espèces", "cash"),
                ("bank", "Bank", "Banque", "bank"),
                ("mobile_money", "Mobile money", "Argent mobile", "phone"),
            ),
            default="cash",
        ),
        ask.paper_number(
            "bank_reference",
            Text("Reference of the payment", "Référence du paiement"),
            show_if=when("payment", "bank", "mobile_money"),
        ),
        ask.text("witness", Text("Witness", "Témoin"), hint=Text("Not the buyer.", "Pas l’acheteur."), max_length=120),
        ask.photo(
            "slip_photo",
            Text("Photo of the slip", "Photo du bordereau"),
            hint=Text(
                "The whole slip, flat, so that its numbers can be read.",
                "Le bordereau entier, à plat, pour que les chiffres se lisent.",
            ),
            max=300,
        ),
    ),
)

DAY_IN_FUTURE = mark(
    "day_in_future",
    Op.NOT_AFTER_TODAY,
    ("bought_on",),
    Text("The day of sale has not come yet.", "Le jour de la vente n’est pas encore venu."),
)

PAID_ADDS_UP = warn(
    "paid_adds_up",
    Op.SUMS_TO,
    ("cash_paid", "debt_deducted", "price"),
    Text(
        "Money handed over and debt taken off do not make the full price.",
        "La somme remise et la dette retirée ne font pas le prix total.",
    ),
)

PRICE_NOTHING = warn(
    "price_nothing",
    Op.AT_LEAST,
    ("price",),
    Text("The price is nothing. Write the full price.", "Le prix est nul. Écrivez le prix total."),
    value="0.01",
)

REFERENCE_MISSING = warn(
    "reference_missing",
    Op.ANY_OF,
    ("bank_reference",),
    Text("Write the reference of the payment.", "Écrivez la référence du paiement."),
    when=when("payment", "bank", "mobile_money"),
)
