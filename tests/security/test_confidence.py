"""A report in confidence: nobody but its reader finds it, counts it, or learns from the server who made it."""

import json
import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin

from apps.accounts.models import User
from apps.sync.models import SealedReport
from tests.routes import routes, rule_of, shown
from tests.sync.test_reporting import REPORTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(door):
    sealed = {"id": str(uuid4()), "key": "ab" * 8, "point": "04" + "cd" * 64, "iv": "ef" * 12, "data": "facade" * 90}
    assert door.client.post(REPORTS, sealed, content_type="application/json", **door.headers).status_code == 200
    return sealed


@pytest.mark.either
def test_no_page_of_the_desk_and_no_tablet_shows_that_there_is_one(canaries, report, desk, door, other_door):
    assert "facade" not in json.dumps([door.pull(), other_door.pull()])
    client = desk(User.objects.create_superuser("root"))
    pages = [shown(getattr(client, how)(at, data)) for route in routes() for how, at, data in rule_of(route)(canaries)]

    assert not [page for page in pages if report["id"] in page or "facade" in page]
    assert SealedReport not in admin.site._registry


def test_nothing_that_is_kept_leads_from_it_to_a_tablet(report):
    """No column of it, none that points to it, and no other row that names it or was written at that moment."""
    assert {field.name for field in SealedReport._meta.get_fields()} == {"id", "key", "sealed"}
    for model in apps.get_models():
        rows = model._default_manager.all().values_list() if model is not SealedReport else []
        assert not [row for row in rows if report["id"] in str(row)], model


def test_its_answer_repeats_nothing_but_its_own_mark(door, report):
    answer = door.client.post(REPORTS, report, content_type="application/json", **door.headers)

    assert answer.json() == {"id": report["id"]}


def test_its_address_is_for_bringing_alone(door, report, client):
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE"):
        for address in (REPORTS, f"{REPORTS}{report['id']}/"):
            assert client.generic(method, address, **door.headers).status_code in {404, 405}


def test_its_rows_lie_in_no_order_of_coming(door):
    """The reader prints them by their ids, which are random throughout; no number of the database counts them."""
    assert SealedReport._meta.pk.get_internal_type() == "UUIDField"
    assert not re.search(r"(_at|_on|seq|number)$", " ".join(field.name for field in SealedReport._meta.get_fields()))
