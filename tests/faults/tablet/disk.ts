/** A tablet's disk in memory: what was flushed outlives a power cut, what was only written outlives the browser. */

import type { Store } from "../../../apps/field/tablet/src/ports";
import type { Draft, Kept, Meta, OwnRecord, Shard } from "../../../apps/field/tablet/src/shapes";
import type { Header, Tastes, Vault } from "../../../apps/field/tablet/src/store";

interface Tables {
  header: Map<string, Header>;
  tastes: Map<string, Tastes>;
  meta: Map<string, unknown>;
  drafts: Map<string, Draft>;
  events: Map<number, Kept>;
  records: Map<string, OwnRecord>;
  shards: Map<number, Shard>;
  phrase: Map<string, string>;
  /** Keys that the database gives out by itself are never given out again, whatever was deleted. */
  counters: Map<string, number>;
}
type Name = keyof Tables;
type Undo = () => void;

/** Lets a transaction be taken back as a whole. */
class Writing {
  readonly undone: Undo[] = [];
  constructor(private readonly tables: Tables) {}

  put<N extends Name>(name: N, key: unknown, value: unknown): void {
    const table = this.tables[name] as Map<unknown, unknown>;
    this.remember(table, key);
    table.set(key, frozen(structuredClone(value)));
  }
  delete(name: Name, key: unknown): void {
    const table = this.tables[name] as Map<unknown, unknown>;
    this.remember(table, key);
    table.delete(key);
  }
  clear(name: Name): void {
    for (const key of [...this.tables[name].keys()]) this.delete(name, key);
  }
  private remember(table: Map<unknown, unknown>, key: unknown): void {
    const [had, before] = [table.has(key), table.get(key)];
    this.undone.unshift(() => (had ? table.set(key, before) : table.delete(key)));
  }
}

/** What lies on a disk is nobody's object: whoever changed it in memory would change it without a write. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

const never = <T>() => new Promise<T>(() => undefined);
const blank = (): Tables => ({
  header: new Map(), tastes: new Map(), meta: new Map(), drafts: new Map(), events: new Map(), records: new Map(),
  shards: new Map(), phrase: new Map(), counters: new Map(),
});
export type Image = { tables: Tables };

export class Disk {
  tables = blank();
  /** Counts starts of the browser: whoever runs from an earlier one is dead and hears nothing any more. */
  boot = 0;
  /** Steps of the disk until the browser dies; 0 for never. */
  fuse = 0;
  /** Whether the battery goes with it. */
  power = false;
  /** How many writes still find room, and how many after them do not. */
  room = 0;
  full = 0;
  private unflushed: Undo[][] = [];

  constructor(private readonly relaxed: boolean, private readonly died: () => void) {}

  die(power = this.power): void {
    this.boot += 1;
    this.fuse = 0;
    if (power) for (const undone of this.unflushed.reverse()) for (const undo of undone) undo();
    this.unflushed = [];
    this.died();
  }

  image(): Image {
    return { tables: structuredClone(this.tables) };
  }

  /** As a tablet that is set up again from a copy of its disk. */
  restore(image: Image): void {
    this.tables = structuredClone(image.tables);
    this.unflushed = [];
  }

  /** A moment at which the browser may die, and at which the dead stay silent. */
  private point(boot: number): Promise<void> | null {
    if (boot !== this.boot) return never();
    if (this.fuse > 0 && --this.fuse === 0) {
      this.die();
      return never();
    }
    return null;
  }

  async read<T>(boot: number, look: (tables: Tables) => T): Promise<T> {
    await this.point(boot);
    return look(this.tables);
  }

  /** One transaction. It is on the disk when this returns, unless the planted bug let go of that. */
  async write<T>(boot: number, work: (at: Writing) => T): Promise<T> {
    await this.point(boot);
    if (this.room > 0) this.room -= 1;
    else if (this.full > 0) {
      this.full -= 1;
      throw new DOMException("The disk is full.", "QuotaExceededError");
    }
    const writing = new Writing(this.tables);
    const result = work(writing);
    if (this.relaxed) this.unflushed = [...this.unflushed, writing.undone].slice(-8);
    await this.point(boot);
    return result;
  }
}

/** The vault on this disk, for one start of the browser. Keys and ciphertext are left to the tablet's own tests. */
export function vaultOn(disk: Disk, boot: number): Vault {
  const store = storeOn(disk, boot);
  const opens = (phrase: string) => disk.read(boot, ({ phrase: kept }) => kept.get("this") === phrase);
  return {
    header: () => disk.read(boot, ({ header }) => header.get("this") ?? null),
    saveHeader: (header) => disk.write(boot, (at) => at.put("header", "this", header)),
    tastes: () => disk.read(boot, ({ tastes }) => tastes.get("this") ?? {}),
    saveTastes: (tastes) => disk.write(boot, (at) => at.put("tastes", "this", tastes)),
    isBusy: () =>
      disk.read(boot, ({ drafts, events }) => drafts.size > 0 || [...events.values()].some(({ state }) => state === "waiting")),
    async create({ tablet, officer, token }, phrase) {
      await disk.write(boot, (at) => {
        at.put("meta", "token", token);
        at.put("phrase", "this", phrase);
        at.put("header", "this", { tablet, officer, wrapped: {}, wrong: 0, waitUntil: 0 });
      });
      return store;
    },
    unlock: async (phrase) => ((await opens(phrase)) ? store : null),
    // Nobody here carries a file to the office: opening sealed copies has tests of its own.
    sealedFile: async () => "",
    async renew(phrase, { token }) {
      if (!(await opens(phrase))) return null;
      await disk.write(boot, (at) => at.put("meta", "token", token));
      return store;
    },
  };
}

function storeOn(disk: Disk, boot: number): Store {
  return {
    meta: () => disk.read(boot, ({ meta }) => Object.fromEntries(meta) as Partial<Meta>),
    drafts: () => disk.read(boot, ({ drafts }) => [...drafts.values()]),
    saveDraft: (draft) => disk.write(boot, (at) => at.put("drafts", draft.id, draft)),
    dropDraft: (id) => disk.write(boot, (at) => at.delete("drafts", id)),
    events: () => disk.read(boot, ({ events }) => bySeq([...events.values()])),
    records: () => disk.read(boot, ({ records }) => [...records.values()]),
    shards: () => disk.read(boot, ({ shards }) => [...shards.values()]),
    append: ({ event, records, dropDraft }) =>
      disk.write(boot, (at) => {
        if (event.seq !== Number(disk.tables.meta.get("seq") ?? 0) + 1) return false;
        at.put("events", event.seq, event);
        at.put("meta", "seq", event.seq);
        at.put("meta", "previous", event.sha256);
        at.delete("drafts", dropDraft);
        for (const record of records) at.put("records", record.id, record);
        return true;
      }),
    settle: (change) =>
      disk.write(boot, (at) => {
        if (change.shards) at.clear("shards");
        for (const { changes } of [...(change.shards ?? []), ...(change.shard ? [change.shard] : [])]) {
          const n = Number(disk.tables.counters.get("shards") ?? 0) + 1;
          at.put("counters", "shards", n);
          at.put("shards", n, { changes, n });
        }
        for (const event of change.events ?? []) at.put("events", event.seq, event);
        for (const record of change.records ?? []) at.put("records", record.id, record);
        for (const [name, value] of Object.entries(change.meta ?? {})) if (name !== "token") at.put("meta", name, value);
        for (const seq of change.forget?.events ?? []) at.delete("events", seq);
        for (const id of change.forget?.records ?? []) at.delete("records", id);
      }),
    nextNumber: () =>
      disk.write(boot, (at) => {
        const next = Number(disk.tables.meta.get("counter") ?? 0) + 1;
        at.put("meta", "counter", next);
        return next;
      }),
  };
}

const bySeq = (events: Kept[]) => events.sort((a, b) => a.seq - b.seq);
