/** Fetching the posting and its registers, page by page; each page is on the disk before the next is asked for. */

import { isObject, troubleOf, type Trouble } from "./answers";
import { ask, contact, isWaiting, type Parts } from "./asking";
import { noteWait } from "./obstacles";
import { isReceiptKey, keysAfter } from "./receipts";
import { decided, reopened } from "./records";
import { compact } from "./registers";
import type { Change, Posting } from "./shapes";
import type { Packed } from "./tables";

const POSTING_AGE = 6 * 3_600_000;
const SHARDS_TO_COMPACT = 40;
const ROWS_A_PAGE = 1000;
/** Of a first load, in columns: more of them share a name or a village, so that each takes fewer bytes. */
const ROWS_A_TABLE = 5000;

/** By which key receipts are signed today; whoever gets no posting, as between two of them, is told it too. */
export async function fetchKeys(parts: Parts): Promise<Trouble | null> {
  const reply = await ask(parts, "keys/");
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const { receipt_key } = reply!.body as { receipt_key: unknown };
  if (!isReceiptKey(receipt_key)) return "not_ours";
  await parts.store.settle({ meta: await keysAfter(receipt_key, await parts.store.meta()) });
  return null;
}

export async function fetchPosting(parts: Parts): Promise<Trouble | null> {
  const meta = await parts.store.meta();
  const now = parts.clock.now();
  const age = now - (meta.postingAt ?? 0);
  if (meta.posting && age >= 0 && age < POSTING_AGE) return null;
  const reply = await ask(parts, "posting/");
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const posting = reply!.body as Posting;
  const isOurs = isObject(posting.officer) && (!meta.officer || String(posting.officer.id) === String(meta.officer.id));
  if (!Array.isArray(posting.forms) || !isObject(posting.choices) || !isOurs) return noteWait(parts, "not_ours");
  const key = isReceiptKey(posting.receipt_key) ? await keysAfter(posting.receipt_key, meta) : {};
  const recoveryKey = isReceiptKey(posting.recovery_key) ? posting.recovery_key : null;
  const lease = Number.isInteger(posting.lease_days) ? { leaseDays: posting.lease_days } : {};
  const handing = isReceiptKey(posting.hand_over_key) ? { handOverKey: posting.hand_over_key } : {};
  await parts.store.settle({ meta: { posting, postingAt: now, ...key, ...lease, ...handing, recoveryKey, custodian: recoveryKey, ...contact(now, Date.parse(posting.server_time), null) } });
  await parts.told?.(0);
  return null;
}

export async function fetchChanges(parts: Parts): Promise<Trouble | null> {
  for (let rows = 0; ; ) {
    const { cursor = "" } = await parts.store.meta();
    const reply = await ask(parts, `pull/?limit=${ROWS_A_PAGE}&tables=${ROWS_A_TABLE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    const trouble = troubleOf(reply);
    if (trouble === "refused" && cursor) {
      // The server no longer knows where we were: begin again; nothing of ours is in the registers.
      await parts.store.settle({ shards: [], meta: { cursor: "" } });
      continue;
    }
    if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
    const page = reply!.body as unknown as Page;
    // A proxy may hand out what followed another cursor; what lies between would never come.
    if (!Array.isArray(page.changes) || !Array.isArray(page.tables ?? []) || typeof page.cursor !== "string" || page.after !== cursor) return noteWait(parts, "not_ours");
    while (!(await keep(parts, page)));
    rows += page.changes.length + sumOf(page.tables);
    await parts.told?.(rows);
    if (!page.more) break;
  }
  const shards = await parts.store.shards();
  const pages = shards.filter(({ tables }) => !tables?.length);
  const rows = pages.reduce((sum, { changes }) => sum + changes.length, 0);
  // Of tables, and of the pages that a large register fills anyway, none can be saved.
  if (pages.length - rows / ROWS_A_PAGE > SHARDS_TO_COMPACT) await parts.store.settle({ shards: compact(shards) });
  return null;
}

/** `fresh` begins a first load: what was pulled before is dropped. */
interface Page { changes: Change[]; tables?: Packed[]; after: string; cursor: string; more: boolean; fresh: boolean; server_time: string }

const sumOf = (tables: readonly Packed[] = []) => tables.reduce((sum, { rows }) => sum + rows, 0);

/** False where the officer has saved meanwhile: what the page says belongs beside that. */
async function keep(parts: Parts, { changes, tables, cursor, fresh, server_time }: Page): Promise<boolean> {
  const now = parts.clock.now();
  const serverAt = Date.parse(server_time);
  const waiting = (await parts.store.events()).filter(isWaiting);
  const records = new Map((await parts.store.records()).map((record) => [record.id, record]));
  const touched = new Set<string>();
  for (const change of changes) {
    const record = change.kind === "case" && records.get(change.id);
    if (!record) continue;
    const next = decided(record, change, waiting, now);
    const again = reopened(next, records.get(next.replaces ?? ""));
    for (const one of again ? [next, again] : [next]) {
      records.set(one.id, one);
      touched.add(one.id);
    }
  }
  const shard = { changes: changes.filter(({ kind }) => kind !== "case"), tables };
  return parts.store.settle({
    records: [...records.values()].filter(({ id }) => touched.has(id)),
    ...(fresh ? { shards: [shard] } : shard.changes.length || tables?.length ? { shard } : {}),
    meta: { cursor, registersAt: now, ...contact(now, Number.isNaN(serverAt) ? null : serverAt, null) },
  });
}
