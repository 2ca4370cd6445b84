/** One exchange with the server: send what waits here, then fetch what the posting may know. */

import { acknowledged, isObject, troubleOf, type Acknowledged, type Trouble } from "./answers";
import type { Chance, Clock, Network, Store } from "./ports";
import { pause } from "./backoff";
import { answered, decided, reopened } from "./records";
import { compact } from "./registers";
import type { Change, Kept, Meta, Posting } from "./shapes";

export interface Parts {
  store: Store;
  network: Network;
  clock: Clock;
  chance: Chance;
  token: string;
  language: string;
  app: string;
}
export interface Outcome { trouble: Trouble | null; sent: number; left: number }

const MOST_EVENTS = 50;
const MOST_BYTES = 900_000;
const POSTING_AGE = 6 * 3_600_000;
const KEPT_FOR = 30 * 86_400_000;
const SHARDS_TO_COMPACT = 40;
const ROWS_A_PAGE = 1000;
const PATH = "/api/sync/v1/";

/**
 * Exchange with the server until both sides have what they should, or until something stands in the way.
 *
 * Nothing leaves the outbox without a receipt that names it, so a lost answer costs a second sending and never a record.
 */
export async function exchange(parts: Parts): Promise<Outcome> {
  const before = await parts.store.events();
  const trouble = (await sendAll(parts)) ?? (await fetchPosting(parts)) ?? (await fetchChanges(parts));
  const after = await parts.store.events();
  await noteEnd(parts, trouble);
  if (!trouble) await forgetOld(parts);
  const left = after.filter(isWaiting).length;
  return { trouble, sent: Math.max(0, before.filter(isWaiting).length - left), left };
}

export const isWaiting = (event: Kept) => event.state === "waiting";

async function sendAll(parts: Parts): Promise<Trouble | null> {
  let most = MOST_EVENTS;
  for (let first = true; ; first = false) {
    const events = await parts.store.events();
    const batch = nextBatch(events, most);
    // The first call of an exchange goes out even when empty: it says how many events exist, and learns of a restore.
    if (batch.length === 0 && !first) return null;
    const trouble = await sendBatch(parts, batch, events);
    if (trouble === "too_large" && batch.length > 1) most = Math.ceil(batch.length / 2);
    else if (trouble) return trouble;
  }
}

export function nextBatch(events: readonly Kept[], most: number): Kept[] {
  const batch: Kept[] = [];
  let size = 0;
  for (const event of events.filter(isWaiting).sort((a, b) => a.seq - b.seq)) {
    size += event.bytes.length * 2 + 300;
    if (batch.length === most || (batch.length > 0 && size > MOST_BYTES)) break;
    batch.push(event);
  }
  return batch;
}

async function sendBatch(parts: Parts, batch: Kept[], events: Kept[]): Promise<Trouble | null> {
  const announced = Math.max((await parts.store.meta()).seq ?? 0, 0);
  const wire = batch.map(({ id, seq, sha256, bytes }) => ({ id, seq, sha256, bytes }));
  const reply = await ask(parts, "push/", JSON.stringify({ app: parts.app, announced, events: wire }));
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const receipt = acknowledged(reply!.body, batch);
  if (!receipt || receipt.answers.size < batch.length) {
    // What was answered is settled all the same; the rest waits for the next exchange.
    if (receipt) await settle(parts, receipt, batch, events);
    return "not_ours";
  }
  await settle(parts, receipt, batch, events);
  return null;
}

async function settle(parts: Parts, receipt: Acknowledged, batch: Kept[], events: Kept[]): Promise<void> {
  const now = parts.clock.now();
  const meta = await parts.store.meta();
  const settled = batch
    .filter(({ seq }) => receipt.answers.has(seq))
    .map((event) => ({ ...event, state: receipt.answers.get(event.seq)!.status, answeredAt: now }));
  const waiting = events.filter((event) => isWaiting(event) && !receipt.answers.has(event.seq));
  const records = new Map((await parts.store.records()).map((record) => [record.id, record]));
  for (const event of settled) {
    const record = records.get(event.record);
    if (record) records.set(record.id, answered(record, receipt.answers.get(event.seq)!, receipt.at ?? now, waiting));
  }
  const touched = new Set(settled.map(({ record }) => record));
  await parts.store.settle({
    events: [...settled, ...lostByTheServer(receipt, meta, events, batch)],
    records: [...records.values()].filter(({ id }) => touched.has(id)),
    meta: contact(now, receipt.at, receipt.highWater),
  });
}

/** A high-water mark that went back is a server restored from its backup: what lies above it is sent again. */
function lostByTheServer(receipt: Acknowledged, meta: Partial<Meta>, events: Kept[], batch: Kept[]): Kept[] {
  const mark = receipt.highWater;
  if (mark === null || mark >= (meta.highWater ?? 0)) return [];
  const sent = new Set(batch.map(({ seq }) => seq));
  return events
    .filter((event) => event.seq > mark && !sent.has(event.seq) && !isWaiting(event))
    .map((event) => ({ ...event, state: "waiting" as const, answeredAt: null }));
}

function contact(now: number, serverAt: number | null, highWater: number | null): Partial<Meta> {
  return {
    contactAt: now,
    ...(serverAt === null ? {} : { clockOffset: Math.round((serverAt - now) / 1000) }),
    ...(highWater === null ? {} : { highWater }),
  };
}

async function fetchPosting(parts: Parts): Promise<Trouble | null> {
  const meta = await parts.store.meta();
  const now = parts.clock.now();
  const age = now - (meta.postingAt ?? 0);
  if (meta.posting && age >= 0 && age < POSTING_AGE) return null;
  const reply = await ask(parts, "posting/");
  const trouble = troubleOf(reply);
  if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
  const posting = reply!.body as Posting;
  if (!Array.isArray(posting.forms) || !isObject(posting.choices)) return "not_ours";
  await parts.store.settle({ meta: { posting, postingAt: now, ...contact(now, Date.parse(posting.server_time), null) } });
  return null;
}

async function fetchChanges(parts: Parts): Promise<Trouble | null> {
  for (;;) {
    const { cursor } = await parts.store.meta();
    const reply = await ask(parts, `pull/?limit=${ROWS_A_PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    const trouble = troubleOf(reply);
    if (trouble === "refused" && cursor) {
      // The server no longer knows where we were: begin again; nothing of ours is in the registers.
      await parts.store.settle({ shards: [], meta: { cursor: "" } });
      continue;
    }
    if (trouble) return noteWait(parts, trouble, reply?.retryAfter);
    const page = reply!.body as unknown as Page;
    if (!Array.isArray(page.changes) || typeof page.cursor !== "string") return "not_ours";
    await keep(parts, page);
    if (!page.more) break;
  }
  const shards = await parts.store.shards();
  if (shards.length > SHARDS_TO_COMPACT) await parts.store.settle({ shards: compact(shards) });
  return null;
}

/** `fresh` begins a first load: what was pulled before is dropped. */
interface Page { changes: Change[]; cursor: string; more: boolean; fresh: boolean; server_time: string }

async function keep(parts: Parts, { changes, cursor, fresh, server_time }: Page): Promise<void> {
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
  const rows = changes.filter(({ kind }) => kind !== "case");
  await parts.store.settle({
    records: [...records.values()].filter(({ id }) => touched.has(id)),
    ...(fresh ? { shards: [{ changes: rows }] } : rows.length ? { shard: { changes: rows } } : {}),
    meta: { cursor, registersAt: now, ...contact(now, Number.isNaN(serverAt) ? null : serverAt, null) },
  });
}

const ask = (parts: Parts, path: string, body?: string) =>
  parts.network.send({
    method: body === undefined ? "GET" : "POST",
    path: PATH + path,
    token: parts.token,
    language: parts.language,
    body,
  });

async function noteWait(parts: Parts, trouble: Trouble, retryAfter?: number): Promise<Trouble> {
  const { attempts = 0 } = await parts.store.meta();
  const until = parts.clock.now() + pause(attempts, parts.chance, retryAfter);
  // A tablet that was closed by the office gives up the register, and keeps what it has not sent.
  const given = trouble === "revoked" ? { shards: [] } : {};
  await parts.store.settle({ ...given, meta: { pauseUntil: until, ...(trouble === "revoked" ? { cursor: "" } : {}) } });
  return trouble;
}

async function noteEnd(parts: Parts, trouble: Trouble | null): Promise<void> {
  const { attempts = 0, pauseUntil = 0 } = await parts.store.meta();
  await parts.store.settle({ meta: trouble ? { attempts: attempts + 1, pauseUntil } : { attempts: 0, pauseUntil: 0 } });
}

/** A month after the receipt, what the desk has closed is taken off the tablet. */
async function forgetOld(parts: Parts): Promise<void> {
  const before = parts.clock.now() - KEPT_FOR;
  const records = new Map((await parts.store.records()).map((record) => [record.id, record]));
  const closed = (id: string) => ["accepted", "rejected", "replaced"].includes(records.get(id)?.state ?? "accepted");
  const all = await parts.store.events();
  const old = all.filter((event) => event.answeredAt !== null && event.answeredAt < before && closed(event.record));
  if (old.length === 0) return;
  const gone = new Set(old.map(({ seq }) => seq));
  const emptied = new Set(old.map(({ record }) => record));
  for (const event of all) if (!gone.has(event.seq)) emptied.delete(event.record);
  await parts.store.settle({ forget: { events: [...gone], records: [...emptied] } });
}
