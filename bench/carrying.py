"""
What a tablet carries of a posting of 100,000 people: what it costs to fetch, to keep, to open and to search.

In Chromium, six times slower than this machine. The people and how they are misspelled are those of `match_report`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from playwright.sync_api import CDPSession, expect

from bench.figures import Figure
from bench.in_chromium import SLOWER, line_to, opened, p95, serving, slowed_down
from bench.servers import ROOT
from tests.browser.server import Server
from tests.browser.tablet import PASSPHRASE, TabletPage

PEOPLE = 100_000
CHANGED = 100
SEARCHES = 100
# A line of 2G is not waited for here; this is the disk and the processor.
PATIENCE = 600_000
THROTTLED = f"{SLOWER}x CPU throttle"

# From the last letter to the screen that shows the first of what was found; then all of it is read.
SEARCH = """async (words) => {
  const box = document.querySelector("#find");
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const type = (text) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  type(words.slice(0, -1));
  await painted();
  const from = performance.now();
  type(words);
  await painted();
  const took = performance.now() - from;
  // The rest is drawn when nobody waits.
  await new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)));
  await painted();
  return [took, document.querySelector(".results").textContent];
}"""
STORED = "async () => (await navigator.storage.estimate()).usage"


def filled(server: Server, people: int) -> list[dict[str, str]]:
    """A posting of so many; how some of them are typed, and whom that means."""
    command = [sys.executable, "-m", "bench.part", "peopling", str(people)]
    done = subprocess.run(command, cwd=ROOT, env=server.set, check=True, stdout=subprocess.PIPE)
    pairs: list[dict[str, str]] = orjson.loads(done.stdout)
    return pairs


class Wire:
    """Bytes that came in answer to the tablet's questions: headers, and content as it was compressed."""

    def __init__(self, line: CDPSession) -> None:
        self.bytes = 0
        line.send("Network.enable")
        line.on("Network.responseReceived", self.add)

    def add(self, said: dict[str, Any]) -> None:
        answer = said["response"]
        if any(f"/api/sync/v1/{door}/" in answer["url"] for door in ("pull", "valid")):
            lengths = {name.lower(): value for name, value in answer["headers"].items()}
            # As the server says it: of an answer that is read as it comes the browser may not count the end.
            self.bytes += int(answer["encodedDataLength"]) + int(lengths["content-length"])


def first_load(tablet: TabletPage, wire: Wire, code: str) -> Figure:
    tablet.page.set_default_timeout(PATIENCE)
    tablet.page.goto(f"{tablet.address}/field/#enrol={code}")
    began = time.monotonic()
    tablet.page.fill("#passphrase", PASSPHRASE)
    tablet.page.fill("#again", PASSPHRASE)
    tablet.page.click("button.primary")
    expect(tablet.page.locator("[data-form=digger]")).to_be_enabled(timeout=PATIENCE)
    tablet.wait_until_kept()  # type: ignore[no-untyped-call]
    expect(tablet.page.locator("[data-outcome]")).to_have_attribute("data-outcome", "none", timeout=PATIENCE)
    expect(tablet.page.locator(".contact-line > button.secondary")).to_be_enabled(timeout=PATIENCE)
    note = f"over the wire, unthrottled, in {time.monotonic() - began:.1f} s with the enrolment; floor: 3 MB, the aim"
    return Figure("first_load_100k", wire.bytes / 1e6, "MB", 3.0, PEOPLE, note)


def refreshed(server: Server, tablet: TabletPage, wire: Wire) -> Figure:
    server.manage("shell", "-c", DECIDE)
    before = wire.bytes
    tablet.page.click(".contact-line > button.secondary")
    tablet.wait_until_still()  # type: ignore[no-untyped-call]
    note = f"pulled after {CHANGED} diggers were accepted; floor: 50 kB, the aim"
    return Figure("refresh_100", (wire.bytes - before) / 1e3, "kB", 50.0, CHANGED, note)


# The registrar accepts those who wait.
DECIDE = f"""
from apps.accounts.models import User
from apps.journal.sealing import settle
from apps.review.models import Case
by = User.objects.get(username="renee")
waiting = list(Case.objects.filter(status="pending", kind="registry.digger")[:{CHANGED}])
assert len(waiting) == {CHANGED}
for case in waiting:
    case.decide("accepted", by=by, seen=case.version)
settle()
"""


def opened_offline(tablet: TabletPage) -> tuple[Figure, Figure]:
    """From nothing to the passphrase, and from the passphrase to the tiles."""
    times: list[tuple[float, float]] = []
    for _ in range(5):
        tablet.page.goto("about:blank")
        with slowed_down(line_to(tablet.page)):
            began = time.monotonic()
            tablet.page.goto(f"{tablet.address}/field/")
            expect(tablet.page.locator("#passphrase")).to_be_visible(timeout=PATIENCE)
            at_the_door = time.monotonic()
            tablet.page.fill("#passphrase", PASSPHRASE)
            tablet.page.click("button.primary")
            expect(tablet.page.locator("[data-form=digger]")).to_be_visible(timeout=PATIENCE)
            times.append((at_the_door - began, time.monotonic() - at_the_door))
    cold, unlock = (sorted(each)[len(times) // 2] for each in zip(*times, strict=True))
    return (
        Figure("cold_open_offline", cold, "s", 2.0, len(times), f"to the passphrase, {THROTTLED}; floor: the aim"),
        Figure("unlock", unlock, "s", 2.0, len(times), f"to the tiles, {PEOPLE:,} people, {THROTTLED}; no aim"),
    )


def searched(tablet: TabletPage, pairs: Sequence[dict[str, str]]) -> Figure:
    tablet.go("#/find")
    expect(tablet.page.locator("#find")).to_be_visible()
    step = max(1, len(pairs) // SEARCHES)
    sought = pairs[::step][:SEARCHES]
    times, found = [], 0
    with slowed_down(line_to(tablet.page)):
        for one in sought:
            took, shown = tablet.page.evaluate(SEARCH, one["typed"])
            times.append(float(took))
            found += one["sought"] in shown
    note = f"names as another officer spelled them, {THROTTLED}; {found} of {len(sought)} found; floor: the aim"
    return Figure("search_100k_p95", p95(times), "ms", 100.0, len(sought), note)


def measure(people: int = PEOPLE) -> Iterator[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpfield.settings")
    with serving() as server, opened(server.address) as tablet:
        pairs = filled(server, people)
        wire = Wire(line_to(tablet.page))
        yield first_load(tablet, wire, server.desk("offer", "14")["code"])
        stored = float(tablet.page.evaluate(STORED))
        note = "all that the app keeps, its shell too; floor: the register as it came over the wire"
        yield Figure("storage_100k", stored / 1e6, "MB", wire.bytes / 1e6, PEOPLE, note)
        yield refreshed(server, tablet, wire)
        server.stop()
        yield from opened_offline(tablet)
        yield searched(tablet, pairs)
