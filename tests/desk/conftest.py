"""The desk: a person of the cast who has signed in, and the questions that a page costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def desk():
    """A browser of somebody: `desk(registrar).get("/desk/")`."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def questions():
    """How many questions a page asks the database: `questions(client, "/desk/")`."""

    def count(client, url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return count
