"""JSON in and out of the API by orjson: deep nesting is a 400 instead of a crash, and bytes are written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

Context = Mapping[str, Any] | None
# orjson reads four times as deep as it writes, and what was sent is written again; no client of ours nests past ten.
MOST_DEPTH = 50


class OrjsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Context = None) -> Any:
        try:
            said = orjson.loads(stream.read())
        except orjson.JSONDecodeError as fault:
            raise ParseError(_("What was sent is not JSON.")) from fault
        if is_deeper(said, MOST_DEPTH):
            raise ParseError(_("What was sent is not JSON."))
        return said


def is_deeper(said: Any, levels: int) -> bool:
    """Whether lists and objects stand in each other deeper than this."""
    inside = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return levels == 0 or any(is_deeper(one, levels - 1) for one in inside if isinstance(one, dict | list))


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Context = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class Negotiation(DefaultContentNegotiation):
    """Where there is one way to answer, it is taken whatever was asked for."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if len(renderers) > 1:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return chosen
        return renderers[0], renderers[0].media_type
