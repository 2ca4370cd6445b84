/** Read where something is: a point, or the corners of an area. A text in place of it says why it cannot be taken. */

import { faultIn } from "./areas.ts";
import type { Area, Corner, Point } from "./shapes";

type Bounds = Record<string, readonly [least: number, most: number]>;
const PLACE: Bounds = { lat_e6: [-90_000_000, 90_000_000], lon_e6: [-180_000_000, 180_000_000] };
const ACCURACY: Bounds = { accuracy_m: [0, 100_000] };
const MEASURED: Bounds = { fixes: [0, 1_000], seconds: [0, 86_400] };

export function readPoint(raw: unknown): Point | string {
  const { mock, ...rest } = asParts(raw);
  const point = readParts(rest, { ...PLACE, ...ACCURACY }, MEASURED);
  return point && isMock(mock) ? ({ ...point, ...told(mock) } as unknown as Point) : "unreadable";
}

export function readArea(raw: unknown, most: number): Area | null | string {
  const { mock, corners: said, ...rest } = asParts(raw);
  if (!Array.isArray(said) || Object.keys(rest).length > 0) return "unreadable";
  if (said.length > most) return "too_long";
  const corners = said.map((one) => readParts(one, PLACE, ACCURACY) as Corner | null);
  if (!isMock(mock) || !corners.every((one) => one !== null)) return "unreadable";
  return corners.length === 0 ? null : faultIn(corners) || { corners, ...told(mock) };
}

/** Nothing where it is no set of parts at all, so that what must be there is missing. */
const asParts = (raw: unknown) => (typeof raw === "object" && raw !== null && !Array.isArray(raw) ? raw : {}) as Record<string, unknown>;
const isMock = (mock: unknown) => mock === undefined || typeof mock === "boolean";
const told = (mock: unknown): { mock?: boolean } => (typeof mock === "boolean" ? { mock } : {});
const isWhole = (raw: unknown, [least, most]: Bounds[string]) => Number.isInteger(raw) && (raw as number) >= least && (raw as number) <= most;

/** The parts that must be there and those that may, each within its bounds, and nothing else. */
function readParts(raw: unknown, needed: Bounds, more: Bounds = {}): Record<string, number> | null {
  const parts = asParts(raw);
  const named = Object.entries({ ...needed, ...more }).filter(([name]) => Object.hasOwn(parts, name) || name in needed);
  if (named.length !== Object.keys(parts).length || !named.every(([name, bounds]) => isWhole(parts[name], bounds))) return null;
  return Object.fromEntries(named.map(([name]) => [name, parts[name] as number]));
}

/** The metres to which a point is known, or the roughest corner; a corner that was typed says nothing of itself. */
export const roughness = (place: Point | Area): number =>
  "corners" in place ? Math.max(0, ...place.corners.map((one) => one.accuracy_m ?? 0)) : place.accuracy_m;
