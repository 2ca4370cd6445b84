"""
What each role may do at the desk, tried page by page and act by act, is what docs/roles.md says.

Write the document anew with `WRITE=1 python -m pytest tests/security/test_rights.py`, then read what has changed in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from apps.accounts.models import Role
from apps.journal.models import Entry
from apps.places.models import Zone
from apps.registry.forms import DIGGER
from apps.registry.models import Digger
from apps.review.models import Flag
from apps.sync.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.either]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
ROLES = [role for role in Role if role != Role.OFFICER]
# What can be done with a register, by a letter.
LETTERS = {"changelist": "r", "add": "a", "change": "c", "import": "i", "export": "e"}
# Pages that begin an act, and acts themselves, by what they are called at the desk.
PAGES = {
    "grant or refuse an application": ("admin:registry_application_act grant", "registry.application"),
    "hand out a certificate": ("admin:registry_licence_issue", "registry.licence"),
    "print a certificate": ("admin:certificate licence", "registry.licence"),
    "bring the outline of a licence": ("admin:registry_licence_draw", "registry.licence"),
    "write down a zone's status": ("admin:places_zone_status", "places.zone"),
    "end a zone": ("admin:places_zone_end", "places.zone"),
    "write down an inspection before a grant": ("admin:registry_application_act inspect", "registry.application"),
    "read the register of processing": ("admin:processing", ""),
    "make a person's file": ("admin:personal_file", "registry.digger"),
    "write down that a consent is taken back": ("admin:persons_withdraw", "registry.digger"),
    "correct what a person says is wrong, or refuse it": ("admin:persons_correct", "registry.digger"),
    "ask for an erasure": ("admin:persons_erasure_ask", "registry.digger"),
    "see the numbers of a person's papers": ("admin:papers_of", "registry.digger"),
    "place a legal hold": ("admin:persons_hold_place", "registry.digger"),
    "put two entries side by side": ("admin:pair", "pair"),
    "conclude an infraction": ("admin:inspections_infraction_conclude", "inspections.infraction"),
    "write down a lost card": ("admin:registry_digger_card_lost", "registry.digger"),
    "take a booklet back": ("admin:ledger_booklet_take_back", "ledger.booklet"),
    "mend what is in quarantine": ("admin:sync_submission_mend", "mendable"),
    "set aside what cannot be mended": ("admin:sync_submission_set_aside", "damaged"),
    "take in work that was handed over": ("admin:sync_handedover_take_in", ""),
    "enrol an officer": ("admin:accounts_tablet_offer", "accounts.tablet"),
    "see what a tablet holds": ("admin:tablet_contacts", "accounts.tablet"),
    "see the map": ("admin:map", ""),
    "see figures as charts": ("admin:figures", ""),
    "print blank forms": ("admin:forms", ""),
    "see and end own sessions": ("admin:signed_in", ""),
}
ACTS = {
    "accept, return or reject a record": ("admin:review_decide", "ledger.production", {"status": "accepted"}),
    "take back what another passed on": ("admin:review_take_back", "passed on", {"seen": "2", "reason": "so"}),
    "take off a flag": ("admin:review_clear_flag", "flagged", {"reason": "it was weighed again"}),
    "hand out a blind re-visit": ("admin:inspections_revisit_send", "inspections.revisit", {}),
    "revoke a licence": ("admin:registry_licence_revoke", "registry.licence", {"day": "24/11/2026", "reason": "so"}),
    "suspend, renew or take back a licence": (
        "admin:registry_licence_turn suspended",
        "registry.licence",
        {"day": "2026-11-24", "reason": "so"},
    ),
    "revoke a tablet": ("admin:accounts_tablet_revoke", "accounts.tablet", {}),
    "merge two entries of one person": ("admin:pair_decide", "pair", {"act": "keep-one"}),
    "say that two entries are two people": ("admin:pair_decide", "pair", {"act": "apart"}),
    "confirm an erasure": ("admin:persons_erasure_decide", "persons.erasure", {"act": "confirm"}),
    "lift a legal hold": ("admin:persons_hold_lift", "persons.hold", {}),
    "help somebody to sign in": ("admin:help_in", "accounts.user", {"act": "end"}),
}


@pytest.fixture
def people(posted, region):
    return {role: posted(f"of {role}", role, None if role == Role.PLENARY else region) for role in ROLES}


def opens(client, name: str, row) -> bool:
    return client.get(address_of(name, row)).status_code == 200


class Together:
    """Two rows that one act is done on."""

    def __init__(self, one, other):
        self.args = [one.pk, other.pk]


def address_of(name: str, row) -> str:
    view, *more = name.split()
    keys = row.args if isinstance(row, Together) else [row.pk] if row else []
    # The address of a certificate begins with its kind.
    return reverse(view, args=[*more, *keys] if view == "admin:certificate" else [*keys, *more])


def acts(client, name: str, row, data) -> bool:
    """Whether anything was done, by the journal; and then as if it had not been."""
    story = transaction.atomic()
    # As the test's own transaction, under which the sealer may work.
    story._from_testcase = True
    with story:
        before = Entry.objects.count()
        client.post(address_of(name, row), data)
        done = Entry.objects.count() > before
        transaction.set_rollback(True)
    return done


def letters(client, register, canaries) -> str:
    name = f"admin:{register.opts.app_label}_{register.opts.model_name}_"
    rows = canaries.get(register.model) or list(register.model._default_manager.all()[:1])
    said = ""
    for act, letter in LETTERS.items():
        if act == "change":
            may = bool(rows) and changes(client, reverse(name + act, args=[rows[0].pk]))
        else:
            may = reached(client, name + act)
        said += letter if may else ""
    return said


def reached(client, name) -> bool:
    try:
        return client.get(reverse(name)).status_code == 200
    except NoReverseMatch:
        return False


def changes(client, url) -> bool:
    page = client.get(url)
    return page.status_code == 200 and bool(page.context and page.context.get("has_change_permission"))


def table(head: str, rows: dict[str, list[str]]) -> list[str]:
    names = [str(role.label) for role in ROLES]
    lines = [f"| {head} | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    return lines + [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]


@pytest.fixture
def row_of(canaries, found, registrar, supervisor):
    """A row of each kind in the people's own region, on which something can be done."""
    rows = {model._meta.label_lower: made[0] for model, made in canaries.items() if made}
    infraction = rows["inspections.infraction"]
    infraction.case.decide("accepted", by=registrar, seen=infraction.case.version)
    infraction.refresh_from_db()
    marked = next(flag for flag in canaries[Flag] if flag.code == "canary")
    sent = rows["sync.submission"]
    said = {"id": str(sent.pk), "seq": sent.seq, "tablet": str(sent.tablet_id), "form": "digger", "act": "create"}
    said |= {
        "version": DIGGER.version,
        "record": str(uuid4()),
        "captured_at": "2026-11-24T10:00:00+00:00",
        "answers": {},
    }
    Submission.objects.filter(pk=sent.pk).update(body=orjson.dumps(said))
    rows["mendable"] = sent
    rows["passed on"] = found("F-8", "80.00").case
    with transaction.atomic():
        rows["passed on"].pass_on(supervisor)
    of = {"tablet": sent.tablet, "officer": sent.officer, "region": sent.region, "reason": sent.reason}
    cut_off = {"body": b"{", "sha256": b"1" * 32, "salt": b"0" * 16, "status": "quarantined"}
    rows["damaged"] = Submission.objects.create(id=uuid4(), **of, **cut_off)
    rows["places.zone"] = Zone.objects.get(code="Z-77")
    pair = Together(*canaries[Digger][:2])
    return {
        **rows,
        "ledger.production": found("F-9", "1.25"),
        "flag": marked,
        "flagged": marked.case,
        "pair": pair,
        "": None,
    }


def test_the_document_says_what_each_role_may_do(canaries, row_of, people, desk, officer):
    clients = [desk(people[role]) for role in ROLES]
    seen = {f"seen-{pk}": "2" for pk in row_of["pair"].args}
    typed = {"seen": "1", "flag": str(row_of["flag"].pk), "officer": str(officer.pk), **seen}
    registers = {
        capfirst(register.opts.verbose_name_plural): [letters(client, register, canaries) for client in clients]
        for register in sorted(admin.site._registry.values(), key=lambda one: str(one.opts.verbose_name_plural))
    }
    begun = {said: [opens(client, name, row_of[of]) for client in clients] for said, (name, of) in PAGES.items()}
    done = {
        said: [acts(client, name, row_of[of], {**typed, **data}) for client in clients]
        for said, (name, of, data) in ACTS.items()
    }
    marked = {said: ["✓" if may else "" for may in cells] for said, cells in {**done, **begun}.items()}

    written = "\n".join([*table("register", registers), "", *table("act", marked)])

    head, _rule, _before = DOCUMENT.read_text().partition("<!-- tried -->\n")
    if os.environ.get("WRITE"):
        DOCUMENT.write_text(f"{head}<!-- tried -->\n{written}\n")
    assert DOCUMENT.read_text() == f"{head}<!-- tried -->\n{written}\n"


def test_a_role_that_only_reads_only_reads(canaries, people, desk):
    """Not by the document, which could be written anew: whatever an auditor opens lets him change nothing."""
    client = desk(people[Role.AUDITOR])

    assert {letters(client, register, canaries) for register in admin.site._registry.values()} <= {"", "r", "re"}
