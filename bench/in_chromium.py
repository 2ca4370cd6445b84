"""The built tablet in Chromium, on a machine six times slower than this one, against a server of its own."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.server import Server
from tests.browser.tablet import TabletPage

SLOWER = 6


@contextmanager
def serving() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="kpfield-bench-"))
    server = Server(folder)
    server.seed()
    # So that each record is sealed as well, as it is in a country.
    server.manage("make_recovery_key", "--out", str(folder / "key.pem"))
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@contextmanager
def opened(address: str) -> Iterator[TabletPage]:
    """In a profile on the disk: a private window keeps both journals in memory."""
    with sync_playwright() as play, tempfile.TemporaryDirectory(prefix="kpfield-bench-") as folder:
        context = play.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=QUIETLY,
            bypass_csp=True,
            viewport={"width": 800, "height": 1280},
            locale="en-GB",
        )
        yield TabletPage(context.pages[0], address)
        context.close()


def line_to(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


@contextmanager
def slowed_down(line: CDPSession) -> Iterator[None]:
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
