"""A first sale: who sold to whom, from where, how many carats, at what price, and who was paid what."""

from __future__ import annotations

from dataclasses import replace

from apps.forms import asking as ask
from apps.forms.asking import warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when
from apps.forms.upcasting import unchanged
from apps.ledger.forms.sale import DAY_IN_FUTURE, MONEY, PAID_ADDS_UP, PRICE_NOTHING, REFERENCE_MISSING, SLIP, WEIGHT
from apps.ledger.forms.sizes import SIZES_AGREE, size_classes
from apps.ledger.forms.stones import CARATS_UNLIKELY, OFF_STEP, STONES_TOO_HEAVY, STONES_TOO_LIGHT, scale_step

PURCHASE = Form(
    code="purchase",
    version=4,
    upcasters=(unchanged, unchanged, unchanged),
    title=Text("Record a purchase", "Enregistrer un achat"),
    model="ledger.Purchase",
    acts=("create", "replace"),
    sections=(
        SLIP,
        Section(
            "people",
            Text("Seller and buyer", "Vendeur et acheteur"),
            (
                ask.reference("seller", Text("Seller", "Vendeur"), required=True, refers_to="digger"),
                ask.choice(
                    "seller_role",
                    Text("The seller is", "Le vendeur est"),
                    required=True,
                    choices=ask.options(
                        ("holder", "The licence holder", "Le titulaire de l’autorisation"),
                        ("digger", "A digger", "Un creuseur"),
                        ("gang_leader", "The gang leader", "Le chef d’équipe"),
                        ("supporter", "The supporter", "Le soutien"),
                        ("landowner", "The landowner", "Le propriétaire de la terre"),
                    ),
                ),
                ask.reference("licence", Text("Licence of the seller", "Autorisation du vendeur"), refers_to="licence"),
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
                    hint=Text("No is an honest answer.", "Non est une réponse honnête."),
                    required=True,
                ),
                ask.reference(
                    "site", Text("Site", "Site"), required=True, show_if=when("origin_known", True), refers_to="site"
                ),
                ask.flag(
                    "with_find",
                    Text("Record the find too", "Enregistrer aussi la trouvaille"),
                    hint=Text(
                        "When the find was not recorded before the sale.",
                        "Si la trouvaille n’a pas été enregistrée avant la vente.",
                    ),
                ),
                ask.reference(
                    "production",
                    Text("The find it comes from", "La trouvaille d’où cela vient"),
                    show_if=unless("with_find", True),
                    refers_to="production",
                ),
                ask.identifier(
                    "find_id",
                    Text("Mark of the find", "Marque de la trouvaille"),
                    required=True,
                    show_if=when("with_find", True),
                ),
                ask.number(
                    "find_number",
                    Text("Number of the find", "Numéro de la trouvaille"),
                    required=True,
                    show_if=when("with_find", True),
                ),
            ),
        ),
        replace(WEIGHT, fields=(*WEIGHT.fields, scale_step(), size_classes())),
        MONEY,
    ),
    checks=(
        DAY_IN_FUTURE,
        PAID_ADDS_UP,
        PRICE_NOTHING,
        warn(
            "holder_without_licence",
            Op.ANY_OF,
            ("licence",),
            Text(
                "A licence holder sells under a licence. Write its number.",
                "Un titulaire vend sous une autorisation. Écrivez son numéro.",
            ),
            when=when("seller_role", "holder"),
        ),
        REFERENCE_MISSING,
        OFF_STEP,
        *SIZES_AGREE,
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
        CARATS_UNLIKELY,
    ),
)
