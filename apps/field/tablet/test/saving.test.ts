import { expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock, memoryStore } from "./fakes";
import { sha256 } from "../src/events";
import { save, type Saving } from "../src/saving";

function officer(store = memoryStore()) {
  const saving: Saving = {
    store, clock: fakeClock(), chance: fakeChance(), tablet: "tablet-14", language: "fr", position: null, records: [],
  };
  return { store, saving };
}

it("keeps the bytes that were hashed, and the record beside them", async () => {
  const { store, saving } = officer();

  await save(draftOf("production", { record: "r1" }), saving);

  const [event] = await store.events();
  expect(event!.sha256).toBe(await sha256(event!.bytes));
  expect(JSON.parse(event!.bytes)).toMatchObject({ id: event!.id, seq: 1, record: "r1", captured_at: "2026-11-24T10:02:11+01:00", previous: null });
  expect(await store.records()).toMatchObject([{ id: "r1", state: "here", number: "14-00001-0" }]);
});

it("numbers events without gaps, each naming the one before", async () => {
  const { store, saving } = officer();
  for (let n = 0; n < 3; n += 1) await save(draftOf(), saving);

  const events = (await store.events()).map(({ bytes, sha256: hash }) => ({ ...JSON.parse(bytes), hash }));
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(events.map(({ previous }) => previous)).toEqual([null, events[0].hash, events[1].hash]);
});

it("gives two tabs that save at the same moment two numbers", async () => {
  const { store, saving } = officer();
  await Promise.all([save(draftOf(), saving), save(draftOf(), { ...saving, chance: fakeChance(9) }), save(draftOf(), saving)]);

  expect((await store.events()).map(({ seq }) => seq).sort()).toEqual([1, 2, 3]);
  expect(await store.records()).toHaveLength(3);
});

it("leaves the draft as it was when the tablet is full, and the number to the next", async () => {
  const { store, saving } = officer();
  const draft = draftOf();
  await store.saveDraft(draft);
  store.fail(() => new DOMException("full", "QuotaExceededError"));
  await expect(save(draft, saving)).rejects.toThrow("full");
  store.fail(null);

  expect(await store.drafts()).toHaveLength(1);
  expect(await store.events()).toHaveLength(0);
  await save(draft, saving);
  expect((await store.events())[0]!.seq).toBe(1);
  expect(await store.drafts()).toHaveLength(0);
});

it("writes why the officer went on past a warning", async () => {
  const { store, saving } = officer();
  await save(draftOf("purchase", { reasons: { paid_adds_up: " he owes the rest ", other: "" } }), saving);
  expect(JSON.parse((await store.events())[0]!.bytes).reason).toBe("paid_adds_up: he owes the rest");
});

it("closes the record that a correction replaces", async () => {
  const { store, saving } = officer();
  const [first] = await save(draftOf("purchase", { record: "old" }), saving);
  await save(draftOf("purchase", { record: "new", act: "replace", replaces: "old" }), { ...saving, records: [first] });

  const records = await store.records();
  expect(records.find(({ id }) => id === "old")).toMatchObject({ state: "replaced", replacedBy: "new" });
  expect(records.find(({ id }) => id === "new")).toMatchObject({ state: "here", replaces: "old" });
});

it("says by how much the clock was wrong at the last contact, however wrong it is", async () => {
  const { store, saving } = officer(memoryStore({ clockOffset: 283_996_800 }));
  saving.clock = fakeClock("2017-11-24T09:02:11Z", -210);
  await save(draftOf(), saving);
  expect(JSON.parse((await store.events())[0]!.bytes)).toMatchObject({ captured_at: "2017-11-24T05:32:11-03:30", clock_offset_s: 283_996_800 });
});

it("tells the office whom the officer called another person, and where he was asked about nobody says nothing of it", async () => {
  const { store, saving } = officer();
  await save(draftOf("digger", { otherThan: { a: 7 } }), saving);
  await save(draftOf("digger"), saving);

  const events = (await store.events()).map(({ bytes }) => JSON.parse(bytes));
  expect(events.map((event) => [event.other_than, "other_than" in event])).toEqual([[{ a: 7 }, true], [undefined, false]]);
});
