"""
Nobody reads, lists, counts or searches another region's people: held for every route of the URL map and every model.

The stories are generated. A new route needs a rule in `REQUESTS` or a shape that the admin knows; a new model needs a
declared scope and, where it is regional, a canary. What has neither fails by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.models import Role, SignedIn, Tablet, TabletKey, User
from apps.accounts.scope import Scope, scope_of
from apps.files.models import Attachment, Blob, Sent
from apps.files.promising import File, Promise, promise
from apps.forms.dictionary import all_forms
from apps.inspections.models import RepeatedAnswer, Revisit
from apps.journal.models import Entry, Unsealed
from apps.persons.hearing import hear
from apps.persons.models import Erasure, Hold, Resemblance
from apps.places.models import Zone, ZoneStatus
from apps.registry.grounding import draw
from apps.registry.models import Application, Digger
from apps.registry.zoning import put_down
from apps.review.looking import KIND, What
from apps.review.models import Case, Flag
from apps.sync.models import HandedOver, Mending, SetAside, Submission

CANARY = "Zibelda"
# What a stranger types to find her: a page that gives the words back does not look like one that found her.
SEARCHED = "zibeld"


@dataclass(frozen=True)
class Route:
    name: str
    path: str

    def __str__(self):
        return self.name or self.path


def routes(patterns=None, prefix="", namespace="") -> Iterator[Route]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from routes(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}:{pattern.name}" if namespace and pattern.name else pattern.name or "", path)


ROUTES = list(routes())
MODELS = [model for model in apps.get_models() if model.__module__.startswith(("apps.", "django."))]
REGIONAL = [model for model in MODELS if model.__module__.startswith("apps.") and scope_of(model) == Scope.REGIONAL]


# -- the canaries: one of each thing that only its own region may see ------------------------------------------------


@pytest.fixture
def canaries(accepted, recorded, posted, region, other_region, office, registrar, francs, size_classes):
    """One record of each kind in one region, every text of it saying who it is of."""
    named = {"first_name": CANARY, "last_name": CANARY}
    officer = posted("canary", Role.OFFICER, region, **named)
    SignedIn.objects.create(pk="ca" * 16, user=officer, agent=CANARY, expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    tablet = Tablet.objects.create(number=77, office=office)
    tablet.offer(officer)
    TabletKey.certify("02" + "77" * 32, tablet=tablet, officer=officer, until=date(2027, 1, 1))
    site = accepted("site", "S-77", name=CANARY, place=CANARY, consent_by=CANARY, by=officer)
    digger = accepted("digger", "D-77", names=f"{CANARY} Koné", nickname=CANARY, address=CANARY, site=site, by=officer)
    digger.documents.create(kind="passport", number=CANARY)
    licence = accepted(
        "licence", "L-77", holder_kind="company", holder_name=CANARY, site=site, supporter=CANARY, by=officer
    )
    licence.pay_renewal(licence.starts_on, amount=Decimal(1), currency=francs, receipt=CANARY, by=registrar)
    sizes = {"sizes": [{"class": "dtc-sieve-rough.1.13", "carats": Decimal("1.25")}]}
    found = {"site": site, "licence": licence, "finder": digger, "weighed_by": CANARY}
    shared = {"finders": [{"digger": digger, "parts": 1}]}
    find = recorded("production", "F-77", **found, **sizes, **shared, by=officer)
    sale = recorded(
        "purchase",
        "R-77",
        site=site,
        licence=licence,
        seller=digger,
        buyer="B-9",
        production=find,
        witness=CANARY,
        **sizes,
    )
    recorded("stock_count", "C-77", level="seized", place=CANARY, witness=CANARY, by=officer)
    recorded("resale", "V-77", seller="B-9", buyer="H-9", witness=CANARY, by=officer)
    recorded("stock_count", "C-78", level="digger", digger=digger, by=officer)
    named = {"issued_to": "other", "holder_name": CANARY}
    recorded("booklet", "K-77", **named, returned_on=date(2026, 11, 9), cancelled="102", by=officer)
    moved = {"giver_level": "digger", "receiver_level": "seized", "giver_digger": digger}
    recorded("transfer", "T-77", receiver_place=CANARY, reason="other", reason_words=CANARY, **moved, by=officer)
    find.case.decide("returned", by=registrar, seen=find.case.version, reason=CANARY)
    recorded("inspection", "V-77", site=site, findings=CANARY, follow_up=CANARY, by=officer)
    who = {"concerned": "person", "person_name": CANARY, "account": CANARY, "place": CANARY}
    recorded("infraction", "I-77", site=site, seal_number=CANARY, carats_seized=Decimal("1.25"), **who, by=officer)
    again = Revisit.objects.create(case=digger.case, first_officer=officer)
    RepeatedAnswer.objects.create(revisit=again, code="residence", first=CANARY, second=CANARY, same=True)
    Flag.objects.create(case=sale.case, code="canary", numbers={"names": CANARY})
    body = f'{{"names": "{CANARY}"}}'.encode()
    sent = {"status": "quarantined", "reason": {"code": "form", "en": CANARY, "fr": CANARY}}
    Submission.objects.create(
        id=uuid4(),
        tablet=tablet,
        seq=1,
        officer=officer,
        region=region,
        body=body,
        sha256=sha256(body).digest(),
        salt=b"0" * 16,
        **sent,
    )
    of_the_tablet = Submission.objects.get(tablet=tablet)
    Mending.objects.create(
        submission=of_the_tablet, by=officer, why=CANARY, body=body, sha256=b"0" * 32, salt=b"0" * 16
    )
    SetAside.objects.create(submission=of_the_tablet, by=officer, why=CANARY)
    show_a_photo(site, tablet, officer, region)
    said = {"holder_name": CANARY, "address": CANARY, "supporter": CANARY, "area_text": CANARY, "share_rule": CANARY}
    asked = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": digger, "site": site}
    Application(number="A-77", region=region, applied_on=date(2026, 11, 2), **asked, **said).write_down(by=registrar)
    done = date(2026, 11, 2)
    Application.objects.update(
        inspected_on=done, fit=True, paid_on=done, paid_by=officer, treasury_receipt="T-77", granted=licence.case,
        granted_by=posted("granter", Role.LICENSING, region), issued_on=done, issued_by=registrar, issued_to=CANARY,
    )  # fmt: skip
    corners = [{"lat_e6": lat, "lon_e6": lon} for lat, lon in ((0, 0), (9_000, 0), (0, 9_000))]
    draw(licence, {"corners": corners}, by=registrar)
    # Nobody's own: what lies in it is.
    zone = Zone(participant=region.participant, region=region, code="Z-77", kind="mining", source="us")
    begun = ZoneStatus(status="open", starts_on=done, source="us")
    put_down(zone, {"corners": corners}, begun, by=registrar)
    licence.suspend(date(2026, 11, 2), by=registrar, reason=CANARY)
    licence.resume(date(2026, 11, 3), by=registrar, reason=CANARY)
    HandedOver.objects.create(
        pk="ca" * 32, tablet=tablet, officer=officer, brought_by=officer, region=region, state="kept", why="closed",
        package={},
    )  # fmt: skip
    like = accepted("digger", "D-76", names=f"{CANARY} Coné", site=site, by=officer)
    one, other = sorted([digger, like], key=lambda entry: entry.pk)
    Resemblance.objects.create(one=one, other=other, score=12, reasons=["names"])
    with transaction.atomic():
        hear([digger, like])
    Erasure.objects.create(digger=like, why="asked", asked_by=registrar)
    Hold.objects.create(digger=digger, why="court", placed_by=registrar)
    made = {model: list(model._default_manager.all()) for model in REGIONAL}
    # What another region may see names her, by her number and nothing else.
    across = {"site": site, "licence": licence, "at": other_region, "by": registrar}
    recorded("purchase", "R-88", seller=digger, buyer="B-9", production=find, **across)
    recorded("production", "F-88", finder=digger, finders=[{"digger": digger}], **across)
    recorded("stock_count", "C-88", level="digger", digger=digger, at=other_region, by=registrar)
    recorded("inspection", "V-88", site=site, at=other_region, by=registrar)
    recorded("infraction", "I-88", concerned="digger", digger=digger, site=site, at=other_region, by=registrar)
    recorded("transfer", "T-88", **moved, receiver_place="Safe", at=other_region, by=registrar)
    return made


def show_a_photo(record, tablet, officer, region):
    file = File(sha256(CANARY.encode()).hexdigest(), 300, "image/jpeg", "photo")
    promise([Promise(file, record.pk, uuid4())], tablet=tablet.pk, officer=officer.pk, region=region.pk)
    blob = Blob.objects.create(sha256="ca" * 32, size=300, width=1, height=1)
    Sent.objects.update(state="kept", blob=blob)


@pytest.fixture
def stranger(request, posted, other_region):
    """Somebody who works at the desk, for another region or for none."""
    role = request.param
    return posted(f"stranger-{role}", role, None if role == Role.PLENARY else other_region)


STRANGERS = [role for role in Role if role != Role.OFFICER]
everywhere = pytest.mark.parametrize("stranger", STRANGERS, indirect=True)


# -- every model -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_declares_its_scope(model):
    assert scope_of(model) in Scope


@pytest.mark.parametrize("model", REGIONAL, ids=lambda model: model._meta.label)
def test_every_regional_model_is_asked_for_by_reader(model):
    assert hasattr(model._default_manager.all(), "visible_to")


@everywhere
def test_no_queryset_shows_a_canary_to_a_stranger(canaries, stranger):
    for model, rows in canaries.items():
        assert rows, f"{model._meta.label} has no canary: make one in `canaries`"
        theirs = set(model._default_manager.visible_to(stranger)) - {stranger, *stranger.postings.all()}
        assert theirs.isdisjoint(rows), model._meta.label


# -- every route -----------------------------------------------------------------------------------------------------


def rule_of(route: Route):
    """What a stranger tries on this route, given the canaries; `LookupError` for a route that nobody thought of."""
    if route.name in REQUESTS:
        return REQUESTS[route.name]
    shape = re.fullmatch(r"admin:(\w+?)_(\w+)_(\w+)", route.name)
    if shape and shape[3] in ACTS:
        return partial(registered, apps.get_model(shape[1], shape[2]), shape[3])
    # Django's older address of a change page.
    older = re.fullmatch(r"desk/(\w+)/(\w+)/<path:object_id>/", route.path)
    if older and not route.name:
        return partial(registered, apps.get_model(older[1], older[2]), "change")
    raise LookupError(f"The route {route} has no rule: add one to REQUESTS in tests/test_scope.py")


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_has_a_rule(route):
    assert rule_of(route)


@pytest.mark.either
@everywhere
def test_no_route_shows_a_canary_to_a_stranger(canaries, stranger, client):
    client.force_login(stranger)

    for route in ROUTES:
        for method, url, data in rule_of(route)(canaries):
            answer = getattr(client, method)(url, data)
            assert answer.status_code < 500, url
            assert CANARY not in shown(answer), url
            assert listed(answer, canaries) == [], url


ACTS = {"changelist", "add", "change", "history", "delete", "import", "export"}


def registered(model: type[models.Model], act: str, canaries) -> list[tuple[str, str, dict]]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}"
    if act in {"change", "history", "delete"}:
        # The stranger's own records too: they name hers.
        return [("get", reverse(name, args=[row.pk]), {}) for row in model._default_manager.all()]
    if act == "changelist":
        return [
            ("get", reverse(name), {}),
            ("get", reverse(name), {"q": SEARCHED}),
            ("get", reverse(name), {"all": ""}),
        ]
    if act == "export":
        return [("get", reverse(name), {}), ("post", reverse(name), {"format": "1", "resource": "0"})]
    return [("get", reverse(name), {})]


def on_each(name, model, method="get", data=None):
    return lambda canaries: [(method, reverse(name, args=[row.pk]), data or {}) for row in model.objects.all()]


def on_pairs(name, method="get", data=None):
    """Hers beside another of hers, and beside each that the stranger sees."""
    return lambda canaries: [
        (method, reverse(name, args=[one.pk, other.pk]), data or {})
        for one in canaries[Digger]
        for other in Digger.objects.exclude(pk=one.pk)
    ]


def on_records(name, *kinds):
    return lambda canaries: [("get", reverse(name, args=[row.pk]), {}) for row in canaries[Case] if row.kind in kinds]


def once(name, method="get", **data):
    return lambda canaries: [(method, reverse(name), data)]


def autocompletes(canaries):
    fields = [
        (register.opts, field) for register in admin.site._registry.values() for field in register.autocomplete_fields
    ]
    return [
        (
            "get",
            reverse("admin:autocomplete"),
            {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field, "term": term},
        )
        for opts, field in fields
        for term in ("", SEARCHED)
    ]


def shortcuts(canaries):
    return [
        ("get", reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(model).pk, row.pk]), {})
        for model, rows in canaries.items()
        for row in rows
    ]


UNCONFIRMED = {"import_file_name": "0" * 32, "original_file_name": "x", "format": "1", "seen_at": "2026-11-24T10:00Z"}

REQUESTS = {
    "admin:index": once("admin:index"),
    "admin:login": once("admin:login"),
    "admin:logout": lambda canaries: [],
    "admin:inspections_revisit_agreement": once("admin:inspections_revisit_agreement"),
    "admin:inspections_revisit_send": on_each("admin:inspections_revisit_send", Revisit, "post", {"officer": "1"}),
    "admin:sync_submission_mend": on_each("admin:sync_submission_mend", Submission),
    "admin:sync_submission_again": on_each("admin:sync_submission_again", Submission, "post"),
    "admin:sync_submission_set_aside": on_each("admin:sync_submission_set_aside", Submission),
    "admin:figures": once("admin:figures"),
    "admin:figures_sheet": once("admin:figures_sheet"),
    "admin:map": once("admin:map"),
    "admin:silent_offices": once("admin:silent_offices"),
    "admin:second_factor": once("admin:second_factor"),
    "admin:second_factor_new": once("admin:second_factor_new"),
    # Whoever leaves reads nothing more on his way through the others.
    "admin:second_factor_leave": lambda canaries: [],
    "admin:signed_in": once("admin:signed_in"),
    "admin:persons_withdraw": on_each("admin:persons_withdraw", Digger),
    "admin:persons_correct": on_each("admin:persons_correct", Digger),
    "admin:persons_erasure_ask": on_each("admin:persons_erasure_ask", Digger),
    "admin:persons_erasure_decide": on_each("admin:persons_erasure_decide", Erasure, "post", {"act": "confirm"}),
    "admin:persons_hold_place": on_each("admin:persons_hold_place", Digger),
    "admin:persons_hold_lift": on_each("admin:persons_hold_lift", Hold, "post"),
    "admin:papers_of": on_each("admin:papers_of", Digger),
    "admin:processing": once("admin:processing"),
    "admin:processing_sheet": once("admin:processing_sheet"),
    "admin:personal_file": on_each("admin:personal_file", Digger, "post", {"language": "fr", "kind": "html"}),
    "admin:pair": on_pairs("admin:pair"),
    "admin:pair_decide": on_pairs("admin:pair_decide", "post", {"act": "keep-one"}),
    "admin:help_in": on_each("admin:help_in", User, "post", {"act": "end"}),
    "admin:password_change": once("admin:password_change"),
    "admin:password_change_done": once("admin:password_change_done"),
    "admin:jsi18n": once("admin:jsi18n"),
    "admin:autocomplete": autocompletes,
    "admin:view_on_site": shortcuts,
    "admin:review": on_each("admin:review", Case),
    "admin:tablet_contacts": on_each("admin:tablet_contacts", Tablet),
    "admin:forms": once("admin:forms"),
    "admin:paper": lambda canaries: [("get", reverse("admin:paper", args=["digger"]), {})],
    "admin:blank_sheet": lambda canaries: [("get", reverse("admin:blank_sheet", args=["digger"]), {})],
    "admin:review_photo": lambda canaries: [
        ("get", reverse("admin:review_photo", args=[shown.record, shown.pk]), {}) for shown in canaries[Attachment]
    ],
    "admin:sent_photo": lambda canaries: [
        ("get", reverse("admin:sent_photo", args=[shown.submission, shown.pk]), {}) for shown in canaries[Attachment]
    ],
    "admin:review_decide": on_each("admin:review_decide", Case, "post", {"status": "accepted", "seen": "1"}),
    "admin:review_clear_flag": on_each("admin:review_clear_flag", Case, "post", {"flag": "1", "reason": "so"}),
    "admin:accounts_tablet_offer": on_each("admin:accounts_tablet_offer", Tablet),
    "admin:accounts_tablet_revoke": on_each("admin:accounts_tablet_revoke", Tablet, "post"),
    "admin:registry_licence_revoke": on_records("admin:registry_licence_revoke", "registry.licence"),
    "admin:inspections_infraction_conclude": on_records(
        "admin:inspections_infraction_conclude", "inspections.infraction"
    ),
    "admin:registry_digger_card_lost": on_records("admin:registry_digger_card_lost", "registry.digger"),
    "admin:ledger_booklet_take_back": on_records("admin:ledger_booklet_take_back", "ledger.booklet"),
    "admin:registry_buyer_revoke": lambda canaries: [],
    "admin:registry_licence_turn": lambda canaries: [
        (
            method,
            reverse("admin:registry_licence_turn", args=[row.pk, "suspended"]),
            {"day": "2026-11-20", "reason": "so"},
        )
        for row in canaries[Case]
        if row.kind == "registry.licence"
        for method in ("get", "post")
    ],
    "admin:registry_licence_issue": on_records("admin:registry_licence_issue", "registry.licence"),
    "admin:registry_buyer_issue": lambda canaries: [],
    "admin:certificate": lambda canaries: [
        ("get", reverse("admin:certificate", args=["licence", row.pk]), {})
        for row in canaries[Case]
        if row.kind == "registry.licence"
    ],
    "admin:registry_licence_draw": on_records("admin:registry_licence_draw", "registry.licence"),
    "admin:registry_application_act": lambda canaries: [
        (method, reverse("admin:registry_application_act", args=[row.pk, what]), {"day": "2026-11-20", "reason": "so"})
        for row in canaries[Application]
        for what in ("inspect", "draw", "pay", "grant", "refuse")
        for method in ("get", "post")
    ],
    "admin:registry_buyer_turn": lambda canaries: [],
    "admin:places_zone_status": on_each("admin:places_zone_status", Zone),
    "admin:places_zone_end": on_each("admin:places_zone_end", Zone),
    "admin:auth_user_password_change": lambda canaries: [
        ("get", f"/desk/accounts/user/{row.pk}/password/", {}) for row in canaries[User]
    ],
    **{
        f"admin:{model}_process_import": once(f"admin:{model}_process_import", "post", **UNCONFIRMED)
        for model in (form.model.lower().replace(".", "_") for form in all_forms().values())
    },
    "admin:app_list": lambda canaries: [
        ("get", f"/desk/{app}/", {}) for app in ("registry", "ledger", "inspections", "review")
    ],
    "sync:enrol": once("sync:enrol", "post", code="AAAA-AAAA"),
    "sync:posting": once("sync:posting"),
    "sync:keys": once("sync:keys"),
    "sync:closing": once("sync:closing"),
    "sync:certificate": once("sync:certificate", "post", public="02" + "77" * 32),
    "sync:numbers": once("sync:numbers", "post", number="D-77"),
    "sync:valid": lambda canaries: [
        ("get", reverse("sync:valid"), {}),
        ("post", reverse("sync:valid"), {"names": ["#00"]}),
    ],
    "sync:push": once("sync:push", "post"),
    "sync:pull": once("sync:pull"),
    "sync:reports": once("sync:reports", "post"),
    "sync:carried": once("sync:carried", "post"),
    "admin:sync_submission_settle": on_each("admin:sync_submission_settle", Submission, "post", {"seen": "1"}),
    "admin:sync_handedover_take_in": once("admin:sync_handedover_take_in"),
    "admin:sync_handedover_allow": on_each("admin:sync_handedover_allow", HandedOver, "post"),
    "sync:maps": once("sync:maps"),
    "sync:map": lambda canaries: [("get", reverse("sync:map", args=["0" * 64]), {})],
    "sync:files": once("sync:files"),
    "sync:file": lambda canaries: [
        (method, reverse("sync:file", args=[sent.sha256]), {}) for sent in canaries[Sent] for method in ("get", "patch")
    ],
    "sync:sealed": lambda canaries: [("patch", reverse("sync:sealed", args=["a" * 64, 9]), {})],
    "sync:schema": once("sync:schema"),
    "start": once("start"),
    "field:shell": once("field:shell"),
    "field:worker": once("field:worker"),
    "field:log": once("field:log"),
    "field:training": once("field:training"),
    "field:manifest": once("field:manifest"),
    "": lambda canaries: [("get", "/desk/nowhere/", {})],
    "set_language": once("set_language", "post", language="fr"),
}


def shown(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def listed(answer, canaries) -> list:
    """Canaries among the rows that a list shows, counts or leaves for its second page."""
    changelist = (getattr(answer, "context_data", None) or {}).get("cl")
    return [row for row in canaries.get(changelist.model, []) if row in changelist.queryset] if changelist else []


def test_an_officer_has_no_desk(canaries, other_officer, client):
    client.force_login(other_officer)

    answer = client.get(reverse("admin:registry_digger_changelist"))

    assert answer.status_code == 302
    assert "login" in answer.url


def test_reading_changes_nothing(canaries, registrar, client):
    client.force_login(registrar)
    before = everything()

    for route in ROUTES:
        for _method, url, data in rule_of(route)(canaries):
            client.get(url, data)

    assert everything() == before
    # The one thing that reading adds: that papers were looked at, by whom and when, and nothing of what they say.
    [look] = Entry.objects.filter(kind=KIND).values()
    [digger] = [row for row in canaries[Digger] if row.number == "D-77"]
    told = {"verb": "looked_papers", "object_id": str(digger.pk), "by": f"user:{registrar.pk}", "digest": None}
    silent = {"kind": KIND, "tablet": "", "version": 0, "region_before": None, "region_after": None}
    assert {name: value for name, value in look.items() if name not in {"id", "at"}} == told | silent


def everything():
    """All but looks: entries of their two verbs under their kind, and that these are not sealed yet."""
    # A session is the reader's own, and its last page is no record.
    kept = [model for model in MODELS if model._meta.label not in {"accounts.SignedIn", "admin.LogEntry"}]
    looks = Entry.objects.filter(kind=KIND, verb__in=What.values).values("pk")
    rows = {model: model._default_manager.all() for model in kept}
    rows |= {model: rows[model].exclude(pk__in=looks) for model in (Entry, Unsealed)}
    return {model._meta.label: sorted(map(repr, rows[model].values_list())) for model in kept}


def test_no_tablet_pulls_a_canary(canaries, other_officer, other_tablet, client):
    code = other_tablet.offer(other_officer)
    token = client.post(reverse("sync:enrol"), {"code": code}, content_type="application/json").json()["token"]

    for name in ("sync:posting", "sync:pull", "sync:valid"):
        answer = client.get(reverse(name), headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 200
        assert CANARY not in shown(answer), name
