"""What a tablet says at the moment of sale without a network: each a flag with its sentence, none a wall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.test_capture import at_the_desk
from tests.browser.test_rows import SIZES

NAMED = {"site": {"find": "bend"}, "licence": {"find": "0317"}}
FIND = {**answers.PRODUCTION, **NAMED, "finder": {"find": "lolo"}}
SALE = {**answers.PURCHASE, **NAMED, "seller": {"find": "lolo"}, "with_find": None, "stones": None}
SALE |= dict.fromkeys(["debt_deducted", "cash_paid"])


@pytest.fixture
def enrolled(server, hand_out):
    def enrol(size="tablet", **details):
        width, height = SIZES[size]
        tablet = hand_out(width=width, height=height, **details)
        tablet.enrol(server.desk("offer", "14")["code"])
        return tablet

    return enrol


def odd(tablet):
    return tablet.page.locator("[data-answer=carats] .standing")


def sell(tablet, carats):
    """Up to where the answers are read back."""
    given = {code: value for code, value in SALE.items() if value is not None}
    tablet.fill("purchase", {**given, "carats": carats})


@pytest.mark.parametrize("size", SIZES)
def test_more_sold_than_found_is_said_without_a_network_and_may_be_explained(server, enrolled, chromium, size):
    tablet = enrolled(size)
    server.stop()
    tablet.record("production", FIND)
    sell(tablet, "1.26")

    expect(odd(tablet)).to_contain_text("Under licence L-0317, 1.26 ct are sold with this, and 1.25 ct were found.")
    tablet.page.click("[data-why=sold_more_than_found]")
    tablet.page.fill("#why-sold_more_than_found", "Another scale.")
    assert faults_of(tablet.page) == []
    number = tablet.save()

    server.start()
    tablet.send()
    with at_the_desk(server, chromium, tablet) as desk:
        desk.goto(f"{server.address}/desk/review/case/")
        desk.click(f"#result_list tr:has-text('{number}') a")
        expect(desk.locator("body")).to_contain_text("Under licence L-0317, 1.26 ct were sold and 1.25 ct found")
        expect(desk.locator("body")).to_contain_text("Another scale.")


def test_as_much_as_was_found_is_sold_without_a_word(server, enrolled):
    tablet = enrolled()
    server.stop()
    tablet.record("production", FIND)
    sell(tablet, "1.25")

    expect(tablet.page.locator("[data-answer=carats]")).to_be_visible()
    expect(odd(tablet)).to_have_count(0)


def test_what_a_colleague_sold_is_known_after_the_next_contact(server, enrolled, hand_out):
    ours = enrolled()
    ours.record("production", FIND)
    sell(ours, "1.00")
    ours.save()
    ours.send()
    server.desk("colleague")
    theirs = hand_out()
    server.desk("tablet", "15")
    theirs.enrol(server.desk("offer", "15", "bintou")["code"])
    server.stop()
    sell(theirs, "0.26")

    expect(odd(theirs)).to_contain_text("1.26 ct are sold with this, and 1.25 ct were found")
