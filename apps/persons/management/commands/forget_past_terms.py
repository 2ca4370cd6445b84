"""`manage.py forget_past_terms`: forget what is past its term, or say what would be."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.persons.activity import STAYS
from apps.persons.keeping import begin_anew, foreseen, go_through
from apps.persons.models import Term


class Command(BaseCommand):
    """
    The worker does the same once a day. It may be stopped and begun again; what was forgotten is not found again.

    With `--dry-run` each record is named by its number, with what of it and since when, and nothing is written.
    """

    help = "Forget what is past its term of keeping; with --dry-run only say what would be forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name what would be forgotten, and write nothing")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DAY", help="with --dry-run: as of another day, 2027-01-31"
        )

    def handle(self, *, dry_run: bool, on: date | None, **options: Any) -> None:
        if dry_run:
            self.foresee(on or timezone.localdate())
            return
        run = begin_anew(timezone.localdate())
        before = sum(run.forgotten.values())
        go_through(run)
        stayed = sum(run.stayed.values())
        self.stdout.write(
            _("%(gone)d forgotten, %(stayed)d past their term stay.")
            % {"gone": sum(run.forgotten.values()) - before, "stayed": stayed}
        )

    def foresee(self, day: date) -> None:
        counted: Counter[bool] = Counter()
        for one in foreseen(day):
            counted[bool(one.stays)] += 1
            why = _(" (stays: %s)") % STAYS[one.stays] if one.stays else ""
            said = {"number": one.number, "what": Term.Kind(one.kind).label, "day": date_format(one.on)}
            self.stdout.write(
                f"{one.participant} " + _("%(number)s: %(what)s, past its term since %(day)s") % said + why
            )
        totals = {"gone": counted[False], "stayed": counted[True]}
        self.stdout.write(_("%(gone)d would be forgotten, %(stayed)d would stay.") % totals)
