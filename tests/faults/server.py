"""
The real server behind the pipe: its WSGI application in this process, and the moments at which it may fail.

A `Fate` says at which moment of a request what happens to the server. The same fates are met by the real process that
`killing` starts; there the death is a real one.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, close_old_connections, connection

from apps.statements import journey
from apps.statements.writing import COMMIT
from tests.faults.determined import CLOCK, forget


class Died(BaseException):
    """The server is no more: no handler of ours may catch this, and nothing of it is told to anybody."""


@dataclass(frozen=True)
class Fate:
    """
    `how` is "" (nothing), "die" or "busy"; `where` is "statement" (the `at`-th of the request), "before commit", "after
    commit" (the commit stands, whoever waited for it does not know) or "after answer". Between its statements outside a
    transaction, at the `between`-th, something else happens (`meanwhile`).
    """

    how: str = ""
    where: str = ""
    at: int = 0
    between: int = 0


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    token: str = ""
    language: str = ""
    body: bytes | None = None
    # Where in a file this piece of it begins.
    offset: int | None = None

    @property
    def content_type(self) -> str:
        return (
            ""
            if self.body is None
            else "application/json"
            if self.offset is None
            else "application/offset+octet-stream"
        )

    def environ(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        body = self.body or b""
        return {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.content_type,
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "application/json",
            "HTTP_ACCEPT_LANGUAGE": self.language or "fr",
            **({} if self.offset is None else {"HTTP_UPLOAD_OFFSET": str(self.offset)}),
            **({"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    retry_after: float | None = None


class Moments:
    """Stands at the database, counts, and strikes."""

    def __init__(self, fate: Fate, meanwhile: Callable[[], None]) -> None:
        self.fate, self.meanwhile = fate, meanwhile
        self.statements = self.outside = 0
        self.resting = self.dead = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.pass_by()
        return execute(sql, params, many, context)

    def strike(self) -> None:
        if self.fate.how == "busy":
            raise OperationalError("database is locked")
        self.dead = True
        raise Died

    def pass_by(self) -> None:
        if self.dead:
            raise Died
        if self.resting:
            return
        self.statements += 1
        if self.fate.where == "statement" and self.statements == self.fate.at:
            self.strike()
        if not connection.in_atomic_block:
            self.outside += 1
            if self.outside == self.fate.between:
                self.resting = True
                self.meanwhile()
                self.resting = False

    def let_pass(self, work: Callable[[], None]) -> None:
        work()

    def commit(self, commit: Callable[[], None]) -> None:
        if self.resting or not self.fate.where.endswith("commit"):
            commit()
            return
        if self.fate.where == "after commit":
            commit()
        else:
            # As the database does when it hears no more of whoever began this.
            connection._rollback()
        self.strike()


def nothing() -> None:
    pass


@contextmanager
def watched(moments: Moments) -> Iterator[None]:
    commit = connection._commit
    connection._commit = lambda: moments.commit(commit)  # type: ignore[method-assign]
    journey.Pipeline.run = passing(moments)  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(moments):
            yield
    finally:
        del connection._commit
        journey.Pipeline.run = PIPELINE  # type: ignore[method-assign]


PIPELINE = journey.Pipeline.run


def passing(moments: Moments) -> Callable[..., Any]:
    """What travels past Django's own cursors passes the same moments."""

    def run(pipeline: journey.Pipeline, statements: Any, meanwhile: Callable[[], None] = nothing) -> Any:
        moments.pass_by()
        rows: list[Any] = []
        # The end of a transaction may travel with its last statements.
        ends = bool(statements) and statements[-1].sql == COMMIT.sql
        travel = moments.commit if ends else moments.let_pass
        travel(lambda: rows.extend(PIPELINE(pipeline, statements, meanwhile)))
        return rows

    return run


class Server:
    """The server in this process: it dies by an exception that nobody catches, and starts with an empty memory."""

    def __init__(self) -> None:
        # What it logs of its own faults would drown the one line that says which schedule failed.
        logging.disable(logging.CRITICAL)
        # One connection for all requests: opening it anew each time costs a tenth of a schedule and tells nothing.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        self.application = get_wsgi_application()
        # What a planted bug has left for after the answer.
        self.left_undone: list[Callable[[bool], None]] = []

    def ask(self, request: Request, fate: Fate | None = None, meanwhile: Callable[[], None] = nothing) -> Answer | None:
        """The answer, or None where the server died before it gave one."""
        fate = fate or Fate()
        try:
            with watched(Moments(fate, meanwhile)):
                answer = self.answer(request)
        except Died:
            self.start_again()
            return None
        if fate.where == "after answer":
            self.start_again()
        self.finish(stands=fate.where != "after answer")
        return answer

    def answer(self, request: Request) -> Answer:
        said: list[Any] = []
        response = self.application(request.environ(), lambda status, headers, exc=None: said.extend([status, headers]))
        body = b"".join(response)
        close = getattr(response, "close", None)
        if close:
            close()
        headers = {name.lower(): value for name, value in said[1]}
        after = headers.get("retry-after")
        return Answer(int(said[0].split()[0]), body, float(after) if after else None)

    def finish(self, *, stands: bool) -> None:
        while self.left_undone:
            self.left_undone.pop()(stands)

    def kill(self) -> None:
        """Nothing that lives outlasts the schedule."""

    def start_again(self) -> None:
        """What a process has in memory goes with it; what it had not committed is rolled back by the database."""
        self.finish(stands=False)
        connection.close()
        connection.in_atomic_block = False
        connection.run_on_commit = []
        connection.savepoint_ids = []
        connection.needs_rollback = False
        forget()
        CLOCK.advance(seconds=2)

    def begin(self, chance: Random) -> None:
        """A schedule begins."""
        self.left_undone.clear()
