"""The register of processing: every model of persons stands in it, with its columns, its purpose and who sees it."""

from __future__ import annotations

import csv
import html
from io import StringIO

import pytest

from apps.accounts.scope import Scope, scope_of
from apps.persons.processing import ACTIVITIES, activity_of, of_persons, register
from apps.places.models import Region
from apps.registry.models import Digger

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", list(of_persons()), ids=lambda model: model._meta.label)
def test_every_model_of_persons_has_a_purpose(model):
    assert activity_of(model) in ACTIVITIES


def test_a_model_without_a_purpose_is_named():
    assert scope_of(Region) == Scope.NO_PERSONS
    with pytest.raises(LookupError, match=r"places\.Region"):
        activity_of(Region)


def test_every_activity_has_records():
    assert [str(activity.title) for activity, rows in register() if not rows] == []


def test_the_page_shows_the_columns_as_the_desk_calls_them_and_who_sees_them(desk, auditor):
    page = html.unescape(desk(auditor).get("/desk/processing/").content.decode())

    row = page[page.index('<th scope="row">Diggers</th>') :]
    row = row[: row.index("</tr>")]
    assert "mother's names" in row
    assert "Regional supervisor, Registrar, Licensing, Auditor" in row
    assert all(str(field.verbose_name) in row for field in Digger._meta.concrete_fields if not field.primary_key)


def test_the_sheet_says_the_same(desk, registrar):
    sheet = desk(registrar).get("/desk/processing/sheet/").content.decode("utf-8-sig")

    rows = list(csv.DictReader(StringIO(sheet)))
    assert len(rows) == len(list(of_persons()))
    assert {row["Basis"] for row in rows if row["Records"] == "Diggers"} == {
        "Legal duty; consent for a photo and for programmes."
    }
