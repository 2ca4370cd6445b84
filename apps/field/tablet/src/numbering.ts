/** That no number is printed twice, and that what is printed can be verified: seen to at each contact. */

import type { Trouble } from "./answers";
import type { Parts } from "./asking";

/** More than an officer gives out between two contacts; the server leaves out as many (apps/accounts). */
const BLOCK = 5000;
/** An event prints two numbers at most. */
const AN_EVENT = 2;
const RENEWED_BEFORE = 60 * 86_400_000;

/**
 * A tablet that was set back to an earlier copy of its disk has forgotten numbers that it has printed.
 *
 * It learns of that from the server, which has more of its events than it has made.
 */
export async function skipPrinted({ store }: Parts): Promise<Trouble | null> {
  const { seq = 0, counter = 0, highWater = 0 } = await store.meta();
  const behind = AN_EVENT * highWater + BLOCK;
  if (seq < highWater && counter < behind) await store.settle({ meta: { counter: behind } });
  return null;
}

/** Where the country does not vouch for this tablet's key yet, or not for long any more. */
export async function certifyKey(parts: Parts): Promise<Trouble | null> {
  const { signer, posting } = await parts.store.meta();
  const left = signer?.certificate ? Date.parse(signer.endsOn) - parts.clock.now() : 0;
  if (!posting?.papers || left > RENEWED_BEFORE) return null;
  const papers = await import("./papers/signing").catch(() => null);
  return papers ? papers.certify(parts) : null;
}
