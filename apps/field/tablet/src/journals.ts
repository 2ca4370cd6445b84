/**
 * The two journals of a tablet: the database, and a log beside it that only grows.
 *
 * The log holds the same rows as the database, closed as they are there, so that no key is needed to write or to read it.
 * It is written first: what a full disk refuses there is in neither. How far the log belongs to the database stands in the
 * database, in the same transaction as the rows: what lies beyond is written over, or taken in at the next start.
 */

import type { At, Connection, Name } from "./connection";
import { frame } from "./frames";
import { pack } from "./packing";
import type { LogFile } from "./ports";
import { withRoom } from "./room";
import { perform, rehearse, type Step } from "./rehearsing";

/** How far the log belongs to the database. */
export interface Mark {
  file: string;
  /** Where the next entry begins, and its number. */
  end: number;
  next: number;
  /** How long the file was when it was begun. */
  base: number;
  /** The last event in it. */
  seq: number;
  /** It holds what must go, or lacks what was written while it could not be. */
  stale?: boolean;
}
/** The first entry of a file: how many entries after it hold the rows as they were when it was begun. */
export interface Opening { entries: number }

const MARK = "log";
const ROWS_AN_ENTRY = 100;
/** A file is begun anew when it has doubled and grown by so much besides. */
const GROWTH = 1_000_000;

export const FILED = ["header", "meta", "events", "records", "sealed"] as const;
/** Registers are fetched again, and so is the cursor that says how far. A report in confidence leaves no copy. */
const UNFILED = /\/(cursor|registersAt|validAt|validAskedAt)$|^log$/;

export const isRow = ({ store, key }: Pick<Step, "store" | "key">) =>
  FILED.includes(store as never) && !(store === "meta" && UNFILED.test(String(key)));
/** Of a draft only its end: what became a record is not an unfinished form as well. */
const isFiled = (step: Step) => (step.store === "drafts" ? step.op === "delete" : isRow(step));

const seqAfter = (steps: readonly Step[], before: number) =>
  Number(steps.find(({ store, key }) => store === "meta" && key === "seq")?.value ?? before);

export class Journals {
  /** `log`: null where this browser keeps no such file, or it could not be opened. */
  constructor(readonly connection: Connection, public log: LogFile | null) {}

  inTurn = <T>(work: () => Promise<T>): Promise<T> => (this.log ? this.log.inTurn(work) : work());

  mark = (): Promise<Mark | undefined> => this.connection.use((db) => db.get("meta", MARK)) as Promise<Mark | undefined>;

  /**
   * One transaction in both journals; what it wrote is on the disk twice when this returns.
   *
   * `stale`: it takes away what the log must not keep either. `ready`: what the work waits for between its reading and
   * its writing, which goes on while others have their turn.
   */
  enter<T>(names: Name[], work: (at: At) => Promise<T>, { stale = false, ready }: { stale?: boolean; ready?: Promise<unknown> } = {}): Promise<T> {
    return withRoom(this.connection.room, () => this.entered(names, work, stale, ready));
  }

  private entered<T>(names: Name[], work: (at: At) => Promise<T>, stale: boolean, ready?: Promise<unknown>): Promise<T> {
    return this.inTurn(async () => {
      const { log } = this;
      if (!log) return this.alone(names, work, ready);
      const { result: [mark, result], steps } = await rehearse(this.connection, [...names, "meta"], async (at) =>
        Promise.all([at("meta").get(MARK) as Promise<Mark | undefined>, work(at)]),
      );
      if (!mark) return this.alone(names, work, ready);
      if (steps.length === 0) return result;
      const next = await this.append(log, mark, steps.filter(isFiled));
      await this.apply(steps, stale ? { ...next, stale } : next).catch(async (fault) => {
        await this.takeBack(log);
        throw fault;
      });
      return result;
    });
  }

  /** In the database only, which then knows that the log is behind. */
  private async alone<T>(names: Name[], work: (at: At) => Promise<T>, ready?: Promise<unknown>): Promise<T> {
    // A transaction that waits for anything but the database is over.
    await ready;
    return this.connection.write([...new Set<Name>([...names, "meta"])], async (at) => {
      const result = await work(at);
      const mark = (await at("meta").get(MARK)) as Mark | undefined;
      if (mark && !mark.stale) await at("meta").put({ ...mark, stale: true }, MARK);
      return result;
    });
  }

  private append(log: LogFile, mark: Mark, steps: readonly Step[]): Promise<Mark> | Mark {
    if (steps.length === 0) return mark;
    const body = pack(steps);
    const write = async (at: Mark): Promise<Mark> => {
      const entry = frame(at.next, body);
      await log.write(at.file, at.end, entry);
      return { ...at, end: at.end + entry.length, next: at.next + 1, seq: seqAfter(steps, at.seq) };
    };
    return write(mark).catch(async (fault) => {
      // Somebody took the file away under the open app.
      if ((fault as Error).name !== "DataError") throw fault;
      return write(await this.begin(log));
    });
  }

  /** What is in the log and not in the database is in neither; where even this fails, the next entry goes over it. */
  private async takeBack(log: LogFile): Promise<void> {
    const mark = await this.mark().catch(() => undefined);
    if (mark) await log.write(mark.file, mark.end, new Uint8Array()).catch(() => undefined);
  }

  /** Write rows into the database, and with them how far the log belongs to it. */
  apply(steps: readonly Step[], mark: Mark): Promise<void> {
    return this.connection.write([...new Set<Name>([...steps.map(({ store }) => store), "meta"])], async (at) => {
      await Promise.all([perform(steps, at), at("meta").put(mark, MARK)]);
    });
  }

  /**
   * Begin a new file with the rows as they are now; in turn only.
   *
   * The old file goes when the database names the new one: cut anywhere, one of the two is whole.
   */
  async begin(log: LogFile): Promise<Mark> {
    const rows = await this.rows();
    const last = Math.max(0, ...(await log.names()).map(Number));
    const parts: Step[][] = [];
    for (let from = 0; from < rows.length; from += ROWS_AN_ENTRY) parts.push(rows.slice(from, from + ROWS_AN_ENTRY));
    const opening: Opening = { entries: parts.length };
    const bytes = joined([opening, ...parts].map((part, n) => frame(n, pack(part))));
    const mark: Mark = { file: String(last + 1), end: bytes.length, next: parts.length + 1, base: bytes.length, seq: seqAfter(rows, 0) };
    try {
      await log.write(mark.file, 0, bytes);
      await this.apply([], mark);
    } catch (fault) {
      await log.remove(mark.file).catch(() => undefined);
      throw fault;
    }
    for (const name of await log.names()) if (name !== mark.file) await log.remove(name).catch(() => undefined);
    return mark;
  }

  /** Every row that the log holds too, as the steps that write it. */
  rows(): Promise<Step[]> {
    return this.connection.use(async (db) => {
      const tx = db.transaction(FILED);
      const all = FILED.map(async (store) => {
        const [keys, values] = await Promise.all([tx.objectStore(store).getAllKeys(), tx.objectStore(store).getAll()]);
        return keys.map((key, index): Step => ({ store, op: "put", key, value: values[index] }));
      });
      return (await Promise.all(all)).flat().filter(isRow);
    });
  }

  /** A log that is missing, has outgrown its rows, or must not keep what it holds, is begun anew; where there is no room, later. */
  async tidy(): Promise<void> {
    await this.inTurn(async () => {
      const [log, mark] = [this.log, await this.mark()];
      if (log && (!mark || mark.stale || mark.end > 2 * mark.base + GROWTH)) await this.begin(log);
    }).catch(() => undefined);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
