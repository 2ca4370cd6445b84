"""A booklet that comes back to the office: which of its slips are blank, cancelled or gone is written down there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.forms.checking import Result, as_answer, validate
from apps.journal.sealing import settle_on_commit
from apps.ledger.binding import amend_booklet
from apps.ledger.forms import BOOKLET
from apps.ledger.models import Booklet
from apps.registry.adding import DeclaredForm
from apps.review.models import Case

BACK = replace(BOOKLET, sections=tuple(each for each in BOOKLET.sections if each.code == "return"), checks=())
# What the checks of the form hold the answers against.
STANDING = ("number", "slips", "first_number", "last_number", "issued_on")


class ReturnForm(DeclaredForm):
    """The form's own questions about the return, judged together with what stands of the booklet."""

    def __init__(self, booklet: Booklet, user: User, *args: Any, **kwargs: Any) -> None:
        stands = {"returned_on": timezone.localdate(), "cancelled": booklet.cancelled, "lost": booklet.lost}
        super().__init__(BACK, user, *args, may="license", initial=stands, **kwargs)
        self.booklet = booklet
        self.fields["returned_on"].required = True
        self.fields["returned_on"].help_text = ""

    def judged(self) -> Result:
        standing = {name: as_answer(getattr(self.booklet, name)) for name in STANDING}
        holder = {"issued_to": "other", "holder_name": "-"}
        return validate(BOOKLET, {**standing, **holder, **self.answers()}, today=timezone.localdate())


def bring_back(booklet: Booklet, answers: Mapping[str, Any], *, by: User) -> None:
    """
    Write down that it is back, once; its slips are marked anew by whoever reads the journal.

    `ValidationError` with a sentence where this person issues no papers there, or where it is back already.
    """
    if not by.may("license", left=booklet.region.left):
        raise ValidationError(_("You do not issue or take back papers in this region."))
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=booklet.pk)
        booklet.refresh_from_db()
        if booklet.returned_on is not None:
            raise ValidationError(_("It is back already."))
        if answers["returned_on"] > timezone.localdate():
            raise ValidationError(_("The day it came back has not come yet."))
        changed = amend_booklet(booklet, {name: answers[name] for name in BACK.fields if name in answers}, {})
        booklet.save(update_fields=changed)
        case.touch("came_back", by=by, words={name: str(answers.get(name, "")) for name in BACK.fields})
        settle_on_commit()


class ReturnedAtTheDesk(ActingAdmin):
    """Adds the act of taking back to the register of booklets."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_back)
        return [path("<uuid:pk>/take-back/", view, name="ledger_booklet_take_back"), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        if record.returned_on is None and reader_of(request).may("license", left=record.region.left):
            tools.append({"name": _("It came back"), "url": self.address("take_back", record.pk)})
        return tools

    def take_back(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Booklet = self.seen(request, pk)
        reader = reader_of(request)
        if not reader.may("license", left=record.region.left):
            raise PermissionDenied
        try:
            form = ReturnForm(record, reader, request.POST or None)
        except ValidationError as fault:
            raise PermissionDenied(*fault.messages) from fault
        said = _("%(record)s is back. What was written on a slip that is not its own is flagged.") % {"record": record}
        return self.act_page(
            request,
            form,
            lambda: bring_back(record, form.cleaned_data, by=reader),
            done=said,
            back=self.address("change", pk),
            title=_("%(record)s came back") % {"record": record},
            submit=_("Write down what came back"),
        )
