import { expect, it } from "vitest";
import * as maps from "../src/maps/words";
import * as month from "../src/monthwords";
import * as papers from "../src/papers/words";
import { en as english, type Key, type Words } from "../src/words/en";
import { fr as french } from "../src/words/fr";
import { canSpeak, learn, sayIn } from "../src/words";

// Those of cards and receipts, of a collector's month and of the map come with their screens.
const en: Record<Key | papers.PaperKey | month.MonthKey | maps.MapKey, Words> = { ...english, ...papers.en, ...month.en, ...maps.en };
const fr: typeof en = { ...french, ...papers.fr, ...month.fr, ...maps.fr };
const keys = Object.keys(en) as (keyof typeof en)[];
const texts = (words: Words) => (typeof words === "string" ? [words] : [words.one, words.other]);
const holes = (words: Words) => [...new Set(texts(words).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

it("says everything in both languages", () => {
  expect(Object.keys(fr).sort()).toEqual([...keys].sort());
  for (const key of keys) for (const text of [...texts(en[key]), ...texts(fr[key])]) expect(text.trim(), key).not.toBe("");
});

it.each(keys)("fills the same values into %s in both", (key) => expect(holes(fr[key])).toEqual(holes(en[key])));

it("keeps a French sign with its word", () => {
  for (const key of keys) for (const text of texts(fr[key])) expect(text, key).not.toMatch(/ [?!:;»]|« /);
});

it("is silent until it has read a language, and speaks that one until it has read the next", async () => {
  expect([canSpeak(), sayIn("fr")("yes")]).toEqual([false, ""]);
  await learn("en");
  expect([canSpeak(), sayIn("fr")("yes")]).toEqual([true, "Yes"]);
  await learn("fr");
  expect(sayIn("fr")("yes")).toBe("Oui");
});

it("counts as each language does", () => {
  expect(sayIn("fr")("will_send", { n: 0 })).toContain("0 fiche partira");
  expect(sayIn("en")("will_send", { n: 0 })).toContain("0 records");
  expect(sayIn("en")("will_send", { n: 1 })).toContain("1 record will");
});

it("never says error, oops or invalid", () => {
  for (const key of keys) for (const text of texts(en[key])) expect(text, key).not.toMatch(/\b(error|oops|invalid|sync failed)\b/i);
});
