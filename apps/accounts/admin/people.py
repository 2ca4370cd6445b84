"""Who works where: people and their dated postings."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Field, ForeignKey, Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from apps.accounts.desk import EnrollingAdmin, ScopedAdmin, ShownInline, reader_of
from apps.accounts.helping import may_help
from apps.accounts.models import Posting, Role, User
from apps.places.models import Region

# Roles of dated postings decide here; Django's groups would be a second truth.
admin.site.unregister(Group)
# A secret that a page can show is none; whose telephone is registered says the page that helps to sign in.
for model in (TOTPDevice, StaticDevice):
    admin.site.unregister(model)


class PostingInline(ShownInline):
    model = Posting
    fields = ["role", "region", "office", "starts_on", "ends_on"]


@admin.register(User)
class PeopleAdmin(ScopedAdmin, UserAdmin):
    """People of the reader's regions; whoever keeps accounts makes and changes them, but none over all regions."""

    may_read = frozenset({"read", "people"})
    may_add = may_change = "people"
    change_form_template = "desk/person.html"
    list_display = ["username", "full_name", "language", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["username", "first_name", "last_name"]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "language"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [PostingInline]

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if reader_of(request).is_superuser:
            return super().get_fieldsets(request, obj)
        if obj is None:
            return self.add_fieldsets
        # A colleague's account is no secret, the hash of his password is.
        shown = ["username", "first_name", "last_name", "language", "is_active", "is_staff"]
        return [(None, {"fields": shown})]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        above = isinstance(obj, User) and obj.is_superuser and not reader_of(request).is_superuser
        return super().has_change_permission(request, obj) and not above

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        person = self.get_object(request, object_id)
        helps = {"may_help": isinstance(person, User) and may_help(reader_of(request), person)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **helps})


@admin.register(Posting)
class PostingAdmin(EnrollingAdmin):
    """
    Postings in the reader's regions, and nobody gives himself a role.

    Whoever lends out tablets posts officers; whoever keeps the accounts posts everybody.
    """

    may_read = frozenset({"read", "people"})

    list_display = ["user", "role", "place", "office", "starts_on", "ends_on"]
    list_select_related = ["user", "region__participant", "office"]
    list_filter = ["role"]
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    autocomplete_fields = ["user", "region", "office"]
    fields = ["user", "role", "region", "office", "starts_on", "ends_on"]

    @admin.display(description=_("region"), ordering="region")
    def place(self, posting: Posting) -> str:
        """A whole country is called by its name in the language of whoever reads."""
        region = posting.region
        return "" if region is None else region.name if region.level else region.participant.name

    def region_of(self, obj: Any) -> Region | None:
        return cast(Posting, obj).region

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or self.may(request, "people")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        reader = reader_of(request)
        if not isinstance(obj, Posting):
            return super().has_change_permission(request, obj) or self.may(request, "people")
        if obj.region is not None and reader.may("people", left=obj.region.left):
            return reader.is_superuser or obj.user_id != reader.pk
        return super().has_change_permission(request, obj) and (obj.role == Role.OFFICER or reader.is_superuser)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        reader = reader_of(request)
        if db_field.name == "user" and not reader.is_superuser:
            kwargs["queryset"] = User.objects.visible_to(reader).exclude(pk=reader.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role" and not reader_of(request).may("people"):
            kwargs["choices"] = [(Role.OFFICER.value, Role.OFFICER.label)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)
