"""
The register of processing: what is kept on persons, why, by what right, how long and who sees it.

The models and their columns are read from the models themselves, and who sees them from the desk; a model of persons
that stands in no activity fails a test by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Role, roles_that_may
from apps.accounts.scope import Scope, scope_of
from apps.persons.models import Term, terms_on


class Activity(NamedTuple):
    title: Any
    of_whom: Any
    purpose: Any
    basis: Any
    kept: Any
    # Which of the terms of keeping hold for it.
    terms: Sequence[str] = ()


LEGAL_DUTY = gettext_lazy("Legal duty")
Kind = Term.Kind
ACTIVITIES: dict[str, Activity] = {
    "register": Activity(
        gettext_lazy("The register of diggers"),
        gettext_lazy("Diggers, and others who work at a site"),
        gettext_lazy("To know who digs where and under which licence; each person once."),
        gettext_lazy("Legal duty; consent for a photo and for programmes."),
        gettext_lazy("Until the person is erased, which is not possible while he holds a valid licence."),
        (Kind.PERSON, Kind.DOCUMENTS, Kind.CONTACT, Kind.ORIGIN),
    ),
    "papers": Activity(
        gettext_lazy("Sites, licences and buyers"),
        gettext_lazy("Holders, supporters, managers, owners of land, buyers"),
        gettext_lazy("To grant, follow and end licences, and to say to whom may be sold."),
        LEGAL_DUTY,
        gettext_lazy("No end is set."),
        (Kind.REFUSED,),
    ),
    "ledger": Activity(
        gettext_lazy("Finds, sales, stocks and booklets"),
        gettext_lazy("Sellers and finders by their numbers, buyers, witnesses"),
        gettext_lazy("To follow each carat from the site to the first export."),
        LEGAL_DUTY,
        gettext_lazy("No end is set; the register’s numbers stay when a person is erased."),
    ),
    "supervision": Activity(
        gettext_lazy("Inspections and infractions"),
        gettext_lazy("Whom an infraction concerns"),
        gettext_lazy("To supervise sites, and to decide on infractions. A name is shown after a final decision."),
        LEGAL_DUTY,
        gettext_lazy("No end is set."),
    ),
    "review": Activity(
        gettext_lazy("Review"),
        gettext_lazy("Staff who recorded and decided"),
        gettext_lazy("To show who decided what, and why."),
        LEGAL_DUTY,
        gettext_lazy("As long as the record; words about a person until that person is erased."),
    ),
    "receiving": Activity(
        gettext_lazy("What tablets sent"),
        gettext_lazy("Everybody whom a record names, and its officer"),
        gettext_lazy("To lose nothing and to double nothing that an officer wrote."),
        LEGAL_DUTY,
        gettext_lazy("Until the person is erased, or the first of the answers that it holds is past its term."),
        (Kind.PERSON, Kind.DOCUMENTS, Kind.CONTACT, Kind.ORIGIN),
    ),
    "pictures": Activity(
        gettext_lazy("Photos and signatures"),
        gettext_lazy("Whoever is shown"),
        gettext_lazy("To know a person and a paper again."),
        gettext_lazy("Consent for the face; legal duty for papers and slips."),
        gettext_lazy("Until the person is erased."),
        (Kind.PERSON, Kind.PHOTOS),
    ),
    "journal": Activity(
        gettext_lazy("The journal"),
        gettext_lazy("Staff, and whom a record is about"),
        gettext_lazy("To prove what was done and that nothing was taken away."),
        LEGAL_DUTY,
        gettext_lazy("For ever; the words about a person until that person is erased."),
    ),
    "staff": Activity(
        gettext_lazy("Accounts, postings and tablets"),
        gettext_lazy("Staff and officers"),
        gettext_lazy("To let in whoever works here, and nobody else."),
        gettext_lazy("Employment"),
        gettext_lazy("No end is set; an account that is closed stays as the author of what it did."),
    ),
    "signing_in": Activity(
        gettext_lazy("Signing in"),
        gettext_lazy("Staff, and whoever tried"),
        gettext_lazy("To keep strangers out."),
        gettext_lazy("Security of the records"),
        gettext_lazy("Sessions until they end, telephones until they are replaced."),
        (Kind.TRIES,),
    ),
    "erasures": Activity(
        gettext_lazy("Erasures"),
        gettext_lazy("Erased persons, and those of whom nothing may be forgotten, by their numbers; staff"),
        gettext_lazy("To show what was erased, what was kept from it, and by whom."),
        LEGAL_DUTY,
        gettext_lazy("No end is set."),
    ),
}
# Whole apps, and models that belong elsewhere than the rest of their app.
BELONGS: dict[str, str] = {
    "persons": "register",
    "persons.erasure": "erasures",
    "persons.hold": "erasures",
    "registry": "papers",
    "registry.digger": "register",
    "registry.document": "register",
    "ledger": "ledger",
    "inspections": "supervision",
    "review": "review",
    "sync": "receiving",
    "files": "pictures",
    "journal": "journal",
    "admin": "journal",
    "accounts": "staff",
    "accounts.signedin": "signing_in",
    "axes": "signing_in",
    "otp_totp": "signing_in",
    "otp_static": "signing_in",
}


class Row(NamedTuple):
    """One model: what it is called, its columns, and which roles see it at the desk."""

    model: str
    columns: str
    seen_by: str


def of_persons() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if scope_of(model) != Scope.NO_PERSONS)


def activity_of(model: type[Model]) -> str:
    """`LookupError` for a model of persons that nobody has given a purpose."""
    meta = model._meta
    found = BELONGS.get(meta.label_lower) or BELONGS.get(meta.app_label)
    if found is None:
        raise LookupError(f"{meta.label} holds persons and stands in no activity of the register of processing.")
    return found


def register() -> list[tuple[Activity, list[Row]]]:
    """The activities with their records, and of each the terms that hold today and those announced, in words."""
    told = terms_in_words(timezone.localdate())
    rows: dict[str, list[Row]] = {code: [] for code in ACTIVITIES}
    for model in of_persons():
        rows[activity_of(model)].append(row_of(model))
    return [
        (activity._replace(terms=[line for kind in activity.terms for line in told[kind]]), rows[code])
        for code, activity in ACTIVITIES.items()
    ]


def terms_in_words(day: date) -> dict[str, list[str]]:
    """By kind: that of all Participants, each one's own, and what is announced."""
    told: dict[str, list[str]] = {kind: [] for kind in Kind}
    for term in terms_on(day).rows.values():
        told[term.kind].append(in_words(term))
    for term in Term.objects.to_come(day).select_related("participant"):
        told[term.kind].append(
            _("From %(day)s: %(term)s") % {"day": date_format(term.starts_on), "term": in_words(term)}
        )
    return told


def in_words(term: Term) -> str:
    said = {"kind": term.get_kind_display(), "participant": term.participant, "sentence": term.sentence()}
    if term.participant is None:
        return _("%(kind)s: %(sentence)s.") % said
    return _("%(kind)s in %(participant)s: %(sentence)s.") % said


def row_of(model: type[Model]) -> Row:
    columns = [str(field.verbose_name) for field in model._meta.concrete_fields if not field.primary_key]
    return Row(capfirst(str(model._meta.verbose_name_plural)), ", ".join(columns), seen_by(model))


def seen_by(model: type[Model]) -> str:
    """The roles that open its list, each within its region; what has no list is seen with the record it belongs to."""
    capabilities = getattr(admin.site._registry.get(model), "may_read", None)
    if capabilities is None:
        return _("with the record it belongs to")
    roles = {role for capability in capabilities for role in roles_that_may(capability)}
    return ", ".join(str(role.label) for role in Role if role in roles and role != Role.OFFICER)
