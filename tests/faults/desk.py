"""What the ministry does meanwhile, by the acts that the desk's pages call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Subquery
from django.utils import timezone

from apps.accounts.models import Enrolment, Posting, Tablet, User
from apps.journal.sealing import settle
from apps.places.models import Office, Region
from apps.registry.models import Licence
from apps.review.models import Case, ChangedMeanwhile, Status
from apps.sync.dropping import waiting
from apps.sync.handing import MAY_BE_ALLOWED, Bringer, allow, bring
from apps.sync.models import HandedOver
from tests.faults.book import Book
from tests.faults.cast import CUSTODIAN, KEEPER
from tests.faults.sheets import Sheets, records_of
from tests.faults.trace import Trace

REVIEWERS = ("salif", "mariam", "renee")
# Done, and no operation to be counted.
NOTHING = "nothing"
# The parts of a sealed package.
SEALED = ("key", "point", "iv", "data")
REASONS = ("Which village?", "The weight is not that of the slip.", "Twice the same number.")


class Desk:
    def __init__(self, chance: Random, book: Book, trace: Trace, count: Callable[[str], None]) -> None:
        self.chance, self.book, self.trace, self.count = chance, book, trace, count
        self.tablets_revoked = 0
        self.sheets = Sheets(chance, KEEPER)

    def act(self) -> int:
        """One act; a refusal with a sentence is an act too. 0 where there was nothing to do."""
        acts = (
            [self.decide] * 16
            + [self.work] * 4
            + [self.revoke_licence] * 2
            + [self.bring_sheet, self.bring_file]
            + [self.move_officer, self.revoke_enrolment]
            + [self.open_sealed] * 2
        )
        act = self.chance.choice(acts)
        said = self.said(act)
        self.trace.note("desk", act.__name__, said)
        return 0 if said == NOTHING else 1

    def said(self, act: Callable[[], str]) -> str:
        try:
            return act()
        except ChangedMeanwhile:
            self.count("two reviewers at one record")
            return "changed meanwhile"
        except ValidationError as fault:
            return f"refused: {fault.messages}"

    def decide(self) -> str:
        open_ = Case.objects.filter(status__in=["pending", "accepted", "returned"]).order_by("pk")
        cases = list(open_.values_list("pk", flat=True))
        if not cases:
            return NOTHING
        case: Any = Case.objects.get(pk=self.chance.choice(cases))
        status = self.chance.choice([Status.ACCEPTED] * 3 + [Status.RETURNED] * 3 + [Status.REJECTED])
        reason = "" if status == Status.ACCEPTED else self.chance.choice(REASONS)
        seen = case.version - (1 if self.chance.random() < 0.1 else 0)
        by = User.objects.get(username=self.chance.choice(REVIEWERS))
        decision = case.decide(status, by=by, seen=seen, reason=reason)
        if seen != case.version:
            self.book.faults.append(f"the decision on {case.pk} did not see that it had changed")
        if decision is None:
            self.count("desk: passed on to a second reviewer")
            return f"{case.pk} passed on"
        self.book.decisions[str(case.pk)] = (decision.status, decision.reason)
        self.count(f"desk: {status}")
        return f"{case.pk} {status}"

    def bring_sheet(self) -> str:
        """Previewed, confirmed, confirmed again, and uploaded once more by somebody who did not know."""
        rows = self.sheets.written()
        new = self.sheets.bring(rows, preview=True)
        made = self.sheets.bring(rows)
        self.book.entered |= records_of(rows)
        again = [self.sheets.bring(rows), self.sheets.bring(rows, preview=True), self.sheets.bring(rows)]
        self.count("30 sheet confirmed twice, and uploaded again")
        if made != new or any(again):
            self.book.faults.append(f"a sheet of {new} new rows made {made} records, then {again}")
        return f"{made} of {len(rows)}"

    def bring_file(self) -> str:
        """Work that an officer handed over; often the same file again, or one that its tablet has sent meanwhile."""
        if not self.book.files:
            return NOTHING
        by = User.objects.get(username=KEEPER)
        bringer = Bringer(by=by, region=by.postings.get().region_id)
        packages = json.loads(self.chance.choice(list(self.book.files)))["packages"]
        brought = [bring({name: one[name] for name in SEALED}, bringer) for one in packages]
        self.count("work handed over to the desk")
        return " ".join(f"{one.state} {one.why} {one.became}" for one in brought)

    def let_in(self) -> str:
        """Work of tablets that are closed, or were enrolled anew since, which waits for somebody's leave."""
        by = User.objects.get(username=KEEPER)
        shut = HandedOver.objects.filter(state=HandedOver.State.KEPT, why__in=MAY_BE_ALLOWED).order_by("pk")
        return " ".join(str(allow(kept, by=by).became) for kept in shut)

    def open_sealed(self) -> str:
        """The custodian opens what closed tablets have sent."""
        if not waiting():
            return NOTHING
        self.count("25 custodian opens what a closed tablet sent")
        return self.opened()

    def open_file(self, content: bytes) -> None:
        with NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            self.trace.note("custodian", self.opened(file.name))

    def opened(self, *file: str) -> str:
        said = StringIO()
        with NamedTemporaryFile() as key:
            key.write(CUSTODIAN.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            key.flush()
            call_command("open_sealed", *file, key=Path(key.name), stdout=said, stderr=said)
        return said.getvalue()

    def work(self) -> str:
        """The worker's minute."""
        settle()
        return NOTHING

    def revoke_licence(self) -> str:
        licences = list(Licence.objects.filter(revoked_on=None).order_by("pk"))
        if not licences:
            return NOTHING
        licence = self.chance.choice(licences)
        day = timezone.localdate() - timedelta(days=self.chance.randrange(10))
        licence.revoke(day, by=User.objects.get(username="renee"), reason="Dug in the river bed.")
        self.count("21 licence revoked meanwhile")
        return str(licence.pk)

    def move_officer(self) -> str:
        """To the other province, from today; he keeps his tablet."""
        officer = self.chance.choice(list(User.objects.filter(enrolments__isnull=False).distinct().order_by("pk")))
        last = officer.postings.order_by("starts_on", "pk").last()
        assert last is not None
        today = timezone.localdate()
        if last.starts_on >= today:
            last.delete()
        else:
            last.ends_on = today - timedelta(days=1)
            last.save()
        province = Region.objects.exclude(pk=last.region_id).get(level=1)
        officer.postings.create(role=last.role, region=province, starts_on=today)
        self.count("officer moved")
        if self.chance.random() < 0.7:
            self.give_tablet(officer.username)
        return f"{officer.username} to {province.code}"

    def revoke_enrolment(self) -> str:
        enrolments = list(Enrolment.objects.filter(revoked_at=None).exclude(enrolled_at=None).order_by("pk"))
        if not enrolments or self.chance.random() < 0.5:
            return NOTHING
        enrolment = self.chance.choice(enrolments)
        enrolment.revoke(by=User.objects.get(username="renee"))
        self.book.closed.add(enrolment.tablet.number)
        self.count("25 token revoked")
        return str(enrolment.pk)

    def revoke_tablet(self) -> str:
        """Once at most, and never the last one: a schedule wants somebody who can still send."""
        in_use = list(Tablet.objects.in_use().filter(enrolments__isnull=False).distinct().order_by("number"))
        if self.tablets_revoked or len(in_use) < 2:
            return NOTHING
        tablet = self.chance.choice(in_use)
        tablet.revoke(by=User.objects.get(username="renee"))
        self.book.closed.add(tablet.number)
        self.tablets_revoked += 1
        self.count("25 tablet revoked")
        return str(tablet.number)

    def give_tablet(self, officer: str) -> None:
        """The tablet of somebody who was moved becomes his new office's: before that he receives nothing on it."""
        postings = Posting.objects.filter(user__username=officer).order_by("-starts_on", "-pk")
        office = Office.objects.filter(region=Subquery(postings.values("region")[:1]))
        tablets = Tablet.objects.filter(enrolments__officer__username=officer)
        tablets.update(office=Subquery(office.values("pk")[:1]))

    def offer(self, number: int, officer: str) -> str:
        """A one-time code for this officer on this tablet."""
        return Tablet.objects.get(number=number).offer(User.objects.get(username=officer))
