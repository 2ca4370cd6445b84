"""The duplicates desk: pairs in a list, two entries side by side, and what is said about them."""

from __future__ import annotations

import html
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.models import Role
from apps.journal.sealing import seal
from apps.persons.matching import match_waiting
from apps.persons.merging import merge
from apps.persons.models import Resemblance
from apps.registry.models import Digger
from apps.review.models import Case
from apps.sync.models import Submission

pytestmark = pytest.mark.django_db
LIST = "/desk/persons/resemblance/"
SAME = {"names": "Kassandou Zibelda", "birth_year": 1984, "birthplace": "Loumé", "nickname": "Petite", "sex": "woman"}


@pytest.fixture
def alike(accepted):
    """A function that registers a person twice: `alike("D-1", "D-2")`."""

    def register(one, other, **given):
        entries = [accepted("digger", one, **SAME), accepted("digger", other, **{**SAME, **given})]
        first, second = sorted(entries, key=lambda entry: entry.pk)
        Resemblance.objects.create(one=first, other=second, score=12, reasons=["names", "birth_year"])
        return entries

    return register


def page_of(client, one, other):
    return html.unescape(client.get(reverse("admin:pair", args=[one.pk, other.pk])).content.decode())


def say(client, one, other, act, **seen):
    versions = Case.objects.filter(pk__in=[one.pk, other.pk]).values_list("pk", "version")
    typed = {f"seen-{pk}": version for pk, version in versions} | seen
    return client.post(reverse("admin:pair_decide", args=[one.pk, other.pk]), {"act": act, **typed}, follow=True)


def test_the_list_names_both_and_what_is_alike(desk, registrar, alike):
    alike("D-1", "D-2")

    page = html.unescape(desk(registrar).get(LIST).content.decode())

    assert "D-1 Kassandou Zibelda (1984)" in page
    assert "D-2 Kassandou Zibelda (1984)" in page
    assert "names, birth year" in page


def test_the_list_asks_as_much_for_many_pairs_as_for_one(desk, questions, registrar, alike):
    alike("D-1", "D-2")
    one = questions(desk(registrar), LIST)
    for number in range(3, 9, 2):
        alike(f"D-{number}", f"D-{number + 1}")

    assert questions(desk(registrar), LIST) == one


def test_the_two_stand_side_by_side_and_what_differs_is_marked(desk, registrar, alike, sold, licence):
    one, other = alike("E-1", "E-2", birthplace="Bemba")
    sold("R-1", "1.25", seller=one)

    page = page_of(desk(registrar), one, other)

    assert "Alike: names, birth year. Score 12" in page
    row = page[page.index("Place of birth") :]
    assert "Loumé" in row[: row.index("</tr>")]
    assert "differs" in row[: row.index("</tr>")]
    assert '<th scope="row">Purchases</th><td>1</td><td>0</td>' in page
    assert "The same person: E-1 stands" in page


def test_a_merge_goes_on_to_the_next_pair(desk, registrar, alike):
    one, other = alike("D-1", "D-2")
    alike("D-3", "D-4")

    page = say(desk(registrar), one, other, "keep-one")

    other.refresh_from_db()
    assert other.person == one
    said = html.unescape(page.content.decode())
    assert "D-2 is the same person as D-1, who counts from now on." in said
    assert "D-3" in said


def test_a_merge_is_undone_from_the_same_page(desk, registrar, alike):
    one, other = alike("D-1", "D-2")
    client = desk(registrar)
    say(client, one, other, "keep-other")
    assert "Undo the merge" in page_of(client, one, other)

    say(client, one, other, "undo")

    assert not Digger.objects.exclude(person=None).exists()


def test_two_people_are_remembered_and_can_be_taken_back(desk, registrar, alike):
    one, other = alike("D-1", "D-2")
    client = desk(registrar)

    say(client, one, other, "apart")

    assert "D-1" not in client.get(LIST).content.decode()
    assert "D-1" in client.get(f"{LIST}?said=apart").content.decode()
    assert "Two people, as renee said." in page_of(client, one, other)
    say(client, one, other, "again")
    assert "D-1" in client.get(LIST).content.decode()


def test_who_saw_an_older_page_is_told_and_nothing_is_changed(desk, registrar, posted, country, alike):
    one, other = alike("D-1", "D-2")
    seen = {f"seen-{pk}": version for pk, version in Case.objects.values_list("pk", "version")}
    first = posted("aline", Role.REGISTRAR, country, first_name="Aline", last_name="Sow")
    merge(one, into=other, by=first, seen=dict(Case.objects.values_list("pk", "version")))

    page = say(desk(registrar), one, other, "keep-one", **seen)

    assert "Found to be the same person as another entry, by Aline Sow." in html.unescape(page.content.decode())
    assert Digger.objects.get(pk=one.pk).person == other


def test_a_page_that_was_never_ours_changes_nothing(desk, registrar, alike):
    one, other = alike("D-1", "D-2")

    assert say(desk(registrar), one, other, "nonsense").status_code == 404
    say(desk(registrar), one, other, "keep-one", **{f"seen-{one.pk}": "9" * 40})

    assert not Digger.objects.exclude(person=None).exists()


def test_of_two_regions_people_who_sees_one_region_sees_no_pair(desk, posted, region, other_region, alike):
    one, other = alike("D-1", "D-2", at=other_region)
    client = desk(posted("here", Role.REGISTRAR, region))

    assert "D-1" not in client.get(LIST).content.decode()
    assert client.get(reverse("admin:pair", args=[one.pk, other.pk])).status_code == 404
    assert say(client, one, other, "keep-one").status_code == 404


def test_a_supervisor_reads_and_does_not_decide(desk, supervisor, alike):
    one, other = alike("D-1", "D-2")
    client = desk(supervisor)

    assert "Whoever keeps the register of both regions decides." in page_of(client, one, other)
    assert say(client, one, other, "keep-one").status_code == 403


def test_the_page_of_an_entry_names_the_other_of_the_same_person(desk, registrar, alike):
    one, other = alike("D-1", "D-2")
    say(desk(registrar), one, other, "keep-one")

    for entry, same in ((one, "D-2"), (other, "D-1")):
        page = desk(registrar).get(reverse("admin:registry_digger_change", args=[entry.pk])).content.decode()
        assert f"Same person: {same}" in page


def test_whom_the_officer_told_apart_is_said(desk, registrar, recorded, accepted, tablet, officer, region):
    known = accepted("digger", "D-1", **SAME)
    new = recorded("digger", "D-2", **SAME)
    tell = {"tablet": tablet, "officer": officer, "region": region, "status": "applied", "act": "create"}
    body = f'{{"act": "create", "other_than": {{"{known.pk}": 9}}}}'.encode()
    Submission.objects.create(id=uuid4(), record=new.pk, body=body, sha256=b"0" * 32, salt=b"0" * 16, **tell)

    page = page_of(desk(registrar), known, new)

    assert "The officer who registered D-2 saw D-1 beside it, and said: another person." in page


def test_who_is_registered_twice_is_listed_after_the_workers_next_round(desk, registrar, accepted):
    accepted("digger", "D-1", **SAME)
    accepted("digger", "D-2", **SAME)
    for at in range(12):
        accepted("digger", f"X-{at}", names=f"Banda {'abcdefghijkl'[at] * 4}", birth_year=1950)
    seal()

    match_waiting()

    assert "D-2 Kassandou Zibelda" in desk(registrar).get(LIST).content.decode()
