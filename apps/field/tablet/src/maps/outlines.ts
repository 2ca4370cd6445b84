/** An area as a register carries it: whole numbers, as apps/forms/outlines.py writes them. */

import type { Place } from "./ways";

/** Its corners; none where it has no area, or where the text is none of ours. */
export function fromSteps(text: unknown): Place[] {
  if (typeof text !== "string" || !/^-?\d+ -?\d+( -?\d+ -?\d+)*$/.test(text)) return [];
  const numbers = text.split(" ").map(Number);
  const corners: Place[] = [];
  let [lat_e6, lon_e6] = [0, 0];
  for (let at = 0; at < numbers.length; at += 2) {
    lat_e6 += numbers[at]!;
    lon_e6 += numbers[at + 1]!;
    corners.push({ lat_e6, lon_e6 });
  }
  return corners;
}
