/** The one module that touches IndexedDB: what lies there, and transactions that have reached the disk when they return. */

import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from "idb";
import type { Carried, Kept, Officer, PhotoState, SealedReport, Tablet } from "./shapes";
import type { Room } from "./ports";
import type { Copy } from "./recovery";
import { withRoom } from "./room";
import type { Sealed, Wrapped } from "./vault";

/** An officer's place on this tablet, readable without a passphrase: nobody's name is in it. */
export interface Slot {
  n: number;
  tablet: Tablet;
  /** null once the office has closed the tablet: what is sealed is all that is left. */
  wrapped: Wrapped | null;
  /** Of a closed tablet: by it comes in what is sealed, and nothing goes out. */
  bearer?: string;
  /** How many sealed copies the server has kept of those that a closed tablet sent. */
  dropped?: number;
  /** Wrong tries in a row. */
  wrong: number;
  waitUntil: number;
  /** Grows with each opening, so that the door begins with whoever came last. */
  opened: number;
  /** As version 1 kept it; it is gone after the first unlocking by version 2. */
  officer?: Officer;
}
export interface Tastes { language?: "en" | "fr"; sun?: boolean }

/** A row under an officer's lid. What stands beside it can be read by anybody. */
export interface Row extends Sealed { owner: number }
export interface RecordRow extends Row { id: string; written?: number }
export interface EventRow extends Row { seq: number; state: Kept["state"]; answeredAt: number | null }

/** `photos`: the pictures whose keys are in it. */
export interface SealedRow extends Copy { owner: number; seq: number; answeredAt: number | null; photos?: string[] }

/**
 * What is known of a picture; it is named by its hash, and so tells nobody what is on it.
 *
 * Its own key lies under the officer's; without it, the custodian alone can open the picture. An `old` one is encrypted
 * under the officer's key itself.
 */
export interface PhotoRow { id: string; owner: number; sha256: string; size: number; state: PhotoState; at: number; why?: string; key?: Sealed; old?: true }
/** Its bytes: apart, since there may be three hundred, and a list of them must not fill the memory. */
export interface PictureRow extends Row { id: string }

export interface Schema extends DBSchema {
  header: { key: string; value: Slot };
  tastes: { key: string; value: Tastes };
  /** The tablet's own counts under their names, an officer's under `1/name`. */
  meta: { key: string; value: unknown };
  drafts: { key: string; value: Row & { id: string } };
  events: { key: number; value: EventRow };
  records: { key: string; value: RecordRow };
  shards: { key: number; value: Row & { n?: number } };
  sealed: { key: number; value: SealedRow };
  photos: { key: string; value: PhotoRow };
  pictures: { key: string; value: PictureRow };
  /** Reports in confidence on their way: whose they are stands nowhere. */
  reports: { key: string; value: SealedReport };
  /** Other tablets' work on its way, sealed to the server: no lid, and nobody's on this tablet. */
  carried: { key: string; value: Carried };
}
export type Name = StoreNames<Schema>;
type Database = IDBPDatabase<Schema>;

const strict = { durability: "strict" } as const;

declare function opener<N extends Name>(name: N): {
  get(key: IDBValidKey): Promise<Schema[N]["value"] | undefined>;
  getAll(): Promise<Schema[N]["value"][]>;
  put(value: Schema[N]["value"], key?: IDBValidKey): Promise<unknown>;
  add(value: Schema[N]["value"], key?: IDBValidKey): Promise<unknown>;
  delete(key: IDBValidKey): Promise<void>;
};
export type At = <N extends Name>(name: N) => ReturnType<typeof opener<N>>;

/** A connection that is opened again when the browser dropped it, as it may when memory is short. */
export class Connection {
  private opened: Promise<Database> | null = null;

  /** `room`: what is given up for a record, and never for a picture. */
  constructor(private readonly name: string, readonly room?: Room) {}

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
    this.opened ??= openDB<Schema>(this.name, 7, {
      async upgrade(db, from, _to, tx) {
        // Where there is no room for it, the opening itself says so.
        tx.done.catch(() => undefined);
        if (from < 1) {
          for (const name of ["header", "tastes", "meta"] as const) db.createObjectStore(name);
          db.createObjectStore("drafts", { keyPath: "id" });
          db.createObjectStore("events", { keyPath: "seq" });
          db.createObjectStore("records", { keyPath: "id" });
          db.createObjectStore("shards", { keyPath: "n", autoIncrement: true });
        }
        if (from < 3) db.createObjectStore("sealed", { keyPath: "seq" });
        if (from < 4) db.createObjectStore("photos", { keyPath: "id" });
        if (from < 5) db.createObjectStore("reports", { keyPath: "id" });
        if (from < 7) db.createObjectStore("carried", { keyPath: "id" });
        if (from < 6) {
          db.createObjectStore("pictures", { keyPath: "id" });
          for (let row = from < 4 ? null : await tx.objectStore("photos").openCursor(); row; row = await row.continue()) {
            const { iv, data, ...known } = row.value as PhotoRow & Sealed;
            await tx.objectStore("pictures").put({ id: known.id, owner: known.owner, iv, data });
            await row.update({ ...known, old: true });
          }
        }
        if (from === 1) {
          // What is readable goes under the lid at the next unlocking, when there is a key: migrating.ts.
          const header = tx.objectStore("header");
          const only = await header.get("this");
          if (only) await Promise.all([header.put({ ...only, n: 1, opened: 1 }, "1"), header.delete("this")]);
        }
      },
      terminated: () => (this.opened = null),
      // A newer app in another tab may change the layout; this one opens again when it is next used.
      blocking: (_from, _to, event) => {
        (event.target as IDBDatabase).close();
        this.opened = null;
      },
    });
    return this.opened;
  }

  /** One transaction; what it wrote is on the disk when this returns. */
  write<T>(names: Name[], work: (at: At) => Promise<T>): Promise<T> {
    return withRoom(names.includes("pictures") ? undefined : this.room, () => this.tryTo(names, work));
  }

  private tryTo<T>(names: Name[], work: (at: At) => Promise<T>): Promise<T> {
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
