"""Vector tiles: what lies in a region, cut into squares of Mercator's map, for each scale as fine as it is seen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import mapbox_vector_tile
import numpy as np
from numpy.typing import NDArray
from pmtiles.tile import zxy_to_tileid
from shapely import clip_by_rect, transform
from shapely.geometry.base import BaseGeometry

from apps.maps.models import Layer

# A tile of the finest scale is about ten kilometres wide, and a unit of it two metres and a half.
ROUGHEST, FINEST = 5, 12
UNITS = 4096
# So far beyond its edge a tile still draws, so that no line ends at it.
BESIDE = 64
# What is smaller than a pixel of a small screen is left out.
A_PIXEL = UNITS / 768
Places = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """A feature in units of the world's map, from 0 to 1 each way, y to the south."""

    kind: str
    name: str
    shape: BaseGeometry


def on_the_map(shape: BaseGeometry) -> BaseGeometry:
    """From degrees to Mercator's map."""
    return transform(shape, projected)


def projected(places: Places) -> Places:
    latitude = np.radians(np.clip(places[:, 1], -85.0, 85.0))
    return np.column_stack([places[:, 0] / 360 + 0.5, 0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)])


def tiles_of(features: Sequence[Drawn]) -> Iterator[tuple[int, bytes]]:
    """Each square with something in it, by its number in the archive, compressed; in the order of the numbers."""
    for zoom in range(ROUGHEST, FINEST + 1):
        squares: dict[tuple[int, int], dict[str, list[dict[str, Any]]]] = {}
        for feature in features:
            for square, shape in cut(feature.shape, zoom):
                layers = squares.setdefault(square, {})
                layers.setdefault(feature.kind, []).append({"geometry": shape, "properties": properties(feature)})
        numbered = sorted((zxy_to_tileid(zoom, x, y), layers) for (x, y), layers in squares.items())
        yield from ((number, compressed(encoded(layers))) for number, layers in numbered)


def properties(feature: Drawn) -> dict[str, str]:
    return {"name": feature.name} if feature.name else {}


def cut(shape: BaseGeometry, zoom: int) -> Iterator[tuple[tuple[int, int], BaseGeometry]]:
    """The squares that a shape lies in, and what of it lies in each, in whole units of the square."""
    scaled = transform(shape, lambda places: places * (2**zoom * UNITS))
    simpler = scaled.simplify(A_PIXEL)
    left, top, right, low = (side / UNITS for side in simpler.bounds)
    for x in range(floor(left), floor(right) + 1):
        # A long river is cut into strips first: most squares are asked for a short piece of it only.
        strip = clip_by_rect(simpler, x * UNITS - BESIDE, top * UNITS - 1, (x + 1) * UNITS + BESIDE, low * UNITS + 1)
        for y in range(floor(top), floor(low) + 1):
            if piece := within_square(strip, x, y):
                yield (x, y), piece


def within_square(shape: BaseGeometry, x: int, y: int) -> BaseGeometry | None:
    west, north = x * UNITS, y * UNITS
    piece = clip_by_rect(shape, west - BESIDE, north - BESIDE, west + UNITS + BESIDE, north + UNITS + BESIDE)
    if piece.is_empty:
        return None
    return transform(piece, lambda places: np.round(places - np.array([west, north])))


def encoded(layers: Mapping[str, list[dict[str, Any]]]) -> bytes:
    told = [{"name": kind, "features": layers[kind]} for kind in ORDER if kind in layers]
    options = {"extents": UNITS, "y_coord_down": True}
    return bytes(mapbox_vector_tile.encode(told, default_options=options))


# What lies below is drawn first.
ORDER = (Layer.Kind.ZONE, "edge", Layer.Kind.RIVER, Layer.Kind.ROAD, Layer.Kind.OUTLINE, Layer.Kind.SETTLEMENT)


def compressed(tile: bytes) -> bytes:
    # As gzip, without the hour and the system that `gzip` writes into it: the same map is the same bytes.
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(tile) + packer.flush()
