"""Who may hold stones, as a form asks it: a level, and the one thing that names its holder."""

from __future__ import annotations

from apps.forms import asking as ask

LEVELS = ask.options(
    ("digger", "A digger", "Un creuseur", "digging"),
    ("licence_holder", "A licence holder", "Un titulaire d’autorisation", "notebook"),
    ("buyer", "A buyer", "Un acheteur", "cash"),
    ("buying_house", "A buying house", "Un comptoir d’achat", "owner"),
    ("exporter", "An exporter", "Un exportateur", "boat"),
    ("state", "The State", "L’État", "bank"),
    ("seized", "Seized stones", "Des pierres saisies", "padlock"),
)
