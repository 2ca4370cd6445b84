"""The registers as sheets: what a row must say, what becomes of it, and how a record is written into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from import_export import resources
from import_export.results import RowResult
from xlsxwriter.utility import xl_col_to_name

from apps.accounts.models import User
from apps.forms.grammar import Form
from apps.journal.sealing import settle_on_commit
from apps.registry.entering import BATCH, Written, amend, put
from apps.registry.forms.digger import DIGGER
from apps.registry.kind import Kind
from apps.registry.kinds import all_kinds
from apps.registry.models import Digger
from apps.registry.sheets.columns import fields_of, headings, keys_under
from apps.registry.sheets.judging import Judge, Verdict
from apps.registry.sheets.shown import SHOWN, answered, faults_in, words_of
from apps.registry.sheets.written import cell_of


class FormResource(resources.ModelResource):
    """
    Records as a sheet of their form: columns, headings and cleaning come from the declaration.

    Rows are matched on the number people know, or on that of their slip. Each row is judged as a tablet's record is;
    one fault anywhere and nothing of the sheet is taken. New rows become pending records of whoever imports them;
    changed rows of a register become corrections, those of a fact are at fault.
    """

    form: ClassVar[Form]

    class Meta:
        # No savepoint a row and nothing kept of it but its verdict: a sheet may have 100,000.
        use_transactions = True
        use_bulk = True
        skip_diff = True
        report_skipped = True
        fields: ClassVar[list[str]] = []

    def __init__(self, *, seen_at: Any = None, may: str = "register", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # By what right the sheet is brought.
        self.may = may
        # When the preview was shown; what somebody changed since is not overwritten.
        self.seen_at = seen_at
        # The column under each heading; those without one may be several, and are told apart by nothing.
        self.keys: dict[str, str] = {}
        self.letters: dict[str, str] = {}
        # What waits to be put on the register in one go, and what is to be changed there.
        self.new: list[Written] = []
        self.changed: list[Verdict] = []
        self.shown: Counter[str] = Counter()
        self.faulty = False

    @property
    def kind(self) -> Kind:
        return all_kinds()[self.form.code]

    # -- in ---------------------------------------------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        headings = dataset.headers or []
        # A slip's number is the record's own where it has no other.
        keys = keys_under(self.form, headings, spared=["number"] if self.kind.sheet.slips else [])
        rows = [dict(zip(keys, row, strict=True)) for row in dataset]
        self.judge = Judge(self.kind, rows, kwargs["user"], may=self.may, seen_at=self.seen_at)
        self.letters = {key: xl_col_to_name(at) for at, key in enumerate(keys) if key}
        self.keys = {heading: key for heading, key in zip(headings, keys, strict=True) if key}

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:
        """A sentence goes to whoever brought the sheet; a mistake of ours rises, and nothing of the sheet is kept."""
        if not isinstance(error, ValidationError):
            raise error
        result.append_base_error(self.get_error_result_class()(error))

    def _check_import_id_fields(self, headings: Sequence[str]) -> None:
        """`before_import` has said which columns are missing, in words."""

    def get_diff_headers(self) -> list[str]:
        return headings(self.form)

    def import_row(self, row: Mapping[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        result = self.get_row_result_class()()
        # Without keys the headings were refused, and no row is looked at.
        cells = {key: row[heading] for heading, key in self.keys.items()}
        if not any(cell not in {None, ""} for cell in cells.values()):
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return result
        try:
            result.import_type = self.take(cells, result)
        except ValidationError as faults:
            result.import_type, result.validation_error = RowResult.IMPORT_TYPE_INVALID, faults
            self.faulty = True
        if len(self.new) == BATCH:
            self.put(kwargs["user"], kept=not (self.faulty or kwargs.get("dry_run")))
        return result

    def take(self, cells: Mapping[str, Any], result: RowResult) -> str:
        said = self.judge.of(cells)
        if said.record is not None and not said.changes:
            return str(RowResult.IMPORT_TYPE_SKIP)
        new = said.record is None
        if new:
            self.new.append(self.judge.written(said))
        else:
            self.changed.append(said)
        verdict = str(RowResult.IMPORT_TYPE_NEW if new else RowResult.IMPORT_TYPE_UPDATE)
        self.shown[verdict] += 1
        if self.shown[verdict] <= SHOWN:
            result.diff = words_of(said, cells)
        return verdict

    def put(self, user: User, *, kept: bool) -> None:
        """So many at once, in the transaction of the whole sheet: a fault in a later row takes them back."""
        if kept:
            put(self.kind, self.new, by=user)
        self.new = []

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Put the rest on the register; with a single fault anywhere, nothing of the sheet stays."""
        self.tell(result)
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        user: User = kwargs["user"]
        self.put(user, kept=True)
        for said in self.changed:
            amend(self.kind, said.record, said.cleaned, said.references, by=user, may=self.may)
        settle_on_commit()

    def tell(self, result: Any) -> None:
        shown, headed = [row for row in result.rows if row.diff], list(self.keys)
        columns = answered(shown, len(headed))
        result.diff_headers = [headed[at] for at in columns]
        for row in shown:
            row.diff = [row.diff[at] for at in columns]
        result.faults = list(faults_in(self.form, self.letters, result.invalid_rows))

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


@cache
def sheet_of(form: Form) -> type[FormResource]:
    """The sheet of a form that needs nothing of its own."""
    model = all_kinds()[form.code].model
    return type(
        f"{model.__name__}Sheet",
        (FormResource,),
        {"form": form, "Meta": type("Meta", (FormResource.Meta,), {"model": model})},
    )


class DiggerResource(FormResource):
    """The paper register, one digger a row, matched on register number."""

    form = DIGGER
    beside = ("site",)
    below = ("documents",)

    class Meta(FormResource.Meta):
        model = Digger
