"""The registers: calm lists that cost the same for one record as for a hundred."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib import admin
from django.urls import reverse

from apps.accounts.models import Posting, Tablet, User
from apps.registry.desk import RecordAdmin
from apps.registry.models import Buyer, BuyerClass
from apps.review.models import Case
from apps.sync.models import Submission

LISTS = {register.model: register for register in admin.site._registry.values() if isinstance(register, RecordAdmin)}
NUMBERED = {"digger": "D", "site": "S", "licence": "L", "buyer": "B", "production": "F", "purchase": "R"}
NUMBERED |= {"inspection": "V", "infraction": "I", "resale": "Z", "stock_count": "C", "transfer": "T", "booklet": "K"}


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.model_name)
def test_a_list_has_at_most_seven_columns(model):
    assert len(LISTS[model].list_display) <= 7


@pytest.mark.parametrize("model", [*LISTS, Case], ids=lambda model: model._meta.model_name)
def test_a_list_asks_as_much_for_one_as_for_many(model, desk, questions, registrar, recorded, site, licence, francs):
    client = desk(registrar)

    def record(code, n):
        named = {"site": site, "licence": licence, "seller": "D-9", "buyer": "B-9"}
        named |= {"giver_digger": "D-9", "receiver_licence": licence}
        wanted = {"digger": ["site"], "licence": ["site"], "production": ["site", "licence"]}
        wanted |= {"purchase": ["site", "licence", "seller", "buyer"], "resale": ["seller", "buyer"]}
        wanted |= {"inspection": ["site"], "infraction": ["site"]}
        wanted |= {"booklet": ["buyer"], "stock_count": ["buyer"], "transfer": ["giver_digger", "receiver_licence"]}
        recorded(code, f"{NUMBERED[code]}-10{n}", **{name: named[name] for name in wanted.get(code, [])})

    for code in NUMBERED:
        record(code, 0)
    one = questions(client, address(model))
    for n in range(1, 5):
        for code in NUMBERED:
            record(code, n)

    assert questions(client, address(model)) == one


@pytest.mark.parametrize("model", [Tablet, User, Posting, Submission], ids=lambda model: model._meta.model_name)
def test_lists_of_people_and_tablets_ask_as_much_for_one_as_for_many(
    model, desk, questions, registrar, posted, region, office, tablet
):
    def add(n):
        officer = posted(f"officer-{n}", "officer", region)
        one = Tablet.objects.create(number=100 + n, office=office)
        kept = {"status": "quarantined", "reason": {"code": "form", "en": "x", "fr": "x"}, "salt": b"0" * 16}
        named = {"tablet": one, "officer": officer, "region": region}
        Submission.objects.create(id=uuid4(), seq=n, body=b"{}", sha256=b"0" * 32, **named, **kept)

    add(0)
    one = questions(desk(registrar), address(model))
    for n in range(1, 5):
        add(n)

    assert questions(desk(registrar), address(model)) == one


@pytest.mark.parametrize("words", ["kone", "KONÉ marie", "D-1"])
def test_a_search_finds_a_name_however_it_is_spelled(desk, registrar, digger, words):
    page = desk(registrar).get(address(type(digger)), {"q": words})

    assert page.context["cl"].result_count == 1


def test_the_foot_adds_up_the_whole_list(desk, registrar, found):
    found("F-1", "1.25")
    found("F-2", "1200.00")

    page = desk(registrar).get(reverse("admin:ledger_production_changelist"))

    assert "1,201.25 ct" in page.content.decode()


def test_a_state_is_a_shape_and_a_word(desk, registrar, site):
    page = desk(registrar).get(reverse("admin:registry_site_changelist")).content.decode()

    assert 'href="#icon-accepted"' in page
    assert "Accepted" in page


@pytest.mark.parametrize(("language", "called"), [("en-gb", "Collector"), ("fr", "Collecteur")])
def test_a_class_is_called_by_its_name_and_not_by_its_code(desk, registrar, buyer, settings, language, called):
    known = {"name_en": "Collector", "name_fr": "Collecteur"}
    BuyerClass.objects.update_or_create(participant=buyer.participant, code=buyer.buyer_class, defaults=known)
    client = desk(registrar)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = client.get(address(Buyer)).content.decode()

    assert f">{called}</td>" in page
    assert f">{buyer.buyer_class}</td>" not in page


def test_a_class_that_the_list_does_not_know_stands_as_it_was_written(desk, registrar, buyer):
    Buyer.objects.update(buyer_class="hawker")

    assert "hawker</td>" in desk(registrar).get(address(Buyer)).content.decode()


def test_an_empty_list_says_what_will_be_there(desk, registrar):
    page = desk(registrar).get(reverse("admin:review_case_changelist")).content.decode()

    assert "Nothing waits here." in page


def test_a_page_tells_the_record_in_the_order_of_the_paper(desk, registrar, digger):
    page = desk(registrar).get(reverse("admin:registry_digger_change", args=[digger.pk])).content.decode()

    assert page.index("Register number") < page.index("Year of birth") < page.index("Work at the site")
    assert "Washing gravel" in page


def test_a_page_shows_what_happened_and_the_number_of_each_entry(desk, registrar, digger):
    page = desk(registrar).get(reverse("admin:registry_digger_history", args=[digger.pk]))

    assert [line.verb for line in page.context["story"]] == ["Accepted"]
