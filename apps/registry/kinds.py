"""The kinds of record of the register, and the way to all kinds of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from apps.registry import flags, making
from apps.registry.forms import BUYER, DIGGER, LICENCE, SITE
from apps.registry.kind import Kind, Made, OnASheet, Prepared, Reference
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.registry.referred import Referred
from apps.review.models import Case, Flag
from apps.review.reviewable import Reviewable

__all__ = ["KINDS", "Kind", "Made", "Prepared", "Reference", "all_kinds", "flags_of", "insert", "kind_of"]

# How a position was measured stands in no sheet.
GROUND = OnASheet(apart={"region": lambda site: site.region.code, "point": making.point_at, "area": making.area_at})

KINDS = (
    Kind("digger", DIGGER, Digger, making.make_diggers, flags.digger_flags, making.amend_digger),
    Kind("site", SITE, Site, making.make_sites, flags.site_flags, making.amend_site, GROUND),
    Kind("licence", LICENCE, Licence, making.make_licences, flags.licence_flags, making.amend_licence),
    Kind("buyer", BUYER, Buyer, making.make_buyers, flags.buyer_flags, making.amend_buyer),
)


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by its code, what others refer to first: each app declares its own in `kinds.KINDS`."""
    ours = [config for config in reversed(list(apps.get_app_configs())) if config.name.startswith("apps.")]
    modules = [import_module(f"{config.name}.kinds") for config in ours if module_has_submodule(config.module, "kinds")]
    return {kind.code: kind for module in modules for kind in module.KINDS}


def kind_of(record: Reviewable) -> Kind:
    return next(kind for kind in all_kinds().values() if kind.model is type(record))


def insert(made: Sequence[Made]) -> None:
    """Store the rows of a batch in the caller's transaction: cases, records by kind, what lies below them."""
    records = [record for one in made for record in one.records()]
    Case.objects.bulk_create([record.case for record in records])
    for model, rows in grouped(records):
        model._default_manager.bulk_create(rows)
    for model, rows in grouped(child for one in made for child in one.children):
        model._default_manager.bulk_create(rows)


def flags_of(records: Iterable[Reviewable]) -> list[Flag]:
    """What every rule finds in stored records of any kinds."""
    records = list(records)
    referred = Referred(records)
    return [flag for _, rows in grouped(records) for flag in kind_of(rows[0]).flags(rows, referred)]


def grouped(rows: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Rows by their model, in their order within it."""
    label = lambda row: row._meta.label  # noqa: E731
    return [(type(group[0]), group) for _, each in groupby(sorted(rows, key=label), label) if (group := list(each))]
