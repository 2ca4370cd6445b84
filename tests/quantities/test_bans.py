"""What would bring a binary fraction, or a number of another scale, past the fields of this app."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in (ROOT / "apps").rglob("*.py") if "node_modules" not in path.parts]


def calls(name):
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node)


def test_nothing_is_cast_to_a_decimal_in_the_database():
    assert [where for where, call in calls("Cast") if "DecimalField" in call] == []


def test_no_plain_decimal_stands_in_for_a_missing_amount():
    assert [where for where, call in calls("Coalesce") if "Decimal(" in call and "Value(" not in call] == []


@pytest.mark.parametrize("name", ["Avg", "StdDev", "Variance"])
def test_nothing_is_averaged_in_the_database(name):
    assert [where for where, _call in calls(name)] == []


def test_no_model_keeps_a_binary_fraction():
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("apps.")]

    assert [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField | models.DecimalField)
    ] == []
