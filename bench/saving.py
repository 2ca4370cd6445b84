"""
How long an officer waits for the tick, on a tablet six times slower than this machine.

In Chromium, from the finger on *Save* to the page that shows the tick: the record is then flushed in both journals.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page

from bench.figures import Figure
from bench.in_chromium import SLOWER, line_to, opened, p95, serving, slowed_down
from tests.browser.answers import BUYER
from tests.browser.tablet import TabletPage

SAVES = 60

# The tick is in the page before it is painted; what is waited for is the disk.
WATCH = """() => {
  let from = 0;
  const click = (event) => event.target.closest(".foot .primary") && (from = performance.now());
  document.addEventListener("click", click, { capture: true });
  window.ticked = new Promise((done) => {
    const seen = () => document.querySelector("[data-saved]") && (done(performance.now() - from), watch.disconnect());
    const watch = new MutationObserver(seen);
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}"""

END = """() => new Promise((told) => {
  const opening = indexedDB.open("kpfield");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("meta").objectStore("meta").get("log");
    asked.onsuccess = () => (opening.result.close(), told(asked.result.end));
  };
})"""

# A worker that keeps its file open and does nothing but append.
BARE = """() => {
  const work = async ({ data: bytes }) => {
    self.file ??= await (await (await navigator.storage.getDirectory()).getFileHandle("floor", { create: true }))
      .createSyncAccessHandle();
    self.file.write(bytes, { at: self.file.getSize() });
    self.file.flush();
    self.postMessage(0);
  };
  window.bare = new Worker(URL.createObjectURL(new Blob([`onmessage = ${work}`])));
}"""
APPEND = """(length) => new Promise((done) => {
  const [bytes, from] = [crypto.getRandomValues(new Uint8Array(length)), performance.now()];
  window.bare.onmessage = () => done(performance.now() - from);
  window.bare.postMessage(bytes);
})"""


def saved(tablet: TabletPage, line: CDPSession, n: int) -> float:
    """Milliseconds to the tick; the form is filled in at full speed, and what that left to do is done before."""
    tablet.fill("buyer", {**BUYER, "number": f"B-{n:05d}", "names": f"Sira Diané {n}"})
    tablet.page.evaluate(WATCH)
    tablet.page.wait_for_timeout(300)
    with slowed_down(line):
        tablet.page.click(".foot .primary")
        return float(tablet.page.evaluate("() => window.ticked"))


def grown_by_one(tablet: TabletPage, line: CDPSession) -> int:
    """Bytes that one record takes in the log; the first save warms the app up besides."""
    before = int(tablet.page.evaluate(END))
    saved(tablet, line, 0)
    return int(tablet.page.evaluate(END)) - before


def appended(page: Page, line: CDPSession, length: int) -> float:
    with slowed_down(line):
        return float(page.evaluate(APPEND, length))


def measure() -> Iterator[Figure]:
    with serving() as server, opened(server.address) as tablet:
        tablet.enrol(server.desk("offer", "14")["code"])
        server.stop()
        line = line_to(tablet.page)
        tablet.page.evaluate(BARE)
        length = grown_by_one(tablet, line)
        saves, floors = [], []
        for n in range(1, SAVES + 1):
            saves.append(saved(tablet, line, n))
            floors.append(appended(tablet.page, line, length))
    note = (
        f"from the tap to the tick, {SLOWER}x CPU throttle, both journals flushed; "
        f"median {statistics.median(saves):.0f}, {length:,} bytes; "
        "floor: the same bytes appended and flushed; the throttle slows the page and not its worker"
    )
    yield Figure("save_p95", p95(saves), "ms", p95(floors), SAVES, note)
