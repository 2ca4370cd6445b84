/** A row with bytes in it as bytes: JSON in front, and behind it what JSON cannot hold. */

interface Hole { "\u0000": [from: number, length: number, isBuffer: boolean] }

const isHole = (value: unknown): value is Hole => typeof value === "object" && value !== null && "\u0000" in value;

export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const json = JSON.stringify(value, (_name, one: unknown) => {
    if (!(one instanceof ArrayBuffer) && !(one instanceof Uint8Array)) return one;
    const hole: Hole = { "\u0000": [length, one.byteLength, one instanceof ArrayBuffer] };
    parts.push(one instanceof ArrayBuffer ? new Uint8Array(one) : one);
    length += one.byteLength;
    return hole;
  });
  const words = new TextEncoder().encode(json);
  const packed = new Uint8Array(4 + words.length + length);
  new DataView(packed.buffer).setUint32(0, words.length);
  packed.set(words, 4);
  let at = 4 + words.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

export function unpack<T>(packed: Uint8Array): T {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const words = new TextDecoder().decode(packed.subarray(4, 4 + length));
  return JSON.parse(words, (_name, one: unknown) => {
    if (!isHole(one)) return one;
    const [from, size, isBuffer] = one["\u0000"];
    const bytes = packed.slice(4 + length + from, 4 + length + from + size);
    return isBuffer ? bytes.buffer : bytes;
  }) as T;
}
