"""The pages of an erasure: asked for by one of the staff, confirmed or dropped by another."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from apps.accounts.models import Role
from apps.persons.models import Erasure
from apps.registry.models import Digger

pytestmark = pytest.mark.django_db
LIST = "/desk/persons/erasure/"


@pytest.fixture
def second(posted, country):
    return posted("aline", Role.REGISTRAR, country, first_name="Aline", last_name="Sow")


def ask(client, digger, **typed):
    given = {"why": "asked", "seen": Digger.objects.get(pk=digger.pk).case.version, **typed}
    return client.post(reverse("admin:persons_erasure_ask", args=[digger.pk]), given, follow=True)


def say(client, act):
    address = reverse("admin:persons_erasure_decide", args=[Erasure.objects.get().pk])
    return html.unescape(client.post(address, {"act": act}, follow=True).content.decode())


def test_one_asks_and_another_confirms(desk, registrar, second, digger):
    assert "Erase" in desk(registrar).get(f"/desk/registry/digger/{digger.pk}/change/").content.decode()
    ask(desk(registrar), digger)

    page = say(desk(second), "confirm")

    assert "Erased." in page
    assert Digger.objects.get(pk=digger.pk).names == ""
    shown = desk(second).get(f"/desk/registry/digger/{digger.pk}/change/").content.decode()
    assert "erased" in shown
    assert reverse("admin:persons_erasure_ask", args=[digger.pk]) not in shown


def test_who_asked_cannot_confirm_and_may_drop(desk, registrar, digger):
    client = desk(registrar)
    ask(client, digger)

    assert "Somebody else confirms what you asked for." in say(client, "confirm")
    assert Digger.objects.get(pk=digger.pk).names
    assert "Dropped. Nothing was erased." in say(client, "drop")
    assert "Erasure dropped" in say(client, "drop")


def test_who_saw_an_older_page_is_told(desk, registrar, digger):
    page = ask(desk(registrar), digger, seen=1).content.decode()

    assert "This record has changed since you opened it." in page
    assert not Erasure.objects.exists()


def test_a_supervisor_does_not_ask(desk, supervisor, digger):
    assert ask(desk(supervisor), digger).status_code == 403


def test_another_regions_digger_answers_as_if_there_were_none(desk, posted, other_region, registrar, digger):
    stranger = desk(posted("there", Role.REGISTRAR, other_region))
    ask(desk(registrar), digger)

    assert ask(stranger, digger).status_code == 404
    assert "D-1" not in stranger.get(LIST).content.decode()
    address = reverse("admin:persons_erasure_decide", args=[Erasure.objects.get().pk])
    assert stranger.post(address, {"act": "confirm"}).status_code == 404


def test_the_list_asks_as_much_for_many_as_for_one(desk, questions, registrar, accepted):
    ask(desk(registrar), accepted("digger", "D-10"))
    one = questions(desk(registrar), LIST)
    for number in range(11, 15):
        ask(desk(registrar), accepted("digger", f"D-{number}"))

    assert questions(desk(registrar), LIST) == one
