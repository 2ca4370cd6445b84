"""Frozen versions: a form that was given out never changes under its number."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from apps.forms import freezing
from apps.forms.dictionary import all_forms
from apps.forms.freezing import changed, unfrozen


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setattr(freezing, "FROZEN", tmp_path)
    return tmp_path


def test_every_declared_form_equals_its_frozen_version():
    assert unfrozen() == []
    assert changed() == []


def test_the_forms_stand_in_the_order_of_the_work():
    register, sales = ["digger", "site", "licence", "buyer"], ["production", "purchase", "resale"]

    assert list(all_forms()) == [*register, *sales, "stock_count", "transfer", "booklet", "inspection", "infraction"]


def test_freezing_writes_one_file_a_form(shelf):
    call_command("freeze_forms")

    assert (shelf / f"digger-v{all_forms()['digger'].version}.json").exists()
    assert len(list(shelf.iterdir())) == len(all_forms())


def test_a_changed_form_is_refused_until_its_version_is_raised(shelf, monkeypatch):
    call_command("freeze_forms")
    digger = all_forms()["digger"]
    monkeypatch.setitem(all_forms(), "digger", replace(digger, checks=()))

    with pytest.raises(CommandError, match="raise its version"):
        call_command("freeze_forms")

    monkeypatch.setitem(all_forms(), "digger", replace(digger, checks=(), version=digger.version + 1))
    call_command("freeze_forms")
    assert (shelf / f"digger-v{digger.version + 1}.json").exists()


def test_checking_writes_nothing(shelf):
    with pytest.raises(CommandError, match="not frozen"):
        call_command("freeze_forms", check=True)

    assert list(shelf.iterdir()) == []


def test_a_frozen_form_does_not_say_where_answers_are_kept():
    for form in all_forms().values():
        assert '"column"' not in freezing.written(form)
        assert '"model"' not in freezing.written(form)
