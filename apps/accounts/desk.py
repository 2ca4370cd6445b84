"""What every register at the desk shares: rows by scope, acts by role."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from apps.accounts.acting import ActingAdmin
from apps.accounts.listing import Counted, Pages
from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.places.models import Office, Region

# What the filters of a list write into its address behind the name of a field.
WRITTEN_BY_FILTERS = frozenset({"exact", "isnull", "id", "code", "gte", "lt", "year", "month", "day"})
# Longer than any name; a database gives up on a search of a thousand words.
MOST_SOUGHT = 100


def reader_of(request: HttpRequest) -> User:
    """Whoever works at the desk: its pages are closed to anonymous users before any of ours runs."""
    return cast(User, request.user)


def seen_by(rows: Any, user: User) -> Any:
    """
    The rows of a list, search, choice or page that this person may see.

    Regions and offices are no persons, but a list of choices should not offer what its reader cannot use.
    """
    if hasattr(rows, "visible_to"):
        return rows.visible_to(user)
    if user.is_superuser or rows.model not in {Region, Office}:
        return rows
    bounds = [*user.bounds(), *user.bounds_to("people")]
    return rows.filter(anywhere_in(bounds, "" if rows.model is Region else "region"))


class ScopedAdmin(ActingAdmin):
    """
    A register whose rows are those that its reader may see, and whose acts are those of his roles.

    Nobody deletes at the desk: what is wrong is returned, revoked or ended, and stays in the journal.
    """

    may_read: ClassVar[frozenset[str]] = frozenset({"read"})
    may_add: ClassVar[str] = ""
    may_change: ClassVar[str] = ""
    # What an empty list says.
    nothing: ClassVar[Any] = ""
    paginator = Pages
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return seen_by(super().get_queryset(request), reader_of(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """By what its filters offer and nothing else: a pattern typed into the address is no question of the list."""
        names = [*map(name_of, self.get_list_filter(request)), self.date_hierarchy or ""]
        offered = any(is_written_by(name, lookup) for name in names if name)
        return offered and super().lookup_allowed(lookup, value, request)

    def with_names(self, rows: Any, reader: User) -> Any:
        """The rows that are shown, with what a column says of other records; those that are counted go without."""
        return rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Counted

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """What a filter offers, with a value that no page of ours wrote, is answered as the admin answers nonsense."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as fault:
            raise IncorrectLookupParameters from fault

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, search_term[:MOST_SOUGHT])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        # "Select digger to view" tells nobody anything.
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, "nothing": self.nothing, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        # "Change tablet" does not say which, and cannot be put into every language.
        if shown := context.get("original"):
            context.update(title=f"{capfirst(self.opts.verbose_name)} {shown}", subtitle=None)
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", seen_by(db_field.remote_field.model._default_manager.all(), reader_of(request)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def may(self, request: HttpRequest, capability: str) -> bool:
        # The sign-in page, too, asks what there is to list.
        return isinstance(request.user, User) and bool(capability) and request.user.may(capability)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return any(self.may(request, capability) for capability in self.may_read)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.may_add)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, self.may_change)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def name_of(list_filter: Any) -> str:
    """Under what a filter stands in the address."""
    named = list_filter[0] if isinstance(list_filter, tuple) else list_filter
    return str(getattr(named, "parameter_name", named))


def is_written_by(name: str, lookup: str) -> bool:
    """Whether the filter of this name writes such a lookup: itself, and behind it only how it compares."""
    how = lookup.removeprefix(f"{name}__").split("__")
    return lookup == name or (lookup.startswith(f"{name}__") and WRITTEN_BY_FILTERS.issuperset(how))


class EnrollingAdmin(ScopedAdmin):
    """What is changed by whoever may enrol in that very region: to read there is not enough."""

    may_add = may_change = "enrol"

    def region_of(self, obj: Any) -> Region | None:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        region = self.region_of(obj) if obj is not None else None
        there = region is None or reader_of(request).may(self.may_change, left=region.left)
        return super().has_change_permission(request, obj) and there

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        reader, model = reader_of(request), db_field.remote_field.model
        if model in {Region, Office} and not reader.is_superuser:
            bounds = [*reader.bounds_to(self.may_change), *reader.bounds_to("people")]
            there = anywhere_in(bounds, "" if model is Region else "region")
            kwargs["queryset"] = model._default_manager.filter(there)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReferenceAdmin(ScopedAdmin):
    """Reference data: no persons, read by whoever works at the desk; it changes by `load_reference`, not by hand."""

    may_read = frozenset({"read", "inventories"})


class ShownInline(admin.TabularInline):
    """Rows that belong to the record above them, shown to whoever may see that record and changed by nobody."""

    extra = 0
    template = "desk/inline.html"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
