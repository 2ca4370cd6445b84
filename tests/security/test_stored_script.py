"""A script in every text that an officer or the desk can write: it is read everywhere as words, and runs nowhere."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Kind
from apps.journal.sealing import settle
from apps.registry.models import Digger
from apps.review.models import Case, Flag, Status
from tests.canaries import REGIONAL
from tests.routes import routes, rule_of, shown
from tests.sync.conftest import PULL, said
from tests.sync.making import to, wrap

pytestmark = pytest.mark.django_db
SCRIPT = "\"'><xss onload=alert(1)>"
WRITTEN = {Kind.TEXT, Kind.PAPER_NUMBER}
FORMULAS = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1", "＝1+1", '=HYPERLINK("http://evil.example")']


def scripts(form):
    return {code: SCRIPT for code, field in all_forms()[form].fields.items() if field.kind in WRITTEN}


@pytest.fixture
def written(door, writer, officer, registrar, region, tablet):
    """A record of each kind whose every text is a script, corrected, returned, flagged; and what could not be used."""
    site = writer.create("site", **scripts("site"))
    digger = writer.create("digger", site=to(site), **scripts("digger"))
    licence = writer.create("licence", **scripts("licence"), site=to(site))
    buyer = writer.create("buyer", **scripts("buyer"))
    facts = {"site": to(site), "licence": to(licence)}
    find = writer.create("production", **scripts("production"), **facts, finder={"number": SCRIPT})
    sale = writer.create("purchase", **scripts("purchase"), **facts, seller=to(digger), buyer={"number": SCRIPT})
    visit = writer.create("inspection", **scripts("inspection"), site=to(site))
    wrong = writer.create("infraction", **scripts("infraction"))
    known = {"record": to(site)["id"], "seen": 1, "before": said(site)["answers"]}
    amended = writer.write("site", "amend", {**known["before"], "place": f"{SCRIPT} 2"}, reason=SCRIPT, **known)
    for event in (site, digger, licence, buyer, find, sale, visit, wrong, amended):
        assert door.push(event)[0]["reason"] is None
    unusable = [wrap({**said(writer.create("digger")), part: SCRIPT}) for part in ("form", "language", "record", "act")]
    door.push(*unusable, writer.create("digger", sex=SCRIPT, names=SCRIPT), announced=900)
    door.send({"app": SCRIPT[:40], "events": []})
    User.objects.filter(pk__in=[officer.pk, registrar.pk]).update(first_name=SCRIPT, last_name=SCRIPT)
    for case in Case.objects.filter(together_with=None):
        Flag.objects.get_or_create(case=case, code="licence_rejected", defaults={"numbers": {"number": SCRIPT}})
    case = Case.objects.get(pk=to(find)["id"])
    case.decide(Status.RETURNED, by=User.objects.get(pk=registrar.pk), seen=case.version, reason=SCRIPT)
    settle()
    return {model: list(model._default_manager.all()) for model in REGIONAL}


@pytest.mark.either
def test_every_page_of_the_desk_shows_a_script_as_words(written, desk):
    client, read = desk(User.objects.create_superuser("root")), set()

    for route in routes():
        for method, address, data in rule_of(route)(written):
            answer = getattr(client, method)(address, data)
            page, kind = shown(answer), answer.get("Content-Type", "").split(";")[0]
            assert kind != "text/html" or "<xss" not in page, address
            read |= {route.name} if "&lt;xss" in page else set()

    assert SHOWS - read == set()


# Where the words must be found, else the story above has looked at empty pages.
SHOWS = {f"admin:{name}_changelist" for name in ("review_case", "sync_submission", "registry_digger", "registry_site")}
SHOWS |= {f"admin:{name}_change" for name in ("registry_digger", "ledger_purchase", "sync_submission")}
SHOWS |= {f"admin:inspections_{name}" for name in ("inspection_change", "infraction_change", "infraction_changelist")}
SHOWS |= {"admin:review"}


def test_the_tablet_is_told_words_as_json_and_as_nothing_else(written, door):
    answer = door.client.get(PULL, HTTP_ACCEPT="text/html", **door.headers)

    assert SCRIPT in [change["row"].get("names") for change in answer.json()["changes"]]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_from_a_tablet_leaves_as_text(door, writer, desk, registrar, formula):
    door.push(writer.create("digger", names=formula, nickname=formula, address=formula))
    kept = Digger.objects.get().names
    client, address = desk(registrar), reverse("admin:registry_digger_export")

    csv_file, workbook = (client.post(address, {"format": n, "resource": "0"}).content for n in FORMATS)

    lines = list(csv.reader(StringIO(csv_file.decode("utf-8-sig"))))
    assert not [cell for row in lines for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    cells = [cell for row in openpyxl.load_workbook(BytesIO(workbook)).active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert kept in [cell.value for cell in cells]


FORMATS = ["1", "0"]
