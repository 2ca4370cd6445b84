/** Around a piece of ground on foot: which positions become corners, and corners that are written. */

import type { Fix } from "./measuring";
import { metresBetween } from "./measuring";
import type { Corner } from "./shapes";

/** Nearer ones are the same place. */
const APART = 10;

export interface Step { corners: readonly Corner[]; back: boolean }

/**
 * What one more position makes of the way so far.
 *
 * It is a corner where it is known to `limit` metres and lies farther from the last one than both could be wrong; near
 * the first corner, the way around is done.
 */
export function step(corners: readonly Corner[], fix: Fix, limit: number, most: number): Step {
  const apart = Math.max(APART, fix.accuracy_m);
  const [first, last] = [corners[0], corners.at(-1)];
  if (fix.accuracy_m > limit || (last && metresBetween(last, fix) < apart)) return { corners, back: false };
  if (first && corners.length > 2 && metresBetween(first, fix) < apart) return { corners, back: true };
  return { corners: thinned([...corners, cornerOf(fix)], most), back: false };
}

export const cornerOf = ({ lat_e6, lon_e6, accuracy_m }: Fix): Corner => ({ lat_e6, lon_e6, accuracy_m });

/** At most so many corners: first goes the one that the outline misses least. Where it begins and ends stays. */
export function thinned(corners: readonly Corner[], most: number): readonly Corner[] {
  if (corners.length <= most) return corners;
  const bends = corners.slice(1, -1).map((one, at) => bend(corners[at]!, one, corners[at + 2]!));
  const least = 1 + bends.indexOf(Math.min(...bends));
  return thinned(corners.filter((_, at) => at !== least), most);
}

/** The triangle that is cut off without this corner, in any unit. */
const bend = (a: Corner, b: Corner, c: Corner) =>
  Math.abs((b.lat_e6 - a.lat_e6) * (c.lon_e6 - a.lon_e6) - (b.lon_e6 - a.lon_e6) * (c.lat_e6 - a.lat_e6));

/** The metres from corner to corner, without the way back to the first. */
export const walked = (corners: readonly Corner[]) =>
  corners.slice(1).reduce((sum, one, at) => sum + metresBetween(corners[at]!, one), 0);

/** Millionths of a degree from what was written, with a point or a comma; null where it is none or beyond `most`. */
export function readDegrees(written: string, most: 90 | 180): number | null {
  const found = /^\s*([-−]?)(\d{1,3})(?:[.,](\d{1,6}))?\s*°?\s*$/.exec(written);
  if (!found) return null;
  const size = Number(found[2]) * 1_000_000 + Number((found[3] ?? "").padEnd(6, "0"));
  if (size > most * 1_000_000) return null;
  return found[1] && size ? -size : size;
}
