"""Who comes to the door of the desk, with what, and who helps him in."""

import pytest
from django.core.cache import cache
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.models import Role
from tests.desk.signing_in.typed import GOOD


@pytest.fixture(autouse=True)
def _an_hour_later():
    """The address of these stories has been quiet for long."""
    cache.clear()


@pytest.fixture
def _asked(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def person(registrar):
    registrar.set_password(GOOD)
    registrar.save()
    return registrar


@pytest.fixture
def keeper(posted, country):
    return posted("ines", Role.ADMINISTRATOR, country)


@pytest.fixture
def telephone(person):
    return TOTPDevice.objects.create(user=person, name="telephone", confirmed=True)
