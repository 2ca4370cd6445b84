"""Booklets of numbered slips: issued, used, brought back, and none of their numbers forgotten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.journal.following import Told
from apps.journal.models import Entry
from apps.ledger.matching import follow_slips
from apps.ledger.models import Booklet
from apps.registry.kinds import all_kinds
from apps.review.models import Status

BACK = {"returned_on": date(2026, 11, 20)}


def tell(*records):
    """Tell the follower that these were written, and everything else that ever happened."""
    written = [Told(0, one._meta.label_lower, "created", str(one.pk)) for one in records]
    with transaction.atomic():
        follow_slips([*written, *Entry.objects.order_by("pk")])


def codes(record):
    return sorted(record.case.flags.standing().exclude(code="sold_more_than_found").values_list("code", flat=True))


def amended(booklet, **answers):
    changed = all_kinds()["booklet"].amend(booklet, answers, {})
    booklet.save(update_fields=changed)
    return booklet


@pytest.fixture
def slips(sold):
    """Record first sales on these slips of the series BRL: `slips(101, 102)`."""
    return lambda *numbers: [sold(f"R-{n}", "1.25", slip_number=f"BRL {n}") for n in numbers]


def test_a_booklet_names_its_slips(issued):
    assert str(issued("K-1")) == "K-1 BRL 101–150"


def test_where_no_booklet_was_ever_issued_a_slip_says_nothing(slips):
    [sale] = slips(7)

    assert codes(sale) == []


def test_the_sentence_names_the_slip(issued, slips):
    issued("K-1")
    [sale] = slips(99)

    with override("en-gb"):
        said = sale.case.flags.get(code="slip_outside_booklet").sentence
    assert said == "Slip BRL 99 is of no booklet that was issued by that day."


def test_a_booklet_that_comes_after_its_slips_takes_the_flag_off(issued, slips):
    issued("K-1")
    [sale] = slips(151)
    assert codes(sale) == ["slip_outside_booklet"]

    tell(issued("K-2", first_number=151, last_number=200))

    assert codes(sale) == []


def test_a_booklet_that_is_rejected_was_never_issued(issued, slips, registrar):
    issued("K-1")
    second = issued("K-2", first_number=151, last_number=200)
    [sale] = slips(151)

    second.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Twice.")
    tell()

    assert codes(sale) == ["slip_outside_booklet"]


def test_a_slip_that_is_cancelled_later_is_marked(issued, slips):
    booklet = issued("K-1")
    [sale] = slips(103)

    tell(amended(booklet, cancelled="103"))

    assert codes(sale) == ["slip_spoilt"]


def test_nothing_is_missing_of_a_booklet_that_is_out(issued, slips):
    booklet = issued("K-1", last_number=104)
    slips(101)

    tell()

    assert codes(booklet) == []
    assert counts(booklet) == (1, 0, None)


def counts(booklet):
    return Booklet.objects.with_counts().values_list("used", "cancelled_slips", "missing").get(pk=booklet.pk)


def test_of_a_booklet_that_is_back_every_number_is_asked_for(issued, slips):
    slips(101, 104)

    booklet = issued("K-1", last_number=110, cancelled="103", lost="105", blank_from=108, **BACK)

    [flag] = booklet.case.flags.all()
    assert (flag.code, flag.numbers) == ("slips_missing", {"count": "4", "numbers": "102, 105–107"})
    assert counts(booklet) == (2, 1, 4)


def test_a_slip_that_is_recorded_late_is_missing_no_more(issued, slips):
    booklet = issued("K-1", last_number=102, **BACK)
    assert codes(booklet) == ["slips_missing"]

    tell(*slips(101, 102))

    assert codes(booklet) == []
    assert counts(booklet) == (2, 0, 0)


def test_a_sale_that_is_rejected_leaves_its_slip_missing(issued, slips, registrar):
    [sale] = slips(101)
    booklet = issued("K-1", last_number=101, **BACK)

    sale.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Invented.")
    tell()

    assert codes(booklet) == ["slips_missing"]


def test_a_slip_that_is_both_cancelled_and_recorded_is_counted_once(issued, slips):
    slips(101)
    booklet = issued("K-1", last_number=102, cancelled="101", **BACK)

    assert counts(booklet) == (1, 1, 1)


def test_a_slip_recorded_twice_is_used_once(issued, slips, sold):
    booklet = issued("K-1", last_number=101, **BACK)
    slips(101)
    again = sold("R-9", "0.75", slip_number="brl-101")

    assert codes(again) == ["duplicate_slip"]
    assert counts(booklet) == (1, 0, 0)


def test_a_slip_that_is_recorded_though_it_was_called_blank_hides_no_other(issued, slips):
    slips(101, 110)
    booklet = issued("K-1", last_number=110, blank_from=103, **BACK)

    assert booklet.case.flags.get(code="slips_missing").numbers["numbers"] == "102"
    assert counts(booklet) == (2, 0, 1)


@pytest.mark.parametrize("slips_for", ["resale", "transfer"])
def test_other_slips_are_counted_by_what_is_written_on_them(issued, request, slips_for):
    booklet = issued("K-1", slips=slips_for, last_number=102, **BACK)
    record = request.getfixturevalue({"resale": "resold", "transfer": "moved"}[slips_for])

    tell(record("X-1", "1.25", slip_number="BRL 101"))

    assert counts(booklet) == (1, 0, 1)
    assert booklet.case.flags.standing().get().numbers["numbers"] == "102"


def test_two_booklets_with_the_same_numbers_are_seen(issued):
    first = issued("K-1")
    second = issued("K-2", first_number=150, last_number=199)
    apart = issued("K-3", first_number=200, last_number=249)

    assert (codes(first), codes(second), codes(apart)) == ([], ["booklet_overlaps"], [])


def test_numbers_that_cannot_be_read_are_doubted(issued):
    booklet = issued("K-1", cancelled="99, the wet ones", **BACK, blank_from=101)

    assert booklet.case.flags.get(code="slips_unclear").numbers == {"words": "99, the wet ones"}
    assert booklet.spoilt.count() == 0


def test_a_booklet_beyond_belief_is_doubted_and_not_counted_through(issued):
    booklet = issued("K-1", first_number=1, last_number=999_999_999, **BACK)

    assert codes(booklet) == ["booklet_long"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_number": 100},
        {"first_number": 0},
        {"buyer": None},
        {"holder_name": "Office"},
        {"issued_to": "them"},
        {"slips": "export"},
        {"returned_on": date(2026, 10, 31)},
        {"blank_from": 120},
    ],
    ids=str,
)
def test_a_booklet_that_contradicts_itself_is_refused(issued, wrong):
    booklet = issued("K-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Booklet.objects.filter(pk=booklet.pk).update(**wrong)


def test_blank_slips_are_the_booklet_s_own(issued):
    booklet = issued("K-1", **BACK)

    with pytest.raises(IntegrityError), transaction.atomic():
        Booklet.objects.filter(pk=booklet.pk).update(blank_from=151)
