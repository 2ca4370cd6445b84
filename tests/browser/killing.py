"""Kill a browser as a dead battery or a short memory does: every process of it at once, at a chosen step of the app."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page

# Each step of the page and of its worker is counted from when it is armed. At the chosen one the thread says so and
# stands still for ever: what it asked for before may still happen, nothing after it does.
STAND_STILL = """
  let [left, who] = [0, ""];
  const step = (name) => {
    if (left > 0 && --left === 0) { console.log("STANDS " + name); for (;;); }
  };
  const around = (thing, method) => {
    const work = thing[method];
    thing[method] = function (...given) {
      step(method);
      const made = work.apply(this, given);
      return made instanceof Promise ? made.finally(() => step(method + " done")) : made;
    };
  };
"""
IN_THE_WORKER = """
  for (const method of ["truncate", "write", "flush", "close"]) around(FileSystemSyncAccessHandle.prototype, method);
  around(FileSystemFileHandle.prototype, "createSyncAccessHandle");
  addEventListener("message", (event) => {
    if (event.data.arm === undefined) return;
    left = event.data.arm;
    event.stopImmediatePropagation();
  });
"""
IN_THE_PAGE = """
  for (const method of ["encrypt", "decrypt", "digest", "deriveBits"]) around(crypto.subtle, method);
  around(LockManager.prototype, "request");
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    step("transaction");
    const made = begin.apply(this, given);
    made.addEventListener("complete", () => step("transaction complete"));
    return made;
  };
  const workers = [];
  const Real = Worker;
  window.Worker = function (address) {
    const script = `${self.hooks}\\nimportScripts("${new URL(address, location)}");`;
    const worker = new Real(URL.createObjectURL(new Blob([script])));
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (...given) => (step("to the worker"), post(...given));
    worker.addEventListener("message", () => step("from the worker"));
    workers.push(post);
    return worker;
  };
  window.arm = (who, at) => (who === "page" ? (left = at) : workers.forEach((post) => post({ arm: at })));
"""
# Nobody asks a page for anything that may stand still at any moment: it is told beforehand, and says by itself.
SAVE = """([who, step]) => {
  const seen = () => document.querySelector("[data-saved]") && console.log("SAVED");
  new MutationObserver(seen).observe(document.body, { subtree: true, childList: true });
  setTimeout(() => {
    window.arm(who, step);
    document.querySelector(".foot .primary").click();
  }, 100);
}"""
HOOKS = f"self.hooks = `(() => {{ {STAND_STILL} {IN_THE_WORKER} }})();`; (() => {{ {STAND_STILL} {IN_THE_PAGE} }})();"


def processes_of(profile: Path) -> list[int]:
    """The browser that uses this profile, and every process that it started."""
    parents, browsers = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in words:
                browsers.append(int(folder.name))
    found = list(browsers)
    for process in found:
        found += [child for child, parent in parents.items() if parent == process and child not in found]
    return found


def kill(profile: Path) -> None:
    for process in processes_of(profile):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def stands_at(page: Page, who: str, step: int) -> str | None:
    """Save what is being checked, and where the browser then stands still; None where it is shown as saved."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.evaluate(SAVE, [who, step])
    for _ in range(1200):
        for text in heard:
            if text.startswith("STANDS ") or text == "SAVED":
                return text.removeprefix("STANDS ") if text != "SAVED" else None
        page.wait_for_timeout(25)
    raise AssertionError(f"neither saved nor stopped: {heard}")
