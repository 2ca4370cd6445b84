/** Fetching the list of the country's valid numbers: what it consists of, and of that what is not here. */

import { isObject, troubleOf, type Trouble } from "./answers";
import { ask, type Parts } from "./asking";
import { listedIn, missingOf, type Names } from "./listed";
import { noteWait } from "./obstacles";
import type { Valid } from "./shapes";

const AGE = 6 * 3_600_000;
const PIECES_AT_ONCE = 200;

/**
 * Ask what the list consists of, then for what is not here, some at a time; each lies on the disk before the next is
 * asked for. A piece that has changed meanwhile comes with the next exchange, and until then the list of before holds.
 */
export async function fetchValid(parts: Parts): Promise<Trouble | null> {
  const [meta, known, now] = [await parts.store.meta(), listedIn(await parts.store.shards()), parts.clock.now()];
  const age = now - (meta.validAskedAt ?? 0);
  if (known && age >= 0 && age < AGE) return null;
  const reply = await ask(parts, `valid/?known=${known?.name ?? ""}`);
  // A server of before keeps no such list.
  if (reply?.status === 404) return null;
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const { name, at, pieces } = reply!.body as { name: unknown; at: unknown; pieces: unknown };
  const asked = { validAt: Date.parse(String(at)), validAskedAt: now };
  if (typeof name !== "string" || Number.isNaN(asked.validAt)) return noteWait(parts, "not_ours");
  if (pieces === null && name === known?.name) {
    await parts.store.settle({ meta: asked });
    return null;
  }
  if (!isObject(pieces)) return noteWait(parts, "not_ours");
  const names = pieces as Names;
  const stopped = await fetchPieces(parts, names);
  if (stopped || missingOf(names, await parts.store.shards()).length > 0) return stopped;
  await parts.store.settle({ shard: { changes: [], valid: { pieces: {}, list: { name, names } } }, meta: asked });
  return null;
}

async function fetchPieces(parts: Parts, names: Names): Promise<Trouble | null> {
  const missing = missingOf(names, await parts.store.shards());
  for (let from = 0; from < missing.length; from += PIECES_AT_ONCE) {
    const wanted = missing.slice(from, from + PIECES_AT_ONCE);
    const reply = await ask(parts, "valid/", JSON.stringify({ names: wanted }));
    const trouble = troubleOf(reply);
    if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
    const { pieces } = reply!.body as { pieces: unknown };
    if (!isObject(pieces)) return noteWait(parts, "not_ours");
    await parts.store.settle({ shard: { changes: [], valid: { pieces: asTold(pieces, names, wanted) } } });
  }
  return null;
}

/** Those of them that were asked for, and are still what the list consists of. */
function asTold(pieces: Record<string, unknown>, names: Names, wanted: readonly string[]): Valid["pieces"] {
  const told: Valid["pieces"] = {};
  for (const name of wanted) {
    const piece = Object.hasOwn(pieces, name) ? pieces[name] : null;
    if (isObject(piece) && piece["digest"] === names[name]) told[name] = { digest: names[name]!, content: String(piece["content"]) };
  }
  return told;
}
