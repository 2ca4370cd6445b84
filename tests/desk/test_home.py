"""The first page: a count, its words and the list that it opens."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Tablet
from apps.inspections.models import Revisit
from apps.persons.models import Resemblance
from apps.places.models import Office
from apps.review.models import Case, SecondReview
from apps.sync.models import Submission
from kpfield.home.silence import last_quarter


def lines(client):
    return {line.words: line for line in client.get("/desk/").context["work"]}


def test_what_waits_opens_the_queue(desk, registrar, recorded):
    recorded("site", "S-8")
    Case.objects.update(submitted_at=timezone.now() - timedelta(days=9))

    line = lines(desk(registrar))["record waits in your regions"]

    assert (line.count, line.note) == (1, "the oldest: 9 days")
    assert desk(registrar).get(line.url).context["cl"].result_count == 1


def test_each_line_opens_a_list_of_as_many(desk, registrar, supervisor, recorded, licence):
    for number in ("S-8", "S-9", "S-9"):
        recorded("site", number)
    type(licence).objects.update(ends_on=timezone.localdate() + timedelta(days=10))
    SecondReview.objects.create(code="sites", kind="registry.site", why="new")
    Case.objects.get(number="S-8").decide("accepted", by=supervisor, seen=1)

    client = desk(registrar)

    found = lines(client)
    listed = {words: client.get(line.url).context["cl"].result_count for words, line in found.items()}
    assert listed == {words: line.count for words, line in found.items()}
    assert len(listed) == 5


def test_two_entries_that_may_be_one_person_are_said_to_who_may_settle_it(desk, registrar, supervisor, accepted):
    one, other = sorted((accepted("digger", number) for number in ("D-7", "D-8")), key=lambda entry: entry.pk)
    Resemblance.objects.create(one=one, other=other, score=12)

    line = lines(desk(registrar))["pair of entries may be one person"]

    assert line.count == desk(registrar).get(line.url).context["cl"].result_count == 1
    assert "pair of entries may be one person" not in lines(desk(supervisor))


def test_what_the_tablets_hold_is_counted_from_the_gaps(desk, registrar, tablet):
    Tablet.objects.filter(pk=tablet.pk).update(announced_seq=10, contiguous_seq=4)

    assert lines(desk(registrar))["records at least are still on 1 tablet"].count == 6


@pytest.fixture
def silent(tablet, office):
    """A tablet without a contact since a month, of an office that should have reported."""
    Tablet.objects.filter(pk=tablet.pk).update(last_seen_at=timezone.now() - timedelta(days=30))
    return office.expected_reports.create(starts_on=date(2025, 1, 1))


def test_a_tablet_that_is_silent_is_said_and_one_that_was_heard_is_not(desk, registrar, silent, other_tablet):
    Tablet.objects.filter(pk=other_tablet.pk).update(last_seen_at=timezone.now() - timedelta(days=20))

    line = lines(desk(registrar))["tablet is silent for three weeks"]

    assert line.count == desk(registrar).get(line.url).context["cl"].result_count == 1


def test_an_office_that_reported_nothing_is_named_until_it_does(desk, registrar, silent, found):
    client = desk(registrar)
    line = lines(client)["office has reported nothing"]
    page = client.get(line.url).content.decode()

    day = last_quarter().ends_on
    found("F-1", "0", starts_on=day, ends_on=day, nil=True)

    assert (line.count, line.note) == (1, f"for {last_quarter()}")
    assert "Kolo office" in page
    assert "office has reported nothing" not in lines(client)
    assert f"has reported for {last_quarter()}." in client.get(line.url).content.decode()


def test_blind_revisits_wait_to_be_handed_out(desk, registrar, found):
    Revisit.objects.create(case=found("F-1", "1.25").case)

    line = lines(desk(registrar))["blind re-visit to hand out"]

    assert line.count == desk(registrar).get(line.url).context["cl"].result_count == 1


def test_silence_in_another_region_is_not_said(desk, other_supervisor, silent):
    client = desk(other_supervisor)

    assert lines(client) == {}
    assert "Kolo office" not in client.get(reverse("admin:silent_offices")).content.decode()


def test_many_silent_offices_ask_as_much_as_one(desk, questions, registrar, silent, region):
    url = reverse("admin:silent_offices")
    one = questions(desk(registrar), url)
    for n in range(5):
        more = Office.objects.create(code=f"KO-1{n}", name=f"Kolo {n}", region=region)
        more.expected_reports.create(starts_on=date(2025, 1, 1))

    assert questions(desk(registrar), url) == one


@pytest.fixture
def kept(tablet, officer, region):
    """What could not be used: `kept("conflict")`."""

    def keep(status):
        why = {"code": "changed", "en": "x", "fr": "x"}
        sent = {"tablet": tablet, "officer": officer, "region": region, "reason": why, "status": status}
        return Submission.objects.create(id=uuid4(), body=b"{}", sha256=b"0" * 32, salt=b"0" * 16, **sent)

    return keep


def test_what_could_not_be_used_is_counted_each_for_itself(desk, registrar, kept):
    for status in ("conflict", "conflict", "quarantined", "held"):
        kept(status)
    client = desk(registrar)

    found = {
        words: (line.count, client.get(line.url).context["cl"].result_count) for words, line in lines(client).items()
    }

    assert found == {
        "conflicts to decide": (2, 2),
        "item in quarantine, kept word for word": (1, 1),
        "item waits for a record it names": (1, 1),
    }
    assert "Nothing waits for you." not in client.get("/desk/").content.decode()


def test_nothing_of_another_region_is_counted(desk, other_supervisor, recorded, tablet):
    recorded("site", "S-8")
    Tablet.objects.update(announced_seq=10)

    page = desk(other_supervisor).get("/desk/")

    assert page.context["work"] == []
    assert "Nothing waits for you." in page.content.decode()


def test_the_page_asks_as_much_for_one_record_as_for_many(desk, questions, registrar, found):
    found("F-1", "1.25")
    one = questions(desk(registrar), "/desk/")
    for n in range(2, 7):
        found(f"F-{n}", "1.25")

    assert questions(desk(registrar), "/desk/") == one


def test_the_bars_count_accepted_carats_and_say_what_waits(desk, registrar, found):
    day = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
    case = found("F-1", "1.25", **day).case
    case.decide("accepted", by=registrar, seen=case.version)
    found("F-2", "7.00", **day)

    chart = desk(registrar).get("/desk/").context["chart"]

    assert chart.sentence == "1.25 ct in 8 weeks. 1 record more waits for review."
    assert chart.bars[-1].week.written == "1.25"


def test_where_nothing_was_accepted_yet_no_zero_is_said(desk, registrar, found):
    found("F-1", "1.25", starts_on=timezone.localdate(), ends_on=timezone.localdate())

    chart = desk(registrar).get("/desk/").context["chart"]

    assert chart.sentence == ".. ct in 8 weeks. 1 record more waits for review."


def test_the_sentence_counts_what_the_bars_show_and_nothing_of_next_week(desk, registrar, found):
    today = timezone.localdate()
    for number, carats, day in (
        ("F-1", "1.25", today),
        ("F-2", "0.5", today - timedelta(weeks=2)),
        ("F-3", "40", today + timedelta(weeks=1)),
    ):
        case = found(number, carats, starts_on=day, ends_on=day).case
        case.decide("accepted", by=registrar, seen=case.version)

    chart = desk(registrar).get("/desk/").context["chart"]

    assert chart.sentence == "1.75 ct in 8 weeks."
    assert [bar.week.written for bar in chart.bars if bar.week.carats] == ["0.50", "1.25"]


def test_the_plenary_desk_finds_no_persons(desk, posted):
    page = desk(posted("paule", "plenary", None)).get("/desk/").content.decode()

    assert "They hold figures and no persons." in page
    assert reverse("admin:registry_digger_changelist") not in page


def test_what_waits_is_counted_beside_its_register(desk, registrar, recorded):
    recorded("site", "S-8")

    page = desk(registrar).get("/desk/")

    waits = {
        model["model"]._meta.label_lower: model["waits"]
        for group in page.context["available_apps"]
        for model in group["models"]
    }
    assert (waits["review.case"], waits["registry.site"]) == (1, None)


@pytest.mark.parametrize(("chosen", "spoken"), [(None, "fr"), ("en-gb", "en-gb")])
def test_who_signs_in_is_spoken_to_in_his_language(client, registrar, settings, chosen, spoken):
    registrar.language = "fr"
    registrar.set_password("seven dry river beds")
    registrar.save()
    if chosen:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen

    client.post("/desk/login/", {"username": "renee", "password": "seven dry river beds"})

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == spoken
