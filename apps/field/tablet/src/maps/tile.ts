/** A vector tile (MVT, version 2), as far as the map draws it. What is none ends in a `RangeError`. */

export type Layer = "zone" | "edge" | "river" | "road" | "outline" | "settlement";
/** `paths` in SVG's words, in the tile's units; `places`: what has a name and a point. */
export interface Tile { extent: number; paths: Path[]; places: { name: string; x: number; y: number }[] }
export interface Path { layer: Layer; filled: boolean; d: string }

const LAYERS = new Set<string>(["zone", "edge", "river", "road", "outline", "settlement"]);
/** As it is when nothing is said. */
const EXTENT = 4096;
const [POINT, POLYGON] = [1, 3];

export function readTile(bytes: Uint8Array): Tile {
  const tile: Tile = { extent: EXTENT, paths: [], places: [] };
  for (const { field, part } of fieldsIn(bytes)) if (field === 3 && part) readLayer(part, tile);
  return tile;
}

function readLayer(bytes: Uint8Array, tile: Tile): void {
  const [features, keys, values]: [Uint8Array[], string[], string[]] = [[], [], []];
  let name = "";
  for (const { field, part, value } of fieldsIn(bytes)) {
    if (field === 1 && part) name = textOf(part);
    else if (field === 2 && part) features.push(part);
    else if (field === 3 && part) keys.push(textOf(part));
    else if (field === 4 && part) values.push(textIn(part));
    else if (field === 5) tile.extent = Math.max(1, value);
  }
  if (!LAYERS.has(name)) return;
  for (const feature of features) readFeature(feature, name as Layer, keys, values, tile);
}

function readFeature(bytes: Uint8Array, layer: Layer, keys: readonly string[], values: readonly string[], tile: Tile): void {
  let [kind, tags, geometry]: [number, number[], number[]] = [0, [], []];
  for (const { field, part, value } of fieldsIn(bytes)) {
    if (field === 2 && part) tags = numbersIn(part);
    else if (field === 3) kind = value;
    else if (field === 4 && part) geometry = numbersIn(part);
  }
  const at = tags.findIndex((key, place) => place % 2 === 0 && keys[key] === "name");
  const name = at < 0 ? "" : (values[tags[at + 1]!] ?? "");
  const { d, first } = drawn(geometry);
  if (kind === POINT) tile.places.push(...(first && name ? [{ name, x: first[0], y: first[1] }] : []));
  else if (d) tile.paths.push({ layer, filled: kind === POLYGON, d });
}

/** Commands of a pen: move to (1), line to (2), each with so many steps; close (7). */
function drawn(geometry: readonly number[]): { d: string; first: readonly [x: number, y: number] | null } {
  let [x, y, d] = [0, 0, ""];
  let first: readonly [number, number] | null = null;
  for (let at = 0; at < geometry.length; ) {
    const [command, times] = [geometry[at]! & 7, geometry[at]! >>> 3];
    at += 1;
    if (command === 7) {
      d += "Z";
      continue;
    }
    if ((command !== 1 && command !== 2) || at + 2 * times > geometry.length) throw new RangeError("This pen goes nowhere.");
    for (let step = 0; step < times; step += 1, at += 2) {
      x += signed(geometry[at]!);
      y += signed(geometry[at + 1]!);
      d += `${command === 1 ? "M" : "L"}${x} ${y}`;
      first ??= [x, y];
    }
  }
  return { d, first };
}

const signed = (value: number) => (value >>> 1) ^ -(value & 1);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function textIn(value: Uint8Array): string {
  for (const { field, part } of fieldsIn(value)) if (field === 1 && part) return textOf(part);
  return "";
}

/** `part`: of what has a length; else `value`, as far as 32 bits go. */
interface FieldRead { field: number; value: number; part: Uint8Array | null }

function* fieldsIn(bytes: Uint8Array): Generator<FieldRead> {
  for (let at = 0; at < bytes.length; ) {
    const [tag, after] = numberAt(bytes, at);
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire === 0) {
      const [value, next] = numberAt(bytes, after);
      yield { field, value, part: null };
      at = next;
    } else {
      const [length, from] = wire === 2 ? numberAt(bytes, after) : [LENGTHS[wire] ?? Infinity, after];
      if (from + length > bytes.length) throw new RangeError("This tile is cut off.");
      yield { field, value: 0, part: wire === 2 ? bytes.subarray(from, from + length) : null };
      at = from + length;
    }
  }
}

const LENGTHS: Record<number, number> = { 1: 8, 5: 4 };

function numbersIn(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [value, next] = numberAt(bytes, at);
    numbers.push(value);
    at = next;
  }
  return numbers;
}

function numberAt(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from; at < bytes.length && at < from + 10; at += 1) {
    const byte = bytes[at]!;
    if (at < from + 5) value |= (byte & 127) << (7 * (at - from));
    if (byte < 128) return [value >>> 0, at + 1];
  }
  throw new RangeError("This number has no end.");
}
