import { expect, it } from "vitest";
import diggerForm from "../../../../fixtures/forms/digger-v4.json";
import licenceForm from "../../../../fixtures/forms/licence-v1.json";
import productionForm from "../../../../fixtures/forms/production-v1.json";
import { draftOf, fakeChance, fakeClock, memoryStore } from "./fakes";
import { begin, judge, today } from "../src/drafts";
import type { Form, Value } from "../src/shapes";
import type { Store } from "../src/ports";
import { createState, refresh, type Doors } from "../src/state";
import { beginForm, beginNil, changeDraft, keepDraft, number, setAnswer, setReason, throwAway } from "../src/work";

const TODAY = today(fakeClock());

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

it("changes a draft as it is by now, and brings back none that is gone", async () => {
  const state = createState();
  const drawn = begin(productionForm as Form, fakeClock(), fakeChance());
  state.drafts.value = [drawn];

  setAnswer(drawn, "starts_on", "2026-11-24", state);
  setReason(drawn, "late", "The road was flooded.", state);
  changeDraft(drawn, (now) => ({ ...now, at: "site" }), state);

  expect(state.drafts.value[0]).toMatchObject({ at: "site", reasons: { late: "The road was flooded." }, answers: { starts_on: "2026-11-24" } });
  await throwAway(drawn, state);
  changeDraft(drawn, (now) => ({ ...now, at: "site" }), state);
  expect(state.drafts.value).toEqual([]);
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

/** A nil period that has just been begun on a tablet with these productions: `at(site)` answers where, `days()` says when. */
function nilPeriod(...earlier: { site: string; ends_on: string; state?: string }[]) {
  const state = createState();
  const went: unknown[] = [];
  state.meta.value = { posting: { forms: [productionForm] } } as never;
  state.records.value = earlier.map(({ state: at = "received", ends_on, site }) => ({ form: "production", state: at, answers: { site: { number: site }, ends_on } })) as never;
  const doors = { clock: fakeClock(), chance: fakeChance(), go: (route: unknown) => went.push(route) } as unknown as Doors;
  beginNil(state, doors);
  const draft = () => state.drafts.value[0]!;
  const set = (code: string, value: Value) => setAnswer(draft(), code, value, state);
  return { went, draft, set, at: (site: string) => set("site", { number: site }), days: () => [draft().answers["starts_on"], draft().answers["ends_on"]] };
}

/** What a tablet proposes for the language of a consent, by its screen, its country's list and its records, newest first. */
function proposed(spoken: string[] | undefined, ...said: (string | undefined)[]) {
  const state = createState();
  state.language.value = "fr";
  state.meta.value = { posting: { forms: [diggerForm], choices: { languages: spoken?.map((code) => ({ code, en: code, fr: code })) } } } as never;
  state.records.value = said.map((code) => ({ form: "digger", answers: code ? { consent_language: code } : {} })) as never;
  beginForm("digger", state, { clock: fakeClock(), chance: fakeChance(), go: () => undefined } as unknown as Doors);
  return state.drafts.value[0]!.answers["consent_language"];
}

it("proposes the language that was spoken last, else that of its screen, and none that is not on the list", () => {
  expect(proposed(["sg", "fr"], undefined, "sg", "fr")).toBe("sg");
  expect(proposed(["sg", "fr"])).toBe("fr");
  expect(proposed(["sg"])).toBeUndefined();
  expect(proposed(["fr"], "ln")).toBe("fr");
  // A server of before has no list.
  expect(proposed(undefined, "sg")).toBeUndefined();
});

it("asks of a nil period only where it was, and then reads it back", () => {
  const { went, draft, at } = nilPeriod();

  at("lolo");

  expect(went).toEqual([{ page: "form", draft: draft().id, at: "site", then: "check" }]);
  expect(judge(draft(), productionForm as Form, TODAY).faults.map(({ field }) => field)).toEqual(["number"]);
  expect(draft().answers).toMatchObject({ nil: true, basis: "declared", starts_on: TODAY, ends_on: TODAY });
});

it("lets a nil period go on from the last day that it has of the site, and of no other", () => {
  const known = [{ site: "lolo", ends_on: "2026-11-10" }, { site: "lolo", ends_on: "2026-11-14" }, { site: "kolo", ends_on: "2026-11-22" }];
  const { at, days } = nilPeriod(...known, { site: "lolo", ends_on: "2026-11-23", state: "replaced" });

  at("lolo");
  expect(days()).toEqual(["2026-11-15", TODAY]);
  at("kolo");
  expect(days()).toEqual(["2026-11-23", TODAY]);
  at("boya");
  expect(days()).toEqual([TODAY, TODAY]);
});

it("never begins a nil period after its last day", () => {
  const { at, days } = nilPeriod({ site: "lolo", ends_on: TODAY });

  at("lolo");

  expect(days()).toEqual([TODAY, TODAY]);
});

it("leaves the days of a nil period that somebody answered", () => {
  const { set, at, days } = nilPeriod({ site: "lolo", ends_on: "2026-11-14" });
  set("starts_on", "2026-11-20");

  at("lolo");

  expect(days()).toEqual(["2026-11-20", TODAY]);
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

/** A tablet whose disk is slow: what is read is what lay there when reading began. */
function slow() {
  const state = createState();
  const store = memoryStore();
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  const drafts: Store["drafts"] = async () => {
    const read = await store.drafts();
    await held;
    return read;
  };
  state.store.value = { ...store, drafts };
  const answers = () => state.drafts.value.map((draft) => draft.answers);
  return { state, store, go, answers };
}
const settled = () => new Promise((done) => setTimeout(done));

it("puts a late answer into the draft as it is by then", () => {
  const state = createState();
  const draft = draftOf("site", { answers: {} });
  state.drafts.value = [draft];

  setAnswer(draft, "name", "Bemba", state);
  setAnswer(draft, "photo", "abc", state);

  expect(state.drafts.value[0]!.answers).toEqual({ name: "Bemba", photo: "abc" });
});

it("brings nothing back by a late answer", async () => {
  const state = createState();
  const draft = draftOf("site");
  state.drafts.value = [draft];
  await throwAway(draft, state);

  setAnswer(draft, "photo", "abc", state);

  expect(state.drafts.value).toEqual([]);
});

it("keeps what is typed while the disk is read", async () => {
  const { state, go, answers } = slow();
  keepDraft(draftOf("site", { answers: { name: "B" } }), state);
  await settled();
  const reading = refresh(state);
  await settled();

  setAnswer(state.drafts.value[0]!, "name", "Bemba", state);
  await settled();
  go();
  await reading;

  expect(answers()).toEqual([{ name: "Bemba" }]);
});

/** What the store does at this door waits until `go`. */
function held(store: Store, door: "saveDraft" | "dropDraft"): () => void {
  const act = store[door] as (given: never) => Promise<void>;
  let go = () => {};
  const open = new Promise<void>((done) => (go = done));
  store[door] = (given: never) => open.then(() => act(given));
  return go;
}

it("keeps what was still on its way to the disk when that was read", async () => {
  const { state, go, answers } = slow();
  keepDraft(draftOf("site", { answers: { name: "B" } }), state);
  await settled();
  const write = held(state.store.value!, "saveDraft");
  setAnswer(state.drafts.value[0]!, "name", "Bemba", state);
  const reading = refresh(state);
  await settled();

  write();
  await settled();
  go();
  await reading;

  expect(answers()).toEqual([{ name: "Bemba" }]);
});

it("leaves thrown away what was still on its way off the disk when that was read", async () => {
  const { state, go, answers } = slow();
  keepDraft(draftOf("site"), state);
  await settled();
  const drop = held(state.store.value!, "dropDraft");
  const thrown = throwAway(state.drafts.value[0]!, state);
  const reading = refresh(state);
  await settled();

  drop();
  await thrown;
  go();
  await reading;

  expect(answers()).toEqual([]);
  expect(state.unwritten.size).toBe(0);
});

it("keeps what a full disk did not take", async () => {
  const { state, store, go, answers } = slow();
  keepDraft(draftOf("site", { answers: { name: "B" } }), state);
  await settled();
  store.fail(() => new DOMException("full", "QuotaExceededError"));
  setAnswer(state.drafts.value[0]!, "name", "Bemba", state);
  await settled();
  go();
  await refresh(state);

  expect(answers()).toEqual([{ name: "Bemba" }]);
});

it("leaves thrown away what was thrown away while the disk was read", async () => {
  const { state, go, answers } = slow();
  keepDraft(draftOf("site"), state);
  await settled();
  const reading = refresh(state);
  await settled();
  await throwAway(state.drafts.value[0]!, state);
  go();
  await reading;

  expect(answers()).toEqual([]);
});

it("takes what another tab wrote", async () => {
  const { state, store, go, answers } = slow();
  keepDraft(draftOf("site", { answers: { name: "B" } }), state);
  await settled();
  await store.saveDraft({ ...state.drafts.value[0]!, answers: { name: "Lolo" } });
  go();
  await refresh(state);

  expect(answers()).toEqual([{ name: "Lolo" }]);
});

it("puts nothing into the memory of a tablet that was locked while it read", async () => {
  const { state, go, answers } = slow();
  keepDraft(draftOf("site"), state);
  await settled();
  const reading = refresh(state);
  state.store.value = null;
  state.drafts.value = [];
  go();
  await reading;

  expect([answers(), state.meta.value]).toEqual([[], {}]);
});
