"""Lead what an older version of a form asked to what its present version asks, a version at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.forms.grammar import Form


def unchanged(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The next version only asks more, and nothing that must be answered."""
    return dict(answers)


def is_taken(form: Form, version: Any) -> bool:
    """Whether answers to this version can be read: a tablet that was long away still sends (design.md §6)."""
    return type(version) is int and 1 <= version <= form.version


def upcast(form: Form, version: int, answers: Any) -> Any:
    """The same answers as the present version asks them; what is no set of answers goes through, to be refused."""
    if not isinstance(answers, dict):
        return answers
    for step in form.upcasters[version - 1 :]:
        answers = step(answers)
    return answers
