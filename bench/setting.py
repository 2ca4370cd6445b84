"""Inside a measuring process: Django on the database of this part, tablets with tokens, bodies made beforehand."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date, timedelta

import orjson

from apps.accounts.models import Enrolment, Role, Tablet, User
from apps.places.models import Office
from bench.load import Sender
from tests.sync.making import batches, events

TABLETS = 16
# In the last complete week, so that no rule flags a day in the future.
START = date.today() - timedelta(days=10)


def enrol(how_many: int, *, first: int) -> list[tuple[str, str]]:
    """New tablets of the demonstration country's offices, each with its own officer: (tablet id, token)."""
    offices = list(Office.objects.filter(region__participant__demo=True).select_related("region").order_by("code"))
    enrolled = []
    for number in range(first, first + how_many):
        office = offices[number % len(offices)]
        officer = User.objects.create(username=f"bench-{number}", first_name="Bench", last_name=str(number))
        officer.postings.create(role=Role.OFFICER, region=office.region, office=office, starts_on=date(2020, 1, 1))
        tablet = Tablet.objects.create(number=900_000 + number, office=office)
        if (taken := Enrolment.take_up(tablet.offer(officer))) is not None:
            enrolled.append((str(tablet.pk), taken[1]))
    return enrolled


def region_codes(tablets: Sequence[str]) -> dict[str, str]:
    """The code of the region that each tablet's office lies in."""
    return {
        str(pk): code for pk, code in Tablet.objects.filter(pk__in=tablets).values_list("pk", "office__region__code")
    }


def body(events: Sequence[dict[str, object]]) -> bytes:
    announced = max(int(str(event["seq"])) for event in events)
    return orjson.dumps({"app": "bench", "announced": announced, "events": list(events)})


def senders(enrolled: Sequence[tuple[str, str]], each: int, *, size: int, again: float = 0.0) -> list[Sender]:
    """
    A sender for each tablet with `each` events in bodies of `size`; a share `again` of the bodies goes twice, since
    tablets lose answers.
    """
    codes = region_codes([tablet for tablet, _ in enrolled])
    made = []
    for number, (tablet, token) in enumerate(enrolled):
        parts = batches(events(tablet, each, seed=number, region=codes[tablet], currency="USD", start=START), size)
        bodies = [gzip.compress(body(part)) for part in parts]
        step = round(1 / again) if again else 0
        doubled = [
            one for at, one in enumerate(bodies) for one in ([one, one] if step and at % step == step - 1 else [one])
        ]
        made.append(Sender(token, doubled))
    return made
