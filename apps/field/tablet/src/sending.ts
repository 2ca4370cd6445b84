/** Sending what waits here; only what a receipt names counts as sent. */

import { acknowledged, isObject, troubleOf, type Acknowledged, type Trouble } from "./answers";
import { ask, contact, isWaiting, type Parts } from "./asking";
import { fetchKeys } from "./fetching";
import { hex } from "./ids";
import { noteWait } from "./obstacles";
import type { Reply } from "./ports";
import { isFor, isSigned } from "./receipts";
import { answered } from "./records";
import type { Kept, Meta } from "./shapes";

const MOST_EVENTS = 50;
const MOST_BYTES = 900_000;

export async function sendAll(parts: Parts): Promise<Trouble | null> {
  let most = MOST_EVENTS;
  // What the server finds too large even alone stays here, and the others go.
  const large = new Set<number>();
  for (let first = true; ; first = false) {
    const events = await parts.store.events();
    const batch = nextBatch(events.filter(({ seq }) => !large.has(seq)), most);
    // The first call of an exchange goes out even when empty: it says how many events exist, and learns of a restore.
    if (batch.length === 0 && !first) return large.size ? "too_large" : null;
    const trouble = await sendBatch(parts, batch, events);
    if (trouble === "too_large" && batch.length > 1) most = Math.ceil(batch.length / 2);
    else if (trouble === "too_large" && batch.length === 1) large.add(batch[0]!.seq);
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
  const [reply, trouble] = await push(parts, { announced, events: wire });
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

/** Ask with a word of our own that the receipt has to repeat: an earlier answer, however well signed, is none to this. */
export async function push(parts: Parts, said: { announced: number; events: unknown[]; kept?: readonly string[] }): Promise<[Reply | null, Trouble | null]> {
  const word = hex(parts.chance.bytes(8));
  const reply = await ask(parts, "push/", JSON.stringify({ app: parts.app, ask: word, ...said }), true);
  return [reply, troubleOf(reply) ?? (await doubt(parts, reply!.body, word))];
}

/** What speaks against an answer: our key did not sign it. A key with another name may be our new one; the server says. */
async function doubt(parts: Parts, body: unknown, word: string): Promise<Trouble | null> {
  const said = isObject(body) ? body : {};
  const receipt = isObject(said["receipt"]) ? said["receipt"] : {};
  const known = (await parts.store.meta()).receiptKey;
  if (!(await isSigned(receipt, known))) {
    if (typeof receipt["key"] !== "string" || receipt["key"] === known?.key) return "not_ours";
    const trouble = await fetchKeys(parts);
    if (trouble) return trouble;
    if (!(await isSigned(receipt, (await parts.store.meta()).receiptKey))) return "not_ours";
  }
  // A server of an earlier version repeats nothing.
  const ours = receipt["ask"] === undefined || receipt["ask"] === word;
  return ours && (await isFor(receipt, said["answers"])) ? null : "not_ours";
}

/** Where the officer saves meanwhile, what was answered is laid beside what he has written. */
async function settle(parts: Parts, receipt: Acknowledged, batch: Kept[], events: Kept[]): Promise<void> {
  for (let here = events; !(await settled(parts, receipt, batch, here)); here = await parts.store.events());
}

async function settled(parts: Parts, receipt: Acknowledged, batch: Kept[], events: Kept[]): Promise<boolean> {
  const now = parts.clock.now();
  const meta = await parts.store.meta();
  const answeredNow = batch
    .filter(({ seq }) => receipt.answers.has(seq))
    .map((event) => ({ ...event, state: receipt.answers.get(event.seq)!.status, answeredAt: receipt.at ?? now }));
  const waiting = events.filter((event) => isWaiting(event) && !receipt.answers.has(event.seq));
  const records = new Map((await parts.store.records()).map((record) => [record.id, record]));
  for (const event of answeredNow) {
    const record = records.get(event.record);
    if (record) records.set(record.id, answered(record, receipt.answers.get(event.seq)!, receipt.at ?? now, waiting));
  }
  const touched = new Set(answeredNow.map(({ record }) => record));
  const lost = lostByTheServer(receipt, { highWater: hadOnce(receipt, meta, events) }, events, batch);
  return parts.store.settle({
    events: [...answeredNow, ...lost],
    records: [...records.values()].filter(({ id }) => touched.has(id)),
    // Whoever forgot some may have forgotten more than numbers tell.
    meta: { ...contact(now, receipt.at, receipt.highWater), ...(lost.length ? { rolledAt: 0 } : {}) },
  });
}

/**
 * How far the server's count has been, as far as this officer knows.
 *
 * Where a colleague on this tablet had not sent yet, the mark stood still before our event that was answered: standing
 * there once the colleague has sent, the server does not have it any more.
 */
function hadOnce({ highWater }: Acknowledged, meta: Partial<Meta>, events: Kept[]): number {
  const next = (highWater ?? 0) + 1;
  const answered = events.some(({ seq, state }) => seq === next && state !== "waiting" && state !== "quarantined");
  return Math.max(meta.highWater ?? 0, answered ? next : 0);
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
