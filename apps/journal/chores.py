"""What an app has the worker do in each of its rounds, beside following the journal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@cache
def all_chores() -> tuple[Callable[[], Any], ...]:
    """The chores that installed apps declare in `chores.CHORES`, lowest app first; each may be done at any time."""
    configs = [config for config in apps.get_app_configs() if module_has_submodule(config.module, "chores")]
    modules = [import_module(f"{config.name}.chores") for config in reversed(configs)]
    return tuple(chore for module in modules for chore in getattr(module, "CHORES", ()))


def do_chores() -> None:
    for chore in all_chores():
        chore()
