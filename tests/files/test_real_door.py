"""Photos against the real server over HTTP: killed, asked twice at once, and sent far too much."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.files.conftest import bomb, digest_of, located, noisy, photo, scanned, written
from tests.files.door import API, PIECE, RealServer, RealTablet, piece_headers
from tests.files.test_cleaning import HTML, SVG, zipped

SECOND_TABLET = """
from apps.accounts.models import Tablet, User
from apps.places.models import Office
tablet, _ = Tablet.objects.get_or_create(number=15, defaults={"office": Office.objects.get(code="XA-KO1")})
print(tablet.offer(User.objects.get(username="awa")))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = RealServer(tmp_path_factory.mktemp("server"))
    server.seed()
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def tablet(server):
    return RealTablet(server, server.desk("offer", "14")["code"])


@pytest.fixture(scope="module")
def second(server):
    return RealTablet(server, server.manage("shell", "--no-imports", "-c", SECOND_TABLET).split()[-1])


@pytest.fixture(autouse=True)
def _counted_anew(tablet):
    tablet.carried = 0


def large(seed):
    """Some 300 kB, as a tablet sends."""
    picture = noisy(1400, 1000)
    picture.paste(tuple(random.Random(seed).randbytes(3)), (0, 0, 100, 100))
    return written(picture, quality=62)


def files_of(server):
    return sorted(path.name for path in (server.folder / "media").rglob("*") if path.is_file())


def picture_at(tablet, content):
    return tablet.ask("GET", f"files/{digest_of(content)}/")


@pytest.mark.parametrize(
    ("content", "code"),
    [(SVG, "type"), (HTML, "type"), (photo()[:-400], "damaged"), (bomb(), "points"), (scanned(100), "points")],
    ids=["svg", "html", "truncated", "bomb", "scans"],
)
def test_what_is_hostile_is_refused_with_a_sentence_and_kept_nowhere(server, tablet, content, code):
    before = files_of(server)
    tablet.promise(content)

    told = tablet.send(content)

    assert (told["state"], told["reason"]["code"]) == ("refused", code)
    assert told["reason"]["sentence"].endswith("Take the photo again with the tablet.")
    assert files_of(server) == before


def test_a_picture_that_is_also_an_archive_and_tells_its_place_is_cleaned(server, tablet):
    content = zipped(located())
    tablet.promise(content)

    assert tablet.send(content)["state"] == "kept"
    status, picture = picture_at(tablet, content)
    assert (status, picture[:3]) == (200, b"\xff\xd8\xff")
    assert not [word for word in (b"CANARY", b"Exif", b"PK\x03\x04", b"script") if word in picture]


def test_whoever_only_knows_the_hash_is_told_of_nothing(tablet, second):
    content = photo(seed=3)
    tablet.promise(content)
    tablet.send(content)

    assert picture_at(second, content)[0] == 404
    assert second.piece(content, 0, content)[0] == 404
    assert second.ask("GET", "files/..%2f..%2fetc%2fpasswd/")[0] == 404


@pytest.mark.parametrize("told", [True, False], ids=["length told", "in chunks"])
def test_two_hundred_megabytes_are_refused_before_they_are_read_and_take_no_memory(server, tablet, told):
    content = photo(seed=40 + told)
    tablet.promise(content)
    before = server.memory()
    line = tablet.connect()
    line.putrequest("PATCH", f"{API}files/{digest_of(content)}/")
    length = {"Content-Length": "200000000"} if told else {"Transfer-Encoding": "chunked"}
    for name, value in {**tablet.headers, **piece_headers(0), **length, "Accept-Language": "en"}.items():
        line.putheader(name, value)
    line.endheaders()
    block = bytes(1_000_000)
    with suppress(ConnectionError):
        line.send(block if told else b"F4240\r\n" + block + b"\r\n")

    # The answer comes while 199 MB are still to come.
    answer = line.getresponse()
    assert answer.status == 413
    assert "at most 256 kB" in answer.read().decode()
    with suppress(ConnectionError):
        for _ in range(198):
            line.send(block if told else b"F4240\r\n" + block + b"\r\n")
    assert server.memory() - before < 16
    line.close()
    assert tablet.send(content)["state"] == "kept"


def test_sixty_lines_that_died_in_the_middle_of_a_push_keep_nobody_waiting(tablet):
    dead = [tablet.begin_push() for _ in range(60)]
    time.sleep(1)

    started = time.monotonic()
    for _ in range(5):
        tablet.promise()
    assert time.monotonic() - started < 10
    for line in dead:
        line.close()


def test_a_file_of_two_hundred_megabytes_is_refused_by_its_promise(tablet, server):
    content = b"x"
    files = [{"sha256": digest_of(content), "size": 200_000_000, "type": "image/jpeg", "field": "photo"}]
    event = tablet.writer.write("site", "create", tablet.writer.site(), files=files)
    tablet.push(event)

    status, told = tablet.piece(content, 0, b"xxx")

    assert (status, told["state"], told["reason"]["code"]) == (200, "refused", "large")


def test_no_bytes_a_piece_too_early_and_a_wrong_end_are_each_told_where_to_go_on(tablet):
    content = large(1)
    tablet.promise(content)

    assert tablet.piece(content, 0, b"")[1]["offset"] == 0
    assert tablet.piece(content, PIECE, content[PIECE : 2 * PIECE])[0] == 409
    for offset in range(0, len(content), PIECE):
        wrong = content[offset : offset + PIECE] if offset else bytes(PIECE)
        status, told = tablet.piece(content, offset, wrong)
    assert (status, told["offset"], told["state"]) == (409, 0, "awaited")
    assert tablet.send(content)["state"] == "kept"


def test_two_tablets_that_send_the_same_at_once_keep_it_once(server, tablet, second):
    content = large(2)
    before = files_of(server)
    for one in (tablet, second):
        one.promise(content)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda one: one.send(content), [tablet, second, tablet, second]))

    assert {one["state"] for one in told if one} == {"kept"}
    assert [len(tablet.awaited()), len(second.awaited())] == [0, 0]
    assert len(files_of(server)) == len(before) + 1


@pytest.mark.parametrize("after", [0.0, 0.005, 0.03])
def test_a_server_that_was_killed_goes_on_with_what_it_has(server, tablet, after):
    """Killed in the middle of a piece, then `after` so many seconds of the last one, which settles the file."""
    content = large(100 + int(after * 1000))
    tablet.promise(content)
    tablet.piece(content, 0, content[:PIECE])
    tablet.carried += PIECE
    line = tablet.begin_piece(content, PIECE, length=PIECE // 2, of=PIECE)
    server.kill()
    line.close()
    server.start()

    [here] = [one for one in tablet.awaited() if one["sha256"] == digest_of(content)]
    assert here["offset"] in {PIECE, PIECE + PIECE // 2}
    last = (len(content) - 1) // PIECE * PIECE
    for offset in range(here["offset"], last, PIECE):
        piece = content[offset : min(offset + PIECE, last)]
        tablet.piece(content, offset, piece)
        tablet.carried += len(piece)
    line = tablet.begin_piece(content, last, length=len(content) - last, of=len(content) - last)
    time.sleep(after)
    server.kill()
    line.close()
    server.start()

    tablet.send(content)
    status, picture = picture_at(tablet, content)
    assert (status, picture[:3]) == (200, b"\xff\xd8\xff")
    # A piece for each time that it was killed, and no more.
    assert tablet.carried <= len(content) + 2 * PIECE
