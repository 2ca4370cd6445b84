"""A register of a million: counted, added up and paged as far as anybody reads on, and in full when asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.accounts import listing
from apps.ledger.models import Production
from apps.registry import seeking
from apps.registry.models import Digger
from apps.review.models import Case

FINDS = "/desk/ledger/production/"


@pytest.fixture
def short(monkeypatch):
    """As if nobody read on behind the third row."""
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)


@pytest.fixture
def finds(found):
    return [found(f"F-{n}", "1.25") for n in range(5)]


def listed(client, **asked):
    page = client.get(FINDS, asked)
    return page.context["cl"], page.content.decode()


def test_a_long_list_is_counted_as_far_as_anybody_reads(short, finds, desk, registrar):
    rows, page = listed(desk(registrar))

    assert (rows.result_count, rows.more, len(rows.result_list)) == (3, True, 5)
    assert "more than 3 productions" in page
    assert "6.25 ct" not in page


def test_a_long_list_is_counted_and_added_up_when_asked(short, finds, desk, registrar):
    rows, page = listed(desk(registrar), _facets="True")

    assert rows.full_count == 5
    assert "5 records in this list:" in page
    assert "6.25 ct" in page
    assert "Pending (5)" in page


def test_the_link_below_a_long_list_asks(short, finds, desk, registrar):
    rows, page = listed(desk(registrar), basis__exact="weighed")

    assert f'href="{rows.add_facet_link.replace("&", "&amp;")}"' in page


def test_a_short_list_counts_its_filters_unasked(finds, desk, registrar):
    rows, page = listed(desk(registrar))

    assert (rows.more, rows.is_facets_optional) == (False, False)
    assert "Pending (5)" in page


def test_of_a_long_register_the_filters_are_not_counted_though_few_rows_are_found(short, finds, desk, registrar):
    rows, page = listed(desk(registrar), q="F-1")

    assert (rows.result_count, rows.add_facets) == (1, False)
    assert "Show counts" in page
    assert "1.25 ct" in page


def test_nobody_marks_all_of_a_list_that_goes_on(finds, desk, registrar, monkeypatch):
    Case.objects.update(status="pending")
    monkeypatch.setattr("apps.review.admin.CaseAdmin.list_per_page", 2)
    queue = reverse("admin:review_case_changelist")
    before = desk(registrar).get(queue).content.decode()
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)

    after = desk(registrar).get(queue).content.decode()

    assert 'class="question hidden"' in before
    assert 'class="question hidden"' not in after


def test_a_page_behind_what_is_counted_leads_back(short, finds, desk, registrar, monkeypatch):
    monkeypatch.setattr("apps.ledger.admin.ProductionAdmin.list_per_page", 2)

    assert [row.number for row in listed(desk(registrar), p=2)[0].result_list] == ["F-2"]
    assert desk(registrar).get(FINDS, {"p": 3}).status_code == 302


def test_what_is_not_counted_is_not_of_another_region(short, finds, desk, other_supervisor):
    rows, _page = listed(desk(other_supervisor))

    assert (rows.result_count, rows.more) == (0, False)


@pytest.mark.parametrize("words", ["F-1", "f-1", "S-7", "s-7", "L-1 F-1"])
def test_a_find_is_sought_by_its_number_or_that_of_a_record_it_names(finds, desk, registrar, site, licence, words):
    Production.objects.filter(number="F-1").update(site=site, licence=licence)
    type(site).objects.update(number="S-7")
    type(licence).objects.update(number="L-1")

    assert listed(desk(registrar), q=words)[0].result_count >= 1
    assert listed(desk(registrar), q="7")[0].result_count == 0


@pytest.mark.parametrize("few", [0, 1_000])
def test_a_word_finds_the_same_rows_however_many_records_answer_to_it(few, finds, desk, registrar, site, monkeypatch):
    monkeypatch.setattr(seeking, "FEW", few)
    Production.objects.exclude(number="F-4").update(site=None, site_written="x")

    assert [row.site_id for row in listed(desk(registrar), q=site.number)[0].result_list] == [site.pk]


@pytest.mark.parametrize(("words", "number"), [("ko", 1), ("on", 0), ("one", 1), ("d-", 1), ("D-1 ma", 1), ("zz", 0)])
def test_two_letters_begin_a_word_and_three_may_stand_within_it(digger, words, number):
    Digger.objects.update(search="d 1 kone marie")

    assert seeking.sought(Digger.objects.all(), words, ["search"]).count() == number


@pytest.mark.parametrize("many", [1, 12])
def test_a_search_asks_as_much_for_many_words_as_for_one(finds, desk, questions, registrar, many):
    client = desk(registrar)

    assert questions(client, f"{FINDS}?q=F-1") == questions(client, f"{FINDS}?q={'+'.join(['F-1'] * many)}")
