"""The imaginary country: the same from the same seed, and with all in it that a desk must be able to deal with."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from hashlib import sha256
from uuid import UUID

import pytest

from apps.demo.country import CODE, LATE_OFFICE, OFFICES, Country, last_half_before
from apps.demo.verdicts import verdict_on
from apps.forms.checking import validate
from apps.forms.dictionary import all_forms
from apps.places.naming import fold
from apps.quantities.numbers import is_whole
from apps.quantities.periods import Period

HALF = Period.parse("2026-H1")
SOURCES = {"currencies": {"XAL", "USD", "XAF"}, "countries": {CODE}}


@pytest.fixture(scope="module")
def country():
    return Country.make(HALF, people=180)


def of_form(country, form):
    return [event for event in country.events() if event.form == form]


def test_the_same_seed_makes_the_same_bytes(country):
    again = Country.make(HALF, people=180)

    assert [event.body for event in again.events()] == [event.body for event in country.events()]


def test_the_default_seed_makes_these_bytes_on_any_machine():
    chain = sha256("".join(event.sha256 for event in Country.make(HALF, people=90).events()).encode()).hexdigest()

    assert chain == "c130800c9cc608e3ff97e1b2705f48794b5fdc36dda15193f619bbb867db24d0"


def test_another_seed_makes_another_country(country):
    assert next(Country.make(HALF, seed="other", people=180).events()).body != country.first[0].body


def test_more_people_make_a_larger_country(country):
    assert len(list(Country.make(HALF, people=540).events())) > 1.5 * len(list(country.events()))


def test_each_tablet_numbers_its_events_without_gaps_and_chains_them(country):
    for bureau in country.bureaus:
        events = bureau.tablet.events
        assert [event.said["seq"] for event in events] == list(range(1, len(events) + 1))
        assert [event.said["previous"] for event in events] == [None, *(event.sha256 for event in events[:-1])]
        captured = [event.said["captured_at"] for event in events]
        assert captured == sorted(set(captured))


def test_the_hash_is_over_the_bytes_and_the_bytes_say_what_the_event_says(country):
    for event in country.events():
        assert sha256(event.body.encode()).hexdigest() == event.sha256
        assert json.loads(event.body) == event.said


def test_every_form_is_answered_as_it_asks_now(country):
    assert {event.form: event.said["version"] for event in country.events()} == {
        code: form.version for code, form in all_forms().items()
    }


def test_a_photo_is_promised_by_its_record_and_is_a_small_one_of_no_person(country):
    for bureau in country.bureaus:
        album = bureau.tablet.album
        promised = [(event, file) for event in bureau.tablet.events for file in event.said["files"]]
        assert {file["sha256"] for _, file in promised} == set(album)
        shown = {(event.form, file["field"]) for event, file in promised}
        assert shown == {("site", "photo"), ("purchase", "slip_photo"), ("digger", "signed")}
        assert all(pictured(event.answers[file["field"]]) == file["sha256"] for event, file in promised)
        assert all(file["size"] == len(album[file["sha256"]]) < 60_000 for _, file in promised)


def pictured(answer):
    """A photo is answered by its hash, a signature by that of its drawing and what stands beside it."""
    return answer["picture"] if isinstance(answer, dict) else answer


def test_every_id_is_made_once_and_is_of_version_7(country):
    ids = [event.said["id"] for event in country.events()]
    made = [event.record for event in country.events() if event.act != "amend"]

    assert len(set(ids + made)) == len(ids) + len(made)
    assert {UUID(one).version for one in ids + made} == {7}


def test_every_answer_passes_the_form_on_its_day(country):
    for event in country.events():
        if event.act != "void":
            day = date.fromisoformat(event.said["captured_at"][:10])
            result = validate(all_forms()[event.form], dict(event.answers), today=day, sources=SOURCES)
            assert result.faults == [], event.body


def test_numbers_of_the_tablet_carry_their_check_digit_and_are_given_once(country):
    own = [event for event in country.events() if event.form not in {"licence", "buyer"}]
    numbers = [event.answers["number"] for event in own if event.act in {"create", "replace"}]

    assert all(is_whole(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_record_refers_only_to_what_its_own_tablet_made_before(country):
    for bureau in country.bureaus:
        made = set()
        for event in bureau.tablet.events:
            named = {answer["id"] for answer in event.answers.values() if isinstance(answer, dict) and "id" in answer}
            assert named <= made
            made |= {event.record, event.answers.get("find_id")}


def test_names_repeat_and_are_spelled_in_several_ways(country):
    names = [event.answers["names"] for event in of_form(country, "digger")]

    assert max(Counter(names).values()) > 1
    assert len(set(names)) > len({fold(name) for name in names})


def test_some_licences_lapse_within_the_half_year_and_some_are_renewed(country):
    ends = [event.answers["ends_on"] for event in of_form(country, "licence")]
    sites = Counter(event.answers["site"]["id"] for event in of_form(country, "licence"))

    assert any(end < "2026-06-30" for end in ends)
    assert any(end > "2026-12-01" for end in ends)
    assert max(sites.values()) > 1


def test_slips_come_from_booklets_some_are_missing_one_is_doubled_and_one_is_of_none(country):
    for bureau in country.bureaus:
        booklets = [event.answers for event in bureau.tablet.events if event.form == "booklet"]
        numbers = {n for one in booklets for n in range(one["first_number"], one["last_number"] + 1)}
        used = [int(sale.answers["slip_number"].removeprefix("B-")) for sale in bureau.sales]
        assert len(used) - len(set(used)) == (len(used) >= 25)
        assert len(set(used) - numbers) == (len(used) >= 40)
        assert all(one["issued_on"] <= sale.answers["bought_on"] for one, sale in slips_of(booklets, bureau))


def slips_of(booklets, bureau):
    for sale in bureau.sales:
        number = int(sale.answers["slip_number"].removeprefix("B-"))
        yield from ((one, sale) for one in booklets if one["first_number"] <= number <= one["last_number"])


def test_full_booklets_come_back_with_a_slip_that_is_cancelled():
    country = Country.make(HALF, people=540)

    back = [event for event in country.corrections if event.form == "booklet"]
    assert all(event.answers["returned_on"] for event in back)
    assert any(event.answers.get("cancelled") for event in back)


def test_some_weeks_find_nothing_and_some_finds_are_recorded_with_their_sale(country):
    finds, sales = of_form(country, "production"), of_form(country, "purchase")

    assert any(event.answers.get("nil") for event in finds)
    assert any(event.answers.get("with_find") for event in sales)
    assert any(not event.answers["origin_known"] for event in sales)
    assert {event.answers.get("channel") for event in finds} >= {"artisanal", "industrial", "semi_industrial"}


def test_one_office_reports_its_first_quarter_in_july_and_no_second(country):
    late = [event for event in of_form(country, "production") if event.region == LATE_OFFICE and event.act == "create"]

    assert {event.said["captured_at"][:7] for event in late} == {"2026-07"}
    assert max(event.answers["ends_on"] for event in late) <= "2026-03-31"


def test_reviewers_accept_most_and_give_a_reason_for_what_they_return(country):
    verdicts = [verdict_on(event) for event in country.events()]
    statuses = Counter(verdict.status if verdict else "pending" for verdict in verdicts)

    assert statuses["accepted"] > 0.85 * len(verdicts)
    assert all(statuses[status] for status in ("returned", "pending"))
    assert all(verdict.reason for verdict in verdicts if verdict and verdict.status == "returned")


def test_answers_to_what_was_returned_say_what_they_saw_and_what_changed(country):
    for event in country.corrections:
        assert event.said["seen"] == 2
        assert event.said["reason"]
        if event.act == "replace":
            assert event.said["replaces"] != event.record


@pytest.mark.parametrize("code", ["2024-H1", "2024-H2", "2027-H2"])
def test_any_half_year_can_be_told_and_is_captured_from_its_first_day_on(code):
    country = Country.make(Period.parse(code), people=90)

    assert min(event.said["captured_at"] for event in country.first) >= country.period.starts_on.isoformat()


@pytest.mark.parametrize(
    ("day", "half"), [("2026-11-24", "2026-H1"), ("2027-06-30", "2026-H2"), ("2027-01-01", "2026-H2")]
)
def test_without_a_period_the_last_half_year_that_has_ended_is_told(day, half):
    assert last_half_before(date.fromisoformat(day)).code == half


def test_every_office_of_the_country_has_a_tablet(country):
    assert [bureau.office for bureau in country.bureaus] == list(OFFICES)
    assert len({bureau.tablet.id for bureau in country.bureaus}) == len(OFFICES)
