"""Flags: raised with numbers, read as sentences, taken off with a reason, never a wall."""

from __future__ import annotations

from importlib import import_module

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.journal.models import Entry
from apps.review.flagging import flag_anew, raise_flags
from apps.review.models import Case, Flag, Status
from apps.review.sentences import sentence


@pytest.fixture
def record(recorded):
    return recorded("site", "S-9")


@pytest.fixture
def flag(record):
    with transaction.atomic():
        return raise_flags([record.flag("unknown_number", numbers="D-77")])[0]


def test_a_flag_reads_as_a_sentence_with_its_numbers(flag):
    with override("en"):
        assert str(flag) == "Not in the register: D-77."


def test_days_and_carats_are_written_as_the_reader_writes_them():
    numbers = {"number": "L-1", "sold_carats": "8524.31", "found_carats": "12"}

    with override("fr"):
        assert "8\u202f524,31 ct" in sentence("sold_more_than_found", numbers)


def test_a_code_that_no_app_declares_stands_for_itself():
    assert sentence("from_an_older_version", {"number": "1"}) == "from_an_older_version"


@pytest.mark.parametrize("app", ["review", "registry", "ledger"])
def test_every_sentence_of_the_records_is_said_in_french(app):
    with (settings.BASE_DIR / "apps" / app / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        french = read_po(file)
    declared = import_module(f"apps.{app}.flags").SENTENCES if app != "review" else {}

    with override("en"):
        unsaid = [str(text) for text in declared.values() if str(text) not in french]
    assert unsaid == []
    assert [message.id for message in french if message.id and not message.string] == []


def test_raising_and_clearing_are_in_the_journal(flag, supervisor):
    flag.clear(by=supervisor, reason="Known in the next district.")

    verbs = Entry.objects.filter(object_id=str(flag.case_id)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["flagged", "flag_cleared"]


def test_a_cleared_flag_keeps_who_and_why(flag, supervisor):
    flag.clear(by=supervisor, reason="Known in the next district.")

    flag.refresh_from_db()
    assert (flag.cleared_by, flag.note) == (supervisor, "Known in the next district.")
    assert not Flag.objects.standing().exists()


def test_a_flag_is_not_cleared_without_a_reason(flag, supervisor):
    with pytest.raises(ValidationError, match="Say why"):
        flag.clear(by=supervisor, reason=" ")


def test_a_flag_is_not_cleared_from_another_region(flag, other_supervisor):
    with pytest.raises(ValidationError, match="do not review"):
        flag.clear(by=other_supervisor, reason="It does not matter.")


def test_a_flagged_record_can_be_accepted(flag, supervisor):
    flag.case.decide(Status.ACCEPTED, by=supervisor, seen=1)

    assert Case.objects.accepted().flagged().count() == 1


def test_cases_are_told_apart_by_their_flags(flag, recorded):
    plain = recorded("site", "S-10")

    assert [case.number for case in Case.objects.flagged()] == ["S-9"]
    assert plain.case in Case.objects.without_flags()
    assert flag.case not in Case.objects.without_flags()


def test_a_code_stands_once_against_a_record(flag, record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.flag("unknown_number", numbers="D-78").save()


@pytest.mark.django_db(transaction=True)
def test_a_note_needs_a_clearing(flag):
    with pytest.raises(IntegrityError):
        Flag.objects.filter(pk=flag.pk).update(note="odd")


def test_flagging_anew_with_the_same_numbers_changes_nothing(flag, record):
    with transaction.atomic():
        raised = flag_anew([record], [record.flag("unknown_number", numbers="D-77")], codes=["unknown_number"])

    assert raised == []
    assert Flag.objects.standing().get() == flag


def test_flagging_anew_with_other_numbers_takes_the_place_of_the_old(flag, record):
    with transaction.atomic():
        flag_anew([record], [record.flag("unknown_number", numbers="D-78")], codes=["unknown_number"])

    assert Flag.objects.standing().get().numbers == {"numbers": "D-78"}


def test_a_rule_that_no_longer_speaks_takes_its_flag_off(flag, record):
    with transaction.atomic():
        flag_anew([record], [], codes=["unknown_number"])

    flag.refresh_from_db()
    assert flag.cleared_at is not None
    assert flag.cleared_by is None


def test_what_a_reviewer_took_off_does_not_come_back(flag, record, supervisor):
    flag.clear(by=supervisor, reason="Known in the next district.")

    with transaction.atomic():
        flag_anew([record], [record.flag("unknown_number", numbers="D-77")], codes=["unknown_number"])

    assert not Flag.objects.standing().exists()


def test_other_rules_are_left_alone(flag, record):
    with transaction.atomic():
        flag_anew([record], [], codes=["future_day"])

    assert Flag.objects.standing().get() == flag
