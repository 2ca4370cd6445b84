"""How long what is known of persons is kept, at the desk: set by an administrator, read by all; and legal holds."""

from __future__ import annotations

import csv
import html
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.persons.loading import load_reference
from apps.persons.models import Hold, Term, TermsRun
from apps.registry.models import Digger

pytestmark = pytest.mark.django_db
TERMS, HOLDS = "/desk/persons/term/", "/desk/persons/hold/"


@pytest.fixture
def terms(db):
    load_reference(settings.BASE_DIR / "fixtures" / "reference", lambda line: None)


@pytest.fixture
def administrator(posted, country):
    return posted("ada", Role.ADMINISTRATOR, country, first_name="Ada", last_name="Diallo")


def typed(**given):
    begins = timezone.localdate() + timedelta(days=30)
    told = {"participant": "XA", "kind": "contact", "length": "2", "unit": "years", "after": "activity"}
    return {**told, "ground": "Act 12, §4", "starts_on": begins.isoformat(), **given}


def read(client, url):
    return html.unescape(client.get(url).content.decode())


def test_loading_twice_is_loading_once_and_both_are_in_the_journal(terms):
    load_reference(settings.BASE_DIR / "fixtures" / "reference", lambda line: None)

    assert sorted(Term.objects.values_list("kind", flat=True)) == sorted(Term.Kind.values)
    assert Entry.objects.filter(verb="term_set", by="system").count() == len(Term.Kind)


def test_an_administrator_sets_a_term_of_his_participant(desk, administrator, terms):
    client = desk(administrator)

    page = html.unescape(client.post(f"{TERMS}add/", typed(), follow=True).content.decode())

    assert "2 years" in page
    assert "announced" in page
    assert Term.objects.get(participant="XA").set_by == administrator
    assert Entry.objects.filter(verb="term_set", by=f"user:{administrator.pk}").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"starts_on": "2026-12-01"}, "30 days ahead"),
        ({"after": "decision"}, "cannot be counted from this"),
        ({"length": "0"}, "greater than or equal to 1"),
        ({"ground": ""}, "This field is required."),
        ({"participant": ""}, "This field is required."),
        ({"participant": "XB"}, "not one of the available choices"),
    ],
)
def test_what_speaks_against_a_term_stands_on_the_page(desk, administrator, terms, wrong, said):
    page = html.unescape(desk(administrator).post(f"{TERMS}add/", typed(**wrong)).content.decode())

    assert said in page
    assert not Term.objects.exclude(participant=None).exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICER, Role.ADMINISTRATOR}])
def test_everybody_else_reads_the_terms_and_sets_none(desk, posted, country, terms, role):
    client = desk(posted("somebody", role, country))

    assert "10 years" in read(client, TERMS)
    assert client.post(f"{TERMS}add/", typed()).status_code == 403


def test_an_administrator_of_a_part_sets_none(desk, posted, region, terms):
    assert desk(posted("local", Role.ADMINISTRATOR, region)).post(f"{TERMS}add/", typed()).status_code == 403


def test_a_term_is_never_changed(desk, administrator, terms):
    term = Term.objects.get(kind="contact")

    answer = desk(administrator).post(f"{TERMS}{term.pk}/change/", typed(length="1"))

    assert answer.status_code == 403
    assert Term.objects.get(pk=term.pk).length == term.length


def test_what_was_replaced_is_shown_among_all(desk, administrator, participant, terms):
    for year in (2025, 2026):
        starts = {"starts_on": date(year, 1, 1), "ground": f"Act of {year}", "after": "activity"}
        Term.objects.create(participant=participant, kind="contact", length=4, **starts)
    client = desk(administrator)

    assert date_format(date(2025, 1, 1)) not in read(client, TERMS)
    assert date_format(date(2025, 1, 1)) in read(client, f"{TERMS}?state=all")
    assert "replaced" in read(client, f"{TERMS}?state=all")


def test_the_last_run_and_the_next_term_stand_below_the_list(desk, administrator, terms):
    assert "never gone through" in read(desk(administrator), TERMS)
    counts = {"forgotten": {"XA contact": 3, "XB contact": 9}, "stayed": {"XA held": 1}}
    TermsRun.objects.create(day=date(2026, 11, 29), ended_at=timezone.now(), next_on=date(2029, 3, 4), **counts)

    page = " ".join(read(desk(administrator), TERMS).split())

    assert f"gone through last on {date_format(date(2026, 11, 29))}" in page
    assert f"The next term ends on {date_format(date(2029, 3, 4))}." in page
    assert "Forgotten: Addresses of persons: 3" in page
    assert "a legal hold: 1" in page


def test_the_list_asks_as_much_for_many_as_for_one(desk, questions, administrator, participant):
    def add(year):
        starts = {"starts_on": date(year, 1, 1), "ground": "Act", "after": "activity"}
        Term.objects.create(participant=participant, kind="contact", length=4, **starts)

    add(2020)
    one = questions(desk(administrator), f"{TERMS}?state=all")
    for year in range(2021, 2026):
        add(year)

    assert questions(desk(administrator), f"{TERMS}?state=all") == one


def test_the_register_of_processing_names_each_term(desk, auditor, participant, terms):
    starts = {"starts_on": date(2099, 1, 1), "ground": "Act 12", "after": "activity"}
    Term.objects.create(participant=participant, kind="photos", length=18, unit="months", **starts)

    page = read(desk(auditor), "/desk/processing/")

    for kind in Term.Kind:
        assert str(kind.label) in page, kind
    assert "Photos and signatures of persons: 3 years after last met or named in a record" in page
    assert (
        f"From {date_format(date(2099, 1, 1))}: Photos and signatures of persons in Arenland: 18 months after" in page
    )


def test_its_sheet_names_them_too(desk, registrar, terms):
    sheet = desk(registrar).get("/desk/processing/sheet/").content.decode("utf-8-sig")

    kept = {row["Kept"] for row in csv.DictReader(StringIO(sheet)) if row["Records"] == "Diggers"}
    assert len(kept) == 1
    assert "Everything that says who somebody is: 10 years" in kept.pop()


# -- legal holds -------------------------------------------------------------------------------------------------------


def place(client, digger, **given):
    told = {"why": "court", "seen": Digger.objects.get(pk=digger.pk).case.version, **given}
    return client.post(reverse("admin:persons_hold_place", args=[digger.pk]), told, follow=True)


def test_a_registrar_places_a_hold_and_lifts_it(desk, registrar, digger):
    client = desk(registrar)
    assert "Legal hold" in read(client, f"/desk/registry/digger/{digger.pk}/change/")
    assert "until the hold is lifted" in place(client, digger).content.decode()
    assert "D-1" in read(client, HOLDS)

    answer = client.post(reverse("admin:persons_hold_lift", args=[Hold.objects.get().pk]), follow=True)

    assert "The hold is lifted." in answer.content.decode()
    assert Hold.objects.get().lifted_by == registrar
    assert "D-1" not in read(client, HOLDS)
    assert "D-1" in read(client, f"{HOLDS}?state=lifted")


def test_who_is_held_twice_for_one_reason_or_seen_before_is_told(desk, registrar, digger):
    client = desk(registrar)
    assert "has changed since you opened it" in place(client, digger, seen="1").content.decode()
    place(client, digger)

    assert "stands already" in place(client, digger).content.decode()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LICENSING, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_reads_or_places_a_hold(desk, posted, region, registrar, digger, role):
    place(desk(registrar), digger)
    client = desk(posted("somebody", role, region))

    assert client.get(HOLDS).status_code == 403
    assert place(client, digger, why="audit").status_code in {403, 404}
    assert client.post(reverse("admin:persons_hold_lift", args=[Hold.objects.get().pk])).status_code == 404
    assert Hold.objects.standing().count() == 1


def test_of_another_region_there_is_none(desk, posted, other_region, registrar, digger):
    place(desk(registrar), digger)
    stranger = desk(posted("there", Role.REGISTRAR, other_region))

    assert "D-1" not in read(stranger, HOLDS)
    assert place(stranger, digger).status_code == 404
    assert stranger.post(reverse("admin:persons_hold_lift", args=[Hold.objects.get().pk])).status_code == 404


def test_the_list_of_holds_asks_as_much_for_many_as_for_one(desk, questions, registrar, accepted):
    Hold.objects.create(digger=accepted("digger", "D-10"), why="court", placed_by=registrar)
    one = questions(desk(registrar), HOLDS)
    for number in range(11, 15):
        Hold.objects.create(digger=accepted("digger", f"D-{number}"), why="court", placed_by=registrar)

    assert questions(desk(registrar), HOLDS) == one


def test_what_is_delivered_is_said_in_french_too(desk, auditor, terms):
    client = desk(auditor)
    client.cookies["django_language"] = "fr"

    page = read(client, f"{TERMS}{Term.objects.get(kind='contact').pk}/change/")

    assert "jusqu’à ce que le Participant nomme sa loi" in page
    assert "until the Participant" not in page
