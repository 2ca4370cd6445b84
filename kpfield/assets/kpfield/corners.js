// A piece of ground as its corners, [latitude, longitude] in millionths of a degree: read, written, measured, judged.
// The server says what counts; this says the same while somebody draws.

const MILLION = 1_000_000;
const EQUATOR = 6378137;
const ECCENTRICITY = 0.006694379990141317;
const NUMBER = String.raw`([-+]?\d{1,3}(?:[.,]\d+)?)`;
const PLAIN = new RegExp(String.raw`^${NUMBER}\s*[;,\s]\s*${NUMBER}$`);
const PART = String.raw`(\d{1,3})\s*°\s*(?:(\d{1,2})\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|'')?\s*)?`;
const SPLIT = new RegExp(String.raw`^${PART}([NS])\s*[;,]?\s*${PART}([EWO])$`, "i");

/** The corners that these lines write, and the number of the first line that writes none; 0 where all do. */
export function read(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const found = lines.map(cornerIn);
  const wrong = found.findIndex((one) => !one) + 1;
  // Without one that is written twice in a row, or the first again at the end.
  const kept = found.filter((one, at) => one && String(one) !== String(found[at - 1]));
  const closed = kept.length > 1 && String(kept[0]) === String(kept.at(-1));
  return { corners: closed ? kept.slice(0, -1) : kept, wrong };
}

function cornerIn(line) {
  const plain = PLAIN.exec(line);
  if (plain) return onEarth(plain.slice(1).map(number));
  const split = SPLIT.exec(line);
  return split ? onEarth([degrees(split.slice(1, 5)), degrees(split.slice(5, 9))]) : null;
}

const number = (written) => Number((written ?? "0").replace(",", "."));

function degrees([whole, minutes, seconds, way]) {
  const size = Number(whole) + number(minutes) / 60 + number(seconds) / 3600;
  return "SWO".includes(way.toUpperCase()) ? -size : size;
}

function onEarth([lat, lon]) {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [Math.round(lat * MILLION), Math.round(lon * MILLION)] : null;
}

/** One to a line, as `read` and the server read them. */
export const write = (corners) =>
  corners.map((corner) => corner.map((value) => (value / MILLION).toFixed(6)).join(" ")).join("\n");

export const sidesOf = (corners) => corners.map((one, at) => [one, corners[(at + 1) % corners.length]]);

/** What the corners enclose, on the map of docs/measuring.md. */
export function hectares(corners) {
  const radians = Math.PI / 180 / MILLION;
  const twice = sidesOf(corners).reduce(
    (sum, [one, other]) => sum + (other[1] - one[1]) * (belt(one[0] * radians) + belt(other[0] * radians) - 2 * belt(corners[0][0] * radians)),
    0,
  );
  return (Math.abs(twice) * radians * EQUATOR * EQUATOR) / 2 / 10_000;
}

function belt(lat) {
  const sine = Math.sin(lat);
  let [power, total] = [sine, 0];
  for (let n = 0; n < 7; n += 1) {
    total += ((n + 1) * power) / (2 * n + 1);
    power *= sine * sine * ECCENTRICITY;
  }
  return (1 - ECCENTRICITY) * total;
}

/** Two sides that have a place in common, by the corners at which they begin; null where the boundary is one. */
export function crossing(corners) {
  const sides = sidesOf(corners);
  for (let at = 0; at < sides.length; at += 1)
    for (let other = at + 2; other < sides.length - (at === 0 ? 1 : 0); other += 1)
      if (meet(sides[at], sides[other])) return [at, other];
  return null;
}

function meet(one, other) {
  const [a, b] = one;
  const [c, d] = other;
  // Of many corners nearly all sides lie apart: that is found without making anything.
  for (let axis = 0; axis < 2; axis += 1) {
    if (Math.max(a[axis], b[axis]) < Math.min(c[axis], d[axis])) return false;
    if (Math.max(c[axis], d[axis]) < Math.min(a[axis], b[axis])) return false;
  }
  return !(apart(one, other) || apart(other, one));
}

function apart(line, side) {
  const [first, second] = side.map((corner) => turn(...line, corner));
  return (first > 0 && second > 0) || (first < 0 && second < 0);
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
