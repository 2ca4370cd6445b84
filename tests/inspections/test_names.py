"""A name leaves the office only after a final decision (domain.md, *Do no harm*)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.accounts.models import Role
from apps.inspections.models import Infraction
from apps.inspections.models.infraction import named_to
from apps.journal.models import Payload
from apps.journal.sealing import settle
from apps.review.models import Flag
from apps.sync.models import Submission
from tests.desk.conftest import desk  # noqa: F401
from tests.sync.conftest import door, writer  # noqa: F401

NAME = "Zibelda Koné"
DECIDED = {"decided_on": date(2026, 11, 4)}
LIST = "admin:inspections_infraction_changelist"


@pytest.fixture
def licensing(posted, region):
    return posted("leila", Role.LICENSING, region)


@pytest.fixture
def readers(supervisor, registrar, auditor, licensing, officer, other_supervisor):
    """Whoever has something to do with records, by whether he may know a name before a decision."""
    return {
        supervisor: True,
        registrar: True,
        auditor: False,
        licensing: False,
        officer: False,
        other_supervisor: False,
    }


@pytest.fixture
def against(recorded):
    """An infraction of somebody with a name: `against("I-1", outcome="penalty", …)`."""

    def record(number, **given):
        named = {"concerned": "person", "person_name": NAME, "account": f"{NAME} sold at night."}
        return recorded("infraction", number, **{**named, "carats_seized": Decimal("1.25"), **given})

    return record


@pytest.fixture
def decided(against, registrar):
    def record(number, outcome, **given):
        made = against(number, outcome=outcome, **DECIDED, **given)
        made.case.decide("accepted", by=registrar, seen=made.case.version)
        return Infraction.objects.get(pk=made.pk)

    return record


def pages(record):
    kept = [reverse(f"admin:{name}", args=[record.pk]) for name in ("inspections_infraction_history", "review")]
    return [reverse(LIST), reverse("admin:inspections_infraction_change", args=[record.pk]), *kept]


def shown(client, url):
    answer = client.get(url)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_before_a_decision_only_who_reviews_that_region_reads_the_name(against, readers, desk):  # noqa: F811
    record = against("I-1")

    for reader, may in readers.items():
        read = [NAME in shown(desk(reader), url) for url in pages(record)]
        assert any(read) is may, reader


def test_the_others_read_the_rest_and_are_told_why(against, auditor, desk):  # noqa: F811
    record = against("I-1")

    with override("en-gb"):
        page = shown(desk(auditor), reverse("admin:inspections_infraction_change", args=[record.pk]))

    assert "False, blank or borrowed papers" in page
    assert page.count("Not shown before a final decision.") == len(Infraction.kept)


@pytest.mark.parametrize("outcome", ["penalty", "settled"])
def test_after_a_final_decision_against_somebody_the_auditor_reads_the_name(decided, auditor, desk, outcome):  # noqa: F811
    record = decided("I-1", outcome)

    assert all(NAME in shown(desk(auditor), url) for url in pages(record)[:2])


def test_whoever_was_cleared_is_not_named(decided, auditor, supervisor, desk):  # noqa: F811
    record = decided("I-1", "dismissed")

    assert not any(NAME in shown(desk(auditor), url) for url in pages(record))
    assert NAME in shown(desk(supervisor), pages(record)[1])


def test_a_decision_that_nobody_has_accepted_names_nobody(against, auditor, desk):  # noqa: F811
    record = against("I-1", outcome="penalty", **DECIDED)

    assert not any(NAME in shown(desk(auditor), url) for url in pages(record))


def test_a_replaced_decision_names_nobody(decided, against, auditor, registrar, desk):  # noqa: F811
    old = decided("I-1", "penalty")
    new = against("I-2", outcome="dismissed", replaces=old, **DECIDED)
    new.case.decide("accepted", by=registrar, seen=new.case.version)

    for record in (old, new):
        assert not any(NAME in shown(desk(auditor), url) for url in pages(record))


def test_what_was_taken_back_names_nobody(decided, against, auditor):
    record = decided("I-1", "penalty")
    Infraction.objects.filter(pk=record.pk).update(replaces=against("I-0"), void=True)

    assert not Infraction.objects.get(pk=record.pk).names_to(auditor)
    assert not Infraction.objects.filter(named_to(auditor)).exists()


@pytest.mark.parametrize("named", ["digger", "licence", "buyer"])
def test_a_number_of_the_register_is_kept_as_a_name_is(recorded, request, auditor, supervisor, desk, named):  # noqa: F811
    other = request.getfixturevalue(named)
    record = recorded("infraction", "I-1", concerned=named, **{named: other})
    said = [reverse(LIST), reverse("admin:inspections_infraction_change", args=[record.pk])]

    assert all(f">{other.number}" in shown(desk(supervisor), url) for url in said)
    assert not any(other.number in shown(desk(auditor), url) for url in said)


@pytest.mark.parametrize("sought", ["zibeld", "L-77", "D-1"])
def test_a_search_tells_nobody_whom_it_concerns(against, recorded, digger, auditor, desk, sought):  # noqa: F811
    against("I-1")
    recorded("infraction", "I-2", concerned="licence", licence="L-77")
    recorded("infraction", "I-3", concerned="digger", digger=digger)

    page = desk(auditor).get(reverse(LIST), {"q": sought})

    assert page.context["cl"].result_count == 0


@pytest.mark.parametrize("asked", ["person_name__startswith", "account__contains", "digger__number", "meant"])
def test_an_address_tells_nobody_whom_it_concerns(against, auditor, desk, asked):  # noqa: F811
    against("I-1")

    right, wrong = (desk(auditor).get(reverse(LIST), {asked: value}) for value in (NAME[:3], "Q"))

    assert right.status_code == wrong.status_code != 200


def test_what_the_tablet_wrote_is_read_by_who_reviews_the_region(door, writer, readers, desk):  # noqa: F811
    door.push(writer.create("infraction", person_name=NAME))
    door.push(writer.create("infraction", person_name=NAME, outcome="nonsense"))

    for submission in Submission.objects.all():
        url = reverse("admin:sync_submission_change", args=[submission.pk])
        for reader, may in readers.items():
            assert (NAME in shown(desk(reader), url)) is may, (submission.status, reader)


def test_other_words_of_tablets_are_read_as_before(door, writer, auditor, desk):  # noqa: F811
    door.push(writer.create("digger", names=NAME))

    page = shown(desk(auditor), reverse("admin:sync_submission_change", args=[Submission.objects.get().pk]))

    assert NAME in page


def test_no_tablet_pulls_an_infraction_or_an_inspection(door, writer, site):  # noqa: F811
    settle()
    start = door.pull()["cursor"]
    door.push(writer.create("infraction", person_name=NAME), writer.create("inspection", site={"id": str(site.pk)}))
    settle()

    for cursor in ("", start):
        rows = door.pull(cursor)["changes"]
        assert {row["kind"] for row in rows} <= {"digger", "site", "licence", "buyer", "case"}
        assert NAME not in str(rows)
    assert sorted(row["row"]["record"] for row in rows if row["kind"] == "case") == ["infraction", "inspection"]


def test_neither_the_journal_nor_a_flag_keeps_the_name(door, writer, digger):  # noqa: F811
    door.push(writer.create("infraction", person_name=NAME))
    door.push(writer.create("infraction", concerned="digger", digger={"number": "D-77"}, person_name=None))

    assert not any(NAME.encode() in bytes(body) for body in Payload.objects.values_list("body", flat=True))
    assert not any("D-77" in str(numbers) for numbers in Flag.objects.values_list("numbers", flat=True))


@pytest.mark.parametrize("reviewed", [True, False])
def test_the_query_agrees_with_the_method(decided, against, readers, registrar, reviewed):
    for number, outcome in enumerate(("penalty", "settled", "dismissed")):
        (decided if reviewed else lambda n, o: against(n, outcome=o, **DECIDED))(f"I-{number}", outcome)
    against("I-9")

    for reader, record in product(readers, Infraction.objects.all()):
        assert Infraction.objects.filter(named_to(reader), pk=record.pk).exists() is record.names_to(reader)
