"""What a bench prints and keeps: a value, the floor measured in the same run, and their ratio."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).resolve().parent / "latest.json"


@dataclass(frozen=True)
class Figure:
    """`ratio` is value ÷ floor: for a rate the floor is the faster one, for seconds and MB the smaller one."""

    name: str
    value: float
    unit: str
    floor: float
    n: int
    note: str

    def as_json(self) -> dict[str, object]:
        ratio = round(self.value / self.floor, 3) if self.floor else None
        return {**asdict(self), "value": round(self.value, 4), "floor": round(self.floor, 4), "ratio": ratio}


def tell(figure: Figure) -> None:
    ratio = figure.value / figure.floor if figure.floor else float("nan")
    print(
        f"{figure.name:<26}{figure.value:>12,.3f} {figure.unit:<10} floor {figure.floor:>12,.3f}   "
        f"ratio {ratio:>7.3f}   n {figure.n:<9,} {figure.note}",
        flush=True,
    )


def keep(figures: list[Figure], to: Path = LATEST) -> None:
    to.write_text(json.dumps([figure.as_json() for figure in figures], indent=1) + "\n")


def paired(work: Callable[[], object], floor: Callable[[], object], *, times: int) -> tuple[float, float]:
    """The median wall times of both, run in turn after one of each that warms the caches: a drift hits both alike."""
    work(), floor()
    runs = [(timed(work), timed(floor)) for _ in range(times)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
