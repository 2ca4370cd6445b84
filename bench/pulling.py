"""The first load of a posting's register over HTTP, against the same rows read and written as JSON in one go."""

from __future__ import annotations

import os
from dataclasses import asdict
from http.client import HTTPConnection
from urllib.parse import quote

import orjson
from django.db import connection

from apps.accounts.models import Tablet
from apps.registry.models import Digger
from apps.review.models import Case
from bench.figures import Figure, paired
from bench.filling import ident, insert
from bench.servers import THROUGH_PROXY, serving
from bench.setting import enrol

ROWS = 10_000


def people(region: int) -> None:
    """So many accepted diggers of one region, made inside the database."""
    first, now = 50_000_000, "CURRENT_TIMESTAMP"
    shared = {"id": ident(), "region_id": str(region), "status": "'accepted'", "number": "'D-' || i"}
    case = {"version": "1", "captured_at": now, "submitted_at": now, "kind": "'registry.digger'"}
    digger = {
        "participant_id": f"(SELECT participant_id FROM places_region WHERE id = {region})",
        "names": "'Person Number ' || i", "sex": "'man'", "birth_year": "1950 + i % 50",
        "birthplace": "'Village ' || (i % 400)",
        "residence": "'Village ' || (i % 300)",
        "search": "'person number ' || i", "written_at": now, "legal_basis": "'legal_duty'",
    }  # fmt: skip
    insert(Case, ROWS, first, {**shared, **case})
    insert(Digger, ROWS, first, {**shared, **digger})


def pulled(port: int, token: str) -> int:
    """Read to the end of the first load; answers how many rows came."""
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {**THROUGH_PROXY, "Authorization": f"Bearer {token}"}
    cursor, rows, more = "", 0, True
    while more:
        link.request("GET", f"/api/sync/v1/pull/?limit=1000&cursor={quote(cursor)}", headers=headers)
        page = orjson.loads(link.getresponse().read())
        cursor, more, rows = page["cursor"], page["more"], rows + len(page["changes"])
    return rows


def read_at_once(region: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, names, nickname, sex, birth_year, birth_year_estimated, birthplace, site_id, status "
            "FROM registry_digger WHERE region_id = %s",
            [region],
        )
        return orjson.dumps(cursor.fetchall(), default=str)


def main() -> None:
    [(tablet, token)] = enrol(1, first=300)
    region = Tablet.objects.select_related("office").get(pk=tablet).office.region_id
    people(region)
    url = os.environ["DATABASE_URL"]
    with serving(url, workers=1) as (port, _):
        rows = pulled(port, token)
        if rows < ROWS:
            raise SystemExit(f"{rows} rows came, of {ROWS} people at least. No figure.")
        value, floor = paired(lambda: pulled(port, token), lambda: read_at_once(region), times=5)
    note = "first load in pages of 1,000; floor: the people's rows read and written as JSON in one go"
    print(orjson.dumps(asdict(Figure("pull_10k", value, "s", floor, rows, note))).decode())
