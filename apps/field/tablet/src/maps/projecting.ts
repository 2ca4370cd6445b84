/** Places on the screen: Mercator's map, on which north is up and a direction is what it is on the ground. */

import type { Place } from "./ways";

/** A place of the whole world's map, each way from 0 to 1; y grows to the south. */
export type Spot = readonly [x: number, y: number];
export type Size = readonly [wide: number, high: number];
/** What is in the middle of the screen, and how many pixels the whole world would be wide. */
export interface View { x: number; y: number; scale: number }

const EQUATOR = 6378137.0;
/** Beyond it the map has no end. */
const FARTHEST = 85;
/** Metres that a pixel may show: a pit, and a country. */
const [FINEST, ROUGHEST] = [0.1, 2_000];
/** The narrowest that is shown at first, in metres. */
const NARROWEST = 300;
const BARS = [1, 2, 5].flatMap((one) => [1, 10, 100, 1_000, 10_000, 100_000].map((power) => one * power)).sort((a, b) => a - b);

export function spotOf({ lat_e6, lon_e6 }: Place): Spot {
  const latitude = (Math.min(FARTHEST, Math.max(-FARTHEST, lat_e6 / 1e6)) * Math.PI) / 180;
  return [lon_e6 / 360e6 + 0.5, 0.5 - Math.asinh(Math.tan(latitude)) / (2 * Math.PI)];
}

export const onScreen = ({ x, y, scale }: View, [wide, high]: Size, [spotX, spotY]: Spot): Spot => [
  wide / 2 + (spotX - x) * scale, high / 2 + (spotY - y) * scale,
];

/** Metres of the whole world's width at this latitude: what is far from the equator is drawn too large. */
const around = (y: number) => (2 * Math.PI * EQUATOR) / Math.cosh((0.5 - y) * 2 * Math.PI);

export const metresAPixel = ({ y, scale }: View) => around(y) / scale;

function within(view: View): View {
  const metres = Math.min(ROUGHEST, Math.max(FINEST, metresAPixel(view)));
  return { x: Math.min(1, Math.max(0, view.x)), y: Math.min(1, Math.max(0, view.y)), scale: around(view.y) / metres };
}

/** Everything fits in, with so many pixels around it; null where there is nothing. */
export function fitting(places: readonly Place[], [wide, high]: Size, margin = 48): View | null {
  if (places.length === 0) return null;
  const spots = places.map(spotOf);
  const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)];
  const [left, right, top, low] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const middle = { x: (left + right) / 2, y: (top + low) / 2 };
  const least = NARROWEST / around(middle.y);
  const room = (length: number) => Math.max(1, length - 2 * margin);
  return within({ ...middle, scale: Math.min(room(wide) / Math.max(least, right - left), room(high) / Math.max(least, low - top)) });
}

/** So many pixels to the right and down. */
export const moved = (view: View, right: number, down: number): View =>
  within({ ...view, x: view.x - right / view.scale, y: view.y - down / view.scale });

/** So many times larger; what lies at this place of the screen stays where it is. */
export function zoomed(view: View, times: number, [wide, high]: Size, [x, y]: Spot = [wide / 2, high / 2]): View {
  const next = within({ ...view, scale: view.scale * times });
  const [right, down] = [x - wide / 2, y - high / 2];
  return within({ ...next, x: view.x + right / view.scale - right / next.scale, y: view.y + down / view.scale - down / next.scale });
}

/** A round number of metres, at most a third of the screen wide. */
export function barOf(view: View, [wide]: Size): { metres: number; width: number } {
  const pixel = metresAPixel(view);
  const metres = BARS.findLast((one) => one / pixel <= wide / 3) ?? BARS[0]!;
  return { metres, width: metres / pixel };
}
