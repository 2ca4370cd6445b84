"""What is said of a find or a sale that looks wrong: each rule a flag with its numbers, none a wall."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils.translation import override

from apps.registry.kinds import all_kinds, flags_of, insert
from apps.registry.models import BuyerClass, MayBuy
from apps.review.models import Flag, Status


def flags(record):
    return {flag.code: flag.numbers for flag in record.case.flags.all()}


@pytest.fixture
def stock(found):
    """Enough found under the licence for what these stories sell."""
    return found("F-0", "100.00")


def test_an_ordinary_sale_has_no_flags(stock, sold):
    assert flags(sold("R-1", "1.25", production=stock)) == {}
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 12, 31), "day_before_licence"),
        (date(2026, 1, 1), None),
        (date(2026, 6, 9), None),
        (date(2026, 6, 10), "licence_not_valid"),
    ],
)
def test_a_sale_outside_the_days_of_its_licence_is_flagged(stock, sold, licence, registrar, day, code):
    licence.revoke(date(2026, 6, 10), by=registrar, reason="Sold on.")

    raised = flags(sold("R-1", "1.25", bought_on=day)).keys() & {"day_before_licence", "licence_not_valid"}
    assert raised == ({code} if code else set())


def test_the_sentence_says_which_licence_and_since_when(sold, licence, registrar):
    licence.revoke(date(2026, 6, 10), by=registrar, reason="Sold on.")
    sale = sold("R-1", "1.25")

    with override("en-gb"):
        sentence = sale.case.flags.get(code="licence_not_valid").sentence
    assert sentence == "Licence L-1 was not valid on 3 Nov 2026: its last day was 9 Jun 2026."


def test_a_find_that_began_before_its_licence_is_flagged(found):
    find = found("F-1", "1.25", starts_on=date(2025, 12, 30))

    assert flags(find)["day_before_licence"]["first_day"] == "2026-01-01"


def test_a_licence_that_review_rejected_is_flagged(stock, sold, recorded, registrar):
    forged = recorded("licence", "L-9")
    forged.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Forged.")

    assert flags(sold("R-1", "1.25", licence=forged))["licence_rejected"] == {"number": "L-9"}


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_buyer_outside_the_days_of_his_licence_is_flagged(stock, sold, day):
    numbers = flags(sold("R-1", "1.25", bought_on=day))["buyer_not_valid"]

    assert numbers == {"number": "B-1", "day": str(day), "first_day": "2026-01-01", "last_day": "2026-12-31"}


def test_a_buyer_that_review_rejected_is_flagged(stock, sold, recorded, registrar):
    forged = recorded("buyer", "B-9")
    forged.case.decide(Status.REJECTED, by=registrar, seen=1, reason="Forged.")

    assert "buyer_rejected" in flags(sold("R-1", "1.25", buyer=forged))


@pytest.fixture
def rights(participant):
    """Collectors buy from diggers, dealers from licence holders."""
    for seller, code in [("digger", "collector"), ("licence_holder", "dealer")]:
        buyers = BuyerClass.objects.create(participant=participant, code=code, name_en=code, name_fr=code)
        MayBuy.objects.create(participant=participant, seller=seller, buyer_class=buyers)


@pytest.mark.parametrize(
    ("role", "flagged"), [("digger", False), ("supporter", False), ("holder", True), ("gang_leader", False)]
)
def test_a_class_that_may_not_buy_from_this_seller_is_flagged(stock, sold, rights, role, flagged):
    assert ("buyer_may_not_buy" in flags(sold("R-1", "1.25", seller_role=role))) is flagged


def test_a_class_that_nobody_listed_may_not_buy(stock, sold, rights, accepted):
    stranger = accepted("buyer", "B-9", buyer_class="broker")

    assert "buyer_may_not_buy" in flags(sold("R-1", "1.25", buyer=stranger))


def test_where_a_country_lists_no_rights_nothing_is_said(stock, sold):
    assert flags(sold("R-1", "1.25", seller_role="holder")) == {}


def test_a_site_of_another_licence_is_flagged(stock, sold, found, accepted):
    elsewhere = accepted("site", "S-2")
    expected = {"number": "L-1", "site": "S-2"}

    assert flags(sold("R-1", "1.25", site=elsewhere))["origin_not_of_licence"] == expected
    assert flags(found("F-1", "1.25", site=elsewhere))["origin_not_of_licence"] == expected


def test_a_licence_without_a_site_says_nothing_about_origin(sold, accepted):
    open_licence = accepted("licence", "L-2")

    assert "origin_not_of_licence" not in flags(sold("R-1", "1.25", licence=open_licence))


def test_an_origin_that_is_not_established_is_flagged(stock, sold):
    assert flags(sold("R-1", "1.25", origin_known=False, site=None)) == {"origin_not_established": {"carats": "1.25"}}


def test_more_sold_than_found_is_flagged(sold, found):
    found("F-1", "1.00")

    assert "sold_more_than_found" not in flags(sold("R-1", "1.00"))
    assert flags(sold("R-2", "0.01"))["sold_more_than_found"] == {
        "number": "L-1", "sold_carats": "1.01", "found_carats": "1.00",
    }  # fmt: skip


def test_a_sale_that_made_its_find_is_not_checked_by_it(sold_with_find):
    assert flags(sold_with_find) == {}


def test_a_derived_find_does_not_cover_another_sale(sold_with_find, sold):
    assert flags(sold("R-2", "0.50"))["sold_more_than_found"]["found_carats"] == "0.00"


def test_two_sales_one_of_which_made_its_find_are_told_apart(sold_with_find, sold, found):
    found("F-2", "0.50")

    assert "sold_more_than_found" not in flags(sold("R-2", "0.50"))
    assert flags(sold("R-3", "0.01"))["sold_more_than_found"]["sold_carats"] == "0.51"


def test_a_corrected_sale_is_not_sold_twice(sold, found):
    found("F-1", "1.00")
    first = sold("R-1", "1.00")

    assert "sold_more_than_found" not in flags(sold("R-2", "0.90", replaces=first))


def test_numbers_that_are_in_no_register_are_said_together(sold):
    sale = sold("R-1", "1.25", seller="D-77", licence="L-77", buyer="B-77", site="S-77", production="F-77")

    assert flags(sale)["unknown_number"] == {"numbers": "D-77, L-77, B-77, S-77, F-77"}


def test_a_receipt_recorded_twice_is_flagged_the_second_time(stock, sold):
    first, second = sold("R-1", "1.25"), sold("R-1", "1.25")

    assert flags(first) == {}
    assert flags(second) == {"duplicate_receipt": {"number": "R-1", "first_day": "2026-11-24"}}


def test_a_slip_used_twice_is_flagged_the_second_time(stock, sold):
    sold("R-1", "1.25", slip_number="A 0017")

    assert "duplicate_slip" in flags(sold("R-2", "1.25", slip_number="A 0017"))


def test_sales_without_a_slip_share_none(stock, sold):
    sold("R-1", "1.25")

    assert flags(sold("R-2", "1.25")) == {}


def test_a_correction_may_keep_its_slip(stock, sold):
    first = sold("R-1", "1.25", slip_number="A 0017")

    assert flags(sold("R-1", "1.20", slip_number="A 0017", replaces=first)) == {}


def test_a_find_recorded_twice_is_flagged(found):
    found("F-1", "1.25")

    assert "duplicate_number" in flags(found("F-1", "1.25"))


@pytest.mark.parametrize(("day", "flagged"), [(date(2026, 11, 24), False), (date(2026, 11, 25), True)])
def test_a_day_that_had_not_come_is_flagged(stock, sold, found, day, flagged):
    assert ("future_day" in flags(sold("R-1", "1.25", bought_on=day))) is flagged
    assert ("future_day" in flags(found("F-1", "1.25", starts_on=day, ends_on=day))) is flagged


@pytest.mark.parametrize(
    ("carats", "step", "flagged"),
    [("1.25", "0.05", False), ("1.26", "0.05", True), ("1.26", "0.01", False), ("1.26", None, False)],
)
def test_a_weight_that_the_scale_cannot_show_is_flagged(found, carats, step, flagged):
    assert ("weight_off_step" in flags(found("F-1", carats, scale_step=step))) is flagged


def test_people_and_licences_of_another_region_are_flagged(stock, sold, recorded, other_region):
    stranger = recorded("digger", "D-9", at=other_region)
    far = recorded("licence", "L-9", at=other_region)

    sale = sold("R-1", "1.25", seller=stranger, licence=far)
    assert flags(sale)["reference_of_another_region"] == {"numbers": "L-9, D-9"}


def test_a_day_without_a_rate_is_flagged(stock, sold):
    sale = sold("R-1", "1.25", bought_on=date(2026, 10, 31))

    assert sale.usd is None
    assert flags(sale) == {"no_rate": {"currency": "XAF", "day": "2026-10-31"}}


def test_a_price_beyond_belief_has_no_dollars(stock, sold, dollars):
    sale = sold("R-1", "1.25", price=Decimal("99999999999.99"), currency="USD")

    assert flags(sale).keys() == {"no_rate"}


@pytest.mark.parametrize(
    ("code", "asked"), [("production", 4), ("purchase", 14), ("resale", 10), ("stock_count", 3), ("transfer", 7)]
)
def test_the_rules_ask_as_little_for_fifty_as_for_one(
    prepared, site, licence, digger, buyer, francs, rights, django_assert_max_num_queries, code, asked
):
    named = {
        "production": {"site": site, "licence": licence, "finder": digger},
        "purchase": {"site": site, "licence": licence, "seller": digger, "buyer": buyer, "slip_number": "A 0017"},
        "resale": {"seller": buyer, "buyer": buyer, "slip_number": "A 0017"},
        "stock_count": {"buyer": buyer},
        "transfer": {"giver_digger": digger, "receiver_licence": licence, "slip_number": "A 0017"},
    }[code]
    kind = all_kinds()[code]
    made = kind.make([prepared(code, f"N-{number}", **named) for number in range(50)])
    insert(made)

    # PostgreSQL takes two of them in one journey.
    with django_assert_max_num_queries(asked):
        flags_of([one.record for one in made])


def test_the_find_of_a_sale_has_rules_of_its_own(sold, accepted):
    elsewhere = accepted("site", "S-2")
    sale = sold("R-1", "1.25", site=elsewhere, with_find=True, find_id=uuid4(), find_number="F-1")

    assert "origin_not_of_licence" in flags(sale.productions.get())


def test_a_sale_that_its_scale_cannot_show_is_flagged(stock, sold):
    assert flags(sold("R-1", "1.26", scale_step="0.05"))["weight_off_step"] == {"carats": "1.26", "step_carats": "0.05"}
    assert "weight_off_step" not in flags(sold("R-2", "1.25", scale_step="0.05"))
    assert "weight_off_step" not in flags(sold("R-3", "1.26"))
