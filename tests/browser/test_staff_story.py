"""
The staff's story in one go: one server, one database, and the right person for each act, each with a second factor.

Two officers' tablets push what they wrote. Ten records are reviewed by keys alone, a conflict is settled, a quarantined
event is mended and released, two entries of one person are merged and parted again after a sale, and an application
becomes a licence whose certificate is printed. Nothing is said on any page's console.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from kpfield.headers import CONTENT
from tests.browser.ministry import PASSWORD
from tests.browser.pushing import Pushing
from tests.browser.seat import Seat
from tests.browser.test_licence_story import CORNERS, begin, fill, save
from tests.browser.test_reviewing import press, walk_to
from tests.sync.making import to

FINDS = [f"F-{n:02d}" for n in range(8)]
SITE = {"site": {"number": "S-0142"}}
# Awa heard the name of Élodie Koumba otherwise than who registered her.
TWIN = {"number": "D-005001", "names": "Koumba Elodi", "nickname": "Lolo", "sex": "woman", "birth_year": 1988}
FANTA = {"number": "D-005002", "names": "Fanta Ouédi", "sex": "woman", "birth_year": 1984, "residence": "Bemba"}
NAMELESS = {"number": "D-005003", "names": "", "residence": "Bemba"}
SALE = {"number": "R-000101", "slip_number": "000101", "carats": "1.25", "witness": "Abdou"}


@pytest.fixture
def ministry(server):
    """A server that asks for the second factor, and all of its people."""
    server.desk("licensing")
    server.desk("colleague")
    server.desk("tablet", "15")
    server.stop()
    server.set["SECOND_FACTOR"] = "1"
    server.start()
    return server


@pytest.fixture
def seat_of(ministry, chromium):
    contexts, seats = [], {}

    def seat(username):
        if username not in seats:
            ministry.desk("password", username, PASSWORD)
            contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB"))
            seats[username] = Seat(contexts[-1].new_page(), ministry.address, username)
            seats[username].come_in()
        return seats[username]

    yield seat
    assert {name: one.said for name, one in seats.items() if one.said} == {}
    assert {policy for one in seats.values() for policy in one.policies} == {CONTENT}
    for context in contexts:
        context.close()


@pytest.fixture
def tablet_of(ministry):
    def tablet(username, number):
        return Pushing(ministry.address, ministry.desk("offer", number, username)["code"])

    return tablet


def test_the_story_of_the_staff(ministry, seat_of, tablet_of):
    awa, bintou = tablet_of("awa", "14"), tablet_of("bintou", "15")
    fanta = push_ten(awa)

    ten_are_reviewed_by_keys(ministry, seat_of)
    a_conflict_is_settled(ministry, seat_of, awa, bintou, fanta)
    what_waited_is_mended_and_released(ministry, seat_of, awa)
    two_are_merged_and_parted_after_a_sale(ministry, seat_of, awa)
    licence = an_application_is_granted(seat_of)
    certificate_of(licence, seat_of)


def push_ten(awa):
    """Eight finds, of which one weighs so much that two decide; somebody registered already, and somebody new."""
    weights = ["80.00", *("1.25" for _each in FINDS[1:])]
    finds = [awa.create("production", number=n, carats=c, **SITE) for n, c in zip(FINDS, weights, strict=True)]
    fanta = awa.create("digger", **FANTA, **SITE)
    assert awa.push(*finds, awa.create("digger", **TWIN, **SITE), fanta) == ["applied"] * 10
    return fanta


def ten_are_reviewed_by_keys(ministry, seat_of):
    """Salif returns one with a sentence, passes the heavy one on and accepts the others; Renée decides after him."""
    salif = seat_of("salif")
    salif.come_in_again()
    page = salif.first_in("review/case/")
    for _each in range(10):
        if "F-01" in page.locator("h1").inner_text():
            page.keyboard.press("r")
            page.keyboard.press("Space")
            press(page, "Enter")
        else:
            press(page, "a")
    assert page.url.endswith("/desk/review/case/")
    press(seat_of("renee").first_in("review/case/?stands=second"), "a")

    came = ministry.desk("cases", *FINDS, TWIN["number"], FANTA["number"])
    assert came.pop("F-01") == "returned"
    assert [*came.values()] == ["accepted"] * 9


def a_conflict_is_settled(ministry, seat_of, awa, bintou, fanta):
    """Both officers changed where Fanta lives, on what they had seen when she was accepted; two of the staff decide."""
    assert bintou.push(bintou.amend(fanta, seen=2, residence="Boya")) == ["applied"]
    assert awa.push(awa.amend(fanta, seen=2, residence="Tshala")) == ["conflict"]
    page = seat_of("salif").first_in("sync/submission/?kept=conflict")
    expect(page.locator("#collisions tbody")).to_contain_text("Tshala")
    walk_to(page, "#collisions input[type=radio]")
    page.keyboard.press("ArrowUp")
    walk_to(page, "#collisions input[type=submit]")
    press(page, "Enter")
    expect(page.locator(".messagelist")).to_contain_text("Decided.")

    press(seat_of("salif").first_in("review/case/"), "a")
    assert ministry.desk("cases", FANTA["number"]) == {FANTA["number"]: "pending"}
    page = seat_of("renee").first_in("review/case/?stands=second")
    expect(page.locator(".review-main")).to_contain_text("Tshala")
    press(page, "a")
    assert ministry.desk("cases", FANTA["number"]) == {FANTA["number"]: "accepted"}


def what_waited_is_mended_and_released(ministry, seat_of, awa):
    """Somebody without a name is kept as it came, and the find that names her waits; whoever mends does not decide."""
    nameless = awa.create("digger", **NAMELESS, **SITE)
    find = awa.create("production", number="F-90", finder=to(nameless), **SITE)
    assert awa.push(nameless, find) == ["quarantined", "held"]
    page = seat_of("salif").first_in("sync/submission/?kept=quarantine")
    page.click("text=Mend it")
    fill(page, names="Sira Diané", why="As on her card.")
    save(page)
    assert ministry.desk("cases", "D-005003", "F-90") == {"D-005003": "pending", "F-90": "pending"}

    page = seat_of("renee").first_in("review/case/")
    expect(page.locator(".review-main")).to_contain_text("Sira Diané")
    press(page, "a")
    press(seat_of("salif").first_in("review/case/"), "a")
    assert ministry.desk("cases", "D-005003", "F-90") == {"D-005003": "accepted", "F-90": "accepted"}


def two_are_merged_and_parted_after_a_sale(ministry, seat_of, awa):
    """What a digger sold meanwhile stays with the number on the slip."""
    ministry.manage("work", "--once")
    page = seat_of("renee").first_in("persons/resemblance/")
    expect(page.locator(".standing")).to_contain_text("Alike: names")
    both = page.url
    page.keyboard.press(page.locator(".decision button", has_text="D-004218 stands").get_attribute("data-key"))
    expect(page.locator(".messagelist")).to_contain_text("D-005001 is the same person as D-004218")

    sale = awa.create("purchase", **SALE, seller={"number": "D-005001"}, buyer={"number": "B-0058"}, **SITE)
    assert awa.push(sale) == ["applied"]
    queue = seat_of("salif").visit("review/case/")
    queue.click("#result_list tr:has-text('R-000101') a")
    expect(queue.locator("h1")).to_contain_text("R-000101")
    press(queue, "a")

    page.goto(both)
    expect(page.locator(".where")).to_have_text("D-005001 is the same person as D-004218, who counts.")
    press(page, "u")
    expect(page.locator(".messagelist")).to_contain_text("two entries again. Nothing was lost.")
    assert ministry.desk("sellers") == {"000101": "D-005001"}
    assert ministry.desk("cases", "R-000101") == {"R-000101": "accepted"}
    ministry.manage("work", "--once")
    expect(seat_of("renee").visit("persons/resemblance/").locator("#result_list tbody tr")).to_have_count(1)


def an_application_is_granted(seat_of):
    """Written down, inspected, paid, granted: by four people. The address of the licence."""
    ines = seat_of("ines")
    page = ines.visit("registry/application/add/")
    asked = {"number": "D-2026-1", "right": "dig", "paper_class": "artisanal", "holder_kind": "person"}
    fill(page, **asked, region=page.locator("#id_region option").nth(1).get_attribute("value"))
    fill(page, holder_number="D-004218", site_number="S-0142", share_rule="Half the stones to the gang.")
    save(page)
    application = page.url
    save_as(begin(ines, application, "Bring the outline"), corners=CORNERS)
    save_as(begin(seat_of("mira"), application, "Write down the inspection"), fit="yes", finding="Old terrace.")
    save_as(begin(seat_of("omar"), application, "Write down the fee"), receipt="T-4711")
    page = begin(seat_of("renee"), application, "Grant")
    granted = {"number": "XA-2026-077", "authority": "Ministry of mines", "reason": "Inspected and paid."}
    save_as(page, **granted)
    page.click(".tools >> text=XA-2026-077")
    return page.url


def save_as(page, **said):
    fill(page, **said)
    save(page)


def certificate_of(licence, seat_of):
    """Handed out by another than who granted it, and read."""
    page = begin(seat_of("prisca"), licence, "Hand out the certificate")
    save_as(page, issued_to="Élodie Koumba")
    printed = page.request.get(page.locator(".tools >> text=Certificate (PDF)").evaluate("one => one.href"))
    assert printed.headers["content-type"] == "application/pdf"
    # In the language of the country, with its number for complaints.
    text = text_of(printed.body())
    for words in ("Autorisation de creuser", "XA-2026-077", "Élodie Koumba", "T-4711", "+000 800 100"):
        assert words in text


def text_of(pdf):
    """What is shown on the pages, line by line: our PDF is not compressed."""
    shown = re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", pdf)
    return "\n".join(re.sub(rb"\\(.)", rb"\1", line).decode("cp1252") for line in shown)
