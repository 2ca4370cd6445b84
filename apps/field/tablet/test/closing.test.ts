import { expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock, fakeKey, fakeServer, memoryStore } from "./fakes";
import type { Parts } from "../src/asking";
import { keysAfter } from "../src/receipts";
import { save } from "../src/saving";
import type { Meta, ReceiptKey } from "../src/shapes";
import { exchange } from "../src/sync";

type Told = Record<string, unknown>;
const CLOSING = "kpfield/closing\n";

/** With a register, a record that waits, and the keys that came with its code. */
async function tablet() {
  const server = fakeServer();
  const key = await server.shown();
  const store = memoryStore({ receiptKey: key, closingKey: key });
  const revoked: boolean[] = [];
  const settle = store.settle.bind(store);
  store.settle = (change) => (change.revoked && revoked.push(true), settle(change));
  const [clock, chance] = [fakeClock(), fakeChance()];
  const parts: Parts = { store, network: server.network, clock, chance, token: "t", language: "fr", app: "test" };
  server.changes.push({ kind: "digger", id: "a", row: { names: "Marie" } });
  await exchange(parts);
  await save(draftOf(), { store, clock, chance, tablet: "14", language: "fr", position: null, records: [] });
  return { server, store, parts, revoked };
}
type Fields = Awaited<ReturnType<typeof tablet>>;

/** Somebody on the network answers 410 to all, and to the question whether it is true what `answer` says. */
function posing({ server }: Fields, answer: (asked: { ask: string; key: string }) => unknown) {
  server.over(async ({ path, body }) =>
    path.includes("closing") ? { status: 200, body: await answer(JSON.parse(body!)) } : { status: 410, body: { detail: "closed" } });
}

async function expectNothingGivenUp({ store, parts, revoked }: Fields) {
  expect((await exchange(parts)).trouble).toBe("unproved");
  expect([await store.shards(), await store.events(), revoked]).toMatchObject([[{}], [{ state: "waiting" }], []]);
  expect((await store.meta()).diary![0]).toMatchObject({ trouble: "unproved", left: 1 });
}

const saying = (ask: string, over: Told = {}): Told =>
  ({ tablet: "t", officer: 1, token: "e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8", closed_at: "2026-11-24T09:00:00+00:00", at: "", ask, ...over });

it("gives up the register when the server says in its own hand that the office has closed it, and no work", async () => {
  const { server, store, parts, revoked } = await tablet();
  server.close();

  expect((await exchange(parts)).trouble).toBe("revoked");
  expect([await store.shards(), await store.events(), revoked]).toMatchObject([[], [{ state: "waiting" }], [true]]);
});

it("believes the word from which each of the following differs in one thing", async () => {
  const fields = await tablet();
  posing(fields, ({ ask }) => fields.server.sign(saying(ask), CLOSING));
  expect((await exchange(fields.parts)).trouble).toBe("revoked");
});

it.each<[string, (server: Fields["server"], ask: string) => unknown]>([
  ["a page of the network's", () => undefined],
  ["somebody's JSON", () => ({ ok: true })],
  ["nothing signed", (_server, ask) => saying(ask)],
  ["somebody else's hand", (_server, ask) => fakeKey("first").sign(saying(ask), CLOSING)],
  ["somebody else's hand, under his own name", (_server, ask) => fakeKey("other").sign(saying(ask), CLOSING)],
  ["the answer to an earlier question", (server) => server.sign(saying("0".repeat(32)), CLOSING)],
  ["another tablet's closing", (server, ask) => server.sign(saying(ask, { token: "0".repeat(64) }), CLOSING)],
  ["that it is open", (server, ask) => server.sign(saying(ask, { closed_at: null }), CLOSING)],
  ["what was signed for a receipt", (server, ask) => server.sign(saying(ask))],
])("gives nothing up on %s", async (_what, answer) => {
  const fields = await tablet();
  posing(fields, ({ ask }) => answer(fields.server, ask));
  await expectNothingGivenUp(fields);
});

it("gives nothing up while the question gets no answer, and does at the next contact", async () => {
  const fields = await tablet();
  fields.server.close();
  fields.server.over(async (request, answer) => (request.path.includes("closing") ? null : answer()));
  await expectNothingGivenUp(fields);

  fields.server.over((_request, answer) => answer());
  expect((await exchange(fields.parts)).trouble).toBe("revoked");
});

it("does not take the word of before for one on the new token, once it was enrolled again", async () => {
  const fields = await tablet();
  const heard: unknown[] = [];
  fields.server.close();
  fields.server.over(async ({ path }, answer) => {
    const reply = await answer();
    if (path.includes("closing")) heard.push(reply.body);
    return reply;
  });
  await exchange(fields.parts);
  fields.server.open();
  posing(fields, () => heard[0]);

  expect(heard).toHaveLength(1);
  expect((await exchange({ ...fields.parts, token: "new" })).trouble).toBe("unproved");
  expect((await exchange(fields.parts)).trouble).toBe("unproved");
});

it("is closed by the key of before, which the server still has after a change of its secret", async () => {
  const fields = await tablet();
  fields.server.rotate("second", true);
  fields.server.close();
  expect((await exchange(fields.parts)).trouble).toBe("revoked");
});

it("is not closed by a key that it does not know, and asks for none that it could be given by anybody", async () => {
  const fields = await tablet();
  fields.server.rotate("second");
  fields.server.close();
  const before = fields.server.calls.length;
  await expectNothingGivenUp(fields);
  expect(fields.server.calls.slice(before).map(({ path }) => path).filter((path) => path.includes("keys"))).toEqual([]);
});

it("is not closed by whoever first gave out his own key with a posting", async () => {
  const fields = await tablet();
  const his = fakeKey("his");
  const shown = await his.shown();
  fields.server.routes["posting/"] = async () =>
    ({ status: 200, body: { officer: { id: "1", name: "Awa", language: "fr" }, forms: [], choices: {}, receipt_key: { ...shown, vouched: [await his.sign({ public: shown.public }, "kpfield/key\n")] }, server_time: fields.server.time.now } });
  await fields.store.settle({ meta: { postingAt: 0 } });
  await exchange(fields.parts);
  expect((await fields.store.meta()).receiptKey!.key).toBe("his");
  posing(fields, ({ ask }) => his.sign(saying(ask), CLOSING));

  expect((await exchange(fields.parts)).trouble).toBe("unproved");
});

it("is closed by a new key for which the one of before vouched", async () => {
  const fields = await tablet();
  fields.server.rotate("second", true);
  await fields.store.settle({ meta: { postingAt: 0 } });
  await exchange(fields.parts);
  expect((await fields.store.meta()).closingKey!.key).toBe("second");
  fields.server.close();
  expect((await exchange(fields.parts)).trouble).toBe("revoked");
});

const key = (name: string): ReceiptKey => ({ key: name, public: "04" });
it.each<[string, Partial<Meta>, string]>([
  ["none yet", {}, "new"],
  ["one of an earlier version, which kept no second", { receiptKey: key("old") }, "old"],
  ["one that nobody vouches for", { receiptKey: key("other"), closingKey: key("old") }, "old"],
])("with %s keeps the key that it may be closed by", async (_what, meta, kept) => {
  expect(await keysAfter({ ...key("new"), vouched: [null, 7, {}] }, meta)).toEqual({ receiptKey: key("new"), closingKey: key(kept) });
});
