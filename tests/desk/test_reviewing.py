"""The review page: what was said, what stands against it, and the one decision that follows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.review.models import Case, Flag, Phrase, SecondReview, Status
from apps.sync.models import Submission


@pytest.fixture
def decide(desk, registrar):
    """Decide a case as the page does: `decide(case, "accepted")`."""

    def post(case, status, *, seen=None, by=registrar, **words):
        url = reverse("admin:review_decide", args=[case.pk])
        return desk(by).post(url, {"status": status, "seen": seen or case.version, **words})

    return post


def page_of(client, case):
    return client.get(reverse("admin:review", args=[case.pk])).content.decode()


def standing(case):
    return Case.objects.get(pk=case.pk).status


def test_accepting_goes_on_to_what_waits_next(decide, found, site):
    first, second = found("F-1", "1.25"), found("F-2", "0.80")

    answer = decide(first.case, "accepted")

    assert standing(first.case) == Status.ACCEPTED
    assert answer.url == reverse("admin:review", args=[second.pk])


def test_the_last_decision_leads_back_to_the_queue(decide, found):
    answer = decide(found("F-1", "1.25").case, "accepted")

    assert answer.url == reverse("admin:review_case_changelist")


def test_returning_asks_for_a_reason(decide, found):
    case = found("F-1", "1.25").case

    answer = decide(case, "returned", reason=" ")

    assert "Say why the record is returned or rejected." in answer.content.decode()
    assert standing(case) == Status.PENDING


@pytest.fixture
def unreadable(db):
    words = {"en": "The photo cannot be read.", "fr": "La photo est illisible."}
    return Phrase.objects.create(code="photo", status=Status.RETURNED, **words)


def test_a_reason_is_chosen_from_sentences(desk, decide, registrar, found, unreadable):
    case = found("F-1", "1.25").case
    page = page_of(desk(registrar), case)

    decide(case, "returned", phrase="photo", reason="")

    assert page.count("The photo cannot be read.") == 1  # a return, and no rejection
    assert "The photo cannot be read." in page_of(desk(registrar), case)
    assert standing(case) == Status.RETURNED


def test_a_sentence_that_nobody_wrote_is_no_reason(decide, found, unreadable):
    case = found("F-1", "1.25").case

    answer = decide(case, "returned", phrase="anything", reason="")

    assert "Say why the record is returned or rejected." in answer.content.decode()
    assert standing(case) == Status.PENDING


def test_what_changed_meanwhile_is_said_and_shown_anew(decide, found):
    case = found("F-1", "1.25").case
    decide(case, "returned", reason="Weigh it again.")

    answer = decide(case, "rejected", seen=1, reason="Doubled.")

    page = answer.content.decode()
    assert "This record has changed since you opened it. Read it again." in page
    assert "Doubled." in page
    assert standing(case) == Status.RETURNED


def test_who_changed_it_meanwhile_and_how_is_said(decide, found, supervisor):
    case = found("F-1", "1.25").case
    decide(case, "returned", by=supervisor, reason="Weigh it again.")

    answer = decide(case, "accepted", seen=1)

    assert "Returned, by salif." in answer.content.decode()


@pytest.fixture
def heavy(db, found):
    """A find on which two decide."""
    SecondReview.objects.create(code="heavy", kind="ledger.production", why="carats", carats=Decimal(50))
    return found("F-1", "80.00").case


def test_the_page_says_that_two_decide_and_why(desk, supervisor, heavy):
    page = page_of(desk(supervisor), heavy)

    assert "it says 80.00 ct, and from 50.00 ct on two decide" in page
    assert "Accept and pass on" in page


def test_the_second_reads_who_was_the_first(desk, decide, supervisor, registrar, heavy):
    answer = decide(heavy, "accepted", by=supervisor)
    page = page_of(desk(registrar), heavy)

    assert answer.url == reverse("admin:review_case_changelist")
    assert "salif found it right on" in page
    assert "</kbd> Accept</button>" in page
    assert "You have passed this record on. Another reviewer decides." in page_of(desk(supervisor), heavy)


@pytest.fixture
def passed_on(decide, supervisor, heavy):
    decide(heavy, "accepted", by=supervisor)
    return heavy


@pytest.fixture
def take_back(desk, supervisor):
    """As the page does, of what was passed on: `take_back(case, reason="…")`."""

    def post(case, *, reason="The slip says 8.00.", seen=2, by=supervisor):
        url = reverse("admin:review_take_back", args=[case.pk])
        return desk(by).post(url, {"seen": seen, "reason": reason}, follow=True).content.decode()

    return post


def test_who_passed_it_on_is_offered_to_take_it_back_by_a_key(desk, passed_on, supervisor, registrar, auditor):
    shown = [who for who in (supervisor, registrar, auditor) if 'data-key="t"' in page_of(desk(who), passed_on)]

    assert shown == [supervisor]


def test_what_is_taken_back_is_decided_on_the_same_page(take_back, passed_on, desk, registrar, supervisor):
    page = take_back(passed_on)

    assert "taken back. It waits for a first reviewer again." in page
    assert "Accept and pass on" in page
    assert "salif took it back from the second reviewer on" in page_of(desk(registrar), passed_on)
    story = reverse("admin:ledger_production_history", args=[passed_on.pk])
    assert "Taken back from the second reviewer: «The slip says 8.00.»" in desk(supervisor).get(story).content.decode()


def test_who_comes_too_late_to_take_it_back_is_told(take_back, passed_on, decide, registrar):
    decide(passed_on, "accepted", seen=2)

    page = take_back(passed_on)

    assert f"Accepted, by {registrar}." in page
    assert standing(passed_on) == Status.ACCEPTED


def test_a_refused_taking_back_keeps_what_was_typed(take_back, passed_on):
    assert "The slip says 8.00.</textarea>" in take_back(passed_on, seen="9" * 5000)


def test_the_queue_says_which_of_the_two_a_record_waits_for(desk, decide, supervisor, registrar, heavy):
    decide(heavy, "accepted", by=supervisor)
    queue = reverse("admin:review_case_changelist")

    listed = lambda who, stands: desk(who).get(queue, {"stands": stands}).context["cl"].result_count  # noqa: E731

    assert "Pending, second review" in desk(registrar).get(queue).content.decode()
    assert (listed(supervisor, "waiting"), listed(supervisor, "second"), listed(registrar, "waiting")) == (0, 1, 1)


def test_those_accepted_at_once_are_passed_on_where_two_decide(desk, supervisor, found, heavy):
    light = found("F-2", "1.25")

    answer = desk(supervisor).post(
        reverse("admin:review_case_changelist"),
        {"action": "accept", "_selected_action": [heavy.pk, light.pk]},
        follow=True,
    )

    assert "1 record is accepted. 1 is passed on to a second reviewer." in answer.content.decode()
    assert (standing(heavy), standing(light.case)) == (Status.PENDING, Status.ACCEPTED)


def test_nobody_is_offered_to_decide_his_own(desk, registrar, recorded):
    case = recorded("site", "S-9", by=registrar).case

    page = page_of(desk(registrar), case)

    assert "Nobody decides a record that he captured himself." in page
    assert 'value="accepted"' not in page


def test_flags_stand_beside_the_record_as_sentences(desk, registrar, recorded):
    recorded("site", "S-9")

    page = page_of(desk(registrar), recorded("site", "S-9").case)

    assert "Number S-9 was entered before" in page
    assert "Accept, with 1 flag" in page


def test_a_reviewer_takes_a_flag_off_with_a_reason(desk, registrar, recorded):
    recorded("site", "S-9")
    flag = recorded("site", "S-9").case.flags.get()

    url = reverse("admin:review_clear_flag", args=[flag.case_id])
    desk(registrar).post(url, {"flag": flag.pk, "reason": "Two papers, one site."})

    assert Flag.objects.get(pk=flag.pk).note == "Two papers, one site."


def test_a_find_and_its_purchase_are_read_and_decided_together(desk, decide, registrar, sold_with_find):
    page = page_of(desk(registrar), sold_with_find.case)
    decide(sold_with_find.case, "accepted")

    assert "PRODUCTION F-1" in page
    assert set(Case.objects.filter(number__in=["R-1", "F-1"]).values_list("status", flat=True)) == {Status.ACCEPTED}


def test_a_correction_marks_only_what_changed(desk, registrar, found):
    wrong = found("F-1", "12.50")
    right = found("F-2", "1.25", replaces=wrong)

    page = page_of(desk(registrar), right.case)

    assert "<del>12.50 ct</del>" in page
    assert "<ins>1.25 ct</ins>" in page
    assert page.count("<del>") == 2  # the number of the entry, and the carats


def test_an_answer_to_a_return_shows_what_was_said_before(desk, registrar, officer, tablet, region, digger):
    body = b'{"act":"amend","before":{"names":"Marie Kone"},"reason":"I misheard."}'
    kept = {"tablet": tablet, "officer": officer, "region": region, "status": "applied"}
    Submission.objects.create(id=digger.pk, record=digger.pk, body=body, sha256=b"0" * 32, salt=b"0" * 16, **kept)

    page = page_of(desk(registrar), digger.case)

    assert "<del>Marie Kone</del>" in page
    # Said of what a person asked the desk for, and of nothing else.
    assert "because the person asked for it" not in page
    assert "<ins>Marie Koné</ins>" in page
    assert "I misheard." in page


def test_why_a_new_record_is_odd_is_read_with_it_and_without_its_code(desk, registrar, officer, tablet, region, found):
    find = found("F-1", "1.25")
    body = b'{"act":"create","reason":"sizes_carats: Sorted the day after.\\nlong_period: Flood: nobody came."}'
    kept = {"tablet": tablet, "officer": officer, "region": region, "status": "applied"}
    Submission.objects.create(id=find.pk, record=find.pk, body=body, sha256=b"0" * 32, salt=b"0" * 16, **kept)

    page = page_of(desk(registrar), find.case)

    assert "«Sorted the day after. · Flood: nobody came.»" in page


def test_several_without_a_flag_are_accepted_at_once(desk, registrar, recorded):
    plain, doubled = recorded("site", "S-8"), [recorded("site", "S-9") for _ in range(2)]
    chosen = [plain.pk, *(site.pk for site in doubled)]

    answer = desk(registrar).post(
        reverse("admin:review_case_changelist"), {"action": "accept", "_selected_action": chosen}, follow=True
    )

    assert [standing(record.case) for record in (plain, *doubled)] == ["accepted", "accepted", "pending"]
    assert "2 records are accepted. 1 was left as it is: it has a flag" in answer.content.decode()


def test_why_others_were_left_is_said_of_each(desk, registrar, recorded):
    own = [recorded("site", f"S-{n}", by=registrar).pk for n in (1, 2)]

    answer = desk(registrar).post(
        reverse("admin:review_case_changelist"), {"action": "accept", "_selected_action": own}, follow=True
    )

    said = "0 records are accepted. 2 were left as they are: Nobody decides a record that he captured himself."
    assert said in answer.content.decode()


def test_the_page_asks_as_much_for_a_long_queue_as_for_a_short_one(desk, questions, registrar, found):
    url = reverse("admin:review", args=[found("F-1", "1.25").pk])
    short = questions(desk(registrar), url)
    for n in range(2, 6):
        found(f"F-{n}", "1.25")

    assert questions(desk(registrar), url) <= short + 1  # the finds beside it are one question more


def test_text_of_a_record_is_never_markup(desk, registrar, recorded):
    case = recorded("digger", "D-9", names="<img src=x onerror=alert(1)>").case

    assert "<img src=x" not in page_of(desk(registrar), case)


@pytest.mark.parametrize("page", ["review_decide", "review_clear_flag"])
def test_a_number_that_our_page_never_wrote_is_refused(desk, registrar, recorded, page):
    site = recorded("site", "S-1")
    said = {"status": Status.ACCEPTED, "seen": "9" * 5000, "flag": "9" * 5000, "reason": "seen"}

    answer = desk(registrar).post(reverse(f"admin:{page}", args=[site.pk]), said)

    assert answer.status_code in {200, 404}
