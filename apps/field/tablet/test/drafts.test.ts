import { expect, it } from "vitest";
import diggerForm from "../../../../fixtures/forms/digger-v1.json";
import productionForm from "../../../../fixtures/forms/production-v1.json";
import purchaseForm from "../../../../fixtures/forms/purchase-v1.json";
import { fakeChance, fakeClock } from "./fakes";
import { answer, asked, begin, correct, ending, fieldsOf, finished, judge, standing, today, unnumbered, views, warnings } from "../src/drafts";
import type { Draft, Form, OwnRecord, Value } from "../src/shapes";

const DIGGER = diggerForm as unknown as Form;
const PRODUCTION = productionForm as unknown as Form;
const PURCHASE = purchaseForm as unknown as Form;
const clock = fakeClock();
const day = today(clock);
const filled = (form: Form, answers: Record<string, Value>): Draft =>
  Object.entries(answers).reduce((draft, [code, value]) => answer(draft, code, value), begin(form, clock, fakeChance()));
const judged = (draft: Draft, form: Form) => {
  const result = judge(draft, form, day);
  return { result, sections: asked(form, result), fields: asked(form, result).flatMap(({ fields }) => fields) };
};

it("asks one question a view on a phone and a section on a tablet", () => {
  const { sections } = judged(begin(PURCHASE, clock, fakeChance()), PURCHASE);
  expect(views(sections, PURCHASE, true).every(({ fields, closed }) => closed || fields.length === 1)).toBe(true);
  expect(views(sections, PURCHASE, false)).toHaveLength(sections.length);
});

it("never asks what the tablet answers by itself", () => {
  const codes = judged(filled(PURCHASE, { with_find: true }), PURCHASE).fields.map(({ code }) => code);
  expect(codes).not.toContain("number");
  expect(codes).not.toContain("find_id");
});

it("numbers a purchase and its find when it is read back", () => {
  const draft = filled(PURCHASE, { with_find: true });
  const codes = unnumbered(draft, PURCHASE, judge(draft, PURCHASE, day)).map(({ code }) => code);
  expect(codes.sort()).toEqual(["find_id", "find_number", "number"]);
});

it("asks for the site once the origin is known, and forgets it when it is not", () => {
  const known = filled(PURCHASE, { origin_known: true, site: { number: "KO-1" } });
  expect(judged(known, PURCHASE).fields.map(({ code }) => code)).toContain("site");

  const changed = answer(known, "origin_known", false);
  expect(changed.answers["site"]).toEqual({ number: "KO-1" });
  expect(finished(changed, judge(changed, PURCHASE, day)).answers).not.toHaveProperty("site");
});

it("says at the second of two questions that one of them is needed", () => {
  const draft = begin(DIGGER, clock, fakeChance());
  const { result, fields } = judged(draft, DIGGER);
  const at = (code: string) => standing(draft, DIGGER, result, fields.filter((field) => field.code === code)).map((fault) => fault.code);
  expect(at("nationality")).toEqual([]);
  expect(at("residence")).toEqual(["nationality_or_residence"]);
});

it("ends the registration of a young person, and of no adult", () => {
  const stands = (year: number) => {
    const draft = filled(DIGGER, { birth_year: year });
    return ending(standing(draft, DIGGER, judge(draft, DIGGER, day), fieldsOf(DIGGER)));
  };
  expect(stands(2010)).toBeDefined();
  expect(stands(1990)).toBeUndefined();
});

it("keeps word for word what cannot be read yet, and says so", () => {
  const draft = answer(begin(PRODUCTION, clock, fakeChance()), "carats", undefined, "1.234");
  const carats = fieldsOf(PRODUCTION).filter(({ code }) => code === "carats");
  expect(draft.typed["carats"]).toBe("1.234");
  expect(standing(draft, PRODUCTION, judge(draft, PRODUCTION, day), carats).map(({ code }) => code)).toEqual(["unreadable"]);
});

it("warns where the last answer of a sum is given", () => {
  const draft = filled(PURCHASE, { price: "100.00", debt_deducted: "10.00", cash_paid: "50.00" });
  const { result, fields } = judged(draft, PURCHASE);
  expect(warnings(PURCHASE, result, fields).map(({ code }) => code)).toContain("paid_adds_up");
});

const returned = (form: Form["code"], answers: OwnRecord["answers"]): OwnRecord => ({
  id: "old", form, number: "14-00001-0", answers, reasons: { large_gang: "a feast" }, state: "returned", version: 2, savedAt: 0, timeline: [], replaces: null,
});

it("amends a record of the register in place, seen as the desk decided on it", () => {
  const draft = correct(returned("digger", { number: "14-00001-0", names: "Marie" }), DIGGER, clock, fakeChance());
  expect(draft).toMatchObject({ act: "amend", record: "old", seen: 2, replaces: null, before: { names: "Marie" }, answers: { number: "14-00001-0" } });
});

it("replaces a fact of the ledger by a record with an id and a number of its own", () => {
  const draft = correct(returned("production", { number: "14-00001-0", carats: "1.25" }), PRODUCTION, clock, fakeChance());
  expect(draft).toMatchObject({ act: "replace", replaces: "old", answers: { carats: "1.25" }, reasons: { large_gang: "a feast" } });
  expect(draft.record).not.toBe("old");
  expect(draft.answers).not.toHaveProperty("number");
});
