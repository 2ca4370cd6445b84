/**
 * The diary of contacts: when this tablet tried, what went, what was answered.
 *
 * It holds counts and moments, no word of a record; reports in confidence are not in it. It lies under the officer's lid.
 */

import type { Trouble } from "./answers";
import { isWaiting } from "./asking";
import type { Store } from "./ports";
import type { Kept } from "./shapes";

/** What lay on the tablet at one moment, as far as the diary counts it. */
export interface Counted { events: readonly Kept[]; photos: number; carried: number }

/** Several contacts that went the same way and moved nothing stand in one line, from `since` to `at`. */
export interface Line {
  since: number;
  at: number;
  times: number;
  trouble: Trouble | null;
  received: number;
  /** Of those received: waiting for another record, to be decided, set aside for the office. */
  held: number;
  conflict: number;
  quarantined: number;
  /** Sent again, since the server had lost it. */
  again: number;
  photos: number;
  carried: number;
  left: number;
}

const MOST = 100;

export async function counted(store: Store): Promise<Counted> {
  const [events, photos, cargo] = await Promise.all([store.events(), store.album?.photos() ?? [], store.cargo?.all() ?? []]);
  return { events, photos: photos.filter(({ state }) => state !== "here").length, carried: cargo.filter(({ handedAt }) => handedAt !== null).length };
}

export function lineOf(before: Counted, after: Counted, trouble: Trouble | null, at: number): Line {
  const waited = new Set(before.events.filter(isWaiting).map(({ seq }) => seq));
  const answered = after.events.filter((event) => waited.has(event.seq) && !isWaiting(event));
  const of = (state: Kept["state"]) => answered.filter((event) => event.state === state).length;
  return {
    since: at, at, times: 1, trouble, received: answered.length,
    held: of("held"), conflict: of("conflict"), quarantined: of("quarantined"),
    again: after.events.filter((event) => isWaiting(event) && before.events.some(({ seq, state }) => seq === event.seq && state !== "waiting")).length,
    photos: Math.max(0, after.photos - before.photos), carried: Math.max(0, after.carried - before.carried),
    left: after.events.filter(isWaiting).length,
  };
}

const moved = ({ received, photos, carried, again }: Line) => received + photos + carried + again > 0;

/** The newest line first. */
export function written(lines: readonly Line[], line: Line): Line[] {
  const [last, ...earlier] = lines;
  const same = last && last.trouble === line.trouble && last.left === line.left && !moved(last) && !moved(line);
  return same ? [{ ...line, since: last.since, times: last.times + 1 }, ...earlier] : [line, ...lines].slice(0, MOST);
}
