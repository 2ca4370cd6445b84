"""Draw the PNG icons of the home screen from public/icon.svg; run by hand when the drawing changes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

PUBLIC = Path(__file__).resolve().parent.parent / "public"
# A maskable icon is cut to any shape: the drawing stays within the middle 80 %, its ground fills the square.
ICONS = [("icon-192.png", 192, False), ("icon-512.png", 512, False), ("icon-maskable-512.png", 512, True)]


def draw() -> None:
    drawing = (PUBLIC / "icon.svg").read_text()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, side, maskable in ICONS:
            page = browser.new_page(viewport={"width": side, "height": side})
            inner = round(side * 0.8) if maskable else side
            ground = "#0a5650" if maskable else "transparent"
            page.set_content(
                f"<style>html,body{{margin:0;height:100%;background:{ground};display:grid;place-items:center}}"
                f"svg{{width:{inner}px;height:{inner}px}}</style>{drawing}"
            )
            page.screenshot(path=PUBLIC / name, omit_background=not maskable)
        browser.close()


if __name__ == "__main__":
    draw()
