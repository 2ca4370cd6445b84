from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from apps.accounts.models.recovery import point_of
from apps.journal.signing import name_of
from apps.sync.management.keys import private_key_in
from apps.sync.models import SealedReport
from apps.sync.opening import report_in


class Command(BaseCommand):
    """Print the sensitive reports that were sealed to a reader's key, one JSON object a line, in no order."""

    help = "Open the sensitive reports with their reader's key; nothing of them is kept readable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--key", type=Path, required=True, metavar="KEY", help="the file of make_recovery_key")

    def handle(self, *, key: Path, **options: Any) -> None:
        private = private_key_in(key)
        name = name_of(point_of(private))
        told = [report_in(report.sealed, private) for report in SealedReport.objects.filter(key=name).order_by("pk")]
        for said in told:
            if said:
                self.stdout.write(orjson.dumps(said).decode())
        counts = {"other": SealedReport.objects.exclude(key=name).count(), "damaged": told.count(None)}
        self.stderr.write(_("Not opened: sealed to another key %(other)d, damaged %(damaged)d.") % counts)
