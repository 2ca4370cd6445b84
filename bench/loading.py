"""
How long from the tap on a form to its first question: ours, and ODK Web Forms with the same questions.

Both in Chromium, six times slower than this machine, their code loaded before. Ours also begins a draft on the disk;
theirs keeps nothing. The questions are those of the digger's form, as an XForm; what that cannot ask is left out.
"""

from __future__ import annotations

import statistics
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

from apps.registry.forms.digger import DIGGER
from bench.figures import Figure
from bench.in_chromium import SLOWER, line_to, opened, serving, slowed_down
from bench.peers import VUE, WEB_FORMS, Package, fetched
from bench.xform import xform_of
from tests.browser.conftest import CHROMIUM, QUIETLY

TIMES = 9
# Else it has drawn an error, or another form.
LEAST_ASKED = 20

# From an act to the frame in which something that can be answered is painted.
SHOWN = """async (begin, asked) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const from = performance.now();
  begin();
  while (!document.querySelector(asked)) await frame();
  await frame();
  return performance.now() - from;
}"""
OURS = f"""() => ({SHOWN})(
  () => document.querySelector("[data-form=digger]").click(), ".questions [data-field]"
)"""
THEIRS = f"() => ({SHOWN})(window.begin, '#form input')"
PAGE = """<!doctype html><meta charset="utf-8"><title>form</title><div id="form"></div>
<script type="importmap">{"imports": {"vue": "./vue/package/dist/vue.runtime.esm-browser.prod.js"}}</script>
<script type="module">
import { createApp, h } from "vue";
import { OdkWebForm, webFormsPlugin } from "./forms/package/dist/index.js";
const formXml = await (await fetch("./form.xml")).text();
const fetchFormAttachment = () => Promise.reject(new Error("there are none"));
let app = null;
window.begin = () => {
  app = createApp(() => h(OdkWebForm, { formXml, fetchFormAttachment }));
  app.use(webFormsPlugin);
  app.mount("#form");
};
window.end = () => app.unmount();
window.ready = true;
</script>"""


def unpacked(package: Package, folder: Path, name: str) -> bool:
    archive = fetched(package, folder)
    if archive is None:
        return False
    with tarfile.open(archive) as files:
        for member in files:
            content = files.extractfile(member)
            if content:
                # Letter for letter what its hash says, its names too.
                (folder / name / member.name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name / member.name).write_bytes(content.read())
    return True


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/page.html"
    finally:
        server.shutdown()


def their_loads(folder: Path) -> list[float]:
    (folder / "form.xml").write_text(xform_of(DIGGER))
    (folder / "page.html").write_text(PAGE)
    with served(folder) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        page = browser.new_page(viewport={"width": 800, "height": 1280}, locale="en-GB")
        page.goto(address)
        page.wait_for_function("() => window.ready")
        with slowed_down(line_to(page)):
            times = []
            for _ in range(TIMES + 1):
                times.append(float(page.evaluate(THEIRS)))
                asked = page.locator("#form input").count()
                page.evaluate("() => window.end()")
        browser.close()
    if asked < LEAST_ASKED:
        raise SystemExit(f"{WEB_FORMS.name} asks {asked} of our questions. No figure.")
    return times


def our_loads() -> list[float]:
    with serving() as server, opened(server.address) as tablet:
        tablet.enrol(server.desk("offer", "14")["code"])
        line, times = line_to(tablet.page), []
        for _ in range(TIMES + 1):
            tablet.home()
            tablet.page.wait_for_timeout(300)
            with slowed_down(line):
                times.append(float(tablet.page.evaluate(OURS)))
    return times


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="kpfield-bench-") as name:
        folder = Path(name)
        if not (unpacked(WEB_FORMS, folder, "forms") and unpacked(VUE, folder, "vue")):
            sys.stderr.write(f"{WEB_FORMS.name} was not to be had: how fast it loads a form is left out.\n")
            return
        theirs = their_loads(folder)
    ours = our_loads()
    note = (
        f"{WEB_FORMS.name}: from the tap on a form to its first question, {SLOWER}x CPU throttle, code at hand; "
        f"the first time {theirs[0]:.0f}; floor: ours, with its draft on the disk, the first time {ours[0]:.0f}"
    )
    yield Figure(
        "peer_odk_web_forms_load", statistics.median(theirs[1:]), "ms", statistics.median(ours[1:]), TIMES, note
    )
