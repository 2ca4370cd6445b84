"""
Nobody reads, lists, counts or searches another region's people: held for every route of the URL map and every model.

The stories are generated. A new route needs a rule in `tests/routes.py` or a shape that the admin knows; a new model
needs a declared scope and, where it is regional, a canary in `tests/canaries.py`. What has neither fails by its own
name.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.accounts.models import Role
from apps.accounts.scope import Scope, scope_of
from apps.journal.models import Entry, Unsealed
from apps.registry.models import Digger
from apps.review.looking import KIND, What
from tests.canaries import CANARY, MODELS, REGIONAL
from tests.routes import ROUTES, rule_of, shown


@pytest.fixture
def stranger(request, posted, other_region):
    """Somebody who works at the desk, for another region or for none."""
    role = request.param
    return posted(f"stranger-{role}", role, None if role == Role.PLENARY else other_region)


STRANGERS = [role for role in Role if role != Role.OFFICER]
everywhere = pytest.mark.parametrize("stranger", STRANGERS, indirect=True)


# -- every model -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_declares_its_scope(model):
    assert scope_of(model) in Scope


@pytest.mark.parametrize("model", REGIONAL, ids=lambda model: model._meta.label)
def test_every_regional_model_is_asked_for_by_reader(model):
    assert hasattr(model._default_manager.all(), "visible_to")


@everywhere
def test_no_queryset_shows_a_canary_to_a_stranger(canaries, stranger):
    for model, rows in canaries.items():
        assert rows, f"{model._meta.label} has no canary: make one in `canaries`"
        theirs = set(model._default_manager.visible_to(stranger)) - {stranger, *stranger.postings.all()}
        assert theirs.isdisjoint(rows), model._meta.label


# -- every route ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_has_a_rule(route):
    assert rule_of(route)


@pytest.mark.either
@everywhere
def test_no_route_shows_a_canary_to_a_stranger(canaries, stranger, client):
    client.force_login(stranger)

    for route in ROUTES:
        for method, url, data in rule_of(route)(canaries):
            answer = getattr(client, method)(url, data)
            assert answer.status_code < 500, url
            assert CANARY not in shown(answer), url
            assert listed(answer, canaries) == [], url


def listed(answer, canaries) -> list:
    """Canaries among the rows that a list shows, counts or leaves for its second page."""
    changelist = (getattr(answer, "context_data", None) or {}).get("cl")
    return [row for row in canaries.get(changelist.model, []) if row in changelist.queryset] if changelist else []


def test_an_officer_has_no_desk(canaries, other_officer, client):
    client.force_login(other_officer)

    answer = client.get(reverse("admin:registry_digger_changelist"))

    assert answer.status_code == 302
    assert "login" in answer.url


def test_reading_changes_nothing(canaries, registrar, client):
    client.force_login(registrar)
    before = everything()

    for route in ROUTES:
        for _method, url, data in rule_of(route)(canaries):
            client.get(url, data)

    assert everything() == before
    # The one thing that reading adds: that papers were looked at, by whom and when, and nothing of what they say.
    [look] = Entry.objects.filter(kind=KIND).values()
    [digger] = [row for row in canaries[Digger] if row.number == "D-77"]
    told = {"verb": "looked_papers", "object_id": str(digger.pk), "by": f"user:{registrar.pk}", "digest": None}
    silent = {"kind": KIND, "tablet": "", "version": 0, "region_before": None, "region_after": None}
    assert {name: value for name, value in look.items() if name not in {"id", "at"}} == told | silent


def everything():
    """All but looks: entries of their two verbs under their kind, and that these are not sealed yet."""
    # A session is the reader's own, and its last page is no record.
    kept = [model for model in MODELS if model._meta.label not in {"accounts.SignedIn", "admin.LogEntry"}]
    looks = Entry.objects.filter(kind=KIND, verb__in=What.values).values("pk")
    rows = {model: model._default_manager.all() for model in kept}
    rows |= {model: rows[model].exclude(pk__in=looks) for model in (Entry, Unsealed)}
    return {model._meta.label: sorted(map(repr, rows[model].values_list())) for model in kept}


def test_no_tablet_pulls_a_canary(canaries, other_officer, other_tablet, client):
    code = other_tablet.offer(other_officer)
    token = client.post(reverse("sync:enrol"), {"code": code}, content_type="application/json").json()["token"]

    for name in ("sync:posting", "sync:pull", "sync:valid"):
        answer = client.get(reverse(name), headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 200
        assert CANARY not in shown(answer), name
