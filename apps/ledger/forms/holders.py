"""Who may hold stones, as a form asks it: a level, and the one thing that names its holder."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.grammar import Field, Text, when

LEVELS = ask.options(
    ("digger", "A digger", "Un creuseur", "digging"),
    ("licence_holder", "A licence holder", "Un titulaire d’autorisation", "notebook"),
    ("buyer", "A buyer", "Un acheteur", "cash"),
    ("buying_house", "A buying house", "Un comptoir d’achat", "owner"),
    ("exporter", "An exporter", "Un exportateur", "boat"),
    ("state", "The State", "L’État", "bank"),
    ("seized", "Seized stones", "Des pierres saisies", "padlock"),
)


def holder(side: str, *, level: Text, digger: Text, licence: Text, buyer: Text, place: Text) -> tuple[Field, ...]:
    """The questions for one holder; `side` stands before their codes where a form asks for two."""
    asked = side + "level"
    return (
        ask.choice(asked, level, required=True, choices=LEVELS),
        ask.reference(side + "digger", digger, required=True, show_if=when(asked, "digger"), refers_to="digger"),
        ask.reference(
            side + "licence", licence, required=True, show_if=when(asked, "licence_holder"), refers_to="licence"
        ),
        ask.reference(
            side + "buyer",
            buyer,
            hint=Text("Number on the buyer’s card.", "Numéro sur la carte de l’acheteur."),
            required=True,
            show_if=when(asked, "buyer", "buying_house", "exporter"),
            refers_to="buyer",
        ),
        ask.text(
            side + "place",
            place,
            hint=Text("Such as the safe of an office.", "Par exemple le coffre d’un bureau."),
            required=True,
            show_if=when(asked, "state", "seized"),
            max_length=120,
        ),
    )
