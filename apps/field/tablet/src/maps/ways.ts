/** How far a place is and in which direction, and how far the edge of an area. */

import type { Corner } from "../shapes";

export type Place = Pick<Corner, "lat_e6" | "lon_e6">;
/** `degrees`: clockwise from north. */
export interface Way { metres: number; degrees: number }

const EQUATOR = 6378137.0;
const ECCENTRICITY = 0.006694379990141317;
const RADIANS = Math.PI / 180e6;
const ROUND = 360e6;

/** How far a place lies to the north and to the east of another, in metres on the WGS 84 ellipsoid. */
export function metresTo(from: Place, to: Place): readonly [north: number, east: number] {
  const middle = ((from.lat_e6 + to.lat_e6) / 2) * RADIANS;
  const squeezed = 1 - ECCENTRICITY * Math.sin(middle) ** 2;
  const east = to.lon_e6 - from.lon_e6;
  // The shorter way around the earth.
  const around = east - ROUND * Math.round(east / ROUND);
  return [
    ((to.lat_e6 - from.lat_e6) * RADIANS * EQUATOR * (1 - ECCENTRICITY)) / squeezed ** 1.5,
    (around * RADIANS * EQUATOR * Math.cos(middle)) / Math.sqrt(squeezed),
  ];
}

/** The way as it is gone: right to a part in ten thousand as far as an officer rides in a day. */
export function wayTo(from: Place, to: Place): Way {
  const [north, east] = metresTo(from, to);
  return { metres: Math.hypot(north, east), degrees: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360 };
}

/** North is 0, then clockwise in eighths: north-east is 1. */
export const eighth = (degrees: number) => Math.round(degrees / 45) % 8;

/** Whether a place lies within an area, and how far it is to the nearest point of its boundary. */
export function edgeFrom(place: Place, corners: readonly Place[]): { inside: boolean; metres: number } {
  const flat = corners.map((corner) => metresTo(place, corner));
  const sides = flat.map((one, at) => [one, flat[(at + 1) % flat.length]!] as const);
  // Each side that a line due east of the place crosses leads in or out once.
  const crossed = sides.filter(([[n1, e1], [n2, e2]]) => n1 > 0 !== n2 > 0 && e1 + ((e2 - e1) * -n1) / (n2 - n1) > 0);
  return { inside: crossed.length % 2 === 1, metres: Math.min(...sides.map(([one, other]) => fromHere(one, other))) };
}

type Flat = readonly [north: number, east: number];

/** The distance of a side from the middle of the plan. */
function fromHere([n1, e1]: Flat, [n2, e2]: Flat): number {
  const [north, east] = [n2 - n1, e2 - e1];
  const length = north * north + east * east;
  const share = length ? Math.min(1, Math.max(0, -(n1 * north + e1 * east) / length)) : 0;
  return Math.hypot(n1 + share * north, e1 + share * east);
}
