"""What happened to a record, from the journal, as a person reads it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.journal.models import Payload
from apps.review.looking import acts_on

TAKEN_BACK = "taken_back"
VERBS: dict[str, Any] = {
    "created": gettext_lazy("Recorded"),
    "amended": gettext_lazy("Corrected"),
    "mended": gettext_lazy("Mended at the desk before it was taken in"),
    "released": gettext_lazy("Released from quarantine"),
    "replaced": gettext_lazy("Replaced by its correction"),
    "passed_on": gettext_lazy("Passed on to a second reviewer"),
    TAKEN_BACK: gettext_lazy("Taken back from the second reviewer"),
    "settled": gettext_lazy("Decided what was changed in two places"),
    "pending": gettext_lazy("Waits for review again"),
    "accepted": gettext_lazy("Accepted"),
    "returned": gettext_lazy("Returned"),
    "rejected": gettext_lazy("Rejected"),
    "revoked": gettext_lazy("Revoked"),
    "drawn": gettext_lazy("Outline taken"),
    "reminded": gettext_lazy("Holder reminded of the end"),
    "certified": gettext_lazy("Certificate handed out"),
    "granted": gettext_lazy("Granted"),
    "renewal_paid": gettext_lazy("Fee of a renewal written down"),
    "renewed": gettext_lazy("Renewed"),
    "suspended": gettext_lazy("Suspended"),
    "resumed": gettext_lazy("Suspension lifted"),
    "surrendered": gettext_lazy("Handed back"),
    "zoned": gettext_lazy("Zones around it changed"),
    "zone_added": gettext_lazy("Zone written down"),
    "zone_status": gettext_lazy("Status of the zone written down"),
    "zone_ended": gettext_lazy("End of the zone written down"),
    "concluded": gettext_lazy("Decision written down"),
    "card_lost": gettext_lazy("Card lost"),
    "file_made": gettext_lazy("File made for the person"),
    "consent_withdrawn": gettext_lazy("Consent taken back"),
    "correction_made": gettext_lazy("Corrected as the person asked"),
    "correction_refused": gettext_lazy("Correction refused that the person asked for"),
    "erasure_asked": gettext_lazy("Erasure asked for"),
    "erasure_dropped": gettext_lazy("Erasure dropped"),
    "erased": gettext_lazy("Erased"),
    "hold_placed": gettext_lazy("Kept from being forgotten"),
    "hold_lifted": gettext_lazy("May be forgotten again"),
    "forgot_person": gettext_lazy("Forgotten: its term was over"),
    "forgot_photos": gettext_lazy("Photos forgotten: their term was over"),
    "forgot_documents": gettext_lazy("Papers’ numbers forgotten: their term was over"),
    "forgot_contact": gettext_lazy("Address forgotten: its term was over"),
    "forgot_origin": gettext_lazy("Parents, birthplace and nationality forgotten: their term was over"),
    "forgot_refused": gettext_lazy("Applicant forgotten: the term was over"),
    "merged": gettext_lazy("Found to be the same person as another entry"),
    "unmerged": gettext_lazy("No longer the same person as another entry"),
    "told_apart": gettext_lazy("Said to be another person than a similar entry"),
    "asked_again": gettext_lazy("Compared again with a similar entry"),
    "came_back": gettext_lazy("Came back"),
    "revisit_drawn": gettext_lazy("Drawn for a blind re-visit"),
    "handed_out": gettext_lazy("Re-visit handed out"),
    "repeated": gettext_lazy("Repeated blind"),
    "flagged": gettext_lazy("Flagged"),
    "flag_cleared": gettext_lazy("Flag taken off"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    verb: str
    by: str
    version: int
    entry: int
    why: str = ""


def story_of(record: Any) -> list[Line]:
    """Each act on the record, oldest first, with the number of its entry in the journal."""
    return lines_of(acts_on(record))


def lines_of(acts: Any) -> list[Line]:
    """The same for these entries of the journal."""
    entries = list(acts)
    people = names_of({entry.by for entry in entries})
    said = reasons([entry.pk for entry in entries if entry.verb == TAKEN_BACK])
    return [
        Line(
            entry.at,
            str(VERBS.get(entry.verb, entry.verb)),
            people.get(entry.by, _("the system")),
            entry.version,
            entry.pk,
            said.get(entry.pk, ""),
        )
        for entry in entries
    ]


def times_taken_back(record: Any) -> list[Line]:
    """When a first reviewer took it back, and why: there is no decision beside it that would say so."""
    return lines_of(acts_on(record).filter(verb=TAKEN_BACK))


def reasons(entries: Collection[int]) -> dict[int, str]:
    """What was said with these entries, as far as it was not forgotten with the person it is about."""
    kept = Payload.objects.filter(entry__in=entries) if entries else []
    return {said.pk: orjson.loads(bytes(said.body))["reason"] for said in kept}


def meanwhile(record: Any) -> str:
    """What is said to somebody whose screen shows an older version: that it changed, and what was done last."""
    said = _("This record has changed since you opened it. Read it again.")
    last = acts_on(record).last()
    if last is None:
        return said
    done = _("Last, %(when)s: %(what)s, by %(who)s.") % {
        "when": date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT"),
        "what": VERBS.get(last.verb, last.verb),
        "who": names_of({last.by}).get(last.by, _("the system")),
    }
    return f"{said} {done}"


def names_of(written: set[str]) -> dict[str, str]:
    keys = [int(by.removeprefix("user:")) for by in written if by.startswith("user:")]
    people = User.objects.filter(pk__in=keys)
    return {f"user:{person.pk}": person.get_full_name() or person.get_username() for person in people}
