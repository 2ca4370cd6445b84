"""The desk takes the place of Django's default admin site."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register

from kpfield.checks import second_factor_is_asked


class DeskConfig(AdminConfig):
    default_site = "kpfield.desk.Desk"

    def ready(self) -> None:
        super().ready()
        register(second_factor_is_asked, Tags.security, deploy=True)
