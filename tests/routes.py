"""Every route of the URL map, and what a stranger tries on it, given one of each thing that is not for him."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.models import Tablet, User
from apps.files.models import Attachment, Sent
from apps.forms.dictionary import all_forms
from apps.inspections.models import Revisit
from apps.persons.models import Erasure, Hold
from apps.places.models import Zone
from apps.registry.models import Application, Digger
from apps.review.models import Case
from apps.sync.models import HandedOver, Submission
from tests.canaries import SEARCHED


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
    raise LookupError(f"The route {route} has no rule: add one to REQUESTS in tests/routes.py")


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
    "admin:review_take_back": on_each("admin:review_take_back", Case, "post", {"seen": "1", "reason": "so"}),
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
