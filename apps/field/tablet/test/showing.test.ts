import { expect, it } from "vitest";
import { fakeClock } from "./fakes";
import type { Registers } from "../src/registers";
import type { Answers, FormCode, Posting } from "../src/shapes";
import { bothHolders, holderOf, mayBuy, sellerOf, subject, type Context } from "../src/showing";
import { sayIn } from "../src/words";

const entry = (kind: string, id: string, row: Record<string, unknown>) => [id, { id, kind, row, own: false, words: "" }] as const;
const registers: Registers = new Map([
  ["buyer", new Map([entry("buyer", "b1", { number: "B-1", names: "Paul Sowé", buyer_class: "collector" })])],
  ["digger", new Map([entry("digger", "d1", { number: "D-1", names: "Élodie Koumba" })])],
]);
const may_buy = [{ seller: "digger", buyer_class: "collector" }, { seller: "collector", buyer_class: "comptoir" }];
const posting = { choices: { may_buy, buyer_classes: [], licence_classes: [] } } as unknown as Posting;
const context: Context = { say: sayIn("en"), language: "en", registers, posting, records: [], clock: fakeClock() };

const record = (form: FormCode, answers: Answers) => ({ form, answers, number: "14-00001-0" });
/** Whether a buyer of this class may buy what such a record sells. */
const may = (buyerClass: string, form: FormCode, answers: Answers) => mayBuy(buyerClass, sellerOf(record(form, answers), context), context)?.good;

it("asks of a first sale whether one may buy from the digger or the holder", () => {
  expect(may("collector", "purchase", { seller_role: "gang_leader" })).toBe(true);
  expect(may("collector", "purchase", { seller_role: "holder" })).toBe(false);
  expect(may("collector", "purchase", {})).toBeUndefined();
});

it("asks of a resale whether one may buy from the class of the seller", () => {
  expect(may("comptoir", "resale", { seller: { id: "b1" } })).toBe(true);
  expect(may("collector", "resale", { seller: { id: "b1" } })).toBe(false);
});

it("says nothing of a seller whose class is not known here", () => {
  expect(may("comptoir", "resale", { seller: { number: "B-9" } })).toBeUndefined();
  expect(may("comptoir", "resale", { seller: { id: "gone" } })).toBeUndefined();
});

it("names a holder by himself, by the paper, or by the place", () => {
  expect(holderOf({ digger: { id: "d1" } }, context)).toBe("Élodie Koumba");
  expect(holderOf({ licence: { number: "2026/014" } }, context)).toBe("LICENCE 2026/014");
  expect(holderOf({ place: "Safe of Kolo" }, context)).toBe("Safe of Kolo");
  expect(bothHolders({ giver_digger: { id: "d1" }, receiver_buyer: { id: "b1" } }, context)).toBe("Élodie Koumba → Paul Sowé");
});

it("says in one line what was sold on, held, moved, or not found", () => {
  expect(subject(record("resale", { carats: "12.50", seller: { id: "b1" } }), context)).toBe("RESALE 14-00001-0 · 12.50 ct · Paul Sowé");
  expect(subject(record("stock_count", { carats: "0", place: "Safe" }), context)).toBe("STOCK 14-00001-0 · 0.00 ct · Safe");
  expect(subject(record("transfer", { carats: "1.25", giver_place: "Safe" }), context)).toBe("TRANSFER 14-00001-0 · 1.25 ct · Safe");
  expect(subject(record("production", { nil: true }), context)).toBe("PRODUCTION 14-00001-0 · Nothing was found");
});
