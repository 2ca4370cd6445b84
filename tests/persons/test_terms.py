"""What is past its term is forgotten: no word is left anywhere, figures stand, and nobody else is touched."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Role
from apps.files.models import Attachment
from apps.files.promising import File, Promise, promise
from apps.journal.models import Entry, Payload
from apps.journal.sealing import seal
from apps.persons import keeping
from apps.persons.erasing import ask
from apps.persons.holds import lift, place
from apps.persons.keeping import begin_anew, foreseen, forget_past_terms, go_through
from apps.persons.merging import merge
from apps.persons.models import Hold, Term, TermsRun, terms_on
from apps.persons.sweeping import forget_late, sweep
from apps.places.models import Participant, Region
from apps.registry.models import Application, Digger
from apps.review.models import Case, Flag
from tests.persons.test_erasing import (
    CANARY,
    WHO,
    bytes_of_the_database,
    canaries_in,
    faults,
    figures,
    held_everywhere,
    sent,
    words_in_the_database,
)

__all__ = ["held_everywhere"]

# A year after everything that the cast does.
LATER = date(2028, 1, 1)
PARTS = ["photos", "documents", "contact", "origin"]


@pytest.fixture
def term(db):
    """A term that holds since long: `term("person")`, of one year unless another is given."""

    def keep(kind, length=1, participant=None, **given):
        named = {"unit": "years", "ground": "a law", "starts_on": date(2026, 1, 1), "after": "activity", **given}
        return Term.objects.create(kind=kind, length=length, participant=participant, **named)

    return keep


def gone_through(day=LATER):
    run = begin_anew(day)
    go_through(run)
    return run


def numbers(found):
    return {(one.kind, one.number) for one in found if not one.stays}


# -- one person --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_canary_of_a_person_past_its_term_is_left_anywhere(held_everywhere, term, registrar, client, tmp_path):
    term("person")
    assert len(canaries_in(words_in_the_database())) > 15

    gone_through()
    sweep()

    assert canaries_in(words_in_the_database()) == []
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert canaries_in(bytes_of_the_database()) == []
    client.force_login(registrar)
    answer = client.post("/desk/registry/digger/export/", {"format": "1", "resource": "0"})
    sheet = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"E-77" in sheet
    assert CANARY.encode() not in sheet


@pytest.mark.django_db(transaction=True)
def test_figures_stand_and_the_journal_proves_itself_without_a_word_about_him(held_everywhere, term):
    term("person")
    before, entries = figures(), set(Entry.objects.values_list("pk", "digest"))

    gone_through()
    seal()

    assert figures() == before
    assert faults() == []
    assert entries <= set(Entry.objects.values_list("pk", "digest"))
    told = Entry.objects.filter(object_id=str(held_everywhere.pk)).order_by("pk").last()
    assert (told.verb, told.by, told.kind, told.digest) == ("forgot_person", "system", "registry.digger", None)
    assert not Payload.objects.filter(entry__object_id=str(held_everywhere.pk)).exists()


@pytest.mark.django_db
def test_the_tablets_of_the_region_drop_who_is_forgotten(held_everywhere, term, tablet, officer, client):
    term("person")
    code = tablet.offer(officer)
    token = client.post("/api/sync/v1/enrol/", {"code": code}, content_type="application/json").json()["token"]
    ask_for = {"headers": {"Authorization": f"Bearer {token}"}}
    loaded = client.get("/api/sync/v1/pull/", **ask_for).json()
    assert CANARY in str(loaded)

    gone_through()
    seal()

    told = client.get("/api/sync/v1/pull/", {"cursor": loaded["cursor"]}, **ask_for).json()["changes"]
    assert {"kind": "digger", "id": str(held_everywhere.pk), "row": None} in told
    assert CANARY not in client.get("/api/sync/v1/pull/", **ask_for).content.decode()


@pytest.mark.django_db
def test_who_is_not_past_the_term_is_left_as_he_is(held_everywhere, term):
    term("person", 2)
    term("documents", 2)
    before = words_about_persons()

    run = gone_through()

    assert words_about_persons() == before
    assert (run.forgotten, run.stayed) == ({}, {})
    assert run.next_on == date(2028, 11, 24)


def words_about_persons():
    """All but the row of the run itself."""
    return [word for word in words_in_the_database() if not word.startswith("persons_termsrun")]


@pytest.mark.django_db
def test_two_runs_change_nothing_more(held_everywhere, term):
    for kind in ("person", *PARTS):
        term(kind)
    gone_through()
    before, first = words_about_persons(), TermsRun.objects.get().forgotten

    run = gone_through()

    assert words_about_persons() == before
    assert run.forgotten == first == {"XA person": 3}


@pytest.mark.django_db
def test_all_entries_of_one_person_go_by_the_last_of_them(held_everywhere, accepted, registrar, term):
    other = accepted("digger", "E-79", names=f"{CANARY} Cone", on=date(2027, 6, 1))
    merge(other, into=held_everywhere, by=registrar, seen=dict(Case.objects.values_list("pk", "version")))
    term("person")

    gone_through()
    assert not Digger.objects.exclude(erased_on=None).filter(number__in=["E-77", "E-79"]).exists()
    gone_through(date(2028, 6, 2))

    assert Digger.objects.filter(number__in=["E-77", "E-79"], names="", erased_on__isnull=False).count() == 2


@pytest.mark.django_db
def test_what_comes_late_about_who_is_forgotten_is_forgotten_too(held_everywhere, term, tablet, officer, region):
    term("person")
    gone_through()
    sent(f'{{"names": "{CANARY}"}}'.encode(), held_everywhere, tablet=tablet, officer=officer, region=region)

    forget_late()

    assert canaries_in(words_in_the_database()) == []


# -- a part of what is known -------------------------------------------------------------------------------------------


@pytest.fixture
def known(recorded, registrar, supervisor, tablet, officer, region, settings, tmp_path):
    """Somebody who is called otherwise than his papers, his parents and his address say."""
    settings.MEDIA_ROOT = str(tmp_path)
    digger = recorded("digger", "E-80", **{**WHO, "names": "Awa Sow", "nickname": "", "residence": "Bemba"})
    digger.documents.create(kind="passport", number=f"{CANARY}-123")
    digger.case.decide("accepted", by=registrar, seen=1)
    sent(f'{{"address": "{CANARY}"}}'.encode(), digger, tablet=tablet, officer=officer, region=region)
    promise(
        [Promise(File("ca" * 32, 300, "image/jpeg", "photo"), digger.pk, uuid4())],
        tablet=tablet.pk, officer=officer.pk, region=region.pk,
    )  # fmt: skip
    return Digger.objects.get(pk=digger.pk)


@pytest.mark.django_db
def test_of_each_part_nothing_is_left_and_the_person_is_still_known(known, term):
    for kind in PARTS:
        term(kind)

    run = gone_through()

    assert canaries_in(words_in_the_database()) == []
    assert not Attachment.objects.exists()
    found = Digger.objects.get(pk=known.pk)
    assert (found.names, found.residence, found.birth_year, found.erased_on) == ("Awa Sow", "Bemba", 1987, None)
    assert found.search == "e 80 awa sow"
    assert run.forgotten == {f"XA {kind}": 1 for kind in PARTS}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PARTS)
def test_a_part_goes_by_its_own_term_and_the_others_stay(known, term, kind):
    term(kind)

    gone_through()

    assert left_of(known) == set(PARTS) - {kind}
    assert list(Entry.objects.filter(verb__startswith="forgot").values_list("verb", flat=True)) == [f"forgot_{kind}"]
    case = Case.objects.get(pk=known.pk)
    assert (case.status, case.version) == ("accepted", 3)


def left_of(digger):
    found = Digger.objects.get(pk=digger.pk)
    having = {
        "photos": Attachment.objects.filter(record=digger.pk).exists(),
        "documents": found.documents.exists(),
        "contact": bool(found.address),
        "origin": bool(found.mother_names and found.father_names and found.birthplace and found.nationality),
    }
    return {kind for kind, there in having.items() if there}


@pytest.mark.django_db
def test_it_counts_from_the_end_of_the_last_licence_where_there_was_one(known, accepted, site, term):
    accepted("licence", "L-80", holder=known, site=site, starts_on=date(2026, 1, 1), ends_on=date(2027, 3, 31))
    term("contact", after="licence")

    assert not numbers(foreseen(date(2028, 3, 30)))
    assert numbers(foreseen(date(2028, 3, 31))) == {("contact", "E-80")}


@pytest.mark.django_db
def test_a_sale_is_an_activity(known, sold, registrar, term):
    sold("R-80", "1.25", seller=known, on=date(2027, 5, 4)).case.decide("accepted", by=registrar, seen=1)
    term("contact")

    assert not numbers(foreseen(date(2028, 5, 3)))
    assert numbers(foreseen(date(2028, 5, 4))) >= {("contact", "E-80")}


# -- what stays --------------------------------------------------------------------------------------------------------


def a_flag(digger, **cast):
    Flag.objects.create(case_id=digger.pk, code="canary")


def a_hold(digger, registrar, **cast):
    place(digger, why="court", by=registrar, seen=Case.objects.get(pk=digger.pk).version)


def an_open_case(digger, **cast):
    Case.objects.filter(pk=digger.pk).update(status="pending")


def a_conflict(digger, tablet, officer, region, **cast):
    sent(b"{}", digger, status="conflict", tablet=tablet, officer=officer, region=region)


def a_pending_sale(digger, sold, **cast):
    sold("R-81", "1.25", seller=digger)


def an_infraction(digger, accepted, **cast):
    accepted("infraction", "I-80", concerned="digger", digger=digger)


def a_licence(digger, accepted, site, **cast):
    accepted("licence", "L-81", holder=digger, site=site, starts_on=date(2026, 1, 1), ends_on=LATER)


def an_application(digger, registrar, region, **cast):
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger}
    Application(number="A-80", region=region, applied_on=date(2026, 11, 2), **asked).write_down(by=registrar)


HOLDING = {
    "flagged": a_flag, "held": a_hold, "open": an_open_case, "sent": a_conflict, "accused": an_infraction,
    "applied": an_application,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("why", HOLDING)
def test_what_is_not_settled_stays(known, term, registrar, tablet, officer, region, accepted, why):
    HOLDING[why](known, registrar=registrar, tablet=tablet, officer=officer, region=region, accepted=accepted)
    for kind in ("person", *PARTS):
        term(kind)

    run = gone_through()

    assert left_of(known) == set(PARTS)
    assert (run.forgotten, run.stayed) == ({}, {f"XA {why}": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(("why", "something"), [("open", a_pending_sale), ("licensed", a_licence)])
def test_who_is_named_in_something_open_or_licensed_stays(known, term, accepted, sold, site, why, something):
    something(known, accepted=accepted, sold=sold, site=site)
    term("contact", 1, unit="days")

    run = gone_through(LATER - timedelta(days=1))

    assert "contact" in left_of(known)
    assert run.stayed.get(f"XA {why}", 0) == (1 if why == "open" else 0)


@pytest.mark.django_db
def test_a_hold_that_is_lifted_holds_no_more(known, term, registrar):
    a_hold(known, registrar)
    term("person")
    gone_through()
    assert Digger.objects.get(pk=known.pk).names

    lift(Hold.objects.get(), by=registrar)
    gone_through()

    assert not Digger.objects.get(pk=known.pk).names


@pytest.mark.django_db
def test_who_comes_by_between_the_look_and_the_lock_stays(known, term, registrar, monkeypatch):
    term("contact")
    due_of, looked = keeping.due_of, []

    def look_and_be_overtaken(*asked):
        found = due_of(*asked)
        if not looked:
            a_hold(known, registrar)
        looked.append(1)
        return found

    monkeypatch.setattr(keeping, "due_of", look_and_be_overtaken)

    run = gone_through()

    assert "contact" in left_of(known)
    assert run.stayed == {"XA held": 1}


@pytest.mark.django_db
def test_who_is_held_is_erased_by_nobody(known, registrar):
    a_hold(known, registrar)

    with pytest.raises(ValidationError, match="legal hold"):
        ask(known, why="asked", by=registrar, seen=Case.objects.get(pk=known.pk).version)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LICENSING, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_who_keeps_the_register_places_and_lifts_a_hold(known, registrar, posted, country, role):
    who = posted("somebody", role, country)
    with pytest.raises(ValidationError, match="do not keep"):
        a_hold(known, who)
    a_hold(known, registrar)

    with pytest.raises(ValidationError, match="do not keep"):
        lift(Hold.objects.get(), by=who)
    with pytest.raises(ValidationError, match="stands already"):
        a_hold(known, registrar)
    assert list(Entry.objects.filter(verb__startswith="hold").values_list("verb", flat=True)) == ["hold_placed"]


# -- applications and wrong passwords ----------------------------------------------------------------------------------


@pytest.fixture
def turned_down(registrar, region, known):
    said = {"holder_name": CANARY, "address": CANARY, "supporter": CANARY, "area_text": CANARY, "share_rule": CANARY}
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": known}
    application = Application(number="A-9", region=region, applied_on=date(2026, 11, 2), **asked, **said)
    application.write_down(by=registrar)
    application.turn_down(date(2026, 11, 20), by=registrar, reason=f"{CANARY} was here")
    return application


@pytest.mark.django_db
def test_a_refused_application_is_forgotten_and_still_counts(turned_down, term):
    for kind in ("refused", *PARTS):
        term(kind, after="decision" if kind == "refused" else "activity")

    run = gone_through()

    assert canaries_in(words_in_the_database()) == []
    left = Application.objects.get()
    assert left.applicant == "—"
    assert (left.number, left.refused_on, left.holder, left.region_id) == (
        "A-9", date(2026, 11, 20), None, turned_down.region_id
    )  # fmt: skip
    assert run.forgotten["XA refused"] == 1
    assert Entry.objects.filter(kind="registry.application", verb="forgot_refused").count() == 1
    assert gone_through().forgotten == run.forgotten


@pytest.mark.django_db
def test_who_is_forgotten_is_forgotten_on_his_applications(turned_down, term):
    term("person")

    gone_through()

    assert canaries_in(words_in_the_database()) == []
    assert Application.objects.get().holder.names == ""


@pytest.mark.django_db
def test_a_refused_application_of_who_is_held_stays(turned_down, known, term, registrar):
    a_hold(known, registrar)
    term("refused", after="decision")

    assert gone_through().stayed == {"XA held": 1}
    assert Application.objects.get().holder_name == CANARY


@pytest.mark.django_db
def test_wrong_passwords_go_by_the_term_of_whoever_s_name_it_is(registrar, participant, term):
    for name in (registrar.username, "nobody"):
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.7", failures_since_start=1)
    term("tries", 1, unit="days", after="attempt")
    term("tries", 60, participant, unit="days", after="attempt")

    run = gone_through(timezone.localdate() + timedelta(days=2))

    assert [attempt.username for attempt in AccessAttempt.objects.all()] == [registrar.username]
    assert run.forgotten == {"tries": 1}
    assert Entry.objects.filter(verb="forgot_tries").count() == 1


# -- Participants and runs ---------------------------------------------------------------------------------------------


@pytest.fixture
def abroad(db):
    there = Participant.objects.create(code="XB", name_en="Beland", name_fr="Bélande", source="imaginary")
    return Region.objects.create(
        participant=there, code="XB", name="Beland", kind="country", level=0, left=101, right=102
    )


@pytest.mark.django_db
def test_two_participants_have_terms_of_their_own(known, recorded, abroad, posted, term):
    there = recorded("digger", "E-90", at=abroad, **WHO)
    there.case.decide("accepted", by=posted("beatrice", Role.REGISTRAR, abroad), seen=1)
    term("contact", 10)
    term("contact", 1, abroad.participant)

    gone_through()

    assert Digger.objects.get(pk=known.pk).address
    assert not Digger.objects.get(pk=there.pk).address


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on_where_it_was(recorded, registrar, term, monkeypatch):
    for n in range(6):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    term("contact")
    monkeypatch.setattr(keeping, "BATCH", 2)
    killed_at_the_third(monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        gone_through()
    monkeypatch.undo()
    run = TermsRun.objects.get()
    assert (run.forgotten, run.ended_at) == ({"XA contact": 4}, None)
    assert Digger.objects.exclude(address="").count() == 2
    go_through(run)

    assert run.forgotten == {"XA contact": 6}
    assert not Digger.objects.exclude(address="").exists()
    assert Entry.objects.filter(verb="forgot_contact").count() == 6


def killed_at_the_third(monkeypatch):
    """In the middle of the third batch, after it has forgotten and before it is written down."""
    write_all, batches = keeping.write_all, []

    def kill(acts):
        batches.append(1)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return write_all(acts)

    monkeypatch.setattr(keeping, "write_all", kill)


@pytest.mark.django_db
def test_the_worker_does_it_once_a_day_in_as_many_rounds_as_it_takes(recorded, registrar, term, monkeypatch):
    for n in range(3):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    term("contact", 1, unit="days")
    monkeypatch.setattr(keeping, "BATCH", 1)
    monkeypatch.setattr(keeping, "AT_MOST", -1.0)
    monkeypatch.setattr(keeping.timezone, "localdate", lambda: LATER)

    for left in (2, 1, 0):
        forget_past_terms()
        assert Digger.objects.exclude(address="").count() == left
    forget_past_terms()

    assert TermsRun.objects.get().ended_at
    assert TermsRun.objects.get().forgotten == {"XA contact": 3}


@pytest.mark.django_db
def test_a_dry_run_says_what_would_be_forgotten_and_writes_nothing(known, term, registrar, accepted):
    accepted("digger", "E-81", **WHO)
    a_hold(known, registrar)
    term("contact")
    before, said = words_in_the_database(), StringIO()

    call_command("forget_past_terms", dry_run=True, on=LATER, stdout=said)

    assert words_in_the_database() == before
    lines = said.getvalue().splitlines()
    assert any(line.startswith("XA E-80: Addresses") and "legal hold" in line for line in lines)
    assert lines[-1] == "1 would be forgotten, 1 would stay."
    assert CANARY not in said.getvalue()


@pytest.mark.django_db
def test_the_command_does_what_the_worker_does(known, term):
    term("contact", 1, unit="days")
    term("person", 1000)
    said = StringIO()

    call_command("forget_past_terms", stdout=said)

    assert said.getvalue() == "1 forgotten, 0 past their term stay.\n"
    assert TermsRun.objects.get(day=timezone.localdate()).next_on == date(3026, 11, 24)


@pytest.mark.django_db
def test_as_many_questions_for_many_persons_as_for_one(recorded, registrar, term, django_assert_max_num_queries):
    for n in range(8):
        recorded("digger", f"E-{n}", **WHO).case.decide("accepted", by=registrar, seen=1)
    for kind in ("person", *PARTS):
        term(kind)

    with django_assert_max_num_queries(45):
        assert len(numbers(foreseen(LATER))) == 8


# -- the rows themselves -----------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(posted, country):
    return posted("ada", Role.ADMINISTRATOR, country)


def put_down(by, participant, *, days=30, **given):
    told = {"kind": "contact", "length": 1, "unit": "years", "after": "activity", "ground": "a law", **given}
    Term(participant=participant, starts_on=timezone.localdate() + timedelta(days=days), **told).put_down(by=by)


@pytest.mark.django_db
def test_the_later_row_holds_and_one_s_own_before_that_of_all(term, participant):
    common, own = term("contact", 5), term("contact", 4, participant)
    newer = term("contact", 3, participant, starts_on=date(2027, 1, 1))

    assert terms_on(date(2026, 6, 1)).of("XA", "contact") == own
    assert terms_on(date(2027, 1, 1)).of("XA", "contact") == newer
    assert terms_on(date(2027, 1, 1)).of("XB", "contact") == common
    assert terms_on(date(2025, 1, 1)).of("XA", "contact") is None


@pytest.mark.django_db
def test_a_term_put_down_is_in_the_journal(administrator, participant):
    put_down(administrator, participant)

    entry = Entry.objects.get(verb="term_set")
    assert (entry.kind, entry.by) == ("persons.term", f"user:{administrator.pk}")
    assert b'"ground":"a law"' in bytes(Payload.objects.get(entry=entry).body)


@pytest.mark.django_db
def test_a_shorter_term_is_announced_and_a_longer_one_holds_at_once(administrator, participant, term):
    term("contact", 5)

    with pytest.raises(ValidationError, match="30 days ahead"):
        put_down(administrator, participant, days=29, length=4)
    put_down(administrator, participant, days=0, length=6)
    with pytest.raises(ValidationError, match="30 days ahead"):
        put_down(administrator, participant, days=29, length=5)
    put_down(administrator, participant, days=30, length=5)
    with pytest.raises(ValidationError, match="past"):
        put_down(administrator, participant, days=-1, length=9)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_who_keeps_the_accounts_of_the_participant_sets_its_terms(posted, country, region, abroad, role):
    for who in (
        posted("somebody", role, country),
        posted("local", Role.ADMINISTRATOR, region),
        posted("far", Role.ADMINISTRATOR, abroad),
    ):
        with pytest.raises(ValidationError, match="do not keep"):
            put_down(who, country.participant)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"after": "decision"}, {"length": 0}, {"ground": ""}, {"unit": "weeks"}])
def test_the_database_refuses_a_term_that_says_nothing(term, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        term("contact", **wrong)


@pytest.mark.parametrize(
    ("length", "unit", "since", "due"),
    [
        (1, "days", date(2026, 12, 31), date(2027, 1, 1)),
        (1, "months", date(2027, 1, 31), date(2027, 2, 28)),
        (14, "months", date(2026, 12, 15), date(2028, 2, 15)),
        (1, "years", date(2028, 2, 29), date(2029, 2, 28)),
        (9000, "years", date(2026, 1, 1), date.max),
    ],
)
def test_a_term_ends_on_a_day_of_the_calendar(length, unit, since, due):
    assert Term(length=length, unit=unit).due(since) == due
