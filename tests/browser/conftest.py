"""A server with a small country in it, Chromium, and tablets to hand out."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import Server
from tests.browser.tablet import TabletPage

# Chromium's own engine without the windows around it: the same pages in three quarters of the time. What is kept in a
# profile is tried in the browser that officers have.
CHROMIUM = "/usr/bin/chromium"
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What a test is repeated over to be seen, and nothing else.
SEEN_IN = {"size", "way", "language", "width", "height"}


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
    if not os.environ.get("EVERYTHING"):
        left_out = [item for looks in by_test(items).values() for item in others(looks)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def by_test(items) -> dict[str, list]:
    """The runs of each test that differ only in the screen and the language."""
    looks = defaultdict(list)
    for item in items:
        if "/browser/" in str(item.path) and hasattr(item, "callspec") and item.callspec.params.keys() <= SEEN_IN:
            looks[item.nodeid.partition("[")[0]].append(item)
    return looks


def others(looks: list) -> list:
    """All but one, which its name chooses: so each screen and each language has its share. Of four, all but two."""
    chosen = crc32(looks[0].nodeid.partition("[")[0].encode()) % len(looks)
    # That one's opposite, in screen and language.
    kept = {chosen, len(looks) - 1 - chosen} if len(looks) >= 4 else {chosen}
    return [one for at, one in enumerate(looks) if at not in kept]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=SHELL, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """The database of a small country, made once and copied for each server."""
    server = Server(tmp_path_factory.mktemp("seeded"))
    server.seed()
    return server.folder


@pytest.fixture
def server(seeded, tmp_path):
    shutil.copytree(seeded, tmp_path / "server")
    server = Server(tmp_path / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def hand_out(chromium, server):
    """Open the tablet's page in a browser of its own: `hand_out(width=800, height=1280, language="fr")`."""
    contexts = []

    def hand(*, width=800, height=1280, language="en", line=server, **details):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale={"en": "en-GB", "fr": "fr-FR"}[language],
            timezone_id="Africa/Lagos",
            **details,
        )
        contexts.append(context)
        return TabletPage(context.new_page(), line.address)

    yield hand
    for context in contexts:
        context.close()


@pytest.fixture
def camera(tmp_path):
    """What a camera hands over, large and with the place it was taken at."""

    def shoot(content, name="../../IMG_0001.jpg"):
        file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
        return lambda tablet, code: tablet.page.locator(f"[data-field={code}] input[type=file]").set_input_files(file)

    return shoot


@pytest.fixture
def pictures(tmp_path):
    folder = Path(os.environ.get("SCREENS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def profile(chromium, tmp_path, server):
    """Open the tablet in a profile that stays on the disk; close it before its folder is read."""
    opened = []

    def open_it():
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=QUIETLY,
            viewport={"width": 800, "height": 1280},
            locale="en-GB",
            timezone_id="Africa/Lagos",
        )
        opened.append(context)
        return TabletPage(context.pages[0], server.address)

    open_it.folder = tmp_path / "profile"
    yield open_it
    for context in opened:
        context.close()
