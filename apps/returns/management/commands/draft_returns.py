"""Refresh the drafts of a period's national returns."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.returns.asking import columns_must_be_loaded, known_participant, known_period
from apps.returns.drafting import draft_returns


class Command(BaseCommand):
    help = "Refresh the unsigned national returns of a period from the records that count now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help=_("A quarter, half-year or year: 2023-Q1, 2023-H1, 2023."))
        parser.add_argument("--participant", metavar="CODE", help=_("One Participant only, such as CD."))

    def handle(self, *args: Any, period: str, participant: str | None, **options: Any) -> None:
        columns_must_be_loaded()
        asked = known_period(period)
        drafted = draft_returns(asked, participant=known_participant(participant) if participant else None)
        for each, changed in drafted.items():
            state = _("refreshed") if changed else _("unchanged")
            self.stdout.write(_("%(return)s: %(state)s") % {"return": each, "state": state})
        self.stdout.write(
            _("%(all)d returns of %(period)s, %(changed)d changed.")
            % {"all": len(drafted), "period": asked, "changed": sum(drafted.values())}
        )
