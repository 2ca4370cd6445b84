"""How often a finger touches the screen for the work of each day; letters on the keyboard are not counted."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.test_tablet_facts import Taps
from tests.browser.test_tablet_screens import SIZES

TODAY = date.today()
WORK = {
    "digger": (
        25,
        {"names": "Fanta Ouédi", "sex": "woman", "birth_year": 1984, "residence": "Bemba", "roles": ["washing"]},
    ),
    "production": (
        12,
        {
            "site": {"find": "bend"},
            "licence": {"find": "0317"},
            "starts_on": TODAY,
            "ends_on": TODAY,
            "basis": "weighed",
            "carats": "1.25",
        },
    ),
    "purchase": (
        20,
        {
            "bought_on": TODAY,
            "seller": {"find": "lolo"},
            "seller_role": "digger",
            "buyer": {"find": "paul"},
            "origin_known": False,
            "carats": "1.25",
            "price": "180000",
            "currency": "XAL",
            "payment": "cash",
        },
    ),
}


class Finger(Taps):
    def answer(self, code, value):
        question = f"[data-field={code}]"
        if value == TODAY:
            self(f"{question} button")
        elif isinstance(value, dict):
            # Where there are few, or it was named lately, it is there to be touched.
            result = f"{question} .results button:has-text('{value['find']}')"
            if not self.page.locator(result).count():
                self(f"{question} input[type=search]")
                self.page.keyboard.type(value["find"])
            self(result)
        elif isinstance(value, bool | list) or self.page.locator(f"{question} input[type=radio]").count():
            for one in value if isinstance(value, list) else [{True: "yes", False: "no"}.get(value, value)]:
                self(f"{question} label:has(input[value='{one}'])")
        else:
            self(f"{question} input")
            self.page.keyboard.type(str(value))


@pytest.mark.parametrize(
    ("form", "size"), [("digger", "tablet"), ("digger", "phone"), ("production", "tablet"), ("purchase", "tablet")]
)
def test_the_work_of_a_day_takes_few_touches(server, hand_out, form, size):
    width, height = SIZES[size]
    most, given = WORK[form]
    tablet = hand_out(width=width, height=height)
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.home()
    finger, left = Finger(tablet.page), dict(given)

    finger(f"[data-form={form}]")
    expect(tablet.page.locator(".questions")).to_be_visible()
    for _ in range(60):
        if "#/check/" in tablet.page.url:
            break
        while shown := [code for code in tablet.shown() if code in left]:
            finger.answer(shown[0], left.pop(shown[0]))
        before = tablet.page.url
        finger(".foot .primary")
        tablet.page.wait_for_timeout(80)
        assert tablet.page.url != before, tablet.page.locator(".fault").all_inner_texts()
    finger(".foot .primary")

    expect(tablet.page.locator("[data-saved]")).to_be_visible()
    assert finger.n <= most
