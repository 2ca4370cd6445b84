"""The figures of a region as charts with their tables: what was found and first bought, by time and by part."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.places.models import Region
from apps.quantities.bars import Pair, across, small, upright
from apps.review.desk import amount
from kpfield.flows.steps import By, Step, steps_to
from kpfield.flows.sums import Flow, Flows, by_part, by_time, found_by_part_and_time
from kpfield.map.asking import Asked, asked_by, called, choices

# Of so many parts the shapes can be compared at a glance.
MOST_SMALL = 40


def figures(request: HttpRequest) -> HttpResponse:
    """For whoever reads records at the desk: those of his regions."""
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    asked = asked_by(reader, request.GET)
    by = request.GET.get("by", By.MONTH)
    if by not in By.values:
        raise Http404
    context = {**admin.site.each_context(request), "title": _("Figures")}
    if asked is not None:
        chosen = [(code, name, code == by) for code, name in By.choices]
        context |= {"asked": asked, **choices(asked), "steps": chosen, **shown_to(reader, asked, by)}
    return TemplateResponse(request, "desk/figures.html", context)


def shown_to(reader: User, asked: Asked, by: str) -> dict[str, Any]:
    steps = steps_to(timezone.localdate(), by)
    timely = by_time(reader, asked.region, steps)
    parts = parts_below(asked)
    partly = by_part(reader, asked.region, steps, parts)
    places = [*parts, asked.region]
    over_time = [pair(step.short, n, timely, partial=is_partial(n, step, timely)) for n, step in enumerate(steps)]
    by_place = [pair(name_of(part, asked), part.pk, partly) for part in places if is_told(part, asked, partly)]
    return {
        "empty": not (timely.found or timely.bought or timely.waiting),
        "first": steps[0].first,
        "last": steps[-1].last,
        "over_time": upright(over_time, on_the_axis),
        "rows_by_time": [row(step.name, n, timely) for n, step in enumerate(steps)],
        "sentence": sentence([pair(step.name, n, timely) for n, step in enumerate(steps)], timely),
        "by_place": across(by_place) if parts else None,
        "rows_by_place": [
            row(name_of(part, asked), part.pk, partly) for part in places if is_told(part, asked, partly)
        ],
        "of_each": of_each(reader, asked, steps, parts) if len(parts) <= MOST_SMALL else [],
        "heads": [step.short for step in steps],
        "sheets": sheets_of(asked),
    }


def of_each(reader: User, asked: Asked, steps: Sequence[Step], parts: Sequence[Region]) -> list[dict[str, Any]]:
    """A small chart of each part, all on one scale."""
    found, waiting = found_by_part_and_time(reader, asked.region, steps, parts) if parts else ({}, {})
    most = max((flow.carats for flow in found.values()), default=Decimal(0))
    return [
        part_over_time(
            called(part),
            most,
            [pair_of(step, found.get((n, at)), waiting.get((n, at))) for at, step in enumerate(steps)],
        )
        for n, part in enumerate(parts)
    ]


def pair_of(step: Step, flow: Flow | None, waiting: int | None) -> Pair:
    carats, partial = carats_of(flow), bool(waiting) or step.last >= timezone.localdate()
    return Pair(step.short, carats, None, amount(carats), partial=partial)


def part_over_time(name: str, most: Decimal, pairs: Sequence[Pair]) -> dict[str, Any]:
    return {"name": name, "drawing": small(pairs, most, name), "cells": [pair.first_said for pair in pairs]}


def on_the_axis(value: Decimal) -> str:
    return amount(value, 0 if value == int(value) else 2)


def parts_below(asked: Asked) -> list[Region]:
    return [one for one in asked.regions if one.parent_id == asked.region.pk]


def name_of(part: Region, asked: Asked) -> str:
    return _("in no part of it") if part == asked.region else called(part)


def is_told(part: Region, asked: Asked, flows: Flows) -> bool:
    """Each part, reported or not; the region itself only where something was recorded in none of them."""
    return part != asked.region or any(part.pk in each for each in (flows.found, flows.bought, flows.waiting))


def is_partial(place: int, step: Step, flows: Flows) -> bool:
    return step.last >= timezone.localdate() or bool(flows.waiting.get(place))


def carats_of(flow: Flow | None) -> Decimal | None:
    return flow.carats if flow else None


def pair(name: str, place: int, flows: Flows, *, partial: bool = False) -> Pair:
    found, bought = carats_of(flows.found.get(place)), carats_of(flows.bought.get(place))
    return Pair(name, found, bought, amount(found), amount(bought), partial)


def row(name: str, place: int, flows: Flows) -> dict[str, Any]:
    bought = flows.bought.get(place)
    cells = [carats_of(flows.found.get(place)), carats_of(bought), bought.usd if bought else None]
    return {"name": name, "cells": [amount(cell) for cell in cells], "waiting": flows.waiting.get(place, 0)}


def sentence(pairs: Sequence[Pair], flows: Flows) -> str:
    """What the chart shows, for whoever does not see it."""
    told = [pair for pair in pairs if pair.first is not None]
    if not told:
        return _("No find was accepted in these periods.")
    most = max(told, key=lambda pair: pair.first or Decimal(0))
    said = {"name": most.name, "carats": most.first_said}
    words = _("The most was found in %(name)s: %(carats)s ct.") % said
    waiting = sum(flows.waiting.values())
    more = ngettext("%d record more waits for review.", "%d records more wait for review.", waiting) % waiting
    return f"{words} {more}" if waiting else words


def sheets_of(asked: Asked) -> list[tuple[str, str]]:
    """The half-years that are over, each as a sheet to pass on."""
    over = [step for step in steps_to(timezone.localdate(), By.HALF) if step.last < timezone.localdate()]
    address = reverse("admin:figures_sheet")
    return [(step.code, f"{address}?region={asked.region.pk}&period={step.code}") for step in reversed(over)][:4]
