"""The custodian opens what a tablet sealed, and nothing is doubled by what the tablet sends itself."""

import io
import json
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.core.management import CommandError, call_command

from apps.accounts.models import RecoveryKey, Tablet
from apps.accounts.models.recovery import CURVE, point_of
from apps.registry.models import Digger
from apps.review.models import Status
from apps.sync.models import Submission
from apps.sync.opening import opened
from tests.sync.conftest import ENROL, POSTING, enrol
from tests.sync.making import to

pytestmark = pytest.mark.django_db
VECTOR = json.loads(Path("fixtures/conformance/sealed/copy.json").read_text())


@pytest.fixture
def key(tmp_path):
    """Where the custodian's private half lies; its public half is the current recovery key."""
    call_command("make_recovery_key", out=tmp_path / "key.pem", stdout=io.StringIO())
    return tmp_path / "key.pem"


@pytest.fixture
def sealed(tablet, officer):
    """Copies as the tablet makes them, of these events."""
    enrol(tablet, officer)

    def seal(*events, by=officer, on=tablet, to=None):
        to = to or RecoveryKey.current()
        return [seal_one({**event, "tablet": str(on.pk), "officer": by.pk}, to) for event in events]

    return seal


def seal_one(said, to):
    return {"seq": said["seq"], **seal_bytes(json.dumps(said).encode(), to)}


def seal_bytes(content, to):
    once, theirs = ec.generate_private_key(CURVE), bytes.fromhex(to.public)
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    point, iv = point_of(once), secrets.token_bytes(12)
    secret = HKDF(SHA256(), 32, salt=None, info=b"kpfield/sealed/1\n" + point + theirs).derive(shared)
    data = AESGCM(secret).encrypt(iv, content, to.key_id.encode())
    return {"key": to.key_id, "point": point.hex(), "iv": iv.hex(), "data": data.hex()}


@pytest.fixture
def hand_in(tmp_path, key):
    def hand(*copies, key=key, behind=b"", **over):
        file, said = tmp_path / "sealed.kpfield", io.StringIO()
        head = json.dumps({"kind": "kpfield/sealed", "version": 1, "copies": copies, **over})
        file.write_bytes(head.encode() + b"\n" + behind if behind else head.encode())
        call_command("open_sealed", file, key=key, stdout=said)
        return said.getvalue()

    return hand


def test_a_copy_that_a_tablet_sealed_opens_on_the_server():
    private = load_der_private_key(bytes.fromhex(VECTOR["private"]), password=None)

    assert opened(VECTOR["copy"], private, point_of(private)) == {**VECTOR["said"], "photos": []}


def test_what_was_sealed_waits_for_review_like_everything_else(hand_in, sealed, writer, officer, tablet):
    said = hand_in(*sealed(writer.create("digger", names="Marie Koné")))

    case = Digger.objects.get(names="Marie Koné").case
    assert (case.status, case.captured_by, case.tablet) == (Status.PENDING, officer, tablet)
    assert "Copies opened: 1. Applied: 1." in said


def test_records_of_a_closed_tablet_are_opened_and_nothing_is_doubled(hand_in, sealed, door, writer, tablet):
    site = writer.create("site")
    sent, unsent = writer.create("digger"), writer.create("production", site=to(site))
    door.push(site, sent)
    tablet.revoke()

    said = hand_in(*sealed(unsent, sent, site))
    again = hand_in(*sealed(unsent, sent, site))

    assert "Applied: 1. Here already: 2." in said
    assert "Applied: 0. Here already: 3." in again
    assert Submission.objects.count() == 3


def test_what_the_tablet_sends_after_the_custodian_is_a_duplicate(hand_in, sealed, door, writer):
    events = [writer.create("digger") for _ in range(3)]
    hand_in(*sealed(*events))

    assert door.statuses(*events) == ["duplicate"] * 3
    assert Digger.objects.count() == 3


def test_more_than_one_push_holds_come_in_order(hand_in, sealed, writer, tablet):
    assert "Applied: 60." in hand_in(*sealed(*[writer.create("digger") for _ in range(60)][::-1]))

    tablet = Tablet.objects.get(pk=tablet.pk)
    assert (tablet.contiguous_seq, tablet.missing(), tablet.last_seen_at) == (60, 0, None)


def test_one_bad_copy_does_not_keep_the_others_shut(hand_in, sealed, writer, other_tablet, tmp_path):
    whole, torn, foreign = sealed(*[writer.create("digger") for _ in range(3)])
    torn["data"] = torn["data"][:-2] + ("00" if torn["data"][-2:] != "00" else "01")
    foreign["key"] = "another"

    said = hand_in(whole, torn, foreign)

    assert "Applied: 1." in said
    assert "sealed to another key 1, damaged 1" in said


def test_an_event_that_is_not_what_was_hashed_goes_to_quarantine(hand_in, sealed, writer):
    event = writer.create("digger")

    assert "In quarantine: 1." in hand_in(*sealed({**event, "bytes": event["bytes"].replace("pending", "") + " "}))


def test_of_whom_nothing_is_known_nothing_is_taken_in(hand_in, sealed, writer, registrar, posted):
    class Stranger:
        pk = 999_999

    assert "of nobody enrolled on the tablet 1" in hand_in(*sealed(writer.create("digger"), by=Stranger))
    assert Submission.objects.count() == 0


def test_another_key_opens_nothing(hand_in, sealed, writer, tmp_path):
    copies = sealed(writer.create("digger"))
    call_command("make_recovery_key", out=tmp_path / "second.pem", stdout=io.StringIO())

    assert "sealed to another key 1" in hand_in(*copies, key=tmp_path / "second.pem")


@pytest.mark.parametrize(
    ("over", "sentence"), [({"kind": "other"}, "no file of sealed copies"), ({"version": 3}, "newer app")]
)
def test_a_file_that_is_none_says_so(hand_in, over, sentence):
    with pytest.raises(CommandError, match=sentence):
        hand_in(**over)


def test_a_key_of_somebody_else_is_refused(hand_in, sealed, writer, tmp_path):
    (tmp_path / "no.pem").write_text("no key")

    with pytest.raises(CommandError, match="holds no key"):
        hand_in(*sealed(writer.create("digger")), key=tmp_path / "no.pem")


def test_the_public_half_and_the_lease_are_given_with_enrolment_and_posting(
    client, door, tablet, officer, key, settings
):
    settings.LEASE_DAYS = 12
    code = tablet.offer(officer)

    enrolled = client.post(ENROL, {"code": code}, content_type="application/json").json()
    posting = client.get(POSTING, **door.headers).json()

    current = RecoveryKey.current().as_json()
    assert enrolled["recovery_key"] == posting["recovery_key"] == current
    assert enrolled["lease_days"] == posting["lease_days"] == 12


def test_without_a_recovery_key_a_tablet_is_told_of_none(client, door):
    assert client.get(POSTING, **door.headers).json()["recovery_key"] is None
