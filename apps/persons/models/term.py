"""How long each kind of personal data is kept, after what and by what right; and the runs that forget what is past."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, ClassVar, Self

import orjson
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as in_the_readers_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.accounts.scope import Scope, anywhere_in
from apps.journal.sealing import settle_on_commit
from apps.journal.writing import Act, write
from apps.places.models import Participant, Region

# A shorter term forgets what nobody can bring back: whoever keeps the register sees it coming for so many days.
NOTICE = timedelta(days=30)


class TermQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those begun by that day, the one that holds last: of one day, the one that was written down later."""
        return self.filter(starts_on__lte=day).order_by(F("participant").asc(nulls_first=True), "starts_on", "pk")

    def with_state(self, day: date) -> Self:
        """Each with what it is on that day as `state`: holds, announced or replaced."""
        later = Q(starts_on__gt=OuterRef("starts_on")) | Q(starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk"))
        whose = Coalesce("participant", Value(""))
        others = Term.objects.alias(whose=whose).filter(later, whose=OuterRef("whose"), kind=OuterRef("kind"))
        return self.alias(whose=whose).annotate(
            state=Choose(
                When(starts_on__gt=day, then=Value("announced")),
                When(Exists(others.filter(starts_on__lte=day)), then=Value("replaced")),
                default=Value("holds"),
            )
        )

    def to_come(self, day: date) -> Self:
        return self.filter(starts_on__gt=day).order_by("starts_on", "pk")


class Term(models.Model):
    """
    From a day on, in one Participant or in all that say nothing themselves.

    A row is never changed: a later one takes its place, so that it can be told which term held on which day.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Everything that says who somebody is")
        PHOTOS = "photos", _("Photos and signatures of persons")
        DOCUMENTS = "documents", _("Numbers of persons’ papers")
        CONTACT = "contact", _("Addresses of persons")
        ORIGIN = "origin", _("Parents, birthplace and nationality")
        REFUSED = "refused", _("Refused applications")
        TRIES = "tries", _("Wrong passwords and where they came from")

    class After(models.TextChoices):
        ACTIVITY = "activity", _("after last met or named in a record")
        LICENCE = "licence", _("after the last licence, or else last met")
        DECISION = "decision", _("after the decision")
        ATTEMPT = "attempt", _("after the attempt")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")

    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Participant")
    )
    kind = models.CharField(_("what is kept"), max_length=10, choices=Kind)
    length = models.PositiveSmallIntegerField(_("how long"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=6, choices=Unit, default=Unit.YEARS)
    after = models.CharField(_("after what"), max_length=8, choices=After)
    ground = models.CharField(_("legal ground"), max_length=200)
    starts_on = models.DateField(_("from the day"))
    set_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of keeping")
        verbose_name_plural = _("terms of keeping")
        ordering = ["participant", "kind", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(length__gte=1), name="a_term_lasts"),
            models.CheckConstraint(condition=~Q(ground=""), name="a_term_has_a_ground"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "photos", "documents", "contact", "origin"])
                & Q(after__in=["activity", "licence"])
                | Q(kind="refused", after="decision")
                | Q(kind="tries", after="attempt"),
                name="a_term_begins_with_something_known",
                violation_error_message=_("What is kept for so long cannot be counted from this."),
            ),
            models.CheckConstraint(
                condition=Q(unit__in=["days", "months", "years"]), name="a_term_is_counted_in_a_known_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.lasting()}"

    def sentence(self) -> str:
        """How long, after what and by what right."""
        said = {"long": self.lasting(), "after": self.get_after_display(), "ground": self.ground_in_words()}
        return _("%(long)s %(after)s (%(ground)s)") % said

    def ground_in_words(self) -> str:
        """What is delivered is said in the reader's language; a Participant's own stands as it was written."""
        return self.ground if self.participant_id else in_the_readers_words(self.ground)

    def lasting(self) -> str:
        words = {
            self.Unit.DAYS: ngettext("%d day", "%d days", self.length),
            self.Unit.MONTHS: ngettext("%d month", "%d months", self.length),
            self.Unit.YEARS: ngettext("%d year", "%d years", self.length),
        }
        return words[self.Unit(self.unit)] % self.length

    def due(self, since: date) -> date:
        """The day from which it is not kept any more; what would end after the calendar does is kept."""
        if self.unit == self.Unit.DAYS:
            return since + timedelta(days=self.length)
        months = since.month - 1 + self.length * (12 if self.unit == self.Unit.YEARS else 1)
        year, month = since.year + months // 12, months % 12 + 1
        if year > date.max.year:
            return date.max
        return date(year, month, min(since.day, monthrange(year, month)[1]))

    def put_down(self, *, by: User) -> None:
        """Write this row down, with its journal entry; whoever keeps the accounts of the whole Participant does."""
        if not kept_by(by).filter(pk=self.participant_id).exists():
            raise ValidationError(_("You do not keep the accounts of this Participant."))
        self.set_by = by
        self.full_clean()
        self.refuse_surprise()
        with transaction.atomic():
            self.note()
            settle_on_commit()

    def refuse_surprise(self) -> None:
        today = timezone.localdate()
        if self.starts_on < today:
            raise ValidationError(_("A term cannot begin in the past."))
        if self.starts_on < today + NOTICE and self.is_shorter():
            first = {"day": date_format(today + NOTICE)}
            raise ValidationError(
                _("A shorter term is announced 30 days ahead: from %(day)s at the earliest."), params=first
            )

    def is_shorter(self) -> bool:
        """Whether anything would go earlier than it does by the row that holds when this one begins."""
        holding = terms_on(self.starts_on).of(self.participant_id, self.kind)
        if holding is None:
            return True
        other = self.after != holding.after
        return other or any(self.due(day) < holding.due(day) for day in (date(2027, 1, 31), date(2028, 2, 29)))

    def note(self) -> None:
        """Save it, with its entry in the journal, in the caller's transaction."""
        self.save(force_insert=True)
        words = {
            **{"participant": self.participant_id, "kind": self.kind, "length": self.length, "unit": self.unit},
            **{"after": self.after, "ground": self.ground, "starts_on": self.starts_on.isoformat()},
        }
        by = f"user:{self.set_by_id}" if self.set_by_id else "system"
        payload = orjson.dumps(words, option=orjson.OPT_SORT_KEYS)
        write(Act("term_set", "persons.term", str(self.pk), by=by, payload=payload))


def kept_by(user: User) -> Any:
    """The Participants of which this person keeps the accounts, the whole country's."""
    roots = Region.objects.roots()
    if not user.is_superuser:
        roots = roots.filter(anywhere_in(user.bounds_to("people"), ""))
    return Participant.objects.filter(pk__in=roots.order_by().values("participant"))


class Terms:
    """The terms of one day, a Participant's own before those of all."""

    def __init__(self, rows: Any) -> None:
        self.rows = {(row.participant_id, row.kind): row for row in rows}

    def of(self, participant: str | None, kind: str) -> Term | None:
        return self.rows.get((participant, kind)) or self.rows.get((None, kind))


def terms_on(day: date) -> Terms:
    return Terms(Term.objects.on(day).select_related("participant"))


class TermsRunQuerySet(models.QuerySet):
    def ended(self) -> Self:
        return self.exclude(ended_at=None)

    def to_sweep(self) -> Self:
        return self.ended().exclude(forgotten={}).filter(swept_at=None)


class TermsRun(models.Model):
    """That the terms were gone through on a day: how much was forgotten, what stayed and why, and what comes next."""

    day = models.DateField(_("day"), unique=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    # The last person that was looked at: whoever is stopped goes on behind him.
    reached = models.UUIDField(null=True)
    # How many, by "XA person"; and by reason, of those that are past their term and stay.
    forgotten = models.JSONField(_("forgotten"), default=dict)
    stayed = models.JSONField(_("stayed"), default=dict)
    next_on = models.DateField(_("next term"), null=True)
    swept_at = models.DateTimeField(_("swept at"), null=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = TermsRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of the terms")
        verbose_name_plural = _("runs of the terms")
        ordering = ["-day"]
        get_latest_by = "day"

    def __str__(self) -> str:
        return str(self.day)
