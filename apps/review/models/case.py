"""The case of a record: its status, its version and the one way to decide it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, TypedDict, Unpack

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Tablet, User
from apps.accounts.scope import Scope
from apps.journal.sealing import settle_on_commit
from apps.places.models import Region
from apps.review.journalling import has_amended, note
from apps.review.models.decision import Decision
from apps.review.models.phrase import Phrase
from apps.review.querysets import CaseQuerySet
from apps.review.seconding import whys_of_a_second
from apps.review.status import DECISIONS, MOVES, NEEDS_REASON, Status
from apps.review.story import meanwhile


class Said(TypedDict, total=False):
    """What a decision is made with: the chosen sentence, what was added to it, and who had found it right before."""

    reason: str
    phrase: dict[str, str] | None
    first_by: User | None


class ChangedMeanwhile(ValidationError):  # noqa: N818 - it is no error, the reader looks again
    """The record has moved on since the reader saw it: show it anew and ask again."""


class Case(models.Model):
    """What is being decided about one record; its id is the record's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The record's model, in lower case: "registry.digger". The journal calls the record the same.
    kind = models.CharField(_("kind"), max_length=40, editable=False)
    number = models.CharField(_("number"), max_length=40, editable=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("region")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    captured_at = models.DateTimeField(_("captured at"), default=timezone.now, editable=False)
    # The day it was where the officer stood, against which days on the record are judged.
    captured_on = models.DateField(_("captured on"), default=timezone.localdate, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now, editable=False)
    captured_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("captured by")
    )
    tablet = models.ForeignKey(
        Tablet, models.PROTECT, null=True, related_name="cases", editable=False, verbose_name=_("tablet")
    )
    together_with = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="companions", editable=False, verbose_name=_("decided with")
    )

    # Who found it right first, where the rules ask for two; until the second decides it is pending and counts nowhere.
    first_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False,
        verbose_name=_("first reviewer"),
    )  # fmt: skip
    first_at = models.DateTimeField(_("passed on at"), null=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["submitted_at", "id"]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="case_queue"),
            models.Index(fields=["region", "status", "submitted_at"], name="case_queue_of_a_region"),
            models.Index(fields=["submitted_at", "id"], name="case_by_age"),
            # All that a count of the queue and a place in it ask of a row, so that no row need be looked at.
            models.Index(
                fields=["submitted_at", "id", "region", "first_by", "kind"],
                condition=Q(status=Status.PENDING, together_with=None),
                name="case_waiting",
            ),
            models.Index(fields=["first_at", "region"], condition=Q(first_by__isnull=False), name="case_passed_on"),
            # One question tells of a batch of any kinds which of its numbers were written before.
            models.Index(fields=["number"], name="case_by_number"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status_is_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="case_version_from_one"),
            models.CheckConstraint(
                condition=Q(together_with=None) | ~Q(together_with=F("id")), name="case_not_together_with_itself"
            ),
            models.CheckConstraint(
                condition=Q(first_by=None, first_at=None)
                | Q(first_by__isnull=False, first_at__isnull=False, status=Status.PENDING),
                name="only_a_pending_case_is_half_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(captured_by=None) | ~Q(first_by=F("captured_by")),
                name="nobody_reviews_his_own_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name()} {self.number}".strip()

    def kind_name(self) -> str:
        return str(apps.get_model(self.kind)._meta.verbose_name)

    def record(self) -> Any:
        """The record that this case is about."""
        return apps.get_model(self.kind)._default_manager.get(pk=self.pk)

    def age(self) -> timedelta:
        return timezone.now() - self.submitted_at

    def can_move_to(self, status: str) -> bool:
        return status in MOVES[self.status]

    def locked(self, *, seen: int) -> Case:
        """This case under lock; `ChangedMeanwhile` where its version is no longer the one that was seen."""
        case = Case.objects.select_for_update(of=("self",)).select_related("region").get(pk=self.pk)
        if case.version != seen:
            raise ChangedMeanwhile(meanwhile(case.pk))
        return case

    def decide(
        self, status: str, *, by: User, seen: int, reason: str = "", phrase: Phrase | None = None
    ) -> Decision | None:
        """
        Record a decision on this case and apply it, to the find that its purchase made as well.

        `seen` is the version that the reviewer had on the screen; another one since then raises `ChangedMeanwhile`.
        None where the rules ask for two and this is the first who accepts it: it is passed on, and stays pending.
        """
        reason = reason.strip()
        if status not in DECISIONS:
            raise ValidationError(_("A reviewer accepts, returns or rejects."))
        if status in NEEDS_REASON and not reason and phrase is None:
            raise ValidationError(_("Say why the record is returned or rejected."))
        if phrase is not None and not phrase.suits(self.kind, status):
            raise ValidationError(_("This sentence is not for such a record. Choose another."))
        said: Said = {"reason": reason, "phrase": phrase.words() if phrase else None}
        try:
            return self.decided(status, by=by, seen=seen, said=said)
        except IntegrityError as fault:
            # At this very moment somebody accepted another record under the same number: the database let one through.
            raise ChangedMeanwhile(
                _("Another decision came first. Nothing was changed. Read the record again.")
            ) from fault

    def decided(self, status: str, *, by: User, seen: int, said: Said) -> Decision | None:
        with transaction.atomic():
            case = self.locked(seen=seen)
            case.refuse_reviewer(by)
            case.refuse_companion()
            case.refuse_second(by)
            companions = list(case.companions.select_for_update(of=("self",)))
            if status == Status.ACCEPTED and case.status == Status.PENDING and case.asks_for_two(companions):
                case.pass_on(by)
                decision = None
            else:
                said["first_by"] = case.first_by
                decision = case.move_to(status, by=by, **said)
                for companion in companions:
                    if companion.can_move_to(status):
                        companion.move_to(status, by=by, **said)
            settle_on_commit()
        return decision

    def asks_for_two(self, companions: Sequence[Case]) -> Sequence[str]:
        """Why a second reviewer has to look at it after the next; nothing where the next one accepts it."""
        if self.first_by_id:
            return []
        return whys_of_a_second([self, *companions], self.region.participant_id)

    def pass_on(self, by: User) -> None:
        """The first of two finds it right; the caller holds the lock."""
        self.record().before_decision(Status.ACCEPTED)
        self.first_by, self.first_at = by, timezone.now()
        self.version += 1
        self.save(update_fields=["first_by", "first_at", "version"])
        note("passed_on", self, by=by)

    def take_back(self, *, by: User, seen: int, reason: str) -> None:
        """
        Undo that it was passed on, as long as no second reviewer has decided: it waits for a first one again.

        `seen` is the version on the screen: where the second decided meanwhile, `ChangedMeanwhile` says so.
        """
        if not reason.strip():
            raise ValidationError(_("Say why the record is taken back."))
        with transaction.atomic():
            case = self.locked(seen=seen)
            case.refuse_taking_back(by)
            case.first_by = case.first_at = None
            case.save(update_fields=["first_by", "first_at"])
            case.touch("taken_back", by=by, words={"reason": reason.strip()})
            settle_on_commit()

    def refuse_reviewer(self, by: User) -> None:
        """Raise a sentence where this person may not review this case."""
        if not by.may("review", left=self.region.left):
            raise ValidationError(_("You do not review the records of this region."))
        if by.pk == self.captured_by_id or has_amended(by, self):
            raise ValidationError(_("Nobody decides a record that he captured himself."))

    def refuse_second(self, by: User) -> None:
        """Raise a sentence where a first reviewer has passed it on, and this person may not be the second."""
        if self.first_by_id is None:
            return
        if by.pk == self.first_by_id:
            raise ValidationError(_("You have passed this record on. Another reviewer decides."))
        if not by.may("confirm", left=self.region.left):
            raise ValidationError(_("This record was passed on: a registrar decides."))

    def refuse_taking_back(self, by: User) -> None:
        """Raise a sentence where this person may not take it back from the second reviewer."""
        self.refuse_reviewer(by)
        if self.first_by_id is None:
            raise ValidationError(_("This record waits for no second reviewer."))
        # Whoever is the second has a decision to take, and a return says to the officer what it is for.
        if by.pk != self.first_by_id and by.may("confirm", left=self.region.left):
            raise ValidationError(_("You are the second reviewer of this record: accept, return or reject it."))

    def refuse_companion(self) -> None:
        if self.together_with is not None:
            raise ValidationError(
                _("This find is decided with its purchase %(number)s."), params={"number": self.together_with.number}
            )

    def move_to(self, status: str, *, by: User | None, **said: Unpack[Said]) -> Decision:
        """Set the status here and on the record, with its decision and journal entry; the caller holds the lock."""
        if not self.can_move_to(status):
            raise ValidationError(
                _("A record that is “%(now)s” cannot become “%(next)s”."),
                params={"now": self.get_status_display(), "next": Status(status).label},
            )
        record = self.record()
        record.before_decision(status)
        self.stand_as(status, record)
        decision = self.decisions.create(status=status, by=by, version=self.version, **said)
        phrase = said.get("phrase") or {}
        note(status, self, by=by, words={"reason": said.get("reason", ""), **({"phrase": phrase} if phrase else {})})
        record.after_decision(decision)
        return decision

    def answer(self, *, by: User | None, seen: int, **said: Any) -> Case:
        """
        Take note that the record's words were changed, in this transaction: it waits for a decision again.

        The caller has saved the changed record; `seen` is the version that it changed, else `ChangedMeanwhile`. What
        was `said`: the tablet, and the words themselves or, where they are kept elsewhere, their salted digest.
        """
        case = self.locked(seen=seen)
        if not (case.status == Status.PENDING or case.can_move_to(Status.PENDING)):
            raise ValidationError(_("This record is closed and cannot be changed."))
        record, region_before = case.record(), case.region_id
        if record.is_closed():
            raise ValidationError(_("This record is closed and cannot be changed."))
        case.number, case.region_id = record.number, record.region_id
        case.stand_as(Status.PENDING, record, "number", "region")
        note("amended", case, by=by, region_before=region_before, **said)
        return case

    def touch(self, verb: str, *, by: User | None, words: dict[str, str]) -> None:
        """Count a version and write the journal entry of an act that leaves the status as it is."""
        self.version += 1
        self.save(update_fields=["version"])
        note(verb, self, by=by, words=words)

    def stand_as(self, status: str, record: Any, *changed: str) -> None:
        self.status = record.status = status
        # Another state, or other words: what the first of two found right is no longer what stands.
        self.first_by = self.first_at = None
        self.version += 1
        self.save(update_fields=["status", "version", "first_by", "first_at", *changed])
        record.save(update_fields=["status"])
