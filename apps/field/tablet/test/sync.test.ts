import { expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock, fakeKey, fakeServer, memoryStore } from "./fakes";
import type { Reply } from "../src/ports";
import { collisionIn, decided } from "../src/records";
import type { Kept, OwnRecord } from "../src/shapes";
import { save } from "../src/saving";
import type { Parts } from "../src/asking";
import { nextBatch } from "../src/sending";
import { exchange } from "../src/sync";

function tablet(store = memoryStore()) {
  const server = fakeServer();
  const clock = fakeClock();
  const chance = fakeChance();
  const parts: Parts = { store, network: server.network, clock, chance, token: "t", language: "fr", app: "test" };
  const saved = async (form: Parameters<typeof draftOf>[0] = "production", over = {}) =>
    (await save(draftOf(form, over), { store, clock, chance, tablet: "14", language: "fr", position: null, records: await store.records() }))[0];
  const states = async () => (await store.records()).map(({ state }) => state);
  return { store, server, clock, parts, saved, states };
}
const html: Reply = { status: 200, body: undefined };

it("sends what waits and shows that the server has it", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();

  expect(await exchange(parts)).toEqual({ trouble: null, sent: 1, left: 0 });
  expect(await states()).toEqual(["received"]);
  expect(server.kept.size).toBe(1);
});

it("keeps one record when the answer was lost and the same is sent again", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  server.over(async (request, answer) => (await answer(), request.path.includes("push") ? null : await answer()));
  expect((await exchange(parts)).trouble).toBe("no_network");
  expect(await states()).toEqual(["here"]);

  server.over((_request, answer) => answer());
  await exchange(parts);

  expect(server.kept.size).toBe(1);
  expect(await states()).toEqual(["received"]);
});

it("sends the same bytes again, whatever happened between", async () => {
  const { parts, saved, server, clock } = tablet();
  await saved();
  server.over(async () => null);
  await exchange(parts);
  clock.set("2031-01-01T00:00:00Z");
  server.over((_request, answer) => answer());
  await exchange(parts);

  const [first, second] = server.calls.filter(({ path }) => path.includes("push")).map(({ body }) => JSON.parse(body!).events[0]);
  expect(second).toEqual(first);
});

it.each([
  ["a portal's page", html],
  ["another server's JSON", { status: 200, body: { ok: true } }],
  ["a receipt of other events", { status: 200, body: { answers: [], receipt: { events: ["0".repeat(64)] } } }],
  ["a redirect", { status: 302, body: undefined }],
])("does not take %s for an answer", async (_what, reply) => {
  const { parts, saved, states, server } = tablet();
  await saved();
  server.over(async () => reply as Reply);

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect(await states()).toEqual(["here"]);
});

type Receipt = Record<string, unknown>;

/** On the line stands somebody who changes each receipt. */
function changing(server: ReturnType<typeof fakeServer>, forge: (told: Receipt, receipt: Receipt) => Receipt | Promise<Receipt>) {
  server.over(async (_request, answer) => {
    const reply = await answer();
    const body = reply.body as { receipt?: Receipt };
    if (!body.receipt) return reply;
    const { key: _key, signature: _signature, ...told } = body.receipt;
    return { ...reply, body: { ...body, receipt: await forge(told, body.receipt) } };
  });
}

it.each([
  ["forged with somebody else's key", (told: Receipt) => fakeKey("first").sign(told)],
  ["forged under another key's name", (told: Receipt) => fakeKey("second").sign(told)],
  ["changed on the way", (_told: Receipt, receipt: Receipt) => ({ ...receipt, high_water: 7 })],
  ["not signed at all", (told: Receipt) => told],
  ["signed with nonsense", (_told: Receipt, receipt: Receipt) => ({ ...receipt, signature: "zz" })],
])("marks nothing as sent by a receipt that is %s", async (_how, forge) => {
  const { parts, saved, states, server } = tablet();
  await exchange(parts);
  await saved();
  changing(server, forge);

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect(await states()).toEqual(["here"]);
  server.over((_request, answer) => answer());
  await exchange(parts);
  expect(await states()).toEqual(["received"]);
});

it("takes a new key of the server's from its own address, and from nowhere else", async () => {
  const { parts, saved, states, server, store } = tablet();
  await exchange(parts);
  await saved();
  server.rotate("second");
  server.over(async (request, answer) => (request.path.includes("keys") ? null : answer()));
  expect((await exchange(parts)).trouble).toBe("no_network");
  expect(await states()).toEqual(["here"]);

  server.over((_request, answer) => answer());
  await exchange(parts);

  expect(await states()).toEqual(["received"]);
  expect((await store.meta()).receiptKey!.key).toBe("second");
});

it("learns a new key also while its officer gets no posting", async () => {
  const { parts, saved, states, server } = tablet();
  await exchange(parts);
  await saved();
  server.rotate("second");
  server.routes["posting/"] = () => ({ status: 403, body: { detail: "You are not posted anywhere today." } });

  await exchange(parts);

  expect(await states()).toEqual(["received"]);
});

it("believes no status but the one that was signed", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  server.over(async (request, answer) => {
    const reply = await answer();
    if (request.path.includes("push")) (reply.body as { answers: { status: string }[] }).answers[0]!.status = "held";
    return reply;
  });

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect(await states()).toEqual(["here"]);
});

it("does not take an old answer, however well it is signed, for one to what it sends now", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  let old: Reply | null = null;
  server.over(async (request, answer) => {
    const reply = await answer();
    if (request.path.includes("push")) old ??= reply;
    return reply;
  });
  await exchange(parts);
  await saved();
  server.over(async (request, answer) => (request.path.includes("push") ? old : answer()));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect((await states()).sort()).toEqual(["here", "received"]);
});

it("does not take an old answer for one to the same question either", async () => {
  const { parts, server, store, clock } = tablet();
  let old: Reply | null = null;
  server.over(async (request, answer) => {
    const reply = await answer();
    if (request.path.includes("push")) old ??= reply;
    return reply;
  });
  expect((await exchange(parts)).trouble).toBe(null);
  server.time.now = "2026-11-25T09:30:00+00:00";
  clock.set("2026-11-25T09:30:00Z");
  server.over(async (request, answer) => (request.path.includes("push") ? old : answer()));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect((await store.meta()).clockOffset).not.toBe(-86_400);
});

it("takes a receipt of a server that repeats no word of the question", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  changing(server, ({ ask: _unsaid, ...told }) => server.sign(told));

  expect((await exchange(parts)).trouble).toBe(null);
  expect(await states()).toEqual(["received"]);
});

it("takes a receipt of a server that did not yet sign its answers", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  changing(server, ({ answers: _unsaid, ...told }) => server.sign(told));

  expect((await exchange(parts)).trouble).toBe(null);
  expect(await states()).toEqual(["received"]);
});

it("does not settle an event whose hash the receipt does not name", async () => {
  const { parts, saved, states, server } = tablet();
  await saved();
  await saved();
  changing(server, (told) => server.sign({ ...told, events: (told["events"] as string[]).slice(0, -1) }));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect((await states()).sort()).toEqual(["here", "received"]);
});

it.each([
  [401, "unknown_token"], [403, "no_posting"], [410, "unproved"], [429, "busy"], [503, "busy"], [500, "server"], [400, "refused"],
])("on %i says %s and keeps everything", async (status, trouble) => {
  const { parts, saved, states, server, store } = tablet();
  await saved();
  server.over(async () => ({ status, body: { detail: "a sentence" } }));

  expect((await exchange(parts)).trouble).toBe(trouble);
  expect(await states()).toEqual(["here"]);
  expect((await store.meta()).attempts).toBe(1);
});

it("does not believe a portal that says the tablet was closed", async () => {
  const { parts, server } = tablet();
  server.over(async () => ({ status: 410, body: undefined }));
  expect((await exchange(parts)).trouble).toBe("not_ours");
});

it("waits as long as the server asks", async () => {
  const { parts, server, store, clock } = tablet();
  server.over(async () => ({ status: 503, body: { detail: "busy" }, retryAfter: 600 }));
  await exchange(parts);
  expect((await store.meta()).pauseUntil).toBeGreaterThanOrEqual(clock.now() + 600_000);
});

it("sends less at a time to a server that finds it too much", async () => {
  const { parts, saved, states, server } = tablet();
  for (let n = 0; n < 4; n += 1) await saved();
  server.over(async (request, answer) =>
    request.path.includes("push") && JSON.parse(request.body!).events.length > 1 ? { status: 413, body: { detail: "too much" } } : answer());

  expect((await exchange(parts)).trouble).toBeNull();
  expect(await states()).toEqual(Array(4).fill("received"));
});

it("sends at most fifty events and a megabyte at once, in their order", async () => {
  const { store, saved, parts, server } = tablet();
  for (let n = 0; n < 51; n += 1) await saved();
  await exchange(parts);

  const sizes = server.calls.filter(({ path }) => path.includes("push")).map(({ body }) => JSON.parse(body!).events.length);
  expect(sizes).toEqual([50, 1]);
  const large = (await store.events()).map((event) => ({ ...event, state: "waiting" as const, bytes: "x".repeat(300_000) }));
  expect(nextBatch(large, 50).map(({ seq }) => seq)).toEqual([1]);
});

it("shows each event's own state, and one that waits does not stop the others", async () => {
  const { parts, saved, server, store } = tablet();
  for (const status of ["held", "quarantined", "conflict", "applied"]) {
    await saved();
    server.statusOf.set((await store.events()).at(-1)!.id, status);
  }
  await exchange(parts);

  expect((await store.records()).map(({ state }) => state)).toEqual(["held", "quarantined", "conflict", "received"]);
});

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

it("takes no registers that followed another cursor for those after its own", async () => {
  const { parts, server, store } = tablet();
  server.changes.push({ kind: "digger", id: "a", row: {} });
  server.over(async (request, answer) => (request.path.includes("pull/") ? { status: 200, body: { changes: [], after: "b", cursor: "c", more: false, fresh: false } } : answer()));

  expect((await exchange(parts)).trouble).toBe("not_ours");
  server.over((_request, answer) => answer());
  await exchange(parts);
  expect((await store.shards()).flatMap(({ changes }) => changes)).toHaveLength(1);
});

it("takes no other officer's posting for its own", async () => {
  const { parts, server, store } = tablet();
  await store.settle({ meta: { officer: { id: "1", name: "Awa", language: "fr" } } });
  server.over(async (request, answer) => {
    const reply = await answer();
    return request.path.includes("posting/") ? { ...reply, body: { ...(reply.body as object), officer: { id: "2", name: "Bako", language: "fr" } } } : reply;
  });

  expect((await exchange(parts)).trouble).toBe("not_ours");
  expect((await store.meta()).posting).toBeUndefined();
});

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

it("keeps pages of the register in order, and drops them when the server begins again", async () => {
  const { parts, server, store } = tablet();
  const row = { names: "Marie" };
  server.changes.push({ kind: "digger", id: "a", row }, { kind: "digger", id: "b", row });
  await exchange(parts);
  server.routes["pull/"] = () => ({ status: 200, body: { changes: [{ kind: "digger", id: "c", row }], cursor: "d", more: false, fresh: true, server_time: "" } });
  await exchange(parts);

  expect((await store.shards()).flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual(["c"]);
});

const rowsOf = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ kind: "digger", id: `d${from + n}`, row: {} }));
const tableOf = (from: number, count: number) => ({ kind: "digger", rows: count, ids: rowsOf(from, count).map(({ id }) => id), columns: {} });

it.each([
  ["rows", (from: number) => ({ changes: rowsOf(from, 1000) })],
  ["tables", (from: number) => ({ changes: [], tables: [tableOf(from, 1000)] })],
])("writes the pages of a register in %s anew when many small ones came, and not because it is large", async (_in, page) => {
  const { parts, server, store } = tablet();
  const pulled = async (from: number) => {
    server.changes.push(...rowsOf(from, 1));
    await exchange(parts);
    return (await store.shards()).length;
  };
  await store.settle({ shards: Array.from({ length: 60 }, (_, n) => page(1000 * n)), meta: { cursor: "c" } });

  expect(await pulled(60_000)).toBe(61);
  for (let n = 1; n < 39; n += 1) await store.settle({ shard: { changes: rowsOf(60_000 + n, 1) } });
  expect(await pulled(60_039)).toBe(100);
  expect(await pulled(60_040)).toBe(61);
});

it("gives up the register of a tablet that was closed, and none of its work", async () => {
  const { parts, saved, server, store } = tablet();
  server.changes.push({ kind: "digger", id: "a", row: { names: "Marie" } });
  await exchange(parts);
  await saved();
  server.close();
  await exchange(parts);

  expect(await store.shards()).toEqual([]);
  expect(await store.events()).toHaveLength(1);
});

it("begins again where the server no longer knows the cursor", async () => {
  const { parts, server, store } = tablet();
  await exchange(parts);
  server.over(async (request, answer) => (request.path.includes("cursor=") ? { status: 400, body: { detail: "begin again" } } : answer()));
  expect((await exchange(parts)).trouble).toBeNull();
  expect((await store.meta()).cursor).toBe("c");
});

it("loses nothing when the app dies at any step of an exchange", async () => {
  for (let step = 1; step < 9; step += 1) {
    const { parts, saved, server, store, states } = tablet();
    await saved();
    let writes = 0;
    store.fail(() => ((writes += 1) === step ? new Error("power gone") : null));
    await exchange(parts).catch(() => undefined);
    store.fail(null);
    await exchange(parts);

    expect(server.kept.size, `step ${step}`).toBe(1);
    expect(await states(), `step ${step}`).toEqual(["received"]);
  }
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
