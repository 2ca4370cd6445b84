"""How often one address may guess, and how much one tablet may ask; counted in fixed windows, which cost little."""

from __future__ import annotations

import time
from typing import ClassVar

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from apps.sync.sender import Sender


class Window(BaseThrottle):
    """At most `most` requests in each `seconds` for whoever `who` names."""

    name: ClassVar[str]
    most: ClassVar[int]
    seconds: ClassVar[int] = 60

    def who(self, request: Request) -> str:
        return str(self.get_ident(request))

    def allow_request(self, request: Request, view: APIView) -> bool:
        return self.count(request) <= self.most

    def wait(self) -> float:
        return self.seconds - time.time() % self.seconds

    def count(self, request: Request) -> int:
        key = f"sync.{self.name}.{self.who(request)}.{int(time.time() // self.seconds)}"
        try:
            return cache.incr(key)
        except ValueError:
            cache.add(key, 0, 2 * self.seconds)
            return cache.incr(key)


class EnrolAttempts(Window):
    name, most = "enrol", 10


class WrongTokens(Window):
    name, most = "token", 60


class TabletRequests(Window):
    """Far above what a tablet needs: it stops a program that runs in circles, not an office that comes back online."""

    name, most = "tablet", 30_000

    def who(self, request: Request) -> str:
        return str(request.auth.tablet.pk if isinstance(request.auth, Sender) else self.get_ident(request))


class NumbersAsked(TabletRequests):
    """Enough for a queue of diggers, and too few to read a country's numbers out of the answers."""

    name, most = "number", 30
