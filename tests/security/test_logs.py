"""What stands in the log: what went wrong, and of whom nothing."""

import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string

from apps.registry.models import Digger
from apps.sync.attempting import attempt

REFUSED = "a row was refused\nDETAIL:  Failing row contains (Marie Koné\nTraceback, 1984)."


def written(record):
    # Another handler may have written it before in its own way, which the record remembers.
    record.exc_text = None
    line = import_string(settings.LOGGING["formatters"]["line"]["()"])
    return line("{levelname} {message}", style="{").format(record)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_row_that_the_database_refused_is_not_shown(digger, caplog):
    """PostgreSQL repeats the whole row below its sentence."""
    attempt(lambda: Digger.objects.update(sex="nobody"))

    line = written(caplog.records[-1])
    assert "violates check constraint" in line
    assert "test_logs.py" in line
    assert "Marie" not in line
    assert "DETAIL" not in line


def test_what_led_to_a_fault_is_told_before_it(caplog):
    def fail():
        try:
            raise DatabaseError(REFUSED)
        except DatabaseError as fault:
            raise ValueError("no number") from fault

    try:
        fail()
    except ValueError:
        logging.getLogger("kpfield").exception("Something failed.")

    lines = written(caplog.records[-1]).splitlines()
    assert lines[0] == "ERROR Something failed."
    assert [line for line in lines if "Error:" in line] == ["DatabaseError: a row was refused", "ValueError: no number"]
    assert not [line for line in lines if "1984" in line]


@pytest.mark.django_db
def test_a_push_that_is_refused_leaves_no_word_of_it_in_the_log(door, writer, caplog):
    caplog.set_level(logging.DEBUG)
    event = writer.create("digger", names="Zibelda Quaremba", document_number="VC7391846205", sex="nobody")

    door.push(event)
    door.send({"events": [event], "announced": "Zibelda"})
    door.send('{"events": ["Zibelda"')
    with transaction.atomic():
        door.client.get("/api/sync/v1/pull/", {"cursor": "Zibelda"}, **door.headers)

    told = "\n".join(written(record) for record in caplog.records if record.name != "django.db.backends")
    assert "Bad Request: /api/sync/v1/push/" in told
    assert not [word for word in ("Zibelda", "VC7391846205", door.headers["HTTP_AUTHORIZATION"][7:]) if word in told]
