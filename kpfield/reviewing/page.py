"""The review page: what was said, what stands against it, and the decision at its foot."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.registry.desk import papers_tool
from apps.registry.grounds import ground_of
from apps.review.ages import waited
from apps.review.desk import standing_cell
from apps.review.models import Case, Flag, Phrase, Status
from apps.review.story import times_taken_back
from kpfield.reviewing.comparing import Comparison, compare
from kpfield.reviewing.near import near, on_the_same_slip
from kpfield.reviewing.photos import photos_of, picture_of, picture_sent_with
from kpfield.reviewing.queue import Place, place_of
from kpfield.reviewing.resembling import told_apart

# Of a number that our own pages write; Python refuses to read one of thousands of digits.
LONGEST = 19


def review(request: HttpRequest, pk: UUID, typed: str = "", chosen: str = "") -> HttpResponse:
    reader = reader_of(request)
    case = case_for(reader, pk)
    record = case.record()
    said = compare(record, reader=reader)
    place = place_of(case, reader)
    companions = list(case.companions.all())
    context = {
        **admin.site.each_context(request),
        "title": f"{case.kind_name().upper()} {case.number}",
        "case": case,
        "state": standing_cell(case),
        "told": how_it_came(case, said),
        "sections": said.sections,
        "compared": said.compared,
        "reason": said.reason,
        "asked": said.asked,
        "companions": [companion(other, reader) for other in companions],
        "photos": photos_of(case, reader),
        "ground": ground_of(record),
        "nears": [one for one in (on_the_same_slip(record, reader), near(record, reader)) if one],
        "others": told_apart(record, reader),
        "tools": tools(case, record, reader),
        **standing_against(case),
        **decision(case, reader, typed, companions),
        "chosen": chosen,
        **steps(place),
    }
    return TemplateResponse(request, "desk/review.html", context)


def photo(request: HttpRequest, pk: UUID, shown: UUID) -> HttpResponse:
    reader = reader_of(request)
    return picture_of(case_for(reader, pk), shown, reader)


def photo_sent_with(request: HttpRequest, pk: UUID, shown: UUID) -> HttpResponse:
    reader = reader_of(request)
    if not reader.may("read"):
        raise PermissionDenied
    return picture_sent_with(reader, pk, shown)


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide what the reviewer saw, and go on to what waits next; a refusal shows the record anew with its reason."""
    reader = reader_of(request)
    case = case_for(reader, pk)
    status, reason = request.POST.get("status", ""), request.POST.get("reason", "")
    seen = request.POST.get("seen", "")
    phrase = Phrase.objects.offered(case.region.participant_id).filter(code=request.POST.get("phrase", "")).first()
    try:
        taken = case.decide(status, by=reader, seen=whole(seen), reason=reason, phrase=phrase)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return review(request, pk, typed=reason, chosen=phrase.code if phrase else "")
    state = Status(status).label.lower() if taken else _("passed on to a second reviewer")
    messages.success(request, _("%(record)s: %(state)s.") % {"record": case, "state": state})
    following = place_of(case, reader).next
    return HttpResponseRedirect(reverse("admin:review", args=[following]) if following else queue_url())


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to the first of two reviewers, on the page where he then decides; a refusal keeps what was typed."""
    reader = reader_of(request)
    case = case_for(reader, pk)
    reason = request.POST.get("reason", "")
    try:
        case.take_back(by=reader, seen=whole(request.POST.get("seen", "")), reason=reason)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return review(request, pk, typed=reason)
    messages.success(request, _("%(record)s: taken back. It waits for a first reviewer again.") % {"record": case})
    return HttpResponseRedirect(reverse("admin:review", args=[pk]))


@require_POST
def clear_flag(request: HttpRequest, pk: UUID) -> HttpResponse:
    reader = reader_of(request)
    case = case_for(reader, pk)
    number = request.POST.get("flag", "")
    flag = get_object_or_404(Flag.objects.filter(case=case).standing(), pk=whole(number))
    try:
        flag.clear(by=reader, reason=request.POST.get("reason", ""))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return HttpResponseRedirect(reverse("admin:review", args=[pk]))


def whole(said: str) -> int:
    """The number in a hidden field; 0, which no record has, for what our page never wrote there."""
    return int(said) if said.isdecimal() and len(said) < LONGEST else 0


def case_for(reader: User, pk: UUID) -> Case:
    if not reader.may("read"):
        raise PermissionDenied
    seen = Case.objects.visible_to(reader).select_related(
        "region", "captured_by", "tablet", "together_with", "first_by"
    )
    return get_object_or_404(seen, pk=pk)


def queue_url() -> str:
    return reverse("admin:review_case_changelist")


def how_it_came(case: Case, said: Comparison) -> str:
    """By whom, from where and how long ago, in one line."""
    who = case.captured_by.get_full_name() or case.captured_by.get_username() if case.captured_by else _("nobody named")
    words = [_("a correction by %s") % who if said.compared and not said.asked else _("by %s") % who]
    words.append(_("tablet %s") % case.tablet.number if case.tablet else _("at the desk"))
    if case.status == Status.PENDING:
        words.append(_("waits: %s") % waited(case.age()))
    return ", ".join(words[:2]) + "".join(f" · {word}" for word in words[2:]) + f" · {case.region}"


def companion(case: Case, reader: User) -> dict[str, Any]:
    return {
        "title": f"{case.kind_name().upper()} {case.number}",
        "sections": compare(case.record(), reader=reader).sections,
    }


def tools(case: Case, record: Any, reader: User) -> list[dict[str, str]]:
    """The record's own page and history, and the site it names where the reader sees that."""
    page = case.kind.replace(".", "_")
    found = [
        {"name": _("History"), "url": reverse(f"admin:{page}_history", args=[case.pk])},
        {"name": _("The record"), "url": reverse(f"admin:{page}_change", args=[case.pk])},
    ]
    found += papers_tool(record, reader)
    site = getattr(record, "site", None)
    if site is not None and type(site)._default_manager.visible_to(reader).filter(pk=site.pk).exists():
        found.append({"name": _("Site %s") % site.number, "url": reverse("admin:registry_site_change", args=[site.pk])})
    return found


def standing_against(case: Case) -> dict[str, Any]:
    flags = list(Flag.objects.filter(case=case).standing())
    title = ngettext("%d flag", "%d flags", len(flags)) % len(flags) if flags else _("No flag")
    return {"flags": flags, "flags_title": title, "decisions": list(case.decisions.select_related("by", "first_by"))}


def decision(case: Case, reader: User, typed: str, companions: list[Case]) -> dict[str, Any]:
    """What this reader may decide, or why he may not; and where two decide, why."""
    against: list[dict[str, Any]] = [
        {
            "status": Status.RETURNED,
            "key": "r",
            "name": _("Return with a reason"),
            "ask": _("What must be corrected? The officer reads this."),
        },
        {
            "status": Status.REJECTED,
            "key": "x",
            "name": _("Reject"),
            "ask": _("Why can it never count? This is final."),
        },
    ]
    phrases = list(Phrase.objects.offered(case.region.participant_id))
    flags = Flag.objects.filter(case=case).standing().count()
    why_two = case.asks_for_two(companions) if case.status == Status.PENDING else []
    why_not = refusal(case, reader)
    return {
        "why_two": why_two,
        "accept_says": accept_says(flags, passes_on=bool(why_two)),
        "may_decide": not why_not,
        "why_not": why_not,
        "typed": typed,
        "taken_back": times_taken_back(case.pk),
        "may_take_back": may_take_back(case, reader),
        "take_back_url": reverse("admin:review_take_back", args=[case.pk]),
        "may_accept": case.can_move_to(Status.ACCEPTED),
        "against_forms": [
            {**form, "typed": typed, "phrases": [one for one in phrases if one.suits(case.kind, form["status"])]}
            for form in against
            if case.can_move_to(form["status"])
        ],
        "decide_url": reverse("admin:review_decide", args=[case.pk]),
        "clear_url": reverse("admin:review_clear_flag", args=[case.pk]),
        "queue_url": queue_url(),
    }


def accept_says(flags: int, *, passes_on: bool) -> str:
    if passes_on:
        says = ngettext("Accept, with %d flag, and pass on", "Accept, with %d flags, and pass on", flags)
        return says % flags if flags else _("Accept and pass on")
    return ngettext("Accept, with %d flag", "Accept, with %d flags", flags) % flags if flags else _("Accept")


def refusal(case: Case, reader: User) -> str:
    if not any(case.can_move_to(status) for status in (Status.ACCEPTED, Status.RETURNED, Status.REJECTED)):
        return _("This record is closed.")
    try:
        case.refuse_reviewer(reader)
        case.refuse_companion()
        case.refuse_second(reader)
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


def may_take_back(case: Case, reader: User) -> bool:
    if case.first_by_id is None:
        return False
    try:
        case.refuse_taking_back(reader)
    except ValidationError:
        return False
    return True


def steps(place: Place) -> dict[str, Any]:
    where = _("%(number)d of %(of)d in the queue · nothing counts until it is accepted") % {
        "number": place.number,
        "of": place.of,
    }
    waiting = ngettext("%d record waits in the queue", "%d records wait in the queue", place.of) % place.of
    return {
        "where": where if place.number else waiting,
        "previous_url": reverse("admin:review", args=[place.previous]) if place.previous else "",
        "next_url": reverse("admin:review", args=[place.next]) if place.next else "",
    }
