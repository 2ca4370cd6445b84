"""A return as a table: a line for the Participant, or a line for each of its regions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from apps.columns.models import Column
from apps.places.models import Participant
from apps.quantities.periods import Period
from apps.quantities.writing import guarded
from apps.returns.format import Content, printed

# The artisanal channel also under its own name, so that a column a channel stands side by side with the total.
CHANNELS = {
    "production_carats": "production_carats",
    "production_artisanal_carats": "production_carats",
    "production_semi_industrial_carats": "production_semi_industrial_carats",
    "production_industrial_carats": "production_industrial_carats",
    "production_total_carats": "production_total_carats",
}


def write_csv(rows: Iterator[dict[str, str]], out: TextIO) -> None:
    """Header first, then the lines, of which there may be none."""
    header = next(rows)
    writer = csv.DictWriter(out, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def by_region(content: Content) -> Iterator[dict[str, str]]:
    """A line a region that reported or is expected to, under the name that its country publishes."""
    codes = list(dict.fromkeys(["production_carats", *codes_of({**content.figures["total"], **content.coverage})]))
    yield dict.fromkeys(["region", "region_code", *codes], "")
    for line in content.figures["regions"]:
        place = {"region": guarded(line["name"]), "region_code": guarded(line["code"])}
        yield {**place, **{code: printed(line["figures"].get(code)) for code in codes}}


def in_total(content: Content, participant: Participant, period: Period) -> Iterator[dict[str, str]]:
    """One line for the Participant: a column a channel, the total, then every other column."""
    figures = {**content.figures["total"], **content.coverage}
    columns = {**CHANNELS, **{code: code for code in codes_of(figures)}}
    yield dict.fromkeys(["participant", "period", *columns], "")
    place = {"participant": participant.code, "period": period.code}
    yield {**place, **{name: printed(figures.get(code)) for name, code in columns.items()}}


def codes_of(figures: Mapping[str, Any]) -> list[str]:
    """The columns in the order of print."""
    return [code for code in Column.objects.values_list("code", flat=True) if code in figures]
