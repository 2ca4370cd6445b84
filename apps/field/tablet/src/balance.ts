/**
 * What was found and sold under a licence, as far as this tablet knows: what the office had when the register was last
 * read, and what of this officer's own work the office has not taken yet. `apps/ledger/balance.py` adds the same.
 */

import type { Answers, Draft, OwnRecord } from "./shapes";

type Fact = Pick<OwnRecord, "form" | "answers">;
/** Hundredths of a carat. */
export interface Balance { found: bigint; sold: bigint }

const hundredths = (carats: unknown): bigint => {
  const [whole = "0", decimals = ""] = String(carats ?? "0").split(".");
  return BigInt(whole + decimals.padEnd(2, "0").slice(0, 2));
};

/** What a fact adds; a sale that made its find cannot be checked by itself and adds nothing on either side. */
function adds({ form, answers }: Fact): Balance {
  const carats = answers["nil"] ? 0n : hundredths(answers["carats"]);
  if (form === "production") return { found: carats, sold: 0n };
  return { found: 0n, sold: form === "purchase" && !answers["with_find"] ? carats : 0n };
}

/**
 * The balance with this draft in it; `row` is the licence as the register has it, `isOf` whether answers name it. null
 * where the register does not say: of another region's licence only the office knows.
 */
export function balanceWith(draft: Draft, row: Record<string, unknown>, records: readonly OwnRecord[], isOf: (answers: Answers) => boolean): Balance | null {
  if (typeof row["found"] !== "string" || typeof row["sold"] !== "string") return null;
  const sum: Balance = { found: hundredths(row["found"]), sold: hundredths(row["sold"]) };
  const count = (fact: Fact, sign: bigint) => {
    if (!isOf(fact.answers)) return;
    const { found, sold } = adds(fact);
    sum.found += sign * found;
    sum.sold += sign * sold;
  };
  // The office has a record when it has a version there, and counts it until it has the correction.
  const corrected = new Set([draft.replaces, ...records.filter(({ version }) => version === null).map(({ replaces }) => replaces)]);
  for (const record of records) {
    if (record.state === "rejected") continue;
    if (record.version !== null && corrected.has(record.id)) count(record, -1n);
    if (record.version === null && record.state !== "replaced" && !corrected.has(record.id)) count(record, 1n);
  }
  count(draft, 1n);
  return sum;
}

export const carats = (points: bigint): string => {
  const digits = points.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
