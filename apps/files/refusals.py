"""Why bytes are no photo that can be kept, in a sentence for whoever took it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """What is wrong with the bytes, and what to do."""

    LARGE = "large", _("This file is larger than 8 MB. Take the photo again with the tablet.")
    TYPE = "type", _("This file is not a photo. Take the photo again with the tablet.")
    POINTS = "points", _("This picture is too large to be opened safely. Take the photo again with the tablet.")
    DAMAGED = "damaged", _("This picture is damaged or incomplete. Take the photo again with the tablet.")


class Refused(ValueError):  # noqa: N818 - the bytes are at fault, nobody's code is
    """The bytes are refused; `why` says it in a sentence."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why
