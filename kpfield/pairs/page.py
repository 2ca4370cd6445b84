"""Two entries side by side: what each says, what hangs on each, and whether they are one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.ledger.models import Production, Purchase
from apps.persons.merging import ask_again, merge, tell_apart, undo
from apps.persons.models import Resemblance
from apps.persons.reasons import in_words
from apps.registry.answers import PAPER_NUMBER, Answer, told
from apps.registry.forms.digger import DIGGER
from apps.registry.models import Digger, Licence
from apps.review.desk import state_cell
from kpfield.reviewing.page import whole
from kpfield.reviewing.photos import photos_of
from kpfield.reviewing.resembling import others_said

# What names a digger, and by which column.
HANGS: list[tuple[type[Model], str]] = [(Licence, "holder"), (Production, "finder"), (Purchase, "seller")]


def pair(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    reader = reader_of(request)
    left, right = both(reader, one, other)
    known = Resemblance.objects.of(left, right).select_related("apart_by").first()
    context = {
        **admin.site.each_context(request),
        "title": _("%(one)s and %(other)s") % {"one": left.number, "other": right.number},
        "entries": [shown(left, reader), shown(right, reader)],
        "sections": side_by_side(left, right, reader),
        "hanging": [hanging(model, path, left, right, reader) for model, path in HANGS],
        "told": how_like(known),
        "officers": officers(left, right),
        "list_url": listed(),
        **decision(left, right, known, reader),
    }
    return TemplateResponse(request, "desk/pair.html", context)


@require_POST
def decide(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    """Do what the reader said of the two that he saw; a refusal shows them anew with its reason."""
    reader = reader_of(request)
    left, right = both(reader, one, other)
    if not reader.may("register"):
        raise PermissionDenied
    seen = {entry.pk: whole(request.POST.get(f"seen-{entry.pk}", "")) for entry in (left, right)}
    try:
        said = act(request.POST.get("act", ""), left, right, by=reader, seen=seen)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return HttpResponseRedirect(reverse("admin:pair", args=[one, other]))
    messages.success(request, said)
    return HttpResponseRedirect(after(request, reader, left, right))


def act(name: str, left: Digger, right: Digger, *, by: User, seen: dict[UUID, int]) -> str:
    """What was done, as a sentence."""
    numbers = {"one": left.number, "other": right.number}
    match name:
        case "keep-one":
            merge(right, into=left, by=by, seen=seen)
            return _("%(other)s is the same person as %(one)s, who counts from now on.") % numbers
        case "keep-other":
            merge(left, into=right, by=by, seen=seen)
            return _("%(one)s is the same person as %(other)s, who counts from now on.") % numbers
        case "apart":
            tell_apart(left, right, by=by, seen=seen)
            return _("%(one)s and %(other)s are two people. They are not shown together again.") % numbers
        case "again":
            ask_again(left, right, by=by, seen=seen)
            return _("%(one)s and %(other)s are compared again.") % numbers
        case "undo":
            undo(left if left.person_id else right, by=by, seen=seen)
            return _("%(one)s and %(other)s are two entries again. Nothing was lost.") % numbers
    raise Http404


def after(request: HttpRequest, reader: User, left: Digger, right: Digger) -> str:
    """On to the likeliest pair that waits; back to these two where something was taken back."""
    if request.POST.get("act") in {"again", "undo"}:
        return reverse("admin:pair", args=[left.pk, right.pk])
    following = Resemblance.objects.visible_to(reader).undecided().order_by("-score", "pk").first()
    return reverse("admin:pair", args=[following.one_id, following.other_id]) if following else listed()


def both(reader: User, one: UUID, other: UUID) -> tuple[Digger, Digger]:
    """Both entries, for somebody who may see both; as if neither existed else."""
    if not reader.may("read"):
        raise PermissionDenied
    seen = Digger.objects.visible_to(reader).select_related(
        "region", "case__region", "case__captured_by", "case__tablet", "person"
    )
    found = seen.in_bulk([one, other])
    if one == other or len(found) < 2:
        raise Http404
    return found[one], found[other]


def listed() -> str:
    return reverse("admin:persons_resemblance_changelist")


def shown(entry: Digger, reader: User) -> dict[str, Any]:
    return {
        "entry": entry,
        "state": state_cell(entry.status, entry.get_status_display()),
        "url": reverse("admin:registry_digger_change", args=[entry.pk]),
        "photos": photos_of(entry.case, reader),
    }


def side_by_side(left: Digger, right: Digger, reader: User) -> list[dict[str, Any]]:
    """The answers of both in the order of the paper; those that differ are marked."""
    blocks = zip(told(DIGGER, left, reader=reader), told(DIGGER, right, reader=reader), strict=True)
    return [
        {
            "title": here.title,
            "rows": [
                {"label": a.label, "one": a.value, "other": b.value, "differs": differs(a, b, left, right)}
                for a, b in zip(here.answers, there.answers, strict=True)
                # The numbers stand above.
                if a.code != "number"
            ],
        }
        for here, there in blocks
    ]


def differs(one: Answer, other: Answer, left: Digger, right: Digger) -> bool:
    """Of papers' numbers it is told whether they differ, and not what they are."""
    if one.code == PAPER_NUMBER:
        return numbers_of(left) != numbers_of(right)
    return one.value != other.value


def numbers_of(entry: Digger) -> set[str]:
    return {paper.number for paper in entry.documents.all() if paper.number}


def hanging(model: type[Model], path: str, left: Digger, right: Digger, reader: User) -> dict[str, Any]:
    """How many records of a kind name each of the two, as far as the reader sees them."""
    rows: Any = model._default_manager
    seen = rows.visible_to(reader).filter(**{f"{path}__in": [left.pk, right.pk]}).order_by()
    keys = list(seen.values_list(path, flat=True))
    return {"label": model._meta.verbose_name_plural, "one": keys.count(left.pk), "other": keys.count(right.pk)}


def how_like(known: Resemblance | None) -> str:
    if known is None or not known.reasons:
        return _("Nobody found these two alike: they were put side by side by hand.")
    said = {"reasons": in_words(known.reasons), "score": known.score}
    return _("Alike: %(reasons)s. Score %(score)d; at 0 it is as likely as not, each 2 more double it.") % said


def officers(left: Digger, right: Digger) -> list[str]:
    """What was said of the other on the tablet when one of them was registered."""
    return [
        _("The officer who registered %(one)s saw %(other)s beside it, and said: another person.")
        % {"one": one.number, "other": other.number}
        for one, other in ((left, right), (right, left))
        if other.pk in others_said(one)
    ]


def decision(left: Digger, right: Digger, known: Resemblance | None, reader: User) -> dict[str, Any]:
    """What this reader may say of the two, or why he may not."""
    may = all(reader.may("register", left=entry.region.left) for entry in (left, right))
    return {
        "versions": [(left.pk, left.case.version), (right.pk, right.case.version)],
        "acts": acts(left, right, known) if may else [],
        "where": stands(left, right, known),
        "why_not": "" if may else _("Whoever keeps the register of both regions decides."),
        "decide_url": reverse("admin:pair_decide", args=[left.pk, right.pk]),
    }


def acts(left: Digger, right: Digger, known: Resemblance | None) -> Sequence[dict[str, str]]:
    """Of equal weight, so that no answer is nudged."""
    if right.pk == left.person_id or left.pk == right.person_id:
        return [{"act": "undo", "key": "u", "name": _("Undo the merge")}]
    if known is not None and known.apart_at is not None:
        return [{"act": "again", "key": "u", "name": _("Take that back")}]
    if left.person_id or right.person_id:
        return []
    return [
        {"act": "keep-one", "key": "1", "name": _("The same person: %s stands") % left.number},
        {"act": "keep-other", "key": "2", "name": _("The same person: %s stands") % right.number},
        {"act": "apart", "key": "3", "name": _("Two people")},
    ]


def stands(left: Digger, right: Digger, known: Resemblance | None) -> str:
    for entry in (left, right):
        if entry.person is not None:
            said = {"one": entry.number, "other": entry.person.number}
            return _("%(one)s is the same person as %(other)s, who counts.") % said
    if known is not None and known.apart_at is not None:
        return _("Two people, as %s said.") % known.apart_by
    return ""
