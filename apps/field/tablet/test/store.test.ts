import "fake-indexeddb/auto";
import { beforeEach, expect, it } from "vitest";
import { draftOf, fakeChance, fakeClock } from "./fakes";
import { dump } from "./disk";
import { openDB } from "idb";
import { save, saveAll } from "../src/saving";
import { openVault, type Vault } from "../src/store";
import type { Store } from "../src/ports";

const ENROLLED = {
  token: "secret-token", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" },
  receipt_key: { key: "k", public: "04" },
};
const PHRASE = "correct horse battery";
let count = 0;
let name: string;
let vault: Vault;
let store: Store;

beforeEach(async () => {
  name = `kpfield-${(count += 1)}`;
  vault = openVault(fakeChance(count), name);
  store = await vault.create(ENROLLED, PHRASE);
});

const saving = (at: Store) => ({ store: at, clock: fakeClock(), chance: fakeChance(7), tablet: "t", language: "fr" as const, position: null, records: [] });

it("counts on from what the server knows of where a cleared tablet is enrolled again, and for no second officer", async () => {
  const vault = openVault(fakeChance(), "counting-on");
  const first = await vault.create({ ...ENROLLED, made: 7 }, PHRASE);
  expect((await first.meta()).seq).toBe(7);
  expect(await first.nextNumber()).toBe(15);

  const second = await vault.create({ ...ENROLLED, made: 4 }, "another passphrase");
  expect((await second.meta()).seq).toBe(7);
  expect(await second.nextNumber()).toBe(16);
});

it("opens again with the passphrase, and with no other", async () => {
  const later = openVault(fakeChance(9), name);

  expect((await (await later.unlock(PHRASE))!.meta()).token).toBe("secret-token");
  expect(await later.unlock("another phrase")).toBeNull();
  expect((await (await later.unlock(PHRASE))!.meta()).officer!.name).toBe("Awa");
});

it("writes nothing of a person's in the clear", async () => {
  await store.saveDraft(draftOf("site", { id: "left", answers: { name: "canary-draft" } }));
  await save(draftOf("digger", { answers: { number: "14-00009-0", names: "canary-record" } }), saving(store));
  await store.settle({
    shard: { changes: [{ kind: "digger", id: "a", row: { names: "canary-register" } }] },
    meta: { posting: { officer: { name: "canary-posting" } } as never, contactAt: 17 },
  });

  const found = await dump(name);
  for (const word of ["secret-token", "Awa", "canary", "14-00009-0"]) expect(found).not.toContain(word);
  expect(found).toContain("contactAt");
  expect((await store.records())[0]!.answers["names"]).toBe("canary-record");
  expect((await store.shards())[0]!.changes[0]!.row!["names"]).toBe("canary-register");
});

it("opens no row that was moved to another place", async () => {
  await store.saveDraft(draftOf("site", { id: "one" }));
  const db = await openDB(name);
  await db.put("drafts", { ...(await db.get("drafts", "one")), id: "two" });
  db.close();
  await expect(openVault(fakeChance(9), name).unlock(PHRASE).then((again) => again!.drafts())).rejects.toThrow();
});

it("keeps the last letter typed, however long the one before took to encrypt", async () => {
  const draft = (text: string) => draftOf("site", { id: "d", answers: { name: text } });
  await Promise.all([store.saveDraft(draft("F".repeat(200_000))), store.saveDraft(draft("Fa")), store.saveDraft(draft("Fan"))]);
  expect((await store.drafts())[0]!.answers["name"]).toBe("Fan");
  void store.saveDraft(draft("Fant"));
  await store.dropDraft("d");
  expect(await store.drafts()).toEqual([]);
});

it("saves event, record and numbers together, and takes the draft away", async () => {
  const draft = draftOf();
  await store.saveDraft(draft);
  await save(draft, saving(store));

  expect(await store.drafts()).toEqual([]);
  expect((await store.events()).map(({ seq }) => seq)).toEqual([1]);
  expect((await store.records())[0]).toMatchObject({ state: "here" });
  expect((await store.meta()).seq).toBe(1);
});

it("saves several records as one step: all are there, or none where another tab took the first number", async () => {
  const drafts = ["a", "b", "c"].map((record) => draftOf("purchase", { record }));
  const page = draftOf("purchase", { id: "page" });
  await store.saveDraft(page);
  await saveAll(drafts, saving(store), page.id);
  const events = await store.events();
  expect([events.map(({ seq }) => seq), (await store.records()).length, await store.drafts()]).toEqual([[1, 2, 3], 3, []]);
  expect((await store.meta()).previous).toBe(events[2]!.sha256);

  const late = events.map((event, n) => ({ ...event, seq: n + 3, id: `late-${n}` }));
  expect(await store.append({ events: late, records: [], dropDraft: "" })).toBe(false);
  expect(await store.events()).toHaveLength(3);
});

it("refuses a sequence number that another tab took", async () => {
  await save(draftOf(), saving(store));
  const [event] = await store.events();
  expect(await store.append({ events: [{ ...event!, id: "other" }], records: [], dropDraft: "" })).toBe(false);
  expect((await store.events())[0]!.id).toBe(event!.id);
});

it("gives two tabs that save at once two numbers", async () => {
  const other = (await openVault(fakeChance(5), name).unlock(PHRASE))!;
  await Promise.all([save(draftOf(), saving(store)), save(draftOf(), saving(other)), save(draftOf(), saving(store))]);
  expect((await store.events()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it("gives out each number of the block once", async () => {
  expect(await Promise.all([store.nextNumber(), store.nextNumber(), store.nextNumber()])).toEqual([1, 2, 3]);
});

it("takes a new token for the same tablet and keeps its work", async () => {
  await save(draftOf(), saving(store));
  const renewed = (await vault.renew(PHRASE, { ...ENROLLED, token: "second" }))!;

  expect((await renewed.meta()).token).toBe("second");
  expect(await renewed.events()).toHaveLength(1);
  expect(await vault.renew("another phrase", ENROLLED)).toBeNull();
});

it("knows that something is unfinished or unsent while it is shut", async () => {
  expect(await vault.isBusy()).toBe(false);
  await store.saveDraft(draftOf("site", { id: "d" }));
  expect(await vault.isBusy()).toBe(true);
  await store.dropDraft("d");
  await save(draftOf(), saving(store));
  expect(await vault.isBusy()).toBe(true);
});

it("puts pages of the register in place of all earlier ones", async () => {
  await store.settle({ shard: { changes: [{ kind: "site", id: "a", row: {} }] } });
  await store.settle({ shards: [{ changes: [{ kind: "site", id: "b", row: {} }] }], meta: { cursor: "c" } });
  expect((await store.shards()).flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual(["b"]);
  expect((await store.meta()).cursor).toBe("c");
});

it("takes no change that was built on an earlier writing of a record, and nothing of what comes with it", async () => {
  const [record] = await save(draftOf(), saving(store));
  const [screen] = await store.records();
  const answeredNow = { ...screen!, state: "held" as const };
  expect(await store.settle({ records: [answeredNow] })).toBe(true);

  expect(await store.settle({ records: [{ ...screen!, state: "received" }], meta: { contactAt: 17 } })).toBe(false);
  const [event] = await store.events();
  expect(await store.append({ events: [{ ...event!, id: "other", seq: 2 }], records: [{ ...screen!, state: "replaced" }], dropDraft: "" })).toBe(false);

  expect((await store.records()).map(({ id, state }) => [id, state])).toEqual([[record.id, "held"]]);
  expect([(await store.events()).length, (await store.meta()).contactAt]).toEqual([1, undefined]);
});
