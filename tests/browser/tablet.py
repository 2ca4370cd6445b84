"""The tablet as an officer handles it: open it, answer a form, look at a record."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

PASSPHRASE = "three wet stones"


class TabletPage:
    """Faults of the page and of its content policy are gathered; `assert_quiet` fails where there were any."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", self.hear)

    def hear(self, message):
        # What Chromium says of a server that is away is no fault of ours.
        if (
            message.type in {"error", "warning"}
            and "net::ERR" not in message.text
            and "the server responded with" not in message.text
        ):
            self.faults.append(message.text)

    def assert_quiet(self):
        assert not self.faults, "\n".join(self.faults)

    # -- the door ---------------------------------------------------------------------------------------------------

    def enrol(self, code: str, passphrase: str = PASSPHRASE):
        """Enrol by the link of a QR code, choose a passphrase, and wait until the tablet could lose its network."""
        self.page.goto(f"{self.address}/field/#enrol={code}")
        expect(self.page.locator("#code")).to_have_value(code)
        self.choose_passphrase(passphrase)

    def join(self, code: str, passphrase: str):
        """Enrol one more officer at the door of a locked tablet."""
        self.page.click("[data-do=another]")
        self.page.fill("#code", code)
        self.choose_passphrase(passphrase)

    def choose_passphrase(self, passphrase: str):
        self.page.fill("#passphrase", passphrase)
        self.page.fill("#again", passphrase)
        self.page.click("button.primary")
        expect(self.page.locator("[data-form=digger]")).to_be_enabled(timeout=30_000)
        self.wait_until_kept()
        self.wait_until_still()

    def wait_until_kept(self):
        self.until("() => navigator.serviceWorker.controller !== null")

    def until(self, condition: str):
        """Playwright's own waiting evaluates text in the page, which the content policy forbids."""
        for _ in range(300):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never true: {condition}")

    def wait_until_still(self):
        expect(self.page.locator("[data-outcome]")).to_have_attribute("data-outcome", "none", timeout=30_000)
        expect(self.page.locator(".contact-line > button.secondary")).to_be_enabled(timeout=30_000)

    def open_again(self):
        """Close the app and open it from the home screen."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/field/")
        self.unlock()

    def lock(self):
        self.home()
        self.page.click(".bar-right button >> nth=-1")
        expect(self.page.locator("#passphrase")).to_be_visible()

    def choose_officer(self, n: int):
        self.page.click(f"[data-officer='{n}']")
        expect(self.page.locator(f"[data-officer='{n}']")).to_have_attribute("aria-pressed", "true")

    def look_for_a_newer_app(self):
        self.page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update() }")
        self.page.wait_for_timeout(1500)

    def worker_waits(self) -> bool:
        self.page.wait_for_timeout(500)
        return self.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).waiting !== null")

    def unlock_in_vain(self, passphrase: str):
        self.page.fill("#passphrase", passphrase)
        self.page.click("button.primary")
        expect(self.page.locator("#passphrase-fault")).to_be_visible(timeout=30_000)

    def unlock(self, passphrase: str = PASSPHRASE):
        self.page.fill("#passphrase", passphrase)
        self.page.click("button.primary")
        expect(self.page.locator("[data-form=digger]")).to_be_visible(timeout=30_000)

    def next_in_form(self):
        self.page.click("form .primary")

    def speak(self, language: str):
        """Change the language where the tablet speaks another."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.home()
            self.page.click(".below button")
            expect(self.page.locator("html")).to_have_attribute("lang", language)

    # -- forms ------------------------------------------------------------------------------------------------------

    def home(self) -> None:
        self.go("#/")
        expect(self.page.locator(".tiles")).to_be_visible()

    def go(self, hash_: str):
        self.page.evaluate("hash => { location.hash = hash }", hash_)

    def begin(self, form: str):
        self.home()
        self.page.click(f"[data-form={form}]")
        expect(self.page.locator(".questions")).to_be_visible()

    def answer(self, code: str, value):
        """
        Answer a question that is shown.

        True or False, a date, a list of codes, a code or a text; a record by `{"find": words}` or `{"number": …}`.
        """
        question = self.page.locator(f"[data-field={code}]")
        if isinstance(value, dict):
            self.refer(question, value)
        elif isinstance(value, date):
            for index, part in enumerate([value.day, value.month, value.year]):
                question.locator("input").nth(index).fill(str(part))
        elif isinstance(value, bool | list) or question.locator("input[type=radio]").count():
            for one in value if isinstance(value, list) else [{True: "yes", False: "no"}.get(value, value)]:
                question.locator(f"input[value='{one}']").check(force=True)
        else:
            question.locator("input, textarea").first.fill(str(value))

    def refer(self, question, value):
        if "find" in value:
            question.locator("input[type=search]").fill(value["find"])
            question.locator(".results button").first.click()
        else:
            question.locator("button.quiet").click()
            question.locator("input").fill(value["number"])

    def next(self):
        self.page.click(".foot .primary")

    def fill(self, form: str, answers: dict, *, each=lambda: None, reason="Seen with my own eyes."):
        """
        Answer a form view by view until its answers are checked; `each` is called on every view.

        Whoever may be the same person is another one.
        """
        self.answer_all(form, answers, each=each, reason=reason)
        self.call_another()
        expect(self.page.locator("dl.answers")).to_be_visible()

    def answer_all(self, form: str, answers: dict, *, each=lambda: None, reason="Seen with my own eyes."):
        self.begin(form)
        left = dict(answers)
        for _ in range(60):
            if "#/check/" in self.page.url:
                break
            self.answer_view(left, reason)
            each()
            self.step(reason)
        expect(self.page.locator("dl.answers, [data-alike]")).to_be_visible()
        assert not left, f"never asked: {sorted(left)}"

    def call_another(self):
        while alike := self.page.locator("[data-alike]").evaluate_all("all => all.map((one) => one.dataset.alike)"):
            self.page.click("[data-say=another]")
            expect(self.page.locator(f"[data-alike='{alike[0]}']")).to_have_count(0)

    def answer_view(self, left: dict, reason="Seen with my own eyes."):
        """Answering may show more questions in the same view."""
        while shown := [code for code in self.shown() if code in left]:
            self.answer(shown[0], left.pop(shown[0]))
            self.page.wait_for_timeout(20)
        while passed := [code for code in self.passed() if code in left]:
            self.answer_passed(passed[0], left.pop(passed[0]), reason)

    def passed(self) -> list[str]:
        """The questions that a phone lets pass by together."""
        return self.page.locator("[data-passed]").evaluate_all("all => all.map((one) => one.dataset.passed)")

    def answer_passed(self, code: str, value, reason="Seen with my own eyes."):
        """Open one of them, answer it, and come back among the others."""
        self.open_passed(code)
        self.answer(code, value)
        self.step(reason)
        expect(self.page.locator(f"[data-passed={code}]")).to_be_visible()

    def shown(self) -> list[str]:
        return self.page.locator("[data-field]").evaluate_all("all => all.map((one) => one.dataset.field)")

    def open_passed(self, code: str):
        self.page.click(f"[data-passed={code}]")
        expect(self.page.locator(f"[data-field={code}]")).to_be_visible()

    def step(self, reason: str):
        """One view on; where a warning stands in the way, with the reason that it asks for."""
        before = self.page.url
        self.next()
        if self.moved_from(before):
            return
        for why in self.page.locator(".warning-why input").all():
            why.fill(reason)
        self.next()
        assert self.moved_from(before), self.page.locator(".fault").all_inner_texts()

    def moved_from(self, address: str) -> bool:
        """Whether the view has changed, as soon as that is seen; something in its way may need a moment to go."""
        for moment in range(100):
            self.page.wait_for_timeout(30)
            if self.page.url != address:
                return True
            if moment > 4 and self.page.locator(".warning-why input, .fault[role=alert]").count():
                return False
        return False

    def save(self) -> str:
        """Save what is checked, and answer with the record's number."""
        self.next()
        expect(self.page.locator("[data-saved], [data-alike]")).to_be_visible()
        if self.page.locator("[data-alike]").count():
            self.call_another()
            self.next()
        expect(self.page.locator("[data-saved]")).to_be_visible()
        return self.page.locator("[data-saved]").get_attribute("data-saved")

    def record(self, form: str, answers: dict) -> str:
        self.fill(form, answers)
        return self.save()

    # -- what becomes of them ---------------------------------------------------------------------------------------

    def send(self):
        self.home()
        self.page.click(".contact-line > button.secondary:last-child")
        self.wait_until_still()

    def send_in_vain(self):
        self.home()
        self.page.click(".contact-line > button.secondary:last-child")
        expect(self.page.locator("[data-outcome]")).to_have_attribute("data-outcome", "no_network", timeout=30_000)
        expect(self.page.locator("[data-outcome]")).to_contain_text("safe on this tablet")

    def counts(self) -> tuple[int, int, int]:
        self.home()
        return tuple(
            int(self.page.locator(f"[data-count={name}] b").inner_text()) for name in ["here", "server", "returned"]
        )

    def state_of(self, number: str) -> str:
        self.go("#/records")
        return self.page.locator(f"[data-record='{number}']").get_attribute("data-state")

    def open_record(self, number: str):
        self.go("#/records")
        self.page.click(f"[data-record='{number}']")
        expect(self.page.locator(".timeline")).to_be_visible()
