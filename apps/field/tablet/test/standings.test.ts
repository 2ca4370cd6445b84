import { expect, it } from "vitest";
import { draftOf, fakeClock } from "./fakes";
import { gather } from "../src/registers";
import type { Answers, Field, FormCode, OwnRecord, Posting } from "../src/shapes";
import type { Context } from "../src/showing";
import { standings } from "../src/standings";
import { learn, sayIn } from "../src/words";

await learn("en");
const VALID = { starts_on: "2026-01-01", ends_on: "2026-12-31" };
const registers = gather([{ changes: [
  { kind: "site", id: "s1", row: { number: "S-1", status: "active" } },
  { kind: "site", id: "s2", row: { number: "S-2", status: "flooded" } },
  { kind: "site", id: "s3", row: { number: "S-3", status: "mined_out" } },
  { kind: "site", id: "s4", row: { number: "S-4", status: "active", closed: "2015-01-01/2019-12-31 2026-10-01/.." } },
  { kind: "licence", id: "l1", row: { number: "L-1", site: "s1", ...VALID } },
  { kind: "licence", id: "l2", row: { number: "L-2", site: null, ...VALID, ends_on: "2026-06-30" } },
  { kind: "licence", id: "l3", row: { number: "L-3", site: "s1", found: "2.00", sold: "1.00", ...VALID } },
  { kind: "licence", id: "l4", row: { number: "L-4", site: null, ...VALID, pauses: "2026-03-01/2026-03-31 2026-11-02/.." } },
  { kind: "buyer", id: "b1", row: { number: "B-1", buyer_class: "collector", ...VALID } },
] }]);
const posting = { choices: { may_buy: [{ seller: "digger", buyer_class: "collector" }] } } as unknown as Posting;
const before = { id: "r1", form: "purchase", number: "14-00001-2", state: "received", answers: { slip_number: "BRL 7" } } as unknown as OwnRecord;
const context: Context = { say: sayIn("en"), language: "en", registers, posting, records: [before], clock: fakeClock() };

/** What is said of one answer of a sale. */
function said(code: string, answers: Answers, { form = "purchase" as FormCode, replaces = null as string | null } = {}) {
  const field = { code, kind: "text", refers_to: ["licence", "buyer", "site"].includes(code) ? code : undefined } as unknown as Field;
  return standings(field, draftOf(form, { answers: { bought_on: "2026-11-24", ...answers }, replaces }), context, "2026-11-24")
    .filter(({ good }) => !good).map(({ words }) => words);
}

it("says that a licence has ended, also where its number was typed from the paper", () => {
  expect(said("licence", { licence: { id: "l1" } })).toEqual([]);
  expect(said("licence", { licence: { id: "l2" } })).toEqual(["expired on 30 Jun 2026"]);
  expect(said("licence", { licence: { number: "L-2" } })).toEqual(["expired on 30 Jun 2026"]);
});

it("says that a licence is suspended, from the first day to the last", () => {
  const on = (day: string) => said("licence", { licence: { id: "l4" }, bought_on: day });
  expect(["2026-02-28", "2026-04-01", "2026-11-01"].flatMap(on)).toEqual([]);
  expect(on("2026-03-31")).toEqual(["not valid since 1 Mar 2026: suspended or handed back"]);
  expect(on("2026-11-24")).toEqual(["not valid since 2 Nov 2026: suspended or handed back"]);
});

it("says that a site lies in a zone that was closed that day", () => {
  const on = (day: string) => said("site", { site: { id: "s4" }, bought_on: day });
  expect(["2014-12-31", "2020-01-01", "2026-09-30"].flatMap(on)).toEqual([]);
  expect(on("2019-12-31")).toEqual(["This site lies in a zone that is closed or not compliant since 1 Jan 2015."]);
  expect(on("2026-10-01")).toEqual(["This site lies in a zone that is closed or not compliant since 1 Oct 2026."]);
});

it("says that nobody in the country has this licence or this buyer's number", () => {
  expect(said("licence", { licence: { number: "L-9" } })).toEqual(["This number is not in the register."]);
  expect(said("buyer", { buyer: { number: "B-9" } })).toEqual(["This number is not in the register."]);
});

it("says that a buyer may not buy from this seller", () => {
  expect(said("buyer", { buyer: { id: "b1" }, seller_role: "digger" })).toEqual([]);
  expect(said("buyer", { buyer: { id: "b1" }, seller_role: "holder" })).toHaveLength(1);
});

it("says that a site is another licence's, and nothing where the licence names none", () => {
  expect(said("site", { site: { id: "s1" }, licence: { id: "l1" } })).toEqual([]);
  expect(said("site", { site: { id: "s2" }, licence: { id: "l2" } })).toEqual(["This site is recorded as flooded."]);
  expect(said("site", { site: { id: "s3" }, licence: { id: "l1" } })).toEqual(["This site is recorded as mined out.", "This is not the site of the licence."]);
});

it("leaves the state of a site alone where an inspection is about just that", () => {
  expect(said("site", { site: { id: "s2" } }, { form: "inspection" })).toEqual([]);
});

it("says that a slip was recorded before, but not to whoever corrects that record", () => {
  expect(said("slip_number", { slip_number: "BRL 7" })).toEqual(["This slip was used on this tablet before."]);
  expect(said("slip_number", { slip_number: "BRL 8" })).toEqual([]);
  expect(said("slip_number", { slip_number: "BRL 7" }, { replaces: "r1" })).toEqual([]);
});

it("says what the receipt will say where the origin is not known", () => {
  expect(said("origin_known", { origin_known: false })).toEqual(["The receipt will say: origin not established."]);
  expect(said("origin_known", { origin_known: true })).toEqual([]);
});

it("says that more is sold than was found, and nothing of a licence whose finds only the office knows", () => {
  expect(said("carats", { carats: "1.00", licence: { id: "l3" } })).toEqual([]);
  expect(said("carats", { carats: "1.01", licence: { number: "L-3" } })).toEqual(["Under licence L-3, 2.01 ct are sold with this, and 2.00 ct were found."]);
  expect(said("carats", { carats: "1.01", licence: { id: "l3" }, with_find: true })).toEqual([]);
  expect(said("carats", { carats: "9.00", licence: { id: "l1" } })).toEqual([]);
  expect(said("carats", { carats: "9.00", licence: { id: "l3" } }, { form: "resale" })).toEqual([]);
});
