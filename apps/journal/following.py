"""How an upper app follows what happens below it: by reading the one order, each follower at its own pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import module_has_submodule

from apps.journal.models import Cursor, Head, Position
from apps.statements.compiled import Among, Compiled, CompiledUpdate, Slot, ask
from apps.statements.journey import travel

# So many positions are read at a time.
STEP = 1_000


class Told(NamedTuple):
    """What a follower learns of an entry; `place` is its position."""

    place: int
    kind: str
    verb: str
    object_id: str


Read = Callable[[int, int], list[Told]]


@dataclass(frozen=True)
class Follower:
    """
    What an app does about acts on some kinds of record.

    `follow` is told of entries in their order, some at a time, and runs in one transaction with its cursor: it is never
    told twice of what it has finished. It must still be idempotent: a cursor that is deleted starts again from the
    first position.
    """

    name: str
    kinds: frozenset[str]
    follow: Callable[[Sequence[Told]], None]


@cache
def all_followers() -> tuple[Follower, ...]:
    """The followers that installed apps declare in `followers.FOLLOWERS`, lowest app first."""
    configs = [config for config in apps.get_app_configs() if module_has_submodule(config.module, "followers")]
    modules = [import_module(f"{config.name}.followers") for config in reversed(configs)]
    return tuple(follower for module in modules for follower in module.FOLLOWERS)


def run_followers(followers: Sequence[Follower] | None = None) -> None:
    """
    Let every follower read up to the newest head.

    One that raises does not stop the others: all are run, then the error rises. One that another process runs is left
    to that process.
    """
    followers = all_followers() if followers is None else followers
    heads, cursors = ask((SIZES, {}), (CURSORS, {}))
    if not heads or not followers:
        return
    [(end,)] = heads
    known: dict[str, int] = dict(cursors)
    fresh = [Cursor(name=follower.name) for follower in followers if follower.name not in known]
    if fresh:
        Cursor.objects.bulk_create(fresh, ignore_conflicts=True)
    known |= {cursor.name: cursor.position for cursor in fresh}
    behind = [follower for follower in followers if known[follower.name] < end]
    # They nearly always stand at the same place, so what one has read the others need not.
    read = lru_cache(maxsize=1)(read_between)
    idle = {follower.name for follower in behind if not concerned(follower, known[follower.name], end, read)}
    pass_by({name: known[name] for name in idle}, end)
    # The stack runs from last to first, each whatever the one before it raised.
    with ExitStack() as stack:
        for follower in reversed(behind):
            if follower.name not in idle:
                stack.callback(catch_up, follower, end, read)


def concerned(follower: Follower, after: int, end: int, read: Read) -> bool:
    """Whether anything is told to this follower; of one that has much to read, that is seen on the way."""
    return end - after > STEP or any(one.kind in follower.kinds for one in read(after, end))


def pass_by(places: Mapping[str, int], end: int) -> None:
    """Lead those to whom nothing was told past it, all at once; whoever has moved meanwhile is left where it is."""
    if not places:
        return
    with transaction.atomic():
        # What another process has in hand is left to it, as in a step.
        unmoved = [name for name, position in FREE.rows(names=places) if position == places[name]]
        Cursor.objects.filter(pk__in=unmoved).update(position=end)


def catch_up(follower: Follower, end: int, read: Read) -> None:
    while step(follower, end, read):
        pass


def step(follower: Follower, end: int, read: Read) -> bool:
    """Hand over what the next positions tell, none behind `end`, in one transaction; whether more wait."""
    with transaction.atomic():
        free = FREE.rows(names=[follower.name])
        position: int = free[0][1] if free else end
        if position >= end:
            return False
        upto = min(position + STEP, end)
        told = [one for one in read(position, upto) if one.kind in follower.kinds]
        if told:
            follower.follow(told)
        travel([MOVED.with_values(pk=follower.name, position=upto)])
    return upto < end


def read_between(after: int, upto: int) -> list[Told]:
    """What was done between two positions, in the one order."""
    return [Told(*row) for row in BETWEEN.rows(after=after, upto=upto)]


def between() -> QuerySet[Any]:
    position: Any = Position._meta.pk
    within = Position.objects.filter(position__gt=Slot("after", position), position__lte=Slot("upto", position))
    return within.order_by("position").values_list("position", "entry__kind", "entry__verb", "entry__object_id")


def unheld() -> QuerySet[Any]:
    """The cursors of these names that no other process has in hand, held to the end of the transaction."""
    named = Among("name", "names", Cursor._meta.get_field("name"))
    return Cursor.objects.select_for_update(skip_locked=True).filter(named).order_by().values_list("name", "position")


BETWEEN = Compiled(between)
FREE = Compiled(unheld)
MOVED = CompiledUpdate(Cursor, "position")
SIZES = Compiled(lambda: Head.objects.order_by("-size").values_list("size")[:1])
CURSORS = Compiled(lambda: Cursor.objects.order_by("name").values_list("name", "position"))
