"""What each role may do; the rows it may do it to are settled by scope."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("Field officer")
    SUPERVISOR = "supervisor", _("Regional supervisor")
    REGISTRAR = "registrar", _("Registrar")
    LICENSING = "licensing", _("Licensing")
    INVENTORIES_EDITOR = "inventories_editor", _("Inventories editor")
    AUDITOR = "auditor", _("Auditor")
    PLENARY = "plenary", _("Plenary desk")
    ADMINISTRATOR = "administrator", _("Administrator")


# capture: on a tablet · read: at the desk · review: decide cases, mend quarantine · confirm: be the second of two who
# decide · register: change registers, sheets in and out, merges · license: licences and buyers · enrol: tablets and
# officers' postings · inventories: returns and the matrix · people: accounts, everybody's postings, help with signing
# in; no record of any digger · identify: see a person's photo and the numbers of his papers, each time in the journal
CAPABILITIES: dict[str, frozenset[str]] = {
    Role.OFFICER: frozenset({"capture"}),
    Role.SUPERVISOR: frozenset({"read", "review", "enrol", "identify"}),
    Role.REGISTRAR: frozenset({"read", "review", "confirm", "register", "license", "enrol", "identify"}),
    Role.LICENSING: frozenset({"read", "license", "identify"}),
    Role.INVENTORIES_EDITOR: frozenset({"inventories"}),
    Role.AUDITOR: frozenset({"read", "audit"}),
    Role.PLENARY: frozenset({"inventories"}),
    Role.ADMINISTRATOR: frozenset({"people"}),
}
# Roles that work with records of persons; the others see figures only.
SEES_PERSONS = frozenset(role for role, may in CAPABILITIES.items() if may & {"capture", "read"})

# Roles that may carry a tablet: what an auditor reads he never writes.
CARRIES_A_TABLET = frozenset(role for role in SEES_PERSONS if "audit" not in CAPABILITIES[role])


def roles_that_may(capability: str) -> frozenset[str]:
    return frozenset(role for role, may in CAPABILITIES.items() if capability in may)
