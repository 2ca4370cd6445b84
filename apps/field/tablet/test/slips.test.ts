import { describe, expect, it } from "vitest";
import cases from "../../../../fixtures/conformance/slips/cases.json";
import { gather } from "../src/registers";
import type { Answers, FormCode, OwnRecord } from "../src/shapes";
import { following, heldAgainst, lists, slipFault, split } from "../src/slips";

const registers = gather([{ changes: cases.booklets.map((row, n) => ({ kind: "booklet", id: `k${n}`, row })) }]);
const draft = (answers: Answers, form: FormCode = "purchase") => ({ form, answers, record: "r1", replaces: null });
const record = (id: string, answers: Answers, over: Partial<OwnRecord> = {}) => ({ id, form: "purchase", state: "here", answers, ...over }) as OwnRecord;

it.each(cases.split as [string, string, number | null][])("reads %j as the server does", (slip, series, place) => {
  expect(split(slip)).toEqual([series, place]);
});

it.each(cases.listed as [string, number[]][])("finds in %j the numbers that the server finds", (written, numbers) => {
  expect(Array.from({ length: 30 }, (_, n) => n).filter((n) => lists(written, n))).toEqual(numbers);
});

describe("a slip is held against the booklets as at the server", () => {
  it.each(cases.verdicts)("$slip ($slips)", ({ slip, slips, day, says }) => {
    expect(heldAgainst(slip, slips, day, cases.booklets)).toBe(says);
  });
});

it("goes on with the next slip, spelled as this one is", () => {
  expect(["BRL 0099", "B-9", "BRL", ""].map(following)).toEqual(["BRL 0100", "B-10", "", ""]);
});

it("knows a slip that was used on this tablet, however it is spelled", () => {
  const used = [record("r2", { slip_number: "brl-102" })];

  expect(slipFault(draft({ slip_number: "BRL 102", bought_on: "2026-11-03" }), registers, used)).toBe("slip_used");
  expect(slipFault(draft({ slip_number: "BRL 104", bought_on: "2026-11-03" }), registers, used)).toBe(null);
});

it("lets a correction stay on the slip of what it replaces, and takes up one that was rejected", () => {
  const answers = { slip_number: "BRL 102", bought_on: "2026-11-03" };

  expect(slipFault({ ...draft(answers), replaces: "r2" }, registers, [record("r2", answers)])).toBe(null);
  expect(slipFault(draft(answers), registers, [record("r2", answers, { state: "rejected" })])).toBe(null);
});

it("asks of no slip where none is named, nor of what is on no slip", () => {
  expect(slipFault(draft({}), registers, [])).toBe(null);
  expect(slipFault(draft({ slip_number: "X 1" }, "inspection"), registers, [])).toBe(null);
});
