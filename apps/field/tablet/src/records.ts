/** What becomes of this tablet's own records: each answer and each decision is one more moment on their timeline. */

import type { Answer } from "./answers";
import type { Change, Kept, Moment, OwnRecord, State } from "./shapes";

const AFTER: Record<Answer["status"], State> = {
  applied: "received", duplicate: "received", held: "held", conflict: "conflict", quarantined: "quarantined",
};

const DECISIONS: readonly unknown[] = ["accepted", "returned", "rejected", "replaced"];
const isDecision = (what: unknown) => DECISIONS.includes(what);

/** Settle one event: the record is with the server unless a later event of it still waits here. */
export function answered(record: OwnRecord, answer: Answer, at: number, waiting: readonly Kept[]): OwnRecord {
  const state = AFTER[answer.status];
  const last = record.timeline.at(-1);
  // Sent again after a lost answer or a restored server: the same word twice is one moment.
  const again = last?.what === state;
  const moment: Moment = { at, what: state, ...told(answer.reason) };
  const stillHere = waiting.some((event) => event.record === record.id && event.seq !== answer.seq);
  // The desk may have decided before this answer came: what was heard of that is newer. A restored server may have
  // forgotten its decision, and find now that it cannot use the record.
  const isTaken = state === "received";
  const isOld = isTaken && answer.version !== null && answer.version < (record.version ?? 0) && isDecision(last?.what);
  const stands = isTaken && isDecision(record.state) ? record.state : isOld ? last!.what : null;
  return {
    ...record,
    version: isOld ? record.version : (answer.version ?? record.version),
    state: stillHere ? record.state : (stands ?? state),
    timeline: again || stands ? record.timeline : [...record.timeline, moment],
  };
}

const told = (reason: Answer["reason"]): Partial<Moment> =>
  reason ? { text: reason.sentence, ...(reason.stands ? { stands: reason.stands } : {}) } : {};

/** What the office said of answers that were changed in two places; said once. */
function settledBy(row: Record<string, unknown>, record: OwnRecord, now: number): Moment[] {
  const text = typeof row["settled"] === "string" ? row["settled"] : "";
  return text && !record.timeline.some((moment) => moment.text === text) ? [{ at: now, what: "received", text }] : [];
}

/** The last word on what was changed in two places, while nobody has decided on it. */
export const collisionIn = ({ state, timeline }: OwnRecord): Record<string, string> | null =>
  (state === "conflict" && timeline.findLast(({ what }) => what === "conflict")?.stands) || null;

const DECIDED: Record<string, State> = {
  pending: "received", accepted: "accepted", returned: "returned", rejected: "rejected", replaced: "replaced",
};

/** A decision of the desk about one of our records; an answer of ours that still waits here keeps it "here". */
export function decided(record: OwnRecord, change: Change, waiting: readonly Kept[], now: number): OwnRecord {
  const row = change.row ?? {};
  const state = DECIDED[String(row["status"])];
  if (!state) return record;
  const at = Date.parse(String(row["at"])) || now;
  const text = row["reason"] ? String(row["reason"]) : undefined;
  const last = record.timeline.at(-1);
  // Its words come in the language of the moment: the same hour is the same decision.
  const same = last?.what === state && (state === "replaced" || last.text === text || last.at === at);
  const known = state === "received" || same;
  const moment: Moment = { at, what: state, text, ...(row["by"] ? { by: String(row["by"]) } : {}) };
  const stillHere = waiting.some((event) => event.record === record.id);
  const settled = settledBy(row, record, now);
  // What waits for a person waits also while the record is looked at: only his word ends it, or a decision.
  const open = record.state === "conflict" && state === "received" && settled.length === 0;
  return {
    ...record,
    version: typeof row["version"] === "number" ? row["version"] : record.version,
    state: stillHere || record.replacedBy || open ? record.state : state,
    // Under a correction it is not shown, and stands so again where the desk does not take the correction.
    ...(record.replacedBy ? { standing: state } : {}),
    timeline: [...record.timeline, ...settled, ...(known ? [] : [moment])],
  };
}

/** A correction that the desk did not accept leaves the old record as it was: it may be corrected again. */
export function reopened(correction: OwnRecord, old: OwnRecord | undefined): OwnRecord | null {
  if (correction.state !== "rejected" || old?.replacedBy !== correction.id) return null;
  const { replacedBy: _gone, standing, ...rest } = old;
  const timeline = rest.timeline.filter(({ what }) => what !== "replaced");
  const told = standing === "replaced" ? undefined : standing;
  return { ...rest, state: told ?? timeline.at(-1)?.what ?? "returned", timeline };
}

export interface Counts { here: number; server: number; returned: number }

/** The three numbers of the strip: what only this tablet has, what waits for the desk, what waits for the officer. */
export function count(records: readonly OwnRecord[]): Counts {
  const of = (...states: State[]) => records.filter(({ state }) => states.includes(state)).length;
  return { here: of("here"), server: of("received", "held", "conflict", "quarantined"), returned: of("returned") };
}
