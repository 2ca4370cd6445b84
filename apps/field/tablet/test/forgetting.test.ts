import { expect, it } from "vitest";
import { tablet } from "./tablet";
import { exchange } from "../src/sync";

it("deletes nothing for a month after the receipt, and only what the desk has closed", async () => {
  const { parts, saved, server, store } = tablet();
  const [first, second] = [await saved(), await saved()];
  await exchange(parts);
  server.changes.push({ kind: "case", id: first.id, row: { status: "accepted", version: 2, at: "2026-11-25T08:00:00Z", by: "Renée", reason: "" } });
  await exchange(parts);
  for (const [day, left] of [["2026-12-23", 2], ["2026-12-25", 1]] as const) {
    server.time.now = `${day}T09:30:00+00:00`;
    await exchange(parts);
    expect(await store.events(), day).toHaveLength(left);
  }

  expect((await store.events()).map(({ record }) => record)).toEqual([second.id]);
});

it("deletes nothing for a month after a decision, which a restored server may forget", async () => {
  const { parts, saved, server, store } = tablet();
  const record = await saved();
  await exchange(parts);
  server.changes.push({ kind: "case", id: record.id, row: { status: "rejected", version: 2, at: "2027-01-03T08:00:00Z", by: "Renée", reason: "Which village?" } });
  for (const [day, left] of [["2027-01-03", 1], ["2027-02-01", 1], ["2027-02-03", 0]] as const) {
    server.time.now = `${day}T09:30:00+00:00`;
    await exchange(parts);
    expect(await store.events(), day).toHaveLength(left);
  }
});

it("forgets nothing because its own clock jumped by years", async () => {
  const { parts, saved, server, store, clock } = tablet();
  const record = await saved();
  await exchange(parts);
  server.changes.push({ kind: "case", id: record.id, row: { status: "accepted", version: 2, at: "2026-11-25T08:00:00Z", by: "Renée", reason: "" } });
  clock.set("2031-01-01T00:00:00Z");
  await exchange(parts);

  expect(await store.events()).toHaveLength(1);
});

it("keeps what a correction replaced until the desk has decided on the correction", async () => {
  const { parts, saved, server, store } = tablet();
  const old = await saved("purchase");
  await exchange(parts);
  server.changes.push({ kind: "case", id: old.id, row: { status: "returned", version: 2, reason: "1.15?", at: "2026-11-24T18:02:00Z", by: "Salif" } });
  await exchange(parts);
  const correction = await saved("purchase", { act: "replace", replaces: old.id });
  await exchange(parts);

  server.time.now = "2027-01-15T09:30:00+00:00";
  await exchange(parts);
  await exchange(parts);
  server.changes.push({ kind: "case", id: correction.id, row: { status: "rejected", version: 2, reason: "no", at: "2027-01-15T18:02:00Z", by: "Salif" } });
  await exchange(parts);

  expect((await store.records()).find(({ id }) => id === old.id)).toMatchObject({ state: "returned" });
});

it("keeps an old record that the officer corrects while it is about to be deleted", async () => {
  const { parts, saved, server, store } = tablet();
  const { id, answers } = await saved();
  await exchange(parts);
  server.changes.push({ kind: "case", id, row: { status: "accepted", version: 2, at: "2026-11-25T08:00:00Z", by: "Renée", reason: "" } });
  await exchange(parts);
  server.time.now = "2026-12-26T09:30:00+00:00";
  const { settle } = store;
  store.settle = async (change) => {
    if (change.forget) {
      store.settle = settle;
      await saved("site", { record: id, act: "amend", seen: 2, answers: { ...answers, place: "Sabo" } });
    }
    return settle(change);
  };
  await exchange(parts);

  expect((await store.records()).map(({ state, answers }) => [state, answers["place"]])).toEqual([["here", "Sabo"]]);
  expect(await store.events()).toHaveLength(2);
});
