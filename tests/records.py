"""What the cast writes down: each kind of record as the door stores it, and some that the registrar has accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction

from apps.columns.loading import load_size_classes, read
from apps.columns.models import SizeClass
from apps.places.models import Currency
from apps.registry.kinds import Prepared, Reference, all_kinds, flags_of, insert
from apps.review.flagging import raise_flags
from apps.review.models import Status

ANSWERS = {
    "digger": {"names": "Marie Koné", "sex": "woman", "birth_year": 1984, "roles": ["washing"], "residence": "Bemba"}
    | {"legal_basis": "legal_duty"},
    "site": {"name": "Bemba bend", "region": "KO", "status": "active"},
    "licence": {"licence_class": "artisanal", "holder_kind": "person", "authority": "Ministry of mines"}
    | {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)},
    "buyer": {"buyer_class": "collector", "names": "Paul Sow"}
    | {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)},
    "production": {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 2), "basis": "weighed"}
    | {"carats": Decimal("1.25")},
    "purchase": {"bought_on": date(2026, 11, 3), "seller_role": "digger", "origin_known": True, "payment": "cash"}
    | {"carats": Decimal("1.25"), "price": Decimal("700.00"), "currency": "XAF"},
    "resale": {"bought_on": date(2026, 11, 10), "origin_known": False, "payment": "bank", "bank_reference": "VIR 1"}
    | {"carats": Decimal("1.25"), "price": Decimal("900.00"), "currency": "XAF"},
    "stock_count": {"counted_on": date(2026, 11, 4), "level": "buyer", "basis": "counted", "carats": Decimal("12.50")},
    "inspection": {"inspected_on": date(2026, 11, 3), "visit": "planned", "state": "active", "men": 20, "women": 4}
    | {"result": "in_order"},
    "infraction": {"seen_on": date(2026, 11, 3), "type": "false_papers", "concerned": "unknown", "outcome": "open"},
    "transfer": {"moved_on": date(2026, 11, 5), "giver_level": "digger", "receiver_level": "licence_holder"}
    | {"carats": Decimal("1.25"), "reason": "to_sell"},
    "booklet": {"slips": "purchase", "series": "BRL", "first_number": 101, "last_number": 150, "issued_to": "buyer"}
    | {"issued_on": date(2026, 11, 1)},
}


@pytest.fixture
def prepared(region, officer, tablet):
    """A readable event, as the door hands it to a kind: `prepared("digger", "D-1", names="…", site=site)`."""

    def prepare(code, number, *, by=officer, at=region, on=date(2026, 11, 24), record=None, replaces=None, **answers):
        fields = all_kinds()[code].form.fields
        answers = {"number": number, **ANSWERS[code], **answers}
        named = {name: answers.pop(name) for name in [*answers] if fields[name].kind == "reference"}
        rows = {name: [dict(row) for row in answers[name]] for name in answers if fields[name].parts and answers[name]}
        named |= {
            f"{name}.{at}.{part.code}": row.pop(part.code)
            for name in rows
            for at, row in enumerate(rows[name])
            for part in fields[name].parts
            if part.kind == "reference"
        }
        return Prepared(
            record=record or uuid4(),
            act="replace" if replaces else "create",
            answers=answers | rows,
            references={name: referring_to(other) for name, other in named.items() if other is not None},
            region_id=at.pk,
            by_id=by.pk,
            tablet_id=tablet.pk,
            captured_at=datetime.combine(on, time(10), UTC),
            captured_on=on,
            replaces=replaces and replaces.pk,
        )

    return prepare


def referring_to(other):
    return Reference(written=other) if isinstance(other, str) else Reference(id=other.pk)


@pytest.fixture
def recorded(prepared):
    """Store a record as the door does, flags and all, and read it back: `recorded("site", "S-1")`."""

    def record(code, number, **given):
        kind = all_kinds()[code]
        made = kind.make([prepared(code, number, **given)])
        with transaction.atomic():
            insert(made)
            raise_flags(flags_of(made[0].records()))
        return kind.model.objects.get(pk=made[0].record.pk)

    return record


@pytest.fixture
def accepted(recorded, registrar):
    """Store a record and let the registrar accept it."""

    def record(code, number, **given):
        made = recorded(code, number, **given)
        made.case.decide(Status.ACCEPTED, by=registrar, seen=made.case.version)
        return type(made).objects.get(pk=made.pk)

    return record


@pytest.fixture
def size_classes(db):
    """The table of classes that is delivered, by the names of its classes."""
    load_size_classes(read(settings.BASE_DIR / "fixtures" / "reference" / "size_classes.json"), lambda said: None)
    return {one.name: one for one in SizeClass.objects.all()}


@pytest.fixture
def francs(db):
    """A currency, at 600 to the dollar from the first of November 2026."""
    currency = Currency.objects.create(code="XAF", name_en="CFA franc", name_fr="Franc CFA")
    currency.rates.create(day=date(2026, 11, 1), per_usd=Decimal(600), source="imaginary")
    return currency


@pytest.fixture
def dollars(db):
    """A currency that needs no rate."""
    return Currency.objects.create(code="USD", name_en="US dollar", name_fr="Dollar des États-Unis")


@pytest.fixture
def site(accepted):
    return accepted("site", "S-1")


@pytest.fixture
def digger(accepted, site):
    return accepted("digger", "D-1", site=site)


@pytest.fixture
def licence(accepted, site, digger):
    """Valid through 2026."""
    return accepted("licence", "L-1", site=site, holder=digger)


@pytest.fixture
def buyer(accepted):
    """Licensed through 2026, in the class of collectors."""
    return accepted("buyer", "B-1")


@pytest.fixture
def found(recorded, site, licence):
    """Record carats found at the site under the licence: `found("F-1", "1.25")`."""

    def find(number, carats, **given):
        return recorded("production", number, **{"site": site, "licence": licence, "carats": Decimal(carats), **given})

    return find


@pytest.fixture
def sold(recorded, site, licence, digger, buyer, francs):
    """Record a first sale by the digger to the buyer: `sold("R-1", "1.25")`."""

    def sell(number, carats, **given):
        named = {"site": site, "licence": licence, "seller": digger, "buyer": buyer}
        return recorded("purchase", number, **{**named, "carats": Decimal(carats), **given})

    return sell


@pytest.fixture
def counted(recorded, buyer):
    """Record what the buyer holds: `counted("C-1", "12.50")`, or another `level=` and who names it."""

    def count(number, carats, **given):
        named = {} if "level" in given else {"buyer": buyer}
        return recorded("stock_count", number, **{**named, "carats": Decimal(carats), **given})

    return count


@pytest.fixture
def inspected(recorded, site):
    """Record what was seen at the site: `inspected("V-1", state="flooded")`."""

    def inspect(number, **given):
        return recorded("inspection", number, **{"site": site, **given})

    return inspect


@pytest.fixture
def moved(recorded, digger, licence):
    """Record carats that the digger gave to the licence holder: `moved("T-1", "1.25")`."""

    def move(number, carats, **given):
        named = {} if "giver_level" in given else {"giver_digger": digger}
        named |= {} if "receiver_level" in given else {"receiver_licence": licence}
        return recorded("transfer", number, **{**named, "carats": Decimal(carats), **given})

    return move


@pytest.fixture
def issued(recorded, buyer):
    """Record a booklet issued to the buyer, BRL 101 to 150: `issued("K-1", last_number=200)`."""

    def issue(number, **given):
        named = {} if given.get("issued_to") == "other" else {"buyer": buyer}
        return recorded("booklet", number, **{**named, **given})

    return issue


@pytest.fixture
def resold(recorded, accepted, buyer, francs):
    """Record a sale by the buyer to a buying house: `resold("V-1", "1.25")`."""

    def resell(number, carats, **given):
        house = {} if "buyer" in given else {"buyer": accepted("buyer", f"H-{number}", buyer_class="comptoir")}
        return recorded("resale", number, **{"seller": buyer, **house, "carats": Decimal(carats), **given})

    return resell


@pytest.fixture
def sold_with_find(sold):
    """A first sale whose find was not recorded before: one event makes both."""
    return sold("R-1", "1.25", with_find=True, find_id=uuid4(), find_number="F-1")
