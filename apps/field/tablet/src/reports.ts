/**
 * A report in confidence: sealed to its reader before anything is written, and nowhere readable afterwards.
 *
 * It has no draft, no record, no number and no moment, and is not counted on any screen. All are of one length, so that
 * nothing can be read from that either.
 */

import { isObject } from "./answers";
import { ask, type Parts } from "./asking";
import type { Chance, Store } from "./ports";
import { hex } from "./ids";
import { inHex, sealTo, type Copy } from "./recovery";
import type { RecoveryKey, SealedReport } from "./shapes";

export const SEEN = ["armed_group", "state_forces", "company_guards", "other_force", "not_safe"] as const;
export interface Report { day: string; seen: (typeof SEEN)[number]; where: string; words: string }

const LENGTH = 8192;
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** Longer texts are refused by the form: a long report would be known by its length. */
export const MOST_LETTERS = 1500;

export async function report(said: Report, reader: RecoveryKey, store: Store, chance: Chance): Promise<void> {
  const short = { ...said, pad: "" };
  const padded = { ...short, pad: " ".repeat(Math.max(0, LENGTH - bytesOf(short))) };
  await store.settle({ report: { id: uuid4(chance), ...(await sealTo(reader, padded, chance)) } });
}

/** Random throughout: the id of a record begins with its moment. */
function uuid4(chance: Chance): string {
  const bytes = chance.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const all = hex(bytes);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}

const ROOM = 131_072;

/**
 * For the file that the tablet's door saves: all that wait, or none, in a box of one size that the custodian opens.
 *
 * Whoever saves the file cannot tell whether anybody reported anything, and the custodian cannot read it.
 */
export function boxed(reports: readonly SealedReport[], custodian: RecoveryKey, chance: Chance): Promise<Copy> {
  const said = { reports: reports.map(written), pad: "" };
  return sealTo(custodian, { ...said, pad: " ".repeat((ROOM - (bytesOf(said) % ROOM)) % ROOM) }, chance);
}

/** What could not be sent stays and is tried again; it stands in the way of nothing and is spoken of nowhere. */
export async function sendReports(parts: Parts): Promise<null> {
  for (const sealed of (await parts.store.reports?.()) ?? []) {
    const reply = await ask(parts, "reports/", JSON.stringify(written(sealed)));
    if (reply?.status !== 200 || !isObject(reply.body) || reply.body["id"] !== sealed.id) return null;
    await parts.store.settle({ sentReports: [sealed.id] });
  }
  return null;
}

export const written = ({ id, ...sealed }: SealedReport) => ({ id, ...inHex(sealed) });
