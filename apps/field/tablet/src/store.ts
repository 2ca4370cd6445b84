/** The one module that touches IndexedDB: the vault with its lid, and behind it everything that an officer works with. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Enrolled } from "./enrolling";
import type { Appending, Chance, Settling, Store } from "./ports";
import type { Draft, Kept, Meta, Officer, OwnRecord, Shard, Tablet } from "./shapes";
import { decrypt, encrypt, make, unwrap, type Sealed, type Wrapped } from "./vault";

/** What can be read without the passphrase: whose tablet it is, and the wrapped key. */
export interface Header { tablet: Tablet; officer: Officer; wrapped: Wrapped; wrong: number; waitUntil: number }
export interface Tastes { language?: "en" | "fr"; sun?: boolean }

interface Schema extends DBSchema {
  header: { key: string; value: Header };
  tastes: { key: string; value: Tastes };
  meta: { key: string; value: unknown };
  drafts: { key: string; value: Draft };
  events: { key: number; value: Kept };
  records: { key: string; value: OwnRecord };
  shards: { key: number; value: Shard };
}
type Database = IDBPDatabase<Schema>;
type Name = "header" | "tastes" | "meta" | "drafts" | "events" | "records" | "shards";

export interface Vault {
  header(): Promise<Header | null>;
  saveHeader(header: Header): Promise<void>;
  tastes(): Promise<Tastes>;
  saveTastes(tastes: Tastes): Promise<void>;
  /** Whether something is unfinished or unsent; known also while the vault is shut. */
  isBusy(): Promise<boolean>;
  create(enrolled: Enrolled, passphrase: string): Promise<Store>;
  /** The store, or null when the passphrase is another. */
  unlock(passphrase: string): Promise<Store | null>;
  /** The token by which an enrolled tablet is known, sealed under the key of an open store. */
  renew(passphrase: string, enrolled: Enrolled): Promise<Store | null>;
}

const strict = { durability: "strict" } as const;

/** A connection that is opened again when the browser dropped it, as it may when memory is short. */
class Connection {
  private opened: Promise<Database> | null = null;

  constructor(private readonly name: string) {}

  async use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (fault) {
      if (!(fault instanceof DOMException) || fault.name !== "InvalidStateError") throw fault;
      this.opened = null;
      return work(await this.open());
    }
  }

  private open(): Promise<Database> {
    this.opened ??= openDB<Schema>(this.name, 1, {
      upgrade(db) {
        for (const name of ["header", "tastes", "meta"] as const) db.createObjectStore(name);
        db.createObjectStore("drafts", { keyPath: "id" });
        db.createObjectStore("events", { keyPath: "seq" });
        db.createObjectStore("records", { keyPath: "id" });
        db.createObjectStore("shards", { keyPath: "n", autoIncrement: true });
      },
      terminated: () => (this.opened = null),
    });
    return this.opened;
  }

  /** One transaction; what it wrote is on the disk when this returns. */
  write<T>(names: Name[], work: (store: <N extends Name>(name: N) => ReturnType<typeof opener<N>>) => Promise<T>): Promise<T> {
    return this.use(async (db) => {
      const tx = db.transaction(names, "readwrite", strict);
      try {
        const result = await work((name) => tx.objectStore(name) as never);
        await tx.done;
        return result;
      } catch (fault) {
        // A full disk ends the transaction by itself; the first fault is the one to tell.
        await tx.done.catch(() => undefined);
        throw fault;
      }
    });
  }
}

declare function opener<N extends Name>(name: N): {
  get(key: IDBValidKey): Promise<Schema[N]["value"] | undefined>;
  put(value: Schema[N]["value"], key?: IDBValidKey): Promise<unknown>;
  add(value: Schema[N]["value"], key?: IDBValidKey): Promise<unknown>;
  delete(key: IDBValidKey): Promise<void>;
  clear(): Promise<void>;
};

export function openVault(chance: Chance, name = "kpfield"): Vault {
  const connection = new Connection(name);
  const header = () => connection.use(async (db) => (await db.get("header", "this")) ?? null);
  const saveHeader = (value: Header) => connection.write(["header"], async (at) => void (await at("header").put(value, "this")));
  const unlock = async (passphrase: string) => {
    const known = await header();
    const key = known && (await unwrap(passphrase, known.wrapped));
    return key ? openStore(connection, key) : null;
  };
  return {
    header,
    saveHeader,
    tastes: () => connection.use(async (db) => (await db.get("tastes", "this")) ?? {}),
    saveTastes: (value) => connection.write(["tastes"], async (at) => void (await at("tastes").put(value, "this"))),
    isBusy: () =>
      connection.use(async (db) => {
        const events = await db.getAll("events");
        return (await db.count("drafts")) > 0 || events.some(({ state }) => state === "waiting");
      }),
    async create(enrolled, passphrase) {
      const [key, wrapped] = await make(passphrase, chance);
      const token = await sealText(key, enrolled.token, chance);
      const { tablet, officer } = enrolled;
      await connection.write(["header", "meta"], async (at) => {
        await at("meta").put(token, "token");
        await at("meta").put(enrolled.receipt_key, "receiptKey");
        await at("header").put({ tablet, officer, wrapped, wrong: 0, waitUntil: 0 }, "this");
      });
      return openStore(connection, key);
    },
    unlock,
    async renew(passphrase, enrolled) {
      const known = await header();
      const key = known && (await unwrap(passphrase, known.wrapped));
      if (!key) return null;
      const token = await sealText(key, enrolled.token, chance);
      await connection.write(["meta"], async (at) => {
        await at("meta").put(token, "token");
        await at("meta").put(enrolled.receipt_key, "receiptKey");
      });
      return openStore(connection, key);
    },
  };
}

const sealText = (key: CryptoKey, text: string, chance: Chance) => encrypt(key, new TextEncoder().encode(text), chance);
const openText = async (key: CryptoKey, sealed: Sealed) => new TextDecoder().decode(await decrypt(key, sealed));

/** Behind the lid. The token is sealed under the key; the other values pass the same door and are sealed there next. */
function openStore(connection: Connection, key: CryptoKey): Store {
  return {
    meta: () => readMeta(connection, key),
    drafts: () => connection.use((db) => db.getAll("drafts")),
    saveDraft: (draft) => connection.write(["drafts"], async (at) => void (await at("drafts").put(draft))),
    dropDraft: (id) => connection.write(["drafts"], (at) => at("drafts").delete(id)),
    events: () => connection.use((db) => db.getAll("events")),
    records: () => connection.use((db) => db.getAll("records")),
    shards: () => connection.use((db) => db.getAll("shards")),
    append: (step) => append(connection, step),
    settle: (change) => settle(connection, change),
    nextNumber: () =>
      connection.write(["meta"], async (at) => {
        const next = Number((await at("meta").get("counter")) ?? 0) + 1;
        await at("meta").put(next, "counter");
        return next;
      }),
  };
}

async function readMeta(connection: Connection, key: CryptoKey): Promise<Partial<Meta>> {
  const [keys, values] = await connection.use((db) => {
    const tx = db.transaction("meta");
    return Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
  });
  const all: Record<string, unknown> = Object.fromEntries(keys.map((name, index) => [name, values[index]]));
  if (all["token"]) all["token"] = await openText(key, all["token"] as Sealed);
  return all as Partial<Meta>;
}

function append(connection: Connection, { event, records, dropDraft }: Appending): Promise<boolean> {
  return connection.write(["meta", "events", "records", "drafts"], async (at) => {
    const seq = Number((await at("meta").get("seq")) ?? 0);
    if (event.seq !== seq + 1) return false;
    await Promise.all([
      at("events").add(event),
      at("meta").put(event.seq, "seq"),
      at("meta").put(event.sha256, "previous"),
      at("drafts").delete(dropDraft),
      ...records.map((record) => at("records").put(record)),
    ]);
    return true;
  });
}

function settle(connection: Connection, change: Settling): Promise<void> {
  return connection.write(["meta", "events", "records", "shards"], async (at) => {
    const work: Promise<unknown>[] = [];
    if (change.shards) work.push(at("shards").clear());
    for (const shard of [...(change.shards ?? []), ...(change.shard ? [change.shard] : [])]) {
      work.push(at("shards").add({ changes: shard.changes }));
    }
    for (const event of change.events ?? []) work.push(at("events").put(event));
    for (const record of change.records ?? []) work.push(at("records").put(record));
    for (const [name, value] of Object.entries(change.meta ?? {})) {
      if (name !== "token") work.push(at("meta").put(value, name));
    }
    for (const seq of change.forget?.events ?? []) work.push(at("events").delete(seq));
    for (const id of change.forget?.records ?? []) work.push(at("records").delete(id));
    await Promise.all(work);
  });
}
