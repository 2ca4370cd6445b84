"""An administrator keeps the accounts of others: no register of persons, no post for himself, no superuser."""

import pytest
from django.urls import reverse

from apps.accounts.models import Role, User
from tests.desk.signing_in.typed import GOOD

pytestmark = pytest.mark.django_db
NO_POSTINGS = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}


def test_an_administrator_opens_no_register_of_persons(canaries, keeper, desk):
    client = desk(keeper)
    for register in ("registry_digger", "registry_licence", "ledger_purchase", "review_case", "sync_submission"):
        assert client.get(reverse(f"admin:{register}_changelist")).status_code == 403


def test_an_administrator_posts_everybody_but_himself(desk, keeper, officer, region):
    client = desk(keeper)
    for user in (officer, keeper):
        given = {"user": user.pk, "role": Role.REGISTRAR, "region": region.pk, "starts_on": "01/11/2026"}
        client.post(reverse("admin:accounts_posting_add"), given)

    assert officer.postings.filter(role=Role.REGISTRAR).exists()
    assert not keeper.postings.filter(role=Role.REGISTRAR).exists()


def test_an_administrator_makes_an_account_and_sees_it_before_it_is_posted(desk, keeper):
    client = desk(keeper)
    given = {"username": "new", "usable_password": "true", "password1": GOOD, "password2": GOOD}
    given |= NO_POSTINGS

    made = client.post(reverse("admin:accounts_user_add"), given)

    new = User.objects.get(username="new")
    assert made.url == reverse("admin:accounts_user_change", args=[new.pk])
    assert client.get(made.url).status_code == 200
    assert not new.is_superuser


def test_an_administrator_makes_nobody_a_superuser(desk, keeper, officer):
    client = desk(keeper)
    page = reverse("admin:accounts_user_change", args=[officer.pk])

    allowed = {"username": "awa", "language": "fr", "is_active": "on", "is_staff": "on"}

    client.post(page, {**allowed, "is_superuser": "on", **NO_POSTINGS})

    officer.refresh_from_db()
    assert officer.is_staff
    assert not officer.is_superuser
