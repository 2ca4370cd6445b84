"""Where somebody is signed in at the desk."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.people import User
from apps.accounts.scope import Reader, Scope


class SignedInQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(user__in=User.objects.visible_to(user).values("pk"))

    def lasting(self) -> Self:
        return self.filter(expire_date__gt=timezone.now())


class SignedIn(AbstractBaseSession):
    """One session; the browser's own words for itself are cut to what tells two browsers apart."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="sessions", verbose_name=_("person")
    )
    begun_at = models.DateTimeField(_("since"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last page"), null=True, blank=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects: ClassVar[Any] = SignedInQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.agent}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
