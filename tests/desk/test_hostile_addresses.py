"""Whatever stands in the address of a list: it is answered, or refused, and never a fault of ours."""

from __future__ import annotations

import os
from zlib import crc32

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from apps.accounts.models import User

REGISTERS = list(admin.site._registry.values())
HUGE = "9" * 23
VALUES = ["", "(", "%00", HUGE, f"-{HUGE}", "1e999", "None", "a,b", "é" * 300, "%F0%9F%92%8E", "%ff", "[]", "'--"]
HOSTILE = [
    *(f"q={value}" for value in VALUES),
    "q=" + "+".join("abcdefgh"[n % 8] for n in range(2000)),
    "q=" + "1+" * 1500,
    f"p={HUGE}",
    "p=-1",
    "p=(",
    "p=²",
    f"o={HUGE}",
    "o=1.2.3.4.5.6.7.8.9.-99",
    "o=-",
    "o=²",
    "all=(",
    f"_to_field={HUGE}",
    "_popup=(",
    "e=(",
    "_facets=(",
    "pk=(",
    f"pk__in={HUGE}",
    "id__gt=(",
    "case__region__name__regex=(",
    "region__participant__code__contains=X",
    "user__password__startswith=p",
    "officer__password__regex=(",
    "status__in=a,b,c",
    "nowhere=1",
    "nowhere__at__all__regex=(",
    "__=1",
    "=1",
]


def offered(register):
    """A hostile value for everything that the list can be filtered by, and each of its fields asked in odd ways."""
    names = [
        getattr(each, "parameter_name", each[0] if isinstance(each, tuple) else each) for each in register.list_filter
    ]
    for name in names:
        yield from (f"{name}{how}={value}" for how in FILTERED for value in ("(", "%00", HUGE))
    for field in register.model._meta.concrete_fields:
        yield from (f"{field.name}{how}" for how in (f"={HUGE}", "__regex=("))


FILTERED = ["", "__exact", "__id__exact", "__code__exact", "__isnull"]


def asked(register):
    """A quarter of them, another one on each database, which its name chooses; `make test-all` asks the whole."""
    queries = [*HOSTILE, *offered(register)]
    if os.environ.get("EVERYTHING"):
        return queries
    share = ["sqlite", "postgresql"].index(connection.vendor)
    return [query for query in queries if crc32(f"{listed(register)}?{query}".encode()) % 4 == share]


@pytest.fixture
def everything(digger, licence, buyer, found, sold, tablet, officer):
    """A row in each register of records, so that a pattern has something to be tried on."""
    return found("F-1", "1.25"), sold("R-1", "1.25")


def listed(register):
    return reverse(f"admin:{register.model._meta.app_label}_{register.model._meta.model_name}_changelist")


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.model._meta.label_lower)
def test_no_address_of_a_list_is_a_fault_of_ours(desk, everything, register):
    client = desk(User.objects.create_superuser("root"))
    client.raise_request_exception = False

    answers = {query: client.get(f"{listed(register)}?{query}").status_code for query in asked(register)}

    assert {query: status for query, status in answers.items() if status not in (200, 302, 400)} == {}


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.model._meta.label_lower)
def test_whatever_a_list_offers_to_filter_by_is_answered(desk, everything, register):
    client = desk(User.objects.create_superuser("root"))
    listing = client.get(listed(register)).context["cl"]

    choices = [choice for spec in listing.filter_specs for choice in spec.choices(listing)]

    assert {client.get(listed(register) + choice["query_string"]).status_code for choice in choices} <= {200}
