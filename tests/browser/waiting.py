"""Records that wait for the registrar, made beside the server: `python -m tests.browser.waiting`."""

from __future__ import annotations

import json

import django

django.setup()

from django.urls import reverse  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.places.models import Region  # noqa: E402
from apps.registry.entering import Written, enter  # noqa: E402
from apps.registry.kinds import all_kinds  # noqa: E402
from apps.registry.models import Digger  # noqa: E402
from tests.browser.writing import TOWN  # noqa: E402

RUNS = "<img src=x onerror=alert(1)>"


def wait():
    """The same site twice, so that the second carries a flag; and one whose name would run if it were let."""
    region = Region.objects.get(participant="XA", code=TOWN)
    site = {"number": "S-0999", "name": "Pont-Bemba", "region": TOWN, "place": "Bemba", "status": "active"}
    other = {**site, "number": "S-0998", "name": RUNS, "consent_by": RUNS}
    officer = User.objects.get(username="awa")
    first, second, _third = enter(
        all_kinds()["site"], [Written(answers, region.pk) for answers in (site, other, site)], by=officer
    )
    digger = Digger.objects.get(number="D-004218")
    return {
        "site": str(first.pk),
        "running": str(second.pk),
        "numbers": [first.number, second.number],
        "digger_page": page_of(digger),
        "running_page": page_of(second),
    }


def page_of(record):
    name = f"admin:{record._meta.label_lower.replace('.', '_')}_change"
    return reverse(name, args=[record.pk]).removeprefix("/desk/")


if __name__ == "__main__":
    print(json.dumps(wait()))
