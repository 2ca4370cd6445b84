/** At the start the two journals are laid side by side: what one lost comes back out of the other. */

import type { Row } from "./connection";
import { framesIn, type Frame } from "./frames";
import { isRow, type Journals, type Mark, type Opening } from "./journals";
import { unpack } from "./packing";
import type { LogFile } from "./ports";
import type { Step } from "./rehearsing";
import { metaKey } from "./rows";

/** `both`: whether what is saved from now on is written twice. `restored`: records that only the log still had. */
export interface Found { both: boolean; restored: number }

/** The database lacks rows and has no room for them: worked on with, it would soon be the log that is old. */
class NotRestored extends Error {}

/**
 * Make both journals say the same; no key is needed for it. Where the log cannot be had, work goes on with the database.
 *
 * Not so where the database is empty, or lacks what the log has: the log may hold the work of weeks, and nobody begins
 * a new one over it.
 */
export async function reconcile(journals: Journals): Promise<Found> {
  const { log } = journals;
  if (!log) return { both: false, restored: 0 };
  try {
    return await journals.inTurn(async () => {
      const mark = await journals.mark();
      return mark ? compare(journals, log, mark) : recover(journals, log);
    });
  } catch (fault) {
    if (fault instanceof NotRestored) throw fault;
    const isHere = (await journals.connection.use((db) => db.count("header"))) > 0;
    if (!isHere && (fault as Error).name !== "NotSupportedError") throw fault;
    journals.log = null;
    return { both: false, restored: 0 };
  }
}

/** The database says how far the log belongs to it: rows that only the log has go into the database, and else it is begun anew. */
async function compare(journals: Journals, log: LogFile, mark: Mark): Promise<Found> {
  const { frames, whole } = framesIn(await log.read(mark.file).catch(() => new Uint8Array()));
  const here = new Map((await journals.rows()).map((step) => [nameOf(step), step]));
  // Where the database went on without the log, what the log has besides is old.
  const isBehind = mark.stale || Number(here.get("meta seq")?.value ?? 0) !== mark.seq;
  const [known, tail] = [frames.filter(({ end }) => end <= mark.end), frames.filter(({ end }) => end > mark.end)];
  const lost = isBehind ? [] : [...folded(known).values()].filter((step) => !here.has(nameOf(step)));
  const missing = isBehind ? [] : [...lost, ...stepsOf(tail), ...forgetPlace(lost)];
  if (missing.length) {
    await journals.apply(missing, mark).catch((fault) => {
      throw lost.length ? new NotRestored("There is no room for what the log still has.", { cause: fault }) : fault;
    });
  }
  const isWhole = whole >= mark.end && !isBehind && missing.length === 0;
  return isWhole ? { both: true, restored: 0 } : beginAnew(journals, log, eventsIn(lost));
}

/**
 * Where its end is torn too, the log brings records back as they once were, also some that had gone: what was heard of
 * them since is asked for anew, from the beginning.
 */
function forgetPlace(lost: readonly Step[]): Step[] {
  const owners = new Set(lost.filter(({ store }) => store === "records").map(({ value }) => (value as Row).owner));
  return [...owners].map((owner) => ({ store: "meta", op: "delete", key: metaKey(owner, "cursor") }));
}

/** The database knows of no log: it is new, or it was emptied and its log is all there is. */
async function recover(journals: Journals, log: LogFile): Promise<Found> {
  const slots = await journals.connection.use((db) => db.getAll("header"));
  // What an earlier version kept readable is not copied: the log is begun when all of it is closed.
  if (slots.some(({ officer }) => officer)) return { both: true, restored: 0 };
  const kept = slots.length ? [] : await best(log);
  const steps = [...folded(kept).values()];
  if (steps.length) await journals.apply(steps, { file: "", end: 0, next: 0, base: 0, seq: 0, stale: true });
  return beginAnew(journals, log, eventsIn(steps));
}

/** What was restored is told also where a full disk has no room for a new log. */
async function beginAnew(journals: Journals, log: LogFile, restored: number): Promise<Found> {
  try {
    await journals.begin(log);
    return { both: true, restored };
  } catch (fault) {
    if (restored === 0) throw fault;
    journals.log = null;
    return { both: false, restored };
  }
}

/** The rows that the log holds, where there is no database to put them into. */
export const rowsIn = async (log: LogFile): Promise<Step[]> => [...folded(await log.inTurn(() => best(log))).values()];

/** The newest file that was finished when it was begun; else the one of which most can be read. */
async function best(log: LogFile): Promise<Frame[]> {
  const names = (await log.names()).sort((a, b) => Number(b) - Number(a));
  const files = await Promise.all(names.map(async (name) => framesIn(await log.read(name)).frames));
  return files.find(isFinished) ?? files.sort((a, b) => b.length - a.length)[0] ?? [];
}

const isFinished = (frames: readonly Frame[]) =>
  frames[0]?.n === 0 && frames.some(({ n }) => n === unpack<Opening>(frames[0]!.body).entries);

const nameOf = ({ store, key }: Step) => `${store} ${String(key)}`;
const eventsIn = (steps: readonly Step[]) => steps.filter(({ store, op }) => store === "events" && op !== "delete").length;

/** What was added may be there already. */
const stepsOf = (frames: readonly Frame[]): Step[] =>
  frames.filter(({ n }) => n > 0).flatMap(({ body }) => unpack<Step[]>(body)).map((step) => (step.op === "add" ? { ...step, op: "put" } : step));

/** The rows as these entries leave them. */
function folded(frames: readonly Frame[]): Map<string, Step> {
  const rows = new Map<string, Step>();
  for (const step of stepsOf(frames)) {
    if (step.op === "delete") rows.delete(nameOf(step));
    else if (isRow(step)) rows.set(nameOf(step), step);
  }
  return rows;
}
