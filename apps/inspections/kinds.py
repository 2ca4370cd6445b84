"""The kinds of record of supervision: dated facts, which are replaced and never amended."""

from __future__ import annotations

from apps.inspections import flags, making
from apps.inspections.forms import INFRACTION, INSPECTION
from apps.inspections.models import Infraction, Inspection
from apps.ledger.kinds import never
from apps.registry.kind import Kind

KINDS = (
    Kind("inspection", INSPECTION, Inspection, making.make_inspections, flags.inspection_flags, never),
    Kind("infraction", INFRACTION, Infraction, making.make_infractions, flags.infraction_flags, never),
)
