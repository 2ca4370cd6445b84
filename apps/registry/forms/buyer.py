"""Who may buy, in which class and until when, as the buyer’s card says."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.grammar import Form, Section, Text
from apps.registry.forms.validity import ENDS_AFTER_IT_STARTS, HAS_ENDED, LONG_TERM

BUYER = Form(
    code="buyer",
    version=1,
    title=Text("Record a buyer", "Enregistrer un acheteur"),
    model="registry.Buyer",
    acts=("create", "amend"),
    sections=(
        Section(
            "paper",
            Text("The paper", "Le titre"),
            (
                ask.paper_number(
                    "number",
                    Text("Buyer’s number", "Numéro de l’acheteur"),
                    hint=Text("As printed on the buyer’s card.", "Comme imprimé sur la carte de l’acheteur."),
                    required=True,
                ),
                ask.choice(
                    "buyer_class",
                    Text("Class", "Catégorie"),
                    hint=Text("Such as collector or dealer.", "Par exemple collecteur ou négociant."),
                    required=True,
                    choices=ask.listed("buyer_classes"),
                ),
                ask.day("starts_on", Text("Valid from", "Valable du"), required=True),
                ask.day("ends_on", Text("Valid to", "Valable au"), required=True),
            ),
        ),
        Section(
            "who",
            Text("Who", "Qui"),
            (
                ask.text(
                    "names",
                    Text("Names", "Noms"),
                    hint=Text("Of the person or of the house.", "De la personne ou de la maison."),
                    required=True,
                    max_length=120,
                ),
                ask.text("address", Text("Address", "Adresse"), max_length=200),
                ask.choice(
                    "nationality", Text("Nationality", "Nationalité"), choices=ask.listed("countries"), max_length=2
                ),
                ask.text(
                    "financier",
                    Text("Financier", "Financier"),
                    hint=Text("Whose money buys.", "À qui est l’argent des achats."),
                    max_length=120,
                ),
            ),
        ),
    ),
    checks=(
        ENDS_AFTER_IT_STARTS,
        HAS_ENDED,
        LONG_TERM,
    ),
)
