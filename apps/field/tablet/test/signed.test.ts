import { expect, it } from "vitest";
import { fakeKey, type fakeServer } from "./fakes";
import { tablet } from "./tablet";
import type { Reply } from "../src/ports";
import { exchange } from "../src/sync";

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
