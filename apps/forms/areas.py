"""
A piece of ground as its corners: its size, and whether its boundary is one at all.

`areas.ts` of the tablet says the same to the last square metre: only additions, products and quotients, which every
machine rounds alike, in the same order. Corners are (latitude, longitude) in millionths of a degree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, floor, hypot
from typing import Any

Corner = tuple[int, int]
Edge = tuple[Corner, Corner]

LEAST_CORNERS = 3
# No site is a degree wide, more than a hundred kilometres: somebody mistook a figure.
WIDEST = 1_000_000
# WGS 84: metres from the middle to the equator, and the eccentricity squared.
EQUATOR = 6378137.0
ECCENTRICITY = 0.006694379990141317
RADIANS = 1.7453292519943295e-08
TERMS_OF_A_SINE = 11
TERMS_OF_A_BELT = 7


def corners_of(area: Mapping[str, Any]) -> list[Corner]:
    """The places in an answer."""
    return [(one["lat_e6"], one["lon_e6"]) for one in area["corners"]]


def square_metres(corners: Sequence[Corner]) -> int:
    """The ground within these corners on the ellipsoid: each side is straight on a map that keeps areas as they are."""
    base = belt(corners[0][0])
    twice = 0.0
    for one, other in edges(corners):
        twice = twice + (other[1] - one[1]) * (belt(one[0]) - base + (belt(other[0]) - base))
    return floor(abs(twice) * RADIANS * EQUATOR * EQUATOR / 2 + 0.5)


def belt(lat_e6: int) -> float:
    """The surface between the equator and a latitude for a radian of longitude, in squares of the equator's radius."""
    sine = sine_of(lat_e6 * RADIANS)
    power, total = sine, 0.0
    for n in range(TERMS_OF_A_BELT):
        total = total + (n + 1) * power / (2 * n + 1)
        power = power * sine * sine * ECCENTRICITY
    return (1 - ECCENTRICITY) * total


def sine_of(angle: float) -> float:
    # Its series: the sines of two languages differ in their last digit.
    term, total, square = angle, angle, angle * angle
    for n in range(1, TERMS_OF_A_SINE):
        term = -term * square / (2 * n * (2 * n + 1))
        total = total + term
    return total


def fault_in(corners: Sequence[Corner], *, widest: int = WIDEST) -> str:
    """What is wrong with a boundary, by the code of its sentence; empty where it encloses one piece of ground."""
    if len(corners) < LEAST_CORNERS or not any(turn(corners[0], corners[1], one) for one in corners):
        return "no_area"
    if any(abs(one[axis] - corners[0][axis]) > widest for one in corners for axis in (0, 1)):
        return "too_wide"
    if touches_itself(corners):
        return "crossing"
    return "" if square_metres(corners) else "no_area"


def touches_itself(corners: Sequence[Corner]) -> bool:
    if len(set(corners)) < len(corners):
        return True
    sides = list(edges(corners))
    last = len(sides) - 1
    for at, side in enumerate(sides):
        # Neighbours share a corner; where one goes back on the other, the next one begins on it.
        if any(meet(side, other) for other in sides[at + 2 : last if at == 0 else None]):
            return True
    return False


def edges(corners: Sequence[Corner]) -> Iterator[Edge]:
    return zip(corners, [*corners[1:], corners[0]], strict=True)


def turn(a: Corner, b: Corner, c: Corner) -> int:
    """Above nothing where the way from a over b to c turns to one side, below where to the other."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def meet(one: Edge, other: Edge) -> bool:
    """Whether two sides have a place in common."""
    for axis in (0, 1):
        if max(one[0][axis], one[1][axis]) < min(other[0][axis], other[1][axis]):
            return False
        if max(other[0][axis], other[1][axis]) < min(one[0][axis], one[1][axis]):
            return False
    return not (apart(one, other) or apart(other, one))


def apart(line: Edge, side: Edge) -> bool:
    """Whether both ends of a side lie beyond the line, on one side of it."""
    first, second = turn(*line, side[0]), turn(*line, side[1])
    return (first > 0 and second > 0) or (first < 0 and second < 0)


def metres_outside(place: Corner, corners: Sequence[Corner]) -> float:
    """How far a place lies from the area; nothing within it. Only as exact as a flat map of some kilometres."""
    if is_within(place, corners):
        return 0.0
    a_degree = EQUATOR * RADIANS
    shrunk = cos(place[0] * RADIANS)
    flat = [((lat - place[0]) * a_degree, (lon - place[1]) * a_degree * shrunk) for lat, lon in corners]
    return min(from_here(flat[at - 1], flat[at]) for at in range(len(flat)))


def from_here(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of a side from the middle of the map."""
    along = (other[0] - one[0], other[1] - one[1])
    length = along[0] ** 2 + along[1] ** 2
    share = -(one[0] * along[0] + one[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(one[0] + share * along[0], one[1] + share * along[1])


def is_within(place: Corner, corners: Sequence[Corner]) -> bool:
    inside = False
    for (lat, lon), (far_lat, far_lon) in edges(corners):
        if (lat > place[0]) != (far_lat > place[0]):
            across = (far_lon - lon) * (place[0] - lat) - (place[1] - lon) * (far_lat - lat)
            inside ^= across > 0 if far_lat > lat else across < 0
    return inside
