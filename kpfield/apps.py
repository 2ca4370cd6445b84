"""The desk takes the place of Django's default admin site."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "kpfield.desk.Desk"
