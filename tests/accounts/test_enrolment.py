"""A tablet is offered to an officer, taken up with a code, and taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts import tokens
from apps.accounts.models import Enrolment
from apps.journal.models import Entry

pytestmark = pytest.mark.django_db


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_code_enrols_its_officer_on_its_tablet(tablet, officer, registrar):
    code = tablet.offer(officer, by=registrar)

    enrolment, token = Enrolment.take_up(code)

    assert (enrolment.officer, enrolment.tablet) == (officer, tablet)
    assert enrolment.token_hash == tokens.token_hash(token)
    assert verbs() == ["offered", "enrolled"]


def test_a_code_works_however_it_is_typed(tablet, officer):
    code = tablet.offer(officer)

    assert Enrolment.take_up(f" {code.lower().replace('-', ' ')} ")


def test_a_code_works_once(tablet, officer):
    code = tablet.offer(officer)
    Enrolment.take_up(code)

    assert Enrolment.take_up(code) is None


def test_a_code_expires(tablet, officer):
    code = tablet.offer(officer, hours=1)
    Enrolment.objects.update(code_expires_at=timezone.now() - timedelta(seconds=1))

    assert Enrolment.take_up(code) is None


def test_five_wrong_tries_void_the_offer(tablet, officer):
    code = tablet.offer(officer)
    wrong = f"{code[:5]}{'AAAA' if code[5:] != 'AAAA' else 'BBBB'}"

    for _ in range(Enrolment.TRIES):
        assert Enrolment.take_up(wrong) is None

    assert Enrolment.take_up(code) is None


def test_a_code_for_a_revoked_tablet_does_not_work(tablet, officer, registrar):
    code = tablet.offer(officer)
    tablet.revoke(by=registrar)

    assert Enrolment.take_up(code) is None


def test_revoking_one_officer_leaves_the_other_on_the_tablet(tablet, officer, supervisor):
    first, _ = Enrolment.take_up(tablet.offer(officer))
    second, _ = Enrolment.take_up(tablet.offer(supervisor))

    first.revoke()

    second.refresh_from_db()
    assert first.revoked_at
    assert second.revoked_at is None


def test_neither_code_nor_token_is_kept(tablet, officer):
    code = tablet.offer(officer)
    _, token = Enrolment.take_up(code)

    kept = str(Enrolment.objects.values_list().get())
    assert code not in kept
    assert code[5:] not in kept
    assert token not in kept


def test_tokens_and_codes_are_long_enough_to_be_unguessable():
    assert len(tokens.new_token()) >= 43
    assert len({tokens.new_token() for _ in range(100)}) == 100
    assert len(tokens.LETTERS) ** 8 > 2**39


def test_every_code_can_be_read_back():
    for _ in range(200):
        code = tokens.new_code()
        assert "-".join(tokens.code_halves(code)) == code


def test_the_tablet_knows_what_it_still_owes(tablet):
    tablet.announced_seq, tablet.contiguous_seq = 6, 4

    assert tablet.missing() == 2
