"""A sale between buyers: who sold on to whom, how many carats, at what price; never a first sale."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.grammar import Form, Section, Text, when
from apps.ledger.forms.sale import DAY_IN_FUTURE, MONEY, PAID_ADDS_UP, PRICE_NOTHING, REFERENCE_MISSING, SLIP, WEIGHT
from apps.ledger.forms.stones import CARATS_UNLIKELY, STONES_TOO_HEAVY, STONES_TOO_LIGHT

# A form of its own and not one more question of the purchase: what makes a first sale is never a matter of one tap.
RESALE = Form(
    code="resale",
    version=1,
    title=Text("Record a resale", "Enregistrer une revente"),
    model="ledger.Resale",
    acts=("create", "replace"),
    sections=(
        SLIP,
        Section(
            "people",
            Text("Seller and buyer", "Vendeur et acheteur"),
            (
                ask.reference(
                    "seller",
                    Text("Buyer who sells", "Acheteur qui vend"),
                    hint=Text("Number on the seller’s card.", "Numéro sur la carte du vendeur."),
                    required=True,
                    refers_to="buyer",
                    column="seller_buyer",
                ),
                ask.reference(
                    "buyer",
                    Text("Buyer", "Acheteur"),
                    hint=Text("Number on the buyer’s card.", "Numéro sur la carte de l’acheteur."),
                    required=True,
                    refers_to="buyer",
                ),
            ),
        ),
        Section(
            "origin",
            Text("Where it comes from", "D’où cela vient"),
            (
                ask.flag(
                    "origin_known",
                    Text("The site is known", "Le site est connu"),
                    hint=Text("No, where the stones are mixed.", "Non, si les pierres sont mélangées."),
                    required=True,
                ),
                ask.reference(
                    "site", Text("Site", "Site"), required=True, show_if=when("origin_known", True), refers_to="site"
                ),
            ),
        ),
        WEIGHT,
        MONEY,
    ),
    checks=(
        DAY_IN_FUTURE,
        PAID_ADDS_UP,
        PRICE_NOTHING,
        REFERENCE_MISSING,
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
        CARATS_UNLIKELY,
    ),
)
