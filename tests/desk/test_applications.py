"""Applications at the desk: written down, inspected, paid and granted, page by page, by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Role
from apps.registry.grounding import draw
from apps.registry.models import Application, Fee, Licence, LicenceClass
from apps.registry.outlining import outline_in

TODAY = timezone.localdate()
LIST = reverse("admin:registry_application_changelist")


@pytest.fixture
def people(posted, region):
    """A clerk who writes down, a cashier, and who grants; each a person."""
    return [posted(name, Role.LICENSING, region) for name in ("ines", "omar", "lena")]


@pytest.fixture
def classes(participant, francs):
    LicenceClass.objects.create(
        participant=participant, code="artisanal", name_en="Artisanal", name_fr="Artisanale", months=12, hectares=1
    )
    Fee.objects.create(
        participant=participant, right="dig", paper_class="artisanal", act="grant", amount=Decimal("2500.00"),
        currency=francs, starts_on=date(2020, 1, 1), source="Order 12",
    )  # fmt: skip


def write_down(client, region, **said):
    given = {"number": "A-1", "right": "dig", "paper_class": "artisanal", "applied_on": TODAY, "region": region.pk}
    given |= {"holder_kind": "person", "holder_number": "d-1", "site_number": "S-1", "hectares": "0.8", **said}
    return client.post(reverse("admin:registry_application_add"), given)


def act(client, what, **said):
    application = Application.objects.get()
    return client.post(reverse("admin:registry_application_act", args=[application.pk, what]), said)


@pytest.fixture
def on_file(desk, people, region, digger, classes):
    assert write_down(desk(people[0]), region).status_code == 302
    return Application.objects.get()


def test_an_application_is_taken_to_a_licence_by_four_people(desk, people, supervisor, on_file, francs, digger):
    _clerk, cashier, head = map(desk, people)
    paid = {"day": TODAY, "amount": "2500.00", "currency": "XAF", "receipt": "T-9"}
    last = TODAY + timedelta(days=364)
    given = {"number": "l-77", "starts_on": TODAY, "ends_on": last, "authority": "Ministry", "reason": "In order."}

    answers = [
        act(desk(supervisor), "inspect", day=TODAY, fit="yes", finding="No pit in the river bed."),
        act(cashier, "pay", **paid),
        act(head, "grant", **given),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3
    licence = Licence.objects.get(number="L-77")
    assert (licence.holder, licence.status, licence.ends_on) == (digger, "accepted", last)
    shown = head.get(reverse("admin:registry_licence_change", args=[licence.pk])).content.decode()
    assert "No pit in the river bed." in shown
    assert "receipt T-9" in shown


def test_the_page_tells_the_fee_what_is_beyond_the_limits_and_what_can_be_done(desk, people, on_file):
    Application.objects.update(hectares=Decimal("1.5000"))
    client = desk(people[1])

    shown = client.get(reverse("admin:registry_application_change", args=[on_file.pk])).content.decode()

    for words in ("2,500.00 XAF", "1.5000 ha are asked for", "Write down the inspection", "Write down the fee"):
        assert words in shown
    assert ">Grant<" not in shown


@pytest.mark.parametrize(("language", "called"), [("en", "Artisanal"), ("fr", "Artisanale")])
def test_the_class_is_called_by_its_name(desk, people, on_file, language, called):
    client = desk(people[1])
    fee = Fee.objects.get()
    pages = [LIST, reverse("admin:registry_fee_changelist"), reverse("admin:registry_fee_change", args=[fee.pk])]

    shown = [client.get(page, HTTP_ACCEPT_LANGUAGE=language).content.decode() for page in pages]

    assert f"· {called}<" in shown[0]
    assert all(f">{called}<" in page for page in shown[1:])


def test_the_page_of_the_fee_proposes_what_the_schedule_asks(desk, people, on_file):
    form = desk(people[1]).get(reverse("admin:registry_application_act", args=[on_file.pk, "pay"])).context["form"]

    assert (form["amount"].value(), form["currency"].value()) == (Decimal("2500.00"), "XAF")


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"holder_number": "D-9"}, "holder_number"),
        ({"holder_number": ""}, "holder_number"),
        ({"holder_kind": "company", "holder_number": ""}, "holder_name"),
        ({"paper_class": "collector"}, "paper_class"),
        ({"site_number": "S-9"}, "site_number"),
    ],
)
def test_what_is_missing_or_unknown_is_said_at_its_question(desk, people, region, digger, classes, said, where):
    answer = write_down(desk(people[0]), region, **said)

    assert answer.context["form"].errors[where]
    assert not Application.objects.exists()


def test_a_number_is_given_once(desk, people, region, on_file):
    answer = write_down(desk(people[0]), region)

    assert "Another application has this number." in answer.content.decode()


def test_whoever_may_not_act_twice_reads_why(desk, people, on_file, supervisor):
    act(desk(supervisor), "inspect", day=TODAY, fit="yes", finding="Dry.")
    act(desk(people[1]), "pay", day=TODAY, amount="2500.00", currency="XAF", receipt="T-9")
    given = {"number": "L-77", "starts_on": TODAY, "ends_on": TODAY, "authority": "Ministry", "reason": "In order."}

    answer = act(desk(people[1]), "grant", **given)

    assert "three people&#x27;s acts" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_who_issues_no_papers_puts_nothing_on_file(desk, posted, region, digger, classes, role):
    assert write_down(desk(posted("helper", role, region)), region).status_code == 403


def test_nobody_files_an_application_for_another_region(desk, people, region, other_region, digger, classes):
    answer = write_down(desk(people[0]), other_region)

    assert answer.context["form"].errors["region"]


def test_an_unknown_act_is_not_found(desk, people, on_file):
    assert act(desk(people[0]), "forget").status_code == 404


def test_the_list_is_asked_for_by_what_it_waits_for(desk, people, on_file, supervisor):
    client = desk(people[0])

    def found():
        waits = ("inspection", "fee", "grant", "nothing")
        return {name for name in waits if client.get(LIST, {"waits": name}).context["cl"].result_count}

    assert found() == {"inspection", "fee"}
    act(desk(supervisor), "inspect", day=TODAY, fit="yes", finding="Dry.")
    assert found() == {"fee"}
    act(desk(people[1]), "pay", day=TODAY, amount="2500.00", currency="XAF", receipt="T-9")
    assert found() == {"grant"}
    act(client, "refuse", day=TODAY, reason="In the reserve.")
    assert found() == {"nothing"}


def test_a_list_of_forty_applications_asks_as_much_as_one(desk, people, on_file, region, questions):
    client = desk(people[0])
    client.get(LIST)
    one = questions(client, LIST)
    for n in range(2, 41):
        write_down(client, region, number=f"A-{n}")

    assert Application.objects.count() == 40
    assert questions(client, LIST) == one


CORNERS = "4.360 18.550\n4.361 18.550\n4.361 18.551\n4.360 18.551"


def test_an_outline_is_drawn_on_the_page_and_goes_with_the_grant(desk, people, on_file, supervisor):
    _clerk, cashier, head = map(desk, people)

    assert act(head, "draw", corners=CORNERS).status_code == 302

    page = head.get(reverse("admin:registry_application_change", args=[on_file.pk]))
    assert len(page.context["plan"].own.points.split()) == 4
    assert "It overlaps no licence" in page.content.decode()
    act(desk(supervisor), "inspect", day=TODAY, fit="yes", finding="Dry.")
    act(cashier, "pay", day=TODAY, amount="2500.00", currency="XAF", receipt="T-9")
    given = {"number": "L-77", "starts_on": TODAY, "ends_on": TODAY, "authority": "Ministry", "reason": "In order."}
    act(head, "grant", **given)
    licence = Licence.objects.get(number="L-77")
    assert licence.ground.hectares == licence.hectares == Decimal("1.2274")
    assert "plan" in head.get(reverse("admin:registry_licence_change", args=[licence.pk])).context


def test_what_is_wrong_with_an_outline_is_said_at_the_page(desk, people, on_file):
    client = desk(people[0])

    assert "outline is not" in act(client, "draw", corners="4" * 200_001).content.decode()
    assert "one of the two" in act(client, "draw").content.decode()
    twice = act(client, "draw", corners=CORNERS, file=SimpleUploadedFile("a.kml", b"<kml/>"))
    assert "one of the two" in twice.content.decode()
    assert "0 polygons" in act(client, "draw", file=SimpleUploadedFile("a.kml", b"<kml/>")).content.decode()


def test_overlaps_are_said_on_the_pages_of_both_and_of_another_region_by_number(
    desk, people, on_file, accepted, registrar, other_region
):
    other = accepted("licence", "L-9", at=other_region, holder_kind="company", holder_name="Zibelda")
    draw(other, outline_in(CORNERS.encode(), country=None), by=registrar)
    client = desk(people[1])
    act(client, "draw", corners=CORNERS)

    page = client.get(reverse("admin:registry_application_change", args=[on_file.pk]))

    shown = page.content.decode()
    assert "1.2274 ha lie in the licence L-9." in shown
    assert "Zibelda" not in shown
    assert page.context["plan"].others == []
    theirs = desk(registrar).get(reverse("admin:registry_application_change", args=[on_file.pk]))
    assert len(theirs.context["plan"].others) == 1
