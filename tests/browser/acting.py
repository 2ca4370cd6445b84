"""What the office does while its officers are away: codes, decisions, merges, passwords, closed tablets."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

from django.core.management import execute_from_command_line
from django.db import transaction

from apps.accounts.models import Enrolment, Tablet, User
from apps.journal.sealing import settle
from apps.persons.merging import merge
from apps.registry.models import Digger
from apps.review.models import Case, Status
from tests.browser.writing import accept


def offer(number, username="awa"):
    """A one-time code for a tablet and an officer, as the office prints it."""
    tablet = Tablet.objects.get(number=int(number))
    return {"code": tablet.offer(User.objects.get(username=username), by=User.objects.get(username="renee"))}


def join(number, other):
    """The registrar says that both are one person, and that the other number stands."""
    entry, into = Digger.objects.get(number=number), Digger.objects.get(number=other)
    seen = {each.pk: each.case.version for each in (entry, into)}
    merge(entry, into=into, by=User.objects.get(username="renee"), seen=seen)
    settle()
    return {}


def decide(number, status, reason=""):
    case = Case.objects.get(number=number)
    renee = User.objects.get(username="renee")
    if status == Status.ACCEPTED:
        accept(case, renee)
    else:
        case.decide(status, by=renee, seen=case.version, reason=reason)
    settle()
    return {"version": Case.objects.get(number=number).version}


def rewrite(number, field, value):
    """Somebody at the office changes one answer of a record while its officer is away."""
    case = Case.objects.get(number=number)
    record = case.record()
    setattr(record, field, value)
    with transaction.atomic():
        record.save(update_fields=[field])
        case.answer(by=None, seen=case.version)
    settle()
    return {}


def password(username, secret):
    user = User.objects.get(username=username)
    user.set_password(secret)
    user.save()
    return {}


def revoke(number):
    Tablet.objects.get(number=int(number)).revoke()
    return {}


def leave(number, username):
    """One officer's enrolment on a tablet ends; colleagues go on."""
    for enrolment in Enrolment.objects.filter(tablet__number=int(number), officer__username=username):
        enrolment.revoke()
    return {}


def manage(*words):
    with redirect_stdout(StringIO()) as said:
        execute_from_command_line(["manage.py", *words])
    return said.getvalue()
