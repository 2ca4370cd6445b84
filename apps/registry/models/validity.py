"""What is valid from a day to a day unless it is revoked or paused: licences, and buyers by theirs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case as Choose
from django.db.models import CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.places.models import Currency
from apps.registry.models.fees import Fee
from apps.registry.models.receipts import paying_with
from apps.registry.models.registered import Registered
from apps.registry.models.renewals import SAME_PERSON, Renewal
from apps.registry.models.steps import A_DAY, PAUSING, Step, What, pauses_in, stood, stood_at_all
from apps.registry.pauses import Pause, covering, written
from apps.review.models import Case
from apps.review.querysets import ReviewableQuerySet
from apps.review.status import STANDING

# What nobody has decided yet, or what begins later.
NOT_YET = "not_yet"
# The days that the last-named paper has today, whoever holds an older copy of it.
DATED = ("starts_on", "ends_on", "revoked_on", "revoked_because", "pauses", "reminded_on", "status")


def paused(day: Any, paper: str = "") -> Q:
    """A condition: the paper at the end of a path is suspended, handed back or lapsed on a day, a date or a column."""
    # Almost no paper ever is, and then its steps are not looked at.
    steps = Coalesce(stood(day, paper), Value(""), output_field=CharField())
    return ~Q(**{f"{paper}pauses": ""}) & Q(In(steps, sorted(PAUSING)))


def holds(day: Any, paper: str = "") -> Q:
    """A condition: the paper at the end of a path is valid on a day; one that was revoked held until the day before."""
    revoked = Q(**{f"{paper}revoked_on__isnull": False, f"{paper}revoked_on__lte": day})
    within = Q(**{f"{paper}starts_on__lte": day, f"{paper}ends_on__gte": day})
    return within & ~revoked & ~paused(day, paper)


class ValidityQuerySet(ReviewableQuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(holds(day))

    def paused_on(self, day: date) -> Self:
        return self.filter(paused(day))

    def state_on(self, day: date) -> Self:
        """Each with what it was on that day as `state_then`: a step, or `not_yet` before it was applied for."""
        return self.annotate(step_then=stood_at_all(day)).annotate(
            state_then=Choose(
                When(revoked_on__lte=day, then=Value(What.REVOKED)),
                When(step_then=What.SURRENDERED, then=F("step_then")),
                When(starts_on__gt=day, then=Coalesce("step_then", Value(NOT_YET))),
                When(ends_on__lt=day, then=Value(What.EXPIRED)),
                default=Coalesce("step_then", Value(What.GRANTED)),
                output_field=CharField(),
            )
        )


class Valid(Registered):
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid to"), help_text=_("The last day, included."))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True, editable=False)
    revoked_because = models.TextField(_("revoked because"), blank=True, editable=False)
    # Worked out from its steps when one is added, so that rules and tablets need not read them.
    pauses = models.TextField(_("not valid within its term"), blank=True, editable=False)

    # What it gives a right to, by which its fees are known.
    right: ClassVar[str]

    # Of the end that it has now: a renewal has another end.
    reminded_on = models.DateField(_("reminded of the end on"), null=True, blank=True, editable=False)

    class Meta(Registered.Meta):
        abstract = True
        constraints = [
            *Registered.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_because="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_because="")),
                name="%(class)s_revoked_for_a_reason",
            ),
        ]

    @property
    def paper_class(self) -> str:
        raise NotImplementedError

    def is_valid_on(self, day: date) -> bool:
        revoked = self.revoked_on is not None and self.revoked_on <= day
        return self.starts_on <= day <= self.ends_on and not revoked and not self.pause_on(day)

    def pause_on(self, day: date) -> Pause | None:
        """The days around this one on which it was suspended, handed back or lapsed."""
        return covering(self.pauses, day)

    def last_valid_day(self) -> date:
        """The last day of the paper, or the day before it was revoked."""
        return self.ends_on if self.revoked_on is None else min(self.ends_on, self.revoked_on - timedelta(days=1))

    def revoke(self, day: date, *, by: User, reason: str) -> None:
        """
        End the validity from this day on, for a reason.

        What was bought before stays as it is; what was bought since is flagged by the ledger, which reads the journal.
        """
        if not reason.strip():
            raise ValidationError(_("Say why it is revoked."))
        self.take(What.REVOKED, day, by=by, reason=reason)

    def suspend(self, day: date, *, by: User, reason: str) -> None:
        """From this day on it does not hold, until the suspension is lifted."""
        self.take(What.SUSPENDED, day, by=by, reason=reason)

    def resume(self, day: date, *, by: User, reason: str) -> None:
        """Lift the suspension: from this day on it holds again, within its term."""
        self.take(What.RESUMED, day, by=by, reason=reason)

    def surrender(self, day: date, *, by: User, reason: str) -> None:
        """Its holder gives it back: from this day on it does not hold any more."""
        self.take(What.SURRENDERED, day, by=by, reason=reason)

    def due_for_renewal(self, day: date) -> Any:
        """What the schedule asks for a renewal on that day."""
        of = {"participant": self.participant_id, "right": self.right, "paper_class": self.paper_class}
        return Fee.objects.due(**of, act=Fee.Act.RENEWAL, day=day)

    def pay_renewal(self, day: date, *, amount: Decimal, currency: Currency, receipt: str, by: User) -> None:
        """Write down the treasury's receipt for another term, for at least what the schedule asks."""
        self.refuse_stranger(by)
        said = {"paid_on": day, "amount": amount, "currency": currency, "paid_by": by}
        words = {"day": day.isoformat(), "amount": f"{amount} {currency.pk}"}
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db(fields=DATED)
            self.refuse_fee(day, amount, currency, case)
            with paying_with(receipt, participant=self.participant_id) as number:
                Renewal.objects.create(case=case, participant_id=self.participant_id, receipt=number, **said)
            case.touch("renewal_paid", by=by, words=words | {"receipt": number})
            settle_on_commit()

    def refuse_fee(self, day: date, amount: Decimal, currency: Currency, case: Case) -> None:
        """Raise a sentence where nothing can be paid for it, or not so little."""
        if day > timezone.localdate():
            raise ValidationError(_("That day has not come yet."))
        last = case.steps.in_order().last()
        if self.revoked_on is not None or self.status not in STANDING or (last and last.what == What.SURRENDERED):
            raise ValidationError(_("It cannot be renewed any more."))
        if case.renewals.waiting().exists():
            raise ValidationError(_("The fee is paid already."))
        if due := self.due_for_renewal(day):
            due.refuse_less(amount, currency, getattr(self, "hectares", None))

    def renew(self, day: date, until: date, *, by: User, reason: str) -> None:
        """
        Make it last until another day, for a fee that somebody else took.

        What lies between its old end and a later renewal stays without a licence.
        """
        self.take(What.RENEWED, day, by=by, reason=reason, until=until)

    def remind(self, *, by: User) -> None:
        """Write down that its holder was reminded of its end, once for each end."""
        self.refuse_stranger(by)
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db(fields=DATED)
            if self.reminded_on is not None:
                raise ValidationError(
                    _("The holder of %(number)s was reminded already."), params={"number": self.number}
                )
            self.reminded_on = timezone.localdate()
            self.save(update_fields=["reminded_on", "written_at"])
            case.touch("reminded", by=by, words={"ends_on": self.ends_on.isoformat()})
            settle_on_commit()

    def refuse_stranger(self, by: User) -> None:
        if not by.may("license", left=self.region.left):
            raise ValidationError(_("You do not issue or revoke licences in this region."))

    def take(self, what: What, day: date, *, by: User, reason: str, until: date | None = None) -> None:
        """Write the next step, or a sentence why it cannot follow; of two at once the second reads the first."""
        if not reason.strip():
            raise ValidationError(_("Say why."))
        self.refuse_stranger(by)
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db(fields=DATED)
            steps = list(case.steps.in_order())
            self.refuse(what, day, until, steps)
            paid = self.paid_for(case, by) if what == What.RENEWED else None
            said = {"until": until, "receipt": paid.receipt if paid else "", "reason": reason.strip()}
            added = [Step(case=case, what=what, day=day, by=by, **said)]
            if what == What.RENEWED and day > self.ends_on + A_DAY:
                lapsed = str(_("Its term had ended, and it was renewed later."))
                added.insert(0, Step(case=case, what=What.EXPIRED, day=self.ends_on + A_DAY, reason=lapsed, by=by))
            Step.objects.bulk_create(added)
            if paid:
                paid.step, paid.renewed_by = added[-1], by
                paid.save(update_fields=["step", "renewed_by"])
            self.stand_after([*steps, *added])
            words = {"day": day.isoformat(), "reason": reason.strip()}
            case.touch(what, by=by, words=words | ({"until": until.isoformat()} if until else {}))
            settle_on_commit()

    def paid_for(self, case: Case, by: User) -> Renewal:
        """The fee that waits for this renewal, taken by somebody else; a sentence where there is none."""
        paid: Renewal | None = case.renewals.waiting().first()
        if paid is None:
            raise ValidationError(_("The fee of the renewal is not paid yet."))
        if paid.paid_by_id == by.pk:
            raise ValidationError(SAME_PERSON)
        return paid

    def stand_after(self, steps: list[Step]) -> None:
        """Keep the columns that are read by everybody in step."""
        last = steps[-1]
        self.pauses = written(pauses_in(sorted(steps, key=lambda step: step.day)))
        if last.what == What.REVOKED:
            self.revoked_on, self.revoked_because = last.day, last.reason
        if last.what == What.RENEWED and last.until:
            self.ends_on, self.reminded_on = last.until, None
        self.save(update_fields=[*DATED[1:-1], "written_at"])

    def refuse(self, what: What, day: date, until: date | None, steps: list[Step]) -> None:
        """Raise a sentence where this step cannot follow those that were taken."""
        if self.revoked_on is not None:
            raise ValidationError(_("It is revoked already."))
        if what != What.REVOKED:
            self.refuse_turn(what, day, until, steps[-1] if steps else None)

    def refuse_turn(self, what: What, day: date, until: date | None, last: Step | None) -> None:
        if self.status not in STANDING:
            raise ValidationError(_("It was rejected at review."))
        now = last.what if last else What.GRANTED
        if now == What.SURRENDERED:
            raise ValidationError(_("It was handed back."))
        since = max(self.starts_on, last.day) if last else self.starts_on
        if day < since:
            raise ValidationError(
                _("This cannot lie before %(day)s, the day of what is known of it last."), **at(since)
            )
        if what == What.RENEWED:
            self.refuse_renewal(day, until, suspended=now == What.SUSPENDED)
        elif (now == What.SUSPENDED) != (what == What.RESUMED) and what != What.SURRENDERED:
            raise ValidationError(_("It is suspended already.") if now == What.SUSPENDED else _("It is not suspended."))
        elif what != What.RESUMED and day > self.ends_on:
            raise ValidationError(_("It ended on %(day)s."), **at(self.ends_on))

    def refuse_renewal(self, day: date, until: date | None, *, suspended: bool) -> None:
        if suspended:
            raise ValidationError(_("It is suspended: lift the suspension first."))
        if until is None or until <= self.ends_on:
            raise ValidationError(_("It is valid until %(day)s already: say a later last day."), **at(self.ends_on))
        if until < day:
            raise ValidationError(_("The last day cannot lie before the first."))


def at(day: date) -> dict[str, Any]:
    return {"params": {"day": date_format(day)}}
