/** Whether a number stands on the country's list of valid ones; apps/sync/papers/pieces.py writes its pieces. */

import { hex } from "../ids";
import { isWhole } from "../numbers";

/** What a piece of this name holds, in base64. */
export type Pieces = (name: string) => string | undefined;

const SPAN = 1024;
const TAIL = 4;
/** As tablets give them: the check digit follows from the others. */
const GIVEN = /^(.*)-([0-9]{5})-[0-9]$/;
const SERIAL = /^(.*?)([0-9]{1,9})$/;

/** The series of a number, called by its first, and its place in it; null where it has no figures at its end. */
function placeOf(number: string): [series: string, at: number] | null {
  const given = GIVEN.exec(number);
  if (given && isWhole(number)) return [`${given[1]}-00000-`, Number(given[2])];
  const serial = SERIAL.exec(number);
  return serial && [serial[1] + "0".repeat(serial[2]!.length), Number(serial[2])];
}

export async function isAmong(number: string, pieces: Pieces): Promise<boolean> {
  const place = placeOf(number);
  if (place) {
    const [series, at] = place;
    const bits = bytesOf(pieces(`${series}/${Math.floor(at / SPAN)}`));
    if ((bits[(at % SPAN) >> 3] ?? 0) >> (at % 8) & 1) return true;
  }
  const digest = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(number))));
  const [name, tail] = [`#${digest.slice(0, 2)}`, digest.slice(2, 2 + 2 * TAIL)];
  const tails = hex(bytesOf(pieces(name)));
  for (let from = 0; from < tails.length; from += 2 * TAIL) if (tails.startsWith(tail, from)) return true;
  return false;
}

const bytesOf = (base64 = "") => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
