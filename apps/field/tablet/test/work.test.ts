import { expect, it } from "vitest";
import licenceForm from "../../../../fixtures/forms/licence-v1.json";
import productionForm from "../../../../fixtures/forms/production-v1.json";
import { fakeChance, fakeClock, memoryStore } from "./fakes";
import { begin } from "../src/drafts";
import type { Form } from "../src/shapes";
import { createState, type Doors } from "../src/state";
import { number, setAnswer } from "../src/work";

/** A draft in somebody's hands: `days()` says what its two days are now. */
function hand(form: unknown) {
  const state = createState();
  state.drafts.value = [begin(form as Form, fakeClock(), fakeChance())];
  const draft = () => state.drafts.value[0]!;
  const set = (code: string, value?: string, typed?: string) => setAnswer(draft(), code, value, state, typed);
  return { set, days: () => [draft().answers["starts_on"], draft().answers["ends_on"]] };
}

it("asks for the day of a find once: the last day follows the first", () => {
  const { set, days } = hand(productionForm);

  set("starts_on", undefined, "24/11/");
  expect(days()).toEqual([undefined, undefined]);
  set("starts_on", "2026-11-24");
  expect(days()).toEqual(["2026-11-24", "2026-11-24"]);
  set("starts_on", "2026-11-23");
  expect(days()).toEqual(["2026-11-23", "2026-11-23"]);
});

it("leaves a last day that was answered for itself", () => {
  const { set, days } = hand(productionForm);
  set("starts_on", "2026-11-20");
  set("ends_on", "2026-11-24");

  set("starts_on", "2026-11-21");

  expect(days()).toEqual(["2026-11-21", "2026-11-24"]);
});

it("leaves a last day that is being typed", () => {
  const { set, days } = hand(productionForm);
  set("ends_on", undefined, "2/1");

  set("starts_on", "2026-11-21");

  expect(days()).toEqual(["2026-11-21", undefined]);
});

it("makes no licence of one day", () => {
  const { set, days } = hand(licenceForm);

  set("starts_on", "2026-01-01");

  expect(days()).toEqual(["2026-01-01", undefined]);
});

it("gives out no number on a full tablet, says so, and leaves the form as it was", async () => {
  const state = createState();
  const draft = begin(productionForm as Form, fakeClock(), fakeChance());
  const full = { ...memoryStore(), nextNumber: async () => { throw new DOMException("Full.", "QuotaExceededError"); } };
  Object.assign(state, { store: { value: full }, header: { value: { tablet: { number: 14 } } } });
  state.drafts.value = [draft];

  await number(draft, productionForm as Form, state, { clock: fakeClock(), chance: fakeChance() } as unknown as Doors);

  expect(state.full.value).toBe(true);
  expect(state.drafts.value).toEqual([draft]);
});
