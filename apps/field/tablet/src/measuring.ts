/** A place from several positions: satellites move, and the mean of a minute is nearer than the last second. */

import type { Point, Position } from "./shapes";

/** A position, and the moment at which the tablet had it. */
export interface Fix extends Position { at: number }

/** So many good ones are enough, and so many milliseconds after the first good one. */
const ENOUGH = 5;
const LONGEST = 5_000;
/** One that is so many times rougher than the best one says nothing more. */
const ROUGHER = 2;

/**
 * The mean of what was measured since a moment, the finer ones counting for more; null where nothing was.
 *
 * It is called as accurate as the single positions are: the same satellites err the same way in each of them.
 */
export function mean(fixes: readonly Fix[], since: number): Point | null {
  const best = Math.min(...fixes.map(({ accuracy_m }) => accuracy_m));
  const used = fixes.filter(({ accuracy_m }) => accuracy_m <= best * ROUGHER);
  const last = used.at(-1);
  if (!last) return null;
  const weights = used.map(({ accuracy_m }) => 1 / Math.max(1, accuracy_m) ** 2);
  const all = weights.reduce((sum, one) => sum + one, 0);
  // From the first one on, so that nothing is lost in large numbers.
  const [lat, lon] = (["lat_e6", "lon_e6"] as const).map(
    (name) => used[0]![name] + used.reduce((sum, fix, at) => sum + (fix[name] - used[0]![name]) * weights[at]!, 0) / all,
  );
  return {
    lat_e6: Math.round(lat!), lon_e6: Math.round(lon!), accuracy_m: Math.ceil(Math.sqrt(used.length / all)),
    fixes: Math.min(1_000, used.length), seconds: Math.min(86_400, Math.max(0, Math.round((last.at - since) / 1000))),
    // A browser does not tell; only a shell around it can.
    ...(fixes.some(({ mock }) => mock) ? { mock: true } : {}),
  };
}

/** Whether a place is known as well as the form wants it, and nothing more is gained by standing there. */
export function isEnough(fixes: readonly Fix[], limit: number, now: number): boolean {
  const good = fixes.filter(({ accuracy_m }) => accuracy_m <= limit);
  return good.length >= ENOUGH || (good.length > 0 && now - good[0]!.at >= LONGEST);
}

/** The metres between two places that lie near each other. */
export function metresBetween(one: Place, other: Place): number {
  const [north, east] = metresFrom(one, other);
  return Math.hypot(north, east);
}

type Place = Pick<Position, "lat_e6" | "lon_e6">;
const METRES = 6_378_137 * (Math.PI / 180e6);

/** How far a place lies to the north and to the east of another. */
export const metresFrom = (from: Place, { lat_e6, lon_e6 }: Place): [north: number, east: number] => [
  (lat_e6 - from.lat_e6) * METRES, (lon_e6 - from.lon_e6) * METRES * Math.cos(from.lat_e6 * (Math.PI / 180e6)),
];
