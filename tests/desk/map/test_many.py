"""As many questions for thousands of sites as for one, and a page that stays light."""

from __future__ import annotations

from uuid import uuid4

import pytest

from apps.places.ground import lie_on
from apps.registry.grounding import hectares_of
from apps.registry.models import Ground
from apps.review.models import Case
from kpfield.map.marks import MOST
from tests.desk.map.seen import MIDDLE, page, square


@pytest.fixture
def crowd(site, licence, registrar):
    """So many sites with a licence each, in a grid around the middle, every tenth with an outline: `crowd(1000)`."""

    def make(many):
        sites, papers = [uuid4() for _ in range(many)], [uuid4() for _ in range(many)]
        places = [(MIDDLE[0] + n % 200 * 1_000, MIDDLE[1] + n // 200 * 1_000) for n in range(many)]
        there = [{"number": f"S-{n:06d}", "lat_e6": lat, "lon_e6": lon} for n, (lat, lon) in enumerate(places)]
        multiply(site, sites, there)
        numbers = [{"number": f"L-{n:06d}", "site_id": key} for n, key in enumerate(sites)]
        held = multiply(licence, papers, numbers)
        few = [ground_of(held[n], *places[n], by=registrar) for n in range(0, many, 10)]
        Ground.objects.bulk_create(few, batch_size=500)

    return make


def multiply(record, keys, others):
    """As many records more as there are keys, each like this one but for what is said."""
    Case.objects.bulk_create([like(record.case, id=key) for key in keys], batch_size=500)
    made = [like(record, case_id=key, **said) for key, said in zip(keys, others, strict=True)]
    return type(record).objects.bulk_create(made, batch_size=500)


def like(row, **other):
    fields = (field.attname for field in row._meta.concrete_fields)
    return type(row)(**{**{name: getattr(row, name) for name in fields}, **other})


def ground_of(licence, lat, lon, *, by):
    area = square(lat, lon)
    ground = Ground(licence=licence, participant_id=licence.participant_id, by=by, hectares=hectares_of(area))
    lie_on(ground, area)
    return ground


def test_many_ask_as_much_as_a_few_and_are_counted_in_squares(desk, questions, registrar, at, crowd):
    at("S-7", *MIDDLE)
    client = desk(registrar)
    few = questions(client, "/desk/map/")
    crowd(MOST + 50)

    answer = page(client)

    assert questions(client, "/desk/map/") <= few + 3
    assert sum(mark.many for mark in answer.context["squares"]) == MOST + 51
    assert answer.content.decode().count("<a ") < 400
    closer = answer.context["squares"][0].url
    assert client.get(f"/desk/map/{closer}").status_code == 200


def test_thousands_of_sites_weigh_no_more_than_some_hundreds(desk, registrar, crowd):
    crowd(3_000)

    answer = page(desk(registrar))

    assert sum(mark.many for mark in answer.context["squares"]) == 3_000
    assert len(answer.content) < 200_000
