import { expect, it } from "vitest";
import { draftOf, fakeClock, memoryStore } from "./fakes";
import { isOver } from "../src/lease";
import { recordsAfter } from "../src/saving";
import { createState, refresh } from "../src/state";

const DAY = 86_400_000;
const at = (days: number, meta = {}) => isOver({ contactAt: 0, ...meta }, days * DAY);

it("ends after thirty days without contact, or as many as the server said", () => {
  expect([at(29), at(30), at(31)]).toEqual([false, false, true]);
  expect([at(6, { leaseDays: 5 }), at(40, { leaseDays: 60 })]).toEqual([true, false]);
  expect(isOver({}, 99 * DAY)).toBe(false);
});

it("is not lengthened by a clock that is set back", () => {
  expect(at(3, { seenAt: 31 * DAY })).toBe(true);
});

it("shuts the list of the country's valid numbers too", async () => {
  const clock = fakeClock();
  const store = memoryStore({ contactAt: clock.now() });
  await store.settle({ shard: { changes: [], valid: { pieces: {}, list: { name: "one", names: {} } } } });
  const state = createState();
  state.store.value = store;
  await refresh(state);
  expect(state.listed.value?.name).toBe("one");

  state.now.value = clock.now() + 31 * DAY;
  expect(state.listed.value).toBeNull();
});

it("shuts the registers and leaves the tablet's own records to be found", async () => {
  const clock = fakeClock();
  const store = memoryStore({ contactAt: clock.now() });
  await store.settle({ shard: { changes: [{ kind: "digger", id: "a", row: { names: "Abdou" } }] }, records: recordsAfter(draftOf("digger", { record: "own" }), [], 0, {}) });
  const state = createState();
  state.store.value = store;
  state.now.value = clock.now();
  await refresh(state);
  const shown = () => [...(state.registers.value.get("digger")?.values() ?? [])].map(({ id }) => id);
  expect(shown()).toEqual(["a", "own"]);

  clock.pass(31 * DAY);
  state.now.value = clock.now();
  expect(shown()).toEqual(["own"]);

  await store.settle({ meta: { contactAt: clock.now() } });
  await refresh(state);
  expect(shown()).toEqual(["a", "own"]);
});
