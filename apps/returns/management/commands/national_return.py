"""Print a Participant's figures of a period, as its return would say them now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.figures.national import national_figures
from apps.places.models import Region
from apps.returns.asking import columns_must_be_loaded, known_participant, known_period
from apps.returns.encoding import content_of
from apps.returns.sentences import sentence
from apps.returns.tables import by_region, in_total, write_csv


class Command(BaseCommand):
    help = "Print a Participant's figures of a period as CSV on standard output; remarks go to standard error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("participant", metavar="CODE", help=_("The Participant, such as CD."))
        parser.add_argument("period", metavar="PERIOD", help=_("A quarter, half-year or year: 2023-Q1, 2023-H1, 2023."))
        parser.add_argument("--format", choices=["csv"], default="csv")
        parser.add_argument("--by", choices=["region"], help=_("A line a region instead of one for the Participant."))

    def handle(self, *args: Any, participant: str, period: str, by: str | None, **options: Any) -> None:
        columns_must_be_loaded()
        country, asked = known_participant(participant), known_period(period)
        root = Region.objects.roots().get(participant=country)
        content = content_of(national_figures(asked, within=root)[country.code])
        rows = by_region(content) if by else in_total(content, country, asked)
        write_csv(rows, self.stdout)  # type: ignore[arg-type]
        for check in content.checks:
            self.stderr.write(f"⚠ {sentence(check, country.name)}")
