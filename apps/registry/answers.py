"""A record's answers as a person reads them: in the order of the paper form, in words and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.accounts.desk import seen_by
from apps.accounts.models import User
from apps.forms.agreeing import roughness
from apps.forms.areas import corners_of, square_metres
from apps.forms.grammar import Field, Form, Kind
from apps.places.models import Participant, SpokenLanguage
from apps.registry.models import BuyerClass, Digger, LicenceClass
from apps.review.reviewable import Reviewable

# The question whose answer is shown to few, and to nobody beside the others.
PAPER_NUMBER = "document_number"
# A photo is shown as a picture, beside the answers.
NOT_SHOWN = {Kind.IDENTIFIER, Kind.PHOTO}
UNITS = {Kind.CARATS: " ct", Kind.HECTARES: " ha", Kind.CUBIC_METRES: " m³"}


@dataclass(frozen=True)
class Answer:
    code: str
    label: str
    value: str


@dataclass(frozen=True)
class Block:
    title: str
    answers: Sequence[Answer]


def told(form: Form, record: Reviewable, *, reader: User) -> list[Block]:
    """
    The record in the sections of its form, with what was not answered left blank.

    What belongs to another region shows its number and nothing else, as everywhere.
    """
    language = get_language() or "en"
    teller = Teller(form, record, reader)
    return [
        Block(
            section.title.in_language(language),
            [
                Answer(field.code, field.label.in_language(language), teller.tell(field))
                for field in section.fields
                if field.kind not in NOT_SHOWN and teller.knows(field)
            ],
        )
        for section in form.sections
    ]


class Teller:
    def __init__(self, form: Form, record: Reviewable, reader: User) -> None:
        self.form = form
        self.record = record
        self.reader = reader
        self.language = get_language() or "en"
        self.kept = record.kept_from(reader)

    def column(self, field: Field) -> str:
        return field.column or field.code

    def knows(self, field: Field) -> bool:
        return hasattr(self.record, self.column(field)) or field.code in APART

    def tell(self, field: Field) -> str:
        if field.code in self.kept:
            return _("Not shown before a final decision.")
        if field.code in APART:
            return APART[field.code](self.record, self.reader)
        value = getattr(self.record, self.column(field))
        if field.kind == Kind.REFERENCE:
            return self.reference(field, value)
        if value is None or value == "" or value == []:
            return ""
        return self.words(field, value)

    def reference(self, field: Field, other: Model | None) -> str:
        if other is None:
            return getattr(self.record, f"{self.column(field)}_written", "")
        return shown_to(self.reader, other)

    def words(self, field: Field, value: Any) -> str:
        match value:
            case bool():
                return _("yes") if value else _("no")
            case Decimal():
                places = 4 if field.kind == Kind.HECTARES else 2
                return f"{number_format(value, places, use_l10n=True, force_grouping=True)}{UNITS.get(field.kind, '')}"
            case date():
                return date_format(value)
            case list():
                return ", ".join(self.option(field, code) for code in value)
            case str() if field.choices:
                return self.option(field, value)
            case _:
                return str(value)

    def option(self, field: Field, code: str) -> str:
        for option in field.choices.options if field.choices else ():
            if option.code == code:
                return option.label.in_language(self.language)
        return listed(field.choices.source if field.choices else None, code, self.record)


def listed(source: str | None, code: str, record: Any) -> str:
    """The name behind a code of one of the Participant's own lists; the code itself where the list has none."""
    found: Any = None
    match source:
        case "size_classes":
            # The last part of its code is the name that every language has for it.
            return code.rpartition(".")[2]
        case "countries":
            found = Participant.objects.filter(code=code).first()
        case "languages":
            found = SpokenLanguage.objects.filter(participant=record.participant_id, code=code).first()
        case "licence_classes":
            found = LicenceClass.objects.filter(participant=record.participant_id, code=code).first()
        case "buyer_classes":
            found = BuyerClass.objects.filter(participant=record.participant_id, code=code).first()
    return str(found) if found else code


def shown_to(reader: User, other: Any) -> str:
    """A record that another one names: in full where its reader may see it, else by its number alone."""
    if (
        not isinstance(other, Reviewable)
        or seen_by(type(other)._default_manager.all(), reader).filter(pk=other.pk).exists()
    ):
        return str(other)
    return other.number


def all_shown_to(reader: User, others: Sequence[Any]) -> dict[Any, str]:
    """The same for several records of one kind, by their ids, with one question."""
    if not others:
        return {}
    there = type(others[0])._default_manager.filter(pk__in=[other.pk for other in others])
    seen = set(seen_by(there, reader).values_list("pk", flat=True))
    return {other.pk: str(other) if other.pk in seen else other.number for other in others}


def point(site: Any, reader: User) -> str:
    if site.lat_e6 is None:
        return ""
    accuracy = "" if site.accuracy_m is None else f" ± {site.accuracy_m} m"
    return f"{site.lat_e6 / 1e6:.5f}, {site.lon_e6 / 1e6:.5f}{accuracy}"


def area(site: Any, reader: User) -> str:
    return "" if site.area is None else of_ground(site.area)


def of_ground(said: Mapping[str, Any]) -> str:
    """Its size and how it is known, in one line."""
    hectares = Decimal(square_metres(corners_of(said))).scaleb(-4)
    size = f"{number_format(hectares, 4, use_l10n=True, force_grouping=True)} ha"
    count = len(said["corners"])
    corners = ngettext("%d corner", "%d corners", count) % count
    rough = roughness(said)
    return f"{size} · {corners}" + (f" ± {rough} m" if rough else "")


def documents(digger: Digger, reader: User) -> str:
    """Without their numbers: those stand on a page that only whoever needs them opens."""
    return ", ".join(
        f"{document.get_kind_display()} ({_('seen') if document.seen else _('not seen')})"
        for document in digger.documents.all()
    )


def papers_numbers(digger: Digger, reader: User) -> str:
    """That there is one, and not which."""
    return _("on file") if any(document.number for document in digger.documents.all()) else ""


def signed(digger: Digger, reader: User) -> str:
    said = {"how": digger.signed_how, "witness": digger.signed_witness, "reason": digger.signed_reason}
    return of_signature(said) if digger.signed_how else ""


def language_of_consent(digger: Digger, reader: User) -> str:
    """Earlier versions of the form did not ask."""
    if digger.consent_on is None:
        return ""
    return listed("languages", digger.consent_language, digger) if digger.consent_language else _("not recorded")


def of_signature(said: Mapping[str, str]) -> str:
    """How it was signed; the drawing is shown as a picture, beside the answers."""
    match said["how"]:
        case "mark":
            return _("Mark, made before %s") % said["witness"]
        case "none":
            return _("Not signed: %s") % said["reason"]
    return _("Signature")


def finds(purchase: Any, reader: User) -> str:
    sources = purchase.sources.select_related("production")
    return ", ".join(source.production.number if source.production else source.production_written for source in sources)


def size_classes(fact: Any, reader: User) -> str:
    rows = fact.sizes.select_related("size_class").order_by("size_class__table", "size_class__position")
    return "; ".join(of_size(str(row.size_class), row.stones, row.carats) for row in rows)


def of_size(name: str, stones: int | None, carats: Decimal) -> str:
    counted = "" if stones is None else ngettext("%d stone", "%d stones", stones) % stones + ", "
    return f"{name}: {counted}{number_format(carats, 2, use_l10n=True, force_grouping=True)} ct"


def finders(found: Any, reader: User) -> str:
    rows = list(found.finders.select_related("digger"))
    names = all_shown_to(reader, [row.digger for row in rows if row.digger])
    return "; ".join(of_finder(names.get(row.digger_id, row.digger_written), row) for row in rows)


def of_finder(name: str, row: Any) -> str:
    carats = "" if row.carats is None else f"{number_format(row.carats, 2, use_l10n=True, force_grouping=True)} ct"
    parts = "" if row.parts is None else ngettext("%d part", "%d parts", row.parts) % row.parts
    has = ", ".join(filter(None, (carats, parts)))
    return f"{name}: {has}" if has else name


# Answers that do not stand in one column of the record.
APART: dict[str, Callable[[Any, User], str]] = {
    "point": point,
    "area": area,
    "document_kind": documents,
    PAPER_NUMBER: papers_numbers,
    "signed": signed,
    "consent_language": language_of_consent,
    "production": finds,
    "sizes": size_classes,
    "finders": finders,
}
