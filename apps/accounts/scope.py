"""Who sees what: every model declares its scope, and permission is a queryset."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import ClassVar, Protocol, Self

from django.db import models
from django.db.models import Q


class Scope(models.TextChoices):
    """How far a model's rows may be seen; each model of ours declares one."""

    REGIONAL = "regional"
    NATIONAL = "national"
    NO_PERSONS = "no_persons"


# Apps that lie below this one cannot name Scope beside their models, nor can Django's own.
DECLARED: dict[str, Scope] = {
    "journal.entry": Scope.NATIONAL,
    "journal.payload": Scope.NATIONAL,
    "journal.unsealed": Scope.NATIONAL,
    "journal.position": Scope.NATIONAL,
    "journal.head": Scope.NO_PERSONS,
    "journal.signingkey": Scope.NO_PERSONS,
    "journal.cursor": Scope.NO_PERSONS,
    "places.participant": Scope.NO_PERSONS,
    "places.track": Scope.NO_PERSONS,
    "places.region": Scope.NO_PERSONS,
    "places.zone": Scope.NO_PERSONS,
    "places.zonestatus": Scope.NO_PERSONS,
    "places.office": Scope.NO_PERSONS,
    "places.expectedreport": Scope.NO_PERSONS,
    "places.currency": Scope.NO_PERSONS,
    "places.rate": Scope.NO_PERSONS,
    "places.spokenlanguage": Scope.NO_PERSONS,
    "columns.measure": Scope.NO_PERSONS,
    "columns.column": Scope.NO_PERSONS,
    "columns.classtable": Scope.NO_PERSONS,
    "columns.sizeclass": Scope.NO_PERSONS,
    "admin.logentry": Scope.NATIONAL,
    "auth.permission": Scope.NO_PERSONS,
    "auth.group": Scope.NO_PERSONS,
    "contenttypes.contenttype": Scope.NO_PERSONS,
    "sessions.session": Scope.NO_PERSONS,
    # Whose telephone, who mistyped and from where: shown on no list; what is done about it asks who sees the account.
    "axes.accessattempt": Scope.NATIONAL,
    "axes.accessattemptexpiration": Scope.NATIONAL,
    "axes.accessfailurelog": Scope.NATIONAL,
    "axes.accesslog": Scope.NATIONAL,
    "otp_totp.totpdevice": Scope.NATIONAL,
    "otp_static.staticdevice": Scope.NATIONAL,
    "otp_static.statictoken": Scope.NATIONAL,
}


def scope_of(model: type[models.Model]) -> Scope:
    """The scope that a model declares; `LookupError` for one that declares none, so that a new model needs a rule."""
    declared = getattr(model, "scope", None) or DECLARED.get(model._meta.label_lower)
    if not isinstance(declared, Scope):
        raise LookupError(f"{model._meta.label} declares no scope.")
    return declared


@dataclass(frozen=True)
class Bounds:
    """A region with all below it: the integers between which its subtree lies, and whose tree it is in."""

    participant: str
    left: int
    right: int

    def over(self, path: str) -> Q:
        """Rows whose region, at the end of `path`, lies in this subtree; an empty path filters regions themselves."""
        region = f"{path}__" if path else ""
        return Q(**{f"{region}left__gte": self.left, f"{region}left__lte": self.right})


def anywhere_in(bounds: Sequence[Bounds], path: str) -> Q:
    """Rows in any of these subtrees; none at all where there is no subtree."""
    return reduce(or_, (each.over(path) for each in bounds), Q(pk__in=[]))


class Reader(Protocol):
    """What a queryset asks of whoever reads it; anonymous users answer with nothing."""

    is_superuser: bool

    def bounds(self) -> Sequence[Bounds]: ...

    def bounds_to(self, capability: str) -> Sequence[Bounds]: ...

    def participants(self) -> Collection[str]: ...


class RegionalQuerySet(models.QuerySet):
    """Rows with a region: seen by those whose posting of today covers it."""

    region_path: ClassVar[str] = "region"

    def visible_to(self, user: Reader) -> Self:
        if user.is_superuser:
            return self.all()
        return self.filter(anywhere_in(user.bounds(), self.region_path))


class NationalQuerySet(models.QuerySet):
    """Rows of a whole Participant: seen by anyone with a posting in it."""

    participant_path: ClassVar[str] = "participant"

    def visible_to(self, user: Reader) -> Self:
        if user.is_superuser:
            return self.all()
        return self.filter(**{f"{self.participant_path}__in": user.participants()})
