import { expect, it } from "vitest";
import { tablet } from "./tablet";
import { exchange } from "../src/sync";

it("sends again what a server restored from its backup has lost", async () => {
  const { parts, saved, server } = tablet();
  for (let n = 0; n < 3; n += 1) await saved();
  await exchange(parts);
  server.restore(1);

  await exchange(parts);

  expect(server.kept.size).toBe(3);
});

it.each(["quarantined", "conflict", "held"])("shows no decision that a restored server has forgotten over its word that it is %s", async (status) => {
  const { parts, saved, states, server, store } = tablet();
  await saved();
  await exchange(parts);
  const [{ id }, event] = [(await store.records())[0]!, (await store.events())[0]!];
  server.changes.push({ kind: "case", id, row: { status: "accepted", version: 2, at: server.time.now } });
  await exchange(parts);
  expect(await states()).toEqual(["accepted"]);
  server.restore(0);
  server.statusOf.set(event.id, status);
  server.reasonOf.set(event.id, { code: "region", sentence: "Not of your posting." });

  await exchange(parts);

  expect(await store.records()).toMatchObject([{ state: status, timeline: expect.arrayContaining([expect.objectContaining({ what: status, text: "Not of your posting." })]) }]);
});

it("sends again what a restored server has lost behind a gap that a colleague on this tablet closed later", async () => {
  const { parts, saved, server, store } = tablet();
  for (let n = 0; n < 3; n += 1) await saved();
  await store.settle({ forget: { events: [2], records: [] } });
  await exchange(parts);
  server.restore(1);
  server.kept.set("a colleague's", { seq: 2, sha256: "", bytes: "" });

  await exchange(parts);

  expect([...server.kept.values()].map(({ seq }) => seq).sort()).toEqual([1, 2, 3]);
});

it("asks once a day for what it was told is safe, and sends again what the numbers did not show as lost", async () => {
  const { parts, saved, server, clock } = tablet();
  for (let n = 0; n < 3; n += 1) await saved();
  await exchange(parts);
  const [mine] = [...server.kept].find(([, { seq }]) => seq === 2)!;
  server.kept.delete(mine);
  server.kept.set("of this tablet before it was set up from a copy", { seq: 2, sha256: "", bytes: "" });

  await exchange(parts);
  expect(server.kept.has(mine)).toBe(false);
  clock.pass(86_400_000);
  await exchange(parts);
  expect(server.kept.has(mine)).toBe(true);
  const calls = () => server.calls.filter(({ body }) => body?.includes('"kept"')).length;
  await exchange(parts);
  expect(calls()).toBe(1);
});

it("asks again where the answer was to another roll", async () => {
  const { parts, saved, server, clock, store } = tablet();
  await saved();
  await exchange(parts);
  clock.pass(86_400_000);
  const old = await server.sign({ events: [], high_water: 1, roll: { called: "another", missing: [] } });
  server.over(async (request, answer) => (request.body?.includes('"kept"') ? { status: 200, body: { answers: [], receipt: old } } : answer()));
  server.kept.clear();
  server.kept.set("another", { seq: 1, sha256: "", bytes: "" });

  expect((await exchange(parts)).trouble).toBe("not_ours");
  server.over((_request, answer) => answer());
  await exchange(parts);
  expect((await store.events()).every(({ id }) => server.kept.has(id))).toBe(true);
});

it("calls the whole roll after a restored server has shown a gap", async () => {
  const { parts, saved, server } = tablet();
  for (let n = 0; n < 3; n += 1) await saved();
  await exchange(parts);
  server.restore(0);
  server.kept.set("of this tablet before it was set up from a copy", { seq: 1, sha256: "", bytes: "" });

  await exchange(parts);

  expect([...server.kept.values()].map(({ seq }) => seq).sort()).toEqual([1, 1, 2, 3]);
});
