"""Whatever is sent, the door answers with a sentence and never with a 500."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.sync.models import Submission
from tests.sync.conftest import ENROL, PULL, said
from tests.sync.making import Writer, wrap

pytestmark = pytest.mark.django_db
EASILY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), WORDS)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)
FORMS = ["digger", "site", "licence", "buyer", "production", "purchase", "inspection", "infraction"]


@EASILY
@given(body=st.one_of(ANYTHING, st.fixed_dictionaries({"events": st.one_of(ANYTHING, st.lists(ANYTHING, max_size=4))})))
def test_any_json_is_answered(door, body):
    assert door.send(json.dumps(body)).status_code in {200, 400}


@EASILY
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(door, body):
    assert door.send(body).status_code in {200, 400}


@EASILY
@given(data=st.data(), form=st.sampled_from(FORMS))
def test_an_event_with_any_part_replaced_is_answered_and_kept(door, tablet, francs, data, form):
    writer = Writer(str(tablet.pk), seed=data.draw(st.integers(0, 10**9)), seq=Submission.objects.count() * 3)
    event = said(writer.create(form))
    part = data.draw(st.sampled_from(sorted(event)))
    wrong = wrap({**event, part: data.draw(ANYTHING)}) | {"id": event["id"], "seq": event["seq"]}

    [answer] = door.push(wrong)

    assert answer["status"] in {"applied", "held", "conflict", "quarantined", "duplicate"}
    assert answer["status"] == "applied" or answer["reason"]["sentence"]
    assert answer["reason"] is None or answer["reason"]["code"] != "ours"


@EASILY
@given(data=st.data(), form=st.sampled_from(FORMS))
def test_a_form_with_any_answer_replaced_is_answered_and_kept(door, tablet, francs, data, form):
    writer = Writer(str(tablet.pk), seed=data.draw(st.integers(0, 10**9)), seq=Submission.objects.count() * 3)
    event = said(writer.create(form))
    code = data.draw(st.sampled_from(sorted(event["answers"])))

    [answer] = door.push(wrap({**event, "answers": {**event["answers"], code: data.draw(ANYTHING)}}))

    assert answer["status"] in {"applied", "held", "quarantined"}
    assert answer["reason"] is None or answer["reason"]["code"] != "ours"


@EASILY
@given(cursor=st.text(max_size=60), limit=WORDS)
def test_any_question_of_a_pull_is_answered(door, cursor, limit):
    assert door.client.get(PULL, {"cursor": cursor, "limit": limit}, **door.headers).status_code in {200, 400}


@EASILY
@given(body=ANYTHING)
def test_any_enrolment_is_answered(client, db, body):
    answer = client.post(ENROL, json.dumps(body), content_type="application/json")

    assert answer.status_code in {400, 429}
