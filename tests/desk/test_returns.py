"""Returns at the desk: figures of a country, seen by who works with figures, changed by nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.columns.models import Column
from apps.places.models import Participant, Region
from apps.returns.admin import written
from apps.returns.models import NationalReturn

LIST = reverse("admin:returns_nationalreturn_changelist")


@pytest.fixture
def drafted(country):
    """A draft of our country and one of another's, with a zero, a figure and what was not reported."""
    neighbour = Participant.objects.create(code="XB", name_en="Beland", name_fr="Bélandie", source="imaginary")
    Region.objects.create(participant=neighbour, code="XB", name="Beland", kind="country", level=0, left=21, right=22)
    figures = {"total": {"production_carats": "1200.50", "purchase_carats": "0.00", "stones": None}, "regions": []}
    said = {"figures": figures, "coverage": {}, "checks": [], "method_version": "1", "period": "2026-H2"}
    return [NationalReturn.objects.create(participant=each, **said) for each in (country.participant, neighbour)]


def seen(client):
    return {row.participant_id for row in client.get(LIST).context["cl"].queryset}


def test_a_country_sees_its_own_return_and_the_plenary_all(drafted, desk, posted, country):
    assert seen(desk(posted("ines", "inventories_editor", country))) == {"XA"}
    assert seen(desk(posted("paule", "plenary", None))) == {"XA", "XB"}


def test_the_return_of_another_country_is_not_there(drafted, desk, posted, country):
    url = reverse("admin:returns_nationalreturn_change", args=[drafted[1].pk])

    assert desk(posted("ines", "inventories_editor", country)).get(url).status_code == 404


def test_nobody_types_a_figure(drafted, desk, registrar):
    assert desk(registrar).get(reverse("admin:returns_nationalreturn_add")).status_code == 403


def test_what_was_not_reported_is_no_zero(drafted, desk, registrar):
    for place, code in enumerate(drafted[0].figures["total"]):
        unit = {"unit": "count" if code == "stones" else "ct", "kind": "sum", "sheet": "flows"}
        Column.objects.create(
            code=code, position=place, group="production", group_en="Production", title_en=code, **unit
        )

    page = desk(registrar).get(reverse("admin:returns_nationalreturn_change", args=[drafted[0].pk])).context

    rows = {row["title"]: row["figure"] for group in page["groups"] for row in group["rows"]}
    assert rows == {"production_carats": "1,200.50", "purchase_carats": "0.00", "stones": ".."}


def test_no_square_metre_is_cut_off():
    assert written("12.3456", Column.Unit.HECTARES) == "12.3456"
