"""A column to search in: names without accents or case, since SQLite folds ASCII letters only."""

from __future__ import annotations

from typing import Any

from django.db import models

from apps.places.naming import fold


class FoldedField(models.CharField):
    """
    The folded text of other columns of the row, worked out whenever the row is written.

    Written by `save` and `bulk_create`; whoever saves some fields only, or updates in bulk, names this one as well.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 400, "editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [*args], {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        words = " ".join(str(getattr(model_instance, name)) for name in self.of)
        folded = fold(words)[: self.max_length]
        setattr(model_instance, self.attname, folded)
        return folded
