"""Records are corrected: entries of the register amended field by field, facts of the ledger replaced or ended."""

import pytest

from apps.accounts.models import Role, Tablet
from apps.inspections.models import Infraction, Inspection
from apps.ledger.models import Production, Purchase
from apps.registry.columns import values_of
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger, Document
from apps.review.models import Status
from apps.sync.models import Submission
from tests.sync.conftest import Desk, enrol, said
from tests.sync.making import Writer, to

pytestmark = pytest.mark.django_db


def reasons(answers):
    return [answer["reason"] and answer["reason"]["code"] for answer in answers]


@pytest.fixture
def registered(door, writer):
    """A digger that this tablet registered, and its event."""
    event = writer.create("digger", names="Marie Kone", residence="Bemba")
    door.push(event)
    return event


def amended(writer, event, *, seen=1, **changes):
    answers = said(event)["answers"]
    after = {code: answer for code, answer in {**answers, **changes}.items() if answer is not None}
    return writer.write(said(event)["form"], "amend", after, record=said(event)["record"], seen=seen, before=answers)


def test_an_officer_corrects_a_name(door, writer, registered):
    [answer] = door.push(amended(writer, registered, names="Marie Koné"))

    digger = Digger.objects.get()
    assert (answer["status"], answer["version"]) == ("applied", 2)
    assert digger.names == "Marie Koné"
    assert "marie kone" in digger.search


def test_an_answer_can_be_taken_back(door, writer, registered):
    door.push(amended(writer, registered, mother_names=None))

    assert Digger.objects.get().mother_names == ""


MORE = {
    "digger": {"site": {"number": "S-9"}, "nickname": "Mado", "nationality": "XA", "address": "Bemba 4"},
    "site": {"manager": {"number": "D-9"}},
    "licence": {"site": {"number": "S-9"}, "hectares": "0.5000"},
}
# Required by a kind of its own, or by what else was answered.
STAYS = {"number", "residence", "holder_name"}


@pytest.mark.parametrize("form", MORE)
def test_every_answer_that_is_not_required_can_be_taken_back(door, writer, form):
    kind = all_kinds()[form]
    event = writer.create(form, **MORE[form])
    optional = {code for code in said(event)["answers"] if not kind.form.fields[code].required} - STAYS

    assert door.statuses(event, amended(writer, event, **dict.fromkeys(optional))) == ["applied", "applied"]

    record = kind.model.objects.get()
    told = values_of(kind.form, kind.model, dict.fromkeys(optional), {})
    assert {name: getattr(record, name) for name in told} == told
    assert getattr(record, "lat_e6", None) is None
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "paper"),
    [
        ({"document_number": "VC-2"}, ("voter_card", "VC-2", True)),
        ({"document_seen": False}, ("voter_card", "VC-1", False)),
        ({"document_kind": "passport"}, ("passport", "VC-1", True)),
    ],
)
def test_a_paper_is_corrected_answer_by_answer(door, writer, changes, paper):
    event = writer.create("digger", document_kind="voter_card", document_number="VC-1", document_seen=True)

    door.push(event, amended(writer, event, **changes))

    assert [(one.kind, one.number, one.seen) for one in Document.objects.all()] == [paper]


def test_a_required_answer_cannot_be_taken_back(door, writer, registered):
    assert reasons(door.push(amended(writer, registered, names=None))) == ["answers"]
    assert Digger.objects.get().names == "Marie Kone"


def test_a_returned_record_waits_again_once_it_is_answered(door, writer, registered, registrar):
    case = Digger.objects.get().case
    case.decide(Status.RETURNED, by=registrar, seen=1, reason="Which Marie?")

    [answer] = door.push(amended(writer, registered, seen=2, nickname="Mado"))

    case.refresh_from_db()
    assert answer["status"] == "applied"
    assert (case.status, case.version) == (Status.PENDING, answer["version"])


def test_changes_that_do_not_collide_are_merged(door, writer, registered):
    assert door.statuses(amended(writer, registered, nickname="Mado")) == ["applied"]
    assert door.statuses(amended(writer, registered, residence="Kolo")) == ["applied"]

    digger = Digger.objects.get()
    assert (digger.nickname, digger.residence) == ("Mado", "Kolo")


def test_changes_that_collide_go_to_a_person_and_the_others_are_merged(door, writer, registered):
    door.push(amended(writer, registered, residence="Lubi"))

    [answer] = door.push(amended(writer, registered, residence="Kolo", nickname="Mado"))

    digger = Digger.objects.get()
    assert answer["status"] == "conflict"
    assert "Résidence" in answer["reason"]["sentence"]
    assert (digger.residence, digger.nickname) == ("Lubi", "Mado")
    assert Submission.objects.in_conflict().count() == 1


def test_the_same_change_twice_is_no_collision(door, writer, registered):
    door.push(amended(writer, registered, residence="Kolo"))

    assert door.statuses(amended(writer, registered, residence="Kolo")) == ["applied"]


def test_an_officer_of_another_region_changes_nothing(other_door, other_writer, door, registered):
    assert reasons(other_door.push(amended(other_writer, registered, names="Somebody"))) == ["not_yours"]
    assert Digger.objects.get().names == "Marie Kone"


def test_an_amendment_of_a_record_that_has_not_come_is_held_until_it_comes(door, writer):
    event = writer.create("digger", names="Marie Kone")
    change = amended(writer, event, names="Marie Koné")

    assert door.statuses(change) == ["held"]
    assert door.statuses(event, change) == ["applied", "duplicate"]
    assert Digger.objects.get().names == "Marie Koné"


def test_a_closed_record_is_not_changed(door, writer, registered, registrar):
    Digger.objects.get().case.decide(Status.REJECTED, by=registrar, seen=1, reason="Twice.")

    [answer] = door.push(amended(writer, registered, seen=2, names="Other"))

    assert (answer["status"], answer["reason"]["code"]) == ("conflict", "closed")


@pytest.fixture
def find(door, writer, site):
    event = writer.create("production", site={"id": str(site.pk)}, carats="1.25", stones=1, number="F-1")
    door.push(event)
    return event


def corrected(writer, event, act="replace", **changes):
    answers = {} if act == "void" else {**said(event)["answers"], **changes}
    return writer.write(said(event)["form"], act, answers, replaces=said(event)["record"], reason="misread")


def test_a_fact_is_replaced_by_a_new_one_once_that_is_accepted(door, writer, find, registrar):
    assert door.statuses(corrected(writer, find, carats="1.52", number="F-2")) == ["applied"]

    old, new = Production.objects.get(number="F-1"), Production.objects.get(number="F-2")
    assert new.replaces == old
    assert old.status == Status.PENDING
    new.case.decide(Status.ACCEPTED, by=registrar, seen=1)
    old.refresh_from_db()
    assert old.status == Status.REPLACED


@pytest.mark.parametrize("form", ["production", "purchase"])
def test_a_fact_is_ended_by_one_that_puts_nothing_in_its_place(door, writer, site, digger, buyer, form):
    named = {"site": {"id": str(site.pk)}}
    if form == "purchase":
        named |= {"seller": {"id": str(digger.pk)}, "buyer": {"id": str(buyer.pk)}}
    event = writer.create(form, **named)

    assert door.statuses(event, corrected(writer, event, act="void")) == ["applied", "applied"]
    fact, ended = {"production": Production, "purchase": Purchase}[form].objects.order_by("void")
    assert (ended.void, ended.carats, ended.replaces, ended.region) == (True, 0, fact, fact.region)


def test_an_infraction_that_is_taken_back_says_nothing_against_anybody(door, writer):
    event = writer.create("infraction", outcome="penalty", decided_on=writer.day(), account="Sold at night.")

    assert door.statuses(event, corrected(writer, event, act="void")) == ["applied", "applied"]

    seen, ended = Infraction.objects.order_by("void")
    assert (seen.person_name != "", seen.outcome) == (True, "penalty")
    assert (ended.void, ended.person_name, ended.account, ended.outcome) == (True, "", "", "open")
    assert (ended.carats_seized, ended.custody) == (None, "")


def test_an_inspection_that_is_taken_back_counts_nobody(door, writer, site):
    event = writer.create("inspection", site={"id": str(site.pk)}, under_15=2)

    assert door.statuses(event, corrected(writer, event, act="void")) == ["applied", "applied"]

    ended = Inspection.objects.get(void=True)
    assert (ended.site, ended.men, ended.under_15, ended.gravel_washed) == (site, None, None, None)


@pytest.mark.parametrize("form", ["inspection", "infraction"])
def test_what_an_officer_saw_is_never_amended(door, writer, site, form):
    event = writer.create(form, site={"id": str(site.pk)})
    door.push(event)

    assert reasons(door.push(amended(writer, event, site=None))) == ["act"]


@pytest.mark.parametrize("turned", [False, True])
def test_an_ending_is_ended_in_the_same_batch(door, writer, find, caplog, turned):
    ending = corrected(writer, find, act="void")
    ended = writer.write("production", "void", {}, replaces=said(ending)["record"], reason="it was right")

    assert door.statuses(*([ended, ending] if turned else [ending, ended])) == ["applied", "applied"]

    chain = [Production.objects.get(pk=said(event)["record"]) for event in (find, ending, ended)]
    assert [fact.void for fact in chain] == [False, True, True]
    assert [fact.replaces for fact in chain] == [None, *chain[:2]]
    assert caplog.records == []


def test_a_second_correction_of_one_fact_goes_to_a_person(door, writer, find):
    assert door.statuses(corrected(writer, find, carats="1.52")) == ["applied"]

    assert reasons(door.push(corrected(writer, find, carats="1.53"))) == ["replaced"]
    assert Production.objects.count() == 2


def test_two_corrections_in_one_batch_are_told_apart(door, writer, find):
    batch = corrected(writer, find, carats="1.52"), corrected(writer, find, carats="1.53")

    assert door.statuses(*batch) == ["applied", "conflict"]


def test_a_fact_is_corrected_by_whoever_wrote_it(door, find, other_door, other_writer):
    assert reasons(other_door.push(corrected(other_writer, find, carats="9.99"))) == ["not_yours"]


@pytest.fixture
def colleague(client, tablet, posted, region):
    """Another officer of the region, on the same tablet."""
    return Desk(client, enrol(tablet, posted("fatou", Role.OFFICER, region)))


@pytest.mark.parametrize("act", ["replace", "void"])
def test_a_colleague_on_the_same_tablet_corrects_no_fact(colleague, writer, find, act):
    assert reasons(colleague.push(corrected(writer, find, act=act))) == ["not_yours"]
    assert Production.objects.count() == 1


def test_a_colleague_on_the_same_tablet_corrects_the_register(colleague, writer, registered):
    assert colleague.statuses(amended(writer, registered, names="Marie Koné")) == ["applied"]


def test_a_fact_is_corrected_by_its_officer_on_another_tablet(client, office, officer, find):
    newer = Tablet.objects.create(number=16, office=office)

    sent = corrected(Writer(str(newer.pk)), find, carats="1.52")

    assert Desk(client, enrol(newer, officer)).statuses(sent) == ["applied"]


def test_a_correction_of_a_correction_that_came_first_waits(door, writer):
    event = writer.create("production", site={"number": "S"})

    assert door.statuses(corrected(writer, event)) == ["held"]
    assert door.statuses(event) == ["applied"]
    assert Production.objects.exclude(replaces=None).count() == 1


def test_a_record_named_by_its_own_purchase_is_found(door, writer, site, digger, buyer):
    find = writer.create("production", site=to(writer.create("site")) | {"id": str(site.pk)})
    sale = writer.create(
        "purchase",
        site={"id": str(site.pk)},
        seller={"id": str(digger.pk)},
        buyer={"id": str(buyer.pk)},
        production=to(find),
    )

    assert door.statuses(find, sale) == ["applied", "applied"]
    assert Purchase.objects.get().productions.count() == 1


def replacing(writer, site, record, replaces):
    answers = {**writer.production(), "site": {"id": str(site.pk)}}
    return writer.write("production", "replace", answers, record=record, replaces=replaces)


def test_facts_that_correct_each_other_are_kept_and_not_applied(door, writer, site):
    one, other = writer.new_id(), writer.new_id()

    answers = door.push(replacing(writer, site, one, other), replacing(writer, site, other, one))

    assert [answer["reason"]["code"] for answer in answers] == ["circle", "circle"]


def test_a_fact_that_is_corrected_and_ended_in_a_circle_is_kept(door, writer, site):
    one, other = writer.new_id(), writer.new_id()
    ending = writer.write("production", "void", {}, record=other, replaces=one)

    answers = door.push(replacing(writer, site, one, other), ending)

    assert [answer["reason"]["code"] for answer in answers] == ["circle", "circle"]


def test_a_fact_that_corrects_itself_is_kept(door, writer, site):
    record = writer.new_id()

    [answer] = door.push(replacing(writer, site, record, record))

    assert answer["reason"]["code"] == "circle"


def test_a_sale_is_not_its_own_find(door, writer, site, digger, buyer):
    record = writer.new_id()
    named = {"site": {"id": str(site.pk)}, "seller": {"id": str(digger.pk)}, "buyer": {"id": str(buyer.pk)}}

    sale = writer.create("purchase", record=record, with_find=True, find_id=record, find_number="G-1", **named)

    assert door.push(sale)[0]["reason"]["code"] == "exists"
