/** The sealed copies on the disk: one for each event from when it is made until a month after its receipt. */

import type { At, Connection, SealedRow } from "./connection";
import type { Journals } from "./journals";
import { keysOf, promisedIn, rowOf, type Shelf } from "./pictures";
import type { Settling } from "./ports";
import { sealTo, type Envelopes, type SealedPicture } from "./recovery";
import type { Kept, Meta, Tablet } from "./shapes";

export interface Sealing extends Shelf { journals: Journals; tablet: Tablet; envelopes: Envelopes }

/** With the keys of its pictures, which are not encrypted a second time; null where the ministry has made no recovery key. */
export async function copyOf(part: Sealing, event: Kept, meta: Partial<Meta>): Promise<SealedRow | null> {
  if (!meta.recoveryKey) return null;
  const { owner, tablet, chance } = part;
  const { id, seq, sha256, bytes, answeredAt } = event;
  const photos = await keysOf(part, event);
  const told = { tablet: tablet.id, officer: meta.officer?.id ?? meta.posting?.officer.id, id, seq, sha256, bytes, photos };
  return { owner, seq, answeredAt, photos: photos.map(({ sha256: name }) => name), ...(await sealTo(meta.recoveryKey, told, chance, part.envelopes.take(meta.recoveryKey))) };
}

/** What was made before the key was known is sealed when it comes. */
export async function sealMissing(part: Sealing, events: readonly Kept[], meta: Partial<Meta>): Promise<void> {
  const [copied, photos] = await part.connection.use((db) => Promise.all([db.getAll("sealed"), db.getAll("photos")]));
  const sealed = new Map(copied.map(({ seq, photos: names = [] }) => [seq, new Set(names)]));
  const waiting = new Set(photos.filter(({ owner, state, key }) => owner === part.owner && state === "here" && key).map(({ sha256 }) => sha256));
  const missing = events.filter(
    (event) =>
      (event.state === "waiting" && !sealed.has(event.seq)) ||
      promisedIn(event).some((name) => waiting.has(name) && !sealed.get(event.seq)?.has(name)),
  );
  const copies = await Promise.all(missing.map((event) => copyOf(part, event, meta)));
  if (copies.length === 0) return;
  await part.journals.enter(["sealed"], async (at) => {
    for (const copy of copies) if (copy) await at("sealed").put(copy);
  });
}

/** A receipt starts the month, a restored server stops it; a copy stays as long as a picture of it waits. */
export async function noteReceipts(at: At, { events = [], answeredBefore }: Settling): Promise<void> {
  for (const { seq, answeredAt } of events) {
    const copy = await at("sealed").get(seq);
    if (copy) await at("sealed").put({ ...copy, answeredAt });
  }
  if (answeredBefore === undefined) return;
  const waiting = new Set((await at("photos").getAll()).filter(({ state }) => state === "here").map(({ sha256 }) => sha256));
  for (const { seq, answeredAt, photos = [] } of await at("sealed").getAll()) {
    const old = answeredAt !== null && answeredAt < answeredBefore;
    if (old && !photos.some((name) => waiting.has(name))) await at("sealed").delete(seq);
  }
}

/** The pictures that a sealed copy opens, read one by one into blobs. */
export async function sealedPictures(connection: Connection): Promise<SealedPicture[]> {
  const [copies, photos] = await connection.use((db) => Promise.all([db.getAll("sealed"), db.getAll("photos")]));
  const sealed = new Set(copies.flatMap(({ owner, photos: names = [] }) => names.map((name) => rowOf(owner, name))));
  const pictures: SealedPicture[] = [];
  for (const { id, sha256 } of photos.filter((row) => sealed.has(row.id))) {
    const row = await connection.use((db) => db.get("pictures", id));
    if (row) pictures.push({ sha256, iv: row.iv, data: new Blob([row.data]) });
  }
  return pictures;
}

/** Nothing is written any more under a key that was given up: it would be read by nobody. */
export async function expectOpen(at: At, owner: number): Promise<void> {
  if (!(await at("header").get(String(owner)))?.wrapped) throw new DOMException("The office has closed this tablet.", "AbortError");
}

/**
 * Give up an officer's key and everything under it, on a tablet that the office has closed.
 *
 * Only where each event without a receipt has its sealed copy, and each picture that the server waits for its key in one:
 * else the officer's key is all that stands between it and nobody. What is unfinished goes, with its pictures.
 */
export async function giveUp({ journals, owner }: Sealing, events: readonly Kept[], bearer?: string): Promise<void> {
  const promised = new Set(events.flatMap(promisedIn));
  await journals.enter(["header", "meta", "drafts", "events", "records", "shards", "sealed", "photos", "pictures"], async (at) => {
    const mine = <T extends { owner: number }>(rows: T[]) => rows.filter((row) => row.owner === owner);
    const slot = await at("header").get(String(owner));
    const [written, copies, photos] = [mine(await at("events").getAll()), mine(await at("sealed").getAll()), mine(await at("photos").getAll())];
    const copied = new Set(copies.map(({ seq }) => seq));
    const sealed = new Set(copies.flatMap(({ photos: names = [] }) => names));
    const safe =
      written.every(({ seq, state }) => state !== "waiting" || copied.has(seq)) &&
      photos.every(({ sha256, state }) => state !== "here" || sealed.has(sha256) || !promised.has(sha256));
    if (!slot || !safe) return;
    for (const { key: _gone, ...row } of photos) {
      if (sealed.has(row.sha256)) await at("photos").put(row);
      else await Promise.all([at("photos").delete(row.id), at("pictures").delete(row.id)]);
    }
    for (const row of mine(await at("drafts").getAll())) await at("drafts").delete(row.id);
    for (const row of mine(await at("records").getAll())) await at("records").delete(row.id);
    for (const row of mine(await at("shards").getAll())) await at("shards").delete(row.n!);
    for (const row of written) await at("events").delete(row.seq);
    for (const name of ["token", "officer", "posting", "receiptKey", "closingKey", "recoveryKey", "handOverKey", "diary", "cursor"]) await at("meta").delete(`${owner}/${name}`);
    await at("header").put({ ...slot, wrapped: null, bearer }, String(owner));
  }, { stale: true });
  await journals.tidy();
}
