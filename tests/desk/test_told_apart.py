"""A reviewer reads whom the officer saw beside a new digger, and said to be another person."""

from __future__ import annotations

import html
import json
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.registry.models import Digger
from apps.sync.models import Submission

SAID = "The officer saw this entry beside the new one, and said: another person."


@pytest.fixture
def registered(recorded, tablet, officer, region):
    """A digger and the event that made it: `registered({other.pk: 7})`."""

    def register(others, **event):
        digger = recorded("digger", "D-9", names="Mari Kone")
        body = json.dumps({"act": "create", "other_than": {str(pk): score for pk, score in others.items()}, **event})
        kept = {"tablet": tablet, "officer": officer, "region": region, "status": "applied", "act": "create"}
        Submission.objects.create(
            id=uuid4(), record=digger.pk, body=body.encode(), sha256=b"0" * 32, salt=b"0" * 16, **kept
        )
        return digger

    return register


def page_of(client, digger):
    return html.unescape(client.get(reverse("admin:review", args=[digger.pk])).content.decode())


def test_the_others_are_named_the_most_alike_first(desk, registrar, registered, digger, accepted):
    liker = accepted("digger", "D-2", names="Mary Coné", birth_year=1985)
    page = page_of(desk(registrar), registered({digger.pk: 3, liker.pk: 8}))

    assert page.count(SAID) == 2
    assert f'<a href="{reverse("admin:registry_digger_change", args=[liker.pk])}">D-2 Mary Coné (1985)</a>' in page
    assert page.index("D-2 Mary Coné") < page.index("D-1 Marie Koné (1984)")


def test_of_another_regions_people_the_number_alone_is_shown(
    desk, supervisor, registered, accepted, other_region, other_officer
):
    there = accepted("digger", "D-7", names="Zibelda Koné", at=other_region, by=other_officer)
    page = page_of(desk(supervisor), registered({there.pk: 3}))

    assert f"<strong>D-7</strong><br>{SAID}" in page
    assert "Zibelda" not in page


def test_of_an_id_that_is_nobodys_nothing_is_shown(desk, registrar, registered):
    page = page_of(desk(registrar), registered({uuid4(): 3}))

    assert f"<strong>somebody who is not registered</strong><br>{SAID}" in page


def test_where_nobody_was_asked_nothing_is_said(desk, registrar, registered, recorded):
    assert SAID not in page_of(desk(registrar), registered({}))
    assert SAID not in page_of(desk(registrar), recorded("digger", "D-8"))


def test_the_page_asks_as_much_for_many_others_as_for_one(desk, questions, registrar, registered, accepted):
    others = [accepted("digger", f"D-{n}") for n in range(20, 25)]
    few = registered({others[0].pk: 3})
    many = registered({other.pk: 3 for other in others})
    counts = {questions(desk(registrar), reverse("admin:review", args=[one.pk])) for one in (few, many)}

    assert len(counts) == 1
    assert Digger.objects.count() == len(others) + 2
