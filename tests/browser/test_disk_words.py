"""What a tablet says whose disk fails it or whose clock was set back, on a phone, in both languages."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import PASSPHRASE
from tests.browser.test_tablet_disk import buyer, given, lose_all_files, lose_database, profile, reopened  # noqa: F401
from tests.browser.test_tablet_screens import Viewer


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_failing_disk_says_can_be_read_on_a_phone(profile, server, tmp_path, language):  # noqa: F811
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"disk-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    phone = {"width": 360, "height": 740, "locale": {"en": "en-GB", "fr": "fr-FR"}[language]}
    tablet = profile(**phone)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    buyer(tablet, 1)
    tablet.send()
    viewer = Viewer(tablet, folder, language)

    fill_up(tablet, server, viewer)
    server.stop()
    set_back(tablet, viewer)
    server.start()
    tablet.page.context.close()
    lose_database(profile)
    viewer.tablet = tablet = reopened(profile, server, **phone)
    tablet.speak(language)
    top(tablet, "[data-restored]")
    viewer.look("restored")
    tablet.page.context.close()
    server.manage("shell", "-c", "from apps.accounts.models import Tablet; Tablet.objects.update(announced_seq=3)")
    lose_database(profile)
    lose_all_files(profile)
    viewer.tablet = tablet = profile(**phone)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.speak(language)
    top(tablet, "[data-cleared]")
    viewer.look("cleared")

    assert not viewer.faults, "\n".join(viewer.faults)


def fill_up(tablet, server, viewer):
    line = tablet.page.context.new_cdp_session(tablet.page)
    tablet.fill("buyer", given(2))
    line.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 1})
    tablet.next()
    expect(tablet.page.locator(".notice.clay")).to_be_visible(timeout=30_000)
    viewer.look("full-check")
    tablet.home()
    viewer.look("full-home")
    tablet.lock()
    for words in (PASSPHRASE, "not these words"):
        tablet.unlock_in_vain(words)
        untried = {"en": "the passphrase was not tried", "fr": "n’a donc pas été essayée"}
        expect(tablet.page.locator("#passphrase-fault")).to_contain_text(untried[viewer.language])
    viewer.look("full-door")
    line.send("Storage.overrideQuotaForOrigin", {"origin": server.address})
    tablet.unlock()


def set_back(tablet, viewer):
    """The battery was out: the clock begins again years ago, and so the last contact lies before it."""
    tablet.page.clock.set_system_time(datetime(2020, 1, 1, 9, tzinfo=UTC))
    tablet.open_again()
    expect(tablet.page.locator("[data-clock]")).to_be_visible()
    words = {"en": "Last contact before the clock was set back", "fr": "Dernier contact avant que l’horloge"}
    expect(tablet.page.locator(".contact-line")).to_contain_text(words[viewer.language])
    top(tablet, "[data-clock]")
    viewer.look("clock")
    tablet.go("#/diary")
    viewer.look("clock-diary")


def top(tablet, what: str):
    tablet.page.locator(what).scroll_into_view_if_needed()
