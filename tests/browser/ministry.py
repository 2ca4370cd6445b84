"""The ministry's desk as its staff handle it in a browser: sign in, hand out a code, decide what waits."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PASSWORD = "seven dry river beds"


class DeskPage:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.address}/desk/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.press("#id_password", "Enter")
        expect(self.page.locator("h1")).to_have_text("Work for today")

    def hand_out_a_code(self, officer: str) -> str:
        """Open the first tablet of the list, choose an officer for it, and read the code that is shown once."""
        self.page.goto(f"{self.address}/desk/accounts/tablet/")
        self.page.click("#result_list tbody tr:first-child a")
        self.page.click("text=Enrol an officer")
        self.page.select_option("#id_officer", label=officer)
        self.page.click("input[type=submit].default")
        return self.page.locator("p.code").inner_text().strip()

    def accept_all(self) -> list[str]:
        """Open the queue's oldest record and press A until nothing waits; answers what was accepted, in order."""
        accepted = []
        while self.open_oldest():
            accepted.append(self.page.locator("h1").inner_text())
            with self.page.expect_navigation():
                self.page.keyboard.press("a")
        return accepted

    def open_oldest(self) -> bool:
        self.page.goto(f"{self.address}/desk/review/case/")
        oldest = self.page.locator("#result_list tbody tr:first-child a").first
        if not oldest.count():
            return False
        oldest.click()
        self.page.wait_for_url("**/desk/review/*-*/")
        return True
