"""The story of five people: an application becomes a licence, is renewed, and both certificates are printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.ministry import PASSWORD, DeskPage
from tests.browser.test_desk_pages import faults, wider_than_the_screen

PEOPLE = ("ines", "mira", "omar", "renee", "prisca")
# On the island of the demo country, in a zone that is compliant.
CORNERS = "-9.4690 -20.6710\n-9.4690 -20.6702\n-9.4698 -20.6701\n-9.4699 -20.6709"
CROSSING = "-9.4690 -20.6710\n-9.4698 -20.6702\n-9.4690 -20.6702\n-9.4698 -20.6710"


@pytest.fixture
def staff(server, chromium):
    """Each at a desk of their own: `staff["omar"].page`."""
    server.desk("licensing")
    seats, contexts = {}, []
    for username in PEOPLE:
        server.desk("password", username, PASSWORD)
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        contexts.append(context)
        seats[username] = DeskPage(context.new_page(), server.address)
        seats[username].sign_in(username)
    yield seats
    for context in contexts:
        context.close()


@pytest.fixture
def look(pictures):
    """Keep a picture of a page, and hear what is wrong with it."""

    def take(page, name):
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
        assert faults(page) == [], name
        assert not wider_than_the_screen(page), name

    return take


def fill(page, **said):
    for name, value in said.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page):
    with page.expect_navigation():
        page.click("input[type=submit].default")


def begin(seat, application, act):
    seat.page.goto(application)
    seat.page.click(f".tools >> text={act}")
    return seat.page


def printed(page, path):
    answer = page.request.get(page.locator(".tools >> text=Certificate (PDF)").evaluate("one => one.href"))
    assert answer.headers["content-type"] == "application/pdf"
    path.write_bytes(answer.body())
    return answer.body()


def has(paper, *words):
    return all(word.encode("cp1252") in paper for word in words)


def test_an_application_is_taken_to_a_licence_that_is_renewed_and_both_certificates_are_printed(staff, look, pictures):
    page = staff["ines"].page
    page.goto(f"{staff['ines'].address}/desk/registry/application/")
    look(page, "no-applications")
    page.goto(f"{staff['ines'].address}/desk/registry/application/add/")
    asked = {"number": "D-2026-1", "right": "dig", "paper_class": "artisanal", "holder_kind": "person"}
    fill(page, **asked, region=page.locator("#id_region option").nth(1).get_attribute("value"))
    fill(page, holder_number="D-004218", site_number="S-0142", share_rule="Half the stones to the gang.")
    look(page, "application-form")
    save(page)
    application = page.url

    page.click(".tools >> text=Bring the outline")
    fill(page, corners=CROSSING)
    save(page)
    expect(page.locator(".errornote")).to_contain_text("the side from corner 1 to 2 meets that from 3 to 4")
    look(page, "crossing")
    fill(page, corners=CORNERS)
    save(page)
    expect(page.locator(".plan tbody")).to_contain_text("compliant with the Process")
    look(page, "application")

    page = begin(staff["mira"], application, "Write down the inspection")
    fill(page, fit="yes", finding="Old terrace, no pit in the river bed.")
    save(page)
    page = begin(staff["omar"], application, "Write down the fee")
    assert page.input_value("[name=amount]") == "2500.00"
    fill(page, receipt="T-4711")
    look(page, "fee")
    save(page)

    page = begin(staff["renee"], application, "Grant")
    fill(
        page,
        number="XA-2026-077",
        authority="Ministry of mines",
        reason="Inspected and paid; nothing stands against it.",
    )
    look(page, "grant")
    save(page)
    expect(page.locator("h1")).to_contain_text("D-2026-1")
    page.click(".tools >> text=XA-2026-077")
    look(page, "licence")
    licence = page.url

    # Who granted it does not hand it out.
    page.click(".tools >> text=Hand out the certificate")
    fill(page, issued_to="Élodie Koumba")
    save(page)
    expect(page.locator(".errornote")).to_contain_text("three people's acts")
    page = begin(staff["prisca"], licence, "Hand out the certificate")
    fill(page, issued_to="Élodie Koumba")
    save(page)
    # In the language of the country, with its number for complaints.
    words = ("Autorisation de creuser", "XA-2026-077", "Élodie Koumba", "+000 800 100")
    assert has(printed(page, pictures / "certificate.pdf"), *words, "T-4711")

    page = begin(staff["omar"], licence, "Write down the fee of a renewal")
    fill(page, receipt="T-4801")
    look(page, "fee-of-a-renewal")
    save(page)
    page = begin(staff["renee"], licence, "Renew")
    last = page.input_value("[name=day]")
    fill(page, until=f"{int(last[:4]) + 1}{last[4:]}", reason="Inspected again and paid.")
    look(page, "renewal")
    save(page)
    look(page, "renewed")
    # The certificate that was handed out says a last day that has changed.
    page = begin(staff["prisca"], licence, "Hand out the certificate")
    fill(page, issued_to="Élodie Koumba")
    look(page, "certificate-of-a-renewal")
    save(page)
    assert has(printed(page, pictures / "certificate-renewed.pdf"), *words, "T-4801")


def test_the_pages_speak_french_and_fit_a_smaller_screen(staff, server, look):
    seat = staff["ines"]
    seat.page.set_viewport_size({"width": 1024, "height": 768})
    spoken = {"name": "django_language", "value": "fr", "url": server.address}
    seat.page.context.add_cookies([spoken])
    licences = f"{seat.address}/desk/registry/licence/"
    seat.page.goto(licences)
    look(seat.page, "licences-fr")
    seat.page.click("#result_list tbody tr:first-child a")
    seat.page.click(".tools >> text=Suspendre")
    fill(seat.page, reason="Travaux dans le lit du fleuve.")
    look(seat.page, "suspend-fr")
    save(seat.page)
    expect(seat.page.locator(".tools")).to_contain_text("Lever la suspension")
    look(seat.page, "licence-fr")
    seat.page.goto(f"{seat.address}/desk/registry/application/add/")
    look(seat.page, "application-form-fr")
