"""What is asked of a zone at the desk: what it is and where it lies, its status from a day on, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.places.models import Region, Zone
from apps.places.models.zones import ZoneStatus
from apps.registry.applying import begin_large
from apps.registry.bringing import OutlineForm
from apps.registry.paying import DAY
from apps.registry.zoning import end, put_down, write_status

Status = ZoneStatus.Status
TAKEN = gettext_lazy("Another zone has this code.")
WHAT = [("", ""), *((kind.value, kind.label) for kind in Zone.Kind if kind != Zone.Kind.COUNTRY)]
STATES = [("", ""), *((status.value, status.label) for status in Status if status != Status.ENDED)]


def regions_of(user: User) -> Any:
    """Those in which this person may write zones down."""
    return Region.objects.all() if user.is_superuser else Region.objects.filter(
        anywhere_in(user.bounds_to("license"), "")
    )  # fmt: skip


class Dated(forms.Form):
    status = forms.ChoiceField(label=gettext_lazy("status"), choices=STATES)
    starts_on = forms.DateField(label=gettext_lazy("from"), widget=DAY)
    ends_on = forms.DateField(
        label=gettext_lazy("to"),
        help_text=gettext_lazy("The last day, included; blank where none is known."),
        widget=DAY,
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("source"), help_text=gettext_lazy("The order or letter that says so."), max_length=200
    )

    def clean_ends_on(self) -> Any:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if first and last and last < first:
            raise ValidationError(_("The last day cannot lie before the first."))
        return last

    def row(self) -> ZoneStatus:
        said = self.cleaned_data
        return ZoneStatus(**{name: said[name] for name in ("status", "starts_on", "ends_on", "source")})


class ZoneForm(Dated, OutlineForm):
    # A compliance zone may be as wide as a prefecture.
    widest = 10_000_000

    code = forms.RegexField(r"^[A-Za-z0-9][A-Za-z0-9 ./-]*$", label=gettext_lazy("code"), max_length=20)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=WHAT)
    region = forms.ModelChoiceField(label=gettext_lazy("region"), queryset=Region.objects.none())
    name_en = forms.CharField(label=gettext_lazy("name in English"), max_length=120)
    name_fr = forms.CharField(label=gettext_lazy("name in French"), max_length=120)

    field_order = ("file", "corners", "code", "kind", "region", "name_en", "name_fr")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: Any = self.fields["region"]
        regions.queryset = regions_of(user)
        self.initial["starts_on"] = timezone.localdate()
        self.zone = Zone()
        begin_large(self)

    def of(self, said: Mapping[str, Any]) -> str | None:
        region: Region | None = said.get("region")
        return region.participant_id if region else None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        code, region = said.get("code", "").upper(), said.get("region")
        if region and Zone.objects.filter(participant=region.participant_id, code=code).exists():
            self.add_error("code", TAKEN)
        return said

    def act(self, *, by: User) -> Zone:
        said = self.cleaned_data
        named = {name: said[name] for name in ("kind", "region", "name_en", "name_fr", "source")}
        self.zone = Zone(participant_id=said["region"].participant_id, code=said["code"].upper(), **named)
        try:
            return put_down(self.zone, said["area"], self.row(), by=by)
        except IntegrityError as fault:
            # Somebody gave the code away meanwhile.
            raise ValidationError(TAKEN) from fault


class StatusForm(Dated):
    def __init__(self, zone: Zone, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.initial["starts_on"] = timezone.localdate()
        begin_large(self)

    def act(self, *, by: User) -> ZoneStatus:
        return write_status(self.zone, self.row(), by=by)


class EndForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("from"),
        help_text=gettext_lazy("The first day on which it is no zone any more."),
        widget=DAY,
    )
    source = forms.CharField(
        label=gettext_lazy("source"), help_text=gettext_lazy("The order or letter that says so."), max_length=200
    )

    def __init__(self, zone: Zone, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.initial["day"] = timezone.localdate()
        begin_large(self)

    def act(self, *, by: User) -> ZoneStatus:
        return end(self.zone, self.cleaned_data["day"], source=self.cleaned_data["source"], by=by)
