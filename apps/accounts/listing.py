"""Lists as far as anybody reads on: what lies behind is not counted, nor walked through, before somebody asks."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest

# Two hundred pages; whoever looks for what lies behind them searches, filters or turns the order round.
MOST_COUNTED = 10_000


class Pages(Paginator):
    """The pages of a list's beginning; `more` where the list goes on behind them."""

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_COUNTED)

    @property
    def more(self) -> bool:
        return self.found > MOST_COUNTED

    @cached_property
    def found(self) -> int:
        return counted(self.object_list)


def counted(rows: Any) -> int:
    """How many there are, of one more than are counted at most."""
    return int(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())


class Counted(ChangeList):
    """
    A list that counts itself, its filters and its sums as long as that costs nothing, and else when asked.

    Asked is `_facets`, which Django's own "Show counts" writes into the address.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: Any = self.result_list
        if rows.query.is_sliced:
            # The keys alone are walked to a page far behind; what stands beside them is read for that page.
            rows = self.queryset.filter(pk__in=rows.values("pk"))
        register, pages = cast(Any, self.model_admin), cast(Any, self.paginator)
        self.result_list = register.with_names(rows, request.user)
        self.more: bool = pages.more
        self.asked: bool = self.add_facets
        if not self.add_facets and not self.more and counted(self.root_queryset) <= MOST_COUNTED:
            self.add_facets, self.is_facets_optional = True, False

    @property
    def in_full(self) -> bool:
        """Whether the whole list may be added up."""
        return self.asked or not self.more

    @cached_property
    def full_count(self) -> int:
        return int(self.queryset.order_by().values("pk").count()) if self.more else int(self.result_count)
