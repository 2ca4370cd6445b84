"""Stones by their size, as a form asks it: the carats of each class, and the stones where they were counted."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import refuse, warn
from apps.forms.grammar import Check, Condition, Field, Op, Text

# A sieve has fewer, and so has every table of weights that is known.
MOST = 40


def size_classes(show_if: Condition | None = None) -> Field:
    return ask.rows(
        "sizes",
        Text("By size class", "Par classe de taille"),
        hint=Text(
            "Only if the stones were sieved or sorted by weight.",
            "Seulement si les pierres ont été tamisées ou triées par poids.",
        ),
        show_if=show_if,
        max_length=MOST,
        each_once="class",
        parts=(
            ask.choice(
                "class", Text("Class", "Classe"), required=True, choices=ask.listed("size_classes"), max_length=60
            ),
            ask.integer("stones", Text("Stones", "Pierres"), min=1),
            ask.carats("carats", Text("Carats", "Carats"), required=True, min="0.01"),
        ),
    )


# Weighing class by class differs a little from weighing all at once: what was seen is written, with its reason.
SIZES_AGREE: tuple[Check, ...] = (
    refuse(
        "sizes_of_two_tables",
        Op.ROWS_OF_ONE_LIST,
        ("sizes",),
        Text("The classes are of two tables. Use one of them.", "Les classes sont de deux tables. Prenez-en une."),
        part="class",
    ),
    warn(
        "sizes_carats",
        Op.ROWS_SUM_TO,
        ("sizes", "carats"),
        Text(
            "The size classes do not add up to the carats.",
            "La somme des classes de taille n’est pas égale aux carats.",
        ),
        part="carats",
    ),
    warn(
        "sizes_stones",
        Op.ROWS_SUM_TO,
        ("sizes", "stones"),
        Text(
            "The stones of the size classes do not add up to the number of stones.",
            "La somme des pierres des classes n’est pas égale au nombre de pierres.",
        ),
        part="stones",
    ),
)
