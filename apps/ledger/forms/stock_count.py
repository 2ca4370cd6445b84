"""What somebody holds on a day: counted before the officer or declared; nothing held is a count too."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when
from apps.ledger.forms.holders import holder
from apps.ledger.forms.stones import STONES_TOO_HEAVY, STONES_TOO_LIGHT

STOCK_COUNT = Form(
    code="stock_count",
    version=1,
    title=Text("Count a stock", "Relever un stock"),
    model="ledger.StockCount",
    acts=("create", "replace"),
    sections=(
        Section(
            "holder",
            Text("The holder", "Le détenteur"),
            (
                ask.number("number", Text("Number of the count", "Numéro du relevé"), required=True),
                *holder(
                    "",
                    level=Text("Who holds the stones", "Qui détient les pierres"),
                    digger=Text("Digger", "Creuseur"),
                    licence=Text("Licence of the holder", "Autorisation du titulaire"),
                    buyer=Text("Buyer", "Acheteur"),
                    place=Text("Where they are kept", "Où elles sont gardées"),
                ),
            ),
        ),
        Section(
            "stock",
            Text("The stock", "Le stock"),
            (
                ask.day("counted_on", Text("Day of the count", "Jour du relevé"), required=True),
                ask.choice(
                    "basis",
                    Text("How it is known", "Comment on le sait"),
                    required=True,
                    choices=ask.options(
                        ("counted", "Counted before me", "Compté devant moi", "scale"),
                        ("declared", "Declared", "Déclaré", "speaking"),
                    ),
                ),
                ask.carats(
                    "carats",
                    Text("Carats", "Carats"),
                    hint=Text("Write 0 when nothing is held.", "Écrivez 0 s’il n’y a rien."),
                    required=True,
                ),
                ask.integer("stones", Text("Number of stones", "Nombre de pierres"), min=0),
                ask.money(
                    "value", Text("Value", "Valeur"), hint=Text("As the holder says it.", "Comme le détenteur la dit.")
                ),
                ask.choice(
                    "currency",
                    Text("Currency", "Monnaie"),
                    required=True,
                    show_if=unless("value", None),
                    choices=ask.listed("currencies"),
                    max_length=3,
                ),
                ask.text(
                    "witness",
                    Text("Witness", "Témoin"),
                    hint=Text("Not the holder.", "Pas le détenteur."),
                    max_length=120,
                ),
            ),
        ),
    ),
    checks=(
        mark(
            "day_in_future",
            Op.NOT_AFTER_TODAY,
            ("counted_on",),
            Text("The day of the count has not come yet.", "Le jour du relevé n’est pas encore venu."),
        ),
        warn(
            "witness_missing",
            Op.ANY_OF,
            ("witness",),
            Text(
                "What is counted has a witness. Write the name, or why there is none.",
                "Ce qui est compté a un témoin. Écrivez son nom, ou pourquoi il n’y en a pas.",
            ),
            when=when("basis", "counted"),
        ),
        warn(
            "stock_unlikely",
            Op.AT_MOST,
            ("carats",),
            Text("This is more than 100,000 carats. Look at it again.", "C’est plus de 100 000 carats. Vérifiez."),
            value="100000",
        ),
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
    ),
)
