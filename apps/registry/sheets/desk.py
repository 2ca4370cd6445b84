"""A register in and out as a sheet at the desk: upload, preview, confirm; and a download that says how many rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ExportForm
from import_export.results import RowResult

from apps.accounts.desk import reader_of
from apps.forms.grammar import Form
from apps.registry.kind import is_fact
from apps.registry.kinds import all_kinds
from apps.registry.resources import sheet_of
from apps.registry.sheets.formats import FORMATS
from apps.registry.sheets.forms import ConfirmForm, UploadForm
from apps.registry.sheets.shown import SHOWN
from apps.registry.sheets.storage import SheetStorage


class SheetInAdmin(ImportMixin):
    """
    Lets whoever may change a register bring in filled sheets of its form.

    The whole sheet is taken or nothing; what was taken waits for review under the name of whoever brought it.
    """

    may_change_sheets: ClassVar[str] = "register"
    form_declared: ClassVar[Form]
    resource_classes: ClassVar[list[Any]] = []
    formats: ClassVar[list[Any]] = FORMATS
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = SheetStorage
    import_template_name = "desk/import.html"
    import_export_change_list_template = "desk/list_with_sheets.html"
    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return reader_of(request).may(self.may_change_sheets)

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:
        return self.resource_classes or [sheet_of(self.form_declared)]

    def get_import_formats(self) -> list[Any]:
        return self.formats

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        return {**initial, "seen_at": timezone.now().isoformat()} if initial else initial

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        seen_at = form.cleaned_data.get("seen_at") if isinstance(form, ConfirmForm) else None
        return {"seen_at": seen_at, "may": self.may_change_sheets}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """The sentence of whoever refused the file; nothing of how we failed."""
        said = e.messages if isinstance(e, ValidationError) else [_("This file could not be read.")]
        form.add_error("import_file", said)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        response = super().import_action(request, **kwargs)
        found = response.context_data
        found |= self.told(found.get("result"))
        if "confirm_form" not in found:
            forget(found["form"])
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> Any:
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            said = _("This sheet was confirmed already, or waited for more than an hour. Upload it again to see.")
            self.message_user(request, said, messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import"))

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # Between preview and confirmation somebody may have changed a row: then nothing is taken.
        return super().process_dataset(dataset, form, request, rollback_on_validation_errors=True, **kwargs)

    def process_result(self, result: Any, request: HttpRequest) -> Any:
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        resources = self.get_import_resource_classes(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": self.import_form_class(self.formats, resources),
            "result": result,
            **self.told(result),
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def told(self, result: Any) -> dict[str, Any]:
        return {
            "title": _("Bring in %s from a sheet") % self.model._meta.verbose_name_plural,
            "blank_sheet": reverse("admin:blank_sheet", args=[self.form_declared.code]),
            "corrects": not is_fact(all_kinds()[self.form_declared.code]),
            **what_was_found(result),
        }

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        found = what_was_found(result)["counts"]
        said = ngettext("%(new)d record is new", "%(new)d records are new", found["new"])
        if found["changed"] or not is_fact(all_kinds()[self.form_declared.code]):
            said += ngettext(", %(changed)d is corrected", ", %(changed)d are corrected", found["changed"])
        said += ngettext(", %(same)d was here already.", ", %(same)d were here already.", found["same"])
        messages.success(request, said % found + " " + _("What is new or corrected waits for review."))


class SheetOutAdmin(ExportMixin):
    """Lets whoever may change a register take it out as a sheet, as the list is filtered."""

    export_form_class = ExportForm
    export_template_name = "desk/export.html"

    def has_export_permission(self, request: HttpRequest) -> bool:
        return reader_of(request).may(self.may_change_sheets)

    def get_export_formats(self) -> list[Any]:
        return FORMATS

    def get_valid_export_item_pks(self, request: HttpRequest) -> Any:
        return self.get_queryset(request).values_list("pk", flat=True)

    def export_action(self, request: HttpRequest) -> Any:
        response = super().export_action(request)
        if hasattr(response, "context_data") and response.context_data is not None:
            response.context_data["title"] = _("Take %s out as a sheet") % self.model._meta.verbose_name_plural
            response.context_data["rows"] = self.get_export_queryset(request).count()
        return response

    def get_export_queryset(self, request: HttpRequest) -> Any:
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters:
            raise BadRequest("The list knows no such filter.") from None

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        day = timezone.localdate().isoformat()
        return f"{self.model._meta.model_name}s-{day}.{file_format.get_extension()}"


def what_was_found(result: Any) -> dict[str, Any]:
    """What the preview shows: how many of each, and the first of them."""
    if result is None:
        return {}
    totals = result.totals
    return {
        "counts": {
            "new": totals[RowResult.IMPORT_TYPE_NEW],
            "changed": totals[RowResult.IMPORT_TYPE_UPDATE],
            "same": totals[RowResult.IMPORT_TYPE_SKIP],
            "wrong": totals[RowResult.IMPORT_TYPE_INVALID],
        },
        "refusals": [said for fault in result.base_errors for said in fault.error.messages],
        "faults": result.faults,
        "changed": [row for row in result.rows if row.import_type == RowResult.IMPORT_TYPE_UPDATE][:SHOWN],
        "new": [row for row in result.rows if row.import_type == RowResult.IMPORT_TYPE_NEW][:SHOWN],
    }


def forget(form: Any) -> None:
    """A sheet that cannot be confirmed does not wait."""
    file = getattr(form, "cleaned_data", {}).get("import_file")
    if file is not None and hasattr(file, "tmp_storage_name"):
        SheetStorage(name=file.tmp_storage_name).remove()
