"""Applications at the desk: on file, inspected, paid, granted or refused; each act a page with its own questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.desk import seen_by
from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.places.ground import Box, box_of
from apps.places.models import Region
from apps.registry.bringing import OutlineForm
from apps.registry.desk import CLASSES
from apps.registry.granting import Grant, grant
from apps.registry.grounding import draw, lying_under
from apps.registry.limits import class_of, months_later
from apps.registry.models import Application, Digger, Right, Site
from apps.registry.neighbourhood import Neighbourhood, neighbourhood_of
from apps.registry.paying import DAY, FeeForm
from apps.review.status import STANDING

LINES = forms.Textarea(attrs={"rows": 3})
WRITTEN = (
    *("number", "right", "paper_class", "applied_on", "region", "holder_kind", "holder_name", "address"),
    *("nationality", "area_text", "hectares", "supporter", "share_rule"),
)


class ApplicationForm(forms.ModelForm):
    """The applicant, what he applies for and where; persons and sites are named by their numbers."""

    holder_number = forms.CharField(
        label=gettext_lazy("number of the holder"),
        help_text=gettext_lazy("From the register of diggers, where the holder is a person."),
        max_length=40,
        required=False,
    )
    site_number = forms.CharField(label=gettext_lazy("number of the site"), max_length=40, required=False)

    class Meta:
        model = Application
        fields = WRITTEN
        widgets = {"applied_on": DAY, "area_text": LINES, "share_rule": LINES}

    field_order = (*WRITTEN[:6], "holder_number", *WRITTEN[6:9], "site_number", *WRITTEN[9:])

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        regions = Region.objects.all() if user.is_superuser else Region.objects.filter(
            anywhere_in(user.bounds_to("license"), "")
        )  # fmt: skip
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.initial["applied_on"] = timezone.localdate()
        participants = regions.values("participant")
        groups = [
            (Right(right).label, [(row.code, str(row)) for row in rows.objects.filter(participant__in=participants)])
            for right, rows in CLASSES.items()
        ]
        self.fields["paper_class"] = forms.ChoiceField(label=gettext_lazy("class"), choices=[("", ""), *groups])
        begin_large(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        region, right = said.get("region"), said.get("right")
        if region is None or right is None:
            return said
        self.instance.participant_id = region.participant_id
        known = CLASSES[right].objects.filter(participant=region.participant_id, code=said.get("paper_class"))
        if "paper_class" in said and not known.exists():
            self.add_error("paper_class", _("This class gives another right."))
        taken = Application.objects.filter(participant=region.participant_id, number=said.get("number", ""))
        if taken.exists():
            self.add_error("number", _("Another application has this number."))
        self.instance.holder = self.named("holder_number", Digger)
        self.instance.site = self.named("site_number", Site)
        self.clean_holder(said)
        return said

    def named(self, name: str, model: type[Any]) -> Any:
        """The record of this number that this person may see; what is not in the register is said at its question."""
        number = self.cleaned_data.get(name, "").strip().upper()
        if not number:
            return None
        rows = seen_by(model.objects.filter(participant=self.instance.participant_id, status__in=STANDING), self.user)
        found = rows.filter(number=number).order_by("pk").first()
        if found is None:
            self.add_error(name, _("Not in the register: %(numbers)s.") % {"numbers": number})
        return found

    def clean_holder(self, said: dict[str, Any]) -> None:
        person = said.get("holder_kind") == "person" and said.get("right") == Right.DIG
        if person and not said.get("holder_number"):
            self.add_error("holder_number", _("Say who of the register it is."))
        if not person and not said.get("holder_name"):
            self.add_error("holder_name", _("Say the name."))

    def write_down(self) -> Application:
        application: Application = self.instance
        try:
            application.write_down(by=self.user)
        except IntegrityError as fault:
            raise ValidationError(_("Another application has this number.")) from fault
        return application


def begin_large(form: forms.BaseForm) -> None:
    """A question is called as its column is, but begins with a capital."""
    for field in form.fields.values():
        field.label = capfirst(field.label)


class ActForm(forms.Form):
    """What an act on an application asks; `act` does it or raises a sentence."""

    def __init__(self, application: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        begin_large(self)
        if "day" in self.fields:
            self.initial["day"] = timezone.localdate()

    def act(self, *, by: User) -> Any:
        raise NotImplementedError


def typed(request: HttpRequest) -> tuple[Any, Any]:
    """What came with the request, of words and of files; nothing where the page is only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


class InspectForm(ActForm):
    day = forms.DateField(label=gettext_lazy("Inspected on"), widget=DAY)
    fit = forms.TypedChoiceField(
        label=gettext_lazy("May it be granted as it was found?"),
        choices=[("", ""), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        coerce=lambda said: said == "yes",
    )
    finding = forms.CharField(label=gettext_lazy("What was found"), widget=LINES)

    def act(self, *, by: User) -> None:
        said = self.cleaned_data
        self.application.inspect(said["day"], fit=said["fit"], by=by, finding=said["finding"])


class DrawForm(OutlineForm, ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground = lying_under(self.application)
        if self.ground:
            self.lies_on(self.ground.area)

    def of(self, said: Mapping[str, Any]) -> str:
        participant: str = self.application.participant_id
        return participant

    def around(self, reader: User) -> Neighbourhood | None:
        """The plan on which it is drawn, around what is known of it."""
        near = box_of(self.ground) if self.ground else at_site(self.application)
        return neighbourhood_of(self.application.region, reader=reader, near=near, own=self.ground and self.ground.pk)

    def act(self, *, by: User) -> None:
        draw(self.application, self.cleaned_data["area"], by=by)


def at_site(record: Any) -> Box | None:
    """Where its site is; one of another region may be out of its reader's sight, and is then not looked at."""
    site = record.site
    if site is None or site.lat_e6 is None or site.region_id != record.region_id:
        return None
    return Box(site.lat_e6, site.lon_e6, site.lat_e6, site.lon_e6)


class PayForm(FeeForm, ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expect(self.application.due(), self.application.hectares)

    def act(self, *, by: User) -> None:
        self.application.pay(self.cleaned_data["day"], **self.paid(), by=by)


class GrantForm(ActForm):
    number = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9 ./-]*$", label=gettext_lazy("Number of the paper"), max_length=40, strip=True
    )
    starts_on = forms.DateField(label=gettext_lazy("valid from"), widget=DAY)
    ends_on = forms.DateField(
        label=gettext_lazy("valid to"), help_text=gettext_lazy("The last day, included."), widget=DAY
    )
    authority = forms.CharField(label=gettext_lazy("issued by"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["starts_on"] = timezone.localdate()
        limits = class_of(self.application)
        if limits and limits.months:
            self.initial["ends_on"] = months_later(timezone.localdate(), limits.months) - timedelta(days=1)

    def act(self, *, by: User) -> None:
        said = self.cleaned_data
        grant(self.application, Grant(**{**said, "number": said["number"].upper()}), by=by)


class RefuseForm(ActForm):
    day = forms.DateField(label=gettext_lazy("Refused on"), widget=DAY)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=LINES)

    def act(self, *, by: User) -> None:
        self.application.turn_down(self.cleaned_data["day"], by=by, reason=self.cleaned_data["reason"])


@dataclass(frozen=True)
class Act:
    form: type[ActForm]
    name: Any
    title: Any
    done: Any
    # Whether the application stands so that it can be done.
    open: Callable[[Application], bool]
    may: tuple[str, ...] = ("license",)

    def is_for(self, user: User, application: Application) -> bool:
        return any(user.may(capability, left=application.region.left) for capability in self.may)


ACTS: dict[str, Act] = {
    "inspect": Act(
        InspectForm,
        gettext_lazy("Write down the inspection"),
        gettext_lazy("Inspection for %(record)s"),
        gettext_lazy("The inspection is written down."),
        lambda one: not one.fit,
        ("license", "review"),
    ),
    "draw": Act(
        DrawForm,
        gettext_lazy("Bring the outline"),
        gettext_lazy("Outline of %(record)s"),
        gettext_lazy("The outline is taken."),
        lambda one: one.right == Right.DIG,
    ),
    "pay": Act(
        PayForm,
        gettext_lazy("Write down the fee"),
        gettext_lazy("Fee of %(record)s"),
        gettext_lazy("The fee is written down."),
        lambda one: one.paid_on is None,
    ),
    "grant": Act(
        GrantForm,
        gettext_lazy("Grant"),
        gettext_lazy("Grant %(record)s"),
        gettext_lazy("%(record)s is granted."),
        lambda one: bool(one.fit and one.paid_on),
    ),
    "refuse": Act(
        RefuseForm,
        gettext_lazy("Refuse"),
        gettext_lazy("Refuse %(record)s"),
        gettext_lazy("%(record)s is refused."),
        lambda one: True,
    ),
}
