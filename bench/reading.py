"""
How long the desk takes over a page when the register and the ledger hold a million rows.

`python -m bench.part reading ROWS`: through every middleware and template, as a registrar of the country and as the
supervisor of one province; each page several times after once to warm it. A figure is the slowest page's median, and
names it. Its floor is that page's own rows, read by one plain statement over an index.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.db import connection
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.models import Posting, Role, User
from apps.ledger.models import Production, Purchase
from apps.places.models import Region
from apps.registry.models import Digger, Site
from apps.review.models import Case, Flag
from apps.review.reviewable import Reviewable
from bench.country import CODE, settle
from bench.figures import Figure, timed

TIMES = 9
READERS = {"registrar": (Role.REGISTRAR, CODE), "supervisor": (Role.SUPERVISOR, f"{CODE}-KO")}
# What a page costs at most, asked of the database.
MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Page:
    called: str
    url: str
    floor: str


@dataclass(frozen=True)
class Seen:
    """What a page cost: the median and the slowest time in ms, CPU time of both sides, and questions asked."""

    page: Page
    reader: str
    middle: float
    slowest: float
    cpu: float
    questions: int

    def __str__(self) -> str:
        times = f"{self.middle:.0f} ms (slowest {self.slowest:.0f}, CPU {self.cpu:.0f})"
        return f"{self.page.called}, {self.reader}: {times}, {self.questions} questions"


def rows_in_order(table: str, order: str, where: str = "TRUE", offset: int = 0) -> str:
    return f"SELECT * FROM {table} WHERE {where} ORDER BY {order} LIMIT 50 OFFSET {offset}"


# Each list: its address, its table in the order of its rows, and what is asked of it. They open, are searched by a
# number, by a name that few bear and by what many answer to, are filtered, and are read far behind.
LISTS: list[tuple[str, str, str, list[str]]] = [
    (
        "registry/digger", "registry_digger", "number",
        ["", "q={digger}", "q=binta+bakode", "q=awa", "q=ba", "sex__exact=woman", "status__exact=pending",
         "status__exact=rejected", "p=190"],
    ),
    (
        "ledger/production", "ledger_production", "ends_on DESC, number",
        ["", "q={production}", "q={site}", "q=F-01", "basis__exact=weighed", "status__exact=pending",
         "status__exact=rejected", "nil__exact=1", "p=190"],
    ),
    (
        "ledger/purchase", "ledger_purchase", "bought_on DESC, number",
        ["", "q={purchase}", "q={slip}", "q={digger}", "q=binta", "payment__exact=bank", "status__exact=rejected",
         "p=190"],
    ),
    (
        "review/case", "review_case", "submitted_at, id",
        ["", "q={waiting}", "flags=yes", "flags=no", "stands=back", "stands=accepted", "stands=all",
         "kind=registry.site", "age=30", "p=190"],
    ),
    ("registry/licence", "registry_licence", "number", [""]),
    ("registry/site", "registry_site", "number", [""]),
    ("files/attachment", "files_attachment", "declared_at DESC, id", [""]),
]  # fmt: skip


def lists() -> Iterator[Page]:
    sought = {str(model._meta.model_name): last(model.objects.all()) for model in (Digger, Site, Production, Purchase)}
    sought["slip"] = str(Purchase.objects.order_by("-number").values_list("slip_number", flat=True)[0])
    sought["waiting"] = last(Case.objects.pending())
    for path, table, order, queries in LISTS:
        where = "status = 'pending'" if table == "review_case" else "TRUE"
        for query in queries:
            floor = rows_in_order(table, order, where, 9_450 if "p=" in query else 0)
            yield Page(f"{path} {query}".strip(), f"/desk/{path}/?{query.format(**sought)}", floor)
    yield Page("first page", "/desk/", "SELECT count(*) FROM review_case WHERE status = 'pending'")


def last(rows: Any) -> str:
    return str(rows.order_by("-number").values_list("number", flat=True)[0])


def cases() -> Iterator[Page]:
    """A digger, a find and a sale that wait, each in the middle of the queue; and a digger with a flag."""
    waiting = Case.objects.pending().filter(region__code__startswith=f"{CODE}-KO").order_by("submitted_at")
    flags = Flag.objects.filter(case__in=waiting, case__kind=Digger._meta.label_lower)
    chosen: list[tuple[type[Reviewable], Any]] = [
        (model, waiting.filter(kind=model._meta.label_lower).values_list("pk", flat=True)[1_000])
        for model in (Digger, Production, Purchase)
    ]
    chosen.append((Digger, flags.values_list("case", flat=True)[10]))
    for model, pk in chosen:
        floor = f"SELECT * FROM review_case JOIN {model._meta.db_table} USING (id) WHERE id = '{pk}'"
        yield Page(f"review of a {model._meta.model_name}", f"/desk/review/{pk}/", floor)


def signed_in(name: str) -> Client:
    """A browser of somebody who has shown the second factor."""
    role, code = READERS[name]
    user, made = User.objects.get_or_create(username=f"reads-as-{name}", defaults={"is_staff": True})
    if made:
        place = Region.objects.get(participant=CODE, code=code)
        Posting.objects.create(user=user, role=role, region=place, starts_on=date(2020, 1, 1))
    device, _ = TOTPDevice.objects.get_or_create(user=user, name="bench")
    client = Client(headers={"X-Forwarded-Proto": "https"}, SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


class Questions:
    """Counts what is asked of the database, without keeping it."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.asked += 1
        return execute(sql, *rest)


def opened(client: Client, page: Page) -> None:
    answer = client.get(page.url)
    if answer.status_code != 200:
        raise SystemExit(f"{page.url} answered {answer.status_code}. No figure.")


def measured(client: Client, reader: str, page: Page, times: int = TIMES) -> Seen:
    questions = Questions()
    with connection.execute_wrapper(questions):
        opened(client, page)
    before = cpu()
    runs = sorted(1000 * timed(lambda: opened(client, page)) for _ in range(times))
    spent = 1000 * (cpu() - before) / times
    return Seen(page, reader, statistics.median(runs), runs[-1], spent, questions.asked)


def cpu() -> float:
    """Seconds of CPU that this process and its backend of the database have spent; parallel workers are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / 100


def by_plain_sql(statement: str) -> float:
    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()

    read()
    return 1000 * statistics.median(timed(read) for _ in range(TIMES))


def figure(name: str, seen: Sequence[Seen], rows: int) -> Figure:
    worst = max(seen, key=lambda one: one.middle)
    most = max(one.questions for one in seen)
    if most > MOST_QUESTIONS:
        raise SystemExit(f"A page asks {most} questions of the database. No figure.")
    note = (
        f"{worst}; the slowest of {len(seen)}, at most {most} questions; floor: its rows in one statement; aim 200 ms"
    )
    return Figure(name, worst.middle, "ms", by_plain_sql(worst.page.floor), rows, note)


def main(how_many: str) -> None:
    rows = int(how_many)
    settle(rows)
    clients = {name: signed_in(name) for name in READERS}
    for name, pages in (("admin_list_1m", list(lists())), ("review_page", list(cases()))):
        seen = [measured(client, reader, page) for reader, client in clients.items() for page in pages]
        print(orjson.dumps(asdict(figure(name, seen, rows))).decode(), flush=True)
