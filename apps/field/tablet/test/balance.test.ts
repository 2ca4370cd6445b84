/** Sold more than found: the cases that the server judges too, with the facts on this tablet, at the office, and half and half. */

import { expect, it } from "vitest";
import shared from "../../../../fixtures/conformance/balance/cases.json";
import { balanceWith } from "../src/balance";
import type { Answers, OwnRecord } from "../src/shapes";
import { draftOf } from "./fakes";

interface Fact { form: "production" | "purchase"; carats: string | null; licence?: string | null; nil?: boolean; with_find?: boolean; replaces?: number }
const cases = shared.cases as unknown as { name: string; facts: Fact[]; sale: Fact; flagged: boolean }[];

const answersOf = ({ carats, licence = "L-1", nil, with_find }: Fact): Answers =>
  ({ ...(carats ? { carats } : {}), ...(licence ? { licence: { number: licence } } : {}), ...(nil ? { nil } : {}), ...(with_find ? { with_find } : {}) });
const isOf = (answers: Answers) => (answers["licence"] as { number: string } | undefined)?.number === "L-1";
const isCurrent = (facts: readonly Fact[], at: number) => !facts.some(({ replaces }) => replaces === at);

/** The first `sent` facts have reached the office and are in its sums; the others are only here. */
function judged({ facts, sale }: (typeof cases)[number], sent: number): boolean {
  const there = facts.slice(0, sent);
  const sum = (form: Fact["form"]) => there
    .filter((fact, at) => fact.form === form && isCurrent(there, at) && fact.carats && isOf(answersOf(fact)) && !fact.with_find)
    .reduce((points, { carats }) => points + Math.round(Number(carats) * 100), 0);
  const row = { found: (sum("production") / 100).toFixed(2), sold: (sum("purchase") / 100).toFixed(2) };
  const records = facts.map((fact, at) => ({
    id: `r${at}`, form: fact.form, answers: answersOf(fact), replaces: fact.replaces === undefined ? null : `r${fact.replaces}`,
    version: at < sent ? 1 : null, state: !isCurrent(facts, at) ? "replaced" : at < sent ? "received" : "here",
  })) as unknown as OwnRecord[];
  const draft = draftOf("purchase", { answers: answersOf(sale), replaces: sale.replaces === undefined ? null : `r${sale.replaces}` });
  const balance = balanceWith(draft, row, records, isOf)!;
  return !sale.with_find && balance.sold > balance.found;
}

it.each(cases)("$name", (one) => {
  for (let sent = 0; sent <= one.facts.length; sent += 1) expect(judged(one, sent), `${sent} sent`).toBe(one.flagged);
});

it("says nothing where the register does not", () => {
  expect(balanceWith(draftOf("purchase", { answers: { carats: "1.25" } }), { number: "L-1" }, [], () => true)).toBeNull();
});
