"""`manage.py demo`: through the real door, by the real acts, as often as one likes, and only where it is wanted."""

from __future__ import annotations

import stat

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.accounts.models import Tablet, User
from apps.demo.country import CODE, STILL_ON_ITS_TABLET
from apps.files.models import Attachment, Sent
from apps.ledger.models import Production, Purchase
from apps.registry.models import Digger, Licence
from apps.review.models import Case, Decision, Flag
from apps.sync.models import Submission

pytestmark = pytest.mark.django_db

MODELS = [Case, Decision, Flag, Submission, Digger, Licence, Production, Purchase, Tablet, User]


def test_it_refuses_where_imaginary_records_are_not_wanted(settings):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")


def test_everything_that_was_sent_is_applied(demonstration):
    assert Submission.objects.filter(status="applied").count() == len(list(demonstration.country.events()))
    assert "applied" in demonstration.said


def test_every_photo_comes_after_its_record_and_is_kept(demonstration):
    taken = {digest for bureau in demonstration.country.bureaus for digest in bureau.tablet.album}

    assert len(taken) > 20
    assert set(Sent.objects.filter(state="kept").values_list("sha256", flat=True)) == taken
    assert Sent.objects.count() == len(taken)
    assert set(Attachment.objects.values_list("field", flat=True)) == {"photo", "slip_photo", "signed"}
    assert "photos of tablet 11: kept" in demonstration.said


def test_the_desk_finds_work_of_every_sort(demonstration):
    statuses = set(Case.objects.values_list("status", flat=True))
    codes = set(Flag.objects.values_list("code", flat=True))

    assert statuses == {"pending", "accepted", "returned", "rejected", "replaced"}
    assert codes >= {"licence_not_valid", "buyer_not_valid", "unknown_number", "origin_not_established"}
    assert Licence.objects.exclude(revoked_on=None).count() == 2


def test_nobody_decides_what_he_captured(demonstration):
    decisions = Decision.objects.select_related("case")

    assert all(decision.by_id != decision.case.captured_by_id for decision in decisions)


def test_the_late_offices_tablet_says_that_it_holds_more(demonstration):
    holding = [tablet for tablet in Tablet.objects.all() if tablet.missing()]

    assert [tablet.missing() for tablet in holding] == [STILL_ON_ITS_TABLET]


def test_all_records_lie_in_the_imaginary_country(demonstration):
    assert set(Case.objects.values_list("region__participant", flat=True)) == {CODE}


def test_sign_ins_are_written_where_only_their_owner_can_read_them(demonstration):
    words = [line.split() for line in demonstration.sign_ins.read_text().splitlines() if line.startswith("  ")]
    passwords = {line[0]: line[1] for line in words if len(line) > 1}

    assert stat.S_IMODE(demonstration.sign_ins.stat().st_mode) == 0o600
    assert len(passwords) == 8
    assert all(User.objects.get(username=name).check_password(word) for name, word in passwords.items())


def test_a_second_run_changes_nothing(demonstration):
    counted = [model.objects.count() for model in MODELS]
    demonstration.run()

    assert "applied" not in demonstration.said
    assert "decisions: accepted" not in demonstration.said
    assert [model.objects.count() for model in MODELS] == counted
