"""The door of the desk: the code after the password, five wrong passwords, and sessions that are seen and ended."""

import re
import time
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.accounts.models import Role, SignedIn, User
from apps.journal.models import Entry
from apps.persons.keeping import forget_past_terms
from apps.persons.loading import load_reference
from kpfield.signing_in.second import SALT
from tests.routes import ROUTES, rule_of

pytestmark = pytest.mark.django_db
GOOD = "a long and quiet river"
NO_POSTINGS = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}
HALF_WAY = {
    "admin:login",
    "admin:logout",
    "admin:second_factor",
    "admin:second_factor_new",
    "admin:second_factor_leave",
}


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


def typed(client, password=GOOD, username="renee", **around):
    return client.post(reverse("admin:login"), {"username": username, "password": password}, **around)


def code_of(key: str, later: int = 0) -> str:
    return f"{TOTP(bytes.fromhex(key), drift=later).token():06d}"


@pytest.fixture
def telephone(person):
    return TOTPDevice.objects.create(user=person, name="telephone", confirmed=True)


def key_on(page) -> tuple[str, str]:
    """The key that a telephone would take from the picture, and what the form sends back."""
    sent = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    return signing.loads(sent, salt=SALT)[1], sent


# -- the second factor ------------------------------------------------------------------------------------------------


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


# -- five wrong passwords ---------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_a_name_waits_at_that_address_only(person):
    for _each in range(5):
        last = typed(Client(), "a guess")

    assert last.status_code == 429
    assert "five wrong passwords" in last.content.decode()
    assert typed(Client()).status_code == 429
    assert typed(Client(), REMOTE_ADDR="10.1.1.1").status_code == 302


def test_a_name_that_nobody_has_waits_as_well(person):
    for _each in range(5):
        last = typed(Client(), "a guess", username="nobody")

    assert last.status_code == 429


def test_the_wait_ends_and_trying_does_not_make_it_longer(person):
    for _each in range(7):
        typed(Client(), "a guess")

    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16))

    assert typed(Client()).status_code == 302


def test_no_password_is_kept_of_those_who_mistyped(person):
    typed(Client(), "almost a long river")

    assert "almost" not in str(list(AccessAttempt.objects.values()))


def test_tries_of_yesterday_are_forgotten(person):
    typed(Client(), "a guess")
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(days=2))
    load_reference(configured.BASE_DIR / "fixtures" / "reference", lambda line: None)

    forget_past_terms()

    assert not AccessAttempt.objects.exists()


# -- a second person helps ---------------------------------------------------------------------------------------------


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


# -- sessions ----------------------------------------------------------------------------------------------------------


def test_a_person_sees_where_he_is_signed_in_and_ends_the_rest(person):
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    typed(here)
    typed(there)

    page = here.get(reverse("admin:signed_in")).content.decode()
    here.post(reverse("admin:signed_in"))

    assert "Firefox, Windows" in page
    assert here.session.session_key not in page
    assert here.get(reverse("admin:index")).status_code == 200
    assert there.get(reverse("admin:index")).status_code == 302


def test_an_account_that_is_closed_is_out_with_its_next_page(desk, person):
    client = desk(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_session_lasts_a_day_of_work_however_busy(desk, person, monkeypatch):
    client = desk(person)
    now = time.time()

    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: now + 11.9 * 3600)
    assert client.get(reverse("admin:index")).status_code == 200
    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: now + 12.1 * 3600)
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_page_more_changes_a_session_once_in_five_minutes(desk, person, monkeypatch):
    client = desk(person)
    begun = SignedIn.objects.get().seen_at
    client.get(reverse("admin:index"))
    assert SignedIn.objects.get().seen_at == begun

    monkeypatch.setattr("apps.accounts.sessions.time.time", lambda: begun.timestamp() + 301)
    client.get(reverse("admin:index"))

    assert SignedIn.objects.get().seen_at == begun + timedelta(seconds=301)


# -- the administrator ------------------------------------------------------------------------------------------------


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
