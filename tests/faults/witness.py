"""Whoever listens on the line: which heads of the journal were shown to tablets, and whether they still hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import orjson

from apps.accounts.models import Tablet
from apps.journal.models import Head
from apps.journal.signing import verify
from tests.faults.server import Answer, Request

Heard = tuple[dict[int, str], dict[str, int]]
PURPOSE = b"kpfield/receipt\n"


class Witness:
    def __init__(self) -> None:
        self.heads: dict[int, str] = {}
        # How many events each tablet has said that it made, by its id.
        self.announced: dict[str, int] = {}
        self.faults: list[str] = []

    def hear(self, request: Request, answer: Answer) -> None:
        if answer.status != 200 or "/push/" not in request.path:
            return
        receipt = json.loads(answer.body)["receipt"]
        told = {name: value for name, value in receipt.items() if name not in {"key", "signature"}}
        signed = PURPOSE + orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        if not verify(receipt["key"], signed, bytes.fromhex(receipt["signature"])):
            self.faults.append("a receipt's signature does not hold")
        said = json.loads(request.body or b"{}").get("announced", 0)
        self.announced[receipt["tablet"]] = max(said, self.announced.get(receipt["tablet"], 0))
        head = receipt["head"]
        if head and self.heads.setdefault(head["size"], head["root"]) != head["root"]:
            self.faults.append(f"two heads of size {head['size']}")

    def ask_again(self, request: Request, answer: Answer, here: Callable[[set[str]], set[str]]) -> None:
        """The server died right after this answer: what its receipt names has to be there when it comes back."""
        if answer.status == 200 and "/push/" in request.path:
            named = set(json.loads(answer.body)["receipt"]["events"])
            self.faults += [
                f"event {one[:12]} was acknowledged and is not there" for one in sorted(named - here(named))
            ]

    def image(self) -> Heard:
        return dict(self.heads), dict(self.announced)

    def go_back(self, heard: Heard) -> None:
        self.heads, self.announced = map(dict, heard)

    def check(self) -> list[str]:
        kept = {head.size: head.root.hex() for head in Head.objects.all()}
        lost = [size for size, root in self.heads.items() if kept.get(size) != root]
        known = {str(pk): announced for pk, announced in Tablet.objects.values_list("pk", "announced_seq")}
        owed = [pk for pk, said in self.announced.items() if known[pk] < said]
        return [
            *self.faults,
            *(f"the head of size {size} that a tablet holds is not in the journal" for size in lost),
            *(f"the ministry no longer knows how many events tablet {pk} has made" for pk in owed),
        ]

    def registers(self, ask: Callable[[str], Answer | None]) -> dict[tuple[str, str], Any]:
        rows: dict[tuple[str, str], Any] = {}
        cursor, more = "", True
        while more:
            after = f"&cursor={quote(cursor)}" if cursor else ""
            answer = ask(f"/api/sync/v1/pull/?limit=1000{after}")
            if answer is None or answer.status != 200:
                return rows
            page = json.loads(answer.body)
            for change in page["changes"]:
                rows[change["kind"], change["id"]] = change["row"]
            cursor, more = page["cursor"], page["more"]
        return {place: row for place, row in rows.items() if row is not None and place[0] != "case"}
