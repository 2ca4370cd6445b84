/** One exchange with the server: send what waits here, then fetch what the posting may know. */

import type { Trouble } from "./answers";
import { isWaiting, serverTime, type Parts } from "./asking";
import { pause } from "./backoff";
import { counted, lineOf, written, type Line } from "./diary";
import { fetchChanges, fetchPosting } from "./fetching";
import { sendCarried } from "./handing";
import { fetchValid } from "./listing";
import { certifyKey, skipPrinted } from "./numbering";
import { sendPhotos } from "./photos";
import { sendReports } from "./reports";
import { callRoll } from "./roll";
import { sendAll } from "./sending";
import type { OwnRecord, State } from "./shapes";
import { steady } from "./steady";

export interface Outcome { trouble: Trouble | null; sent: number; left: number }

const KEPT_FOR = 30 * 86_400_000;
/** So often a pause doubles where nobody answers. A network that is bad for weeks may be there in a minute, for a minute. */
const UNANSWERED = 4;
const CLOSED: ReadonlySet<State> = new Set(["accepted", "rejected", "replaced"]);
/** A record of which only an event is left. */
const GONE: Pick<OwnRecord, "state" | "replacedBy" | "timeline"> = { state: "accepted", timeline: [] };

/**
 * Exchange with the server until both sides have what they should, or until something stands in the way.
 *
 * Nothing leaves the outbox without a receipt that names it, so a lost answer costs a second sending and never a record.
 */
export async function exchange(given: Parts): Promise<Outcome> {
  const line = steady(given.network);
  const parts = { ...given, network: line };
  const before = await counted(parts.store);
  const met = [await sendAll(parts)];
  for (const step of [callRoll, sendReports, fetchPosting, skipPrinted, certifyKey, fetchChanges, fetchValid, sendCarried, sendPhotos]) if (goesOn(met)) met.push(await step(parts));
  const trouble = met.find((one) => one && !PASSED_BY.has(one)) ?? met.find(Boolean) ?? null;
  // Sealed to their reader, they are still taken from a tablet that is closed.
  if (trouble === "revoked" || trouble === "unproved") await sendReports(parts);
  const after = await counted(parts.store);
  const told = lineOf(before, after, trouble, parts.clock.now());
  await noteEnd(parts, told, line.heard());
  if (!trouble) await forgetOld(parts);
  return { trouble, sent: Math.max(0, before.events.filter(isWaiting).length - told.left), left: told.left };
}

/**
 * What stands in the way of one step and of no other: whoever has no posting any more receives nothing and may still
 * send; a record that is too large for the server does not keep the others here.
 */
const PASSED_BY: ReadonlySet<Trouble> = new Set(["no_posting", "too_large"]);
const goesOn = (met: readonly (Trouble | null)[]) => met.every((one) => !one || PASSED_BY.has(one));

async function noteEnd(parts: Parts, told: Line, heard: boolean): Promise<void> {
  const { attempts = 0, pauseUntil = 0, diary = [] } = await parts.store.meta();
  const { trouble } = told;
  const now = parts.clock.now();
  // A line that carried something is there: what it lost is no reason to leave it alone for longer each time.
  const lossy = trouble === "no_network" && heard;
  const tried = trouble === "no_network" ? Math.min(attempts + 1, UNANSWERED) : attempts + 1;
  const next = lossy ? { attempts: 0, pauseUntil: now + pause(0, parts.chance) } : trouble ? { attempts: tried, pauseUntil } : { attempts: 0, pauseUntil: 0 };
  // On a closed tablet nobody would read it.
  const meta = { ...next, ...(trouble === "revoked" ? {} : { diary: written(diary, told) }) };
  await parts.store.settle(trouble ? { meta } : { meta, answeredBefore: (await serverTime(parts)) - KEPT_FOR });
}

/**
 * What the desk has closed is taken off the tablet a month after its receipt and after the decision, by the server's
 * clock: a server that is restored may have forgotten either.
 */
async function forgetOld(parts: Parts): Promise<void> {
  const before = (await serverTime(parts)) - KEPT_FOR;
  const records = new Map((await parts.store.records()).map((record) => [record.id, record]));
  // What a correction replaced is closed when the correction is: until then the desk may give it back.
  const closed = (id: string): boolean => {
    const { state, replacedBy, timeline } = records.get(id) ?? GONE;
    if (state === "replaced" && replacedBy) return closed(replacedBy);
    return CLOSED.has(state) && (timeline.findLast(({ what }) => what === state)?.at ?? 0) < before;
  };
  const all = await parts.store.events();
  const old = all.filter((event) => event.answeredAt !== null && event.answeredAt < before && closed(event.record));
  if (old.length === 0) return;
  const gone = new Set(old.map(({ seq }) => seq));
  const emptied = new Set(old.map(({ record }) => record));
  for (const event of all) if (!gone.has(event.seq)) emptied.delete(event.record);
  // What is saved on top of one meanwhile stays here with it, until the next exchange looks again.
  await parts.store.settle({ forget: { events: [...gone], records: [...emptied].map((id) => ({ id, written: records.get(id)?.written })) } });
}
