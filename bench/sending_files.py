"""
Photos over HTTP to our server under production settings: declared with records, sent in pieces, cleaned and kept.

`python -m bench.part sending_files` reads DATABASE_URL, which is migrated and holds the reference data. Every tenth
photo is cut off in the middle and gone on with, every fifth is a picture that another tablet sends as well, and every
one is asked for again at the end, which must cost no bytes.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path

import orjson
from PIL import Image

from apps.files.models import Blob, Sent, State
from bench.figures import Figure
from bench.servers import THROUGH_PROXY, serving
from bench.setting import START, body, enrol, region_codes
from tests.sync.making import Writer, wrap

TABLETS, EACH = 8, 20
PIECE = 262_144
MB = 1_000_000
URL = os.environ.get("DATABASE_URL", "")


@dataclass(frozen=True)
class Tablet:
    token: str
    push: bytes
    photos: Sequence[bytes]


def photos(how_many: int) -> list[bytes]:
    """Pictures of 1,600 × 1,200 points and some 300 kB, no two the same."""
    ground = Image.effect_noise((800, 600), 18).convert("RGB").resize((1600, 1200), Image.Resampling.BICUBIC)
    return [photo(ground, seed) for seed in range(how_many)]


def photo(ground: Image.Image, seed: int) -> bytes:
    mark = Image.frombytes("RGB", (8, 8), random.Random(seed).randbytes(8 * 8 * 3)).resize((160, 160))
    picture, out = ground.copy(), BytesIO()
    picture.paste(mark, (seed % 1400, seed % 1000))
    picture.save(out, "JPEG", quality=60)
    return out.getvalue()


def tablets() -> list[Tablet]:
    """Each with its own photos, of which every fifth is another's."""
    enrolled = enrol(TABLETS, first=300)
    codes = region_codes([tablet for tablet, _ in enrolled])
    every = photos(TABLETS * EACH)
    made = []
    for number, (tablet, token) in enumerate(enrolled):
        own = every[number * EACH : (number + 1) * EACH]
        theirs = [every[at % EACH] if at % 5 == 4 else one for at, one in enumerate(own)]
        made.append(Tablet(token, pushed(Writer(tablet, region=codes[tablet]), theirs), theirs))
    return made


def pushed(writer: Writer, shown: Sequence[bytes]) -> bytes:
    """Sites, whose question allows 300 kB: a face of so many would be made smaller."""
    writer.now = writer.now.replace(year=START.year, month=START.month, day=START.day)
    return body([wrap(writer.event("site", "create", writer.site(), files=[declared(one)])) for one in shown])


def declared(content: bytes) -> dict[str, object]:
    return {"sha256": sha256(content).hexdigest(), "size": len(content), "type": "image/jpeg", "field": "photo"}


class Line:
    """One tablet's kept-alive connection, and how many bytes of photos it carried."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {**THROUGH_PROXY, "Authorization": f"Bearer {token}"}
        self.carried = 0

    def ask(self, method: str, path: str, content: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        self.connection.request(method, f"/api/sync/v1/{path}", content, {**self.headers, **headers})
        answer = self.connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def push(self, content: bytes) -> None:
        status, _, answer = self.ask("POST", "push/", content, **{"Content-Type": "application/json"})
        if status != 200 or any(one["status"] != "applied" for one in orjson.loads(answer)["answers"]):
            raise SystemExit(f"A push was answered {status}: {answer[:300]!r}. No figure.")

    def offset(self, content: bytes) -> int:
        _, headers, _ = self.ask("HEAD", f"files/{sha256(content).hexdigest()}/")
        return int(headers["Upload-Offset"])

    def send(self, content: bytes, *, cut: bool = False) -> None:
        """From where the server stands to the end; `cut` ends after the first piece."""
        for at in range(self.offset(content), PIECE if cut else len(content), PIECE):
            piece = content[at : at + PIECE]
            headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
            status, _, answer = self.ask("PATCH", f"files/{sha256(content).hexdigest()}/", piece, **headers)
            self.carried += len(piece)
            if status != 200:
                raise SystemExit(f"A piece was answered {status}: {answer[:300]!r}. No figure.")


def send(port: int, tablet: Tablet) -> int:
    line = Line(port, tablet.token)
    for at, content in enumerate(tablet.photos):
        line.send(content, cut=at % 10 == 9)
        line.send(content)
    for content in tablet.photos:
        line.send(content)
    return line.carried


def measured(port: int, those: Sequence[Tablet]) -> tuple[float, int]:
    """Seconds, and bytes carried; the records go before."""
    for tablet in those:
        Line(port, tablet.token).push(tablet.push)
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=len(those)) as pool:
        carried = sum(pool.map(lambda tablet: send(port, tablet), those))
    return time.perf_counter() - started, carried


def check(those: Sequence[Tablet], carried: int) -> None:
    """Everything is here, once, and no byte went twice."""
    every = [one for tablet in those for one in tablet.photos]
    if carried != sum(map(len, every)):
        raise SystemExit(f"{carried} bytes were carried for {sum(map(len, every))}. No figure.")
    if Sent.objects.exclude(state=State.KEPT).exists() or Blob.objects.count() != len(set(every)):
        raise SystemExit("Some photos are not kept once. No figure.")


def floor_of(contents: Sequence[bytes], folder: Path) -> float:
    """Seconds to write the same bytes into a file each, safe on disk, and nothing else."""
    started = time.perf_counter()
    for at, content in enumerate(contents):
        with (folder / f"floor-{at}").open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kpfield-bench-media-") as media:
        os.environ["MEDIA"] = media
        with serving(URL, workers=1) as (port, _):
            those = tablets()
            seconds, carried = measured(port, those)
        check(those, carried)
        floor = carried / floor_of([one for tablet in those for one in tablet.photos], Path(media)) / MB
    note = "photos of 300 kB, 8 tablets; 1 in 10 cut off, 1 in 5 known; cleaned; floor: the same bytes to disk, fsync"
    figure = Figure("push_files", carried / seconds / MB, "MB/s", floor, TABLETS * EACH, note)
    print(json.dumps(asdict(figure)), flush=True)
