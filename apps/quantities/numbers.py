"""Check digits of the numbers that people copy by hand (ISO 7064, MOD 11,10)."""

from __future__ import annotations

import re

WHOLE = re.compile(r".*[0-9].*-[0-9]", re.ASCII)


def with_check(number: str) -> str:
    """
    The number with its check digit behind a dash: `14-00405` is printed `14-00405-1`.

    The digit covers the digits of the number; it finds any one digit mistyped and nearly all neighbours swapped.
    """
    return f"{number}-{(11 - carry(number)) % 10}"


def is_whole(number: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return bool(WHOLE.fullmatch(number)) and with_check(number[:-2]) == number


def carry(number: str) -> int:
    product = 10
    for digit in re.findall("[0-9]", number):
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return product
