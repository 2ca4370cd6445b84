"""What one tablet prints another verifies, and neither has a network: each paper is named for what it is."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.conftest import CHROMIUM, QUIETLY
from tests.browser.tablet import TabletPage
from tests.browser.test_tablet_screens import LOOKS, SIZES, Viewer
from tests.sync.paper_tablet import CARD, PURCHASE, RESALE, PaperTablet, changed

TODAY = date.today()
DAYS = (TODAY - timedelta(days=30), TODAY + timedelta(days=30))
ENDED = {"starts_on": date(TODAY.year - 1, 1, 1), "ends_on": date(TODAY.year - 1, 12, 31)}


@pytest.fixture
def papers(server, hand_out, tmp_path):
    return Papers(server, hand_out, tmp_path)


class Papers:
    """Tablets of one office, the pictures that they give away, and the codes on these."""

    def __init__(self, server, hand_out, folder: Path) -> None:
        self.server, self.hand_out, self.folder = server, hand_out, folder
        server.desk("colleague")

    def tablet(self, number: str, officer: str = "bintou", **how):
        if number != "14":
            self.server.desk("tablet", number)
        tablet = self.hand_out(**how)
        tablet.enrol(self.server.desk("offer", number, officer)["code"])
        return tablet

    def given(self, tablet, number: str) -> Path:
        """The picture of a record's card or receipt, as the tablet gives it away."""
        tablet.open_record(number)
        tablet.page.click("[data-show-paper]")
        expect(tablet.page.locator("[data-code]")).to_be_visible()
        with tablet.page.expect_download() as download:
            tablet.page.click(".foot .secondary")
        picture = self.folder / download.value.suggested_filename
        download.value.save_as(picture)
        return picture

    def photo(self, code: str) -> Path:
        picture = self.folder / f"photo-{abs(hash(code))}.png"
        segno.make(code, error="m").save(str(picture), scale=5, border=4)
        return picture

    def ministry(self, **how) -> PaperTablet:
        """A tablet that the ministry vouches for, and that signs what it is told to."""
        return PaperTablet(20, country=self.server.set["SECRET_KEY"], days=DAYS, **how)


def read_by(tablet, picture: Path) -> str:
    """How the other tablet names what stands in a photo."""
    tablet.go("#/papers")
    tablet.page.set_input_files("input[type=file]", picture)
    expect(tablet.page.locator("[data-verdict]")).to_be_visible(timeout=15_000)
    verdict = tablet.page.locator("[data-verdict]").get_attribute("data-verdict")
    tablet.home()
    return verdict


def asked_of(tablet, number: str) -> str:
    return told_by(tablet, number)[0]


def told_by(tablet, number: str) -> tuple[str, str]:
    """The verdict on a number, and its words."""
    tablet.go("#/papers")
    tablet.page.fill("#paper-number", number)
    tablet.page.click("form button")
    told = tablet.page.locator("[data-verdict]")
    expect(told).to_be_visible(timeout=15_000)
    verdict, words = told.get_attribute("data-verdict"), told.inner_text()
    tablet.home()
    return verdict, words


def write(tablet) -> list[str]:
    """A digger, the licence and the first sale, without a network."""
    tablet.record("site", answers.SITE)
    return [tablet.record(form, given) for form, given in (
        ("digger", answers.DIGGER), ("licence", answers.LICENCE), ("purchase", answers.PURCHASE),
    )]  # fmt: skip


def test_a_card_and_both_receipts_of_one_tablet_are_genuine_on_another_without_a_network(server, papers):
    ours, theirs = papers.tablet("14", "awa"), papers.tablet("15")
    server.stop()
    pictures = [papers.given(ours, number) for number in write(ours)]

    assert [read_by(theirs, picture) for picture in pictures] == ["genuine"] * 3
    assert read_by(ours, pictures[0]) == "genuine"
    ours.assert_quiet()
    theirs.assert_quiet()


def test_the_receipt_of_a_resale_is_told_by_what_it_is_without_a_network(server, papers):
    ours, theirs = papers.tablet("14", "awa"), papers.tablet("15")
    ministry = papers.ministry()
    server.stop()
    number = ours.record("resale", answers.RESALE)
    picture = papers.given(ours, number)
    said = ours.page.locator("[data-paper]").inner_text()
    resale = ministry.code("resale", issued_on=TODAY, **RESALE)

    assert all(words in said for words in ["Receipt of a resale", number, "12.50 ct", "B-0058", "H-0001"])
    assert read_by(theirs, picture) == "genuine"
    named = {"genuine": resale, "altered": changed(resale, 50)}
    foreign = PaperTablet(country="their secret", code="XB", days=DAYS)
    named["foreign"] = foreign.code("resale", issued_on=TODAY, **RESALE)
    assert {outcome: read_by(theirs, papers.photo(code)) for outcome, code in named.items()} == {
        outcome: outcome for outcome in named
    }
    theirs.assert_quiet()


def test_a_resale_that_the_office_rejected_is_revoked(server, papers):
    ours = papers.tablet("14", "awa")
    number = ours.record("resale", answers.RESALE)
    picture = papers.given(ours, number)
    ours.home()
    ours.send()
    server.desk("decide", number, "rejected", "The slip is another’s.")
    theirs = papers.tablet("15")
    server.stop()

    assert read_by(theirs, picture) == "revoked"


@pytest.fixture
def filmed(chromium, papers, tmp_path):
    """A tablet whose camera sees a film, as Chromium shows one in its place: `filmed(code)`."""
    browsers = []

    def open_before(code):
        film = tmp_path / "film.mjpeg"
        film.write_bytes(20 * frame(papers.photo(code)))
        eyes = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        args = [*QUIETLY, *eyes, f"--use-file-for-fake-video-capture={film}"]
        browsers.append(chromium.browser_type.launch(executable_path=CHROMIUM, args=args))
        return TabletPage(browsers[0].new_page(viewport={"width": 800, "height": 1280}), papers.server.address)

    yield open_before
    for browser in browsers:
        browser.close()


def test_a_code_is_read_through_the_camera(server, papers, filmed):
    tablet = filmed(papers.ministry().code("purchase", issued_on=TODAY, **PURCHASE))
    tablet.enrol(server.desk("offer", "14")["code"])
    server.stop()
    tablet.go("#/papers")
    tablet.page.click("main .primary")

    expect(tablet.page.locator("[data-verdict=genuine]")).to_be_visible(timeout=20_000)
    expect(tablet.page.locator("video")).to_have_count(0)
    tablet.assert_quiet()


def frame(picture: Path) -> bytes:
    """A hand holds the paper, not quite straight."""
    scene, paper = Image.new("RGB", (1280, 720), "grey"), Image.open(picture).convert("RGB").resize((560, 560))
    scene.paste(paper.rotate(6, expand=True, fillcolor="white"), (330, 40))
    told = BytesIO()
    scene.save(told, "JPEG", quality=85)
    return told.getvalue()


def test_altered_expired_unvouched_and_another_countrys_are_each_named_without_a_network(server, papers):
    ours, theirs = papers.tablet("14", "awa"), papers.tablet("15")
    ministry, stranger = papers.ministry(), PaperTablet(country="a forger's secret", days=DAYS)
    yesterday = TODAY - timedelta(days=1)
    server.stop()
    ended = ours.record("licence", {**answers.LICENCE, **ENDED, "holder": {"find": "lolo"}, "site": {"find": "bend"}})
    sale = ministry.code("purchase", issued_on=TODAY, **PURCHASE)

    assert read_by(theirs, papers.given(ours, ended)) == "expired"
    named = {
        "genuine": sale,
        "altered": changed(sale, 50),
        "expired": ministry.code("card", issued_on=DAYS[0], ends_on=yesterday, **CARD),
        "foreign": PaperTablet(country="their secret", code="XB", days=DAYS).code("card", issued_on=TODAY, **CARD),
        "unknown": stranger.code("card", issued_on=TODAY, **CARD),
        "unreadable": "https://shop.example/7",
    }
    assert {outcome: read_by(theirs, papers.photo(code)) for outcome, code in named.items()} == {
        outcome: outcome for outcome in named
    }
    theirs.assert_quiet()


def test_what_the_office_withdrew_is_revoked_on_a_tablet_that_heard_of_it(server, papers):
    ours = papers.tablet("14", "awa")
    digger, _licence, sale = write(ours)
    pictures = [papers.given(ours, number) for number in (digger, sale)]
    ours.send()
    server.desk("decide", sale, "rejected", "The slip is another’s.")
    theirs = papers.tablet("15")
    server.desk("revoke", "14")
    later = papers.tablet("16")
    server.stop()

    assert [read_by(theirs, picture) for picture in pictures] == ["genuine", "revoked"]
    assert [read_by(later, picture) for picture in pictures] == ["revoked", "revoked"]
    assert [asked_of(theirs, number) for number in (sale, digger)] == ["withdrawn", "here"]


def test_a_number_is_checked_by_hand(server, papers):
    theirs = papers.tablet("15")

    assert asked_of(theirs, "d-003107") == "here"
    assert asked_of(theirs, "14-00405-2") == "mistyped"
    assert asked_of(theirs, "14-00405-1") == "not_valid"


def test_a_digger_of_another_region_is_valid_or_not_without_a_network(server, papers):
    theirs = papers.tablet("15")
    server.desk("strangers")
    server.stop()
    assert asked_of(theirs, "77-00001-7") == "unlisted"
    server.start()
    later = papers.tablet("16")
    server.desk("decide", "HK-0417", "returned", "Not here.")
    server.desk("decide", "HK-0417", "rejected", "Not here.")
    server.stop()

    verdicts = {number: asked_of(later, number) for number in ("77-00001-7", "hk-0417", "77-00002-5", "HK-0418")}
    assert verdicts == {"77-00001-7": "listed", "hk-0417": "listed", "77-00002-5": "unlisted", "HK-0418": "unlisted"}
    words = told_by(later, "77-00001-7")[1]
    assert "of today" in words
    assert not [told for told in ("Sithole", "Hako", "1990") if told in words]
    server.start()
    assert asked_of(later, "hk-0417") == "not_valid"
    later.assert_quiet()


def test_whoever_was_entered_twice_is_found_once_and_by_either_number(server, papers):
    tablet = papers.tablet("14", "awa")
    server.desk("twice")
    tablet.send()
    assert numbers_found(tablet, "koumba") == ["D-004218", "D-005001"]
    server.desk("join", "D-005001", "D-004218")
    tablet.send()
    server.stop()

    assert [numbers_found(tablet, sought) for sought in ("koumba", "d-005001")] == [["D-004218"], ["D-004218"]]
    verdict, words = told_by(tablet, "d-005001")
    assert verdict == "here"
    assert "same person as D-004218, which stands for both" in words
    tablet.go("#/papers")
    tablet.page.fill("#paper-number", "D-005001")
    tablet.page.click("form button")
    tablet.page.click(".verdict a.secondary")
    expect(tablet.page.locator("[data-person]")).to_contain_text("Other numbers")
    tablet.assert_quiet()


IDLE = "() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(() => requestAnimationFrame(done))))"


def numbers_found(tablet, sought: str) -> list[str]:
    tablet.go("#/find")
    tablet.page.fill("#find", sought)
    expect(tablet.page.locator(".results")).to_contain_text("D-00")
    # Behind the first the rest is drawn when nobody waits.
    tablet.page.evaluate(IDLE)
    found = tablet.page.locator(".results").inner_text()
    tablet.home()
    return sorted(re.findall(r"D-\d{6}", found))


def test_a_licence_keeps_its_receipts_number_and_two_tablets_print_none_in_common(server, papers):
    ours, theirs = papers.tablet("14", "awa"), papers.tablet("15")
    server.stop()
    numbers = [
        [papers.given(tablet, number).stem.split("-", 1)[1] for number in write(tablet)] for tablet in (ours, theirs)
    ]
    again = papers.given(ours, "L-0500").stem.split("-", 1)[1]

    assert again == numbers[0][1]
    assert len({*numbers[0], *numbers[1]}) == 6


def test_each_paper_is_one_page_of_a6(papers):
    tablet = papers.tablet("14", "awa")
    for number in write(tablet):
        papers.given(tablet, number)
        printed = tablet.page.pdf(prefer_css_page_size=True, path=papers.folder / f"{number}.pdf")

        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, number
        assert re.search(rb"/MediaBox\s*\[0 0 29[78][.\d]* (419|420)[.\d]*\]", printed), number


def test_a_tablet_that_the_ministry_does_not_vouch_for_yet_says_so(server, hand_out):
    tablet = hand_out()
    tablet.page.route("**/certificate/", lambda route: route.fulfill(status=400, json={"public": "no"}))
    tablet.enrol(server.desk("offer", "14")["code"])
    tablet.record("site", answers.SITE)
    number = tablet.record("digger", answers.DIGGER)
    tablet.open_record(number)
    tablet.page.click("[data-show-paper]")

    expect(tablet.page.locator("[data-no-paper=paper_no_key]")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_papers_can_be_read_and_touched(server, papers, tmp_path, size, language):
    width, height = SIZES[size]
    tablet = papers.tablet("14", "awa", width=width, height=height, language=language)
    tablet.speak(language)
    folder = Path(os.environ.get("SCREENS", tmp_path)) / f"papers-{size}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    viewer = Viewer(tablet, folder, language)
    for number in write(tablet):
        tablet.open_record(number)
        viewer.look("record")
        papers.given(tablet, number)
        viewer.look("paper")
    look_at_verdicts(papers, tablet, viewer)

    assert not viewer.faults, "\n".join(viewer.faults)
    tablet.assert_quiet()


def look_at_verdicts(papers, tablet, viewer):
    sale = papers.ministry().code("purchase", issued_on=TODAY, **PURCHASE)
    tablet.go("#/papers")
    viewer.look("check")
    for name, code in (("genuine", sale), ("altered", changed(sale, 50)), ("unreadable", "https://shop.example/7")):
        tablet.page.set_input_files("input[type=file]", papers.photo(code))
        expect(tablet.page.locator(f"[data-verdict={name}]")).to_be_visible(timeout=15_000)
        viewer.look(name)
    for number in ("D-004218", "14-00405-2", "14-00405-1"):
        tablet.page.fill("#paper-number", number)
        tablet.page.click("form button")
        viewer.look("number")
    papers.server.stop()
    tablet.page.fill("#paper-number", "77-00002-5")
    tablet.page.click("form button")
    expect(tablet.page.locator("[data-verdict=unlisted]")).to_be_visible(timeout=15_000)
    viewer.look("unlisted")
