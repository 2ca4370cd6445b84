/** Printed slips: the series and the number of each, and what the booklets that the tablet knows say of it. */

import type { Registers } from "./registers";
import type { Answers, Draft, FormCode, OwnRecord } from "./shapes";

const PRINTED = /^([^]*?)([0-9]{1,9})$/;
const SPAN = /^([0-9]{1,9})(?:\s*[-–—]\s*([0-9]{1,9}))?$/;
const MOST_LETTERS = 40;

/** Letters and digits alone: two spellings of one series are one series. */
export const seriesOf = (written: string) => written.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "").slice(0, MOST_LETTERS);

/** The series and the number of a printed slip; no number where it ends in none. */
export function split(slip: string): [string, number | null] {
  const parts = PRINTED.exec(slip.trim());
  return parts ? [seriesOf(parts[1]!), Number(parts[2])] : [seriesOf(slip), null];
}

/** Whether a number stands in a list as people write it: "12, 15-18". */
export function lists(written: string, place: number): boolean {
  return written.trim().split(/\s*[,;]\s*/).some((part) => {
    const span = SPAN.exec(part);
    return span !== null && Number(span[1]) <= place && place <= Number(span[2] ?? span[1]);
  });
}

/** The slip behind this one, spelled as it is: "BRL 0099" → "BRL 0100"; "" where it has no number. */
export function following(slip: string): string {
  const parts = PRINTED.exec(slip.trim());
  return parts ? parts[1]! + String(Number(parts[2]) + 1).padStart(parts[2]!.length, "0") : "";
}

export type SlipFault = "slip_outside_booklet" | "slip_spoilt" | "slip_used";
type Row = Record<string, unknown>;

/** What the booklets say of a slip; of a country that has issued none of this kind, nothing. */
export function heldAgainst(slip: string, slips: string, day: string, booklets: Iterable<Row>): SlipFault | null {
  const ours = [...booklets].filter((row) => row["slips"] === slips);
  if (!slip.trim() || ours.length === 0) return null;
  const [series, place] = split(slip);
  const its = ours.filter((row) => place !== null && seriesOf(String(row["series"] ?? "")) === series
    && Number(row["first_number"]) <= place && place <= Number(row["last_number"]) && String(row["issued_on"]) <= day);
  if (its.length === 0) return "slip_outside_booklet";
  return its.every((row) => [row["cancelled"], row["lost"]].some((list) => lists(String(list ?? ""), place!))) ? "slip_spoilt" : null;
}

const SLIPPED: FormCode[] = ["purchase", "resale", "transfer"];

/** What is odd about the slip of a draft: of no booklet, spoilt, or used on this tablet before. Never a wall. */
export function slipFault(draft: Pick<Draft, "form" | "answers" | "record" | "replaces">, registers: Registers, records: readonly OwnRecord[]): SlipFault | null {
  const slip = slipOf(draft.answers);
  if (!slip || !SLIPPED.includes(draft.form)) return null;
  const key = keyOf(slip);
  const twice = records.some(({ id, form, state, answers }) =>
    form === draft.form && id !== draft.record && id !== draft.replaces && state !== "rejected" && state !== "replaced" && keyOf(slipOf(answers)) === key);
  if (twice) return "slip_used";
  const day = String(draft.answers["bought_on"] ?? draft.answers["moved_on"] ?? "9999");
  return heldAgainst(slip, draft.form, day, rowsOf(registers));
}

const slipOf = (answers: Answers) => String(answers["slip_number"] ?? "").trim();
const keyOf = (slip: string) => split(slip).join(" ");

function* rowsOf(registers: Registers): Generator<Row> {
  for (const { row } of registers.get("booklet")?.values() ?? []) yield row;
}
