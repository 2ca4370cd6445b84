"""The app's name as people read it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ColumnsConfig(AppConfig):
    name = "apps.columns"
    verbose_name = _("Measures and columns")
