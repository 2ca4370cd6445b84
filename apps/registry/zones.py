"""Zones and reserves at the desk: their list, the page of one with what lies in it, and the pages of its acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.acting import tried
from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.places.ground import box_of
from apps.places.models import Region, Zone
from apps.places.models.zones import ZoneStatus
from apps.registry.applying import typed
from apps.registry.asked_of_zones import EndForm, StatusForm, ZoneForm, regions_of
from apps.registry.grounding import hectares_of
from apps.registry.grounds import on_the_map
from apps.registry.neighbourhood import neighbourhood_of
from apps.registry.within import grounds_in, sites_in
from apps.registry.zoning import KIND, may_zone
from apps.review.desk import RegionFilter, amount, state_cell
from apps.review.filters import FirstChoiceFilter
from apps.review.looking import acts_on
from apps.review.story import lines_of

PAGE = "admin:places_zone"
SHAPES = {
    "compliant": "accepted",
    "open": "accepted",
    "not_compliant": "rejected",
    "closed": "rejected",
    "ended": "expired",
}


class InForceFilter(FirstChoiceFilter):
    title = gettext_lazy("state")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", gettext_lazy("In force today")), ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "all" else queryset.in_force(timezone.localdate())


class OfARegionFilter(RegionFilter):
    # What belongs to no region is the whole country's, and stands in the list as that.
    include_empty_choice = False


class ZoneAdmin(ScopedAdmin):
    """No persons stand in it: whoever reads records of a country reads its zones; what lies in one by his own scope."""

    may_add = "license"
    list_display = ["code", "called", "kind", "there", "standing", "since"]
    list_select_related = ["region", "participant"]
    list_filter = [InForceFilter, ("region", OfARegionFilter)]
    search_fields = ["code", "name_en", "name_fr"]
    change_list_template = "desk/list.html"
    nothing = gettext_lazy("No zone or reserve is written down here yet. The button above puts the first one down.")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows, reader = super().get_queryset(request).looked_at(), reader_of(request)
        return rows if reader.is_superuser else rows.filter(participant__in=reader.participants())

    def with_names(self, rows: Any, reader: User) -> Any:
        today = timezone.localdate()
        held = ZoneStatus.objects.standing().on(today).filter(zone=OuterRef("pk")).order_by("-starts_on")
        return rows.with_status(today).annotate(since_then=Subquery(held.values("starts_on")[:1]))

    @admin.display(description=gettext_lazy("name"))
    def called(self, zone: Zone) -> str:
        return zone.name

    @admin.display(description=gettext_lazy("region"), ordering="region__left")
    def there(self, zone: Zone) -> Any:
        return where(zone)

    @admin.display(description=gettext_lazy("status today"))
    def standing(self, zone: Any) -> str:
        return status_cell(zone.status_then)

    @admin.display(description=gettext_lazy("since"))
    def since(self, zone: Any) -> Any:
        return zone.since_then

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        acts = {"status": self.write_status, "end": self.end}
        pages = [
            path(f"<int:pk>/{what}/", self.admin_site.admin_view(view), name=f"places_zone_{what}")
            for what, view in acts.items()
        ]
        return [*pages, *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        rows = self.get_queryset(request).with_status(timezone.localdate()).select_related("region", "participant")
        return rows.filter(pk=int(object_id)).first() if object_id.isdecimal() and len(object_id) < 19 else None

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        reader = reader_of(request)
        form = ZoneForm(reader, *typed(request))
        if tried(form, lambda: form.act(by=reader)):
            self.message_user(request, _("%s is written down.") % form.zone, messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", form.zone.pk))
        said = {"title": _("Zone or reserve"), "submit": _("Write the zone down"), "around": around(reader)}
        return self.page(request, "desk/draw.html", form=form, **said)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        zone, reader = self.seen(request, object_id), reader_of(request)
        told = {
            "original": zone,
            "title": str(zone),
            "where": where(zone),
            "standing": status_cell(zone.status_then),
            "rows": list(rows_of(zone)),
            "around": plan_of_zone(zone, reader),
            "grounds": grounds_in(zone, reader),
            "sites": sites_in(zone, reader),
            "statuses": statuses_of(zone),
            "story": lines_of(acts_on(zone.pk).filter(kind=KIND)),
            "tools": list(tools_of(zone, reader)),
        }
        return self.page(request, "desk/zone.html", **told)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(self.address("change", self.seen(request, object_id).pk))

    def write_status(self, request: HttpRequest, pk: int) -> HttpResponse:
        zone = self.seen(request, pk)
        said = {"title": _("Status of %(record)s") % {"record": zone}, "submit": _("Write the status down")}
        return self.act(request, zone, StatusForm, **said)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        zone = self.seen(request, pk)
        said = {"title": _("End of %(record)s") % {"record": zone}, "submit": _("End this zone")}
        return self.act(request, zone, EndForm, **said)

    def act(self, request: HttpRequest, zone: Zone, asked: type[Any], **said: Any) -> HttpResponse:
        reader = reader_of(request)
        if not may_zone(reader, zone):
            raise PermissionDenied
        form = asked(zone, request.POST or None)
        done = _("It is written down. The worker goes through the sites in it.")
        back = self.address("change", zone.pk)
        return self.act_page(request, form, lambda: form.act(by=reader), done=done, back=back, **said)


def status_cell(status: str | None) -> str:
    if not status:
        return state_cell("pending", _("no status known"))
    return state_cell(SHAPES[status], ZoneStatus.Status(status).label)


def around(reader: User) -> Any:
    """The plan on which a new zone is drawn: of the first region in which this person may write one down."""
    region = regions_of(reader).order_by("left").first()
    return region and neighbourhood_of(region, reader=reader, near=None)


def plan_of_zone(zone: Zone, reader: User) -> Any:
    region = zone.region or Region.objects.roots().get(participant=zone.participant_id)
    return neighbourhood_of(region, reader=reader, near=box_of(zone), shown=zone.area)


def statuses_of(zone: Zone) -> list[tuple[ZoneStatus, bool]]:
    """All that was written of it, each with whether another row took its place."""
    standing = set(zone.statuses.standing().values_list("pk", flat=True))
    return [(row, row.pk not in standing) for row in zone.statuses.order_by("starts_on", "pk")]


def where(zone: Zone) -> Any:
    """A whole country by its name in the reader's language."""
    return zone.region if zone.region and zone.region.level else zone.participant


def rows_of(zone: Zone) -> Iterator[tuple[Any, Any]]:
    label: Any = zone._meta.get_field
    yield label("code").verbose_name, zone.code
    yield label("kind").verbose_name, zone.get_kind_display()
    yield label("region").verbose_name, where(zone)
    yield label("name_en").verbose_name, zone.name_en
    yield label("name_fr").verbose_name, zone.name_fr
    yield _("hectares"), f"{amount(hectares_of(zone.area), 4)} ha"
    yield label("source").verbose_name, zone.source


def tools_of(zone: Zone, reader: User) -> Iterable[dict[str, Any]]:
    if may_zone(reader, zone):
        yield {"name": _("Write a status down"), "url": reverse(f"{PAGE}_status", args=[zone.pk])}
        yield {"name": _("End this zone"), "url": reverse(f"{PAGE}_end", args=[zone.pk])}
    corner = zone.area["corners"][0]
    if zone.region and reader.may("read", left=zone.region.left):
        yield on_the_map(zone, (corner["lat_e6"], corner["lon_e6"]))
