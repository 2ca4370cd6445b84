import { describe, expect, it } from "vitest";
import kolo from "../../../../fixtures/conformance/maps/kolo.json";
import { openArchive } from "../src/maps/archive";
import { begun, bring, bringFile, kept, offers, type Offer } from "../src/maps/bringing";
import type { Shelf } from "../src/maps/shelf";
import { readTile } from "../src/maps/tile";
import type { Network, Reply, Request } from "../src/ports";
import { under } from "../src/views/MapBase";
import { hex } from "../src/ids";

/** As apps/maps/packing.py makes it of the layers in tests/maps/conftest.py. */
const PACK = Uint8Array.from(atob(kolo.pack), (letter) => letter.charCodeAt(0));
const DIGEST = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", PACK)));
const OFFER: Offer = { name: "Kolo", sha256: DIGEST, size: PACK.length };
const blob = new Blob([PACK]);
/** Where Bemba lies, in squares of the finest scale. */
const [BEMBA_X, BEMBA_Y] = [(18.2 / 360 + 0.5) * 2 ** 12, (0.5 - Math.asinh(Math.tan((4.2 * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** 12];

function shelfInMemory(room = Infinity) {
  const all = new Map<string, Blob>();
  const held = () => [...all.values()].reduce((sum, { size }) => sum + size, 0);
  const shelf: Shelf = {
    keys: async () => [...all.keys()],
    get: async (key) => all.get(key) ?? null,
    put: async (key, one) => {
      if (held() + one.size > room) throw new DOMException("full", "QuotaExceededError");
      all.set(key, one);
    },
    drop: async (key) => void all.delete(key),
  };
  return { shelf, all };
}

/** A server that answers with pieces of so many bytes, and a line that breaks after so many of them. */
function line(content: Uint8Array<ArrayBuffer>, most: number, breaksAfter = Infinity) {
  const asked: number[] = [];
  const send = async ({ path, raw }: Request): Promise<Reply | null> => {
    const offset = Number(/offset=(\d+)/.exec(path)?.[1] ?? 0);
    asked.push(offset);
    if (asked.length > breaksAfter) return null;
    return { status: 200, body: raw ? content.slice(offset, offset + most) : undefined };
  };
  return { asked, network: { send } as Network, token: "t", language: "en" };
}

describe("a map of the ground", () => {
  it("is read as the server made it", async () => {
    const archive = (await openArchive(blob, DIGEST))!;
    const tile = (await archive.tile(12, Math.floor(BEMBA_X), Math.floor(BEMBA_Y)))!;
    expect([archive.name, archive.from, archive.zooms]).toEqual(["Kolo", "Survey of 1974", [5, 12]]);
    const [village] = tile.places;
    expect(tile.places.map(({ name }) => name)).toEqual(["Bemba"]);
    // To a unit of the tile, two metres and a half.
    expect(village!.x / tile.extent + Math.floor(BEMBA_X)).toBeCloseTo(BEMBA_X, 3);
    expect(village!.y / tile.extent + Math.floor(BEMBA_Y)).toBeCloseTo(BEMBA_Y, 3);
    expect(tile.paths.map(({ layer }) => layer)).toContain("road");
    for (const { d } of tile.paths) expect(d).toMatch(/^(M-?\d+ -?\d+(L-?\d+ -?\d+)+Z?)+$/);
  });

  it("fills what is a ground, and draws what is a line", async () => {
    const archive = (await openArchive(blob, DIGEST))!;
    const square = (lon: number, lat: number) => [(lon / 360 + 0.5) * 2 ** 12, (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** 12].map(Math.floor) as [number, number];
    const { paths } = (await archive.tile(12, ...square(18.26, 4.31)))!;
    expect(new Set(paths.map(({ layer, filled }) => `${layer} ${filled}`))).toContain("zone true");
    expect(new Set(paths.map(({ layer, filled }) => `${layer} ${filled}`))).toContain("edge false");
  });

  it("has nothing where the pack has none, and nothing breaks where a square is damaged", async () => {
    expect(await (await openArchive(blob, DIGEST))!.tile(12, 0, 0)).toBeNull();
    const torn = PACK.slice();
    torn.fill(255, PACK.length / 2);
    const archive = (await openArchive(new Blob([torn]), "torn"))!;
    const squares = under({ x: BEMBA_X / 2 ** 12, y: BEMBA_Y / 2 ** 12, scale: 2 ** 20 }, [800, 600], archive.zooms);
    expect((await Promise.all(squares.map((square) => archive.tile(...square)))).every((tile) => tile === null || tile.extent > 0)).toBe(true);
  });

  it.each([["nothing", new Uint8Array(0)], ["a text", new TextEncoder().encode("PMTiles, they say")], ["half a header", PACK.slice(0, 90)], ["a photo", new Uint8Array(5_000).fill(255)]])(
    "is not %s", async (_name, bytes) => expect(await openArchive(new Blob([bytes as Uint8Array<ArrayBuffer>]), "x")).toBeNull());

  it("refuses a tile whose numbers lead out of it", () => {
    const layer = (feature: number[]) => new Uint8Array([0x1a, feature.length + 9, 0x0a, 5, ...new TextEncoder().encode("river"), 0x12, feature.length, ...feature]);
    expect(() => readTile(layer([0x18, 2, 0x22, 2, 0xfa, 0x7f]))).toThrow(RangeError);
    expect(() => readTile(layer([0x18, 2, 0x22, 1, 0x0c]))).toThrow(RangeError);
    expect(() => readTile(new Uint8Array([0x1a, 200, 1, 2]))).toThrow(RangeError);
    expect(() => readTile(new Uint8Array(30).fill(0xff))).toThrow(RangeError);
    expect(readTile(layer([0x18, 2, 0x22, 4, 0x09, 2, 4, 0x0f])).paths).toEqual([{ layer: "river", filled: false, d: "M1 2Z" }]);
  });
});

describe("bringing it", () => {
  it("goes on where the line broke, also after the app was closed", async () => {
    const { shelf, all } = shelfInMemory();
    expect(await bring(OFFER, line(PACK, 1_000, 2), shelf, () => undefined)).toBe("broken_off");
    expect(await begun(shelf, OFFER)).toBe(2_000);

    const [again, told]: [ReturnType<typeof line>, number[]] = [line(PACK, 1_000), []];
    expect(await bring(OFFER, again, shelf, (bytes) => told.push(bytes))).toBe("done");

    expect(again.asked[0]).toBe(2_000);
    expect(told.at(-1)).toBe(PACK.length);
    expect([...all.keys()]).toEqual([DIGEST]);
    expect((await kept(shelf)).map(({ digest, size, archive }) => [digest, size, archive.name])).toEqual([[DIGEST, PACK.length, "Kolo"]]);
  });

  it("asks again for a piece that is missing between two", async () => {
    const { shelf, all } = shelfInMemory();
    await bring(OFFER, line(PACK, 1_000, 3), shelf, () => undefined);
    all.delete(`${DIGEST}/1000`);
    const again = line(PACK, 1_000);
    expect(await bring(OFFER, again, shelf, () => undefined)).toBe("done");
    expect(again.asked[0]).toBe(1_000);
  });

  it("throws away what is not what was promised", async () => {
    const { shelf, all } = shelfInMemory();
    const other = PACK.slice();
    other[200] = other[200]! ^ 1;
    expect(await bring(OFFER, line(other, 4_000), shelf, () => undefined)).toBe("altered");
    expect([...all.keys()]).toEqual([]);
  });

  it.each([
    ["a sign-in page", { status: 200, body: undefined }, "broken_off"], ["nothing", { status: 200, body: new Uint8Array(0) }, "broken_off"],
    ["too much", { status: 200, body: new Uint8Array(PACK.length + 1) }, "broken_off"], ["a newer one", { status: 404, body: {} }, "gone"], ["no answer", null, "broken_off"],
  ] as const)("stops at %s, and keeps what it had", async (_name, reply, outcome) => {
    const { shelf } = shelfInMemory();
    await bring(OFFER, line(PACK, 1_000, 2), shelf, () => undefined);
    const network = { send: async () => reply } as Network;
    expect(await bring(OFFER, { network, token: "t", language: "en" }, shelf, () => undefined)).toBe(outcome);
    expect(await begun(shelf, OFFER)).toBe(2_000);
  });

  it("says when the tablet is full, and leaves what was here", async () => {
    const { shelf } = shelfInMemory(3_000);
    expect(await bring(OFFER, line(PACK, 1_000), shelf, () => undefined)).toBe("no_room");
    expect(await begun(shelf, OFFER)).toBe(3_000);
  });

  it("takes a file that somebody handed over, in the place of an older map of the same ground", async () => {
    const { shelf, all } = shelfInMemory();
    const other = new Uint8Array([...PACK, 0]);
    expect(await bringFile(new Blob([other]), shelf)).toBe("done");
    expect(await bringFile(blob, shelf)).toBe("done");
    expect(await bringFile(new Blob(["a letter"]), shelf)).toBe("none_of_ours");
    expect([...all.keys()]).toEqual([DIGEST]);
  });

  it("believes of the server's list only what can be one", async () => {
    const said = (body: unknown) => offers({ network: { send: async () => ({ status: 200, body }) } as Network, token: "t", language: "en" });
    expect(await said({ packs: [{ name: "Kolo", sha256: DIGEST, size: 7 }, { name: "Kolo", sha256: "../x", size: 7 }, { name: "Kolo", sha256: DIGEST, size: -1 }, null] }))
      .toEqual([{ name: "Kolo", sha256: DIGEST, size: 7 }]);
    expect(await said({})).toBeNull();
    expect(await said(undefined)).toBeNull();
  });
});

it("draws the squares under the screen in the scale that fits, and none of a view that makes no sense", () => {
  const view = { x: 0.5, y: 0.5, scale: 2 ** 20 };
  const squares = under(view, [800, 600], [5, 12]);
  expect(new Set(squares.map(([z]) => z))).toEqual(new Set([11]));
  expect(squares).toContainEqual([11, 1024, 1024]);
  expect(squares.length).toBeLessThanOrEqual(9);
  expect(under({ ...view, scale: 2 ** 30 }, [800, 600], [5, 12]).every(([z]) => z === 12)).toBe(true);
  expect(under({ ...view, scale: 2 ** 8 }, [800, 600], [12, 12])).toEqual([]);
});
