"""From the answers of the ledger's two forms to finds and sales."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from unittest.mock import Mock
from uuid import uuid4

import pytest

from apps.ledger import dollars
from apps.ledger.dollars import rates_on
from apps.ledger.models import Production, Purchase
from apps.registry.kinds import all_kinds, insert


def test_a_find_belongs_to_the_day_it_ended(found, site, licence):
    find = found("F-1", "1.25")

    assert (find.site, find.licence, find.ends_on, find.channel) == (site, licence, date(2026, 11, 2), "artisanal")


def test_nothing_found_is_a_record_of_no_carats(recorded, site):
    find = recorded("production", "F-1", site=site, nil=True, carats=None)

    assert (find.nil, find.carats) == (True, Decimal(0))


def test_a_sale_with_its_find_makes_both(sold_with_find):
    find = Production.objects.get()

    assert sold_with_find.productions.get() == find
    assert (find.basis, find.number, find.carats) == ("derived", "F-1", Decimal("1.25"))
    assert find.case.together_with == sold_with_find.case


def test_the_find_of_a_sale_lies_where_the_sale_says(sold_with_find, site, licence, digger):
    find = Production.objects.get()

    assert (find.site, find.licence, find.finder) == (site, licence, digger)
    assert (find.starts_on, find.ends_on) == (sold_with_find.bought_on, sold_with_find.bought_on)


def test_a_supporter_who_sells_has_not_found(sold):
    sold("R-1", "1.25", seller_role="supporter", with_find=True, find_id=uuid4(), find_number="F-1")

    assert Production.objects.get().finder is None


def test_a_sale_without_known_origin_still_has_a_find(sold):
    answers = {"with_find": True, "find_id": uuid4(), "find_number": "F-1"}
    sold("R-1", "1.25", origin_known=False, site=None, **answers)

    assert Production.objects.get().site is None


def test_a_sale_names_the_find_it_comes_from(sold, found):
    find = found("F-1", "1.25")

    assert sold("R-1", "1.25", production=find).productions.get() == find


def test_a_find_that_is_not_here_is_kept_as_written(sold):
    assert sold("R-1", "1.25", production="F-77").sources.get().production_written == "F-77"


def test_a_price_is_frozen_in_dollars_with_its_rate(sold, francs):
    sale = sold("R-1", "1.25", price=Decimal(700))

    francs.rates.update(per_usd=Decimal(650))

    sale.refresh_from_db()
    assert (sale.usd, sale.usd_rate) == (Decimal("1.17"), Decimal(600))


@pytest.mark.parametrize(("price", "usd"), [("3.00", "0.01"), ("2.99", "0.00"), ("9.00", "0.02"), ("600.00", "1.00")])
def test_half_a_cent_is_rounded_up(sold, price, usd):
    assert sold("R-1", "1.25", price=Decimal(price)).usd == Decimal(usd)


def test_the_rate_is_the_last_one_by_that_day(francs):
    francs.rates.create(day=date(2026, 11, 10), per_usd=Decimal(610), source="imaginary")
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 10), date(2026, 12, 1)]

    rates = rates_on(("XAF", day) for day in days)
    assert [rates.get(("XAF", day)) for day in days] == [None, Decimal(600), Decimal(600), Decimal(610), Decimal(610)]


def test_a_dollar_is_a_dollar(db):
    assert rates_on([("USD", date(2026, 11, 3))]) == {("USD", date(2026, 11, 3)): Decimal(1)}


def test_fifty_sales_ask_for_their_rates_once(
    prepared, francs, digger, buyer, monkeypatch, django_assert_max_num_queries
):
    kind = all_kinds()["purchase"]
    given = {"seller": digger, "buyer": buyer, "with_find": True}
    events = [
        prepared("purchase", f"R-{number}", **given, find_id=uuid4(), find_number=f"F-{number}", origin_known=False)
        for number in range(50)
    ]

    # What travels past Django's cursors is not among the queries that it counts.
    asked = Mock(wraps=dollars.ask)
    monkeypatch.setattr(dollars, "ask", asked)
    with django_assert_max_num_queries(1):
        made = kind.make(events)

    assert asked.call_count == 1
    insert(made)
    assert (Purchase.objects.count(), Production.objects.count()) == (50, 50)


def test_a_fact_is_never_amended(found):
    with pytest.raises(TypeError):
        all_kinds()["production"].amend(found("F-1", "1.25"), {"carats": Decimal(2)}, {})
