"""Numbers as people write them: read for certain, or refused with a sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

# What a spreadsheet would run, with the full-width twins that some of them fold back.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
NEGATIVE = re.compile(r"[-−－][\s\u00a0\u202f]*[0-9][0-9 .,\u00a0\u202f]*")
# French sheets group with a no-break, a narrow no-break or a thin space.
SPACES = str.maketrans("\u00a0\u202f\u2009\u2007", "    ")
PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:( |\.|,)[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
LARGEST_WHOLE = 12


def read_amount(text: str, places: int = 2) -> Decimal:
    """
    The number that a person wrote, with at most `places` decimals.

    `8 524,31`, `2.969.482,98` and `1494769.87` can be read in one way only. `1.234` cannot. A blank, a negative, a
    formula, a decimal too many or anything else raises ValueError with a sentence: not reported is never zero.
    """
    if not text.strip():
        raise ValueError(_("The number is blank."))
    refuse_signs(text)
    whole, decimals = split(text.translate(SPACES).strip(" "))
    if len(decimals) > places:
        raise ValueError(_("“%(text)s” has more than %(places)d decimals.") % {"text": shown(text), "places": places})
    if len(whole.lstrip("0")) > LARGEST_WHOLE:
        raise ValueError(_("“%s” is too large to be an amount.") % shown(text))
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def refuse_signs(text: str) -> None:
    """A leading sign is a negative amount or a formula; neither is an amount."""
    if NEGATIVE.fullmatch(text.strip()):
        raise ValueError(_("“%s” is negative.") % shown(text))
    if text.startswith(FORMULA) or text.strip().startswith(FORMULA):
        raise ValueError(_("“%s” is a formula, not a number.") % shown(text))


def split(text: str) -> tuple[str, str]:
    """Digits before and after the decimal sign; ValueError where two readings are possible or none is."""
    plain = PLAIN.fullmatch(text)
    if plain and not is_ambiguous(plain):
        return plain[1], plain[2] or ""
    grouped = GROUPED.fullmatch(text)
    if plain and grouped:
        raise ValueError(
            _("“%(text)s” can be read in two ways: write %(whole)s or %(decimal)s.")
            % {"text": text, "whole": text.replace(",", "").replace(".", ""), "decimal": f"{plain[1]}.{plain[2][:2]}"}
        )
    # A sheet that groups with a comma does not also write its decimals with one.
    if not grouped or grouped[2] == grouped[3]:
        raise ValueError(_("“%s” is not a number.") % shown(text))
    return grouped[1].replace(grouped[2], ""), grouped[4] or ""


def is_ambiguous(plain: re.Match[str]) -> bool:
    """Three digits after one separator may be a group: `1.234`. After `0` or four digits they cannot."""
    whole, decimals = plain[1], plain[2] or ""
    return len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0")


def shown(text: str) -> str:
    """The text for a sentence: short, on one line, without what a terminal would obey."""
    visible = "".join(letter if letter.isprintable() else "�" for letter in text.strip())
    return visible if len(visible) <= 40 else f"{visible[:39]}…"
