"""A tablet pushes: what is applied, what is answered, what is kept."""

import hashlib

import orjson
import pytest

from apps.journal.models import Entry
from apps.journal.signing import verify
from apps.ledger.models import Production, Purchase
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case, Status
from apps.sync.models import Submission
from apps.sync.receipts import PURPOSE
from tests.sync.conftest import said
from tests.sync.making import events, to, wrap

pytestmark = pytest.mark.django_db


def test_a_digger_registered_on_a_tablet_waits_for_review(door, writer, officer, tablet, region):
    [answer] = door.push(writer.create("digger", names="Marie Koné"))

    case = Digger.objects.get(names="Marie Koné").case
    assert (answer["status"], answer["version"], answer["reason"]) == ("applied", 1, None)
    assert (case.status, case.captured_by, case.tablet, case.region) == (Status.PENDING, officer, tablet, region)


def test_a_day_of_six_kinds_with_their_parents_in_one_batch_is_applied(door, writer, tablet):
    day = events(str(tablet.pk), 50)

    assert door.statuses(*day) == ["applied"] * 50
    counts = [model.objects.count() for model in (Site, Digger, Licence, Buyer)]
    assert sum(counts) + Production.objects.filter(case__together_with=None).count() + Purchase.objects.count() == 50
    assert min(counts) > 0


def test_a_parent_may_come_after_its_child_in_a_batch(door, writer):
    site = writer.create("site")
    find = writer.create("production", site=to(site))

    assert door.statuses(find, site) == ["applied", "applied"]


def test_pushing_twice_stores_one_record(door, writer):
    event = writer.create("digger")

    assert door.statuses(event) == ["applied"]
    assert door.statuses(event) == ["duplicate"]
    assert Digger.objects.count() == 1


def test_the_same_event_twice_in_one_batch_is_one_record(door, writer):
    event = writer.create("digger")

    assert door.statuses(event, event) == ["applied", "duplicate"]


def test_the_bytes_are_kept_as_they_came(door, writer):
    event = writer.create("digger", names="Awa  “N’Guessan” Ω")
    door.push(event)

    kept = Submission.objects.get()
    assert bytes(kept.body) == event["bytes"].encode()
    assert bytes(kept.sha256).hex() == event["sha256"]


def test_the_journal_tells_of_the_record_with_a_salted_hash_of_its_bytes(door, writer, officer, tablet, region):
    event = writer.create("digger")
    door.push(event)

    entry, kept = Entry.objects.get(verb="created"), Submission.objects.get()
    assert (entry.by, entry.tablet, entry.region_after) == (f"user:{officer.pk}", str(tablet.pk), region.pk)
    assert entry.object_id == said(event)["record"]
    assert bytes(entry.digest) == hashlib.sha256(bytes(kept.salt) + event["bytes"].encode()).digest()


def test_the_receipt_names_each_event_and_is_signed(door, writer):
    event = writer.create("digger")
    receipt = orjson.loads(door.send({"events": [event], "announced": 1}).content)["receipt"]

    key, signature = receipt.pop("key"), bytes.fromhex(receipt.pop("signature"))
    assert receipt["events"] == [event["sha256"]]
    assert receipt["high_water"] == 1
    assert verify(key, PURPOSE + orjson.dumps(receipt, option=orjson.OPT_SORT_KEYS), signature)


def test_the_receipt_tells_how_far_the_count_is_here_without_a_gap(door, writer):
    first, second, third = (writer.create("digger") for _ in range(3))

    def high_water(*events):
        return orjson.loads(door.send({"events": list(events)}).content)["receipt"]["high_water"]

    assert [high_water(first), high_water(third), high_water(third), high_water(second)] == [1, 1, 1, 3]


def test_a_purchase_with_its_find_makes_both(door, writer):
    site, digger, buyer = (writer.create(form) for form in ("site", "digger", "buyer"))
    find = writer.new_id()
    sale = writer.create(
        "purchase",
        **{"site": to(site), "seller": to(digger), "buyer": to(buyer)},
        **{"with_find": True, "find_id": find, "find_number": "G-1"},
    )

    assert door.statuses(site, digger, buyer, sale) == ["applied"] * 4
    assert Case.objects.get(pk=find).together_with_id == Purchase.objects.get().pk


def test_an_unknown_number_from_paper_is_applied_kept_as_text_and_flagged(door, writer):
    door.push(writer.create("production", site={"number": "S-404"}))

    find = Production.objects.get()
    assert (find.site, find.site_written) == (None, "S-404")
    assert "unknown_number" in find.case.flags.values_list("code", flat=True)


def test_a_known_number_from_paper_is_the_record_itself(door, writer, site):
    door.push(writer.create("production", site={"number": "s-1"}))

    assert Production.objects.get().site == site


def test_a_number_of_the_same_batch_is_known(door, writer):
    site = writer.create("site", number="S-9")

    door.push(site, writer.create("production", site={"number": "S-9"}))

    assert Production.objects.get().site.number == "S-9"


def test_a_record_lies_where_its_site_lies(door, writer, district):
    site = writer.create("site", region="KO-1")
    door.push(site, writer.create("production", site=to(site)))

    assert Production.objects.get().region == district


def test_a_reference_across_regions_is_applied_with_a_flag(door, writer, accepted, other_region):
    there = accepted("site", "S-2", at=other_region, region="LU")

    [answer] = door.push(writer.create("production", site={"id": str(there.pk)}))

    find = Production.objects.get()
    assert answer["status"] == "applied"
    assert find.region == other_region
    assert "outside_posting" in find.case.flags.values_list("code", flat=True)


@pytest.mark.parametrize("zone", ["+23:59", "-18:00", "+00:00:01"])
def test_a_clock_in_a_zone_that_nobody_lives_in_is_believed(door, writer, zone):
    event = said(writer.create("digger"))

    [answer] = door.push(wrap({**event, "captured_at": f"2026-11-24T08:00:00{zone}"}))

    assert answer["status"] == "applied"


@pytest.mark.parametrize("form", ["digger", "site", "purchase"])
def test_a_tablet_with_an_earlier_version_of_the_form_still_sends(door, writer, form):
    """Word for word what such a tablet wrote, answered and applied; the version stays the tablet's."""
    papers = {code: {"number": "14-1"} for code in ("site", "seller", "buyer")} if form == "purchase" else {}
    old = writer.write(form, "create", {**getattr(writer, form)(), **papers}, version=1)

    assert door.statuses(old) == ["applied"]
    kept = Submission.objects.get()
    assert (kept.form_version, bytes(kept.body).decode()) == (1, old["bytes"])


def test_an_earlier_version_did_not_ask_for_the_language_of_a_consent(door, writer):
    agreed = {"consent_photo": True, "consent_on": "2026-11-24"}

    assert door.statuses(writer.write("digger", "create", {**writer.digger(), **agreed}, version=3)) == ["applied"]
    digger = Digger.objects.get()
    assert (digger.consent_photo, digger.consent_language) == (True, "")


def test_what_an_earlier_version_did_not_ask_stays_when_it_amends(door, writer):
    photo = {"consent_photo": True, "consent_on": "2026-11-24", "photo": "ab" * 32}
    sent = writer.create("digger", **photo)
    door.push(sent)
    first = said(sent)
    before = {code: answer for code, answer in first["answers"].items() if code != "photo"}
    amended = {"record": first["record"], "seen": 1, "before": before, "version": 1}

    assert door.statuses(writer.write("digger", "amend", {**before, "nickname": "Vieux"}, **amended)) == ["applied"]
    assert Digger.objects.get().nickname == "Vieux"
