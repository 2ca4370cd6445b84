"""The ministry's place of work: Django's admin under our name."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    site_title = _("Field records")
    site_header = _("Field records")
    index_title = _("Work for today")
