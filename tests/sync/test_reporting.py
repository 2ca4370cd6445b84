"""A report in confidence: kept as nobody's, opened by its reader and by nobody else."""

import io
import json
from uuid import uuid4

import pytest
from django.core.management import call_command

from apps.accounts.models import RecoveryKey
from apps.journal.models import Entry
from apps.sync.models import SealedReport, Submission
from tests.sync.conftest import POSTING
from tests.sync.test_opening import seal_bytes, seal_one

pytestmark = pytest.mark.django_db
REPORTS = "/api/sync/v1/reports/"
SAID = {"seq": 0, "day": "2026-11-24", "seen": "armed_group", "where": "S-0142", "words": "Six men", "pad": "   "}


@pytest.fixture
def key(tmp_path):
    call_command("make_recovery_key", out=tmp_path / "reader.pem", reader="Ombudsman", stdout=io.StringIO())
    return tmp_path / "reader.pem"


@pytest.fixture
def report(client, door, key):
    def send(id=None, **over):
        sealed = seal_one({**SAID, **over}, RecoveryKey.of_reader())
        sealed.pop("seq")
        body = {"id": str(id or uuid4()), **sealed}
        return client.post(REPORTS, body, content_type="application/json", **door.headers)

    return send


def read(key):
    said = io.StringIO()
    call_command("open_reports", key=key, stdout=said, stderr=io.StringIO())
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_its_reader_reads_what_was_said(report, key):
    assert report().status_code == 200

    assert read(key) == [{name: SAID[name] for name in ("day", "seen", "where", "words")}]


def test_it_bears_nobody_and_no_journal_entry(report, key, door):
    before = Entry.objects.count()

    report()

    assert {field.name for field in SealedReport._meta.get_fields()} == {"id", "key", "sealed"}
    assert Entry.objects.count() == before
    assert Submission.objects.count() == 0
    assert "Six men" not in str(SealedReport.objects.values())


def test_the_same_report_sent_again_is_one(client, door, key):
    sealed = {"id": str(uuid4()), **seal_one(SAID, RecoveryKey.of_reader())}

    for _ in range(2):
        answer = client.post(REPORTS, sealed, content_type="application/json", **door.headers)
        assert answer.json() == {"id": sealed["id"]}
    assert SealedReport.objects.count() == 1


def test_the_custodian_of_records_is_not_its_reader(report, tmp_path):
    report()
    call_command("make_recovery_key", out=tmp_path / "custodian.pem", stdout=io.StringIO())

    assert read(tmp_path / "custodian.pem") == []


def test_only_a_tablet_of_ours_brings_one(client, key):
    assert client.post(REPORTS, {}, content_type="application/json").status_code == 401


@pytest.mark.parametrize("over", [{"data": "zz"}, {"point": "04"}, {"data": "00" * 20_001}, {"iv": ""}])
def test_what_is_no_sealed_report_is_refused(client, door, over):
    body = {"id": str(uuid4()), "key": "a" * 16, "point": "0" * 130, "iv": "0" * 24, "data": "00", **over}

    assert client.post(REPORTS, body, content_type="application/json", **door.headers).status_code == 400


def test_the_posting_names_the_reader_and_keeps_the_custodian_apart(client, door, key):
    posting = client.get(POSTING, **door.headers).json()

    assert posting["reader_key"] == {**RecoveryKey.of_reader().as_json(), "name": "Ombudsman"}
    assert posting["recovery_key"] is None


@pytest.fixture
def boxed(tmp_path):
    """A file of sealed copies with these in its box, and where the custodian's key lies."""
    call_command("make_recovery_key", out=tmp_path / "custodian.pem", stdout=io.StringIO())

    def box(*reports):
        content = json.dumps({"reports": reports, "pad": "  "}).encode()
        head = {"kind": "kpfield/sealed", "version": 2, "copies": [], "photos": []}
        file = tmp_path / "sealed.kpfield"
        file.write_text(json.dumps({**head, "box": seal_bytes(content, RecoveryKey.current())}) + "\n")
        return file, tmp_path / "custodian.pem"

    return box


def sealed_report(**over):
    return {"id": str(uuid4()), **seal_bytes(json.dumps({**SAID, **over}).encode(), RecoveryKey.of_reader())}


def test_reports_that_waited_on_a_closed_tablet_come_with_its_file(key, boxed):
    file, custodian = boxed(sealed_report(), sealed_report(words="Two men"))

    for _ in range(2):
        call_command("open_sealed", file, key=custodian, stdout=io.StringIO())

    assert sorted(said["words"] for said in read(key)) == ["Six men", "Two men"]
    assert SealedReport.objects.count() == 2


def test_what_is_no_report_in_the_box_is_left_there(key, boxed):
    file, custodian = boxed(7, None, {}, {**sealed_report(), "data": "zz"}, sealed_report())

    call_command("open_sealed", file, key=custodian, stdout=io.StringIO())

    assert SealedReport.objects.count() == 1


@pytest.mark.parametrize("box", [7, None, [], {"key": "x"}, {"point": "04", "iv": "", "data": "", "key": ""}])
def test_a_box_that_does_not_open_keeps_nothing_else_shut(key, boxed, box, tmp_path):
    file, custodian = boxed()
    file.write_text(json.dumps({**json.loads(file.read_text()), "box": box}) + "\n")

    call_command("open_sealed", file, key=custodian, stdout=io.StringIO())

    assert SealedReport.objects.count() == 0
