"""How events of the two forms of supervision become rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from apps.forms.grammar import Form
from apps.inspections.forms import INFRACTION, INSPECTION
from apps.inspections.models import Infraction, Inspection
from apps.registry.columns import values_of
from apps.registry.kind import Made, Prepared, case_of


def make(form: Form, model: type[Inspection] | type[Infraction], events: Sequence[Prepared]) -> list[Made]:
    return [
        Made(
            model(
                case=case_of(event, model),
                region_id=event.region_id,
                replaces_id=event.replaces,
                **values_of(form, model, event.answers, event.references),
            )
        )
        for event in events
    ]


make_inspections = partial(make, INSPECTION, Inspection)
make_infractions = partial(make, INFRACTION, Infraction)
