"""
A ministry of the imaginary country that is years old: a million diggers, a million facts, a hundred thousand waiting.

Made inside PostgreSQL, with all that a page of the desk reads beside a record: its case, the event by which it came,
its journal, its flags, its decisions, its photo.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.db import connection, models, transaction

from apps.accounts.models import Posting, Role, Tablet, User
from apps.files.models import Attachment, Blob, Sent
from apps.journal.models import Entry
from apps.ledger.models import Production, Purchase
from apps.persons.models import Resemblance
from apps.places.models import Office, Region
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case, Decision, Flag
from apps.sync.models import Submission
from bench.filling import day, ident, insert, region

CODE = "XA"
OFFICERS = 100
GIVEN = ["awa", "binta", "moussa", "fanta", "salif", "yaneli", "houkan", "sadea", "okwali", "mariam", "ibrahima"]
ENDINGS = ["ba", "de", "ko", "la", "mi", "no", "ra", "se", "ta", "vo"]
# One in twenty waits for a reviewer; of those one in ten has a flag, and one in twenty came back.
WAITS, CAME_BACK = "i % 20 = 7", "i % 400 = 7"
STATUS = f"CASE WHEN {WAITS} THEN 'pending' ELSE 'accepted' END"
LONG_AGO = "CURRENT_TIMESTAMP - ((i * 7919) % 1000003) * interval '47 seconds'"
HASH = "sha256(i::text::bytea)"


def one_of(values: list[str], number: str = "i") -> str:
    return f"(ARRAY[{', '.join(values)}])[1 + (({number}) % {len(values)})::int]"


def quoted(words: list[str]) -> list[str]:
    return [f"'{word}'" for word in words]


NAMES = f"{one_of(quoted(GIVEN), 'i * 31')} || ' ' || " + " || ".join(
    one_of(quoted(ENDINGS), f"i / {tens}") for tens in (1, 10, 100, 1000)
)


class Country:
    """Rows of one kind after the other, numbered through, so that a row's number says which others belong to it."""

    def __init__(self, rows: int) -> None:
        self.facts = rows
        counts: dict[type[models.Model], int] = {
            Site: 5_000, Buyer: 300, Licence: 20_000, Digger: rows,
            Production: rows * 6 // 10, Purchase: rows - rows * 6 // 10,
        }  # fmt: skip
        ends = [1]
        for count in counts.values():
            ends.append(ends[-1] + count)
        self.spans = dict(zip(counts, pairwise(ends), strict=True))
        districts = Region.objects.filter(participant=CODE, level=2)
        self.region = region(list(districts.values_list("pk", flat=True)))
        self.officers, self.tablets = self.staff()

    def staff(self) -> tuple[str, str]:
        """Officers with their tablets, as SQL that names one of them by a row's number."""
        offices = list(Office.objects.filter(region__participant=CODE).select_related("region"))
        officers, tablets = [], []
        for number in range(OFFICERS):
            office = offices[number % len(offices)]
            officer = User.objects.create(username=f"officer-{number}", first_name="Officer", last_name=str(number))
            posted = {"region": office.region, "office": office, "starts_on": date(2020, 1, 1)}
            Posting.objects.create(user=officer, role=Role.OFFICER, **posted)
            officers.append(str(officer.pk))
            tablets.append(f"'{Tablet.objects.create(number=500_000 + number, office=office).pk}'::uuid")
        return one_of(officers), one_of(tablets)

    def rows_of(self, model: type[models.Model]) -> tuple[int, int]:
        """How many rows a kind has, and the number of the first."""
        first, end = self.spans[model]
        return end - first, first

    def some(self, model: type[models.Model]) -> str:
        """The id of one of the rows of a kind."""
        count, first = self.rows_of(model)
        return ident().replace("i)", f"{first} + (i * 104729) % {count})")

    def add(self, model: type[models.Model], letter: str, given: dict[str, str]) -> None:
        """The records of a kind with their cases."""
        shared = {
            "id": ident(), "region_id": self.region, "status": STATUS, "participant_id": f"'{CODE}'",
            "number": f"'{letter}-' || lpad(i::text, 8, '0')",
        }  # fmt: skip
        case = {
            "version": "1", "captured_at": LONG_AGO, "submitted_at": LONG_AGO, "kind": f"'{model._meta.label_lower}'",
            "captured_by_id": self.officers, "tablet_id": self.tablets,
        }  # fmt: skip
        insert(Case, *self.rows_of(model), {**shared, **case})
        insert(model, *self.rows_of(model), {**shared, **given})

    def register(self) -> None:
        now, search = {"written_at": "CURRENT_TIMESTAMP"}, "lpad(i::text, 8, '0')"
        valid = {"starts_on": "CURRENT_DATE - 300", "ends_on": "CURRENT_DATE + (i % 700)::int - 100", **now}
        self.add(Site, "S", {**now, "name": "'Pit ' || i", "search": f"'s ' || {search} || ' pit ' || i"})
        self.add(Buyer, "B", {
            **valid, "names": NAMES, "buyer_class": "'collector'", "search": f"'b ' || {search} || ' ' || {NAMES}",
        })  # fmt: skip
        self.add(Licence, "L", {
            **valid, "licence_class": "'artisanal'", "holder_kind": "'person'", "holder_name": NAMES,
            "site_id": self.some(Site), "authority": "'Ministry'", "search": f"'l ' || {search} || ' ' || {NAMES}",
        })  # fmt: skip
        self.add(Digger, "D", {
            **now, "names": NAMES, "sex": one_of(quoted(["man", "woman"])), "birth_year": "1950 + i % 50",
            "legal_basis": "'legal_duty'", "site_id": self.some(Site), "birthplace": "'Village ' || i % 400",
            "search": f"'d ' || {search} || ' ' || {NAMES} || ' village ' || i % 400",
        })  # fmt: skip

    def ledger(self) -> None:
        self.add(Production, "F", {
            "site_id": self.some(Site), "starts_on": day(), "ends_on": day(), "channel": "'artisanal'",
            "basis": one_of(quoted(["weighed", "notebook", "declared"])), "nil": "i % 50 = 3",
            "carats": "CASE WHEN i % 50 = 3 THEN 0 ELSE (i * 31) % 900 + 5 END", "stones": "i % 5 + 1",
        })  # fmt: skip
        self.add(Purchase, "R", {
            "bought_on": day(), "seller_id": self.some(Digger), "seller_role": "'digger'", "site_id": self.some(Site),
            "buyer_id": self.some(Buyer), "licence_id": self.some(Licence), "origin_known": "TRUE",
            "slip_number": "'K' || i", "slip_series": "'K'", "slip_place": "i",
            "carats": "(i * 37) % 700 + 5", "price": "(i * 41) % 90000 + 1000", "currency_id": "'USD'",
            "usd": "(i * 41) % 90000 + 1000", "usd_rate": "1000000", "payment": one_of(quoted(["bank", "cash"])),
        })  # fmt: skip

    def beside(self) -> None:
        """What is read beside a record; the records' own numbers say which."""
        span = (self.spans[Purchase][1] - 1, 1)
        record = ident()
        insert(Submission, *span, {
            "id": record, "tablet_id": self.tablets, "seq": "i", "officer_id": self.officers, "region_id": self.region,
            "body": """('{"act":"create","before":null,"reason":"","names":"' || i || '"}')::bytea""",
            "sha256": HASH, "salt": "'\\x00112233445566778899aabbccddeeff'::bytea", "form": "'digger'",
            "form_version": "1", "act": "'create'", "record": record, "status": "'applied'", "version": "1",
            "received_at": LONG_AGO,
        })  # fmt: skip
        insert(Entry, *span, {
            "at": LONG_AGO, "verb": "'created'", "kind": "'registry.digger'", "object_id": f"{record}::text",
            "by": f"'user:' || {self.officers}", "version": "1", "region_after": self.region, "digest": HASH,
        })  # fmt: skip
        insert(Decision, *span, {
            "case_id": record, "version": "1", "by_id": self.officers, "at": LONG_AGO,
            "status": f"CASE WHEN {CAME_BACK} THEN 'returned' ELSE 'accepted' END",
            "reason": f"CASE WHEN {CAME_BACK} THEN 'Weigh it again.' ELSE '' END",
        })  # fmt: skip
        insert(Flag, span[0] // 200, 1, {
            "case_id": ident().replace("i)", "200 * i + 7)"), "code": "'late'", "raised_at": LONG_AGO,
        })  # fmt: skip
        self.photos()

    def photos(self) -> None:
        """Of one digger in two there is a photo, and of the last of them it is still on the tablet."""
        count, first = self.rows_of(Digger)
        owed = f"(i >= {first + count // 2 - count // 200})"
        bytes_of = {"sha256": f"encode({HASH}, 'hex')", "size": "40000"}
        state = f"CASE WHEN {owed} THEN 'awaited' ELSE 'kept' END"
        insert(Blob, count // 2, first, {**bytes_of, "type": "'image/jpeg'", "width": "800", "height": "600"})
        insert(Sent, count // 2, first, {
            **bytes_of, "id": ident(), "tablet_id": self.tablets, "state": state,
            "blob_id": f"CASE WHEN NOT {owed} THEN {bytes_of['sha256']} END",
        })  # fmt: skip
        insert(Attachment, count // 2, first, {
            "id": ident(), "sent_id": ident(), "record": ident(), "field": "'photo'", "submission": ident(),
            "officer_id": self.officers, "region_id": self.region,
        })  # fmt: skip
        insert(Resemblance, 5_000, first, {
            "one_id": ident(), "other_id": ident().replace("i)", "i + 100000)"), "score": "20 + i % 40",
        })  # fmt: skip


def settle(rows: int) -> Country:
    """Fill the country; keys and the journal's guards are not asked row by row, since all of it is known to fit."""
    country = Country(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        country.register()
        country.ledger()
        country.beside()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return country
