import { deleteDB } from "idb";
import { expect, it, vi } from "vitest";
import { draftOf, fakeChance, memoryLog } from "./fakes";
import { again, disk, emptied, ENROLLED, file, log, name, NUMBERS, numbers, opened, PHRASE, reopened, saveOne, savePage, saving, store } from "./journalled";
import { save } from "../src/saving";
import { openVault } from "../src/store";
import { Journals } from "../src/journals";
import { Connection } from "../src/connection";

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

it("writes no report in confidence into the log", async () => {
  const before = file().length;
  await store.settle({ report: { id: "r", key: "k", point: new Uint8Array([1]), iv: new Uint8Array([2]), data: new ArrayBuffer(8192) } });
  expect(file().length).toBe(before);
});
