"""What each flag says: the sentences that the apps declare in their `flags` modules, with the record's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.formats import date_format, number_format
from django.utils.module_loading import module_has_submodule


@cache
def sentences() -> dict[str, str]:
    """Each app's `flags.SENTENCES`, by code: declared beside the models, not registered."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if (
            config.module is not None
            and config.name.startswith("apps.")
            and module_has_submodule(config.module, "flags")
        ):
            found |= import_module(f"{config.name}.flags").SENTENCES
    return found


def sentence(code: str, numbers: Mapping[str, str]) -> str:
    """The flag as a reviewer reads it; a code that no app declares any more stands for itself."""
    written = {name: readable(name, value) for name, value in numbers.items()}
    declared = sentences().get(code)
    return str(declared) % written if declared else code


def readable(name: str, value: str) -> str:
    """Days and carats as the reader's language writes them; other numbers as they stand on paper."""
    if name.endswith("day"):
        return date_format(date.fromisoformat(value))
    if name.endswith("carats"):
        return number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    return value
