import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { dump } from "./disk";
import { fakeChance, memoryStore } from "./fakes";
import { tabletOn } from "./tablet";
import { report } from "../src/reports";
import type { Store } from "../src/ports";
import { openVault } from "../src/store";
import { exchange } from "../src/sync";
import { written, type Line } from "../src/diary";

function keeping(store: Store = memoryStore()) {
  const made = tabletOn(store);
  const saved = () => made.saved("digger", { answers: { names: "CANARY Koné" } });
  const diary = async () => (await store.meta()).diary!;
  return { ...made, saved, diary };
}

it("says what went and what was answered", async () => {
  const { parts, saved, server, store, diary } = keeping();
  for (const status of ["applied", "held", "conflict", "quarantined"]) {
    await saved();
    server.statusOf.set((await store.events()).at(-1)!.id, status);
  }

  await exchange(parts);

  expect(await diary()).toMatchObject([{ trouble: null, times: 1, received: 4, held: 1, conflict: 1, quarantined: 1, left: 0 }]);
});

it("says what stood in the way and what is still here, tries of the same kind in one line", async () => {
  const { parts, saved, server, clock, diary } = keeping();
  await saved();
  server.over(async () => null);
  const began = clock.now();
  for (let n = 0; n < 14; n += 1) {
    clock.pass(300_000);
    await exchange(parts);
  }

  const [line, ...others] = await diary();
  expect(others).toEqual([]);
  expect(line).toMatchObject({ trouble: "no_network", times: 14, received: 0, left: 1, since: began + 300_000 });

  server.over((_request, answer) => answer());
  await exchange(parts);
  expect((await diary()).map(({ trouble, received }) => [trouble, received])).toEqual([[null, 1], ["no_network", 0]]);
});

it("says what a restored server had lost", async () => {
  const { parts, saved, server, diary } = keeping();
  await saved();
  await saved();
  await exchange(parts);
  server.restore(1);

  await exchange(parts);

  // It is sent again in the same exchange.
  expect(server.kept.size).toBe(2);
  expect((await diary())[0]!.trouble).toBeNull();
});

it("keeps a hundred lines", () => {
  const line = (at: number): Line => ({ since: at, at, times: 1, trouble: null, received: 1, held: 0, conflict: 0, quarantined: 0, again: 0, photos: 0, carried: 0, left: 0 });
  let lines: Line[] = [];
  for (let at = 0; at < 300; at += 1) lines = written(lines, line(at));

  expect([lines.length, lines[0]!.at, lines.at(-1)!.at]).toEqual([100, 299, 200]);
});

it("holds no word of a record or a report, and none of it is readable on the disk", async () => {
  const name = "diary-canary";
  const enrolled = { token: "t", tablet: { id: "14", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" }, receipt_key: { key: "none", public: "00" } };
  const store = await openVault(fakeChance(5), name).create(enrolled, "three wet stones");
  const { parts, saved, diary, server } = keeping(store);
  await saved();
  server.routes["reports/"] = ({ body }) => ({ status: 200, body: { id: JSON.parse(body!).id } });
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = [...new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))].map((one) => one.toString(16).padStart(2, "0")).join("");
  await report({ day: "2026-11-24", seen: "not_safe", where: "CANARY", words: "" }, { key: "r", public: point }, store, parts.chance);

  await exchange(parts);

  expect((await diary())[0]).toMatchObject({ received: 1, photos: 0, carried: 0 });
  expect(JSON.stringify(await diary())).not.toMatch(/CANARY|report/);
  expect(await dump(name)).not.toContain("quarantined");
});
