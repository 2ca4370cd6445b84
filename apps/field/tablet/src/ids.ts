/** UUIDv7: the moment first, so that ids sort as they were made; the rest is chance. */

import type { Chance } from "./ports";

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Of a photo or a hand-over as well: a loop over a list of pairs takes less than a fifth of the time of writing out each byte. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += PAIRS[byte];
  return text;
}

export function uuid7(now: number, chance: Chance): string {
  const bytes = chance.bytes(16);
  let rest = Math.max(0, Math.floor(now));
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const all = hex(bytes);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}
