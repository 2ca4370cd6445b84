"""
Three weeks without a network, then two hours of a bad one: two tablets, 400 records, 300 photos.

The tablets run without a screen (a browser would take hours to fill in the forms), everything else is as in the field:
the app's own code, the server's process, a line that loses three requests in ten. The line keeps the time, so the two
hours are counted and nobody waits for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tests.browser.slow_line import SlowLine
from tests.browser.unseen import PHRASE, Unseen, build_unseen
from tests.faults.answers import FORMS, Answering
from tests.files.conftest import photo

# Of each tablet.
RECORDS, PHOTOS = 200, 150
TWO_HOURS = 7200
TEXT = 1_000_000
PIECE = 65_536
WEEKS = 3


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return build_unseen(tmp_path_factory.mktemp("unseen"))


@pytest.fixture
def country(server, monkeypatch):
    """Two officers of one office and a tablet for each; the server as it was three weeks ago."""
    server.desk("colleague")
    server.desk("tablet", "15")
    server.set["WEEKS_AGO"] = str(WEEKS)
    server.stop()
    server.start(wsgi="tests.browser.earlier")
    return server


@pytest.fixture
def hand_out_unseen(country, bundle):
    opened = []

    def hand(seed: int, number: str, officer: str) -> tuple[Unseen, SlowLine]:
        line = SlowLine(country.port, seed=seed, loss=0)
        tablet = Unseen(bundle, line.address, datetime.now(UTC) - timedelta(weeks=WEEKS))
        opened.extend([line, tablet])
        tablet.tell("enrol", code=country.desk("offer", number, officer)["code"], phrase=PHRASE)
        return tablet, line

    yield hand
    for one in opened:
        one.close()


class Weeks:
    """What one officer records from day to day, and photographs."""

    def __init__(self, tablet: Unseen, seed: int, folder) -> None:
        self.tablet, self.seed, self.folder = tablet, seed, folder
        self.chance = Random(seed)
        self.left = PHOTOS

    def live(self) -> list[str]:
        """Three weeks; the ids of the records. The app is closed now and then."""
        written = []
        for n in range(RECORDS):
            self.tablet.tell("pass", seconds=WEEKS * 7 * 86_400 // RECORDS)
            form = self.form(n)
            answers = self.answering(n).to(form)
            written.append(self.tablet.tell("write", form=form, answers=answers, photos=self.photos(form)))
            if n % 40 == 39:
                assert self.tablet.tell("again", phrase=PHRASE)
        assert self.left == 0
        return written

    def form(self, n: int) -> str:
        """Of those with a photo, as long as photos are to be taken."""
        few = self.left >= RECORDS - n
        return self.chance.choice([form for form in FORMS if form in {"digger", "site", "purchase"} or not few])

    def answering(self, n: int) -> Answering:
        day = date.today() - timedelta(days=round(WEEKS * 7 * (1 - n / RECORDS)) + 1)
        return Honest(self.chance, day, "XA-KO1", {})

    def photos(self, form: str) -> dict[str, str]:
        """Two in three are a face or a site, one a slip that must stay legible."""
        field = {"digger": "photo", "site": "photo", "purchase": "slip_photo"}.get(form)
        if not field or not self.left:
            return {}
        self.left -= 1
        side, quality = (1600, 85) if form == "purchase" else (1000, 80)
        path = self.folder / f"{self.seed}-{self.left}.jpg"
        path.write_bytes(photo(side, side * 3 // 4, seed=self.seed * 1000 + self.left, quality=quality))
        return {field: str(path)}


class Honest(Answering):
    """Works where he is posted, pays in the country's money, and asks before he photographs."""

    def shot(self):
        """What is photographed, and how large it is, is not left to chance here."""

    def signed(self):
        """Nor what is drawn, which is a picture as well."""
        return {"how": "none", "reason": "La main est blessée."}

    def digger(self):
        return {**super().digger(), "consent_photo": True, "consent_on": self.day.isoformat()}

    def site(self):
        return {**super().site(), "region": self.province}

    def purchase(self):
        return {**super().purchase(), "currency": "XAL"}

    def sizes(self):
        """Only of classes that the server has too."""
        return [row for row in super().sizes() if not row["class"].endswith(".98")] or None

    def finders(self):
        """One, since two that are picked out of the register may be the same person, whom no officer writes twice."""
        return super().finders()[:1]


def end_of(passages, method: str, path: str) -> int:
    """The place of the last of these that came back whole."""
    return max(place for place, one in enumerate(passages) if (one.method, one.path) == (method, path) and one.whole)


def text_in(passages) -> int:
    """The bytes on the line until the server had said of the last record that it is there."""
    first_photo = next(place for place, one in enumerate(passages) if one.method == "PATCH")
    pushes = [place for place, one in enumerate(passages[:first_photo]) if one.path.endswith("/push/") and one.whole]
    return sum(one.up + one.down for one in passages[: pushes[-1] + 1])


def sent_again(passages) -> dict[str, tuple[int, int]]:
    """Of each photo: the bytes that left the tablet more than once, and how many of its pieces were lost."""
    seen = defaultdict(list)
    for one in passages:
        if one.method == "PATCH" and one.body:
            seen[one.path].append(one)
    return {path: (twice(pieces), sum(not one.whole for one in pieces)) for path, pieces in seen.items()}


def twice(pieces) -> int:
    reached = again = 0
    for one in pieces:
        end = one.offset + one.body
        again += max(0, min(reached, end) - one.offset)
        reached = max(reached, end)
    return again


def lived(tablets, folder) -> int:
    """What all tablets wrote in three weeks without a server; how many records."""
    folder.mkdir()
    with ThreadPoolExecutor(2) as pool:
        lives = [Weeks(tablet, seed, folder) for seed, (tablet, _line) in enumerate(tablets, 1)]
        written = [one for weeks in pool.map(Weeks.live, lives) for one in weeks]
    return len(set(written))


def met(tablets) -> list[tuple[dict, list, float]]:
    """Two bad hours; how each tablet stands at the end, what its line carried, and the seconds it took."""
    begun = []
    for tablet, line in tablets:
        begun.append(tablet.tell("look")["at"])
        line.passages.clear()
        line.loss = 0.3
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda one: one[0].tell("stay", seconds=TWO_HOURS), tablets))
    lines = [line.passages for _tablet, line in tablets]
    return [(end, one, (end["at"] - at) / 1000) for end, one, at in zip(ends, lines, begun, strict=True)]


def test_three_weeks_of_work_come_in_over_two_bad_hours(country, hand_out_unseen, tmp_path):
    tablets = [hand_out_unseen(3, "14", "awa"), hand_out_unseen(4, "15", "bintou")]
    country.stop()
    assert lived(tablets, tmp_path / "photos") == 2 * RECORDS
    country.start()

    hours = met(tablets)

    for end, passages, seconds in hours:
        again, lost = (sum(column) for column in zip(*sent_again(passages).values(), strict=True))
        print(f"text in {text_in(passages)} B, photos again {again} B over {lost} lost pieces, {seconds:.0f} s")
        assert end["trouble"] is None
        assert end["counts"] == {"here": 0, "server": RECORDS, "returned": 0}
        assert Counter(end["photos"]) == {"kept": PHOTOS}
        assert seconds < TWO_HOURS
        # One in five at least was lost, so it was a bad line.
        assert sum(not one.whole for one in passages) > len(passages) / 5
        assert all(again <= lost * PIECE for again, lost in sent_again(passages).values())
    assert sum(text_in(passages) for _end, passages, _seconds in hours) < TEXT
    here = country.desk("came", "14", "15")
    assert here == {"submissions": 2 * RECORDS, "records": 2 * RECORDS, "kept": 2 * PHOTOS, "photos": 2 * PHOTOS}
