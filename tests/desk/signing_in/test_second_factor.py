"""The code after the password: without it no page opens, it lets in once, a wrong one is answered ever more slowly."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.models import Role, SignedIn, User
from kpfield.signing_in.second import SALT
from tests.desk.signing_in.typed import GOOD, code_of, typed
from tests.routes import ROUTES, rule_of

pytestmark = pytest.mark.django_db
HALF_WAY = {
    "admin:login",
    "admin:logout",
    "admin:second_factor",
    "admin:second_factor_new",
    "admin:second_factor_leave",
}


def key_on(page) -> tuple[str, str]:
    """The key that a telephone would take from the picture, and what the form sends back."""
    sent = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    return signing.loads(sent, salt=SALT)[1], sent


@pytest.mark.usefixtures("_asked")
def test_with_the_password_alone_no_page_of_the_desk_opens(canaries, person, desk):
    client = desk(person)

    for route in ROUTES:
        if route.path.startswith("desk/") and route.name not in HALF_WAY:
            for method, url, data in rule_of(route)(canaries):
                answer = getattr(client, method)(url, data)
                assert answer.status_code == 302, url
                assert answer.url.startswith(reverse("admin:login")), url


@pytest.mark.usefixtures("_asked")
def test_the_first_sign_in_registers_a_telephone_and_shows_ten_codes_once(person):
    client = Client()

    page = client.get(typed(client).url, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:second_factor_new")
    key, sent = key_on(page)
    done = client.post(reverse("admin:second_factor_new"), {"key": sent, "code": code_of(key)})

    assert len(re.findall(r"<li><code>", done.content.decode())) == 10
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:second_factor_new")).status_code == 302


@pytest.mark.usefixtures("_asked")
def test_a_code_lets_in_to_the_page_that_was_asked_for(person, telephone):
    client = Client()
    wanted = reverse("admin:registry_digger_changelist")
    client.post(f"{reverse('admin:login')}?next={wanted}", {"username": "renee", "password": GOOD})

    asked = client.get(reverse("admin:login"), {"next": wanted})
    assert parse_qs(urlsplit(asked.url).query)["next"] == [wanted]
    let_in = client.post(asked.url, {"code": code_of(telephone.key), "next": wanted})

    assert let_in.url == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.usefixtures("_asked")
def test_the_session_has_another_key_once_it_is_worth_more(person, telephone):
    client = Client()
    typed(client)
    before = client.session.session_key

    client.post(reverse("admin:second_factor"), {"code": code_of(telephone.key)})

    assert client.session.session_key != before
    assert not SignedIn.objects.filter(pk=before).exists()


@pytest.mark.usefixtures("_asked")
def test_a_code_lets_in_once(person, telephone):
    code = code_of(telephone.key)
    first, second = Client(), Client()
    for client in (first, second):
        typed(client)
        client.post(reverse("admin:second_factor"), {"code": code})

    assert first.get(reverse("admin:index")).status_code == 200
    assert second.get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("_asked")
def test_wrong_codes_are_answered_ever_more_slowly_and_then_not_even_the_right_one(person, telephone):
    client = Client()
    typed(client)

    for _each in range(4):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        client.post(reverse("admin:second_factor"), {"code": "000000"})
    refused = client.post(reverse("admin:second_factor"), {"code": code_of(telephone.key)})

    assert re.search(r"Wait [78] seconds before you try again", refused.content.decode())
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("_asked")
def test_a_recovery_code_lets_in_once_and_says_how_many_are_left(person, telephone):
    device = StaticDevice.objects.create(user=person, name="recovery codes")
    StaticToken.objects.bulk_create([StaticToken(device=device, token=token) for token in ("abcd2345", "efgh6789")])
    clients = [Client(), Client()]

    for client in clients:
        typed(client)
        client.post(reverse("admin:second_factor"), {"code": "ABCD 2345"})

    home = clients[0].get(reverse("admin:index"))
    assert "That was a recovery code; 1 is left." in home.content.decode()
    assert clients[1].get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("_asked")
@pytest.mark.parametrize("code", ["", "12345", "1234567890123", "٣٣٣٣٣٣", "abc\x00", "😀", "²²²²²²"])
def test_what_is_no_code_is_refused_with_a_sentence(person, telephone, code):
    client = Client()
    typed(client)

    answer = client.post(reverse("admin:second_factor"), {"code": code})

    assert "This code does not fit." in answer.content.decode()


@pytest.mark.usefixtures("_asked")
def test_the_picture_of_somebody_else_registers_nothing(person, posted, country):
    posted("akua", Role.AUDITOR, country)
    User.objects.filter(username="akua").update(password=person.password)
    mine, other = Client(), Client()
    typed(mine)
    typed(other, username="akua")
    key, sent = key_on(other.get(reverse("admin:second_factor_new")))

    mine.post(reverse("admin:second_factor_new"), {"key": sent, "code": code_of(key)})

    assert not TOTPDevice.objects.filter(user=person).exists()


@pytest.mark.usefixtures("_asked")
def test_two_that_register_at_once_are_one(person):
    clients = [Client(), Client()]
    for client in clients:
        typed(client)
    pages = [client.get(reverse("admin:second_factor_new")) for client in clients]

    for client, page in zip(clients, pages, strict=True):
        key, sent = key_on(page)
        client.post(reverse("admin:second_factor_new"), {"key": sent, "code": code_of(key)})

    assert TOTPDevice.objects.filter(user=person, confirmed=True).count() == 1
    assert [client.get(reverse("admin:index")).status_code for client in clients] == [200, 302]


@pytest.mark.usefixtures("_asked")
def test_nobody_is_led_to_another_site_from_half_way(person, telephone):
    client = Client()
    typed(client)

    let_in = client.post(
        reverse("admin:second_factor"), {"code": code_of(telephone.key), "next": "https://evil.example/"}
    )

    assert let_in.url == reverse("admin:index")


@pytest.mark.usefixtures("_asked")
def test_from_half_way_one_can_leave_and_come_in_as_somebody_else(person, telephone):
    client = Client()
    typed(client)

    left = client.post(reverse("admin:second_factor_leave"))

    assert left.url == reverse("admin:login")
    assert b"id_password" in client.get(left.url).content
    assert client.get(reverse("admin:second_factor_leave")).status_code == 405


def test_an_installation_asks_for_it_unless_told_otherwise():
    from kpfield.environment import Environment

    real = Environment({"DEBUG": "0"})

    assert real.flag("SECOND_FACTOR", default=not real.flag("DEBUG", default=False))
