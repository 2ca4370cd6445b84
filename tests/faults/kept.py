"""What the server holds at the end, read once."""

from __future__ import annotations

from typing import Any

from apps.journal.models import Entry
from apps.review.models import Case, Decision
from apps.sync.models import Held, Submission
from tests.faults.book import Saved

# After a month a tablet forgets what it has seen so decided.
CLOSED = {"accepted", "rejected", "replaced"}
Rows = dict[str, list[Any]]


class Kept:
    def __init__(self) -> None:
        self.submissions = list(Submission.objects.order_by("tablet__number", "seq", "pk"))
        self.by_hash: dict[str, list[Submission]] = {}
        for submission in self.submissions:
            self.by_hash.setdefault(bytes(submission.sha256).hex(), []).append(submission)
        self.cases = {str(case.pk): case for case in Case.objects.order_by("pk")}
        decisions = list(Decision.objects.order_by("version"))
        self.decisions = {str(one.case_id): one for one in decisions}
        self.once_closed = {str(one.case_id) for one in decisions if one.status in CLOSED}
        self.waits = list(Held.objects.order_by("submission", "waits_for").values_list("submission", "waits_for"))

    def of(self, saved: Saved) -> Submission | None:
        return (self.by_hash.get(saved.sha256) or [None])[0]

    def rows(self) -> Rows:
        told = ("seq", "status", "version", "record", "act", "form")
        cases = [(pk, case.status, case.version, case.number, case.region_id) for pk, case in self.cases.items()]
        entries = Entry.objects.order_by("pk").values_list("verb", "kind", "object_id", "version", "region_after")
        return {
            "submissions": [tuple(str(getattr(one, name)) for name in told) for one in self.submissions],
            "cases": cases,
            "entries": [str(entry) for entry in entries],
            "waits": [str(wait) for wait in self.waits],
        }
