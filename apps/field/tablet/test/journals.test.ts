import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { beforeEach, expect, it, vi } from "vitest";
import { draftOf, fakeChance, fakeClock, memoryLog } from "./fakes";
import { hex } from "../src/ids";
import { save, saveAll } from "../src/saving";
import { openVault, type Vault } from "../src/store";
import type { Store } from "../src/ports";
import { Journals } from "../src/journals";
import { Connection } from "../src/connection";

const ENROLLED = {
  token: "secret-token", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" },
  receipt_key: { key: "k", public: "04" },
};
const PHRASE = "correct horse battery";
let count = 0;
let name: string;
let disk: ReturnType<typeof memoryLog>["disk"];
let log: ReturnType<typeof memoryLog>["log"];
let vault: Vault;
let store: Store;

beforeEach(async () => {
  name = `journals-${(count += 1)}`;
  ({ log, disk } = memoryLog());
  vault = openVault(fakeChance(count), name, log);
  store = await vault.create(ENROLLED, PHRASE);
});

const saving = (at: Store = store, records = [] as never[]) => ({ store: at, clock: fakeClock(), chance: fakeChance(7), tablet: "t", language: "fr" as const, position: null, records });
const saveOne = (number: string, at?: Store) => save(draftOf("digger", { answers: { number, names: "canary-record" } }), saving(at));
const again = () => openVault(fakeChance(90), name, log);
const opened = async () => (await again().unlock(PHRASE))!;
const numbers = async (at: Store) => (await at.records()).map((record) => record.number).sort();
const file = () => [...disk.files.values()].at(-1)!;
const emptied = () => deleteDB(name);
/** All that lies in the database, but for how far the log is: what both journals must agree on. */
async function rows(): Promise<string> {
  const steps = await new Journals(new Connection(name), null).rows();
  return JSON.stringify(steps.map(({ store: at, key, value }) => [at, key, value]), (_n, one) => (one instanceof ArrayBuffer ? [...new Uint8Array(one)] : one));
}

it("writes a record into both before it says saved", async () => {
  const before = file().length;
  const write = vi.spyOn(log, "write");
  await saveOne("14-00001-0");

  expect(write).toHaveBeenCalledOnce();
  expect(file().length).toBeGreaterThan(before);
  expect(await numbers(store)).toEqual(["14-00001-0"]);
});

it.each(["both journals", "the database alone"])("waits in no transaction for what is still being encrypted: %s", async (where) => {
  const journals = new Journals(new Connection(name), where === "both journals" ? log : null);
  const ready = new Promise<string>((resolve) => setTimeout(resolve, 20, "sealed"));

  await journals.enter(["meta"], async (at) => {
    await at("meta").get("seq");
    await at("meta").put(await ready, "canary");
  }, { ready });

  expect(await journals.connection.use((db) => db.get("meta", "canary"))).toBe("sealed");
});

it("says nothing in the log that the database does not say in the clear", async () => {
  await saveOne("14-00009-0");
  await store.settle({ meta: { posting: { officer: { name: "canary-posting" } } as never } });

  const text = new TextDecoder("latin1").decode(file());
  for (const word of ["secret-token", "Awa", "canary", "14-00009-0"]) expect(text).not.toContain(word);
  expect(text).toContain("records");
});

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
  await store.settle({ forget: { events: [1], records: [id] } });
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

it("takes in at the start what was in the log when the browser died, and not the form as well", async () => {
  const draft = draftOf("digger", { answers: { number: "14-00001-0" } });
  await store.saveDraft(draft);
  disk.step = (act) => (act === "written" ? new Promise(() => undefined) : Promise.resolve());
  void save(draft, saving());
  await vi.waitFor(() => expect(new TextDecoder("latin1").decode(file())).toContain("drafts"));
  disk.step = async () => undefined;
  const { log: afterwards } = reopened();

  const later = openVault(fakeChance(4), name, afterwards);
  expect(await later.found()).toEqual({ both: true, restored: 0 });
  const back = (await later.unlock(PHRASE))!;
  expect(await numbers(back)).toEqual(["14-00001-0"]);
  expect(await back.drafts()).toEqual([]);
  expect((await back.meta()).seq).toBe(1);
});

const NUMBERS = ["14-00001-0", "14-00002-0", "14-00003-0"];
const savePage = () => saveAll(NUMBERS.map((number) => draftOf("purchase", { record: number, answers: { number } })), saving(), "page");

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

it("takes in a whole page at the start, where the browser died between the two journals", async () => {
  await store.saveDraft(draftOf("purchase", { id: "page" }));
  disk.step = (act) => (act === "written" ? new Promise(() => undefined) : Promise.resolve());
  void savePage();
  await vi.waitFor(() => expect(new TextDecoder("latin1").decode(file())).toContain("drafts"));
  disk.step = async () => undefined;

  const back = (await openVault(fakeChance(4), name, reopened().log).unlock(PHRASE))!;
  expect(await numbers(back)).toEqual(NUMBERS);
  expect([(await back.events()).map(({ seq }) => seq), await back.drafts(), (await back.meta()).seq]).toEqual([[1, 2, 3], [], 3]);
});

/** The same files in a browser that was started anew: nobody of before holds a turn. */
function reopened() {
  const fresh = memoryLog();
  for (const [at, bytes] of disk.files) fresh.disk.files.set(at, bytes);
  return fresh;
}

it("refuses a record that finds no room in the log, and keeps nothing of it", async () => {
  await saveOne("14-00001-0");
  const before = file().length;
  disk.room = before + 100;
  const draft = draftOf("digger", { id: "full", answers: { number: "14-00002-0" } });
  await store.saveDraft(draft);

  await expect(save(draft, saving())).rejects.toMatchObject({ name: "QuotaExceededError" });
  expect(file().length).toBe(before);
  expect(await numbers(store)).toEqual(["14-00001-0"]);
  expect((await store.drafts()).map(({ id }) => id)).toEqual(["full"]);
  disk.room = Infinity;
  await save(draft, saving());
  expect((await store.events()).map(({ seq }) => seq)).toEqual([1, 2]);
});

it("takes back from the log what the database refused", async () => {
  const before = file().length;
  const refuse = vi.spyOn(Connection.prototype, "write").mockRejectedValueOnce(new DOMException("Full.", "QuotaExceededError"));
  await expect(saveOne("14-00001-0")).rejects.toMatchObject({ name: "QuotaExceededError" });
  refuse.mockRestore();

  expect(file().length).toBe(before);
  await emptied();
  expect(await numbers(await opened())).toEqual([]);
});

it("gives two tabs that save at once two numbers, in both journals", async () => {
  const other = await opened();
  await Promise.all([saveOne("14-00001-0"), saveOne("14-00002-0", other), saveOne("14-00003-0")]);
  await emptied();
  const back = await opened();
  expect((await back.events()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect((await numbers(back)).length).toBe(3);
});

it("goes on when somebody takes the file away under the open app", async () => {
  await saveOne("14-00001-0");
  disk.files.clear();
  await saveOne("14-00002-0");
  await emptied();
  expect(await numbers(await opened())).toEqual(["14-00001-0", "14-00002-0"]);
});

it("works with the database alone where there is no log, and catches up when there is one", async () => {
  const alone = openVault(fakeChance(3), name, null);
  expect(await alone.found()).toEqual({ both: false, restored: 0 });
  await saveOne("14-00001-0", (await alone.unlock(PHRASE))!);
  expect(await again().found()).toEqual({ both: true, restored: 0 });
  await emptied();
  expect(await numbers(await opened())).toEqual(["14-00001-0"]);
});

it("works with the database alone where the log cannot be read", async () => {
  disk.step = async () => { throw new DOMException("Broken.", "UnknownError"); };
  const later = again();
  expect(await later.found()).toEqual({ both: false, restored: 0 });
  await saveOne("14-00001-0", (await later.unlock(PHRASE))!);
  expect(await numbers(store)).toEqual(["14-00001-0"]);
});

it("begins no new tablet over a log that cannot be read now, where the database is empty", async () => {
  await saveOne("14-00001-0");
  await emptied();
  disk.step = async () => { throw new DOMException("Broken.", "UnknownError"); };
  await expect(again().header()).rejects.toThrow("Broken.");
  disk.step = async () => undefined;
  expect(await numbers(await opened())).toEqual(["14-00001-0"]);
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

it("begins a tablet where the browser keeps no log at all", async () => {
  disk.step = async () => { throw new DOMException("None.", "NotSupportedError"); };
  const other = openVault(fakeChance(3), `${name}-new`, log);
  expect(await other.header()).toBeNull();
  await saveOne("14-00001-0", await other.create(ENROLLED, PHRASE));
});

it("begins a log for a tablet that had none", async () => {
  const old = `${name}-old`;
  const made = await openVault(fakeChance(8), old).create(ENROLLED, PHRASE);
  await saveOne("14-00001-0", made);
  const { log: first } = memoryLog();
  expect(await openVault(fakeChance(9), old, first).found()).toEqual({ both: true, restored: 0 });
  await deleteDB(old);
  expect(await numbers((await openVault(fakeChance(9), old, first).unlock(PHRASE))!)).toEqual(["14-00001-0"]);
});

it("does not grow for ever: what was forgotten leaves the log", async () => {
  const posting = { officer: { name: "x".repeat(200_000) } } as never;
  for (let n = 0; n < 12; n += 1) await store.settle({ meta: { posting } });
  await vi.waitFor(() => expect(disk.files.size).toBe(1));
  await vi.waitFor(() => expect(file().length).toBeLessThan(1_300_000));
  await emptied();
  expect((await (await opened()).meta()).token).toBe("secret-token");
});

async function grownStale(): Promise<void> {
  const db = await openDB(name);
  await db.put("meta", { ...(await db.get("meta", "log")), stale: true }, "log");
  db.close();
}
const begunAnew = () => grownStale().then(() => again().found());

it.each(["written", "remove"])("loses nothing when it is cut while the log is begun anew (%s)", async (where) => {
  await saveOne("14-00001-0");
  await grownStale();
  disk.step = (act) => (act === where ? new Promise(() => undefined) : Promise.resolve());
  void again().found();
  await vi.waitFor(() => expect(disk.files.size).toBe(2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { log: afterwards } = reopened();
  await emptied();

  const back = (await openVault(fakeChance(4), name, afterwards).unlock(PHRASE))!;
  expect(await numbers(back)).toEqual(["14-00001-0"]);
});

it("does not believe a new file that was cut before it was finished", async () => {
  await saveOne("14-00001-0");
  await begunAnew();
  const [whole] = [...disk.files.values()];
  disk.files.set("99", whole!.slice(0, -10));
  await emptied();
  expect(await numbers(await opened())).toEqual(["14-00001-0"]);
});

it("writes no report in confidence into the log", async () => {
  const before = file().length;
  await store.settle({ report: { id: "r", key: "k", point: new Uint8Array([1]), iv: new Uint8Array([2]), data: new ArrayBuffer(8192) } });
  expect(file().length).toBe(before);
});
