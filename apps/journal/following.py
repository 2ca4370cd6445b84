"""How an upper app follows what happens below it: by reading the one order, each follower at its own pace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.module_loading import module_has_submodule

from apps.journal.models import Cursor, Entry, Head

STEP = 500


@dataclass(frozen=True)
class Follower:
    """
    What an app does about acts on some kinds of record.

    `follow` is handed entries in their order, each with its position as `place`, up to 500 at a time, and runs in one
    transaction with its cursor: it is never told twice of what it has finished. It must still be idempotent: a cursor
    that is deleted starts again from the first position.
    """

    name: str
    kinds: frozenset[str]
    follow: Callable[[Sequence[Entry]], None]


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
    newest = Head.objects.last()
    if newest is None or not followers:
        return
    known = dict(Cursor.objects.values_list("name", "position"))
    fresh = [Cursor(name=follower.name) for follower in followers if follower.name not in known]
    if fresh:
        Cursor.objects.bulk_create(fresh, ignore_conflicts=True)
    # The stack runs from last to first, each whatever the one before it raised.
    with ExitStack() as stack:
        for follower in reversed(followers):
            if known.get(follower.name, 0) < newest.size:
                stack.callback(catch_up, follower, newest.size)


def catch_up(follower: Follower, end: int) -> None:
    while step(follower, end):
        pass


def step(follower: Follower, end: int) -> bool:
    """Hand over the next entries up to the position `end`, in one transaction; whether more wait."""
    with transaction.atomic():
        cursors = Cursor.objects.select_for_update(skip_locked=True)
        cursor = cursors.filter(pk=follower.name, position__lt=end).first()
        if cursor is None:
            return False
        entries = list(placed(cursor.position, end, follower.kinds)[:STEP])
        if entries:
            follower.follow(entries)
        more = len(entries) == STEP
        cursor.position = entries[-1].place if more else end
        cursor.save(update_fields=["position"])
    return more


def placed(after: int, end: int, kinds: Collection[str]) -> QuerySet[Any]:
    """The entries on these kinds between two positions, in their order; each with its position as `place`."""
    within = Entry.objects.filter(position__position__gt=after, position__position__lte=end, kind__in=kinds)
    return within.annotate(place=F("position__position")).order_by("place")
