import { expect, it } from "vitest";
import vectors from "../../../../fixtures/conformance/receipts/signed.json";
import { isFor, isSigned } from "../src/receipts";

const [receipt] = vectors.receipts;
const by = vectors.receipt_key;

it.each(vectors.receipts)("knows the server's signature under %j", async (one) => {
  expect(await isSigned(one, by)).toBe(true);
});

it("knows it however the receipt's keys are ordered", async () => {
  const turned = (value: object) => Object.fromEntries(Object.entries(value).reverse());
  expect(await isSigned({ ...turned(receipt!), head: turned(receipt!.head!) }, by)).toBe(true);
});

const CHANGES = [
  { at: "2026-11-24T09:30:02.654322+00:00" }, { tablet: "t" }, { events: receipt!.events.slice(1) }, { high_water: 3 },
  { head: null }, { head: { ...receipt!.head!, size: 813 } }, { more: 1 }, { key: "other" },
  { signature: receipt!.signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }, { signature: "" }, { signature: null },
];
it.each(CHANGES)("does not know a receipt with %j", async (change) => {
  expect(await isSigned({ ...receipt!, ...change }, by)).toBe(false);
});

it.each([undefined, { ...by, key: "other" }, { ...by, public: "" }, { ...by, public: "zz" }, { ...by, public: `04${"11".repeat(64)}` }])(
  "does not know it by the key %j", async (key) => expect(await isSigned(receipt, key)).toBe(false));

it.each([undefined, null, 7, "text", [], {}])("does not know %j for a receipt", async (said) => {
  expect(await isSigned(said, by)).toBe(false);
});

const { answers, receipt: answered } = vectors.answered;

it("knows the answers that a receipt is for, in whatever order their members come", async () => {
  expect(await isSigned(answered, vectors.answered.receipt_key)).toBe(true);
  expect(await isFor(answered, answers)).toBe(true);
  expect(await isFor(answered, answers.map((one) => Object.fromEntries(Object.entries(one).reverse())))).toBe(true);
});

it.each([
  [{ ...answers[0]!, status: "held" }, answers[1]], [answers[0], { ...answers[1]!, reason: null }], [...answers].reverse(), [answers[0]], undefined,
])("does not take %j for them", async (...said) => {
  expect(await isFor(answered, said.length === 1 ? said[0] : said)).toBe(false);
});
