"""`manage.py load_reference`: load what every installation starts from, as often as one likes."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """
    Each app of ours that has a `loading` module loads its own files, those that the others need first.

    Repeatable: rows are matched on their codes, keys stay. Each app loads all of its files or none.
    """

    help = "Load Participants, regions, classes, measures, columns and currencies from fixtures/reference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR / "fixtures" / "reference")

    def handle(self, *args: Any, **options: Any) -> None:
        # INSTALLED_APPS names the highest app first; data are needed from the lowest up.
        ours = [config.name for config in reversed(list(apps.get_app_configs())) if config.name.startswith("apps.")]
        loading = [name for name in ours if find_spec(f"{name}.loading")]
        for step, name in enumerate(loading, start=1):
            self.stdout.write(f"{step}/{len(loading)} {apps.get_app_config(name.split('.')[1]).verbose_name}")
            import_module(f"{name}.loading").load_reference(options["root"], self.said)
        self.stdout.write(_("Reference data are in place."))

    def said(self, line: str) -> None:
        self.stdout.write(f"    {line}")
