"""What a person says is wrong: put right on the way of any correction, or refused; both stand in the person's file."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.persons.correcting import Change, Claim, asked_for, correct, refuse
from apps.persons.forgetting import forget
from apps.persons.holding import held_on
from apps.registry.kind import Reference
from apps.registry.models import Digger
from apps.review.models import ChangedMeanwhile, Status
from tests.sync.conftest import door  # noqa: F401
from tests.sync.pages import rows

pytestmark = pytest.mark.django_db
SAID = Claim("My name is written with an é.", "His voter’s card.")
NAMES = Change({"names": "Marie Koné"}, {"names": "Marie Kone"}, {})


@pytest.fixture
def marie(accepted, site):
    return accepted("digger", "D-7", names="Marie Kone", site=site)


def now(digger):
    return Digger.objects.select_related("case", "region").get(pk=digger.pk)


def put_right(digger, change=NAMES, *, by, **said):
    current = now(digger)
    correct(current, change, SAID, **{"by": by, "seen": current.case.version, **said})


def turn_down(digger, *, by, reason="The card says Kone.", **said):
    current = now(digger)
    given = {"asked": {"names": "Marie Koné"}, "reason": reason, "by": by, "seen": current.case.version}
    refuse(current, SAID, **{**given, **said})


def test_it_is_corrected_and_waits_for_review_by_somebody_else(marie, registrar, supervisor):
    put_right(marie, by=registrar)

    digger = now(marie)
    assert (digger.names, digger.status) == ("Marie Koné", Status.PENDING)
    assert "marie kone" in digger.search
    with pytest.raises(ValidationError, match="captured himself"):
        digger.case.decide(Status.ACCEPTED, by=registrar, seen=digger.case.version)
    assert digger.case.decide(Status.ACCEPTED, by=supervisor, seen=digger.case.version)


def test_the_journal_has_the_correction_and_that_the_person_asked(marie, registrar):
    put_right(marie, by=registrar)

    verbs = Entry.objects.filter(object_id=str(marie.pk), by=f"user:{registrar.pk}").order_by("pk")
    assert [*verbs.values_list("verb", flat=True)][-2:] == ["amended", "correction_made"]
    [asked] = asked_for(marie.pk)
    assert (asked.made, asked.words["claim"], asked.words["evidence"]) == (True, SAID.claim, SAID.evidence)
    assert (asked.words["before"], asked.words["after"]) == (NAMES.before, NAMES.after)


def test_tablets_get_it_as_a_change(door, marie, registrar):  # noqa: F811
    settle()
    cursor = door.pull()["cursor"]

    put_right(marie, by=registrar)
    settle()

    assert rows(door.pull(cursor), "digger")[str(marie.pk)]["names"] == "Marie Koné"


def test_another_site_brings_the_entry_into_its_region_where_that_register_is_kept_too(
    marie, accepted, posted, registrar, region, other_region
):
    there = accepted("site", "S-9", region="LU")
    moved = Change({"site": {"number": "S-9"}}, {"site": {"number": "S-1"}}, {"site": Reference(there.pk)})
    with pytest.raises(ValidationError, match="region of this site"):
        put_right(marie, moved, by=posted("kolo", Role.REGISTRAR, region))
    assert now(marie).region == region

    put_right(marie, moved, by=registrar)

    digger = now(marie)
    assert (digger.site_id, digger.region, digger.case.region) == (there.pk, other_region, other_region)


def test_a_refusal_changes_nothing_and_keeps_its_reason(marie, registrar):
    turn_down(marie, by=registrar)

    digger = now(marie)
    assert (digger.names, digger.status, digger.case.version) == ("Marie Kone", Status.ACCEPTED, marie.case.version)
    [asked] = asked_for(marie.pk)
    assert (asked.made, asked.words["reason"]) == (False, "The card says Kone.")
    assert asked.words["asked"] == {"names": "Marie Koné"}


def test_nothing_is_refused_without_a_reason(marie, registrar):
    with pytest.raises(ValidationError, match="Say why"):
        turn_down(marie, by=registrar, reason="  ")


@pytest.mark.parametrize("act", [put_right, turn_down])
@pytest.mark.parametrize("who", ["supervisor", "elsewhere"])
def test_who_does_not_keep_the_register_decides_nothing(marie, request, posted, other_region, who, act):
    by = posted("elsewhere", "registrar", other_region) if who == "elsewhere" else request.getfixturevalue(who)

    with pytest.raises(ValidationError, match="do not keep the register"):
        act(marie, by=by)


@pytest.mark.parametrize("act", [put_right, turn_down])
def test_what_has_changed_since_it_was_seen_is_read_again(marie, registrar, act):
    with pytest.raises(ChangedMeanwhile):
        act(marie, by=registrar, seen=now(marie).case.version - 1)


def test_who_is_erased_is_not_corrected(marie, registrar):
    forget([marie.pk])

    with pytest.raises(ValidationError, match="closed"):
        put_right(marie, by=registrar)


def test_both_stand_in_the_persons_file_in_the_persons_language(marie, registrar):
    put_right(marie, by=registrar)
    turn_down(marie, by=registrar)

    with override("fr"):
        [held] = held_on([now(marie)], reader=registrar)
    [part] = [one for one in held.parts if one.title == "Corrections demandées"]
    said = [words for _at, words in part.rows]
    assert "Noms: Marie Kone → Marie Koné" in said[0]
    assert said[0].endswith("Corrigée")
    assert said[1].endswith("Refusé : The card says Kone.")


def test_what_was_asked_is_forgotten_with_the_person(marie, registrar):
    put_right(marie, by=registrar)

    forget([marie.pk])

    assert [*asked_for(marie.pk)] == []
