import { expect, it } from "vitest";
import { draftOf } from "./fakes";
import { tablet } from "./tablet";
import { save } from "../src/saving";
import { exchange } from "../src/sync";

const HELD = { code: "waits", sentence: "It waits for a record that has not come yet." };

it("keeps what the server said of a record that is corrected from an older screen", async () => {
  const { parts, saved, server, store, clock } = tablet();
  const record = await saved();
  const records = await store.records();
  const [event] = await store.events();
  server.statusOf.set(event!.id, "held");
  server.reasonOf.set(event!.id, HELD);
  await exchange(parts);

  const draft = draftOf("site", { id: "c", record: "correction", act: "void", replaces: record.id, seen: 1 });
  await save(draft, { store, clock, chance: parts.chance, tablet: "14", language: "fr", position: null, records });

  const { state, replacedBy, timeline } = (await store.records()).find(({ id }) => id === record.id)!;
  expect([state, replacedBy]).toEqual(["replaced", "correction"]);
  expect(timeline).toMatchObject([{ what: "here" }, { what: "held", text: HELD.sentence }, { what: "replaced" }]);
});

it.each([["an answer", "push"], ["a decision", "pull"]])("lays %s beside what the officer saves while it is noted", async (_what, path) => {
  const { parts, saved, server, store } = tablet();
  const { id, answers } = await saved();
  if (path === "pull") await exchange(parts);
  server.changes.push({ kind: "case", id, row: { status: "returned", version: 2, reason: "Which village?", at: server.time.now } });
  let armed = false;
  server.over(async (request, answer) => {
    const reply = await answer();
    armed ||= request.path.includes(path);
    return reply;
  });
  const { records } = store;
  store.records = async () => {
    const read = await records();
    if (armed) {
      [armed, store.records] = [false, records];
      await saved("site", { record: id, act: "amend", seen: 1, answers: { ...answers, place: "Sabo" } });
    }
    return read;
  };

  await exchange(parts);

  expect(store.records).toBe(records);
  expect((await store.events()).map(({ seq }) => seq)).toEqual([1, 2]);
  const [record] = await store.records();
  expect(record!.answers).toMatchObject({ place: "Sabo" });
  expect(record!.timeline.filter(({ what }) => what === "here")).toHaveLength(2);
  expect(record!.timeline).toContainEqual(expect.objectContaining({ what: "returned", text: "Which village?" }));
});
