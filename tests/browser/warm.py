"""
A web server out of a process that has read the whole project already: to read it takes longer than many a test.

It is gunicorn as the ministry runs it, forked where it would be started.
"""

from __future__ import annotations

import os
import sys
import time
from typing import NoReturn

from django.conf import settings
from django.db import connection
from django.urls import resolve
from gunicorn.app.wsgiapp import run

from apps.forms.dictionary import all_forms
from kpfield.wsgi import application
from tools import web


def read_all() -> None:
    """Whatever is loaded now, no server has to load for itself."""
    assert application
    resolve("/api/sync/v1/push/")
    all_forms()


def serve(*, database: str, media: str, port: int, log: str) -> int:
    """The process of a new server, which belongs to this one."""
    pid = os.fork()
    if pid == 0:
        become(database, media, port, log)
    return pid


def become(database: str, media: str, port: int, log: str) -> NoReturn:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    connection.settings_dict["NAME"] = database
    settings.MEDIA_ROOT = media
    sys.argv = web.command(port=port)[2:]
    run()
    os._exit(0)


def has_ended(*, pid: int, seconds: float) -> bool:
    """Whether a server that was told to stop has done so within this time."""
    until = time.monotonic() + seconds
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
