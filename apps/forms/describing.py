"""A form as JSON, in both languages at once, so that a tablet changes its language without a network."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import Any

from apps.forms.grammar import Check, Choices, Condition, Field, Form, Option, Section, Text
from apps.forms.reading import limits_of
from apps.forms.sentences import sentences_of

# Where answers are kept may change without a new version of the question.
OURS = {"model", "column", "upcasters"}
Described = Form | Section | Field | Check | Condition | Choices | Option


def as_json(form: Form, language: str | None = None) -> dict[str, Any]:
    """
    What the tablet reads, what is frozen, and what the TypeScript interpreter validates with.

    Each text is `{"en": …, "fr": …}`; with `language`, the one string. What a declaration leaves open is left out. A
    choice list of the server's carries `source` and no options.
    """
    described = {**describe(form, language), "sentences": sentences_of(form)}
    return {key: describe(value, language) for key, value in described.items()}


def describe(value: Any, language: str | None) -> Any:
    match value:
        case Text():
            return value.in_language(language) if language else {"en": value.en, "fr": value.fr}
        case Field():
            # Its kind's limits too, so that whoever reads the JSON needs no table of them.
            limits = {name: limit for name, limit in limits_of(value).items() if limit is not None}
            return described(value, language) | limits
        case Form() | Section() | Check() | Condition() | Choices() | Option():
            return described(value, language)
        case StrEnum():
            return value.value
        case dict():
            return {key: describe(one, language) for key, one in value.items()}
        case tuple():
            return [describe(one, language) for one in value]
        case _:
            return value


def described(value: Described, language: str | None) -> dict[str, Any]:
    named = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in OURS}
    return {name: describe(one, language) for name, one in named.items() if one is not None and one != ()}
