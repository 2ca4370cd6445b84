"""Whoever works at a site of another region lies there from then on, whichever way that is written down."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.registry.models import Digger
from apps.review.models import Status
from tests.sync.conftest import door, other_door, said, writer
from tests.sync.pages import numbers, rows

__all__ = ["door", "other_door", "writer"]

COLUMNS = ["number", "names", "sex", "birth_year", "residence", "roles", "legal_basis"]
WAYS = pytest.mark.parametrize("way", ["tablet", "page", "sheet"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def there(accepted, other_region):
    return accepted("site", "S-9", at=other_region, region="LU")


@pytest.fixture
def registered(door, writer, site):
    """An entry at a site of Kolo, as Awa's tablet sent it."""
    event = writer.create("digger", site={"number": site.number})
    door.push(event)
    return said(event)


@pytest.fixture
def at_another_site(registered, door, writer, desk, registrar):
    """Say of it by a tablet, on the page or in a sheet that the person works elsewhere."""
    record, answers = registered["record"], registered["answers"]

    def on_a_tablet(number, by):
        changed = {name: answer for name, answer in answers.items() if name != "site"}
        changed |= {"site": {"number": number}} if number else {}
        door.push(writer.write("digger", "amend", changed, record=record, seen=1, before=answers))

    def on_the_page(number, by):
        client, address = desk(by), reverse("admin:persons_correct", args=[record])
        form = client.get(address).context["form"]
        filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        claim = {"claim": "I work elsewhere now.", "evidence": "The person.", "site": number, "act": "correct"}
        client.post(address, {**filled, **claim})

    def in_a_sheet(number, by):
        row = [", ".join(answers[code]) if code == "roles" else answers[code] for code in COLUMNS]
        confirm(desk(by), [[*COLUMNS, "site"], [*row, number]])

    ways = {"tablet": on_a_tablet, "page": on_the_page, "sheet": in_a_sheet}
    return lambda way, number="S-9", by=registrar: ways[way](number, by)


def confirm(client, lines):
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows(lines)
    file = SimpleUploadedFile("sheet.csv", stream.getvalue().encode())
    preview = client.post(reverse("admin:registry_digger_import"), {"import_file": file, "resource": "0"})
    client.post(reverse("admin:registry_digger_process_import"), preview.context["confirm_form"].initial)


def entry():
    return Digger.objects.select_related("case").get()


@WAYS
def test_the_entry_lies_where_its_site_lies(way, at_another_site, there, region, other_region):
    at_another_site(way)

    digger = entry()
    assert (digger.site, digger.region, digger.case.region) == (there, other_region, other_region)
    assert digger.status == Status.PENDING
    written = Entry.objects.get(object_id=str(digger.pk), verb="amended")
    assert (written.region_before, written.region_after) == (region.pk, other_region.pk)


@pytest.mark.parametrize(("number", "told"), [("S-9", True), ("S-1", False), ("S-404", False)])
def test_a_reviewer_is_told_where_an_officer_takes_somebody_out_of_his_posting(number, told, at_another_site, there):
    at_another_site("tablet", number)

    assert entry().case.flags.filter(code="outside_posting", cleared_at=None).exists() == told


@WAYS
def test_tablets_of_the_one_region_drop_it_and_those_of_the_other_get_it(way, at_another_site, there, door, other_door):
    settle()
    here, elsewhere = door.pull()["cursor"], other_door.pull()["cursor"]

    at_another_site(way)
    settle()

    digger = entry()
    assert rows(door.pull(here), "digger") == {str(digger.pk): None}
    assert numbers(other_door.pull(elsewhere), "digger") == [digger.number]
    assert (numbers(door.pull(), "digger"), numbers(other_door.pull(), "digger")) == ([], [digger.number])


@WAYS
def test_a_site_that_is_in_no_register_takes_nobody_away(way, at_another_site, region):
    at_another_site(way, "S-77")

    assert (entry().site, entry().site_written, entry().region) == (None, "S-77", region)


@pytest.mark.parametrize("way", ["tablet", "page"])
def test_who_works_at_no_site_any_more_stays_where_the_entry_lay(way, at_another_site, district, site):
    """A sheet says nothing by a blank cell."""
    for record in (site, site.case):
        record.region = district
        record.save(update_fields=["region"])
    Digger.objects.update(region=district)

    at_another_site(way, "")

    assert (entry().site, entry().region) == (None, district)


@pytest.mark.parametrize("way", ["page", "sheet"])
def test_nobody_takes_an_entry_where_he_keeps_no_register(way, at_another_site, there, posted, region):
    at_another_site(way, by=posted("luc", Role.REGISTRAR, region))

    assert (entry().site, entry().site_written, entry().region) == (None, "S-9", region)
