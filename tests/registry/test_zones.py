"""Zones that are put down at the desk: rows are added and never changed, and the sites in one are gone through."""

from __future__ import annotations

from datetime import date, timedelta

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.journal.models import Entry, Payload
from apps.journal.sealing import settle
from apps.places.models import Zone, ZoneStatus
from apps.registry import closures
from apps.registry.closures import close_all, close_in_changed_zones, shut
from apps.registry.models import Site
from apps.registry.overlaps import overlaps_of
from apps.registry.zoning import end, may_zone, put_down, write_status

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
RING = [(0, 0), (0, 300), (300, 300), (300, 0)]
AREA = {"corners": [{"lat_e6": lat * 1000, "lon_e6": lon * 1000} for lat, lon in RING]}


@pytest.fixture
def clerk(posted, region):
    return posted("ines", Role.LICENSING, region)


@pytest.fixture
def put(participant, region, clerk):
    """Put a zone down: `put("closed", date(2026, 6, 1))`."""

    def put_one(status="open", first=date(2026, 1, 1), last=None, *, code="R", by=clerk, **more):
        said = {"participant": participant, "region": region, "code": code, "kind": "mining", "source": "Order 4"}
        zone = Zone(**{**said, "name_en": code, "name_fr": code, **more})
        return put_down(zone, AREA, ZoneStatus(status=status, starts_on=first, ends_on=last, source="Order 4"), by=by)

    return put_one


@pytest.fixture
def say(clerk):
    def say_one(zone, status, first, last=None, *, by=clerk):
        return write_status(zone, ZoneStatus(status=status, starts_on=first, ends_on=last, source="Order 5"), by=by)

    return say_one


@pytest.fixture
def inside(accepted):
    return accepted("site", "S-7", point={"lat_e6": 100_000, "lon_e6": 100_000, "accuracy_m": 5})


def status_on(day):
    return Zone.objects.with_status(day).values_list("status_then", flat=True).get(code="R")


# -- rows are added --------------------------------------------------------------------------------------------------


def test_of_the_rows_that_hold_the_one_that_begins_last_is_its_status(put, say):
    zone = put("open", date(2015, 1, 1))
    say(zone, "closed", date(2026, 6, 1), date(2026, 6, 30))

    days = [date(2014, 12, 31), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [status_on(day) for day in days] == [None, "open", "closed", "closed", "open"]


def test_a_row_of_the_same_day_takes_the_place_of_the_one_before(put, say):
    zone = put("closed", date(2026, 6, 1))
    say(zone, "closed", date(2026, 6, 1), date(2026, 6, 30))

    assert (status_on(date(2026, 6, 30)), status_on(date(2026, 7, 1))) == ("closed", None)
    assert [row.ends_on for row in zone.statuses.standing()] == [date(2026, 6, 30)]


def test_the_database_changes_no_row(put):
    put()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ZoneStatus.objects.update(ends_on=TODAY)


@pytest.mark.parametrize("wrong", [{"ends_on": date(2025, 1, 1)}, {"source": ""}])
def test_the_database_refuses_a_row_that_says_nothing(put, wrong):
    zone, said = put(), {"status": "open", "starts_on": date(2026, 2, 1), "source": "Order 6"}

    with pytest.raises(IntegrityError), transaction.atomic():
        zone.statuses.create(**said | wrong)


def test_pressing_twice_writes_one_row(put, say):
    zone = put("open", date(2026, 1, 1))

    with pytest.raises(ValidationError, match="written of it already"):
        say(zone, "open", date(2026, 1, 1))
    assert zone.statuses.count() == 1


def test_what_was_written_stands_in_the_journal_in_the_region_of_the_zone(put, say, clerk, region):
    zone = put()
    say(zone, "closed", date(2026, 6, 1))
    end(zone, TODAY, source="Order 9", by=clerk)

    entries = Entry.objects.filter(kind="places.zone", object_id=str(zone.pk)).order_by("pk")
    verbs = ["zone_added", "zone_status", "zone_status", "zone_ended"]
    assert [(one.verb, one.by, one.region_after) for one in entries] == [
        (verb, f"user:{clerk.pk}", region.pk) for verb in verbs
    ]
    assert orjson.loads(Payload.objects.get(entry=entries[2]).body) == {
        "status": "closed", "starts_on": "2026-06-01", "ends_on": None, "source": "Order 5"
    }  # fmt: skip


# -- its end ---------------------------------------------------------------------------------------------------------


def test_from_its_end_on_it_is_no_zone_and_what_was_written_stays(put, clerk):
    zone = put("closed", date(2026, 1, 1))
    assert len(overlaps_of(AREA, participant="XA")) == 1

    end(zone, TODAY, source="Order 9", by=clerk)

    assert overlaps_of(AREA, participant="XA") == []
    assert status_on(TODAY - timedelta(days=1)) == "closed"
    assert zone.statuses.count() == 2


def test_what_is_announced_is_no_zone_yet_and_what_has_no_status_is_one(put, participant):
    put("closed", TODAY + timedelta(days=9), code="A")
    put("closed", TODAY, code="B")
    Zone.objects.create(
        participant=participant, code="C", kind="reserve", name_en="C", name_fr="C", source="us", area=AREA, south_e6=0,
        west_e6=0, north_e6=1, east_e6=1,
    )  # fmt: skip

    assert [zone.code for zone in Zone.objects.in_force(TODAY)] == ["B", "C"]
    assert [zone.code for zone in Zone.objects.in_force(TODAY + timedelta(days=9))] == ["A", "B", "C"]


def test_a_zone_does_not_end_before_it_began(put, clerk):
    with pytest.raises(ValidationError, match="before it began"):
        end(put("open", date(2026, 6, 1)), date(2026, 5, 31), source="Order 9", by=clerk)


# -- who may ---------------------------------------------------------------------------------------------------------


def test_whoever_issues_licences_there_writes_zones_down(put, clerk, supervisor, auditor, posted, other_region):
    zone, elsewhere = put(), posted("lubi", Role.LICENSING, other_region)

    assert [may_zone(user, zone) for user in (clerk, supervisor, auditor, elsewhere)] == [True, False, False, False]
    for user in (supervisor, auditor, elsewhere):
        with pytest.raises(ValidationError, match="do not issue"):
            write_status(zone, ZoneStatus(status="open", starts_on=TODAY, source="x"), by=user)


def test_a_zone_of_no_region_is_the_whole_countrys(put, clerk, registrar):
    zone = put(region=None, by=registrar)

    assert (may_zone(registrar, zone), may_zone(clerk, zone)) == (True, False)


# -- the sites in it -------------------------------------------------------------------------------------------------

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([("closed", JUNE, None)], [(JUNE, None)]),
        ([("closed", JUNE, None), ("open", JULY, None)], [(JUNE, date(2026, 6, 30))]),
        ([("closed", JUNE, None), ("not_compliant", JULY, None)], [(JUNE, None)]),
        ([("closed", JUNE, None), ("closed", JUNE, JUNE)], [(JUNE, JUNE)]),
        ([("closed", JUNE, None), ("open", JUNE, None)], []),
        ([("open", JUNE, None), ("closed", JULY, JULY)], [(JULY, JULY)]),
        ([("closed", JUNE, None), ("open", JULY, JULY)], [(JUNE, date(2026, 6, 30)), (date(2026, 7, 2), None)]),
        ([("closed", JUNE, None), ("ended", JULY, None)], [(JUNE, date(2026, 6, 30))]),
    ],
)
def test_when_it_was_shut_follows_from_its_rows(rows, days):
    assert list(shut(rows)) == days


def test_the_days_agree_with_the_status_of_each_day(put, say, inside):
    zone = put("closed", date(2026, 1, 1))
    for status, first, last in [("open", 3, 20), ("closed", 5, 8), ("ended", 15, None), ("not_compliant", 18, 19)]:
        say(zone, status, date(2026, 1, first), last and date(2026, 1, last))
    close_in_changed_zones()

    site = Site.objects.get(pk=inside.pk)
    for n in range(30):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert bool(site.closed_since(day)) == (status_on(day) in {"closed", "not_compliant"}), day


def test_the_worker_goes_through_the_sites_in_a_zone_that_changed(put, say, inside, accepted):
    outside = accepted("site", "S-8", point={"lat_e6": 400_000, "lon_e6": 100_000, "accuracy_m": 5})
    zone = put("closed", JUNE)
    close_in_changed_zones()
    assert Site.objects.get(pk=inside.pk).closed == "2026-06-01/.."

    say(zone, "open", JULY)
    close_in_changed_zones()

    assert Site.objects.get(pk=inside.pk).closed == "2026-06-01/2026-06-30"
    assert Site.objects.get(pk=outside.pk).closed == ""
    assert Entry.objects.filter(verb="zoned", object_id=str(inside.pk)).count() == 2
    assert not Zone.objects.changed().exists()
    assert close_all() == 0


def test_so_many_at_a_time_and_a_worker_that_is_stopped_goes_on(put, accepted, monkeypatch):
    monkeypatch.setattr(closures, "BATCH", 2)
    for n in range(5):
        accepted("site", f"S-{n}0", point={"lat_e6": 100_000 + n, "lon_e6": 100_000, "accuracy_m": 5})
    zone = put("closed", JUNE)

    closures.close_some()
    assert Site.objects.exclude(closed="").count() == 2
    zone.refresh_from_db()
    assert zone.gone_through_to == Site.objects.exclude(closed="").order_by("-pk").first().pk

    close_in_changed_zones()
    assert Site.objects.exclude(closed="").count() == 5


def test_what_was_found_and_sold_there_is_flagged_again(put, say, inside, found, sold, clerk):
    on = {"starts_on": JUNE, "ends_on": date(2026, 6, 2), "site": inside, "licence": None}
    find = found("F-1", "2.00", **on)
    sale = sold("R-1", "1.25", site=inside, licence=None, production=find, bought_on=date(2026, 6, 2))

    def flagged():
        close_in_changed_zones()
        settle()
        return [record.case.flags.standing().filter(code="zone_closed").exists() for record in (find, sale)]

    assert flagged() == [False, False]
    zone = put("closed", JUNE)
    assert flagged() == [True, True]
    end(zone, date(2026, 6, 2), source="Order 9", by=clerk)
    assert flagged() == [False, False]
