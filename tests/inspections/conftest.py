"""Supervision is read at the desk as well."""

from __future__ import annotations

from tests.desk.conftest import desk, questions

__all__ = ["desk", "questions"]
