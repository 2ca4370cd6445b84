"""Write the file of each form's version that has none; refuse where a version was changed after it was frozen."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.forms.freezing import changed, freeze, unfrozen


class Command(BaseCommand):
    help = "Freeze the declared forms as fixtures/forms/<code>-v<version>.json; never touches a file that stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; exit 1 unless every version is frozen."
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        for form in changed():
            raise CommandError(f"{form.code} differs from its frozen version {form.version}: raise its version.")
        for form in unfrozen():
            if check:
                raise CommandError(f"{form.code} version {form.version} is not frozen: run manage.py freeze_forms.")
            self.stdout.write(f"Wrote {freeze(form).name}.")
