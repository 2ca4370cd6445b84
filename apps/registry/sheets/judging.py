"""What becomes of each row of a sheet: a new record, one that is here, one that it changes, or a fault in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.checking import validate
from apps.forms.grammar import Kind as Asked
from apps.registry.entering import Written, uuid7
from apps.registry.kind import Kind, Reference, is_fact
from apps.registry.sheets.columns import answer_in, fields_of
from apps.registry.sheets.known import Known, fault, number_as_written
from apps.registry.sheets.lists import Lists
from apps.registry.sheets.written import differences


@dataclass(frozen=True)
class Verdict:
    """Of a row without fault: what it says, the record that it is about, and what it says otherwise."""

    cleaned: Mapping[str, Any]
    references: Mapping[str, Reference]
    record: Any = None
    changes: Mapping[str, str] = field(default_factory=dict)


class Judge:
    """
    Judges the rows of one sheet, each as a tablet's record is; what they name is read once for all of them.

    What lies where `user` has not the right `may` is unknown here. `seen_at` is when the preview was shown.
    """

    def __init__(
        self, kind: Kind, rows: Sequence[Mapping[str, Any]], user: User, *, may: str, seen_at: datetime | None
    ) -> None:
        self.kind, self.user, self.seen_at = kind, user, seen_at
        self.known = Known.of(kind, rows, user, may=may)
        self.lists = Lists.of(kind, self.known.region, user, may)
        self.repeated = {code: repeated(row.get(code) for row in rows) for code in ("number", "slip_number")}

    def of(self, cells: Mapping[str, Any]) -> Verdict:
        """`ValidationError` with a sentence for each question that is at fault."""
        cleaned = self.cleaned(cells)
        for code, often in self.repeated.items():
            if cleaned.get(code) in often:
                raise fault(_("%s stands in this sheet more than once.") % cleaned[code], code)
        references = self.known.references(self.kind.form, cleaned)
        said = Verdict(cleaned, references)
        return self.of_fact(said) if is_fact(self.kind) else self.of_entry(said)

    def cleaned(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        form, faults = self.kind.form, {}
        # What a tablet makes for itself; where the form does not ask for it, it is left out again.
        answers: dict[str, Any] = {
            code: str(uuid7()) for code, asked in form.fields.items() if asked.kind == Asked.IDENTIFIER
        }
        for asked in fields_of(form):
            try:
                answers[asked.code] = answer_in(asked, cells, self.lists)
            except ValueError as unread:
                faults[asked.code] = [str(unread)]
        if self.kind.sheet.slips:
            answers["number"] = answers.get("number") or answers.get("slip_number")
        said = validate(form, answers, today=timezone.localdate(), sources=self.lists.codes())
        for wrong in said.faults:
            faults.setdefault(wrong.field, [wrong.sentence.in_language(get_language() or "en")])
        if faults:
            raise ValidationError(faults)
        return said.cleaned

    def of_entry(self, said: Verdict) -> Verdict:
        """A register has one record a number, and a row may correct it."""
        record = self.known.record(said.cleaned["number"])
        if record is None:
            return said
        changes = differences(self.kind, record, said.cleaned, said.references)
        if changes and self.seen_at is not None and record.written_at > self.seen_at:
            raise fault(_("%s was changed since the preview. Look at it again.") % record.number)
        # A sheet tells less of a place than a tablet measured: where it says the same, that stays.
        kept = {
            code: answer
            for code, answer in said.cleaned.items()
            if code in changes or code not in self.kind.sheet.apart
        }
        return Verdict(kept, said.references, record, changes)

    def of_fact(self, said: Verdict) -> Verdict:
        """A fact is recorded once, under its number or on its slip; a sheet corrects none."""
        facts = self.known.facts(said.cleaned["number"], said.cleaned.get("slip_number", ""))
        if not facts:
            return said
        told = [(fact, self.otherwise(fact, said)) for fact in facts]
        fact, changes = min(told, key=lambda one: len(one[1]))
        if changes:
            labels = self.kind.form.fields
            language = get_language() or "en"
            words = "; ".join(f"{labels[code].label.in_language(language)}: {each}" for code, each in changes.items())
            raise fault(
                _(
                    "%(number)s is recorded already and says something else (%(changes)s). It stays as it is, since a"
                    " sheet corrects no record of this kind. Take this line out, or give it a number of its own."
                )
                % {"number": fact.number, "changes": words}
            )
        return Verdict(said.cleaned, said.references, fact)

    def otherwise(self, fact: Any, said: Verdict) -> dict[str, str]:
        """What its reader may not know yet is not told by asking for it either."""
        besides = {"number", "slip_number", *fact.kept_from(self.user)}
        return differences(self.kind, fact, said.cleaned, said.references, besides=besides)

    def written(self, said: Verdict) -> Written:
        return Written(said.cleaned, self.known.region_for(said.references), said.references)


def repeated(cells: Iterable[Any]) -> set[str]:
    times = Counter(number_as_written(cell) for cell in cells)
    return {number for number, often in times.items() if number and often > 1}
