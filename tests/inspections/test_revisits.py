"""A share of what is accepted is repeated by another officer who does not know what the first one wrote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import Role
from apps.inspections.comparing import compared
from apps.inspections.drawing import draw, follow_acceptances
from apps.inspections.models import DrawnShare, Revisit
from apps.journal.following import Told
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.places.models import Participant

INSPECTION, PRODUCTION = "inspections.inspection", "ledger.production"
LIST = "admin:inspections_revisit_changelist"


@pytest.fixture
def share(db):
    """Draw every record of a kind: `share(PRODUCTION, asked=["carats"])`."""

    def make(kind, asked=(), told=("site",), percent=100, **given):
        code = f"share-{DrawnShare.objects.count()}"
        return DrawnShare.objects.create(code=code, kind=kind, percent=percent, told=told, asked=list(asked), **given)

    return make


@pytest.fixture
def second(posted, region):
    return posted("bintou", Role.OFFICER, region)


@pytest.fixture
def drawn(share, accepted, site):
    """A find that is to be repeated."""
    share(PRODUCTION, asked=["stones", "carats", "basis"])
    find = accepted("production", "F-1", site=site, carats=Decimal("1.25"), stones=3)
    settle()
    return Revisit.objects.get(case=find.pk)


@pytest.fixture
def sent(drawn, second, supervisor):
    drawn.hand_out(second, by=supervisor)
    return drawn


def answer(revisit, by, **second):
    again = Revisit.objects.get(pk=revisit.pk)
    again.answer(compared(again.case.record(), second), day=date(2026, 11, 25), by=by)
    return Revisit.objects.get(pk=revisit.pk)


# -- the draw --------------------------------------------------------------------------------------------------------


def test_what_is_accepted_is_drawn_and_nobody_is_told_by_the_record(drawn, officer):
    assert (drawn.first_officer, drawn.officer) == (officer, None)
    assert Entry.objects.filter(object_id=str(drawn.pk), verb="revisit_drawn", by="system").exists()


def test_what_waits_is_not_drawn(share, recorded, site):
    share(PRODUCTION)
    recorded("production", "F-1", site=site)
    settle()

    assert not Revisit.objects.exists()


def test_the_draw_is_by_the_records_id_and_the_seed_alone(share):
    rule = share(PRODUCTION, percent=5)
    ids = [UUID(int=n) for n in range(4000)]

    first = [record for record in ids if rule.draws(record)]

    assert first == [record for record in ids if rule.draws(record)]
    assert 140 < len(first) < 260
    rule.seed = "another"
    assert first != [record for record in ids if rule.draws(record)]


def test_told_twice_it_is_drawn_once(drawn):
    told = [Told(1, PRODUCTION, "accepted", str(drawn.pk))] * 2

    follow_acceptances(told)

    assert Revisit.objects.count() == 1
    assert Entry.objects.filter(verb="revisit_drawn").count() == 1


def test_a_share_of_nothing_draws_nothing(share, accepted, site):
    share(PRODUCTION, percent=0)
    accepted("production", "F-1", site=site)
    settle()

    assert not Revisit.objects.exists()


def test_a_countrys_own_share_takes_the_place_of_the_common_one(share, accepted, site, participant):
    share(PRODUCTION)
    share(PRODUCTION, percent=0, participant=participant)
    share(PRODUCTION, participant=Participant.objects.create(code="XB", name_en="B", name_fr="B", source="imaginary"))
    accepted("production", "F-1", site=site)
    settle()

    assert not Revisit.objects.exists()


@pytest.mark.parametrize("given", [{"site": "S-9"}, {"basis": "derived"}])
def test_what_nobody_can_find_again_is_not_drawn(share, accepted, site, given):
    share(PRODUCTION)
    accepted("production", "F-1", **{"site": site, **given})
    settle()

    assert not Revisit.objects.exists()


def test_a_second_visit_is_not_drawn_again(share, accepted, site):
    share(INSPECTION)
    accepted("inspection", "V-1", site=site, visit="blind")
    settle()

    assert not Revisit.objects.exists()


def test_many_are_drawn_with_as_few_questions_as_one(share, accepted, site, django_assert_max_num_queries):
    share(PRODUCTION)
    ids = {accepted("production", f"F-{n}", site=site).pk for n in range(4)}

    with django_assert_max_num_queries(8):
        draw(PRODUCTION, ids)

    assert Revisit.objects.count() == 4


# -- the second officer ----------------------------------------------------------------------------------------------


def test_another_officer_of_the_region_is_sent(drawn, officer, second, other_officer, supervisor):
    assert set(drawn.may_go()) == {second}

    drawn.hand_out(second, by=supervisor)

    assert Revisit.objects.handed_out().get().officer == second


@pytest.mark.parametrize("who", ["officer", "other_officer", "registrar"])
def test_nobody_else_is_sent(drawn, supervisor, request, who):
    with pytest.raises(ValidationError, match="another officer"):
        drawn.hand_out(request.getfixturevalue(who), by=supervisor)


def test_of_two_who_hand_it_out_the_second_is_told(drawn, second, supervisor, registrar):
    seen = Revisit.objects.get(pk=drawn.pk)
    drawn.hand_out(second, by=supervisor)

    with pytest.raises(ValidationError, match="meanwhile"):
        seen.hand_out(second, by=registrar)


def test_a_supervisor_of_another_region_sends_nobody(drawn, second, other_supervisor):
    with pytest.raises(ValidationError, match="do not review"):
        drawn.hand_out(second, by=other_supervisor)


def test_both_answers_are_kept_with_how_far_they_agree(sent, supervisor):
    again = answer(sent, supervisor, stones=3, carats=Decimal("1.20"), basis="weighed")

    assert again.carats_apart == Decimal("-0.05")
    assert {one.code: (one.first, one.second, one.same) for one in again.answers.all()} == {
        "stones": (3, 3, True),
        "carats": ("1.25", "1.20", False),
        "basis": ("weighed", "weighed", True),
    }


def test_what_one_of_them_did_not_answer_neither_agrees_nor_not(sent, supervisor, desk):
    again = answer(sent, supervisor, stones=None, carats=Decimal("1.25"), basis="")

    assert {one.code: one.same for one in again.answers.all()} == {"stones": None, "carats": True, "basis": None}
    page = desk(supervisor).get(reverse("admin:inspections_revisit_agreement"))
    assert [(row["label"], row["asked"]) for row in page.context["kinds"]] == [("Carats", 1)]


def test_a_repetition_never_counts(sent, supervisor):
    answer(sent, supervisor, carats=Decimal("9.00"))

    record = sent.case.record()
    assert (record.carats, type(record).objects.count()) == (Decimal("1.25"), 1)


def test_it_is_answered_once(sent, supervisor):
    answer(sent, supervisor, stones=3)

    with pytest.raises(ValidationError, match="answered already"):
        answer(sent, supervisor, stones=4)


def test_whoever_wrote_the_record_does_not_key_in_the_second(share, accepted, site, registrar, posted, region, second):
    share(PRODUCTION, asked=["carats"])
    find = accepted("production", "F-1", site=site, by=second)
    settle()
    revisit = Revisit.objects.get(case=find.pk)
    Revisit.objects.update(first_officer=registrar)
    revisit.refresh_from_db()
    revisit.hand_out(second, by=registrar)

    with pytest.raises(ValidationError, match="captured himself"):
        answer(revisit, registrar, carats=Decimal(1))


def test_accents_and_the_order_of_choices_are_no_difference(share, accepted):
    digger = accepted("digger", "D-1", residence="Bémba", roles=["washing", "digging"])

    said = compared(digger, {"residence": "bemba ", "roles": ["digging", "washing"]})

    assert [one.same for one in said] == [True, True]


def test_the_second_visit_of_a_site_answers_by_itself(share, accepted, site, second, supervisor):
    share(INSPECTION, asked=["state", "men"])
    visit = accepted("inspection", "V-1", site=site, men=20)
    settle()
    Revisit.objects.get(case=visit.pk).hand_out(second, by=supervisor)

    accepted("inspection", "V-2", site=site, visit="blind", men=31, by=second, inspected_on=date(2026, 11, 20))
    settle()

    again = Revisit.objects.get(case=visit.pk)
    assert again.answered_on == date(2026, 11, 20)
    assert {one.code: one.same for one in again.answers.all()} == {"state": True, "men": False}


def test_a_visit_by_whoever_was_not_sent_answers_nothing(share, accepted, site, second, posted, region, supervisor):
    share(INSPECTION, asked=["state"])
    visit = accepted("inspection", "V-1", site=site)
    settle()
    Revisit.objects.get(case=visit.pk).hand_out(second, by=supervisor)

    accepted("inspection", "V-2", site=site, visit="blind", by=posted("kadi", Role.OFFICER, region))
    settle()

    assert Revisit.objects.get(case=visit.pk).answered_on is None


# -- the desk --------------------------------------------------------------------------------------------------------


def page_of(client, revisit):
    return client.get(reverse("admin:inspections_revisit_change", args=[revisit.pk])).content.decode()


def test_the_page_says_where_to_go_and_nothing_of_the_first_answers(desk, supervisor, sent):
    page = page_of(desk(supervisor), sent)

    assert "S-1" in page
    assert "1.25" not in page


def test_the_desk_sends_and_keys_in_and_then_reads_both(desk, supervisor, drawn, second):
    client = desk(supervisor)
    client.post(reverse("admin:inspections_revisit_send", args=[drawn.pk]), {"officer": second.pk})
    said = {"day": "2026-11-25", "stones": "3", "carats": "1.30", "basis": "weighed"}
    client.post(reverse("admin:inspections_revisit_change", args=[drawn.pk]), said)

    page = page_of(client, drawn)

    assert "1.25 ct" in page
    assert "1.30 ct" in page
    assert "The second weight less the first: +0.05 ct." in page


def test_an_auditor_reads_and_sends_nobody(desk, auditor, drawn, second):
    page = page_of(desk(auditor), drawn)
    desk(auditor).post(reverse("admin:inspections_revisit_send", args=[drawn.pk]), {"officer": second.pk})

    assert "Hand out" not in page
    assert Revisit.objects.to_hand_out().count() == 1


def test_agreement_is_told_question_by_question(desk, supervisor, other_supervisor, sent):
    answer(sent, supervisor, stones=3, carats=Decimal("1.20"), basis="weighed")
    url = reverse("admin:inspections_revisit_agreement")

    page = desk(supervisor).get(url)

    assert {row["label"]: (row["same"], row["asked"], row["share"]) for row in page.context["kinds"]} == {
        "Carats": (0, 1, "0.00"),
        "Number of stones": (1, 1, "100.00"),
        "How it is known": (1, 1, "100.00"),
    }
    assert page.context["weights"] == {"n": 1, "together": "-0.05"}
    assert desk(other_supervisor).get(url).context["kinds"] == []


def test_two_of_three_that_agree_are_rounded_and_not_cut(desk, supervisor, drawn, second, accepted, site):
    for number in ("F-2", "F-3"):
        accepted("production", number, site=site, carats=Decimal("1.25"))
    settle()
    for revisit, carats in zip(Revisit.objects.all(), ("1.25", "1.25", "1.20"), strict=True):
        revisit.hand_out(second, by=supervisor)
        answer(revisit, supervisor, carats=Decimal(carats))

    [row] = desk(supervisor).get(reverse("admin:inspections_revisit_agreement")).context["kinds"]

    assert (row["same"], row["asked"], row["share"]) == (2, 3, "66.67")


def test_the_list_asks_as_much_for_many_as_for_one(desk, questions, supervisor, drawn, accepted, site):
    url = f"{reverse(LIST)}?revisit=all"
    one = questions(desk(supervisor), url)
    for n in range(2, 6):
        accepted("production", f"F-{n}", site=site)
    settle()

    assert Revisit.objects.count() == 5
    assert questions(desk(supervisor), url) == one


def test_only_who_checks_the_draw_reads_the_seed(desk, supervisor, auditor, share):
    rule = share(PRODUCTION)
    url = reverse("admin:inspections_drawnshare_change", args=[rule.pk])

    assert rule.seed not in desk(supervisor).get(url).content.decode()
    assert rule.seed in desk(auditor).get(url).content.decode()


# -- the database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["own", "no moment", "answered by nobody"])
def test_the_database_refuses_a_revisit_out_of_order(drawn, officer, second, wrong):
    columns = {
        "own": {"officer": officer, "handed_at": drawn.drawn_at},
        "no moment": {"officer": second},
        "answered by nobody": {"answered_on": date(2026, 11, 25)},
    }[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        Revisit.objects.filter(pk=drawn.pk).update(**columns)


def test_a_share_is_of_a_hundred(share):
    with pytest.raises(IntegrityError), transaction.atomic():
        share(PRODUCTION, percent=101)


def test_an_unknown_record_is_drawn_by_nobody(share):
    share(PRODUCTION)

    follow_acceptances([Told(1, PRODUCTION, "accepted", str(uuid4()))])

    assert not Revisit.objects.exists()
