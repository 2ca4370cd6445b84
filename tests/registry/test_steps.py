"""What a licence was on any day: one question to the database, and the same as a reading of its history by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.registry.models import Buyer, Licence, Step
from apps.registry.pauses import covering, read, written
from apps.review.models import Flag

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
WHY = "As the letter says."


@pytest.fixture(params=["licence", "buyer"])
def paper(request):
    return request.getfixturevalue(request.param)


def state(paper, day):
    return type(paper).objects.state_on(day).values_list("state_then", flat=True).get(pk=paper.pk)


# -- the property ----------------------------------------------------------------------------------------------------

DAYS = some.dates(date(2025, 12, 20), date(2027, 8, 1))
ACTS = some.tuples(some.sampled_from(["suspend", "resume", "renew", "surrender", "revoke"]), DAYS, DAYS)


class Oracle:
    """The same, as a clerk would read a card: each day with what was written for it, in the order of writing."""

    def __init__(self):
        self.last_day, self.written = LAST, {}

    def act(self, name, day, until):
        if name == "renew":
            if day > self.last_day + timedelta(days=1):
                self.written.setdefault(self.last_day + timedelta(days=1), []).append("lapse")
            self.last_day = until
        self.written.setdefault(day, []).append(name)

    def days(self, until):
        """Of each day what it was."""
        day, now, revoked = date(2025, 12, 1), "granted", False
        while day <= until:
            for name in self.written.get(day, []):
                revoked = revoked or name == "revoke"
                now = {"suspend": "suspended", "resume": "resumed", "renew": "renewed"}.get(name, now)
                now = {"surrender": "surrendered", "lapse": "expired"}.get(name, now)
            yield day, self.on(day, now, revoked=revoked)
            day += timedelta(days=1)

    def on(self, day, now, *, revoked):
        if revoked:
            return "revoked"
        if now == "surrendered":
            return now
        if day < FIRST:
            return "not_yet"
        return "expired" if day > self.last_day else now


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=some.lists(ACTS, max_size=9), asked=some.lists(DAYS, min_size=12, max_size=12))
def test_a_random_history_says_of_each_day_what_a_reading_by_hand_says(licence, paid, registrar, acts, asked):
    story = transaction.atomic()
    # As the test's own transaction, under which the sealer may work.
    story._from_testcase = True
    with story:
        oracle, paper = Oracle(), Licence.objects.get()
        for name, day, until in acts:
            given = (day, until) if name == "renew" else (day,)
            try:
                if name == "renew" and not paper.case.renewals.waiting().exists():
                    paid(paper)
                getattr(paper, name)(*given, by=registrar, reason=WHY)
            except ValidationError:
                continue
            oracle.act(name, day, until)

        by_hand = dict(oracle.days(date(2027, 9, 1)))
        turned = {day + timedelta(days=n) for day in oracle.written for n in (-1, 0, 1)} & by_hand.keys()
        for day in {*asked, *turned, FIRST, LAST, LAST + timedelta(days=1)}:
            assert state(paper, day) == by_hand[day], (day, acts)
            good = by_hand[day] in {"granted", "renewed", "resumed"}
            assert paper.is_valid_on(day) is good, (day, acts)
            assert Licence.objects.valid_on(day).exists() is good, (day, acts)
        transaction.set_rollback(True)


@given(days=some.lists(DAYS, unique=True), day=DAYS)
def test_pauses_are_read_as_they_were_written(days, day):
    ordered = sorted(days)
    pauses = [(first, last) for first, last in zip(ordered[::2], [*ordered[1::2], None], strict=False)]

    assert read(written(pauses)) == pauses
    inside = [one for one in pauses if one[0] <= day <= (one[1] or date.max)]
    assert covering(written(pauses), day) == (inside[0] if inside else None)


# -- the acts --------------------------------------------------------------------------------------------------------


def test_a_suspension_holds_until_it_is_lifted(paper, registrar):
    paper.suspend(date(2026, 3, 1), by=registrar, reason=WHY)
    paper.resume(date(2026, 4, 1), by=registrar, reason=WHY)

    asked = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [state(paper, day) for day in asked] == ["granted", "suspended", "suspended", "resumed"]
    assert paper.pauses == "2026-03-01/2026-03-31"


def test_a_late_renewal_leaves_the_days_between_without_a_licence(paper, paid, registrar):
    paid(paper).renew(date(2027, 2, 1), date(2027, 12, 31), by=registrar, reason=WHY)

    asked = [LAST, date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [state(paper, day) for day in asked] == ["granted", *["expired"] * 2, *["renewed"] * 2, "expired"]


def test_each_step_names_its_day_its_reason_and_who(paper, registrar):
    paper.suspend(date(2026, 3, 1), by=registrar, reason=f" {WHY} ")

    [step] = Step.objects.filter(case=paper.pk)
    assert (step.what, step.day, step.reason, step.by) == ("suspended", date(2026, 3, 1), WHY, registrar)
    entry = Entry.objects.get(verb="suspended")
    assert (entry.object_id, entry.by, entry.version) == (str(paper.pk), f"user:{registrar.pk}", 3)


@pytest.mark.parametrize(
    ("done", "then", "sentence"),
    [
        (["suspend"], ("suspend",), "It is suspended already."),
        ([], ("resume",), "It is not suspended."),
        (["suspend"], ("renew", date(2027, 12, 31)), "lift the suspension first"),
        ([], ("renew", date(2026, 6, 1)), "say a later last day"),
        (["surrender"], ("suspend",), "It was handed back."),
        (["revoke"], ("renew", date(2027, 12, 31)), "It is revoked already."),
        (["revoke"], ("surrender",), "It is revoked already."),
    ],
)
def test_what_cannot_follow_is_said_and_nothing_is_written(licence, registrar, done, then, sentence):
    for name in done:
        getattr(licence, name)(date(2026, 3, 1), by=registrar, reason=WHY)
    before = Step.objects.count()

    with pytest.raises(ValidationError, match=sentence):
        getattr(licence, then[0])(date(2026, 3, 2), *then[1:], by=registrar, reason=WHY)

    assert Step.objects.count() == before


@pytest.mark.parametrize(("day", "sentence"), [(date(2025, 1, 1), "cannot lie before"), (date(2027, 1, 1), "It ended")])
def test_a_suspension_lies_within_the_term(licence, registrar, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        licence.suspend(day, by=registrar, reason=WHY)


def test_nothing_is_written_before_what_is_known_last(licence, registrar):
    licence.suspend(date(2026, 3, 1), by=registrar, reason=WHY)

    with pytest.raises(ValidationError, match="cannot lie before"):
        licence.resume(date(2026, 2, 1), by=registrar, reason=WHY)


def test_a_rejected_licence_is_not_renewed(recorded, registrar):
    licence = recorded("licence", "L-9")
    licence.case.decide("rejected", by=registrar, seen=1, reason="Forged.")

    with pytest.raises(ValidationError, match="rejected"):
        licence.renew(LAST, date(2027, 12, 31), by=registrar, reason=WHY)


def test_who_acts_says_why_and_may(licence, registrar, supervisor, posted, other_region):
    elsewhere = posted("lea", Role.LICENSING, other_region)

    with pytest.raises(ValidationError, match="Say why"):
        licence.suspend(FIRST, by=registrar, reason=" ")
    for stranger in (supervisor, elsewhere):
        with pytest.raises(ValidationError, match="do not issue"):
            licence.suspend(FIRST, by=stranger, reason=WHY)


def test_the_second_of_two_reads_what_the_first_did(licence, registrar):
    other = Licence.objects.get()
    licence.suspend(date(2026, 3, 1), by=registrar, reason=WHY)

    with pytest.raises(ValidationError, match="suspended already"):
        other.suspend(date(2026, 3, 2), by=registrar, reason=WHY)


def test_a_step_is_never_changed(licence, registrar):
    licence.suspend(date(2026, 3, 1), by=registrar, reason=WHY)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Step.objects.update(reason="Nothing.")


def test_the_database_refuses_a_second_revocation(licence, registrar):
    licence.revoke(date(2026, 3, 1), by=registrar, reason=WHY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(case=licence.case, what="revoked", day=LAST, reason=WHY)


# -- what follows ----------------------------------------------------------------------------------------------------


def test_a_sale_in_a_suspension_is_flagged_and_the_flag_goes_with_it(licence, registrar, sold):
    sale = sold("R-1", "1.25", bought_on=date(2026, 11, 3))
    licence.suspend(date(2026, 11, 1), by=registrar, reason=WHY)
    settle()

    flag = Flag.objects.standing().get(case=sale.pk, code="licence_paused")
    assert flag.numbers == {"number": "L-1", "day": "2026-11-03", "first_day": "2026-11-01"}

    licence.resume(date(2026, 11, 2), by=registrar, reason=WHY)
    settle()

    assert not Flag.objects.standing().filter(case=sale.pk, code="licence_paused").exists()


def test_a_buyer_who_is_suspended_is_flagged_as_such(buyer, registrar, sold):
    buyer.suspend(date(2026, 11, 1), by=registrar, reason=WHY)

    sale = sold("R-1", "1.25", bought_on=date(2026, 11, 3))

    assert Flag.objects.standing().filter(case=sale.pk, code="buyer_paused").exists()


def test_papers_that_were_handed_back_are_found(paper, registrar):
    paper.surrender(date(2026, 6, 1), by=registrar, reason=WHY)

    assert type(paper).objects.paused_on(date(2026, 6, 1)).get() == paper
    assert not type(paper).objects.paused_on(date(2026, 5, 31)).exists()


def test_a_hundred_states_are_one_question(accepted, registrar, django_assert_num_queries):
    for n in range(20):
        accepted("buyer", f"B-{n}").suspend(date(2026, 3, 1), by=registrar, reason=WHY)

    with django_assert_num_queries(1):
        found = set(Buyer.objects.state_on(date(2026, 3, 1)).values_list("state_then", flat=True))
    assert found == {"suspended"}
