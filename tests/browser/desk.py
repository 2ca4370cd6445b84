"""What the desk does in the browser tests, run beside the server: `python -m tests.browser.desk seed`."""

from __future__ import annotations

import json
import multiprocessing
import sys
from contextlib import suppress
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from tests.browser import acting, country, kept, warm  # noqa: E402

ACTS = {
    "seed": country.seed,
    "offer": acting.offer,
    "licensing": country.licensing,
    "twice": country.twice,
    "join": acting.join,
    "colleague": country.colleague,
    "strangers": country.strangers,
    "tablet": country.tablet,
    "decide": acting.decide,
    "cases": kept.cases,
    "rewrite": acting.rewrite,
    "photos": kept.photos,
    "spoken_in": kept.spoken_in,
    "slips": kept.slips,
    "key": kept.key,
    "sellers": kept.sellers,
    "queue": country.queue,
    "grounds": country.grounds,
    "asked": country.asked,
    "came": kept.came,
    "password": acting.password,
    "revoke": acting.revoke,
    "leave": acting.leave,
    "manage": acting.manage,
}


def do(act: str, *words: str) -> str:
    return json.dumps(ACTS[act](*words))


def wait():
    """
    Do what each line asks for, and answer with a line.

    An act: `{"database": …, "media": …, "words": […]}`. A server: `{"database": …, "media": …, "port": …, "log": …}`,
    answered with its process; and the end of one: `{"pid": …, "seconds": …}`.
    """
    warm.read_all()
    for line in sys.stdin:
        order = json.loads(line)
        if "words" in order:
            print(apart(order), flush=True)
        else:
            print(json.dumps((warm.serve if "port" in order else warm.has_ended)(**order)), flush=True)


def apart(order) -> str:
    """In a process of its own, so that nothing that is remembered of one country is taken for another's."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    one = fork.Process(target=answer, args=(there,), kwargs=order)
    one.start()
    there.close()
    answered = json.dumps({"fault": "What went wrong stands above."})
    with suppress(EOFError):
        answered = here.recv()
    one.join()
    return answered


def answer(there, *, database, media, words):
    connection.settings_dict["NAME"] = database
    settings.MEDIA_ROOT = Path(media)
    there.send(do(*words))


if __name__ == "__main__":
    wait() if len(sys.argv) == 1 else print(do(*sys.argv[1:]))
