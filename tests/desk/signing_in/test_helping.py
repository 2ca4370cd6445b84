"""A second person helps whoever waits or has lost his telephone, nobody himself, and the journal says so."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.models import Role, User
from apps.journal.models import Entry
from tests.desk.signing_in.typed import code_of, typed

pytestmark = pytest.mark.django_db


def help_with(client, person, act):
    return client.post(reverse("admin:help_in", args=[person.pk]), {"act": act})


def test_whoever_keeps_accounts_lets_somebody_try_again_at_once(desk, keeper, person):
    for _each in range(5):
        typed(Client(), "a guess")

    help_with(desk(keeper), person, "unlock")

    assert typed(Client()).status_code == 302


@pytest.mark.usefixtures("_asked")
def test_a_lost_telephone_is_lifted_with_every_session_and_journalled(person, telephone, keeper, settings, desk):
    client = Client()
    typed(client)
    client.post(reverse("admin:second_factor"), {"code": code_of(telephone.key)})
    assert client.get(reverse("admin:index")).status_code == 200
    settings.SECOND_FACTOR = False

    help_with(desk(keeper), person, "lift")

    settings.SECOND_FACTOR = True
    assert client.get(reverse("admin:index")).status_code == 302
    assert not TOTPDevice.objects.filter(user=person).exists()
    entry = Entry.objects.get(verb="second_factor_lifted")
    assert (entry.object_id, entry.by) == (str(person.pk), f"user:{keeper.pk}")


@pytest.mark.parametrize("act", ["unlock", "end", "lift"])
def test_nobody_helps_himself(desk, keeper, act):
    assert help_with(desk(keeper), keeper, act).status_code == 403


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.OFFICER}])
def test_nobody_else_helps(desk, posted, country, person, role):
    helper = posted("helper", role, country)

    assert help_with(desk(helper), person, "lift").status_code in {403, 404}
    assert not Entry.objects.exists()


def test_an_account_over_all_regions_is_out_of_an_administrators_reach(desk, keeper, country):
    root = User.objects.create_superuser("root")
    root.postings.create(role=Role.AUDITOR, region=country, starts_on=date(2026, 1, 1))
    client = desk(keeper)

    assert help_with(client, root, "lift").status_code == 403
    assert client.post(reverse("admin:accounts_user_change", args=[root.pk]), {"is_active": ""}).status_code == 403
    assert client.get(f"/desk/accounts/user/{root.pk}/password/").status_code == 403


def test_an_administrator_of_one_region_does_not_see_the_accounts_of_another(desk, posted, region, other_officer):
    local = posted("local", Role.ADMINISTRATOR, region)

    assert help_with(desk(local), other_officer, "end").status_code == 404
