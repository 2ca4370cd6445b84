"""What can be found wrong with a screen without eyes: words cut off or laid over others, targets too small, axe."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe

# Run in the page; each answers with the texts of what is wrong.
WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.scrollWidth;
  return width > innerWidth ? [String(width)] : [];
}"""
CUT_OFF = """() => [...document.querySelectorAll("h1,h2,p,b,span,a,button,label,dt,dd,legend,input")]
  .filter((one) => one.getClientRects().length && !one.closest("[aria-hidden]"))
  .filter((one) => getComputedStyle(one).display !== "inline" && getComputedStyle(one).overflowX !== "auto")
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.tagName} ${one.innerText || one.value}`)"""
OUTSIDE = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((one) => one.getClientRects().length && !one.closest("svg"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.right > innerWidth + 1 || box.left < -1)
  .map(([one]) => `${one.tagName} ${one.innerText}`)"""
OVERLAPPING = """() => {
  const targets = "a,button,input:not([type=radio]):not([type=checkbox]),label.choice";
  // What is scrolled away under a bar is not on the screen.
  const middle = document.querySelector("main").getBoundingClientRect();
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    if (!one.closest("main")) return box;
    const [top, bottom] = [Math.max(box.top, middle.top), Math.min(box.bottom, middle.bottom)];
    return { left: box.left, right: box.right, top, bottom };
  };
  const boxes = [...document.querySelectorAll(targets)]
    .filter((one) => one.getClientRects().length && !one.closest(".long"))
    .map((one) => [one, seen(one)]);
  const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
  const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([other, b]) => !one.contains(other) && across(a, b) && down(a, b))
    .map(([other]) => `${one.innerText || one.id} / ${other.innerText || other.id}`));
}"""
TOO_SMALL = """() => {
  const targets = "a,button,label.choice,input:not([type=radio]):not([type=checkbox])";
  return [...document.querySelectorAll(targets)]
    .filter((one) => one.getClientRects().length && !one.closest(".amount-box,.search-box"))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.height < 47.5 || box.width < 47.5)
    .map(([one]) => `${one.tagName} ${one.innerText || one.id}`);
}"""
UNFILLED = r"""() => (document.body.innerText.match(/\{\w+\}|undefined|\bnull\b|NaN|\[object/g) ?? [])"""

LOOKS = {
    "wider than the screen": WIDER_THAN_THE_SCREEN,
    "cut off": CUT_OFF,
    "outside": OUTSIDE,
    "overlapping": OVERLAPPING,
    "too small to touch": TOO_SMALL,
    "not filled in": UNFILLED,
}
# Not WCAG's lower bar: 7:1, as look.md asks for a screen in the sun.
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}


LOOK = f"""async () => {{
  // A colour that is on its way is none that anybody reads.
  await Promise.allSettled(document.getAnimations().map(({{ finished }}) => finished));
  const {{ violations }} = await axe.run({json.dumps(RULES)});
  return violations.flatMap(({{ id, nodes }}) => nodes.map(({{ html, failureSummary }}) =>
    `axe ${{id}}: ${{html.slice(0, 200)}} ${{failureSummary.slice(0, 200)}}`));
}}"""


def faults_of(page) -> list[str]:
    found = [f"{what}: {text}" for what, look in LOOKS.items() for text in page.evaluate(look)]
    # The content policy lets no script in but ours; axe is put in by the browser itself, once for each page.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    return found + page.evaluate(LOOK)
