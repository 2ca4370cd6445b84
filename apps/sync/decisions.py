"""What a tablet is told of its officer's own cases: the decision that stands, its reason, its hour, who decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.utils.translation import get_language

from apps.registry.kinds import all_kinds
from apps.review.models import Decision
from apps.review.models.phrase import in_words
from apps.statements.compiled import Among, Compiled, Slot
from apps.sync.models import Submission, said
from apps.sync.sender import Sender

Row = dict[str, Any]


def with_decisions(rows: list[Row], sender: Sender) -> list[Row]:
    """Each case with the decision that stands on it: its reason, its hour, who decided."""
    cases = [row["id"] for row in rows]
    last = {case: decision for case, *decision in DECISIONS.rows(cases=cases)} if cases else {}
    settled = settled_for(cases, sender) if cases else {}
    codes = {kind.model._meta.label_lower: kind.code for kind in all_kinds().values()}
    language = get_language() or sender.officer.language
    for row in rows:
        row |= {"settled": settled[row["id"]]} if row["id"] in settled else {}
        status, phrase, reason, at, *by = last.get(row.pop("id")) or NOT_DECIDED
        stands = status == row["status"]
        row["record"] = codes[row["record"]]
        why = in_words(phrase, reason, language)
        row |= {"reason": why, "at": at, "by": name_of(*by)} if stands else {"reason": "", "by": ""}
    return rows


# Status, reason, hour, and of whoever decided first name, last name and the name he signs in with.
NOT_DECIDED = (None, None, "", None, "", "", "")


def name_of(first: str | None, last: str | None, name: str | None) -> str:
    """As `User.get_full_name`, else what he signs in with; nothing where the rules decided."""
    return f"{first or ''} {last or ''}".strip() or name or ""


def decided() -> QuerySet[Any]:
    """The last of a case comes last."""
    decisions = Decision.objects.filter(Among("case", "cases", UUIDField())).order_by("version")
    by = [f"by__{name}" for name in ("first_name", "last_name", "username")]
    return decisions.values_list("case", "status", "phrase", "reason", "at", *by)


DECISIONS = Compiled(decided)


def settled_for(cases: Sequence[UUID], sender: Sender) -> dict[UUID, str]:
    """What the office decided on answers of this officer's that two have changed, in the language of his tablet."""
    rows = SETTLED.rows(cases=cases, tablet=sender.tablet.pk, officer=sender.officer.pk)
    language = get_language() or sender.officer.language
    return {record: said(reason, language)["sentence"] for record, reason in rows if record and reason}


def settlements() -> QuerySet[Any]:
    tablet: Any = Submission._meta.get_field("tablet")
    officer: Any = Submission._meta.get_field("officer")
    own = Submission.objects.filter(tablet=Slot("tablet", tablet), officer=Slot("officer", officer))
    by_the_office = Q(reason__code="settled") | Q(reason__code="mended")
    those = own.filter(by_the_office, Among("record", "cases", UUIDField()))
    return those.order_by("seq").values_list("record", "reason")


SETTLED = Compiled(settlements)
