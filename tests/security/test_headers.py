"""What every answer says of itself: what its page may run, that no cache keeps it, and that no other site reads it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from tests.field.test_shell import built, folder  # noqa: F401
from tests.routes import routes, rule_of, shown
from tests.security.test_regions import values_of
from tests.sync.conftest import ENROL, POSTING, PULL, PUSH

pytestmark = pytest.mark.django_db
ROUTES = list(routes())
# Of the app itself, the same for everybody; whom one practises with nobody is.
OF_THE_APP = {"/field/sw.js", "/field/log.js", "/field/training.js"}
DOORS = [ENROL, PUSH, PULL, POSTING, "/api/sync/v1/reports/", "/api/sync/v1/files/"]


def answers_of(client, made):
    for route in ROUTES:
        for method, address, data in rule_of(route)(made):
            yield address, getattr(client, method)(address, data)


@pytest.mark.either
def test_every_answer_has_a_policy_and_is_kept_by_nobody(canaries, desk, built):  # noqa: F811
    """Only the tablet's workers may be kept, and ask each time whether they are still the ones."""
    client = desk(User.objects.create_superuser("root"))

    for address, answer in answers_of(client, canaries):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert not re.search(r"script-src[^;]*(unsafe|http|\*|data:|blob:)", policy), address
        kept = {part.strip() for part in answer["Cache-Control"].split(",")}
        assert "no-store" in kept or (address in OF_THE_APP and kept == {"no-cache"}), address
        assert not {"ETag", "Last-Modified"} & set(answer.headers), address
        assert answer["X-Content-Type-Options"] == "nosniff", address


@pytest.mark.either
def test_no_page_carries_a_script_or_a_style_of_its_own(canaries, desk, built):  # noqa: F811
    """The policy would stop it; a page that needs it would be broken."""
    client = desk(User.objects.create_superuser("root"))

    for address, answer in answers_of(client, canaries):
        if answer["Content-Type"].startswith("text/html"):
            page = shown(answer)
            assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page), address
            assert not re.search(r"<[^>]+\son[a-z]+\s*=", page), address
            assert not re.search(r"(href|src|action)\s*=\s*[\"']?\s*(javascript|data:text)", page, re.I), address


@pytest.mark.parametrize("address", DOORS)
def test_no_other_site_may_read_the_door(door, address):
    asked = {"HTTP_ORIGIN": "https://evil.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"}
    asked["HTTP_ACCESS_CONTROL_REQUEST_HEADERS"] = "authorization, content-type"

    answers = [door.client.options(address, **asked), door.client.get(address, **asked, **door.headers)]

    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize("address", DOORS)
def test_the_door_neither_takes_nor_gives_a_cookie(desk, registrar, door, address):
    """A page of another site can have a browser send its cookies, but never a token."""
    signed_in = desk(registrar)

    answer = signed_in.generic("POST" if address in {PUSH, ENROL} else "GET", address, b"{}", "application/json")

    assert answer.status_code in ({400} if address == ENROL else {401, 405})
    assert not answer.cookies
    assert not door.client.get(address, **door.headers).cookies


@pytest.mark.either
def test_no_act_at_the_desk_is_done_from_another_site(canaries, registrar):
    """Every address that takes a form asks for the mark that only our own pages carry."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(registrar)
    before = values_of(canaries)

    taken = {
        address
        for route in ROUTES
        for _method, address, data in rule_of(route)(canaries)
        if address.startswith(("/desk/", "/i18n/"))
        for answer in [client.post(address, data, HTTP_ORIGIN="https://evil.example")]
        if answer.status_code not in {302, 403, 404, 405}
    }

    assert taken == set()
    assert values_of(canaries) == before


def test_the_cookies_of_the_desk_are_out_of_reach_of_scripts_and_other_sites(client, registrar):
    registrar.set_password("a long and quiet river")
    registrar.save()
    entered = {"username": registrar.username, "password": "a long and quiet river"}

    cookies = client.post(reverse("admin:login"), entered).cookies

    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert {bool(cookie["httponly"]) for cookie in cookies.values()} == {True}


def test_nobody_is_sent_on_to_another_site(client, desk, registrar):
    away = "https://evil.example/"
    entered = {"username": registrar.username, "password": "x", "next": away}

    answers = [
        client.post(reverse("set_language"), {"language": "fr", "next": away}),
        client.post(f"{reverse('admin:login')}?next={away}", entered),
        desk(registrar).get(f"{reverse('admin:login')}?next={away}"),
    ]

    assert not [answer for answer in answers if "evil.example" in answer.get("Location", "")]
