"""Forget wrong passwords, and from where they were tried, by the term of whoever's name it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from axes.models import AccessAttempt
from django.utils import timezone

from apps.accounts.models import Posting
from apps.journal.writing import Act, write
from apps.persons.models import Term, Terms


def forget_tries(terms: Terms, day: date) -> Counter[str]:
    """How many went, by Participant, in the caller's transaction; a name that nobody bears has the term of all."""
    tries = list(AccessAttempt.objects.values_list("pk", "username", "attempt_time"))
    whose = posted_in({name for _pk, name, _at in tries if name})
    past = {
        pk: whose.get(name, "")
        for pk, name, at in tries
        if (term := terms.of(whose.get(name), Term.Kind.TRIES)) and term.due(timezone.localdate(at)) <= day
    }
    if past:
        AccessAttempt.objects.filter(pk__in=list(past)).delete()
        write(Act("forgot_tries", "persons.term", ""))
    return Counter(past.values())


def posted_in(names: Collection[str]) -> dict[str | None, str]:
    """The Participant in which each was posted last."""
    rows = Posting.objects.filter(user__username__in=names).exclude(region=None).order_by("starts_on", "pk")
    return dict(rows.values_list("user__username", "region__participant"))
