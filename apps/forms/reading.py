"""Reading one answer of each kind: exactly as declared, or refused with a code; nothing is guessed or rounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from apps.forms.grammar import Field, Kind
from apps.forms.marks import read_signed
from apps.forms.placing import read_area, read_point
from apps.forms.repeating import read_rows

Reader = Callable[[Any], Any]
Amount = TypeVar("Amount", int, Decimal)

# Written out, because `strip()` and JavaScript's `trim()` disagree on what a space is.
SPACES = re.compile("[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# What PostgreSQL cannot keep, what no terminal shows, and what turns a name around on a screen.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")
LISTED = re.compile("[A-Za-z0-9_.-]+")
AMOUNT = {places: re.compile(rf"(?:0|[1-9][0-9]{{0,30}})(?:\.[0-9]{{1,{places}}})?") for places in (2, 4)}
DAY = re.compile("(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
IDENTIFIER = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
PICTURE = re.compile("[0-9a-f]{64}", re.ASCII)

PLACES = {Kind.CARATS: 2, Kind.MONEY: 2, Kind.HECTARES: 4, Kind.CUBIC_METRES: 2}
LENGTHS = {
    Kind.TEXT: 200,
    Kind.CHOICE: 40,
    Kind.NUMBER: 20,
    Kind.PAPER_NUMBER: 40,
    Kind.REFERENCE: 40,
    Kind.AREA: 100,
    Kind.SIGNED: 120,
    Kind.ROWS: 40,
}
# Bounds that the columns hold, and that no sum of a country's records can overflow.
LEAST: dict[Kind, int | str] = {
    Kind.INTEGER: 0,
    Kind.YEAR: 1900,
    Kind.CARATS: "0",
    Kind.MONEY: "0",
    Kind.HECTARES: "0",
    Kind.CUBIC_METRES: "0",
}
MOST: dict[Kind, int | str] = {
    Kind.INTEGER: 1_000_000,
    Kind.YEAR: 2100,
    Kind.CARATS: "9999999.99",
    Kind.MONEY: "99999999999.99",
    Kind.HECTARES: "9999999.9999",
    Kind.CUBIC_METRES: "9999999.99",
}


def limits_of(field: Field) -> dict[str, Any]:
    """The field's own limits, else its kind's."""
    return {
        "min": LEAST.get(field.kind) if field.min is None else field.min,
        "max": MOST.get(field.kind) if field.max is None else field.max,
        "max_length": LENGTHS.get(field.kind) if field.max_length is None else field.max_length,
    }


def reader_of(field: Field) -> Reader:
    """What reads an answer to this field: the value, None for a blank, or ValueError with the code of the fault."""
    limits = limits_of(field)
    match field.kind:
        case Kind.TEXT:
            return partial(read_text, most=limits["max_length"])
        case Kind.NUMBER | Kind.PAPER_NUMBER:
            return partial(read_number, most=limits["max_length"])
        case Kind.CARATS | Kind.MONEY | Kind.HECTARES | Kind.CUBIC_METRES:
            bounds = {"least": Decimal(limits["min"]), "most": Decimal(limits["max"])}
            return partial(read_amount, places=PLACES[field.kind], **bounds)
        case Kind.INTEGER | Kind.YEAR:
            return partial(read_integer, least=limits["min"], most=limits["max"])
        case Kind.CHOICE | Kind.CHOICES:
            return choice_reader(field, limits["max_length"])
        case Kind.SIGNED | Kind.AREA | Kind.ROWS:
            return compound_reader(field, limits["max_length"])
        case kind:
            return OTHERS[kind]


def compound_reader(field: Field, most: int) -> Reader:
    """Of an answer that has several parts."""
    if field.kind == Kind.SIGNED:
        return partial(read_signed, most=most, text=read_text, picture=read_photo)
    if field.kind == Kind.AREA:
        return partial(read_area, most=most)
    parts = tuple((part, reader_of(part)) for part in field.parts)
    return partial(read_rows, parts=parts, most=most, each_once=field.each_once)


def choice_reader(field: Field, most: int) -> Reader:
    if field.choices is None or field.choices.source:
        return partial(read_listed, most=most)
    read = read_choice if field.kind == Kind.CHOICE else read_choices
    return partial(read, codes=tuple(option.code for option in field.choices.options))


def read_text(raw: Any, most: int) -> str | None:
    """One line of NFC text; runs of spaces and line breaks become one space."""
    if not isinstance(raw, str):
        raise ValueError("unreadable")
    text = SPACES.sub(" ", raw).strip(" ")
    if not (text.isascii() and text.isprintable()):
        if UNSEEN.search(text):
            raise ValueError("unreadable")
        text = unicodedata.normalize("NFC", text)
    if len(text) > most:
        raise ValueError("too_long")
    return text or None


def read_number(raw: Any, most: int) -> str | None:
    """A number as people write it, in capitals: two spellings of one receipt are one receipt."""
    text = read_text(raw, most)
    return read_text(text.upper(), most) if text else None


def read_amount(raw: Any, places: int, least: Decimal, most: Decimal) -> Decimal:
    if not isinstance(raw, str) or not AMOUNT[places].fullmatch(raw):
        raise ValueError("unreadable")
    return bounded(Decimal(raw), least, most).quantize(Decimal(1).scaleb(-places))


def read_integer(raw: Any, least: int, most: int) -> int:
    # True is an int in Python; 1.0 and "1" are none here.
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise ValueError("unreadable")
    return bounded(raw, least, most)


def bounded(value: Amount, least: Amount, most: Amount) -> Amount:
    if value < least:
        raise ValueError("too_small")
    if value > most:
        raise ValueError("too_large")
    return value


def read_choice(raw: Any, codes: tuple[str, ...]) -> str | None:
    if not isinstance(raw, str):
        raise ValueError("unreadable")
    if raw and raw not in codes:
        raise ValueError("choice")
    return raw or None


def read_listed(raw: Any, most: int) -> str | None:
    """A code of one of the server's lists; which codes stand there, the reader does not know."""
    if not isinstance(raw, str) or (raw and not LISTED.fullmatch(raw)):
        raise ValueError("unreadable")
    if len(raw) > most:
        raise ValueError("too_long")
    return raw or None


def read_choices(raw: Any, codes: tuple[str, ...]) -> list[str] | None:
    """The chosen codes in the order of the declaration, so that the same answer is always written the same."""
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw) or len(set(raw)) != len(raw):
        raise ValueError("unreadable")
    if not set(raw) <= set(codes):
        raise ValueError("choice")
    return [code for code in codes if code in raw] or None


def read_date(raw: Any) -> date:
    if not isinstance(raw, str) or not DAY.fullmatch(raw):
        raise ValueError("unreadable")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError("unreadable") from None


def read_flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("unreadable")
    return raw


def read_identifier(raw: Any) -> UUID:
    if not isinstance(raw, str) or not IDENTIFIER.fullmatch(raw):
        raise ValueError("unreadable")
    return UUID(raw)


def read_photo(raw: Any) -> str | None:
    if not isinstance(raw, str) or (raw and not PICTURE.fullmatch(raw)):
        raise ValueError("unreadable")
    return raw or None


def read_reference(raw: Any) -> Mapping[str, Any]:
    """`{"id": UUID}` or `{"number": str}`, never both."""
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ValueError("unreadable")
    if "id" in raw:
        return {"id": read_identifier(raw["id"])}
    number = read_number(raw.get("number"), LENGTHS[Kind.REFERENCE])
    if number is None:
        raise ValueError("unreadable")
    return {"number": number}


OTHERS: dict[Kind, Reader] = {
    Kind.DATE: read_date,
    Kind.FLAG: read_flag,
    Kind.IDENTIFIER: read_identifier,
    Kind.PHOTO: read_photo,
    Kind.REFERENCE: read_reference,
    Kind.POINT: read_point,
}
