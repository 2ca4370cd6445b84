/** The vault with its lids, and behind each everything that an officer works with. */

import { albumOf } from "./album";
import { cargoOf } from "./cargo";
import { Connection, type At, type RecordRow, type Row, type SealedRow, type Slot, type Tastes } from "./connection";
import type { Enrolled } from "./enrolling";
import { lidOf, type Lid } from "./lid";
import { migrate } from "./migrating";
import { Journals } from "./journals";
import type { Appending, Chance, LogFile, Room, Settling, Store } from "./ports";
import { reconcile, rowsIn, type Found } from "./reconciling";
import { copyOf, expectOpen, giveUp, noteReceipts, sealedPictures, sealMissing } from "./copies";
import { Envelopes, fileOf } from "./recovery";
import { boxed } from "./reports";
import { isShared, LID, metaKey, place } from "./rows";
import type { Draft, Kept, Meta, OwnRecord, RecoveryKey, SealedReport, Shard, Tablet } from "./shapes";
import { make, raise, unwrap } from "./vault";

export type { Tastes } from "./connection";

/** Wrong ones in a row. */
export interface Tries { wrong: number; waitUntil: number }

/** What can be read without the passphrase: whose tablet it is, and which of its officers is at the door. */
export interface Header extends Tries {
  tablet: Tablet;
  /** This officer's number on the tablet, and everybody's. */
  n?: number;
  all?: number[];
  /** The office has closed it for this officer. */
  closed?: boolean;
  /** By this one a closed tablet still brings what is sealed; and how many copies of it the server has kept. */
  bearer?: string;
  dropped?: number;
  /** How many sealed copies lie here, of all officers. */
  copies?: number;
}

export interface Vault {
  /** Of this officer, else of the one who opened the tablet last. */
  header(n?: number): Promise<Header | null>;
  /** Keep what `next` makes of the tries that stand on the disk, whichever tab wrote them; what stands there then. */
  keepTries(header: Header, next: (stood: Tries) => Tries): Promise<Tries>;
  /** Keep that the server has so many of the copies, which stay here all the same. */
  noteDropped(header: Header, copies: number): Promise<void>;
  /** What waits for its reader is nobody's, and is sent also when there is nobody left to open the tablet. */
  reports(): Promise<SealedReport[]>;
  dropReport(id: string): Promise<void>;
  tastes(): Promise<Tastes>;
  saveTastes(tastes: Tastes): Promise<void>;
  /** Whether something of anybody's is unfinished or unsent; known also while the vault is shut. */
  isBusy(): Promise<boolean>;
  /** A place for one more officer. */
  create(enrolled: Enrolled, passphrase: string): Promise<Store>;
  /** The store, or null when the passphrase is another. */
  unlock(passphrase: string, n?: number): Promise<Store | null>;
  /** A new token for an officer who is here already. */
  renew(passphrase: string, enrolled: Enrolled, n?: number): Promise<Store | null>;
  /** What the start found in the two journals. */
  found(): Promise<Found>;
  /** The sealed copies that the log holds, for the office, where the browser opens no database any more. */
  rescued(): Promise<{ tablet: Tablet; copies: number; file: Blob } | null>;
  /** All sealed copies as a file for the office; no passphrase opens them. */
  sealedFile(box?: "with reports"): Promise<Blob>;
}

/** One officer's part of the tablet, open. */
export interface Part { connection: Connection; journals: Journals; owner: number; tablet: Tablet; lid: Lid; chance: Chance; writing: Line; envelopes: Envelopes }

export function openVault(chance: Chance, name = "kpfield", log: LogFile | null = null, room?: Room): Vault {
  const connection = new Connection(name, room);
  const journals = new Journals(connection, log);
  const reconciled = reconcile(journals);
  const writing = new Line();
  const slots = async () => {
    await reconciled;
    return connection.use((db) => db.getAll("header"));
  };
  const slotOf = async (n?: number) => {
    const all = await slots();
    return n === undefined ? all.sort((a, b) => b.opened - a.opened)[0] : all.find((slot) => slot.n === n);
  };
  const change = (n: number, over: Partial<Slot>, stale = false) =>
    journals.enter(["header"], async (at) => {
      const slot = await at("header").get(String(n));
      if (slot) await at("header").put({ ...slot, ...over }, String(n));
    }, { stale });
  const part = (owner: number, tablet: Tablet, key: CryptoKey): Part => ({
    connection, journals, owner, tablet, lid: lidOf(key, chance), chance, writing, envelopes: new Envelopes(),
  });

  async function open(passphrase: string, n?: number): Promise<Part | null> {
    const slot = await slotOf(n);
    const key = slot?.wrapped && (await unwrap(passphrase, slot.wrapped));
    if (!slot?.wrapped || !key) return null;
    const opened = part(slot.n, slot.tablet, key);
    await migrate(connection, slot, key, opened.lid);
    const wrapped = await raise(passphrase, slot.wrapped, chance);
    const last = Math.max(...(await slots()).map((one) => one.opened));
    if (wrapped || slot.opened < last) await change(slot.n, { opened: last + 1, ...(wrapped ? { wrapped } : {}) }, wrapped !== null);
    // Under a cheaper key, or in the clear, the log keeps nothing either.
    if (wrapped || slot.officer) await journals.tidy();
    return opened;
  }
  return {
    async header(n) {
      const slot = await slotOf(n);
      if (!slot) return null;
      const { tablet, wrong, waitUntil, wrapped, bearer, dropped } = slot;
      const copies = await connection.use((db) => db.count("sealed"));
      return { tablet, wrong, waitUntil, n: slot.n, all: (await slots()).map((one) => one.n), closed: !wrapped, bearer, dropped, copies };
    },
    keepTries: ({ n = 1 }, next) =>
      journals.enter(["header"], async (at) => {
        const slot = (await at("header").get(String(n)))!;
        const tries = next({ wrong: slot.wrong, waitUntil: slot.waitUntil });
        await at("header").put({ ...slot, ...tries }, String(n));
        return tries;
      }),
    noteDropped: ({ n = 1 }, dropped) => change(n, { dropped }),
    reports: () => connection.use((db) => db.getAll("reports")),
    dropReport: (id) => connection.write(["reports"], (at) => at("reports").delete(id)),
    tastes: () => connection.use(async (db) => (await db.get("tastes", "this")) ?? {}),
    saveTastes: (value) => connection.write(["tastes"], async (at) => void (await at("tastes").put(value, "this"))),
    async isBusy() {
      await writing.end();
      return connection.use(async (db) => {
        const events = await db.getAll("events");
        return (await db.count("drafts")) > 0 || events.some(({ state }) => state === "waiting");
      });
    },
    async create(enrolled, passphrase) {
      const all = await slots();
      const n = Math.max(0, ...all.map((slot) => slot.n)) + 1;
      const [key, wrapped] = await make(passphrase, chance);
      const made = part(n, enrolled.tablet, key);
      const rows = await metaRows(made, toldAtTheDesk(enrolled));
      const opened = Math.max(0, ...all.map((slot) => slot.opened)) + 1;
      await journals.enter(["header", "meta"], async (at) => {
        for (const [name, value] of rows) await at("meta").put(value, name);
        await countOn(at, n, enrolled);
        await at("header").add({ n, tablet: enrolled.tablet, wrapped, wrong: 0, waitUntil: 0, opened }, String(n));
      });
      return openStore(made);
    },
    async unlock(passphrase, n) {
      const opened = await open(passphrase, n);
      return opened && openStore(opened);
    },
    async renew(passphrase, enrolled, n) {
      const opened = await open(passphrase, n);
      if (!opened) return null;
      const rows = await metaRows(opened, toldAtTheDesk(enrolled));
      await journals.enter(["meta"], async (at) => {
        for (const [name, value] of rows) await at("meta").put(value, name);
      });
      return openStore(opened);
    },
    found: () => reconciled,
    async rescued() {
      const rows = log ? await rowsIn(log) : [];
      const all = <T>(store: string) => rows.filter((row) => row.store === store).map(({ value }) => value as T);
      const [[slot], copies] = [all<Slot>("header"), all<SealedRow>("sealed")];
      return slot && copies.length ? { tablet: slot.tablet, copies: copies.length, file: fileOf(slot.tablet, copies, []) } : null;
    },
    async sealedFile(box) {
      await reconciled;
      const copies = await connection.use((db) => db.getAll("sealed"));
      const custodian = box && ((await connection.use((db) => db.get("meta", "custodian"))) as RecoveryKey | null | undefined);
      const reports = custodian ? await boxed(await connection.use((db) => db.getAll("reports")), custodian, chance) : undefined;
      return fileOf((await slotOf())!.tablet, copies, await sealedPictures(connection), reports);
    },
  };
}

/**
 * A tablet that was cleared, or stands in for a broken one, counts on from what the server knows of: under the old
 * numbers its events would be taken for another's. Its papers go on in a block of their own, for what was cleared may
 * have printed numbers that no event brought to the server.
 */
async function countOn(at: At, owner: number, { made = 0, numbersFrom = 2 * made }: Enrolled): Promise<void> {
  if ((await at("meta").get("counter")) === undefined && numbersFrom > 0) await at("meta").put(numbersFrom, "counter");
  if (made === 0 || (await at("meta").get("seq")) !== undefined) return;
  await at("meta").put(made, "seq");
  await at("meta").put(made, metaKey(owner, "cleared"));
}

const toldAtTheDesk = ({ token, officer, receipt_key, recovery_key = null }: Enrolled): Partial<Meta> => ({
  token, officer, receiptKey: receipt_key, closingKey: receipt_key, recoveryKey: recovery_key, custodian: recovery_key,
});

/** Writes that wait for their encryption keep the order in which they were asked for. */
class Line {
  private last: Promise<unknown> = Promise.resolve();

  then<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work, work);
    this.last = next.catch(() => undefined);
    return next;
  }
  end = () => this.last;
}

function openStore(part: Part): Store {
  const { connection, journals, writing } = part;
  const pages = new Map<number, Shard | null>();
  return {
    album: albumOf(part),
    cargo: cargoOf(connection),
    reports: () => connection.use((db) => db.getAll("reports")),
    meta: () => readMeta(part),
    drafts: () => mine<Draft>(part, "drafts", ({ id }) => id),
    // Letter after letter: an older one that took longer to encrypt must not take the place of a newer one.
    saveDraft: (draft) =>
      writing.then(async () => {
        const row = await closed(part, "drafts", draft.id, draft);
        await connection.write(["header", "drafts"], async (at) => {
          await expectOpen(at, part.owner);
          await at("drafts").put({ id: draft.id, ...row });
        });
      }),
    dropDraft: (id) => writing.then(() => connection.write(["drafts"], (at) => at("drafts").delete(id))),
    events: () => mine<Kept>(part, "events", ({ seq }) => String(seq)),
    records: () => mine<OwnRecord, RecordRow>(part, "records", ({ id }) => id, ({ written = 0 }) => ({ written })),
    shards: () => readPages(part, pages),
    prepare: () => prepare(part),
    append: (step) => writing.then(() => append(part, step)),
    settle: (change) => settle(part, change),
    nextNumber: () =>
      journals.enter(["meta"], async (at) => {
        const next = Number((await at("meta").get("counter")) ?? 0) + 1;
        await at("meta").put(next, "counter");
        return next;
      }),
  };
}

const closed = async ({ lid, owner }: Part, store: string, key: string, value: unknown): Promise<Row> => ({
  owner, ...(await lid.close(place(store, owner, key), value)),
});

/** Opened, each with what stands `beside` it in the clear. */
async function mine<T, R extends Row = never>(
  { connection, owner, lid }: Part, name: "drafts" | "events" | "records", keyOf: (row: R) => string, beside?: (row: R) => Partial<T>,
): Promise<T[]> {
  const rows: Row[] = await connection.use((db) => db.getAll(name));
  const own = rows.filter((row) => row.owner === owner);
  const opened = (row: R) => lid.open<T>(place(name, owner, keyOf(row)), row);
  return Promise.all((own as R[]).map(async (row) => (beside ? { ...(await opened(row)), ...beside(row) } : opened(row))));
}

/** A page of the register never changes under its number, so each is opened once. */
async function readPages({ connection, owner, lid }: Part, known: Map<number, Shard | null>): Promise<Shard[]> {
  const keys = await connection.use((db) => db.getAllKeys("shards"));
  for (const n of keys.filter((key) => !known.has(key))) {
    const row = await connection.use((db) => db.get("shards", n));
    if (row) known.set(n, row.owner === owner ? { n, ...shardOf(await lid.unpack(place("shards", owner), row)) } : null);
  }
  return keys.flatMap((n) => known.get(n) ?? []);
}

/** Pages of before there were tables are their changes alone. */
const shardOf = (kept: Shard | Shard["changes"]): Shard => (Array.isArray(kept) ? { changes: kept } : kept);

async function metaRows({ owner, lid }: Part, meta: Partial<Meta>): Promise<[string, unknown][]> {
  return Promise.all(
    Object.entries(meta).map(async ([name, value]): Promise<[string, unknown]> => {
      const kept = LID.has(name) ? await lid.close(place("meta", owner, name), value) : value;
      return [metaKey(owner, name), kept];
    }),
  );
}

async function readMeta({ connection, owner, lid }: Part): Promise<Partial<Meta>> {
  const [keys, values] = await connection.use((db) => {
    const tx = db.transaction("meta");
    return Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
  });
  const all: Record<string, unknown> = {};
  for (const [index, key] of keys.entries()) {
    const name = isShared(key) ? key : key.startsWith(`${owner}/`) ? key.slice(key.indexOf("/") + 1) : null;
    if (name) all[name] = LID.has(name) ? await lid.open(place("meta", owner, name), values[index] as Row) : values[index];
  }
  return all as Partial<Meta>;
}

const rowOf = async (part: Part, event: Kept) => {
  const { seq, state, answeredAt } = event;
  return { seq, state, answeredAt, ...(await closed(part, "events", String(seq), event)) };
};

const recordRows = (part: Part, records: readonly OwnRecord[]) =>
  Promise.all(records.map(async (record) => ({ id: record.id, written: (record.written ?? 0) + 1, ...(await closed(part, "records", record.id, record)) })));

/** Whether nobody has written one of these since it was read. */
async function areAsRead(at: At, read: readonly Pick<OwnRecord, "id" | "written">[]): Promise<boolean> {
  const here = await Promise.all(read.map(({ id }) => at("records").get(id)));
  return read.every(({ written = 0 }, n) => (here[n]?.written ?? 0) === written);
}

/** Only what a sealed copy needs to know: the whole of it is long to read, and somebody waits for the tick. */
async function readKeys(part: Part): Promise<Partial<Meta>> {
  const { connection, owner, lid } = part;
  const [recovery, officer] = await connection.use((db) => {
    const tx = db.transaction("meta");
    return Promise.all(["recoveryKey", "officer"].map((name) => tx.store.get(metaKey(owner, name)) as Promise<Row | undefined>));
  });
  const recoveryKey = recovery && (await lid.open<RecoveryKey | null>(place("meta", owner, "recoveryKey"), recovery));
  return officer ? { recoveryKey, officer: await lid.open(place("meta", owner, "officer"), officer) } : readMeta(part);
}

async function append(part: Part, { events, records, dropDraft }: Appending): Promise<boolean> {
  const [first, last] = [events[0]!, events.at(-1)!];
  const ready = Promise.all([
    Promise.all(events.map((event) => rowOf(part, event))), recordRows(part, records),
    readKeys(part).then((meta) => Promise.all(events.map((event) => copyOf(part, event, meta)))),
  ]);
  ready.catch(() => undefined);
  return part.journals.enter(["header", "meta", "events", "records", "drafts", "sealed"], async (at) => {
    const [seq] = await Promise.all([at("meta").get("seq"), expectOpen(at, part.owner)]);
    if (first.seq !== Number(seq ?? 0) + 1) return false;
    const [made, rows, copies] = await ready;
    if (!(await areAsRead(at, records))) return false;
    await Promise.all([
      ...made.map((row) => at("events").add(row)),
      ...copies.flatMap((copy) => (copy ? [at("sealed").put(copy)] : [])),
      at("meta").put(last.seq, "seq"),
      at("meta").put(last.sha256, "previous"),
      at("drafts").delete(dropDraft),
      ...rows.map((record) => at("records").put(record)),
    ]);
    return true;
  }, { ready });
}

async function prepare(part: Part): Promise<void> {
  const { recoveryKey } = await readKeys(part);
  if (recoveryKey) part.envelopes.prepare(recoveryKey);
}

async function settle(part: Part, change: Settling): Promise<boolean> {
  const { connection, journals, owner, lid } = part;
  const pages = [...(change.shards ?? []), ...(change.shard ? [change.shard] : [])];
  const { token: _kept, ...told } = change.meta ?? {};
  const [events, records, meta, shards] = await Promise.all([
    Promise.all((change.events ?? []).map((event) => rowOf(part, event))),
    recordRows(part, change.records ?? []),
    metaRows(part, told),
    Promise.all(pages.map(async ({ changes, tables, valid }) => ({ owner, ...(await lid.pack(place("shards", owner), { changes, tables, valid })) }))),
  ]);
  const old = change.shards ? (await connection.use((db) => db.getAll("shards"))).filter((row) => row.owner === owner) : [];
  const isWritten = await journals.enter(["meta", "events", "records", "shards", "sealed", "photos", "reports"], async (at) => {
    if (!(await areAsRead(at, [...(change.records ?? []), ...(change.forget?.records ?? [])]))) return false;
    await Promise.all([
      ...(change.report ? [at("reports").put(change.report)] : []),
      ...(change.sentReports ?? []).map((id) => at("reports").delete(id)),
      noteReceipts(at, change),
      ...old.map(({ n }) => at("shards").delete(n!)),
      ...shards.map((row) => at("shards").add(row)),
      ...events.map((row) => at("events").put(row)),
      ...records.map((row) => at("records").put(row)),
      ...meta.map(([name, value]) => at("meta").put(value, name)),
      ...(change.forget?.events ?? []).map((seq) => at("events").delete(seq)),
      ...(change.forget?.records ?? []).map(({ id }) => at("records").delete(id)),
    ]);
    return true;
  });
  if (!isWritten) return false;
  // What the log has outgrown is in nobody's way.
  void journals.tidy();
  const written = () => mine<Kept>(part, "events", ({ seq }) => String(seq));
  if (change.meta?.recoveryKey) await sealMissing(part, await written(), await readMeta(part));
  if (change.revoked && (await readMeta(part)).recoveryKey) await part.writing.then(async () => giveUp(part, await written(), (await readMeta(part)).token));
  return true;
}
