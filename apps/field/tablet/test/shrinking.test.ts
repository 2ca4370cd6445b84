import { expect, it } from "vitest";
import { fit, shrink } from "../src/shrinking";

it("keeps the shape and never makes a picture larger", () => {
  expect(fit(4000, 3000, 1600)).toEqual([1600, 1200]);
  expect(fit(3000, 4000, 1600)).toEqual([1200, 1600]);
  expect(fit(640, 480, 1600)).toEqual([640, 480]);
  expect(fit(10_000, 1, 1600)).toEqual([1600, 1]);
});

/** A camera whose pictures take so many bytes a thousand points at full quality. */
const drawing = (perThousand: number, tries: [number, number][] = []) => async (width: number, height: number, quality: number) => {
  tries.push([width, quality]);
  return new ArrayBuffer(Math.round((width * height * perThousand * quality) / 1000));
};

it("takes the best quality that fits", async () => {
  const tries: [number, number][] = [];

  const made = await shrink(4000, 3000, 300_000, drawing(200, tries));

  expect(made.byteLength).toBeLessThanOrEqual(300_000);
  expect(tries).toEqual([[1600, 0.8], [1600, 0.65]]);
});

it("makes it smaller where less quality is not enough", async () => {
  expect((await shrink(4000, 3000, 120_000, drawing(400))).byteLength).toBeLessThanOrEqual(120_000);
});

it("gives the smallest there is where nothing fits, for the server to judge", async () => {
  expect((await shrink(4000, 3000, 10, drawing(400))).byteLength).toBe(Math.round((480 * 360 * 400 * 0.5) / 1000));
});
