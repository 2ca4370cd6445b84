"""The demonstration, small enough for a test."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from apps.demo.country import Country, last_half_before

PEOPLE = 110


@dataclass
class Demonstration:
    """The demonstration as `make demo` runs it, without a server."""

    country: Country
    folder: Path
    said: str = ""

    @property
    def sign_ins(self):
        return self.folder / "sign-in.txt"

    def run(self):
        # Two runs within a minute would wait for the door's limit on enrolments.
        cache.clear()
        said = io.StringIO()
        with override_settings(DEMO=True, MEDIA_ROOT=self.folder / "media"):
            call_command("demo", people=PEOPLE, sign_ins=self.sign_ins, stdout=said)
        self.said = said.getvalue()
        return self


@pytest.fixture(scope="module")
def country():
    return Country.make(last_half_before(timezone.localdate()), people=PEOPLE)


@pytest.fixture(scope="module")
def demonstration(country, django_db_setup, django_db_blocker, tmp_path_factory):
    """
    Run once for all stories of a module, which read what it left; then everything is rolled back.

    The module marks its stories with `django_db`: without a mark no test database is made.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield Demonstration(country, tmp_path_factory.mktemp("demo")).run()
        transaction.set_rollback(True)
