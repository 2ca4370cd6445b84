"""The terms of keeping at the desk: those that hold, how an administrator sets another, and how the last run went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.desk import ScopedAdmin, reader_of
from apps.accounts.models import User
from apps.persons.activity import STAYS
from apps.persons.models import Term, TermsRun
from apps.persons.models.term import kept_by
from apps.review.desk import state_cell
from apps.review.filters import FirstChoiceFilter

STATES: dict[str, tuple[str, Any]] = {
    "holds": ("accepted", _("holds")),
    "announced": ("clock", _("announced")),
    "replaced": ("replaced", _("replaced")),
}


class TermForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        """The rest of what speaks against it says the database, by its constraints."""
        given = super().clean() or {}
        if {"participant", "kind", "length", "unit", "after", "starts_on"} <= given.keys():
            Term(**given).refuse_surprise()
        return given


class StateFilter(FirstChoiceFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("Hold or are announced")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "all" else queryset.exclude(state="replaced")


class TermAdmin(ScopedAdmin):
    """No persons stand in it: whoever works at the desk reads it, and a row is never changed."""

    may_read = frozenset({"read", "inventories", "people"})
    form = TermForm
    readonly_fields = ["by_right", "set_by", "set_at"]
    list_display = ["what", "of", "lasts", "starts_on", "standing"]
    list_select_related = ["participant"]
    list_filter = [StateFilter, "kind"]
    change_list_template = "desk/terms.html"
    nothing = _("No term is set: nothing is forgotten by itself. Load the reference data, or set the first one.")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_state(timezone.localdate())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {**last_run(reader_of(request)), **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and kept_by(request.user).exists()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        asked = ["participant", "kind", "length", "unit", "after"]
        return [*asked, "ground", "starts_on"] if obj is None else [*asked, "by_right", "starts_on", "set_by", "set_at"]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "participant":
            kwargs |= {"queryset": kept_by(reader_of(request)), "required": True}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.put_down(by=reader_of(request))

    @admin.display(description=_("what is kept"), ordering="kind")
    def what(self, term: Term) -> str:
        return term.get_kind_display()

    @admin.display(description=_("Participant"), ordering="participant")
    def of(self, term: Term) -> str:
        return str(term.participant or _("All"))

    @admin.display(description=_("how long"))
    def lasts(self, term: Term) -> str:
        return f"{term.lasting()} {term.get_after_display()}"

    @admin.display(description=_("legal ground"))
    def by_right(self, term: Term) -> str:
        return term.ground_in_words()

    @admin.display(description=_("state"))
    def standing(self, term: Any) -> str:
        return state_cell(*STATES[term.state])


def last_run(reader: User) -> dict[str, Any]:
    """What the last run did in the Participants that this person works in, and what comes next."""
    run = TermsRun.objects.ended().first()
    if run is None:
        return {}
    kinds = {kind.value: kind.label for kind in Term.Kind}
    return {"run": run, "forgotten": told(run.forgotten, kinds, reader), "stayed": told(run.stayed, STAYS, reader)}


def told(counts: Mapping[str, int], words: Mapping[str, Any], reader: User) -> list[str]:
    theirs = {*reader.participants(), *(bounds.participant for bounds in reader.bounds_to("people"))}
    found: Counter[str] = Counter()
    for key, count in counts.items():
        participant, _space, name = key.rpartition(" ")
        if reader.is_superuser or participant in theirs:
            found[name] += count
    return [f"{words[name]}: {count}" for name, count in found.items()]
