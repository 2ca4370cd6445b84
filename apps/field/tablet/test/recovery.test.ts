import "fake-indexeddb/auto";
import vector from "../../../../fixtures/conformance/sealed/copy.json";
import { deleteDB, openDB } from "idb";
import { expect, it } from "vitest";
import { dump } from "./disk";
import { draftOf, fakeChance, fakeClock, fakeServer, freeLocks } from "./fakes";
import { send } from "../src/contact";
import { sha256 } from "../src/events";
import { hex } from "../src/ids";
import type { Album } from "../src/ports";
import { fromHex } from "../src/receipts";
import { copyKey, Envelopes, sealTo, type Copy } from "../src/recovery";
import { report } from "../src/reports";
import { save } from "../src/saving";
import { enrolTablet, lock, start, unlock } from "../src/session";
import { createState, type Doors } from "../src/state";
import { openVault } from "../src/store";
import { encrypt, unwrap, type Wrapped } from "../src/vault";
import type { RecoveryKey } from "../src/shapes";

const PHRASE = "correct horse battery";
let count = 0;

async function custodian() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const shown: RecoveryKey = { key: "custodian", public: hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
  return { shown, open: (copy: Copy) => opened(copy, pair.privateKey, shown) };
}

async function opened({ point, iv, data }: Copy, key: CryptoKey, { key: name, public: theirs }: RecoveryKey) {
  const other = await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, key, 256);
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  const plain = await crypto.subtle.decrypt(how, await copyKey(shared, point, fromHex(theirs), ["decrypt"]), data);
  return JSON.parse(new TextDecoder().decode(plain));
}

async function officer(recovery: RecoveryKey | null) {
  const name = `sealed-${(count += 1)}`;
  const server = fakeServer();
  server.routes["enrol/"] = async () => ({
    status: 200,
    body: { token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: 1, name: "Awa", language: "en" }, receipt_key: await server.shown(), recovery_key: recovery },
  });
  const posting = server.routes["posting/"]!;
  server.routes["posting/"] = async (request) => {
    const reply = (await posting(request))!;
    return { ...reply, body: { ...(reply.body as object), recovery_key: recovery } };
  };
  const clock = fakeClock();
  const [state, chance] = [createState(), fakeChance(count)];
  const vault = openVault(chance, name);
  const doors = { clock, chance, network: server.network, locks: freeLocks, vault, go: () => undefined, tellTabs: () => undefined, later: (work) => work(), version: "test", places: { watch: () => () => undefined, known: async () => null } } as Doors;
  await start(state, doors, "en");
  await enrolTablet("ABCD-EFGH", PHRASE, state, doors);
  const record = (id: string, ...photos: { sha256: string; size: number }[]) => {
    const files = photos.map(({ sha256, size }) => ({ sha256, size, type: "image/jpeg", field: "photo" }));
    return save(draftOf("digger", { record: id, answers: { number: "14-00001-0", names: "Fanta" } }), { store: state.store.value!, clock, chance, tablet: "t", language: "en", position: null, records: state.records.value, files });
  };
  const revoke = () => server.close();
  const file = async () => {
    const bytes = new Uint8Array(await (await vault.sealedFile()).arrayBuffer());
    const end = bytes.indexOf(10);
    return { ...JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))), behind: bytes.subarray(end + 1) } as SealedFile;
  };
  const copies = async () => (await file()).copies;
  const take = async (words: string) => {
    const bytes = new TextEncoder().encode(words).buffer as ArrayBuffer;
    const photo = { sha256: await sha256(bytes), size: bytes.byteLength, state: "here" as const, at: clock.now() };
    await state.store.value!.album!.keep(photo, bytes);
    return photo;
  };
  return { name, server, clock, state, vault, doors, record, revoke, file, copies, take };
}

interface Written { seq: number; key: string; point: string; iv: string; data: string }
interface SealedFile { version: number; copies: Written[]; photos: { sha256: string; iv: string; size: number }[]; behind: Uint8Array<ArrayBuffer> }

/** What the custodian sees of the pictures in a file, with the keys that stand in its copies. */
async function seen(file: SealedFile, open: (copy: Copy) => Promise<{ photos: { sha256: string; key: string }[] }>) {
  const keys = new Map((await Promise.all(file.copies.map((copy) => open(asCopy(copy))))).flatMap(({ photos }) => photos.map(({ sha256, key }) => [sha256, key])));
  let from = 0;
  const pictures: string[] = [];
  for (const { sha256: name, iv, size } of file.photos) {
    const how = { name: "AES-GCM", iv: fromHex(iv), additionalData: new TextEncoder().encode(`picture/${name}`) };
    const key = await crypto.subtle.importKey("raw", fromHex(keys.get(name)!), "AES-GCM", false, ["decrypt"]);
    pictures.push(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, file.behind.slice(from, from + size))));
    from += size;
  }
  expect(from).toBe(file.behind.length);
  return pictures;
}

const asCopy = ({ key, point, iv, data }: { key: string; point: string; iv: string; data: string }): Copy => ({
  key, point: fromHex(point), iv: fromHex(iv), data: fromHex(data).buffer,
});

it("seals each finished event to the custodian, who reads its bytes, its tablet and its officer", async () => {
  const { shown, open } = await custodian();
  const { state, record, copies } = await officer(shown);
  await record("r1");

  const [event] = await state.store.value!.events();
  const [copy] = await copies();
  const { id, seq, sha256: digest, bytes } = event!;
  expect(await open(asCopy(copy!))).toEqual({ tablet: "t", officer: 1, id, seq, sha256: digest, bytes, photos: [] });
});

it("makes each copy with a key of its own, and none that another key opens", async () => {
  const [{ shown, open }, stranger] = [await custodian(), await custodian()];
  const [one, two] = await Promise.all([sealTo(shown, "said", fakeChance(1)), sealTo(shown, "said", fakeChance(1))]);
  expect(hex(one.point)).not.toBe(hex(two.point));
  expect(await open(one)).toBe("said");
  await expect(stranger.open(one)).rejects.toThrow();
  await expect(open({ ...one, point: two.point })).rejects.toThrow();
});

it("opens with the vector that the server's own test opens", async () => {
  const key = await crypto.subtle.importKey("pkcs8", fromHex(vector.private), { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  expect(await opened(asCopy(vector.copy), key, vector.recovery_key)).toEqual(vector.said);
});

it("keeps a copy for a month after the receipt, and no longer", async () => {
  const { shown } = await custodian();
  const { server, clock, state, doors, record, copies } = await officer(shown);
  await record("r1");
  expect((await send(state, doors))!.trouble).toBeNull();
  clock.pass(29 * 86_400_000);
  await send(state, doors);
  expect(await copies()).toHaveLength(1);
  server.time.now = "2026-12-26T09:30:00+00:00";
  clock.set("2026-12-26T09:30:00Z");
  await send(state, doors);
  expect(await copies()).toHaveLength(0);
});

it("seals what was made before the key was known, as soon as it comes", async () => {
  const { shown } = await custodian();
  const { state, record, copies } = await officer(null);
  await record("r1");
  expect(await copies()).toHaveLength(0);
  await state.store.value!.settle({ meta: { recoveryKey: shown } });
  expect(await copies()).toHaveLength(1);
});

it("gives up keys and registers on a closed tablet, and keeps what is sealed", async () => {
  const { shown, open } = await custodian();
  const { name, state, vault, doors, record, revoke, copies } = await officer(shown);
  await send(state, doors);
  await state.store.value!.settle({ shard: { changes: [{ kind: "digger", id: "a", row: { names: "Abdou" } }] } });
  await record("r1");
  revoke();
  await send(state, doors);

  expect(state.stage.value).toBe("locked");
  expect(state.header.value).toMatchObject({ closed: true, copies: 1, bearer: "t" });
  expect(await unlock(PHRASE, state, doors)).toBe("wrong");
  expect(await vault.isBusy()).toBe(false);
  expect(JSON.parse((await open(asCopy((await copies())[0]!))).bytes).answers.names).toBe("Fanta");
  const left = JSON.parse(await dump(name));
  expect(left.filter(([store]: [string]) => ["events", "records", "drafts", "shards"].includes(store)).every(([, keys]: [string, unknown[]]) => keys.length === 0)).toBe(true);
});

it("puts reports that wait into the file, in a box that tells nobody whether there are any", async () => {
  const [{ shown, open }, reader] = [await custodian(), await custodian()];
  const { vault, state, record } = await officer(shown);
  await record("r1");
  const box = async (box?: "with reports") => {
    const head = new TextDecoder().decode((await (await vault.sealedFile(box)).arrayBuffer()));
    return JSON.parse(head.split("\n")[0]!).box as Written | undefined;
  };
  const [empty, chance] = [await box("with reports"), fakeChance(7)];
  for (const words of ["one", "two"]) await report({ day: "2026-11-24", seen: "not_safe", where: "there", words }, reader.shown, state.store.value!, chance);
  lock(state);
  const full = await box("with reports");

  expect(full!.data.length).toBe(empty!.data.length);
  expect((await open(asCopy(empty!))).reports).toEqual([]);
  const { reports } = await open(asCopy(full!));
  expect(reports).toHaveLength(2);
  expect((await reader.open(asCopy(reports[0]))).where).toBe("there");
  expect(await box()).toBeUndefined();
});

it("keeps the key on a closed tablet while an unsent event has no sealed copy", async () => {
  const { state, vault, doors, record, revoke } = await officer(null);
  await record("r1");
  revoke();
  await send(state, doors);

  expect(state.trouble.value).toBe("revoked");
  expect((await vault.header())!.closed).toBe(false);
  expect(await unlock(PHRASE, state, doors)).toBe("open");
  expect(await state.store.value!.events()).toHaveLength(1);
});

it("seals the pictures of an event with it, each encrypted once", async () => {
  const { shown, open } = await custodian();
  const { name, record, file, take } = await officer(shown);
  await record("r1", await take("canary of a face"), await take("canary of a slip"));
  await take("canary of nobody");

  const handed = await file();
  expect(await seen(handed, open)).toEqual(expect.arrayContaining(["canary of a face", "canary of a slip"]));
  expect(handed.photos).toHaveLength(2);
  expect(await dump(name)).not.toContain("canary");
});

it("gives up the key on a closed tablet while a photo waits, which the custodian opens", async () => {
  const { shown, open } = await custodian();
  const { name, state, vault, doors, record, revoke, file, take } = await officer(shown);
  await record("r1", await take("canary of a face"));
  await take("canary of an unfinished form");
  revoke();
  await send(state, doors);

  expect((await vault.header())!.closed).toBe(true);
  expect(await unlock(PHRASE, state, doors)).toBe("wrong");
  expect(await seen(await file(), open)).toEqual(["canary of a face"]);
  const left = new Map(JSON.parse(await dump(name)).map(([store, keys]: [string, unknown[]]) => [store, keys.length]));
  expect([left.get("photos"), left.get("pictures")]).toEqual([1, 1]);
});

it("opens by the copy of its record a photo that was taken again for a form that was left", async () => {
  const { shown, open } = await custodian();
  const { state, doors, record, revoke, file, take } = await officer(shown);
  await record("r1", await take("canary of a face"));
  await take("canary of a face");
  revoke();
  await send(state, doors);

  expect(await seen(await file(), open)).toEqual(["canary of a face"]);
});

it("seals the photo that waits of a record that was sent before the key was known", async () => {
  const { shown, open } = await custodian();
  const { server, state, vault, doors, record, revoke, file, take } = await officer(null);
  await record("r1", await take("canary of a face"));
  server.routes["files/"] = () => ({ status: 503, body: {} });
  await send(state, doors);
  expect((await state.store.value!.events())[0]!.state).toBe("applied");
  revoke();
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(false);

  await unlock(PHRASE, state, doors);
  await state.store.value!.settle({ meta: { recoveryKey: shown } });
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(true);
  expect(await seen(await file(), open)).toEqual(["canary of a face"]);
});

it("keeps the key on a closed tablet while a photo waits that an earlier version left without a key of its own", async () => {
  const { shown } = await custodian();
  const { name, state, vault, doors, record, revoke, take } = await officer(shown);
  const photo = await take("a face");
  await change(name, ({ key: _none, ...row }) => ({ ...row, old: true }));
  await record("r1", photo);
  revoke();
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(false);

  await unlock(PHRASE, state, doors);
  await state.store.value!.album!.settle(photo.sha256, "kept", 1);
  await send(state, doors);
  expect((await vault.header())!.closed).toBe(true);
});

async function change(name: string, how: (row: Record<string, unknown>) => unknown) {
  const db = await openDB(name);
  for (const row of await db.getAll("photos")) await db.put("photos", how(row));
  db.close();
}

it("keeps a copy beyond its month while a picture of it waits", async () => {
  const { shown, open } = await custodian();
  const { state, record, file, take } = await officer(shown);
  const photo = await take("a face");
  await record("r1", photo);
  const { store } = { store: state.store.value! };
  const [event] = await store.events();
  await store.settle({ events: [{ ...event!, state: "applied", answeredAt: 5 }] });
  await store.settle({ answeredBefore: 10 });
  expect(await seen(await file(), open)).toEqual(["a face"]);

  await store.album!.settle(photo.sha256, "kept", 6);
  await store.settle({ answeredBefore: 10 });
  expect((await file()).copies).toEqual([]);
});

it("shows no more what the server has had for a week, where the custodian can open it", async () => {
  const { shown, open } = await custodian();
  const { state, record, file, take } = await officer(shown);
  const [old, fresh, waiting, unsealed] = [await take("old"), await take("fresh"), await take("waiting"), await take("unsealed")];
  await record("r1", old, fresh, waiting);
  const { album } = state.store.value! as { album: Album };
  for (const [photo, at] of [[old, 5], [fresh, 10], [unsealed, 5]] as const) await album.settle(photo.sha256, "kept", at);
  await album.shut(10);

  const left = await Promise.all([old, fresh, waiting, unsealed].map(async ({ sha256: name }) => (await album.bytes(name)) !== null));
  expect(left).toEqual([false, true, true, true]);
  expect((await seen(await file(), open)).sort()).toEqual(["fresh", "old", "waiting"]);
  await state.store.value!.settle({ meta: { recoveryKey: shown } });
  expect((await seen(await file(), open)).sort()).toEqual(["fresh", "old", "waiting"]);
});

it("opens what an earlier version kept under the officer's key itself", async () => {
  const name = "sealed-old";
  const vault = openVault(fakeChance(77), name);
  const enrolled = { token: "t", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: "1", name: "Awa", language: "fr" }, receipt_key: { key: "k", public: "04" } };
  await vault.create(enrolled, PHRASE);
  const db = await openDB(name);
  const { wrapped } = (await db.get("header", "1")) as { wrapped: Wrapped };
  db.close();
  const sealed = await encrypt((await unwrap(PHRASE, wrapped))!, new TextEncoder().encode("a face"), fakeChance(78), "photos/1/abc");
  await asVersionFive(name, { id: "1/abc", owner: 1, sha256: "abc", size: 6, state: "here", at: 1, ...sealed });

  const { album } = (await openVault(fakeChance(79), name).unlock(PHRASE))!;
  expect(await album!.photos()).toEqual([{ sha256: "abc", size: 6, state: "here", at: 1 }]);
  expect(new TextDecoder().decode((await album!.bytes("abc"))!)).toBe("a face");
});

/** The same tablet with the layout that had no store for pictures. */
async function asVersionFive(name: string, photo: unknown) {
  const now = await openDB(name);
  const stores = [...now.objectStoreNames].filter((one) => !["pictures", "carried"].includes(one));
  const rows = await Promise.all(stores.map(async (one) => [one, now.transaction(one).store.keyPath, await now.getAllKeys(one), await now.getAll(one)] as const));
  now.close();
  await deleteDB(name);
  const db = await openDB(name, 5, { upgrade: (made) => rows.forEach(([one, keyPath]) => made.createObjectStore(one, { keyPath, autoIncrement: one === "shards" })) });
  for (const [one, keyPath, keys, values] of rows) for (const [at, value] of values.entries()) await db.put(one, value, keyPath ? undefined : keys[at]);
  await db.put("photos", photo);
  db.close();
}

it("closes for one officer and for no colleague", async () => {
  const { shown } = await custodian();
  const { server, state, vault, doors, record, revoke } = await officer(shown);
  await record("hers");
  server.routes["enrol/"] = async () => ({
    status: 200,
    body: { token: "t2", tablet: { id: "t", number: 14, office: "Kolo", participant: "XA" }, officer: { id: 2, name: "Bintou", language: "en" }, receipt_key: await server.shown(), recovery_key: shown },
  });
  await enrolTablet("ABCD-EFGH", "bintou's own words", state, doors);
  await record("his");
  revoke();
  await send(state, doors);

  expect((await vault.header(2))!.closed).toBe(true);
  const hers = (await vault.unlock(PHRASE, 1))!;
  expect((await hers.events()).map(({ record: of }) => of)).toEqual(["hers"]);
});

it("seals no two copies with one key, prepared or not", async () => {
  const { shown, open } = await custodian();
  const envelopes = new Envelopes();
  const points = new Set<string>();
  for (let n = 0; n < 4; n += 1) {
    if (n % 2) envelopes.prepare(shown);
    const copy = await sealTo(shown, { n }, fakeChance(n + 1), envelopes.take(shown));
    points.add(hex(copy.point));
    expect(await open(copy)).toEqual({ n });
  }
  expect(points.size).toBe(4);
});

it("seals to the custodian of today, whoever an envelope was prepared for", async () => {
  const [before, today] = [await custodian(), await custodian()];
  const envelopes = new Envelopes();
  envelopes.prepare(before.shown);
  const copy = await sealTo(today.shown, { n: 1 }, fakeChance(5), envelopes.take(today.shown));
  expect(await today.open(copy)).toEqual({ n: 1 });
});
