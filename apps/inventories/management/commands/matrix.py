"""Write the consolidated matrix of inventories of a period (63/134 §17)."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from apps.inventories.long import long_table
from apps.inventories.matrix import Matrix, consolidate
from apps.inventories.workbook.book import workbook
from apps.inventories.workbook.paper import PAPERS
from apps.quantities.periods import Period

LANGUAGES = {"en": "en-gb", "fr": "fr"}


class Command(BaseCommand):
    help = "Refresh the drafts of a period and write the consolidated matrix: a workbook, a long CSV or canonical JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help=_("A quarter, half-year or year: 2023-Q1, 2023-H1, 2023."))
        parser.add_argument("--format", choices=["xlsx", "csv", "json"], default="xlsx")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--language", choices=list(LANGUAGES), default="en")
        parser.add_argument("--paper", choices=list(PAPERS), default="a4", help=_("What the workbook prints on."))

    def handle(self, *args: Any, period: str, out: Path, language: str, **options: Any) -> None:
        call_command("draft_returns", period, stdout=self.stderr)
        with translation.override(LANGUAGES[language]):
            matrix = consolidate(Period.parse(period))
            content = writers(options["paper"])[options["format"]](matrix)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(content)
        except OSError as fault:
            raise CommandError(
                _("%(file)s cannot be written: %(why)s.") % {"file": out, "why": fault.strerror}
            ) from None
        self.stdout.write(
            _("%(file)s: %(lines)d Participants, as of %(day)s. SHA-256 of the returns: %(digest)s")
            % {"file": out, "lines": len(matrix.lines), "day": matrix.as_of.isoformat(), "digest": matrix.digest}
        )


def writers(paper: str) -> dict[str, Callable[[Matrix], bytes]]:
    return {
        "xlsx": lambda matrix: workbook(matrix, PAPERS[paper]),
        "csv": long_table,
        "json": lambda matrix: matrix.canonical(),
    }
