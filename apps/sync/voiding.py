"""A fact that an officer takes back: a new record that puts nothing in the place of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from apps.ledger.models.fact import Fact
from apps.registry.kind import Made, case_of
from apps.sync.judging import Judged
from apps.sync.sender import Sender


def end_facts(judged: Sequence[Judged], sender: Sender) -> list[Made]:
    """
    For each event the record that ends its fact: the old one's words, without what `unrepeated` names.

    One may end what another of them makes, whichever of the two was written first.
    """
    facts: dict[UUID | None, Fact] = {}
    for model in {one.kind.model for one in judged}:
        facts |= model._default_manager.in_bulk([one.event.replaces for one in judged if one.kind.model is model])
    waiting = list(judged)
    while ready := [one for one in waiting if one.event.replaces in facts]:
        facts |= {one.event.record: ended(facts[one.event.replaces], one, sender) for one in ready}
        waiting = [one for one in waiting if one.event.record not in facts]
    return [Made(facts[one.event.record]) for one in judged]


def ended(fact: Fact, one: Judged, sender: Sender) -> Fact:
    model = type(fact)
    copied = {field.attname: getattr(fact, field.attname) for field in model._meta.concrete_fields}
    del copied["case_id"], copied["status"]
    case = case_of(one.prepared(sender), model, number=fact.number, region_id=fact.region_id)
    return model(**{**copied, **model.unrepeated, "case": case, "replaces_id": fact.pk, "void": True})
