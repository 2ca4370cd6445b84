"""Cards and receipts that one tablet signs and any other verifies: what the country vouches for and takes back."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Enrolment, Tablet, TabletKey
from apps.journal.models import Entry, SigningKey
from apps.journal.signing import name_of, public_key
from apps.places.models import Participant
from apps.registry.models import Buyer
from apps.review.models import Status
from apps.statements import compiled
from apps.sync.papers import base45
from apps.sync.papers.certifying import KEY_DAYS
from apps.sync.papers.format import certificate_in, read
from apps.sync.papers.listing import papers_asked, papers_of
from apps.sync.papers.verifying import Known, Outcome, keys_by_name, verify
from apps.sync.tables import numbers
from kpfield.certificates.signed import code_of
from tests.sync.conftest import ENROL, POSTING
from tests.sync.paper_tablet import CARD, DAY, FILE, KNOWN, PaperTablet

pytestmark = pytest.mark.django_db

CERTIFICATE, NUMBERS = "/api/sync/v1/certificate/", "/api/sync/v1/numbers/"
# Vitest runs the same file with the tablet's own code.
SHARED = json.loads(FILE.read_text())


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_a_paper_is_named_for_what_it_is(case):
    assert verify(case["code"], KNOWN, on=DAY)[0] == case["outcome"]


@pytest.mark.parametrize("made", SHARED["signed_by_a_tablet"], ids=lambda made: made["kind"])
def test_what_a_tablet_signed_is_genuine_here_too(made):
    outcome, signed = verify(made["code"], KNOWN, on=DAY)

    assert outcome == Outcome.GENUINE
    assert signed.paper.fields == SHARED["says"][made["kind"]]
    assert signed.certificate.tablet == 14


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xff", b"kpfield", bytes(range(256))])
def test_bytes_come_back_from_their_letters(content):
    assert base45.decode(base45.encode(content)) == content


def test_nothing_is_read_out_of_half_a_paper():
    code = SHARED["cases"][0]["code"]

    assert not [at for at in range(0, len(code), 11) if read(code[:at])]


# -- the door -------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper_tablet():
    return PaperTablet()


@pytest.fixture
def certified(client, door, paper_tablet):
    """The tablet with the country's word for its key, as the door gave it."""
    said = ask(client, door, paper_tablet)
    assert said.status_code == 200, said.content
    paper_tablet.certificate = certificate_in("XA", bytes.fromhex(said.json()["certificate"]))
    return paper_tablet


def ask(client, door, paper_tablet):
    body = {"public": paper_tablet.public.hex()}
    return client.post(CERTIFICATE, body, content_type="application/json", **door.headers)


def known_to(client, door) -> Known:
    """What a tablet verifies by, as its posting told it."""
    told = client.get(POSTING, **door.headers).json()["papers"]
    return Known(
        country=told["country"],
        keys=keys_by_name([bytes.fromhex(key) for key in told["keys"]]),
        withdrawn_keys={name: date.fromisoformat(day) for name, day in told["withdrawn_keys"].items()},
        lost_cards={number: date.fromisoformat(day) for number, day in told["lost_cards"].items()},
    )


def outcome(code, known, on=None):
    return verify(code, known, on=on or timezone.localdate())[0]


def test_a_tablet_of_another_region_verifies_what_this_one_signed(client, certified, other_door):
    code = certified.code("card", issued_on=timezone.localdate(), **CARD)

    assert outcome(code, known_to(client, other_door)) == Outcome.GENUINE


def test_the_country_vouches_for_the_tablet_by_its_number_and_for_a_year(certified, tablet):
    certificate, today = certified.certificate, timezone.localdate()

    assert (certificate.tablet, certificate.starts_on) == (tablet.number, today)
    assert certificate.ends_on == today + timedelta(days=KEY_DAYS)


def test_asking_again_gives_the_same_word_and_later_a_longer_one(client, door, certified, paper_tablet):
    first = ask(client, door, paper_tablet).json()
    TabletKey.objects.update(starts_on=timezone.localdate() - timedelta(days=350))
    later = certificate_in("XA", bytes.fromhex(ask(client, door, paper_tablet).json()["certificate"]))

    assert first["certificate"] == certified.certificate.packed().hex()
    assert later.starts_on < certified.certificate.starts_on
    assert TabletKey.objects.count() == 1


def test_no_tablet_is_vouched_for_with_the_key_of_another(client, certified, other_door, paper_tablet):
    assert ask(client, other_door, paper_tablet).status_code == 400


@pytest.mark.parametrize("public", ["", "02" + "ff" * 32, "04" + "11" * 32, "02" + "1" * 63])
def test_what_is_no_key_is_not_vouched_for(client, door, public):
    body = {"public": public}

    assert client.post(CERTIFICATE, body, content_type="application/json", **door.headers).status_code == 400


def test_an_officer_without_a_posting_is_not_vouched_for(client, door, officer, paper_tablet):
    officer.postings.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert ask(client, door, paper_tablet).status_code == 403


def test_the_journal_says_whose_key_it_is(certified, tablet, officer):
    entry = Entry.objects.get(verb="certified")

    assert (entry.by, str(entry.tablet)) == (f"user:{officer.pk}", str(tablet.pk))


def test_what_was_signed_before_the_secret_changed_is_genuine_after(client, certified, other_door, settings):
    code, former = certified.code("card", issued_on=timezone.localdate(), **CARD), public_key(settings.SECRET_KEY)
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"
    unknown = outcome(code, known_to(client, other_door))
    SigningKey.objects.create(key_id="former", public=former)

    assert unknown == Outcome.UNKNOWN
    assert outcome(code, known_to(client, other_door)) == Outcome.GENUINE


# -- what is taken back ---------------------------------------------------------------------------------------------


def test_what_a_closed_tablet_signs_after_its_last_contact_is_revoked(client, certified, tablet, other_door):
    """Who reports it stolen does so days later; a card of before that stays good."""
    today = timezone.localdate()
    TabletKey.objects.update(starts_on=today - timedelta(days=30))
    Tablet.objects.filter(pk=tablet.pk).update(last_seen_at=timezone.now() - timedelta(days=5))
    tablet.refresh_from_db()
    tablet.revoke()
    since = known_to(client, other_door).withdrawn_keys[name_of(certified.public)]

    assert since == today - timedelta(days=5)


def test_an_officer_who_left_signs_nothing_more_and_a_colleague_does(client, certified, tablet, other_officer, door):
    colleague = PaperTablet(secret=77)
    TabletKey.certify(colleague.public.hex(), tablet=tablet, officer=other_officer, until=timezone.localdate())
    tablet.offer(other_officer)
    Enrolment.objects.filter(tablet=tablet).exclude(officer=other_officer).first().revoke()

    assert {*papers("XA")["withdrawn_keys"]} == {name_of(certified.public)}


def papers(participant):
    return papers_of(participant, compiled.ask(*papers_asked(participant)))


def gone(kind):
    told = papers("XA")["withdrawn"][kind]
    return told["number"]


def test_numbers_of_rejected_people_and_sales_and_of_revoked_licences_are_withdrawn(
    digger, licence, sold, registrar, recorded
):
    sale, other = sold("14-00001-2", "1.25"), recorded("digger", "D-2")
    for record in (sale, other):
        record.case.decide(Status.REJECTED, by=registrar, seen=record.case.version, reason="Twice.")
    licence.revoke(timezone.localdate(), by=registrar, reason="Lapsed.")

    assert [gone("card"), gone("licence"), gone("purchase")] == [
        numbers(["D-2"]), numbers(["L-1"]), numbers(["14-00001-2"]),
    ]  # fmt: skip


def test_the_certificate_of_a_buyer_is_withdrawn_with_the_leave_to_buy(buyer, licence, registrar):
    code = code_of(country="XA", number="B-1", initials="PS", issued_on=timezone.localdate(), ends_on=buyer.ends_on)
    assert gone("licence") == numbers([])

    buyer.revoke(timezone.localdate(), by=registrar, reason="Bought what was not declared.")

    told = papers("XA")
    withdrawn = {kind: set(one["number"]) for kind, one in told["withdrawn"].items()}
    assert withdrawn["licence"] == {"B-1"}
    keys = keys_by_name([bytes.fromhex(key) for key in told["keys"]])
    assert outcome(code, Known(country="XA", keys=keys, withdrawn=withdrawn)) == Outcome.REVOKED


@pytest.mark.parametrize("what", ["suspend", "surrender"])
def test_the_certificate_of_a_buyer_does_not_hold_while_the_leave_does_not(buyer, registrar, what, monkeypatch):
    getattr(buyer, what)(timezone.localdate(), by=registrar, reason="No books.")
    assert gone("licence") == numbers(["B-1"])

    before = timezone.localdate() - timedelta(days=1)
    monkeypatch.setattr("apps.sync.papers.listing.timezone.localdate", lambda: before)
    assert gone("licence") == numbers([])


def test_a_buyer_who_was_rejected_is_withdrawn_and_another_countrys_is_not(recorded, registrar):
    rejected, foreign = recorded("buyer", "B-9"), recorded("buyer", "B-8")
    for each in (rejected, foreign):
        each.case.decide(Status.REJECTED, by=registrar, seen=each.case.version, reason="Twice.")
    Buyer.objects.filter(pk=foreign.pk).update(
        participant=Participant.objects.create(code="XB", name_en="Beland", name_fr="Béland")
    )

    assert gone("licence") == numbers(["B-9"])


def test_a_number_stays_good_for_the_licence_that_holds_it_where_a_buyers_is_revoked(accepted, licence, registrar):
    accepted("buyer", licence.number).revoke(timezone.localdate(), by=registrar, reason="No books.")
    assert gone("licence") == numbers([])

    licence.revoke(timezone.localdate(), by=registrar, reason="Lapsed.")

    assert gone("licence") == numbers([licence.number])


def test_a_number_that_somebody_holds_by_right_is_not_withdrawn_with_its_mistyped_twin(digger, recorded, registrar):
    twin = recorded("digger", digger.number)
    twin.case.decide(Status.REJECTED, by=registrar, seen=twin.case.version, reason="Mistyped.")

    assert papers("XA")["withdrawn"]["card"]["rows"] == 0


@pytest.fixture
def lose():
    """Somebody at the desk writes down that the card of a digger was lost on a day: the number of the answer."""

    def write_down(user, digger, day):
        client = Client()
        client.force_login(user)
        page = reverse("admin:registry_digger_card_lost", args=[digger.pk])
        return client.post(page, {"day": day.isoformat(), "reason": "Stolen on the road, he says."}).status_code

    return write_down


def test_a_lost_card_is_told_to_every_tablet_and_the_new_one_is_good(
    client, certified, lose, registrar, digger, other_door
):
    today = timezone.localdate()
    assert lose(registrar, digger, today) == 302

    known = known_to(client, other_door)

    assert known.lost_cards == {digger.number: today}
    new = certified.code("card", issued_on=today, **{**CARD, "number": digger.number})
    assert outcome(new, known) == Outcome.GENUINE
    assert Entry.objects.get(object_id=str(digger.pk), verb="card_lost").by == f"user:{registrar.pk}"


def test_a_loss_of_long_ago_is_not_told_any_more(lose, registrar, digger, settings):
    lose(registrar, digger, timezone.localdate() - timedelta(days=settings.CARD_DAYS))

    assert papers("XA")["lost_cards"] == {}


def test_a_loss_is_not_taken_back_by_an_earlier_one_nor_written_down_before_it_happens(lose, registrar, digger):
    today = timezone.localdate()
    lose(registrar, digger, today)

    assert [lose(registrar, digger, today + timedelta(days=days)) for days in (0, -1, 1)] == [200, 200, 200]

    digger.refresh_from_db()
    assert digger.cards_void_before == today


def test_who_only_reads_writes_down_no_loss(lose, auditor, digger):
    assert lose(auditor, digger, timezone.localdate()) == 403


# -- by number ------------------------------------------------------------------------------------------------------


@pytest.fixture
def is_valid(client, other_door):
    """Asked by a tablet of another region: the whole answer."""

    def ask_for(number):
        return client.post(NUMBERS, {"number": number}, content_type="application/json", **other_door.headers).json()

    return ask_for


def test_a_digger_of_another_region_is_valid_or_not_and_nothing_else(digger, is_valid):
    assert is_valid("d-1") == {"number": "d-1", "valid": True}
    assert is_valid("D-2") == {"number": "D-2", "valid": False}


def test_a_rejected_digger_and_a_licence_that_has_ended_are_not_valid(recorded, registrar, is_valid):
    digger, ended = recorded("digger", "D-9"), {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    recorded("licence", "L-9", **ended)
    recorded("licence", "L-8", ends_on=timezone.localdate())
    digger.case.decide(Status.REJECTED, by=registrar, seen=digger.case.version, reason="Twice.")

    assert [is_valid(number)["valid"] for number in ("D-9", "L-9", "L-8")] == [False, False, True]


def test_a_licence_under_suspension_is_not_valid_and_its_receipts_are_withdrawn(
    licence, registrar, is_valid, monkeypatch
):
    licence.suspend(timezone.localdate(), by=registrar, reason="Dug in the river bed.")

    assert not is_valid("L-1")["valid"]
    assert gone("licence") == numbers(["L-1"])
    before = timezone.localdate() - timedelta(days=1)
    monkeypatch.setattr("apps.sync.papers.listing.timezone.localdate", lambda: before)
    assert gone("licence") == numbers([])


def test_whoever_asks_for_one_number_after_the_other_is_slowed_down(is_valid):
    answers = [is_valid(f"D-{n}") for n in range(31)]

    assert "valid" in answers[29]
    assert "valid" not in answers[30]


# -- blocks of numbers ----------------------------------------------------------------------------------------------


def numbers_from(client, tablet, officer):
    return client.post(ENROL, {"code": tablet.offer(officer)}, content_type="application/json").json()["numbers_from"]


def test_a_tablet_that_is_enrolled_anew_numbers_its_papers_in_a_block_of_its_own(client, tablet, officer):
    """What was cleared may have printed numbers that never came here."""
    first, second = (numbers_from(client, tablet, officer) for _ in range(2))
    Tablet.objects.update(announced_seq=40_000)
    third = numbers_from(client, tablet, officer)

    assert first == 0
    assert second == Tablet.BLOCK
    assert third == 2 * 40_000 + Tablet.BLOCK


def test_two_tablets_have_no_number_in_common_for_theirs_stands_in_front(tablet, other_tablet):
    with pytest.raises(Exception, match=r"(?i)unique"):
        Tablet.objects.create(number=tablet.number, office=other_tablet.office)
