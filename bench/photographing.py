"""
How long an officer waits for a photo, on a tablet six times slower than this machine.

In Chromium, from what the camera hands over to the picture on the screen: it is then small, without place and time,
encrypted, and on the disk.
"""

from __future__ import annotations

import random
import statistics
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from playwright.sync_api import CDPSession

from bench.figures import Figure
from bench.in_chromium import SLOWER, line_to, opened, p95, serving, slowed_down
from tests.browser import answers
from tests.browser.tablet import TabletPage

PHOTOS = 20
# As many points as a cheap tablet's camera has.
WIDE, HIGH = 3264, 2448
WHY = "Seen with my own eyes."

# Until the picture that was there before, if any, has given way to another one that is drawn.
WATCH = """() => {
  const before = document.querySelector("img.photo-shown")?.src;
  let from = 0;
  const chosen = (event) => event.target.type === "file" && (from = performance.now());
  document.addEventListener("change", chosen, { capture: true, once: true });
  window.shown = new Promise((done) => {
    const look = () => {
      const image = document.querySelector("img.photo-shown");
      if (from && image?.complete && image.naturalWidth && image.src !== before) done(performance.now() - from);
      else requestAnimationFrame(look);
    };
    look();
  });
}"""

# Read, drawn at the size that is kept and written once: what no app can leave out.
BARE = """async (content) => {
  const file = new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
  const from = performance.now();
  const image = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(1600, Math.round((1600 * image.height) / image.width));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 })).arrayBuffer();
  return performance.now() - from;
}"""


def at_the_camera(tablet: TabletPage) -> None:
    """In the form of a site, at the question that asks for its photo."""
    tablet.begin("site")
    left = dict(answers.SITE)
    while "photo" not in tablet.shown():
        tablet.answer_view(left)
        tablet.step(WHY)


def taken(tablet: TabletPage, line: CDPSession, content: bytes) -> float:
    tablet.page.evaluate(WATCH)
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    with slowed_down(line):
        tablet.page.locator("[data-field=photo] input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
        return float(tablet.page.evaluate("() => window.shown"))


def pictures(n: int) -> Iterator[bytes]:
    """Grain everywhere, as in a bad light; each its own bytes, since what a tablet has it need not keep again."""
    chance = random.Random(7)
    for _picture in range(n):
        grain = Image.frombytes("RGB", (WIDE // 4, HIGH // 4), chance.randbytes(WIDE * HIGH // 16 * 3))
        out = BytesIO()
        grain.resize((WIDE, HIGH), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
        yield out.getvalue()


def measure() -> Iterator[Figure]:
    contents = list(pictures(PHOTOS + 1))
    with serving() as server, opened(server.address) as tablet:
        tablet.enrol(server.desk("offer", "14")["code"])
        server.stop()
        line = line_to(tablet.page)
        at_the_camera(tablet)
        taken(tablet, line, contents.pop())
        saves, floors = [], []
        for content in contents:
            saves.append(taken(tablet, line, content))
            with slowed_down(line):
                floors.append(float(tablet.page.evaluate(BARE, b64encode(content).decode())))
    note = (
        f"from the camera to the picture that is kept, {SLOWER}x CPU throttle; median {statistics.median(saves):.0f}; "
        f"{WIDE}x{HIGH} of grain, {len(contents[0]) / 1e6:.1f} MB; floor: read, drawn smaller and written once"
    )
    yield Figure("photo_save_p95", p95(saves), "ms", p95(floors), len(saves), note)
