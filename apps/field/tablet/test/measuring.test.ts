import { expect, it } from "vitest";
import { isEnough, mean, metresBetween, type Fix } from "../src/measuring";

const fix = (over: Partial<Fix> = {}): Fix => ({ lat_e6: 4_361_000, lon_e6: 18_555_000, accuracy_m: 10, mock: false, at: 1_000, ...over });

it("takes one position as it is", () =>
  expect(mean([fix({ at: 31_000 })], 0)).toEqual({ lat_e6: 4_361_000, lon_e6: 18_555_000, accuracy_m: 10, fixes: 1, seconds: 31 }));

it("takes the middle of two that are known alike", () =>
  expect(mean([fix(), fix({ lat_e6: 4_361_100, lon_e6: 18_555_050 })], 0)).toMatchObject({ lat_e6: 4_361_050, lon_e6: 18_555_025, accuracy_m: 10, fixes: 2 }));

it("lets a finer position count for more", () =>
  expect(mean([fix({ accuracy_m: 20 }), fix({ lat_e6: 4_361_100 })], 0)).toMatchObject({ lat_e6: 4_361_080, accuracy_m: 13, fixes: 2 }));

it("leaves out the rough ones from before the sky was open", () =>
  expect(mean([fix({ accuracy_m: 400, lat_e6: 4_400_000 }), fix(), fix()], 0)).toMatchObject({ lat_e6: 4_361_000, accuracy_m: 10, fixes: 2 }));

it("never calls a mean finer than its finest position", () =>
  expect(mean(Array.from({ length: 50 }, () => fix()), 0)!.accuracy_m).toBe(10));

it("says where the tablet calls a position made up, and is silent where it cannot tell", () => {
  expect(mean([fix(), fix({ mock: true })], 0)).toHaveProperty("mock", true);
  expect(mean([fix()], 0)).not.toHaveProperty("mock");
});

it("has no place where nothing was measured", () => expect(mean([], 0)).toBeNull());

it("waits until a position is as good as the form wants it", () => {
  const rough = Array.from({ length: 9 }, () => fix({ accuracy_m: 21 }));

  expect(isEnough(rough, 20, 600_000)).toBe(false);
});

it("has enough after five good ones, or five seconds after the first", () => {
  const good = fix({ accuracy_m: 20 });

  expect(isEnough(Array.from({ length: 4 }, () => good), 20, 1_000)).toBe(false);
  expect(isEnough(Array.from({ length: 5 }, () => good), 20, 1_000)).toBe(true);
  expect(isEnough([good], 20, 5_999)).toBe(false);
  expect(isEnough([good], 20, 6_000)).toBe(true);
});

it("measures a distance in metres", () => {
  expect(metresBetween(fix(), fix({ lat_e6: 4_361_900 }))).toBeCloseTo(100.2, 1);
  expect(metresBetween(fix(), fix({ lon_e6: 18_555_900 }))).toBeCloseTo(99.9, 1);
});
