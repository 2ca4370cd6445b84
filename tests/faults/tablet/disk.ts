/**
 * A tablet's disk: the browser's database and the files beside it.
 *
 * What was flushed outlives a power cut, what was only written outlives the browser, and what was under way is gone. The
 * database is fake-indexeddb; here it is told when to stop, and what of it remains.
 */

// First, since its modules import one another.
import FDBFactory from "fake-indexeddb/FDBFactory.js";
import IDBCursor from "fake-indexeddb/FDBCursor.js";
import IDBDatabase from "fake-indexeddb/FDBDatabase.js";
import IDBIndex from "fake-indexeddb/FDBIndex.js";
import IDBObjectStore from "fake-indexeddb/FDBObjectStore.js";
import FDBOpenDBRequest from "fake-indexeddb/FDBOpenDBRequest.js";
import IDBRequest from "fake-indexeddb/FDBRequest.js";
import IDBTransaction from "fake-indexeddb/FDBTransaction.js";
import RawDatabase from "fake-indexeddb/lib/Database.js";
import RawStore from "fake-indexeddb/lib/ObjectStore.js";

type Raw = any;
export interface Shelf { keyPath: unknown; auto: boolean; next: number; rows: readonly Raw[] }
interface Shelves { version: number; shelves: ReadonlyMap<string, Shelf> }
type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
export interface Image { base: Shelves; files: Files }

export const BLANK: Image = { base: { version: 0, shelves: new Map() }, files: new Map() };
/** So many writes a disk that is not strict may owe. */
const OWED = 8;
const NAME = "kpfield";

export class Disk {
  /** Counts starts of the browser: whoever runs from an earlier one is dead and hears nothing any more. */
  boot = 0;
  /** Steps of the disk until the browser dies; 0 for never. */
  fuse = 0;
  /** Whether the battery goes with it. */
  power = false;
  /** How many writes still find room, and how many after them do not. */
  room = 0;
  full = 0;
  private written = BLANK;
  private flushed = BLANK;
  private owed: Image[] = [];
  private factory: Raw = null;
  private turns: Promise<unknown> = Promise.resolve();
  /** Whether something stands in the log that the database has not taken yet. */
  private between = false;

  constructor(private readonly relaxed: boolean, private readonly died: (between: boolean) => void) {}

  die(power = this.power): void {
    this.boot += 1;
    this.fuse = 0;
    if (power) this.written = this.flushed;
    const { between } = this;
    this.put(this.written);
    this.died(between);
  }

  /** As it lies there while nobody works on it. */
  image = (): Image => this.written;

  /** As a tablet that is set up again from a copy of its disk, or one whose disk was tampered with. */
  put(image: Image): void {
    [this.written, this.flushed, this.owed, this.factory, this.between] = [image, image, [], null, false];
    this.turns = Promise.resolve();
  }

  /** The numbers of the events that a power cut at this moment would leave. */
  eventsFlushed = () => new Set<number>(this.flushed.base.shelves.get("events")?.rows.map(({ key }) => key));

  open(boot: number, version: number): Raw {
    if (boot !== this.boot) return new FDBOpenDBRequest();
    this.factory ??= factoryOf(this.written.base, this);
    return this.factory.open(NAME, version);
  }

  // -- moments at which the browser may die, and at which the dead stay silent ------------------------------------------

  lives(boot: number): boolean {
    if (boot !== this.boot) return false;
    if (this.fuse > 0 && --this.fuse === 0) this.die();
    return boot === this.boot;
  }

  /** Whether this write finds room. */
  hasRoom(): boolean {
    if (this.room > 0) this.room -= 1;
    else if (this.full > 0) {
      this.full -= 1;
      return false;
    }
    return true;
  }

  // -- the database -----------------------------------------------------------------------------------------------------

  committed(raw: Raw, scope: Iterable<string>, strict: boolean): void {
    const shelves = new Map(this.written.base.shelves);
    for (const name of shelves.keys()) if (!raw.rawObjectStores.has(name)) shelves.delete(name);
    for (const name of scope) {
      const store = raw.rawObjectStores.get(name);
      const { keyPath, autoIncrement: auto, keyGenerator } = store;
      shelves.set(name, { keyPath, auto, next: keyGenerator?.num ?? 0, rows: [...store.records.values()] });
    }
    this.between = false;
    this.keep({ ...this.written, base: { version: raw.version, shelves } }, strict);
  }

  /** Strictly, all that was written before is on the disk as well. */
  private keep(image: Image, strict: boolean): void {
    this.written = image;
    this.owed = [...this.owed, image];
    const settled = strict && !this.relaxed ? this.owed.length : this.owed.length - OWED;
    if (settled > 0) this.flushed = this.owed.splice(0, settled).at(-1)!;
  }

  // -- the files --------------------------------------------------------------------------------------------------------

  /** The log beside the database, as `ports.LogFile` says. */
  log(boot: number) {
    const alive = () => new Promise<void>((go) => void setImmediate(() => void (this.lives(boot) && go())));
    const change = (files: Files) => this.keep({ ...this.written, files }, true);
    const set = (name: string, file: Uint8Array<ArrayBuffer>) => change(new Map(this.written.files).set(name, file));
    return {
      names: async () => {
        await alive();
        return [...this.written.files.keys()];
      },
      read: async (name: string) => {
        await alive();
        const file = this.written.files.get(name);
        if (!file) throw new DOMException("There is no such file.", "NotFoundError");
        return file.slice();
      },
      write: async (name: string, at: number, bytes: Uint8Array<ArrayBuffer>) => {
        await alive();
        const before = this.written.files.get(name) ?? new Uint8Array();
        if (before.length < at) throw new DOMException("The log is shorter than it was.", "DataError");
        if (bytes.length && !this.hasRoom()) throw new DOMException("The disk is full.", "QuotaExceededError");
        // Cut in the middle of the write, some of it stands there.
        if (this.fuse === 1) set(name, joined(before.subarray(0, at), bytes.subarray(0, bytes.length >> 1)));
        await alive();
        set(name, joined(before.subarray(0, at), bytes));
        this.between = bytes.length > 0;
        await alive();
      },
      remove: async (name: string) => {
        await alive();
        change(new Map([...this.written.files].filter(([other]) => other !== name)));
      },
      inTurn: <T>(work: () => Promise<T>): Promise<T> => {
        const mine = this.turns.then(work, work);
        this.turns = mine.catch(() => undefined);
        return mine;
      },
    };
  }
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

function factoryOf({ version, shelves }: Shelves, disk: Disk): Raw {
  const factory: Raw = new FDBFactory();
  const raw: Raw = new RawDatabase(NAME, version);
  Object.assign(raw, { disk, boot: disk.boot });
  for (const [name, { keyPath, auto, next, rows }] of shelves) {
    const store: Raw = new RawStore(raw, name, keyPath as never, auto);
    if (store.keyGenerator) store.keyGenerator.num = next;
    for (const row of rows) store.records.put(row);
    raw.rawObjectStores.set(name, store);
  }
  factory._databases.set(NAME, raw);
  return factory;
}

const work = IDBTransaction.prototype as Raw;
const start = work._start;
/** Each request of a transaction is a step of the disk, and so are its end and the moment after it. */
work._start = function (this: Raw) {
  const raw = this.db._rawDatabase;
  const { disk, boot } = raw as { disk: Disk; boot: number };
  if (!disk.lives(boot)) return;
  const ends = this._requests.length === 0 && this._state !== "finished" && this._rollbackLog.length > 0;
  if (ends && !disk.hasRoom()) {
    this._abort("QuotaExceededError");
    return;
  }
  if (ends) {
    disk.committed(raw, this.mode === "versionchange" ? raw.rawObjectStores.keys() : this._scope, this.durability === "strict");
    if (!disk.lives(boot)) return;
  }
  start.call(this);
};

/** Each start of each tablet's browser opens the database under a name of its own. */
const disks = new Map<string, [Disk, number]>();
export function nameFor(disk: Disk, tablet: number): string {
  const name = `${tablet}/${disk.boot}`;
  disks.set(name, [disk, disk.boot]);
  return name;
}
export const forgetNames = () => disks.clear();
const indexedDB = {
  open(name: string, version: number) {
    const [disk, boot] = disks.get(name)!;
    return disk.open(boot, version);
  },
};
Object.assign(globalThis, { indexedDB, IDBCursor, IDBDatabase, IDBIndex, IDBObjectStore, IDBRequest, IDBTransaction });
