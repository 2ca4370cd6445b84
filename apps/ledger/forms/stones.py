"""What is unlikely of stones, found or sold."""

from __future__ import annotations

from apps.forms.asking import warn
from apps.forms.grammar import Op, Text

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
