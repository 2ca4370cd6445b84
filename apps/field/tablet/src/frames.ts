/** Entries in a file, one after the other: each with its number, its length and a checksum, so that a torn one is known. */

/** "kpf1", so that the next whole entry is found behind a damaged one. */
const MARK = 0x6b706631;
const HEAD = 16;

export interface Frame { n: number; end: number; body: Uint8Array<ArrayBuffer> }

export function frame(n: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(HEAD + body.length);
  const head = new DataView(framed.buffer);
  head.setUint32(0, MARK);
  head.setUint32(4, n);
  head.setUint32(8, body.length);
  framed.set(body, HEAD);
  head.setUint32(12, checksum(framed));
  return framed;
}

/**
 * Every entry that can be read, in the order of the file.
 *
 * `whole` is where the unbroken row of them ends: behind it lies a torn tail, or what could be rescued behind a damage.
 */
export function framesIn(file: Uint8Array<ArrayBuffer>): { frames: Frame[]; whole: number } {
  const frames: Frame[] = [];
  let whole = 0;
  for (let at = 0; at + HEAD <= file.length; ) {
    const found = frameAt(file, at);
    if (found && at === whole && found.n === frames.length) whole = found.end;
    if (found) frames.push(found);
    at = found ? found.end : at + 1;
  }
  return { frames, whole };
}

function frameAt(file: Uint8Array<ArrayBuffer>, at: number): Frame | null {
  const head = new DataView(file.buffer, file.byteOffset + at, HEAD);
  if (head.getUint32(0) !== MARK) return null;
  const end = at + HEAD + head.getUint32(8);
  if (end > file.length || checksum(file.subarray(at, end)) !== head.getUint32(12)) return null;
  return { n: head.getUint32(4), end, body: file.subarray(at + HEAD, end) };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

/** CRC-32 over a framed entry but for the four bytes in which it stands. */
function checksum(framed: Uint8Array): number {
  let sum = 0xffffffff;
  for (let at = 0; at < framed.length; at += 1) {
    if (at < 12 || at >= HEAD) sum = TABLE[(sum ^ framed[at]!) & 255]! ^ (sum >>> 8);
  }
  return ~sum >>> 0;
}
