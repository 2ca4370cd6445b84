"""Who sees what."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.models import Enrolment, Posting, Role, Tablet, User
from apps.accounts.scope import Scope, scope_of

pytestmark = pytest.mark.django_db


def test_a_region_sees_its_own_tablets_only(supervisor, other_supervisor, tablet, other_tablet):
    assert list(Tablet.objects.visible_to(supervisor)) == [tablet]
    assert list(Tablet.objects.visible_to(other_supervisor)) == [other_tablet]


def test_a_posting_covers_the_regions_below(posted, country, tablet, other_tablet):
    registrar = posted("renee", Role.REGISTRAR, country)

    assert set(Tablet.objects.visible_to(registrar)) == {tablet, other_tablet}


def test_a_district_does_not_see_its_province(posted, district, tablet):
    assert not Tablet.objects.visible_to(posted("koffi", Role.SUPERVISOR, district)).exists()


def test_a_posting_that_ended_shows_nothing(supervisor, tablet):
    supervisor.postings.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert not Tablet.objects.visible_to(supervisor).exists()


def test_a_posting_counts_on_its_last_day(supervisor, tablet):
    supervisor.postings.update(ends_on=timezone.localdate())

    assert Tablet.objects.visible_to(supervisor).exists()


def test_the_plenary_sees_no_persons(posted, country, tablet):
    plenary = posted("prosper", Role.PLENARY, country)

    assert not Tablet.objects.visible_to(plenary).exists()
    assert not User.objects.visible_to(plenary).exists()


def test_colleagues_are_those_posted_where_one_is(supervisor, officer, other_officer):
    assert set(User.objects.visible_to(supervisor)) == {supervisor, officer}


def test_postings_and_enrolments_are_regional_too(supervisor, officer, other_officer, tablet, other_tablet):
    tablet.offer(officer)
    other_tablet.offer(other_officer)

    assert {posting.user for posting in Posting.objects.visible_to(supervisor)} == {supervisor, officer}
    assert [enrolment.officer for enrolment in Enrolment.objects.visible_to(supervisor)] == [officer]


def test_a_superuser_sees_all(db, tablet, other_tablet):
    root = User.objects.create(username="root", is_superuser=True)

    assert Tablet.objects.visible_to(root).count() == 2


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.OFFICER, "capture", "read"),
        (Role.SUPERVISOR, "review", "register"),
        (Role.REGISTRAR, "register", "inventories"),
        (Role.LICENSING, "license", "review"),
        (Role.AUDITOR, "read", "review"),
        (Role.PLENARY, "inventories", "read"),
    ],
)
def test_a_role_may_do_its_own_work_only(posted, country, role, may, may_not):
    user = posted("someone", role, country)

    assert user.may(may)
    assert not user.may(may_not)


def test_a_supervisor_reviews_in_the_posting_only(supervisor, region, other_region):
    assert supervisor.may("review", left=region.left)
    assert not supervisor.may("review", left=other_region.left)


def test_who_left_may_nothing(supervisor):
    supervisor.is_active = False

    assert not supervisor.may("review")


def test_the_posting_method_agrees_with_the_queryset(supervisor):
    posting = supervisor.postings.get()

    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2030, 1, 1)):
        assert Posting.objects.on(day).filter(pk=posting.pk).exists() is (day >= posting.starts_on)


def test_every_model_declares_its_scope():
    assert {scope_of(model) for model in apps.get_models()} <= set(Scope)


def test_a_model_without_a_scope_is_found(monkeypatch):
    monkeypatch.delattr(Tablet, "scope")

    with pytest.raises(LookupError, match="Tablet declares no scope"):
        scope_of(Tablet)


def test_nobody_in_particular_sees_nothing(tablet):
    assert not AnonymousUser().has_perm("accounts.view_tablet")
