"""Which region a published line means: known for certain by one of its names, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from apps.ledger.publishing.lines import Fault, Line
from apps.places.models import Region
from apps.places.naming import fold


class Provinces:
    """The regions of one Participant by every name they go by; of two levels the upper one is meant."""

    def __init__(self, root: Region) -> None:
        self.named: dict[str, set[Region]] = {}
        for region in root.subtree().exclude(pk=root.pk).order_by("level"):
            for name in {fold(name) for name in (region.name, region.code, *region.also_called)}:
                known = self.named.setdefault(name, set())
                if all(other.level == region.level for other in known):
                    known.add(region)

    def find(self, name: str) -> Region:
        """Raises ValueError with a sentence: a name is never guessed."""
        regions = self.named.get(fold(name), set())
        if not regions:
            raise ValueError(_("“%s” is not a province that we know.") % name)
        if len(regions) > 1:
            codes = ", ".join(sorted(region.code for region in regions))
            raise ValueError(
                _("“%(name)s” is the name of several regions: %(codes)s.") % {"name": name, "codes": codes}
            )
        return next(iter(regions))


def place(lines: Sequence[Line], root: Region) -> tuple[dict[Line, Region], list[Fault]]:
    """The region of each line. A total, and a company of another channel, stands for the whole Participant."""
    provinces = Provinces(root)
    places: dict[Line, Region] = {}
    faults: list[Fault] = []
    for line in lines:
        try:
            places[line] = root if line.is_total or line.channel != "artisanal" else provinces.find(line.name)
        except ValueError as fault:
            faults.append(Fault(line.at, str(fault)))
    return places, [*faults, *nested(places)]


def nested(places: Mapping[Line, Region]) -> Iterator[Fault]:
    """A province under two names, or beside a district of its own, would count twice."""
    provinces = [(line, region) for line, region in places.items() if region.level]
    for at, (line, region) in enumerate(provinces):
        for other, its_region in provinces[:at]:
            same_group = (line.period, line.channel) == (other.period, other.channel)
            if same_group and line.key != other.key and (region.holds(its_region) or its_region.holds(region)):
                yield Fault(line.at, _("its carats lie in line %d already: they would count twice.") % other.at)
