"""The certificate: handed out by a third person, in the Participant's language, its code checked like any paper."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.journal.signing import public_key
from apps.registry.granting import Grant, grant
from apps.registry.grounding import draw
from apps.registry.issuing import hand_out
from apps.registry.models import Application, Renewal
from apps.registry.outlining import outline_in
from apps.sync.papers.verifying import Known, Outcome, keys_by_name, verify
from kpfield.certificates.sheet import Sheet, lines_of
from kpfield.certificates.signed import DESK, code_of

TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=364)
CORNERS = b"4.360 18.550\n4.361 18.550\n4.361 18.551\n4.360 18.551"


@pytest.fixture
def people(posted, region):
    return {name: posted(name, Role.LICENSING, region) for name in ("ines", "omar", "lena", "paul")}


@pytest.fixture
def granted(region, digger, site, people, supervisor, francs):
    """A licence, or a buyer's: written down by Ines, paid to Omar, granted by Lena."""

    def take(right="dig", **said):
        given = {"right": right, "paper_class": "artisanal", "holder_kind": "person", "applied_on": TODAY, **said}
        application = Application(number="A-1", region=region, **given)
        application.write_down(by=people["ines"])
        if right == "dig":
            draw(application, outline_in(CORNERS, country=None), by=people["ines"])
        application.inspect(TODAY, fit=True, by=supervisor, finding="Dry.")
        paid = {"amount": Decimal("2500.00"), "currency": francs, "receipt": "T-9"}
        application.pay(TODAY, **paid, by=people["omar"])
        return grant(application, Grant("L-77", TODAY, LAST, "Ministry of mines", "In order."), by=people["lena"])

    return take


@pytest.fixture
def licence_of(granted, digger, site):
    return granted(holder=digger, site=site)


def address(paper, kind="licence"):
    return reverse("admin:certificate", args=[kind, paper.pk])


def test_a_third_person_hands_it_out_and_then_it_is_printed(desk, people, licence_of):
    client = desk(people["paul"])
    assert client.get(address(licence_of)).status_code == 404

    client.post(reverse("admin:registry_licence_issue", args=[licence_of.pk]), {"issued_to": "Marie Koné"})

    answer = client.get(address(licence_of))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    for words in (b"(Licence to dig) Tj", b"(No. L-77) Tj", b"Marie Kon\xe9", b"1.2274 ha", b"T-9", b"/Lang (en)"):
        assert words in answer.content
    assert Entry.objects.filter(object_id=str(licence_of.pk), verb="certified", by=f"user:{people['paul'].pk}").exists()
    assert client.get(address(licence_of)).content == answer.content


@pytest.mark.parametrize("name", ["omar", "lena"])
def test_neither_who_took_the_fee_nor_who_granted_hands_it_out(licence_of, people, name):
    with pytest.raises(ValidationError, match="three people's acts"):
        hand_out(licence_of, to="Marie Koné", by=people[name])

    given = {"issued_on": TODAY, "issued_by": people[name], "issued_to": "Marie Koné"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(**given)


def test_it_is_handed_out_once(licence_of, people):
    hand_out(licence_of, to="Marie Koné", by=people["paul"])

    with pytest.raises(ValidationError, match="handed out already"):
        hand_out(licence_of, to="Somebody", by=people["ines"])


@pytest.fixture
def renewed(licence_of, people, francs):
    """Handed out, and a term later paid to Ines and renewed by Omar."""
    hand_out(licence_of, to="Marie Koné", by=people["paul"])
    paid = {"amount": Decimal("2000.00"), "currency": francs, "receipt": "T-10"}
    licence_of.pay_renewal(TODAY, **paid, by=people["ines"])
    licence_of.renew(TODAY, LAST + timedelta(days=365), by=people["omar"], reason="As asked.")
    return licence_of


def test_a_renewed_certificate_is_handed_out_anew_before_it_is_printed(desk, people, renewed):
    client, issue = desk(people["lena"]), reverse("admin:registry_licence_issue", args=[renewed.pk])
    page = reverse("admin:registry_licence_change", args=[renewed.pk])
    assert client.get(address(renewed)).status_code == 404
    assert issue in client.get(page).content.decode()

    client.post(issue, {"issued_to": "Awa Koné"})

    content = client.get(address(renewed)).content
    with translation.override("en"):
        last = date_format(LAST + timedelta(days=365)).encode()
    for words in (b"2,000.00 XAF, T-10", b"Awa Kon\xe9", last):
        assert words in content
    assert b"T-9" not in content
    assert address(renewed) in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["ines", "omar"])
def test_neither_who_took_the_fee_of_a_renewal_nor_who_renewed_hands_it_out(renewed, people, name):
    with pytest.raises(ValidationError, match="three people's acts"):
        hand_out(renewed, to="Marie Koné", by=people[name])

    assert Renewal.objects.get().issued_on is None


def test_a_renewed_certificate_is_handed_out_once(renewed, people):
    hand_out(renewed, to="Marie Koné", by=people["lena"])

    with pytest.raises(ValidationError, match="handed out already"):
        hand_out(renewed, to="Somebody", by=people["paul"])


def test_the_fee_of_a_renewal_alone_leaves_the_certificate_as_it_was(desk, people, licence_of, francs):
    hand_out(licence_of, to="Marie Koné", by=people["paul"])
    before = desk(people["paul"]).get(address(licence_of)).content

    licence_of.pay_renewal(TODAY, amount=Decimal(1), currency=francs, receipt="T-10", by=people["ines"])

    assert desk(people["paul"]).get(address(licence_of)).content == before


def test_it_speaks_the_language_of_the_country_and_names_where_to_complain(desk, people, granted, participant):
    type(participant).objects.update(language="fr", complaints="+000 800 100")
    buyer = granted(right="buy", paper_class="collector", holder_kind="company", holder_name="Comptoir Sow")
    hand_out(buyer, to="Paul Sow", by=people["paul"])

    content = desk(people["ines"]).get(address(buyer, "buyer")).content

    for words in (
        b"(Agr\xe9ment d\x92acheteur) Tj",
        b"(N\xb0 L-77) Tj",
        b"+000 800 100",
        b"/Lang (fr)",
        b"Comptoir Sow",
    ):
        assert words in content


def test_who_issues_no_papers_there_prints_none(desk, people, posted, region, other_region, licence_of):
    hand_out(licence_of, to="Marie Koné", by=people["paul"])
    elsewhere, auditor = posted("lea", Role.LICENSING, other_region), posted("amadou", Role.AUDITOR, region)

    assert desk(elsewhere).get(address(licence_of)).status_code == 404
    assert desk(auditor).get(address(licence_of)).status_code == 403
    assert desk(people["ines"]).get(address(licence_of, "digger")).status_code == 404


def test_a_licence_that_was_never_applied_for_has_none(desk, people, licence):
    client = desk(people["ines"])

    assert client.get(address(licence)).status_code == 404
    assert client.get(reverse("admin:registry_licence_issue", args=[licence.pk])).status_code == 404


# -- the code --------------------------------------------------------------------------------------------------------

KNOWN = {"country": "XA", "keys": keys_by_name([public_key(settings.SECRET_KEY)])}


def code(**said):
    return code_of(**{"country": "XA", "number": "L-77", "initials": "MK", "issued_on": TODAY, "ends_on": LAST, **said})


@pytest.mark.parametrize(
    ("on", "withdrawn", "outcome"),
    [
        (TODAY, {}, Outcome.GENUINE),
        (LAST, {}, Outcome.GENUINE),
        (LAST + timedelta(days=1), {}, Outcome.EXPIRED),
        (TODAY, {"licence": {"L-77"}}, Outcome.REVOKED),
    ],
)
def test_its_code_is_checked_as_a_tablets_paper_is(on, withdrawn, outcome):
    found, signed = verify(code(), Known(**KNOWN, withdrawn=withdrawn), on=on)

    assert (found, signed.paper.fields["licence"], signed.certificate.tablet) == (outcome, "L-77", DESK)


def test_a_code_of_another_secret_is_not_vouched_for(settings):
    settings.SECRET_KEY = "another secret of fifty letters, as long as it has to be"

    assert verify(code(), Known(**KNOWN), on=TODAY)[0] == Outcome.UNKNOWN


def test_a_changed_letter_is_found():
    changed = code().replace(code()[60], "Z" if code()[60] != "Z" else "Y", 1)

    assert verify(changed, Known(**KNOWN), on=TODAY)[0] not in {Outcome.GENUINE, Outcome.EXPIRED}


# -- the page --------------------------------------------------------------------------------------------------------


def test_the_table_of_a_sheet_names_where_each_object_stands():
    sheet = Sheet("Title", "en")
    sheet.text(10, 10, r"a (b) \ Ɗan œuvre")
    content = sheet.packed()

    assert rb"(a \(b\) \\ Dan " + "œuvre".encode("cp1252") + b") Tj" in content
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    places = [int(line[:10]) for line in content[start:].split(b"\n")[3:10]]
    assert [content[place : place + 7] for place in places] == [b"%d 0 obj" % n for n in range(1, 8)]


def test_long_words_are_broken_between_words():
    assert lines_of("half the stones to the gang", 14) == ["half the", "stones to the", "gang"]
