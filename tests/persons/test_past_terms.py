"""What is past its term is forgotten: no word is left anywhere, figures stand, and nobody else is touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from apps.files.models import Attachment
from apps.journal.models import Entry, Payload
from apps.journal.sealing import seal
from apps.persons.keeping import foreseen
from apps.persons.merging import merge
from apps.persons.models import TermsRun
from apps.persons.sweeping import forget_late, sweep
from apps.registry.models import Digger
from apps.review.models import Case
from tests.persons.canary import (
    CANARY,
    bytes_of_the_database,
    canaries_in,
    faults,
    figures,
    sent,
    words_in_the_database,
)
from tests.persons.past_terms import PARTS, gone_through, left_of, numbers, words_about_persons

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
