"""Somebody pretends to be a tablet: guessed and stolen tokens, codes that are spent, late, raced for or guessed."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Enrolment
from apps.accounts.tokens import token_hash
from tests.sync.conftest import ENROL, POSTING, PULL, PUSH, enrol

pytestmark = pytest.mark.django_db
KEYS, CARRIED, REPORTS = (f"/api/sync/v1/{name}/" for name in ("keys", "carried", "reports"))
FILES, FILE, SEALED = (f"/api/sync/v1/{name}/" for name in ("files", f"files/{'a' * 64}", f"sealed/{'a' * 64}/9"))
CLOSING = "/api/sync/v1/closing/"
DOORS = [("get", PULL), ("get", POSTING), ("get", KEYS), ("post", PUSH), ("post", CARRIED)]
DOORS += [("get", FILES), ("get", FILE), ("head", FILE), ("patch", FILE)]
# What a closed tablet may still bring, sealed, to be told nothing; and its question whether it is closed.
BRINGS = [("post", REPORTS), ("patch", SEALED), ("post", CLOSING)]


def answer_to(client, method, address, token):
    return client.generic(method.upper(), address, b"{}", "application/json", HTTP_AUTHORIZATION=f"Bearer {token}")


def forged(token):
    """From a good one: cut, lengthened, in other letters, and what a copy of the database would show of it."""
    digest = token_hash(token)
    yield from (token[:-1], token + "A", token.swapcase(), token[::-1], "null", "undefined")
    yield from (digest.hex(), base64.urlsafe_b64encode(digest).decode().rstrip("="), f"\\x{digest.hex()}")


@pytest.mark.parametrize(("method", "address"), DOORS + BRINGS)
def test_what_only_resembles_a_token_opens_nothing(client, tablet, officer, method, address):
    token = enrol(tablet, officer)

    assert {answer_to(client, method, address, other).status_code for other in forged(token)} == {401}


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_a_revoked_tablet_reads_nothing_anywhere(client, tablet, officer, method, address):
    token = enrol(tablet, officer)
    tablet.revoke()

    assert answer_to(client, method, address, token).status_code == 410


def test_who_left_is_answered_as_who_never_was(client, tablet, officer):
    token = enrol(tablet, officer)
    officer.is_active = False
    officer.save()

    left, never = (answer_to(client, "get", PULL, one) for one in (token, "never"))

    assert (left.status_code, left.content) == (never.status_code, never.content) == (401, never.content)


def take_up(client, code, **more):
    return client.post(ENROL, {"code": code, **more}, content_type="application/json")


@pytest.fixture
def codes(tablet, other_tablet, officer, other_officer):
    """One of each that does not work: spent, late, revoked, tried too often, and one that nobody offered."""
    spent = tablet.offer(officer)
    Enrolment.take_up(spent)
    late = tablet.offer(officer)
    tablet.enrolments.filter(enrolled_at=None).update(code_expires_at=timezone.now() - timedelta(seconds=1))
    tried = tablet.offer(officer)
    tablet.enrolments.filter(enrolled_at=None, code_tries=0).update(code_tries=Enrolment.TRIES)
    revoked = other_tablet.offer(other_officer)
    other_tablet.revoke()
    open_one = tablet.offer(officer)
    return [spent, late, tried, revoked, f"{open_one[:5]}{'AAAA' if open_one[5:] != 'AAAA' else 'BBBB'}", "AAAA-AAAA"]


def test_no_answer_tells_why_a_code_does_not_work(client, codes):
    answers = [take_up(client, code) for code in codes]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1


def test_who_has_a_code_chooses_neither_tablet_nor_officer(client, tablet, officer, other_tablet, other_officer):
    code = tablet.offer(officer)

    answer = take_up(client, code, tablet=str(other_tablet.pk), officer=other_officer.pk, token="mine").json()

    assert (answer["tablet"]["id"], answer["officer"]["id"]) == (str(tablet.pk), officer.pk)
    assert answer["token"] != "mine"


def test_an_offer_is_void_after_five_guesses_from_whatever_addresses_and_processes(client, tablet, officer):
    """The count stands in the database; the throttle, which each process counts for itself, is only the first wall."""
    code = tablet.offer(officer)
    wrong = [code[:5] + "".join(pair) for pair in zip("ABCDE", "ABCDE", "ABCDE", "ABCDE", strict=True)]

    for n, guess in enumerate(wrong):
        cache.clear()
        take_up(Client(REMOTE_ADDR=f"10.0.0.{n}"), guess)

    assert take_up(client, code).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_type_the_same_code_at_once_one_gets_a_token(tablet, officer):
    code = tablet.offer(officer)
    gate = Barrier(8)

    def race():
        try:
            gate.wait()
            return Enrolment.take_up(code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: race(), range(8)))

    assert len([one for one in taken if one]) == 1
    assert Enrolment.objects.exclude(token_hash=None).count() == 1
