"""A tablet pulls what its posting may know."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_first_load_brings_the_posting(door, digger, licence, buyer):
    page = door.pull()

    assert {change["kind"] for change in page["changes"]} >= {"site", "digger", "licence", "buyer"}
    assert page["fresh"]
    assert not page["more"]
