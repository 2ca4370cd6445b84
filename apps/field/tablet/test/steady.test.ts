import { expect, it } from "vitest";
import { tablet } from "./tablet";
import type { Reply } from "../src/ports";
import { steady } from "../src/steady";
import { exchange } from "../src/sync";

const heard: Reply = { status: 200, body: {} };
const lineOf = (...replies: (Reply | null)[]) => {
  let asked = 0;
  return { network: steady({ send: async () => replies[asked++] ?? null }), asked: () => asked };
};
const request = { method: "GET", path: "/" } as const;

it("asks again at once on a line that was heard, three times at most", async () => {
  const { network, asked } = lineOf(heard, null, heard, null, null, null, heard);

  const replies = [await network.send(request), await network.send(request), await network.send(request)];

  expect(replies).toEqual([heard, heard, null]);
  expect(asked()).toBe(6);
});

it.each([null, { status: 200, body: undefined }, { status: 503, body: {} }])("asks once where nobody was heard: %j", async (reply) => {
  const { network, asked } = lineOf(reply, null);

  await network.send(request);
  await network.send(request);

  expect(asked()).toBe(2);
  expect(network.heard()).toBe(false);
});

it("leaves a line alone for longer each time while nobody answers, and for seconds once it carried something", async () => {
  const { server, clock, store, parts, saved } = tablet();
  await saved();
  const pauseOf = async () => (await store.meta()).pauseUntil! - clock.now();
  server.over(async () => null);
  for (let n = 0; n < 8; n += 1) await exchange(parts);
  expect(await pauseOf()).toBeGreaterThan(30_000);

  server.over(async (asked, answer) => (asked.path.includes("pull") ? null : answer()));
  expect((await exchange(parts)).trouble).toBe("no_network");

  expect(await pauseOf()).toBeLessThan(10_000);
  expect((await store.meta()).attempts).toBe(0);
});

it("tries again within two minutes after weeks in which nobody answered, and leaves a server that is busy alone for longer", async () => {
  const { server, clock, store, parts } = tablet();
  const pauseAfter = async (reply: Reply | null, times: number) => {
    server.over(async () => reply);
    for (let n = 0; n < times; n += 1) await exchange(parts);
    return (await store.meta()).pauseUntil! - clock.now();
  };

  expect(await pauseAfter(null, 100)).toBeLessThanOrEqual(120_000);
  expect(await pauseAfter({ status: 503, body: { detail: "Busy." } }, 10)).toBeGreaterThan(7 * 60_000);
});

it("keeps to the pause that a busy server asked for", async () => {
  const { server, clock, store, parts, saved } = tablet();
  await saved();
  server.over(async (asked, answer) => (asked.path.includes("pull") ? { status: 503, body: { detail: "Busy." }, retryAfter: 120 } : answer()));

  expect((await exchange(parts)).trouble).toBe("busy");

  expect((await store.meta()).pauseUntil! - clock.now()).toBeGreaterThanOrEqual(120_000);
});
