"""What the tablet practises with: today's forms, invented people, no database, and a name that no real tablet has."""

from __future__ import annotations

import json
import re
from uuid import UUID

from django.urls import reverse

from apps.field import training
from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.quantities.numbers import is_whole
from apps.sync.events import TRAINING
from apps.sync.registers import BY_KIND

VALIDITY = {"starts_on", "ends_on", "revoked_on"}


def told(client):
    answer = client.get(reverse("field:training"))
    assert answer["Content-Type"] == "text/javascript"
    return json.loads(re.fullmatch(r"export default (.*);\n", answer.content.decode())[1])


def rows(client, kind):
    return [change["row"] for change in told(client)["changes"] if change["kind"] == kind]


def test_every_form_can_be_practised_as_it_is(client):
    assert told(client)["posting"]["forms"] == [as_json(form) for form in all_forms().values()]


def test_practice_is_called_what_the_server_takes_nothing_from(client):
    assert told(client)["posting"]["tablet"]["id"] == training.TABLET == TRAINING


def test_the_invented_register_has_the_columns_of_a_real_one(client):
    for change in told(client)["changes"]:
        columns = {name for name in BY_KIND[change["kind"]].columns if name not in {"left", "id"}}
        given = change["row"].keys()
        assert columns - given == (VALIDITY if "days" in given else set()), change["kind"]
        assert given - columns <= {"days"}


def test_whoever_practises_finds_somebody_of_each_kind(client):
    assert {change["kind"] for change in told(client)["changes"]} == set(BY_KIND) - {"case"}
    assert len(rows(client, "digger")) == training.DIGGERS


def test_numbers_of_practice_are_whole_and_no_tablet_of_an_office_gives_them(client):
    numbers = [row["number"] for kind in ("digger", "site", "booklet") for row in rows(client, kind)]

    assert all(is_whole(number) and number.startswith("0-") for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_what_an_invented_row_names_is_there(client):
    changes = told(client)["changes"]
    ids = {change["id"] for change in changes}

    assert len({UUID(one) for one in ids}) == len(changes)
    named = {row[name] for kind in ("digger", "licence", "booklet") for row in rows(client, kind)
             for name in ("site", "holder", "buyer") if row.get(name)}  # fmt: skip
    assert named <= ids
