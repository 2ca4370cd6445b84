"""The registers as sheets: what a row must say, what becomes of it, and how a record is written into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import RowResult

from apps.accounts.models import User
from apps.forms.checking import validate
from apps.forms.grammar import Form
from apps.quantities.sheets import written
from apps.registry.entering import BATCH, Written, amend, enter
from apps.registry.forms.digger import DIGGER
from apps.registry.kinds import Kind, all_kinds
from apps.registry.models import Digger
from apps.registry.sheets.columns import Lists, answer_in, codes_under, fields_of, headings
from apps.registry.sheets.known import Known
from apps.registry.sheets.written import cell_of, differences


class FormResource(resources.ModelResource):
    """
    A register as a sheet of its form: columns, headings and cleaning come from the declaration.

    Rows are matched on the number people know. Each row is judged as a tablet's record is; one fault anywhere and
    nothing of the sheet is taken. New rows become pending records of whoever imports them, changed rows corrections.
    """

    form: ClassVar[Form]

    class Meta:
        # No savepoint a row and nothing kept of it but its verdict: a sheet may have 100,000.
        use_transactions = True
        use_bulk = True
        skip_diff = True
        report_skipped = True
        fields: ClassVar[list[str]] = []

    def __init__(self, *, seen_at: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # When the preview was shown; what somebody changed since is not overwritten.
        self.seen_at = seen_at
        # The question under each heading; columns without one may be several, and are told apart by nothing.
        self.codes: dict[str, str] = {}
        self.asked: list[str] = []
        self.new: list[Written] = []
        self.changed: list[tuple[Any, Mapping[str, Any], Mapping[str, Any]]] = []

    @property
    def kind(self) -> Kind:
        return all_kinds()[self.form.code]

    # -- in ---------------------------------------------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        codes = codes_under(self.form, dataset.headers or [])
        rows = [dict(zip(codes, row, strict=True)) for row in dataset]
        self.codes = dict(zip(dataset.headers or [], codes, strict=True))
        self.asked = [code for code in codes if code]
        self.lists = Lists()
        self.known = Known.of(self.kind, rows, kwargs["user"])
        times = Counter(self.known.number_in(row) for row in rows)
        self.repeated = {number for number, often in times.items() if often > 1}

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:
        """A sentence goes to whoever brought the sheet; a mistake of ours rises, and nothing of the sheet is kept."""
        if not isinstance(error, ValidationError):
            raise error
        result.append_base_error(self.get_error_result_class()(error))

    def _check_import_id_fields(self, headers: Sequence[str]) -> None:
        """`before_import` has said which columns are missing, in words."""

    def get_diff_headers(self) -> list[str]:
        return headings(self.form)

    def import_row(self, row: Mapping[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        result = self.get_row_result_class()()
        # Without codes the headings were refused, and no row is looked at.
        cells = {code: row[heading] for heading, code in self.codes.items() if code}
        result.row_values = cells
        if not any(cell not in {None, ""} for cell in cells.values()):
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return result
        try:
            result.import_type = self.judge(cells, result)
        except ValidationError as faults:
            result.import_type, result.validation_error = RowResult.IMPORT_TYPE_INVALID, faults
        return result

    def judge(self, cells: Mapping[str, Any], result: RowResult) -> str:
        """What becomes of a row; `ValidationError` with a sentence for each column that is at fault."""
        cleaned = self.cleaned(cells)
        number = cleaned["number"]
        if number in self.repeated:
            raise self.fault(_("%s stands in this sheet more than once.") % number)
        references = self.known.references(self.form, cleaned)
        record = self.known.record(number)
        changes = differences(self.form, record, cleaned, references) if record else {}
        result.diff = [changes.get(code) or as_text(cells[code]) for code in self.asked]
        if record is None:
            self.new.append(Written(cleaned, self.known.region_for(references), references))
            return str(RowResult.IMPORT_TYPE_NEW)
        if not changes:
            return str(RowResult.IMPORT_TYPE_SKIP)
        if self.seen_at is not None and record.written_at > self.seen_at:
            raise self.fault(_("%s was changed since the preview. Look at it again.") % number)
        self.changed.append((record, cleaned, references))
        return str(RowResult.IMPORT_TYPE_UPDATE)

    def fault(self, sentence: str) -> ValidationError:
        return ValidationError({self.label("number"): [sentence]})

    def cleaned(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        answers, faults = {}, {}
        for field in fields_of(self.form):
            try:
                answers[field.code] = answer_in(field, cells.get(field.code), self.lists)
            except ValueError as unread:
                faults[self.label(field.code)] = [str(unread)]
        said = validate(self.form, answers, today=timezone.localdate(), sources=self.lists.codes())
        for wrong in said.faults:
            faults.setdefault(self.label(wrong.field), [wrong.sentence.in_language(get_language() or "en")])
        if faults:
            raise ValidationError(faults)
        return said.cleaned

    def label(self, code: str) -> str:
        field = self.form.fields.get(code)
        return field.label.in_language(get_language() or "en") if field else code

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Put everything on the register at once, or, with a single fault anywhere, nothing."""
        result.diff_headers = [self.label(code) for code in self.asked]
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        user: User = kwargs["user"]
        enter(self.kind, self.new, by=user)
        for record, answers, references in self.changed:
            amend(self.kind, record, answers, references, by=user)

    # -- out --------------------------------------------------------------------------------------------------------

    def get_user_visible_fields(self) -> list[Any]:
        return [resources.Field(column_name=heading) for heading in headings(self.form)]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return headings(self.form)

    def export_resource(self, instance: Any, selected_fields: Any = None, **kwargs: Any) -> list[Any]:
        return [cell_of(field, instance) for field in fields_of(self.form)]

    def iter_queryset(self, queryset: Any) -> Iterator[Any]:
        yield from queryset.select_related(*self.beside).prefetch_related(*self.below).iterator(chunk_size=BATCH)

    # What a row also reads: keys of the record, and rows below it.
    beside: ClassVar[Sequence[str]] = ()
    below: ClassVar[Sequence[str]] = ()


def as_text(cell: Any) -> str:
    return "" if cell is None else written(cell)


class DiggerResource(FormResource):
    """The paper register, one digger a row, matched on register number."""

    form = DIGGER
    beside = ("site",)
    below = ("documents",)

    class Meta(FormResource.Meta):
        model = Digger
