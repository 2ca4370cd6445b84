"""`manage.py match_register`: compare everybody in the register with everybody else."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.persons.matching import match_all
from apps.persons.models import Resemblance

SAID_EVERY = 10_000


class Command(BaseCommand):
    """
    Find all pairs that may be one person, by the register as it is now.

    Pairs that nobody has spoken about and that are not found any more go; what was said stays. It may be stopped and
    begun again; of 100,000 entries it takes some minutes and the memory of a hundred.
    """

    help = "Compare all entries of the register with each other."

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        match_all(self.say)
        said = {"pairs": Resemblance.objects.undecided().count(), "seconds": round(time.monotonic() - started)}
        self.stdout.write(_("%(pairs)d pairs may be one person; %(seconds)d s.") % said)

    def say(self, done: int) -> None:
        if done % SAID_EVERY == 0:
            self.stderr.write(_("%d entries compared") % done)
