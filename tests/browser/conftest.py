"""A server with a small country in it, Chromium, and tablets to hand out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import Server
from tests.browser.tablet import TabletPage

CHROMIUM = "/usr/bin/chromium"
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """The database of a small country, made once and copied for each server."""
    server = Server(tmp_path_factory.mktemp("seeded"))
    server.desk("seed")
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
