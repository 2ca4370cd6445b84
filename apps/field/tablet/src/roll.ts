/** The roll: once a day the tablet names what it was told is safe, and sends again what the server does not know. */

import { isObject, type Trouble } from "./answers";
import { isWaiting, type Parts } from "./asking";
import { sha256 } from "./events";
import { noteWait } from "./obstacles";
import { push, sendAll } from "./sending";
import type { Carried, Kept } from "./shapes";

const EVERY = 86_400_000;
const MOST = 2000;

/**
 * Ask by its hash for each event that lies here and was answered, and each package of a colleague's that was handed in.
 *
 * The high-water mark counts numbers. Where a tablet was set up from a copy of its disk, another event may stand under
 * the number of ours, and a server restored from its backup may then lack ours without a gap. Of what was carried only
 * this tablet may be left, where the colleague's is broken.
 */
export async function callRoll(parts: Parts): Promise<Trouble | null> {
  const { rolledAt, seq = 0 } = await parts.store.meta();
  const age = parts.clock.now() - (rolledAt ?? 0);
  if (age >= 0 && age < EVERY) return null;
  const answered = (await parts.store.events()).filter((event) => !isWaiting(event));
  const handed = ((await parts.store.cargo?.all()) ?? []).filter(({ sealed, handedAt }) => sealed && handedAt !== null);
  const names = [...handed.map(({ id }) => id), ...answered.map((event) => event.sha256)].slice(-MOST);
  if (names.length === 0) return null;
  // What the server has just answered for the first time it need not be asked about.
  if (rolledAt === undefined) return sendAgain(parts, [], []);
  const [reply, trouble] = await push(parts, { announced: seq, events: [], kept: names });
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const missing = await missingIn(reply!.body, names);
  if (!missing) return noteWait(parts, "not_ours");
  return sendAgain(parts, answered.filter((event) => missing.has(event.sha256)), handed.filter(({ id }) => missing.has(id)));
}

/** An answer to an earlier roll is none to this one. */
async function missingIn(body: unknown, names: readonly string[]): Promise<Set<string> | null> {
  const receipt = isObject(body) && isObject(body["receipt"]) ? body["receipt"] : {};
  const roll = receipt["roll"];
  const ours = isObject(roll) && Array.isArray(roll["missing"]) && roll["called"] === (await sha256(names.join(",")));
  return ours ? new Set(roll["missing"] as string[]) : null;
}

/** Packages wait from now on as they did before, and go when what is carried does. */
async function sendAgain(parts: Parts, lost: readonly Kept[], packages: readonly Carried[]): Promise<Trouble | null> {
  for (const one of packages) await parts.store.cargo!.settle({ ...one, handedAt: null, keptShut: false });
  const events = lost.map((event) => ({ ...event, state: "waiting" as const, answeredAt: null }));
  await parts.store.settle({ events, meta: { rolledAt: parts.clock.now() } });
  return events.length ? sendAll(parts) : null;
}
