"""People of the register: diggers and other roles, women and men, each person once (63/134 §17, MD-02)."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from apps.figures.counting import how_many
from apps.figures.values import Columns, Figure, Row
from apps.quantities.periods import Period
from apps.registry.models import Digger
from apps.registry.models.digger import Sex

# The two databases search JSON differently; as text a list of codes reads the same in both.
DIGS = Q(roles_as_text__contains='"digging"')
OTHERWISE = ~DIGS & ~Q(roles_as_text="[]")
WORK = {"diggers": DIGS, "other_roles": OTHERWISE}
SEXES = {"women": Sex.WOMAN, "men": Sex.MAN, "not_stated": Sex.NOT_STATED}


def found(period: Period) -> QuerySet:
    """Entries that proved to be one person count as that person, from the day of the first of them."""
    by_then = Q(case__captured_on__lte=period.ends_on)
    earlier = Digger.objects.accepted().filter(by_then, person=OuterRef("pk"))
    people = Digger.objects.accepted().filter(by_then | Exists(earlier), person=None)
    return (
        people.annotate(roles_as_text=Cast("roles", TextField()))
        .values("region")
        .annotate(
            people_known=Count("*"),
            **{f"{who}_registered": how_many(works) for who, works in WORK.items()},
            **{
                f"{who}_{which}": how_many(works & Q(sex=sex))
                for who, works in WORK.items()
                for which, sex in SEXES.items()
            },
        )
    )


def counted(name: str) -> Callable[[Row], Figure]:
    return lambda row: row.count(name, known="people_known")


COLUMNS: Columns = {f"{who}_{which}": counted(f"{who}_{which}") for who in WORK for which in ("registered", *SEXES)}
