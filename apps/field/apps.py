"""The tablet: the page that it opens, its worker, and the TypeScript app in tablet/."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from apps.field.checks import tablet_is_built


class FieldConfig(AppConfig):
    name = "apps.field"

    def ready(self) -> None:
        register(tablet_is_built)
