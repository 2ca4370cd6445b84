import { expect, it } from "vitest";
import infractionForm from "../../../../fixtures/forms/infraction-v1.json";
import inspectionForm from "../../../../fixtures/forms/inspection-v1.json";
import { draftOf, fakeClock } from "./fakes";
import { gather } from "../src/registers";
import type { Answers, Form, FormCode, Posting } from "../src/shapes";
import { bothHolders, holderOf, mayBuy, sellerOf, subject, type Context } from "../src/showing";
import { draftSubject } from "../src/views/subject";
import { learn, sayIn } from "../src/words";

const changes = [
  { kind: "buyer", id: "b1", row: { number: "B-1", names: "Paul Sowé", buyer_class: "collector" } },
  { kind: "digger", id: "d1", row: { number: "D-1", names: "Élodie Koumba" } },
  { kind: "site", id: "s1", row: { number: "S-1", name: "Bemba bend" } },
];
const registers = gather([{ changes }]);
const may_buy = [{ seller: "digger", buyer_class: "collector" }, { seller: "collector", buyer_class: "comptoir" }];
const posting = { choices: { may_buy, buyer_classes: [], licence_classes: [] } } as unknown as Posting;
await learn("en");
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

it("says of an inspection where it was and what was seen, and of an infraction its kind and never whom it concerns", () => {
  const forms = [inspectionForm, infractionForm] as unknown as Form[];
  const here = { ...context, posting: { ...posting, forms } };
  const seen = { site: { id: "s1" }, state: "flooded" };
  const against = { type: "false_papers", place: "Kolo market", concerned: "person", person_name: "Sira Bemba", account: "Sira Bemba sold at night." };

  expect(subject(record("inspection", seen), here)).toBe("INSPECTION 14-00001-0 · Bemba bend · Flooded");
  expect(subject(record("infraction", against), here)).toBe("INFRACTION 14-00001-0 · False, blank or borrowed papers · Kolo market");
  expect(draftSubject(draftOf("infraction", { answers: against }), here)).toBe("Kolo market");
  expect(draftSubject(draftOf("inspection", { answers: seen }), here)).toBe("SITE S-1");
});
