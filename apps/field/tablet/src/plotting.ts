/** A plain picture of corners: no map, only their places, a bar of so many metres, and north at the top. */

import { metresFrom } from "./measuring";
import type { Corner } from "./shapes";

export interface Plot {
  /** In the order of the corners; x to the right, y down. */
  dots: readonly (readonly [x: number, y: number])[];
  here: readonly [x: number, y: number] | null;
  /** The circle in which the tablet is. */
  around: number;
  bar: { metres: number; width: number };
}

const BARS = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
/** The narrowest that is shown, in metres: nobody needs to see a step. */
const NARROWEST = 20;

/** Everything fits into the box with so much room around it; null where there is nothing. */
export function plot(corners: readonly Corner[], here: Corner | null, [wide, high]: readonly [number, number], margin = 28): Plot | null {
  const all = here ? [...corners, here] : corners;
  const from = all[0];
  if (!from) return null;
  const places = all.map((one) => metresFrom(from, one));
  const [norths, easts] = [places.map(([north]) => north), places.map(([, east]) => east)];
  const [top, left] = [Math.max(...norths), Math.min(...easts)];
  const [tall, broad] = [Math.max(NARROWEST, top - Math.min(...norths)), Math.max(NARROWEST, Math.max(...easts) - left)];
  const scale = Math.min((wide - 2 * margin) / broad, (high - 2 * margin) / tall);
  const [x0, y0] = [(wide - (Math.max(...easts) - left) * scale) / 2, (high - (top - Math.min(...norths)) * scale) / 2];
  const dots = places.map(([north, east]) => [x0 + (east - left) * scale, y0 + (top - north) * scale] as const);
  const metres = BARS.findLast((one) => one * scale <= wide / 3) ?? BARS[0]!;
  return {
    dots: dots.slice(0, corners.length), here: here ? dots.at(-1)! : null, around: (here?.accuracy_m ?? 0) * scale,
    bar: { metres, width: metres * scale },
  };
}
