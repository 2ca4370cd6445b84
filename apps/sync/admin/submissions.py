"""What tablets sent and what became of it: quarantine and what is held, readable word for word."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import Tablet, User
from apps.files.models import Attachment, State
from apps.forms.dictionary import all_forms
from apps.registry.kinds import all_kinds
from apps.review.desk import state_cell
from apps.review.filters import FirstChoiceFilter
from apps.review.looking import NEEDED, What, look
from apps.review.models import Case
from apps.sync.admin.mending import MendedAtTheDesk, may_mend
from apps.sync.deciding import case_of, collisions, decide, shows_papers, standing_instead
from apps.sync.mending import hopeless, mendable
from apps.sync.models import Mending, SetAside, Submission
from apps.sync.showing import is_of_a_person, label_of, photo_of, without_numbers

ICONS = {"applied": "accepted", "held": "held", "conflict": "flag", "quarantined": "flag"}


# What an officer did, in words; anything else was not readable as an event.
ACTS = {"create": _("new record"), "amend": _("change"), "replace": _("correction"), "void": _("taken back")}
# A change that came too late leaves nothing to choose from: why, and what a person can do.
TOO_LATE = {
    "closed": _(
        "The record was closed before this change came, so there is nothing to choose between answer by answer. What "
        "the officer wrote is kept below, word for word, and does not count. If it is right, ask the officer to record "
        "it anew; if it is not, there is nothing to do."
    ),
    "replaced": _(
        "Another correction of the same record came first, so there is nothing to choose between answer by answer. "
        "What the officer wrote is kept below, word for word, and does not count. If it is right, return the "
        "correction that stands: its officer then corrects it."
    ),
}


class KeptFilter(FirstChoiceFilter):
    """What was kept because it could not be used comes first."""

    title = _("state")
    parameter_name = "kept"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("quarantine", _("In quarantine")),
            ("conflict", _("Conflict")),
            ("held", _("Held")),
            ("set-aside", _("Set aside")),
            ("applied", _("Applied")),
            ("all", _("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "quarantine":
                return queryset.quarantined()
            case "conflict":
                return queryset.in_conflict()
            case "held":
                return queryset.held()
            case "set-aside":
                return queryset.put_away()
            case "applied":
                return queryset.filter(status=Submission.Status.APPLIED)
        return queryset


class FormFilter(admin.SimpleListFilter):
    title = _("form")
    parameter_name = "form"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, capfirst(apps.get_model(form.model)._meta.verbose_name)) for code, form in all_forms().items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(form=self.value()) if self.value() in all_forms() else queryset


@admin.register(Submission)
class SubmissionAdmin(MendedAtTheDesk, ScopedAdmin):
    list_display = ["received_at", "tablet", "seq", "officer", "asked", "standing", "why"]
    list_select_related = ["tablet", "officer"]
    list_filter = [KeptFilter, FormFilter]
    search_fields = ["officer__first_name", "officer__last_name", "officer__username"]
    change_list_template = "desk/list.html"
    change_form_template = "desk/submission.html"
    nothing = _("Nothing in this state. What a tablet sends and cannot be used stands here, word for word.")
    fields = [
        "standing", "why", "tablet", "seq", "officer", "region", "asked", "form_version", "done", "received_at",
        "photos",
    ]  # fmt: skip
    readonly_fields = ["standing", "why", "asked", "done", "photos"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.settle))
        return [path("<uuid:pk>/settle/", view, name="sync_submission_settle"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        submission = self.get_object(request, object_id)
        rows = collisions(submission, reader=reader_of(request)) if isinstance(submission, Submission) else []
        case = case_of(submission) if rows and submission else None
        may = case is not None and reader_of(request).may("review", left=case.region.left)
        told = {"collisions": rows, "case": case, "may_settle": may, **too_late(submission, reader_of(request))}
        told |= quarantined(submission, reader_of(request)) if isinstance(submission, Submission) else {}
        told["may_read"] = submission is not None and may_read(submission, reader_of(request))
        if submission is not None:
            mending = told.get("mending")
            told |= {"words": without_numbers(submission), "mended_words": mending and without_numbers(mending)}
        if rows and submission and shows_papers(rows, submission, reader=reader_of(request)):
            look(reader_of(request), What.PAPERS, [submission.record])
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            # Read where its photos are shown, which is asked without a reader.
            found.opens = reader_of(request).may(NEEDED, left=found.region.left)
        return found

    def settle(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take of the officer's answers those that were chosen; the others stay as they stand."""
        submission = self.get_queryset(request).filter(pk=pk).first()
        seen = request.POST.get("seen", "")
        if submission is None or not seen.isdecimal() or len(seen) > 9:
            raise Http404
        take = [name.removeprefix("take-") for name, value in request.POST.items() if value == "wrote"]
        try:
            decide(submission, take=take, by=reader_of(request), seen=int(seen))
        except ValidationError as fault:
            self.message_user(request, " ".join(fault.messages), messages.ERROR)
        else:
            self.message_user(request, gettext("Decided. The officer is told with the next contact."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:sync_submission_change", args=[pk]))

    @admin.display(description=_("state"), ordering="status")
    def standing(self, submission: Submission) -> str:
        return state_cell(submission.status, submission.get_status_display(), icon=ICONS[submission.status])

    @admin.display(description=_("why"))
    def why(self, submission: Submission) -> str:
        return submission.sentence

    @admin.display(description=_("form"), ordering="form")
    def asked(self, submission: Submission) -> str:
        return capfirst(submission.form_name)

    @admin.display(description=_("act"))
    def done(self, submission: Submission) -> str:
        return str(ACTS.get(submission.act, ""))

    def get_fields(self, request: HttpRequest, obj: Submission | None = None) -> Any:
        """Few have photos, and an empty line asks what is missing."""
        without = [name for name in self.fields or [] if name != "photos"]
        return self.fields if obj and Attachment.objects.filter(submission=obj.pk).exists() else without

    @admin.display(description=_("photos"))
    def photos(self, submission: Submission) -> str:
        """What was sent with it; beside its record they stand only once it is applied."""
        came = Attachment.objects.filter(submission=submission.pk).select_related("sent").order_by("field")
        form = all_forms().get(submission.form)
        address = partial(reverse, "admin:sent_photo")
        opens = not is_of_a_person(submission.form) or getattr(submission, "opens", False)
        shown = [photo_of(one, form, url=address(args=[submission.pk, one.pk]) if opens else "") for one in came]
        return render_to_string("desk/photos.html", {"photos": shown})


def quarantined(submission: Submission, reader: User) -> dict[str, Any]:
    """What can be done about it, and what was done."""
    return {
        "may_mend": mendable(submission) is not None and may_mend(submission, reader),
        "may_set_aside": hopeless(submission) and may_mend(submission, reader),
        "set_aside": SetAside.objects.filter(submission=submission.pk).select_related("by").first(),
        "mending": Mending.objects.filter(submission=submission.pk).select_related("by").first(),
    }


def too_late(submission: Any, reader: User) -> dict[str, Any]:
    """Why a change that came too late cannot be decided here, and the record that stands."""
    conflict = isinstance(submission, Submission) and submission.status == Submission.Status.CONFLICT
    why = TOO_LATE.get((submission.reason or {}).get("code", "")) if conflict else None
    return {"too_late": why, "stands": standing_instead(submission, reader=reader)} if why else {}


def may_read(submission: Any, reader: User) -> bool:
    """Whether this reader reads it word for word: what a record keeps from some, its words would tell them."""
    kind = all_kinds().get(submission.form)
    return (kind is not None and not kind.model.kept) or reader.may("review", left=submission.region.left)


PHOTO_ICONS: dict[str, str] = {State.AWAITED: "here", State.KEPT: "received", State.REFUSED: "flag"}


class PhotoFilter(FirstChoiceFilter):
    """What was promised and is not here comes first."""

    title = _("state")
    parameter_name = "photo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*State.choices, ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(sent__state=self.value()) if self.value() in State else queryset


class TabletFilter(admin.SimpleListFilter):
    """The tablets that have sent or owe a photo, among those of the reader's regions."""

    title = _("tablet")
    parameter_name = "tablet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        seen = Attachment.objects.visible_to(reader_of(request)).filter(sent__tablet=OuterRef("pk"))
        # Of each tablet one photo is looked for, and not of each photo its tablet.
        tablets = Tablet.objects.filter(Exists(seen)).order_by("number")
        return [(str(number), number) for number in tablets.values_list("number", flat=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        number = self.value() or ""
        return queryset.filter(sent__tablet__number=int(number)) if is_number(number) else queryset


def is_number(said: str) -> bool:
    return said.isdecimal() and len(said) < 10


@admin.register(Attachment)
class PhotoAdmin(ScopedAdmin):
    """What tablets promised to show: how many of each are not here yet, and what was refused and why."""

    list_display = ["declared_at", "shown_by", "question", "tablet", "officer", "standing", "why"]
    list_select_related = ["sent__tablet", "officer"]
    list_filter = [PhotoFilter, TabletFilter]
    search_fields = ["officer__first_name", "officer__last_name", "officer__username"]
    change_list_template = "desk/list.html"
    nothing = _("No photo in this state. The photos that tablets promise with their records stand in this list.")
    fields = ["standing", "why", "shown_by", "question", "tablet", "officer", "region", "declared_at"]
    readonly_fields = ["standing", "why", "shown_by", "question", "tablet"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the record, where its reader may see that: it may lie in another region by now."""
        case = Case.objects.visible_to(reader_of(request)).filter(pk=OuterRef("record"))
        return (
            super()
            .get_queryset(request)
            .annotate(number=Subquery(case.values("number")[:1]), kind=Subquery(case.values("kind")[:1]))
        )

    @admin.display(description=_("record"))
    def shown_by(self, photo: Any) -> str:
        """A link to it: a photo is seen beside its record and nowhere else."""
        url = reverse("admin:review", args=[photo.record])
        return render_to_string("desk/link.html", {"url": url, "words": photo.number}) if photo.number else ""

    @admin.display(description=_("question"), ordering="field")
    def question(self, photo: Any) -> str:
        form = next((form for form in all_forms().values() if form.model.lower() == photo.kind), None)
        return label_of(photo, form)

    @admin.display(description=_("tablet"), ordering="sent__tablet__number")
    def tablet(self, photo: Attachment) -> str:
        return str(photo.sent.tablet)

    @admin.display(description=_("state"), ordering="sent__state")
    def standing(self, photo: Attachment) -> str:
        sent = photo.sent
        return state_cell(sent.state, sent.get_state_display(), icon=PHOTO_ICONS[sent.state])

    @admin.display(description=_("why"))
    def why(self, photo: Attachment) -> str:
        return str(photo.sent.get_refusal_display())
