"""What else is known about the same site in the same month, for a reviewer's eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.inspections.models import Inspection
from apps.ledger.models import Production, Purchase
from apps.review.desk import amount, state_cell
from apps.review.reviewable import Reviewable

MOST = 6
# On which day each kind was at its site.
DAYS: dict[type[Reviewable], str] = {Production: "ends_on", Purchase: "bought_on", Inspection: "inspected_on"}


@dataclass(frozen=True)
class Near:
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def near(record: Any, reader: User) -> Near | None:
    """Finds at the same site in the same month; None where the record names no site or there are none."""
    if type(record) not in DAYS or record.site_id is None:
        return None
    day = getattr(record, DAYS[type(record)])
    finds = Production.objects.visible_to(reader).filter(
        site=record.site_id, ends_on__year=day.year, ends_on__month=day.month
    )
    rows = [row_of(find) for find in finds.exclude(pk=record.pk).order_by("-ends_on")[:MOST]]
    return (
        Near(_("Finds at the same site this month"), [_("Day"), _("Stones"), _("Carats"), _("State")], rows)
        if rows
        else None
    )


def on_the_same_slip(record: Any, reader: User) -> Near | None:
    """What else is said to be on the slip of this sale: a sale counts once, and a reviewer sees which of them is it."""
    if not isinstance(record, Purchase) or not record.slip_number:
        return None
    place = {"slip_series": record.slip_series, "slip_place": record.slip_place}
    same = place if record.slip_place is not None else {"slip_number": record.slip_number}
    sales = Purchase.objects.visible_to(reader).standing().filter(stage=record.stage, void=False, **same)
    others = sales.exclude(pk__in=[record.pk, record.replaces_id]).exclude(replaces=record.pk).order_by("bought_on")
    rows = [
        [
            sale.number,
            date_format(sale.bought_on),
            amount(sale.carats),
            state_cell(sale.status, sale.get_status_display()),
        ]
        for sale in others[:MOST]
    ]
    heads = [_("Record"), _("Day"), _("Carats"), _("State")]
    return Near(_("Recorded on the same slip"), heads, rows) if rows else None


def row_of(find: Production) -> list[Any]:
    stones = "" if find.stones is None else find.stones
    return [date_format(find.ends_on), stones, amount(find.carats), state_cell(find.status, find.get_status_display())]
