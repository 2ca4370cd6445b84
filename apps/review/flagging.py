"""Raise flags for a whole batch of records, and take off those that their rule no longer raises."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from apps.accounts.models import User
from apps.journal.writing import write_all
from apps.review.journalling import act_on
from apps.review.models import Case, Flag
from apps.review.reviewable import Reviewable


def raise_flags(flags: Sequence[Flag], *, by: User | None = None) -> list[Flag]:
    """
    Store flags that `Kind.flags` found and journal them, in the caller's transaction.

    For records just made: the caller knows that none of these flags stands yet.
    """
    if not flags:
        return []
    cases = Case.objects.in_bulk({flag.case_id for flag in flags})
    raised = Flag.objects.bulk_create(flags)
    write_all(
        act_on(cases[flag.case_id], "flagged", by=by, words={"code": flag.code, "numbers": flag.numbers})
        for flag in raised
    )
    return raised


def flag_anew(records: Iterable[Reviewable], flags: Sequence[Flag], *, codes: Collection[str]) -> list[Flag]:
    """
    Make the flags that stand on these records those that their rules raise now; of the rules named by `codes` only.

    May be repeated: a flag that stands with the same numbers is left alone, and one that a reviewer took off for these
    very numbers is not raised again.
    """
    known = Flag.objects.filter(case__in=[record.pk for record in records], code__in=codes).select_related("case")
    now = {(flag.case_id, flag.code): flag for flag in flags if flag.code in codes}
    settled = set()
    for flag in known:
        again = now.get((flag.case_id, flag.code))
        if again is not None and again.numbers == flag.numbers and (flag.cleared_at is None or flag.cleared_by_id):
            settled.add((flag.case_id, flag.code))
        else:
            flag.lift(by=None)
    return raise_flags([flag for key, flag in now.items() if key not in settled])
