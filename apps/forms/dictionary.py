"""Every form of the house, found beside the models that keep its records."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from apps.forms.grammar import Form


@cache
def all_forms() -> dict[str, Form]:
    """The forms by code, in the order of the work: who and where before what was found and sold."""
    # Installed apps stand highest first; the lowest asks first.
    houses = [config for config in reversed(list(apps.get_app_configs())) if config.name.startswith("apps.")]
    modules = [import_module(f"{house.name}.forms") for house in houses if module_has_submodule(house.module, "forms")]
    return {form.code: form for module in modules for form in getattr(module, "FORMS", ())}
