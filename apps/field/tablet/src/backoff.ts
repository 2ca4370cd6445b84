/** How long to wait before trying again, so that fifty tablets do not come back in the same second. */

import type { Chance } from "./ports";

const SHORTEST = 5_000;
const LONGEST = 15 * 60_000;

/** Milliseconds; doubles with each attempt and varies by half of itself. */
export function pause(attempt: number, chance: Chance, retryAfter?: number): number {
  const wanted = Math.min(LONGEST, SHORTEST * 2 ** Math.min(attempt, 12));
  const share = (chance.bytes(1)[0] ?? 0) / 255;
  return Math.max(wanted * (0.5 + share), (retryAfter ?? 0) * 1000 * (1 + share / 2));
}
