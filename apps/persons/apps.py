"""The app's name as people read it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonsConfig(AppConfig):
    name = "apps.persons"
    verbose_name = _("Persons")
