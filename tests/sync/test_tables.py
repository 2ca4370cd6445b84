"""A page of a register in columns says what the same page says in rows; `tables.test.ts` reads the same cases."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from uuid import UUID

import pytest

from apps.journal.sealing import settle
from apps.sync.tables import table
from tests.sync.conftest import POSTING, PULL

CASES = json.loads((Path(__file__).parents[2] / "fixtures/conformance/tables/cases.json").read_text())


def as_read(row):
    """A reference comes from the database as what it is."""
    return row | ({"site": UUID(row["site"])} if row.get("site") else {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_page_is_written_as_the_tablet_reads_it(case):
    page = [(UUID(row["id"]), as_read(row["row"])) for row in case["rows"]]

    assert json.loads(json.dumps(table(case["table"]["kind"], page), default=str)) == case["table"]


@pytest.mark.django_db
class TestPull:
    def test_a_first_load_comes_in_columns_where_they_are_asked_for(self, door, digger, licence, buyer, site):
        settle()
        told = door.pull(tables=5000)

        assert {one["kind"]: one["rows"] for one in told["tables"]} == {
            "site": 1, "digger": 1, "licence": 1, "buyer": 1,
        }  # fmt: skip
        assert [change for change in told["changes"] if change["kind"] != "case"] == []
        assert told["fresh"]
        assert not told["more"]

    def test_what_changed_since_comes_in_rows(self, door, digger, registrar):
        settle()
        cursor = door.pull(tables=5000)["cursor"]
        digger.case.decide("returned", by=registrar, seen=digger.case.version, reason="Which village?")
        settle()
        told = door.pull(cursor, tables=5000)

        assert "tables" not in told
        assert str(digger.pk) in {change["id"] for change in told["changes"]}

    def test_as_many_rows_come_as_were_asked_for(self, door, digger, licence, buyer, site):
        settle()
        pages, cursor, more = [], "", True
        while more:
            page = door.pull(cursor, tables=1)
            cursor, more = page["cursor"], page["more"]
            pages.append(sum(one["rows"] for one in page["tables"]) + len(page["changes"]))

        # Four in tables, and each with its case.
        assert pages[:8] == [1] * 8
        assert sum(pages) == 8

    def test_the_answer_is_compressed_for_those_who_can_read_that(self, door, digger, site):
        settle()
        answer = door.client.get(PULL, HTTP_ACCEPT_ENCODING="gzip", **door.headers)

        assert answer["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(answer.content))["changes"]

    def test_so_are_the_forms_of_a_posting(self, door):
        plain = door.client.get(POSTING, **door.headers)
        answer = door.client.get(POSTING, HTTP_ACCEPT_ENCODING="gzip", **door.headers)

        assert json.loads(gzip.decompress(answer.content))["forms"] == plain.json()["forms"]
        assert len(answer.content) < len(plain.content) / 4
