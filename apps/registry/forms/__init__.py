"""The papers of the register, each declared once: digger, site, licence seen, buyer."""

from __future__ import annotations

from apps.registry.forms.buyer import BUYER
from apps.registry.forms.digger import DIGGER
from apps.registry.forms.licence import LICENCE
from apps.registry.forms.site import SITE

__all__ = ["BUYER", "DIGGER", "FORMS", "LICENCE", "SITE"]

FORMS = (DIGGER, SITE, LICENCE, BUYER)
