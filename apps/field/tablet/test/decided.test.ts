import { expect, it } from "vitest";
import { fakeClock } from "./fakes";
import { tablet } from "./tablet";
import { collisionIn, decided } from "../src/records";
import type { Kept, OwnRecord } from "../src/shapes";
import { exchange } from "../src/sync";

it("shows why a record was returned, until its correction waits to be sent", async () => {
  const { parts, saved, server, store } = tablet();
  const record = await saved("digger");
  await exchange(parts);
  server.changes.push({ kind: "case", id: record.id, row: { status: "returned", version: 2, reason: "Which village?", at: "2026-11-24T18:02:00Z", by: "Salif" } });
  await exchange(parts);
  const [returned] = await store.records();
  expect(returned).toMatchObject({ state: "returned", version: 2 });
  expect(returned!.timeline.at(-1)).toMatchObject({ what: "returned", text: "Which village?", by: "Salif" });

  await saved("digger", { record: record.id, act: "amend", seen: 2 });
  expect((await store.records())[0]!.state).toBe("here");
  await exchange(parts);
  expect((await store.records())[0]!.state).toBe("received");
});

it("keeps a record here while its correction waits, whatever the desk says of it meanwhile", () => {
  const record = { id: "r", state: "here", timeline: [], version: 2 } as unknown as OwnRecord;
  const change = { kind: "case", id: "r", row: { status: "returned", version: 3, reason: "?", at: "2026-11-24T18:02:00Z" } };
  const waiting = [{ record: "r", seq: 2 }] as unknown as Kept[];
  expect(decided(record, change, waiting, 0)).toMatchObject({ state: "here", version: 3, timeline: [{ what: "returned" }] });
});

it("shows a decision that was heard while the answer to the record itself was lost", async () => {
  const { parts, saved, server, store } = tablet();
  const record = await saved();
  const row = { status: "returned", version: 2, reason: "Which site?", at: "2026-11-24T18:02:00Z", by: "Salif" };
  server.over(async (request, answer) => {
    if (!request.path.includes("push")) return answer();
    await answer();
    return { status: 403, body: { code: "no_posting", detail: "No." } };
  });
  server.changes.push({ kind: "case", id: record.id, row });
  await exchange(parts);
  expect((await store.records())[0]!.state).toBe("here");

  server.over((_request, answer) => answer());
  await exchange(parts);
  const [shown] = await store.records();
  expect(shown).toMatchObject({ state: "returned", version: 2 });
  expect(shown!.timeline.at(-1)).toMatchObject({ what: "returned", text: "Which site?" });
});

it("leaves a replaced fact replaced, whatever the desk still says of it", () => {
  const old = { id: "old", state: "replaced", replacedBy: "new", timeline: [], version: 2 } as unknown as OwnRecord;
  const change = { kind: "case", id: "old", row: { status: "returned", version: 2, at: "2026-11-24T18:02:00Z" } };
  expect(decided(old, change, [], 0).state).toBe("replaced");
});

it("opens a returned fact again when its correction was not accepted", async () => {
  const { parts, saved, server, store } = tablet();
  const old = await saved("purchase");
  await exchange(parts);
  server.changes.push({ kind: "case", id: old.id, row: { status: "returned", version: 2, reason: "1.15?", at: "2026-11-24T18:02:00Z", by: "Salif" } });
  await exchange(parts);
  const correction = await saved("purchase", { act: "replace", replaces: old.id });
  await exchange(parts);
  expect((await store.records()).find(({ id }) => id === old.id)!.state).toBe("replaced");

  server.changes.push({ kind: "case", id: correction.id, row: { status: "rejected", version: 2, reason: "no", at: "2026-11-25T18:02:00Z", by: "Salif" } });
  await exchange(parts);

  expect((await store.records()).map(({ state }) => state).sort()).toEqual(["rejected", "returned"]);
});

it("gives a fact back as it stood when its correction is not accepted", async () => {
  const { parts, saved, server, store } = tablet();
  const old = await saved("purchase");
  await exchange(parts);
  const correction = await saved("purchase", { act: "replace", replaces: old.id });
  await exchange(parts);
  server.changes.push({ kind: "case", id: correction.id, row: { status: "rejected", version: 2, reason: "no", at: "2026-11-25T18:02:00Z", by: "Salif" } });
  await exchange(parts);

  // The desk never returned it.
  const back = (await store.records()).find(({ id }) => id === old.id)!;
  expect(back.state).toBe("received");
  expect(back.replacedBy).toBeUndefined();
});

it("gives a fact back as the desk said last that it stands, where a restored server has forgotten an acceptance", async () => {
  const { parts, saved, server, store } = tablet();
  const old = await saved("purchase");
  await exchange(parts);
  server.changes.push({ kind: "case", id: old.id, row: { status: "accepted", version: 2, reason: "", at: "2026-11-24T18:02:00Z", by: "Salif" } });
  await exchange(parts);
  const correction = await saved("purchase", { act: "void", replaces: old.id });
  await exchange(parts);
  server.changes.push({ kind: "case", id: old.id, row: { status: "pending", version: 1, reason: "", at: "2026-11-24T09:02:00Z", by: "" } });
  await exchange(parts);
  server.changes.push({ kind: "case", id: correction.id, row: { status: "rejected", version: 2, reason: "no", at: "2026-11-25T18:02:00Z", by: "Salif" } });
  await exchange(parts);

  expect((await store.records()).find(({ id }) => id === old.id)!.state).toBe("received");
});

it("keeps what two have changed in sight until somebody has decided, and says what was decided once", async () => {
  const { parts, store, server, saved } = tablet();
  const record = await saved("digger");
  const [event] = await store.events();
  const stands = { residence: "Lubi" };
  server.statusOf.set(event!.id, "conflict");
  server.reasonOf.set(event!.id, { code: "changed", sentence: "Both are kept.", stands });
  const pulled = (row: Record<string, unknown>) => server.changes.push({ kind: "case", id: record.id, row: { status: "pending", version: 2, ...row } });
  const now = async () => (await store.records())[0]!;

  // The office's register moves on with the other answers; nobody has decided yet.
  pulled({});
  expect((await exchange(parts)).trouble).toBeNull();
  expect([(await now()).state, collisionIn(await now())]).toEqual(["conflict", stands]);
  pulled({ version: 3 });
  await exchange(parts);
  expect((await now()).state).toBe("conflict");

  for (const version of [4, 5]) {
    pulled({ version, settled: "As it stood: Residence." });
    await exchange(parts);
  }
  expect([(await now()).state, collisionIn(await now())]).toEqual(["received", null]);
  expect((await now()).timeline.map(({ text }) => text)).toEqual([undefined, "Both are kept.", "As it stood: Residence."]);
});

it("hears one decision once, though its words come in another language later", () => {
  const told = (reason: string) => ({ kind: "case", id: "x", row: { status: "returned", version: 2, reason, at: "2026-11-24T10:00:00Z" } });
  const record: OwnRecord = { id: "x", form: "digger", number: "D-1", state: "received", version: 1, timeline: [] } as unknown as OwnRecord;

  const once = decided(record, told("La photo est illisible."), [], 0);

  expect(decided(once, told("The photo cannot be read."), [], 0).timeline).toEqual(once.timeline);
  expect(once.timeline).toHaveLength(1);
});

it("lets a decision on the record end what was to be decided", async () => {
  const clock = fakeClock();
  const conflict = { state: "conflict", version: 1, timeline: [{ at: 1, what: "conflict", stands: { residence: "Lubi" } }] } as never as OwnRecord;

  const after = decided(conflict, { kind: "case", id: "x", row: { status: "returned", version: 2, reason: "Which?" } }, [], clock.now());

  expect([after.state, collisionIn(after)]).toEqual(["returned", null]);
});
