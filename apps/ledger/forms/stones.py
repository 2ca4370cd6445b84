"""What is unlikely of stones, found or sold, and the scale that they were weighed on."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Condition, Field, Op, Text

STONES_TOO_HEAVY = warn(
    "stone_heavy",
    Op.PER_AT_MOST,
    ("carats", "stones"),
    Text(
        "Each stone would weigh more than 20 carats on average. Look at the carats and the stones again.",
        "Chaque pierre pèserait plus de 20 carats en moyenne. Vérifiez les carats et les pierres.",
    ),
    value="20",
)
STONES_TOO_LIGHT = warn(
    "stone_light",
    Op.PER_AT_LEAST,
    ("carats", "stones"),
    Text(
        "Each stone would weigh less than 0.01 carat on average. Look at the carats and the stones again.",
        "Chaque pierre pèserait moins de 0,01 carat en moyenne. Vérifiez les carats et les pierres.",
    ),
    value="0.01",
)
CARATS_UNLIKELY = warn(
    "carats_unlikely",
    Op.AT_MOST,
    ("carats",),
    Text("This is more than 1,000 carats. Read the scale again.", "C’est plus de 1 000 carats. Relisez la balance."),
    value="1000",
)


def scale_step(show_if: Condition | None = None) -> Field:
    return ask.choice(
        "scale_step",
        Text("Step of the scale", "Précision de la balance"),
        show_if=show_if,
        choices=ask.options(("0.01", "0.01 carat", "0,01 carat"), ("0.05", "0.05 carat", "0,05 carat")),
    )


OFF_STEP = mark(
    "off_step",
    Op.MULTIPLE_OF,
    ("carats", "scale_step"),
    Text("A scale of this step cannot show these carats.", "Cette balance ne peut montrer ce poids."),
)
