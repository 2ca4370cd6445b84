from __future__ import annotations

import os
import signal
from threading import Timer

import pytest
from django.core.management import call_command

from apps.journal.models import Head

# Between two rounds the worker gives its connection back, and with it a test's transaction would go.
pytestmark = pytest.mark.django_db(transaction=True)


def test_one_round_seals_what_was_written(written):
    written(3)

    call_command("work", once=True)

    assert Head.objects.get().size == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_when_it_is_told_to(written, number):
    written(3)
    before = signal.getsignal(number)
    Timer(0.2, os.kill, (os.getpid(), number)).start()

    call_command("work", every=60)

    assert Head.objects.get().size == 3
    assert signal.getsignal(number) == before
