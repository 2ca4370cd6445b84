"""What may be said of an infraction: its kind, whom it concerns, where the stones are, what was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    WITHOUT_LICENCE = "without_licence", _("Digging without a licence")
    OUTSIDE_AREA = "outside_area", _("Digging outside the licensed area")
    UNLICENSED_TRADE = "unlicensed_trade", _("Buying or selling without a licence")
    FALSE_PAPERS = "false_papers", _("False, blank or borrowed papers")
    NO_RECORDS = "no_records", _("Records not kept, or inspection refused")
    SMUGGLING = "smuggling", _("Stones hidden or carried across a border")
    ENVIRONMENT = "environment", _("Harm to a river or the land")
    OTHER = "other", _("Something else")


class Concerned(models.TextChoices):
    DIGGER = "digger", _("A digger of the register")
    LICENCE = "licence", _("The holder of a licence")
    BUYER = "buyer", _("A buyer of the register")
    PERSON = "person", _("Somebody who is not registered")
    UNKNOWN = "unknown", _("Nobody knows who")


class Custody(models.TextChoices):
    OFFICE = "office", _("The office")
    MINISTRY = "ministry", _("The ministry")
    POLICE = "police", _("Police or gendarmerie")
    COURT = "court", _("A court")
    BANK = "bank", _("A bank")


class Disposal(models.TextChoices):
    KEPT = "kept", _("Still kept")
    RETURNED = "returned", _("Given back")
    FORFEITED = "forfeited", _("Property of the State")
    SOLD = "sold", _("Sold by the State")


class ReferredTo(models.TextChoices):
    MINES = "mines", _("Administration of mines")
    POLICE = "police", _("Police or gendarmerie")
    PROSECUTOR = "prosecutor", _("Public prosecutor")
    CUSTOMS = "customs", _("Customs")


class Outcome(models.TextChoices):
    OPEN = "open", _("No final decision yet")
    PENALTY = "penalty", _("Final: penalty")
    SETTLED = "settled", _("Final: settled with the administration")
    DISMISSED = "dismissed", _("Final: no infraction")
