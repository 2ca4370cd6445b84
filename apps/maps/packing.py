"""The pack of a region: what the ministry knows of its ground, in one file that a tablet carries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from apps.maps.layers import A_DEGREE
from apps.maps.models import Feature, Layer, Pack, kept, path_of
from apps.maps.tiling import FINEST, Drawn, on_the_map, tiles_of
from apps.places.models import Region

# Who works at the edge of his region sees so far beyond it, in degrees: some five kilometres.
BEYOND = 0.05
# The archive's own unit.
E7 = 10_000_000


def keep_pack(region: Region) -> Pack:
    """
    Make the pack of this region and keep it for its tablets, in the place of an earlier one.

    The same layers make the same bytes, and then nothing is to be fetched anew. `ValidationError` where no outline of
    the region, or of a part of it, is known.
    """
    content = pack(region)
    digest = sha256(content).hexdigest()
    # The bytes first: a row must never tell of a file that is not there.
    if not kept().exists(path_of(digest)):
        kept().save(path_of(digest), ContentFile(content))
    with transaction.atomic():
        known = Pack.objects.select_for_update().filter(region=region).first()
        if known and known.sha256 == digest:
            return known
        said = {"sha256": digest, "size": len(content), "made_at": timezone.now()}
        made, _created = Pack.objects.update_or_create(region=region, defaults=said)
        if known:
            transaction.on_commit(lambda: kept().delete(path_of(known.sha256)))
    return made


def pack(region: Region) -> bytes:
    """A PMTiles archive (version 3) of vector tiles, gzip."""
    ground = ground_of(region)
    features = list(drawn(region, ground))
    file = BytesIO()
    writer = Writer(file)
    for number, tile in tiles_of(features):
        writer.write_tile(number, tile)
    writer.finalize(header(ground), metadata(region))
    return file.getvalue()


def ground_of(region: Region) -> BaseGeometry:
    """The region's own outline, else those of its parts together; with what lies around it."""
    outlines = Feature.objects.filter(layer__kind=Layer.Kind.OUTLINE, layer__participant=region.participant_id)
    codes = list(region.subtree().values_list("code", flat=True))
    known = {outline.code: shape(outline.geometry) for outline in outlines.filter(code__in=codes)}
    own = [known[region.code]] if region.code in known else [*known.values()]
    if not own:
        raise ValidationError(
            _("No outline of %(region)s is known. Load one first: map_layer %(country)s outline FILE.")
            % {"region": region.name, "country": region.participant_id}
        )
    return reduce(lambda one, other: one.union(other), own).buffer(BEYOND)


def drawn(region: Region, ground: BaseGeometry) -> Iterator[Drawn]:
    """What lies on this ground, cut off at its edge; of what surrounds something also the boundary, as a line."""
    west, south, east, north = (round(side * A_DEGREE) for side in ground.bounds)
    here = Feature.objects.filter(layer__participant=region.participant_id).touching(south, west, north, east)
    for feature in here.select_related("layer").order_by("layer__kind", "pk").iterator():
        kind, whole = feature.layer.kind, shape(feature.geometry)
        inside = whole.intersection(ground)
        if kind == Layer.Kind.ZONE and not inside.is_empty:
            yield Drawn("edge", "", on_the_map(whole.boundary.intersection(ground)))
        if kind == Layer.Kind.OUTLINE:
            # Of a neighbour the common border is drawn, and not what he is called.
            inside = whole.boundary.intersection(ground)
        if not inside.is_empty:
            yield Drawn(kind, "" if kind == Layer.Kind.OUTLINE else feature.name, on_the_map(inside))


def header(ground: BaseGeometry) -> dict[str, Any]:
    west, south, east, north = (round(side * E7) for side in ground.bounds)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": FINEST - 3,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def metadata(region: Region) -> dict[str, Any]:
    """What any reader of such archives looks for; and whose map it is, and where its layers come from."""
    layers = Layer.objects.filter(participant=region.participant_id)
    sources = sorted({layer.source for layer in layers})
    return {
        "name": region.name,
        "attribution": " · ".join(sources),
        "vector_layers": [{"id": layer.kind, "fields": {"name": "String"}} for layer in layers],
        "kpfield": {"region": f"{region.participant_id} {region.code}"},
    }
