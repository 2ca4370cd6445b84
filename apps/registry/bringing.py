"""How a piece of ground is asked for: a file, or its corners, which are written, or drawn on the plan beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.forms.areas import WIDEST
from apps.places.models import Zone
from apps.registry.outlining import LARGEST, outline_in, written_corners


class OutlineForm(forms.Form):
    """The corners are what is sent, whoever wrote them down: a person, or the script that draws."""

    # Millionths of a degree from the first corner to any other.
    widest = WIDEST

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("GeoJSON or KML with one polygon."), required=False
    )
    corners = forms.CharField(
        label=gettext_lazy("or its corners"),
        help_text=gettext_lazy("One to a line, latitude first: 4.3615 18.5550, or 4° 21' 41.4\" N 18° 33' 18\" E."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
    )

    def lies_on(self, area: Mapping[str, Any]) -> None:
        """Begin with the ground that there is."""
        self.initial["corners"] = written_corners(area)

    def of(self, said: Mapping[str, Any]) -> str | None:
        """The Participant in which it has to lie; None where that is not known yet."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        participant = self.of(said)
        if participant is not None:
            said["area"] = outline_in(self.content(said), country=Zone.objects.box_of(participant), widest=self.widest)
        return said

    def content(self, said: Mapping[str, Any]) -> bytes:
        """What was brought; corners that stood there already are none that somebody wrote beside his file."""
        file, corners = said.get("file"), said.get("corners", "")
        before = self.get_initial_for_field(self.fields["corners"], "corners") or ""
        if file and corners.split() == before.split():
            corners = ""
        if bool(file) == bool(corners.strip()):
            raise ValidationError(_("Bring a file or write the corners, one of the two."))
        content: bytes = file.read(LARGEST + 1) if file else corners.encode()
        return content
