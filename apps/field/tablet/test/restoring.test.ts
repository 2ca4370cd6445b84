import { openDB } from "idb";
import { expect, it, vi } from "vitest";
import { again, disk, emptied, file, log, name, NUMBERS, numbers, opened, PHRASE, saveOne, savePage, store } from "./journalled";
import { hex } from "../src/ids";
import { Journals } from "../src/journals";
import { Connection } from "../src/connection";

/** All that lies in the database, but for how far the log is: what both journals must agree on. */
async function rows(): Promise<string> {
  const steps = await new Journals(new Connection(name), null).rows();
  return JSON.stringify(steps.map(({ store: at, key, value }) => [at, key, value]), (_n, one) => (one instanceof ArrayBuffer ? [...new Uint8Array(one)] : one));
}

it("rebuilds a database that was silently emptied", async () => {
  for (const n of [1, 2, 3]) await saveOne(`14-0000${n}-0`);
  await store.settle({ meta: { highWater: 1, cursor: "here" }, events: [{ ...(await store.events())[0]!, state: "applied", answeredAt: 5 }] });
  await store.nextNumber();
  const before = await rows();
  await emptied();

  const later = again();
  expect(await later.found()).toEqual({ both: true, restored: 3 });
  const back = (await later.unlock(PHRASE))!;
  expect(await numbers(back)).toEqual(["14-00001-0", "14-00002-0", "14-00003-0"]);
  expect((await back.events()).map(({ state }) => state)).toEqual(["applied", "waiting", "waiting"]);
  expect(await back.meta()).toMatchObject({ token: "secret-token", seq: 3, highWater: 1 });
  expect(await back.nextNumber()).toBe(2);
  // The registers went with the database: they are fetched from the beginning.
  expect((await back.meta()).cursor).toBeUndefined();
  expect(before.length).toBeGreaterThan(1000);
});

it("says what it brought back also where the disk has no room for a new log", async () => {
  for (const n of [1, 2, 3]) await saveOne(`14-0000${n}-0`);
  await emptied();
  vi.spyOn(log, "write").mockRejectedValue(new DOMException("The disk is full.", "QuotaExceededError"));

  expect(await again().found()).toEqual({ both: false, restored: 3 });
});

it("brings back every row as it was", async () => {
  await saveOne("14-00001-0");
  const before = (await rows()).replaceAll(/\["meta","(log|1\/cursor)",.*?\],/g, "");
  await emptied();
  await again().found();
  expect((await rows()).replaceAll(/\["meta","(log|1\/cursor)",.*?\],/g, "")).toBe(before);
});

it("restores once: the next start finds both alike", async () => {
  await saveOne("14-00001-0");
  await emptied();
  await again().found();
  expect(await again().found()).toEqual({ both: true, restored: 0 });
});

it("puts back the rows that a damaged database lost", async () => {
  for (const n of [1, 2]) await saveOne(`14-0000${n}-0`);
  const db = await openDB(name);
  await db.clear("records");
  await db.delete("events", 2);
  db.close();

  const later = again();
  expect((await later.found()).restored).toBe(1);
  expect(await numbers((await later.unlock(PHRASE))!)).toEqual(["14-00001-0", "14-00002-0"]);
});

it("asks anew what was said of a record that went, and comes back where the end of the log is torn", async () => {
  await saveOne("14-00001-0");
  await store.settle({ meta: { cursor: "behind the last word" } });
  const before = file().length;
  const { id } = (await store.records())[0]!;
  await store.settle({ forget: { events: [1], records: [{ id, written: 1 }] } });
  disk.files.set([...disk.files.keys()].at(-1)!, file().slice(0, before));

  const later = await opened();
  expect(await numbers(later)).toEqual(["14-00001-0"]);
  expect((await later.meta()).cursor).toBeUndefined();
});

it("writes nothing over a log whose rows found no room in a damaged database", async () => {
  for (const n of [1, 2]) await saveOne(`14-0000${n}-0`);
  const db = await openDB(name);
  await db.delete("events", 2);
  db.close();
  const full = vi.spyOn(Connection.prototype, "write").mockRejectedValue(new DOMException("The disk is full.", "QuotaExceededError"));
  await expect(again().found()).rejects.toThrow("no room");
  full.mockRestore();

  const later = again();
  expect((await later.found()).restored).toBe(1);
  expect(await numbers((await later.unlock(PHRASE))!)).toEqual(["14-00001-0", "14-00002-0"]);
});

it.each([["gone", () => disk.files.clear()], ["emptied", () => disk.files.set([...disk.files.keys()][0]!, new Uint8Array())]])(
  "rebuilds a log that is %s from the database, and loses nothing", async (_how, damage) => {
    await saveOne("14-00001-0");
    damage();
    expect(await again().found()).toEqual({ both: true, restored: 0 });
    await emptied();
    expect(await numbers(await opened())).toEqual(["14-00001-0"]);
  });

it("cuts a tail that was torn at any byte, with nothing lost that was shown as saved", async () => {
  await saveOne("14-00001-0");
  const kept = file().length;
  await saveOne("14-00002-0");
  const [name_, whole] = [...disk.files][0]!;
  for (const end of [kept, kept + 1, kept + 15, kept + 16, kept + 200, whole.length - 1]) {
    disk.files.clear();
    disk.files.set(name_, whole.slice(0, end));
    expect(await numbers(await opened())).toEqual(["14-00001-0", "14-00002-0"]);
    await emptied();
    expect(await numbers(await opened())).toEqual(["14-00001-0", "14-00002-0"]);
    // As it was before this damage.
    disk.files.clear();
    disk.files.set(name_, whole);
    await emptied();
    await opened();
  }
});

it("keeps what was whole when the database is emptied and the tail torn too", async () => {
  await saveOne("14-00001-0");
  const kept = file().length;
  await saveOne("14-00002-0");
  disk.files.set([...disk.files.keys()][0]!, file().slice(0, kept + 40));
  await emptied();
  expect(await numbers(await opened())).toEqual(["14-00001-0"]);
});

it("rescues the entries behind a damaged one", async () => {
  for (const n of [1, 2, 3]) await saveOne(`14-0000${n}-0`);
  const found = file();
  found[found.length - 9000]! ^= 1;
  await emptied();
  const back = await numbers(await opened());
  expect(back.length).toBeGreaterThanOrEqual(2);
  expect(back).toContain("14-00003-0");
});

it("keeps a page of a register whole or not at all, wherever the tail was torn and the database is gone", async () => {
  const kept = file().length;
  await savePage();
  const [name_, whole] = [...disk.files][0]!;
  const cuts = Array.from({ length: 7 }, (_, n) => kept + Math.floor((n * (whole.length - kept)) / 6));
  const back: string[][] = [];
  for (const end of cuts) {
    await emptied();
    disk.files.clear();
    disk.files.set(name_, whole.slice(0, end));
    back.push(await numbers(await opened()));
  }

  expect(back).toEqual([[], [], [], [], [], [], NUMBERS]);
});

it("gives the sealed copies out of the log where no database can be opened", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  await store.settle({ meta: { recoveryKey: { key: "0123456789abcdef", public: point } } });
  for (const n of [1, 2]) await saveOne(`14-0000${n}-0`);

  const rescued = (await again().rescued())!;
  expect(rescued).toMatchObject({ copies: 2, tablet: { number: 14 } });
  const text = await rescued.file.text();
  expect(text).toContain('"kind":"kpfield/sealed"');
  expect(text).not.toContain("canary");
});

it("has nothing to give where nothing was sealed", async () => {
  await saveOne("14-00001-0");
  expect(await again().rescued()).toBeNull();
});
