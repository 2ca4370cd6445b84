"""The desk in a browser: nothing its own policy forbids, nothing axe finds, nothing clipped, and keys for the queue."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.server import ROOT
from tests.browser.test_conflicts import collide

PAGES = {
    "home": "",
    "queue": "review/case/",
    "list": "registry/digger/",
    "ledger": "ledger/production/",
    "infractions": "inspections/infraction/",
    "people": "accounts/user/",
    "tablets": "accounts/tablet/",
    "quarantine": "sync/submission/",
    "handed over": "sync/handedover/",
    "take in": "sync/handedover/take-in/",
    "photos": "files/attachment/",
    "write": "registry/site/add/",
    "import": "registry/digger/import/",
    "import finds": "ledger/production/import/",
    "export": "registry/digger/export/",
    "participant": "places/participant/XA/change/",
    "columns": "columns/column/",
    "password": "password_change/",
    "signed in": "signed-in/",
    "forms": "forms/",
    "paper": "forms/purchase/",
    "slip": "ledger/purchase/add/",
    "re-visits": "inspections/revisit/",
    "agreement": "inspections/revisit/agreement/",
    "silent offices": "offices/silent/",
    "map": "map/",
    "zones": "places/zone/",
    "figures": "figures/",
    "phrases": "review/phrase/",
    "terms": "persons/term/",
    "legal holds": "persons/hold/",
    "processing": "processing/",
}
SIZES = {"desk": (1440, 900), "tablet": (800, 1280), "phone": (360, 740)}
WORDS = {"en": "en-GB", "fr": "fr-FR"}
CUT_OFF = """() => {
  const list = document.querySelector("#changelist .results")
  return list !== null && list.scrollWidth > list.clientWidth
}"""
# axe's own bar for contrast is 4.5:1; look.md asks for 7:1, which is its enhanced rule.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}


@pytest.fixture
def desk(server, chromium):
    """The registrar at her desk: `desk(size="phone", language="fr")`; what the browser complained of is kept."""
    server.desk("password", "renee", PASSWORD)
    opened = []

    def open_at(*, size="desk", language="en", dark=False, scripts=True):
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=WORDS[language],
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        # The account speaks English; who chose another language on this machine keeps it.
        spoken = {"en": "en-gb"}.get(language, language)
        context.add_cookies([{"name": "django_language", "value": spoken, "url": server.address}])
        opened.append(context)
        seat = DeskPage(context.new_page(), server.address)
        seat.complaints = []
        seat.page.on("console", lambda said: seat.complaints.append(said.text) if said.type == "error" else None)
        seat.page.on("dialog", lambda dialog: (seat.complaints.append(f"ran: {dialog.message}"), dialog.dismiss()))
        seat.page.on("pageerror", lambda fault: seat.complaints.append(str(fault)))
        seat.page.goto(f"{server.address}/desk/")
        seat.page.fill("#id_username", "renee")
        seat.page.fill("#id_password", PASSWORD)
        seat.page.press("#id_password", "Enter")
        seat.page.wait_for_selector(".home-body, .home .empty")
        return seat

    yield open_at
    for context in opened:
        context.close()


@pytest.fixture
def waiting(server):
    """Sites wait for the registrar, one of them with a flag."""
    command = [sys.executable, "-m", "tests.browser.waiting"]
    done = subprocess.run(command, cwd=ROOT, env=server.set, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def visit(seat, path):
    seat.page.goto(f"{seat.address}/desk/{path}")
    return seat.page


def faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


def wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 1


@pytest.mark.parametrize("language", WORDS)
def test_every_page_keeps_its_own_policy_and_axe_finds_nothing(desk, waiting, language):
    seat = desk(language=language)

    for name, path in {**PAGES, "review": f"review/{waiting['site']}/", "record": waiting["digger_page"]}.items():
        page = visit(seat, path)
        assert page.get_attribute("html", "lang") == {"en": "en-gb"}.get(language, language)
        assert seat.complaints == [], name
        assert faults(page) == [], name
        # axe itself styles what it measures, and the policy complains of that.
        seat.complaints.clear()


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_a_tablets_page_is_no_wider_than_its_screen(desk, size):
    page = visit(desk(size=size, language="fr"), "accounts/tablet/")

    page.click("#result_list tbody tr:first-child a")

    assert page.locator("h1").inner_text() == "Tablette 14"
    assert not wider_than_the_screen(page)


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_no_page_is_wider_than_its_screen(desk, waiting, size):
    seat = desk(size=size, language="fr")

    for name, path in {**PAGES, "review": f"review/{waiting['site']}/", "record": waiting["digger_page"]}.items():
        assert not wider_than_the_screen(visit(seat, path)), name


def test_the_head_is_whole_where_it_takes_two_lines(desk):
    page = desk(language="fr").page
    page.set_viewport_size({"width": 1024, "height": 768})

    head, name, tools = (page.locator(one).bounding_box() for one in ("#header", "#branding", "#user-tools"))

    assert name["y"] >= 4
    assert tools["y"] >= name["y"] + name["height"]
    assert tools["y"] + tools["height"] <= head["height"]
    assert not wider_than_the_screen(page)


@pytest.mark.parametrize("language", WORDS)
def test_a_list_stands_whole_on_a_small_desk_and_its_filters_are_one_click_away(desk, waiting, language):
    seat = desk(language=language)
    seat.page.set_viewport_size({"width": 1024, "height": 768})

    for path in ["review/case/", "registry/digger/", "registry/licence/", "ledger/purchase/", "accounts/tablet/"]:
        page = visit(seat, path)
        assert not page.evaluate(CUT_OFF), path
    page.click(".to-filters a")

    assert page.locator("#changelist-filter").bounding_box()["y"] < 768


def test_the_reason_in_a_list_can_be_read_at_once(desk, server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    collide(server, tablet)

    page = visit(desk(language="fr"), "sync/submission/?kept=conflict")

    why = page.locator("td.field-why").bounding_box()
    shown = page.locator("#changelist .results").bounding_box()
    assert why["width"] > 160
    assert why["x"] + why["width"] <= shown["x"] + shown["width"] + 1


def test_the_dark_reads_as_well(desk, waiting):
    seat = desk(dark=True)

    for name, path in {"home": "", "queue": "review/case/", "review": f"review/{waiting['site']}/"}.items():
        assert faults(visit(seat, path)) == [], name


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_map_and_the_figures_are_read_and_touched_at_any_size(desk, server, size, dark):
    server.desk("grounds")
    server.desk("queue", "3")
    seat = desk(size=size, language="fr", dark=dark)

    for path, drawn, least in (("map/", ".picture a", 2), ("figures/", ".drawing text", 20)):
        page = visit(seat, path)
        assert seat.complaints == []
        assert faults(page) == []
        assert not wider_than_the_screen(page)
        assert page.locator(drawn).count() >= least
        # axe itself styles what it measures, and the policy complains of that.
        seat.complaints.clear()


def test_a_mark_opens_its_site_and_a_heap_comes_closer(desk, server):
    server.desk("grounds")
    page = visit(desk(scripts=False), "map/?state=&show=sites&at=4361000,18555000,400000")

    assert page.locator(".picture a[aria-label*='S-0202']").count() == 0
    page.locator(".picture .is-many").click()
    page.locator(".picture a[aria-label*='S-0202']").click()

    assert "Three palms" in page.locator("h1").inner_text()


def test_signing_in_is_a_page_of_ours_too(desk, server, chromium):
    page = chromium.new_page()
    page.goto(f"{server.address}/desk/login/")

    assert faults(page) == []
    page.close()


def test_a_key_accepts_and_another_returns_with_a_reason(desk, waiting):
    seat = desk()
    page = visit(seat, f"review/{waiting['site']}/")

    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Which village?")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("a")

    assert states(seat, waiting["numbers"]) == ["Returned", "Accepted"]


def states(seat, numbers):
    page = visit(seat, "review/case/?stands=all")
    rows = [page.locator("#result_list tr", has_text=number).first for number in numbers]
    return [row.locator(".field-standing").inner_text().strip() for row in rows]


def test_what_a_tablet_wrote_never_runs(desk, waiting):
    seat = desk()

    for path in ("registry/site/", "review/case/", f"review/{waiting['running']}/", waiting["running_page"]):
        page = visit(seat, path)
        assert "<img src=x" in page.locator("main").inner_text() or path == "review/case/"

    assert seat.complaints == []


def test_letters_typed_in_a_reason_decide_nothing(desk, waiting):
    page = visit(desk(), f"review/{waiting['site']}/")

    page.keyboard.press("r")
    page.keyboard.type("a n x")

    assert page.url.endswith(f"review/{waiting['site']}/")


def test_everything_can_be_decided_without_a_script(desk, waiting):
    page = visit(desk(scripts=False), f"review/{waiting['site']}/")

    page.click("summary:has-text('Return with a reason')")
    page.fill("#reason-returned", "Which village?")
    page.click(".against[open] button")

    assert "returned" in page.locator(".messagelist").inner_text()


def test_the_focus_is_always_seen(desk):
    page = desk().page

    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_the_first_tab_skips_to_what_matters(desk):
    page = desk().page
    page.keyboard.press("Tab")

    assert page.locator(":focus").inner_text() == "Skip to main content"


def test_the_language_is_one_press_away(desk):
    page = desk().page

    page.click("text=Français")

    assert page.locator("h1").inner_text() == "Le travail du jour"
