"""A line between tablet and server that can lose an answer: the server has done its work and the tablet never hears."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.browser.server import free_port


class Line:
    """Forwards every connection; of each request that holds `lose`, the answer is read and thrown away."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.lose = b""
        self.lost = 0
        # What happens once, when the answer that is lost begins to come.
        self.meanwhile: Callable[[], None] | None = None
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near: socket.socket) -> None:
        """A connection a request, so that what is asked and what is answered belong together."""
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self.behind)) as far:
            asked = threading.Event()
            threading.Thread(target=self.ask, args=(near, far, asked), daemon=True).start()
            while answer := far.recv(65536):
                if not asked.is_set():
                    near.sendall(answer)
                elif happens := self.meanwhile:
                    self.meanwhile = None
                    happens()

    def ask(self, near: socket.socket, far: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while said := near.recv(65536):
                if self.lose and self.lose in said:
                    self.lost += 1
                    lost.set()
                    far.sendall(said)
                    self.wait_for_the_end(near, far)
                    return
                far.sendall(said)

    def wait_for_the_end(self, near: socket.socket, far: socket.socket) -> None:
        """Let the rest of the request through, give the server time to answer, then cut both ends."""
        near.settimeout(1)
        with suppress(TimeoutError):
            while said := near.recv(65536):
                far.sendall(said)
        for end in (near, far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.listener.close()
