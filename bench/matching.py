"""
How long it takes to find who of a register is who: a newcomer against all, and all against all.

`python -m bench.part matching PEOPLE NAME` measures one database. The floor of one newcomer is the statement alone that
reads whoever bears one of his names; that of all is the same statement for each of them.
"""

from __future__ import annotations

import resource
import statistics
from dataclasses import asdict
from functools import partial

import orjson
from django.db import connection

from apps.persons.finding import Counts, likes_of
from apps.persons.matching import hear_all, match, match_all
from apps.persons.models import Heard, Resemblance
from apps.registry.models import Digger
from bench.figures import Figure, timed
from bench.peopling import fill

NEWCOMERS = 200
BEARERS = """
    SELECT DISTINCT called.heard_id FROM persons_called own JOIN persons_called called ON called.sound_id = own.sound_id
    WHERE own.heard_id = %s
"""


def bearers_of(heard: Heard) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BEARERS, [heard.pk])
        cursor.fetchall()


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tell(figure: Figure) -> None:
    print(orjson.dumps(asdict(figure)).decode(), flush=True)


def main(size: str, where: str) -> None:
    people = int(size)
    fill(people)
    hear_all()
    before = megabytes()
    step = people // NEWCOMERS
    chosen = list(Heard.objects.order_by("pk"))[::step]
    keys = [one.digger_id for one in chosen]
    whole = [timed(partial(match, [key])) for key in keys]
    chosen = list(Heard.objects.filter(digger__in=keys))
    asked = [timed(partial(likes_of, Counts(one.participant_id), [one])) for one in chosen]
    floor = statistics.median(timed(partial(bearers_of, one)) for one in chosen)
    slow = sorted(whole)[int(len(whole) * 0.95)]
    alone = 1000 * statistics.median(asked)
    note = f"written, compared, kept; 95 of 100 within {1000 * slow:.0f} ms; comparing alone {alone:.0f} ms"
    tell(Figure(f"person_match_one{where}", 1000 * statistics.median(whole), "ms", 1000 * floor, people, note))
    seconds = timed(match_all)
    pairs, grown = Resemblance.objects.count(), megabytes() - before
    note = f"{pairs:,} pairs; memory grew by {grown:.0f} MB"
    tell(Figure(f"person_match_all_100k{where}", seconds, "s", people * floor, Digger.objects.count(), note))
