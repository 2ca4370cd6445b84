"""The papers of the day: what was found (production) and what was sold first (purchase)."""

from __future__ import annotations

from apps.forms.grammar import Check, Choices, Field, Form, Kind, Op, Option, Section, Severity, Text, unless, when

SOMETHING_FOUND = unless("nil", True)
STONE_TOO_HEAVY = Check(
    code="stone_heavy",
    op=Op.PER_AT_MOST,
    fields=("carats", "stones"),
    value="20",
    severity=Severity.WARN,
    sentence=Text(
        "Each stone would weigh more than 20 carats on average. Look at the carats and the stones again.",
        "Chaque pierre pèserait plus de 20 carats en moyenne. Vérifiez les carats et les pierres.",
    ),
)
STONE_TOO_LIGHT = Check(
    code="stone_light",
    op=Op.PER_AT_LEAST,
    fields=("carats", "stones"),
    value="0.01",
    severity=Severity.WARN,
    sentence=Text(
        "Each stone would weigh less than 0.01 carat on average. Look at the carats and the stones again.",
        "Chaque pierre pèserait moins de 0,01 carat en moyenne. Vérifiez les carats et les pierres.",
    ),
)
CARATS_UNLIKELY = Check(
    code="carats_unlikely",
    op=Op.AT_MOST,
    fields=("carats",),
    value="1000",
    severity=Severity.WARN,
    sentence=Text(
        "This is more than 1,000 carats. Read the scale again.",
        "C’est plus de 1 000 carats. Relisez la balance.",
    ),
)

PRODUCTION = Form(
    code="production",
    version=1,
    title=Text("Record production", "Enregistrer la production"),
    model="ledger.Production",
    acts=("create", "replace"),
    sections=(
        Section(
            "where",
            Text("Where and when", "Où et quand"),
            (
                Field(code="number", kind=Kind.NUMBER, label=Text("Entry number", "Numéro de l’entrée"), required=True),
                Field(
                    code="site",
                    kind=Kind.REFERENCE,
                    label=Text("Site", "Site"),
                    required=True,
                    refers_to="site",
                ),
                Field(
                    code="licence",
                    kind=Kind.REFERENCE,
                    label=Text("Licence", "Autorisation"),
                    refers_to="licence",
                ),
                Field(
                    code="starts_on",
                    kind=Kind.DATE,
                    label=Text("First day", "Premier jour"),
                    hint=Text("For one day, write it twice.", "Pour un seul jour, écrivez-le deux fois."),
                    required=True,
                ),
                Field(code="ends_on", kind=Kind.DATE, label=Text("Last day", "Dernier jour"), required=True),
                Field(
                    code="channel",
                    kind=Kind.CHOICE,
                    label=Text("Kind of mining", "Type d’exploitation"),
                    required=True,
                    choices=Choices(
                        (
                            Option("artisanal", Text("Artisanal", "Artisanale")),
                            Option("semi_industrial", Text("Semi-industrial", "Semi-industrielle")),
                            Option("industrial", Text("Industrial", "Industrielle")),
                        )
                    ),
                    default="artisanal",
                ),
            ),
        ),
        Section(
            "found",
            Text("What was found", "Ce qui a été trouvé"),
            (
                Field(
                    code="basis",
                    kind=Kind.CHOICE,
                    label=Text("How it is known", "Comment on le sait"),
                    required=True,
                    choices=Choices(
                        (
                            Option("weighed", Text("Weighed before me", "Pesé devant moi"), "scale"),
                            Option("notebook", Text("Read in a notebook", "Lu dans un cahier"), "notebook"),
                            Option("declared", Text("Declared", "Déclaré"), "speaking"),
                        )
                    ),
                ),
                Field(
                    code="nil",
                    kind=Kind.FLAG,
                    label=Text("Nothing was found", "Rien n’a été trouvé"),
                    hint=Text("A period without a find is a record too.", "Une période sans trouvaille compte aussi."),
                ),
                Field(
                    code="carats",
                    kind=Kind.CARATS,
                    label=Text("Carats", "Carats"),
                    required=True,
                    show_if=SOMETHING_FOUND,
                    min="0.01",
                ),
                Field(
                    code="stones",
                    kind=Kind.INTEGER,
                    label=Text("Number of stones", "Nombre de pierres"),
                    show_if=SOMETHING_FOUND,
                    min=1,
                ),
                Field(
                    code="largest_stone",
                    kind=Kind.CARATS,
                    label=Text("Largest stone", "Plus grosse pierre"),
                    show_if=SOMETHING_FOUND,
                    min="0.01",
                ),
            ),
        ),
        Section(
            "weighing",
            Text("Weighing", "Pesée"),
            (
                Field(
                    code="scale_step",
                    kind=Kind.CHOICE,
                    label=Text("Step of the scale", "Précision de la balance"),
                    show_if=SOMETHING_FOUND,
                    choices=Choices(
                        (
                            Option("0.01", Text("0.01 carat", "0,01 carat")),
                            Option("0.05", Text("0.05 carat", "0,05 carat")),
                        )
                    ),
                ),
                Field(
                    code="weighed_by",
                    kind=Kind.TEXT,
                    label=Text("Weighed by", "Pesé par"),
                    show_if=SOMETHING_FOUND,
                    max_length=120,
                ),
                Field(
                    code="cleaned",
                    kind=Kind.FLAG,
                    label=Text("The stones were cleaned", "Les pierres étaient nettoyées"),
                    show_if=SOMETHING_FOUND,
                ),
            ),
        ),
        Section(
            "gang",
            Text("Who found it", "Qui a trouvé"),
            (
                Field(
                    code="finder",
                    kind=Kind.REFERENCE,
                    label=Text("Finder", "Trouveur"),
                    show_if=SOMETHING_FOUND,
                    refers_to="digger",
                ),
                Field(
                    code="gang_size",
                    kind=Kind.INTEGER,
                    label=Text("People in the gang", "Personnes dans l’équipe"),
                    min=1,
                    max=10_000,
                ),
            ),
        ),
    ),
    checks=(
        Check(
            code="ends_after_it_starts",
            op=Op.AT_LEAST,
            fields=("ends_on", "starts_on"),
            severity=Severity.REFUSE,
            sentence=Text("The last day is before the first day.", "Le dernier jour est avant le premier jour."),
        ),
        Check(
            code="largest_within_carats",
            op=Op.AT_MOST,
            fields=("largest_stone", "carats"),
            severity=Severity.REFUSE,
            sentence=Text(
                "The largest stone weighs more than all the carats.",
                "La plus grosse pierre pèse plus que tous les carats.",
            ),
        ),
        Check(
            code="day_in_future",
            op=Op.NOT_AFTER_TODAY,
            fields=("ends_on",),
            severity=Severity.FLAG,
            sentence=Text("The last day has not come yet.", "Le dernier jour n’est pas encore venu."),
        ),
        Check(
            code="long_period",
            op=Op.DAYS_AT_MOST,
            fields=("starts_on", "ends_on"),
            value=92,
            severity=Severity.WARN,
            sentence=Text(
                "This is longer than three months. Look at both days again.",
                "C’est plus de trois mois. Vérifiez les deux jours.",
            ),
        ),
        Check(
            code="off_step",
            op=Op.MULTIPLE_OF,
            fields=("carats", "scale_step"),
            severity=Severity.FLAG,
            sentence=Text("A scale of this step cannot show these carats.", "Cette balance ne peut montrer ce poids."),
        ),
        STONE_TOO_HEAVY,
        STONE_TOO_LIGHT,
        CARATS_UNLIKELY,
        Check(
            code="large_gang",
            op=Op.AT_MOST,
            fields=("gang_size",),
            value=200,
            severity=Severity.WARN,
            sentence=Text(
                "This is more than 200 people. Look at the number again.",
                "C’est plus de 200 personnes. Vérifiez le nombre.",
            ),
        ),
    ),
)

PURCHASE = Form(
    code="purchase",
    version=1,
    title=Text("Record a purchase", "Enregistrer un achat"),
    model="ledger.Purchase",
    acts=("create", "replace"),
    sections=(
        Section(
            "slip",
            Text("The slip", "Le bordereau"),
            (
                Field(code="number", kind=Kind.NUMBER, label=Text("Receipt number", "Numéro du reçu"), required=True),
                Field(
                    code="slip_number",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Number printed on the slip", "Numéro imprimé du bordereau"),
                ),
                Field(
                    code="bought_on", kind=Kind.DATE, label=Text("Day of purchase", "Jour de l’achat"), required=True
                ),
            ),
        ),
        Section(
            "people",
            Text("Seller and buyer", "Vendeur et acheteur"),
            (
                Field(
                    code="seller",
                    kind=Kind.REFERENCE,
                    label=Text("Seller", "Vendeur"),
                    required=True,
                    refers_to="digger",
                ),
                Field(
                    code="seller_role",
                    kind=Kind.CHOICE,
                    label=Text("The seller is", "Le vendeur est"),
                    required=True,
                    choices=Choices(
                        (
                            Option("holder", Text("The licence holder", "Le titulaire de l’autorisation")),
                            Option("digger", Text("A digger", "Un creuseur")),
                            Option("gang_leader", Text("The gang leader", "Le chef d’équipe")),
                            Option("supporter", Text("The supporter", "Le soutien")),
                            Option("landowner", Text("The landowner", "Le propriétaire de la terre")),
                        )
                    ),
                ),
                Field(
                    code="licence",
                    kind=Kind.REFERENCE,
                    label=Text("Licence of the seller", "Autorisation du vendeur"),
                    refers_to="licence",
                ),
                Field(
                    code="buyer",
                    kind=Kind.REFERENCE,
                    label=Text("Buyer", "Acheteur"),
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
                Field(
                    code="origin_known",
                    kind=Kind.FLAG,
                    label=Text("The site is known", "Le site est connu"),
                    hint=Text("No is an honest answer.", "Non est une réponse honnête."),
                    required=True,
                ),
                Field(
                    code="site",
                    kind=Kind.REFERENCE,
                    label=Text("Site", "Site"),
                    required=True,
                    show_if=when("origin_known", True),
                    refers_to="site",
                ),
                Field(
                    code="with_find",
                    kind=Kind.FLAG,
                    label=Text("Record the find too", "Enregistrer aussi la trouvaille"),
                    hint=Text(
                        "When the find was not recorded before the sale.",
                        "Si la trouvaille n’a pas été enregistrée avant la vente.",
                    ),
                ),
                Field(
                    code="production",
                    kind=Kind.REFERENCE,
                    label=Text("The find it comes from", "La trouvaille d’où cela vient"),
                    show_if=unless("with_find", True),
                    refers_to="production",
                ),
                Field(
                    code="find_id",
                    kind=Kind.IDENTIFIER,
                    label=Text("Mark of the find", "Marque de la trouvaille"),
                    required=True,
                    show_if=when("with_find", True),
                ),
                Field(
                    code="find_number",
                    kind=Kind.NUMBER,
                    label=Text("Number of the find", "Numéro de la trouvaille"),
                    required=True,
                    show_if=when("with_find", True),
                ),
            ),
        ),
        Section(
            "weight",
            Text("Stones and carats", "Pierres et carats"),
            (
                Field(code="carats", kind=Kind.CARATS, label=Text("Carats", "Carats"), required=True, min="0.01"),
                Field(
                    code="stones",
                    kind=Kind.INTEGER,
                    label=Text("Number of stones", "Nombre de pierres"),
                    min=1,
                ),
            ),
        ),
        Section(
            "money",
            Text("Money", "Argent"),
            (
                Field(
                    code="price",
                    kind=Kind.MONEY,
                    label=Text("Full price", "Prix total"),
                    hint=Text("Before any debt is taken off.", "Avant de retirer une dette."),
                    required=True,
                ),
                Field(
                    code="currency",
                    kind=Kind.CHOICE,
                    label=Text("Currency", "Monnaie"),
                    required=True,
                    choices=Choices(source="currencies"),
                ),
                Field(code="debt_deducted", kind=Kind.MONEY, label=Text("Debt taken off", "Dette retirée")),
                Field(code="cash_paid", kind=Kind.MONEY, label=Text("Money handed over", "Somme remise")),
                Field(
                    code="payment",
                    kind=Kind.CHOICE,
                    label=Text("Paid by", "Payé par"),
                    required=True,
                    choices=Choices(
                        (
                            Option("cash", Text("Cash", "Espèces"), "cash"),
                            Option("bank", Text("Bank", "Banque"), "bank"),
                            Option("mobile_money", Text("Mobile money", "Argent mobile"), "phone"),
                        )
                    ),
                    default="cash",
                ),
                Field(
                    code="bank_reference",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Reference of the payment", "Référence du paiement"),
                    show_if=when("payment", "bank", "mobile_money"),
                ),
                Field(
                    code="witness",
                    kind=Kind.TEXT,
                    label=Text("Witness", "Témoin"),
                    hint=Text("Not the buyer.", "Pas l’acheteur."),
                    max_length=120,
                ),
            ),
        ),
    ),
    checks=(
        Check(
            code="day_in_future",
            op=Op.NOT_AFTER_TODAY,
            fields=("bought_on",),
            severity=Severity.FLAG,
            sentence=Text("The day of sale has not come yet.", "Le jour de la vente n’est pas encore venu."),
        ),
        Check(
            code="paid_adds_up",
            op=Op.SUMS_TO,
            fields=("cash_paid", "debt_deducted", "price"),
            severity=Severity.WARN,
            sentence=Text(
                "Money handed over and debt taken off do not make the full price.",
                "La somme remise et la dette retirée ne font pas le prix total.",
            ),
        ),
        Check(
            code="price_nothing",
            op=Op.AT_LEAST,
            fields=("price",),
            value="0.01",
            severity=Severity.WARN,
            sentence=Text("The price is nothing. Write the full price.", "Le prix est nul. Écrivez le prix total."),
        ),
        Check(
            code="holder_without_licence",
            op=Op.ANY_OF,
            fields=("licence",),
            when=when("seller_role", "holder"),
            severity=Severity.WARN,
            sentence=Text(
                "A licence holder sells under a licence. Write its number.",
                "Un titulaire vend sous une autorisation. Écrivez son numéro.",
            ),
        ),
        Check(
            code="reference_missing",
            op=Op.ANY_OF,
            fields=("bank_reference",),
            when=when("payment", "bank", "mobile_money"),
            severity=Severity.WARN,
            sentence=Text("Write the reference of the payment.", "Écrivez la référence du paiement."),
        ),
        STONE_TOO_HEAVY,
        STONE_TOO_LIGHT,
        CARATS_UNLIKELY,
    ),
)

FORMS = (PRODUCTION, PURCHASE)
