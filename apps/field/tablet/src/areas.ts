/**
 * A piece of ground as its corners: its size, and whether its boundary is one at all.
 *
 * `areas.py` of the server says the same to the last square metre: only additions, products and quotients, which every
 * machine rounds alike, in the same order.
 */

import type { Corner } from "./shapes";

type Place = readonly [lat: number, lon: number];
type Edge = readonly [Place, Place];

const WIDEST = 1_000_000;
const EQUATOR = 6378137.0;
const ECCENTRICITY = 0.006694379990141317;
const RADIANS = 1.7453292519943295e-8;

const placesOf = (corners: readonly Corner[]) => corners.map(({ lat_e6, lon_e6 }): Place => [lat_e6, lon_e6]);

/** The ground within these corners on the ellipsoid, in whole square metres. */
export function squareMetres(corners: readonly Corner[]): number {
  const places = placesOf(corners);
  const base = belt(places[0]?.[0] ?? 0);
  let twice = 0;
  for (const [one, other] of edges(places)) twice = twice + (other[1] - one[1]) * (belt(one[0]) - base + (belt(other[0]) - base));
  return Math.floor((Math.abs(twice) * RADIANS * EQUATOR * EQUATOR) / 2 + 0.5);
}

/** The surface between the equator and a latitude for a radian of longitude, in squares of the equator's radius. */
function belt(lat: number): number {
  const sine = sineOf(lat * RADIANS);
  let [power, total] = [sine, 0];
  for (let n = 0; n < 7; n += 1) {
    total = total + ((n + 1) * power) / (2 * n + 1);
    power = power * sine * sine * ECCENTRICITY;
  }
  return (1 - ECCENTRICITY) * total;
}

// Its series: the sines of two languages differ in their last digit.
function sineOf(angle: number): number {
  let [term, total] = [angle, angle];
  const square = angle * angle;
  for (let n = 1; n < 11; n += 1) {
    term = (-term * square) / (2 * n * (2 * n + 1));
    total = total + term;
  }
  return total;
}

/** What is wrong with a boundary, by the code of its sentence; empty where it encloses one piece of ground. */
export function faultIn(corners: readonly Corner[]): "" | "no_area" | "too_wide" | "crossing" {
  const places = placesOf(corners);
  const [first, second] = places;
  if (places.length < 3 || !places.some((one) => turn(first!, second!, one) !== 0)) return "no_area";
  if (places.some((one) => Math.abs(one[0] - first![0]) > WIDEST || Math.abs(one[1] - first![1]) > WIDEST)) return "too_wide";
  if (touchesItself(places)) return "crossing";
  return squareMetres(corners) > 0 ? "" : "no_area";
}

function touchesItself(places: readonly Place[]): boolean {
  if (new Set(places.map(String)).size < places.length) return true;
  const sides = edges(places);
  const last = sides.length - 1;
  // Neighbours share a corner; where one goes back on the other, the next one begins on it.
  return sides.some((side, at) => sides.slice(at + 2, at === 0 ? last : undefined).some((other) => meet(side, other)));
}

const edges = (places: readonly Place[]) => places.map((one, at): Edge => [one, places[(at + 1) % places.length]!]);

/** Above nothing where the way from a over b to c turns to one side, below where to the other. */
const turn = (a: Place, b: Place, c: Place) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Whether two sides have a place in common. */
function meet(one: Edge, other: Edge): boolean {
  for (const axis of [0, 1] as const) {
    if (Math.max(one[0][axis], one[1][axis]) < Math.min(other[0][axis], other[1][axis])) return false;
    if (Math.max(other[0][axis], other[1][axis]) < Math.min(one[0][axis], one[1][axis])) return false;
  }
  return !(apart(one, other) || apart(other, one));
}

/** Whether both ends of a side lie beyond the line, on one side of it. */
function apart(line: Edge, side: Edge): boolean {
  const [first, second] = [turn(...line, side[0]), turn(...line, side[1])];
  return (first > 0 && second > 0) || (first < 0 && second < 0);
}

/** Whether a way that is still walked crosses itself; its last corner is not yet joined to its first. */
export function crossesOnTheWay(corners: readonly Corner[]): boolean {
  const sides = edges(placesOf(corners)).slice(0, -1);
  return sides.some((side, at) => sides.slice(at + 2).some((other) => meet(side, other)));
}
