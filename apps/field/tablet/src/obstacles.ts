/** What stands in the way of an exchange: how long to leave the server alone, and whether the office closed this tablet. */

import { isObject, type Trouble } from "./answers";
import { ask, type Parts } from "./asking";
import { pause } from "./backoff";
import { sha256 } from "./events";
import { hex } from "./ids";
import { CLOSING, isSigned } from "./receipts";

/** Note it; a tablet that the office has closed gives up the register, and keeps what it has not sent. */
export async function noteWait(parts: Parts, said: Trouble, retryAfter?: number): Promise<Trouble> {
  const trouble = said === "unproved" && (await isClosed(parts)) ? "revoked" : said;
  const { attempts = 0 } = await parts.store.meta();
  const until = parts.clock.now() + pause(attempts, parts.chance, retryAfter);
  const given = trouble === "revoked" ? { shards: [], revoked: true } : {};
  await parts.store.settle({ ...given, meta: { pauseUntil: until, ...(trouble === "revoked" ? { cursor: "" } : {}) } });
  return trouble;
}

/**
 * Whether the server says so in its own hand, about this token, to this question.
 *
 * Only the key that came with a code counts, or one that it vouched for: no key is asked for now, since whoever pretends
 * to be the server would give his own.
 */
async function isClosed(parts: Parts): Promise<boolean> {
  const { receiptKey, closingKey = receiptKey } = await parts.store.meta();
  if (!closingKey) return false;
  const word = hex(parts.chance.bytes(16));
  const reply = await ask(parts, "closing/", JSON.stringify({ ask: word, key: closingKey.key }));
  const said = reply?.status === 200 && isObject(reply.body) ? reply.body : {};
  const ours = said["ask"] === word && said["token"] === (await sha256(parts.token)) && typeof said["closed_at"] === "string";
  return ours && isSigned(said, closingKey, CLOSING);
}
