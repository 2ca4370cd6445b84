"""The grant: an application that was inspected and paid becomes a licence or a buyer's licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.registry.entering import Written, put
from apps.registry.kind import Reference
from apps.registry.kinds import all_kinds
from apps.registry.models import Application, Ground, Right, Step, What
from apps.registry.models.application import SAME_PERSON
from apps.registry.models.registered import TAKEN
from apps.review.journalling import note
from apps.review.models import Case, Status


@dataclass(frozen=True)
class Grant:
    """What the grant adds to the application: the paper's number, its days, who issues it and why."""

    number: str
    starts_on: date
    ends_on: date
    authority: str
    reason: str


def grant(application: Application, given: Grant, *, by: User) -> Any:
    """
    Make it a paper of the register, accepted, and the application its history.

    Whoever wrote the application down stands as the one who recorded it; whoever grants it decides it, and is neither
    that person nor the one who took the receipt. All of it or nothing.
    """
    application.refuse_stranger(by)
    today = timezone.localdate()
    try:
        with application.acting(today):
            refuse(application, given, by=by)
            [paper] = put(
                all_kinds()[KIND[application.right]], [written(application, given)], by=application.written_by
            )
            case = Case.objects.select_for_update(of=("self",)).get(pk=paper.pk)
            case.move_to(Status.ACCEPTED, by=by, reason=given.reason)
            steps = {"day": given.starts_on, "until": given.ends_on, "reason": given.reason.strip()}
            Step.objects.create(case=case, what=What.GRANTED, by=by, **steps)
            case.touch("granted", by=by, words={name: str(value) for name, value in steps.items()})
            if application.right == Right.DIG:
                Ground.objects.filter(application=application).update(licence=paper)
            application.granted, application.granted_by = case, by
            application.version += 1
            application.save(update_fields=["granted", "granted_by", "version"])
            note("granted", application, by=by, words={"number": given.number})
    except IntegrityError as fault:
        # At this very moment somebody else gave this number away.
        raise ValidationError(TAKEN) from fault
    return paper


def refuse(application: Application, given: Grant, *, by: User) -> None:
    """Raise a sentence where this person cannot grant it, or nobody yet."""
    if not application.fit:
        raise ValidationError(_("It has not been inspected and found fit."))
    if application.paid_on is None:
        raise ValidationError(_("The fee is not paid yet."))
    if by.pk == application.written_by_id:
        raise ValidationError(_("Nobody grants an application that he wrote down himself."))
    if by.pk == application.paid_by_id:
        raise ValidationError(SAME_PERSON)
    if not given.reason.strip():
        raise ValidationError(_("Say why."))
    last = application.steps.in_order().last()
    if last and given.starts_on < last.day:
        raise ValidationError(
            _("This cannot lie before %(day)s, the day of what is known of it last."),
            params={"day": date_format(last.day)},
        )
    if given.ends_on < given.starts_on:
        raise ValidationError(_("The last day cannot lie before the first."))


KIND: dict[str, str] = {Right.DIG: "licence", Right.BUY: "buyer"}


def written(application: Application, given: Grant) -> Written:
    answers = {"number": given.number, "starts_on": given.starts_on, "ends_on": given.ends_on}
    answers |= of_licence(application, given) if application.right == Right.DIG else of_buyer(application)
    named = {"holder": application.holder_id, "site": application.site_id} if application.right == Right.DIG else {}
    references = {name: Reference(id=pk) for name, pk in named.items() if pk}
    return Written(
        {name: one for name, one in answers.items() if one not in {None, ""}}, application.region_id, references
    )


def of_licence(application: Application, given: Grant) -> dict[str, Any]:
    same = ("holder_kind", "holder_name", "area_text", "hectares", "fee", "treasury_receipt", "supporter", "share_rule")
    return {
        **{name: getattr(application, name) for name in same},
        "licence_class": application.paper_class,
        "authority": given.authority,
        "issued_on": timezone.localdate(),
        "fee_currency": application.fee_currency_id,
    }


def of_buyer(application: Application) -> dict[str, Any]:
    return {
        "buyer_class": application.paper_class,
        "names": application.applicant,
        "address": application.address,
        "nationality": application.nationality,
        "financier": application.supporter,
    }
