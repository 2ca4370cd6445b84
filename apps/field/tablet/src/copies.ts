/** The sealed copies on the disk: one for each event from when it is made until a month after its receipt. */

import type { At, Connection, SealedRow } from "./connection";
import type { Chance, Settling } from "./ports";
import { sealTo } from "./recovery";
import type { Kept, Meta, Tablet } from "./shapes";

export interface Sealing { connection: Connection; owner: number; tablet: Tablet; chance: Chance }

/** Null where the ministry has made no recovery key. */
export async function copyOf({ owner, tablet, chance }: Sealing, event: Kept, meta: Partial<Meta>): Promise<SealedRow | null> {
  if (!meta.recoveryKey) return null;
  const { id, seq, sha256, bytes, answeredAt } = event;
  const told = { tablet: tablet.id, officer: meta.officer?.id ?? meta.posting?.officer.id, id, seq, sha256, bytes };
  return { owner, seq, answeredAt, ...(await sealTo(meta.recoveryKey, told, chance)) };
}

/** What was made before the key was known is sealed when it comes. */
export async function sealMissing(part: Sealing, events: readonly Kept[], meta: Partial<Meta>): Promise<void> {
  const sealed = new Set(await part.connection.use((db) => db.getAllKeys("sealed")));
  const missing = events.filter(({ seq, state }) => state === "waiting" && !sealed.has(seq));
  const copies = await Promise.all(missing.map((event) => copyOf(part, event, meta)));
  if (copies.length === 0) return;
  await part.connection.write(["sealed"], async (at) => {
    for (const copy of copies) if (copy) await at("sealed").put(copy);
  });
}

/** A receipt starts the month, a restored server stops it. */
export async function noteReceipts(at: At, { events = [], answeredBefore }: Settling): Promise<void> {
  for (const { seq, answeredAt } of events) {
    const copy = await at("sealed").get(seq);
    if (copy) await at("sealed").put({ ...copy, answeredAt });
  }
  if (answeredBefore === undefined) return;
  for (const { seq, answeredAt } of await at("sealed").getAll()) {
    if (answeredAt !== null && answeredAt < answeredBefore) await at("sealed").delete(seq);
  }
}

/** Nothing is written any more under a key that was given up: it would be read by nobody. */
export async function expectOpen(at: At, owner: number): Promise<void> {
  if (!(await at("header").get(String(owner)))?.wrapped) throw new DOMException("The office has closed this tablet.", "AbortError");
}

/**
 * Give up an officer's key and everything under it, on a tablet that the office has closed.
 *
 * Only where each event without a receipt has its sealed copy, and no photo waits, of which there is none: else the key is all that stands between it and nobody.
 */
export function giveUp({ connection, owner }: Sealing): Promise<void> {
  return connection.write(["header", "meta", "drafts", "events", "records", "shards", "sealed", "photos"], async (at) => {
    const mine = <T extends { owner: number }>(rows: T[]) => rows.filter((row) => row.owner === owner);
    const [slot, events, sealed] = await Promise.all([at("header").get(String(owner)), at("events").getAll(), at("sealed").getAll()]);
    const copied = new Set(sealed.map(({ seq }) => seq));
    const safe = mine(events).every(({ seq, state }) => state !== "waiting" || copied.has(seq));
    const photos = mine(await at("photos").getAll());
    if (!slot || !safe || photos.some(({ state }) => state === "here")) return;
    for (const row of photos) await at("photos").delete(row.id);
    for (const row of mine(await at("drafts").getAll())) await at("drafts").delete(row.id);
    for (const row of mine(await at("records").getAll())) await at("records").delete(row.id);
    for (const row of mine(await at("shards").getAll())) await at("shards").delete(row.n!);
    for (const row of mine(events)) await at("events").delete(row.seq);
    for (const name of ["token", "officer", "posting", "receiptKey", "recoveryKey", "cursor"]) await at("meta").delete(`${owner}/${name}`);
    await at("header").put({ ...slot, wrapped: null }, String(owner));
  });
}
