import { expect, it } from "vitest";
import { tablet } from "./tablet";
import type { Reply } from "../src/ports";
import { nextBatch } from "../src/sending";
import { exchange } from "../src/sync";

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
