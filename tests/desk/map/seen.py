"""Squares of ground around one place, and what the page of the map says of them."""

from __future__ import annotations

MIDDLE = (4_361_000, 18_555_000)


def square(lat, lon, half=450):
    ways = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return {"corners": [{"lat_e6": lat + north * half, "lon_e6": lon + east * half} for north, east in ways]}


def page(client, **address):
    answer = client.get("/desk/map/", address)
    assert answer.status_code == 200
    return answer


def said(answer):
    return [mark.said for mark in answer.context["marks"]]
