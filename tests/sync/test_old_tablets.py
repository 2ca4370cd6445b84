"""A tablet that was away while the app moved on still sends: word for word what each version of the app has made."""

import json
from dataclasses import replace

import pytest

from apps.accounts.models import Tablet
from apps.forms.dictionary import all_forms
from apps.forms.freezing import FROZEN
from apps.ledger.models import Production, Purchase
from apps.registry.models import Digger, Site
from apps.sync import events as events_module
from apps.sync.models import Submission
from tests.payloads.__main__ import PAYLOADS
from tests.sync.conftest import Desk, enrol

pytestmark = pytest.mark.django_db
KEPT = sorted(PAYLOADS.glob("*.json"))
each = pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)


def made_by(path):
    """The tablet's id and its events, as it would send them."""
    said = json.loads(path.read_text())
    return said["tablet"], said["events"]


def versions_in(path):
    events = [json.loads(event["bytes"]) for event in made_by(path)[1]]
    return {(event["form"], event["version"]) for event in events}


@pytest.fixture
def old_door(client, office, officer, francs, size_classes):
    """The tablet that made a payload, enrolled now; it sends from then."""

    def enrolled(pk):
        tablet = Tablet.objects.create(pk=pk, number=77, office=office)
        return Desk(client, enrol(tablet, officer))

    return enrolled


@each
def test_what_that_version_of_the_app_made_is_applied(kept, old_door):
    tablet, events = made_by(kept)
    door = old_door(tablet)

    assert door.statuses(*events) == ["applied"] * len(events)

    assert Digger.objects.get(number="D-7001").names == "Marie Koné"
    assert Purchase.objects.get(number="R-7001").seller.names == "Marie Koné"
    assert str(Production.objects.get(number="F-7002").carats) == "1.20"
    assert door.statuses(*events) == ["duplicate"] * len(events)


@each
def test_it_is_kept_word_for_word_under_the_version_it_was_made_for(kept, old_door):
    tablet, events = made_by(kept)
    old_door(tablet).push(*events)

    stored = {str(one.pk): (one.as_text(), one.form_version) for one in Submission.objects.all()}
    assert stored == {event["id"]: (event["bytes"], json.loads(event["bytes"])["version"]) for event in events}


def test_every_version_of_a_form_that_was_ever_used_has_its_payload():
    """Whoever freezes a version keeps what a tablet makes of it: `python -m tests.payloads NAME`."""
    frozen = {tuple(path.stem.rsplit("-v", 1)) for path in FROZEN.glob("*-v*.json")}
    kept = {(form, str(version)) for path in KEPT for form, version in versions_in(path)}

    assert kept == frozen
    assert {form for form, _version in kept} == set(all_forms())


def further(form, answer):
    """The form as it may be in three releases: each step leads one version on, and the last renames what was added."""
    steps = (
        lambda answers: {**answers, "quarter": answer},
        lambda answers: {**answers, "quarter": answers["quarter"].upper()},
        lambda answers: {"place" if code == "quarter" else code: said for code, said in answers.items()},
    )
    return replace(form, version=form.version + 3, upcasters=(*form.upcasters, *steps))


@each
def test_a_server_three_versions_on_takes_it_still(kept, old_door, monkeypatch):
    forms = {code: further(form, "upstream") if code == "site" else form for code, form in all_forms().items()}
    monkeypatch.setattr(events_module, "all_forms", lambda: forms)
    tablet, events = made_by(kept)

    assert old_door(tablet).statuses(*events) == ["applied"] * len(events)

    assert Site.objects.get(number="S-7001").place == "UPSTREAM"
