import { expect, it } from "vitest";
import { faultIn, squareMetres } from "../src/areas";
import type { Fix } from "../src/measuring";
import { plot } from "../src/plotting";
import type { Corner } from "../src/shapes";
import { readDegrees, step, thinned, walked } from "../src/walking";

const [LAT, LON] = [4_361_000, 18_555_000];
/** So many metres to the north and the east, to a centimetre or ten. */
const fix = (north: number, east: number, accuracy_m = 5): Fix =>
  ({ lat_e6: LAT + Math.round(north * 8.983), lon_e6: LON + Math.round(east * 9.009), accuracy_m, mock: false, at: 0 });

function walk(fixes: Fix[], most = 100) {
  let corners: readonly Corner[] = [];
  for (const one of fixes) {
    const next = step(corners, one, 20, most);
    if (next.back) return { corners, back: true };
    corners = next.corners;
  }
  return { corners, back: false };
}

/** Around a square of a hundred metres, a position every metre or two. */
const around = (every = 2) =>
  Array.from({ length: 400 / every }, (_, at) => {
    const [side, along] = [Math.floor((at * every) / 100), (at * every) % 100];
    return [fix(along, 0), fix(100, along), fix(100 - along, 100), fix(0, 100 - along)][side]!;
  });

it("sets a corner each ten or twelve metres, and is done when back at the first", () => {
  const { corners, back } = walk(around());

  expect(back).toBe(true);
  expect(corners.length).toBeGreaterThan(30);
  expect(faultIn(corners)).toBe("");
  expect(squareMetres(corners) / 10_000).toBeCloseTo(1, 1);
  expect(walked(corners)).toBeGreaterThan(370);
});

it("sets no corner where it is not known well enough where one is", () =>
  expect(walk([fix(0, 0, 21), fix(50, 0, 400)]).corners).toEqual([]));

it("sets none as near as both could be wrong", () => {
  expect(walk([fix(0, 0), fix(9, 0)]).corners).toHaveLength(1);
  expect(walk([fix(0, 0), fix(11, 0)]).corners).toHaveLength(2);
  expect(walk([fix(0, 0), fix(15, 0, 18)]).corners).toHaveLength(1);
});

it("keeps how well each corner is known", () =>
  expect(walk([fix(0, 0, 5), fix(30, 0, 12)]).corners.map(({ accuracy_m }) => accuracy_m)).toEqual([5, 12]));

it("keeps at most so many corners, and the shape", () => {
  const { corners } = walk(around(), 12);

  expect(corners).toHaveLength(12);
  expect(squareMetres(corners) / 10_000).toBeCloseTo(1, 1);
});

it("takes out first what the outline misses least", () => {
  const straight = [fix(0, 0), fix(50, 1), fix(100, 0), fix(100, 100)];

  expect(thinned(straight, 3)).toEqual([straight[0], straight[2], straight[3]]);
});

it.each<[string, number | null]>([
  ["4.361", 4_361_000], ["4,36100", 4_361_000], [" -20.4 ", -20_400_000], ["−20.4°", -20_400_000], ["90", 90_000_000], ["0", 0], ["-0", 0],
  ["90.000001", null], ["4.3610001", null], ["4°21'", null], ["", null], ["1e2", null], ["four", null],
])("reads %s as a latitude", (written, degrees) => expect(readDegrees(written, 90)).toBe(degrees));

it("draws everything inside the box, north at the top", () => {
  const drawn = plot([fix(0, 0), fix(100, 0), fix(100, 100)], fix(50, 120), [336, 220])!;
  const all = [...drawn.dots, drawn.here!];

  expect(drawn.dots[1]![1]).toBeLessThan(drawn.dots[0]![1]);
  expect(drawn.dots[2]![0]).toBeGreaterThan(drawn.dots[1]![0]);
  expect(all.every(([x, y]) => x >= 28 && x <= 308 && y >= 27.9 && y <= 192.1)).toBe(true);
});

it("draws a bar of whole metres that is as long as it says", () => {
  const { bar, dots } = plot([fix(0, 0), fix(100, 0)], null, [336, 220])!;

  expect(bar.metres).toBe(50);
  expect(bar.width / bar.metres).toBeCloseTo((dots[0]![1] - dots[1]![1]) / 100, 1);
});

it("draws nothing where there is nothing", () => expect(plot([], null, [336, 220])).toBeNull());
