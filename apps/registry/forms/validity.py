"""What is checked of every paper that is valid from one day to another."""

from __future__ import annotations

from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Op, Text

ENDS_AFTER_IT_STARTS = refuse(
    "ends_after_it_starts",
    Op.AT_LEAST,
    ("ends_on", "starts_on"),
    Text("The last day is before the first day.", "Le dernier jour est avant le premier jour."),
)
HAS_ENDED = mark(
    "has_ended",
    Op.NOT_BEFORE_TODAY,
    ("ends_on",),
    Text("This paper is no longer valid today.", "Ce titre n’est plus valable aujourd’hui."),
)
LONG_TERM = warn(
    "long_term",
    Op.DAYS_AT_MOST,
    ("starts_on", "ends_on"),
    Text(
        "This is longer than five years. Look at both dates again.", "C’est plus de cinq ans. Vérifiez les deux dates."
    ),
    value=1830,
)
