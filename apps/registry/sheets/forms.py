"""What is asked of whoever brings a sheet: the file, and after its preview to confirm it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.forms import ConfirmImportForm, ImportForm

from apps.registry.sheets.formats import format_of
from apps.registry.sheets.guard import MOST_BYTES


class UploadForm(ImportForm):
    """One file; what it is, it says itself."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["import_file"] = forms.FileField(
            label=gettext_lazy("Workbook or CSV"),
            help_text=gettext_lazy("At most 20 MB and 100,000 rows. The first line holds the headings."),
            widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MB. Split the register into several files."))
        start = file.read(4)
        file.seek(0)
        self.kind_of_file = str(format_of(start))
        return file

    def clean(self) -> Any:
        return {**(super().clean() or self.cleaned_data), "format": getattr(self, "kind_of_file", "1")}

    @property
    def media(self) -> forms.Media:
        return forms.Media()


class ConfirmForm(ConfirmImportForm):
    seen_at = forms.CharField(widget=forms.HiddenInput)

    def clean_seen_at(self) -> datetime:
        seen = parse_datetime(self.cleaned_data["seen_at"])
        if seen is None:
            raise ValidationError(_("The preview has no time. Upload the file again."))
        return seen
