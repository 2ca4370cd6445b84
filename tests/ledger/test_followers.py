"""What changes at the register's desk is seen in the ledger, late or twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from apps.journal.following import Told
from apps.journal.models import Cursor, Entry
from apps.journal.sealing import settle
from apps.ledger.followers import FOLLOWERS, follow_facts, follow_papers
from apps.registry.kinds import kind_of
from apps.registry.models import Buyer, Licence
from apps.review.models import Flag, Status

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def stock(found):
    return found("F-0", "100.00")


def tell(*followers):
    """Tell the followers everything that ever happened."""
    entries = list(Entry.objects.order_by("pk"))
    with transaction.atomic():
        for follow in followers or (follow_papers, follow_facts):
            follow(entries)


def codes(record):
    return sorted(record.case.flags.standing().values_list("code", flat=True))


def test_a_revoked_licence_flags_what_was_sold_and_found_since(stock, sold, licence, registrar, dollars):
    before, since = sold("R-1", "1.25", bought_on=date(2026, 9, 30), currency="USD"), sold("R-2", "1.25")

    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")
    tell()

    assert (codes(before), codes(since), codes(stock)) == ([], ["licence_not_valid"], ["licence_not_valid"])


def test_a_revoked_buyer_flags_what_he_bought_since(stock, sold, buyer, registrar):
    sale = sold("R-1", "1.25")

    buyer.revoke(OCTOBER, by=registrar, reason="Died.")
    tell()

    assert codes(sale) == ["buyer_not_valid"]


def test_telling_it_again_changes_nothing(stock, sold, licence, registrar):
    sold("R-1", "1.25")
    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")

    tell()
    once = sorted(Flag.objects.values_list("pk", "cleared_at"))
    tell()

    assert sorted(Flag.objects.values_list("pk", "cleared_at")) == once


def test_a_flag_that_a_reviewer_took_off_stays_off(stock, sold, licence, registrar):
    sale = sold("R-1", "1.25")
    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")
    tell()
    sale.case.flags.get().clear(by=registrar, reason="Sold before the news came.")

    tell()

    assert codes(sale) == []


def test_a_licence_that_was_prolonged_takes_the_flag_off(stock, sold, licence, officer, registrar):
    sale = sold("R-1", "1.25", bought_on=date(2027, 1, 5))
    assert "licence_not_valid" in codes(sale)

    with transaction.atomic():
        changed = kind_of(licence).amend(licence, {"ends_on": date(2027, 6, 30)}, {})
        licence.save(update_fields=changed)
        licence.case.answer(by=officer, seen=licence.case.version)
    tell()

    assert "licence_not_valid" not in codes(sale)


def test_a_licence_that_review_rejects_flags_its_sales(stock, sold, recorded, registrar):
    forged = recorded("licence", "L-9")
    sale = sold("R-1", "1.25", licence=forged)

    forged.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Forged.")
    tell(follow_papers)

    assert "licence_rejected" in codes(sale)


def test_a_rejected_sale_is_left_alone(stock, sold, licence, registrar):
    sale = sold("R-1", "1.25")
    sale.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Never happened.")

    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")
    tell()

    assert codes(sale) == []


def test_a_sale_written_while_its_licence_was_revoked_is_caught(stock, sold, licence, registrar):
    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")
    sale = sold("R-1", "1.25")
    # As if its transaction had looked at the licence before it was revoked, and ended after the follower had read that.
    sale.case.flags.all().delete()
    Entry.objects.create(verb="created", kind="ledger.purchase", object_id=str(sale.pk), digest=None)

    tell(follow_facts)

    assert codes(sale) == ["licence_not_valid"]


def test_what_is_found_later_takes_the_flag_off(sold, found, licence):
    sale = sold("R-1", "1.25")
    assert codes(sale) == ["sold_more_than_found"]

    find = found("F-1", "1.25")
    Entry.objects.create(verb="created", kind="ledger.production", object_id=str(find.pk), digest=None)
    tell(follow_facts)

    assert codes(sale) == []


def test_a_find_too_small_leaves_the_flag_as_it_is(sold, found):
    sale = sold("R-1", "1.25")
    flag = sale.case.flags.get()

    find = found("F-1", "1.24")
    Entry.objects.create(verb="created", kind="ledger.production", object_id=str(find.pk), digest=None)
    tell(follow_facts)

    assert sale.case.flags.standing().get() == flag


def test_many_sales_are_looked_at_some_at_a_time(stock, sold, licence, registrar, monkeypatch):
    monkeypatch.setattr("apps.ledger.followers.STEP", 2)
    sales = [sold(f"R-{number}", "0.25") for number in range(5)]

    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")
    tell(follow_papers)

    assert [codes(sale) for sale in sales] == [["licence_not_valid"]] * 5


@pytest.mark.django_db(transaction=True)
def test_revoking_at_the_desk_flags_at_once(stock, sold, licence, registrar):
    sale = sold("R-1", "1.25")
    settle()

    Licence.objects.get().revoke(OCTOBER, by=registrar, reason="Sold on.")

    assert codes(sale) == ["licence_not_valid"]
    assert {follower.name for follower in FOLLOWERS} <= set(Cursor.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_the_followers_can_start_again_from_nothing(stock, sold, buyer, registrar):
    sale = sold("R-1", "1.25")
    Buyer.objects.get().revoke(OCTOBER, by=registrar, reason="Died.")

    Cursor.objects.all().delete()
    settle()

    assert codes(sale) == ["buyer_not_valid"]


def test_a_revoked_buyer_flags_what_he_was_said_to_hold_since(counted, buyer, registrar):
    before, since = counted("C-1", "1.00", counted_on=date(2026, 9, 30)), counted("C-2", "1.00")

    buyer.revoke(OCTOBER, by=registrar, reason="Died.")
    tell()

    assert (codes(before), codes(since)) == ([], ["buyer_not_valid"])


def test_a_count_overtaken_by_a_change_of_its_licence_is_flagged_with_its_own_entry(recorded, licence, registrar):
    count = recorded("stock_count", "C-1", level="licence_holder", licence=licence)
    licence.revoke(OCTOBER, by=registrar, reason="Sold on.")

    with transaction.atomic():
        follow_facts([Told(1, "ledger.stockcount", "created", str(count.pk))])

    assert codes(count) == ["licence_not_valid"]


@pytest.mark.parametrize("side", ["giver", "receiver"])
def test_a_revoked_buyer_flags_what_was_moved_from_and_to_him(moved, buyer, registrar, side):
    transfer = moved("T-1", "1.25", **{f"{side}_level": "buyer", f"{side}_buyer": buyer})

    buyer.revoke(OCTOBER, by=registrar, reason="Died.")
    tell()

    assert codes(transfer) == ["buyer_not_valid"]


def test_a_revoked_buyer_flags_what_he_sold_on_since(resold, buyer, registrar):
    resale = resold("V-1", "1.25")

    buyer.revoke(OCTOBER, by=registrar, reason="Died.")
    tell()

    assert codes(resale) == ["origin_not_established", "seller_not_valid"]
