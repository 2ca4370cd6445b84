"""Carats accepted by the week of their find: bars from zero, their table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.figures.counting import how_many
from apps.ledger.models import Production
from apps.review.desk import amount
from apps.review.models import Status

WEEKS = 8
# The drawing's own units; it scales with the page.
BAR, GAP, TALL, TOP = 56, 26, 190, 24


@dataclass(frozen=True)
class Week:
    begins: date
    carats: Decimal | None
    pending: int

    @property
    def name(self) -> str:
        return date_format(self.begins, "MONTH_DAY_FORMAT")

    @property
    def written(self) -> str:
        return amount(self.carats)


@dataclass(frozen=True)
class Bar:
    week: Week
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def label_y(self) -> int:
        return self.y - 8


@dataclass(frozen=True)
class Chart:
    sentence: str
    bars: Sequence[Bar]
    width: int
    bar: int = BAR
    base: int = TOP + TALL
    height: int = TOP + TALL + 26


def weeks_of(user: User) -> Chart | None:
    """The last eight weeks of whoever reads; None where nothing was found in them, so that no empty chart is drawn."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    # By its status and day, as the index has them that answers this alone.
    finds = (
        Production.objects.visible_to(user)
        .from_the_field()
        .filter(status__in=[Status.ACCEPTED, Status.PENDING], void=False)
        .filter(ends_on__gte=mondays[0], ends_on__lt=monday + timedelta(weeks=1))
    )
    weekly = (
        finds.order_by()
        .annotate(week=TruncWeek("ends_on"))
        .values("week")
        .annotate(
            found=Sum("carats", filter=Q(status=Status.ACCEPTED)),
            waits=how_many(Q(status=Status.PENDING)),
        )
    )
    known = {row["week"]: (row["found"], row["waits"]) for row in weekly}
    weeks = [Week(day, *known.get(day, (None, 0))) for day in mondays]
    return chart_of(weeks) if known else None


def chart_of(weeks: Sequence[Week]) -> Chart:
    most = max((week.carats or Decimal(0) for week in weeks), default=Decimal(0))
    bars = [bar(place, week, most) for place, week in enumerate(weeks)]
    # Eight figures of the database's: to ask it for their sum is to let it read all of the finds again.
    found = [week.carats for week in weeks if week.carats is not None]
    pending = sum(week.pending for week in weeks)
    sentence = _("%(carats)s ct in %(weeks)d weeks.") % {
        "carats": amount(sum(found, Decimal(0)) if found else None),
        "weeks": WEEKS,
    }
    if pending:
        more = ngettext("%d record more waits for review.", "%d records more wait for review.", pending) % pending
        sentence = f"{sentence} {more}"
    return Chart(sentence, bars, GAP + len(weeks) * (BAR + GAP))


def bar(place: int, week: Week, most: Decimal) -> Bar:
    height = int(TALL * week.carats / most) if week.carats and most else 0
    return Bar(week, GAP + place * (BAR + GAP), TOP + TALL - height, height)
