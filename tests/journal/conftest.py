from __future__ import annotations

import pytest
from django.db import transaction

from apps.journal.writing import Act, write_all


@pytest.fixture
def written(db):
    """Write so many entries on sites in one transaction."""

    def write_some(count, kind="tests.site", verb="created"):
        with transaction.atomic():
            return write_all(Act(verb, kind, f"KO-{number:04}", region_after=4) for number in range(count))

    return write_some
