"""A desk that asks for the second factor: its telephone, its keys, and whatever the browser says of its pages."""

from __future__ import annotations

import time
from base64 import b32decode

from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.test_reviewing import press, walk_to


class Seat(DeskPage):
    """Somebody's desk; the telephone is registered at the first sign-in, and what the browser says is kept."""

    def __init__(self, page, address, username):
        super().__init__(page, address)
        self.username = username
        self.said = []
        self.policies = set()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda fault: self.said.append(str(fault)))
        page.on("response", self.note)

    def note(self, response):
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.policies.add(response.headers["content-security-policy"])

    def come_in(self):
        """The password, the telephone's key from the page, its code; the recovery codes are put away."""
        self.password()
        self.key = b32decode(self.page.locator("ol code").inner_text().replace(" ", ""))
        self.code(time.time())
        self.page.click("#content a.button")
        expect(self.page.locator("h1")).to_have_text("Work for today")

    def password(self):
        self.page.goto(f"{self.address}/desk/")
        self.page.fill("#id_username", self.username)
        self.page.fill("#id_password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/second-factor/**")

    def code(self, moment):
        telephone = TOTP(self.key)
        telephone.time = moment
        self.page.keyboard.type(f"{telephone.token():06d}")
        press(self.page, "Enter")

    def come_in_again(self):
        """No code serves twice: this is the telephone's next."""
        self.page.locator("#logout-form button").click()
        self.password()
        expect(self.page.locator("h1")).to_have_text("Enter the code from your telephone")
        self.code(time.time() + 30)
        expect(self.page.locator("h1")).to_have_text("Work for today")

    def visit(self, path):
        self.page.goto(f"{self.address}/desk/{path}")
        return self.page

    def first_in(self, path):
        """The first row of a list, opened by keys."""
        page = self.visit(path)
        walk_to(page, "#result_list tbody a")
        press(page, "Enter")
        return page
