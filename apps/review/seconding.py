"""Whether one reviewer may accept a record alone, or a second one has to look: as the country's rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from apps.journal.models import Entry
from apps.review.models.second import SecondReview
from apps.review.sentences import readable

Why = SecondReview.Why


class ToDecide(Protocol):
    """What the rules need to know of a case."""

    pk: UUID
    kind: str

    def record(self) -> Any: ...


# What the journal has to tell for the rules: whether a record was accepted before, and what was done to it since.
TOLD = {"accepted", Why.SETTLED.value, Why.MERGED.value}


def whys_of_a_second(cases: Sequence[ToDecide], participant: str) -> list[str]:
    """
    Why a second reviewer has to look at these cases, which are decided together; none where one may accept them.

    However many rules there are: one question for them, one to the journal, and the record of what may weigh too much.
    """
    # A country's own rule comes last, and so stands.
    found = SecondReview.objects.for_kinds({case.kind for case in cases}, participant)
    asked = [rule for rule in {(rule.kind, rule.why): rule for rule in found}.values() if rule.asked]
    if not asked:
        return []
    done = done_since_accepted(case.pk for case in cases)
    pairs = [(rule, case) for rule in asked for case in cases if rule.kind in {"", case.kind}]
    return list(dict.fromkeys(said for rule, case in pairs if (said := against(rule, case, done[str(case.pk)]))))


def done_since_accepted(keys: Iterable[Any]) -> dict[str, set[str]]:
    """For each record what the journal tells of it since it was last accepted, and that it was."""
    done: dict[str, set[str]] = {str(key): set() for key in keys}
    entries = Entry.objects.filter(object_id__in=done, verb__in=TOLD).order_by("pk")
    for record, verb in entries.values_list("object_id", "verb"):
        done[record] = {verb} if verb == "accepted" else done[record] | {verb}
    return done


def against(rule: SecondReview, case: ToDecide, done: Collection[str]) -> str:
    if rule.why == Why.CARATS:
        return weighs_too_much(heaviest(case.record()), rule.carats)
    holds = "accepted" not in done if rule.why == Why.NEW else rule.why in done
    return str(rule.get_why_display()) if holds else ""


def weighs_too_much(carats: Decimal | None, limit: Decimal | None) -> str:
    if carats is None or limit is None or carats < limit:
        return ""
    written = {"carats": readable("carats", str(carats)), "limit": readable("carats", str(limit))}
    return _("it says %(carats)s ct, and from %(limit)s ct on two decide") % written


def heaviest(record: Any) -> Decimal | None:
    """What it weighs, or what it corrects does: a large weight is not made small by one person either."""
    weights = [getattr(one, "carats", None) for one in (record, getattr(record, "replaces", None))]
    return max((weight for weight in weights if weight is not None), default=None)
