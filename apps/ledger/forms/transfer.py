"""Carats that pass from one holder to another without being sold: with which slip, under which seal, and why."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Form, Op, Section, Text, when
from apps.ledger.forms.holders import holder
from apps.ledger.forms.stones import CARATS_UNLIKELY, STONES_TOO_HEAVY, STONES_TOO_LIGHT

TRANSFER = Form(
    code="transfer",
    version=1,
    title=Text("Record a transfer", "Enregistrer un transfert"),
    model="ledger.Transfer",
    acts=("create", "replace"),
    sections=(
        Section(
            "slip",
            Text("The slip", "Le bordereau"),
            (
                ask.number("number", Text("Number of the transfer", "Numéro du transfert"), required=True),
                ask.paper_number("slip_number", Text("Number printed on the slip", "Numéro imprimé du bordereau")),
                ask.day("moved_on", Text("Day of the transfer", "Jour du transfert"), required=True),
            ),
        ),
        Section(
            "giver",
            Text("Who gives", "Qui remet"),
            holder(
                "giver_",
                level=Text("Who gives the stones", "Qui remet les pierres"),
                digger=Text("Digger who gives", "Creuseur qui remet"),
                licence=Text("Licence of the holder who gives", "Autorisation du titulaire qui remet"),
                buyer=Text("Buyer who gives", "Acheteur qui remet"),
                place=Text("Where they were kept", "Où elles étaient gardées"),
            ),
        ),
        Section(
            "receiver",
            Text("Who receives", "Qui reçoit"),
            holder(
                "receiver_",
                level=Text("Who receives the stones", "Qui reçoit les pierres"),
                digger=Text("Digger who receives", "Creuseur qui reçoit"),
                licence=Text("Licence of the holder who receives", "Autorisation du titulaire qui reçoit"),
                buyer=Text("Buyer who receives", "Acheteur qui reçoit"),
                place=Text("Where they are kept now", "Où elles sont gardées maintenant"),
            ),
        ),
        Section(
            "stones",
            Text("The stones", "Les pierres"),
            (
                ask.carats("carats", Text("Carats", "Carats"), required=True, min="0.01"),
                ask.integer("stones", Text("Number of stones", "Nombre de pierres"), min=1),
                ask.paper_number("seal", Text("Number of the seal", "Numéro du scellé")),
                ask.choice(
                    "reason",
                    Text("Why they are moved", "Pourquoi elles changent de mains"),
                    required=True,
                    choices=ask.options(
                        ("share", "A share of the find", "Part de la trouvaille"),
                        ("to_sell", "To be sold for the owner", "À vendre pour le propriétaire"),
                        ("valuation", "To be valued", "Pour l’évaluation"),
                        ("safekeeping", "To be kept safe", "Pour la garde"),
                        ("returned", "Given back", "Restitution"),
                        ("other", "Another reason", "Autre raison"),
                    ),
                ),
                ask.text(
                    "reason_words",
                    Text("The reason in a few words", "La raison en quelques mots"),
                    required=True,
                    show_if=when("reason", "other"),
                    max_length=120,
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
            ("moved_on",),
            Text("The day of the transfer has not come yet.", "Le jour du transfert n’est pas encore venu."),
        ),
        warn(
            "seal_missing",
            Op.ANY_OF,
            ("seal",),
            Text(
                "Stones for a buying house, an exporter or the State travel sealed. Write the number of the seal.",
                "Pour un comptoir, un exportateur ou l’État, les pierres sont scellées. Écrivez le numéro du scellé.",
            ),
            when=when("receiver_level", "buying_house", "exporter", "state"),
        ),
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
        CARATS_UNLIKELY,
    ),
)
