"""A tablet handled by its keys alone, by somebody who must see at each moment where they are."""

from __future__ import annotations

from datetime import date

# What has the focus, or the box that it is drawn in, wears a ring that can be seen; and it is never lost.
SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "lost";
  const worn = (box) => box && getComputedStyle(box).outline.includes("solid 3px");
  const boxes = [one, one.closest(".choice,.search-box,.amount-box,.photo-take")];
  return boxes.some(worn) ? "" : `no ring on ${one.tagName} ${one.id || one.innerText}`;
}"""
MOST = 120


class Keys:
    """Every key that is pressed is followed by a look at where the focus is."""

    def __init__(self, tablet) -> None:
        self.tablet, self.page = tablet, tablet.page
        self.lost: list[str] = []

    def __call__(self, *keys: str):
        for key in keys:
            self.page.keyboard.press(key)
            self.look(key)

    def look(self, key: str):
        # A view that follows takes a moment to be drawn, and on a busy machine a longer one.
        self.page.wait_for_timeout(60 if key == "Enter" else 5)
        for _ in range(20):
            fault = self.page.evaluate(SEEN)
            # Behind the last one a Tab leaves the page, for the browser's own bar.
            if not fault or (key, fault) == ("Tab", "lost"):
                return
            self.page.wait_for_timeout(30)
        self.lost.append(f"{self.page.url.split('#')[-1]} after {key}: {fault}")

    def is_on(self, what: str) -> bool:
        return self.page.evaluate("what => document.activeElement.matches(what)", what)

    def to(self, what: str):
        """Forwards from one to the next, as a keyboard goes."""
        for _ in range(MOST):
            if self.is_on(what):
                return
            self("Tab")
        raise AssertionError(f"no way to {what} at {self.page.url}: {self.lost}")

    def press(self, what: str):
        self.to(what)
        self("Enter")

    def type(self, what: str, words):
        self.to(what)
        self.page.keyboard.type(str(words))
        self.look("letters")

    # -- a form -----------------------------------------------------------------------------------------------------

    def fill(self, given: dict):
        """Answer a form, view by view, until its answers are checked."""
        left = dict(given)
        for _ in range(60):
            if "#/check/" in self.page.url:
                return
            while shown := [code for code in self.tablet.shown() if code in left]:
                self.answer(shown[0], left.pop(shown[0]))
            if passed := [code for code in self.tablet.passed() if code in left]:
                self.press(f"[data-passed={passed[0]}]")
            else:
                before = self.page.url
                self.press(".foot .primary")
                assert self.page.url != before, self.page.locator(".fault").all_inner_texts()
        raise AssertionError("the form never ends")

    def answer(self, code: str, value):
        question = f"[data-field={code}]"
        if isinstance(value, dict):
            self.type(f"{question} input[type=search]", value["find"])
            self.press(f"{question} .results button")
        elif isinstance(value, date):
            # From box to box the focus goes by itself.
            self.type(f"{question} input", f"{value.day:02}{value.month:02}{value.year}")
        elif isinstance(value, list):
            for one in value:
                self.to(f"{question} input[value='{one}']")
                self("Space")
        elif self.page.locator(f"{question} input[type=radio]").count():
            self.choose(question, {True: "yes", False: "no"}.get(value, value))
        else:
            self.type(f"{question} input", value)

    def choose(self, question: str, value: str):
        """Among answers of which one can be given, the arrows go on and choose."""
        self.to(f"{question} input[type=radio]")
        self("Space")
        for _ in range(MOST):
            if self.is_on(f"{question} input[value='{value}']"):
                return
            self("ArrowDown")
        raise AssertionError(f"no {value} in {question}")
