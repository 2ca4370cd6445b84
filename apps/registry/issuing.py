"""Handing out the certificate of what was granted or renewed: the third person's act, after the fee and that act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.registry.models import Application
from apps.registry.models.certified import Certified
from apps.registry.models.validity import Valid
from apps.review.models import Case


class IssueForm(forms.Form):
    issued_to = forms.CharField(
        label=gettext_lazy("Handed out to"),
        help_text=gettext_lazy("The holder, or who comes for the holder."),
        max_length=120,
    )


def hand_out(paper: Valid, *, to: str, by: User) -> Certified:
    """
    Write down who hands the certificate to whom, of the last renewal or else of the grant.

    Once for each, and neither who took its fee nor who granted or renewed it.
    """
    if not by.may("license", left=paper.region.left):
        raise ValidationError(_("You do not issue or revoke licences in this region."))
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        given = Application.objects.get(granted=case).certified()
        given.hand_out(to=to, by=by)
        case.touch("certified", by=by, words={"to": to.strip()})
        settle_on_commit()
    return given


class IssuedAtTheDesk(ActingAdmin):
    """Adds this act, and then the certificate itself, to a register of what was granted."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_issue"
        return [path("<uuid:pk>/issue/", self.admin_site.admin_view(self.issue), name=name), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> Iterable[dict[str, Any]]:
        tools = list(super().tools(request, record))
        application = Application.objects.filter(granted=record.pk).first()
        if application is None or not reader_of(request).may("license", left=record.region.left):
            return tools
        if application.certified().issued_on is None:
            return [*tools, {"name": _("Hand out the certificate"), "url": self.address("issue", record.pk)}]
        address = reverse("admin:certificate", args=[self.opts.model_name, record.pk])
        return [*tools, {"name": _("Certificate (PDF)"), "url": address}]

    def issue(self, request: HttpRequest, pk: Any) -> HttpResponse:
        record: Valid = self.seen(request, pk)
        if not reader_of(request).may("license", left=record.region.left):
            raise PermissionDenied
        if not Application.objects.filter(granted=record.pk).exists():
            raise Http404
        form = IssueForm(request.POST if request.method == "POST" else None)
        return self.act_page(
            request,
            form,
            lambda: hand_out(record, to=form.cleaned_data["issued_to"], by=reader_of(request)),
            done=_("Written down. The certificate can be printed now."),
            back=self.address("change", pk),
            title=_("Certificate of %(record)s") % {"record": record},
            submit=_("Hand out the certificate"),
        )
