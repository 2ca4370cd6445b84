"""What every test may count on: a database that can be emptied, and a cast of people."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from apps.accounts.models import Role, Tablet, User
from apps.columns.loading import load_size_classes, read
from apps.columns.models import SizeClass
from apps.journal import guards
from apps.places.models import Currency, Office, Participant, Region
from apps.registry.kinds import Prepared, Reference, all_kinds, flags_of, insert
from apps.review.flagging import raise_flags
from apps.review.models import Status
from apps.statements.keeping import forget
from tools.blank import copy_blank


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What a process keeps for a minute outlives a story, and so does the language of its last page."""
    forget()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as it is run: in memory its connections do not wait for each other's locks, they fail."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        copy_blank(file)
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """Its tables are there already."""
    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Emptying the tables between two stories is the one time when the journal's guards step aside."""
    with django_db_blocker.unblock():
        empty = connection.ops.execute_sql_flush
        down, up = guards.lowering(connection.vendor), guards.raising(connection.vendor)
        connection.ops.execute_sql_flush = lambda statements: empty([*down, *statements, *up])
    yield
    del connection.ops.execute_sql_flush


def pytest_collection_modifyitems(config, items):
    """
    What needs PostgreSQL belongs to the PostgreSQL pass; what asks no database, or asks either the same, to the other.
    There it is left out, not skipped; `make test-all` asks both.
    """
    if connection.vendor == "postgresql":
        left_out = [item for item in items if not asks_a_database(item) or says_the_same(item)]
    else:
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def says_the_same(item) -> bool:
    return bool(item.get_closest_marker("either")) and not os.environ.get("EVERYTHING")


def asks_a_database(item) -> bool:
    named = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", []))
    return bool(named or any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "its_own")))


# -- where ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def participant(db):
    return Participant.objects.create(
        code="XA", name_en="Arenland", name_fr="Arénie", artisanal=True, demo=True, source="imaginary"
    )


@pytest.fixture
def country(participant):
    return Region.objects.create(
        participant=participant, code="XA", name="Arenland", kind="country", level=0, left=1, right=8
    )


@pytest.fixture
def region(country):
    return Region.objects.create(
        participant=country.participant,
        parent=country,
        code="KO",
        name="Kolo",
        kind="province",
        level=1,
        left=2,
        right=5,
    )


@pytest.fixture
def district(region):
    return Region.objects.create(
        participant=region.participant,
        parent=region,
        code="KO-1",
        name="Bemba",
        kind="district",
        level=2,
        left=3,
        right=4,
    )


@pytest.fixture
def other_region(country):
    return Region.objects.create(
        participant=country.participant,
        parent=country,
        code="LU",
        name="Lubi",
        kind="province",
        level=1,
        left=6,
        right=7,
    )


@pytest.fixture
def office(region):
    return Office.objects.create(code="KO-01", name="Kolo office", region=region)


@pytest.fixture
def other_office(other_region):
    return Office.objects.create(code="LU-01", name="Lubi office", region=other_region)


# -- who ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def posted(db):
    """Post somebody from the first of January on: `posted("awa", Role.OFFICER, region)`."""

    def post(username, role, region, **details):
        user = User.objects.create(username=username, is_staff=role != Role.OFFICER, **details)
        user.postings.create(role=role, region=region, starts_on=date(2026, 1, 1))
        return user

    return post


@pytest.fixture
def officer(posted, region):
    return posted("awa", Role.OFFICER, region, first_name="Awa", last_name="Doumbia", language="fr")


@pytest.fixture
def other_officer(posted, other_region):
    """Works in another region and must see nothing of the first."""
    return posted("bako", Role.OFFICER, other_region)


@pytest.fixture
def supervisor(posted, region):
    return posted("salif", Role.SUPERVISOR, region)


@pytest.fixture
def other_supervisor(posted, other_region):
    return posted("mariam", Role.SUPERVISOR, other_region)


@pytest.fixture
def registrar(posted, country):
    return posted("renee", Role.REGISTRAR, country)


@pytest.fixture
def paid(posted, country, francs):
    """Let somebody else take the fee of a renewal: `paid(licence).renew(…, by=registrar)`."""
    cashier, numbers = posted("colette", Role.LICENSING, country), count(1)

    def pay(paper, **given):
        fee = {"amount": Decimal("150000"), "currency": francs, "receipt": f"T-{next(numbers)}", "by": cashier, **given}
        paper.pay_renewal(fee.pop("day", timezone.localdate()), **fee)
        return paper

    return pay


@pytest.fixture
def auditor(posted, country):
    return posted("amara", Role.AUDITOR, country)


@pytest.fixture
def tablet(office):
    return Tablet.objects.create(number=14, office=office)


@pytest.fixture
def other_tablet(other_office):
    return Tablet.objects.create(number=15, office=other_office)


# -- what -----------------------------------------------------------------------------------------------------------

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
