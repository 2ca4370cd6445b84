from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from apps.journal.chores import do_chores
from apps.journal.sealing import settle


class Command(BaseCommand):
    """
    The worker: each minute, seal what was written and let the followers read it; then do what each app has to do.

    SIGTERM and SIGINT end it after the round it is in. An error rises and ends it, for whoever started it to see and to
    start it again; nothing is lost, since every step is one transaction.
    """

    help = "Seal the journal and run its followers, each minute, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")
        parser.add_argument("--every", type=float, default=60, metavar="SECONDS", help="the pause between two rounds")

    def handle(self, *, once: bool, every: float, **options: Any) -> None:
        stop = Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self.work(stop, once=once, every=every)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def work(self, stop: Event, *, once: bool, every: float) -> None:
        while not stop.is_set():
            settle()
            do_chores()
            if once:
                return
            # A connection that the database has dropped meanwhile is opened anew in the next round.
            close_old_connections()
            stop.wait(every)
