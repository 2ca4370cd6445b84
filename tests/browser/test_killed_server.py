"""The server is killed between a call and its answer, and comes back as it was at its last backup."""

from __future__ import annotations

import pytest

from tests.browser import answers
from tests.browser.line import Line

PUSH = b"POST /api/sync/v1/push/"


@pytest.fixture
def line(server):
    line = Line(server.port)
    yield line
    line.close()


@pytest.fixture
def tablet(server, line, hand_out):
    tablet = hand_out(line=line)
    tablet.enrol(server.desk("offer", "14")["code"])
    return tablet


def buyer(tablet, n: int) -> str:
    return tablet.record("buyer", {**answers.BUYER, "number": f"B-060{n}", "names": f"Sali Baro {n}"})


def killed_at_the_answer(server, line, tablet) -> None:
    """Started, and killed: what it was sent stands in its database, and the tablet has not heard of it.

    The answers are lost before it is there, since a tablet also calls by itself.
    """
    line.lose = PUSH
    server.start()
    line.meanwhile = server.kill
    tablet.send_in_vain()
    line.lose = b""
    assert server.process is None, "it was not killed"


def test_killed_before_the_answer_it_doubles_nothing_when_it_is_back(server, line, tablet):
    server.stop()
    number = buyer(tablet, 1)
    killed_at_the_answer(server, line, tablet)
    assert server.desk("cases", number) == {number: "pending"}
    assert tablet.counts() == (1, 0, 0)

    server.start()
    tablet.send()

    assert tablet.counts() == (0, 1, 0)
    assert server.desk("came", "14") == {"submissions": 1, "records": 1, "kept": 0, "photos": 0}


def test_restored_from_its_backup_it_gets_what_it_lost_and_what_it_never_answered(server, line, tablet):
    numbers = [buyer(tablet, 1)]
    tablet.send()
    yesterday = server.backup()
    numbers.append(buyer(tablet, 2))
    tablet.send()
    server.stop()
    numbers.append(buyer(tablet, 3))
    killed_at_the_answer(server, line, tablet)
    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")
    server.restore(yesterday)
    assert server.desk("cases", *numbers) == {numbers[0]: "pending"}

    server.start()
    tablet.send()

    assert server.desk("cases", *numbers) == dict.fromkeys(numbers, "pending")
    assert server.desk("came", "14") == {"submissions": 3, "records": 3, "kept": 0, "photos": 0}
    assert tablet.counts() == (0, 3, 0)
    tablet.assert_quiet()
