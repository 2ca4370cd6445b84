"""A first sale: who sold to whom, from where, how many carats, at what price, and who was paid what."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when
from apps.forms.upcasting import unchanged
from apps.ledger.forms.stones import CARATS_UNLIKELY, STONES_TOO_HEAVY, STONES_TOO_LIGHT

PURCHASE = Form(
    code="purchase",
    version=2,
    upcasters=(unchanged,),
    title=Text("Record a purchase", "Enregistrer un achat"),
    model="ledger.Purchase",
    acts=("create", "replace"),
    sections=(
        Section(
            "slip",
            Text("The slip", "Le bordereau"),
            (
                ask.number("number", Text("Receipt number", "Numéro du reçu"), required=True),
                ask.paper_number("slip_number", Text("Number printed on the slip", "Numéro imprimé du bordereau")),
                ask.day("bought_on", Text("Day of purchase", "Jour de l’achat"), required=True),
            ),
        ),
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
        Section(
            "weight",
            Text("Stones and carats", "Pierres et carats"),
            (
                ask.carats("carats", Text("Carats", "Carats"), required=True, min="0.01"),
                ask.integer("stones", Text("Number of stones", "Nombre de pierres"), min=1),
            ),
        ),
        Section(
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
                ask.text(
                    "witness", Text("Witness", "Témoin"), hint=Text("Not the buyer.", "Pas l’acheteur."), max_length=120
                ),
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
        ),
    ),
    checks=(
        mark(
            "day_in_future",
            Op.NOT_AFTER_TODAY,
            ("bought_on",),
            Text("The day of sale has not come yet.", "Le jour de la vente n’est pas encore venu."),
        ),
        warn(
            "paid_adds_up",
            Op.SUMS_TO,
            ("cash_paid", "debt_deducted", "price"),
            Text(
                "Money handed over and debt taken off do not make the full price.",
                "La somme remise et la dette retirée ne font pas le prix total.",
            ),
        ),
        warn(
            "price_nothing",
            Op.AT_LEAST,
            ("price",),
            Text("The price is nothing. Write the full price.", "Le prix est nul. Écrivez le prix total."),
            value="0.01",
        ),
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
        warn(
            "reference_missing",
            Op.ANY_OF,
            ("bank_reference",),
            Text("Write the reference of the payment.", "Écrivez la référence du paiement."),
            when=when("payment", "bank", "mobile_money"),
        ),
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
        CARATS_UNLIKELY,
    ),
)
