"""Licences, applications and reserves that lie on one another, told with their hectares."""

from __future__ import annotations

from datetime import date

import pytest

from apps.places.ground import lie_on
from apps.places.models import Zone
from apps.registry.crossings import claims, crossings_of
from apps.registry.grounding import draw
from apps.registry.models import Application, Ground, Licence
from tests.desk.map.seen import MIDDLE, page, said, square


def test_licences_that_overlap_are_said_with_their_hectares(desk, registrar, outlined):
    outlined("L-7", *MIDDLE)
    outlined("L-8", MIDDLE[0], MIDDLE[1] + 450)
    outlined("L-9", MIDDLE[0], MIDDLE[1] + 5_000)

    answer = page(desk(registrar))

    (line,) = answer.context["crossings"]
    assert (line["one"].called, line["other"].called) == ("Licence L-7", "Licence L-8")
    assert float(line["hectares"]) == pytest.approx(0.9942 / 2, rel=1e-3)
    assert answer.content.decode().count('class="crossed" points=') == 1


ENDED = [{"ends_on": date(2026, 1, 2)}, {"revoked_on": date(2026, 1, 2), "revoked_because": "it moved"}]


@pytest.mark.parametrize("ended", ENDED, ids=["expired", "revoked"])
def test_a_licence_that_has_ended_overlaps_nothing(desk, registrar, outlined, ended):
    outlined("L-7", *MIDDLE)
    over = outlined("L-8", *MIDDLE)
    Licence.objects.filter(pk=over.pk).update(**ended)

    assert page(desk(registrar)).context["crossings"] == []


def test_a_reserve_is_drawn_and_overlapped(desk, registrar, outlined, region):
    outlined("L-7", *MIDDLE)
    zone = Zone(participant=region.participant, code="R", name_en="Old wood", name_fr="Vieux bois", kind="reserve")
    lie_on(zone, square(*MIDDLE, half=900))
    zone.save()

    answer = page(desk(registrar))

    assert [line["other"].called for line in answer.context["crossings"]] == ["Old wood"]
    assert "zone is-shut" in answer.content.decode()


def test_pieces_that_share_a_border_only_do_not_overlap(outlined):
    outlined("L-7", *MIDDLE)
    outlined("L-8", MIDDLE[0], MIDDLE[1] + 900)

    assert crossings_of(claims(Ground.objects.all()), []).found == []


def test_an_application_is_marked_on_its_outline(desk, registrar, region, participant):
    kept = {"right": "dig", "paper_class": "artisanal", "applied_on": date(2026, 11, 1), "holder_kind": "person"}
    application = Application.objects.create(
        number="A-7", participant=participant, region=region, written_by=registrar, holder_name="Gravel", **kept
    )
    draw(application, square(*MIDDLE), by=registrar)

    answer = page(desk(registrar))

    assert said(answer) == ["Application A-7, waits since 1 Nov 2026, 0.9942 ha"]
    assert "Gravel" not in answer.content.decode()
